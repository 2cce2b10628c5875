package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"hashwatt/sim/dispatch"
)

// earnsOf plays a problem, in turn or as one.
func earnsOf(t *testing.T, p *Problem, d *Draw, look Foresight, inTurn bool) (float64, Proven) {
	t.Helper()
	p.Foresight = look
	s := State{Certify: true}
	s.accord.inTurn = inTurn
	tr := NewTrace(p, false)
	if err := Run(p, d, &s, tr); err != nil {
		t.Fatal(err)
	}
	adds(t, tr)
	for g, use := range tr.Budgets {
		if group := &p.Budgets.Groups[g]; use.UsedMWh > group.BudgetMWh*(1+1e-9) && !group.Terms.Soft {
			t.Errorf("group %d used %g of %g MWh", g, use.UsedMWh, group.BudgetMWh)
		}
	}
	paid := 0.0
	for l := range tr.Uses {
		for _, use := range tr.Uses[l] {
			paid += use.PaidUSD
		}
	}
	return net(p, d, tr) - paid, tr.Proven
}

// againstLinear plays problems of rising prices and holds them against their linear programmes.
func againstLinear(t *testing.T, problems int, next func() (*Problem, *Draw)) (exact, near, ahead int) {
	t.Helper()
	for n := range problems {
		p, d := next()
		got, proven := earnsOf(t, p, d, Perfect, false)
		rolling, _ := earnsOf(t, p, d, Rolling, false)
		turn, _ := earnsOf(t, p, d, Perfect, true)
		best := bestLinear(t, p, d)
		scale := 1e-9 * (1 + math.Abs(best))
		if max(got, rolling) > best+scale {
			t.Errorf("problem %d earns %.9g and %.9g, more than the best, %.9g", n, got, rolling, best)
		}
		if got < turn-scale {
			t.Errorf("problem %d earns %.9g, and in turn %.9g", n, got, turn)
		}
		if got > turn+scale {
			ahead++
		}
		if best > got+proven.USD+scale {
			t.Errorf("problem %d earns %.9g and states %.9g, the best is %.9g", n, got, got+proven.USD, best)
		}
		switch {
		case proven.Plans == 0:
		case !inOne(p):
			near++
			if got < best*0.9-scale {
				t.Errorf("problem %d earns %.9g, the best is %.9g", n, got, best)
			}
		default:
			exact++
			if best > got+scale || proven.Gap > 1e-8 {
				t.Errorf("problem %d earns %.9g, the best is %.9g, the stated gap %g", n, got, best, proven.Gap)
			}
		}
	}
	return exact, near, ahead
}

// Where prices of windows rise, perfect foresight earns the optimum of a linear programme under budgets, to
// rounding where each window lies in one of the smallest of these, else within the gap that is stated; nobody
// earns more than the optimum, and no plan in turn more than that as one.
func TestAccordIsTheOptimum(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(41, 1))
	exact, near, ahead := againstLinear(t, 45, func() (*Problem, *Draw) { return accorded(rng, false) })
	if exact < 12 || near < 8 || ahead < 8 {
		t.Errorf("%d exact, %d near, %d better than in turn; the test has lost its edge", exact, near, ahead)
	}
}

// The same is true where sites count by factors of their own, and where more than a budget may be used at a price.
func TestAccordOfWeightsAndPrices(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(44, 1))
	exact, near, ahead := againstLinear(t, 45, func() (*Problem, *Draw) {
		p, d := accorded(rng, false)
		vary(rng, p)
		return p, d
	})
	if exact < 12 || near < 8 || ahead < 8 {
		t.Errorf("%d exact, %d near, %d better than in turn; the test has lost its edge", exact, near, ahead)
	}
}

// tieredWindows adds a count to each tree of windows of accorded, whose prices rise or do what they want.
func tieredWindows(rng *rand.Rand, bent bool) (*Problem, *Draw) {
	p, d := accorded(rng, bent)
	ch := p.Charges[0]
	for _, tree := range ch.Trees {
		steps := randomSteps(rng, 4*float64(tree.To-tree.From), 0, 30)
		if !bent {
			rise(steps)
		}
		ch.tiers(p.Hours, tree.From, tree.To, steps...)
	}
	return p, d
}

