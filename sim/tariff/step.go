package tariff

import (
	"math"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Step changes a price for good from a local day on: {from: 2025-07-01, change: 9.1 %}.
type Step struct {
	From   calendar.Date `yaml:"from"`
	Change unit.Change   `yaml:"change"` // of the price of the day before; above -100 %
	At     conf.Pos      `yaml:"-"`
}

// Rise is how a price moves: by a rate every year, by dated steps, or by both, which multiply.
type Rise struct {
	Escalation unit.AnnualRate `yaml:"escalation,omitempty"` // effective annual, from the start of the axis or the day on which the component begins; above -100 %
	Steps      []Step          `yaml:"steps,omitempty"`      // in the order of their days
}

// mostChange is beyond any step that was meant.
const mostChange = 99.0

// problems returns what is wrong with the rate and the steps.
func (r *Rise) problems(at *conf.Node) []conf.Problem {
	problems := checkEscalation(at.Get("escalation"), r.Escalation)
	for i, s := range r.Steps {
		item := at.Get("steps").Items[i]
		if i > 0 && !r.Steps[i-1].From.Before(s.From) {
			problems = append(problems, conf.Problemf(item.Get("from"), "%s does not come after %s; write the steps in the order of their days", s.From, r.Steps[i-1].From))
		}
		if s.Change <= -1 || s.Change > mostChange {
			problems = append(problems, conf.Problemf(item.Get("change"), "%s is no change of a price; it lies above -100 %% and is at most %.0f %%", s.Change, 100*mostChange))
		}
	}
	return problems
}

// none tells whether the price never moves.
func (r *Rise) none() bool { return r.Escalation == 0 && len(r.Steps) == 0 }

// text ends a sentence: ", rising 4 %/year, and 9.1 % from 2025-07-01".
func (r *Rise) text() string {
	text := escalationText(r.Escalation)
	for _, s := range r.Steps {
		text += s.text()
	}
	return text
}

// round takes the last digits off a number that came from a percentage.
func round(x float64) float64 { return math.Round(x*1e12) / 1e12 }

// A rising multiplies prices hour by hour, in the order of the hours.
type rising struct {
	rise *Rise
	in   Input
	day  int32
	step float64
}

// over prepares the hours of an axis.
func (r *Rise) over(in Input) *rising { return &rising{rise: r, in: in, day: -1, step: 1} }

// at returns the factor of hour t: 1 in the first hour of the axis, or of the component where it begins on a day,
// before any step.
func (s *rising) at(t int) float64 {
	if s.rise.none() {
		return 1
	}
	if day := s.in.Civil.Day[t]; day != s.day && len(s.rise.Steps) > 0 {
		s.day, s.step = day, 1
		date := s.in.Civil.Date[day]
		if end := s.in.frozen(); end != nil && end.date.Before(date) {
			date = end.date
		}
		for _, step := range s.rise.Steps {
			if !date.Before(step.From) {
				s.step *= 1 + float64(step.Change)
			}
		}
	}
	return s.step * growth(s.rise.Escalation, s.in.risen(t))
}

// inMonth returns the factor of a local month: that of its first hour on the axis.
func (r *Rise) inMonth(in Input, m int) float64 { return r.over(in).at(in.Civil.Months[m].From) }

// localText prints the local start of an hour: "2024-03-04 15:00".
func localText(in Input, t int) string {
	zone := in.Civil.Zone
	if zone == nil {
		zone = time.UTC
	}
	return in.Axis.At(t).In(zone).Format("2006-01-02 15:04")
}
