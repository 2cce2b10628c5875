package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// billDir has a tariff without a zone, and loads of a kW in so many numbered hours.
func billDir(t *testing.T, hours ...int) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("flat.yaml", "tariff: [{type: flat, price: 1 USD/MWh}]\n")
	for _, n := range hours {
		var text strings.Builder
		text.WriteString("hour,kw\n")
		for h := range n {
			fmt.Fprintf(&text, "%d,1000\n", h)
		}
		write(fmt.Sprintf("%d.csv", n), text.String())
	}
	return dir
}

func TestNumberedHoursFindAYearWithRoom(t *testing.T) {
	// 8760 hours take the latest common year that begins on the weekday, one more the latest leap year: of the years
	// before 2024 2014 and 2020 begin on a Wednesday, 2023 and 2012 on a Sunday, 2018 and 1996 on a Monday. More hours
	// than any year has are refused, and those of a common year in a leap year leave its last day.
	t.Parallel()
	dir := billDir(t, 8760, 8761, 8784, 9000)
	for _, c := range []struct {
		load, day string
		year      int
	}{
		{"8760.csv", "wednesday", 2014},
		{"8761.csv", "wednesday", 2020},
		{"8784.csv", "wednesday", 2020},
		{"8760.csv", "sunday", 2023},
		{"8784.csv", "sunday", 2012},
		{"8784.csv", "Monday", 1996},
		{"8760.csv", "monday", 2018},
	} {
		got := command(t, dir, "bill", "--tariff", "flat.yaml", "--load", c.load, "--first-day", c.day, "--zone", "UTC")
		if want := fmt.Sprintf("the hours are taken for those of %d, which begins on a ", c.year); got.code != Done || !strings.Contains(got.err, want) {
			t.Errorf("%s from a %s: exit code %d, %q; want %q", c.load, c.day, got.code, got.err, want)
		}
	}
	for _, flag := range [][]string{{"--first-day", "monday"}, {"--year", "2024"}, nil} {
		got := command(t, dir, append([]string{"bill", "--tariff", "flat.yaml", "--load", "9000.csv", "--zone", "UTC"}, flag...)...)
		if got.code != Wrong || !strings.Contains(got.err, "9000 hours, and no year has more than 8784; give times in place of hour numbers") {
			t.Errorf("9000 hours with %v: exit code %d, %q", flag, got.code, got.err)
		}
	}
	const left = "the load has 8760 hours, and 2024 has 8784: the last 24 are not billed"
	for load, want := range map[string]bool{"8760.csv": true, "8784.csv": false} {
		got := command(t, dir, "bill", "--tariff", "flat.yaml", "--load", load, "--year", "2024", "--zone", "UTC")
		if got.code != Done || strings.Contains(got.err, left) != want {
			t.Errorf("%s in 2024: exit code %d, %q; want it told that hours are left: %v", load, got.code, got.err, want)
		}
	}
}

func TestAYearOfHalfAnHourLess(t *testing.T) {
	// Venezuela set its clocks half an hour forward on 1 May 2016 (tz database): the local year has 8783.5 hours and 1
	// May 23.5, however the load is given; hours that have numbers are no half ones.
	t.Parallel()
	dir := billDir(t, 8783, 8784)
	bill := func(load string) ran {
		return command(t, dir, "bill", "--tariff", "flat.yaml", "--load", load, "--year", "2016", "--zone", "America/Caracas")
	}
	got := bill("1 MW")
	if got.code != Done || got.err != "" || !strings.Contains(got.out, "total 8783.50 USD for 8783.500 MWh in 8783.5 hours, by the clocks of America/Caracas") ||
		!strings.Contains(got.out, "743.500 MWh at 1 USD/MWh") {
		t.Errorf("exit code %d, %s%s; want 8783.5 hours, 743.5 of them in May", got.code, got.err, got.out)
	}
	if got := bill("8784.csv"); got.code != Wrong || !strings.Contains(got.err, "8784.csv has 8784 hours, but 2016 has 8783.5 hours") {
		t.Errorf("8784 hours: exit code %d, %q", got.code, got.err)
	}
	if got := bill("8783.csv"); got.code != Done || !strings.Contains(got.err, "the last 0.5 are not billed") {
		t.Errorf("8783 hours: exit code %d, %q", got.code, got.err)
	}
}
