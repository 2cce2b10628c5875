package market_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/market"
	"hashwatt/sim/sample"
	"hashwatt/sim/series"
)

func day(year int, month time.Month, d int) calendar.Date {
	return calendar.Date{Year: year, Month: month, Day: d}
}

// rising is a daily series whose first value is from and whose values rise by one a day.
func rising(first calendar.Date, days int, from float64) *series.Daily {
	d := &series.Daily{First: first, Values: make([]float64, days)}
	for i := range d.Values {
		d.Values[i] = from + float64(i)
	}
	return d
}

// binding is a run of 400 days from the beginning of 2026, of which history knows the first 31, with a file that
// covers it.
func binding() market.Binding {
	return market.Binding{
		Unit:    market.CoinPrice(),
		First:   day(2026, 1, 1),
		Days:    400,
		History: rising(day(2025, 1, 1), 365+31, 1000),
		File: func(name string) (*series.Daily, error) {
			if name != "prices.csv" {
				return nil, fmt.Errorf("%s does not exist", name)
			}
			return rising(day(2024, 1, 1), 2000, 50), nil
		},
	}
}

// Every process is explained by an example that names every field, can be read, alone and after a replay, and obeys
// what all processes promise.
func TestEveryProcessKeepsTheContract(t *testing.T) {
	t.Parallel()
	for _, v := range market.Varieties() {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			var alone market.Series
			mustLoad(t, v.Example, &alone)
			recorded := binding()
			recorded.History = rising(day(2018, 1, 1), 8*365+2+31, 1000) // days of the past to repeat
			if strings.Contains(v.Example, "BTC/block") || v.Name == "share" {
				recorded.Unit = market.Fees()
			}
			if alone.Then.Name != v.Name || alone.Describe() == "" || v.Doc == "" {
				t.Errorf("name %q, description %q, doc %q; none may be missing and the name is %q", alone.Then.Name, alone.Describe(), v.Doc, v.Name)
			}
			for _, key := range conf.Fields(reflect.TypeOf(v.New())) {
				if !strings.Contains(v.Example, "\n"+key.Name+": ") {
					t.Errorf("the example does not show the key %q", key.Name)
				}
			}
			if problems := alone.CheckUnit(recorded.Unit); problems != nil {
				t.Errorf("the example's values: %v", conf.Problems(problems))
			}
			checkPath(t, alone, recorded)
			after := market.Series{Replay: "history", Then: alone.Then}
			checkPath(t, after, recorded)
			later := recorded
			later.First = day(2026, 6, 1) // history ended four months before
			checkPath(t, after, later)
		})
	}
}

// checkPath holds what every path promises: finite and not negative; the same from the same stream, from any
// goroutine; central without one; history as recorded; and a longer run begins with the shorter one.
func checkPath(t *testing.T, words market.Series, b market.Binding) {
	t.Helper()
	path := mustBind(t, words, b)
	central, drawn := fill(path, b.Days, nil), fill(path, b.Days, stream(1))
	for i, v := range drawn {
		if !(v >= 0) || math.IsInf(v, 0) || !(central[i] >= 0) || math.IsInf(central[i], 0) {
			t.Fatalf("day %d: %v, central %v", i, v, central[i])
		}
	}
	for i := range path.Replayed() {
		if want := b.History.Values[b.First.Days()-b.History.First.Days()+i]; central[i] != want || drawn[i] != want {
			t.Fatalf("day %d: %v, central %v, recorded %v", i, drawn[i], central[i], want)
		}
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if !slices.Equal(fill(path, b.Days, stream(1)), drawn) || !slices.Equal(fill(path, b.Days, nil), central) {
				t.Error("the same stream gives another path")
			}
		})
	}
	wg.Wait()
	short := b
	short.Days = b.Days - 100
	shorter := fill(mustBind(t, words, short), short.Days, stream(1))
	if !slices.Equal(shorter, drawn[:short.Days]) {
		t.Error("a longer run does not begin with the shorter one")
	}
}

