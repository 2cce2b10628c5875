package tariff

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestAPriceRisesFromTheDayOnWhichItBegins(t *testing.T) {
	// A successor of 120 that rises 10 %/year costs 120 on its first day and 1.1^(1/8766) of that an hour later,
	// whatever rose before it; one that began on 1 January 2020, 43,848 hours before the axis, has risen for these
	// already. A part of a category begins with it, unless it says when itself.
	t.Parallel()
	in := full(world(t, "2024-01-01", "2026-01-01", "UTC"))
	first, later := 366*24, 366*24+5000
	for text, want := range map[string]float64{
		"{type: flat, name: energy, price: 120 USD/MWh, escalation: 10 %/year, begins: §}":                                               120,
		"{type: time_of_use, name: energy, zones: [{price: 120 USD/MWh}], escalation: 10 %/year, begins: §}":                             120,
		"{type: indexed, name: energy, series: kwh, floor: 120 USD/MWh, cap: 120 USD/MWh, escalation: 10 %/year, begins: §}":             120,
		"{type: hourly, name: energy, series: kwh, escalation: 10 %/year, begins: §}":                                                    0,
		"{type: price_category, name: energy, category: 1, parts: [{type: flat, price: 120 USD/MWh, escalation: 10 %/year}], begins: §}": 120,
		"{type: price_category, name: energy, category: 1, parts: [{type: flat, price: 120 USD/MWh, escalation: 10 %/year, begins: §}]}": 120,
	} {
		follow := strings.ReplaceAll(text, "§", "2025-01-01")
		list := "[" + follow + "]"
		if !strings.Contains(text, "begins: §}]}") { // a part alone has nothing before it here
			list = "[{type: flat, name: energy, price: 50 USD/MWh, escalation: 3 %/year, ends: 2024-12-31}, " + follow + "]"
		}
		after, err := ShapeOf(items(t, list), in)
		before, err2 := ShapeOf(items(t, "["+strings.ReplaceAll(text, "§", "2020-01-01")+"]"), in)
		plain, err3 := ShapeOf(items(t, "["+strings.ReplaceAll(strings.ReplaceAll(text, "escalation: 10 %/year", "source: x"), "§", "2020-01-01")+"]"), in)
		if err != nil || err2 != nil || err3 != nil {
			t.Fatal(err, err2, err3)
		}
		for _, c := range []struct {
			what      string
			got, want float64
		}{
			{"the first hour", after.PerMWh[first], plain.PerMWh[first]},
			{"5000 hours later", after.PerMWh[later], plain.PerMWh[later] * math.Pow(1.1, 5000.0/8766)},
			{"the start of the axis, from 2020 on", before.PerMWh[0], plain.PerMWh[0] * math.Pow(1.1, 35064.0/8766)},
		} {
			if want > 0 && plain.PerMWh[0] != want || !near(c.got, c.want, 1e-9) {
				t.Errorf("%s: %s costs %v, want %v", text, c.what, c.got, c.want)
			}
		}
	}
	for _, c := range []struct {
		begins string
		want   float64
	}{{"2025-01-01", 7}, {"2020-01-01", 7 * math.Pow(1.1, 43848.0/8766)}} {
		list := items(t, "[{type: fixed, amount: 7 USD, escalation: 10 %/year, begins: "+c.begins+"}]")
		if got := byComponent(t, list, steady(in, 0), in)["fixed"][12]; !near(got, c.want, 1e-9) {
			t.Errorf("from %s on January 2025 costs %v, want %v", c.begins, got, c.want)
		}
	}
}

func TestWhatEndsFirstIsFrozenFirst(t *testing.T) {
	// A category and its part end without successors: the price is frozen at that of the day that comes first. What
	// began and ended before the axis has risen between these days.
	t.Parallel()
	in := world(t, "2025-01-01", "2026-01-01", "UTC")
	for _, c := range []struct {
		whole, part string
		hours       float64
	}{
		{"2025-03-31", "2025-06-30", 90*24 - 1},
		{"2025-06-30", "2025-03-31", 90*24 - 1},
		{"2025-06-30", "2025-06-30, begins: 2025-02-01", (181-31)*24 - 1},
	} {
		list := items(t, "[{type: price_category, category: 1, ends: "+c.whole+", parts: [{type: flat, price: 100 RUB/MWh, escalation: 20 %/year, ends: "+c.part+"}]}]")
		shape, err := ShapeOf(list, in)
		if want := 100 * math.Pow(1.2, c.hours/8766); err != nil || !near(shape.PerMWh[8000], want, 1e-9) {
			t.Errorf("%+v: %v (%v), want %v", c, shape.PerMWh[8000], err, want)
		}
	}
	old := items(t, "[{type: flat, price: 100 RUB/MWh, escalation: 20 %/year, begins: 2020-01-01, ends: 2020-12-31}]")
	shape, err := ShapeOf(old, in)
	if want := 100 * math.Pow(1.2, (366*24-1)/8766.0); err != nil || !near(shape.PerMWh[8000], want, 1e-9) {
		t.Errorf("of 2020: %v (%v), want %v", shape.PerMWh[8000], err, want)
	}
}

