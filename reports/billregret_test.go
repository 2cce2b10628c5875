package reports_test

import (
	"fmt"
	"strings"
	"testing"

	"hashwatt/sim"
)

// proseOf joins what the section of the bill says.
func proseOf(t testing.TB, r *sim.Result) (text string) {
	t.Helper()
	for _, b := range section(t, pageOf(t, r), "bill").Blocks {
		text += b.Prose
	}
	return strings.ReplaceAll(text, "\u202f", " ")
}

func TestAPlanThatKnowsMoreMayEarnLess(t *testing.T) {
	// A regret of −500 USD is said as it is and why it can be; one that rounding leaves is none, on either side of zero.
	t.Parallel()
	r := written(t, billed("", atWork), 0)
	const none, less = "Nothing is lost to forecasts", "known in advance earned 500 $ less than the one with forecasts. That can be: what charges make later months cost is nobody’s plan"
	for usd, want := range map[float64]string{-500: less, -1e-7: none, 0: none, 1e-7: none} {
		r.Regret = &sim.Regret{USD: usd, PlayedUSD: 1e6}
		got := proseOf(t, r)
		if !strings.Contains(got, want) || strings.Contains(got, none) != (want == none) {
			t.Errorf("a regret of %g: %q, want %q", usd, got, want)
		}
	}
}

func TestAmountsThatRoundingLeavesAreNoRowsOfRegret(t *testing.T) {
	// Rows of less than a millionth of the sum are left out, paid more or less, the revenue too.
	t.Parallel()
	r := written(t, billed("", atWork), 0)
	r.Regret = &sim.Regret{USD: 1000, PlayedUSD: 1e6, Components: []sim.ComponentRegret{{Component: "energy", USD: -9.4e-13}, {Component: "peak", USD: 1000}, {Component: "service", USD: 9.4e-13}}}
	tab := table(t, pageOf(t, r), "regret-table")
	if got := strings.Join(tab.Columns[0].Text, "|"); got != "paid more for peak|all" {
		t.Errorf("rows %s", got)
	}
	r.Regret.Components[0].USD = -0.002
	if got := strings.Join(table(t, pageOf(t, r), "regret-table").Columns[0].Text, "|"); got != "revenue that was not earned|paid more for energy|paid more for peak|all" {
		t.Errorf("rows %s", got)
	}
}

func TestWhatIsDrawnOfATariffIsToldApart(t *testing.T) {
	// Prices, the peaks of the system and which of them are foreseen differ between futures, each by itself.
	t.Parallel()
	const flat, hourly = "{type: flat, name: energy, price: 30 USD/MWh}", "{type: hourly, name: energy, series: northwest, years: [2017, 2018], mean: 30 USD/MWh%s}"
	const group = "{type: coincident, name: peak, groups: [{%s, price: 6 USD/kW%s}]}"
	const prices, peaks, foreseen = "The prices of Works", "The peaks of the system in Works", "Which peaks are foreseen in Works"
	for name, c := range map[string]struct {
		tariff string
		draws  int
		want   []string
	}{
		"prices":    {fmt.Sprintf(hourly, ", draw: years"), 0, []string{prices + " can be drawn"}},
		"no chance": {fmt.Sprintf(hourly, ""), 0, nil},
		"forecast":  {flat + ", " + fmt.Sprintf(group, "hours: [2026-02-10T16], measure: mean", ", forecast: {hit_rate: 50 %}"), 0, []string{foreseen + " can be drawn"}},
		"with draws": {
			flat + ", " + fmt.Sprintf(group, "hours: [2026-02-10T16], measure: mean", ", forecast: {hit_rate: 50 %}"), 2,
			[]string{foreseen + " is drawn: every future has others"},
		},
		"capacity": {
			flat + ", {type: peak_capacity, name: capacity, price: 900 USD/MW, rule: [{hour: 10}], forecast: {hit_rate: 50 %, alerts: 3}}", 0,
			[]string{foreseen + " can be drawn"},
		},
		"peaks of prices": {
			fmt.Sprintf(hourly, ", draw: years") + ", " + fmt.Sprintf(group, "peaks: {series: northwest, years: [2017, 2018], draw: years}", ""), 0,
			[]string{prices + " can be drawn", peaks + " can be drawn"},
		},
		"all": {
			fmt.Sprintf(hourly, ", draw: years") + ", " + fmt.Sprintf(group, "peaks: {series: northwest, years: [2017, 2018], draw: years}", ", forecast: {hit_rate: 50 %}"), 0,
			[]string{prices + " can be drawn", peaks + " can be drawn", foreseen + " can be drawn"},
		},
	} {
		got := proseOf(t, written(t, billed("", "["+c.tariff+"]"), c.draws))
		n := strings.Count(got, prices) + strings.Count(got, peaks) + strings.Count(got, foreseen)
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q, want %q in it", name, got, want)
			}
		}
		if n != len(c.want) {
			t.Errorf("%s: %q speaks of %d things that are drawn, want %d", name, got, n, len(c.want))
		}
	}
}
