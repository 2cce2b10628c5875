package sim

import (
	"context"
	"errors"
	"slices"
	"time"

	"hashwatt/seeds"
	"hashwatt/sim/dispatch"
	"hashwatt/sim/kernel"
	"hashwatt/sim/scenario"
	"hashwatt/sim/site"
)

// Programme is the linear programme of budgets that are planned together, in the central case and with all known.
type Programme struct {
	Number   int // from 0, in the order in which they begin
	Limits   []string
	From, To time.Time // UTC
	*dispatch.Program
}

// Programmes hands out those of a scenario, in order. They stand on the path of the network that rolling operators
// make; where these cannot plan, or for hours only, on the one of sites that no budget holds, and along is false. A
// scenario that is wrong gives conf.Problems.
func Programmes(ctx context.Context, f *scenario.File, cat *seeds.Catalog, see func(Programme)) (along bool, err error) {
	r := &runner{file: f, cat: cat, memory: &site.Memory{}}
	if err := r.resolve(); err != nil {
		return false, err
	}
	if err := r.compile(); err != nil {
		return false, err
	}
	if _, _, err := r.solve(ctx); err != nil {
		return false, err
	}
	if !r.problem.Plans() {
		return true, nil
	}
	d, _ := newDraw(r.facts, r.problem, 0, 0)
	path, along, err := r.rolling(d)
	if err != nil {
		return false, r.broken(err, 0)
	}
	world := *r.facts.World
	world.Foresight = kernel.Perfect
	problem, err := site.Compile(&world, r.file.Source(r.cat), &site.Memory{})
	if err != nil {
		return false, err
	}
	problem.Chain = r.problem.Chain
	err = kernel.Programs(problem.Problem, d, path, func(n int, program *dispatch.Program) {
		root := &problem.Budgets.Roots[n]
		out := Programme{Number: n, From: r.facts.Axis.At(root.From), To: r.facts.Axis.At(root.To), Program: program}
		for _, groups := range append([][]int32{root.Groups, root.Second}, root.More...) {
			for _, g := range groups {
				if name := problem.Limits[problem.Budgets.Groups[g].Limit].Name; !slices.Contains(out.Limits, name) {
					out.Limits = append(out.Limits, name)
				}
			}
		}
		see(out)
	})
	if err != nil {
		return false, r.broken(err, 0)
	}
	return along, nil
}

// rolling is the path of the network that rolling operators make or, where their budgets are beyond the solvers or
// take these hours, sites without budgets.
func (r *runner) rolling(d *kernel.Draw) (path []kernel.Part, along bool, err error) {
	problem := *r.problem.Problem
	problem.Foresight = kernel.Rolling
	first := &problem
	if problem.ProgramWork().Seconds > mostSeconds {
		first = problem.Unbudgeted()
	}
	for p := first; ; p = p.Unbudgeted() {
		trace := kernel.NewTrace(p, false)
		trace.Parts = make([]kernel.Part, 0, p.Hours+p.Hours/100)
		err := kernel.Run(p, d, &kernel.State{}, trace)
		var beyond *kernel.ProgramError
		if errors.As(err, &beyond) && p.Plans() {
			continue
		}
		return trace.Parts, p.Budgets != nil, err
	}
}
