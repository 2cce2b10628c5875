package backtest

import (
	"context"
	"fmt"
	"math"
	"strings"

	"hashwatt/sim/calendar"
	"hashwatt/sim/market"
	"hashwatt/sim/network"
	"hashwatt/sim/sample"
	"hashwatt/sim/unit"
)

// steps are the statistics of changes of ln difficulty from one epoch to the next.
type steps struct{ mean, sd, lag1 float64 }

// futures is how many futures R2 draws, and epochsOfFuture how long each is: about ten years.
const futures, epochsOfFuture = 64, 260

// mostDrift is how far the mean step may be from the response's own: less than half the drift of growth by 30
// %/year, which is 0.010.
const mostDrift = 0.002

// Where the scatter of steps and the autocorrelation of neighbouring ones are to lie: history's, give or take what
// ten years scatter.
const (
	leastScatter, mostScatter = 0.045, 0.060
	leastLag1, mostLag1       = -0.35, -0.10
)

// drawn is one way of drawing futures.
type drawn struct {
	name   string
	kind   network.Kind
	prices bool // drawn too, by the default process; else they stand still
}

// difficultySteps is R2: do drawn futures scatter as history did?
func difficultySteps(ctx context.Context, r *record, t *Test) error {
	const rate = 0.30
	origin := len(r.epochs) - 1 // of which the record knows the difficulty alone
	price, err := r.defaultPrice()
	if err != nil {
		return err
	}
	kind, err := r.shippedAt(origin)
	if err != nil {
		return err
	}
	growth := drawn{"growth", network.Growth{Rate: unit.AnnualRate(rate)}, false}
	asShipped := drawn{"shipped adjustment, drawn prices", kind, true}
	still := drawn{"shipped adjustment, price that stands still", kind, false}
	of := map[string]steps{}
	var misses []string
	for _, c := range []drawn{growth, asShipped, still} {
		got, own, err := r.drawSteps(ctx, c, price, origin)
		if err != nil {
			return err
		}
		of[c.name] = got
		if c == still {
			t.add(read(c.name+": autocorrelation of neighbouring steps", "", got.lag1))
			continue
		}
		for _, f := range []Figure{
			within(c.name+": mean step, less the response's own drift", "", got.mean-own, -mostDrift, mostDrift, fmt.Sprintf("0, give or take %g", mostDrift)),
			within(c.name+": standard deviation of steps", "", got.sd, leastScatter, mostScatter, fmt.Sprintf("%g to %g", leastScatter, mostScatter)),
			within(c.name+": autocorrelation of neighbouring steps", "", got.lag1, leastLag1, mostLag1, fmt.Sprintf("%g to %g", leastLag1, mostLag1)),
		} {
			if !f.Passed {
				misses = append(misses, f.Name)
			}
			t.add(f)
		}
		t.add(read(c.name+": the response's own drift", "per epoch", own))
	}
	was := r.steps(date(2020, 4, 1), date(2025, 3, 31), r.inBan)
	byEnds := r.steps(date(2020, 4, 1), date(2025, 3, 31), func(k int) bool { return r.inBan(k + 1) })
	t.add(read("history: mean step", "", was.mean))
	t.add(read("history: standard deviation of steps", "", was.sd))
	t.add(read("history: autocorrelation of neighbouring steps", "", was.lag1))
	alone := 2.0 / network.BlocksPerRetarget
	t.add(read("luck alone: standard deviation of steps", "", math.Sqrt(alone)))
	t.add(read("luck and noise: standard deviation of steps", "", math.Sqrt(alone+network.StructuralNoise*network.StructuralNoise)))
	t.Windows = []Window{{What: fmt.Sprintf("the noise of the rest of the world, %.1f %% per epoch: what luck leaves of history's scatter", 100*network.StructuralNoise), FittedFrom: date(2020, 4, 1), FittedTo: date(2025, 3, 31)}}
	t.Notes = []string{
		fmt.Sprintf("%d futures of %d epochs after the record, blocks as a Poisson process; steps of ln D. Growth is %.0f %%/year; the shipped adjustment is %s, declining by %s, with the prices of a coin drawn by the default process (%s) or standing still. The response's own drift is that of the same prices without luck and noise. History is 2020-04 to 2025-03 without the epochs of the ban in China.", futures, epochsOfFuture, 100*rate, shipped.Speed, shipped.Decline, price.Describe()),
		"The retarget turns one epoch's luck around in the next: with variance 1/2016 of each epoch's luck, luck has 2/2016 in a step and -1/2016 between neighbours. History holds both luck and noise; the noise of the model is what is left, so luck is not counted twice, and the scatter of growth is history's by construction.",
		fmt.Sprintf("History's autocorrelation depends on how the ban is cut out: %.2f by the beginnings of its epochs, as here, %.2f by their ends.", was.lag1, byEnds.lag1) + " Growth looks at no price. An adjustment goes part of the way to what the price would have in each of many epochs, so a price that scatters moves hashrate the same way in a row and makes neighbouring steps more alike than history's were.",
	}
	g, a := of[growth.name], of[asShipped.name]
	t.Verdict = fmt.Sprintf("Drawn futures of growth scatter by %.2f %% per epoch with an autocorrelation of %.2f, those of the shipped adjustment under drawn prices by %.2f %% with %.2f; history did by %.2f %% with %.2f.",
		100*g.sd, g.lag1, 100*a.sd, a.lag1, 100*was.sd, was.lag1)
	if misses != nil {
		t.Verdict += fmt.Sprintf(" Outside what is asked: %s. Drawn prices move hashrate the same way for several epochs in a row: with a price that stands still the shipped adjustment has %.2f.", strings.Join(misses, "; "), of[still.name].lag1)
	}
	return nil
}

