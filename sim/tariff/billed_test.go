package tariff

import (
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
)

// item reads a component that can be billed.
func item(t testing.TB, text string) Item {
	t.Helper()
	var i Item
	if err := conf.Load("test.yaml", []byte(text), conf.DefaultLimits, &i); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return i
}

// full gives a world series and working days.
func full(in Input) Input {
	in.Series = market
	in.Workdays = calendar.NewWorkdays(nil, []calendar.HolidayRule{{On: calendar.MonthDay{Month: 1, Day: 1}}})
	return in
}

// billedItems returns the example of every kind that can be billed, in a form that any horizon allows, and variations.
func billedItems(t testing.TB) map[string]Item {
	list := map[string]Item{}
	for _, v := range Varieties() {
		text := v.Example
		text = strings.Replace(text, "hours: [2025-01-09T17, 2025-01-10T18]", "hours: []", 1)
		text = strings.ReplaceAll(text, "series: ercot_real_time", "series: kwh")
		text = strings.Replace(text, "years: [2024]", "years: [2017, 2018]", 1)
		text = strings.Replace(text, "window: 15 min", "window: 60 min", 1)
		list[v.Name] = item(t, text)
	}
	for _, text := range []string{
		"{type: tiered, periods: [{tiers: [{price: 50 USD/MWh}]}]}",
		"{type: tiered, per: day, accounts: 3, periods: [{tiers: [{up_to: 2 MWh, price: 50 USD/MWh}, {price: 20 USD/MWh}]}]}",
		"{type: demand, periods: [{months: jun-sep, price: 10 USD/kW}]}",
		"{type: demand, per: day, periods: [{price: 10 USD/kW}]}",
		"{type: demand, history: repeat, ratchets: [{share: 80 %}], periods: [{days: mon-fri, hours: 15-20, tiers: [{up_to: 100 kW, price: 20 USD/kW}, {price: 15 USD/kW}]}, {price: 10 USD/kW}]}",
		"{type: deviation, up: 1 USD/MWh, down: 2 USD/MWh, plan: week_before}",
		"{type: ppa, price: 40 USD/MWh, take_or_pay: 10 GWh}",
		"{type: ppa, index: {series: kwh}}",
		"{type: own_generation, capacity: 500 MW, variable: 10 USD/MWh}",
		"{type: own_generation, capacity: 40 MW, variable: 10 USD/MWh, outage: 5 %, backup: 90 USD/MWh, export: {series: dated}}",
		"{type: coincident, groups: [{hours: [2024-03-10T01, 2024-03-10T02, 2024-11-03T01Z], price: 10 USD/kW}, {hours: [2024-07-01T17], price: 5 USD/kW}]}",
	} {
		list[text] = item(t, text)
	}
	return list
}

// sums adds up the charges of each month, after looking at each.
func sums(t *testing.T, name string, i Item, mwh []float64, in Input) []float64 {
	t.Helper()
	charges, err := i.Invoice(Use{MWh: mwh}, in)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	months, before := make([]float64, len(in.Civil.Months)), 0
	for _, c := range charges {
		if c.Currency == "" || c.Why == "" || c.Month < before || math.IsNaN(c.Amount) || math.IsInf(c.Amount, 0) {
			t.Errorf("%s: charge %+v, want a currency, a reason, a number, and months in order", name, c)
		}
		months[c.Month] += c.Amount
		before = c.Month
	}
	return months
}

// standing are the kinds that cost something without any load.
var standing = map[string]bool{"fixed": true, "minimum": true, "ppa": true, "own_generation": true, "demand": true}

func TestEveryBilledExampleIsCompleteAndReadable(t *testing.T) {
	// The example of each kind can be read, shows every key there is, those of its rows too, and says what it means.
	t.Parallel()
	for _, v := range Varieties() {
		e := item(t, v.Example)
		if !strings.Contains(v.Example, "\ntype: "+v.Name+"\n") || v.Doc == "" || e.Describe() == "" || e.At.Line == 0 || e.Kind != v.Name {
			t.Errorf("%s: type, doc %q, description %q or place %v is missing", v.Name, v.Doc, e.Describe(), e.At)
		}
		showKeys(t, v.Name, v.Example, reflect.TypeFor[Item]())
		showKeys(t, v.Name, v.Example, reflect.TypeOf(v.New()))
	}
}

