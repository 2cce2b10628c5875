package tariff

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/series"
)

// heat is a load of the years 2017 to 2019 whose highest weekday hour of each month is 16:00 of its third Wednesday.
func heat(name string) (*series.Hourly, error) {
	h := &series.Hourly{Name: name, Unit: "MW", Zone: time.UTC, Start: time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC)}
	for at := h.Start; at.Year() < 2020; at = at.Add(time.Hour) {
		v := 1000 + float64(at.Hour())
		if at.Weekday() == time.Wednesday && at.Day() > 14 && at.Day() <= 21 && at.Hour() == 16 {
			v = 2000
		}
		if at.Weekday() == time.Saturday { // higher, but no working day
			v = 3000
		}
		h.Values = append(h.Values, v)
	}
	return h, nil
}

func TestAPeakRuleFindsTheHighestHourOfEachMonth(t *testing.T) {
	// 60 USD/kW and year over four months: 15 USD/kW, 15,000 USD/MWh, in the highest weekday afternoon of June to
	// September, and nothing else. A steady MW pays 60,000 USD; one that stands still in these hours nothing.
	t.Parallel()
	in := world(t, "2025-01-01", "2026-01-01", "UTC")
	in.Series = heat
	i := item(t, "{type: coincident, groups: [{peaks: {series: load, months: jun-sep, days: mon-fri, hours: 13-19}, price: 60 USD/kW}]}")
	shape, err := ShapeOf([]Item{i}, in)
	if err != nil || !shape.Exact || len(shape.Windows) > 0 {
		t.Fatalf("shape %+v (%v), want adders alone", shape, err)
	}
	idle, n := steady(in, 1), 0
	for h, price := range shape.PerMWh {
		if price == 0 {
			continue
		}
		n++
		idle[h] = 0
		at := in.Axis.At(h)
		if !near(price, 15000, 1e-12) || at.Weekday() != time.Wednesday || at.Hour() != 16 || at.Month() < 6 || at.Month() > 9 {
			t.Errorf("%s costs %v", at, price)
		}
	}
	charges, err := i.Invoice(Use{MWh: steady(in, 1)}, in)
	if err != nil || n != 4 || !near(total(charges), 60000, 1e-12) || !strings.Contains(charges[0].Why, "the highest of load in 2025-06, one of 4 peaks a year") {
		t.Errorf("%d hours, bill %+v (%v), want 4 hours and 60000", n, charges, err)
	}
	if charges, err := i.Invoice(Use{MWh: idle}, in); err != nil || len(charges) > 0 {
		t.Errorf("a load that stands still in the peaks pays %+v (%v)", charges, err)
	}
	cut := world(t, "2025-06-16", "2025-07-01", "UTC") // half of June
	cut.Series, cut.Prorate = heat, true
	if got := sumOf(paid(t, i, steady(cut, 1), cut)); !near(got, 7500, 1e-12) {
		t.Errorf("half a month costs %v, want 7500", got)
	}
	rising := item(t, "{type: coincident, steps: [{from: 2025-08-01, change: 100 %}], groups: [{peaks: {series: load, months: jun-sep, days: mon-fri, hours: 13-19}, price: 60 USD/kW}]}")
	if got := sumOf(paid(t, rising, steady(in, 1), in)); !near(got, 90000, 1e-12) {
		t.Errorf("with twice the price from August on %v, want 90000", got)
	}
}

