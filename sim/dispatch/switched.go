package dispatch

import "math"

// SwitchedItems are what may run in part under any number of families of budgets, as parallel arrays.
type SwitchedItems struct {
	Margin []float64 // USD/MWh at the meter, finite; zero and below never runs
	Energy []float64 // MWh available, finite, not negative
	Leaf   [][]int32 // by family, then item: the smallest group that contains it, -1 for none
}

// SwitchedUnit is a unit whose blocks are switched whole, and which budgets count. Its arrays begin at hour 0, as
// those of all units do; units may have different numbers of hours.
type SwitchedUnit struct {
	Cycle  Cycle      // Starts, if not nil, by hour
	From   CycleState // before hour 0
	Value  []float64  // by hour, USD: what the whole unit earns, before any multiplier; -Inf where a rule forces it off
	Energy []float64  // by hour, MWh: what the whole unit uses of its budgets, as they count it; finite, not negative
	Leaf   [][]int32  // by family, then hour: the smallest group that contains it, -1 for none
	Shared []bool     // by hour: any part of what is on may run, if it uses anything; nil: always all of it
}

// SwitchedPlan is the answer of [SwitchSpace.Solve]. Its slices belong to the plan and are overwritten by the next
// Solve into it.
type SwitchedPlan struct {
	Units    []CyclePlan
	Share    [][]float64 // by unit, then hour: the part of what is on that runs, 0..1; 1 if not shared; of nothing void
	Fraction []float64   // by item: how much of it runs, 0..1
	Prices   []Prices    // by family: multipliers that prove a bound, see CertifySwitched; Used is that of the plan
	Value    float64     // USD, of units less their starts and of items
	Bound    float64     // USD that no plan can pass; never below Value
	Dual     float64     // USD, the bound that Prices prove; Bound may be smaller where a search has proven it
	Exact    bool        // the plan is proven the best: Bound is above Value by rounding only
	Rung     Rung        // Switched, or Threshold where no budget is short
}

// Gap is how far Value may lie below that of the best plan at most, relative to the larger of Value and Bound; 0 if
// Exact.
func (p *SwitchedPlan) Gap() float64 {
	if p.Exact || p.Bound <= p.Value {
		return 0
	}
	return (p.Bound - p.Value) / max(math.Abs(p.Bound), math.Abs(p.Value))
}

const (
	switchedExact = 1e-9 // relative gap below which a plan is the best
	switchedClose = 1e-4 // relative gap at which a large problem is no longer searched
	switchedLarge = 4000 // unit-hours from which a problem is large
)

// SwitchSpace holds the arrays of Solve between calls. The zero value is ready; it serves one goroutine at a time.
type SwitchSpace struct {
	// Work bounds the search: how many labels one Solve may make, 0 for 400,000 and 24 more for each hour of a unit.
	// Some millions are made in a second. One pass of a dozen labels at a time is always made to its end. Half the
	// work is spent once more on the later half, which with a bound is left alone where the gap is 1e-4 or less
	// already, and half on larger blocks where units have many and the first plan is not good. Where long horizons
	// have no good first plan, windows of a week take half as many, or 100 for each hour of a unit if Work is 0.
	// Under three families or more each linear programme counts as the labels that are made in its time: but for ten,
	// none is solved once they have taken as much as all labels may. Where units have shared hours and the plan stays
	// more than a thousandth below its bound, the problem is solved once more with all hours whole, and all of the
	// work.
	Work int

	// Known are schedules that are known beforehand, by unit and hour the blocks that are on; nil for none. The plan is
	// no worse than they are. If a unit has none, or one of another length, or one that its rules do not allow, or all
	// of them together use more than there is, none counts. They are copied first: they may be those of the plan that
	// is overwritten.
	Known [][]int

	// Quick does without the search: the plan is the best of Known, of what the multipliers lead to, and of units planned
	// in turn from there.
	Quick bool

	switchedProblem
	dual    switchedDual
	search  switchedSearch
	rest    switchedRest
	tail    switchedTail
	windows switchedWindows
	cycles  CycleSpace
	best    switchedBest
	turns   switchedTurns
	blocks  switchedBlocks
	entire  switchedEntire
	counts  switchedWithin
	known   [][]int // a copy of Known
}

// switchedBest is the best plan so far.
type switchedBest struct {
	value  float64
	blocks [][]int // by unit, then hour
}

