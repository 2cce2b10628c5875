package network_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/network"
	"hashwatt/sim/unit"
)

// flat is a rest of the world that does not grow, with shocks, in a run of the years 2021 and 2022.
func flat(t *testing.T, shocks string) network.Response {
	t.Helper()
	return shocked(t, "{response: growth, rate: 0 %/year, "+shocks+"}", runOf2021())
}

func runOf2021() network.Binding {
	return network.Binding{HandOver: time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)}
}

func shocked(t *testing.T, text string, b network.Binding) network.Response {
	t.Helper()
	var words network.RestOfWorld
	mustLoad(t, text, &words)
	response, problems := words.Bind(b)
	if problems != nil {
		t.Fatalf("%s: %v", text, conf.Problems(problems))
	}
	return response
}

// fortnights plays epochs of 14 days from the hand-over on and returns the hashrate of each, PH/s; the record ends
// with 1e5.
func fortnights(response network.Response, count int) []float64 {
	course, h := response.Start(), 1e5
	out := make([]float64, count)
	for k := range out {
		h = course.Next(network.State{Years: 14 * float64(k) / 365.25, HashratePHs: h, NetworkPHs: h, StartPHs: 1e5, EpochHours: 336})
		out[k] = h
	}
	return out
}

// lasting plays epochs of the length that difficulty gives them, with the hashrate of the one before, and returns
// the days on which they begin, from the hand-over on, and the hashrate of each over that of the record.
func lasting(response network.Response, count int) (starts, factors []float64) {
	course, h, at := response.Start(), 1e5, 0.0
	for range count {
		next := course.Next(network.State{Years: at / 365.25, HashratePHs: h, NetworkPHs: h, StartPHs: 1e5, EpochHours: 336})
		starts, factors = append(starts, at), append(factors, next/1e5)
		at, h = at+14*h/next, next
	}
	return starts, factors
}

// Under a flat response, hashrate is the mean factor of the days that an epoch lasts: 1 before the shock, part of
// it where it begins inside the epoch, and 1 after its last day. Begun on day 14, six days as before leave the work
// of eight, which takes 8/0.56 = 14.2857 days: 14 of 20.2857. The next one begins on day 34.2857 and asks for
// 14·0.690 = 9.662 days of work: 7.7143 at 0.56 and 5.3420 at 1 are 13.0563.
func TestShockByHand(t *testing.T) {
	t.Parallel()
	_, got := lasting(flat(t, "shock: {from: 2021-01-21, to: 2021-02-11, change: -44 %}"), 5)
	want := []float64{1, 14 / 20.285714, 9.661972 / 13.056258, 1, 1}
	for k := range want {
		if math.Abs(got[k]-want[k]) > 1e-6 {
			t.Errorf("epoch %d: %v of the start, want %v", k, got[k], want[k])
		}
	}
	for k, h := range fortnights(flat(t, "shock: {from: 2021-01-15, change: 50 %}"), 40)[1:] {
		if math.Abs(h-1.5e5) > 1e-3 {
			t.Errorf("epoch %d: %v PH/s, want 1.5e5 for good", k+1, h)
		}
	}
}

// An epoch takes the mean factor of the days that it lasts, whatever the shocks are: a second one of a few days in
// an epoch that the first has made longer than a month, one that fades, and two that multiply.
func TestEpochTakesTheMeanOfTheDaysThatItLasts(t *testing.T) {
	t.Parallel()
	between := func(day, from, to float64) bool { return day >= from && day < to }
	for _, c := range []struct {
		shocks string
		factor func(day float64) float64
	}{
		{"[{from: 2021-01-15, change: -60 %}, {from: 2021-02-09, to: 2021-02-13, change: -50 %}]", func(day float64) float64 {
			f := 1.0
			if day >= 14 {
				f = 0.4
			}
			if between(day, 39, 44) {
				f *= 0.5
			}
			return f
		}},
		{"[{from: 2021-01-15, to: 2021-01-28, change: -40 %, return: 28 days}]", func(day float64) float64 {
			switch {
			case between(day, 14, 28):
				return 0.6
			case between(day, 28, 56):
				return 0.6 + 0.4*(day-28)/28
			}
			return 1
		}},
		{"[{from: 2021-01-15, to: 2021-02-11, change: -40 %}, {from: 2021-01-29, change: -50 %}]", func(day float64) float64 {
			f := 1.0
			if between(day, 14, 42) {
				f = 0.6
			}
			if day >= 28 {
				f *= 0.5
			}
			return f
		}},
	} {
		starts, factors := lasting(flat(t, "shocks: "+c.shocks), 8)
		longest := 0.0
		for k := range len(starts) - 1 {
			sum, length := 0.0, starts[k+1]-starts[k]
			const steps = 20_000
			for i := range steps {
				sum += c.factor(starts[k]+(float64(i)+0.5)/steps*length) / steps
			}
			if longest = math.Max(longest, length); math.Abs(factors[k]-sum) > 1e-3 {
				t.Errorf("%s: the epoch from day %.2f on, of %.2f days: %v of the start, want %v", c.shocks, starts[k], length, factors[k], sum)
			}
		}
		if longest < 20 {
			t.Errorf("%s: the longest epoch has %.1f days, want one that is much longer than 14", c.shocks, longest)
		}
	}
}

