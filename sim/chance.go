package sim

import (
	"math"
	"math/rand/v2"

	"hashwatt/sim/market"
	"hashwatt/sim/sample"
	"hashwatt/sim/scenario"
)

// chances is what happens by chance in one draw: streams of random numbers by name, and normals that are mixed where the scenario
// correlates quantities.
type chances struct {
	seed  uint64
	draw  int
	mixed map[string][]float64 // normals by day of the quantities that are correlated, over the fortnights of all epochs
}

// newChances draws the normals of the quantities that are correlated, each from its own stream, and mixes them in the scenario's order. A
// quantity that is replayed at first has normals on those days too, from a stream of their own, because others lean on them. The first
// quantity keeps its numbers to the last bit.
func newChances(f *scenario.Facts, days, epochs int, seed uint64, draw int) *chances {
	c := &chances{seed: seed, draw: draw}
	names := f.Correlated.Names
	if len(names) == 0 {
		return c
	}
	c.mixed = map[string][]float64{}
	long := max(days, scenario.DaysPerEpoch*epochs)
	own := make([][]float64, len(names))
	for i, name := range names {
		stream, entity, replayed := streamOf(f, name)
		own[i] = c.normals(stream, entity, replayed, long)
		before := sample.Stream(seed, draw, stream+", replayed", entity)
		for t := range min(replayed, long) {
			own[i][t] = before.NormFloat64()
		}
		mixed := make([]float64, long)
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
		Normal: normal[:days], Rand: sample.Stream(c.seed, c.draw, stream+", other", entity), Joint: c.joint(),
	}
}

// joint begins the stream by which all quantities of the draw choose days of the past.
func (c *chances) joint() *rand.Rand { return sample.Stream(c.seed, c.draw, "bootstrap", "") }

// noise is the shock of the rest of the world in every epoch: normal; or, where it is correlated, the sum of a fortnight's daily normals, which counts
// from the first day of the run and has the variance of one; or what it was in the past that the price repeats.
func (c *chances) noise(f *scenario.Facts, epochs int) []float64 {
	if past := f.Bitcoin.Past; past != nil {
		return past.Noise(past.Days.Sources(scenario.DaysPerEpoch*epochs, c.joint()), epochs)
	}
	noise := make([]float64, epochs)
	daily := c.mixed[scenario.RestOfWorldOf]
	rng := sample.Stream(c.seed, c.draw, "rest of the world", "")
	for e := range noise {
		if daily == nil {
			noise[e] = rng.NormFloat64()
			continue
		}
		for _, v := range daily[scenario.DaysPerEpoch*e : scenario.DaysPerEpoch*(e+1)] {
			noise[e] += v / math.Sqrt(scenario.DaysPerEpoch)
		}
	}
	return noise
}
