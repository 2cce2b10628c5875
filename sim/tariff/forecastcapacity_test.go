package tariff

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// moscow is a horizon with the working days of full.
func moscow(t testing.TB, start, end string) Input {
	return full(world(t, start, end, "Europe/Moscow"))
}

// lucky is the chance of a draw: a stream for each name.
func lucky(draw int) func(string) *rand.Rand {
	return func(name string) *rand.Rand {
		h := fnv.New64a()
		fmt.Fprint(h, name)
		return rand.New(rand.NewPCG(uint64(draw), h.Sum64()))
	}
}

// foretold returns the signal of a list, and which days of the axis are hit, by the true hours of a list without
// forecasts.
func foretold(t testing.TB, list, known []Item, in Input) (signal []float64, hit []bool) {
	t.Helper()
	seen, err := ShapeOf(list, in)
	truth, err2 := ShapeOf(known, in)
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	for h, price := range truth.PerMWh {
		if price != 0 {
			hit = append(hit, seen.PerMWh[h] != 0)
		}
	}
	return seen.PerMWh, hit
}

func TestPeakHoursOfDaysAreForeseenAsOftenAsTheySay(t *testing.T) {
	// 2025 has 260 working days here. With a hit rate of 75 % exactly 195 of them are hit, and of the first n as many
	// as whole numbers allow. Every working day has 3 alert hours, which cost a quarter of price / working days each,
	// so that what a MW of load all day is expected to cost is 75 % of the payment; no other hour costs anything.
	t.Parallel()
	in := moscow(t, "2025-01-01", "2026-01-01")
	list := items(t, "[{type: peak_capacity, price: 900 RUB/kW, rule: [{hour: 10}, {hour: 18, months: nov-feb}], forecast: {hit_rate: 75 %, alerts: 3}}]")
	known := items(t, "[{type: peak_capacity, price: 900 RUB/kW, rule: [{hour: 10}, {hour: 18, months: nov-feb}]}]")
	signal, hit := foretold(t, list, known, in)
	hits := 0
	for n, yes := range hit {
		if yes {
			hits++
		}
		if want := 0.75 * float64(n+1); math.Abs(float64(hits)-want) > 0.5 {
			t.Errorf("%d of the first %d days are hit, want %v", hits, n+1, want)
		}
	}
	if len(hit) != 260 || hits != 195 {
		t.Errorf("%d of %d days are hit, want 195 of 260", hits, len(hit))
	}
	_, inMonth, err := workdays(in)
	if err != nil {
		t.Fatal(err)
	}
	alerts := make([]int, len(in.Civil.Date))
	for h, price := range signal {
		if price == 0 {
			continue
		}
		alerts[in.Civil.Day[h]]++
		if want := 900000 / float64(inMonth[in.Civil.Month[h]]) / 4; !near(price, want, 1e-12) {
			t.Errorf("%s costs %v, want %v", localText(in, h), price, want)
		}
	}
	for day, n := range alerts {
		if want := map[bool]int{true: 3, false: 0}[in.Workdays.Works(in.Civil.Date[day])]; n != want {
			t.Errorf("%s has %d alert hours, want %d", in.Civil.Date[day], n, want)
		}
	}
	sum := 0.0
	for _, price := range signal {
		sum += price
	}
	if !near(sum, 0.75*12*900000, 1e-12) {
		t.Errorf("a MW is expected to cost %v, want 8100000", sum)
	}
}

