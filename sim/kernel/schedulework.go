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

// What plans take. Of plans to the end of a path that was measured for 2 to 15 units of 7 to 108 states under limits
// on the power of an hour, budgets of a month or both, over one to ten years; of those of a rolling operator, for 4 to
// 40 units. What breaches take was measured for 1 to 40 units under budgets of a week or a month, beside a year's or
// the power of an hour: the choices are played for all hours once or twice, whoever plans.
var (
	wholeSeconds   = unitSeconds{50e-6, 2e-6}
	rollingSeconds = unitSeconds{5e-6, 0.1e-6}
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
	for _, t := range p.planned(root) {
		to := root.until(min(t+cycleAhead, root.To-1))
		if !root.Hourly {
			to += cycleAhead
		}
		w.add(p, root, t, to, rollingSeconds)
	}
	plays := 1.0
	if p.Foresight == Perfect {
		w.add(p, root, root.From, root.To, wholeSeconds)
		plays = 2 // the rolling operator plans as well, for the path
	}
	if slices.ContainsFunc(root.Sites, func(i int32) bool { return p.Sites[i].Breaches != nil }) {
		w.Broken = true
		_, seconds := p.unitsOf(root, root.From, root.To, brokenSeconds)
		w.Seconds += plays * seconds
	}
}

// add counts a plan of a root for some hours.
func (w *ScheduleWork) add(p *Problem, root *Root, from, to int, each unitSeconds) {
	from, to = max(from, 0), min(to, p.Hours)
	units, seconds := p.unitsOf(root, from, to, each)
	if units == 0 {
		return
	}
	w.Plans++
	w.Seconds += seconds
	if units*(to-from) > w.Units*w.Hours {
		w.Units, w.Hours = units, to-from
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
		seconds += float64(len(site.Tranches)*hours) * (each.hour + each.state*float64(site.Cycle.unit().States()))
	}
	return units, seconds
}

// canBeShort says whether more could be drawn under some budget of a root than it has.
func (p *Problem) canBeShort(root *Root, most []float64) bool {
	return slices.ContainsFunc(root.all(), func(g int32) bool { return most[g] > p.Budgets.Groups[g].budget() })
}
