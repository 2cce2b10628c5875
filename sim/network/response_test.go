package network_test

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/network"
	"hashwatt/sim/series"
	"hashwatt/sim/unit"
)

// binding is a run from a hand-over in June 2026 to the end of 2030, with a file of hashrates that covers it.
func binding() network.Binding {
	return network.Binding{
		HandOver: time.Date(2026, 6, 14, 0, 30, 17, 0, time.UTC),
		End:      time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC),
		Target:   45,
		Replay:   true,
		World:    world(),
		File: func(name string) (*series.Daily, error) {
			if name != "hashrate.csv" {
				return nil, fmt.Errorf("%s does not exist", name)
			}
			d := &series.Daily{Name: name, First: calendar.Date{Year: 2026, Month: time.January, Day: 1}, Values: make([]float64, 6*365)}
			for i := range d.Values {
				d.Values[i] = 900 + float64(i)
			}
			return d, nil
		},
	}
}

// world is what the seeds assume of everyone else's machines.
func world() network.World {
	return network.World{
		PowerUSDPerMWh: 45, PowerScatter: 0.35, PUE: 1.1, PoolFee: 0.02, EfficiencyJTH: 28.2, EfficiencyYear: 2024.5, EfficiencyFall: 0.24,
		NewestJTH: 13.5, NewestUSDPerTH: 11, PriceFall: 0.25, EfficiencyGain: 0.16, Discount: 0.15, LifeYears: 4, LagYears: 0.5,
		MostPerEpoch: 0.21, RigLifeYears: 5, PatienceInHours: 8766,
	}
}

// state is a plausible retarget, two years after the hand-over.
func state() network.State {
	return network.State{Years: 2, HashratePHs: 9e5, MeanLogHashprice: math.Log(50), EpochHours: 330, StartPHs: 8e5}
}

// Every response is explained by an example that names every field, can be read, and obeys what all responses promise.
func TestEveryResponseKeepsTheContract(t *testing.T) {
	t.Parallel()
	for _, v := range network.Varieties() {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			var words network.AnyResponse
			if err := conf.Load("example.yaml", []byte(v.Example), conf.DefaultLimits, &words); err != nil {
				t.Fatalf("the example cannot be read: %v", err)
			}
			if words.Name != v.Name || words.Describe() == "" || v.Doc == "" {
				t.Errorf("name %q, description %q, doc %q; none may be missing and the name is %q", words.Name, words.Describe(), v.Doc, v.Name)
			}
			for _, key := range conf.Fields(reflect.TypeOf(v.New())) {
				if !strings.Contains(v.Example, "\n"+key.Name+": ") {
					t.Errorf("the example does not show the key %q", key.Name)
				}
			}
			response, problems := words.Bind(binding())
			if problems != nil {
				t.Fatalf("the example cannot be bound: %v", conf.Problems(problems))
			}
			checkResponse(t, response)
		})
	}
}

// checkResponse holds what every response promises: the same answer to the same state, from any goroutine; finite and positive, even
// far away; and a central case between good and bad noise.
func checkResponse(t *testing.T, response network.Response) {
	t.Helper()
	want := response.Start().Next(state())
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 100 {
				s := state()
				s.Years += float64(i%2) / 10
				if got := response.Start().Next(s); i%2 == 0 && got != want {
					t.Errorf("Next = %v, then %v for the same state", want, got)
				}
			}
		})
	}
	wg.Wait()
	for _, years := range []float64{-1, 0, 0.01, 4.5, 100} {
		for _, price := range []float64{1e-3, 50, 1e6} {
			s := state()
			s.Years, s.MeanLogHashprice = years, math.Log(price)
			if got := response.Start().Next(s); !(got > 0) || math.IsInf(got, 0) {
				t.Errorf("after %v years at %v USD/PH/day: Next = %v", years, price, got)
			}
		}
	}
	checkMemory(t, response)
	up, down := state(), state()
	up.Noise, down.Noise = 1, -1
	if !(response.Start().Next(down) <= want && want <= response.Start().Next(up)) {
		t.Errorf("Next = %v with bad noise, %v without, %v with good noise", response.Start().Next(down), want, response.Start().Next(up))
	}
}

