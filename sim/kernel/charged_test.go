package kernel

import (
	"math"
	"math/rand/v2"
	"testing"

	"hashwatt/sim/dispatch"
)

var inf = math.Inf(1)

// paying is a problem of one site behind 10 MW at a given hashprice of 50 USD/PH/day, at which a MWh earns 100 USD
// in its better machines (6 MW) and 60 USD in its other ones (4 MW), before a price of power by hour. PUE is 1.
func paying(price []float64, ch *Charges) (*Problem, *Draw) {
	hours := len(price)
	p := &Problem{
		Hours: hours, Months: hours/720 + 1, Month: make([]int32, hours), Day: make([]int32, hours), Days: (hours + 23) / 24,
		Price: [][]float64{price}, PUE: [][]float64{flat(hours, 1)}, Charges: []*Charges{ch},
		Chain: Chain{Open: true, Difficulty: 1e14},
	}
	for t := range hours {
		p.Month[t], p.Day[t] = int32(t/720), int32(t/24)
	}
	p.Sites = []Site{{
		Class: -1, PowerMW: 10, RatedMW: 10, AvailableMW: 10, Share: 1, Charged: true, Invoiced: true,
		Tranches: []Tranche{machine(6, 100), machine(4, 60)},
	}}
	return p, &Draw{CoinUSD: flat(p.Days, 1e5), FeeBTC: flat(p.Days, 0), Hashprice: flat(p.Days, 50)}
}

// machine is a tranche of which a MWh earns so many USD at a hashprice of 50 and PUE 1.
func machine(mw, usd float64) Tranche {
	return Tranche{MW: mw, BreakEven: 50 / usd, HashPerMW: 24 * usd / 50, Efficiency: 50 / usd / 0.024}
}

// window adds a window of hours to charges; windows that lie in one another are added from the outside in, and
// trees in time.
func (ch *Charges) window(hours, from, to int, parent int32, floor float64, steps ...dispatch.PriceStep) int32 {
	if ch.Leaf == nil {
		ch.Leaf = make([]int32, hours)
		for t := range ch.Leaf {
			ch.Leaf[t] = -1
		}
	}
	w := int32(len(ch.Windows))
	one := Window{Parent: parent, Steps: steps, FloorMW: floor}
	if parent < 0 {
		one.Tree = int32(len(ch.Trees))
		ch.Trees = append(ch.Trees, PeakTree{From: from, To: to})
	} else {
		one.Tree = ch.Windows[parent].Tree
	}
	tree := &ch.Trees[one.Tree]
	one.Local = int32(len(tree.Windows))
	tree.Windows = append(tree.Windows, w)
	for t := from; t < to; t++ {
		ch.Leaf[t] = w
	}
	ch.Windows = append(ch.Windows, one)
	return w
}

// tiers adds a count of hours to charges.
func (ch *Charges) tiers(hours, from, to int, steps ...dispatch.PriceStep) {
	if ch.Of == nil {
		ch.Of = make([]int32, hours)
		for t := range ch.Of {
			ch.Of[t] = -1
		}
	}
	for t := from; t < to; t++ {
		ch.Of[t] = int32(len(ch.Counts))
	}
	ch.Counts = append(ch.Counts, Count{From: from, To: to, Steps: steps})
}