// Solve finds schedules of units and fractions of items of large value under budgets that both use: it maximises
//
//	Σ margin·energy·fraction + Σ value_ut·b_ut/Blocks_u - starts    with    Σ energy·fraction + Σ energy_ut·b_ut/Blocks_u <= residual
//
// for each group, over fractions from 0 to 1 and schedules b_u that [CycleSpace.Solve] could choose, hours of -Inf
// and what comes after the last one included. In shared hours b_ut counts with a share from 0 to 1, which is chosen
// too; starts do not.
//
// What a unit owes. A schedule of choice never breaks a minimum up time or a ramp for want of budget: a unit is not
// started where the budgets cannot carry it for as long as it must stay on. Only what the past has left may have to:
// the hours in which a unit must still be on, or may not yet have fallen to nothing, run in order of time, with the
// fewest blocks that are allowed, as long as the budgets have room for them before anything else, with a share of
// nothing in shared hours; in one hour the units take turns in their order. The first hour of a unit that does not
// fit is forced off, as if its value were -Inf. Hence some plan always exists.
//
// Method. Bound: the multipliers of the budgets divide the problem into units and items (A. M. Geoffrion, "Lagrangean
// relaxation for integer programming", Mathematical Programming Study 2, 1974); a unit at given multipliers is one
// exact recursion. They are found group by group along the trees, all groups of a depth at once, from the multipliers
// that the ladder finds where blocks may be divided; budgets of units alone are first rounded down to what whole
// blocks can use. Plan: units of many blocks are planned in larger ones first where the first plan is not good;
// schedules are extended hour by hour from the first to the last, as labels with a state of each unit and a use of
// each budget that is still open; a label is dropped if another of equal states uses no more and earns no less (M.
// Desrochers and F. Soumis, INFOR 26, 1988), or if what it could still earn at the multipliers, which the backward
// recursion tells for every state, does not pass the best plan known (G. Y. Handler and I. Zang, "A dual algorithm
// for the constrained shortest path problem", Networks 10, 1980). Items and shares are solved by the ladder for each
// complete schedule. Where no label was dropped for want of room the plan is the best of all; otherwise the largest
// bound of what was dropped is the Bound. Where there is no room for all, those labels stay that have kept what
// schedules at prices around the multipliers still want to use, and the later half of long plans is solved once more
// with what the first has left. Where shared hours leave a wide gap, the same problem without them, in which all that
// is on runs, is planned too.
//
// One unit by itself whose budgets follow one another, and of which its blocks use whole numbers of something, needs no
// search: what is left of the budget that is open is one more state of its recursion ([CycleSpace.BackWithin]), and the
// plan is the best of all, if Work allows as many states.
//
// Small problems are searched to the end if Work allows; those of more than some thousand unit-hours stop at a
// relative gap of 1e-4. If p is the plan of a similar problem with the same groups, its multipliers are the first
// guess.
//
// It returns an error only where items lie in three families or more and their linear programme is too large
// ([ErrTooLarge]), and panics if a number is not usable.
func (w *SwitchSpace) Solve(trees []*Tree, items *SwitchedItems, units []SwitchedUnit, p *SwitchedPlan) error {
	w.begin(trees, items, units)
	w.remember()
	w.rest.spent = 0
	w.shape(p)
	w.oblige()
	w.reduce()
	if w.free(p) {
		return nil
	}
	if err := w.dual.solve(w, p); err != nil {
		return err
	}
	if err := w.first(); err != nil {
		return err
	}
	if err := w.incumbent(); err != nil {
		return err
	}
	if known, err := w.counted(); known || err != nil {
		if err != nil {
			return err
		}
		return w.answer(p, w.best.value)
	}
	bound, err := w.improve()
	if err != nil {
		return err
	}
	return w.answer(p, bound)
}

// improve searches for better plans than the first ones, and returns what none can pass.
func (w *SwitchSpace) improve() (bound float64, err error) {
	if len(w.trees) > 1 || w.Quick { // in one family the search is nearly always as good, and faster
		if err := w.inTurn(); err != nil {
			return 0, err
		}
	}
	if w.Quick {
		return w.dual.least, nil
	}
	if w.gap(w.dual.least) > wideGap && w.affords() {
		if err := w.larger(); err != nil {
			return 0, err
		}
	}
	if err := w.windows.improve(w); err != nil {
		return 0, err
	}
	if bound, err = w.search.run(w); err != nil {
		return 0, err
	}
	if len(w.trees) == 1 && w.gap(bound) > wideGap {
		if err := w.inTurn(); err != nil {
			return 0, err
		}
	}
	return bound, w.entire.improve(w, bound)
}

