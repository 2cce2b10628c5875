package tariff

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"hashwatt/sim/sample"
	"hashwatt/sim/series"
)

// restless is a market of the years 2017 and 2018, of which the second is twice as dear, with chance in every hour
// and some hours below zero.
func restless() *series.Hourly {
	h := &series.Hourly{Name: "restless", Unit: "USD/MWh", Zone: time.UTC, Start: time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC)}
	rng := rand.New(rand.NewPCG(5, 5))
	for at := h.Start; at.Year() < 2019; at = at.Add(time.Hour) {
		v := 30 + 10*math.Sin(float64(at.Hour())/24*2*math.Pi) + 4*rng.NormFloat64()
		if rng.Float64() < 0.004 {
			v = -5 - rng.ExpFloat64()
		}
		if rng.Float64() < 0.01 {
			v = 120 + 100*rng.ExpFloat64()
		}
		h.Values = append(h.Values, v*float64(at.Year()-2016))
	}
	return h
}

// drawnWorld is a world with that market; draw 0 is the central case.
func drawnWorld(t *testing.T, start, end string, draw int) Input {
	t.Helper()
	in := world(t, start, end, "UTC")
	h := restless()
	in.Series = func(string) (*series.Hourly, error) { return h, nil }
	if draw > 0 {
		in.Chance = func(name string) *rand.Rand { return sample.Stream(1, draw, "power", name) }
	}
	return in
}

// signalOf returns the prices of a component in a draw.
func signalOf(t *testing.T, e Separable, in Input) []float64 {
	t.Helper()
	dst := make([]float64, in.Axis.Hours)
	if err := e.Signal(dst, in); err != nil {
		t.Fatal(err)
	}
	return dst
}

// separable reads a separable component.
func separable(t *testing.T, text string) Separable {
	t.Helper()
	return load(t, text).Component.(Linear).Separable
}

func TestWholesaleDrawsMeetTheCentralCase(t *testing.T) {
	// The central case has the mean that was asked for, the draws have it on average, each draw is the same when asked
	// twice and unlike the others, and its bill is its signal times the load.
	t.Parallel()
	e := separable(t, "{type: wholesale, series: restless, mean: 50 USD/MWh}")
	in := drawnWorld(t, "2025-01-01", "2027-01-01", 0)
	central := sample.Mean(signalOf(t, e, in))
	if math.Abs(central-50) > 0.1 {
		t.Errorf("the central case has a mean of %v, want 50", central)
	}
	const draws = 40
	means := make([]float64, draws)
	var last []float64
	for d := range draws {
		in.Chance = func(name string) *rand.Rand { return sample.Stream(1, d+1, "power", name) }
		path := signalOf(t, e, in)
		if !slices.Equal(path, signalOf(t, e, in)) || slices.Equal(path, last) {
			t.Fatalf("draw %d: asked twice it differs, or it is that of the draw before", d)
		}
		means[d], last = sample.Mean(path), path
	}
	if off := sample.Mean(means) - central; math.Abs(off) > 4*sample.StdErr(means) {
		t.Errorf("draws are %v off, four standard errors are %v", off, 4*sample.StdErr(means))
	}
	load, want := make([]float64, in.Axis.Hours), 0.0
	for h := range load {
		load[h] = float64(h % 7)
		want += load[h] * last[h]
	}
	charges, err := e.Bill(load, in)
	if err != nil {
		t.Fatal(err)
	}
	got := 0.0
	for _, c := range charges {
		got += c.Amount
	}
	if math.Abs(got-want) > 1e-9*math.Abs(want) {
		t.Errorf("the bill of a draw is %v, want %v", got, want)
	}
	in.Chance = func(string) *rand.Rand { return nil }
	if got := sample.Mean(signalOf(t, e, in)); got != central {
		t.Errorf("without a stream the mean is %v, want that of the central case, %v", got, central)
	}
}

