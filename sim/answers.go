package sim

import (
	"context"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"hashwatt/sim/conf"
	"hashwatt/sim/kernel"
	"hashwatt/sim/ledger"
	"hashwatt/sim/metric"
	"hashwatt/sim/network"
)

// AnswerCase is the central case with another answer of the rest of the world. How the world answers is known to
// nobody, so the spread between the cases is a part of every result.
type AnswerCase struct {
	Label   string // "no answer", "adjustment by 5 %/epoch", "shutdown"; each once
	Own     bool   // the scenario's own answer: Trace and Without are those of the result
	Trace   *kernel.Trace
	Without *kernel.Trace
	Values  []metric.Value // as metric.Table

	// Found is the total, MW, that solve finds under this answer, to a thousandth of the target; nil without a solve,
	// and where Why says what stands in its way.
	Found *float64
	Why   string

	response *conf.Node // its words
}

// Words of the cases that have no words of their own.
const (
	noAnswer   = "no answer"
	adjustment = "adjustment by "
)

// callsOfAnswers is how many central cases are played in all to solve a scenario again under other answers.
const callsOfAnswers = 60

// knownSpeeds are the speeds of adjustment at which a result is shown beside its own, per epoch: what the epochs of
// 2020 to 2025 give where hashrate is explained by the hashprice of the same epoch, with an R² of 0.014, and the
// default of the seeds. In the response's own timing, by the epoch before, they give 0.56 ± 1.03 % (R² 0.003): the
// record tells neither from the other, nor from none.
func knownSpeeds() []float64 { return []float64{0.013, 0.05} }

