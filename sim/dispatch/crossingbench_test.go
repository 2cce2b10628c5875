package dispatch

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// crossYear is a synthetic year in which quotas per site, month and year cross a common cap per hour: sites of two
// machine classes in ten regions with autoregressive prices, a hashprice that changes every 14 days, quotas of 60
// to 110 % of what would run, nine tenths of their sum for the year, and a cap of the given part of the largest
// hour.
func crossYear(sites, days int, cap float64) *crossInstance {
	rng := rand.New(rand.NewPCG(1, 9))
	hours, months := 24*days, (days+29)/30
	in := new(crossInstance)
	a, b, it := &in.a, &in.b, &in.items
	for s := range sites {
		for range months {
			a.Parent = append(a.Parent, int32(sites*months+s))
		}
	}
	for range sites {
		a.Parent = append(a.Parent, -1)
	}
	a.Residual = make([]float64, len(a.Parent))
	b.Parent, b.Residual = make([]int32, hours), make([]float64, hours)
	for t := range b.Parent {
		b.Parent[t] = -1
	}
	price := make([][]float64, 10)
	for r := range price {
		price[r] = make([]float64, hours)
		x, base := 0.0, 35+20*rng.Float64()
		for t := range price[r] {
			x = 0.9*x + 0.1*rng.NormFloat64()*2.2
			price[r][t] = base*math.Exp(x) + 12*math.Sin(2*math.Pi*float64(t%24-9)/24)
		}
	}
	hashprice := make([]float64, days/14+1)
	for e, v := 0, 50.0; e < len(hashprice); e++ {
		hashprice[e] = v
		v *= math.Exp(0.05 * rng.NormFloat64())
	}
	for s := range sites {
		efficiency, pue := 15+3*rng.Float64(), 1.05+0.1*rng.Float64()
		mw := [2]float64{10 + 20*rng.Float64(), 10 + 20*rng.Float64()}
		for t := range hours {
			for k := range mw {
				perMWh := 1000 / 24.0 / (efficiency * (1 + 0.4*float64(k))) / pue
				in.add(hashprice[t/24/14]*perMWh-price[s%len(price)][t], mw[k], int32(s*months+t/24/30), int32(t))
			}
		}
	}
	for j, m := range it.Margin {
		if m > 0 {
			a.Residual[it.LeafA[j]] += it.Energy[j]
			b.Residual[it.LeafB[j]] += it.Energy[j]
		}
	}
	for g := range sites * months {
		a.Residual[g] *= 0.6 + 0.5*rng.Float64()
		a.Residual[a.Parent[g]] += a.Residual[g]
	}
	for s := range sites {
		a.Residual[sites*months+s] *= 0.9
	}
	top := 0.0
	for _, r := range b.Residual {
		top = max(top, r)
	}
	for t := range b.Residual {
		b.Residual[t] = cap * top
	}
	return in
}

// BenchmarkCrossYear is a year of 46 sites: 805,920 items under 598 and 8,760 groups. Both families bind nearly
// everywhere, the cap in some or nearly all hours, or all margins are equal.
func BenchmarkCrossYear(b *testing.B) {
	for _, how := range []struct {
		name string
		cap  float64
		flat bool
	}{
		{"cap_in_all_hours", 0.4, false},
		{"cap_in_most_hours", 0.7, false},
		{"cap_in_half_the_hours", 0.8, false},
		{"cap_in_few_hours", 0.95, false},
		{"flat", 0.6, true},
	} {
		b.Run(how.name, func(b *testing.B) {
			in := crossYear(46, 365, how.cap)
			if how.flat {
				in.flatten()
			}
			var w CrossSpace
			p := in.solveWith(b, &w)
			if p.Rung != Crossing {
				b.Fatalf("answered by %v, want by a flow", p.Rung)
			}
			b.ReportAllocs()
			for b.Loop() {
				w.Solve(&in.a, &in.b, &in.items, p)
			}
			b.ReportMetric(float64(w.net.pivots), "pivots")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(in.items.Margin)), "ns/item")
		})
	}
}

// flatten makes all margins equal and all energies and budgets whole.
func (in *crossInstance) flatten() {
	for j := range in.items.Margin {
		in.items.Margin[j] = 30
		in.items.Energy[j] = math.Ceil(in.items.Energy[j])
	}
	for _, tree := range []*Tree{&in.a, &in.b} {
		for g := range tree.Residual {
			tree.Residual[g] = math.Floor(tree.Residual[g])
		}
	}
}

// later is the instance some hours on: those before are gone, and so is what they used; what hashrate earns has
// changed.
func (in *crossInstance) later(p *CrossPlan, hours int32, revenue float64) *crossInstance {
	out := &crossInstance{a: in.a, b: in.b}
	out.a.Residual, out.b.Residual = slices.Clone(in.a.Residual), slices.Clone(in.b.Residual)
	it := &in.items
	for j, m := range it.Margin {
		if it.LeafB[j] < hours {
			for g := it.LeafA[j]; g >= 0; g = in.a.Parent[g] {
				out.a.Residual[g] -= it.Energy[j] * p.Fraction[j]
			}
		} else {
			out.add(m+revenue, it.Energy[j], it.LeafA[j], it.LeafB[j])
		}
	}
	return out
}

// BenchmarkCrossResume is the year again after two weeks, from the plan made before.
func BenchmarkCrossResume(b *testing.B) {
	for _, how := range []struct {
		name string
		cap  float64
	}{{"cap_in_all_hours", 0.4}, {"cap_in_most_hours", 0.7}, {"cap_in_half_the_hours", 0.8}} {
		first := crossYear(46, 365, how.cap)
		var w CrossSpace
		before := first.solveWith(b, &w)
		in := first.later(before, 336, -2)
		b.Run(how.name+"/solve", func(b *testing.B) {
			p := new(CrossPlan)
			for b.Loop() {
				w.Solve(&in.a, &in.b, &in.items, p)
			}
			b.ReportMetric(float64(w.net.pivots), "pivots")
		})
		b.Run(how.name+"/resume", func(b *testing.B) {
			p := new(CrossPlan)
			for b.Loop() {
				*p = before.clone()
				w.Resume(&in.a, &in.b, &in.items, p)
			}
			b.ReportMetric(float64(w.net.pivots), "pivots")
		})
	}
}

func (p *CrossPlan) clone() CrossPlan {
	q := *p
	for _, prices := range []*Prices{&q.A, &q.B} {
		prices.Lambda, prices.Sum = slices.Clone(prices.Lambda), slices.Clone(prices.Sum)
		prices.Binding, prices.Used = slices.Clone(prices.Binding), slices.Clone(prices.Used)
	}
	q.Fraction = slices.Clone(p.Fraction)
	return q
}
