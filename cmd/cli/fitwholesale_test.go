package cli

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestFitReadsHoursOfAFile(t *testing.T) {
	// A user's year of quarter-hours is fitted like a series of the seeds; its unit is asked for where the file does
	// not say it.
	t.Parallel()
	for header, want := range map[string]string{"price (EUR/MWh)": "# sample: own.csv, EUR/MWh, 8784 hours", "price": "unit: USD/MWh # an example"} {
		var b strings.Builder
		fmt.Fprintf(&b, "time,%s\n", header)
		start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
		for q := range 4 * 8784 {
			fmt.Fprintf(&b, "%s,%.3f\n", start.Add(time.Duration(q)*15*time.Minute).Format("2006-01-02T15:04Z"), 50+20*math.Sin(float64(q)/96*2*math.Pi)+float64(q*7919%31))
		}
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "own.csv"), []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		got := command(t, dir, "fit", "own.csv")
		if got.code != 0 || !strings.Contains(got.out, want) || !strings.Contains(got.out, "type: wholesale\nseries: own.csv\n") {
			t.Errorf("%s: code %d, %s%s; want %q", header, got.code, got.out, got.err, want)
		}
	}
}

// hours writes a year of UTC hours with a price by their number into a new folder, as own.csv.
func hours(t *testing.T, header string, price func(h int) float64) (dir string) {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "time,%s\n", header)
	for h := range 8760 {
		fmt.Fprintf(&b, "%s,%v\n", time.Date(2023, 1, 1, h, 0, 0, 0, time.UTC).Format("2006-01-02T15:04Z"), price(h))
	}
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "own.csv"), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestFitRefusesHoursThatNoTariffTakes(t *testing.T) {
	// A load is no price, of the seeds or of a file, and days behind the end of a series have no hours.
	t.Parallel()
	wave := func(h int) float64 { return 50 + float64(h*7919%31) }
	dir := hours(t, "load (MW)", wave)
	for _, c := range []struct {
		dir  string
		args []string
		want string
	}{
		{dir, []string{"zone1_load_2009"}, "zone1_load_2009 is in MW, which is no price of electricity"},
		{dir, []string{"own.csv", "--process", "wholesale"}, "own.csv is in MW, which is no price of electricity"},
		{hours(t, "price (EUR/MWh)", wave), []string{"own.csv", "--to", "2024-01-01"}, "own.csv runs from 2023-01-01 00:00 to 2024-01-01 00:00; it has not all"},
		{hours(t, "price (EUR/MWh)", wave), []string{"own.csv", "--from", "2022-12-31"}, "it has not all"},
		{hours(t, "price (EUR/MWh)", wave), []string{"own.csv", "--from", "2023-05-02", "--to", "2023-05-01"}, "it has not all"},
	} {
		got := command(t, c.dir, append([]string{"fit"}, c.args...)...)
		if got.code != 2 || got.out != "" || !strings.Contains(got.err, c.want) {
			t.Errorf("%v: code %d, %s%s; want 2 and %q", c.args, got.code, got.out, got.err, c.want)
		}
	}
	if got := command(t, hours(t, "price (EUR/MWh)", wave), "fit", "own.csv", "--from", "2023-01-01", "--to", "2023-12-31"); got.code != 0 || !strings.Contains(got.out, "\nyears: [2023]\n") {
		t.Errorf("the last day of the series: code %d, %s%s", got.code, got.out, got.err)
	}
}

func TestFitSaysWhatTheModelHasNot(t *testing.T) {
	// One hour of a million has no law with the percentile of its year, which is said in the comments and in JSON; 0
	// and 1 by the half day have a law, and nothing is said.
	t.Parallel()
	outlier := hours(t, "price (USD/MWh)", func(h int) float64 {
		if h == 4000 {
			return 1e6
		}
		return 50 + float64(h*7919%9973)/300
	})
	const told = "# warning: the model has not what the sample has: 99.9th percentile "
	if got := command(t, outlier, "fit", "own.csv"); got.code != 0 || !strings.Contains(got.out, told) {
		t.Errorf("code %d, %s%s; want %q", got.code, got.out, got.err, told)
	}
	if got := command(t, outlier, "fit", "own.csv", "--json"); got.code != 0 || !strings.Contains(got.out, `"misfit": "99.9th percentile `) {
		t.Errorf("json: code %d, %s%s", got.code, got.out, got.err)
	}
	halves := hours(t, "price (USD/MWh)", func(h int) float64 { return float64(h % 24 / 12) })
	if got := command(t, halves, "fit", "own.csv"); got.code != 0 || strings.Contains(got.out, "warning") {
		t.Errorf("code %d, %s%s; want no warning", got.code, got.out, got.err)
	}
	if got := command(t, outlier, "fit", "ercot_day_ahead"); !strings.Contains(got.out, "# spikes: above 82.45 USD/MWh") || !strings.Contains(got.out, "; Pareto with alpha") {
		t.Errorf("spikes of the seeds: %s%s", got.out, got.err)
	}
}
