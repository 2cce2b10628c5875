package backtest

import (
	"context"
	"math"
	"slices"
	"testing"

	"hashwatt/seeds"
	"hashwatt/sim/fit"
	"hashwatt/sim/network"
)

// newTestRecord reads the record of a catalogue.
func newTestRecord(t *testing.T, cat *seeds.Catalog) *record {
	t.Helper()
	r, err := newRecord(cat)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A network whose hashrate stands still comes to the difficulty at which its 2015 intervals take two weeks, D = H ·
// 1,209,600 s / (2015 · 2^32), after one epoch, and stays there.
func TestAFreeRunOfASteadyNetwork(t *testing.T) {
	t.Parallel()
	r := newTestRecord(t, catalog(t))
	origin := r.first(date(2023, 1, 1))
	response, err := r.bind(network.Growth{}, nil, origin, 3)
	if err != nil {
		t.Fatal(err)
	}
	p, err := r.play(free{origin: origin, course: response.Start(), epochs: 30})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.difficulty[0], r.epochs[origin].Difficulty; math.Abs(got/want-1) > 1e-9 {
		t.Errorf("difficulty at the origin = %g, want the record's, %g", got, want)
	}
	if late := p.start[0] - r.epochs[origin].FirstUnix; math.Abs(late) > 7200 {
		t.Errorf("the origin begins %v s late", late)
	}
	want := r.epochs[origin-1].HashratePHs * 1e15 * 1_209_600 / (2015 * math.Exp2(32))
	for k, d := range p.difficulty[1:] {
		if math.Abs(d/want-1) > 1e-9 {
			t.Errorf("difficulty %d epochs later = %g, want %g", k+1, d, want)
		}
	}
}

// A path over the record's own hashrates has no error; "no change" has that of the record's steps.
func TestErrorsOfForecasts(t *testing.T) {
	t.Parallel()
	r := newTestRecord(t, catalog(t))
	origin := r.first(date(2023, 1, 1))
	p := &path{from: origin}
	for k := range 10 {
		p.difficulty = append(p.difficulty, r.epochs[origin+k].Difficulty*math.Exp(0.1))
	}
	if got := r.off(p, 10); math.Abs(got-0.1) > 1e-12 {
		t.Errorf("a path that is 10 %% too high has the error %v", got)
	}
	origins := r.between(date(2023, 1, 1), date(2023, 12, 31))
	want, n := 0.0, 0
	for _, k := range origins[:len(origins)-1] {
		step := math.Log(r.epochs[k+1].Difficulty / r.epochs[k].Difficulty)
		want, n = want+step*step, n+1
	}
	if got := r.noChange(origins)[0]; math.Abs(got-math.Sqrt(want/float64(n))) > 1e-12 {
		t.Errorf("no change, one epoch ahead, has the error %v, want %v", got, math.Sqrt(want/float64(n)))
	}
}

// The statistics of steps are those of a path by hand: up and down by 1 in turn has the mean 0, the standard
// deviation sqrt(4/3) of four steps and an autocorrelation of -1; steps of two paths are no neighbours.
func TestStatisticsOfSteps(t *testing.T) {
	t.Parallel()
	e := math.E
	var s stepSums
	s.path([]float64{1, e, 1, e, 1})
	got := s.steps()
	if math.Abs(got.mean) > 1e-15 || math.Abs(got.sd-math.Sqrt(4.0/3)) > 1e-12 || math.Abs(got.lag1+1) > 1e-12 {
		t.Errorf("up and down gives %+v", got)
	}
	var apart stepSums
	apart.path([]float64{1, e, 1})
	apart.path([]float64{1, e, 1})
	if got := apart.steps(); math.Abs(got.lag1+1) > 1e-12 || math.Abs(got.sd-math.Sqrt(4.0/3)) > 1e-12 {
		t.Errorf("two paths give %+v", got)
	}
}

// Growth of a record that grows by a half in logarithms each year is found, and steps into the epochs of the ban
// teach nothing.
func TestGrowthIsFitted(t *testing.T) {
	t.Parallel()
	r := newTestRecord(t, catalog(t))
	r.epochs = slices.Clone(r.epochs)
	for k := range r.epochs {
		e := &r.epochs[k]
		e.HashratePHs = math.Exp(0.5*e.FirstUnix/secondsPerYear - 20)
	}
	if got := r.growthRate(eraOf2020, r.first(testedFrom), r.inBan); math.Abs(got-0.5) > 1e-9 {
		t.Errorf("fitted growth = %v a year, want 0.5", got)
	}
	for k := range r.epochs {
		if r.inBan(k) || r.epochs[k].FirstUnix > unix(banTo) {
			r.epochs[k].HashratePHs *= 0.5 // and for good: only the step into the ban shows it
		}
	}
	if got := r.growthRate(eraOf2020, r.first(testedFrom), r.inBan); math.Abs(got-0.5) > 1e-9 {
		t.Errorf("with a ban, fitted growth = %v a year, want 0.5", got)
	}
}

// Nothing that is fitted or assumed before a test window depends on the days in it: prices, fees and difficulties
// of later days may be anything.
func TestNoLookAhead(t *testing.T) {
	t.Parallel()
	cat := catalog(t)
	r := newTestRecord(t, cat)
	origin := r.first(testedFrom) - 1
	other := *cat
	other.Days, other.Retargets = slices.Clone(cat.Days), slices.Clone(cat.Retargets[:origin+1])
	for i := range other.Days {
		if d := &other.Days[i]; !d.Date.Before(testedFrom) {
			d.PriceUSD, d.FeesBTC = d.PriceUSD*3, d.FeesBTC*5
		}
	}
	for len(other.Retargets) < len(cat.Retargets) { // the world stands still
		next := other.Retargets[len(other.Retargets)-1]
		next.Epoch, next.FirstHeight, next.FirstUnix = next.Epoch+1, next.FirstHeight+2016, next.FirstUnix+1_209_600
		other.Retargets = append(other.Retargets, next)
	}
	changed := newTestRecord(t, &other)
	a, err := r.fit(eraOf2020, origin)
	if err != nil {
		t.Fatal(err)
	}
	b, err := changed.fit(eraOf2020, origin)
	if err != nil {
		t.Fatal(err)
	}
	if a.rate != b.rate || a.value("speed") != b.value("speed") || a.value("target") != b.value("target") {
		t.Errorf("later days change the fit: growth %v and %v, speed %v and %v", a.rate, b.rate, a.value("speed"), b.value("speed"))
	}
	was, err := r.worldAt(origin)
	if err != nil {
		t.Fatal(err)
	}
	is, err := changed.worldAt(origin)
	if err != nil {
		t.Fatal(err)
	}
	if was != is {
		t.Errorf("later days change the machines: %+v and %+v", was, is)
	}
}

// A forecast whose price is held knows no day after the one it starts on, and one with prices as they came does; a
// process that foretells days to some day knows none after it.
func TestForecastsKnowNoLaterDays(t *testing.T) {
	t.Parallel()
	cat := catalog(t)
	r := newTestRecord(t, cat)
	k := r.first(testedFrom)
	start := day(r.epochs[k].FirstUnix)
	other := *cat
	other.Days = slices.Clone(cat.Days)
	for i := range other.Days {
		if d := &other.Days[i]; start.Before(d.Date) {
			d.PriceUSD, d.FeesBTC = d.PriceUSD*3, d.FeesBTC*5
		}
	}
	changed := newTestRecord(t, &other)
	errors := func(r *record, held bool) []float64 {
		c := candidate{"shutdown", func(int) network.Kind { return network.Shutdown{} }, true}
		out, err := r.rolling(context.Background(), c, []int{k, k + ahead[len(ahead)-1]}, held) // the second has no outcome
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	if a, b := errors(r, true), errors(changed, true); !slices.Equal(a, b) {
		t.Errorf("later days change forecasts whose price is held: %v and %v", a, b)
	}
	if a, b := errors(r, false), errors(changed, false); slices.Equal(a, b) {
		t.Error("later days do not change forecasts with prices as they came")
	}
	for _, process := range fit.Processes() {
		var found [2]fit.PIT
		for n, c := range []*seeds.Catalog{cat, &other} {
			prices, err := fit.Between(c.CoinPrice(), date(2019, 1, 1), testedTo)
			if err != nil {
				t.Fatal(err)
			}
			if found[n], err = fit.Coverage(process, prices, fittedTo.AddDays(-90), fittedTo.AddDays(-60), start); err != nil {
				t.Fatal(err)
			}
		}
		if found[0] != found[1] {
			t.Errorf("later days change the coverage of %s: %+v and %+v", process, found[0], found[1])
		}
	}
}

// New machines are those that came out in the year before: in July 2020 the S19 and M30S of that spring, with the
// S17 no longer among them; in 2018 the S9 of late 2017, the last there was.
func TestNewestMachines(t *testing.T) {
	t.Parallel()
	r := newTestRecord(t, catalog(t))
	if got := r.newest(2018.9); got != 98 {
		t.Errorf("newest machines of late 2018 need %v J/TH, want 98", got)
	}
	if got := r.newest(2020.55); got < 29.5 || got > 38 {
		t.Errorf("newest machines of July 2020 need %v J/TH, want 29.5 to 38", got)
	}
	for _, row := range []struct {
		text string
		want float64
	}{{"2024-01", 2024}, {"2024-07", 2024.5}, {"2026", 2026.5}} {
		if got := released(row.text); got != row.want {
			t.Errorf("%s is %v, want %v", row.text, got, row.want)
		}
	}
}

// The seeds' ban takes China's share of May 2021 until the end of the last month without any.
func TestTheBanOfTheSeeds(t *testing.T) {
	t.Parallel()
	shock, err := newTestRecord(t, catalog(t)).banShock()
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(float64(shock.Change)+0.4398) > 1e-9 || *shock.To != date(2021, 8, 31) {
		t.Errorf("the ban is %s", shock.Describe())
	}
	bare := catalog(t)
	bare.Shares = nil
	if _, err := newTestRecord(t, bare).banShock(); err == nil {
		t.Error("a ban without shares of China is imposed")
	}
}