// showKeys wants every key of a type, and of the structs in it, in a text.
func showKeys(t *testing.T, name, example string, of reflect.Type) {
	t.Helper()
	for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
		of = of.Elem()
	}
	if of.Kind() != reflect.Struct || of == reflect.TypeFor[Indexed]() && name != "indexed" || of == reflect.TypeFor[Item]() && name == "price_category" {
		return
	}
	for _, k := range conf.Fields(of) {
		if !strings.Contains(example, k.Name+":") {
			t.Errorf("%s: the example does not show %q", name, k.Name)
		}
		if _, choice := reflect.New(k.Type).Interface().(conf.Choice); !choice && k.Type.Name() != "Season" {
			showKeys(t, name, example, k.Type)
		}
	}
}

func TestZeroLoadPaysOnlyWhatStands(t *testing.T) {
	// Without load nothing is due but fixed amounts, minimums, and what a contract or a plant costs in any case.
	t.Parallel()
	for where, in := range worlds(t) {
		in = full(in)
		for name, i := range billedItems(t) {
			got := sums(t, name, i, make([]float64, in.Axis.Hours), in)
			for m, sum := range got {
				if sum != 0 && !standing[i.Kind] {
					t.Errorf("%s, %s, month %d: zero load costs %v", where, name, m, sum)
				}
			}
		}
	}
}

func TestSignalIsTheSlopeOfTheBill(t *testing.T) {
	// Whoever has a signal bills one more MWh at it: the difference of two bills is the signal times the difference of the
	// loads, where nothing is at a bound.
	t.Parallel()
	in := full(world(t, "2024-01-01", "2024-04-01", "America/Chicago"))
	n := 0
	for name, i := range billedItems(t) {
		s, ok := i.Component.(interface {
			Signal(dst []float64, in Input) error
		})
		if !ok || strings.Contains(name, "take_or_pay") {
			continue
		}
		n++
		rng := rand.New(rand.NewPCG(3, 4))
		one, two := make([]float64, in.Axis.Hours), make([]float64, in.Axis.Hours)
		signal := make([]float64, in.Axis.Hours)
		if err := s.Signal(signal, in); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		want, size := 0.0, 0.0
		for h := range one {
			one[h], two[h] = 20*rng.Float64(), 20*rng.Float64()
			want += signal[h] * (two[h] - one[h])
			size += math.Abs(signal[h]) * 20
		}
		got := 0.0
		for _, sum := range sums(t, name, i, two, in) {
			got += sum
		}
		for _, sum := range sums(t, name, i, one, in) {
			got -= sum
		}
		if math.Abs(got-want) > 1e-11*math.Max(size, 1e6) {
			t.Errorf("%s: the bills differ by %v, the signal says %v", name, got, want)
		}
	}
	if n < 10 {
		t.Errorf("%d kinds have a signal, want at least ten", n)
	}
}

func TestTwiceTheLoadAndItsBill(t *testing.T) {
	// Where a bill is linear in scale, twice the load costs twice as much, on days of 23 and 25 hours too.
	t.Parallel()
	for where, in := range worlds(t) {
		in = full(in)
		rng := rand.New(rand.NewPCG(5, 6))
		one, two := make([]float64, in.Axis.Hours), make([]float64, in.Axis.Hours)
		for h := range one {
			one[h] = 30 * rng.Float64()
			two[h] = 2 * one[h]
		}
		for name, i := range billedItems(t) {
			switch i.Kind {
			case "tiered", "fixed", "minimum", "ppa", "own_generation":
				continue
			}
			if strings.Contains(name, "tiers") || name == "demand" { // tiers and a minimum of kW
				continue
			}
			a, b := sums(t, name, i, one, in), sums(t, name, i, two, in)
			for m := range a {
				if math.Abs(b[m]-2*a[m]) > 1e-9*math.Max(1, math.Abs(b[m])) {
					t.Errorf("%s, %s, month %d: %v, and %v for twice the load", where, name, m, a[m], b[m])
				}
			}
		}
	}
}

