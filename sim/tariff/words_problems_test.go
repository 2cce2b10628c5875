package tariff

import (
	"errors"
	"strings"
	"testing"

	"hashwatt/sim/conf"
)

func TestEveryMistakeIsExplained(t *testing.T) {
	// § marks where the problem must be reported, and want is what it must say.
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"§{price: 45 USD/MWh}", `"type" is missing; write one of flat, time_of_use, hourly, indexed, wholesale, levy, subsidy`},
		{"{type: §flatt, price: 45 USD/MWh}", `did you mean "flat"?`},
		{"§{type: flat}", `"price" is missing`},
		{"{type: flat, price: §45}", "has no unit"},
		{"{type: flat, price: §45 USD}", "an energy price is written like"},
		{"{type: fixed, amount: 21 USD, per: §season}", "a fixed amount is due by day, month or year, not by season"},
		{"{type: fixed, amount: 21 USD, per: §dates}", "a fixed amount is due by day, month or year, not by dates"},
		{"{type: minimum, amount: 21 USD, per: §season}", "a minimum holds by month or year, not by season"},
		{"{type: minimum, amount: 21 USD, per: §dates}", "a minimum holds by month or year, not by dates"},
		{"{type: flat, price: §-5 USD/MWh}", "is below zero; a fixed price is zero or more, and only an hourly series may fall below it"},
		{"{type: flat, §prise: 45 USD/MWh}", `did you mean "price"?`},
		{"{type: flat, price: 45 USD/MWh, escalation: §4 %}", "is a fraction; a rate per year"},
		{"{type: flat, price: 45 USD/MWh, escalation: §-100 %/year}", "leaves nothing"},
		{"{type: flat, price: 45 USD/MWh, escalation: §1000 %/year}", "tenfold"},
		{"{type: flat, price: 45 USD/MWh, §zones: []}", "unknown key"},
		{"§{type: time_of_use}", `"zones" is missing`},
		{"{type: time_of_use, zones: §[]}", "no zones"},
		{"{type: time_of_use, zones: [§{hours: 07-23}]}", `"price" is missing`},
		{"{type: time_of_use, zones: [{price: 3 USD/MWh}, {hours: §7-25, price: 4 USD/MWh}]}", "00 to 24"},
		{"{type: time_of_use, zones: [{price: 3 USD/MWh}, {days: §monday, price: 4 USD/MWh}]}", "did you mean mon?"},
		{"{type: time_of_use, zones: [{price: 3 USD/MWh}, {months: §11-03, price: 4 USD/MWh}]}", "nov-mar"},
		{"{type: time_of_use, zones: [{price: 3 USD/MWh}, {hours: 07-23, price: §-4 USD/MWh}]}", "below zero"},
		{"{type: time_of_use, zones: [{price: 3 USD/MWh}, {months: jan, season: §01-01..02-01, price: 4 USD/MWh}]}", "keep one of them"},
		{"{type: time_of_use, zones: [{price: 3 USD/MWh}, {hours: 07-23, price: §4 RUB/MWh}]}", "in RUB, but the zone at line 1 is in USD"},
		{"{type: time_of_use, zones: §[{hours: 07-23, price: 3 USD/MWh}]}", "no zone covers mon 00-07, 23-24 in jan; add a zone with a price alone"},
		{"{type: time_of_use, zones: §[{season: 11-15..03-15, price: 3 USD/MWh}, {season: 03-16..11-13, price: 3 USD/MWh}]}", "no zone covers mon 00-24 in nov"},
		{"{type: time_of_use, zones: §[{season: 03-01..02-28, price: 3 USD/MWh}]}", "no zone covers mon 00-24 in feb"}, // leap years only
		{"{type: time_of_use, zones: §[{days: mon-sat, price: 3 USD/MWh}]}", "no zone covers sun 00-24 in jan"},
		{"§{type: hourly}", `"series" is missing`},
		{"{type: hourly, series: §''}", "name a series"},
		{"{type: hourly, series: x, years: [2017, §18]}", "18 is not a year"},
		{"{type: hourly, series: x, years: §2017}", "a list"},
		{"{type: hourly, series: x, mean: §0 RUB/kWh}", "cannot be reached by scaling"},
		{"{type: hourly, series: x, mean: §-1 RUB/kWh}", "cannot be reached by scaling"},
		{"{type: hourly, series: x, unit: §RUB}", `write it like "RUB/MWh"`},
		{"{type: hourly, series: x, unit: §5 RUB/MWh}", "starts with a number"},
		{"{type: hourly, series: x, escalation: §-200 %/year}", "leaves nothing"},
		{"{type: flat, price: 45 USD/MWh, steps: [{from: 2025-07-01, change: §-100 %}]}", "is no change of a price"},
		{"{type: flat, price: 45 USD/MWh, steps: [{from: 2025-07-01, change: 9 %}, {from: §2025-07-01, change: 9 %}]}", "does not come after 2025-07-01"},
		{"{type: time_of_use, zones: [{price: 3 USD/MWh}, {days: §holiday, price: 4 USD/MWh}]}", "holidays"},
		{"{type: time_of_use, zones: §[{days: mon-sun, price: 3 USD/MWh}, {days: holidays, hours: 0-7, price: 4 USD/MWh}]}", "no zone covers holidays 07-24 in jan"},
		{"§{type: indexed}", `"series" is missing`},
		{"{type: indexed, series: x, factor: §-1}", "zero or more"},
		{"{type: indexed, series: x, match: §day}", "week"},
		{"{type: indexed, series: x, match: date, years: §[2017]}", "repeats no years"},
		{"{type: indexed, series: x, adder: 1 USD/MWh, cap: §1 RUB/MWh}", "one component has one currency"},
		{"{type: indexed, series: x, floor: 5 USD/MWh, cap: §1 USD/MWh}", "below the floor"},
		{"§{type: levy}", "there is no rate"},
		{"{type: levy, price: 1 KZT/kWh, bands: §[{price: 1 KZT/kWh}]}", "keep one of them"},
		{"{type: levy, bands: §[{price: 1 KZT/kWh}]}", "add power_price"},
		{"{type: levy, power_price: 9 KZT/kWh, bands: [{below: §5 KZT/kWh, price: 1 KZT/kWh}]}", "leave its bound out"},
		{"{type: levy, power_price: 9 KZT/kWh, bands: [§{price: 2 KZT/kWh}, {price: 1 KZT/kWh}]}", "only the last band has no bound"},
		{"{type: levy, power_price: 9 KZT/kWh, bands: [{below: 5 KZT/kWh, price: 2 KZT/kWh}, {below: §5 KZT/kWh, price: 2 KZT/kWh}, {price: 1 KZT/kWh}]}", "rising order"},
		{"{type: levy, power_price: 9 KZT/kWh, bands: [{below: 5 KZT/kWh, price: 2 KZT/kWh}, {price: §1 USD/kWh}]}", "one component has one currency"},
		{"{type: levy, power_price: 9 KZT/kWh, bands: [{below: §5 USD/kWh, price: 2 KZT/kWh}, {price: 1 KZT/kWh}]}", "give both in one currency"},
		{"{type: levy, price: §-1 KZT/kWh}", "below zero"},
		{"{type: levy, price: 1 KZT/kWh, multipliers: [{factor: §-2}]}", "zero or more"},
		{"{type: levy, price: 1 KZT/kWh, multipliers: [{factor: 2}, §{factor: 3}]}", "overlaps the multiplier at line 1"},
		{"{type: subsidy, price: §-1 RUB/kWh}", "without a minus"},
		{"{type: subsidy, price: 1 RUB/kWh, months: jan, season: §01-01..02-01}", "keep one of them"},
	} {
		checkOneProblem(t, c.text, c.want, new(Item))
	}
}

