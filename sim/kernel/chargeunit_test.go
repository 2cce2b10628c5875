package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"hashwatt/sim/dispatch"
)

// chargedUnit is a problem of one site with a class of machines or two that it costs something to switch, under one
// window or two, a count or both, and under a budget if asked to. In its first hour nothing pays.
func chargedUnit(rng *rand.Rand, budget bool) (*Problem, *Draw) {
	hours, classes := 10+rng.IntN(4), 1
	if rng.IntN(2) == 0 {
		hours, classes = 7+rng.IntN(2), 2
	}
	price := make([]float64, hours)
	for h := range price {
		price[h] = 40 + 80*rng.Float64()
	}
	price[0] = 200
	ch := &Charges{}
	p, d := paying(price, ch)
	p.Sites[0].Tranches = p.Sites[0].Tranches[:classes]
	p.Sites[0].RatedMW, p.Sites[0].AvailableMW = 6+4*float64(classes-1), 6+4*float64(classes-1)
	if rng.IntN(2) == 0 {
		for h := range price {
			p.PUE[0][h] = 1 + 0.1*rng.Float64()
		}
	}
	kind := rng.IntN(4)
	if split := 3 + rng.IntN(hours-5); kind != 1 {
		ch.window(hours, 0, split, -1, 0, step(150*rng.Float64()))
		low := dispatch.PriceStep{UpTo: 5, Price: 150 * rng.Float64()}
		ch.window(hours, split, hours, -1, float64(rng.IntN(2)), low, step(150*rng.Float64()))
	}
	if kind == 1 || kind == 2 {
		ch.tiers(hours, 0, hours, dispatch.PriceStep{UpTo: 5 + 20*rng.Float64(), Price: 5}, step(5+40*rng.Float64()))
	}
	cycle := Cycle{Limit: limited(p, "switches"), Up: rng.IntN(4), Down: rng.IntN(4), Blocks: 1}
	cycle.StartPerMW = 20 * rng.Float64()
	p.Sites[0].Cycle = &cycle
	if budget {
		oneBudget(p, float64(hours)*(0.5+2*rng.Float64()))
		p.Budgets.Groups[0].Limit = limited(p, "quota")
	}
	return p, d
}

// bestCharged is the most that the site of such a problem earns: of all schedules of its classes at some levels of its
// windows, at which the budget holds.
func bestCharged(p *Problem) (best float64) {
	site, ch := &p.Sites[0], p.Charges[0]
	best = math.Inf(-1)
	levels := []float64{0, 1, 5, math.Inf(1)}
	for _, pue := range p.PUE[0] {
		levels = append(levels, 6*pue, 10*pue)
	}
	for z := 0.0; p.Budgets != nil && z < 11; z += 2 {
		levels = append(levels, z)
	}
	slices.Sort(levels)
	levels = slices.Compact(levels)
	second := levels
	if len(ch.Windows) < 2 {
		levels, second = levels[len(levels)-1:], levels[len(levels)-1:]
	}
	worth := make([]float64, 2)
	for _, worth[0] = range levels {
		for _, worth[1] = range second {
			best = max(best, bestAtLevels(p, site, ch, worth))
		}
	}
	return best
}

// bestAtLevels is that at given levels.
func bestAtLevels(p *Problem, site *Site, ch *Charges, worth []float64) (best float64) {
	best = math.Inf(-1)
	runs := make([][]float64, len(site.Tranches)) // MW by class and hour
	for k := range runs {
		runs[k] = make([]float64, p.Hours)
	}
	for h := range p.Hours {
		room := math.Inf(1)
		if ch.Leaf != nil {
			room = worth[ch.Leaf[h]]
		}
		for k, tr := range site.Tranches {
			runs[k][h] = min(tr.MW*p.PUE[0][h], room)
			room -= runs[k][h]
		}
	}
	var legal [2][]uint32
	for k := range runs {
		legal[k] = schedulesOf(site.Cycle, runs[k])
	}
	if len(runs) == 1 {
		legal[1] = []uint32{0}
	}
	load := make([]float64, p.Hours)
	for _, a := range legal[0] {
		for _, b := range legal[1] {
			usd, energy := 0.0, 0.0
			for h := range load {
				load[h] = 0
				for k := range runs {
					mask := [2]uint32{a, b}[k]
					if mask>>h&1 == 0 {
						continue
					}
					tr := &site.Tranches[k]
					load[h] += runs[k][h]
					usd += runs[k][h] * (50/(p.PUE[0][h]*tr.BreakEven) - p.Price[0][h])
					if h == 0 || mask>>(h-1)&1 == 0 {
						usd -= site.Cycle.StartPerMW * tr.MW
					}
				}
				energy += load[h]
			}
			if p.Budgets == nil || energy <= p.Budgets.Groups[0].BudgetMWh {
				best = max(best, usd-billed(ch, load))
			}
		}
	}
	return best
}

