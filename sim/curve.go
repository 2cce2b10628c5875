package sim

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"hashwatt/sim/kernel"
	"hashwatt/sim/limit"
	"hashwatt/sim/sample"
	"hashwatt/sim/site"
)

// Curve is what a limit lets its sites earn by its size: margins of the central case on its path of the network,
// with all prices and difficulties known, the other limits as they are.
type Curve struct {
	Limit int
	// Sorted: nothing but this limit ties the hours of its sites together, so that each point is exact from one sort
	// of the hours by margin, and each further MWh is worth no more than the one before. Else the case was played anew
	// for each point; what ties hours together, or serves some first, may then make a further MWh worth more.
	Sorted bool
	Unit   string // of Allowed and Used: MWh or t
	Points []CurvePoint
	Proven kernel.Proven // of the plans of all points, where they were played
}

// CurvePoint is one size of the limit.
type CurvePoint struct {
	Factor   float64 // of the size in the scenario; 1 is as written, 0 a ban where and when the limit is in force
	Allowed  float64 // over all hours in force
	Used     float64
	ValueUSD float64 // margin, auctions not taken off, less that at Factor 0
}

// mostCurves is how many limits get a curve.
const mostCurves = 4

// curveFactors are the sizes at which a curve is drawn: finely where a point costs a look, coarsely where it costs
// a run.
func curveFactors(sorted bool) (list []float64) {
	steps := 8
	if sorted {
		steps = 40
	}
	for k := range steps + 1 {
		list = append(list, 2*float64(k)/float64(steps))
	}
	return list
}