// drawSteps draws futures and returns the statistics of their steps, and the mean step of the same prices without
// luck and noise.
func (r *record) drawSteps(ctx context.Context, c drawn, price market.GBM, origin int) (got steps, own float64, err error) {
	const seed = 1
	response, err := r.bind(c.kind, nil, origin, 25)
	if err != nil {
		return steps{}, 0, err
	}
	var lucky, quiet stepSums
	for d := 1; d <= futures; d++ {
		if err := ctx.Err(); err != nil {
			return steps{}, 0, err
		}
		f := free{origin: origin, epochs: epochsOfFuture, course: response.Start()}
		if c.prices {
			f.prices = r.drawPrices(price, origin, seed, d)
		}
		calm, err := r.play(f)
		if err != nil {
			return steps{}, 0, err
		}
		f.course, f.luck, f.noise = response.Start(), r.luck(origin, seed, d), noise(seed, d)
		p, err := r.play(f)
		if err != nil {
			return steps{}, 0, err
		}
		quiet.path(calm.difficulty)
		lucky.path(p.difficulty)
	}
	return lucky.steps(), quiet.steps().mean, nil
}

// defaultPrice is how the price of a coin goes on where a scenario does not say.
func (r *record) defaultPrice() (market.GBM, error) {
	drift, known := r.cat.Default("coin_price_drift_per_year")
	volatility, too := r.cat.Default("coin_price_volatility_per_year")
	if !known || !too {
		return market.GBM{}, fmt.Errorf("seeds/defaults.csv has no row coin_price_drift_per_year or none of coin_price_volatility_per_year; add them")
	}
	return market.GBM{Drift: unit.AnnualRate(drift.Value), Volatility: unit.AnnualRate(volatility.Value)}, nil
}

// drawPrices draws prices of a coin from the day of an epoch's first block on, for longer than the futures last.
func (r *record) drawPrices(price market.GBM, origin int, seed uint64, d int) []float64 {
	rng := sample.Stream(seed, d, "price", "")
	normal := make([]float64, 20*epochsOfFuture)
	for k := range normal {
		normal[k] = rng.NormFloat64()
	}
	process, _ := price.Bind(market.Binding{}) // has nothing to complain of
	out := make([]float64, len(normal))
	process.Fill(out, r.lastPrice(day(r.epochs[origin].FirstUnix)), 0, market.Chance{Normal: normal})
	return out
}

// lastPrice is the price of a coin on a day, or the last one before it that is known.
func (r *record) lastPrice(d calendar.Date) float64 {
	for {
		if p := r.priceOn(d); p > 0 {
			return p
		}
		d = d.AddDays(-1)
	}
}

// luck draws when the blocks of the epochs from the origin on are found; the epoch before it has had its luck.
func (r *record) luck(origin int, seed uint64, d int) []network.Marks {
	rng := sample.Stream(seed, d, "blocks", "")
	marks := []network.Marks{network.ExpectedMarks(r.epochs[origin-1].FirstHeight)}
	for e := range epochsOfFuture + 2 {
		marks = append(marks, network.PoissonMarks(r.epochs[origin].FirstHeight+int64(e)*network.BlocksPerRetarget, rng))
	}
	return marks
}

// noise draws what the rest of the world does beyond its response.
func noise(seed uint64, d int) []float64 {
	rng := sample.Stream(seed, d, "rest of the world", "")
	out := make([]float64, epochsOfFuture+3)
	for e := range out {
		out[e] = rng.NormFloat64()
	}
	return out
}

// steps returns the statistics of a window of the record, without the steps that end an epoch that is cut out.
// Steps on either side of what is cut out are no neighbours.
func (r *record) steps(from, to calendar.Date, cut func(k int) bool) steps {
	var s stepSums
	var piece []float64
	for _, k := range r.between(from, to) {
		piece = append(piece, r.epochs[k].Difficulty)
		if cut(k) {
			s.path(piece)
			piece = nil
		}
	}
	s.path(piece)
	return s.steps()
}

// stepSums collects paths of difficulty.
type stepSums struct{ paths [][]float64 }

// path adds the steps of a path.
func (s *stepSums) path(difficulty []float64) {
	var list []float64
	for k := 1; k < len(difficulty); k++ {
		list = append(list, math.Log(difficulty[k]/difficulty[k-1]))
	}
	s.paths = append(s.paths, list)
}

// steps returns the statistics of all paths together, about their common mean.
func (s *stepSums) steps() steps {
	var all []float64
	for _, list := range s.paths {
		all = append(all, list...)
	}
	mean := sample.Mean(all)
	var square, product, pairs float64
	for _, list := range s.paths {
		for k, v := range list {
			square += (v - mean) * (v - mean)
			if k > 0 {
				product += (v - mean) * (list[k-1] - mean)
				pairs++
			}
		}
	}
	n := float64(len(all))
	return steps{mean, math.Sqrt(square / (n - 1)), product / pairs / (square / n)}
}
