package reports_test

import (
	"fmt"
	"strings"
	"testing"

	"hashwatt/reports"
	"hashwatt/sim/metric"
)

func formula(t testing.TB, p *reports.Page, id string) *reports.Formula {
	t.Helper()
	for _, s := range p.Sections {
		for _, b := range s.Blocks {
			if b.Formula != nil && b.Formula.ID == id {
				return b.Formula
			}
		}
	}
	t.Fatalf("%s: there is no formula %s", p.Title, id)
	return nil
}

func TestFormulasAreWorkedThroughWithTheRunsNumbers(t *testing.T) {
	// The golden site by pencil: 45 USD/MWh, PUE 1.05, 20 J/TH, 50 USD/PH/day; 11.7 MUSD of plant and 4.469425 MUSD a
	// year.
	t.Parallel()
	p := pageOf(t, shipped(t, "golden-site.yaml", "", 0))
	for id, want := range map[string]string{
		"break-even-formula": "45.00 · 1.050 · 0.024 · 20.00 / 1.0000 = 22.68 against 50.00\u202fUSD/PH/day: the machine runs",
		"revenue-formula":    "50.00 / 24 · 1 000 / (20.00 · 1.050) · 1.0000\n= 99.2\u202fUSD/MWh",
		"npv-formula":        "−11.70 + 4.47 / 1.15 + 4.47 / 1.15² + 4.47 / 1.15³\n= −1.50\u202fM$",
	} {
		if got := formula(t, p, id).Worked; !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q in it", id, got, want)
		}
	}
}

func TestTheLoopIsWorkedThroughWithTheRunsEpochs(t *testing.T) {
	// Hashprice of the day, the retarget and the answer of the rest of the world come out as the run has them.
	t.Parallel()
	r := shipped(t, "komi.yaml", "", 0)
	p := pageOf(t, r)
	axis := r.Facts.Axis
	var got float64
	var year int
	lines := strings.Split(formula(t, p, "hashprice-formula").Worked, "\n")
	if _, err := fmt.Sscanf(strings.ReplaceAll(lines[1], "\u202f", " "), "= %f USD/PH/day on 2 July %d", &got, &year); err != nil || year != 2027 {
		t.Fatalf("%q: %v", lines[1], err)
	}
	day := -1
	for hour := range axis.Hours {
		if axis.At(hour).Format("2006-01-02T15") == "2027-07-02T09" { // noon in Moscow
			day = int(r.Problem.Day[hour])
		}
	}
	if want := r.Trace.Hashprice[day]; reports.Format(want, 1) != reports.Format(got, 1) {
		t.Errorf("hashprice %v, the run has %v", got, want)
	}
	for id, want := range map[string]string{"retarget-formula": "D′ = ", "adjustment-formula": "H′ = "} {
		if worked := formula(t, p, id).Worked; !strings.Contains(worked, want) || strings.Contains(worked, "NaN") {
			t.Errorf("%s: %q", id, worked)
		}
	}
}

// line returns the values of a line of a chart and the days at which they stand.
func allowed(t testing.TB, p *reports.Page) (days []string, mw []float64) {
	t.Helper()
	a := chart(t, p, "build-out").Areas
	if len(a.Lines) != 1 {
		t.Fatalf("%d lines, want what the limits allow", len(a.Lines))
	}
	for _, n := range a.Lines[0].Y {
		mw = append(mw, n.Value)
	}
	return a.At.Dates, mw
}

func TestBuildOutShowsWhatTheLimitsAllow(t *testing.T) {
	// A cap is a ceiling, a ban is zero, a monthly budget of 100 GWh is 100,000 MWh over the hours of its month.
	t.Parallel()
	at := func(variant, day string) float64 {
		days, mw := allowed(t, pageOf(t, shipped(t, "komi.yaml", variant, 0)))
		value := 0.0
		for k := range days {
			if days[k] <= day {
				value = mw[k]
			}
		}
		return value
	}
	near(t, "cap, August 2027", at("allocation", "2027-08-01"), 200)
	near(t, "ban, January 2028", at("winter_ban", "2028-01-10"), 0)
	near(t, "quota, January 2028", at("winter_quota", "2028-01-10"), 100_000.0/744)
	near(t, "quota, half of November 2028", at("winter_quota", "2028-11-20"), 100_000.0/(16*24))
	near(t, "quota, summer 2028: all that stands", at("winter_quota", "2028-07-01"), 2*11.3+13*21.07)
}

func TestShadowPricesByMonthAverageToThatOfTheRun(t *testing.T) {
	// Weighted by what the limit leaves, of a ban by connections, the months' shadow prices have the mean of the summary.
	t.Parallel()
	for _, variant := range []string{"winter_ban", "allocation"} {
		r := shipped(t, "komi.yaml", variant, 0)
		var price, all float64
		for m, n := range chart(t, pageOf(t, r), "shadow-price").Lines.Series[0].Y {
			if !n.None {
				_, weight := metric.CapPrice(r.Problem.Problem, r.Trace, 0, m, m+1)
				price += n.Value * weight
				all += weight
			}
		}
		near(t, variant, price/all, r.Summary.Limits[0].ShadowPrice)
	}
}
