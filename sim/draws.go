package sim

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"hashwatt/sim/conf"
	"hashwatt/sim/kernel"
	"hashwatt/sim/ledger"
	"hashwatt/sim/metric"
	"hashwatt/sim/scenario"
	"hashwatt/sim/site"
)

// workers is how many goroutines play the draws: no more than there are of these, and one at least.
func (s *Settings) workers() int {
	n := s.Workers
	if n <= 0 {
		n = runtime.GOMAXPROCS(0)
	}
	return max(1, min(n, s.Draws))
}

// outcome is what is kept of one draw.
type outcome struct {
	values []metric.Value // as metric.Table
	months [][]float64    // as metric.Profiles
	proofs kernel.Certified
	err    error
}

// draws plays draws 1..N on all workers. Workers take draws as they come; results land in the slot of their draw.
func (r *runner) draws(ctx context.Context, out *Result) error {
	n := r.set.Draws
	slots := make([]outcome, n+1)
	slots[0] = outcome{values: metric.Evaluate(r.facts.World, out.Trace, out.Without, out.Ledger), months: out.Months}
	out.Items = make([]int, r.set.workers())
	var next, done atomic.Int64
	var failed atomic.Bool
	var wg sync.WaitGroup
	for w := range out.Items {
		wg.Go(func() {
			worker := &worker{runner: r, state: kernel.State{Certify: r.set.Check}}
			for ctx.Err() == nil && !failed.Load() {
				d := int(next.Add(1))
				if d > n {
					return
				}
				slots[d] = worker.draw(d)
				if slots[d].err != nil {
					failed.Store(true)
				}
				out.Items[w]++
				if r.set.Done != nil {
					r.set.Done(int(done.Add(1)))
				}
			}
		})
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	var months [][][]float64
	for d := range slots {
		if slots[d].err != nil {
			return slots[d].err
		}
		out.Audit.add(slots[d].proofs)
		out.Columns = append(out.Columns, slots[d].values)
		months = append(months, slots[d].months)
	}
	out.Summary.Spread(out.Columns)
	out.Fans = metric.Fans(months)
	return nil
}

// worker plays draws one after another and reuses its memory.
type worker struct {
	*runner
	state kernel.State
	trace *kernel.Trace
	rest  *kernel.Trace // without the sites
}

func (w *worker) draw(d int) outcome {
	facts, problem := w.facts, w.problem
	if len(facts.Words.Uncertain) > 0 {
		var err error
		if facts, problem, err = w.vary(d); err != nil {
			return outcome{err: err}
		}
	} else {
		own := *facts // drawn exchange rates are written into it
		world := *facts.World
		own.World = &world
		facts = &own
	}
	if w.trace == nil || !w.trace.Fits(problem.Problem) {
		w.trace = kernel.NewTrace(problem.Problem, false)
	} else {
		w.trace.Reset()
	}
	draw, priced := newDraw(facts, problem, w.set.Seed, d)
	if err := kernel.Run(problem.Problem, draw, &w.state, w.trace); err != nil {
		return outcome{err: w.broken(err, d)}
	}
	proofs := w.trace.Certified
	rest, err := without(problem.Problem, draw, &w.state, w.trace, w.rest)
	if err != nil {
		return outcome{err: w.broken(err, d)}
	}
	if rest != w.trace {
		w.rest = rest
	}
	book, err := ledger.New(facts.World, priced, w.trace)
	if err != nil {
		return outcome{err: err}
	}
	return outcome{values: metric.Evaluate(facts.World, w.trace, rest, book), months: metric.EvaluateProfiles(book, w.trace), proofs: proofs}
}

// outOfRange says in which draw an uncertain input left its range, and where the input stands.
func (w *worker) outOfRange(err error, d int) error {
	var problems conf.Problems
	if !errors.As(err, &problems) {
		return err
	}
	out := slices.Clone(problems)
	for k := range out {
		out[k].Message += fmt.Sprintf(" (in draw %d; narrow the range of the uncertain input, or choose a distribution with ends)", d)
		if at := w.file.Tree.Get("uncertain"); out[k].Pos.Line == 0 && at != nil {
			out[k].Pos, out[k].Excerpt = at.Pos, at.Pos.Excerpt()
		}
	}
	return out
}

// vary resolves and compiles the scenario with the uncertain inputs of draw d.
func (w *worker) vary(d int) (*scenario.Facts, *site.Compiled, error) {
	tree, err := w.file.Drawn(w.tree, w.facts.Words.Uncertain, w.set.Seed, d)
	if err != nil {
		return nil, nil, err
	}
	facts, problem, err := w.remade(tree)
	if err != nil {
		return nil, nil, w.outOfRange(err, d)
	}
	return facts, problem, nil
}
