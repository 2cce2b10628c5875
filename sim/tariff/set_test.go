package tariff

import (
	"fmt"
	"testing"
)

// setBy lists the hours that set the charges of a month, as local times and kW.
func setBy(t *testing.T, i Item, mwh []float64, m int, in Input) (list []string) {
	t.Helper()
	charges, err := i.Invoice(Use{MWh: mwh}, in)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range charges {
		if c.Month == m {
			for _, p := range c.Set {
				list = append(list, fmt.Sprintf("%s %g", localText(in, p.Hour), p.KW))
			}
		}
	}
	return list
}

func TestChargesNameTheHoursThatSetThem(t *testing.T) {
	// A peak, an old peak that a ratchet holds, the peak of a day, system peaks, and the hour of each of March's 21
	// working days are told with their load; a minimum is set by no hour.
	t.Parallel()
	in := march2025(t)
	quarter := world(t, "2025-03-01", "2025-06-01", "UTC")
	mwh := steady(in, 1)
	mwh[2*24+10] = 3 // Monday 3 March
	three := dated(quarter, 1000, map[int]float64{100: 5000})
	for _, c := range []struct {
		item  string
		in    Input
		mwh   []float64
		month int
		want  []string
	}{
		{"{type: demand, periods: [{price: 1 RUB/kW}]}", in, mwh, 0, []string{"2025-03-03 10:00 3000"}},
		{"{type: demand, periods: [{tiers: [{up_to: 2 MW, price: 1 RUB/kW}, {price: 2 RUB/kW}]}]}", in, mwh, 0, []string{"2025-03-03 10:00 3000", "2025-03-03 10:00 3000"}},
		{"{type: demand, minimum: 9 MW, periods: [{price: 1 RUB/kW}]}", in, mwh, 0, nil},
		{"{type: demand, ratchets: [{share: 80 %}], periods: [{price: 1 RUB/kW}]}", quarter, three, 2, []string{"2025-03-05 03:00 5000"}},
		{"{type: coincident, groups: [{measure: mean, hours: [2025-03-03T10, 2025-03-09T10], price: 1 RUB/kW}]}", in, mwh, 0, []string{"2025-03-03 10:00 3000", "2025-03-09 10:00 1000"}},
		{"{type: coincident, groups: [{hours: [2025-03-03T10, 2025-03-09T10], price: 1 RUB/kW}]}", in, mwh, 0, []string{"2025-03-03 10:00 3000"}},
	} {
		if got := setBy(t, item(t, c.item), c.mwh, c.month, c.in); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: set by %q, want %q", c.item, got, c.want)
		}
	}
	for _, text := range []string{
		"{type: demand, per: day, periods: [{price: 1 RUB/kW}]}",
		"{type: peak_capacity, price: 1 RUB/kW, rule: [{hour: 10}]}",
		"{type: peak_network, price: 1 RUB/kW, hours: [{hours: 9-12}]}",
	} {
		days := 21
		if text[7] == 'd' {
			days = 31
		}
		got := setBy(t, item(t, text), mwh, 0, in)
		if len(got) != days || got[(days-21)/5] != "2025-03-03 10:00 3000" {
			t.Errorf("%s: set by %d hours, %q, want %d with 2025-03-03 10:00 3000", text, len(got), got, days)
		}
	}
}