// answers plays the central case under the answers that a rest of the world may give, the scenario's own among
// them; nil where none is called for within the horizon. An answer that cannot be bound, or whose numbers leave
// their range, is left out.
func (r *runner) answers(ctx context.Context, out *Result, s *solver) ([]AnswerCase, error) {
	cases := r.answered()
	if cases == nil {
		return nil, nil
	}
	errs := make([]error, len(cases))
	workers := r.set.Workers
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	free := make(chan struct{}, workers)
	var wg sync.WaitGroup
	var telling sync.Mutex
	told := 0
	for k := range cases {
		c := &cases[k]
		if c.Own {
			c.Trace, c.Without = out.Trace, out.Without
			c.Values = metric.Evaluate(r.facts.World, out.Trace, out.Without, out.Ledger)
			if out.Solved != nil && out.Solved.TotalMW > 0 {
				c.Found = &out.Solved.TotalMW
			}
			continue
		}
		free <- struct{}{}
		wg.Go(func() {
			errs[k] = r.underAnswer(ctx, c, s, out.Solved, callsOfAnswers/(len(cases)-1))
			if r.set.Playing != nil {
				telling.Lock()
				told++
				r.set.Playing("other answers of the rest of the world", float64(told)/float64(len(cases)-1))
				telling.Unlock()
			}
			<-free
		})
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for k := len(cases) - 1; k >= 0; k-- {
		if errs[k] != nil {
			cases = slices.Delete(cases, k, k+1)
		}
	}
	return cases, nil
}

// answered are the answers under which the central case is played, the scenario's own among them; nil where none is
// called for within the horizon.
func (r *runner) answered() []AnswerCase {
	words := &r.facts.Words.Bitcoin.RestOfWorld
	if r.facts.Bitcoin.Response == nil || words.Then == nil || !r.facts.Bitcoin.HandOver.Before(r.facts.Axis.At(r.facts.Axis.Hours)) {
		return nil
	}
	return r.answerCases(words.Then)
}

// answerCases are the known answers in their order: none, adjustment from slow to fast, shutdown, vintage. The
// scenario's own stands in its place among them where it is one or an adjustment, and else first.
func (r *runner) answerCases(then *network.AnyResponse) []AnswerCase {
	own := r.tree.Get("bitcoin").Get("rest_of_world")
	if r.facts.Words.Bitcoin.RestOfWorld.Replay != "" {
		own = own.Get("then")
	}
	mine := AnswerCase{Label: then.Name, Own: true, response: own}
	cases := []AnswerCase{{Label: noAnswer, response: response("growth", "rate", "0 %/year")}}
	decline, _ := r.cat.Default("response_decline_per_year")
	by := func(speed float64) AnswerCase {
		text := strconv.FormatFloat(100*speed, 'g', 6, 64) + " %/epoch"
		if then.Name == "adjustment" { // its target and decline are the scenario's
			return AnswerCase{Label: adjustment + text, response: own.With("speed", conf.NewScalar(text, "answer"))}
		}
		return AnswerCase{Label: adjustment + text, response: response("adjustment", "speed", text, "decline", decline.Text)}
	}
	speeds := knownSpeeds()
	placed := false
	switch kind := then.Kind.(type) {
	case *network.Growth:
		mine.Label = kind.Describe()
		if kind.Rate == 0 {
			cases[0], placed = mine, true
			cases[0].Label = noAnswer
		}
	case *network.Adjustment:
		mine.Label = by(float64(kind.Speed)).Label
		placed = true
		if kind.Speed == 0 {
			mine.Label = noAnswer
			cases[0] = mine
		} else if !slices.ContainsFunc(speeds, func(v float64) bool { return by(v).Label == mine.Label }) {
			speeds = append(speeds, float64(kind.Speed))
			slices.Sort(speeds)
		}
	}
	for _, speed := range speeds {
		one := by(speed)
		if one.Label == mine.Label {
			one = mine
		}
		cases = append(cases, one)
	}
	for _, name := range []string{"shutdown", "vintage"} {
		one := AnswerCase{Label: name, response: response(name)}
		if then.Name == name {
			if bare(own) {
				one, placed = mine, true
			} else {
				mine.Label = name + " in the scenario's words"
			}
		}
		cases = append(cases, one)
	}
	if !placed {
		cases = slices.Insert(cases, 0, mine)
	}
	return cases
}

// bare says whether the words of a response name the response and nothing else that the central case depends on.
func bare(n *conf.Node) bool {
	for _, f := range n.Fields {
		if f.Key != "response" && f.Key != "noise" && f.Key != "shock" && f.Key != "shocks" {
			return false
		}
	}
	return true
}

// response makes the words of a response from keys and values.
func response(name string, pairs ...string) *conf.Node {
	n := conf.NewMap("answer", conf.NewField("response", conf.NewScalar(name, "answer")))
	for k := 0; k < len(pairs); k += 2 {
		n = n.With(pairs[k], conf.NewScalar(pairs[k+1], "answer"))
	}
	return n
}

// answering is the scenario with another response in its file. Shocks stay.
func answering(tree, response *conf.Node, replay bool) (*conf.Node, error) {
	rest := tree.Get("bitcoin").Get("rest_of_world")
	next := response
	if replay {
		next = rest.With("then", response)
	} else {
		for _, key := range []string{"shock", "shocks"} {
			if shocks := rest.Get(key); shocks != nil {
				next = next.With(key, shocks)
			}
		}
	}
	return conf.Set(tree, conf.Path{"bitcoin", "rest_of_world"}, next)
}

// underAnswer plays one case, and solves it again where a power was found.
func (r *runner) underAnswer(ctx context.Context, c *AnswerCase, s *solver, solved *Solved, calls int) error {
	one := *r
	one.set.Hourly, one.set.Playing = nil, nil
	var err error
	if one.tree, err = answering(r.tree, c.response, r.facts.Words.Bitcoin.RestOfWorld.Replay != ""); err != nil {
		return err
	}
	if one.facts, one.problem, err = r.remade(one.tree); err != nil {
		return err
	}
	central, err := one.central(ctx)
	if err != nil {
		return err
	}
	c.Trace, c.Without = central.trace, central.without
	book, err := ledger.New(one.facts.World, one.problem, c.Trace)
	if err != nil {
		return err
	}
	c.Values = metric.Evaluate(one.facts.World, c.Trace, c.Without, book)
	if solved == nil || solved.TotalMW == 0 {
		return nil
	}
	y, err := s.came(&one, central, book)
	if err != nil {
		c.Why = err.Error()
		return nil
	}
	total, why := s.again(&one, y, solved, calls)
	if c.Why = why; why == "" {
		c.Found = &total
	}
	return nil
}
