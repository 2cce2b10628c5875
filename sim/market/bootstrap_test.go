package market_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"hashwatt/sim/market"
	"hashwatt/sim/sample"
	"hashwatt/sim/series"
)

// wild is a record of days whose changes are as uneven as those of the coin, and hang on each other: an invented
// one, by a fixed stream.
func wild(b market.Binding, days int) market.Binding {
	rng := sample.Stream(7, 1, "record", "")
	d := &series.Daily{First: b.First.AddDays(-days), Values: make([]float64, days)}
	level, change := math.Log(1000), 0.0
	for k := range d.Values {
		change = 0.3*change + 0.03*rng.NormFloat64()
		if rng.Float64() < 0.02 {
			change -= 0.1 * rng.Float64()
		}
		level += change
		d.Values[k] = math.Exp(level)
	}
	b.History = d
	return b
}

// changes returns the logarithmic changes of a record from its second day on.
func changes(d *series.Daily) []float64 {
	r := make([]float64, len(d.Values)-1)
	for k := range r {
		r[k] = math.Log(d.Values[k+1] / d.Values[k])
	}
	return r
}

// Every day of the bootstrap has the distribution of the sample, to mean, variance and kurtosis within four
// standard errors; the mean of the price grows at the drift, or without one as M does, which is here computed over
// again in the plainest way: by summing all blocks.
func TestBootstrapHasItsMoments(t *testing.T) {
	t.Parallel()
	const days = 20
	b := wild(binding(), 400)
	b.Days = days + 1
	returns := changes(b.History)
	words := "block: 20 days, from: " + b.History.First.AddDays(1).String() + ", to: " + b.First.AddDays(-1).String() + ", start: 100 USD/BTC}"
	values := draws(t, "{process: bootstrap, "+words, b, 0, days-1, days)
	l := law{}
	for _, r := range returns {
		l.mean += r / float64(len(returns))
	}
	for n := range l.central {
		for _, r := range returns {
			l.central[n] += math.Pow(r-l.mean, float64(n)) / float64(len(returns))
		}
	}
	checkLaw(t, "one day", logs(values[2], values[1]), l)
	checkMean(t, "own drift", values[2], 100*plainMean(returns, 1.0/20, days))
	drifting := draws(t, "{process: bootstrap, drift: 20 %/year, "+words, b, days)
	checkMean(t, "drift of 20 %/year", drifting[0], 100*math.Pow(1.2, days/365.25))
	for text, want := range map[string]float64{"{process: bootstrap, ": 100 * plainMean(returns, 1.0/20, days), "{process: bootstrap, drift: 20 %/year, ": 100 * math.Pow(1.2, days/365.25)} {
		var s market.Series
		mustLoad(t, text+words, &s)
		if got := fill(mustBind(t, s, b), b.Days, nil)[days]; math.Abs(got/want-1) > 1e-12 {
			t.Errorf("%s: central path ends at %v, want %v", text, got, want)
		}
	}
}

// plainMean is E[exp(r1 + ... + rT)] by the length of the first block, which begins evenly anywhere: with B(l) the
// mean over the sample of the product of l days that follow each other, M(T) = (1−p)^(T−1)·B(T) + Σ
// p·(1−p)^(l−1)·B(l)·M(T−l) over l < T.
func plainMean(returns []float64, p float64, days int) float64 {
	n := len(returns)
	block := func(length int) float64 {
		mean := 0.0
		for j := range n {
			sum := 0.0
			for k := range length {
				sum += returns[(j+k)%n]
			}
			mean += math.Exp(sum) / float64(n)
		}
		return mean
	}
	m := make([]float64, days+1)
	m[0] = 1
	for t := 1; t <= days; t++ {
		m[t] = math.Pow(1-p, float64(t-1)) * block(t)
		for l := 1; l < t; l++ {
			m[t] += p * math.Pow(1-p, float64(l-1)) * block(l) * m[t-l]
		}
	}
	return m[days]
}

// The mean of the resampled path is exact far beyond the days on which its growth is followed day by day.
func TestMeanOfBootstrapFarAhead(t *testing.T) {
	t.Parallel()
	b := wild(binding(), 60)
	b.Days = 400 // of which 2 days in a block are followed for 81
	var words market.Series
	mustLoad(t, "{process: bootstrap, block: 2 days, from: "+b.History.First.AddDays(1).String()+", to: "+b.First.AddDays(-1).String()+", start: 100 USD/BTC}", &words)
	got := fill(mustBind(t, words, b), b.Days, nil)
	if want := 100 * plainMean(changes(b.History), 0.5, 150); math.Abs(got[150]/want-1) > 1e-11 {
		t.Errorf("day 150 = %v, want %v", got[150], want)
	}
}

