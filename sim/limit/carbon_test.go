package limit_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hashwatt/sim/limit"
)

// 100 kt a year are 100,000 t in each, with the hours of the same limit on energy.
func TestCarbonBudgetsAreTonnesOfThePeriodsOfEnergy(t *testing.T) {
	t.Parallel()
	for _, words := range []string{
		"per: year", "per: month, season: 11-15..03-15", "per: year, season: 11-15..03-15, prorate: true",
		"per: season, season: 11-15..03-15", "per: dates, from: 2025-07-01, to: 2026-06-30",
	} {
		in := input(t, "2025-01-01", "2026-01-01", "Asia/Irkutsk", 10, 20)
		in.Sites[1].EmissionT = 0.4
		p := rule(t, "{type: carbon, limit: 100 kt, "+words+"}", in).Pool
		_, want := load(t, "{type: energy, limit: 100 GWh, "+words+"}").Kind.(*limit.Energy).Budgets(in.Sites[0].Civil)
		of, got := p.Periods(&in.Sites[0])
		checkOf(t, of, got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", words, diff)
		}
		if !p.Carbon || p.Each || p.Own || p.Hourly || p.Soft {
			t.Errorf("%s: %+v, want a shared hard budget of CO2", words, p)
		}
	}
	in := input(t, "2025-01-01", "2026-01-01", "UTC", 10)
	in.Sites[0].EmissionT = 0.4
	if p := rule(t, "{type: carbon, limit: 1 t, per: day, each: true}", in).Pool; !p.Each {
		t.Error("each: true must give every site its own budgets")
	}
}

// A cap holds as soon as one site is known to emit, whichever it is.
func TestOneFactorIsEnough(t *testing.T) {
	t.Parallel()
	for k := range 2 {
		in := input(t, "2025-01-01", "2025-01-02", "UTC", 10, 20)
		in.Sites[k].EmissionT = 0.4
		if r := rule(t, "{type: carbon, limit: 1 t, per: day}", in); r.Pool == nil {
			t.Errorf("nothing is limited where site %d emits", k)
		}
	}
}

// Where no site is known to emit, a cap on CO2 would do nothing, and says so.
func TestCarbonNeedsAFactor(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{1: "for site a, so", 2: "for site a and another one, so", 4: "for site a and 3 others, so"} {
		in := input(t, "2025-01-01", "2025-01-02", "UTC", make([]float64, n)...)
		_, err := load(t, "{type: carbon, limit: 1 kt, per: year}").Rule(in)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "write emissions_g_per_kwh") {
			t.Errorf("%d sites without a factor: %v, want %q", n, err, want)
		}
	}
}

// Words on CO2 that contradict each other, or mean nothing, are refused where they stand.
func TestCarbonMistakes(t *testing.T) {
	t.Parallel()
	explained(t, []mistake{
		{"§{type: carbon, per: year}", `"limit" is missing`},
		{"§{type: carbon, limit: 1 kt}", `"per" is missing`},
		{"{type: carbon, limit: §0 t, per: year}", "a limit of 0 t allows nothing"},
		{"{type: carbon, limit: §5, per: year}", `write "5 kt" or "5 t"`},
		{"{type: carbon, limit: §5 GWh, per: year}", "is an energy; a mass of CO2 is written like"},
		{"{type: carbon, limit: 5 kt, per: §season}", "needs to know the season"},
		{"{type: carbon, limit: 5 kt, per: dates, from: 2025-01-01, to: 2025-12-31, prorate: §true}", "leave prorate out"},
		{"{type: carbon, limit: 5 kt, per: year, from: 2025-03-15, to: §2025-01-01}", "swap them"},
	})
}

// How much, for whom and when.
func TestCarbonInWords(t *testing.T) {
	t.Parallel()
	described(t, map[string]string{
		"{type: carbon, limit: 100 kt, per: year}":                                                         "100 kt of CO2 per year, at all times",
		"{type: carbon, limit: 100 kt, per: year, each: true, season: 11-15..03-15, prorate: true}":        "100 kt of CO2 per year for each site, 15 November to 15 March, less for a period that is partly outside",
		"{type: carbon, limit: 1 t, per: dates, from: 2025-01-01, to: 2025-01-01, applies_to: {sites: a}}": "1 t of CO2 in all, on 1 January 2025; sites a",
	})
}
