package spot

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"hashwatt/sim/series"
)

// yearOf is 2023 with a price by the number of the hour.
func yearOf(price func(i int) float64) *series.Hourly {
	h := &series.Hourly{Name: "own", Zone: time.UTC, Start: time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC), Values: make([]float64, 8760)}
	for i := range h.Values {
		h.Values[i] = price(i)
	}
	return h
}

func TestTheMeanHoldsWhereSpikesDoNotFit(t *testing.T) {
	// Prices of two levels, plateaus at a cap, one outlier, spikes of one month and hours below zero every night: the law
	// has the mean of the sample, and where its standard deviation or percentile is another one, the model says so.
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 1))
	usual := func() float64 { return 50 + rng.NormFloat64() }
	for name, price := range map[string]func(i int) float64{
		"0 and 1 by the half day": func(i int) float64 { return float64(i % 24 / 12) },
		"0 and 1 in turn":         func(i int) float64 { return float64(i % 2) },
		"0 and 1 by a coin":       func(int) float64 { return float64(rng.IntN(2)) },
		"one outlier": func(i int) float64 {
			if i == 4000 {
				return 1e6
			}
			return 50
		},
		"one outlier among noise": func(i int) float64 {
			if i == 4000 {
				return 1e6
			}
			return usual()
		},
		"21 hours at a cap and one below": func(i int) float64 {
			switch {
			case i%400 == 0 && i > 0:
				return 9000
			case i == 5001:
				return 300
			}
			return usual()
		},
		"3 % of the hours at a cap": func(i int) float64 {
			if i%24 == 18 && i/24%4 < 3 {
				return 1000
			}
			return usual()
		},
		"6 % of the hours at a cap": func(i int) float64 {
			if (i%24 == 18 || i%24 == 19) && i/24%4 < 3 {
				return 1000
			}
			return usual()
		},
		"spikes of January": func(i int) float64 {
			if i%24 >= 16 && i < 31*24 {
				return 1000 + rng.NormFloat64()
			}
			return usual()
		},
		"nights below zero": func(i int) float64 {
			if i%24 < 5 {
				return -rng.Float64()
			}
			return usual()
		},
	} {
		m := fitted(t, yearOf(price))
		d := m.Diagnose(1, rng)
		if off(d.Law.Mean, d.Sample.Mean) > 1e-3 || m.Average() != d.Law.Mean {
			t.Errorf("%s: the law has a mean of %v and says %v, want %v", name, d.Law.Mean, m.Average(), d.Sample.Mean)
		}
		wrong := off(d.Law.SD, d.Sample.SD) > 0.05 || math.Abs(d.Law.High-d.Sample.High) > 0.1*max(d.Sample.High, d.Sample.SD)
		if told := m.Misfit(); wrong != (told != "") || strings.Contains(told, "mean") {
			t.Errorf("%s: it says %q; law %+v, sample %+v", name, told, d.Law, d.Sample.Moments)
		}
	}
}

func TestALawThatIsOffSaysSo(t *testing.T) {
	// Each moment is told alone, with what it is and what it should be; what is within its tolerance is not.
	t.Parallel()
	s := &sampled{hours: 4, mean: 50, sorted: []float64{40, 40, 60, 60}} // a standard deviation of 10, 60 at the top
	for _, c := range []struct {
		law  Moments
		want string
	}{
		{Moments{50, 10, 60}, ""},
		{Moments{50.4, 10.4, 65}, ""},
		{Moments{49, 10, 60}, "mean 49 instead of 50"},
		{Moments{50, 9, 60}, "standard deviation 9 instead of 10"},
		{Moments{50, 10, 70}, "99.9th percentile 70 instead of 60"},
		{Moments{60, 9, 60}, "mean 60 instead of 50, standard deviation 9 instead of 10"},
	} {
		if got := misfit(c.law, s); got != c.want {
			t.Errorf("%+v: %q, want %q", c.law, got, c.want)
		}
	}
}

func TestWhatIsUsualIsNoSpike(t *testing.T) {
	// Spikes are 0.2 % of the hours at least and 5 % at most; no edge is between equals, nor inside the largest value,
	// whose hours are all spikes or, where they are more than 5 %, all ordinary.
	t.Parallel()
	of := func(price func(i int) float64) []float64 {
		x := make([]float64, 10_000)
		for i := range x {
			x[i] = price(i)
		}
		return x
	}
	for _, c := range []struct {
		what   string
		sorted []float64
		want   int
	}{
		{"a rise", of(func(i int) float64 { return float64(1 + i) }), 20},
		{"a plateau of 300", of(func(i int) float64 { return min(float64(1+i), 9701) }), 300},
		{"a plateau of 600", of(func(i int) float64 { return min(float64(1+i), 9401) }), 0},
		{"a heavy tail", of(func(i int) float64 { return math.Pow(1-float64(i)/1e4, -3) }), 500},
		{"a plateau below the top", of(func(i int) float64 {
			if i >= 9990 {
				return float64(1e4 + i)
			}
			return min(float64(1+i), 9900)
		}), 10},
	} {
		if got, dips := outliers(c.sorted); got != c.want || dips != 0 {
			t.Errorf("%s: %d spikes and %d dips, want %d and 0", c.what, got, dips, c.want)
		}
	}
}

func TestHoursThatAlwaysSpikeStayAtTheirChance(t *testing.T) {
	// Where every hour from 0 to 4 is below zero and no other, the central path has those prices there, to the hundredth
	// at which the chance of a regime ends, and the others elsewhere.
	t.Parallel()
	rng := rand.New(rand.NewPCG(2, 2))
	m := fitted(t, yearOf(func(i int) float64 {
		if i%24 < 5 {
			return -1 - rng.Float64()
		}
		return 50 + rng.NormFloat64()
	}))
	for month := range m.Dips.chance {
		for hour, p := range m.Dips.chance[month] {
			if hour < 5 && p != mostChance || hour >= 5 && p > 0.02 {
				t.Errorf("month %d, hour %d: a chance of %v", month, hour, p)
			}
		}
	}
	if edge := m.Dips.edge[3][2]; math.Abs(edge+2.3263) > 1e-3 {
		t.Errorf("the edge is %v, want the normal's lowest hundredth, -2.3263", edge)
	}
	axis := axisOf(t, 2031, 8760)
	path := make([]float64, axis.Hours)
	m.Mean(path, axis)
	for h, v := range path {
		if want := 50.0; h%24 >= 5 && math.Abs(v-want) > 1 || h%24 < 5 && math.Abs(v+1.5) > 1 {
			t.Fatalf("hour %d costs %v", h%24, v)
		}
	}
}
