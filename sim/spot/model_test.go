package spot

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"hashwatt/sim/calendar"
)

// axisOf returns hours from the start of a year on.
func axisOf(t *testing.T, year, hours int) *calendar.Axis {
	t.Helper()
	axis, err := calendar.AxisFrom(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), hours, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	return axis
}

func TestDrawsHaveTheMeanOfTheCentralPath(t *testing.T) {
	// The mean of many draws is the central path, by hour of the day and by month, to four standard errors; cut to a range
	// as well, where no price is outside it.
	t.Parallel()
	plain := fitted(t, shipped(t, "ercot_real_time"))
	cut, err := plain.Within(5, 90)
	if err != nil {
		t.Fatal(err)
	}
	axis := axisOf(t, 2031, 8760)
	for _, m := range []*Model{plain, cut} {
		const draws = 300
		central, path := make([]float64, axis.Hours), make([]float64, axis.Hours)
		m.Mean(central, axis)
		c := newClock(axis, time.UTC)
		var byHour [24][draws]float64
		var byMonth [12][draws]float64
		rng := rand.New(rand.NewPCG(8, 8))
		for d := range draws {
			m.Fill(path, axis, rng)
			for t, v := range path {
				byHour[c.hour[t]][d] += v - central[t]
				byMonth[c.month[t]][d] += v - central[t]
			}
			if low, high := slices.Min(path), slices.Max(path); low < m.floor || high > m.cap {
				t.Fatalf("prices from %v to %v, want them from %v to %v", low, high, m.floor, m.cap)
			}
		}
		check := func(what string, i int, x []float64) {
			var sum, square float64
			for _, v := range x {
				sum += v / draws
				square += v * v / draws
			}
			if se := math.Sqrt((square - sum*sum) / draws); math.Abs(sum) > 4*se {
				t.Errorf("%s %d: draws are off by %v, four standard errors are %v", what, i, sum, 4*se)
			}
		}
		for h := range byHour {
			check("hour", h, byHour[h][:])
		}
		for k := range byMonth {
			check("month", k, byMonth[k][:])
		}
	}
}

func TestCentralPathHasTheMeanOfTheSample(t *testing.T) {
	// Over the hours of the sample itself the central path has the mean of the sample, spikes and dips among it.
	t.Parallel()
	for _, name := range []string{"northwest", "ercot_day_ahead"} {
		m := fitted(t, shipped(t, name))
		st := &m.sample.stretches[0]
		dst := make([]float64, st.axis.Hours)
		m.Mean(dst, st.axis)
		sum := 0.0
		for _, v := range dst {
			sum += v / float64(len(dst))
		}
		if off(sum, m.Average()) > 1e-9 || off(sum, m.sample.mean) > 1e-5 {
			t.Errorf("%s: the central path has a mean of %v and says %v, want %v", name, sum, m.Average(), m.sample.mean)
		}
	}
}

func TestSameStreamGivesTheSamePath(t *testing.T) {
	// The same stream gives the same path to the last bit, another one another, and a longer path begins with the shorter
	// one.
	t.Parallel()
	m := fitted(t, shipped(t, "northwest"), 2018)
	long, short := make([]float64, 20_000), make([]float64, 700)
	m.Fill(long, axisOf(t, 2030, len(long)), rand.New(rand.NewPCG(1, 2)))
	m.Fill(short, axisOf(t, 2030, len(short)), rand.New(rand.NewPCG(1, 2)))
	if !slices.Equal(short, long[:len(short)]) {
		t.Error("the shorter path is not the beginning of the longer one")
	}
	m.Fill(short, axisOf(t, 2030, len(short)), rand.New(rand.NewPCG(1, 3)))
	if slices.Equal(short, long[:len(short)]) {
		t.Error("two streams give one path")
	}
}

func TestWithinRefusesACapBelowTheFloor(t *testing.T) {
	// A cap below the floor is no range.
	t.Parallel()
	if _, err := fitted(t, shipped(t, "northwest")).Within(10, 9); err == nil {
		t.Error("no error")
	}
}
