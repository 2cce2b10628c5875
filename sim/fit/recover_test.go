package fit

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"hashwatt/sim/conf"
	"hashwatt/sim/market"
	"hashwatt/sim/sample"
	"hashwatt/sim/series"
)

// simulated returns a path of a process in the words of a scenario, from 2015 on: the other side of what is fitted.
func simulated(t testing.TB, words string, days, draw int) *series.Daily {
	t.Helper()
	var s market.Series
	if err := conf.Load("made.yaml", []byte(words), conf.DefaultLimits, &s); err != nil {
		t.Fatalf("%s: %v", words, err)
	}
	first := day(2015, 1, 1)
	path, problems := s.Bind(market.Binding{Unit: market.CoinPrice(), First: first, Days: days})
	if problems != nil {
		t.Fatalf("%s: %v", words, conf.Problems(problems))
	}
	rng := sample.Stream(7, draw, "fit", "")
	chance := market.Chance{Normal: make([]float64, days), Rand: rng}
	for d := range chance.Normal {
		chance.Normal[d] = rng.NormFloat64()
	}
	daily := &series.Daily{Name: "made", Unit: "USD/BTC", First: first, Values: make([]float64, days)}
	path.Fill(daily.Values, chance)
	return daily
}

func TestEveryProcessFindsItsOwnParameters(t *testing.T) {
	// What a process of the scenario language draws over 12,000 days, its fit takes apart again: every parameter
	// within four standard errors, which are not so wide that anything would do.
	t.Parallel()
	for _, c := range []struct {
		process, words string
		want           map[string]float64
		widest         float64 // of the standard errors, in terms of the value
	}{
		{"gbm", "drift: 20 %/year, volatility: 60 %/year", map[string]float64{"volatility": 60}, 0.02},
		{
			"merton", "drift: 20 %/year, volatility: 25 %/year, jumps: 200, jump_mean: -0.5 %, jump_volatility: 4 %",
			map[string]float64{"volatility": 25, "jumps": 200, "jump_mean": -0.5, "jump_volatility": 4},
			0.2,
		},
		{
			"merton", "drift: 20 %/year, volatility: 50 %/year, jumps: 11, jump_mean: 2 %, jump_volatility: 12 %",
			map[string]float64{"volatility": 50, "jumps": 11, "jump_mean": 2, "jump_volatility": 12},
			0.5,
		},
		{
			"ou", "level: 40000 USD/BTC, half_life: 90 days, volatility: 60 %/year",
			map[string]float64{"level": 40000, "half_life": 90, "volatility": 60},
			0.2,
		},
		{
			"ar1", "level: 500 USD/BTC, persistence: 0.96, scatter: 0.93",
			map[string]float64{"level": 500, "persistence": 0.96, "scatter": 0.93},
			0.1,
		},
		{
			"garch", "drift: 20 %/year, omega: 5.8e-5, alpha: 0.11, beta: 0.84",
			map[string]float64{"omega": 5.8e-5, "alpha": 0.11, "beta": 0.84},
			0.2,
		},
		{
			"power_law", "exponent: 5.7, level: -38, persistence: 0.99, scatter: 60 %",
			map[string]float64{"exponent": 5.7, "level": -38, "persistence": 0.99, "scatter": 60},
			0.2,
		},
	} {
		t.Run(c.process, func(t *testing.T) {
			t.Parallel()
			d := simulated(t, fmt.Sprintf("{process: %s, %s, start: 400 USD/BTC}", c.process, c.words), 12_000, 1)
			r := mustFit(t, c.process, d)
			for key, want := range c.want {
				v, se := value(t, r, key)
				if !(se > 0) || math.Abs(v-want) > 4*se {
					t.Errorf("%s is %v ± %v, want %v", key, v, se, want)
				}
				if se > c.widest*math.Abs(want) {
					t.Errorf("%s is known to ± %v alone, want %v of %v", key, se, c.widest, want)
				}
			}
			if drift, ok := r.Parameter("drift"); ok && (math.Abs(drift.Value-20) > 4*drift.Error || drift.Error > 40) {
				t.Errorf("drift is %v ± %v, want 20", drift.Value, drift.Error)
			}
			if r.Warnings != nil {
				t.Errorf("warnings: %q", r.Warnings)
			}
			// The right law leaves residuals behind that are independent normals.
			if x := r.Diagnostics; math.Abs(x.Lag1) > 4/math.Sqrt(12_000) || x.P < 1e-3 || x.SquaresP < 1e-3 || math.Abs(x.Kurtosis-3) > 4*math.Sqrt(24.0/12_000) {
				t.Errorf("residuals %+v, want those of independent normals", *x)
			}
			// And of all processes it is the one that AIC chooses, or ties with.
			part, err := Between(d, day(2015, 1, 1), day(2015, 1, 1).AddDays(3999))
			if err != nil {
				t.Fatal(err)
			}
			s, err := Days(part)
			if err != nil {
				t.Fatal(err)
			}
			ranked, _ := s.Rank()
			own := mustFit(t, c.process, part)
			if best := ranked[0]; *own.AIC-*best.AIC > 4 {
				t.Errorf("AIC chooses %s, %v below %s", best.Process, *own.AIC-*best.AIC, c.process)
			}
		})
	}
}

