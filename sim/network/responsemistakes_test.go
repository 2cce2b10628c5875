package network_test

import (
	"fmt"
	"strings"
	"testing"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/network"
	"hashwatt/sim/series"
	"hashwatt/sim/unit"
)

// A file that does not fit the run is refused, and the message says what to do.
func TestSeriesRefusesAFileThatDoesNotFit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		first calendar.Date
		days  int
		value float64
		want  string
	}{
		{"late", day(2026, 6, 15), 3000, 900, "hashrate.csv begins 2026-06-15, but it is needed from 2026-06-14 on"},
		{"short", day(2026, 6, 14), 100, 900, "hashrate.csv ends 2026-09-21, before the last day of the run, 2030-12-31"},
		{"nothing", day(2026, 6, 14), 3000, 0, "hashrate.csv has 0 EH/s on 2026-06-14"},
		{"PH/s", day(2026, 6, 14), 3000, 900, "hashrate.csv is in PH/s"},
	} {
		var words network.AnyResponse
		mustLoad(t, "response: series\nfile: hashrate.csv", &words)
		b := binding()
		b.File = func(string) (*series.Daily, error) {
			d := &series.Daily{First: c.first, Values: make([]float64, c.days), Unit: "EH/s"}
			if c.name == "PH/s" {
				d.Unit = c.name
			}
			for i := range d.Values {
				d.Values[i] = c.value
			}
			return d, nil
		}
		_, problems := words.Bind(b)
		wantProblem(t, problems, c.want)
	}
	var words network.AnyResponse
	mustLoad(t, "response: series\nfile: other.csv", &words)
	_, problems := words.Bind(binding())
	wantProblem(t, problems, "other.csv does not exist")
	b := binding()
	b.File = func(string) (*series.Daily, error) {
		return nil, fmt.Errorf("read: %w", conf.Problems{{Pos: conf.Pos{File: "other.csv", Line: 7}, Message: "nan"}})
	}
	if _, problems = words.Bind(b); len(problems) != 1 || problems[0].Pos.Line != 7 {
		t.Errorf("problems of the file itself: %v, want the one on line 7", problems)
	}
}

// Each mistake in the words is explained.
func TestResponseMistakes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"{response: growth}":                                                                                 `"rate" is missing`,
		"{response: growht, rate: 3 %/year}":                                                                 `did you mean`,
		"{response: growth, rate: 3 %/year, noize: 1 %/epoch}":                                               `did you mean "noise"?`,
		"{response: growth, rate: -100 %/year}":                                                              "leaves nothing",
		"{response: growth, rate: 901 %/year}":                                                               "tenfold",
		"{response: growth, rate: 3 %/year, noise: -1 %/epoch}":                                              "is not a noise",
		"{response: growth, rate: 3 %}":                                                                      "%/year",
		"{response: adjustment, speed: 101 %/epoch, decline: 0 %/year}":                                      "is not a speed",
		"{response: adjustment, speed: 5 %/epoch, decline: 100 %/year}":                                      "is not a decline",
		"{response: adjustment, speed: 5 %/epoch, decline: 1 %/year, target: 0 USD/PH/day}":                  "is no target",
		"{response: adjustment, speed: 5 %/epoch, decline: 1 %/year, noise: 101 %/epoch}":                    "is not a noise",
		"{response: entry, rig_price: 15 RUB/TH}":                                                            "convert 15 RUB/TH",
		"{response: entry, rig_price: 0 USD/TH}":                                                             "is no price",
		"{response: entry, power: 4 RUB/kWh}":                                                                "convert 4 RUB/kWh",
		"{response: entry, pue: 4}":                                                                          "is not a PUE",
		"{response: entry, pool_fee: 60 %}":                                                                  "is not a pool fee",
		"{response: entry, discount: -1 %/year}":                                                             "is not a discount rate",
		"{response: entry, decline: -1 %/year}":                                                              "is not a fall per year",
		"{response: entry, life: 0 years}":                                                                   "is not the life of a machine",
		"{response: entry, lag: 6 years}":                                                                    "is too long for a delivery",
		"{response: entry, most: 0 %/epoch}":                                                                 "is not a rate of building",
		"{response: entry, noise: 101 %/epoch}":                                                              "is not a noise",
		"{response: entry, lagg: 6 months}":                                                                  `did you mean "lag"?`,
		"{response: vintage, most: 101 %/epoch}":                                                             "is not a rate of building",
		"{response: vintage, improvement: 91 %/year}":                                                        "is not a fall per year",
		"{response: vintage, scatter: 2.1}":                                                                  "is not a scatter of prices",
		"{response: vintage, age: 1 month}":                                                                  "is not an age",
		"{response: vintage, speed: 101 %/epoch}":                                                            "is not a speed of switching",
		"{response: vintage, noise: -1 %/epoch}":                                                             "is not a noise",
		"{response: shutdown, speed: 0 %/epoch}":                                                             "is not a speed of switching",
		"{response: shutdown, growth: -100 %/year}":                                                          "leaves nothing",
		"{response: shutdown, noise: 101 %/epoch}":                                                           "is not a noise",
		"{response: shutdown, pool_fee: 51 %}":                                                               "is not a pool fee",
		"{response: shutdown, segments: [{share: 60 %, efficiency: 20 J/TH, power: 40 USD/MWh}]}":            "the shares add up to 60 %",
		"{response: shutdown, segments: [{share: 100 %, efficiency: 20 J/TH, power: 4 RUB/kWh}]}":            "convert 4 RUB/kWh",
		"{response: shutdown, segments: [{share: 100 %, efficiency: 20 J/TH, power: 0 USD/MWh}]}":            "is no price to mine by",
		"{response: shutdown, segments: [{share: 100 %, efficiency: 20 J/TH, power: 4 USD/MWh, pue: 0.9}]}":  "is not a PUE",
		"{response: shutdown, segments: [{share: 100 %, efficiency: 20 J/TH, power: 4 USD/MWh, puee: 1.1}]}": `did you mean "pue"?`,
		"{replay: hashrate.csv, then: {response: growth, rate: 3 %/year}}":                                   `write {response: series, file: "hashrate.csv"}`,
		"{replay: history, response: growth, rate: 3 %/year}":                                                "history and then a response, or a response alone",
		"{then: {response: growth, rate: 3 %/year}}":                                                         "history and then a response, or a response alone",
		"history":                          "history and then a response, or a response alone",
		"{replay: history, than: {a: b}}":  `did you mean "then"?`,
		"{replay: history, then: history}": "expected a map",
	} {
		var words network.RestOfWorld
		err := conf.Load("test.yaml", []byte(text), conf.DefaultLimits, &words)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s:\n%v\nwant a problem with %q", text, err, want)
		}
	}
}

// A hashprice can be given as a literal, without a file: the words are plain values.
func TestWordsAreLiterals(t *testing.T) {
	t.Parallel()
	target := unit.Hashprice(40)
	a := network.Adjustment{Speed: 0.05, Decline: 0.18, Target: &target}
	if got, want := a.Describe(), "adjustment by 5 %/epoch towards a hashprice of 40 USD/PH/day that declines by 18 %/year"; got != want {
		t.Errorf("Describe() = %q, want %q", got, want)
	}
}

func wantProblem(t *testing.T, problems []conf.Problem, want string) {
	t.Helper()
	if len(problems) != 1 || !strings.Contains(problems[0].Message, want) || problems[0].Pos.Line == 0 {
		t.Errorf("problems:\n%v\nwant one with a line and %q", conf.Problems(problems), want)
	}
}