func TestForecastsHitAsOftenAsTheySay(t *testing.T) {
	// Of 100 monthly peaks a hit rate of 73 % hits exactly 73 in the central case and any first n as near as whole
	// numbers allow. Each peak has 5 alert hours of its month, of price x 0.73 / 5 each, and the expected cost of the
	// year is 73 % of the price. The bill is that of the true hours, and perfect foresight sees these alone.
	t.Parallel()
	in := world(t, "2025-01-01", "2033-05-01", "UTC") // 100 months
	in.Series = heat
	i := item(t, "{type: coincident, groups: [{peaks: {series: load, days: mon-fri}, forecast: {hit_rate: 73 %, alerts: 5}, price: 120 USD/kW}]}")
	known := in
	known.Foreseen = true
	truth, err := ShapeOf([]Item{i}, known)
	if err != nil || !truth.Exact {
		t.Fatalf("foreseen: %v", err)
	}
	seen, err := ShapeOf([]Item{i}, in)
	if err != nil || seen.Exact {
		t.Fatalf("forecast: %v, exact %t", err, seen.Exact)
	}
	hits, peaks := 0, 0
	alerts := make([]int, len(in.Civil.Months))
	for h, price := range truth.PerMWh {
		if seen.PerMWh[h] != 0 {
			alerts[in.Civil.Month[h]]++
			if !near(seen.PerMWh[h], 10000*0.73/5, 1e-12) {
				t.Errorf("an alert hour costs %v, want 1460", seen.PerMWh[h])
			}
		}
		if price == 0 {
			continue
		}
		peaks++
		if seen.PerMWh[h] != 0 {
			hits++
		}
		if want := 0.73 * float64(peaks); math.Abs(float64(hits)-want) > 0.5+1e-9 {
			t.Errorf("%d of the first %d peaks are hit, want %.2f", hits, peaks, want)
		}
	}
	if hits != 73 || peaks != 100 {
		t.Errorf("%d of %d peaks are hit, want 73 of 100", hits, peaks)
	}
	for m, n := range alerts {
		if n != 5 {
			t.Errorf("month %d has %d alert hours, want 5", m, n)
		}
	}
	if got := sumOf(paid(t, i, steady(in, 1), in)); !near(got, 100*10000, 1e-12) {
		t.Errorf("100 peaks cost %v, want 1000000", got)
	}
}

func TestDrawsHitByChance(t *testing.T) {
	// With a stream for each peak the share of hits over 40 draws of 100 peaks is 73 % within four standard errors
	// (2.8 %), asking twice gives the same alerts, and the draws differ.
	t.Parallel()
	in := world(t, "2025-01-01", "2033-05-01", "UTC")
	in.Series = heat
	i := item(t, "{type: coincident, groups: [{peaks: {series: load, days: mon-fri}, forecast: {hit_rate: 73 %, alerts: 3}, price: 120 USD/kW}]}")
	if !IsDrawn(i.Component) || IsDrawn(item(t, "{type: coincident, groups: [{hours: [2025-01-01T10], price: 1 USD/kW}]}").Component) {
		t.Error("a forecast is drawn, known hours are not")
	}
	known := in
	known.Foreseen = true
	truth, err := ShapeOf([]Item{i}, known)
	if err != nil {
		t.Fatal(err)
	}
	hits, before := 0, ""
	for draw := range 40 {
		in.Chance = func(name string) *rand.Rand {
			h := fnv.New64a()
			fmt.Fprint(h, name)
			return rand.New(rand.NewPCG(uint64(draw), h.Sum64()))
		}
		one, err := ShapeOf([]Item{i}, in)
		two, err2 := ShapeOf([]Item{i}, in)
		if err != nil || err2 != nil || fmt.Sprint(one.PerMWh[:9000]) != fmt.Sprint(two.PerMWh[:9000]) {
			t.Fatalf("draw %d differs when asked twice (%v, %v)", draw, err, err2)
		}
		pattern := ""
		for h, price := range truth.PerMWh {
			if price != 0 && one.PerMWh[h] != 0 {
				hits++
				pattern += fmt.Sprint(h, " ")
			}
		}
		if pattern == before {
			t.Errorf("draw %d hits the same peaks as the one before", draw)
		}
		before = pattern
	}
	if share := float64(hits) / 4000; math.Abs(share-0.73) > 0.028 {
		t.Errorf("%v of the peaks are hit, want 0.73", share)
	}
}