// A process whose volatility is zero is its central path to the last bit.
func TestNoVolatilityIsTheCentralPath(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"{process: gbm, drift: 7 %/year, volatility: 0 %/year, start: 3 USD/BTC}",
		"{process: merton, drift: 7 %/year, volatility: 0 %/year, jumps: 0, jump_mean: -5 %, jump_volatility: 9 %, start: 3 USD/BTC}",
		"{process: merton, drift: 7 %/year, volatility: 0 %/year, jumps: 50, jump_mean: 0 %, jump_volatility: 0 %, start: 3 USD/BTC}",
		"{process: ou, level: 5 USD/BTC, half_life: 90 days, volatility: 0 %/year, start: 3 USD/BTC}",
		"{process: ar1, level: 5 USD/BTC, persistence: 0.9, scatter: 0, start: 3 USD/BTC}",
		"{process: garch, drift: 7 %/year, omega: 0, alpha: 0.1, beta: 0.8, start: 3 USD/BTC}",
		"{process: power_law, exponent: 5.65, level: -37.7, persistence: 0.9, scatter: 0 %, start: 3 USD/BTC}",
	} {
		var words market.Series
		mustLoad(t, text, &words)
		path := mustBind(t, words, binding())
		if !slices.Equal(fill(path, 400, nil), fill(path, 400, stream(1))) {
			t.Errorf("%s: a draw without volatility is not the central path", text)
		}
	}
	// The mean of the bootstrap is a sum over its sample, which a past that stood still leaves at 1 but for rounding.
	still := binding()
	still.History = &series.Daily{First: day(2020, 1, 1), Values: make([]float64, 6*366)}
	for d := range still.History.Values {
		still.History.Values[d] = 3
	}
	var words market.Series
	mustLoad(t, "{process: bootstrap, block: 9 days, from: 2020-02-01, to: 2025-01-01, drift: 7 %/year, start: 3 USD/BTC}", &words)
	path := mustBind(t, words, still)
	central := fill(path, 400, nil)
	for d, v := range fill(path, 400, stream(1)) {
		if math.Abs(v/central[d]-1) > 1e-11 {
			t.Errorf("day %d: %v, central %v", d, v, central[d])
		}
	}
}

// Flat, growth and the mean of geometric Brownian motion are known at every day. A stated value is that of the
// first day; without one the first day is one day after the last of history.
func TestCentralPathsByHand(t *testing.T) {
	t.Parallel()
	const last = 1000 + 365 + 30 // the last value of history, of 2026-01-31
	for _, c := range []struct {
		text string
		day  int
		want float64
	}{
		{"{process: flat, value: 5 USD/BTC}", 0, 5},
		{"{process: flat, value: 5 USD/BTC}", 399, 5},
		{"{replay: history, then: {process: flat}}", 0, 1365},
		{"{replay: history, then: {process: flat}}", 30, last},
		{"{replay: history, then: {process: flat}}", 399, last},
		{"{replay: history, then: {process: flat, value: 5 USD/BTC}}", 31, 5},
		{"{process: growth, value: 5 USD/BTC, rate: 21 %/year}", 0, 5},
		{"{process: growth, value: 5 USD/BTC, rate: 21 %/year}", 365, 5 * math.Pow(1.21, 365/365.25)},
		{"{replay: history, then: {process: growth, rate: -50 %/year}}", 31, last * math.Pow(0.5, 1/365.25)},
		{"{replay: history, then: {process: growth, value: 5 USD/BTC, rate: -50 %/year}}", 31, 5},
		{"{replay: history, then: {process: growth, value: 5 USD/BTC, rate: -50 %/year}}", 32, 5 * math.Pow(0.5, 1/365.25)},
		{"{process: gbm, drift: 21 %/year, volatility: 50 %/year, start: 5 USD/BTC}", 365, 5 * math.Pow(1.21, 365/365.25)},
		{"{replay: history, then: {process: gbm, drift: 0 %/year, volatility: 50 %/year}}", 399, last},
		{"{process: series, file: prices.csv}", 0, 50 + 731},
		{"{process: series, file: prices.csv}", 399, 50 + 731 + 399},
		{"{replay: history, then: {process: series, file: prices.csv}}", 30, last},
		{"{replay: history, then: {process: series, file: prices.csv}}", 31, 50 + 731 + 31},
		{"{replay: prices.csv}", 399, 50 + 731 + 399},
	} {
		var words market.Series
		mustLoad(t, c.text, &words)
		if got := fill(mustBind(t, words, binding()), 400, nil)[c.day]; math.Abs(got/c.want-1) > 1e-14 {
			t.Errorf("%s: day %d = %v, want %v", c.text, c.day, got, c.want)
		}
	}
}