// The same is true where prices of windows stand beside tiers that rise, in each window a count.
func TestAccordOfWindowsAndTiers(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(48, 1))
	exact, near, ahead := againstLinear(t, 40, func() (*Problem, *Draw) { return tieredWindows(rng, false) })
	if exact < 12 || near < 8 || ahead < 8 {
		t.Errorf("%d exact, %d near, %d better than in turn; the test has lost its edge", exact, near, ahead)
	}
}

// Where both prices do what they want, plans are proven to 1e-6 where each window lies in one of the smallest
// budgets, and nobody earns more than the bound.
func TestAccordOfWindowsAndAnyTiers(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(49, 1))
	proofs := 0
	for n := range 60 {
		p, d := tieredWindows(rng, true)
		got, proven := earnsOf(t, p, d, Perfect, false)
		turn, _ := earnsOf(t, p, d, Perfect, true)
		rolling, _ := earnsOf(t, p, d, Rolling, false)
		if most := got + proven.USD; max(turn, rolling) > most+1e-9*(1+math.Abs(most)) {
			t.Errorf("problem %d earns %.9g and at most %.9g, in turn %.9g, rolling %.9g", n, got, most, turn, rolling)
		}
		if proven.Plans > 0 && inOne(p) {
			if proofs++; proven.Gap > 1e-6 {
				t.Errorf("problem %d: the stated gap is %g", n, proven.Gap)
			}
		}
	}
	if proofs < 20 {
		t.Errorf("%d plans; the test has lost its edge", proofs)
	}
}

// bestLevels is the most that one site earns with at most two windows that do not nest: every pair of levels at which
// a machine or a stretch of a price ends is tried, with the best use of the budgets below them.
func bestLevels(p *Problem, d *Draw) float64 {
	site, ch, b := &p.Sites[0], p.Charges[0], p.Budgets
	levels := make([][]float64, len(ch.Windows))
	for w := range ch.Windows {
		levels[w] = []float64{0}
		for _, s := range ch.Windows[w].Steps {
			levels[w] = append(levels[w], min(s.UpTo, 10))
		}
	}
	for h := range p.Hours {
		levels[ch.Leaf[h]] = append(levels[ch.Leaf[h]], 6*p.PUE[0][h], 10)
	}
	for w := range levels {
		slices.Sort(levels[w])
		levels[w] = slices.Compact(levels[w])
	}
	tree := dispatch.Tree{}
	for g := range b.Groups {
		tree.Parent, tree.Residual = append(tree.Parent, b.Groups[g].Parent), append(tree.Residual, b.Groups[g].BudgetMWh)
	}
	var space dispatch.Workspace
	var plan dispatch.Plan
	best := 0.0
	mw := make([]float64, len(levels))
	var each func(w int)
	each = func(w int) {
		if w < len(levels) {
			for _, mw[w] = range levels[w] {
				each(w + 1)
			}
			return
		}
		var items dispatch.Items
		for h := range p.Hours {
			pue, room := p.PUE[0][h], mw[ch.Leaf[h]]
			for _, tr := range site.Tranches {
				run := min(tr.MW*pue, room)
				room -= run
				items.Margin = append(items.Margin, d.Hashprice[0]/(pue*tr.BreakEven)-p.Price[0][h])
				items.Energy, items.Leaf = append(items.Energy, run), append(items.Leaf, b.Leaf[0][h])
			}
		}
		space.Solve(&tree, &items, &plan)
		value := plan.Value
		for w := range mw {
			value -= cost(ch.Windows[w].Steps, 0, mw[w])
		}
		best = max(best, value)
	}
	each(0)
	return best
}

// Where prices of windows fall as well, what is earned is the best of the levels at which something ends where each
// window lies in one of the smallest budgets, and proven to be; else it lies below that by no more than is stated.
func TestAccordOfAnyPrices(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(43, 1))
	tried, met, exact := 0, 0, 0
	for tried < 40 {
		p, d := accorded(rng, true)
		if len(p.Sites) > 1 || len(p.Charges[0].Windows) > 2 || p.Charges[0].Windows[len(p.Charges[0].Windows)-1].Parent >= 0 {
			continue
		}
		got, proven := earnsOf(t, p, d, Perfect, false)
		turn, _ := earnsOf(t, p, d, Perfect, true)
		best := bestLevels(p, d)
		scale := 1e-9 * (1 + math.Abs(best))
		if got < turn-scale || best > got+proven.USD+scale && proven.Plans > 0 {
			t.Errorf("problem %d earns %.9g, in turn %.9g, stated %.9g, the best level %.9g",
				tried, got, turn, got+proven.USD, best)
		}
		tried++
		if inOne(p) && proven.Plans > 0 {
			if exact++; got < best-1e-6*math.Abs(best) || proven.Gap > 1e-6 {
				t.Errorf("problem %d earns %.9g, the best level %.9g, the stated gap %g", tried, got, best, proven.Gap)
			}
		}
		if got > best-scale {
			met++
		}
	}
	if met < tried/2 || exact < tried/4 {
		t.Errorf("of %d are %d the best of all levels, and %d in one budget; the test has lost its edge",
			tried, met, exact)
	}
}