// The Chinese ban of 2021 can be said, and once it has faded growth is where it would be without it.
func TestGrowthForgetsAShock(t *testing.T) {
	t.Parallel()
	with := fortnights(shocked(t, "{response: growth, rate: 60 %/year, shocks: [{name: ban in China, from: 2021-05-20, to: 2021-07-31, change: -44 %, return: 6 months}]}", runOf2021()), 52)
	without := fortnights(shocked(t, "{response: growth, rate: 60 %/year}", runOf2021()), 52)
	for k := range with {
		ratio, day := with[k]/without[k], 14*k
		switch {
		case day < 126 || day > 396: // before the fortnight that holds 20 May; after 31 January 2022
			if math.Abs(ratio-1) > 1e-12 {
				t.Errorf("day %d: %v of the path without the ban, want 1", day, ratio)
			}
		case day >= 140 && day <= 196:
			if math.Abs(ratio-0.56) > 1e-12 {
				t.Errorf("day %d: %v of the path without the ban, want 0.56", day, ratio)
			}
		case !(ratio > 0.56-1e-12 && ratio < 1):
			t.Errorf("day %d: %v of the path without the ban, want 0.56 to 1", day, ratio)
		}
	}
}

// A shock that begins on the day of the hand-over falls on the response in full.
func TestShockFromTheHandOverOn(t *testing.T) {
	t.Parallel()
	got := fortnights(flat(t, "shock: {from: 2021-01-01, change: -20 %}"), 2)
	if math.Abs(got[0]/1e5-0.8) > 1e-9 || math.Abs(got[1]/1e5-0.8) > 1e-9 {
		t.Errorf("from the hand-over on: %v PH/s, want 0.8 of the start", got)
	}
}

// History holds the days before the hand-over as they were, so a shock that begins in them is refused whenever it ends.
func TestShockThatBeginsInHistoryIsRefused(t *testing.T) {
	t.Parallel()
	for _, shock := range []string{
		"{from: 2020-05-20, to: 2021-06-01, change: -44 %, return: 6 months}", "{from: 2020-05-20, to: 2020-06-01, change: -44 %}", "{from: 2020-12-31, change: -44 %}",
	} {
		for _, c := range []struct {
			text   string
			replay bool
			wants  []string
		}{
			{"{replay: history, then: {response: growth, rate: 0 %/year}, shock: " + shock + "}", true, []string{"before the hand-over, 2021-01-01", "a response alone, without replay"}},
			{"{response: growth, rate: 0 %/year, shock: " + shock + "}", false, []string{"before the response does, 2021-01-01", "begin the clock on"}},
		} {
			var words network.RestOfWorld
			mustLoad(t, c.text, &words)
			b := runOf2021()
			b.Replay = c.replay
			_, problems := words.Bind(b)
			for _, want := range c.wants {
				wantProblem(t, problems, want)
			}
		}
	}
}

