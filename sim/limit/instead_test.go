package limit_test

import (
	"errors"
	"strings"
	"testing"

	"hashwatt/sim/conf"
	"hashwatt/sim/limit"
)

// A word of another language of rules is answered with what this one calls it, at its place.
func TestWordsThatPeopleTryLeadToTheRightOnes(t *testing.T) {
	t.Parallel()
	explained(t, []mistake{
		{"{type: §quota, limit: 9 GWh, per: month}", `"quota" is not known here; write "type: energy" for so many MWh in each period, or "type: power" for so many MW`},
		{"{type: §Moratorium, from: 2025-01-01}", `write "type: ban", with "season: 11-15..03-15"`},
		{"{type: §tax, limit: 9 GWh}", `what is paid for more than a limit is "type: penalty"`},
		{"{type: §min_up}", `what it takes to switch machines is "type: cycling"`},
		{"{type: §co2}", `"type: carbon"`},
		{"{type: energy, limit: 9 GWh, per: month, §fine: 2 MRUB}", `unknown key "fine"; write "type: penalty" where more than the limit may be used`},
		{"{type: energy, limit: 9 GWh, per: month, §shutdown: 30 days}", `unknown key "shutdown"; write "type: penalty"`},
		{"{type: power, limit: 9 MW, §price: 50 USD/MWh}", `unknown key "price"; write "type: penalty" with "power: 30 MW"`},
		{"{type: power, limit: 9 MW, §shutdown: 30 days}", `write "type: penalty" with "limit: 5 GWh", "per: month"`},
		{"{type: power, limit: 9 MW, §per: month}", `unknown key "per"; a power is held in every hour; write "type: energy"`},
		{"{type: power, limit: 9 MW, §shared: true}", `unknown key "shared"; several sites share a limit where nothing is said`},
		{"{type: power, limit: 9 MW, share: §equal}", `"equal" is not known here; write "max_min" for as much to everyone as all can have, or "pro_rata"`},
		{"{type: cycling, §min_up: 4 h}", `unknown key "min_up"; write "up: 4 h"`},
		{"{type: cycling, §min_down: 3 h}", `unknown key "min_down"; write "down: 3 h"`},
		{"{type: penalty, limit: 9 GWh, per: month, price: 5 USD/MWh, §each: true}", `unknown key "each"; each site has the limit of a penalty by itself`},
		{"{type: energy, limit: 9 GWh, per: §Monthly}", `"Monthly" is not known here; write "per: month"`},
		{"{type: cycling, §startup_cost: 5 USD/MW}", `unknown key "startup_cost"; write "start: 5 USD/MW"`},
		{"{type: energy, limit: 9 GWh, per: §winter}", `"winter" is a season; write "per: season" and say which days, as "season: 11-15..03-15"`},
		{"{type: penalty, limit: 9 GWh, per: §Summer, price: 5 USD/MWh}", `as "season: 06-01..08-31"`},
		{"{type: energy, limit: §9 GWh/month, per: month}", `"9 GWh/month" is an energy and its period; write "limit: 9 GWh" and "per: month"`},
		{"{type: power, limit: §9 GWh per month}", `write "type: energy", "limit: 9 GWh" and "per: month"`},
		{"{type: power, limit: §9 GWh/h}", `has an unknown unit "GWh/h"`},
		{"{type: ban, from: §11-15}", `"11-15" is a day of every year, and from is one date like "2025-01-31"; write "season: 11-15..03-15"`},
		{"{type: ban, from: §next winter}", `is not a date`},
		{"{type: penalty, limit: 5 GWh, per: month, shutdown: §30}", `30 has no unit; write "30 days"`},
		{"{type: penalty, limit: 5 GWh, per: month, shutdown: §2 weeks}", `write "14 days"`},
		{"{type: penalty, limit: 5 GWh, per: month, shutdown: §-5 days}", `"-5 days" is negative, and a shutdown follows the period; write "shutdown: 5 days"`},
		{"{type: energy, limit: §{min: 6 GWh, max: 5 GWh}, per: month}", `a limit is one value, the most that may be used; write "limit: 5 GWh"`},
		{"{type: energy, limit: §{most: 5 GWh}, per: month}", `expected one value, got a map`},
		{"{type: energy, limit: 9 GWh, per: §montly}", `"montly" is not a period; did you mean "month"?`},
		{"{type: energy, limit: 9 GWh, per: §fortnight}", `"fortnight" is not a period; write one of day`},
		{"{type: energy, limit: 9 GWh, per: month, §scope: komi}", `unknown key "scope"; whom a limit holds is said in applies_to, as "applies_to: {region: komi}"`},
		{"{type: ban, §scope: komi}", `"applies_to: {region: komi}"`},
		{"{type: ban, season: §15-11..15-03}", `"15-11..15-03" has the days before the months; write "season: 11-15..03-15"`},
		{"{type: ban, season: §40-11..15-03}", `write month and day like "03-15"`},
		{"{type: interruption, hours: §9000 h}", `"9000 h" has a unit, and here hours are counted; write "hours: 9000"`},
		{"{type: interruption, hours: §many}", `expected a whole number`},
		{"{type: energy, limit: 9 GWh, per: month, each: §ja}", `"ja" is neither true nor false; "each: true" lets every site have the limit by itself`},
		{"{type: carbon, limit: 9 kt, per: month, prorate: §5 %}", `"prorate: true" gives a period that lies partly outside the season or dates its part`},
		{"{type: power, limit: 9 MW, each: §yes}", `expected true or false, got "yes"; write true`},
		{"{type: penalty, limit: 5 GWh, per: month, fine: 2 MRUB, §5 MRUB}", `unknown key "5 MRUB"; fines for the first time, the second and so on are a list; write "fine: [2 MRUB, 5 MRUB]"`},
		{"{type: cycling, cold_start: §2 h}", `"2 h" is in hours or more, and this is told in minutes; write "120 min"`},
	})
}