// billed is what charges come to beyond the price of each hour, from the load of one site alone: the whole of every
// window and every tier.
func billed(ch *Charges, load []float64) (usd float64) {
	peaks := make([]float64, len(ch.Windows))
	energy := make([]float64, len(ch.Counts))
	high := make([]float64, len(ch.Counts))
	for t, mwh := range load {
		if ch.Leaf != nil {
			for w := ch.Leaf[t]; w >= 0; w = ch.Windows[w].Parent {
				peaks[w] = max(peaks[w], mwh)
			}
		}
		if ch.Of != nil && ch.Of[t] >= 0 {
			energy[ch.Of[t]] += mwh
			high[ch.Of[t]] = max(high[ch.Of[t]], mwh)
		}
	}
	stretch := func(steps []dispatch.PriceStep, to float64) (usd float64) {
		from := 0.0
		for _, s := range steps {
			if to > from {
				usd += s.Price * (min(to, s.UpTo) - from)
			}
			from = max(from, s.UpTo)
		}
		return usd
	}
	for w, window := range ch.Windows {
		z := max(peaks[w], window.FloorMW)
		for _, h := range window.Held {
			for _, before := range h.Windows {
				z = max(z, h.Share*peaks[before])
			}
		}
		usd += stretch(window.Steps, z)
	}
	for k, count := range ch.Counts {
		steps := count.Steps
		if count.PerMW != nil {
			steps = nil
			for j, s := range count.Steps {
				if !math.IsInf(count.PerMW[j], 1) {
					s.UpTo = min(s.UpTo, count.PerMW[j]*max(high[k], count.FloorMW))
				}
				steps = append(steps, s)
			}
		}
		usd += stretch(steps, energy[k])
	}
	return usd
}

// net is revenue less the price of each hour and the charges, of all sites.
func net(p *Problem, d *Draw, tr *Trace) (usd float64) {
	usd = margin(tr)
	for i := range p.Sites {
		list := p.Charges
		if d.Charges != nil {
			list = d.Charges
		}
		if ch := list[p.Sites[i].Tariff]; ch != nil {
			usd -= billed(ch, tr.SiteMWh[i])
		}
	}
	return usd
}

// sameLoad compares a load with the one that is wanted, hour by hour.
func sameLoad(t *testing.T, got []float64, want func(h int) float64) {
	t.Helper()
	for h, mwh := range got {
		if w := want(h); math.Abs(mwh-w) > 1e-9 {
			t.Fatalf("hour %d runs %g MWh, want %g", h, mwh, w)
		}
	}
}

// adds tests that capacity is energy and idle by reason, in every site and month, and that the load by hour is the
// energy.
func adds(t testing.TB, tr *Trace) {
	t.Helper()
	for i := range tr.Flows {
		var energy, load float64
		for m := range tr.Flows[i] {
			sum := tr.Flows[i][m].EnergyMWh
			energy += sum
			for _, mwh := range tr.Idle[i][m*tr.Reasons : (m+1)*tr.Reasons] {
				if mwh < 0 {
					t.Errorf("site %d, month %d: %g MWh idle", i, m, mwh)
				}
				sum += mwh
			}
			if want := tr.Flows[i][m].CapacityMWh; math.Abs(sum-want) > 1e-9*math.Max(want, 1) {
				t.Errorf("site %d, month %d: energy and idle are %.12g, capacity is %.12g", i, m, sum, want)
			}
		}
		if tr.SiteMWh[i] == nil {
			continue
		}
		for _, mwh := range tr.SiteMWh[i] {
			load += mwh
		}
		if math.Abs(load-energy) > 1e-9*math.Max(energy, 1) {
			t.Errorf("site %d: the hours add up to %.12g MWh, the months to %.12g", i, load, energy)
		}
	}
}

// step is a price without an end.
func step(usd float64) dispatch.PriceStep { return dispatch.PriceStep{UpTo: inf, Price: usd} }

// upTo is a stretch of a price.
func upTo(end, usd float64) dispatch.PriceStep { return dispatch.PriceStep{UpTo: end, Price: usd} }

// randomPrices are prices of power around what the machines of paying earn, some of them equal.
func randomPrices(rng *rand.Rand, hours int) []float64 {
	price := make([]float64, hours)
	for t := range price {
		price[t] = 30 + 90*rng.Float64()
		if rng.IntN(2) == 0 {
			price[t] = 10 * math.Round(price[t]/10)
		}
	}
	return price
}

// randomSteps is a price of zero to three stretches that rises or falls.
func randomSteps(rng *rand.Rand, end, least, most float64) []dispatch.PriceStep {
	var steps []dispatch.PriceStep
	from := 0.0
	for range rng.IntN(3) {
		from += end * rng.Float64()
		steps = append(steps, upTo(from, least+(most-least)*rng.Float64()))
	}
	return append(steps, step(least+(most-least)*rng.Float64()))
}