func TestPeaksAreThoseOfTheDrawnPrices(t *testing.T) {
	// A price and a rule of peaks that both draw years of one series meet in every draw: the peak of each month is its
	// dearest hour.
	t.Parallel()
	in := world(t, "2025-01-01", "2029-01-01", "UTC")
	in.Series = func(name string) (*series.Hourly, error) {
		h, err := market(name)
		rng := rand.New(rand.NewPCG(21, 22))
		for k := range h.Values {
			h.Values[k] = 100 * rng.Float64()
		}
		return h, err
	}
	price := items(t, "[{type: hourly, series: northwest, draw: years}]")
	peaks := items(t, "[{type: coincident, groups: [{peaks: {series: northwest, draw: years}, price: 120 RUB/kW}]}]")
	seen := map[string]bool{}
	for draw := range 5 {
		in.Chance = func(name string) *rand.Rand { return rand.New(rand.NewPCG(uint64(draw), uint64(len(name)))) }
		a, err := ShapeOf(price, in)
		b, err2 := ShapeOf(peaks, in)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		pattern := ""
		for _, month := range in.Civil.Months {
			dearest := month.From
			for h := month.From; h < month.To; h++ {
				if a.PerMWh[h] > a.PerMWh[dearest] {
					dearest = h
				}
			}
			if b.PerMWh[dearest] == 0 {
				t.Errorf("draw %d: the peak of %d-%02d is not its dearest hour", draw, month.Year, month.Month)
			}
			pattern += fmt.Sprint(dearest, " ")
		}
		seen[pattern] = true
	}
	if len(seen) < 3 || !IsDrawn(peaks[0].Component) {
		t.Errorf("five draws have %d patterns of peaks, want several", len(seen))
	}
}

func TestListedPeaksAreForeseenAroundTheirDay(t *testing.T) {
	// Wednesday 16 July 2025, 16:00, three alerts: where it is hit, that hour and the same of the days before and
	// after; where it is missed, Tuesday, Thursday and Monday. The nearest working days count, wherever the week and
	// the month end.
	t.Parallel()
	in := world(t, "2025-07-01", "2025-08-01", "America/Chicago")
	for text, want := range map[string]string{
		"2025-07-16T16], forecast: {alerts: 3}":                "2025-07-15 16:00 2025-07-16 16:00 2025-07-17 16:00 ",
		"2025-07-16T16], forecast: {alerts: 3, hit_rate: 0 %}": "",
		"2025-07-16T16], forecast: {alerts: 3, hit_rate: 1 %}": "2025-07-14 16:00 2025-07-15 16:00 2025-07-17 16:00 ",
		"2025-07-18T16], forecast: {alerts: 3}":                "2025-07-16 16:00 2025-07-17 16:00 2025-07-18 16:00 ",
		"2025-07-31T23], forecast: {alerts: 3}":                "2025-07-29 23:00 2025-07-30 23:00 2025-07-31 23:00 ",
		"2025-07-16T16]":                                       "2025-07-16 16:00 ",
		"2025-07-16T21Z]":                                      "2025-07-16 16:00 ",
	} {
		shape, err := ShapeOf([]Item{item(t, "{type: coincident, groups: [{measure: mean, price: 30 USD/kW, hours: ["+text+"}]}")}, in)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		got := ""
		for h, price := range shape.PerMWh {
			if price != 0 {
				got += localText(in, h) + " "
			}
		}
		if got != want {
			t.Errorf("%s: alerts at %q, want %q", text, got, want)
		}
	}
	days := world(t, "2025-03-07", "2025-03-12", "America/Chicago") // clocks went forward on the 9th
	shape, err := ShapeOf([]Item{item(t, "{type: coincident, groups: [{measure: mean, price: 30 USD/kW, hours: [2025-03-10T16], forecast: {alerts: 3}}]}")}, days)
	if err != nil || shape.PerMWh[16] == 0 || shape.PerMWh[3*24+16-1] == 0 || shape.PerMWh[4*24+16-1] == 0 {
		t.Errorf("across a change of the clocks the alerts are not at 16:00 (%v)", err)
	}
}