func TestWholesaleStaysWithinFloorAndCap(t *testing.T) {
	// No price of a draw is below the floor or above the cap, which rise with the price, and draws meet the central
	// case that they cut.
	t.Parallel()
	e := separable(t, "{type: wholesale, series: restless, floor: 0 USD/MWh, cap: 100 USD/MWh, steps: [{from: 2025-07-01, change: 10 %}]}")
	in := drawnWorld(t, "2025-01-01", "2026-01-01", 0)
	central := signalOf(t, e, in)
	means := make([]float64, 30)
	for d := range means {
		in.Chance = func(name string) *rand.Rand { return sample.Stream(1, d+1, "power", name) }
		path := signalOf(t, e, in)
		half := 181 * 24
		if slices.Min(path) < 0 || slices.Max(path[:half]) > 100 || slices.Max(path[half:]) > 110+1e-9 || slices.Max(path[half:]) < 101 {
			t.Fatalf("draw %d: from %v to %v, then to %v", d, slices.Min(path), slices.Max(path[:half]), slices.Max(path[half:]))
		}
		means[d] = sample.Mean(path)
	}
	if off := sample.Mean(means) - sample.Mean(central); math.Abs(off) > 4*sample.StdErr(means) {
		t.Errorf("draws are %v off, four standard errors are %v", off, 4*sample.StdErr(means))
	}
	if plain := sample.Mean(signalOf(t, separable(t, "{type: wholesale, series: restless, steps: [{from: 2025-07-01, change: 10 %}]}"), drawnWorld(t, "2025-01-01", "2026-01-01", 0))); plain <= sample.Mean(central) {
		t.Errorf("cut, the mean is %v; uncut it is %v, want more", sample.Mean(central), plain)
	}
}

func TestWholesaleRefusals(t *testing.T) {
	// A series without a model, a mean that cannot be reached, words in another currency: each is an error that says so.
	t.Parallel()
	for text, want := range map[string]string{
		"{type: wholesale, series: restless, years: [2016]}":      "does not cover all of 2016",
		"{type: wholesale, series: restless, cap: 9 EUR/MWh}":     "is in USD, but floor or cap in EUR",
		"{type: wholesale, series: restless, unit: EUR/MWh}":      "is in USD/MWh, not in EUR/MWh",
		"{type: wholesale, series: negative, mean: 5 USD/MWh}":    "cannot be scaled",
		"{type: wholesale, series: restless, years: [2017,2018]}": "",
	} {
		in := drawnWorld(t, "2025-01-01", "2025-02-01", 1)
		if strings.Contains(text, "negative") {
			h := restless()
			for i := range h.Values {
				h.Values[i] -= 1000
			}
			in.Series = func(string) (*series.Hourly, error) { return h, nil }
		}
		err := separable(t, text).Signal(make([]float64, in.Axis.Hours), in)
		if want == "" && err == nil {
			continue
		}
		if err == nil || want == "" || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want an error with %q", text, err, want)
		}
	}
}

func TestDrawnYearsAreWholeYearsOfThePool(t *testing.T) {
	// With draw: years each ISO year of a draw is one of the pool's years from end to end, both come up, and the
	// central case is that without draws.
	t.Parallel()
	for _, text := range []string{"{type: hourly, series: restless", "{type: indexed, series: restless, factor: 1.5"} {
		drawn, plain := separable(t, text+", draw: years}"), separable(t, text+"}")
		if !IsDrawn(Linear{drawn}) || IsDrawn(Linear{plain}) {
			t.Errorf("%s: drawn %v, plain %v; want true and false", text, IsDrawn(Linear{drawn}), IsDrawn(Linear{plain}))
		}
		central, in := drawnWorld(t, "2025-01-01", "2035-01-01", 0), drawnWorld(t, "2025-01-01", "2035-01-01", 3)
		turn := signalOf(t, plain, central)
		if !slices.Equal(signalOf(t, drawn, central), turn) || !slices.Equal(signalOf(t, plain, in), turn) {
			t.Errorf("%s: the central case takes years by chance, or chance moves what is not drawn", text)
		}
		path := signalOf(t, drawn, in)
		if !slices.Equal(path, signalOf(t, drawn, in)) {
			t.Errorf("%s: asked twice it differs", text)
		}
		pool := [][]float64{signalOf(t, separable(t, text+", years: [2017]}"), central), signalOf(t, separable(t, text+", years: [2018]}"), central)}
		from, seen := map[int]int{}, map[int]bool{}
		for h := range path {
			year, _ := in.Civil.Date[in.Civil.Day[h]].ISOWeek()
			of := slices.IndexFunc(pool, func(x []float64) bool { return x[h] == path[h] })
			if before, ok := from[year]; of < 0 || ok && before != of {
				t.Fatalf("%s: hour %d of %d costs %v; 2017 says %v, 2018 %v", text, h, year, path[h], pool[0][h], pool[1][h])
			}
			from[year], seen[of] = of, true
		}
		if len(seen) != 2 {
			t.Errorf("%s: the draw took years %v, want both", text, seen)
		}
	}
}