func TestAForecastChangesNoBill(t *testing.T) {
	// Any load is billed the same with and without a forecast, to the last bit, and the operator who foresees the
	// hours sees the same prices, which are then exact.
	t.Parallel()
	in := moscow(t, "2025-01-17", "2025-06-10")
	rapid.Check(t, func(rt *rapid.T) {
		words := fmt.Sprintf("type: peak_capacity, price: %d RUB/kW, rule: [{hour: %d}], escalation: 7 %%/year", rapid.IntRange(1, 2000).Draw(rt, "price"), rapid.IntRange(0, 23).Draw(rt, "hour"))
		forecast := fmt.Sprintf(", forecast: {hit_rate: %d %%, alerts: %d}", rapid.IntRange(0, 99).Draw(rt, "rate"), rapid.IntRange(1, 24).Draw(rt, "alerts"))
		known, told := item(t, "{"+words+"}"), item(t, "{"+words+forecast+"}")
		use := Use{MWh: randomLoad(rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "load"), 1)), in)}
		want, err := known.Invoice(use, in)
		got, err2 := told.Invoice(use, in)
		if err != nil || err2 != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			rt.Fatalf("%s: %v (%v), want %v (%v)", forecast, got, err2, want, err)
		}
		seen, err := ShapeOf([]Item{told}, in)
		in := in
		in.Foreseen = true
		foreseen, err2 := ShapeOf([]Item{told}, in)
		plain, err3 := ShapeOf([]Item{known}, in)
		if err != nil || err2 != nil || err3 != nil || seen.Exact || !foreseen.Exact || !slices.Equal(foreseen.PerMWh, plain.PerMWh) {
			rt.Fatalf("%s: exact %t and foreseen %t (%v, %v, %v), want false and true, and the prices of known hours", forecast, seen.Exact, foreseen.Exact, err, err2, err3)
		}
		dearest := slices.Max(plain.PerMWh)
		for h, price := range seen.PerMWh {
			if price < 0 || math.IsNaN(price) || price > dearest {
				rt.Fatalf("%s: hour %d costs %v", forecast, h, price)
			}
		}
	})
}

func TestAlertsAreTheNearestHoursOfTheDay(t *testing.T) {
	// Around 10 o'clock: 9, 10 and 11 on a hit; 9, 11 and 8 on a miss. At the ends of a day they stay within it, and
	// with a whole day of alerts a miss leaves out the peak alone.
	t.Parallel()
	in := moscow(t, "2025-07-02", "2025-07-03") // a Wednesday
	for words, want := range map[string]string{
		"[{hour: 10}], forecast: {alerts: 3}":                  "[9 10 11]",
		"[{hour: 10}], forecast: {alerts: 3, hit_rate: 0.1 %}": "[8 9 11]",
		"[{hour: 10}], forecast: {alerts: 2}":                  "[9 10]",
		"[{hour: 0}], forecast: {alerts: 3}":                   "[0 1 2]",
		"[{hour: 23}], forecast: {alerts: 4}":                  "[20 21 22 23]",
		"[{hour: 22}], forecast: {alerts: 3, hit_rate: 0.1 %}": "[20 21 23]",
		"[{hour: 2}], forecast: {hit_rate: 0.1 %, alerts: 24}": "[0 1 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23]",
		"[{hour: 10}], forecast: {hit_rate: 0.1 %}":            "[9]",
		"[{hour: 10}], forecast: {hit_rate: 100 %}":            "[10]",
		"[{hour: 10}]": "[10]",
	} {
		shape, err := ShapeOf(items(t, "[{type: peak_capacity, price: 900 RUB/kW, rule: "+words+"}]"), in)
		if err != nil {
			t.Fatal(err)
		}
		var got []int
		for h, price := range shape.PerMWh {
			if price != 0 {
				got = append(got, int(in.Civil.Hour[h]))
			}
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%s: alerts at %v, want %s", words, got, want)
		}
	}
}

func TestDaysAreHitByChance(t *testing.T) {
	// Over 40 draws of 260 days the share of hits is 75 % within four standard errors (1.7 %). Asking twice gives the
	// same alerts, another draw others; two payments on the same peaks are hit on the same days, and other peak hours
	// on the same days too.
	t.Parallel()
	in := moscow(t, "2025-01-01", "2026-01-01")
	words := "type: peak_capacity, price: 900 RUB/kW, rule: [{hour: 10}]"
	known := items(t, "[{"+words+"}]")
	one := items(t, "[{"+words+", forecast: {hit_rate: 75 %, alerts: 3}}]")
	other := items(t, "[{"+words+", forecast: {hit_rate: 75 %, alerts: 5}}]")
	late := strings.NewReplacer("hour: 10", "hour: 17")
	hits, before := 0, []bool(nil)
	for draw := range 40 {
		in.Chance = lucky(draw)
		signal, hit := foretold(t, one, known, in)
		again, _ := foretold(t, one, known, in)
		if !slices.Equal(signal, again) || slices.Equal(hit, before) {
			t.Errorf("draw %d differs when asked twice, or is hit on the days of the draw before", draw)
		}
		if _, same := foretold(t, other, known, in); !slices.Equal(hit, same) {
			t.Errorf("draw %d: two payments on the same peaks are hit on different days", draw)
		}
		_, evening := foretold(t, items(t, late.Replace("[{"+words+", forecast: {hit_rate: 75 %, alerts: 3}}]")), items(t, late.Replace("[{"+words+"}]")), in)
		if !slices.Equal(hit, evening) {
			t.Errorf("draw %d: with another peak hour other days are hit", draw)
		}
		for _, yes := range hit {
			if yes {
				hits++
			}
		}
		before = hit
	}
	if share := float64(hits) / (40 * 260); math.Abs(share-0.75) > 0.017 {
		t.Errorf("%v of the days are hit, want 0.75", share)
	}
}

