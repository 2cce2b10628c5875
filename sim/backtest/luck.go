package backtest

import (
	"context"
	"fmt"
	"math"

	"hashwatt/sim/calendar"
	"hashwatt/sim/network"
	"hashwatt/sim/sample"
	"hashwatt/sim/unit"
)

// steps are the statistics of changes of ln difficulty from one epoch to the next.
type steps struct{ mean, sd, lag1 float64 }

// futures is how many futures R2 draws, and epochsOfFuture how long each is: about ten years.
const futures, epochsOfFuture = 64, 260

// difficultySteps is R2: do drawn futures scatter as history did?
func difficultySteps(ctx context.Context, r *record, t *Test) error {
	const rate, seed = 0.30, 1
	origin := len(r.epochs) - 1 // of which the record knows the difficulty alone
	response, err := r.bind(network.Growth{Rate: unit.AnnualRate(rate)}, nil, origin, 20)
	if err != nil {
		return err
	}
	var pairs stepSums
	var drift, spans float64
	for d := 1; d <= futures; d++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		p, err := r.play(free{origin: origin, course: response.Start(), epochs: epochsOfFuture, luck: r.luck(origin, seed, d), noise: noise(seed, d)})
		if err != nil {
			return err
		}
		pairs.path(p.difficulty)
		years := (p.start[len(p.start)-1] - p.start[0]) / secondsPerYear
		drift += math.Log1p(rate) * years
		spans += float64(len(p.start) - 1)
	}
	got, own := pairs.steps(), drift/spans
	was := r.steps(date(2020, 4, 1), date(2025, 3, 31))
	t.add(within("mean step, less the response's own drift", "", got.mean-own, -0.005, 0.005, "0, give or take 0.005"))
	t.add(within("standard deviation of steps", "", got.sd, 0.045, 0.060, "0.045 to 0.060"))
	t.add(within("autocorrelation of neighbouring steps", "", got.lag1, -0.35, -0.10, "-0.35 to -0.10"))
	t.add(read("the response's own drift", "per epoch", own))
	t.add(read("history: mean step", "", was.mean))
	t.add(read("history: standard deviation of steps", "", was.sd))
	t.add(read("history: autocorrelation of neighbouring steps", "", was.lag1))
	alone := 2.0 / network.BlocksPerRetarget
	t.add(read("luck alone: standard deviation of steps", "", math.Sqrt(alone)))
	t.add(read("luck and noise: standard deviation of steps", "", math.Sqrt(alone+network.StructuralNoise*network.StructuralNoise)))
	t.Windows = []Window{{What: "the noise of the rest of the world, 4.1 % per epoch: what luck leaves of history's scatter", FittedFrom: date(2020, 4, 1), FittedTo: date(2025, 3, 31)}}
	t.Notes = []string{
		fmt.Sprintf("%d futures of %d epochs after the record, growth of %.0f %%/year, blocks as a Poisson process; steps of ln D. History is 2020-04 to 2025-03 without the epochs of the ban in China.", futures, epochsOfFuture, 100*rate),
		"The retarget turns one epoch's luck around in the next: with variance 1/2016 of each epoch's luck, luck has 2/2016 in a step and -1/2016 between neighbours. History holds both luck and noise; the noise of the model is what is left, so luck is not counted twice.",
		"History's autocorrelation depends on how the ban is cut out: -0.30 by the beginnings of its epochs, as here, -0.25 by their ends. Growth looks at no price; a response that follows a price that scatters makes neighbouring steps more alike.",
	}
	t.Verdict = fmt.Sprintf("Drawn futures scatter by %.2f %% per epoch with an autocorrelation of %.2f; history did by %.2f %% with %.2f.", 100*got.sd, got.lag1, 100*was.sd, was.lag1)
	return nil
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

// steps returns the statistics of a window of the record, without the steps that end an epoch of the ban in China. Steps on either side
// of what is cut out are no neighbours.
func (r *record) steps(from, to calendar.Date) steps {
	var s stepSums
	var piece []float64
	for _, k := range r.between(from, to) {
		piece = append(piece, r.epochs[k].Difficulty)
		if r.inBan(k) {
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
