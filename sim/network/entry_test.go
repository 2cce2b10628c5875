package network_test

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"hashwatt/sim/network"
)

// cases of hashprice, running cost, discount, decay and life.
var machines = [][5]float64{
	{54.7, 19.845, 0.15, 0.25, 4}, {100, 20, 0.1, 0.4, 10}, {30, 29, 0.2, 0.1, 3}, {60, 10, 0, 0.3, 5}, {60, 10, 0.15, 0, 5}, {60, 0, 0.15, 0.25, 4}, {19, 20, 0.1, 0.2, 4},
}

// The value of a machine is what it earns over its electricity, discounted and summed day by day until hashprice
// has come down to its running cost or its life is over, and no other moment to switch it off would be better.
func TestMachineValueIsTheIntegral(t *testing.T) {
	t.Parallel()
	for _, m := range machines {
		hashprice, running, discount, decay, life := m[0], m[1], m[2], m[3], m[4]
		const steps = 400_000
		sum, best := 0.0, 0.0
		for i := range steps { // the best sum over all moments to stop is the value
			at := life * (float64(i) + 0.5) / steps
			sum += (hashprice*math.Exp(-decay*at) - running) * math.Exp(-discount*at) * 365.25 * life / steps
			best = math.Max(best, sum)
		}
		if got := network.MachineValue(hashprice, running, discount, decay, life); math.Abs(got-best) > 1e-6*(best+1) {
			t.Errorf("%v: V = %v USD per PH/s, the integral is %v", m, got, best)
		}
	}
}

// At the barrier a machine is worth its price. For one of 17.5 J/TH at 15 USD/TH and 45 USD/MWh with a PUE of 1.05
// it lies within a tenth of the mean hashprice of early 2025, 54.7 USD/PH/day.
func TestEntryBarrierByHand(t *testing.T) {
	t.Parallel()
	running := network.BreakEven(17.5, 1.05, 45, 0)
	if math.Abs(running-19.845) > 1e-12 {
		t.Fatalf("running cost %v, want 19.845", running)
	}
	barrier := network.EntryBarrier(15000, running, 0.15, 0.25, 4)
	// 365.25·(50.4512·1.93830 − 19.845·2.85774) = 15,000: a machine that runs for ln(50.4512/19.845)/0.25 = 3.732 years.
	if math.Abs(barrier-50.4512) > 1e-4 || math.Abs(barrier/54.7-1) > 0.1 {
		t.Errorf("barrier %v, want 50.4512 USD/PH/day", barrier)
	}
	for _, m := range machines {
		for _, price := range []float64{100, 15000, 1e6} {
			barrier := network.EntryBarrier(price, m[1], m[2], m[3], m[4])
			if got := network.MachineValue(barrier, m[1], m[2], m[3], m[4]); math.Abs(got/price-1) > 1e-9 {
				t.Errorf("%v: at the barrier %v a machine is worth %v, want %v", m, barrier, got, price)
			}
		}
	}
}

// The value grows with hashprice and is homogeneous of degree one in hashprice and running cost, so a barrier falls
// as fast as price and running cost do.
func TestMachineValueIsHomogeneous(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		running := rapid.Float64Range(1, 100).Draw(t, "running cost")
		hashprice := running * rapid.Float64Range(1, 10).Draw(t, "times")
		discount, decay := rapid.Float64Range(0, 0.5).Draw(t, "discount"), rapid.Float64Range(0, 1).Draw(t, "decay")
		life, factor := rapid.Float64Range(0.5, 10).Draw(t, "life"), rapid.Float64Range(0.1, 10).Draw(t, "factor")
		value := network.MachineValue(hashprice, running, discount, decay, life)
		if got := network.MachineValue(factor*hashprice, factor*running, discount, decay, life); math.Abs(got-factor*value) > 1e-9*(1+factor*value) {
			t.Fatalf("V(%v·) = %v, want %v", factor, got, factor*value)
		}
		if network.MachineValue(hashprice*1.01, running, discount, decay, life) < value {
			t.Fatalf("V falls where hashprice rises from %v", hashprice)
		}
		price := rapid.Float64Range(100, 1e5).Draw(t, "price")
		a := network.EntryBarrier(price, running, discount, decay, life)
		b := network.EntryBarrier(factor*price, factor*running, discount, decay, life)
		if math.Abs(b/(factor*a)-1) > 1e-9 {
			t.Fatalf("the barrier goes from %v to %v, want %v times it", a, b, factor)
		}
	})
}

// entryWords are machines of 17.5 J/TH at 15 USD/TH, without the pool's fee; discount and decline are 0.15 and 0.25
// in continuous terms.
const entryWords = `response: entry
rig_price: 15 USD/TH
efficiency: 17.5 J/TH
power: 45 USD/MWh
pue: 1.05
pool_fee: 0 %
discount: 16.183424272828306 %/year
decline: 22.119921692859512 %/year
life: 4 years
`

