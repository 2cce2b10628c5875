package kernel

import (
	"math/rand/v2"
	"slices"
	"testing"

	"hashwatt/sim/dispatch"
)

// TestTiersOfEqualHours prices 100 hours that all earn 50 and 10 USD/MWh in tiers. A first tier of 300 MWh that is
// cheap runs whole: half of the 600 MWh of the better machines, as the second one costs 60. A first tier that costs
// 60 does not pay by itself, but 100 MWh of it lead to the second, which is free.
func TestTiersOfEqualHours(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		steps []dispatch.PriceStep
		mw    float64
	}{
		{"rising", []dispatch.PriceStep{upTo(300, 5), step(60)}, 3},
		{"rising, the others in part", []dispatch.PriceStep{upTo(800, 5), step(60)}, 8},
		{"rising, as dear as the margin", []dispatch.PriceStep{upTo(300, 5), step(50)}, 3},
		{"falling", []dispatch.PriceStep{upTo(100, 60), step(0)}, 10},
		{"falling too late", []dispatch.PriceStep{upTo(950, 60), step(0)}, 0},
		{"falling, the better machines only", []dispatch.PriceStep{upTo(100, 60), step(11)}, 6},
		{"below zero", []dispatch.PriceStep{upTo(700, -50), step(0)}, 10},
		{"one tier", []dispatch.PriceStep{step(20)}, 6},
		{"at the margin", []dispatch.PriceStep{step(50)}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, look := range []Foresight{Rolling, Perfect} {
				ch := &Charges{}
				ch.tiers(100, 0, 100, c.steps...)
				p, d := paying(flat(100, 50), ch)
				p.Foresight = look
				tr := run(t, p, d)
				sameLoad(t, tr.SiteMWh[0], func(int) float64 { return c.mw })
				adds(t, tr)
			}
		})
	}
}

// TestTierByTheMW ends the cheap tier at 50 MWh for each MW of the highest load. The first 10 MW run for 100 hours;
// 500 MWh are cheap and the rest costs 45, which the better machines earn and the others do not; a floor of 12 MW
// makes it 600.
func TestTierByTheMW(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ floor, mw float64 }{{0, 6}, {12, 6}, {18, 9}} {
		ch := &Charges{}
		ch.tiers(100, 0, 100, upTo(inf, 5), step(45))
		ch.Counts[0].PerMW, ch.Counts[0].FloorMW = []float64{50, inf}, c.floor
		p, d := paying(flat(100, 50), ch)
		sameLoad(t, run(t, p, d).SiteMWh[0], func(int) float64 { return c.mw })
	}
}

// TestTierHasRoom lets the hashprice rise by a fifth between two retargets: what then pays for its tier runs at
// once, since no end of a tier is near; a scarce tier is kept for the hours that were chosen.
func TestTierHasRoom(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		end  float64
		late float64
	}{{1e6, 10}, {1200, 6}} {
		ch := &Charges{}
		ch.tiers(200, 0, 200, upTo(c.end, 15), step(200))
		p, d := paying(flat(200, 50), ch)
		for day := 4; day < p.Days; day++ {
			d.Hashprice[day] = 60 // 72 - 50 > 15
		}
		sameLoad(t, run(t, p, d).SiteMWh[0], func(h int) float64 {
			if h/24 >= 4 {
				return c.late
			}
			return 6
		})
	}
}

// TestMyopicTiers pays attention to the tier in which the count stands and to nothing else.
func TestMyopicTiers(t *testing.T) {
	t.Parallel()
	ch := &Charges{}
	ch.tiers(100, 0, 100, upTo(100, 60), step(0))
	p, d := paying(flat(100, 50), ch)
	p.Foresight = Myopic
	sameLoad(t, run(t, p, d).SiteMWh[0], func(int) float64 { return 0 })
	ch.Counts[0].Steps = []dispatch.PriceStep{upTo(100, 0), step(60)}
	sameLoad(t, run(t, p, d).SiteMWh[0], func(h int) float64 {
		if h < 10 {
			return 10
		}
		return 0
	})
}

// bestTiers is the most that one site earns of tiers: the largest margins first, and every total at which a machine
// or a tier ends tried.
func bestTiers(p *Problem, ch *Charges, d *Draw) (best float64) {
	type item struct{ margin, mwh float64 }
	var items []item
	totals := []float64{}
	for h := range p.Hours {
		level, pue := 0.0, p.PUE[0][h]
		for _, tr := range p.Sites[0].Tranches {
			mw := min(tr.MW*pue, p.Sites[0].PowerMW-level)
			level += mw
			items = append(items, item{d.Hashprice[0]/(pue*tr.BreakEven) - p.Price[0][h], mw})
		}
	}
	slices.SortFunc(items, func(a, b item) int {
		if a.margin > b.margin {
			return -1
		}
		return 1
	})
	sum := 0.0
	for _, it := range items {
		sum += it.mwh
		totals = append(totals, sum)
	}
	for _, s := range ch.Counts[0].Steps {
		totals = append(totals, min(s.UpTo, sum))
	}
	for _, total := range totals {
		usd, left := 0.0, total
		for _, it := range items {
			x := min(left, it.mwh)
			usd += x * it.margin
			left -= x
		}
		from := 0.0
		for _, s := range ch.Counts[0].Steps {
			usd -= s.Price * max(0, min(total, s.UpTo)-from)
			from = min(total, s.UpTo)
		}
		best = max(best, usd)
	}
	return best
}

// TestTiersAreOptimal earns what trying all totals earns, in 400 random problems with tiers that rise and fall, of
// either sign.
func TestTiersAreOptimal(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 4))
	var s State
	for n := range 400 {
		ch := &Charges{}
		ch.tiers(72, 0, 72, randomSteps(rng, 500, -40, 60)...)
		p, d := paying(randomPrices(rng, 72), ch)
		if n%3 > 0 {
			for h := range p.PUE[0] {
				p.PUE[0][h] = 1 + 0.1*rng.Float64()
			}
		}
		earns(t, n, p, d, &s, bestTiers(p, ch, d))
	}
}

// TestTierInsideAWindow has a month whose highest load costs more than its hours earn beyond a cheap first tier,
// and less than they earn with it: 720 hours x 10 MWh at 10 and 50 USD of margin, of which 2,000 MWh are 40 USD
// cheaper. Planned apart, the window would see the price at the edge of the tier and stay shut.
func TestTierInsideAWindow(t *testing.T) {
	t.Parallel()
	const hours = 100
	ch := &Charges{}
	ch.window(hours, 0, hours, -1, 0, step(5_500)) // a MW earns 100 x 50 = 5,000
	ch.tiers(hours, 0, hours, upTo(200, -40), step(0))
	p, d := paying(flat(hours, 50), ch)
	tr := run(t, p, d)
	// 2 MW run within the tier: 200 x 90 - 2 x 5,500 = 7,000; 6 MW earn 600 x 50 + 8,000 - 33,000 = 5,000; none earns
	// 0.
	if got := net(p, d, tr); got < 5_000-1e-6 {
		t.Errorf("earns %g, want at least the 5,000 of all better machines", got)
	}
	if tr.SiteMWh[0][0] == 0 {
		t.Error("the window stays shut")
	}
}