func TestRulesNameTheirSeriesAndHolidays(t *testing.T) {
	// The series of a rule is among those of its component, and a rule that keeps off holidays needs a calendar of them.
	t.Parallel()
	plain := item(t, "{type: coincident, groups: [{peaks: {series: northwest, days: mon-fri}, price: 1 USD/kW}]}")
	if got := SeriesOf(plain.Component); len(got) != 1 || got[0] != "northwest" || AsksForWorkdays(plain.Component) {
		t.Errorf("series %q, asks for holidays %t, want northwest and false", got, AsksForWorkdays(plain.Component))
	}
	off := item(t, `{type: coincident, groups: [{peaks: {series: load, days: holidays}, price: 12 USD/kW}]}`)
	if !AsksForWorkdays(off.Component) {
		t.Error("a rule of holidays does not ask for them")
	}
	in := world(t, "2025-01-01", "2025-03-01", "UTC")
	in.Series = heat
	if _, err := ShapeOf([]Item{off}, in); err == nil || !strings.Contains(err.Error(), "name the country") {
		t.Errorf("without a calendar: %v, want an error", err)
	}
	in = full(in) // New Year is the only holiday
	in.Series = heat
	if got := paid(t, off, steady(in, 1), in); !near(got[0], 1000, 1e-12) || got[1] != 0 {
		t.Errorf("months cost %v, want 1000 in January alone", got)
	}
}

func TestHitsAreCountedOverAllGroups(t *testing.T) {
	// Nine years of four peaks each, 60 % hit: 22 of 36, and of the first n in the order of time as near as whole
	// numbers allow, however they are grouped and in whatever order the groups stand.
	t.Parallel()
	in := world(t, "2024-01-01", "2033-01-01", "UTC")
	var groups []string
	for year := 2032; year >= 2024; year-- {
		groups = append(groups, fmt.Sprintf("{measure: mean, price: 60 USD/kW, forecast: {hit_rate: 60 %%, alerts: 3}, hours: [%d-06-17T16, %[1]d-07-15T16, %[1]d-08-19T16, %[1]d-09-16T16]}", year))
	}
	list := items(t, "[{type: coincident, groups: ["+strings.Join(groups, ", ")+"]}]")
	known := in
	known.Foreseen = true
	seen, err := ShapeOf(list, in)
	truth, err2 := ShapeOf(list, known)
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	hits, peaks := 0, 0
	for h, price := range truth.PerMWh {
		if price == 0 {
			continue
		}
		peaks++
		if seen.PerMWh[h] != 0 {
			hits++
		}
		if math.Abs(float64(hits)-0.6*float64(peaks)) > 0.5+1e-9 {
			t.Errorf("%d of the first %d peaks are hit", hits, peaks)
		}
	}
	if hits != 22 || peaks != 36 {
		t.Errorf("%d of %d peaks are hit, want 22 of 36", hits, peaks)
	}
}

func TestAlertsThatDoNotExistCostNothing(t *testing.T) {
	// Of ten alerts an axis of two working days has two at that hour: what is expected is spread over these alone.
	t.Parallel()
	in := world(t, "2025-07-15", "2025-07-17", "UTC")
	shape, err := ShapeOf(items(t, "[{type: coincident, groups: [{measure: mean, hours: [2025-07-16T16], price: 30 USD/kW, forecast: {hit_rate: 80 %, alerts: 10}}]}]"), in)
	if err != nil || !near(shape.PerMWh[16], 12000, 1e-12) || !near(shape.PerMWh[40], 12000, 1e-12) {
		t.Errorf("the alerts cost %v and %v (%v), want 12000 each", shape.PerMWh[16], shape.PerMWh[40], err)
	}
}

func TestAlertsKeepToTheWorkingDaysOfTheCountry(t *testing.T) {
	// Where a calendar says that Friday alone is free the working days around Saturday 12 July 2025 are Thursday and
	// Sunday, without one Thursday and Friday.
	t.Parallel()
	in := world(t, "2025-07-01", "2025-08-01", "UTC")
	list := items(t, "[{type: coincident, groups: [{measure: mean, hours: [2025-07-12T16], price: 30 USD/kW, forecast: {alerts: 3}}]}]")
	iran := in
	iran.Workdays = calendar.NewWorkdays(nil, []calendar.HolidayRule{{Day: time.Friday, Week: calendar.EveryWeek}})
	for _, c := range []struct {
		in   Input
		want string
	}{{in, "[10 11 12]"}, {iran, "[10 12 13]"}} {
		shape, err := ShapeOf(list, c.in)
		if err != nil {
			t.Fatal(err)
		}
		var days []int
		for h, price := range shape.PerMWh {
			if price != 0 {
				days = append(days, h/24+1)
			}
		}
		if got := fmt.Sprint(days); got != c.want {
			t.Errorf("alerts on %s of July, want %s", got, c.want)
		}
	}
}