// Where a run begins after the last data, the days between are central and the scatter begins with the run.
func TestDaysBetweenHistoryAndRunAreCentral(t *testing.T) {
	t.Parallel()
	var words market.Series
	mustLoad(t, "{replay: history, then: {process: gbm, drift: 21 %/year, volatility: 50 %/year}}", &words)
	b := binding()
	b.First = day(2028, 1, 31) // two years after the last value, 1395: a leap day lies not between
	path := mustBind(t, words, b)
	if path.Replayed() != 0 || path.HandOver != day(2026, 2, 1) {
		t.Errorf("%d days replayed, hand-over %v; want 0, 2026-02-01", path.Replayed(), path.HandOver)
	}
	if got, want := fill(path, b.Days, nil)[0], 1395*math.Pow(1.21, 730/365.25); math.Abs(got/want-1) > 1e-14 {
		t.Errorf("first day of the central path = %v, want %v", got, want)
	}
	// Over 20,000 draws the first day scatters by one day's volatility, not by two years'.
	logs := make([]float64, 20_000)
	rng := stream(2)
	for i := range logs {
		logs[i] = math.Log(fill(path, b.Days, rng)[0])
	}
	_, variance, _ := moments(logs)
	if got, want := math.Sqrt(variance), 0.5/math.Sqrt(365.25); math.Abs(got/want-1) > 4/math.Sqrt(2*20_000) {
		t.Errorf("standard deviation of the first day = %v, want %v", got, want)
	}
	// A stated start needs no days between.
	mustLoad(t, "{replay: history, then: {process: gbm, drift: 21 %/year, volatility: 50 %/year, start: 7 USD/BTC}}", &words)
	if got := fill(mustBind(t, words, b), b.Days, stream(1))[0]; got != 7 {
		t.Errorf("first day of a stated start = %v, want 7", got)
	}
}

// The days between are central for every process that goes on from the record, and the draws that begin after them
// have the central path as their mean, also where the process draws back to a level.
func TestDrawsAfterTheDaysBetweenHaveTheCentralMean(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"{process: merton, drift: 7 %/year, volatility: 60 %/year, jumps: 50, jump_mean: -2 %, jump_volatility: 9 %}",
		"{process: ou, level: 5000 USD/BTC, half_life: 90 days, volatility: 60 %/year}",
		"{process: ar1, level: 500 USD/BTC, persistence: 0.98, scatter: 0.5}",
		"{process: garch, drift: 7 %/year, omega: 5e-5, alpha: 0.1, beta: 0.8}",
		"{process: power_law, exponent: 5.65526, level: -37.7284, persistence: 0.99, scatter: 40 %}",
		"{process: bootstrap, block: 9 days, from: 2022-02-01, to: 2025-01-01}",
	} {
		b := wild(binding(), 2000)
		b.First, b.Days = day(2026, 4, 1), 40 // the record ends with 2025
		var words market.Series
		mustLoad(t, "{replay: history, then: "+text+"}", &words)
		path := mustBind(t, words, b)
		central, values, ends := fill(path, b.Days, nil), make([]float64, b.Days), make([]float64, 20_000)
		for d := range ends {
			path.Fill(values, chance(b.Days, sample.Stream(1, d, "coin price", "")))
			ends[d] = values[b.Days-1]
		}
		checkMean(t, text, ends, central[b.Days-1])
		if _, variance, _ := moments(ends); variance == 0 {
			t.Errorf("%s: nothing scatters", text)
		}
	}
}

// Geometric Brownian motion has the moments of its closed form at 100,000 draws, within four standard errors: the
// logarithm is normal, and the mean grows at the drift.
func TestGBMHasItsMoments(t *testing.T) {
	t.Parallel()
	const draws, days = 100_000, 40
	const drift, sigma, start = 0.2, 0.6, 100.0
	var words market.Series
	mustLoad(t, "{process: gbm, drift: 20 %/year, volatility: 60 %/year, start: 100 USD/BTC}", &words)
	b := binding()
	b.Days = days + 1
	path := mustBind(t, words, b)
	ends, returns, steps := make([]float64, draws), make([]float64, draws), make([]float64, draws)
	values := make([]float64, b.Days)
	product := 0.0 // of the last two daily returns, for their correlation
	for i := range draws {
		path.Fill(values, chance(b.Days, sample.Stream(1, i, "coin price", "")))
		ends[i] = values[days]
		returns[i] = math.Log(values[days] / start)
		steps[i] = math.Log(values[days] / values[days-1])
		product += steps[i] * math.Log(values[days-1]/values[days-2]) / draws
	}
	const years = days / 365.25
	mean, variance, _ := moments(ends)
	if want := start * math.Pow(1+drift, years); math.Abs(mean-want) > 4*math.Sqrt(variance/draws) {
		t.Errorf("mean after %d days = %v, want %v ± %v", days, mean, want, 4*math.Sqrt(variance/draws))
	}
	for _, c := range []struct {
		name   string
		sample []float64
		years  float64
	}{{"all days", returns, years}, {"one day", steps, 1 / 365.25}} {
		mean, variance, kurtosis := moments(c.sample)
		wantVariance := sigma * sigma * c.years
		if want := (math.Log1p(drift) - sigma*sigma/2) * c.years; math.Abs(mean-want) > 4*math.Sqrt(wantVariance/draws) {
			t.Errorf("%s: mean of the logarithm = %v, want %v", c.name, mean, want)
		}
		if math.Abs(variance/wantVariance-1) > 4*math.Sqrt(2.0/draws) {
			t.Errorf("%s: variance of the logarithm = %v, want %v", c.name, variance, wantVariance)
		}
		if math.Abs(kurtosis-3) > 4*math.Sqrt(24.0/draws) {
			t.Errorf("%s: kurtosis of the logarithm = %v, want 3", c.name, kurtosis)
		}
	}
	oneDay := sigma * sigma / 365.25
	if math.Abs(product)/oneDay > 4/math.Sqrt(draws)+1e-3 {
		t.Errorf("correlation of neighbouring days = %v, want 0", product/oneDay)
	}
}

