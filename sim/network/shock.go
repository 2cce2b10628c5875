package network

import (
	"fmt"
	"math"
	"strings"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Shock is a dated event that multiplies what a response would bring by 1 + change, from one civil day (UTC) to
// another, both included: a ban, a flood, a war. After it the factor goes back to 1 evenly over a time, or at once:
//
//	{name: ban in China, from: 2021-05-20, to: 2021-07-31, change: -44 %, return: 6 months}
//
// A shock without an end is for good. Shocks may overlap; their factors multiply. Hashrate moves at a retarget
// only, so an epoch takes the mean factor of the days that it will last: 14 where nothing changes, 25 while 44 %
// have just gone.
//
// A return is the whole recovery: the response does not see what such a shock does to hashprice, so once it is over
// hashrate is where it would be without it. A shock without a return is met by the response: what others lose makes
// mining pay more for those who are left.
//
// A shock begins with the response or later: in the days before, history is as it was.
type Shock struct {
	Name   string         `yaml:"name,omitempty"`   // what it is called
	From   calendar.Date  `yaml:"from"`             // first day, UTC
	To     *calendar.Date `yaml:"to,omitempty"`     // last day, UTC; nil: it is for good
	Change unit.Change    `yaml:"change"`           // of the hashrate, above -100 %
	Return *unit.Duration `yaml:"return,omitempty"` // how long the factor takes back to 1 after the last day; nil: at once, and the response answers to the shock
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

// Describe says what was understood: "ban in China: -44 % from 2021-05-20 to 2021-07-31, back over 6 months and by
// nothing else".
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
		fmt.Fprintf(&b, " to %s, back over %s and by nothing else", s.To, s.Return)
	}
	return b.String()
}

// event is a shock in days since 1970-01-01.
type event struct {
	from, to int     // first and last day
	change   float64 // fraction
	fade     float64 // days back to 1 after the last day
	returns  bool    // the fade is the whole recovery
}

// event converts the words.
func (s Shock) event() event {
	e := event{from: s.From.Days(), to: math.MaxInt, change: float64(s.Change), returns: s.Return != nil}
	if s.To != nil {
		e.to = s.To.Days()
	}
	if e.returns {
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

// misfit returns why the response cannot answer for a shock, "" where it can.
func (s Shock) misfit(b Binding) string {
	handOver, last := calendar.DateOf(b.HandOver.UTC()), calendar.DateOf(b.End.UTC().Add(-1))
	switch {
	case last.Before(s.From):
		return fmt.Sprintf("the shock begins %s, after the last day of the run, %s; end the clock later or leave the shock out", s.From, last)
	case s.From.Before(handOver) && b.Replay:
		return fmt.Sprintf("the shock begins %s, before the hand-over, %s, and history holds those days as they were; begin it on that day or later, or begin the clock on %s or before and give a response alone, without replay", s.From, handOver, s.From)
	case s.From.Before(handOver):
		return fmt.Sprintf("the shock begins %s, before the response does, %s, and the hashrate of that day is as it was; begin it on that day or later, or begin the clock on %s or before", s.From, handOver, s.From)
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

// Start returns a course under the shocks. Before the hand-over there are none.
func (r *shocks) Start() Course {
	return &shockedCourse{shocks: r, inner: r.inner.Start(), factor: 1, returning: 1}
}

// shockedCourse lets the response see the world without the shocks and puts them on its answer.
type shockedCourse struct {
	*shocks
	inner     Course
	factor    float64 // of the epoch that ended
	returning float64 // the part of it that returns
	logBefore float64 // ln of what the returning part did to the whole network of the epoch before that
}

// Copy returns a course that goes on by itself.
func (c *shockedCourse) Copy() Course {
	copied := *c
	copied.inner = c.inner.Copy()
	return &copied
}

// Scale multiplies the machines that the response remembers.
func (c *shockedCourse) Scale(factor float64) { c.inner.Scale(factor) }

// Next takes the factor f of the epoch that ended out of its hashrate and puts that of the coming one on the answer:
//
//	H(k+1) = f(k+1) · next(H(k) / f(k))
//
// Difficulty follows the network of the epoch before, so the new one would be higher by the hashrate that shocks
// with a return took from the epoch that ended, and hashprice lower; in the epoch that ended, by what they took
// from the one before it. Other shocks are left in hashprice, and a response that looks at it answers to them.
func (c *shockedCourse) Next(s State) float64 {
	now := c.handOver + s.Years*unit.HoursPerYear/24
	logNow := 0.0
	if s.NetworkPHs > 0 {
		logNow = -math.Log1p(s.HashratePHs / s.NetworkPHs * (1/c.returning - 1))
	}
	s.Hashprice *= math.Exp(logNow)
	s.MeanLogHashprice += c.logBefore
	without := s.HashratePHs / c.factor
	if s.NetworkPHs > 0 { // what the network without the shocks would earn at the hashprice that the response sees
		s.RevenueUSDPerDay *= math.Exp(logNow) * (1 + (without-s.HashratePHs)/s.NetworkPHs)
	}
	s.NetworkPHs += without - s.HashratePHs
	s.HashratePHs = without
	c.factor, c.returning = c.coming(now, c.factor)
	c.logBefore = logNow
	return c.factor * c.inner.Next(s)
}

// coming returns the mean factor of the epoch that begins at a moment, in days since 1970-01-01, and that of the
// shocks that return; exactly 1 where there is none. With the difficulty that hashrate under the factor before has
// left, the epoch has done its work when the factor, summed over its days, comes to that of 14 days before: it
// lasts longer while much is lost, and no shock in it is missed.
func (r *shocks) coming(from, before float64) (all, returning float64) {
	const fortnight, longest = TargetTimespanS / 86400, 10 * 365.25 // days
	work, at := before*fortnight, from
	for work > 0 && at-from < longest {
		day := math.Floor(at)
		factor, back := 1.0, 1.0
		for _, e := range r.events {
			on := e.on(int(day))
			factor *= on
			if e.returns {
				back *= on
			}
		}
		covered := math.Min(day+1-at, work/factor)
		work -= covered * factor
		all += covered * (factor - 1)
		returning += covered * (back - 1)
		if covered < day+1-at {
			at += covered
			break
		}
		at = day + 1
	}
	return 1 + all/(at-from), 1 + returning/(at-from)
}
