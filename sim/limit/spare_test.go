package limit_test

import (
	"testing"

	"pgregory.net/rapid"

	"hashwatt/sim/limit"
)

// Two connections of 20 and 10 MW draw 30 MW at most: 31 days and the hour of the autumn are 745 h, 22.35 GWh
// together and 14.9 GWh for the larger one. A winter of 121 days and one more in leap years is 122 days, 2,929 h:
// 87.87 GWh.
func TestLimitsWithMoreThanCanBeDrawn(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"{type: power, limit: 30 MW}":                                                   "30 MW is allowed, and 30 MW can be drawn",
		"{type: power, limit: 29.99 MW}":                                                "",
		"{type: power, limit: 20 MW, each: true}":                                       "20 MW is allowed, and 20 MW can be drawn",
		"{type: power, limit: 19 MW, each: true}":                                       "",
		"{type: power, limit: 50 MW, share: grandfathered, reference: 2024-12-31}":      "",
		"{type: power, path: {2025-01-01: 50 MW, 2026-01-01: 29 MW}}":                   "",
		"{type: power, path: {2025-01-01: 31 MW, 2026-01-01: 60 MW}}":                   "31 MW is allowed, and 30 MW can be drawn",
		"{type: energy, limit: 500 GWh, per: month}":                                    "500 GWh per month is allowed, and 22.35 GWh can be drawn",
		"{type: energy, limit: 22.35 GWh, per: month}":                                  "22.35 GWh per month is allowed, and 22.35 GWh can be drawn",
		"{type: energy, limit: 22.34 GWh, per: month}":                                  "",
		"{type: energy, limit: 15 GWh, per: month, each: true}":                         "15 GWh per month is allowed, and 14.9 GWh can be drawn",
		"{type: energy, limit: 88 GWh, per: season, season: 11-15..03-15}":              "88 GWh per season is allowed, and 87.87 GWh can be drawn",
		"{type: energy, limit: 88 GWh, per: year, prorate: true, season: 11-15..03-15}": "",
		"{type: energy, limit: 800 MWh, per: dates, from: 2025-01-01, to: 2025-01-01}":  "800 MWh in all is allowed, and 750 MWh can be drawn",
		"{type: penalty, limit: 15 GWh, per: month, price: 5 USD/MWh}":                  "15 GWh per month is allowed, and 14.9 GWh can be drawn",
		"{type: penalty, limit: 14 GWh, per: month, price: 5 USD/MWh}":                  "",
		"{type: penalty, power: 25 MW, price: 5 USD/MWh}":                               "25 MW is allowed, and 20 MW can be drawn",
		"{type: ban, season: 11-15..03-15}":                                             "",
		"{type: energy, limit: 1 GWh, per: dates, from: 2025-01-01, to: 2025-12-31}":    "",
	} {
		if got := limit.Spare(load(t, text).Kind, []float64{20, 10}); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	if got := limit.Spare(load(t, "{type: power, limit: 1 MW}").Kind, nil); got != "" {
		t.Errorf("without sites: %q, want nothing", got)
	}
}

// Where a budget is said to be more than can be drawn, it is in each of its periods on a calendar with summer
// time, cut or not.
func TestNoPeriodHasMoreHoursThanSpareCounts(t *testing.T) {
	t.Parallel()
	c := civil(t, "2023-10-17", "2026-02-11", "Europe/Berlin")
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.SampledFrom([]string{
			"per: day", "per: week", "per: month", "per: quarter", "per: year", "per: season, season: 10-01..04-30",
			"per: year, season: 10-20..11-05, prorate: true", "per: month, season: 10-20..11-05", "per: dates, from: 2023-10-29, to: 2025-10-26",
		}).Draw(rt, "words")
		mw := rapid.SampledFrom([]float64{0.5, 1, 2, 5, 10, 20}).Draw(rt, "MW")
		e := load(t, "{type: energy, limit: "+rapid.SampledFrom([]string{"25 MWh", "150 MWh", "745 MWh", "8.785 GWh", "17.6 GWh"}).Draw(rt, "limit")+", "+words+"}").Kind.(*limit.Energy)
		if limit.Spare(e, []float64{mw}) == "" {
			return
		}
		_, periods := e.Budgets(c)
		for _, p := range periods {
			hours := 0
			for _, span := range p.Spans {
				hours += span[1] - span[0]
			}
			if p.MWh < mw*float64(hours)*(1-1e-12) {
				rt.Fatalf("%s of %s: %g MWh for %d hours at %g MW", p.Label, words, p.MWh, hours, mw)
			}
		}
	})
}
