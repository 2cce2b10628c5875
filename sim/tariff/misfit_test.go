package tariff

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"hashwatt/sim/series"
)

// yearOf is 2023 with a price by the number of the hour, USD/MWh.
func yearOf(price func(i int) float64) *series.Hourly {
	h := &series.Hourly{Name: "own", Unit: "USD/MWh", Zone: time.UTC, Start: time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC), Values: make([]float64, 8760)}
	for i := range h.Values {
		h.Values[i] = price(i)
	}
	return h
}

// billOf is what 1 MW in every hour of 2023 pays.
func billOf(t *testing.T, e Separable, in Input) float64 {
	t.Helper()
	load, sum := make([]float64, in.Axis.Hours), 0.0
	for h := range load {
		load[h] = 1
	}
	charges, err := e.Bill(load, in)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range charges {
		sum += c.Amount
	}
	return sum
}

func TestAMeanIsMetByOddMarkets(t *testing.T) {
	// A megawatt over the 8,760 hours of a year at a mean of 50 USD/MWh costs 438,000 USD, whatever the series: 0 and
	// 1 in turn, one hour of a million, prices below zero among others. Without a mean it costs what the hours
	// themselves cost.
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 1))
	for name, price := range map[string]func(i int) float64{
		"0 and 1 in turn":         func(i int) float64 { return float64(i % 2) },
		"0 and 1 by the half day": func(i int) float64 { return float64(i % 24 / 12) },
		"an hour of a million": func(i int) float64 {
			if i == 4000 {
				return 1e6
			}
			return 50
		},
		"nights below zero": func(i int) float64 { return 30*math.Sin(float64(i)/24*2*math.Pi) + 20 + rng.NormFloat64() },
	} {
		in := world(t, "2023-01-01", "2024-01-01", "UTC")
		h := yearOf(price)
		in.Series = func(string) (*series.Hourly, error) { return h, nil }
		if got := billOf(t, separable(t, "{type: wholesale, series: own, mean: 50 USD/MWh}"), in); math.Abs(got-438e3) > 1 {
			t.Errorf("%s, mean 50: %.2f USD, want 438,000", name, got)
		}
		want := billOf(t, separable(t, "{type: hourly, series: own}"), in)
		if got := billOf(t, separable(t, "{type: wholesale, series: own}"), in); math.Abs(got-want) > 1e-3*want {
			t.Errorf("%s: %.2f USD, want the %.2f of its hours", name, got, want)
		}
	}
}

func TestMisfitsNameTheModel(t *testing.T) {
	// A model without the percentile of its series is listed by its component, without a signal before and as a part;
	// one that fits, one that has no model at all and what is no model are not.
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 3))
	odd := yearOf(func(i int) float64 {
		if i == 4000 {
			return 1e6
		}
		return 50 + rng.NormFloat64()
	})
	fine := yearOf(func(i int) float64 { return 50 + float64(i%24) + rng.NormFloat64() })
	in := world(t, "2023-01-01", "2023-02-01", "UTC")
	in.Series = func(name string) (*series.Hourly, error) {
		if name == "odd" {
			return odd, nil
		}
		return fine, nil
	}
	items := []Item{
		load(t, "{type: wholesale, series: fine, name: fine}").Item,
		load(t, "{type: hourly, series: odd, name: no model}").Item,
		load(t, "{type: wholesale, series: fine, years: [1990], name: none}").Item,
		load(t, "{type: wholesale, series: odd, mean: 50 USD/MWh, cap: 80 USD/MWh, name: spot}").Item,
	}
	items = append(items, Item{Name: "category", Component: &PriceCategory{Parts: items[3:]}})
	got := Misfits(items, in)
	if len(got) != 2 || got[0].Name != "spot" || got[1].Name != "category: spot" || got[0].Series != "odd" || !strings.Contains(got[0].Off, "99.9th percentile") {
		t.Errorf("misfits %+v, want the percentile of spot, twice", got)
	}
}

func TestACutModelIsMadeOnce(t *testing.T) {
	// Draws with a floor and a cap share one model; another series has another one, and the first is fitted anew when
	// it comes back.
	t.Parallel()
	w := separable(t, "{type: wholesale, series: own, mean: 40 USD/MWh, floor: 10 USD/MWh, cap: 70 USD/MWh}").(*Wholesale)
	in := world(t, "2023-01-01", "2023-02-01", "UTC")
	one, two := restless(), yearOf(func(i int) float64 { return 3 + float64(i%24) })
	of := func(h *series.Hourly) any {
		in.Series = func(string) (*series.Hourly, error) { return h, nil }
		m, worth, err := w.model(in)
		if err != nil || math.Abs(m.Average()*worth-40) > 1e-9 {
			t.Fatalf("mean %v x %v, %v; want 40", m.Average(), worth, err)
		}
		return m
	}
	first := of(one)
	if of(one) != first {
		t.Error("the model is made again for the same series")
	}
	if second := of(two); second == first || of(one) == second {
		t.Error("two series share a model")
	}
	if path := signalOf(t, w, in); slices.Min(path) < 10 || slices.Max(path) > 70 {
		t.Errorf("prices from %v to %v, want 10 to 70", slices.Min(path), slices.Max(path))
	}
}
