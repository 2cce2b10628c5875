package tariff

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// shapedCost prices a load by a shape: what the load changes of its bill.
func shapedCost(s *Shape, mwh []float64, in Input) float64 {
	cost := 0.0
	for t, price := range s.PerMWh {
		cost += price * mwh[t]
	}
	highest := make([]float64, len(s.Windows))
	for k, w := range s.Windows {
		for _, t := range w.Hours {
			highest[k] = max(highest[k], mwh[t])
		}
	}
	for k, w := range s.Windows {
		billed := max(highest[k], w.FloorMW)
		for _, h := range w.Ratchets {
			for _, of := range h.Windows {
				billed = max(billed, h.Share*highest[of])
			}
		}
		cost += stretched(w.Steps, billed)
	}
	peaks := make([]float64, len(in.Civil.Months))
	for t, m := range in.Civil.Month {
		peaks[m] = max(peaks[m], mwh[t])
	}
	for _, c := range s.Counts {
		energy := 0.0
		for _, t := range c.Hours {
			energy += mwh[t]
		}
		cost += stretched(c.At(peaks[c.Month], nil), energy)
	}
	return cost
}

// stretched is what an amount costs.
func stretched(steps []Stretch, amount float64) float64 {
	cost, from := 0.0, 0.0
	for _, s := range steps {
		if part := min(amount, s.UpTo) - from; part > 0 {
			cost += part * s.Price
			from = min(amount, s.UpTo)
		}
	}
	return cost
}

// unplanned are the components whose bills the operator does not see whole, and why.
var unplanned = map[string]string{
	"minimum":   "what would be due anyway is no reason to run",
	"deviation": "the plan is not the operator's to choose",
	"tiered":    "ratchets and months without a peak of their own move the ends of blocks per kW: the shape knows the peak of the month and the minimum",
}

// shapedItems are the billed items and more of those whose shapes have much to say.
func shapedItems(t testing.TB) map[string]Item {
	list := billedItems(t)
	for _, text := range []string{
		"{type: demand, own_months: jun-sep, minimum: 5 MW, ratchets: [{share: 95 %, peaks: jun-sep}, {share: 60 %, look_back: 5, billed: oct-may}], periods: [{hours: 7-23, price: 10 USD/kW}, {months: jan-jun, hours: 4-7, tiers: [{up_to: 9 MW, price: 4 USD/kW}, {price: 2 USD/kW}]}]}",
		"{type: demand, own_months: feb, periods: [{price: 10 USD/kW}]}",
		"{type: demand, per: day, minimum: 12 MW, periods: [{hours: 7-23, price: 1 USD/kW}, {price: 0.5 USD/kW}]}",
		"{type: tiered, accounts: 2, periods: [{hours: 7-23, tiers: [{up_to: [1 GWh, 100 kWh/kW], price: 50 USD/MWh}, {up_to: 300 kWh/kW, price: 70 USD/MWh}, {price: 20 USD/MWh}]}, {tiers: [{up_to: 60 MWh/day, price: 10 USD/MWh}, {price: 12 USD/MWh}]}]}",
		"{type: tiered, demand: {minimum: 28 MW}, periods: [{tiers: [{up_to: 3 kWh/kW/day, price: 50 USD/MWh}, {up_to: 4 GWh, price: 70 USD/MWh}, {price: 20 USD/MWh}]}]}",
		"{type: tiered, demand: {own_months: feb, minimum: 9 MW}, periods: [{tiers: [{up_to: 200 kWh/kW, price: 50 USD/MWh}, {price: 20 USD/MWh}]}]}",
		"{type: ppa, index: {series: kwh}, take_or_pay: 9 GWh, escalation: 4 %/year}",
		"{type: ppa, price: 40 USD/MWh, take_or_pay: 11 GWh, escalation: 4 %/year}",
		"{type: own_generation, capacity: 15 MW, variable: 10 USD/MWh, backup: 90 USD/MWh, escalation: 3 %/year}",
		"{type: own_generation, capacity: 15 MW, variable: 100 USD/MWh, outage: 5 %, backup: 90 USD/MWh}",
		"{type: coincident, groups: [{measure: mean, hours: [2024-11-03T01, 2024-03-10T01, 2024-03-10T02, 2024-02-10T02], price: 10 USD/kW}, {measure: mean, hours: [2024-03-10T01], price: 5 USD/kW}]}",
		"{type: coincident, escalation: 4 %/year, groups: [{peaks: {series: kwh, days: mon-fri, hours: 13-19}, forecast: {hit_rate: 30 %}, price: 12 USD/kW}, {peaks: {series: northwest, months: jun-sep}, price: 5 USD/kW}]}",
	} {
		list[text] = item(t, text)
	}
	return list
}

