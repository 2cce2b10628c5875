package sim

import (
	"math"
	"math/rand/v2"

	"hashwatt/sim/market"
	"hashwatt/sim/sample"
	"hashwatt/sim/scenario"
)

// chances is what happens by chance in one draw: streams of random numbers by name, and normals that are mixed
// where the scenario correlates quantities.
type chances struct {
	seed  uint64
	draw  int
	mixed map[string][]float64 // normals by UTC day of the run of the quantities that are correlated
}

// newChances draws the normals of the quantities that are correlated, each from its own stream, and mixes them in
// the scenario's order. A quantity that is replayed at first has normals on those days too, from a stream of their
// own, because others lean on them. The first quantity keeps its numbers to the last bit.
func newChances(f *scenario.Facts, days int, seed uint64, draw int) *chances {
	c := &chances{seed: seed, draw: draw}
	names := f.Correlated.Names
	if len(names) == 0 {
		return c
	}
	c.mixed = map[string][]float64{}
	own := make([][]float64, len(names))
	for i, name := range names {
		stream, entity, replayed := streamOf(f, name)
		own[i] = c.normals(stream, entity, replayed, days)
		before := sample.Stream(seed, draw, stream+", replayed", entity)
		for t := range min(replayed, days) {
			own[i][t] = before.NormFloat64()
		}
		mixed := make([]float64, days)
		for t := range mixed {
			for j, weight := range f.Correlated.Factor[i] {
				mixed[t] += float64(weight * own[j][t])
			}
		}
		c.mixed[name] = mixed
	}
	return c
}

// streamOf returns the stream and entity of a quantity, and on how many days it is replayed.
func streamOf(f *scenario.Facts, name string) (stream, entity string, replayed int) {
	of := func(path *market.Path) int {
		if path == nil {
			return 0
		}
		return path.Replayed()
	}
	n := &f.Bitcoin
	switch name {
	case scenario.PriceOf:
		return "coin price", "", of(n.Price)
	case scenario.FeesOf:
		return "fees", "", of(n.Fees)
	case scenario.HashpriceOf:
		return "hashprice", "", of(n.Hashprice)
	case scenario.DifficultyOf:
		return "difficulty", "", of(n.Difficulty)
	case scenario.RestOfWorldOf:
		return "rest of the world, by day", "", 0
	}
	currency := name[len(scenario.RateOf):]
	for _, rate := range f.Rates {
		if rate.Currency == currency {
			replayed = rate.Path.Replayed()
		}
	}
	return "exchange rate", currency, replayed
}

// normals draws a normal for every day that is not replayed.
func (c *chances) normals(stream, entity string, replayed, days int) []float64 {
	rng := sample.Stream(c.seed, c.draw, stream, entity)
	normal := make([]float64, days)
	for t := replayed; t < days; t++ {
		normal[t] = rng.NormFloat64()
	}
	return normal
}

// of is what the draw brings to a quantity.
func (c *chances) of(f *scenario.Facts, name string, path *market.Path, days int) market.Chance {
	stream, entity, _ := streamOf(f, name)
	normal := c.mixed[name]
	if normal == nil {
		normal = c.normals(stream, entity, path.Replayed(), days)
	}
	return market.Chance{
		Normal: normal, Rand: sample.Stream(c.seed, c.draw, stream+", other", entity), Joint: c.joint(),
	}
}

// joint begins the stream by which all quantities of the draw choose days of the past.
func (c *chances) joint() *rand.Rand { return sample.Stream(c.seed, c.draw, "bootstrap", "") }

// noise is the normal shock of the rest of the world by epoch, or by the UTC day of the retarget where it hangs on
// what happens on single days: on the shocks of other quantities or on the days of the past that the price repeats.
func (c *chances) noise(f *scenario.Facts, days, epochs int) (byEpoch, byDay []float64) {
	if past := f.Bitcoin.Past; past != nil {
		return nil, past.Noise(past.Days.Sources(days, c.joint()))
	}
	if daily := c.mixed[scenario.RestOfWorldOf]; daily != nil {
		return nil, c.fortnights(daily)
	}
	byEpoch = make([]float64, epochs)
	rng := sample.Stream(c.seed, c.draw, "rest of the world", "")
	for e := range byEpoch {
		byEpoch[e] = rng.NormFloat64()
	}
	return byEpoch, nil
}

// fortnight is how many days of daily shocks stand for an epoch of the rest of the world.
const fortnight = 14

// fortnights sums, for every day, the normals of the fortnight that ends with it, over the root of its length, so
// that the variance is one. The days before the run have normals of their own. Retargets less than a fortnight
// apart have days in common, as what happened on them lasts.
func (c *chances) fortnights(daily []float64) []float64 {
	before := sample.Stream(c.seed, c.draw, "rest of the world, before the run", "")
	all := make([]float64, fortnight-1, fortnight-1+len(daily))
	for t := range all {
		all[t] = before.NormFloat64()
	}
	all = append(all, daily...)
	sums := make([]float64, len(daily))
	for t := range sums {
		for _, v := range all[t : t+fortnight] {
			sums[t] += v
		}
		sums[t] /= math.Sqrt(fortnight)
	}
	return sums
}