// Of one year, the winter is offered beside the swap; of two years, or beside a season, only the swap; a leap day
// is the last of February.
func TestEndsBeforeTheStartAreASeasonOverNewYear(t *testing.T) {
	t.Parallel()
	explained(t, []mistake{
		{"{type: ban, from: 2026-11-15, to: §2026-03-15}", `write "season: 11-15..03-15" in place of both for days that return every year, "to: 2027-03-15" for one time over New Year, or swap them`},
		{"{type: ban, from: 2028-11-15, to: §2028-02-29}", `"season: 11-15..02-29" in place of both for days that return every year, "to: 2029-02-28"`},
		{"{type: ban, from: 2026-03-15, to: §2025-11-15}", `where the limit begins; swap them`},
		{"{type: ban, from: 2026-03-15, to: §2026-03-01}", `where the limit begins; swap them`},
		{"{type: ban, season: 11-15..03-15, from: 2026-11-15, to: §2026-03-15}", `where the limit begins; swap them`},
	})
	if list := mistakesOf(t, "{type: ban, from: 10-01, to: 04-30}"); len(list) != 2 ||
		!strings.Contains(list[0], `write "season: 10-01..04-30"`) || !strings.Contains(list[1], `write "season: 10-01..04-30"`) {
		t.Errorf("two days without a year: %q", list)
	}
}

// What a start costs is not shown at the cost of a building, and hours that must be whole are not offered as halves.
func TestUnitsAreShownAsTheKeyNeedsThem(t *testing.T) {
	t.Parallel()
	explained(t, []mistake{
		{"{type: cycling, start: §5 USD}", `"5 USD" is an amount of money; what a start costs is by the power that is switched on, so write it like "5 USD/MW"`},
		{"{type: cycling, start: §5}", `5 has no unit; write "5 USD/MW"`},
		{"{type: cycling, start: §5 h}", `"5 h" is a duration; a cost per power is written like "5 USD/MW"`},
		{"{type: cycling, start: §$5}", `like "5 USD/MW"`},
		{"{type: cycling, up: §30 min}", `"30 min" is in minutes, and only whole hours count here; write "1 h"`},
		{"{type: cycling, down: §90 min}", `write "2 h"`},
		{"{type: cycling, up: §4}", `4 has no unit; write "4 h"`},
		{"{type: cycling, up: §4 MW}", `a duration is written like "4 h"`},
		{"{type: cycling, up: §0.5 h}", `write 1 h or more`},
		{"{type: hysteresis, stop: 105 %, resume: 95 %, stop_after: §30 min}", `write "1 h"`},
	})
}

