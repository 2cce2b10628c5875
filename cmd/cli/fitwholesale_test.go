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
	// A user's year of quarter-hours is fitted like a series of the seeds; its unit is asked for where the file does not say it.
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