func TestTwoBillsDifferByTheirShapes(t *testing.T) {
	// Of any two loads the difference of the bills is that of what the shape says, for every kind and on any axis, whole months
	// billed or cut ones; what is not seen whole is named with its reason.
	t.Parallel()
	for where, in := range worlds(t) {
		in = full(in)
		in.Foreseen = true // what is published afterwards is known; a forecast is no bill
		for _, in.Prorate = range []bool{false, true} {
			for name, i := range shapedItems(t) {
				if _, skip := unplanned[i.Kind]; skip && (i.Kind != "tiered" || name == "tiered") {
					continue
				}
				differ(t, where+", "+name, []Item{i}, rand.New(rand.NewPCG(11, 12)), in)
			}
		}
	}
}

// differ compares two bills of random loads with what their shapes say.
func differ(t *testing.T, name string, list []Item, rng *rand.Rand, in Input) {
	t.Helper()
	shape, err := ShapeOf(list, in)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var bill, shaped [2]float64
	for k := range bill {
		mwh := randomLoad(rng, in)
		lines, _, err := Invoice(list, Use{MWh: mwh}, in)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, l := range lines {
			bill[k] += l.Amount
		}
		shaped[k] = shapedCost(shape, mwh, in)
		linear := 0.0
		for h, price := range shape.PerMWh {
			linear += price * mwh[h]
		}
		if shape.Exact && !near(bill[k], linear, 1e-9) {
			t.Errorf("%s: the bill is %v, but its price by hour says exactly %v", name, bill[k], linear)
		}
	}
	if got, want := shaped[1]-shaped[0], bill[1]-bill[0]; math.Abs(got-want) > 1e-9*(1+math.Abs(bill[0])+math.Abs(bill[1])) {
		t.Errorf("%s: the shapes differ by %v, the bills by %v", name, got, want)
	}
}

// randomLoad is a load that stands still for hours, days or altogether, and otherwise is anything up to some MW.
func randomLoad(rng *rand.Rand, in Input) []float64 {
	mwh := make([]float64, in.Axis.Hours)
	most, idle := 30*rng.Float64(), rng.Float64()
	dark := rng.IntN(in.Axis.Hours)
	for h := range mwh {
		if h%24 >= dark%24 || rng.Float64() > idle {
			mwh[h] = most * rng.Float64()
		}
	}
	clear(mwh[dark:min(len(mwh), dark+40*24)])
	return mwh
}

func TestAddersScaleShapes(t *testing.T) {
	// A mark-up, a rebate in some months, and taxes scale windows and counts as they scale the bill, and leave no window twice.
	t.Parallel()
	for where, in := range worlds(t) {
		in = full(in)
		in.Prorate = true
		rng := rand.New(rand.NewPCG(13, 14))
		list := items(t, `[{type: demand, name: other, periods: [{price: 1 USD/kW}]}, {type: tiered, name: energy, periods: [{tiers: [{up_to: 3 GWh, price: 50 USD/MWh}, {price: 20 USD/MWh}]}]},
			{type: demand, ratchets: [{share: 80 %}], own_months: jun-oct, periods: [{hours: 7-23, price: 10 USD/kW}, {price: 3 USD/kW}]},
			{type: fixed, amount: 100 USD}, {type: surcharge, share: 30 %, months: nov-mar, of: [energy, demand]},
			{type: surcharge, name: rebate, share: -100 %, months: jun, of: [demand]}, {type: tax, rate: 20 %}, {type: tax, name: second, rate: 3 %}]`)
		differ(t, where, list, rng, in)
		whole, err := ShapeOf(list, in)
		alone, err2 := ShapeOf(list[:3], in)
		if err != nil || err2 != nil || len(whole.Windows) != len(alone.Windows) || len(whole.Counts) != len(alone.Counts) || whole.layers() != 2 {
			t.Errorf("%s: %d windows and %d counts in %d layers (%v, %v), want %d, %d and 2", where,
				len(whole.Windows), len(whole.Counts), whole.layers(), err, err2, len(alone.Windows), len(alone.Counts))
		}
	}
}

func TestRebatesBeyondThePriceAreNoShape(t *testing.T) {
	// Two rebates of 70 % make a peak earn money, which nobody can plan for.
	t.Parallel()
	in := full(world(t, "2024-01-01", "2024-03-01", "America/Chicago"))
	list := items(t, `[{type: demand, name: peak, periods: [{price: 10 USD/kW}]}, {type: surcharge, name: a, share: -70 %, of: [peak]}, {type: surcharge, name: b, share: -70 %, of: [peak]}]`)
	if _, err := ShapeOf(list, in); err == nil || !strings.Contains(err.Error(), "peak: rebates make the highest load of 2024-01 earn 4000 per MW") {
		t.Errorf("rebates of 140 %%: %v, want an error that names the month", err)
	}
}