func TestOverlappingZonesAreToldWithBothLines(t *testing.T) {
	// Two zones that state as much and claim one hour are a mistake; the second is pointed at and the first named by line.
	t.Parallel()
	for _, c := range []struct {
		name, text string
		want       []string // one problem each, in the order of the file
	}{
		{
			"two catch-alls", "type: time_of_use\nzones:\n  - price: 1 USD/MWh\n  - price: 2 USD/MWh\n",
			[]string{"4:5: overlaps the zone at line 3 in mon 00-24 in jan"},
		},
		{
			"hours that meet", "type: time_of_use\nzones:\n  - price: 1 USD/MWh\n  - {hours: 07-12, price: 2 USD/MWh}\n  - {hours: 10-14, price: 3 USD/MWh}\n",
			[]string{"5:5: overlaps the zone at line 4 in mon 10-12 in jan"},
		},
		{
			"days against hours", "type: time_of_use\nzones:\n  - price: 1 USD/MWh\n  - {hours: 07-12, price: 2 USD/MWh}\n  - {days: sun, price: 3 USD/MWh}\n",
			[]string{"5:5: overlaps the zone at line 4 in sun 07-12 in jan"},
		},
		{
			"only in leap years", "type: time_of_use\nzones:\n  - price: 1 USD/MWh\n  - {season: 02-28..02-28, price: 2 USD/MWh}\n  - {season: 02-29..02-29, price: 3 USD/MWh}\n",
			[]string{"5:5: overlaps the zone at line 4 in mon 00-24 in feb"},
		}, // 02-29 is 28 February in a common year
		{
			"three at once", "type: time_of_use\nzones:\n  - {price: 1 USD/MWh}\n  - {price: 2 USD/MWh}\n  - {price: 3 USD/MWh}\n",
			[]string{"4:5: overlaps the zone at line 3", "5:5: overlaps the zone at line 3"},
		},
		{"settled by a third", "type: time_of_use\nzones:\n  - price: 1 USD/MWh\n  - {hours: 07-12, price: 2 USD/MWh}\n  - {days: sun, price: 3 USD/MWh}\n  - {days: sun, hours: 07-12, price: 4 USD/MWh}\n", nil},
		{"side by side", "type: time_of_use\nzones:\n  - {hours: 07-23, price: 1 USD/MWh}\n  - {hours: 23-07, price: 2 USD/MWh}\n", nil},
	} {
		var e Item
		err := conf.Load("test.yaml", []byte(c.text), conf.DefaultLimits, &e)
		var problems conf.Problems
		if errors.As(err, &problems); len(problems) != len(c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%s: got %v, want %d problems", c.name, err, len(c.want))
			continue
		}
		for i, want := range c.want {
			got := strings.TrimPrefix(problems[i].Pos.String(), "test.yaml:") + ": " + problems[i].Message
			if !strings.HasPrefix(got, want) {
				t.Errorf("%s: %q, want it to start with %q", c.name, got, want)
			}
		}
	}
}

func TestTooManyZonesAreRefusedQuickly(t *testing.T) {
	// A file of thousands of zones ends in one problem, not in a long wait.
	t.Parallel()
	text := "type: time_of_use\nzones:\n" + strings.Repeat("  - price: 1 USD/MWh\n", 20000)
	var e Item
	err := conf.Load("test.yaml", []byte(text), conf.DefaultLimits, &e)
	var problems conf.Problems
	if !errors.As(err, &problems) || len(problems) != 1 || !strings.Contains(problems[0].Message, "at most 600") {
		t.Errorf("got %.200v, want one problem with at most 600", err)
	}
}