func TestDearYearsStayDear(t *testing.T) {
	// A mean scales the pool and not each draw: draws of one year differ in their mean as the years of the pool do,
	// and have the mean that was asked for on average.
	t.Parallel()
	e := separable(t, "{type: hourly, series: restless, mean: 60 USD/MWh, draw: years}")
	var means []float64
	for d := range 20 {
		means = append(means, sample.Mean(signalOf(t, e, drawnWorld(t, "2025-01-06", "2025-12-22", d+1))))
	}
	slices.Sort(means)
	if math.Abs(means[0]-40) > 2 || math.Abs(means[19]-80) > 3 || math.Abs(sample.Mean(means)-60) > 4*sample.StdErr(means) {
		t.Errorf("the years have means of %v, want 40 or 80", means)
	}
}

func TestWholesaleHoursAreThoseOfItsZone(t *testing.T) {
	// A zone of one's own moves the shape by the clock, and stands in the words that tell two tariffs apart.
	t.Parallel()
	h := restless()
	for i := range h.Values {
		h.Values[i] = 10 + float64(i%24)
	}
	in := world(t, "2025-01-15", "2025-01-16", "UTC")
	in.Series = func(string) (*series.Hourly, error) { return h, nil }
	own := separable(t, "{type: wholesale, series: restless}")
	moved := separable(t, "{type: wholesale, series: restless, zone: Asia/Irkutsk}")
	if a, b := signalOf(t, own, in), signalOf(t, moved, in); math.Abs(a[5]-15) > 0.2 || math.Abs(b[5]-15) > 0.2 {
		t.Errorf("5 o'clock UTC costs %v and %v, want about 15 by either clock", a[5], b[5])
	}
	words := map[string]bool{}
	for _, e := range []Separable{own, moved} {
		text, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		words[string(text)] = true
	}
	if len(words) != 2 {
		t.Errorf("the words are the same with another zone: %v", words)
	}
}

func TestPartsThatAreDrawn(t *testing.T) {
	// A contract on a drawn index is drawn, and so is a category with such a part.
	t.Parallel()
	for text, want := range map[string]bool{
		"{type: wholesale, series: northwest}":                                                     true,
		"{type: flat, price: 1 USD/MWh}":                                                           false,
		"{type: ppa, index: {series: northwest, draw: years}}":                                     true,
		"{type: ppa, index: {series: northwest}}":                                                  false,
		"{type: ppa, price: 50 RUB/MWh, capacity: 1 MW, resale: {series: northwest, draw: years}}": true,
	} {
		if got := IsDrawn(load(t, text).Component); got != want {
			t.Errorf("%s: drawn %v, want %v", text, got, want)
		}
	}
	part := load(t, "{type: hourly, series: northwest, draw: years}").Item
	if !IsDrawn(&PriceCategory{Parts: []Item{part}}) || IsDrawn(&PriceCategory{}) {
		t.Error("a category is drawn where a part is, and only there")
	}
}
