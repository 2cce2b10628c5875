package kernel

import (
	"slices"

	"hashwatt/sim/dispatch"
)

// Programs hands out the linear programme of each root of budgets, by number, for operators who know all of a path
// of the network that a run left in its Trace.Parts. A soft budget is one of all that could run, with an item that
// earns its price for standing in the way; so the value of the programme has the price of all that could run added.
// No programme decides what the sites draw: those of later roots are as if none before had been short. The only
// error is a *RangeError.
func Programs(p *Problem, d *Draw, path []Part, see func(root int, program *dispatch.Program)) error {
	s := &State{programs: see}
	return s.run(p, d, NewTrace(p, false), Perfect, path)
}

// handOut gives the programme of root r away, once, and lets the budgets decide nothing.
func (s *State) handOut(r int32, pl *plan) {
	sp := &s.budget
	pl.idle = true
	if sp.handed == nil {
		sp.handed = make([]bool, len(sp.of))
	}
	if sp.handed[r] {
		return
	}
	sp.handed[r] = true
	program := &dispatch.Program{Margin: slices.Clone(sp.items.Margin), Energy: slices.Clone(sp.items.Energy)}
	for f := range pl.groups {
		program.AddTree(&sp.tree[f], sp.under[f])
	}
	s.programs(int(r), program)
}

// Unbudgeted is the problem without its budgets, whose sites run as if there were none.
func (p *Problem) Unbudgeted() *Problem {
	out := *p
	out.Budgets = nil
	out.Sites = slices.Clone(p.Sites)
	for i := range out.Sites {
		out.Sites[i].Class, out.Sites[i].Breaches = -1, nil
	}
	return &out
}
