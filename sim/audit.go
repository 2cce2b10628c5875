package sim

import (
	"context"
	"math"

	"hashwatt/sim/kernel"
)

// Audit is what the costly checks of a run come to, which Settings.Check asks for. Errors are relative.
type Audit struct {
	Certified kernel.Certified // of all plans, draws included
	Hours     float64          // worst error of a site in an hour of the central case: a draw outside what it can, its connection and its limits
	Load      float64          // of the sites' draws added up by hour against the load
	Used      float64          // of the sites' draws added up by budget against what was booked
	Optimal   float64          // farthest from an optimum that a machine and hour stand, see auditor.optimal; 0 unless Proven
	Proven    bool             // foresight is perfect and some sites have no more to them than margins and limits
	Looked    bool             // the foresights were compared:
	Schedules []Check          // of minimum times, in the central case
	Foresight float64          // what rolling or myopic operators earn more than those of perfect foresight, beyond the gap that these have proven
	LessUSD   float64          // what those of perfect foresight earn less than the best of the others, that gap not taken off; 0 for rounding
	GapUSD    float64          // that gap
}

// add counts the plans of another run.
func (a *Audit) add(c kernel.Certified) {
	if a != nil {
		a.Certified.Plans += c.Plans
		a.Certified.Gap = math.Max(a.Certified.Gap, c.Gap)
		a.Certified.Over = math.Max(a.Certified.Over, c.Over)
	}
}

// state is the memory for a run of the central case.
func (r *runner) state() *kernel.State {
	s := &kernel.State{Certify: r.set.Check}
	if tell, what := r.set.Playing, r.playing; tell != nil {
		s.Played = func(months, of int) { tell(what, float64(months)/float64(of)) }
	}
	return s
}

// auditor goes through the hours of the central case as they are recorded.
type auditor struct {
	*Audit
	p    *kernel.Problem
	st   *kernel.State
	next kernel.Recorder // nil for nobody
	wide []bool          // by site: under budgets that are planned with units, whose multipliers prove a bound only
	used []float64       // by group, as the budget counts
	load []float64       // by hour, MWh

	times *schedules
}

func newAuditor(a *Audit, p *kernel.Problem, st *kernel.State, next kernel.Recorder) *auditor {
	out := &auditor{Audit: a, p: p, st: st, next: next, load: make([]float64, p.Hours), times: newSchedules(p, st)}
	out.wide = make([]bool, len(p.Sites))
	if p.Budgets != nil {
		out.used = make([]float64, len(p.Budgets.Groups))
		for r := range p.Budgets.Roots {
			if p.Joint(r) {
				for _, i := range p.Budgets.Roots[r].Sites {
					out.wide[i] = true
				}
			}
		}
	}
	return out
}

// Record looks at one site in one part of an hour.
func (a *auditor) Record(h kernel.Hour, items []kernel.Item) {
	if a.next != nil {
		a.next.Record(h, items)
	}
	var sum float64
	for k := range items {
		item := &items[k]
		a.Hours = math.Max(a.Hours, math.Max(-item.EnergyMWh, item.EnergyMWh-item.CapacityMWh)/h.PowerMW)
		sum += item.EnergyMWh
	}
	allowed := h.CapMW
	if !h.Built {
		allowed = 0
	} else {
		_, force := a.st.Ruling(h.Site)
		for _, f := range force {
			allowed = math.Min(allowed, f.MW)
		}
	}
	a.Hours = math.Max(a.Hours, (sum-allowed)/h.PowerMW)
	a.load[h.T] += sum * h.Length
	a.times.see(h, items, allowed, a.used)
	a.draw(h, sum*h.Length)
	if h.Built {
		a.optimal(h, items)
	}
}

// draw adds what a site drew to the budgets that hold it.
func (a *auditor) draw(h kernel.Hour, mwh float64) {
	a.p.EachLoose(h.Site, h.T, func(g int32) { a.used[g] += mwh })
	class := a.p.Sites[h.Site].Class
	if class < 0 || mwh == 0 {
		return
	}
	b := a.p.Budgets
	if b.Weight != nil {
		mwh *= b.Weight[class]
	}
	for _, leaf := range append([][][]int32{b.Leaf, b.Second}, b.More...) {
		if leaf == nil {
			continue
		}
		for g := leaf[class][h.T]; g >= 0; g = b.Groups[g].Parent {
			a.used[g] += mwh
		}
	}
}