// Below the barrier nothing is ordered. At twice the barrier as much is ordered as halves hashprice, once; it
// arrives after the lag, in steps of what can be built; sites of one's own count as built. Below the running cost a
// part stops.
func TestEntryByHand(t *testing.T) {
	t.Parallel()
	barrier := network.EntryBarrier(15000, 19.845, 0.15, 0.25, 4)
	course := bind(t, entryWords+"lag: 28 days\nmost: 50 %/epoch\nnoise: 0 %/epoch").Start()
	fortnight := 14 / 365.25
	next := func(epoch int, h, own, hashprice float64) float64 {
		years := float64(epoch) * fortnight
		return course.Next(network.State{
			Years: years, HashratePHs: h, NetworkPHs: h + own, StartPHs: 1e5, EpochHours: 336,
			Hashprice: hashprice * math.Exp(-0.25*years), MeanLogHashprice: math.Log(hashprice),
			RevenueUSDPerDay: hashprice * math.Exp(-0.25*years) * (h + own),
		})
	}
	for epoch, c := range []struct{ own, hashprice, want float64 }{
		{0, 0.999 * barrier, 1e5},
		{1e4, 2 * barrier, 1e5},                     // 2·1.1e5 − 1e4 − 1e5 = 1.1e5 are ordered
		{1e4, 2 * barrier, 1e5},                     // and not again
		{1e4, 2 * barrier, 1.5e5},                   // half of the hashrate arrives
		{1e4, 2.1 * 1.1e5 / 1.6e5 * barrier, 2.1e5}, // the rest; revenue has risen by 5 %: 2.31e5 − 1e4 − 2.1e5 = 1.1e4 more
		{1e4, barrier / 2, 2.1e5},
		{1e4, barrier / 2, 2.21e5},
		{1e4, 19.845 / 2, 2.31e5/2 - 1e4}, // half of the network earns its electricity
		{1e4, 1, 0.05 * 2.21e5},           // a twentieth always runs
	} {
		h := []float64{1e5, 1e5, 1e5, 1e5, 1.5e5, 2.1e5, 2.1e5, 2.21e5, 1.055e5}[epoch]
		if got := next(epoch, h, c.own, c.hashprice); math.Abs(got/c.want-1) > 1e-9 {
			t.Errorf("epoch %d: Next = %v PH/s, want %v", epoch, got, c.want)
		}
	}
}

// In the loop with difficulty, free entry reflects hashprice at the falling barrier: it is above it by no more than
// what revenue gained in the lag and one epoch, and hashrate rises only after hashprice was above it.
func TestHashpriceIsReflectedAtTheBarrier(t *testing.T) {
	t.Parallel()
	barrier := network.EntryBarrier(15000, 19.845, 0.15, 0.25, 4)
	rapid.Check(t, func(t *rapid.T) {
		lag := rapid.IntRange(0, 5).Draw(t, "lag in epochs")
		response := bind(t, fmt.Sprintf("%slag: %d days\nmost: 100 %%/epoch", entryWords, 14*lag))
		course, h, own := response.Start(), 1e5, 5e3
		revenue := 0.9 * barrier * (h + own)
		var revenues []float64
		ordered := -1000 // the last epoch in which hashprice was above the barrier
		const fortnight = 14 / 365.25
		for epoch := range 100 {
			revenue *= math.Exp(rapid.Float64Range(-0.1, 0.1).Draw(t, "step"))
			now := barrier * math.Exp(-0.25*float64(epoch)*fortnight)
			revenue = math.Max(revenue, 0.4*now*(h+own)) // above the running cost, 0.36 of the barrier, so that nobody stops
			price := revenue / (h + own)
			revenues = append(revenues, revenue)
			if from := epoch - lag - 1; from >= 0 {
				allowed := 1.0
				for _, before := range revenues[from:] {
					allowed = math.Max(allowed, revenue/before)
				}
				if allowed *= math.Exp(0.25 * float64(lag+1) * fortnight); price > now*allowed*(1+1e-9) {
					t.Fatalf("epoch %d: hashprice %v, barrier %v, explained by the lag %v", epoch, price, now, now*allowed)
				}
			}
			if price > now {
				ordered = epoch
			}
			next := course.Next(network.State{
				Years: float64(epoch) * fortnight, HashratePHs: h, NetworkPHs: h + own, StartPHs: 1e5, EpochHours: 336,
				Hashprice: price, MeanLogHashprice: math.Log(price), RevenueUSDPerDay: revenue,
			})
			if next > h*(1+1e-9) && ordered < epoch-lag {
				t.Fatalf("epoch %d: hashrate rises from %v to %v, yet hashprice was last above the barrier in epoch %d", epoch, h, next, ordered)
			}
			h = next
		}
	})
}

// Orders go by revenue: luck in finding blocks moves the hashprice of an epoch, and not what is ordered. On the
// table of vintages it still moves who runs, and through that a little of what is installed.
func TestOrdersDoNotFollowLuck(t *testing.T) {
	t.Parallel()
	for text, within := range map[string]float64{
		entryWords + "lag: 28 days\nnoise: 0 %/epoch": 1e-9, "response: vintage\nlag: 28 days\nnoise: 0 %/epoch\nrig_price: 2 USD/TH": 0.03,
	} {
		play := func(luck float64) float64 {
			course, h := bind(t, text).Start(), 9e5
			for epoch := range 60 {
				factor := math.Exp(luck * float64(1-2*(epoch%2)))
				revenue := 9e5 * 45 * math.Exp(0.01*float64(epoch))
				h = course.Next(network.State{
					Years: 14 * float64(epoch) / 365.25, HashratePHs: h, NetworkPHs: h, StartPHs: 9e5, EpochHours: 336,
					MeanLogHashprice: math.Log(45), Hashprice: revenue / h * factor, RevenueUSDPerDay: revenue,
				})
			}
			if supply, ok := network.InMerit(course); ok {
				return supply.Installed()
			}
			return h
		}
		if calm, lucky := play(0), play(0.05); calm < 1e6 || math.Abs(lucky/calm-1) > within {
			t.Errorf("%s: %v PH/s are installed with luck, want %v", text, lucky, calm)
		}
	}
}