func TestMonthsAreBilledAlone(t *testing.T) {
	// Billing January and February together comes to the same as billing each by itself, save where a bill remembers.
	t.Parallel()
	both := full(world(t, "2024-01-01", "2024-03-01", "America/Chicago"))
	rng := rand.New(rand.NewPCG(7, 8))
	mwh := make([]float64, both.Axis.Hours)
	for h := range mwh {
		mwh[h] = 30 * rng.Float64()
	}
	january, february := full(world(t, "2024-01-01", "2024-02-01", "America/Chicago")), full(world(t, "2024-02-01", "2024-03-01", "America/Chicago"))
	for name, i := range billedItems(t) {
		if i.Kind == "deviation" || strings.Contains(name, "ratchets") || name == "demand" || name == "tiered" {
			continue // they look at hours and months before
		}
		if escalates(i) {
			continue // from the start of each axis
		}
		want := sums(t, name, i, mwh, both)
		first, second := sums(t, name, i, mwh[:january.Axis.Hours], january), sums(t, name, i, mwh[january.Axis.Hours:], february)
		if !near(first[0], want[0], 1e-11) || !near(second[0], want[1], 1e-11) {
			t.Errorf("%s: %v and %v alone, %v together", name, first, second, want)
		}
	}
}

// escalates tells whether the prices of a component rise by the year.
func escalates(i Item) bool { return strings.Contains(i.Describe(), "rising") }

func TestTiersOfOnePriceAreFlat(t *testing.T) {
	// Blocks that all cost the same bill what one price does, hour by hour of days with 23, 24, 24.5 and 25 hours: no
	// energy is lost or counted twice, whether by month or by day.
	t.Parallel()
	list := worlds(t)
	list["half an hour of summer time"] = world(t, "2024-01-01", "2025-01-01", "Australia/Lord_Howe")
	for where, in := range list {
		rng := rand.New(rand.NewPCG(9, 10))
		mwh := make([]float64, in.Axis.Hours)
		for h := range mwh {
			mwh[h] = 30 * rng.Float64()
		}
		want := sums(t, "flat", item(t, "{type: flat, price: 50 USD/MWh}"), mwh, in)
		for _, per := range []string{"month", "day"} {
			i := item(t, "{type: tiered, per: "+per+", periods: [{tiers: [{up_to: 100 MWh, price: 50 USD/MWh}, {up_to: 5 GWh, price: 50 USD/MWh}, {price: 50 USD/MWh}]}]}")
			for m, got := range sums(t, per, i, mwh, in) {
				if !near(got, want[m], 1e-12) {
					t.Errorf("%s by %s, month %d: %v, want %v", where, per, m, got, want[m])
				}
			}
		}
	}
}

func TestProrateCutsWhatIsDueByMonth(t *testing.T) {
	// Ten of the 31 days of January cost 10/31 of a monthly amount where Prorate is set, and all of it otherwise.
	t.Parallel()
	in := world(t, "2025-01-01", "2025-01-11", "UTC")
	i := item(t, "{type: fixed, amount: 31 USD}")
	if got := sums(t, "fixed", i, steady(in, 1), in); got[0] != 31 {
		t.Errorf("a started month costs %v, want 31", got[0])
	}
	in.Prorate = true
	if got := sums(t, "fixed", i, steady(in, 1), in); !near(got[0], 10, 1e-12) {
		t.Errorf("ten days cost %v, want 10", got[0])
	}
}

