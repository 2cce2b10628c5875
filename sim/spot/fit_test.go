package spot

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"hashwatt/seeds"
	"hashwatt/sim/calendar"
	"hashwatt/sim/series"
)

// shipped returns an hourly series of the seeds.
func shipped(t testing.TB, name string) *series.Hourly {
	t.Helper()
	cat, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	h, err := cat.Hourly(name)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// fitted fits a series that can be.
func fitted(t testing.TB, h *series.Hourly, years ...int) *Model {
	t.Helper()
	m, err := Fit(h, years, nil)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// off returns how far a number is from what is wanted, relative to that.
func off(got, want float64) float64 { return math.Abs(got-want) / math.Abs(want) }

func TestModelHasTheMomentsOfItsSample(t *testing.T) {
	// The law of every price of the seeds has the mean and the standard deviation of its sample to 0.1 % and the 99.9th
	// percentile to 1 %; two hundred simulated years of it have them to 2 %, save where spikes are so heavy that as many
	// years do not show the standard deviation better than that; autocorrelations are within 0.1 of the sample's and the
	// means by month and hour follow it.
	t.Parallel()
	for _, c := range []struct {
		name  string
		heavy float64 // what chance leaves of 200 years
	}{
		{"northwest", 0.02},
		{"urals", 0.02},
		{"siberia", 0.02},
		{"center", 0.02},
		{"zone1_price_2009", 0.02},
		{"zone2_price_2009", 0.02},
		{"ercot_day_ahead", 0.06},
		{"ercot_real_time", 0.06},
	} {
		d := fitted(t, shipped(t, c.name)).Diagnose(200, rand.New(rand.NewPCG(4, 2)))
		if off(d.Law.Mean, d.Sample.Mean) > 1e-3 || off(d.Law.SD, d.Sample.SD) > 1e-3 || off(d.Law.High, d.Sample.High) > 1e-2 {
			t.Errorf("%s: the law has %+v, want %+v", c.name, d.Law, d.Sample.Moments)
		}
		if off(d.Simulated.Mean, d.Sample.Mean) > 0.02 || off(d.Simulated.SD, d.Sample.SD) > c.heavy || off(d.Simulated.High, d.Sample.High) > c.heavy {
			t.Errorf("%s: simulated %+v, want %+v", c.name, d.Simulated.Moments, d.Sample.Moments)
		}
		if math.Abs(d.Simulated.Lag1-d.Sample.Lag1) > 0.1 || math.Abs(d.Simulated.Lag24-d.Sample.Lag24) > 0.1 || d.Shape < 0.88 || d.Years < 200 {
			t.Errorf("%s: autocorrelations %.3f and %.3f, want %.3f and %.3f; shape %.3f; %d years", c.name,
				d.Simulated.Lag1, d.Simulated.Lag24, d.Sample.Lag1, d.Sample.Lag24, d.Shape, d.Years)
		}
		if math.Abs(d.Simulated.Negative-d.Sample.Negative) > 0.003 {
			t.Errorf("%s: %.4f of the hours are below zero, want %.4f", c.name, d.Simulated.Negative, d.Sample.Negative)
		}
	}
}

func TestFitRecoversAKnownModel(t *testing.T) {
	// Thirty years drawn from a model with known parameters give these parameters back.
	t.Parallel()
	want := fitted(t, shipped(t, "ercot_day_ahead"))
	want.Spikes.Memory = Memory{SlowShare: 0.5, Slow: 0.98, Fast: 0.7}
	axis, err := calendar.AxisFrom(time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC), 30*8766, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	h := &series.Hourly{Name: "drawn", Start: axis.Start, Values: make([]float64, axis.Hours)}
	want.Fill(h.Values, axis, rand.New(rand.NewPCG(3, 3)))
	got := fitted(t, h)
	for _, c := range []struct {
		what               string
		got, want, allowed float64
	}{
		{"share of spikes", got.Spikes.Share, want.Spikes.Share, 0.008},
		{"alpha", got.Spikes.Tail.Alpha, want.Spikes.Tail.Alpha, 0.25},
		{"edge", got.High, want.High, 8},
		{"slow share of spikes", got.Spikes.Memory.SlowShare, 0.5, 0.12},
		{"fast memory of spikes", got.Spikes.Memory.Fast, 0.7, 0.12},
		{"share of dips", got.Dips.Share, want.Dips.Share, 0.001},
		{"slow share", got.Noise.Memory.SlowShare, want.Noise.Memory.SlowShare, 0.06},
		{"slow", got.Noise.Memory.Slow, want.Noise.Memory.Slow, 0.003},
		{"fast", got.Noise.Memory.Fast, want.Noise.Memory.Fast, 0.06},
		{"bend", got.Noise.Bend, want.Noise.Bend, 0.08},
		{"scatter", got.Shape.Scatter, want.Shape.Scatter, 1},
		{"price at 18 in July", got.Shape.Months[6][18], want.Shape.Months[6][18], 2.5},
		{"mean", got.Average(), want.Average(), 1.2},
	} {
		if math.Abs(c.got-c.want) > c.allowed {
			t.Errorf("%s: %v, want %v ± %v", c.what, c.got, c.want, c.allowed)
		}
	}
}

func TestAnySeriesHasAModel(t *testing.T) {
	// Whatever a year of hours holds, zeros, plateaus at a cap, prices below zero all along: the law is made of numbers,
	// has the mean of the sample, and its prices stay finite.
	t.Parallel()
	for seed := range uint64(24) {
		rng := rand.New(rand.NewPCG(seed, 1))
		level, wild, most, heavy := 200*rng.Float64()-100, 60*rng.Float64(), 550*rng.Float64()-50, 0.2*rng.Float64()
		h := &series.Hourly{Name: "any", Zone: time.UTC, Start: time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC), Values: make([]float64, 8760)}
		for i := range h.Values {
			v := level + 10*math.Sin(float64(i)/24*2*math.Pi) + wild*rng.NormFloat64()
			if rng.Float64() < heavy {
				v += math.Exp(4 * rng.NormFloat64())
			}
			h.Values[i] = min(v, most)
		}
		d := fitted(t, h).Diagnose(3, rng)
		for _, v := range []float64{d.Law.Mean, d.Law.SD, d.Law.High, d.Simulated.Mean, d.Simulated.SD, d.Simulated.Lag24, d.Shape} {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("seed %d: not a number in %+v", seed, d)
			}
		}
		if math.Abs(d.Law.Mean-d.Sample.Mean) > 0.03*d.Sample.SD || d.Law.SD > 1.25*d.Sample.SD || d.Law.SD < 0.8*d.Sample.SD {
			t.Errorf("seed %d: the law has %+v, want %+v", seed, d.Law, d.Sample.Moments)
		}
	}
}

