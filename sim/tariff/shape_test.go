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
	// Of any two loads the difference of the bills is that of what the shape says, for every kind and on any axis,
	// whole months billed or cut ones; what is not seen whole is named with its reason.
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
	// A mark-up, a rebate in some months, and taxes scale windows and counts as they scale the bill, and leave no
	// window twice.
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

func TestAPlantIsBentOnlyWhereTheLoadMayGo(t *testing.T) {
	// A plant of 15 MW whose backup costs 80 more has a window for each hour, unless the load is known to stay below;
	// where it may not and there is no backup, that is told before the first bill. Backup that is cheaper is a count.
	t.Parallel()
	in := full(world(t, "2024-01-01", "2024-02-01", "UTC"))
	list := []Item{item(t, "{type: own_generation, name: plant, capacity: 15 MW, variable: 10 USD/MWh, backup: 90 USD/MWh}")}
	for most, want := range map[float64]int{0: 744, 15.1: 744, math.Inf(1): 744, 15: 0, 3: 0} {
		in.MostMW = most
		shape, err := ShapeOf(list, in)
		if err != nil || len(shape.Windows) != want || shape.Exact != (want == 0) {
			t.Errorf("up to %v MW: %d windows (%v), exact %t, want %d", most, len(shape.Windows), err, shape.Exact, want)
		}
		if want > 0 && (shape.Windows[7].Steps[0] != Stretch{15, 0} || shape.Windows[7].Steps[1].Price != 80 || shape.Windows[7].Label != "plant") {
			t.Errorf("the window of an hour is %+v, want 80 USD beyond 15 MW", shape.Windows[7])
		}
	}
	in.MostMW = 20
	if _, err := ShapeOf([]Item{item(t, "{type: own_generation, capacity: 15 MW, variable: 10 USD/MWh}")}, in); err == nil || !strings.Contains(err.Error(), "the load may reach 20 MW and the plant gives 15 MW; add backup") {
		t.Errorf("a plant that is too small: %v, want an error", err)
	}
	cheap, err := ShapeOf([]Item{item(t, "{type: own_generation, capacity: 15 MW, variable: 100 USD/MWh, backup: 90 USD/MWh}")}, in)
	if err != nil || len(cheap.Windows) != 0 || len(cheap.Counts) != 744 || cheap.Counts[0].Steps[1].Price != -10 {
		t.Errorf("cheap backup: %d windows and %d counts (%v), want 744 counts of -10", len(cheap.Windows), len(cheap.Counts), err)
	}
}

func TestShapesByHand(t *testing.T) {
	// What the shapes say of a cut month: prices of peaks, floors, which windows a ratchet looks at, ends of tiers,
	// and what is not taken of a contract.
	t.Parallel()
	in := full(world(t, "2024-01-17", "2024-03-10", "UTC")) // 360 of 744 hours, 29 days, 216 of 744
	in.Prorate = true
	demand, err := ShapeOf([]Item{item(t, "{type: demand, minimum: 2 MW, own_months: jan, ratchets: [{share: 80 %, peaks: jan}], periods: [{price: 7.44 USD/kW}]}")}, in)
	if err != nil || len(demand.Windows) != 5 {
		t.Fatalf("%d windows (%v), want one of January and two of February and March each", len(demand.Windows), err)
	}
	jan, free, feb := demand.Windows[0], demand.Windows[1], demand.Windows[2]
	if len(jan.Hours) != 360 || !near(jan.Steps[0].Price, 3600, 1e-12) || jan.FloorMW != 2 || len(jan.Ratchets) > 0 || demand.Exact {
		t.Errorf("January is %d hours at %+v from %v MW", len(jan.Hours), jan.Steps, jan.FloorMW)
	}
	if len(free.Hours) != 29*24 || free.Steps != nil || feb.Hours != nil || !near(feb.Steps[0].Price, 7440, 1e-12) || feb.FloorMW != 2 {
		t.Errorf("February's peak costs %+v in %d hours, and what is billed %+v in %d", free.Steps, len(free.Hours), feb.Steps, len(feb.Hours))
	}
	if len(feb.Ratchets) != 1 || feb.Ratchets[0].Share != 0.8 || len(feb.Ratchets[0].Windows) != 1 || feb.Ratchets[0].Windows[0] != 0 {
		t.Errorf("February's ratchets are %+v, want 80 %% of January", feb.Ratchets)
	}
	tiered, err := ShapeOf([]Item{item(t, "{type: tiered, periods: [{tiers: [{up_to: 744 MWh, price: 50 USD/MWh}, {up_to: 100 kWh/kW, price: 70 USD/MWh}, {price: 20 USD/MWh}]}]}")}, in)
	if err != nil || len(tiered.Counts) != 3 || tiered.PerMWh[5] != 20 {
		t.Fatalf("%d counts, last price %v (%v), want 3 and 20", len(tiered.Counts), tiered.PerMWh[5], err)
	}
	for peak, want := range map[float64][]Stretch{
		1: {{360, 30}, {360, 50}, {math.Inf(1), 0}}, 10: {{360, 30}, {100 * 10 * 360.0 / 744, 50}, {math.Inf(1), 0}},
	} {
		for k, got := range tiered.Counts[0].At(peak, nil) {
			if !(got.UpTo == want[k].UpTo || near(got.UpTo, want[k].UpTo, 1e-12)) || got.Price != want[k].Price {
				t.Errorf("with a peak of %v MW step %d is %v, want %v", peak, k, got, want[k])
			}
		}
	}
	contract, err := ShapeOf([]Item{item(t, "{type: ppa, price: 40 USD/MWh, take_or_pay: 744 MWh}")}, in)
	if err != nil || len(contract.Counts) != 3 || contract.PerMWh[0] != 40 {
		t.Fatalf("%d counts at %v (%v), want 3 at 40", len(contract.Counts), contract.PerMWh[0], err)
	}
	if first := contract.Counts[0].Steps[0]; !near(first.UpTo, 360, 1e-12) || first.Price != -40 {
		t.Errorf("up to %v MWh cost %v less, want 360 and 40", first.UpTo, -first.Price)
	}
	if _, err := ShapeOf([]Item{item(t, "{type: deviation, up: 1 USD/MWh, down: 1 USD/MWh, series: load}")}, in); err == nil || !strings.Contains(err.Error(), "plans nothing for the hour") {
		t.Errorf("a plan that ended in 2019: %v, want an error", err)
	}
}
