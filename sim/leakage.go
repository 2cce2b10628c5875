package sim

import (
	"cmp"
	"context"
	"slices"

	"hashwatt/sim/kernel"
	"hashwatt/sim/ledger"
	"hashwatt/sim/sample"
)

// Leak is what one limit of the central case moved: the case beside the same one without the limit, each on the path of the
// network that it makes. What the held sites hash less lowers difficulty, and others run or grow instead.
type Leak struct {
	Limit     int
	Held      Shift   // of the sites that it holds
	Elsewhere []Place // the other sites, by region; none where it holds all
	RestPHh   float64 // PH/s x h that the rest of the world hashes more; 0 where the hashprice is given
	// Difficulty is the mean difficulty with the limit over that without it, less one; each epoch weighs as its hours.
	Difficulty float64
}

// Shift is by how much sites do more with the limit than without it.
type Shift struct {
	EnergyMWh, HashPHh, BTC float64
	MarginUSD               float64 // revenue less power and what rules cost
}

// Place is a shift of the sites of one region that the limit does not hold.
type Place struct {
	Region int
	Shift
}

// mostLeaks is how many limits are taken out in turn: those that keep back most.
const mostLeaks = 6

// leaks plays the central case without each of the limits that bind; nil where the report does not ask for it or none binds.
func (r *runner) leaks(ctx context.Context, out *Result) ([]Leak, error) {
	if !r.facts.Words.Report.Leaks() {
		return nil, nil
	}
	var list []Leak
	for _, l := range binding(out, mostLeaks) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		world := *r.facts.World
		world.Limits = slices.Delete(slices.Clone(world.Limits), l, l+1)
		_, trace, book, err := r.again(&world, nil)
		if err != nil {
			return nil, err
		}
		list = append(list, leak(out, l, trace, book))
	}
	return list, nil
}

// binding returns the limits that keep anything back or cost anything, those that keep back most first, at most n.
func binding(out *Result, n int) []int {
	limits := out.Summary.Limits
	var list []int
	for l := range limits {
		if limits[l].BindingHours > 0 || limits[l].PaidUSD != 0 {
			list = append(list, l)
		}
	}
	slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(limits[b].CurtailedMWh, limits[a].CurtailedMWh) })
	return list[:min(n, len(list))]
}

// leak compares the central case with the one without limit l.
func leak(out *Result, l int, without *kernel.Trace, book *ledger.Ledger) Leak {
	held := out.Facts.Limits[l].Sites
	list := Leak{Limit: l, Held: shift(out.Ledger, book, held)}
	for r := range out.Facts.Regions {
		var others []int
		for i := range out.Facts.Sites {
			if out.Facts.Sites[i].Region == r && !slices.Contains(held, i) {
				others = append(others, i)
			}
		}
		if others != nil {
			list.Elsewhere = append(list.Elsewhere, Place{r, shift(out.Ledger, book, others)})
		}
	}
	if out.Problem.Chain.Open { // the network is as it is given, and nobody answers
		return list
	}
	rest, difficulty := ofNetwork(out.Trace)
	restWithout, difficultyWithout := ofNetwork(without)
	list.RestPHh = rest - restWithout
	if difficultyWithout > 0 {
		list.Difficulty = difficulty/difficultyWithout - 1
	}
	return list
}

// shift is what some sites do more in one book than in another.
func shift(with, without *ledger.Ledger, sites []int) (s Shift) {
	one, two := with.Join(sites), without.Join(sites)
	for m := range one.Lines {
		a, b := &one.Lines[m], &two.Lines[m]
		s.EnergyMWh += a.EnergyMWh - b.EnergyMWh
		s.HashPHh += a.HashPHh - b.HashPHh
		s.BTC += a.BTC - b.BTC
		s.MarginUSD += a.RevenueUSD - a.PowerUSD - a.RulesUSD - (b.RevenueUSD - b.PowerUSD - b.RulesUSD)
	}
	return s
}

// ofNetwork returns what the rest of the world hashed, PH/s x h, and the mean difficulty.
func ofNetwork(tr *kernel.Trace) (restPHh, difficulty float64) {
	var rest, sum, hours sample.Sum
	for e := range tr.Epochs {
		epoch := &tr.Epochs[e]
		rest.Add(epoch.RowPHs * epoch.Hours)
		sum.Add(epoch.Difficulty * epoch.Hours)
		hours.Add(epoch.Hours)
	}
	if hours.Value() == 0 {
		return 0, 0
	}
	return rest.Value(), sum.Value() / hours.Value()
}