// What is missing and what is written in its place are told together.
func TestAMostWithAnotherNameIsALimit(t *testing.T) {
	t.Parallel()
	list := strings.Join(mistakesOf(t, "{type: energy, min: 6 GWh, max: 5 GWh, per: month}"), "\n")
	for _, want := range []string{`unknown key "max"; the most of a period is "limit: 5 GWh"`, `unknown key "min"; a limit is the most that may be used`} {
		if !strings.Contains(list, want) {
			t.Errorf("%q, want %q in it", list, want)
		}
	}
}

// What is wrong beside a key that cannot be read is told with it; what only follows from that key is not.
func TestAllMistakesOfALimitAreToldAtOnce(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"{type: cycling, up: 30 min, blocks: 0}":                                                {`write "1 h"`, "0 is not 1 to 100 blocks"},
		"{type: cycling, up: 30 min, down: 200 h, blocks: 4, ramp_up: 5}":                       {`write "1 h"`, "longer than 168 h", "only 4 blocks"},
		"{type: cycling, blocks: x, ramp_up: 5}":                                                {"expected a whole number"},
		"{type: cycling, up: 30 min}":                                                           {`write "1 h"`},
		"{type: cycling, min_up: 4 h, blocks: 0}":                                               {`write "up: 4 h"`, "0 is not 1 to 100 blocks"},
		"{type: penalty, limit: 5 GW, per: month, fine: [2 MRUB, 1 MRUB]}":                      {"is a power", "fines rise"},
		"{type: penalty, limit: 5 GWh, per: month, price: 5 RUB, fine: [2 MRUB, 1 MRUB]}":       {"is an amount of money", "fines rise"},
		"{type: penalty, limit: 5 GWh, per: month, fine: 5}":                                    {"has no unit"},
		"{type: energy, limit: 5 GW, per: month, from: 2026-03-15, to: 2025-11-15}":             {"is a power", "swap them"},
		"{type: energy, limit: 5 GWh, from: 2026-03-15, to: 2025-11-15}":                        {`"per" is missing`, "swap them"},
		"{type: hysteresis, stop: x, resume: 110 %}":                                            {"is not a ratio"},
		"{type: hysteresis, stop: 105 %, resume: 110 %, stop_after: 1 MW, resume_after: 0.5 h}": {"at once", "like \"4 h\"", "whole hours"},
	} {
		list := mistakesOf(t, text)
		ok := len(list) == len(want)
		for i := 0; ok && i < len(want); i++ {
			ok = strings.Contains(list[i], want[i])
		}
		if !ok {
			t.Errorf("%s: %q, want %q", text, list, want)
		}
	}
}

// mistakesOf returns what is said of a limit, in the order of its text.
func mistakesOf(t *testing.T, text string) (list []string) {
	t.Helper()
	var e limit.Entry
	var problems conf.Problems
	if err := conf.Load("test.yaml", []byte(text), conf.DefaultLimits, &e); !errors.As(err, &problems) {
		t.Fatalf("%s: %v, want problems", text, err)
	}
	for _, p := range problems {
		list = append(list, p.Message)
	}
	return list
}

// A value of an example that cannot be read, whichever it is, is one problem: nothing that follows from it is told.
func TestOneMistakeIsToldOnce(t *testing.T) {
	t.Parallel()
	for _, v := range limit.Varieties() {
		tree, err := conf.Parse("test.yaml", []byte(v.Example), conf.DefaultLimits)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range tree.Fields {
			if f.Key == "type" {
				continue
			}
			broken := tree.With(f.Key, &conf.Node{Kind: conf.Map, Pos: f.Value.Pos, Fields: []conf.Field{{Key: "?", KeyPos: f.Value.Pos, Value: &conf.Node{Kind: conf.Scalar, Text: "?", Pos: f.Value.Pos}}}})
			var e limit.Entry
			var problems conf.Problems
			if err := conf.Decode(broken, &e); !errors.As(err, &problems) || len(problems) != 1 {
				t.Errorf("%s with a mistake in %s: %v, want one problem", v.Name, f.Key, err)
			}
		}
	}
}