func TestAnHourIsNamedOnce(t *testing.T) {
	// 16:00 in Chicago in August is 21:00 UTC: named both ways the hour is refused, and told by both names.
	t.Parallel()
	in := world(t, "2024-08-01", "2024-09-01", "America/Chicago")
	for _, measure := range []string{"mean", "highest"} {
		i := item(t, "{type: coincident, groups: [{measure: "+measure+", hours: [2024-08-20T16, 2024-08-20T21Z], price: 1 USD/kW}]}")
		_, err := i.Invoice(Use{MWh: steady(in, 1)}, in)
		_, err2 := ShapeOf([]Item{i}, in)
		if err == nil || err2 == nil || !strings.Contains(err.Error(), "2024-08-20T16 and 2024-08-20T21Z are one") {
			t.Errorf("%s: %v and %v, want errors that name both", measure, err, err2)
		}
	}
}

func TestAPeakMayBeAssumedOnADay(t *testing.T) {
	// The third Wednesday of June to September, 16:00, in years without a listed hour: 16 July 2025 is not asked for,
	// 15 July 2026 is. Each costs a quarter of the price whether the axis has its whole month or not, and nothing
	// where it lies outside.
	t.Parallel()
	in := world(t, "2025-01-01", "2026-07-16", "America/Chicago")
	in.Prorate = true
	list := items(t, "[{type: coincident, groups: [{measure: mean, hours: [2025-08-08T16], price: 60 USD/kW}, {peaks: {nth: 3, days: wed, hours: 16-18, months: jun-sep, otherwise: true}, price: 60 USD/kW}]}]")
	shape, err := ShapeOf(list, in)
	if err != nil || !shape.Exact {
		t.Fatal(err)
	}
	got := ""
	for h, price := range shape.PerMWh {
		if price != 0 {
			got += fmt.Sprintf("%s %g, ", localText(in, h), price)
		}
	}
	if want := "2025-08-08 16:00 60000, 2026-06-17 16:00 15000, 2026-07-15 16:00 15000, "; got != want {
		t.Errorf("peaks %q, want %q", got, want)
	}
	both := item(t, "{type: coincident, groups: [{measure: mean, hours: [2025-08-08T16], price: 60 USD/kW}, {peaks: {nth: 3, days: wed, hours: 16-18, months: jun-sep}, price: 60 USD/kW}]}")
	if got := sumOf(paid(t, both, steady(in, 1), in)); !near(got, 60000+6*15000, 1e-12) {
		t.Errorf("a rule that holds in every year comes to %v with the listed hour, want 150000", got)
	}
	if got := list[0].Describe(); !strings.Contains(got, "the first hour on the third such day of each month, of wed 16-18 jun-sep, in years without a listed hour") {
		t.Errorf("description %q", got)
	}
	lines, _, err := Invoice(list, Use{MWh: steady(in, 1)}, in)
	if err != nil || len(lines) != 3 || !strings.Contains(lines[1].Why, "the assumed peak of 2026-06, one of 4 peaks a year") {
		t.Errorf("the bill is %+v (%v)", lines, err)
	}
	for text, want := range map[string]string{
		"§{months: jun}": "which hour is the peak?", "{nth: §5, hours: 16-17}": "1 to 4 times", "{nth: §3, days: wed}": "in which hour",
		"{nth: 3, hours: 16-17, series: §northwest}": "keep one of them", "{nth: 3, hours: 16-17, draw: §none}": "keep one of them",
	} {
		checkOneProblem(t, "{type: coincident, groups: [{price: 1 USD/kW, peaks: "+text+"}]}", want, new(Item))
	}
}
