package site

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/kernel"
	"hashwatt/sim/series"
	"hashwatt/sim/tariff"
)

// parts reads the components of a tariff.
func parts(t *testing.T, words string) []tariff.Item {
	t.Helper()
	var file tariff.File
	if err := conf.Load("test.yaml", []byte("{zone: UTC, country: US, tariff: ["+words+"]}"), conf.DefaultLimits, &file); err != nil {
		t.Fatalf("%s: %v", words, err)
	}
	return file.Tariff
}

// TestTariffsOfOtherWordsArePricedByThemselves prices two tariffs that differ in one thing alone, which changes
// what an hour or a highest load costs: what is remembered of the first is not taken for the second. The same words
// twice are priced once.
func TestTariffsOfOtherWordsArePricedByThemselves(t *testing.T) {
	t.Parallel()
	const (
		energy = "{type: flat, name: energy, price: 40 USD/MWh}, "
		peaks  = "{type: peak_capacity, price: 900 USD/kW, rule: [{hour: 10}]}"
		engine = "{type: own_generation, capacity: 8 MW, variable: 40 USD/MWh, backup: 90 USD/MWh}"
	)
	for _, c := range []struct {
		name, one, two string
		countries      [2]string
		power          [2]float64
		same           bool
	}{
		{"the same words", energy + peaks, energy + peaks, [2]string{"US", "US"}, [2]float64{10, 10}, true},
		{"the price", energy, "{type: flat, name: energy, price: 41 USD/MWh}", [2]string{"US", "US"}, [2]float64{10, 10}, false},
		{
			"the day on which it begins", energy + "{type: flat, name: levy, price: 10 USD/MWh, begins: 2025-02-01}",
			energy + "{type: flat, name: levy, price: 10 USD/MWh, begins: 2025-11-01}",
			[2]string{"US", "US"},
			[2]float64{10, 10},
			false,
		},
		{
			"the day on which it ends", "{type: flat, name: e, price: 30 USD/MWh, escalation: 5 %/year, ends: 2025-03-31}",
			"{type: flat, name: e, price: 30 USD/MWh, escalation: 5 %/year, ends: 2025-08-31}",
			[2]string{"US", "US"},
			[2]float64{10, 10},
			false,
		},
		{"the holidays of the country", peaks, peaks, [2]string{"US", "RU"}, [2]float64{10, 10}, false},
		{"the largest connection", engine, engine, [2]string{"US", "US"}, [2]float64{7, 10}, false},
	} {
		w := world(t, c.power[0], c.power[1])
		w.Regions = append(w.Regions, w.Regions[0])
		for r := range w.Regions {
			w.Regions[r].Country = c.countries[r]
			w.Sites[r].Region, w.Sites[r].Tariff = r, r
			var off []calendar.SpecialDay
			if c.countries[r] == "RU" {
				off = append(off, calendar.SpecialDay{Date: calendar.Date{Year: 2025, Month: time.May, Day: 9}})
			}
			w.Regions[r].Workdays = calendar.NewWorkdays(off, nil)
		}
		w.Tariffs = []Tariff{{Region: 0, Components: parts(t, c.one)}, {Region: 1, Components: parts(t, c.two)}}
		mem := &Memory{}
		got, err := Compile(w, func(name string) (*series.Hourly, error) {
			return nil, fmt.Errorf("no series %q", name)
		}, mem)
		if err != nil {
			t.Fatal(err)
		}
		charges := func(k int) *kernel.Charges {
			if got.Charges == nil {
				return nil
			}
			return got.Charges[k]
		}
		same := slices.Equal(got.Price[0], got.Price[1]) && charges(0) == charges(1)
		if same != c.same || (len(mem.tariffs) == 1) != c.same {
			t.Errorf("two tariffs that differ in %s: priced alike %v, %d of them; want %v",
				c.name, same, len(mem.tariffs), c.same)
		}
	}
}

// TestComponentsOfTheSameWordsAreOne holds for those that a draw decodes anew: what the first of them has computed,
// as the fit of a market, is there for all. A component that says anything else stays its own.
func TestComponentsOfTheSameWordsAreOne(t *testing.T) {
	t.Parallel()
	const words = "{type: wholesale, name: spot, series: northwest, mean: 40 RUB/MWh}, {type: demand, periods: [{price: 4 RUB/kW}]}"
	mem := &Memory{}
	first := parts(t, words)
	key := func(item tariff.Item) tariff.Item {
		own, err := wordsOf(item)
		if err != nil {
			t.Fatal(err)
		}
		return mem.part(own, item)
	}
	for _, item := range first {
		key(item)
	}
	mem.Freeze()
	for k, item := range parts(t, words) {
		if item.Component == first[k].Component || key(item).Component != first[k].Component {
			t.Errorf("%s is not the component that was there first", item.Name)
		}
	}
	other := parts(t, "{type: wholesale, name: spot, series: northwest, mean: 41 RUB/MWh}")[0]
	if key(other).Component != other.Component || len(mem.parts) != 2 {
		t.Errorf("a component of other words is taken for one that is there, or a frozen memory was filled: %d",
			len(mem.parts))
	}
}

// TestWindowsOfOtherFloorsStayApart merges the windows of a charge and of the tax on it, which have the same hours,
// and not those of which one is billed for a load that nobody has.
func TestWindowsOfOtherFloorsStayApart(t *testing.T) {
	t.Parallel()
	hours := []int32{0, 1, 2}
	steps := func(price float64) []tariff.Stretch { return []tariff.Stretch{{UpTo: math.Inf(1), Price: price}} }
	got := mergeWindows([]tariff.Window{
		{Hours: hours, Steps: steps(10)}, {Hours: hours, Steps: steps(2)}, {Hours: hours, Steps: steps(5), FloorMW: 3}, {Hours: hours[:2], Steps: steps(7)},
	})
	if len(got) != 3 || got[0].Steps[0].Price != 12 || got[1].Steps[0].Price != 5 || got[1].FloorMW != 3 || got[2].Steps[0].Price != 7 {
		t.Errorf("merged to %+v", got)
	}
}
