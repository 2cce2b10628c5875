package market_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"hashwatt/sim/conf"
	"hashwatt/sim/market"
)

// Parameters outside their range are refused where they stand, with the range.
func TestParametersOutOfRange(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"{process: merton, drift: -100 %/year, volatility: 5 %/year, jumps: 9, jump_mean: 1 %, jump_volatility: 9 %}", "drift: -100 %/year leaves nothing"},
		{"{process: merton, drift: 0 %/year, volatility: -5 %/year, jumps: 9, jump_mean: 1 %, jump_volatility: 9 %}", "volatility: -5 %/year is not a volatility"},
		{"{process: merton, drift: 0 %/year, volatility: 5 %/year, jumps: -1, jump_mean: 1 %, jump_volatility: 9 %}", "jumps: -1 is no number of jumps in a year; it is from 0 to 3652.5"},
		{"{process: merton, drift: 0 %/year, volatility: 5 %/year, jumps: 4000, jump_mean: 1 %, jump_volatility: 9 %}", "jumps: 4000 is no number"},
		{"{process: merton, drift: 0 %/year, volatility: 5 %/year, jumps: 9, jump_mean: 300 %, jump_volatility: 9 %}", "jump_mean: 300 % is more than sevenfold"},
		{"{process: merton, drift: 0 %/year, volatility: 5 %/year, jumps: 9, jump_mean: 1 %, jump_volatility: 120 %}", `"120 %" is outside 0 % to 100 %`},
		{"{process: ou, level: 1 USD/BTC, half_life: 0 days, volatility: 9 %/year}", "half_life: 0 h is no half-life"},
		{"{process: ou, level: 1 USD/BTC, half_life: 200 years, volatility: 60 %/year}", "the logarithm scatters by 7.21"},
		{"{process: ou, level: 1 USD/BTC, half_life: 180 days, volatility: 901 %/year}", "volatility: 901 %/year is not a volatility"},
		{"{process: ar1, level: 1 USD/BTC, persistence: 1, scatter: 1}", "persistence: 1 is not a persistence"},
		{"{process: ar1, level: 1 USD/BTC, persistence: -0.1, scatter: 1}", "persistence: -0.1 is not a persistence"},
		{"{process: ar1, level: 1 USD/BTC, persistence: 0.9, scatter: 6}", "scatter: 6 is not the standard deviation of a logarithm; it is from 0 to 5"},
		{"{process: garch, drift: 0 %/year, omega: 1e-5, alpha: 0.2, beta: 0.8}", "alpha: alpha + beta = 1 leaves the variance no level"},
		{"{process: garch, drift: 0 %/year, omega: 1e-5, alpha: -0.2, beta: 0.8}", "alpha: -0.2 is negative"},
		{"{process: garch, drift: 0 %/year, omega: 0.5, alpha: 0.1, beta: 0.8}", "omega: 0.5 makes a volatility of"},
		{"{process: bootstrap, block: 20 h, from: 2020-01-01, to: 2020-12-31}", "block: 20 h is no block"},
		{"{process: bootstrap, block: 20 days, from: 2020-01-01, to: 2019-12-31}", "to: 2019-12-31 is before the first day of the sample, 2020-01-01"},
		{"{process: bootstrap, block: 200 days, from: 2020-01-01, to: 2020-12-31}", "to: the sample of 366 days holds less than two blocks of 200 days"},
		{"{process: bootstrap, block: 20 days, from: 2020-01-01, to: 2020-12-31, drift: 2000 %/year}", "drift: 2000 %/year is more than tenfold"},
		{"{process: power_law, exponent: 5, level: -37, persistence: 1.1, scatter: 5 %}", "persistence: 1.1 is not a persistence"},
		{"{process: share, share: 100 %}", "share: 100 % leaves nothing to the subsidy"},
	} {
		var words market.Series
		err := conf.Load("test.yaml", []byte(c.text), conf.DefaultLimits, &words)
		var problems conf.Problems
		if !errors.As(err, &problems) || len(problems) != 1 || !strings.Contains(problems[0].Path+": "+problems[0].Message, c.want) {
			t.Errorf("%s: %v, want %q", c.text, err, c.want)
		}
	}
}

// All that is wrong with a bootstrap is told at once.
func TestBootstrapTellsAllMistakes(t *testing.T) {
	t.Parallel()
	var words market.Series
	err := conf.Load("test.yaml", []byte("{process: bootstrap, block: 20 h, from: 2020-01-01, to: 2019-12-31, drift: 2000 %/year}"), conf.DefaultLimits, &words)
	var problems conf.Problems
	if !errors.As(err, &problems) || len(problems) != 3 {
		t.Errorf("%v; want problems with block, to and drift", err)
	}
}

// A value to start from that has no logarithm is told where it stands.
func TestStartWithoutALogarithm(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"process: ou\nlevel: 1 USD/BTC\nhalf_life: 9 days\nvolatility: 9 %/year\nstart: 0 USD/BTC",
		"process: ar1\nlevel: 1 USD/BTC\npersistence: 0.9\nscatter: 1\nstart: 0 USD/BTC",
		"process: power_law\nexponent: 5\nlevel: -37\npersistence: 0.9\nscatter: 1 %\nstart: 0 USD/BTC",
	} {
		var words market.Series
		mustLoad(t, text, &words)
		_, problems := words.Bind(binding())
		wantProblem(t, problems, "the value to start from is 0")
		if want := strings.Count(text, "\n") + 1; problems[0].Pos.Line != want {
			t.Errorf("%q is told in line %d, want %d", text, problems[0].Pos.Line, want)
		}
	}
}

