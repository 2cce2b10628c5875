package kernel

import (
	"math"
	"testing"

	"hashwatt/sim/dispatch"

	"pgregory.net/rapid"
)

// switchedBesides draws a problem of one or two sites that may break periods of their own, alone, inside a budget of
// both or beside two that cross these. The first one has one or two classes of machines that it costs something to
// switch; so may the other.
func switchedBesides(rt *rapid.T, moving bool) *besides {
	sites := rapid.IntRange(1, 2).Draw(rt, "sites")
	tranches := rapid.IntRange(1, 2).Draw(rt, "tranches")
	units := tranches
	cycles := 1
	if sites == 2 && tranches == 1 && rapid.Bool().Draw(rt, "both") {
		units, cycles = 2, 2
	}
	hours := rapid.IntRange(6, []int{0, 22, 11}[units]).Draw(rt, "hours")
	x := newBesides(rt, sites, hours, moving)
	x.round = 1e-7 // multipliers of budgets with room for nothing are large
	var all []int
	for i := range sites {
		all = append(all, i)
	}
	if tranches == 2 {
		site := &x.Sites[0]
		site.Tranches = append(site.Tranches, Tranche{MW: 10 - site.Tranches[0].MW/2, HashPerMW: 45, BreakEven: 24.0 / 45, Efficiency: 1000.0 / 45})
		site.RatedMW, site.AvailableMW = tranchesMW(site), tranchesMW(site)
	}
	switches := limited(x.Problem, "switches")
	least := 0
	if hours > 11 {
		least = 3
	}
	for i := range cycles {
		c := &Cycle{Limit: switches, Up: rapid.IntRange(least, 5).Draw(rt, "up"), Down: rapid.IntRange(least, 5).Draw(rt, "down"), Blocks: 1}
		if c.StartPerMW = float64(rapid.IntRange(0, 40).Draw(rt, "start")); units == 1 && hours < 10 {
			c.Blocks = rapid.IntRange(1, 3).Draw(rt, "blocks")
			c.RampUp, c.RampDown = rapid.IntRange(0, c.Blocks-1).Draw(rt, "ramp up"), rapid.IntRange(0, c.Blocks-1).Draw(rt, "ramp down")
		}
		if c.Free() {
			c.Up = 2
		}
		x.Sites[i].Cycle = c
		x.Sites[i].Online = rapid.IntRange(-1, 1).Draw(rt, "online")
		if c.RampDown > 0 {
			x.Sites[i].Online = 1 // nobody has chosen what would have to run on
		}
	}
	kind := rapid.IntRange(0, 2).Draw(rt, "kind")
	switch kind {
	case 1:
		x.around(rt, 0, 0, hours, all)
	case 2:
		x.around(rt, 1, 0, hours/2, all)
		x.around(rt, 1, hours/2, hours, all)
	}
	for i := range sites {
		if i == 0 || rapid.Bool().Draw(rt, "second breaks") {
			periods := rapid.IntRange(1, 4/sites).Draw(rt, "periods")
			x.breach(rt, 0, i, periods, max(2, hours/periods), kind != 1 && rapid.IntRange(0, 2).Draw(rt, "soft periods") == 0)
		}
	}
	return x
}

// allOf tries every set of periods that are broken, with all schedules of the machines that are switched, and for each
// the best use of what these leave.
type allOf struct {
	*besides
	rt     *rapid.T
	lifted []bool
	still  [][]bool
	left   []float64 // of each budget that binds
	used   []float64 // by units
	best   float64
}

// of is the best for one set.
func (a *allOf) of(lifted []bool, still [][]bool) float64 {
	a.lifted, a.still, a.best = lifted, still, math.Inf(-1)
	a.left, a.used = make([]float64, len(a.Budgets.Groups)), make([]float64, len(a.Budgets.Groups))
	for g := range a.left {
		if a.left[g] = a.Budgets.Groups[g].BudgetMWh; lifted[g] && !a.Budgets.Groups[g].Terms.Soft {
			a.left[g] = math.Inf(1)
		}
	}
	a.unit(0, 0, 0)
	return a.best
}

// from is what is on before the first hour.
func (a *allOf) from(i, k int) (from dispatch.CycleState) {
	if a.Sites[i].Online <= 0 && a.margin(i, k, 0) > 0 && a.mw(i, k) > 0 {
		from.Blocks = a.Sites[i].Cycle.Blocks
	}
	return from
}