// shape gives every slice of the plan its length. Multipliers that may be a first guess stay.
func (w *SwitchSpace) shape(p *SwitchedPlan) {
	p.Units = sized(p.Units, len(w.units))
	p.Fraction = sized(p.Fraction, len(w.items.Margin))
	p.Share = resized(p.Share, len(w.units))
	for u := range w.units {
		p.Share[u] = sized(p.Share[u], len(w.value[u]))
	}
	w.dual.guessed = p.Rung == Switched && len(p.Prices) == len(w.trees)
	for f, t := range w.trees {
		w.dual.guessed = w.dual.guessed && len(p.Prices[f].Lambda) == len(t.Parent)
	}
	p.Prices = sized(p.Prices, len(w.trees))
	for f, t := range w.trees {
		if !w.dual.guessed {
			p.Prices[f].reset(len(t.Parent))
		}
	}
}

// free answers a problem in which no budget is short: every unit and item decides for itself.
func (w *SwitchSpace) free(p *SwitchedPlan) bool {
	for u := range w.units {
		w.cycles.Solve(w.could[u], w.units[u].Cycle, w.units[u].From, &p.Units[u])
		for t := range p.Share[u] {
			if p.Share[u][t] = 1; w.units[u].shares(t) && !(w.could[u][t] > 0) {
				p.Share[u][t] = 0
			}
		}
	}
	for j, m := range w.items.Margin {
		p.Fraction[j] = 0
		if m > 0 {
			p.Fraction[j] = 1
		}
	}
	w.measure(p)
	for f, t := range w.trees {
		for g, used := range p.Prices[f].Used {
			if used > max(t.Residual[g], 0)*(1+tolerance) {
				return false
			}
		}
	}
	for f, t := range w.trees {
		used := p.Prices[f].Used
		p.Prices[f].Used = nil
		p.Prices[f].reset(len(t.Parent))
		p.Prices[f].Used = used
	}
	p.Bound, p.Dual, p.Exact, p.Rung = p.Value, p.Value, true, Threshold
	return true
}

// answer writes the best plan, with the multipliers and the bound.
func (w *SwitchSpace) answer(p *SwitchedPlan, bound float64) error {
	for u := range w.units {
		plan := &p.Units[u]
		plan.Blocks = append(plan.Blocks[:0], w.best.blocks[u]...)
		plan.account(w.value[u], w.units[u].Cycle, w.units[u].From)
	}
	if err := w.rest.fill(w, w.best.blocks, p); err != nil {
		return err
	}
	for _, g := range w.gates {
		plan := &p.Units[g.unit]
		plan.Value += w.could[g.unit][g.hour] * w.units[g.unit].on(plan.Blocks[g.hour]) * p.Share[g.unit][g.hour]
	}
	w.dual.write(w, p)
	w.measure(p)
	p.Bound, p.Dual = max(p.Value, bound), w.dual.least
	for a, lost := range w.lost {
		p.Dual += w.dual.best[a] * lost
	}
	p.Exact = p.Bound-p.Value <= switchedExact*max(math.Abs(p.Bound), math.Abs(p.Value), 1e-6*w.gross)
	p.Rung = Switched
	return nil
}

// measure sums the value of a plan and what it uses of each group.
func (w *SwitchSpace) measure(p *SwitchedPlan) {
	value := 0.0
	for f := range w.trees {
		clear(p.Prices[f].Used)
	}
	for j, m := range w.items.Margin {
		if x := w.items.Energy[j] * p.Fraction[j]; x > 0 {
			value += m * x
			for f := range w.trees {
				if g := w.items.Leaf[f][j]; g >= 0 {
					p.Prices[f].Used[g] += x
				}
			}
		}
	}
	for u := range w.units {
		unit := &w.units[u]
		value += p.Units[u].Value
		for t, b := range p.Units[u].Blocks {
			if b == 0 {
				continue
			}
			for f := range w.trees {
				if g := unit.Leaf[f][t]; g >= 0 {
					p.Prices[f].Used[g] += unit.use(t, b)
					if unit.shares(t) {
						p.Prices[f].Used[g] += unit.part(t, b) * p.Share[u][t]
					}
				}
			}
		}
	}
	for f, t := range w.trees {
		w.sorted[f].rollUp(t.Parent, p.Prices[f].Used)
	}
	p.Value = value
}
