package files

import (
	"bytes"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hashwatt/sim"
)

func TestLimitsTellEachPeriod(t *testing.T) {
	// A shared limit has a row for each site and month, a budget for each period, a ban for each month in force.
	t.Parallel()
	r := result(t, words, sim.Settings{})
	s := read(t, r, Limits)
	if d := cmp.Diff([]string{"name", "kind", "sites", "from", "to", "limit", "used", "unit", "multiplier_usd_mwh", "shadow_price", "price_unit", "weight"}, s.head); d != "" {
		t.Errorf("columns (-want +got):\n%s", d)
	}
	var got [][]string
	for _, row := range s.rows {
		got = append(got, row[:5])
	}
	want := [][]string{
		{"Winter ban", "power", "'=one", "2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z"},
		{"Winter ban", "power", "'=one", "2025-02-01T00:00:00Z", "2025-03-01T00:00:00Z"},
		{"Winter ban", "power", "'=one", "2025-03-01T00:00:00Z", "2025-03-11T00:00:00Z"},
		{"Winter ban", "power", "two", "2025-02-01T00:00:00Z", "2025-03-01T00:00:00Z"},
		{"Winter ban", "power", "two", "2025-03-01T00:00:00Z", "2025-03-11T00:00:00Z"},
		{"winter-ban", "ban", "'=one;two", "2025-01-10T00:00:00Z", "2025-01-20T00:00:00Z"},
		{"budget", "energy", "'=one;two", "2025-02-01T00:00:00Z", "2025-03-01T00:00:00Z"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Fatalf("rows (-want +got):\n%s", d)
	}
	// In March 4.5 MW are shared 6 : 3. In January site one had them alone, but for the ten days of the ban.
	for row, want := range map[int]float64{0: 4.5 * (744 - 240) / 744, 2: 3, 4: 1.5, 5: 0, 6: 2000} {
		if v := s.number(t, row, "limit"); !near(v, want) {
			t.Errorf("limit of row %d = %g MW, want %g", row, v, want)
		}
	}
	// What the trace counts while this limit is the tightest is the same share.
	if v, allowed := s.number(t, 2, "limit"), r.Trace.Use(0, 0, 2).AllowedMWh/240; !near(v, allowed) {
		t.Errorf("limit of site one in March = %g MW, the trace allowed %g", v, allowed)
	}
	for row := range s.rows {
		limit, used, multiplier := s.number(t, row, "limit"), s.number(t, row, "used"), s.number(t, row, "multiplier_usd_mwh")
		if used > limit*(1+1e-9)+1e-9 || used < 0 || multiplier < 0 {
			t.Errorf("row %d: used %g of %g, multiplier %g; want 0 <= used <= limit and a multiplier of 0 or more", row, used, limit, multiplier)
		}
	}
	if v := s.number(t, 2, "multiplier_usd_mwh"); !(v > 0) {
		t.Errorf("multiplier of the shared limit in March = %g, want it to bind", v)
	}
}

func TestMyopicOperatorsPlanNoMultiplierOfABudget(t *testing.T) {
	// A budget of a month has an empty cell under myopic operators, not a price of 0, and a limit on power keeps its
	// number.
	t.Parallel()
	s := read(t, result(t, words+"foresight: myopic\n", sim.Settings{}), Limits)
	for row := range s.rows {
		text, energy := s.text(t, row, "multiplier_usd_mwh"), s.text(t, row, "kind") == "energy"
		if energy != (text == "") {
			t.Errorf("row %d, energy %v: a multiplier of %q", row, energy, text)
		}
	}
}

func TestLimitsByTheHour(t *testing.T) {
	// With hourly rows the limits on power and bans come by site and hour. They add up to the months, energy stays by
	// period.
	t.Parallel()
	var b bytes.Buffer
	out := NewLimits(&b)
	r := result(t, words, sim.Settings{Hourly: func(sim.HourRow) {}, LimitHour: out.Add})
	if err := out.Close(r); err != nil {
		t.Fatal(err)
	}
	hourly := read(t, r, func(w io.Writer, _ *sim.Result) error {
		_, err := w.Write(b.Bytes())
		return err
	})
	monthly := read(t, r, Limits)
	used := func(s sheet, kind string) (mwh float64) {
		for k := range s.rows {
			if s.text(t, k, "kind") != kind {
				continue
			}
			from, err := time.Parse(time.RFC3339, s.text(t, k, "from"))
			if err != nil {
				t.Fatal(err)
			}
			to, err := time.Parse(time.RFC3339, s.text(t, k, "to"))
			if err != nil {
				t.Fatal(err)
			}
			mwh += s.number(t, k, "used") * to.Sub(from).Hours()
		}
		return mwh
	}
	if h, m := used(hourly, "power"), used(monthly, "power"); math.Abs(h-m) > 1e-6*m {
		t.Errorf("%g MWh under limits on power by the hour, %g by the month", h, m)
	}
	if h, m := used(hourly, "energy"), used(monthly, "energy"); h != m || h == 0 {
		t.Errorf("%g of energy budgets in the hourly file, %g in the monthly one", h, m)
	}
}

func TestABudgetUsedUpIsWrittenAsTheBudget(t *testing.T) {
	// What the rounding of sums leaves of a budget is not written; what is left in earnest is, and what is used beyond it.
	t.Parallel()
	var b bytes.Buffer
	out := NewLimits(&b)
	for _, used := range []float64{99999.99999998733, 99999.9, 100000.001} {
		out.write(limitRow{name: "quota", limit: 100000, used: used, unit: "MWh"})
	}
	if err := out.out.Close(); err != nil {
		t.Fatal(err)
	}
	for k, want := range []string{",100000,100000,MWh", ",100000,99999.9,MWh", ",100000,100000.001,MWh"} {
		if line := strings.Split(b.String(), "\n")[k+1]; !strings.Contains(line, want) {
			t.Errorf("%q, want %q in it", line, want)
		}
	}
}