// A draw alone is the draw in a batch, and another quantity's stream is another future.
func TestDrawAloneIsTheDrawInABatch(t *testing.T) {
	t.Parallel()
	var words market.Series
	mustLoad(t, "{replay: history, then: {process: gbm, drift: 0 %/year, volatility: 50 %/year}}", &words)
	path := mustBind(t, words, binding())
	dst := make([]float64, 400)
	for d := 1; d <= 17; d++ {
		path.Fill(dst, chance(400, sample.Stream(1, d, "coin price", "")))
	}
	if alone := fill(mustBind(t, words, binding()), 400, sample.Stream(1, 17, "coin price", "")); !slices.Equal(alone, dst) {
		t.Error("draw 17 alone differs from draw 17 in a batch")
	}
	if other := fill(path, 400, sample.Stream(1, 17, "fees", "")); slices.Equal(other, dst) {
		t.Error("two quantities share their random numbers")
	}
}

// fill returns the path of a stream.
func fill(p *market.Path, days int, rng *rand.Rand) []float64 {
	dst := make([]float64, days)
	p.Fill(dst, chance(days, rng))
	return dst
}

// chance is what a draw whose random numbers all come from one stream brings; nil is central.
func chance(days int, rng *rand.Rand) market.Chance {
	if rng == nil {
		return market.Chance{}
	}
	c := market.Chance{
		Normal: make([]float64, days), Rand: rand.New(rand.NewPCG(rng.Uint64(), 1)), Joint: rand.New(rand.NewPCG(rng.Uint64(), 2)),
	}
	for d := range c.Normal {
		c.Normal[d] = rng.NormFloat64()
	}
	return c
}

func stream(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

func mustLoad(t *testing.T, text string, into *market.Series) {
	t.Helper()
	*into = market.Series{}
	if err := conf.Load("test.yaml", []byte(text), conf.DefaultLimits, into); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

func mustBind(t *testing.T, words market.Series, b market.Binding) *market.Path {
	t.Helper()
	path, problems := words.Bind(b)
	if problems != nil {
		t.Fatalf("%s: %v", words.Describe(), conf.Problems(problems))
	}
	return path
}

// moments returns the mean, the variance and the kurtosis of a sample.
func moments(x []float64) (mean, variance, kurtosis float64) {
	n := float64(len(x))
	for _, v := range x {
		mean += v / n
	}
	fourth := 0.0
	for _, v := range x {
		d := (v - mean) * (v - mean)
		variance += d / n
		fourth += d * d / n
	}
	return mean, variance, fourth / (variance * variance)
}

// Filling a path takes no memory: every draw does it for every quantity.
func TestFillDoesNotAllocate(t *testing.T) {
	var words market.Series
	mustLoad(t, "{replay: history, then: {process: gbm, drift: 0 %/year, volatility: 50 %/year}}", &words)
	path, dst, all := mustBind(t, words, binding()), make([]float64, 400), chance(400, stream(1))
	if n := testing.AllocsPerRun(100, func() { path.Fill(dst, all) }); n != 0 {
		t.Errorf("Fill allocates %v times", n)
	}
}

func BenchmarkGBM(b *testing.B) {
	var words market.Series
	if err := conf.Load("bench.yaml", []byte("{process: gbm, drift: 0 %/year, volatility: 50 %/year, start: 1 USD/BTC}"), conf.DefaultLimits, &words); err != nil {
		b.Fatal(err)
	}
	run := binding()
	run.Days = 3652
	path, problems := words.Bind(run)
	if problems != nil {
		b.Fatal(conf.Problems(problems))
	}
	dst, all := make([]float64, run.Days), chance(run.Days, stream(1))
	for b.Loop() {
		path.Fill(dst, all)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*run.Days), "ns/day")
}