// curves works out the curves of limits with an amount that bind, those that keep back most first; nil where the
// report does not want them. Those that must be played, or take long, are drawn where the report asks for them in
// so many words.
func (r *runner) curves(ctx context.Context, out *Result, path []kernel.Part) ([]Curve, error) {
	words := &r.facts.Words.Report
	if !words.Curves() || r.spares(words.CapCurve) {
		return nil, nil
	}
	var list []Curve
	for _, l := range binding(out, len(out.Summary.Limits)) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if len(list) == mostCurves {
			break
		}
		sized, ok := r.facts.Limits[l].Kind.(limit.Sized)
		if !ok {
			continue
		}
		var c Curve
		var err error
		switch {
		case sized.Proportional() && !r.tied(l):
			c, err = r.sortedCurve(l, path)
		case words.CapCurve != nil:
			c, err = r.playedCurve(ctx, l, sized, path)
		default:
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

// tied tells whether anything but limit l ties the hours of its sites together, so that what they leave undone in
// one may be done, or paid for, in another: a budget, the price of the highest load or of tiers, the switching of
// machines, pay for giving way.
func (r *runner) tied(l int) bool {
	p := r.problem.Problem
	for _, i := range p.Limits[l].Sites {
		if s := &p.Sites[i]; s.Charged || s.Cycle != nil || s.Band != nil || s.Breaches != nil {
			return true
		}
		for other := range p.Limits {
			if other != l && p.Limits[other].Pooled && slices.Contains(p.Limits[other].Sites, i) {
				return true
			}
		}
	}
	for k := range p.Steps {
		step := &p.Steps[k]
		if step.Set < 0 || !slices.Contains(p.Limits[l].Sites, step.Site) {
			continue
		}
		if slices.ContainsFunc(p.LimitSet[step.Set], func(f kernel.InForce) bool { return f.Earns != 0 || f.Standby != 0 }) {
			return true
		}
	}
	return false
}

// sortedCurve plays the case without limit l and all known, and looks up what each size of it would have left.
func (r *runner) sortedCurve(l int, path []kernel.Part) (Curve, error) {
	world := *r.facts.World
	world.Foresight = kernel.Perfect
	world.Limits = slices.Delete(slices.Clone(world.Limits), l, l+1)
	free, err := site.Compile(&world, r.file.Source(r.cat), r.memory)
	if err != nil {
		return Curve{}, err
	}
	free.Chain = r.problem.Chain
	rec := newCurveRecorder(r.problem.Problem, l)
	d, _ := newDraw(r.facts, free, r.set.Seed, 0)
	if err := kernel.RunAlong(free.Problem, d, &kernel.State{Recorder: rec}, kernel.NewTrace(free.Problem, false), path); err != nil {
		return Curve{}, r.broken(err, 0)
	}
	c := Curve{Limit: l, Sorted: true, Unit: r.unitOf(l)}
	for _, f := range curveFactors(true) {
		c.Points = append(c.Points, rec.at(f))
	}
	return c, nil
}

// unitOf is what a limit counts over time.
func (r *runner) unitOf(l int) string {
	if r.problem.Limits[l].Kind == "carbon" {
		return "t"
	}
	return "MWh"
}

// playedCurve plays the case with all known at each size of limit l.
func (r *runner) playedCurve(ctx context.Context, l int, sized limit.Sized, path []kernel.Part) (Curve, error) {
	c := Curve{Limit: l, Unit: r.unitOf(l)}
	world := *r.facts.World
	world.Foresight = kernel.Perfect
	world.Limits = slices.Clone(world.Limits)
	var nothing float64
	for _, f := range curveFactors(false) {
		if err := ctx.Err(); err != nil {
			return c, err
		}
		world.Limits[l].Kind = sized.Times(f)
		r.playing = fmt.Sprintf("limit %q at %.2g of its size", world.Limits[l].Name, f)
		problem, trace, book, err := r.again(&world, path)
		if err != nil {
			return c, err
		}
		c.Proven.Add(trace.Proven)
		p := CurvePoint{Factor: f, ValueUSD: earnings(problem.Problem, trace, book, world.Limits[l].Sites...).margin}
		if len(c.Points) == 0 {
			nothing = p.ValueUSD
		}
		p.ValueUSD -= nothing
		p.Allowed, p.Used = sizeOf(problem.Problem, trace, l)
		c.Points = append(c.Points, p)
	}
	return c, nil
}

// sizeOf is what limit l allowed over all hours in force, and what was used of it.
func sizeOf(p *kernel.Problem, tr *kernel.Trace, l int) (allowed, used float64) {
	if p.Limits[l].Pooled {
		for g := range p.Budgets.Groups {
			if int(p.Budgets.Groups[g].Limit) == l {
				allowed += p.Budgets.Groups[g].BudgetMWh
				used += tr.Budgets[g].UsedMWh
			}
		}
		return allowed, used
	}
	for k := range tr.Uses[l] {
		allowed += tr.Uses[l][k].AllowedMWh
		used += tr.Uses[l][k].EnergyMWh
	}
	return allowed, used
}

// curveRecorder keeps what sites would run in the hours of a limit, were it not there.
type curveRecorder struct {
	p     *kernel.Problem
	limit int32
	held  map[int]bool

	pools [][]worth // by group of the limit
	caps  []room    // of a limit without budgets: each site and part of an hour
	items []worth   // of the caps
	step  []int     // by site: the next step
	now   []float64 // by site: MW that the limit allows, -1 where it is not in force
	steps [][]kernel.Step
}

// worth is energy that would run, in the unit of the limit, and what each unit earns.
type worth struct{ amount, usd float64 }

// room is what a cap allows in a part of an hour, MWh, and its items up to a place in the list.
type room struct {
	mwh float64
	end int
}

func newCurveRecorder(p *kernel.Problem, l int) *curveRecorder {
	c := &curveRecorder{p: p, limit: int32(l), held: map[int]bool{}, step: make([]int, len(p.Sites)), now: make([]float64, len(p.Sites)), steps: make([][]kernel.Step, len(p.Sites))}
	for _, i := range p.Limits[l].Sites {
		c.held[int(i)] = true
		c.now[i] = -1
	}
	for _, st := range p.Steps {
		c.steps[st.Site] = append(c.steps[st.Site], st)
	}
	if p.Limits[l].Pooled {
		c.pools = make([][]worth, len(p.Budgets.Groups))
	}
	return c
}

// Record implements kernel.Recorder.
func (c *curveRecorder) Record(h kernel.Hour, items []kernel.Item) {
	if !c.held[h.Site] || !h.Built {
		return
	}
	if c.pools != nil {
		g, weight := c.group(h.Site, h.T)
		if g < 0 {
			return
		}
		for _, item := range items {
			if item.EnergyMWh > 0 {
				c.pools[g] = append(c.pools[g], worth{item.EnergyMWh * h.Length * weight, item.Margin / weight})
			}
		}
		return
	}
	steps := c.steps[h.Site]
	for c.step[h.Site] < len(steps) && steps[c.step[h.Site]].Hour <= h.T {
		c.now[h.Site] = c.allowed(steps[c.step[h.Site]].Set)
		c.step[h.Site]++
	}
	if c.now[h.Site] < 0 {
		return
	}
	for _, item := range items {
		if item.EnergyMWh > 0 {
			c.items = append(c.items, worth{item.EnergyMWh * h.Length, item.Margin})
		}
	}
	c.caps = append(c.caps, room{c.now[h.Site] * h.Length, len(c.items)})
}

// allowed is what the limit allows a site in a set of limits in force, MW; -1 where it is not among them.
func (c *curveRecorder) allowed(set int32) float64 {
	if set >= 0 {
		for _, f := range c.p.LimitSet[set] {
			if f.Limit == c.limit {
				return f.MW
			}
		}
	}
	return -1
}

// group is the budget of the limit that holds a site in an hour, -1 for none, and what a MWh weighs in it.
func (c *curveRecorder) group(i, t int) (g int32, weight float64) {
	b, class := c.p.Budgets, c.p.Sites[i].Class
	weight, g = 1, -1
	c.p.EachLoose(i, t, func(one int32) {
		if b.Groups[one].Limit == c.limit {
			g = one
		}
	})
	if g >= 0 || class < 0 {
		return g, weight
	}
	for _, leaf := range append([][][]int32{b.Leaf, b.Second}, b.More...) {
		if leaf == nil {
			continue
		}
		for g := leaf[class][t]; g >= 0; g = b.Groups[g].Parent {
			if group := &b.Groups[g]; group.Limit == c.limit {
				if b.Weight != nil {
					weight = b.Weight[class]
				}
				if group.Unit > 0 {
					weight /= group.Unit
				}
				return g, weight
			}
		}
	}
	return -1, weight
}

// at is the point of the curve at a multiple of the limit.
func (c *curveRecorder) at(factor float64) CurvePoint {
	p := CurvePoint{Factor: factor}
	var allowed, used, value sample.Sum
	take := func(items []worth, room float64) {
		allowed.Add(room)
		for _, w := range items {
			run := min(w.amount, room)
			if run <= 0 {
				break
			}
			room -= run
			used.Add(run)
			value.Add(run * w.usd)
		}
	}
	for g, items := range c.pools {
		if c.p.Budgets.Groups[g].Limit != c.limit {
			continue
		}
		slices.SortStableFunc(items, func(a, b worth) int { return cmp.Compare(b.usd, a.usd) })
		take(items, factor*c.p.Budgets.Groups[g].BudgetMWh)
	}
	from := 0
	for _, r := range c.caps {
		take(c.items[from:r.end], factor*r.mwh)
		from = r.end
	}
	p.Allowed, p.Used, p.ValueUSD = allowed.Value(), used.Value(), value.Value()
	return p
}
