package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestWindowIsAllOrNothing prices the highest load of hours 10 to 15 of a day, in which power costs 90: the better
// machines earn 5 x 10 = 50 USD for each MW. At 49 USD/MW they run, at 50 and above nothing does, and the other
// hours, at 40, run all.
func TestWindowIsAllOrNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ price, mw float64 }{{49, 6}, {50, 0}, {51, 0}, {0, 6}} {
		price := flat(24, 40)
		for h := 10; h < 15; h++ {
			price[h] = 90
		}
		ch := &Charges{}
		ch.window(24, 10, 15, -1, 0, step(c.price))
		p, d := paying(price, ch)
		tr := run(t, p, d)
		sameLoad(t, tr.SiteMWh[0], func(h int) float64 {
			if h >= 10 && h < 15 {
				return c.mw
			}
			return 10
		})
		want := 0.0
		if c.mw == 0 {
			want = 6 * 5
		}
		if idle := tr.Idle[0][ReasonDemand]; math.Abs(idle-want) > 1e-9 {
			t.Errorf("at %g USD/MW %g MWh are idle for the highest load, want %g", c.price, idle, want)
		}
		adds(t, tr)
	}
}

// TestWindowByMachine prices the highest load of a month of 720 hours at a power price of 50: a MW of the better
// machines earns 36,000 USD and one of the others 7,200, so each kind is worth it or not by itself.
func TestWindowByMachine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ price, mw float64 }{{7_199, 10}, {7_200, 6}, {35_999, 6}, {36_000, 0}} {
		ch := &Charges{}
		ch.window(720, 0, 720, -1, 0, step(c.price))
		p, d := paying(flat(720, 50), ch)
		sameLoad(t, run(t, p, d).SiteMWh[0], func(int) float64 { return c.mw })
	}
}

// TestFloorIsFree bills at least 7 MW in any case: whatever the price, 7 MW run and what is more is weighed.
func TestFloorIsFree(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ price, mw float64 }{{7_199, 10}, {7_201, 7}, {1e6, 7}} {
		ch := &Charges{}
		ch.window(720, 0, 720, -1, 7, step(c.price))
		p, d := paying(flat(720, 50), ch)
		sameLoad(t, run(t, p, d).SiteMWh[0], func(int) float64 { return c.mw })
	}
}

// TestRatchetIsFree has a first month in which power is cheap and a second one, at 95 USD/MWh, whose own hours do
// not pay for their peak of 5,000 USD/MW: 720 x 5 = 3,600. Half of the first month's 10 MW is billed in any case,
// and runs.
func TestRatchetIsFree(t *testing.T) {
	t.Parallel()
	price := flat(1440, 20)
	for h := 720; h < 1440; h++ {
		price[h] = 95
	}
	ch := &Charges{}
	first := ch.window(1440, 0, 720, -1, 0, step(5_000))
	second := ch.window(1440, 720, 1440, -1, 0, step(5_000))
	ch.Windows[second].Held = []Held{{Share: 0.5, Windows: []int32{first}}}
	p, d := paying(price, ch)
	sameLoad(t, run(t, p, d).SiteMWh[0], func(h int) float64 {
		if h < 720 {
			return 10
		}
		return 5
	})
}

// TestReachedIsFree lets the hashprice fall by 45 % on day 14, where a retarget comes: the better machines earn 55,
// which would not pay for a peak of 3,000 USD/MW in the rest of the month (384 x 5), but the peak was reached
// before. When the hashprice is back on day 20, between two retargets, all 10 MW run again at once.
func TestReachedIsFree(t *testing.T) {
	t.Parallel()
	ch := &Charges{}
	ch.window(720, 0, 720, -1, 0, step(3_000))
	p, d := paying(flat(720, 50), ch)
	for day := 14; day < 20; day++ {
		d.Hashprice[day] = 27.5
	}
	sameLoad(t, run(t, p, d).SiteMWh[0], func(h int) float64 {
		if h/24 >= 14 && h/24 < 20 {
			return 6
		}
		return 10
	})
}

