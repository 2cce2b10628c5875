package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// onHours plays the rule by its words for a machine, at its break-even price of each hour: it is off from the hour
// in which power has cost more than stop times that for so many hours in a row, and on again likewise.
func onHours(b *Band, prices, even []float64) (on []bool) {
	runs, since := prices[0] < even[0], -1 // the hour of the last switch
	for h := range prices {
		hours, beyond := b.ResumeHours, func(t int) bool { return prices[t] < b.Resume*even[t] }
		if runs {
			hours, beyond = b.StopHours, func(t int) bool { return prices[t] > b.Stop*even[t] }
		}
		from := h + 1 - hours
		for from > since && from <= h && beyond(from) {
			from++
		}
		if from > h {
			runs, since = !runs, h
		}
		on = append(on, runs)
	}
	return on
}

// Under a budget that does not last, the hours that a plan chooses are the best of those in which the controller
// has the machines on: the classes break even at 125 and 62.5 USD/MWh, and an hour of power at 20 USD is worth
// nothing right after two dear ones.
func TestBudgetsKnowTheController(t *testing.T) {
	t.Parallel()
	prices := []float64{
		60, 50, 130, 140, 20, 20, 60, 50, 40, 30, 90, 95, 25, 30, 55, 55, 30, 45, 50, 160, 165, 20, 10, 15, 15, 40, 30, 60, 35, 44,
	}
	band := Band{Stop: 1, Resume: 0.9, StopHours: 2, ResumeHours: 3}
	type hour struct{ margin, mw float64 }
	var list []hour
	for k, even := range []float64{125, 62.5} {
		for h, on := range onHours(&band, prices, flat(len(prices), even)) {
			if on && prices[h] < even {
				list = append(list, hour{even - prices[h], []float64{6, 4}[k]})
			}
		}
	}
	slices.SortFunc(list, func(a, b hour) int { return int(math.Copysign(1, b.margin-a.margin)) })
	const budget = 100.0
	best, left := 0.0, budget
	for _, x := range list {
		run := min(x.mw, left)
		left -= run
		best += run * x.margin
	}
	for look, want := range map[Foresight]float64{Rolling: best, Perfect: best, Myopic: -1} {
		p, d := steady(len(prices))
		p.Foresight, p.Price = look, [][]float64{prices}
		p.Sites[0].Band = &band
		band.Limit = limited(p, "controller")
		oneBudget(p, budget)
		tr := run(t, p, d)
		if got := margin(tr); want > 0 {
			near(t, "margin", got, want, 1e-12)
			near(t, "energy", tr.Budgets[0].UsedMWh, budget, 1e-12)
		} else if got >= best {
			t.Errorf("who does not look ahead earns %g of %g USD; the test has lost its edge", got, best)
		}
	}
}

// With random controllers too nobody earns more than perfect foresight on one path from budgets that cross, that
// may be exceeded or that are the power of an hour; all budgets are kept, though on the day the hashprice is not
// that for which was planned, and all adds up.
func TestNobodyBeatsPerfectWithControllers(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(17, 3))
	ahead, kept := 0, 0
	for n := range 150 {
		p, d := randomBudgets(rng, 26-22*(n%2), 4+n%2)
		by := limited(p, "controller")
		for i := range p.Sites {
			stop := 0.5 + 0.6*rng.Float64()
			p.Sites[i].Band = &Band{Limit: by, Stop: stop, Resume: stop * (1 - 0.3*rng.Float64()), StopHours: 1 + rng.IntN(4), ResumeHours: 1 + rng.IntN(6)}
			p.Limits[by].Sites = append(p.Limits[by].Sites, int32(i))
		}
		var earned [3]float64
		for _, look := range []Foresight{Rolling, Perfect, Myopic} {
			p.Foresight = look
			tr := run(t, p, d)
			adds(t, tr)
			earned[look] = margin(tr) - paid(tr)
			withinBudgets(t, fmt.Sprintf("problem %d, foresight %d", n, look), p, tr)
			for i := range p.Sites {
				if tr.Idle[i][ReasonLimit+int(by)] > 0 {
					kept++
				}
			}
		}
		least := 1e-9 * math.Abs(earned[Perfect])
		if earned[Rolling] > earned[Perfect]+least || earned[Myopic] > earned[Perfect]+least {
			t.Errorf("problem %d: perfect earns %.6f, rolling %.6f, myopic %.6f",
				n, earned[Perfect], earned[Rolling], earned[Myopic])
		}
		if earned[Perfect] > earned[Rolling]+least {
			ahead++
		}
	}
	if ahead < 50 || kept < 50 {
		t.Errorf("%d times perfect foresight is ahead, %d times a controller kept something idle; the test has lost its edge", ahead, kept)
	}
}

// A price of 1,500 USD for each MW of the highest load is worth it for 24 hours that earn 95 USD/MWh, and so is a
// fine of 9,000 USD for twice the budget of 12 hours; but not where the controller has the machines off in three of
// four hours.
func TestChargesAndBreachesKnowTheController(t *testing.T) {
	t.Parallel()
	prices := slices.Repeat([]float64{30}, 24)
	for h := range 18 {
		prices[h] = 80 - float64(h%2) // above 64 % of 125: off, and on again from the third hour below
	}
	for _, look := range []Foresight{Rolling, Perfect} {
		for _, band := range []*Band{nil, {Stop: 0.5, Resume: 0.5, StopHours: 1, ResumeHours: 3}} {
			ch := &Charges{}
			ch.window(24, 0, 24, -1, 0, step(700))
			p, d := paying(slices.Clone(prices), ch)
			p.Foresight = look
			p.Sites[0].Tranches = p.Sites[0].Tranches[:1] // a MWh earns 100
			p.Sites[0].Band = band
			limited(p, "controller")
			tr := run(t, p, d)
			if ran := tr.Flows[0][0].EnergyMWh > 0; ran != (band == nil) { // 18 x 20.5 + 6 x 70 = 789 USD for each MW, or 4 x 70
				t.Errorf("foresight %d: of the window %g MWh, controller %v",
					look, tr.Flows[0][0].EnergyMWh, band != nil)
			}
			p, d = steady(24)
			p.Foresight, p.Price[0] = look, prices
			p.Sites[0].Tranches = p.Sites[0].Tranches[:1]
			p.Sites[0].Band = band
			breakable(p, []int{24}, 6, []float64{3000}, 0)
			limited(p, "controller")
			tr = run(t, p, d)
			if broke := len(tr.Broken) > 0; broke != (band == nil) { // 6 MW more for 18 x 45.5 + 5 x 95 USD, or 3 x 95
				t.Errorf("foresight %d: broken %v, controller %v", look, tr.Broken, band != nil)
			}
		}
	}
}
