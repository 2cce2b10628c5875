package dispatch

import (
	"math"
	"math/rand/v2"
	"testing"
)

// yearsSwitched makes a site that runs for some years under budgets of months and years, which let it run for six
// tenths and a little less of the time. Every third month has more than it wants.
func yearsSwitched(years int, units []Cycle, weather bool) *switchedInstance {
	rng := rand.New(rand.NewPCG(1, 9))
	const year, months = 8760, 12
	hours := years * year
	tree := new(Tree)
	for range years * (months + 1) {
		tree.Parent, tree.Residual = append(tree.Parent, -1), append(tree.Residual, 0)
	}
	in := &switchedInstance{trees: []*Tree{tree}, items: SwitchedItems{Leaf: [][]int32{nil}}}
	for m := range years * months {
		tree.Parent[m] = int32(years*months + m/months)
	}
	for n, c := range units {
		u := SwitchedUnit{Cycle: c, Value: make([]float64, hours), Energy: make([]float64, hours), Leaf: [][]int32{make([]int32, hours)}}
		mw := 10 + float64(n)
		for t := range hours {
			price := 45 + 15*math.Sin(2*math.Pi*float64(t)/24) + 10*math.Sin(2*math.Pi*float64(t)/8760) + 12*rng.NormFloat64()
			u.Energy[t] = mw
			if weather {
				u.Energy[t] *= 1 + 0.05*math.Sin(2*math.Pi*float64(t)/8760) + 0.01*rng.NormFloat64()
			}
			u.Value[t] = u.Energy[t] * (70 + float64(3*n) - price)
			u.Leaf[0][t] = int32(t/year*months + t%year*months/year)
			tree.Residual[u.Leaf[0][t]] += u.Energy[t]
		}
		in.units = append(in.units, u)
	}
	for m := range years * months {
		tree.Residual[years*months+m/months] += 0.58 * tree.Residual[m]
		tree.Residual[m] *= []float64{0.9, 0.61234, 0.63141}[m%3]
	}
	return in
}

// beside adds a site whose machines may run in part, an item an hour.
func (in *switchedInstance) beside(seed uint64) *switchedInstance {
	rng := rand.New(rand.NewPCG(seed, 10))
	u, tree := &in.units[0], in.trees[0]
	for t, v := range u.Value {
		in.items.Margin = append(in.items.Margin, v/u.Energy[t]+5*rng.NormFloat64())
		in.items.Energy = append(in.items.Energy, u.Energy[t]/2)
		in.items.Leaf[0] = append(in.items.Leaf[0], u.Leaf[0][t])
	}
	for g := range tree.Residual {
		tree.Residual[g] *= 1.4
	}
	return in
}

// short leaves the first hours, and of the budgets their part.
func (in *switchedInstance) short(hours int) {
	for u := range in.units {
		unit := &in.units[u]
		unit.Value, unit.Energy, unit.Leaf[0] = unit.Value[:hours], unit.Energy[:hours], unit.Leaf[0][:hours]
	}
	for g := range in.trees[0].Residual {
		in.trees[0].Residual[g] *= float64(hours) / 8760
	}
}

// BenchmarkSwitched measures plans of years and fortnights; the gap that is proven, and that of the multipliers
// alone, are told in millionths.
func BenchmarkSwitched(b *testing.B) {
	start, day := Cycle{Start: 120, Blocks: 1}, Cycle{Start: 120, Up: 24, Down: 24, Blocks: 4}
	for _, c := range []struct {
		name    string
		years   int
		units   []Cycle
		weather bool
		items   bool
	}{
		{"year/start", 1, []Cycle{start}, false, false},
		{"year/start weather", 1, []Cycle{start}, true, false},
		{"year/day of 4", 1, []Cycle{day}, false, false},
		{"year/day of 4 weather", 1, []Cycle{day}, true, false},
		{"year/start beside", 1, []Cycle{start}, true, true},
		{"year/day of 4 beside", 1, []Cycle{day}, true, true},
		{"fortnights/day of 4", 0, []Cycle{day, {Start: 90, Up: 6, Down: 4, Blocks: 1}}, true, false},
		{"year/three", 1, []Cycle{start, {Start: 90, Up: 6, Down: 4, Blocks: 1}, {Start: 200, Up: 12, Down: 3, Blocks: 2}}, true, false},
		{"ten years/start", 10, []Cycle{start}, false, false},
		{"ten years/start weather", 10, []Cycle{start}, true, false},
		{"ten years/day", 10, []Cycle{{Start: 120, Up: 24, Down: 24, Blocks: 1}}, true, false},
	} {
		b.Run(c.name, func(b *testing.B) {
			in := yearsSwitched(max(c.years, 1), c.units, c.weather)
			if c.items {
				in.beside(1)
			}
			if c.years == 0 {
				in.short(336)
			}
			var w SwitchSpace
			var p SwitchedPlan
			for b.Loop() {
				p.Rung = Threshold
				if err := w.Solve(in.trees, &in.items, in.units, &p); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(p.Gap()*1e6, "gap-ppm")
			b.ReportMetric((p.Dual-p.Value)/p.Dual*1e6, "dual-ppm")
			b.ReportMetric(float64(w.search.made), "labels")
		})
	}
}
