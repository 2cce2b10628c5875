package dispatch

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// switchedInstance is one problem of units and items.
type switchedInstance struct {
	trees []*Tree
	items SwitchedItems
	units []SwitchedUnit
}

// solve returns the plan and fails the test unless its certificate holds.
func (in *switchedInstance) solve(t testing.TB, w *SwitchSpace, p *SwitchedPlan) SwitchedCertificate {
	t.Helper()
	if err := w.Solve(in.trees, &in.items, in.units, p); err != nil {
		t.Fatal(err)
	}
	c := CertifySwitched(in.trees, &in.items, in.units, p)
	if err := c.Err(); err != nil {
		t.Fatalf("%v\n%+v\n%+v\n%v", err, c, p, in)
	}
	return c
}

// randomSwitched makes a problem small enough for all of its schedules: one to three units, a few hours, up to three
// families of budgets that bite.
func randomSwitched(rng *rand.Rand, families int) *switchedInstance {
	in := new(switchedInstance)
	hours := 4 + rng.IntN(7)
	for range 1 + rng.IntN(3) {
		in.addUnit(rng, hours)
	}
	whole := rng.IntN(2) == 0
	for range rng.IntN(7) * rng.IntN(2) {
		m, e := 8*rng.Float64()-1, 3*rng.Float64()
		if whole {
			m, e = float64(rng.IntN(8)-1), float64(rng.IntN(4))
		}
		in.items.Margin, in.items.Energy = append(in.items.Margin, m), append(in.items.Energy, e)
	}
	for range families {
		in.addFamily(rng, hours, whole)
	}
	return in
}

// addUnit adds a unit whose schedules are not too many.
func (in *switchedInstance) addUnit(rng *rand.Rand, hours int) {
	most := 1 + rng.IntN(3)
	n := max(1, min(hours-rng.IntN(3), []int{10, 6, 5}[most-1]))
	if len(in.units) > 0 {
		n = max(1, min(n, []int{8, 5, 4}[most-1]))
	}
	if len(in.units) > 1 {
		n = min(n, 5)
	}
	c := randomCycle(rng, most)
	c.Up, c.Down, c.Start = min(c.Up, 4), min(c.Down, 4), c.Start/4
	if rng.IntN(4) == 0 {
		c.Starts = make([]float64, n)
		for t := range c.Starts {
			c.Starts[t] = float64(rng.IntN(9))
		}
	}
	u := SwitchedUnit{Cycle: c, From: randomState(rng, c), Value: randomHours(rng, n), Energy: make([]float64, n)}
	for t := range u.Value {
		u.Value[t] += 3
		switch rng.IntN(3) {
		case 0:
			u.Energy[t] = 3 * rng.Float64()
		case 1:
			u.Energy[t] = 2
		default:
			u.Energy[t] = float64(rng.IntN(4))
		}
	}
	in.units = append(in.units, u)
}

// addFamily adds a tree of budgets with random leaves.
func (in *switchedInstance) addFamily(rng *rand.Rand, hours int, whole bool) {
	g := 1 + rng.IntN(4)
	tree := &Tree{make([]int32, g), make([]float64, g)}
	for i := range g {
		tree.Parent[i] = int32(i)
		if i == g-1 || rng.IntN(4) == 0 {
			tree.Parent[i] = -1
		} else {
			tree.Parent[i] = int32(i + 1 + rng.IntN(g-i-1))
		}
	}
	leaf := make([]int32, len(in.items.Margin))
	for j := range leaf {
		leaf[j] = int32(rng.IntN(g+1) - 1)
	}
	in.items.Leaf = append(in.items.Leaf, leaf)
	demand := make([]float64, g)
	for j, a := range leaf {
		for ; a >= 0; a = tree.Parent[a] {
			demand[a] += max(0, in.items.Energy[j])
		}
	}
	at := rng.Perm(hours) // periods: stretches of hours, or any hours
	for u := range in.units {
		leaf := make([]int32, len(in.units[u].Value))
		for t := range leaf {
			leaf[t] = int32(at[t]*(g+1)/hours) - 1
			if rng.IntN(9) == 0 {
				leaf[t] = -1
			}
			for a := leaf[t]; a >= 0; a = tree.Parent[a] {
				demand[a] += in.units[u].Energy[t]
			}
		}
		in.units[u].Leaf = append(in.units[u].Leaf, leaf)
	}
	for a := range demand {
		r := demand[a] * rng.Float64() * 1.1
		if whole {
			r = math.Floor(r)
		}
		if rng.IntN(12) == 0 {
			r = 0
		}
		tree.Residual[a] = r
	}
	in.trees = append(in.trees, tree)
}

