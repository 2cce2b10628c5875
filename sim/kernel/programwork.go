package kernel

import (
	"slices"

	"hashwatt/sim/dispatch"
)

// ProgramWork is how much there is to plan in one run where budgets cross in more than two ways, by an estimate
// that plays no hour.
type ProgramWork struct {
	Programs       int     // to be solved
	Items, Budgets int     // of the largest: machines in hours, and budgets that can be short
	Seconds        float64 // of one processor, for all of them; within a factor of three or so
	Limits         []int32 // whose budgets they are, ascending
}

// What a programme takes, measured on budgets of 15 sites by year, month and week: from 0.7 to 1.2 microseconds for
// each item, and from 7 to 40 nanoseconds for each item and budget, the more the less sites are alike.
const (
	secondsPerItem = 1e-6
	secondsPerCell = 30e-9
)

// How many programmes one plan takes. With machines that cost something to switch, measured under budgets of 3 to
// 20 sites, weeks and hours over 2 to 13 weeks, it was 10 or 11 in 10 of 14 cases, and at most 30 where they were
// so small that the search has time for more ([dispatch.SwitchSpace.Work] bounds them): one for prices, two and
// five for plans to begin with, one that the search ends in, and one for what runs. With budgets that may be broken
// it is that of the budgets, and of the choices at the first prices before the bound on the work of a search ends
// it: one that breaks nothing new, and one at each of three prices.
const (
	switchedPrograms = 10
	brokenPrograms   = 1 + 1 + 3
)

// betweenRetargets is how many hours 2016 blocks take.
const betweenRetargets = 14 * 24

// ProgramWork estimates what Run takes for the budgets that cross in more than two ways; without any it is zero.
// Rolling operators plan at the hours of Root.Solve and every two weeks, and others on the path that these make;
// who is perfect plans each root once more as a whole. Where prices or caps keep machines off there is less to do.
func (p *Problem) ProgramWork() (w ProgramWork) {
	if p.Budgets == nil || p.Budgets.More == nil {
		return w
	}
	most := p.mostOfBudgets()
	for r := range p.Budgets.Roots {
		root := &p.Budgets.Roots[r]
		if !root.general() {
			continue
		}
		w.Limits = root.enterLimits(p.Budgets, w.Limits)
		programs := p.programs(r)
		for _, t := range p.planned(root) {
			w.add(p, root, programs, max(t, 0), min(root.until(t), p.Hours), most)
		}
		if p.Foresight == Perfect {
			w.add(p, root, programs, max(root.From, 0), min(root.To, p.Hours), most)
		}
	}
	return w
}

// all are the groups of a root, of all families.
func (r *Root) all() []int32 {
	return slices.Concat(append([][]int32{r.Groups, r.Second}, r.More...)...)
}

// enterLimits enters those whose budgets make a root into a list, ascending.
func (r *Root) enterLimits(b *Budgets, list []int32) []int32 {
	for _, g := range r.all() {
		if k, known := slices.BinarySearch(list, b.Groups[g].Limit); !known {
			list = slices.Insert(list, k, b.Groups[g].Limit)
		}
	}
	return list
}

// planned are the hours at which rolling operators plan a root, about.
func (p *Problem) planned(root *Root) []int {
	hours := append([]int{root.From}, root.Solve...)
	for t := root.From + betweenRetargets; !p.Chain.Open && t < root.To; t += betweenRetargets {
		hours = append(hours, t)
	}
	return hours
}

// programs is how many programmes one plan of a root takes.
func (p *Problem) programs(root int) (n int) {
	if p.Foresight == Myopic {
		return 1
	}
	n = 1
	if p.Joint(root) {
		n = switchedPrograms
	}
	for _, i := range p.Budgets.Roots[root].Sites {
		if p.Sites[i].Breaches != nil {
			return n - 1 + brokenPrograms
		}
	}
	return n
}

// general says that the groups of a root make more than two families.
func (r *Root) general() bool {
	families := 0
	for _, groups := range append([][]int32{r.Groups, r.Second}, r.More...) {
		if len(groups) > 0 {
			families++
		}
	}
	return families > 2
}

// add counts the programmes of a plan of a root for some hours.
func (w *ProgramWork) add(p *Problem, root *Root, programs, from, to int, most []float64) {
	items, budgets := 0, 0
	for _, i := range root.Sites {
		site := &p.Sites[i]
		items += len(site.Tranches) * max(0, to-max(from, site.Online))
	}
	for _, g := range root.all() {
		if group := &p.Budgets.Groups[g]; group.From < to && group.To > from && most[g] > group.budget() {
			budgets++
		}
	}
	if items == 0 || budgets == 0 {
		return
	}
	w.Programs += programs
	w.Items, w.Budgets = max(w.Items, items), max(w.Budgets, budgets)
	cells := min(float64(items)*float64(budgets), dispatch.LargestProgram) // beyond, it is refused when its hour comes
	w.Seconds += float64(programs) * (float64(items)*secondsPerItem + cells*secondsPerCell)
}

// mostOfBudgets is what could be drawn under each group at any price, as it counts.
func (p *Problem) mostOfBudgets() []float64 {
	b := p.Budgets
	most := make([]float64, len(b.Groups))
	for i := range p.Sites {
		site := &p.Sites[i]
		if site.Class < 0 {
			continue
		}
		weight := 1.0
		if b.Weight != nil {
			weight = b.Weight[site.Class]
		}
		pue := p.PUE[site.Climate]
		for _, leaves := range append([][][]int32{b.Leaf, b.Second}, b.More...) {
			if leaves == nil {
				continue
			}
			for t := max(site.Online, 0); t < p.Hours; t++ {
				could := min(site.PowerMW, site.AvailableMW*pue[t]) * weight
				for g := leaves[site.Class][t]; g >= 0; g = b.Groups[g].Parent {
					most[g] += could
				}
			}
		}
	}
	return most
}
