package limit

import (
	"fmt"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Hysteresis is how the controller of a fleet switches machines: not at their break-even price of power, but above
// it and below it, and after a while. The break-even price is what a machine's revenue would pay for a MWh. It
// holds at all times.
type Hysteresis struct {
	Stop        unit.Ratio     `yaml:"stop"`                   // of the break-even price: machines stop where power costs more
	Resume      unit.Ratio     `yaml:"resume"`                 // of the break-even price: they resume where it costs less; Stop at most
	StopAfter   *unit.Duration `yaml:"stop_after,omitempty"`   // whole hours in a row that it takes; nil: one
	ResumeAfter *unit.Duration `yaml:"resume_after,omitempty"` // whole hours in a row that it takes; nil: one
}

// mostOfBreakEven is a multiple of the break-even price, written as 10000 %, above which a controller never acts.
const mostOfBreakEven = 100

// Check returns what is wrong with the words.
func (h *Hysteresis) Check(at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	add := func(key, format string, args ...any) {
		problems = append(problems, conf.Problemf(at.Get(key), format, args...))
	}
	if h.Stop == 0 {
		add("stop", "at 0 %% of the break-even price nothing ever runs; write for example 105 %%")
	} else if h.Stop > mostOfBreakEven {
		add("stop", "%s of the break-even price is never reached, so that nothing stops; write for example 105 %%", h.Stop)
	}
	if h.Resume == 0 {
		add("resume", "at 0 %% of the break-even price nothing resumes; write for example 95 %%")
	} else if h.Resume > h.Stop && h.Stop > 0 {
		add("resume", "%s is above %s, where machines stop, so that they would stop and resume at once; write no more than that", h.Resume, h.Stop)
	}
	problems = append(problems, checkHours(at, "stop_after", h.StopAfter)...)
	return append(problems, checkHours(at, "resume_after", h.ResumeAfter)...)
}

// Describe says what was understood: "machines stop after 2 h above 105 % of their break-even price and resume
// after 4 h below 95 %".
func (h *Hysteresis) Describe() string {
	after := func(d *unit.Duration) string {
		if d == nil {
			return "1 h"
		}
		return d.String()
	}
	return fmt.Sprintf("machines stop after %s above %s of their break-even price, and resume after %s below %s",
		after(h.StopAfter), h.Stop, after(h.ResumeAfter), h.Resume)
}

// Rule gives each machine class of a site the band.
func (h *Hysteresis) Rule(*Input) (Rule, error) {
	return Rule{Band: &Band{
		Stop: float64(h.Stop), Resume: float64(h.Resume),
		StopHours: max(1, wholeHours(h.StopAfter)), ResumeHours: max(1, wholeHours(h.ResumeAfter)),
	}}, nil
}

const hysteresisDoc = "machines that stop above their break-even price of power and resume below it, after some hours"

const hysteresisExample = `# How the controller of a fleet switches machines.
type: hysteresis
name: controller             # how the report calls it; default: the type
stop: 105 %                  # required; of the break-even price: machines stop where power costs more
resume: 95 %                 # required; of the break-even price: they resume where power costs less; no more than stop
stop_after: 2 h              # default 1 h; whole hours in a row that it takes, up to a week
resume_after: 4 h            # default 1 h; whole hours in a row that it takes, up to a week
applies_to:                  # default: where the limit stands; a site fits that fits every line
  region: komi               # one id or a list of ids in each line
  operator: BitRiver
  country: RU
  program: [komi_15]
  sites: [mikun, sindor]
source: project_assumption   # default: assumed by the scenario; a row of the seeds' sources
confidence: assumed          # default: none stated
`
