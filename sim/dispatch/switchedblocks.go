package dispatch

// switchedBlocks plans units of many blocks in fewer and larger ones first: every such schedule is one of the unit,
// and labels that branch less look further.
type switchedBlocks struct {
	space  *SwitchSpace
	units  []SwitchedUnit
	times  []int // by unit: how many of its blocks are one
	plan   SwitchedPlan
	blocks [][]int
}

const (
	manyBlocks = 8    // from more than these a unit is planned in fewer first
	wideGap    = 1e-3 // relative: above it the first plan is not good enough to begin from
)

// gap is how far the best plan lies below a bound, relative as [SwitchedPlan.Gap].
func (w *SwitchSpace) gap(bound float64) float64 {
	return (bound - w.best.value) / w.scale()
}

// larger takes the plan of larger blocks as the best if it is better, with half of the work.
func (w *SwitchSpace) larger() error {
	l := &w.blocks
	if !l.join(w) {
		return nil
	}
	if l.space == nil {
		l.space = new(SwitchSpace)
		l.space.entire.off = true
	}
	w.foretell(&l.plan)
	l.space.Work = max(w.work(w.unitHours())/2, 1)
	if err := l.space.Solve(w.trees, w.items, l.units, &l.plan); err != nil {
		return err
	}
	if !l.space.covers() {
		return nil
	}
	l.blocks = resized(l.blocks, len(w.units))
	for u, n := range l.times {
		l.blocks[u] = append(l.blocks[u][:0], l.plan.Units[u].Blocks...)
		for t := range l.blocks[u] {
			l.blocks[u][t] *= n
		}
	}
	if !w.kept(l.blocks) {
		return nil
	}
	return w.consider(l.blocks)
}

// join makes the units of larger blocks, and tells whether there are any. Ramps are those of whole larger blocks, and
// a unit that has a part of one on, or may fall by a part, stays as it is.
func (l *switchedBlocks) join(w *SwitchSpace) (some bool) {
	l.units, l.times = resized(l.units, len(w.units)), sized(l.times, len(w.units))
	for u := range w.units {
		unit, n := w.units[u], w.units[u].joins()
		unit.Value = w.could[u]
		unit.Cycle.Blocks /= n
		unit.Cycle.RampUp /= n
		unit.Cycle.RampDown /= n
		unit.From.Blocks /= n
		l.units[u], l.times[u] = unit, n
		some = some || n > 1
	}
	return some
}

// joins is how many blocks of a unit are taken as one: the fewest that leave no more than manyBlocks.
func (u *SwitchedUnit) joins() int {
	c := u.Cycle
	for n := 2; n <= c.Blocks && c.Blocks > manyBlocks; n++ {
		steep := (c.RampUp == 0 || c.RampUp >= n) && (c.RampDown == 0 || c.RampDown >= n && (u.From.Blocks == 0 || c.RampDown%n == 0))
		if c.Blocks%n == 0 && c.Blocks/n <= manyBlocks && u.From.Blocks%n == 0 && steep {
			return n
		}
	}
	return 1
}
