package tariff

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"hashwatt/sim/conf"
	"hashwatt/sim/series"
)

// loaded is an item whose component is separable.
type loaded struct{ Item }

func (l loaded) Signal(dst []float64, in Input) error { return l.Component.(Linear).Signal(dst, in) }

func (l loaded) Bill(mwh []float64, in Input) ([]Charge, error) {
	return l.Component.(Linear).Bill(mwh, in)
}

func load(t testing.TB, text string) loaded {
	t.Helper()
	var e Item
	if err := conf.Load("test.yaml", []byte(text), conf.DefaultLimits, &e); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return loaded{e}
}

// market is an hourly series from 2016 to 2019 whose values are hour of the day + 100, with a negative hour every
// Sunday.
func market(name string) (*series.Hourly, error) {
	h := &series.Hourly{Name: name, Zone: time.UTC, Start: time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC)}
	end := 2020
	switch name {
	case "northwest":
		h.Unit = "RUB/MWh"
	case "kwh":
		h.Unit = "USD/kWh"
	case "dated":
		h.Unit, end = "USD/kWh", 2028
	case "load":
		h.Unit = "MW"
	case "bare.csv":
	default:
		return nil, fmt.Errorf("%q is no series of the seeds", name)
	}
	for at := h.Start; at.Year() < end; at = at.Add(time.Hour) {
		v := 100 + float64(at.Hour())
		if at.Weekday() == time.Sunday && at.Hour() == 3 {
			v = -50
		}
		h.Values = append(h.Values, v)
	}
	return h, nil
}

// components returns the example of every separable kind and variations of it.
func components(t testing.TB) map[string]loaded {
	list := map[string]loaded{}
	for _, v := range Varieties() {
		text := strings.Replace(v.Example, "hours: [2025-01-09T17, 2025-01-10T18]", "hours: []", 1)
		if e := load(t, text); v.Name != "price_category" {
			if _, separable := e.Component.(Linear); separable {
				list[v.Name] = e
			}
		}
	}
	for _, text := range []string{
		"{type: flat, price: 0 USD/MWh}",
		"{type: flat, price: 45 USD/MWh, escalation: -50 %/year}",
		"{type: time_of_use, zones: [{price: 31 USD/MWh}, {hours: 23-07, price: 0 USD/MWh}, {days: sat-sun, months: dec-feb, price: 62 USD/MWh}]}",
		"{type: time_of_use, zones: [{days: mon-fri, price: 3 USD/MWh}, {days: sat-sun, price: 2 USD/MWh}]}",
		"{type: hourly, series: northwest}",
		"{type: hourly, series: kwh, years: [2018, 2017]}",
		"{type: hourly, series: bare.csv, unit: EUR/MWh, escalation: 4 %/year}",
		"{type: indexed, series: northwest}",
		"{type: indexed, series: dated, match: date, factor: 0, adder: -3 USD/MWh}",
		"{type: indexed, series: northwest, adder: 5 RUB/MWh, floor: 0 RUB/MWh, cap: 120 RUB/MWh, steps: [{from: 2016-05-02, change: -10 %}]}",
		"{type: levy, price: 1 KZT/kWh}",
		"{type: levy, price: 16574 IRR/kWh, multipliers: [{months: jun-sep, factor: 2}, {factor: 0.5}]}",
		"{type: peak_capacity, price: 900 RUB/kW, rule: [{hour: 10}, {hour: 18, months: nov-feb}], escalation: 4 %/year, steps: [{from: 2024-07-01, change: 9.1 %}]}",
		"{type: peak_capacity, price: 900 RUB/kW, rule: [{hour: 2}], forecast: {hit_rate: 100 %}}",
		"{type: subsidy, price: 2 USD/MWh}",
		"{type: subsidy, price: 2 USD/MWh, season: 12-01..02-29, days: sat}",
	} {
		list[text] = load(t, text)
	}
	return list
}

// worlds are horizons with leap days, clock changes in both directions, half hours and cut months.
func worlds(t testing.TB) map[string]Input {
	list := map[string]Input{}
	for _, w := range [][3]string{
		{"2024-01-01", "2025-01-01", "America/Chicago"},
		{"2025-01-17", "2027-03-02", "Europe/Oslo"},
		{"2023-12-31", "2024-03-10", "Asia/Irkutsk"},
		{"2022-03-01", "2022-10-01", "Asia/Tehran"},
		{"2016-04-15", "2016-05-15", "America/Caracas"},
		{"2025-06-01", "2025-06-02", "UTC"},
	} {
		in := world(t, w[0], w[1], w[2])
		list[strings.Join(w[:], " ")] = full(in)
	}
	return list
}