// schedulesOf are the schedules that the rules of a unit allow, by bit; it is off where nothing of it may run.
func schedulesOf(c *Cycle, mw []float64) (list []uint32) {
	for mask := range uint32(1) << len(mw) {
		on, age, ok := false, 99, true
		for h := range mw {
			next := mask>>h&1 == 1
			switch {
			case next && !(mw[h] > 0), next && !on && age < c.Down, !next && on && age < c.Up && mw[h] > 0:
				ok = false
			}
			if age++; next != on {
				on, age = next, 1
			}
		}
		if ok {
			list = append(list, mask)
		}
	}
	return list
}

// marginIn is what a problem earns before charges with perfect foresight, played in a state.
func marginIn(t *testing.T, s *State, p *Problem, d *Draw) float64 {
	t.Helper()
	p.Foresight = Perfect
	tr := NewTrace(p, false)
	if err := Run(p, d, s, tr); err != nil {
		t.Fatal(err)
	}
	return margin(tr)
}

func TestChargedUnitsAreProven(t *testing.T) {
	// Of machines that it costs something to switch under charges, with a budget or without, nobody earns more with
	// perfect foresight than the plan and the gap that it states, and without a budget the plan not more than the best.
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 22))
	problems := 60
	if testing.Short() {
		problems = 20
	}
	var used State
	lost, gaps, most := 0.0, 0.0, 0.0
	for n := range problems {
		p, d := chargedUnit(rng, n%2 == 0)
		best := bestCharged(p)
		got, proven := earnsOf(t, p, d, Perfect, false)
		scale := 1e-9 * (1 + math.Abs(best))
		if best > got+proven.USD+scale {
			t.Errorf("problem %d earns %.9g and states %.9g, the best is %.9g", n, got, got+proven.USD, best)
		}
		if ch := p.Charges[0]; p.Budgets == nil && (len(ch.Windows) == 0 || len(ch.Counts) == 0) && got > best+scale {
			t.Errorf("problem %d earns %.9g, more than the best, %.9g", n, got, best)
		}
		for _, look := range []Foresight{Rolling, Myopic} {
			if other, _ := earnsOf(t, p, d, look, false); other > got+proven.USD+scale {
				t.Errorf("problem %d: foresight %d earns %.9g, perfect %.9g", n, look, other, got)
			}
		}
		if again := marginIn(t, &used, p, d); again != marginIn(t, &State{}, p, d) {
			t.Errorf("problem %d earns %v before charges where others were played before", n, again)
		}
		least := billed(p.Charges[0], make([]float64, p.Hours)) // which no plan counts
		if cu := &used.chargedUnits; cu.t == 0 && cu.bound < best+least-scale {
			t.Errorf("problem %d has the bound %.9g, the best is %.9g", n, cu.bound, best+least)
		}
		if p.Budgets != nil {
			p.Budgets.Groups[0].BudgetMWh *= 0.8
			if less, _ := earnsOf(t, p, d, Perfect, false); less > got+proven.USD+scale {
				t.Errorf("problem %d earns %.9g, and with a smaller budget %.9g", n, got, less)
			}
		}
		lost, gaps, most = lost+best-got, gaps+proven.USD, most+math.Abs(best)
	}
	t.Logf("less than the best %.3g, stated %.3g", lost/most, gaps/most)
	if lost > 0.02*most || gaps > 0.3*most {
		t.Errorf("plans earn %g less than the best, and state %g", lost/most, gaps/most)
	}
}