func TestRatchetsSeeThePeaksOfTheirPredecessor(t *testing.T) {
	// 10 MW in one hour of November 2024, else 1 MW. A ratchet of 80 % that begins in January 2025 under the name of a
	// charge that ended bills 8 MW to October (11 months), and 1 MW after; under a name of its own it has not seen
	// November. In the shape it looks at the windows of the charge before, which stand there once.
	t.Parallel()
	in := world(t, "2024-07-01", "2026-01-01", "UTC")
	mwh := steady(in, 1)
	mwh[130*24+5] = 10
	const next = "{type: demand, name: %s, periods: [{price: 2 USD/kW}], ratchets: [{share: 80 %%}], begins: 2025-01-01}"
	for name, want := range map[string]float64{"peak": 16000, "other": 2000} {
		list := items(t, "[{type: demand, name: peak, periods: [{price: 1 USD/kW}], ends: 2024-12-31}, "+fmt.Sprintf(next, name)+"]")
		got := byComponent(t, list, mwh, in)
		if !cents(got["peak"][4], 10000) || !cents(got["peak"][5], 1000) || !cents(got[name][6], want) || !cents(got[name][15], want) || !cents(got[name][16], 2000) {
			t.Errorf("%s: the bill is %v", name, got)
		}
	}
	list := items(t, "[{type: demand, name: peak, periods: [{price: 1 USD/kW}], ends: 2024-12-31}, "+fmt.Sprintf(next, "peak")+", {type: tax, rate: 20 %}]")
	shape, err := ShapeOf(list, in)
	if err != nil || len(shape.Windows) != len(in.Civil.Months) {
		t.Fatalf("%d windows (%v), want one for each of %d months", len(shape.Windows), err, len(in.Civil.Months))
	}
	var january *Window
	for k := range shape.Windows {
		if shape.Windows[k].Month == 6 {
			january = &shape.Windows[k]
		}
	}
	if len(january.Ratchets) != 1 || len(january.Ratchets[0].Windows) != 6 || shape.Windows[january.Ratchets[0].Windows[0]].Steps[0].Price != 1200 {
		t.Errorf("January looks at %+v, want the six months of the charge before it", january.Ratchets)
	}
	for ratchet, want := range map[string]int{"": 12, ", ratchets: [{share: 80 %, look_back: 2}]": 14} { // only months at which it looks
		after := items(t, "[{type: flat, name: peak, price: 1 USD/MWh, ends: 2024-12-31}, {type: demand, name: peak, periods: [{price: 2 USD/kW}]"+ratchet+", begins: 2025-01-01}]")
		if shape, err := ShapeOf(after, in); err != nil || len(shape.Windows) != want {
			t.Errorf("%q has %d windows (%v), want %d", ratchet, len(shape.Windows), err, want)
		}
	}
	in = full(in)
	rng := rand.New(rand.NewPCG(31, 32))
	for _, text := range []string{
		"[{type: demand, name: peak, periods: [{hours: 7-23, price: 1 USD/kW}, {price: 3 USD/kW}], ends: 2024-12-31}, " + fmt.Sprintf(next, "peak") + ", {type: tax, rate: 20 %, of: [peak], begins: 2025-02-01}]",
		"[{type: demand, name: peak, periods: [{price: 1 USD/kW}], ratchets: [{share: 50 %, billed: sep-dec}], begins: 2024-09-01, ends: 2024-12-31}, " + fmt.Sprintf(next, "peak") + "]",
		"[{type: flat, name: peak, price: 1 USD/MWh, ends: 2024-12-31}, {type: demand, name: peak, own_months: mar-apr, history: repeat, periods: [{hours: 8-22, price: 1 USD/kW}], ratchets: [{share: 90 %, look_back: 14, peaks: nov-feb}], begins: 2025-01-01}]",
		"[{type: price_category, name: all, category: 1, parts: [{type: flat, price: 1 USD/MWh}, {type: demand, name: peak, periods: [{price: 1 USD/kW}]}], ends: 2024-12-31}, {type: price_category, name: all, category: 1, parts: [{type: flat, price: 2 USD/MWh}, {type: demand, name: peak, ratchets: [{share: 90 %}], periods: [{price: 2 USD/kW}]}], begins: 2025-01-01}]",
	} {
		for range 4 {
			differ(t, text, items(t, text), rng, in)
		}
	}
}

