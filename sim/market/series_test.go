package market_test

import (
	"fmt"
	"strings"
	"testing"

	"hashwatt/sim/conf"
	"hashwatt/sim/market"
	"hashwatt/sim/series"
)

// Each mistake in the words is explained when the file is decoded.
func TestSeriesMistakes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"{process: gmb, drift: 0 %/year, volatility: 1 %/year}":                   `did you mean "gbm"?`,
		"{process: gbm, drift: 0 %/year}":                                         `"volatility" is missing`,
		"{process: gbm, drift: 0 %/year, volatilty: 1 %/year}":                    `did you mean "volatility"?`,
		"{process: gbm, drift: -100 %/year, volatility: 1 %/year}":                "leaves nothing",
		"{process: gbm, drift: 1000 %/year, volatility: 1 %/year}":                "tenfold",
		"{process: gbm, drift: 0 %/year, volatility: -1 %/year}":                  "is not a volatility",
		"{process: growth, rate: -101 %/year}":                                    "leaves nothing",
		"{process: growth, rate: 5 %}":                                            "%/year",
		"{process: flat, value: [1]}":                                             "expected one value",
		"{process: series}":                                                       `"file" is missing`,
		"{replay: history, process: flat}":                                        "a process, or a replay and then a process",
		"{then: {process: flat}}":                                                 "a process, or a replay and then a process",
		"100000 USD/BTC":                                                          "a process, or a replay and then a process",
		"[1]":                                                                     "a process, or a replay and then a process",
		"{replay: '', then: {process: flat}}":                                     "write history, or the name of a file",
		"{replay: history, than: {process: flat}}":                                `did you mean "then"?`,
		"{replay: history, then: {replay: history, then: {process: flat}}}":       `"process" is missing`,
		"{replay: history, then: {process: gbm, drift: 0 %/year, volatility: 5}}": "has no unit",
	} {
		var words market.Series
		err := conf.Load("test.yaml", []byte(text), conf.DefaultLimits, &words)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s:\n%v\nwant a problem with %q", text, err, want)
		}
	}
}

// A value is read in the unit of the quantity that it belongs to, and a mistake in it is found at its own place.
func TestValuesAreReadInTheUnitOfTheQuantity(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		unit      market.Unit
		good, bad string
		want      string
	}{
		{market.CoinPrice(), "100 kUSD/BTC", "100000", "USD/BTC"},
		{market.Fees(), "0.05 BTC/block", "0.05 BTC", "BTC/block"},
		{market.Hashprice(), "50 USD/PH/day", "50 USD/TH", "USD/PH/day"},
		{market.Difficulty(), "1e14", "0.5", "1 or more"},
		{market.ExchangeRate("KZT"), "470 KZT/USD", "470 RUB/USD", "this is the rate of KZT"},
	} {
		var words market.Series
		mustLoad(t, "process: flat\nvalue: "+c.good, &words)
		if problems := words.CheckUnit(c.unit); problems != nil {
			t.Errorf("%s: %v", c.good, conf.Problems(problems))
		}
		mustLoad(t, "process: flat\nvalue: "+c.bad, &words)
		problems := words.CheckUnit(c.unit)
		wantProblem(t, problems, c.want)
		if len(problems) == 1 && (problems[0].Pos.Line != 2 || problems[0].Pos.Col != 8 || !strings.Contains(problems[0].Excerpt, c.bad)) {
			t.Errorf("%s: reported at %v, want test.yaml:2:8\n%s", c.bad, problems[0].Pos, problems[0].Excerpt)
		}
		b := binding()
		b.Unit = c.unit
		_, problems = words.Bind(b)
		wantProblem(t, problems, c.want)
		if !strings.HasSuffix(c.unit.Example, c.unit.Name) {
			t.Errorf("unit %q has the example %q", c.unit.Name, c.unit.Example)
		}
		if _, err := c.unit.Parse(c.unit.Example); err != nil {
			t.Errorf("the example %q of a unit: %v", c.unit.Example, err)
		}
	}
}