func TestStandardErrorsCover(t *testing.T) {
	// Over 400 samples of 1,500 days, nine in ten intervals of 1.645 standard errors hold the parameter that made the
	// sample, within four standard errors of that share. For the autoregression least squares is biased downwards by
	// (1 + 3φ)/n, a quarter of an error here.
	t.Parallel()
	const samples, days = 400, 1500
	slack := 4 * math.Sqrt(0.09/samples)
	for _, c := range []struct {
		process, words string
		want           map[string]float64
	}{
		{"gbm", "drift: 30 %/year, volatility: 60 %/year", map[string]float64{"drift": 30, "volatility": 60}},
		{"ar1", "level: 500 USD/BTC, persistence: 0.9, scatter: 0.9", map[string]float64{"level": 500, "persistence": 0.9, "scatter": 0.9}},
	} {
		inside := map[string]float64{}
		for k := range samples {
			r := mustFit(t, c.process, simulated(t, fmt.Sprintf("{process: %s, %s, start: 400 USD/BTC}", c.process, c.words), days, k+1))
			for key, want := range c.want {
				if v, se := value(t, r, key); math.Abs(v-want) < 1.645*se {
					inside[key] += 1.0 / samples
				}
			}
		}
		for key := range c.want {
			if math.Abs(inside[key]-0.9) > slack {
				t.Errorf("%s: %s lies inside in %v of samples, want 0.9 ± %v", c.process, key, inside[key], slack)
			}
		}
	}
}

func TestGBMByHand(t *testing.T) {
	// Steps +a, -a, +a, ... of 31 days: mean 0, scatter a by n. ln L = -n/2·(ln 2π + 1 + 2·ln a), drift
	// e^(365.25·a²/2) - 1, and the errors are a·√365.25/√(2n) of the volatility and those of mean and variance
	// together of the drift.
	t.Parallel()
	const a, n = 0.02, 30
	d := daily()
	for i := range n + 1 {
		d.Values = append(d.Values, math.Exp(a*float64(i%2)))
	}
	r := mustFit(t, "gbm", d)
	volatility, seV := value(t, r, "volatility")
	drift, seD := value(t, r, "drift")
	growth := math.Exp(365.25 * a * a / 2)
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"volatility", volatility, 100 * a * math.Sqrt(365.25)},
		{"its error", seV, 100 * a * math.Sqrt(365.25) / math.Sqrt(2*n)},
		{"drift", drift, 100 * (growth - 1)},
		{"its error", seD, 100 * growth * 365.25 * math.Sqrt(a*a/n+a*a*a*a/(2*n))},
		{"log-likelihood", *r.LogLik, -n / 2.0 * (math.Log(2*math.Pi) + 1 + 2*math.Log(a))},
		{"AIC", *r.AIC, 4 + n*(math.Log(2*math.Pi)+1+2*math.Log(a))},
	} {
		if math.Abs(c.got/c.want-1) > 1e-5 {
			t.Errorf("%s %v, want %v", c.name, c.got, c.want)
		}
	}
}

func TestTheGradientIsTheSlope(t *testing.T) {
	// The closed form of the gradient of the mixture is what small steps of the likelihood say.
	t.Parallel()
	s, err := Days(noise(300, 0.03))
	if err != nil {
		t.Fatal(err)
	}
	l := merton(s).(mertonLaw)
	rapid.Check(t, func(t *rapid.T) {
		at := make([]float64, 5)
		for i, most := range []float64{0.5, 1, 1.5, 0.5, 1} {
			at[i] = rapid.Float64Range(-most, most).Draw(t, "coordinate")
		}
		g := make([]float64, 5)
		l.gradient(g, at)
		for i := range at {
			const h = 1e-5
			up, down := append([]float64{}, at...), append([]float64{}, at...)
			up[i] += h
			down[i] -= h
			if slope := (l.logLik(up) - l.logLik(down)) / (2 * h); math.Abs(slope-g[i]) > 1e-4*(1+math.Abs(slope)) {
				t.Fatalf("at %v the slope by coordinate %d is %v, the gradient %v", at, i, slope, g[i])
			}
		}
	})
}

func TestAFitIsAMaximum(t *testing.T) {
	// Whatever the series: no neighbour of the place that a fit returns is more likely, every parameter is finite, and
	// the same series gives the same text.
	t.Parallel()
	for k := range 12 {
		rng := sample.Stream(1, k, "steps", "")
		n, keep, sd, wild := 500+rng.IntN(600), 0.5+0.5*rng.Float64(), 0.001+0.2*rng.Float64(), 1+7*rng.Float64()
		d, x := daily(), 0.0
		for range n {
			d.Values = append(d.Values, math.Exp(x))
			scale := sd
			if rng.Float64() < 0.05 {
				scale *= wild
			}
			x = keep*x + scale*rng.NormFloat64()
		}
		s, err := Days(d)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range processes() {
			if p.law == nil || len(s.logs) < p.least {
				continue
			}
			l, found, err := p.best(s)
			if err != nil {
				t.Fatal(err)
			}
			best := found[0]
			if l.bound(best.at) == "" {
				for i := range best.at {
					for _, h := range []float64{-0.01, 0.01} {
						at := append([]float64{}, best.at...)
						at[i] += h
						if v := l.logLik(at); v > best.logLik+1e-6 {
							t.Fatalf("%s: log-likelihood %v at %v, but %v at %v", p.name, best.logLik, best.at, v, at)
						}
					}
				}
			}
			a, err := p.fit(s)
			if err != nil {
				t.Fatal(err)
			}
			if b, _ := p.fit(s); a.YAML() != b.YAML() {
				t.Fatalf("two fits of %s differ:\n%s\n%s", p.name, a.YAML(), b.YAML())
			}
		}
	}
}
