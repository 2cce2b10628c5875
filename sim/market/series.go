package market

import (
	"math"

	"hashwatt/sim/conf"
	"hashwatt/sim/series"
)

// Series is what a scenario says about one uncertain series: a replay and then a process,
//
//	{replay: history, then: {process: gbm, drift: 0 %/year, volatility: 50 %/year}}
//	{replay: prices.csv, then: {process: flat}}
//
// or a process alone, which begins where the run begins: {process: flat, value: 50 USD/PH/day}. A process goes on
// from the last value of the replay, the day after it; a value that the words state is that of the first day of the
// run that the process fills.
type Series struct {
	Replay string      `yaml:"replay,omitempty"` // "history", or a file of the user's; "" where a process stands alone
	Then   *AnyProcess `yaml:"then,omitempty"`   // nil where a replay alone was asked for
	At     conf.Pos    `yaml:"-"`
}

// replayHistory is the word for what the seeds record.
const replayHistory = "history"

// DecodeNode reads either form.
func (s *Series) DecodeNode(n *conf.Node) error {
	s.At = n.Pos
	hasProcess, hasReplay := n.Get("process") != nil, n.Get("replay") != nil
	if hasProcess && !hasReplay && n.Get("then") == nil {
		s.Then = new(AnyProcess)
		return conf.Decode(n, s.Then)
	}
	if hasProcess || !hasReplay {
		return conf.Problems{conf.Problemf(n,
			"needs a process, or a replay and then a process; write {process: flat, value: ...} or {replay: history, then: {process: ...}}")}
	}
	var form struct {
		Replay string      `yaml:"replay"`
		Then   *AnyProcess `yaml:"then,omitempty"`
	}
	if err := conf.Decode(n, &form); err != nil {
		return err
	}
	if form.Replay == "" {
		return conf.Problems{conf.Problemf(n.Get("replay"), "empty; write history, or the name of a file")}
	}
	s.Replay, s.Then = form.Replay, form.Then
	return nil
}

// CheckUnit reads the values of the quantity in its unit and returns what is wrong with them. It needs no file and
// no date, so that a wrong unit is found together with all other mistakes of a scenario.
func (s Series) CheckUnit(u Unit) []conf.Problem {
	if s.Then == nil || s.Then.Kind == nil {
		return nil
	}
	if picky, ok := s.Then.Kind.(interface{ checkUnit(u Unit) []conf.Problem }); ok {
		if problems := picky.checkUnit(u); problems != nil {
			return problems
		}
	}
	stated, needed := s.Then.Start(u)
	if stated != nil {
		_, problems := stated.read(u)
		return problems
	}
	if needed && s.Replay == "" {
		return []conf.Problem{problem(s.At, "%s has nothing to start from; add its value on the first day, for example %s",
			s.Then.Name, u.Example)}
	}
	return nil
}

// Shocked says whether normals move the series, so that it can be correlated with another one.
func (s Series) Shocked() bool { return s.Then != nil && s.Then.Kind != nil && s.Then.Shocked() }

// Random says whether draws differ in the series after its replay.
func (s Series) Random() bool { return s.Shocked() || s.Bootstrap() != nil }

// Bootstrap returns the process where it is one that repeats days of the past, else nil.
func (s Series) Bootstrap() *Bootstrap {
	if s.Then == nil {
		return nil
	}
	b, _ := s.Then.Kind.(*Bootstrap)
	return b
}

// Describe says in one sentence what was understood.
func (s Series) Describe() string {
	past := s.Replay
	switch {
	case s.Then == nil:
		return past
	case past == "":
		return s.Then.Describe()
	}
	return past + ", then " + s.Then.Describe()
}

// Bind returns the path that the words describe over the days of b, or everything that stands in its way.
func (s Series) Bind(b Binding) (*Path, []conf.Problem) {
	past, problems := s.past(b)
	if problems != nil {
		return nil, problems
	}
	p := &Path{days: b.Days, HandOver: b.First}
	if past != nil {
		if problems := s.replay(p, past, b); problems != nil {
			return nil, problems
		}
	}
	if len(p.history) == b.Days {
		return p, nil
	}
	if s.Then == nil {
		return nil, []conf.Problem{problem(s.At, "%s ends %s, before the last day of the run, %s; add what follows, for example then: {process: flat}",
			s.Replay, p.HandOver.AddDays(-1), b.last())}
	}
	if problems := s.begin(p, b); problems != nil {
		return p, problems
	}
	return p, s.checkMean(p, b)
}

// widestMean is how far the central path may go from its start, in the logarithm: 43 powers of ten.
const widestMean = 100.0

// checkMean returns a problem where the process carries the central path out of all proportion, so that money made
// of it would leave the numbers. What a file says is no process of its own.
func (s Series) checkMean(p *Path, b Binding) []conf.Problem {
	switch p.process.(type) {
	case values, share:
		return nil
	}
	path := make([]float64, p.days)
	p.Fill(path, Chance{})
	start := p.start
	if start <= 0 {
		start = path[len(p.history)] // of a process that needs no value to start from
	}
	for d, v := range path[len(p.history):] {
		if !(v >= 0) || math.IsInf(v, 0) || start > 0 && !(math.Abs(math.Log(v/start)) <= widestMean) {
			return []conf.Problem{problem(s.Then.At, "%s brings its mean from %.4g to %.4g %s by %s, which is out of all proportion; check its numbers, or end the clock earlier",
				s.Then.Name, start, v, b.Unit.Name, b.First.AddDays(len(p.history)+d))}
		}
	}
	return nil
}

// past returns the series to replay, nil if there is none.
func (s Series) past(b Binding) (*series.Daily, []conf.Problem) {
	switch s.Replay {
	case "":
		return nil, nil
	case replayHistory:
		if b.History == nil || len(b.History.Values) == 0 {
			return nil, []conf.Problem{problem(s.At, "there is no history to replay; write a process, for example {process: flat, value: %s}", b.Unit.Example)}
		}
		return b.History, nil
	}
	return b.read(s.Replay, s.At)
}

// replay copies what the past knows of the run's days and notes where it ends.
func (s Series) replay(p *Path, past *series.Daily, b Binding) []conf.Problem {
	if b.First.Before(past.First) {
		return []conf.Problem{problem(s.At, "%s begins %s, after the first day of the run, %s; start the clock later", s.Replay, past.First, b.First)}
	}
	skip := b.First.Days() - past.First.Days()
	p.start = past.Values[len(past.Values)-1]
	if skip >= len(past.Values) {
		p.gap = skip - len(past.Values)
	} else {
		p.history = past.Values[skip:min(skip+b.Days, len(past.Values))]
	}
	p.HandOver = past.First.AddDays(len(past.Values))
	return nil
}

// begin binds the process that fills the days from the hand-over on.
func (s Series) begin(p *Path, b Binding) []conf.Problem {
	stated, needed := s.Then.Start(b.Unit)
	var problems []conf.Problem
	if stated != nil {
		p.stated = true
		p.start, problems = stated.read(b.Unit)
	} else if needed && s.Replay == "" {
		problems = s.CheckUnit(b.Unit)
	}
	if stated != nil || !needed {
		p.gap = 0 // nothing has to be carried over the days between
	}
	last := b.last()
	b.First = b.First.AddDays(len(p.history) - p.gap)
	b.Days = last.Days() - b.First.Days() + 1
	if needed {
		b.Start = p.start
	}
	if p.stated {
		b.First, b.Days = b.First.AddDays(1), b.Days-1
	}
	process, more := s.Then.Bind(b)
	p.process = process
	return append(problems, more...)
}
