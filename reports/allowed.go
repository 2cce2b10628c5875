package reports

import (
	"cmp"
	"math"
	"slices"
)

// moments are the hours at which a site comes online, a rule changes or a budget period begins, one a day, from the
// start of the horizon to its last hour.
func (b *builder) moments() []int {
	hours := b.w.Axis.Hours
	list := []int{0, hours - 1}
	for i := range b.w.Sites {
		if t := b.w.Sites[i].OnlineHour; t > 0 && t < hours {
			list = append(list, t)
		}
	}
	for _, step := range b.p.Steps {
		list = append(list, step.Hour)
	}
	if b.p.Budgets != nil {
		for _, leaf := range b.p.Budgets.Leaf {
			for t := 1; t < len(leaf); t++ {
				if leaf[t] != leaf[t-1] {
					list = append(list, t)
				}
			}
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	out := list[:0]
	for k, t := range list { // zones change their rules at different hours of one day: the last one stands for it
		if k+1 == len(list) || b.day(float64(t)) != b.day(float64(list[k+1])) {
			out = append(out, t)
		}
	}
	return out
}

// allowed is what bans, caps and budgets leave to the sites that stand at each moment, MW, and whether that is ever
// less than what stands. A budget counts as its mean power over its period.
func (b *builder) allowed(moments []int) (mw []float64, held bool) {
	caps := make([]float64, len(b.w.Sites))
	for i := range caps {
		caps[i] = b.w.Sites[i].PowerMW
	}
	budgets := b.meanBudgets()
	next := 0
	for _, t := range moments {
		for ; next < len(b.p.Steps) && b.p.Steps[next].Hour <= t; next++ {
			caps[b.p.Steps[next].Site] = b.p.Steps[next].CapMW
		}
		stands, free := 0.0, 0.0
		for i := range b.w.Sites {
			if b.w.Sites[i].OnlineHour > t {
				continue
			}
			stands += b.w.Sites[i].PowerMW
			if g := budgets.of(b, i, t); g >= 0 {
				budgets.add(b, i, g, caps[i])
			} else {
				free += caps[i]
			}
		}
		free += budgets.pass(b)
		mw = append(mw, free)
		held = held || free < stands*(1-1e-9)
	}
	return mw, held
}

// meanBudgets are the energy budgets as powers.
type meanBudgets struct {
	mean    []float64   // of each group in an hour, in what its family counts: MWh, or t CO2
	depth   []int       // of each group in its family
	within  []drawnMean // what its sites may draw
	touched []int32     // groups with any
	on      []bool      // by group: it is among them
}

// drawnMean is a power, and what it counts in an hour under the budgets that hold it.
type drawnMean struct{ mw, counts float64 }

func (b *builder) meanBudgets() *meanBudgets {
	m := &meanBudgets{}
	if b.p.Budgets == nil {
		return m
	}
	groups := b.p.Budgets.Groups
	hours, seen := make([]float64, len(groups)), make([]int, len(groups))
	for t := range b.w.Axis.Hours {
		for _, leaf := range b.p.Budgets.Leaf {
			for g := leaf[t]; g >= 0 && seen[g] != t+1; g = groups[g].Parent {
				seen[g] = t + 1
				hours[g]++
			}
		}
	}
	m.depth = make([]int, len(groups))
	for g := range groups {
		mean := groups[g].BudgetMWh / math.Max(hours[g], 1)
		switch terms := groups[g].Terms; {
		case terms.Soft || terms.Breach: // more may be drawn
			mean = math.Inf(1)
		case groups[g].Unit > 0:
			mean *= groups[g].Unit
		}
		m.mean = append(m.mean, mean)
		for up := groups[g].Parent; up >= 0; up = groups[up].Parent {
			m.depth[g]++
		}
	}
	m.within, m.on = make([]drawnMean, len(groups)), make([]bool, len(groups))
	return m
}

// of is the smallest budget that holds a site at an hour, or -1.
func (m *meanBudgets) of(b *builder, i, t int) int32 {
	if class := b.p.Sites[i].Class; class >= 0 && b.p.Budgets != nil {
		return b.p.Budgets.Leaf[class][t]
	}
	return -1
}

// add enters what a site may draw into its smallest budget.
func (m *meanBudgets) add(b *builder, i int, g int32, mw float64) {
	weight := 1.0
	if b.p.Budgets.Weight != nil {
		weight = b.p.Budgets.Weight[b.p.Sites[i].Class]
	}
	m.within[g].mw += mw
	m.within[g].counts += mw * weight
	for ; g >= 0 && !m.on[g]; g = b.p.Budgets.Groups[g].Parent {
		m.on[g] = true
		m.touched = append(m.touched, g)
	}
}

// pass cuts what sites may draw at each budget, from the inside out, and returns what is left, MW. It empties the
// budgets.
func (m *meanBudgets) pass(b *builder) (free float64) {
	slices.SortFunc(m.touched, func(x, y int32) int {
		return cmp.Or(cmp.Compare(m.depth[y], m.depth[x]), cmp.Compare(x, y))
	})
	for _, g := range m.touched {
		left := m.within[g]
		if left.counts > m.mean[g] {
			left.mw *= m.mean[g] / left.counts
			left.counts = m.mean[g]
		}
		if up := b.p.Budgets.Groups[g].Parent; up >= 0 {
			m.within[up].mw += left.mw
			m.within[up].counts += left.counts
		} else {
			free += left.mw
		}
		m.within[g], m.on[g] = drawnMean{}, false
	}
	m.touched = m.touched[:0]
	return free
}