// A path that cannot fill the run is refused, and the message says what to do.
func TestSeriesThatCannotFillTheRun(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"{process: flat}", "flat has nothing to start from; add its value on the first day, for example 100000 USD/BTC"},
		{"{process: growth, rate: 1 %/year}", "growth has nothing to start from"},
		{"{process: gbm, drift: 0 %/year, volatility: 1 %/year}", "gbm has nothing to start from"},
		{"{replay: history}", "history ends 2026-01-31, before the last day of the run, 2027-02-04; add what follows"},
		{"{replay: short.csv}", "short.csv ends 2026-01-10"},
		{"{replay: late.csv, then: {process: flat}}", "late.csv begins 2026-01-02, after the first day of the run, 2026-01-01"},
		{"{replay: none.csv, then: {process: flat}}", "none.csv does not exist"},
		{"{process: series, file: short.csv}", "short.csv ends 2026-01-10, before the last day of the run, 2027-02-04; end the clock earlier"},
		{"{replay: history, then: {process: series, file: short.csv}}", "short.csv ends 2026-01-10"},
		{"{process: series, file: late.csv}", "late.csv begins 2026-01-02, but it is needed from 2026-01-01 on"},
		{"{process: series, file: none.csv}", "none.csv does not exist"},
		{"{process: series, file: euros.csv}", `euros.csv is in EUR/BTC, but a series in "USD/BTC" is needed here`},
		{"{replay: euros.csv}", "euros.csv is in EUR/BTC"},
		{"{process: series, file: negative.csv}", "negative.csv, 2026-01-01: "},
	} {
		var words market.Series
		mustLoad(t, c.text, &words)
		b := binding()
		b.File = func(name string) (*series.Daily, error) {
			switch name {
			case "short.csv":
				return rising(day(2026, 1, 1), 10, 1), nil
			case "late.csv":
				return rising(day(2026, 1, 2), 1000, 1), nil
			case "euros.csv":
				d := rising(day(2026, 1, 1), 1000, 1)
				d.Unit = "EUR/BTC"
				return d, nil
			case "negative.csv":
				return rising(day(2026, 1, 1), 1000, -1), nil
			}
			return nil, fmt.Errorf("%s does not exist", name)
		}
		_, problems := words.Bind(b)
		wantProblem(t, problems, c.want)
	}
	for _, c := range []struct{ text, want string }{
		{"{replay: history, then: {process: bootstrap, block: 20 days, from: 2024-12-31, to: 2025-12-31}}", "the sample from 2024-12-31 to 2025-12-31 is not all recorded; the record has 2025-01-02 to 2026-01-31"},
		{"{replay: history, then: {process: bootstrap, block: 20 days, from: 2025-01-01, to: 2025-12-31}}", "is not all recorded"},
		{"{replay: history, then: {process: bootstrap, block: 20 days, from: 2025-02-01, to: 2026-02-01}}", "is not all recorded"},
		{"{process: ou, level: 1 USD/BTC, half_life: 9 days, volatility: 9 %/year, start: 0 USD/BTC}", "the value to start from is 0, which has no logarithm"},
		{"{process: ou, level: 0 USD/BTC, half_life: 9 days, volatility: 9 %/year, start: 1 USD/BTC}", "the level is 0, which has no logarithm"},
		{"{process: power_law, exponent: 90, level: 9, persistence: 0.9, scatter: 5 %, start: 1 USD/BTC}", "the trend reaches e^8"},
		{"{process: share, share: 5 %}", "process of fees alone"},
	} {
		var words market.Series
		mustLoad(t, c.text, &words)
		_, problems := words.Bind(binding())
		wantProblem(t, problems, c.want)
	}
	var words market.Series
	mustLoad(t, "{process: bootstrap, block: 20 days, from: 2025-02-01, to: 2026-01-01, start: 50 USD/BTC}", &words)
	b := binding()
	b.History = nil
	_, problems := words.Bind(b)
	wantProblem(t, problems, "nothing is recorded of this quantity")
	b = binding()
	b.History = &series.Daily{First: day(2024, 1, 1), Values: make([]float64, 800)}
	_, problems = words.Bind(b)
	wantProblem(t, problems, "the record is zero on 2025-02-01 or the day before")
	mustLoad(t, "{replay: history, then: {process: flat}}", &words)
	b = binding()
	b.History = nil
	_, problems = words.Bind(b)
	wantProblem(t, problems, "there is no history to replay")
	b = binding()
	b.First = day(2024, 12, 31)
	_, problems = words.Bind(b)
	wantProblem(t, problems, "history begins 2025-01-01, after the first day of the run, 2024-12-31")
}

// The problems of a file of the user's come through as they are, with the file's own lines.
func TestProblemsOfAFileComeThrough(t *testing.T) {
	t.Parallel()
	b := binding()
	b.File = func(string) (*series.Daily, error) {
		return nil, fmt.Errorf("read: %w", conf.Problems{{Pos: conf.Pos{File: "p.csv", Line: 7}, Message: "a gap"}})
	}
	for _, text := range []string{"{process: series, file: p.csv}", "{replay: p.csv}"} {
		var words market.Series
		mustLoad(t, text, &words)
		if _, problems := words.Bind(b); len(problems) != 1 || problems[0].Pos.Line != 7 || problems[0].Pos.File != "p.csv" {
			t.Errorf("%s: problems %v, want the one on line 7 of p.csv", text, problems)
		}
	}
}

// A series says in one sentence what was understood, and where it hands over.
func TestSeriesDescribesItself(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"{replay: history, then: {process: gbm, drift: 0 %/year, volatility: 50 %/year}}": "history, then geometric Brownian motion with a drift of 0 %/year and a volatility of 50 %/year",
		"{process: flat, value: 50 USD/PH/day}":                                           "flat at 50 USD/PH/day",
		"{replay: history, then: {process: flat}}":                                        "history, then flat at the last value",
		"{process: growth, value: 470 KZT/USD, rate: 5 %/year}":                           "growth by 5 %/year from 470 KZT/USD",
		"{replay: a.csv, then: {process: series, file: b.csv}}":                           "a.csv, then the values of b.csv",
		"{replay: a.csv}": "a.csv",
	} {
		var words market.Series
		mustLoad(t, text, &words)
		if got := words.Describe(); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	var words market.Series
	mustLoad(t, "{replay: history, then: {process: flat}}", &words)
	path := mustBind(t, words, binding())
	if path.HandOver != day(2026, 2, 1) || path.Replayed() != 31 {
		t.Errorf("hand-over %v after %d days, want 2026-02-01 after 31", path.HandOver, path.Replayed())
	}
}

func wantProblem(t *testing.T, problems []conf.Problem, want string) {
	t.Helper()
	if len(problems) != 1 || !strings.Contains(problems[0].Message, want) || problems[0].Pos.Line == 0 {
		t.Errorf("problems:\n%v\nwant one with a line and %q", conf.Problems(problems), want)
	}
}
