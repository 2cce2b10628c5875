package dispatch

import (
	"math"
	"math/rand/v2"
	"testing"
)

// quotaYear builds the items of one site over the given hours of a synthetic year with three machine classes, and
// quotas per month of 730 h inside a quota for all of it. The generator is that of the project's published
// reference case (46 sites, 10 regions, one year): autoregressive prices and temperatures by region, a seasonal ban
// in every third region, machines of 14 to 17 J/TH and multiples of that, and one random path of the coin price by
// epochs of 336 h. It is written out in full because the expected optimum is that of exactly this input.
func quotaYear(hours int) *instance {
	const (
		sites, regions, horizon = 46, 10, 8760
		site                    = 1
		own                     = 1e5 // PH/s of our own hashrate, held fixed
	)
	rng := rand.New(rand.NewPCG(1, 2))
	var price, temp [horizon]float64
	for q := range regions {
		x, y := 0.0, 0.0
		base := 35 + 30*rng.Float64()
		for t := range horizon {
			x = 0.9*x + 0.1*rng.NormFloat64()*2.2
			y = 0.98*y + 0.8*rng.NormFloat64()
			if q != site%regions {
				continue
			}
			day := math.Sin(2 * math.Pi * float64(t%24-9) / 24)
			price[t] = base*math.Exp(x) + 12*day                                    // USD/MWh
			temp[t] = 12 + 12*math.Sin(2*math.Pi*float64(t/24-110)/365) + 5*day + y // °C
		}
	}
	var a, b, e0, limit float64
	var full [3]float64 // MW of IT load per class
	for range site + 1 {
		a = 1.03 + 0.05*rng.Float64()
		b = 0.004 + 0.004*rng.Float64()
		e0 = 14 + 3*rng.Float64()
		limit = 0
		for k := range full {
			full[k] = 5 + 20*rng.Float64()
			limit += full[k]
		}
		limit *= 1.12
	}
	draw := rand.New(rand.NewPCG(7, 0))
	coin := 1e5
	var hashprice [horizon/336 + 1]float64 // USD/PH/day per epoch
	for e := range hashprice {
		for range 14 {
			coin *= math.Exp(0.0002 + 0.028*draw.NormFloat64())
		}
		rest := 8e5 * (sites / 46.0) * math.Pow(coin/1e5, 0.85) * (1 + 0.05*draw.NormFloat64())
		hashprice[e] = 450 * (sites / 46.0) * coin / (rest + own)
	}

	in := new(instance)
	months := (hours + 729) / 730
	energy := make([]float64, months)
	for t := range hours {
		m := t / 730
		pue := a + b*max(0, temp[t]-12)
		cost := price[t]*pue + 2 // USD per MWh of IT energy
		left := limit / pue
		for k := range full {
			available := min(full[k]*min(1, 0.2+float64(m)/10), left)
			if available <= 0 {
				break
			}
			left -= available
			perMWh := 1000 / (e0 * (1 + 0.35*float64(k))) / 24 // PH·day per MWh of IT energy
			if margin := hashprice[t/336]*perMWh - cost; margin > 0 {
				in.add(margin/pue, available*pue, int32(m))
				energy[m] += available * pue
			}
		}
	}
	year := 0.0
	for m, e := range energy {
		quota := e * (0.7 + 0.05*float64(m))
		year += min(quota, e)
		in.tree.Parent = append(in.tree.Parent, int32(months))
		in.tree.Residual = append(in.tree.Residual, quota)
	}
	in.tree.Parent = append(in.tree.Parent, -1)
	in.tree.Residual = append(in.tree.Residual, 0.85*year)
	return in
}

// TestQuotaYear: the optimum of the reference quota year, and of its first day, week and month, is that of the linear
// solver HiGHS (agreement to 7e-14 when the figures were made).
func TestQuotaYear(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		hours, items int
		want         float64 // USD
	}{
		{24, 72, 10427.038406569},
		{168, 443, 53682.217499703},
		{730, 1970, 249787.090265},
		{8760, 24263, 15110046.0386},
	} {
		in := quotaYear(tt.hours)
		if n := len(in.items.Margin); n != tt.items {
			t.Errorf("%d hours: %d items, want %d", tt.hours, n, tt.items)
		}
		p := in.solve(t)
		if !near(p.Value, tt.want, 1e-11, 0) || p.Rung != Nested {
			t.Errorf("%d hours: %.13g by %v, want %.13g by nested budgets", tt.hours, p.Value, p.Rung, tt.want)
		}
	}
}

// oneBudget is the quota year with its yearly quota alone.
func oneBudget() *instance {
	in := quotaYear(8760)
	year := in.tree.Residual[len(in.tree.Residual)-1]
	in.tree = Tree{[]int32{-1}, []float64{year}}
	clear(in.items.Leaf)
	return in
}

// BenchmarkQuotaYear is 24,263 items in months inside a year, with the histogram and without.
func BenchmarkQuotaYear(b *testing.B) {
	in := quotaYear(8760)
	for _, how := range []struct {
		name   string
		direct bool
	}{{"coarse", false}, {"direct", true}} {
		b.Run(how.name, func(b *testing.B) { benchmark(b, in, how.direct) })
	}
}

// BenchmarkOneBudget is the same items under the yearly quota alone.
func BenchmarkOneBudget(b *testing.B) {
	in := oneBudget()
	b.Run("coarse", func(b *testing.B) { benchmark(b, in, false) })
	b.Run("direct", func(b *testing.B) { benchmark(b, in, true) })
}

// BenchmarkSlack is the free test: no budget is short.
func BenchmarkSlack(b *testing.B) {
	in := quotaYear(8760)
	for g := range in.tree.Residual {
		in.tree.Residual[g] *= 10
	}
	b.Run("coarse", func(b *testing.B) { benchmark(b, in, false) })
	b.Run("direct", func(b *testing.B) { benchmark(b, in, true) })
}

func benchmark(b *testing.B, in *instance, direct bool) {
	w := Workspace{direct: direct}
	p := new(Plan)
	w.Solve(&in.tree, &in.items, p)
	b.ReportAllocs()
	for b.Loop() {
		w.Solve(&in.tree, &in.items, p)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(in.items.Margin)), "ns/item")
}

// hourlyCap is ten sites with the items of the quota year, scaled so that they differ, under a common cap per hour
// inside common quotas per month and year: 242,630 items and 8,773 groups.
func hourlyCap() *instance {
	year := quotaYear(8760)
	const hours, sites = 8760, 10
	in := new(instance)
	months := int32(len(year.tree.Parent) - 1)
	n := len(year.items.Margin)
	want := make([]float64, hours)
	for j := range n {
		hour := int32(j * hours / n) // about three items to the hour, in the order of time
		for s := range sites {
			scale := 1 + float64(s)/sites
			in.add(year.items.Margin[j]*scale-10, year.items.Energy[j], hour)
			want[hour] += year.items.Energy[j]
		}
	}
	in.tree.Parent = make([]int32, hours)
	for t := range in.tree.Parent {
		in.tree.Parent[t] = hours + min(int32(t/730), months-1)
		in.tree.Residual = append(in.tree.Residual, 0.9*want[t])
	}
	for m := range months + 1 {
		in.tree.Parent = append(in.tree.Parent, hours+months)
		in.tree.Residual = append(in.tree.Residual, 0.85*sites*year.tree.Residual[m])
	}
	in.tree.Parent[hours+months] = -1
	return in
}

// BenchmarkHourlyCap has too many groups for histograms.
func BenchmarkHourlyCap(b *testing.B) { benchmark(b, hourlyCap(), false) }