// chargedMonths is randomCharges with budgets by month of 720 hours or by 1,000 hours, of each site or of all, and one
// around them.
func chargedMonths(rng *rand.Rand, windows, tiers bool) (*Problem, *Draw) {
	p, d := randomCharges(rng, windows, tiers)
	for _, ch := range p.Charges {
		for w := range ch.Windows {
			ch.Windows[w].Held = nil
		}
	}
	b, hours := &Budgets{}, p.Hours
	all, length := []int32{0, 1, 2}, []int{720, 720, 1000, 2400}[rng.IntN(4)]
	around := rng.IntN(2) == 0
	root := Root{Sites: all, To: hours}
	if around {
		root.Groups = []int32{0}
		b.Groups = []Group{{Limit: 0, BudgetMWh: (0.3 + 0.5*rng.Float64()) * 30 * float64(hours), To: hours, Parent: -1}}
	}
	each := rng.IntN(2) == 0
	for i := range p.Sites {
		p.Sites[i].Class = int32(i)
		leaf := make([]int32, hours)
		for from := 0; from < hours; from += length {
			to, g := min(from+length, hours), int32(-1)
			if each || i == 0 {
				g = int32(len(b.Groups))
				share := 0.2 + 0.8*rng.Float64()
				if !each {
					share *= 3
				}
				group := Group{Limit: 1, BudgetMWh: share * 10 * float64(to-from), From: from, To: to, Parent: -1, Local: int32(len(root.Groups))}
				if around {
					group.Parent = 0
				}
				b.Groups = append(b.Groups, group)
				root.Groups = append(root.Groups, g)
			} else {
				g = b.Leaf[0][from]
			}
			for h := from; h < to; h++ {
				leaf[h] = g
			}
		}
		b.Leaf = append(b.Leaf, leaf)
	}
	for from := length; from < hours; from += length {
		root.Solve = append(root.Solve, from)
	}
	b.Roots = []Root{root}
	p.Budgets = b
	p.Limits = []Limit{{Name: "a", Sites: all, ByMonth: flat(p.Months, 0)}, {Name: "b", Sites: all, ByMonth: flat(p.Months, 0)}}
	return p, d
}

// On one path of the network nobody earns more from windows, tiers and budgets together than perfect foresight by
// more than the gap that it states.
func TestNobodyBeatsPerfectAccords(t *testing.T) {
	t.Parallel()
	ahead, plans := 0, int64(0)
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(42, seed))
		p, d := chargedMonths(rng, seed%3 != 0, seed%3 != 1)
		perfect, proven := earnsOf(t, p, d, Perfect, false)
		rolling, _ := earnsOf(t, p, d, Rolling, false)
		myopic, _ := earnsOf(t, p, d, Myopic, false)
		inTurn, _ := earnsOf(t, p, d, Rolling, true)
		slack := 1e-9*math.Abs(perfect) + proven.USD
		if perfect < max(rolling, myopic, inTurn)-slack {
			t.Errorf("seed %d: perfect earns %.2f, rolling %.2f, in turn %.2f, myopic %.2f",
				seed, perfect, rolling, inTurn, myopic)
		}
		if seed%3 == 1 && proven.Gap > 1e-3 {
			t.Errorf("seed %d: the gap is %g", seed, proven.Gap)
		}
		if rolling > inTurn*(1+1e-6) {
			ahead++
		}
		plans += proven.Plans
	}
	if plans < 8 || ahead < 4 {
		t.Errorf("%d plans, %d times rolling ahead of rolling in turn; the test has lost its edge", plans, ahead)
	}
}