// TestPlanIsKept has a month that begins at a hashprice at which a peak does not pay: the site stays off when the
// hashprice rises, until the retarget after 2,016 blocks, 336 hours, at which what is left of the month is weighed
// anew.
func TestPlanIsKept(t *testing.T) {
	t.Parallel()
	ch := &Charges{}
	ch.window(720, 0, 720, -1, 0, step(10_000))
	p, d := paying(flat(720, 50), ch)
	for day := range 7 {
		d.Hashprice[day] = 30 // a MWh earns 60: 720 x 10 < 10,000
	}
	tr := run(t, p, d)
	sameLoad(t, tr.SiteMWh[0], func(h int) float64 {
		if h < 336 {
			return 0
		}
		return 6 // 384 x 50 = 19,200
	})
	if len(tr.Epochs) < 2 || tr.Epochs[0].Hours != 336 {
		t.Errorf("epochs %+v", tr.Epochs)
	}
}

// TestOnlineInsideAWindow puts the site online on day 20 of a month: 240 hours x 50 = 12,000 USD for each MW are
// weighed, no more.
func TestOnlineInsideAWindow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ price, mw float64 }{{11_999, 6}, {12_001, 0}} {
		ch := &Charges{}
		ch.window(720, 0, 720, -1, 0, step(c.price))
		p, d := paying(flat(720, 50), ch)
		p.Sites[0].Online = 480
		sameLoad(t, run(t, p, d).SiteMWh[0], func(h int) float64 {
			if h < 480 {
				return 0
			}
			return c.mw
		})
	}
}

// TestPowerLimitInAWindow cuts the connection to 8 MW in half of a month: the last 2 MW have 360 hours to pay for
// themselves and the 2 MW below them 720.
func TestPowerLimitInAWindow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ price, early, late float64 }{{3_599, 8, 10}, {3_601, 8, 8}, {7_201, 6, 6}} {
		ch := &Charges{}
		ch.window(720, 0, 720, -1, 0, step(c.price))
		p, d := paying(flat(720, 50), ch)
		p.Limits = []Limit{{Name: "cap", Kind: "power", Sites: []int32{0}, ByMonth: flat(p.Months, 0)}}
		p.LimitSet = [][]InForce{{{Limit: 0, MW: 8}}}
		p.Steps = []Step{{Hour: 0, Site: 0, CapMW: 8, Limit: 0, Set: 0}, {Hour: 360, Site: 0, CapMW: 10, Limit: -1, Set: -1}}
		tr := run(t, p, d)
		sameLoad(t, tr.SiteMWh[0], func(h int) float64 {
			if h < 360 {
				return c.early
			}
			return c.late
		})
		adds(t, tr)
	}
}

// bestWindows is the most that one site earns of three days, whose highest loads are priced by day and once for
// all: every level at which a machine ends in some hour is tried for all days together, and below it for each day.
func bestWindows(p *Problem, ch *Charges, d *Draw) float64 {
	site := &p.Sites[0]
	type item struct{ from, to, margin float64 }
	hours := make([][]item, p.Hours)
	levels := []float64{0}
	for h := range hours {
		level, pue := 0.0, p.PUE[0][h]
		for _, tr := range site.Tranches {
			mw := min(tr.MW*pue, site.PowerMW-level)
			hours[h] = append(hours[h], item{level, level + mw, d.Hashprice[0]/(pue*tr.BreakEven) - p.Price[0][h]})
			level += mw
			levels = append(levels, level)
		}
	}
	for _, w := range ch.Windows {
		for _, s := range w.Steps {
			if !math.IsInf(s.UpTo, 1) {
				levels = append(levels, s.UpTo)
			}
		}
		levels = append(levels, w.FloorMW)
	}
	charge := func(w Window, z float64) (usd float64) {
		from := 0.0
		for _, s := range w.Steps {
			if z := max(z, w.FloorMW); z > from {
				usd += s.Price * (min(z, s.UpTo) - from)
			}
			from = s.UpTo
		}
		return usd
	}
	earned := func(from, to int, z float64) (usd float64) {
		for h := from; h < to; h++ {
			for _, it := range hours[h] {
				if it.margin > 0 && z > it.from {
					usd += it.margin * (min(z, it.to) - it.from)
				}
			}
		}
		return usd
	}
	best := math.Inf(-1)
	for _, most := range levels {
		sum := -charge(ch.Windows[0], most)
		for day := range 3 {
			top := math.Inf(-1)
			for _, z := range levels {
				if z <= most {
					top = max(top, earned(24*day, 24*day+24, z)-charge(ch.Windows[1+day], z))
				}
			}
			sum += top
		}
		best = max(best, sum)
	}
	return best
}