// real says whether units use more of the budgets that are broken than these are: else no shutdown follows.
func (a *allOf) real() bool {
	for g, lifted := range a.lifted {
		if lifted && a.Sites[a.group[g].sites[0]].Cycle != nil && a.used[g] <= a.Budgets.Groups[g].BudgetMWh*(1+1e-9) {
			return false
		}
	}
	return true
}

// soft says whether more than a budget may be used.
func (a *allOf) soft(g int) bool {
	terms := &a.Budgets.Groups[g].Terms
	return terms.Soft && (a.lifted[g] || !terms.Breach)
}

// unit goes to a tranche of a site.
func (a *allOf) unit(i, k int, usd float64) {
	switch {
	case i == len(a.Sites):
		if a.real() {
			a.best = max(a.best, usd+a.others())
		}
	case k == len(a.Sites[i].Tranches) || a.Sites[i].Cycle == nil:
		a.unit(i+1, 0, usd)
	default:
		a.hour(i, k, 0, a.from(i, k), usd)
	}
}

func (a *allOf) margin(i, k, t int) float64 {
	return a.d.Hashprice[a.Day[t]]/a.Sites[i].Tranches[k].BreakEven - a.Price[i][t]
}

// mw is what a tranche draws at most beside those before it.
func (a *allOf) mw(i, k int) float64 {
	open := a.Sites[i].PowerMW
	for j := range k {
		open -= min(open, a.Sites[i].Tranches[j].MW)
	}
	return min(open, a.Sites[i].Tranches[k].MW)
}

// hour tries what a unit may do in an hour.
func (a *allOf) hour(i, k, t int, from dispatch.CycleState, usd float64) {
	if t == a.Hours {
		a.unit(i, k+1, usd)
		return
	}
	c := a.Sites[i].Cycle
	rules := c.unit()
	up, down := c.Blocks, c.Blocks
	if c.RampUp > 0 {
		up = c.RampUp
	}
	if c.RampDown > 0 {
		down = c.RampDown
	}
	least, most := max(0, from.Blocks-down), min(c.Blocks, from.Blocks+up)
	mw := a.mw(i, k)
	switch {
	case a.still[i][t] || t < a.Sites[i].Online || mw == 0:
		least, most = 0, 0
	case from.Blocks == 0 && from.Owed > 0:
		least, most = 0, 0
	case from.Blocks > 0 && from.Owed > 0:
		least = max(1, least)
	}
	for b := least; b <= most; b++ {
		mwh := mw * float64(b) / float64(c.Blocks)
		if !a.take(i, t, mwh) {
			a.take(i, t, -mwh)
			break
		}
		cost := c.StartPerMW * mw * float64(max(0, b-from.Blocks)) / float64(c.Blocks)
		gets := 0.0
		if b > 0 {
			gets = mwh * a.margin(i, k, t)
		}
		a.hour(i, k, t+1, rules.After(from, b), usd+gets-cost)
		a.take(i, t, -mwh)
	}
}

// take takes energy from the budgets around an hour, and says whether they have room.
func (a *allOf) take(i, t int, mwh float64) (room bool) {
	room = true
	for g, held := range a.group {
		for _, site := range held.sites {
			if site == i && held.from <= t && t < held.to {
				a.left[g] -= mwh
				a.used[g] += mwh
				room = room && (a.left[g] > -1e-9 || a.soft(g))
			}
		}
	}
	return room
}