func TestBilledComponentsRefuseALoadThatIsNone(t *testing.T) {
	// NaN, infinity and negative energy never become money, in any kind.
	t.Parallel()
	in := full(world(t, "2025-01-01", "2025-02-01", "UTC"))
	for name, i := range billedItems(t) {
		for _, bad := range []float64{math.NaN(), math.Inf(1), -1} {
			mwh := steady(in, 1)
			mwh[5] = bad
			if _, err := i.Invoice(Use{MWh: mwh}, in); err == nil || !strings.Contains(err.Error(), "2025-01-01T05:00Z") {
				t.Errorf("%s bills %v MWh: %v, want an error that names the hour", name, bad, err)
			}
		}
	}
}

func TestEveryMistakeOfABilledKindIsExplained(t *testing.T) {
	// § marks where the problem must be reported, and want is what it must say.
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"{type: §demandd}", `did you mean "demand"?`},
		{"{type: demand, periods: §[]}", "no periods"},
		{"{type: demand, periods: [§{hours: 07-23}]}", "there is no price"},
		{"{type: demand, periods: [{price: §-10 USD/kW}]}", "negative"},
		{"{type: demand, periods: [{price: 1 USD/kW, tiers: §[{price: 1 USD/kW}]}]}", "keep one of them"},
		{"{type: demand, periods: [{tiers: [{up_to: §100 kW, price: 1 USD/kW}]}]}", "the last tier ends at 100 kW"},
		{"{type: demand, periods: [{tiers: [§{price: 1 USD/kW}, {price: 2 USD/kW}]}]}", "only the last tier has no end"},
		{"{type: demand, periods: [{tiers: [{up_to: 2 kW, price: 1 USD/kW}, {up_to: §2 kW, price: 1 USD/kW}, {price: 2 USD/kW}]}]}", "is not above"},
		{"{type: demand, periods: [{price: 1 USD/kW}, §{price: 2 USD/kW}]}", "overlaps the period at line 1"},
		{"{type: demand, periods: [{price: 1 USD/kW}, §{hours: 1-2, price: 2 EUR/kW}]}", "one component has one currency"},
		{"{type: demand, per: day, ratchets: §[{share: 10 %}], periods: [{price: 1 USD/kW}]}", "leave one of them out"},
		{"{type: demand, ratchets: [{share: §150 %}], periods: [{price: 1 USD/kW}]}", "outside 0 % to 100 %"},
		{"{type: demand, ratchets: [{share: 50 %, look_back: §99}], periods: [{price: 1 USD/kW}]}", "1 to 60 months"},
		{"{type: demand, periods: [{price: 1 USD/kW, hours: 1-2, also: [{months: jan, season: §01-01..02-01}]}]}", "keep one of them"},
		{"{type: demand, periods: [{price: 1 USD/kW, hours: 1-2, also: [§{hours: 1-3}]}]}", "overlaps the period at line 1"},
		{"{type: demand, window: §7 min, periods: [{price: 1 USD/kW}]}", "part of an hour"},
		{"{type: tiered, periods: §[]}", "no periods"},
		{"{type: tiered, periods: [{tiers: §[]}]}", "no tiers"},
		{"{type: tiered, periods: [{tiers: [{up_to: §3000 kWh, price: 1 USD/kWh}]}]}", "the last tier ends at 3000 kWh, and what is beyond has no price"},
		{"{type: tiered, periods: [{tiers: [§{price: 1 USD/kWh}, {price: 2 USD/kWh}]}]}", "only the last tier has no end"},
		{"{type: tiered, periods: [{tiers: [{up_to: 3 MWh, price: 1 USD/kWh}, {up_to: §3000 kWh, price: 1 USD/kWh}, {price: 2 USD/kWh}]}]}", "ends are counted from zero and rise"},
		{"{type: tiered, periods: [{tiers: [{up_to: §3000, price: 1 USD/kWh}, {price: 2 USD/kWh}]}]}", "200 kWh/kW"},
		{"{type: tiered, periods: [{tiers: [{up_to: §0 kWh, price: 1 USD/kWh}, {price: 2 USD/kWh}]}]}", "leaves the tier empty"},
		{"{type: tiered, periods: [{tiers: [{up_to: 1 kWh, price: 1 USD/kWh}, {price: §2 EUR/kWh}]}]}", "one component has one currency"},
		{"{type: tiered, per: day, periods: [{tiers: [{up_to: §1 kWh/day, price: 1 USD/kWh}, {price: 2 USD/kWh}]}]}", "counted by day"},
		{"{type: tiered, accounts: §0, periods: [{tiers: [{price: 1 USD/kWh}]}]}", "at least one"},
		{"{type: tiered, periods: §[{months: jan, tiers: [{price: 1 USD/kWh}]}]}", "no period covers"},
		{"{type: tiered, periods: [{tiers: [{price: §-1 USD/kWh}]}]}", "below zero"},
		{"{type: coincident, groups: §[]}", "no groups"},
		{"{type: coincident, groups: [{hours: §[], price: 1 USD/kW}]}", "no hours"},
		{"{type: coincident, groups: [§{price: 1 USD/kW}]}", "or a rule for peaks"},
		{"{type: coincident, groups: [{hours: [2024-08-20T16], peaks: §{series: x}, price: 1 USD/kW}]}", "keep one of them"},
		{"{type: coincident, groups: [{peaks: {series: x}, measure: §highest, price: 1 USD/kW}]}", "leave measure out"},
		{"{type: coincident, groups: [{peaks: {series: §\"\"}, price: 1 USD/kW}]}", "name a series"},
		{"{type: coincident, groups: [{hours: [2024-08-20T16], forecast: §{alerts: 2}, price: 1 USD/kW}]}", "write measure: mean"},
		{"{type: coincident, groups: [{peaks: {series: x}, forecast: {alerts: §0}, price: 1 USD/kW}]}", "1 to 744"},
		{"{type: coincident, groups: [{peaks: {series: x}, forecast: {hit_rate: §101 %}, price: 1 USD/kW}]}", "outside 0 % to 100 %"},
		{"{type: coincident, groups: [{hours: [§2024-08-20], price: 1 USD/kW}]}", "2024-08-20T16"},
		{"{type: coincident, groups: [{hours: [§2024-02-30T11], price: 1 USD/kW}]}", "does not exist"},
		{"{type: coincident, groups: [{hours: [§2024-08-20T24], price: 1 USD/kW}]}", "not an hour of a day"},
		{"{type: coincident, groups: [{hours: [2024-08-20T16, §2024-08-20T16:00], price: 1 USD/kW}]}", "twice"},
		{"{type: coincident, groups: [{hours: [2024-08-20T16], price: 1 USD/kW}, {hours: [2024-08-20T17], price: §1 EUR/kW}]}", "one component has one currency"},
		{"{type: fixed, amount: §-1 USD}", "below zero"},
		{"{type: fixed, amount: 1 USD, per: §week}", "day, month or year"},
		{"{type: fixed, amount: 1 USD, days: §even}", "not due by day"},
		{"{type: minimum, amount: §0 USD}", "above zero"},
		{"{type: minimum, amount: 1 USD, per: §day}", "by month or year"},
		{"{type: surcharge, share: §-101 %}", "no share of a bill"},
		{"{type: tax, rate: §-1 %}", "outside 0 % to 100 %"},
		{"§{type: peak_capacity, price: 1 RUB/kW}", "which hours are the peak?"},
		{"{type: peak_capacity, price: 1 RUB/kW, rule: [{hour: §24}]}", "0 to 23"},
		{"{type: peak_capacity, price: 1 RUB/kW, rule: §[{hour: 10, months: jan}]}", "some months have no peak hour"},
		{"{type: peak_capacity, price: 1 RUB/kW, rule: [{hour: 10}, §{hour: 11}]}", "one peak hour"},
		{"{type: peak_capacity, price: 1 RUB/kW, hours: [2025-01-09T10, §2025-01-09T11]}", "each day has one"},
		{"{type: peak_capacity, price: 1 RUB/kW, hours: [§2025-01-09T10Z]}", "write local hours"},
		{"{type: peak_capacity, price: 1 RUB/kW, rule: [{hour: 10}], forecast: {alerts: §25}}", "25 alert hours; each working day has one peak, and 1 to 24 of them"},
		{"{type: peak_capacity, price: 1 RUB/kW, rule: [{hour: 10}], forecast: {alerts: §0}}", "0 alert hours"},
		{"{type: peak_capacity, price: 1 RUB/kW, rule: [{hour: 10}], forecast: {hit_rate: §120 %}}", "100 %"},
		{"{type: peak_network, price: 1 RUB/kW, hours: §[{months: jan, hours: 08-11}]}", "feb-dec has no planned hours"},
		{"{type: peak_network, price: 1 RUB/kW, hours: [{hours: 08-11}, §{months: jan, hours: 09-11}]}", "each month has one row"},
		{"{type: deviation, up: 1 RUB/kWh, down: §1 USD/kWh}", "one component has one currency"},
		{"{type: deviation, up: 1 RUB/kWh, down: 1 RUB/kWh, series: x, plan: §day_before}", "leave one of them out"},
		{"{type: price_category, category: §7, parts: []}", "they are 1 to 6"},
		{"{type: price_category, category: §1, power: 1 MW, parts: [{type: flat, price: 1 RUB/kWh}]}", "closed to a connection of 1 MW"},
		{"{type: price_category, category: 3, parts: §[{type: hourly, series: x}]}", "has a part of the type peak_capacity"},
		{"{type: price_category, category: 1, parts: §[{type: flat, price: 1 RUB/kWh}, {type: deviation, up: 1 RUB/kWh, down: 1 RUB/kWh}]}", "has no deviation"},
		{"{type: price_category, category: 2, parts: §[{type: flat, price: 1 RUB/kWh}, {type: time_of_use, name: a, zones: [{price: 1 RUB/kWh}]}, {type: time_of_use, name: b, zones: [{price: 1 RUB/kWh}]}]}", "stands here 2 times"},
		{"§{type: ppa}", "there is no price"},
		{"{type: ppa, price: 1 USD/MWh, index: §{series: x}}", "keep one of them"},
		{"{type: ppa, price: 1 USD/MWh, resale: §{series: x}}", "add capacity"},
		{"{type: ppa, price: 1 USD/MWh, capacity: §1 MW}", "add resale"},
		{"{type: ppa, price: 1 USD/MWh, capacity: 1 MW, resale: {series: x}, take_or_pay: §1 MWh}", "leave take_or_pay out"},
		{"{type: own_generation, capacity: §0 MW, variable: 1 USD/MWh}", "above zero"},
		{"§{type: own_generation, capacity: 1 MW}", "nothing says what the plant costs"},
		{"{type: own_generation, capacity: 1 MW, variable: §-1 USD/MWh}", "below zero"},
		{"{type: own_generation, capacity: 1 MW, variable: 1 USD/MWh, backup: §-1 USD/MWh}", "below zero"},
		{"{type: own_generation, capacity: 1 MW, variable: 1 USD/MWh, outage: §5 %}", "add backup"},
		{"§{type: own_generation, capacity: 1 MW, variable: 1 USD/MWh, capex: 1 USD/kW}", "give capex and life together"},
		{"§{type: own_generation, capacity: 1 MW, variable: 1 USD/MWh, backup: 1 EUR/MWh}", "one component has one currency"},
		{"{type: own_generation, capacity: 1 MW, gas: {price: §6 RUB, yield: 3 kWh/m3}}", "6 RUB/m3"},
		{"{type: own_generation, capacity: 1 MW, gas: {price: 6 RUB/m3, yield: §3 kWh}}", "3.39 kWh/m3"},
	} {
		checkOneProblem(t, c.text, c.want, new(Item))
	}
}