// checkMemory holds what every course promises: the same hashrates for the same history, finite and not negative through booms and
// crashes, and a copy that goes on from where it was made, whatever the original does then.
func checkMemory(t *testing.T, response network.Response) {
	t.Helper()
	play := func(course network.Course, from, to int, h, factor float64) []float64 {
		var out []float64
		for k := from; k < to; k++ {
			price := factor * (45 + 40*math.Sin(float64(k)/5))
			h = course.Next(network.State{
				Years: float64(k) / 26, HashratePHs: h, NetworkPHs: h + 1000, MeanLogHashprice: math.Log(price), Hashprice: price,
				EpochHours: 336, Noise: math.Sin(float64(3 * k)), StartPHs: 8e5, RevenueUSDPerDay: price * (h + 1000),
			})
			if !(h >= 0) || math.IsInf(h, 0) {
				t.Fatalf("epoch %d at %v USD/PH/day: Next = %v", k, price, h)
			}
			out = append(out, h)
		}
		return out
	}
	whole := play(response.Start(), 0, 120, 8e5, 1)
	course := response.Start()
	half := play(course, 0, 60, 8e5, 1)
	copied := course.Copy()
	play(course, 60, 120, half[59], 3) // the original meets another world
	if got := slices.Concat(half, play(copied, 60, 120, half[59], 1)); !slices.Equal(got, whole) {
		t.Errorf("a copy does not go on where the course was:\n%v\nwant\n%v", got, whole)
	}
}

// Growth multiplies by 1 + rate in a year of epochs of any length, and its noise is a step of the logarithm.
func TestGrowthByHand(t *testing.T) {
	t.Parallel()
	response := bind(t, "response: growth\nrate: 30 %/year\nnoise: 5 %/epoch")
	h, hours := 1e6, 0.0
	for hours < 2*unit.HoursPerYear {
		step := min(341.7, 2*unit.HoursPerYear-hours)
		h = response.Start().Next(network.State{HashratePHs: h, EpochHours: step})
		hours += step
	}
	if math.Abs(h/1.69e6-1) > 1e-12 {
		t.Errorf("after two years at 30 %%: %v PH/s, want 1.69e6", h)
	}
	got := response.Start().Next(network.State{HashratePHs: 1e6, Noise: -2})
	if want := 1e6 * math.Exp(-0.1); math.Abs(got/want-1) > 1e-15 {
		t.Errorf("two standard deviations down: %v PH/s, want %v", got, want)
	}
	response = bind(t, "response: growth\nrate: 30 %/year")
	got = response.Start().Next(network.State{HashratePHs: 1e6, Noise: 1})
	if want := 1e6 * math.Exp(network.StructuralNoise); math.Abs(got/want-1) > 1e-15 {
		t.Errorf("default noise: %v PH/s, want %v", got, want)
	}
}

// Adjustment turns a gap of 10 % in hashprice, at 5 %/epoch, into 0.05·ln 1.1 of hashrate; its target has fallen by the middle of the
// epoch that ended.
func TestAdjustmentByHand(t *testing.T) {
	t.Parallel()
	response := bind(t, "response: adjustment\nspeed: 5 %/epoch\ndecline: 18 %/year\ntarget: 50 USD/PH/day")
	for _, c := range []struct {
		name  string
		state network.State
		want  float64
	}{
		{"at the target", network.State{HashratePHs: 1e6, MeanLogHashprice: math.Log(50)}, 1e6},
		{"10 % above", network.State{HashratePHs: 1e6, MeanLogHashprice: math.Log(55)}, 1e6 * math.Pow(1.1, 0.05)},
		// The middle of the epoch lies one year after the hand-over: the target is 50·0.82 = 41.
		{"a year later", network.State{HashratePHs: 1e6, MeanLogHashprice: math.Log(50), Years: 1 + 168.0/8766, EpochHours: 336}, 1e6 * math.Pow(50/41.0, 0.05)},
		{"with noise", network.State{HashratePHs: 1e6, MeanLogHashprice: math.Log(50), Noise: 1}, 1e6 * math.Exp(0.041)},
	} {
		if got := response.Start().Next(c.state); math.Abs(got/c.want-1) > 1e-14 {
			t.Errorf("%s: Next = %v PH/s, want %v", c.name, got, c.want)
		}
	}
}

// Without a target of its own, adjustment aims at the hashprice of recent epochs; where that is unknown too, it says what to write.
func TestAdjustmentTakesItsTargetFromHistory(t *testing.T) {
	t.Parallel()
	response := bind(t, "response: adjustment\nspeed: 5 %/epoch\ndecline: 18 %/year")
	s := network.State{HashratePHs: 1e6, MeanLogHashprice: math.Log(45)}
	if got := response.Start().Next(s); math.Abs(got-1e6) > 1e-6 {
		t.Errorf("at the recent hashprice: Next = %v PH/s, want 1e6", got)
	}
	var words network.AnyResponse
	mustLoad(t, "response: adjustment\nspeed: 5 %/epoch\ndecline: 18 %/year", &words)
	b := binding()
	b.Target = 0
	_, problems := words.Bind(b)
	wantProblem(t, problems, "write the target")
}

