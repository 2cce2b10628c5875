package tariff

import (
	"strings"
	"testing"

	"hashwatt/sim/calendar"
)

// march2025 is a month with 21 working days in Moscow, whose calendar has one holiday, 8 March, a Saturday.
func march2025(t testing.TB) Input {
	in := world(t, "2025-03-01", "2025-04-01", "Europe/Moscow")
	in.Series = market
	in.Workdays = calendar.NewWorkdays([]calendar.SpecialDay{{Date: date(t, "2025-03-08")}}, nil)
	return in
}

func TestCapacityIsAnAdderInPeakHours(t *testing.T) {
	// 900,000 RUB per MW and month over 21 working days are 42,857.14 RUB/MWh in each peak hour and nothing in the
	// others; a flat MW pays 900,000, and one that stands still in the peak hours nothing.
	t.Parallel()
	in := march2025(t)
	i := item(t, "{type: peak_capacity, price: 900000 RUB/MW, rule: [{hour: 10}], hours: [2025-03-03T17]}")
	signal := make([]float64, in.Axis.Hours)
	if err := i.Component.(Linear).Signal(signal, in); err != nil {
		t.Fatal(err)
	}
	n := 0
	idle := steady(in, 1)
	for h, p := range signal {
		if p == 0 {
			continue
		}
		n++
		idle[h] = 0
		want := 10
		if in.Civil.Date[in.Civil.Day[h]] == date(t, "2025-03-03") {
			want = 17 // the published hour goes before the rule
		}
		if !near(p, 42857.142857142857, 1e-12) || int(in.Civil.Hour[h]) != want || !in.Workdays.Works(in.Civil.Date[in.Civil.Day[h]]) {
			t.Errorf("%s costs %v more, want 42857.14 at %d o'clock of a working day", localText(in, h), p, want)
		}
	}
	charges, err := i.Invoice(Use{MWh: steady(in, 1)}, in)
	if err != nil || n != 21 || !cents(total(charges), 900000) || !strings.Contains(charges[0].Why, "mean over 21 working days") {
		t.Errorf("%d hours, bill %+v (%v), want 21 hours and 900000", n, charges, err)
	}
	if charges, err = i.Invoice(Use{MWh: idle}, in); err != nil || len(charges) != 0 {
		t.Errorf("a load that avoids the peaks pays %+v (%v)", charges, err)
	}
}

func TestWorkingSaturdaysCount(t *testing.T) {
	// 1 November 2025, a Saturday, works, and 3 and 4 November, Monday and Tuesday, do not: 19 working days.
	t.Parallel()
	in := world(t, "2025-11-01", "2025-12-01", "Europe/Moscow")
	in.Workdays = calendar.NewWorkdays([]calendar.SpecialDay{
		{Date: date(t, "2025-11-01"), Work: true}, {Date: date(t, "2025-11-03")}, {Date: date(t, "2025-11-04")},
	}, nil)
	mwh := make([]float64, in.Axis.Hours)
	mwh[10], mwh[2*24+10] = 1, 1 // Saturday and Monday
	i := item(t, "{type: peak_capacity, price: 19 RUB/MW, rule: [{hour: 10}]}")
	if got := sumOf(paid(t, i, mwh, in)); !near(got, 1, 1e-12) {
		t.Errorf("one MW on one of 19 working days costs %v, want 1", got)
	}
}

func TestNetworkTakesTheHighestLoadOfPlannedHours(t *testing.T) {
	// 1 MW all day and 3 MW in one planned hour of each of the 21 working days: 3 MW are billed. The same hour outside the
	// planned ones, or on a Sunday, adds nothing.
	t.Parallel()
	in := march2025(t)
	i := item(t, `{type: peak_network, price: 1000000 RUB/MW, hours: [{months: mar, hours: "08-11, 16-21"}, {months: apr-feb, hours: 00-24}]}`)
	for hour, want := range map[int]float64{7: 1e6, 8: 3e6, 10: 3e6, 11: 1e6, 20: 3e6, 21: 1e6} {
		mwh := steady(in, 1)
		for h := range mwh {
			if int(in.Civil.Hour[h]) == hour {
				mwh[h] = 3
			}
		}
		if got := sumOf(paid(t, i, mwh, in)); !near(got, want, 1e-12) {
			t.Errorf("3 MW at %d o'clock cost %v, want %v", hour, got, want)
		}
	}
	sunday := steady(in, 1)
	sunday[24+10] = 9 // 2 March
	if got := sumOf(paid(t, i, sunday, in)); !near(got, 1e6, 1e-12) {
		t.Errorf("a peak on Sunday makes it %v, want 1000000", got)
	}
}