// optimal holds what runs to its multipliers: a machine above them runs in full, one below is idle (complementary
// slackness). How far one is from that is the smaller of two distances: of its margin from its multiplier, and of
// its energy from where it should be.
func (a *auditor) optimal(h kernel.Hour, items []kernel.Item) {
	site := &a.p.Sites[h.Site]
	if a.p.Foresight != kernel.Perfect || site.Charged || site.Switched() || a.wide[h.Site] {
		return
	}
	a.Proven = true
	for k := range items {
		item := &items[k]
		if item.CapacityMWh <= 0 {
			continue
		}
		away, part := item.Margin-item.Multiplier, item.EnergyMWh/item.CapacityMWh
		if away > 0 {
			part = 1 - part
		}
		away = math.Abs(away) / math.Max(math.Max(math.Abs(item.Margin), item.Multiplier), 1)
		a.Optimal = math.Max(a.Optimal, math.Min(away, part))
	}
}

// close compares the sums with what the run has booked.
func (a *auditor) close(tr *kernel.Trace) {
	for t, load := range tr.LoadMW {
		a.Load = math.Max(a.Load, math.Abs(load-a.load[t])/math.Max(load, 1))
	}
	for g := range a.used {
		group := &a.p.Budgets.Groups[g]
		used := a.used[g]
		if group.Unit != 0 {
			used /= group.Unit
		}
		a.Used = math.Max(a.Used, math.Abs(used-tr.Budgets[g].UsedMWh)/math.Max(used, 1))
	}
	a.Schedules = a.times.checks()
	a.add(tr.Certified)
}

// audits notes that operators who know more earn more, where no more than margins, limits and charges that are
// planned as one with these decide. What plans of switches, of limits that may be broken, and of charges leave open
// is taken off, and what sites are paid for giving way counts for nobody: they do so unasked, see kernel.
func (r *runner) audits(ctx context.Context, out *Result, path []kernel.Part) error {
	if out.Audit == nil || !r.looksForward() {
		return nil
	}
	looks := out.Looks
	if looks == nil {
		var err error
		if looks, err = r.everyLook(ctx, out, path); err != nil {
			return err
		}
	}
	best := looks[0].MarginUSD - looks[0].GivenUSD
	for _, look := range looks[1:] {
		less, scale := look.MarginUSD-look.GivenUSD-best, math.Max(math.Abs(best), 1)
		if less > 1e-9*scale {
			out.Audit.LessUSD = math.Max(out.Audit.LessUSD, less)
		}
		out.Audit.Foresight = math.Max(out.Audit.Foresight, (less-looks[0].Proven.USD)/scale)
	}
	out.Audit.Looked, out.Audit.GapUSD = true, looks[0].Proven.USD
	return nil
}

// looksForward tells whether foresight is all that sets the operators of different foresight apart.
func (r *runner) looksForward() bool {
	if !r.problem.Plans() || !r.problem.AsOne() {
		return false
	}
	breaks, switches, controlled := false, false, false
	for i := range r.problem.Sites {
		s := &r.problem.Sites[i]
		breaks, switches, controlled = breaks || s.Breaches != nil, switches || s.Cycle != nil, controlled || s.Band != nil
	}
	return !breaks || !switches && !controlled // what a controller keeps on at a loss is in no plan
}

// auditChecks are the checks that are made where Settings.Check asks for them.
func auditChecks(r *Result) []Check {
	a := r.Audit
	if a == nil {
		return nil
	}
	list := []Check{
		{"hours", "in every hour each machine drew between nothing and what it could, and each site no more than connection and limits allow", a.Hours, 1e-9},
		{"load", "the draws of the sites add up to the load in every hour", a.Load, 1e-9},
	}
	if r.Problem.Budgets != nil {
		list = append(list,
			Check{"used", "the draws of the sites add up to what is used of every budget", a.Used, 1e-9},
			Check{"certificate", "every plan of budgets is proven an optimum by its multipliers, or within the gap that it states, and keeps within the budgets", math.Max(a.Certified.Gap, a.Certified.Over), 1e-9})
	}
	list = append(list, a.Schedules...)
	if a.Proven {
		list = append(list, Check{"optimum", "with all known, in every hour each machine that earns more than its multipliers runs and each that earns less is idle", a.Optimal, 1e-9})
	}
	if a.Looked {
		list = append(list, Check{"foresight", "on one path of the network operators who know all earn at least as much as others, but for the gap that their plans have proven", a.Foresight, 1e-9})
	}
	return list
}
