package sim

import (
	"context"

	"hashwatt/sim/kernel"
	"hashwatt/sim/ledger"
	"hashwatt/sim/sample"
	"hashwatt/sim/site"
)

// Look is the central case as operators of another foresight would have played it, on the path of the network that
// the rolling ones made: what knowing more, or less, is worth.
type Look struct {
	Foresight kernel.Foresight
	Own       bool // the scenario's own
	EnergyMWh float64
	BTC       float64
	MarginUSD float64   // revenue less power and what rules cost, but for auctions, whose payments move money and lose none
	PaidUSD   float64   // under rules, auctions included
	GivenUSD  float64   // of MarginUSD, what the sites were paid for giving way, which no plan looks at
	Months    []float64 // MarginUSD by month
	Proven    kernel.Proven
}

// looks plays all three foresights; nil where the report does not ask for them.
func (r *runner) looks(ctx context.Context, out *Result, path []kernel.Part) ([]Look, error) {
	if !r.facts.Words.Report.ValueOfForesight {
		return nil, nil
	}
	return r.everyLook(ctx, out, path)
}

// everyLook plays all three foresights, perfect first.
func (r *runner) everyLook(ctx context.Context, out *Result, path []kernel.Part) ([]Look, error) {
	var list []Look
	for k, f := range []kernel.Foresight{kernel.Perfect, kernel.Rolling, kernel.Myopic} {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if f == r.problem.Foresight {
			list = append(list, lookOf(f, true, out.Problem.Problem, out.Trace, out.Ledger))
			continue
		}
		world := *r.facts.World
		world.Foresight = f
		r.playing = []string{"perfect", "rolling", "myopic"}[k] + " operators"
		problem, trace, book, err := r.again(&world, path)
		if err != nil {
			return nil, err
		}
		list = append(list, lookOf(f, false, problem.Problem, trace, book))
	}
	return list, nil
}

// again compiles a world that differs from that of the run and plays it as along does.
func (r *runner) again(world *site.World, path []kernel.Part) (*site.Compiled, *kernel.Trace, *ledger.Ledger, error) {
	problem, err := site.Compile(world, r.file.Source(r.cat), r.memory)
	if err != nil {
		return nil, nil, nil, err
	}
	problem.Chain = r.problem.Chain
	trace, book, err := r.along(world, problem, path)
	return problem, trace, book, err
}

// along plays the central case of a problem: along a path where one is given and the operators do not roll, else on
// the path that it makes itself.
func (r *runner) along(world *site.World, problem *site.Compiled, path []kernel.Part) (*kernel.Trace, *ledger.Ledger, error) {
	trace := kernel.NewTrace(problem.Problem, true)
	d, _ := newDraw(r.facts, problem, r.set.Seed, 0)
	var err error
	if path != nil && problem.Foresight != kernel.Rolling {
		err = kernel.RunAlong(problem.Problem, d, r.state(), trace, path)
	} else {
		err = kernel.Run(problem.Problem, d, r.state(), trace)
	}
	if err != nil {
		return nil, nil, r.broken(err, 0)
	}
	r.audit.add(trace.Certified)
	book, err := ledger.New(world, problem, trace)
	return trace, book, err
}

func lookOf(f kernel.Foresight, own bool, p *kernel.Problem, tr *kernel.Trace, book *ledger.Ledger) Look {
	look := Look{Foresight: f, Own: own, Proven: tr.Proven}
	var energy, coins, margin, paid, given sample.Sum
	for m := range book.Total.Lines {
		line := &book.Total.Lines[m]
		energy.Add(line.EnergyMWh)
		coins.Add(line.BTC)
		var month earning
		for i := range book.Sites {
			month.add(earns(p, tr, book, i, m))
		}
		paid.Add(month.paid)
		given.Add(month.given)
		margin.Add(month.margin)
		look.Months = append(look.Months, month.margin)
	}
	look.EnergyMWh, look.BTC, look.MarginUSD, look.PaidUSD = energy.Value(), coins.Value(), margin.Value(), paid.Value()
	look.GivenUSD = given.Value()
	return look
}
