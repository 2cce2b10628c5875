package limit_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hashwatt/sim/limit"
)

// Days are 24 hours, ten minutes a sixth of an hour; blocks are one unless said otherwise, and what is left out
// does not hold.
func TestCyclingIsWhatTheScheduleNeeds(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]limit.Cycle{
		"up: 4 h":            {UpHours: 4, Blocks: 1},
		"down: 1 day":        {DownHours: 24, Blocks: 1},
		"start: 5 USD/MW":    {StartPerMW: 5, Blocks: 1},
		"start: 5 USD/kW":    {StartPerMW: 5000, Blocks: 1},
		"cold_start: 10 min": {ColdHours: 1. / 6, Blocks: 1},
		"blocks: 1":          {Blocks: 1},
		"up: 4 h, down: 2 h, start: 300 RUB/MW, cold_start: 90 min, blocks: 4, ramp_up: 2, ramp_down: 4": {
			UpHours: 4, DownHours: 2, StartPerMW: 300, ColdHours: 1.5, Blocks: 4, RampUp: 2, RampDown: 4,
		},
	} {
		r := rule(t, "{type: cycling, "+words+"}", input(t, "2025-01-01", "2025-01-02", "UTC", 10))
		if diff := cmp.Diff(limit.Rule{Cycle: &want}, r); diff != "" {
			t.Errorf("%s (-want +got):\n%s", words, diff)
		}
	}
	for text, want := range map[string]string{"start: 5 RUB/MW": "RUB", "up: 4 h": ""} {
		if got := load(t, "{type: cycling, "+text+"}").Kind.(limit.Monied).Currency(); string(got) != want {
			t.Errorf("%s is in %q, want %q", text, got, want)
		}
	}
}

// Words on switching that contradict each other, or mean nothing, are refused where they stand.
func TestCyclingMistakes(t *testing.T) {
	t.Parallel()
	explained(t, []mistake{
		{"§{type: cycling}", `says nothing of switching; add up, down, start`},
		{"{type: cycling, up: §0 h}", "write 1 h or more, or leave up out"},
		{"{type: cycling, up: §1.5 h}", "is not a number of whole hours"},
		{"{type: cycling, down: §8 days}", "8 days is longer than 168 h"},
		{"{type: cycling, down: §1e300 years}", "is longer than 168 h"},
		{"{type: cycling, start: §0 USD/MW}", "is no cost"},
		{"{type: cycling, start: §-1 USD/MW}", "is negative"},
		{"{type: cycling, start: §5 USD/MWh}", "is an energy price"},
		{"{type: cycling, cold_start: §0 min}", "lose nothing"},
		{"{type: cycling, cold_start: §1 h}", `write "60 min"`},
		{"{type: cycling, cold_start: §20000 min}", "longer than a week"},
		{"{type: cycling, blocks: §0}", "0 is not 1 to 100 blocks"},
		{"{type: cycling, blocks: §101}", "101 is not 1 to 100 blocks"},
		{"{type: cycling, ramp_up: §2}", `add for example "blocks: 4", or leave ramp_up out`},
		{"{type: cycling, ramp_down: §2}", `add for example "blocks: 4", or leave ramp_down out`},
		{"{type: cycling, blocks: 4, ramp_up: §0}", "nothing moves"},
		{"{type: cycling, blocks: 4, ramp_down: §5}", "there are only 4 blocks"},
		{"{type: cycling, up: 4 h, §season: 11-15..03-15}", `unknown key "season"`},
	})
}

// One sentence on how machines are switched.
func TestSwitchingInWords(t *testing.T) {
	t.Parallel()
	described(t, map[string]string{
		"{type: cycling, up: 4 h}":                                   "the machines of each class at each site stay on for 4 h at least, and are switched as one",
		"{type: cycling, start: 5 USD/MW}":                           "the machines of each class at each site cost 5 USD/MW of the whole class to start, and are switched as one",
		"{type: cycling, down: 2 h, start: 5 USD/MW, blocks: 4}":     "the machines of each class at each site stay off for 2 h at least, cost 5 USD/MW of a whole block to start, and are switched in 4 blocks",
		"{type: cycling, cold_start: 10 min, blocks: 4, ramp_up: 2}": "the machines of each class at each site lose 10 min of revenue of a whole block when they start, and are switched in 4 blocks, up by 2 an hour at most",
		"{type: cycling, up: 4 h, down: 2 h, start: 5 USD/MW, cold_start: 10 min, blocks: 4, ramp_up: 2, ramp_down: 1}": "the machines of each class at each site " +
			"stay on for 4 h and off for 2 h at least, cost 5 USD/MW and 10 min of revenue of a whole block to start, and are switched in 4 blocks, up by 2 and down by 1 an hour at most",
		"{type: cycling, blocks: 2, ramp_down: 1}":      "the machines of each class at each site are switched in 2 blocks, down by 1 an hour at most",
		"{type: hysteresis, stop: 105 %, resume: 95 %}": "machines stop after 1 h above 105 % of their break-even price, and resume after 1 h below 95 %",
		"{type: hysteresis, stop: 105 %, resume: 95 %, stop_after: 2 h, resume_after: 4 h}": "machines stop after 2 h above 105 % of their break-even price, " +
			"and resume after 4 h below 95 %",
	})
}

// 105 % is a multiple of 1.05; a controller that is not told to wait decides by one hour.
func TestHysteresisIsABand(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]limit.Band{
		"stop: 105 %, resume: 95 %":                                       {Stop: 1.05, Resume: 0.95, StopHours: 1, ResumeHours: 1},
		"stop: 100 %, resume: 100 %":                                      {Stop: 1, Resume: 1, StopHours: 1, ResumeHours: 1},
		"stop: 120 %, resume: 80 %, stop_after: 2 h, resume_after: 1 day": {Stop: 1.2, Resume: 0.8, StopHours: 2, ResumeHours: 24},
	} {
		r := rule(t, "{type: hysteresis, "+words+"}", input(t, "2025-01-01", "2025-01-02", "UTC", 10))
		if diff := cmp.Diff(limit.Rule{Band: &want}, r); diff != "" {
			t.Errorf("%s (-want +got):\n%s", words, diff)
		}
	}
}

// Bands that are upside down or never acted on are refused where they stand.
func TestHysteresisMistakes(t *testing.T) {
	t.Parallel()
	explained(t, []mistake{
		{"§{type: hysteresis, stop: 105 %}", `"resume" is missing`},
		{"§{type: hysteresis, resume: 95 %}", `"stop" is missing`},
		{"{type: hysteresis, stop: 95 %, resume: §105 %}", "105 % is above 95 %, where machines stop"},
		{"{type: hysteresis, stop: §0 %, resume: 95 %}", "nothing ever runs"},
		{"{type: hysteresis, stop: §10001 %, resume: 95 %}", "nothing stops"},
		{"{type: hysteresis, stop: 105 %, resume: §0 %}", "nothing resumes"},
		{"{type: hysteresis, stop: §1.05, resume: 95 %}", `write "105 %"`},
		{"{type: hysteresis, stop: 105 %, resume: 95 %, stop_after: §0 h}", "leave stop_after out"},
		{"{type: hysteresis, stop: 105 %, resume: 95 %, resume_after: §30 days}", "longer than 168 h"},
	})
}