func TestFitRefusesWhatHasNoModel(t *testing.T) {
	// Too short, a year that is not there, no movement, no number: each is told with its cure.
	t.Parallel()
	start := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	values := func(n int, f func(i int) float64) *series.Hourly {
		h := &series.Hourly{Name: "own", Start: start, Values: make([]float64, n)}
		for i := range h.Values {
			h.Values[i] = f(i)
		}
		return h
	}
	wave := func(i int) float64 { return float64(i % 24) }
	gap := values(9000, wave)
	gap.Values[25] = math.NaN()
	for _, c := range []struct {
		h     *series.Hourly
		years []int
		want  string
	}{
		{values(8759, wave), nil, "has 8759 hours; a year"},
		{values(0, wave), nil, "has 0 hours"},
		{values(8760, func(int) float64 { return 7 }), nil, "is 7 in every hour"},
		{gap, nil, "no number in the hour from 2023-01-02 01:00"},
		{values(8760, func(i int) float64 { return 1e200 * wave(i) }), nil, "too large or too small"},
		{values(9000, wave), []int{2023, 2024}, "does not cover all of 2024; it runs from 2023-01-01 00:00 to 2024-01-11 00:00"},
	} {
		if _, err := Fit(c.h, c.years, nil); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want an error with %q", err, c.want)
		}
	}
	if m := fitted(t, values(8760, wave)); math.Abs(m.Average()-11.5) > 1e-3 || m.Shape.Scatter > 1e-9 {
		t.Errorf("a series without chance: mean %v, scatter %v; want 11.5 and none", m.Average(), m.Shape.Scatter)
	}
}

func TestYearsAreThoseOfTheClock(t *testing.T) {
	// Years are cut by the clock of the zone, in any order and once each; two years apart are two stretches.
	t.Parallel()
	zone := time.FixedZone("UTC+3", 3*3600)
	h := &series.Hourly{Name: "own", Zone: zone, Start: time.Date(2021, 1, 1, 0, 0, 0, 0, zone), Values: make([]float64, 3*8760)}
	for i := range h.Values {
		h.Values[i] = float64(i/8760*100 + i%24)
	}
	for _, c := range []struct {
		years []int
		mean  float64
	}{{[]int{2022}, 111.5}, {[]int{2023, 2021, 2023}, 111.5}, {nil, 111.5}, {[]int{2021}, 11.5}} {
		if m := fitted(t, h, c.years...); math.Abs(m.Average()-c.mean) > 1e-3 {
			t.Errorf("%v: mean %v, want %v", c.years, m.Average(), c.mean)
		}
	}
}

func BenchmarkFit(b *testing.B) {
	h := shipped(b, "ercot_day_ahead")
	for b.Loop() {
		fitted(b, h)
	}
}

func BenchmarkFillYear(b *testing.B) {
	m := fitted(b, shipped(b, "ercot_day_ahead"))
	axis, err := calendar.AxisFrom(m.sample.stretches[0].axis.Start, 8766, time.UTC)
	if err != nil {
		b.Fatal(err)
	}
	dst, rng := make([]float64, axis.Hours), rand.New(rand.NewPCG(1, 1))
	for b.Loop() {
		m.Fill(dst, axis, rng)
	}
}