func TestAlertsAreWorthStandingStillForOnAverage(t *testing.T) {
	// One MW earns 5,000 RUB in every hour, and a peak hour costs 900,000 / working days, some 41,000. With 3 alerts
	// and a hit rate of 75 % an alert hour is expected to cost 10,000: the operator stands still in 780 hours (3.9
	// million) and saves three quarters of 10.8 million. With 30 % it costs 4,100: he runs through, since 3.24 million
	// are not worth 780 hours. He does what is better.
	t.Parallel()
	in := moscow(t, "2025-01-01", "2026-01-01")
	for rate, want := range map[string][3]float64{ // earned by whoever stands still in all alert hours, in none, and by the signal
		"75 %": {7980*5000 - 2.7e6, 8760*5000 - 10.8e6, 7980*5000 - 2.7e6},
		"30 %": {7980*5000 - 7.56e6, 8760*5000 - 10.8e6, 8760*5000 - 10.8e6},
	} {
		i := item(t, "{type: peak_capacity, price: 900 RUB/kW, rule: [{hour: 10}], forecast: {hit_rate: "+rate+", alerts: 3}}")
		shape, err := ShapeOf([]Item{i}, in)
		if err != nil {
			t.Fatal(err)
		}
		var got [3]float64
		for k, most := range []float64{0, math.Inf(1), 5000} { // he runs where an hour costs no more
			load := make([]float64, in.Axis.Hours)
			for h, price := range shape.PerMWh {
				if price <= most {
					load[h] = 1
					got[k] += 5000
				}
			}
			got[k] -= sumOf(paid(t, i, load, in))
			if math.Abs(got[k]-want[k]) > 0.005*10.8e6 { // days are hit in a month as near to the rate as whole numbers allow
				t.Errorf("hit rate %s: %v is earned, want about %v", rate, got[k], want[k])
			}
		}
		if got[2] != max(got[0], got[1]) {
			t.Errorf("hit rate %s: the signal earns %v of %v", rate, got[2], got)
		}
	}
}

func TestACategoryPassesForecastsOn(t *testing.T) {
	// A price category whose capacity is forecast is drawn and not exact, bills by the true hours, and asks for
	// working days; so does the part alone, which also begins and ends with a month.
	t.Parallel()
	in := moscow(t, "2025-01-01", "2025-07-01")
	words := `[{type: price_category, category: 3, parts: [{type: hourly, name: energy, series: northwest}, {type: peak_capacity, name: capacity, price: 900 RUB/kW, rule: [{hour: 10}]%s}, {type: flat, name: network, price: 1 RUB/kWh}]}]`
	told := items(t, fmt.Sprintf(words, ", forecast: {hit_rate: 70 %, alerts: 2}"))
	known := items(t, fmt.Sprintf(words, ""))
	part := told[0].Component.(*PriceCategory).Parts[1]
	if !IsDrawn(told[0].Component) || !IsDrawn(part.Component) || IsDrawn(known[0].Component) || !AsksForWorkdays(told[0].Component) || !AsksForWorkdays(part.Component) || billedBy(part.Component) != "month" {
		t.Error("a forecast is drawn, asks for working days, and is billed by the month")
	}
	seen, err := ShapeOf(told, in)
	truth, err2 := ShapeOf(known, in)
	if err != nil || err2 != nil || seen.Exact || !truth.Exact || slices.Equal(seen.PerMWh, truth.PerMWh) {
		t.Errorf("exact %t with a forecast and %t without (%v, %v), want false and true", seen.Exact, truth.Exact, err, err2)
	}
	load := randomLoad(rand.New(rand.NewPCG(5, 6)), in)
	if a, b := paid(t, told[0], load, in), paid(t, known[0], load, in); fmt.Sprint(a) != fmt.Sprint(b) {
		t.Errorf("with a forecast %v are billed, want %v", a, b)
	}
	if got := told[0].Describe(); !strings.Contains(got, "working days, from 10:00, foreseen in 70 % of the cases by 2 alert hours for each peak") {
		t.Errorf("it is described as %q", got)
	}
}
