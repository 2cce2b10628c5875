package sim

import (
	"math"
	"math/rand/v2"
	"slices"

	"hashwatt/sim/kernel"
	"hashwatt/sim/market"
	"hashwatt/sim/network"
	"hashwatt/sim/sample"
	"hashwatt/sim/scenario"
	"hashwatt/sim/site"
)

// newDraw makes the arrays of draw d, and the compilation by which it is billed. Every series has a random stream
// of its own, so that adding one disturbs no other and the variants of a scenario see the same futures.
func newDraw(f *scenario.Facts, p *site.Compiled, seed uint64, d int) (*kernel.Draw, *site.Compiled) {
	n := &f.Bitcoin
	var by *chances
	if d > 0 {
		by = newChances(f, p.Days, seed, d)
	}
	fill := func(path *market.Path, name string) []float64 {
		if path == nil {
			return nil
		}
		values := make([]float64, p.Days)
		if d == 0 {
			path.Fill(values, market.Chance{})
		} else {
			path.Fill(values, by.of(f, name, path, p.Days))
		}
		return values
	}
	draw := &kernel.Draw{
		CoinUSD: fill(n.Price, scenario.PriceOf), FeeBTC: fill(n.Fees, scenario.FeesOf),
		Hashprice: fill(n.Hashprice, scenario.HashpriceOf), Difficulty: fill(n.Difficulty, scenario.DifficultyOf),
	}
	if n.Fees != nil {
		draw.FeeRatio = n.Fees.Ratio()
	}
	if d == 0 {
		return draw, p
	}
	if n.Poisson && !p.Chain.Open {
		draw.Luck = luck(&p.Chain, p.Hours, seed, d)
	}
	draw.Noise, draw.NoiseByDay = by.noise(f, p.Days, epochs(p.Hours))
	return draw, reprice(draw, f, p, by, seed, d)
}

// epochs is how many epochs a draw prepares for: enough for a chain that is twice as fast as it wants to be. A chain
// faster than that for the whole horizon goes on without luck.
func epochs(hours int) int { return hours/168 + 16 }

// luck draws when the blocks of the epochs after history are found. History has had its luck.
func luck(c *kernel.Chain, hours int, seed uint64, d int) []network.Marks {
	rng := sample.Stream(seed, d, "blocks", "")
	marks := make([]network.Marks, epochs(hours))
	recorded := len(c.History)
	if c.FixedHours > 0 && recorded > 0 {
		recorded = int(math.Ceil(c.HistoryEnd[recorded-1]/c.FixedHours - 0.5))
	}
	for e := range marks {
		height := c.Height + int64(e)*network.BlocksPerRetarget
		if e < recorded {
			marks[e] = network.ExpectedMarks(height)
			continue
		}
		found := 0.0
		if e == 0 && c.FixedHours == 0 {
			found = c.Blocks // only the rest of the first epoch has its luck to come
		}
		marks[e] = network.PoissonMarksAfter(height, found, rng)
	}
	return marks
}

// reprice prices the tariffs anew at drawn exchange rates and with drawn prices, in the draw and in the compilation
// that it returns; nothing is new where nothing varies.
func reprice(draw *kernel.Draw, f *scenario.Facts, p *site.Compiled, by *chances, seed uint64, d int) *site.Compiled {
	money := site.Money{Report: f.Money.Report, Rates: map[string][]float64{}}
	varies := slices.ContainsFunc(p.Tariffs, func(t site.Priced) bool { return t.Drawn })
	for _, rate := range f.Rates {
		months := f.Months(rate, p.Days, by.of(f, scenario.RateOf+rate.Currency, rate.Path, p.Days))
		for m, v := range months {
			varies = varies || v != f.Money.Rates[rate.Currency][m]
		}
		money.Rates[rate.Currency] = months
	}
	if !varies {
		return p
	}
	f.Money = money
	again, prices, charges, err := p.Again(f.World, money, streams(seed, d))
	if err != nil {
		panic("sim: a tariff that was priced has no price in a draw: " + err.Error())
	}
	draw.Price, draw.Charges, draw.PerUSD = prices, charges, site.LimitRates(f.World)
	return again
}

// streams are the random streams of the prices of power in draw d, by series: regions of one market see one market.
func streams(seed uint64, d int) func(name string) *rand.Rand {
	return func(name string) *rand.Rand { return sample.Stream(seed, d, "power", name) }
}
