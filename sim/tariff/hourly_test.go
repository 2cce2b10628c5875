package tariff

import (
	"strings"
	"testing"
)

func TestHourlyPricesFollowTheSeries(t *testing.T) {
	// The series is hour + 100 and -50 on Sundays at 3: a Sunday of the run has both, whatever the year.
	t.Parallel()
	in := world(t, "2025-06-01", "2025-06-03", "UTC") // 1 June 2025 is a Sunday
	in.Series = market
	for _, c := range []struct {
		words          string
		three, sixteen float64 // Sunday 03:00 and Monday 16:00
	}{
		{"{type: hourly, series: northwest, years: [2017]}", -50, 116},
		{"{type: hourly, series: kwh, years: [2017]}", -50000, 116000}, // USD/kWh to USD/MWh
		{"{type: hourly, series: bare.csv, unit: EUR/kWh, years: [2017]}", -50000, 116000},
	} {
		dst := make([]float64, in.Axis.Hours)
		if err := load(t, c.words).Signal(dst, in); err != nil {
			t.Errorf("%s: %v", c.words, err)
		}
		if !near(dst[3], c.three, 1e-12) || !near(dst[40], c.sixteen, 1e-12) {
			t.Errorf("%s: %v and %v, want %v and %v", c.words, dst[3], dst[40], c.three, c.sixteen)
		}
	}
}

func TestMeanScalesTheShape(t *testing.T) {
	// 52 weeks have 8,736 h with a mean of 111.5 - 153/168: 24 hours of 100..123, less 153 in one hour of the week. A
	// mean of 2.54 RUB/kWh multiplies every price by the same factor; the currency is that of the mean, whatever the
	// series is in.
	t.Parallel()
	in := world(t, "2025-06-01", "2025-06-03", "UTC")
	in.Series = market
	factor := 2540 / (111.5 - 153./168)
	for _, series := range []string{"northwest", "kwh", "bare.csv", "load"} {
		e := load(t, "{type: hourly, series: "+series+", years: [2017], mean: 2.54 RUB/kWh}")
		dst := make([]float64, in.Axis.Hours)
		if err := e.Signal(dst, in); err != nil || !near(dst[40], 116*factor, 1e-12) || !near(dst[3], -50*factor, 1e-12) {
			t.Errorf("%s: %v and %v (%v), want %v and %v", series, dst[40], dst[3], err, 116*factor, -50*factor)
		}
		if currency, err := e.CurrencyIn(in); currency != "RUB" || err != nil {
			t.Errorf("%s: currency %q (%v), want RUB", series, currency, err)
		}
	}
}

func TestCurrencyComesWithTheSeries(t *testing.T) {
	// Without a mean or a unit only the series knows the currency.
	t.Parallel()
	in := world(t, "2025-06-01", "2025-06-03", "UTC")
	in.Series = market
	for words, want := range map[string]string{
		"{type: hourly, series: northwest}":               "RUB",
		"{type: hourly, series: kwh}":                     "USD",
		"{type: hourly, series: bare.csv, unit: EUR/MWh}": "EUR",
		"{type: hourly, series: kwh, unit: USD/kWh}":      "USD",
		"{type: flat, price: 3 KZT/kWh}":                  "KZT",
	} {
		if got, err := load(t, words).CurrencyIn(in); got != want || err != nil {
			t.Errorf("%s: currency %q (%v), want %q", words, got, err, want)
		}
	}
	if got := load(t, "{type: hourly, series: northwest}").Currency(); got != "" {
		t.Errorf("currency %q before the series is read, want none", got)
	}
}

func TestSeriesThatDoNotFitAreExplained(t *testing.T) {
	// What is known only once the series is read comes as an error of the signal, the bill and the currency.
	t.Parallel()
	in := world(t, "2025-06-01", "2025-06-03", "UTC")
	in.Series = market
	for words, want := range map[string]string{
		"{type: hourly, series: nortwest}":                 `"nortwest" is no series of the seeds`,
		"{type: hourly, series: bare.csv}":                 `does not say its unit; add "unit: USD/MWh", or a mean`,
		"{type: hourly, series: load}":                     "is in MW, which is not a price",
		"{type: hourly, series: northwest, unit: USD/MWh}": "is in RUB/MWh, not in USD/MWh",
		"{type: hourly, series: northwest, unit: RUB/kWh}": "is in RUB/MWh, not in RUB/kWh",
	} {
		e := load(t, words)
		_, billErr := e.Bill(make([]float64, in.Axis.Hours), in)
		_, currencyErr := e.CurrencyIn(in)
		for _, err := range []error{e.Signal(make([]float64, in.Axis.Hours), in), billErr, currencyErr} {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want an error with %q", words, err, want)
			}
		}
	}
	e := load(t, "{type: hourly, series: northwest, years: [2035]}")
	if err := e.Signal(make([]float64, in.Axis.Hours), in); err == nil || !strings.Contains(err.Error(), "2035") {
		t.Errorf("a year that the series lacks: %v, want an error with 2035", err)
	}
	in.Series = nil
	if err := e.Signal(make([]float64, in.Axis.Hours), in); err == nil || !strings.Contains(err.Error(), "no series") {
		t.Errorf("without series: %v, want an error that says so", err)
	}
}
