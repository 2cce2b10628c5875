package kernel

import "slices"

// ScheduleWork is how much there is to plan in one run where machines that it costs something to switch are planned
// with budgets, by an estimate that plays no hour.
type ScheduleWork struct {
	Plans        int     // to be made
	Units, Hours int     // of the largest: classes of machines that are switched, and hours
	Broken       bool    // some of these budgets may be broken
	Seconds      float64 // of one processor, for all of them; within a factor of four or so
	Limits       []int32 // whose budgets they are, ascending
}

// unitSeconds is what a plan takes for each hour of a unit, and more for each state of its cycle.
type unitSeconds struct{ hour, state float64 }

// of is what it takes for so many states and hours.
func (u unitSeconds) of(states, hours int) float64 {
	return float64(hours) * (u.hour + u.state*float64(states))
}

// What plans take. Of plans to the end of a path that was measured for 2 to 15 units of 7 to 108 states under limits
// on the power of an hour, budgets of a month or both, over one to ten years; of those of a rolling operator, for 4 to
// 40 units. What breaches take was measured for 1 to 40 units under budgets of a week or a month, beside a year's or
// the power of an hour: the choices are played for all hours once or twice, whoever plans.
var (
	wholeSeconds   = unitSeconds{50e-6, 2e-6}
	quickSeconds   = unitSeconds{3e-6, 0.25e-6}
	rollingSeconds = unitSeconds{5e-6, 0.1e-6}
	crossedSeconds = unitSeconds{25e-6, 0.7e-6}
	brokenSeconds  = unitSeconds{100e-6, 1e-6}
)

// ScheduleWork estimates what Run takes for joint plans of budgets that can be short; without any it is zero. What it
// takes to solve their linear programmes is not counted here.
func (p *Problem) ScheduleWork() (w ScheduleWork) {
	if p.Budgets == nil || p.Foresight == Myopic {
		return w
	}
	var most []float64
	for r := range p.Budgets.Roots {
		root := &p.Budgets.Roots[r]
		if !p.Joint(r) {
			continue
		}
		if most == nil {
			most = p.mostOfBudgets()
		}
		if p.canBeShort(root, most) {
			w.addRoot(p, root)
		}
	}
	return w
}

// addRoot counts the plans of a root.
func (w *ScheduleWork) addRoot(p *Problem, root *Root) {
	w.Limits = root.enterLimits(p.Budgets, w.Limits)
	begun := p.begun(root)
	hours := append(p.planned(root), begun...)
	slices.Sort(hours)
	w.pass(p, root, slices.Compact(hours), root.searchSeconds(Rolling), func(t int) int {
		to := root.until(min(t+cycleAhead, root.To-1))
		if !root.Hourly {
			to += cycleAhead
		}
		return to
	})
	plays := 1.0
	if p.Foresight == Perfect {
		before, all := w.Seconds, append([]int{root.From}, begun...)
		w.pass(p, root, all, root.searchSeconds(Perfect), func(int) int { return root.To })
		w.Seconds += (p.chargedPlans(root) - 1) * (w.Seconds - before)
		plays = 2 // the rolling operator plans as well, for the path
	}
	if root.breaks(p) {
		w.Broken = true
		_, seconds := p.unitsOf(root, root.From, root.To, brokenSeconds)
		w.Seconds += plays * seconds
	}
}

// searchSeconds are what it takes to search for a plan of a root.
func (r *Root) searchSeconds(look Foresight) unitSeconds {
	switch {
	case look == Perfect:
		return wholeSeconds
	case r.Second != nil:
		return crossedSeconds
	}
	return rollingSeconds
}

// breaks says whether sites of a root may break budgets.
func (r *Root) breaks(p *Problem) bool {
	return slices.ContainsFunc(r.Sites, func(i int32) bool { return p.Sites[i].Breaches != nil })
}

// begun are the hours at which windows begin that may stop machines under a root, so that these are planned anew: of
// some that begin one after the other every second does, about.
func (p *Problem) begun(root *Root) (hours []int) {
	for _, i := range root.Sites {
		site := &p.Sites[i]
		if !site.Charged || p.Charges == nil || p.Charges[site.Tariff] == nil {
			continue
		}
		for _, tree := range p.Charges[site.Tariff].Trees {
			if tree.From > max(site.Online, root.From) {
				hours = append(hours, tree.From)
			}
		}
	}
	slices.Sort(hours)
	hours = slices.Compact(hours)
	n := 0
	for k := 0; k < len(hours); k, n = k+2, n+1 {
		hours[n] = hours[k]
	}
	return hours[:n]
}

// pass counts the plans of a root that are made at some hours, in order, each up to what is in view then: with a search
// as long as the run has time for it.
func (w *ScheduleWork) pass(p *Problem, root *Root, hours []int, each unitSeconds, view func(t int) int) {
	searched := 0.0
	for k, t := range hours {
		from, to := max(t, 0), min(view(t), p.Hours)
		units, seconds := p.unitsOf(root, from, to, each)
		if units == 0 {
			continue
		}
		if searched+seconds <= searchTime(from, p.Hours) || k == 0 || root.breaks(p) {
			searched += seconds
		} else {
			_, seconds = p.unitsOf(root, from, to, quickSeconds)
		}
		w.Plans++
		w.Seconds += seconds
		if units*(to-from) > w.Units*w.Hours {
			w.Units, w.Hours = units, to-from
		}
	}
}

// unitsOf is how many units stand under a root in some hours, and what they take.
func (p *Problem) unitsOf(root *Root, from, to int, each unitSeconds) (units int, seconds float64) {
	for _, i := range root.Sites {
		site := &p.Sites[i]
		hours := to - max(from, site.Online)
		if site.Cycle == nil || site.Cycle.Free() || hours <= 0 {
			continue
		}
		units += len(site.Tranches)
		seconds += float64(len(site.Tranches)) * each.of(site.Cycle.unit().States(), hours)
	}
	return units, seconds
}

// canBeShort says whether more could be drawn under some budget of a root than it has.
func (p *Problem) canBeShort(root *Root, most []float64) bool {
	return slices.ContainsFunc(root.all(), func(g int32) bool { return most[g] > p.Budgets.Groups[g].budget() })
}