// A central path that leaves all proportion is refused at the process, with the day on which it does; what a file
// says is not.
func TestMeanOutOfAllProportion(t *testing.T) {
	t.Parallel()
	b := binding()
	b.Days = 17_000
	b.History = rising(day(2018, 1, 1), 8*365+2+31, 1000)
	b.History.Values[1] = 1300
	for _, text := range []string{
		"{process: growth, rate: 900 %/year}", "{process: gbm, drift: -99.9 %/year, volatility: 0 %/year}",
		"{process: bootstrap, block: 1 days, from: 2018-01-02, to: 2018-01-03}",
	} {
		var words market.Series
		mustLoad(t, "{replay: history, then: "+text+"}", &words)
		_, problems := words.Bind(b)
		wantProblem(t, problems, "out of all proportion; check its numbers, or end the clock earlier")
	}
	// The first day that is refused at tenfold a year is the first one past e^100 of the start: 100/ln 10 years are
	// 15,862.5 days.
	b.Days = 31 + 15_862
	var words market.Series
	mustLoad(t, "{replay: history, then: {process: growth, rate: 900 %/year}}", &words)
	if _, problems := words.Bind(b); problems != nil {
		t.Errorf("15862 days of growth by 900 %%/year: %v", conf.Problems(problems))
	}
	b.Days++
	_, problems := words.Bind(b)
	wantProblem(t, problems, "USD/BTC by "+b.First.AddDays(b.Days-1).String())
}

// A level and a share are held against the unit of their quantity together with all other mistakes of a file.
func TestUnitsOfLevels(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		unit market.Unit
		want string
	}{
		{"{process: ou, level: 1 USD/BTC, half_life: 9 days, volatility: 9 %/year}", market.Fees(), `"1 USD/BTC"`},
		{"{process: ar1, level: 0 BTC/block, persistence: 0.9, scatter: 1}", market.Fees(), "the level is 0, which has no logarithm"},
		{"{process: share, share: 5 %}", market.CoinPrice(), "a share of what miners earn is a process of fees alone"},
		{"{process: bootstrap, block: 20 days, from: 2020-01-01, to: 2020-12-31}", market.CoinPrice(), "bootstrap has nothing to start from"},
	} {
		var words market.Series
		mustLoad(t, c.text, &words)
		wantProblem(t, words.CheckUnit(c.unit), c.want)
	}
	var words market.Series
	mustLoad(t, "{process: bootstrap, block: 20 days, from: 2020-01-01, to: 2020-12-31}", &words)
	if problems := words.CheckUnit(market.Fees()); problems != nil {
		t.Errorf("fees that repeat days of the past start from nothing, but: %v", conf.Problems(problems))
	}
}

// Only what normals move can be correlated. Draws of a series differ where its process goes by chance, and nowhere
// else.
func TestShockedProcesses(t *testing.T) {
	t.Parallel()
	var shocked []string
	for _, v := range market.Varieties() {
		var words market.Series
		mustLoad(t, v.Example, &words)
		b := binding()
		b.First = day(2026, 2, 1)
		b.History = rising(day(2018, 1, 1), 3000, 1000)
		if v.Name == "share" || v.Name == "ar1" {
			b.Unit = market.Fees()
		}
		path := mustBind(t, words, b)
		if differ := !slices.Equal(fill(path, b.Days, stream(1)), fill(path, b.Days, stream(2))); words.Random() != differ {
			t.Errorf("%s: draws differ %v, said to be random %v", v.Name, differ, words.Random())
		}
		if v.New().(market.Kind).Shocked() {
			shocked = append(shocked, v.Name)
		}
	}
	if want := []string{"gbm", "merton", "ou", "ar1", "garch", "power_law"}; !slices.Equal(shocked, want) {
		t.Errorf("moved by normals: %v, want %v", shocked, want)
	}
}

// Fees that are a share of what miners earn are a ratio of the subsidy after history, s/(1 − s), and nothing beside it.
func TestShareIsARatio(t *testing.T) {
	t.Parallel()
	b := binding()
	b.Unit = market.Fees()
	var words market.Series
	mustLoad(t, "{replay: history, then: {process: share, share: 20 %}}", &words)
	path := mustBind(t, words, b)
	values, ratios := fill(path, b.Days, stream(1)), path.Ratio()
	for d := range values {
		if d < 31 && (values[d] == 0 || ratios[d] != 0) || d >= 31 && (values[d] != 0 || ratios[d] != 0.25) {
			t.Fatalf("day %d: %v BTC and a ratio of %v", d, values[d], ratios[d])
		}
	}
	mustLoad(t, "{replay: history, then: {process: flat}}", &words)
	if ratios := mustBind(t, words, b).Ratio(); ratios != nil {
		t.Errorf("flat fees have ratios %v", ratios[:3])
	}
}