func TestBillIsTheSumOfSignalTimesLoad(t *testing.T) {
	// For every kind, month by month, to 1e-12; zero load costs nothing, twice the load twice as much, two halves of
	// the load as much as the whole; every charge names its month, its currency and its reason; nothing is NaN.
	t.Parallel()
	for where, in := range worlds(t) {
		rng := rand.New(rand.NewPCG(1, 2))
		loadMWh, double, rest := make([]float64, in.Axis.Hours), make([]float64, in.Axis.Hours), make([]float64, in.Axis.Hours)
		for h := range loadMWh {
			loadMWh[h] = 100 * rng.Float64()
			if rng.IntN(5) == 0 {
				loadMWh[h] = 0
			}
			double[h] = 2 * loadMWh[h]
		}
		half := make([]float64, in.Axis.Hours)
		for h, mwh := range loadMWh {
			half[h] = mwh * rng.Float64()
			rest[h] = mwh - half[h]
		}
		for name, e := range components(t) {
			signal := make([]float64, in.Axis.Hours)
			if err := e.Signal(signal, in); err != nil {
				t.Fatalf("%s, %s: %v", where, name, err)
			}
			want, size := make([]float64, len(in.Civil.Months)), 0.0
			for h, p := range signal {
				if math.IsNaN(p) || math.IsInf(p, 0) {
					t.Fatalf("%s, %s: the price of hour %d is %v", where, name, h, p)
				}
				want[in.Civil.Month[h]] += p * loadMWh[h]
				size += math.Abs(p * loadMWh[h])
			}
			currency, err := e.CurrencyIn(in)
			if err != nil {
				t.Fatalf("%s, %s: %v", where, name, err)
			}
			monthly := func(load []float64) []float64 {
				charges, err := e.Bill(load, in)
				if err != nil {
					t.Fatalf("%s, %s: %v", where, name, err)
				}
				sums, before := make([]float64, len(in.Civil.Months)), 0
				for _, c := range charges {
					if c.Currency != currency || c.Currency == "" || c.Why == "" || c.Month < before {
						t.Errorf("%s, %s: charge %+v, want currency %s, a reason and months in order", where, name, c, currency)
					}
					sums[c.Month] += c.Amount
					before = c.Month
				}
				return sums
			}
			bill, twice, one, other := monthly(loadMWh), monthly(double), monthly(half), monthly(rest)
			for m := range want {
				if tolerance := 1e-12 * size; math.Abs(bill[m]-want[m]) > tolerance || math.Abs(twice[m]-2*bill[m]) > tolerance ||
					math.Abs(one[m]+other[m]-bill[m]) > tolerance {
					t.Errorf("%s, %s, month %d: bill %v, twice the load %v, two parts %v; want %v", where, name, m, bill[m], twice[m], one[m]+other[m], want[m])
				}
			}
			for m, sum := range monthly(make([]float64, in.Axis.Hours)) {
				if sum != 0 {
					t.Errorf("%s, %s, month %d: zero load costs %v", where, name, m, sum)
				}
			}
		}
	}
}

func TestEveryComponentRefusesAnAxisThatDoesNotFit(t *testing.T) {
	// Arrays of another length are a mistake in the program, told with both lengths.
	t.Parallel()
	in := full(world(t, "2025-01-01", "2025-01-02", "UTC"))
	for name, e := range components(t) {
		func() {
			defer func() {
				if text := fmt.Sprint(recover()); !strings.Contains(text, "23 hours given, the axis has 24") {
					t.Errorf("%s: %s, want a panic with 23 and 24 hours", name, text)
				}
			}()
			if err := e.Signal(make([]float64, 23), in); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}()
	}
}

func TestNoComponentLetsInfinityOut(t *testing.T) {
	// A century at the steepest escalation stays finite; a price that overflows is an error that names the hour.
	t.Parallel()
	in := world(t, "2025-01-01", "2125-01-01", "UTC")
	in.Series = market
	for _, text := range []string{
		"{type: flat, price: 1 USD/kWh, escalation: 900 %/year}",
		"{type: time_of_use, zones: [{price: 1 USD/kWh}], escalation: 900 %/year}",
		"{type: hourly, series: northwest, escalation: 900 %/year}",
		"{type: flat, price: 1 USD/kWh, escalation: -99.999 %/year}",
	} {
		signal := make([]float64, in.Axis.Hours)
		if err := load(t, text).Signal(signal, in); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if last := signal[len(signal)-1]; math.IsInf(last, 0) || math.IsNaN(last) {
			t.Errorf("%s: the last price is %v", text, last)
		}
	}
	for _, text := range []string{
		"{type: flat, price: 1e300 USD/MWh, escalation: 900 %/year}",
		"{type: time_of_use, zones: [{price: 1e300 USD/MWh}], escalation: 900 %/year}",
		"{type: hourly, series: northwest, mean: 1e300 RUB/MWh, escalation: 900 %/year}",
		"{type: hourly, series: kwh, mean: 1e-300 USD/kWh}", // finite: tiny prices are prices
	} {
		signal := make([]float64, in.Axis.Hours)
		err := load(t, text).Signal(signal, in)
		if strings.Contains(text, "e-300") {
			if err != nil {
				t.Errorf("%s: %v", text, err)
			}
		} else if err == nil || !strings.Contains(err.Error(), "Z") {
			t.Errorf("%s: %v, want an error that names the hour", text, err)
		}
	}
	huge := world(t, "2025-01-01", "2025-01-02", "UTC")
	if charges, err := load(t, "{type: flat, price: 1e300 USD/MWh}").Bill(steady(huge, 1e300), huge); err == nil {
		t.Errorf("an infinite bill passed: %v", charges)
	}
}
