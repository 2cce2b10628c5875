package network

import (
	"fmt"
	"math"
	"strings"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Shock is a dated event that multiplies what a response would bring by 1 + change, from one civil day (UTC) to another, both included:
// a ban, a flood, a war. After it the factor goes back to 1 evenly over a time, or at once:
//
//	{name: ban in China, from: 2021-05-20, to: 2021-07-31, change: -44 %, return: 6 months}
//
// A shock without an end is for good. Shocks may overlap; their factors multiply. Hashrate moves at a retarget only, so an epoch takes
// the mean factor of the 14 days that begin with it.
type Shock struct {
	Name   string         `yaml:"name,omitempty"`   // what it is called
	From   calendar.Date  `yaml:"from"`             // first day, UTC
	To     *calendar.Date `yaml:"to,omitempty"`     // last day, UTC; nil: it is for good
	Change unit.Change    `yaml:"change"`           // of the hashrate, above -100 %
	Return *unit.Duration `yaml:"return,omitempty"` // how long the factor takes back to 1 after the last day; nil: at once
	At     conf.Pos       `yaml:"-"`
}

// Check returns everything that is wrong with the words.
func (s Shock) Check(at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	if s.To != nil && s.To.Before(s.From) {
		problems = append(problems, conf.Problemf(at.Get("to"), "the shock ends %s, before it begins, %s; swap the two days", s.To, s.From))
	}
	switch {
	case s.Change <= -1:
		problems = append(problems, conf.Problemf(at.Get("change"), "%s leaves nothing; a change is above -100 %%, and a loss of most is written like -90 %%", s.Change))
	case s.Change > most:
		problems = append(problems, conf.Problemf(at.Get("change"), "%s is more than tenfold; check the number", s.Change))
	}
	if s.Return != nil && s.To == nil {
		problems = append(problems, conf.Problemf(at.Get("return"), "a shock that returns has a last day; add to: <day>"))
	}
	return problems
}

// Describe says what was understood: "ban in China: -44 % from 2021-05-20 to 2021-07-31, back over 6 months".
func (s Shock) Describe() string {
	var b strings.Builder
	if s.Name != "" {
		b.WriteString(s.Name + ": ")
	}
	fmt.Fprintf(&b, "%s from %s", s.Change, s.From)
	switch {
	case s.To == nil:
		b.WriteString(" for good")
	case s.Return == nil:
		fmt.Fprintf(&b, " to %s", s.To)
	default:
		fmt.Fprintf(&b, " to %s, back over %s", s.To, s.Return)
	}
	return b.String()
}

// event is a shock in days since 1970-01-01.
type event struct {
	from, to int     // first and last day
	change   float64 // fraction
	fade     float64 // days back to 1 after the last day
}

// event converts the words.
func (s Shock) event() event {
	e := event{from: s.From.Days(), to: math.MaxInt, change: float64(s.Change)}
	if s.To != nil {
		e.to = s.To.Days()
	}
	if s.Return != nil {
		e.fade = s.Return.InHours() / 24
	}
	return e
}

// on returns the factor of a day, at its noon while it fades.
func (e event) on(day int) float64 {
	switch {
	case day < e.from:
		return 1
	case day <= e.to:
		return 1 + e.change
	}
	if gone := (float64(day-e.to) - 0.5) / e.fade; gone < 1 {
		return 1 + e.change*(1-gone)
	}
	return 1
}

// misfit returns why a shock would change nothing that the response answers for, "" where it would.
func (s Shock) misfit(b Binding) string {
	e := s.event()
	handOver, last := calendar.DateOf(b.HandOver.UTC()), calendar.DateOf(b.End.UTC().Add(-1))
	switch {
	case last.Before(s.From):
		return fmt.Sprintf("the shock begins %s, after the last day of the run, %s; end the clock later or leave the shock out", s.From, last)
	case e.from < handOver.Days() && s.To == nil:
		return fmt.Sprintf("the shock begins %s and does not end, so all hashrate from the hand-over on, %s, has it in already; leave the shock out, or say when it ends", s.From, handOver)
	case s.To != nil && float64(e.to)+e.fade < float64(handOver.Days()):
		return fmt.Sprintf("the shock is over before the hand-over, %s, so history has it in already; to impose it, begin the clock before it and give a response alone, without replay", handOver)
	}
	return ""
}

// shocks is a response under shocks.
type shocks struct {
	events   []event
	handOver float64 // days since 1970-01-01
	inner    Response
}

// underShocks wraps a response into shocks, or returns those that do not fit the run.
func underShocks(inner Response, list []Shock, b Binding) (Response, []conf.Problem) {
	var problems []conf.Problem
	r := &shocks{handOver: float64(b.HandOver.Unix()) / 86400, inner: inner}
	for _, s := range list {
		if why := s.misfit(b); why != "" {
			problems = append(problems, problem(s.At, "%s", why))
		}
		r.events = append(r.events, s.event())
	}
	return r, problems
}

// Start returns a course under the shocks.
func (r *shocks) Start() Course { return &shockedCourse{shocks: r, inner: r.inner.Start()} }

// shockedCourse lets the response see the world without the shocks and puts them on its answer.
type shockedCourse struct {
	*shocks
	inner  Course
	begun  bool
	start  float64 // factor in the hashrate at the hand-over
	factor float64 // of the epoch that ended
}

// Copy returns a course that goes on by itself.
func (c *shockedCourse) Copy() Course {
	copied := *c
	copied.inner = c.inner.Copy()
	return &copied
}

// Next takes the factor of the epoch that ended out of its hashrate and puts that of the coming one on the answer:
//
//	H(k+1) = f(k+1) · next(H(k) / f(k))
//
// The hashprice stays as it is, so a response that looks at it answers to what the shock does to difficulty.
func (c *shockedCourse) Next(s State) float64 {
	now := c.handOver + s.Years*unit.HoursPerYear/24
	if !c.begun {
		// Nobody has put a factor on the record: it holds what happened on the days before the hand-over.
		midnight := math.Floor(c.handOver)
		c.begun, c.start = true, c.mean(math.Min(now-s.EpochHours/24, midnight-1), midnight)
		c.factor = c.start
	}
	without := s.HashratePHs / c.factor
	s.NetworkPHs += without - s.HashratePHs
	s.HashratePHs = without
	s.StartPHs /= c.start
	c.factor = c.mean(now, now+TargetTimespanS/86400)
	return c.factor * c.inner.Next(s)
}

// mean returns the mean factor from one moment to a later one, in days since 1970-01-01; exactly 1 where there is no shock.
func (r *shocks) mean(from, until float64) float64 {
	sum := 0.0
	for day := int(math.Floor(from)); float64(day) < until; day++ {
		factor := 1.0
		for _, e := range r.events {
			factor *= e.on(day)
		}
		covered := math.Min(until, float64(day+1)) - math.Max(from, float64(day))
		sum += covered * (factor - 1)
	}
	return 1 + sum/(until-from)
}