// looped plays epochs in the loop with difficulty at a steady revenue, and returns the hashrate of each over that
// of the record. Sites bring own PH/s.
func looped(response network.Response, count int, own float64) []float64 {
	const revenue = 50 * 1e5 // USD/day: 50 USD/PH/day at the hand-over
	course, h := response.Start(), 1e5-own
	price := math.Log(50.0)
	out := make([]float64, count)
	for k := range out {
		after := math.Log(revenue / (h + own))
		h = course.Next(network.State{
			Years: 14 * float64(k) / 365.25, HashratePHs: h, NetworkPHs: h + own, StartPHs: 1e5 - own, EpochHours: 336,
			MeanLogHashprice: price, Hashprice: math.Exp(after), RevenueUSDPerDay: revenue,
		})
		price, out[k] = after, h/(1e5-own)
	}
	return out
}

// A return is the whole recovery, for a response that looks at hashprice too: while the shock holds and once it is
// over, hashrate is its factor of the path without it.
func TestReturnIsTheWholeRecovery(t *testing.T) {
	t.Parallel()
	const ban = "shock: {from: 2021-05-20, to: 2021-07-31, change: -44 %, return: 6 months}"
	b := runOf2021()
	b.Target, b.World = 50, world()
	for _, own := range []float64{0, 2e4} {
		for _, kind := range []string{
			"response: adjustment, speed: 20 %/epoch, decline: 30 %/year", "response: shutdown, speed: 20 %/epoch, growth: 40 %/year",
			"response: entry, lag: 2 months, rig_price: 5 USD/TH", "response: vintage, lag: 2 months, rig_price: 5 USD/TH",
		} {
			with := looped(shocked(t, "{"+kind+", "+ban+"}", b), 52, own)
			without := looped(shocked(t, "{"+kind+"}", b), 52, own)
			for k := range with {
				ratio, day := with[k]/without[k], 14*k
				want := 1.0
				switch {
				case day >= 140 && day <= 196:
					want = 0.56
				case day >= 126 && day <= 396:
					continue // it begins or returns
				}
				if math.Abs(ratio/want-1) > 1e-9 {
					t.Errorf("%s, sites of %v PH/s: day %d: %v of the path without the ban, want %v", kind, own, day, ratio, want)
				}
			}
		}
	}
}

// Without a return the response answers to what a shock does: what is left grows while mining pays more, and after
// a loss for good hashrate comes back to where revenue holds it.
func TestResponseAnswersAShockWithoutAReturn(t *testing.T) {
	t.Parallel()
	b := runOf2021()
	b.Target = 50
	got := looped(shocked(t, "{response: adjustment, speed: 20 %/epoch, decline: 0 %/year, shock: {from: 2021-01-29, change: -44 %}}", b), 52, 0)
	if math.Abs(got[1]-1) > 1e-9 || math.Abs(got[2]-0.56) > 1e-9 || got[6] < 0.7 || math.Abs(got[51]-1) > 0.01 {
		t.Errorf("hashrate %v of the start; want a fall to 0.56 and a way back", got)
	}
}

// The response inside sees everyone else as if there were no shock, and the sites as they are.
func TestResponseSeesTheWorldWithoutTheShock(t *testing.T) {
	t.Parallel()
	seen := &watcher{}
	words := network.RestOfWorld{
		Then:   &network.AnyResponse{Name: "watcher", Kind: seen},
		Shocks: []network.Shock{{From: day(2021, 1, 1), Change: -0.5}},
	}
	response, problems := words.Bind(runOf2021())
	if problems != nil {
		t.Fatal(conf.Problems(problems))
	}
	course := response.Start()
	course.Next(network.State{HashratePHs: 1000, NetworkPHs: 1100, StartPHs: 1000, EpochHours: 336})
	course.Next(network.State{Years: 0.1, HashratePHs: 500, NetworkPHs: 600, StartPHs: 1000, EpochHours: 336, Hashprice: 50})
	s := seen.states[1]
	if s.HashratePHs != 1000 || s.NetworkPHs != 1100 || s.StartPHs != 1000 || s.Hashprice != 50 {
		t.Errorf("the response saw %+v, want 1000 of 1100 PH/s at 50 USD/PH/day", s)
	}
}

// watcher keeps what it is shown and changes nothing.
type watcher struct{ states []network.State }