// Blocks are as long as a geometric distribution with the mean of 20 days says, and begin evenly anywhere in the
// sample.
func TestBlocksOfTheBootstrap(t *testing.T) {
	t.Parallel()
	words := market.Bootstrap{From: day(2019, 1, 1), To: day(2025, 12, 31)}
	words.Block.Days = 20
	const days, sampleDays, p = 400_000, 2557, 1.0 / 20
	sources := words.Sources(days, stream(3))
	var lengths []float64
	visits := make([]float64, 10) // by tenth of the sample
	length := 1.0
	for k := 1; k < days; k++ {
		visits[min((sources[k].Days()-words.From.Days())*10/sampleDays, 9)]++
		next := sources[k-1].AddDays(1)
		if words.To.Before(next) {
			next = words.From
		}
		if sources[k] == next {
			length++
			continue
		}
		lengths = append(lengths, length)
		length = 1
	}
	ends := p * (1 - 1.0/sampleDays) // a new block may begin where the old one would have gone on
	n := float64(len(lengths))
	mean, variance, _ := moments(lengths)
	if band := 4 * math.Sqrt((1-ends)/(ends*ends)/n); math.Abs(mean-1/ends) > band {
		t.Errorf("mean length of a block = %v, want %v ± %v", mean, 1/ends, band)
	}
	// The geometric distribution has the variance (1−p)/p² and the excess 6 + p²/(1−p); Var(variance) = σ⁴·(excess + 2)/n.
	wantVariance := (1 - ends) / (ends * ends)
	if band := 4 * wantVariance * math.Sqrt(8/n); math.Abs(variance-wantVariance) > band {
		t.Errorf("variance of the length of a block = %v, want %v ± %v", variance, wantVariance, band)
	}
	long := 0.0
	for _, l := range lengths {
		if l > 20 {
			long++
		}
	}
	if want := math.Pow(1-ends, 20); math.Abs(long/n-want) > 4*math.Sqrt(want*(1-want)/n) {
		t.Errorf("share of blocks longer than 20 days = %v, want %v", long/n, want)
	}
	for tenth, v := range visits { // visits come in blocks: their variance is 2/p − 1 times that of single days
		if want := days / 10.0; math.Abs(v-want) > 4*math.Sqrt(want*0.9*(2/p-1)) {
			t.Errorf("tenth %d of the sample is repeated on %v days, want %v", tenth, v, want)
		}
	}
}

// Two quantities with the same block and sample repeat the same days, although one begins later; with another block
// they do not.
func TestBootstrapIsJoint(t *testing.T) {
	t.Parallel()
	b := wild(binding(), 3000)
	b.First, b.Days = b.First.AddDays(-30), 120 // history fills the first 30 days
	from := ", from: 2019-01-01, to: 2025-12-01"
	joint := func(text string) []float64 {
		var words market.Series
		mustLoad(t, text, &words)
		values := make([]float64, b.Days)
		mustBind(t, words, b).Fill(values, market.Chance{Normal: make([]float64, b.Days), Rand: stream(9), Joint: rand.New(rand.NewPCG(5, 5))})
		return values
	}
	early := joint("{process: bootstrap, block: 20 days" + from + ", start: 7 USD/BTC}")
	late := joint("{replay: history, then: {process: bootstrap, block: 20 days" + from + "}}")
	other := joint("{replay: history, then: {process: bootstrap, block: 19 days" + from + "}}")
	differ := 0
	for d := 31; d < b.Days; d++ {
		change := math.Log(early[d] / early[d-1])
		if math.Abs(change-math.Log(late[d]/late[d-1])) > 1e-12 {
			t.Fatalf("day %d: a change of %v in one quantity and %v in the other", d, change, math.Log(late[d]/late[d-1]))
		}
		if math.Abs(change-math.Log(other[d]/other[d-1])) > 1e-12 {
			differ++
		}
	}
	if differ == 0 {
		t.Error("another length of blocks repeats the same days")
	}
	// Fees repeat the level of the source day itself, whose change the price repeats.
	b.Unit = market.Fees()
	fees := joint("{process: bootstrap, block: 20 days" + from + "}")
	for d := 31; d < b.Days; d++ {
		k := slices.Index(b.History.Values, fees[d])
		if k < 1 {
			t.Fatalf("day %d: fees of %v are not recorded", d, fees[d])
		}
		want := math.Log(b.History.Values[k] / b.History.Values[k-1])
		if got := math.Log(early[d] / early[d-1]); math.Abs(got-want) > 1e-12 {
			t.Fatalf("day %d: the price repeats a change of %v, fees a day of %v", d, got, want)
		}
	}
}

// A path that is bound with a memory is the one without, the first time, the second time and for another block.
func TestMemoryOfBootstraps(t *testing.T) {
	t.Parallel()
	b := wild(binding(), 400)
	var memory market.Memory
	for _, block := range []string{"20 days", "20 days", "5 days"} {
		var words market.Series
		mustLoad(t, "{process: bootstrap, block: "+block+", from: "+b.History.First.AddDays(1).String()+", to: "+b.First.AddDays(-1).String()+", start: 100 USD/BTC}", &words)
		b.Memory = nil
		want := fill(mustBind(t, words, b), b.Days, nil)
		b.Memory = &memory
		if got := fill(mustBind(t, words, b), b.Days, nil); !slices.Equal(got, want) {
			t.Errorf("blocks of %s: the path with a memory is another one", block)
		}
	}
}