// A hashprice that has settled stays: the loop of difficulty and adjustment comes to rest on the target, from above and from below.
func TestAdjustmentSettlesOnItsTarget(t *testing.T) {
	t.Parallel()
	response := bind(t, "response: adjustment\nspeed: 50 %/epoch\ndecline: 0 %/year\ntarget: 50 USD/PH/day")
	for _, h := range []float64{2e5, 5e6} {
		d := h * 1e15 * 600 / network.HashesPerDifficulty
		for range 200 {
			price := network.Hashprice(d, 3.125, 1e5)
			epochS := network.BlocksPerRetarget * d * network.HashesPerDifficulty / (h * 1e15)
			d = network.RetargetSmooth(d, epochS*network.IntervalsPerSpan/network.BlocksPerRetarget)
			h = response.Start().Next(network.State{HashratePHs: h, MeanLogHashprice: math.Log(price), EpochHours: epochS / 3600})
		}
		if price := network.Hashprice(d, 3.125, 1e5); math.Abs(price-50) > 1e-6 {
			t.Errorf("hashprice settles at %v, want 50 USD/PH/day", price)
		}
	}
}

// An epoch takes the mean of the fortnight that begins with its first block, in PH/s, and at the end what is left of it.
func TestSeriesTakesAFortnight(t *testing.T) {
	t.Parallel()
	response := bind(t, "response: series\nfile: hashrate.csv")
	// The hand-over is day 164 of the file, whose values are 900 EH/s and one more every day.
	for _, c := range []struct{ years, want float64 }{
		{0, 1000 * (900 + 164 + 6.5)},
		{30.0 / 365.25, 1000 * (900 + 194 + 6.5)},
		{-10, 1000 * (900 + 6.5)},
		{10, 1000 * (900 + 2189)},
	} {
		if got := response.Start().Next(network.State{Years: c.years}); math.Abs(got-c.want) > 1e-6 {
			t.Errorf("after %v years: Next = %v PH/s, want %v", c.years, got, c.want)
		}
	}
}

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

// The rest of the world is history and then a response, history alone, or a response alone.
func TestRestOfWorldForms(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, replay, describe string }{
		{"{replay: history, then: {response: growth, rate: 30 %/year}}", "history", "history, then growth by 30 %/year"},
		{"{replay: history}", "history", "history"},
		{"{response: growth, rate: 30 %/year}", "", "growth by 30 %/year"},
	} {
		var words network.RestOfWorld
		mustLoad(t, c.text, &words)
		if words.Replay != c.replay || words.Describe() != c.describe {
			t.Errorf("%s: replay %q, %q; want %q, %q", c.text, words.Replay, words.Describe(), c.replay, c.describe)
		}
	}
}

// History alone is enough for a run that it covers, and only for that.
func TestHistoryAlone(t *testing.T) {
	t.Parallel()
	var words network.RestOfWorld
	mustLoad(t, "{replay: history}", &words)
	_, problems := words.Bind(binding())
	wantProblem(t, problems, "history ends 2026-06-14, before the end of the run; add what follows")
	b := binding()
	b.End = b.HandOver
	if response, problems := words.Bind(b); response != nil || problems != nil {
		t.Errorf("Bind = %v, %v; want neither a response nor a problem", response, problems)
	}
	mustLoad(t, "{replay: history, then: {response: growth, rate: 1 %/year}}", &words)
	if response, problems := words.Bind(binding()); response == nil || problems != nil {
		t.Errorf("Bind = %v, %v; want a response", response, problems)
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

// failer is what *testing.T and *rapid.T have in common here.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// bind reads a response and binds it to the run of binding.
func bind(t failer, text string) network.Response {
	t.Helper()
	var words network.AnyResponse
	mustLoad(t, text, &words)
	response, problems := words.Bind(binding())
	if problems != nil {
		t.Fatalf("%s: %v", text, conf.Problems(problems))
	}
	return response
}

func mustLoad(t failer, text string, into any) {
	t.Helper()
	if err := conf.Load("test.yaml", []byte(text), conf.DefaultLimits, into); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

func wantProblem(t *testing.T, problems []conf.Problem, want string) {
	t.Helper()
	if len(problems) != 1 || !strings.Contains(problems[0].Message, want) || problems[0].Pos.Line == 0 {
		t.Errorf("problems:\n%v\nwant one with a line and %q", conf.Problems(problems), want)
	}
}