func TestDeviationFromTheDayBefore(t *testing.T) {
	// A flat load is as planned. One MWh more in one hour is 1 above on that day and 1 below on the next.
	t.Parallel()
	in := march2025(t)
	i := item(t, "{type: deviation, up: 300 RUB/MWh, down: 200 RUB/MWh}")
	mwh := steady(in, 5)
	if got := sumOf(paid(t, i, mwh, in)); got != 0 {
		t.Errorf("a flat load deviates for %v", got)
	}
	mwh[100] = 6
	if got := sumOf(paid(t, i, mwh, in)); !near(got, 500, 1e-12) {
		t.Errorf("one MWh above plan and one below cost %v, want 500", got)
	}
	plan := item(t, "{type: deviation, up: 300 RUB/MWh, down: 200 RUB/MWh, series: northwest}")
	if _, err := plan.Invoice(Use{MWh: mwh}, in); err == nil || !strings.Contains(err.Error(), "a plan is in MW") {
		t.Errorf("a plan in money: %v, want an error", err)
	}
	late := item(t, "{type: deviation, up: 300 RUB/MWh, down: 200 RUB/MWh, series: load}")
	if _, err := late.Invoice(Use{MWh: mwh}, in); err == nil || !strings.Contains(err.Error(), "plans nothing for the hour from 2025-02-28T21:00Z") {
		t.Errorf("a plan that ends before: %v, want an error that names the hour", err)
	}
}

func TestWorkingDaysNeedACalendar(t *testing.T) {
	// Without a calendar the components that ask for working days say so.
	t.Parallel()
	in := world(t, "2025-03-01", "2025-04-01", "Europe/Moscow")
	for _, text := range []string{
		"{type: peak_capacity, price: 900 RUB/kW, rule: [{hour: 10}]}",
		"{type: peak_network, price: 900 RUB/kW, hours: [{hours: 08-11}]}",
	} {
		if _, err := item(t, text).Invoice(Use{MWh: steady(in, 1)}, in); err == nil || !strings.Contains(err.Error(), "name the country") {
			t.Errorf("%s: %v, want an error that asks for the country", text, err)
		}
	}
	i := item(t, "{type: peak_capacity, price: 900 RUB/kW, hours: [2025-03-03T10]}")
	if _, err := i.Invoice(Use{MWh: steady(in, 1)}, march2025(t)); err == nil || !strings.Contains(err.Error(), "2025-03-04 has no peak hour") {
		t.Errorf("a day without a peak hour: %v, want an error that names it", err)
	}
	i = item(t, "{type: peak_capacity, price: 900 RUB/kW, rule: [{hour: 9}], hours: [2025-03-02T10]}")
	if _, err := i.Invoice(Use{MWh: steady(in, 1)}, march2025(t)); err == nil || !strings.Contains(err.Error(), "no working day") {
		t.Errorf("a peak hour on a Sunday: %v, want an error", err)
	}
}

func TestPriceCategoryIsTheSumOfItsParts(t *testing.T) {
	// A category bills what its parts bill, each line called after its part.
	t.Parallel()
	in := march2025(t)
	i := item(t, `{type: price_category, category: 6, power: 1 MW, parts: [
		{type: hourly, name: energy, series: northwest}, {type: peak_capacity, price: 900 RUB/kW, rule: [{hour: 10}]},
		{type: peak_network, price: 500 RUB/kW, hours: [{hours: 08-11}]}, {type: flat, name: losses, price: 200 RUB/MWh},
		{type: deviation, up: 300 RUB/MWh, down: 200 RUB/MWh}]}`)
	charges, err := i.Invoice(Use{MWh: steady(in, 2)}, in)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]float64{"peak_capacity": 1.8e6, "peak_network": 1e6, "losses": 2 * 744 * 200}
	for _, c := range charges {
		if amount, ok := want[c.Name]; ok && !near(c.Amount, amount, 1e-12) {
			t.Errorf("%s is %v, want %v", c.Name, c.Amount, amount)
		}
		delete(want, c.Name)
	}
	if len(want) > 0 || len(charges) != 4 {
		t.Errorf("lines %+v; missing %v", charges, want)
	}
}
