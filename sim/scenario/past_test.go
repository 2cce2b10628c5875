package scenario

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/site"
)

func in2021(month, day int) calendar.Date {
	d, err := calendar.ParseDate(fmt.Sprintf("2021-%02d-%02d", month, day))
	if err != nil {
		panic(err)
	}
	return d
}

// A day of the past has the step of the epoch that holds its noon. The epochs that began 2021-05-30 01:18,
// 2021-06-13 20:07, 2021-07-03 06:34 and 2021-07-17 23:32 UTC had difficulties of 21.047730572, 19.932791027,
// 14.363025674 and 13.672594273 T; so of the sample from 13 June to 3 July one day has the first step, nineteen
// have the second, when China's miners left, and one has the third.
func TestStepsOfThePast(t *testing.T) {
	t.Parallel()
	_, facts := resolved(t, load(t, files("test.yaml", base+
		"bitcoin: {price: {process: bootstrap, block: 2 days, from: 2021-06-13, to: 2021-07-03, drift: 0 %/year, start: 60000 USD/BTC}}\n"), Options{}))
	steps := []float64{math.Log(19.932791027 / 21.047730572)}
	for range 19 {
		steps = append(steps, math.Log(14.363025674/19.932791027))
	}
	steps = append(steps, math.Log(13.672594273/14.363025674))
	var mean, square float64
	for _, s := range steps {
		mean += s / 21
		square += s * s / 21
	}
	past := facts.Bitcoin.Past
	for d, s := range steps {
		if want := (s - mean) / math.Sqrt(square-mean*mean); math.Abs(past.Steps[d]-want) > 1e-6 {
			t.Errorf("%s: a step of %v deviations, want %v", past.Days.From.AddDays(d), past.Steps[d], want)
		}
	}
	if got := past.Noise([]calendar.Date{in2021(7, 3), in2021(6, 14)}); got[0] != past.Steps[20] || got[1] != past.Steps[1] {
		t.Errorf("shocks %v of 3 July and 14 June, want %v and %v", got, past.Steps[20], past.Steps[1])
	}
}

// The difficulty of a day is the one in force when it ends: that of the retarget of 2021-06-13 20:07 on the 13th
// already.
func TestRecordedDifficultyOfADay(t *testing.T) {
	t.Parallel()
	_, facts := resolved(t, load(t, files("test.yaml", base), Options{}))
	recorded := recordedDifficulty(facts.Bitcoin.History)
	for day, want := range map[calendar.Date]float64{
		in2021(6, 12): 21.047730572e12, in2021(6, 13): 19.932791027e12, in2021(7, 2): 19.932791027e12, in2021(7, 3): 14.363025674e12,
		in2021(7, 17): 13.672594273e12,
	} {
		if got := recorded.Values[day.Days()-recorded.First.Days()]; math.Abs(got/want-1) > 1e-9 {
			t.Errorf("%s: a difficulty of %v, want %v", day, got, want)
		}
	}
}

// correlated resolves a scenario with three quantities that can be correlated, and returns what is wrong with it.
func correlated(t *testing.T, price, entries string) conf.Problems {
	t.Helper()
	f := load(t, files("test.yaml", base+"bitcoin: {price: "+price+", fees: {process: ar1, level: 0.1 BTC/block, persistence: 0.9, scatter: 0.9, start: 0.1 BTC/block}, "+
		"rest_of_world: {response: growth, rate: 10 %/year}}\ncorrelations: "+entries+"\n"), Options{})
	tree, _, err := Expand(f, catalog(t))
	if err != nil {
		t.Fatal(err)
	}
	_, err = Resolve(f, tree, catalog(t), nil, &site.Memory{})
	var problems conf.Problems
	if err != nil && !errors.As(err, &problems) {
		t.Fatal(err)
	}
	return problems
}

// Correlations that contradict each other shrink into possible ones by the factor that the message advises, and by
// hardly more than that they do not.
func TestAdvisedFactorIsRight(t *testing.T) {
	t.Parallel()
	const price = "{process: gbm, drift: 0 %/year, volatility: 50 %/year, start: 60000 USD/BTC}"
	entries := func(factor float64) string {
		return fmt.Sprintf("[{between: [bitcoin.price, bitcoin.fees], value: %v}, {between: [bitcoin.price, bitcoin.rest_of_world], value: %v}, "+
			"{between: [bitcoin.fees, bitcoin.rest_of_world], value: %v}]", 0.95*factor, 0.7*factor, -0.8*factor)
	}
	problems := correlated(t, price, entries(1))
	if len(problems) != 1 {
		t.Fatalf("%v; want one problem", problems)
	}
	advised := regexp.MustCompile(`multiply each by ([0-9.]+) or less`).FindStringSubmatch(problems[0].Message)
	if advised == nil {
		t.Fatalf("%s; want a factor", problems[0].Message)
	}
	factor, err := strconv.ParseFloat(advised[1], 64)
	if err != nil {
		t.Fatal(err)
	}
	if problems := correlated(t, price, entries(factor)); problems != nil {
		t.Errorf("by %v: %v", factor, problems)
	}
	if problems := correlated(t, price, entries(factor+0.0011)); problems == nil {
		t.Errorf("by %v they are possible, but %v is advised", factor+0.0011, factor)
	}
}

// Nothing is correlated with a price that repeats the past, nor with the rest of the world, which then repeats it too.
func TestThePastIsNotCorrelated(t *testing.T) {
	t.Parallel()
	const price = "{process: bootstrap, block: 20 days, from: 2019-01-01, to: 2025-12-31, start: 60000 USD/BTC}"
	for name, want := range map[string]string{"bitcoin.price": "repeats days of the past", "bitcoin.rest_of_world": "repeats the days of the past that the price repeats"} {
		problems := correlated(t, price, "[{between: [bitcoin.fees, "+name+"], value: 0.5}]")
		if len(problems) != 1 || !strings.Contains(problems[0].Message, name+" "+want) {
			t.Errorf("%s: %v, want %q", name, problems, want)
		}
	}
}