// TestWindowsAreOptimal earns what trying all levels earns, in 400 random problems of three days with a window for
// all of them and one for each day, prices that rise and fall, minimums, and a PUE that changes by hour.
func TestWindowsAreOptimal(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	var s State
	for n := range 400 {
		ch := &Charges{}
		floor := func() float64 { return float64(rng.IntN(3)) * 2 * rng.Float64() }
		root := ch.window(72, 0, 72, -1, floor(), randomSteps(rng, 8, 0, 1200)...)
		for day := range 3 {
			ch.window(72, 24*day, 24*day+24, root, floor(), randomSteps(rng, 8, 0, 400)...)
		}
		p, d := paying(randomPrices(rng, 72), ch)
		for h := range p.PUE[0] {
			p.PUE[0][h] = 1 + 0.1*rng.Float64()
		}
		earns(t, n, p, d, &s, bestWindows(p, ch, d))
	}
}

// TestMonthIsOptimal weighs the highest load of a whole month: two kinds of machines, a PUE that changes by hour, a
// price in two stretches. What is earned is the most of all levels at which a machine ends in some hour.
func TestMonthIsOptimal(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(17, 18))
	const hours = 720
	for n := range 20 {
		ch := &Charges{}
		ch.window(hours, 0, hours, -1, 0, upTo(10*rng.Float64(), 30_000*rng.Float64()), step(20_000*rng.Float64()))
		p, d := paying(randomPrices(rng, hours), ch)
		levels := []float64{ch.Windows[0].Steps[0].UpTo}
		for h := range p.PUE[0] {
			p.PUE[0][h] = 1.02 + 0.1*rng.Float64()
			levels = append(levels, 6*p.PUE[0][h], 10)
		}
		load, best := make([]float64, hours), 0.0
		for _, z := range levels {
			usd := 0.0
			for h, price := range p.Price[0] {
				pue := p.PUE[0][h]
				usd += max(0, 100/pue-price)*min(z, 6*pue) + max(0, 60/pue-price)*max(0, min(z, 10)-6*pue)
				load[h] = 0
			}
			load[0] = z
			best = max(best, usd-billed(ch, load))
		}
		if got := net(p, d, run(t, p, d)); math.Abs(got-best) > 1e-9*(1+best) {
			t.Errorf("%d: earns %.6f, the best level %.6f", n, got, best)
		}
	}
}

// earns wants problem n, played under one foresight or the other in turn, to earn the best there is, and its hours
// to add up.
func earns(t *testing.T, n int, p *Problem, d *Draw, s *State, want float64) {
	t.Helper()
	p.Foresight = []Foresight{Rolling, Perfect}[n%2]
	tr := NewTrace(p, false)
	if err := Run(p, d, s, tr); err != nil {
		t.Fatal(err)
	}
	if got := net(p, d, tr); math.Abs(got-want) > 1e-9*(1+math.Abs(want)) {
		t.Fatalf("problem %d earns %.9g, the best is %.9g", n, got, want)
	}
	adds(t, tr)
}
