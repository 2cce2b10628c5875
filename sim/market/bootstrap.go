package market

import (
	"math"
	"math/rand/v2"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Bootstrap repeats days of the past, in blocks of a random length, as they followed each other then: the
// stationary bootstrap of D. N. Politis and J. P. Romano, Journal of the American Statistical Association 89, 1994.
// Every day a new block begins with probability 1/block, at a day of the sample that is drawn evenly; otherwise the
// next day of the sample follows, and its first day follows its last.
//
// Quantities that grow (prices, exchange rates, a difficulty) repeat their changes, ln P(d)/P(d−1); fees repeat
// their level, because changes of a thing that flares up and dies down add up to a walk without a level once they
// are cut into blocks.
//
// All quantities of a draw that say bootstrap with the same block and sample repeat the same days, wherever they
// begin: so price, fees and exchange rates keep what bound them to each other.
//
// The central path is the mean. With a drift it grows at the drift, and the draws are moved by what lies between
// that and the mean M(t) of the resampled path,
//
//	P(t) = P(0)·(1 + drift)^t · exp(Σ r)/M(t)      M(t) = E[exp(Σ r)]
//
// where M is exact: the source day is a Markov chain on the days of the sample. Without one it is M itself: the
// past goes on as it was. The mean of fees is that of the sample, grown at the drift where there is one.
//
// Where the price repeats the past, so does the noise of the rest of the world: the shock of an epoch is the step
// of difficulty that followed the epoch of the source of the day on which it begins, less the mean of the sample
// and over its standard deviation. How large it is stays with the response.
type Bootstrap struct {
	Block unit.Duration    `yaml:"block"`           // mean length of a block, a day or more
	From  calendar.Date    `yaml:"from"`            // first day of the sample
	To    calendar.Date    `yaml:"to"`              // last day of it
	Drift *unit.AnnualRate `yaml:"drift,omitempty"` // of the mean path, effective annual; nil: the sample's own
	Value *Value           `yaml:"start,omitempty"` // on the first day, in the unit of the quantity; nil: goes on from the replay
	At    conf.Pos         `yaml:"-"`
}

// Check returns what is wrong with the block, the sample and the drift.
func (s Bootstrap) Check(at *conf.Node) (problems []conf.Problem) {
	if s.block() < 1 {
		problems = append(problems, conf.Problemf(at.Get("block"), "%s is no block; it is a day or longer, for example 20 days", s.Block))
	}
	days := s.To.Days() - s.From.Days() + 1
	switch {
	case days < 1:
		problems = append(problems, conf.Problemf(at.Get("to"), "%s is before the first day of the sample, %s", s.To, s.From))
	case float64(days) < 2*s.block():
		problems = append(problems, conf.Problemf(at.Get("to"), "the sample of %d days holds less than two blocks of %s; take a longer sample or shorter blocks", days, s.Block))
	}
	if s.Drift != nil {
		problems = append(problems, checkRate(at.Get("drift"), *s.Drift)...)
	}
	return problems
}

// block is the mean length of a block in days.
func (s Bootstrap) block() float64 { return s.Block.InHours() / 24 }

// Describe says what was understood: "days of 2019-01-01 to 2025-12-31 in blocks of 20 days with a drift of 0 %/year".
func (s Bootstrap) Describe() string {
	drift := " with the drift of that time"
	if s.Drift != nil {
		drift = " with a drift of " + s.Drift.String()
	}
	return "days of " + s.From.String() + " to " + s.To.String() + " in blocks of " + s.Block.String() + drift + from(s.Value)
}

// levels says whether the level of the source day is repeated, not its change.
func levels(u Unit) bool { return u.Name == Fees().Name }

// Start returns the value of the first day; levels of the past need none.
func (s Bootstrap) Start(u Unit) (stated *Value, needed bool) { return s.Value, !levels(u) }

// Shocked says that no normals are taken: days of the past have their own correlations.
func (s Bootstrap) Shocked() bool { return false }

// Same says whether two bootstraps of one draw repeat the same days.
func (s *Bootstrap) Same(o *Bootstrap) bool {
	return s.block() == o.block() && s.From == o.From && s.To == o.To
}

// Sources returns the days of the past that the first days of a run repeat, by the joint stream of a draw.
func (s Bootstrap) Sources(days int, joint *rand.Rand) []calendar.Date {
	sample := s.To.Days() - s.From.Days() + 1
	list, source := make([]calendar.Date, days), -1
	for d := range list {
		source = follow(source, sample, 1/s.block(), joint)
		list[d] = s.From.AddDays(source)
	}
	return list
}

// Bind cuts the sample out of the record.
func (s Bootstrap) Bind(b Binding) (Process, []conf.Problem) {
	if b.History == nil || len(b.History.Values) == 0 {
		return nil, []conf.Problem{problem(s.At, "nothing is recorded of this quantity, so no day of it can be repeated; write another process, for example {process: flat, value: %s}",
			b.Unit.Example)}
	}
	first, last := b.History.First, b.History.First.AddDays(len(b.History.Values)-1)
	if !levels(b.Unit) {
		first = first.AddDays(1) // the first change is that of the second day
	}
	if s.From.Before(first) || last.Before(s.To) {
		return nil, []conf.Problem{problem(s.At, "the sample from %s to %s is not all recorded; the record has %s to %s", s.From, s.To, first, last)}
	}
	p := &bootstrap{again: 1 / s.block(), levels: levels(b.Unit)}
	if s.Drift != nil {
		p.logDrift = math.Log1p(float64(*s.Drift))
	}
	at := s.From.Days() - b.History.First.Days()
	values := b.History.Values[at : at+s.To.Days()-s.From.Days()+1]
	if p.levels {
		p.sample = values
		for _, v := range values {
			p.level += v / float64(len(values))
		}
		return p, nil
	}
	p.sample = make([]float64, len(values))
	for d := range values {
		before, after := b.History.Values[at+d-1], values[d]
		if !(before > 0 && after > 0) {
			return nil, []conf.Problem{problem(s.At, "the record is zero on %s or the day before, which has no change; let the sample begin later", s.From.AddDays(d))}
		}
		p.sample[d] = math.Log(after / before)
	}
	p.growth = b.Memory.mean(sampled{b.Unit.Name, s.From, s.To, p.again, b.Days}, func() []float64 { return meanGrowth(p.sample, p.again, b.Days) })
	p.own = s.Drift == nil
	return p, nil
}

// meanGrowth returns ln M(t) for the first days: M is E[exp(r(1) + ... + r(t))] over blocks of the sample. With
// m(j) the part of M(t) that ends on source day j, m'(j) = exp(r(j))·((1 − p)·m(j−1) + p·Σm/n), from m = 1/n. After
// forty blocks the growth of M is steady to the last bit (the rest shrinks by 1 − p a day), and the last day stands
// for all that follow.
func meanGrowth(returns []float64, again float64, days int) []float64 {
	n := len(returns)
	factor, part := make([]float64, n), make([]float64, n)
	for j, r := range returns {
		factor[j], part[j] = math.Exp(r), 1/float64(n)
	}
	var growth []float64
	total, log := 1.0, 0.0 // of the parts, which are held near 1 so that nothing runs out of the numbers
	for t := 0; t < days && t <= int(40/again)+1; t++ {
		stay, fresh := (1-again)/total, again/float64(n)
		total = 0
		before := part[n-1]
		for j, f := range factor {
			before, part[j] = part[j], f*(float64(stay*before)+fresh)
			total += part[j]
		}
		log += math.Log(total)
		growth = append(growth, log)
	}
	return growth
}

type bootstrap struct {
	levels   bool
	sample   []float64 // levels, or changes of the logarithm
	again    float64   // probability that a block begins
	level    float64   // mean of the levels, where they are repeated
	growth   []float64 // ln M of the first days where changes are repeated
	own      bool      // the central path grows as M does, not at the drift
	logDrift float64   // per year
}

// Fill repeats days of the past on days that are not central. The choice is read from the joint stream, two numbers
// for each day of the run from its first one, so that it does not hang on where this quantity begins.
func (p *bootstrap) Fill(dst []float64, start float64, quiet int, chance Chance) {
	rng := chance.Joint
	if rng == nil {
		rng = chance.Rand
	}
	source := -1
	if !chance.Central() {
		for range chance.day {
			source = follow(source, len(p.sample), p.again, rng)
		}
	}
	sum := 0.0
	for i := range dst {
		drawn := !chance.Central() && i >= quiet
		if drawn {
			source = follow(source, len(p.sample), p.again, rng)
		}
		drift := p.logDrift * (float64(i+1) / daysPerYear)
		switch {
		case p.levels && drawn:
			dst[i] = p.sample[source] * math.Exp(drift)
			continue
		case p.levels:
			dst[i] = p.level * math.Exp(drift)
			continue
		case p.own:
			drift = p.mean(i + 1)
		}
		if drawn {
			sum += p.sample[source]
			drift += sum - p.mean(i-quiet+1)
		}
		dst[i] = start * math.Exp(drift)
	}
}

// follow returns the source day of the next day among those of a sample; source is that of the day before, negative
// where there is none.
func follow(source, sample int, again float64, rng *rand.Rand) int {
	begins, where := rng.Float64(), rng.Float64()
	if source < 0 || begins < again {
		return min(int(where*float64(sample)), sample-1)
	}
	if source++; source == sample {
		return 0
	}
	return source
}

// mean is ln M after a number of days.
func (p *bootstrap) mean(days int) float64 {
	k := len(p.growth)
	if days <= k {
		return p.growth[days-1]
	}
	return p.growth[k-1] + float64(days-k)*(p.growth[k-1]-p.growth[k-2])
}

const bootstrapDoc = "days of the past in blocks, the same ones for price, fees and exchange rates"

const bootstrapExample = `# Days of the past in blocks (stationary bootstrap). All that say so with the same block and sample repeat the same days.
process: bootstrap
block: 20 days               # required; mean length of a block
from: 2019-01-01             # required; first day of the sample, which must be recorded
to: 2025-12-31               # required; last day of the sample
drift: 0 %/year              # default: the sample's own, which for the coin is steep; growth of the mean, effective annual rate
start: 100000 USD/BTC        # default: goes on from the replay; required without one, but for fees; the value of the first day
`
