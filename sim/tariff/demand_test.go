package tariff

import (
	"strings"
	"testing"
)

func TestHistoryRepeatsTheSameMonth(t *testing.T) {
	// With one month of look-back January stands after December: 8 kW there hold 4 kW here, and no month before. Two
	// years on, looking 13 months back, January 2022 sees the December and January of 2022 and not those of 2023.
	t.Parallel()
	in := world(t, "2022-01-01", "2023-01-01", "UTC")
	i := item(t, "{type: demand, history: repeat, ratchets: [{share: 50 %, look_back: 1}], periods: [{price: 1 USD/kW}]}")
	mwh := dated(in, 1, nil)
	mwh[in.Civil.Months[11].From+5] = 0.008
	mwh[in.Civil.Months[10].From+5] = 0.006
	if got := paid(t, i, mwh, in); !cents(got[0], 4) || !cents(got[1], 1) || !cents(got[10], 6) || !cents(got[11], 8) {
		t.Errorf("the months cost %v, want 4, 1, ... 6, 8", got)
	}
	long := world(t, "2022-01-01", "2024-01-01", "UTC")
	j := item(t, "{type: demand, history: repeat, ratchets: [{share: 50 %, look_back: 13}], periods: [{price: 1 USD/kW}]}")
	mwh = dated(long, 1, nil)
	mwh[long.Civil.Months[11].From+5] = 0.008
	mwh[long.Civil.Months[23].From+5] = 0.100
	if got := paid(t, j, mwh, long); !cents(got[0], 4) || !cents(got[10], 4) || !cents(got[23], 100) || !cents(got[22], 4) {
		t.Errorf("the months cost %v, want 4 to November and 100 in the last December", got)
	}
}

func TestDemandIsDescribedWhole(t *testing.T) {
	// Further hours of a period, the months of a ratchet, what stands in for the past, and the hours of Russia's peaks
	// are all said.
	t.Parallel()
	for text, want := range map[string]string{
		"{type: demand, periods: [{days: mon-fri, hours: 17-21, also: [{days: sat, hours: 18-20, months: jul}], price: 10 USD/kW}]}":  "10 USD/kW mon-fri 17-21 and sat 18-20 jul on the highest load of the month",
		"{type: demand, ratchets: [{share: 80 %, peaks: jun-sep, billed: oct-may}], periods: [{price: 10 USD/kW}], history: repeat}":  "at least 80 % of the peaks of 11 months before in jun-sep, billed in jan-may, oct-dec, later months standing in for those before the load",
		"{type: peak_capacity, price: 900 RUB/kW, rule: [{hour: 10}, {hour: 18, months: nov-feb}]}":                                   "of working days, from 10:00, from 18:00 in jan-feb, nov-dec",
		"{type: peak_capacity, price: 900 RUB/kW, rule: [{hour: 9}], hours: [2025-01-09T17]}":                                         "of working days, 1 of them listed, else from 09:00",
		"{type: peak_capacity, price: 900 RUB/kW, hours: [2025-01-09T17]}":                                                            "of working days, 1 of them listed",
		"{type: peak_network, price: 1 RUB/kW, hours: [{months: apr-sep, hours: 09-14}, {months: oct-mar, hours: \"08-11, 16-21\"}]}": "of working days, 09-14 in apr-sep; 08-11, 16-21 in jan-mar, oct-dec",
	} {
		if got := item(t, text).Describe(); !strings.Contains(got, want) {
			t.Errorf("%s is described as %q, want %q", text, got, want)
		}
	}
}

func TestPeaksOfDaysHaveNoMonthsOfTheirOwn(t *testing.T) {
	// What only means something for peaks of months is refused where those of days are billed, at its place.
	t.Parallel()
	for text, want := range map[string]string{
		"{type: demand, per: day, own_months: §jun-sep, periods: [{price: 1 USD/kW}]}": "own_months choose peaks of months",
		"{type: demand, per: day, history: §repeat, periods: [{price: 1 USD/kW}]}":     "look back at months",
	} {
		checkOneProblem(t, text, want, new(Item))
	}
}