// others is the best of the site that is switched for nothing, less what goes beyond soft budgets.
func (a *allOf) others() (usd float64) {
	p := &dispatch.Program{}
	items, energy := make([][]int32, len(a.left)), make([]float64, len(a.left))
	for i := range a.Sites {
		if a.Sites[i].Cycle != nil {
			continue
		}
		for t := range a.Hours {
			margin := a.margin(i, 0, t)
			if margin <= 0 || a.still[i][t] {
				continue
			}
			for g, held := range a.group {
				for _, site := range held.sites {
					if site == i && held.from <= t && t < held.to {
						items[g] = append(items[g], int32(len(p.Margin)))
						energy[g] += a.Sites[i].Tranches[0].MW
					}
				}
			}
			p.Margin, p.Energy = append(p.Margin, margin), append(p.Energy, a.Sites[i].Tranches[0].MW)
		}
	}
	for g, left := range a.left {
		if a.soft(g) {
			more := energy[g] + max(0, -left)
			price := a.Budgets.Groups[g].Terms.Price
			usd -= price * more
			items[g] = append(items[g], int32(len(p.Margin)))
			p.Margin, p.Energy = append(p.Margin, price), append(p.Energy, more)
			left += more
		}
		p.Budgets = append(p.Budgets, dispatch.Budget{Residual: max(0, left), Items: items[g]})
	}
	plan, err := p.Solve()
	if err != nil {
		a.rt.Fatal(err)
	}
	return usd + plan.Value
}

// Where it costs something to switch machines of sites with budgets that they may break, perfect foresight earns as
// much as the best of all sets of breaches with all schedules, and proves it, where all is small; so does the rolling
// operator, whose hashprice stays. One who does not look ahead earns no more.
func TestBreachesOfUnitsAreTheBestOfAll(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		x := switchedBesides(rt, false)
		a := &allOf{besides: x, rt: rt}
		want := x.bestOf(a.of)
		for _, look := range []Foresight{Perfect, Rolling, Myopic} {
			got, tr := x.plays(rt, look, &State{})
			least := 1e-8 * (1 + math.Abs(want))
			if got > want+least || look != Myopic && got < want-tr.Proven.USD-least {
				rt.Fatalf("foresight %d earns %.12g, the best of all is %.12g; %+v", look, got, want, tr.Proven)
			}
		}
	})
}

// On a path that moves perfect foresight earns the best of all, and nobody earns more; in a hurry its bound still
// holds the best.
func TestBreachesOfUnitsOnAPath(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		x := switchedBesides(rt, true)
		a := &allOf{besides: x, rt: rt}
		want := x.bestOf(a.of)
		s := &State{}
		got, tr := x.plays(rt, Perfect, s)
		if least := 1e-8 * (1 + math.Abs(want)); got > want+least || got < want-tr.Proven.USD-least {
			rt.Fatalf("perfect foresight earns %.12g, the best of all is %.12g; %+v", got, want, tr.Proven)
		}
		for _, look := range []Foresight{Rolling, Myopic} {
			if less, _ := x.plays(rt, look, &State{}); less > got+tr.Proven.USD+1e-8*(1+math.Abs(got)) {
				rt.Fatalf("foresight %d earns %.12g, perfect foresight %.12g", look, less, got)
			}
		}
		s = &State{}
		s.breach.hurry = math.MaxInt
		hasty, _ := x.plays(rt, Perfect, s)
		bound, least := max(s.breach.value, s.breach.passed), 1e-8*(1+math.Abs(want))
		all := len(s.breach.list) == 1 && len(s.breach.list[0].sites) == len(x.Sites) // the bound leaves no site out
		if all && s.breach.spent > 0 && want > bound+least || hasty > want+least {
			rt.Fatalf("in a hurry it earns %.12g with a bound of %.12g, the best of all is %.12g", hasty, bound, want)
		}
	})
}

// Twelve weeks that sites with two classes of switched machines may break are planned to within some tenths of a
// percent; a run does not depend on what its State did before.
func TestSwitchedWeeks(t *testing.T) {
	t.Parallel()
	p, d := weeklySwitched(1, 2, 48)
	p.Hours, p.Days, p.Foresight = 2016, 84, Perfect
	p.Budgets.Groups[0].BudgetMWh = 10_000
	s := &State{Certify: true}
	var gets [2]float64
	for n := range gets {
		tr := NewTrace(p, false)
		if err := Run(p, d, s, tr); err != nil {
			t.Fatal(err)
		}
		proved(t, tr)
		if gets[n] = earned(tr); tr.Proven.Plans < 1 || tr.Proven.Gap > 3e-3 {
			t.Errorf("%+v, want a plan that is proven to three thousandths", tr.Proven)
		}
		t.Logf("%.12g USD, %d weeks broken, %+v", gets[n], len(tr.Broken), tr.Proven)
	}
	if gets[0] != gets[1] {
		t.Errorf("%v USD, then %v", gets[0], gets[1])
	}
}
