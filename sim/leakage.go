package sim

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"

	"hashwatt/sim/kernel"
	"hashwatt/sim/ledger"
	"hashwatt/sim/sample"
)

// Leak is what one limit of the central case moved: the case beside the same one without the limit, each on the
// path of the network that it makes. What the held sites hash less lowers difficulty, and others run or grow
// instead.
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
	MarginUSD               float64 // revenue less power and what rules cost, but for auctions
	PaidUSD                 float64 // under rules, auctions included, less what the sites are paid
	Months                  []ShiftMonth
}

// ShiftMonth is the money of a shift in a month of the accounts.
type ShiftMonth struct{ MarginUSD, PaidUSD float64 }

// moves tells whether there is any difference.
func (s *Shift) moves() bool {
	return s.EnergyMWh != 0 || s.HashPHh != 0 || s.BTC != 0 || s.MarginUSD != 0 || s.PaidUSD != 0
}

// Place is a shift of the sites of one region that the limit does not hold.
type Place struct {
	Region int
	Shift
}

// Moves tells whether the limit moved anything: one whose work others would do without it moves nothing.
func (k *Leak) Moves() bool {
	return k.Held.moves() || k.RestPHh != 0 || k.Difficulty != 0 || slices.ContainsFunc(k.Elsewhere, func(p Place) bool { return p.moves() })
}

// LeastChange is the least part by which a limit moves difficulty that counts: what is less is how retargets fall.
const LeastChange = 1e-5

// Still tells whether what the rest of the world hashes otherwise is how retargets fall and no answer to the limit:
// difficulty hardly moves, and not to where it would call for that.
func (k *Leak) Still() bool {
	return math.Abs(k.Difficulty) < LeastChange && k.RestPHh*k.Difficulty >= 0
}

// Rate is what others hash more over what the held sites hash less; ok is false where these lose nothing, and where
// others hash less at a difficulty that is lower or the same, which is how retargets fall and no answer to the limit.
func (k *Leak) Rate() (part float64, ok bool) {
	more := 0.0
	if !k.Still() {
		more = k.RestPHh
	}
	for p := range k.Elsewhere {
		more += k.Elsewhere[p].HashPHh
	}
	if k.Held.HashPHh >= 0 || more < 0 && k.Difficulty <= 0 {
		return 0, false
	}
	return -more / k.Held.HashPHh, true
}

// mostLeaks is how many limits are taken out in turn: those that keep back most.
const mostLeaks = 6

// leaks plays the central case without each of the limits that bind; nil where the report does not ask for it, none
// binds, or each of these runs takes long and the report does not ask for them in so many words.
func (r *runner) leaks(ctx context.Context, out *Result) ([]Leak, error) {
	words := &r.facts.Words.Report
	if !words.Leaks() || r.spares(words.Leakage) {
		return nil, nil
	}
	var list []Leak
	for _, l := range binding(out, mostLeaks) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r.playing = "without limit " + strconv.Quote(r.problem.Limits[l].Name)
		world := *r.facts.World
		world.Limits = slices.Delete(slices.Clone(world.Limits), l, l+1)
		problem, trace, book, err := r.again(&world, nil)
		if err != nil {
			return nil, err
		}
		list = append(list, leak(out, l, problem.Problem, trace, book))
	}
	return list, nil
}

// cent is the least that is paid; what is less is rounding.
const cent = 0.01

// mostCrossing is how many hours of sites under budgets that cross are played again without being asked for: a
// minute or less in all. 15 sites for five years are as many.
const mostCrossing = 660_000

// costly tells whether to play the case once more takes long: where many hours stand under budgets that cross, or
// their linear programmes or the plans of machines that are switched are large. It goes by the size of the problem, so
// that one file has one answer everywhere.
func (r *runner) costly() bool {
	if r.problem.Budgets == nil {
		return false
	}
	hours := 0
	for k := range r.problem.Budgets.Roots {
		if root := &r.problem.Budgets.Roots[k]; root.Second != nil {
			hours += len(root.Sites) * (root.To - root.From)
		}
	}
	return hours > mostCrossing || r.problem.ProgramWork().Seconds+r.problem.ScheduleWork().Seconds > comparedSeconds
}

// spares tells whether a comparison is left away that takes long and that nobody has asked for in so many words.
func (r *runner) spares(asked *bool) bool { return asked == nil && r.costly() }

// binding returns the limits that keep anything back or cost anything, those that keep back most first, at most n.
func binding(out *Result, n int) []int {
	limits := out.Summary.Limits
	var list []int
	for l := range limits {
		if limits[l].BindingHours > 0 || math.Abs(limits[l].PaidUSD) >= cent {
			list = append(list, l)
		}
	}
	slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(limits[b].CurtailedMWh, limits[a].CurtailedMWh) })
	return list[:min(n, len(list))]
}

// leak compares the central case with the one without limit l.
func leak(out *Result, l int, free *kernel.Problem, without *kernel.Trace, book *ledger.Ledger) Leak {
	held := out.Facts.Limits[l].Sites
	shift := func(sites []int) Shift {
		with, free := sumOf(out.Problem.Problem, out.Trace, out.Ledger, sites), sumOf(free, without, book, sites)
		out := Shift{
			EnergyMWh: more(with.EnergyMWh, free.EnergyMWh), HashPHh: more(with.HashPHh, free.HashPHh), BTC: more(with.BTC, free.BTC),
			MarginUSD: more(with.MarginUSD, free.MarginUSD), PaidUSD: more(with.PaidUSD, free.PaidUSD),
		}
		for m := range with.Months {
			a, b := with.Months[m], free.Months[m]
			out.Months = append(out.Months, ShiftMonth{more(a.MarginUSD, b.MarginUSD), more(a.PaidUSD, b.PaidUSD)})
		}
		return out
	}
	list := Leak{Limit: l, Held: shift(held)}
	for r := range out.Facts.Regions {
		var others []int
		for i := range out.Facts.Sites {
			if out.Facts.Sites[i].Region == r && !slices.Contains(held, i) {
				others = append(others, i)
			}
		}
		if others != nil {
			list.Elsewhere = append(list.Elsewhere, Place{r, shift(others)})
		}
	}
	if out.Problem.Chain.Open { // the network is as it is given, and nobody answers
		return list
	}
	rest, difficulty := ofNetwork(out.Trace)
	restWithout, difficultyWithout := ofNetwork(without)
	list.RestPHh = more(rest, restWithout)
	if difficultyWithout > 0 {
		list.Difficulty = more(difficulty, difficultyWithout) / difficultyWithout
	}
	return list
}

// sumOf is what sites come to in all.
func sumOf(p *kernel.Problem, tr *kernel.Trace, book *ledger.Ledger, sites []int) (s Shift) {
	s.Months = make([]ShiftMonth, len(book.Months))
	for _, i := range sites {
		for m := range book.Sites[i].Lines {
			e := earns(p, tr, book, i, m)
			s.Months[m].MarginUSD += e.margin
			s.Months[m].PaidUSD += e.paid
			line := &book.Sites[i].Lines[m]
			s.EnergyMWh += line.EnergyMWh
			s.HashPHh += line.HashPHh
			s.BTC += line.BTC
		}
	}
	e := earnings(p, tr, book, sites...)
	s.MarginUSD, s.PaidUSD = e.margin, e.paid
	return s
}

// more is by how much a is more than b; zero where they differ by rounding alone.
func more(a, b float64) float64 {
	if math.Abs(a-b) <= 1e-9*max(math.Abs(a), math.Abs(b)) {
		return 0
	}
	return a - b
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
