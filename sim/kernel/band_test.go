package kernel

import (
	"math"
	"testing"
)

// A class that breaks even at 62.5 USD/MWh, and one that breaks even at 125, stand under a controller that stops
// 1.2 times above for 2 hours and resumes 0.9 times below for 3: at 75 and 56.25 USD/MWh, the other at 150 and
// 112.5. By hand the first one is off from the second hour above 75 to the third below 56.25, and the other one
// always runs: it never sees 150 for two hours. What is idle though it would pay has the limit's reason; what runs
// at a loss is forgone as well.
func TestControllerStopsAndResumes(t *testing.T) {
	t.Parallel()
	prices := []float64{60, 70, 80, 60, 80, 160, 50, 50, 60, 50, 50, 40, 90, 50}
	on := []int{1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1}
	p, d := steady(len(prices))
	p.Price = [][]float64{prices}
	p.Sites[0].Band = &Band{Limit: limited(p, "controller"), Stop: 1.2, Resume: 0.9, StopHours: 2, ResumeHours: 3}
	var rows itemRows
	tr := NewTrace(p, true)
	if err := Run(p, d, &State{Recorder: &rows}, tr); err != nil {
		t.Fatal(err)
	}
	var kept, forgone, binding float64
	for h, price := range prices {
		slow, fast := rows[h][1], rows[h][0]
		near(t, "load of the better class", fast.EnergyMWh, 6, 1e-12)
		if got, want := slow.EnergyMWh, 4*float64(on[h]); math.Abs(got-want) > 1e-12 {
			t.Errorf("hour %d at %g USD/MWh: %g MWh, want %g", h, price, got, want)
		}
		loss := max(0, 6*(price-125)) + max(0, 4*float64(on[h])*(price-62.5))
		if forgone += loss; loss > 0 {
			binding++
		}
		want, multiplier := ReasonPrice, 0.0
		if on[h] == 0 && price < 62.5 {
			want, multiplier = ReasonLimit, 62.5-price
			kept += 4
			forgone += 4 * (62.5 - price)
			binding++
		}
		if on[h] == 0 && (slow.Reason != want || math.Abs(slow.Multiplier-multiplier) > 1e-9) {
			t.Errorf("hour %d at %g USD/MWh: reason %d and multiplier %g, want %d and %g",
				h, price, slow.Reason, slow.Multiplier, want, multiplier)
		}
	}
	use := tr.Use(0, 0, 0)
	near(t, "kept idle", use.CurtailedMWh, kept, 1e-12)
	near(t, "forgone", use.ForgoneUSD, forgone, 1e-12)
	near(t, "hours", use.BindingHours, binding, 1e-12)
	near(t, "idle for the limit", tr.Idle[0][ReasonLimit], kept, 1e-12)
	near(t, "capacity", tr.Flows[0][0].EnergyMWh+tr.Idle[0][ReasonLimit]+tr.Idle[0][ReasonPrice], 10*float64(len(prices)), 1e-12)
}

// itemRows keeps what a recorder is shown of one site, part by part.
type itemRows [][]Item

func (r *itemRows) Record(_ Hour, items []Item) { *r = append(*r, append([]Item(nil), items...)) }

// A controller without delays whose multiples are 1 is no rule: everything runs that pays.
func TestControllerAtBreakEvenIsThePrice(t *testing.T) {
	t.Parallel()
	play := func(band *Band) *Trace {
		p, d := tiny(24*60, 2)
		p.Chain.Open, d.Hashprice = true, flat(p.Days, 50)
		limited(p, "controller")
		for k := range d.Hashprice {
			d.Hashprice[k] += 25 * math.Sin(float64(k))
		}
		for i := range p.Sites {
			p.Sites[i].Band = band
		}
		return run(t, p, d)
	}
	with, without := play(&Band{Stop: 1, Resume: 1, StopHours: 1, ResumeHours: 1}), play(nil)
	for i := range with.Flows {
		for m := range with.Flows[i] {
			near(t, "energy", with.Flows[i][m].EnergyMWh, without.Flows[i][m].EnergyMWh, 1e-12)
			near(t, "revenue", with.Flows[i][m].RevenueUSD, without.Flows[i][m].RevenueUSD, 1e-12)
		}
	}
	if use := with.Use(0, 0, 0); *use != (LimitUse{}) {
		t.Errorf("a rule that does nothing is booked: %+v", *use)
	}
}

// A controller runs no machine beyond a cap or a budget, whatever it would let run: 5 MW are allowed from hour 24,
// and a budget of 100 MWh in 48 hours at prices above break-even in every other hour.
func TestControllerKeepsCapsAndBudgets(t *testing.T) {
	t.Parallel()
	for _, look := range []Foresight{Rolling, Perfect, Myopic} {
		p, d := steady(48)
		p.Foresight = look
		for h := range p.Price[0] {
			p.Price[0][h] = 50 + 100*float64(h%2)
		}
		p.Sites[0].Band = &Band{Limit: limited(p, "controller"), Stop: 3, Resume: 1, StopHours: 1, ResumeHours: 1}
		power, budget := limited(p, "cap"), limited(p, "budget")
		p.LimitSet = [][]InForce{{{Limit: power, MW: 5}}}
		p.Steps = []Step{{Hour: 24, CapMW: 5, Limit: power, Set: 0}}
		free := run(t, p, d)
		near(t, "energy without the budget", free.Flows[0][0].EnergyMWh, 24*10+24*5, 1e-12)
		if free.Excess > 1e-12 {
			t.Errorf("foresight %d: %g above the cap", look, free.Excess)
		}
		p.Sites[0].Class = 0
		p.Budgets = &Budgets{
			Groups: []Group{{Limit: budget, BudgetMWh: 100, To: 48, Parent: -1}}, Leaf: [][]int32{make([]int32, 48)},
			Roots: []Root{{Groups: []int32{0}, Sites: []int32{0}, To: 48}},
		}
		tr := run(t, p, d)
		near(t, "energy with the budget", tr.Flows[0][0].EnergyMWh, 100, 1e-9)
	}
}

// A controller has not seen the hours before its site stood: in the first one of the site, at 60 USD/MWh, both
// classes pay and run, though 60 is not cheap enough to resume after the dear hours before.
func TestControllerBeginsWithItsSite(t *testing.T) {
	t.Parallel()
	p, d := steady(8)
	p.Price = [][]float64{{200, 200, 200, 200, 60, 60, 60, 60}}
	p.Sites[0].Online = 4
	p.Sites[0].Band = &Band{Limit: limited(p, "controller"), Stop: 1.2, Resume: 0.9, StopHours: 1, ResumeHours: 1}
	near(t, "energy", run(t, p, d).Flows[0][0].EnergyMWh, 4*10, 1e-12)
}