// exhaust returns the value of the best of all plans.
func (in *switchedInstance) exhaust(t testing.TB) float64 {
	value := in.obliged()
	all, on := make([][][]int, len(in.units)), make([][]int, len(in.units))
	for u := range in.units {
		all[u] = in.units[u].schedules(value[u])
	}
	best := math.Inf(-1)
	var try func(u int, usd float64, used [][]float64)
	free := 0.0
	for j, m := range in.items.Margin {
		free += max(m, 0) * in.items.Energy[j]
	}
	for u := range in.units {
		for t := range value[u] {
			if in.units[u].divisible(t) && !math.IsInf(value[u][t], -1) {
				free += max(value[u][t], 0)
				value[u][t] = 0
			}
		}
	}
	try = func(u int, usd float64, used [][]float64) {
		if u == len(in.units) {
			if usd+free > best {
				best = max(best, usd+in.itemsBeside(t, used, on))
			}
			return
		}
		for _, blocks := range all[u] {
			on[u] = blocks
			more := make([][]float64, len(used))
			for f := range used {
				more[f] = slices.Clone(used[f])
			}
			if x, ok := in.carry(u, blocks, value[u], more); ok {
				try(u+1, usd+x, more)
			}
		}
	}
	used := make([][]float64, len(in.trees))
	for f := range used {
		used[f] = make([]float64, len(in.trees[f].Parent))
	}
	try(0, 0, used)
	return best
}

// schedules lists all that the rules of a unit allow.
func (u *SwitchedUnit) schedules(value []float64) (all [][]int) {
	blocks := make([]int, len(value))
	for {
		if u.Cycle.broken(value, u.From, blocks) == "" {
			all = append(all, slices.Clone(blocks))
		}
		t := 0
		for t < len(blocks) && blocks[t] == u.Cycle.Blocks {
			blocks[t] = 0
			t++
		}
		if t == len(blocks) {
			return all
		}
		blocks[t]++
	}
}

// carry adds what a schedule uses and tells what it earns and whether the budgets have room.
func (in *switchedInstance) carry(u int, blocks []int, value []float64, used [][]float64) (usd float64, ok bool) {
	unit := &in.units[u]
	for t, b := range blocks {
		for f, tree := range in.trees {
			for g := unit.Leaf[f][t]; g >= 0 && b > 0 && !unit.divisible(t); g = tree.Parent[g] {
				used[f][g] += unit.Energy[t] * float64(b) / float64(unit.Cycle.Blocks)
				if used[f][g] > tree.Residual[g]*(1+1e-12) {
					return 0, false
				}
			}
		}
	}
	usd, _ = unit.Cycle.earned(value, unit.From, blocks)
	return usd, true
}

// divisible tells whether what is on in an hour may run in part.
func (u *SwitchedUnit) divisible(t int) bool {
	return u.Shared != nil && u.Shared[t] && u.Energy[t] > 0
}

// itemsBeside is what items, and units in shared hours, earn in what is left, by the linear programme.
func (in *switchedInstance) itemsBeside(t testing.TB, used [][]float64, on [][]int) float64 {
	p := Program{Margin: slices.Clone(in.items.Margin), Energy: slices.Clone(in.items.Energy)}
	leaves := make([][]int32, len(in.trees))
	for f := range leaves {
		leaves[f] = slices.Clone(in.items.Leaf[f])
	}
	for u := range in.units {
		unit := &in.units[u]
		for h, b := range on[u] {
			if v := unit.Value[h]; b > 0 && v > 0 && unit.divisible(h) {
				p.Margin = append(p.Margin, v/unit.Energy[h])
				p.Energy = append(p.Energy, unit.Energy[h]*float64(b)/float64(unit.Cycle.Blocks))
				for f := range leaves {
					leaves[f] = append(leaves[f], unit.Leaf[f][h])
				}
			}
		}
	}
	if len(p.Margin) == 0 {
		return 0
	}
	for f, tree := range in.trees {
		left := make([]float64, len(used[f]))
		for g, x := range used[f] {
			left[g] = tree.Residual[g] - x
		}
		p.AddTree(&Tree{tree.Parent, left}, leaves[f])
	}
	plan, err := p.Solve()
	if err != nil {
		t.Fatal(err)
	}
	return plan.Value
}

// obliged is the values of units with the hours that are owed and not covered forced off: in order of time, and in
// one hour by unit, the fewest blocks run as long as every group around has room.
func (in *switchedInstance) obliged() [][]float64 {
	value := make([][]float64, len(in.units))
	fewest := make([][]int, len(in.units))
	hours := 0
	for u := range in.units {
		unit := &in.units[u]
		value[u] = slices.Clone(unit.Value)
		fewest[u] = make([]int, len(unit.Value))
		hours = max(hours, len(unit.Value))
		b := unit.From.Blocks
		for t := range fewest[u] {
			down := unit.Cycle.RampDown
			if down == 0 {
				down = unit.Cycle.Blocks
			}
			b = max(0, b-down)
			if t < unit.From.Owed && unit.From.Blocks > 0 {
				b = max(b, 1)
			}
			if math.IsInf(value[u][t], -1) {
				b = 0
			}
			if b == 0 {
				break
			}
			fewest[u][t] = b
		}
	}
	used := make([][]float64, len(in.trees))
	for f := range used {
		used[f] = make([]float64, len(in.trees[f].Parent))
	}
	for t := range hours {
		for u := range in.units {
			if t >= len(value[u]) || fewest[u][t] == 0 {
				continue
			}
			more := make([][]float64, len(used))
			for f := range used {
				more[f] = slices.Clone(used[f])
			}
			blocks := make([]int, len(value[u]))
			blocks[t] = fewest[u][t]
			if _, ok := in.carry(u, blocks, value[u], more); ok {
				used = more
				continue
			}
			value[u][t] = math.Inf(-1)
			clear(fewest[u][t:])
		}
	}
	return value
}