func (w *watcher) Describe() string                                        { return "a watcher" }
func (w *watcher) Bind(network.Binding) (network.Response, []conf.Problem) { return w, nil }
func (w *watcher) Start() network.Course                                   { return w }
func (w *watcher) Copy() network.Course                                    { return w }
func (w *watcher) Scale(float64)                                           {}
func (w *watcher) Next(s network.State) float64 {
	w.states = append(w.states, s)
	return s.HashratePHs
}

// A shock that the response cannot answer for, or that makes no sense, is explained.
func TestShockMistakes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"shock: {from: 2021-05-20, to: 2021-05-19, change: -44 %}":                                        "the shock ends 2021-05-19, before it begins, 2021-05-20",
		"shock: {from: 2021-05-20, change: -100 %}":                                                       "leaves nothing",
		"shock: {from: 2021-05-20, change: 901 %}":                                                        "tenfold",
		"shock: {from: 2021-05-20, change: -44}":                                                          "-44 %",
		"shock: {from: 2021-05-20, change: -44 %, return: 6 months}":                                      "add to: <day>",
		"shock: {from: 2021-05-20, to: 2021-06-01, change: -44 %, return: -6 months}":                     "is negative",
		"shock: {from: 2021-05-20, to: 2021-06-01, chance: -44 %}":                                        `did you mean "change"?`,
		"shock: {to: 2021-06-01, change: -44 %}":                                                          `"from" is missing`,
		"shock: {from: 2023-01-01, change: -44 %}":                                                        "after the last day of the run, 2022-12-31",
		"shock: {from: 2021-05-20, change: -4 %}, shocks: [{from: 2021-05-20, change: -44 %}]":            "keep one of the two",
		"shokcs: [{from: 2021-05-20, change: -4 %}]":                                                      `did you mean "shocks"?`,
		"shocks: [{from: 2021-05-20, change: -4 %}, {from: 2021-05-20, to: 2021-05-19, change: -1000 %}]": "shocks[1].to",
	} {
		var words network.RestOfWorld
		err := conf.Load("test.yaml", []byte("{response: growth, rate: 0 %/year, "+text+"}"), conf.DefaultLimits, &words)
		if err == nil {
			_, problems := words.Bind(runOf2021())
			err = conf.Problems(problems).Err()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s:\n%v\nwant a problem with %q", text, err, want)
		}
	}
	var words network.RestOfWorld
	mustLoad(t, "{replay: history, shock: {from: 2021-05-20, change: -44 %}}", &words)
	b := runOf2021()
	b.HandOver = b.End
	_, problems := words.Bind(b)
	wantProblem(t, problems, "history alone has none")
}

// What was understood is told with its shocks.
func TestShocksAreDescribed(t *testing.T) {
	t.Parallel()
	var words network.RestOfWorld
	mustLoad(t, `{replay: history, then: {response: growth, rate: 3 %/year}, shocks: [
		{name: ban, from: 2021-05-20, to: 2021-07-31, change: -44 %, return: 6 months}, {from: 2022-01-01, change: 5 %}, {from: 2022-01-01, to: 2022-02-01, change: 5 %}]}`, &words)
	want := "history, then growth by 3 %/year (ban: -44 % from 2021-05-20 to 2021-07-31, back over 6 months and by nothing else; 5 % from 2022-01-01 for good; 5 % from 2022-01-01 to 2022-02-01)"
	if got := words.Describe(); got != want {
		t.Errorf("Describe() =\n%s, want\n%s", got, want)
	}
}

// A course under shocks that is copied goes on by itself, and so does the course inside.
func TestShockedCourseCopies(t *testing.T) {
	t.Parallel()
	course := flat(t, "shock: {from: 2021-01-01, change: -20 %}").Start()
	first := network.State{HashratePHs: 1e5, StartPHs: 1e5, EpochHours: 336}
	course.Next(first)
	copied := course.Copy()
	later := network.State{Years: 0.5, HashratePHs: 8e4, StartPHs: 1e5, EpochHours: 336 * unit.HoursPerYear}
	if a, b := course.Next(later), copied.Next(later); a != b || math.Abs(a-8e4) > 1e-6 {
		t.Errorf("the course gives %v PH/s, its copy %v, want 8e4 both", a, b)
	}
}

func day(y int, m time.Month, d int) calendar.Date { return calendar.Date{Year: y, Month: m, Day: d} }