func TestACategoryThatBeginsPlansByTheLoadBefore(t *testing.T) {
	// A steady load deviates from no day before, when the category begins as little as later; where the load doubles
	// on the day on which it begins, that day's 24 MWh are above the plan of the day before, and a direct deviation
	// says the same.
	t.Parallel()
	in := full(world(t, "2025-01-01", "2025-04-01", "Europe/Moscow"))
	const parts = "{type: price_category, category: 5, parts: [{type: hourly, name: energy, series: northwest}, {type: peak_capacity, name: capacity, price: 900 RUB/kW, rule: [{hour: 10}]}, {type: deviation, up: 3 RUB/MWh, down: 2 RUB/MWh}], begins: 2025-02-01}"
	const alone = "{type: deviation, up: 3 RUB/MWh, down: 2 RUB/MWh, begins: 2025-02-01}"
	for text, double := range map[string]bool{parts: false, alone: false, parts + " ": true, alone + " ": true} {
		mwh, want := steady(in, 1), 0.0
		if double {
			want = 72
			for h := 31 * 24; h < len(mwh); h++ {
				mwh[h] = 2
			}
		}
		lines, _, err := Invoice(items(t, "["+text+"]"), Use{MWh: mwh}, in)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for _, l := range lines {
			if l.Month == 0 {
				t.Errorf("January is billed: %+v", l)
			}
			if strings.Contains(l.Component+l.Name, "deviation") {
				sum += l.Amount
			}
		}
		if !cents(sum, want) {
			t.Errorf("%s: deviations cost %v, want %v", text, sum, want)
		}
		prepared, err := Prepare(items(t, "["+text+"]"), in)
		if err != nil {
			t.Fatal(err)
		}
		months, _, err := prepared.Sums(mwh)
		billed := make([]float64, len(months))
		for _, l := range lines {
			billed[l.Month] += l.Amount
		}
		for m := range months {
			if err != nil || !near(months[m], billed[m], 1e-12) {
				t.Errorf("%s: prepared sums are %v (%v), want %v", text, months, err, billed)
			}
		}
	}
}

func TestDatesAreAskedForOnTheDaysOfAComponentAlone(t *testing.T) {
	// A series by date that ends in 2019, listed peak hours of January, and a plan of 2019 are enough for components
	// that end with them and are followed; without an end the hour that is missing is told.
	t.Parallel()
	for _, c := range []struct{ text, from, to, ends, begins string }{
		{"type: indexed, series: northwest, match: date, adder: 5 RUB/MWh", "2019-12-01", "2020-02-01", "2019-12-31", "2020-01-01"},
		{"type: deviation, up: 1 RUB/MWh, down: 1 RUB/MWh, series: load", "2019-12-01", "2020-02-01", "2019-12-31", "2020-01-01"},
		{"type: peak_capacity, price: 1 RUB/kW, hours: [2025-01-30T10, 2025-01-31T10]", "2025-01-30", "2025-03-01", "2025-01-31", "2025-02-01"},
	} {
		in := full(world(t, c.from, c.to, "UTC"))
		for ends, fine := range map[string]bool{", ends: " + c.ends: true, "": false} {
			list := items(t, "[{"+c.text+ends+", name: a}]")
			if fine {
				list = items(t, "[{"+c.text+ends+", name: a}, {type: flat, name: a, price: 7 RUB/MWh, begins: "+c.begins+"}]")
			}
			shape, err := ShapeOf(list, in)
			_, _, err2 := Invoice(list, Use{MWh: steady(in, 1)}, in)
			_, err3 := Prepare(list, in)
			if fine != (err == nil) || fine != (err2 == nil) || !fine && err3 == nil && !strings.Contains(c.text, "deviation") || fine && err3 != nil {
				t.Errorf("%s%s: %v, %v, %v", c.text, ends, err, err2, err3)
			}
			if fine && shape.PerMWh[in.Axis.Hours-1] != 7 {
				t.Errorf("%s: the successor costs %v, want 7", c.text, shape.PerMWh[in.Axis.Hours-1])
			}
		}
	}
}

func TestAWindowThatIsCutIsBilledInItsLastMonth(t *testing.T) {
	// Named hours of March, April and May, of which the component has the first two, are one window of April.
	t.Parallel()
	in := world(t, "2024-03-01", "2024-07-01", "UTC")
	shape, err := ShapeOf(items(t, "[{type: coincident, groups: [{hours: [2024-03-31T20, 2024-04-01T20, 2024-05-30T20], price: 5 USD/kW}], ends: 2024-05-15}, {type: flat, name: coincident, price: 0 USD/MWh, begins: 2024-05-16}]"), in)
	if err != nil || len(shape.Windows) != 1 || len(shape.Windows[0].Hours) != 2 || shape.Windows[0].Month != 1 {
		t.Errorf("windows %+v (%v), want one of April with two hours", shape.Windows, err)
	}
}

func TestAnAdderMayStandBeforeAComponentThatBeginsAfterIt(t *testing.T) {
	// A tax to the end of 2025 has nothing to do with what follows its component in 2026.
	t.Parallel()
	in := world(t, "2025-12-31", "2026-01-02", "UTC")
	list := items(t, "[{type: flat, name: energy, price: 1 USD/MWh, ends: 2025-12-31}, {type: tax, rate: 10 %, of: [energy], ends: 2025-12-31}, {type: flat, name: energy, price: 2 USD/MWh, begins: 2026-01-01}]")
	if got := byComponent(t, list, steady(in, 1), in); !cents(got["tax"][0], 2.4) {
		t.Errorf("the bill is %v, want 2.40 of tax in December", got)
	}
}
