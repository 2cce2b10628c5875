package market_test

import (
	"math"
	"testing"

	"hashwatt/sim/market"
	"hashwatt/sim/sample"
)

// moments100000 is how many draws the moment tests make.
const moments100000 = 100_000

// draws fills many paths of a process and returns, for each day asked for, the values of all draws.
func draws(t *testing.T, text string, b market.Binding, days ...int) [][]float64 {
	t.Helper()
	var words market.Series
	mustLoad(t, text, &words)
	path := mustBind(t, words, b)
	out := make([][]float64, len(days))
	for k := range out {
		out[k] = make([]float64, moments100000)
	}
	values := make([]float64, b.Days)
	for d := range moments100000 {
		path.Fill(values, chance(b.Days, sample.Stream(1, d, "coin price", "")))
		for k, day := range days {
			out[k][d] = values[day]
		}
	}
	return out
}

// law is a distribution by its mean and its central moments: central[n] is E[(X − mean)^n].
type law struct {
	mean    float64
	central [9]float64
}

// ofCumulants returns the law with the cumulants κ1 to κ8, by μ(n) = Σ C(n−1, k−1)·κ(k)·μ(n−k) with κ1 = 0 for
// central moments (M. Kendall and A. Stuart, The Advanced Theory of Statistics, vol. 1, 3.12).
func ofCumulants(k [9]float64) law {
	l := law{mean: k[1]}
	l.central[0] = 1
	for n := 2; n <= 8; n++ {
		for j := 2; j <= n; j++ {
			l.central[n] += choose(n-1, j-1) * k[j] * l.central[n-j]
		}
	}
	return l
}

// normal is the law of a normal variable.
func normal(mean, variance float64) law { return ofCumulants([9]float64{1: mean, 2: variance}) }

func choose(n, k int) float64 {
	c := 1.0
	for i := range k {
		c = c * float64(n-i) / float64(i+1)
	}
	return c
}

// checkLaw holds mean, variance and kurtosis of a sample against its law, each within four standard errors: with
// a(n) = μ(n)/μ(2)^(n/2),
//
//	Var(mean) = μ2/N      Var(variance) = (μ4 − μ2²)/N
//	Var(kurtosis) = (a8 − 8·a3·a5 − 4·a4·a6 + 4·a4³ − a4² + 16·a3²·(1 + a4))/N
//
// The last one is E[(z⁴ − a4 − 4·a3·z − 2·a4·(z² − 1))²], the square of the influence of one value z on m4/m2²; for
// the normal law it is 24. No law here is so heavy in its tails that the eighth moment is wanting.
func checkLaw(t *testing.T, name string, x []float64, l law) {
	t.Helper()
	n := float64(len(x))
	mean, variance, kurtosis := moments(x)
	m2, m4 := l.central[2], l.central[4]
	if band := 4 * math.Sqrt(m2/n); math.Abs(mean-l.mean) > band {
		t.Errorf("%s: mean %v, want %v ± %v", name, mean, l.mean, band)
	}
	if band := 4 * math.Sqrt((m4-m2*m2)/n); math.Abs(variance-m2) > band {
		t.Errorf("%s: variance %v, want %v ± %v", name, variance, m2, band)
	}
	a := func(k int) float64 { return l.central[k] / math.Pow(m2, float64(k)/2) }
	square := a(8) - 8*a(3)*a(5) - 4*a(4)*a(6) + 4*math.Pow(a(4), 3) - a(4)*a(4) + 16*a(3)*a(3)*(1+a(4))
	if band := 4 * math.Sqrt(square/n); math.Abs(kurtosis-a(4)) > band || math.IsNaN(band) {
		t.Errorf("%s: kurtosis %v, want %v ± %v", name, kurtosis, a(4), band)
	}
}

// checkMean holds the mean of a sample within four of its own standard errors.
func checkMean(t *testing.T, name string, x []float64, want float64) {
	t.Helper()
	mean, variance, _ := moments(x)
	if band := 4 * math.Sqrt(variance/float64(len(x))); math.Abs(mean-want) > band {
		t.Errorf("%s: mean %v, want %v ± %v", name, mean, want, band)
	}
}

func logs(after, before []float64) []float64 {
	x := make([]float64, len(after))
	for k := range x {
		x[k] = math.Log(after[k] / before[k])
	}
	return x
}

// correlation returns that of two samples.
func correlation(x, y []float64) float64 {
	mx, vx, _ := moments(x)
	my, vy, _ := moments(y)
	sum := 0.0
	for k := range x {
		sum += (x[k] - mx) * (y[k] - my) / float64(len(x))
	}
	return sum / math.Sqrt(vx*vy)
}

// checkCorrelation holds the correlation of two normal samples within four standard errors, (1 − ρ²)/√N each.
func checkCorrelation(t *testing.T, name string, x, y []float64, want float64) {
	t.Helper()
	if got, band := correlation(x, y), 4*(1-want*want)/math.Sqrt(float64(len(x))); math.Abs(got-want) > band {
		t.Errorf("%s: correlation %v, want %v ± %v", name, got, want, band)
	}
}

// Merton's jumps have the moments of a compound Poisson sum beside those of the diffusion: the n-th cumulant of a
// day is λ times the n-th moment of a jump about zero, and σ² is added to the second. The mean of the price grows
// at the drift.
func TestMertonHasItsMoments(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text              string
		lambda, mean, sd, sigma float64 // a year, of a jump, of a jump, a year
	}{
		{"often", "{process: merton, drift: 20 %/year, volatility: 50 %/year, jumps: 100, jump_mean: -3 %, jump_volatility: 8 %, start: 100 USD/BTC}", 100, -0.03, 0.08, 0.5},
		{"seldom", "{process: merton, drift: 20 %/year, volatility: 50 %/year, jumps: 11, jump_mean: 0.82 %, jump_volatility: 12.4 %, start: 100 USD/BTC}", 11, 0.0082, 0.124, 0.5},
	} {
		const days = 20
		b := binding()
		b.Days = days + 1
		values := draws(t, c.text, b, 0, days-1, days)
		raw := [9]float64{1, c.mean} // moments of a jump about zero: m(n) = μ·m(n−1) + (n−1)·δ²·m(n−2)
		for n := 2; n <= 8; n++ {
			raw[n] = c.mean*raw[n-1] + float64(n-1)*c.sd*c.sd*raw[n-2]
		}
		day := func(n float64) law {
			years := n / 365.25
			var k [9]float64
			for j := 1; j <= 8; j++ {
				k[j] = c.lambda * years * raw[j]
			}
			k[1] += (math.Log(1.2) - c.sigma*c.sigma/2 - c.lambda*math.Expm1(c.mean+c.sd*c.sd/2)) * years
			k[2] += c.sigma * c.sigma * years
			return ofCumulants(k)
		}
		checkLaw(t, c.name+", one day", logs(values[2], values[1]), day(1))
		checkLaw(t, c.name+", all days", logs(values[2], values[0]), day(days))
		checkMean(t, c.name+", price", values[2], 100*math.Pow(1.2, days/365.25))
	}
}

// A variance of GARCH has moments that follow from day to day: with v' = ω + v·(αξ² + β), E[v'^k] = Σ
// C(k,j)·ω^(k−j)·E[v^j]·E[(αξ² + β)^j]. They begin at the variance of the long run, whose mean stays. The return of
// a day given its variance is normal about ln(1 + drift)/365.25 − v/2.
func TestGARCHHasItsMoments(t *testing.T) {
	t.Parallel()
	const omega, alpha, beta, days = 5.824e-5, 0.1134, 0.8460, 20
	b := binding()
	b.Days = days + 1
	values := draws(t, "{process: garch, drift: 20 %/year, omega: 5.824e-5, alpha: 0.1134, beta: 0.8460, start: 100 USD/BTC}", b, 0, 1, days-1, days)
	checkMean(t, "price", values[3], 100*math.Pow(1.2, days/365.25))
	// Where the variance changes much, only the correction of the very day keeps the mean: that of the long run would
	// add some 2.6 % in two days.
	wild := draws(t, "{process: garch, drift: 20 %/year, omega: 0.02, alpha: 0.9, beta: 0, start: 100 USD/BTC}", b, 2)
	checkMean(t, "price with a wild variance", wild[0], 100*math.Pow(1.2, 2/365.25))
	long := omega / (1 - alpha - beta)
	if volatility := math.Sqrt(long * 365.25); math.Abs(volatility-0.724) > 5e-4 {
		t.Errorf("volatility of the long run = %v, want 0.724", volatility)
	}
	even := [9]float64{1, 1, 3, 15, 105, 945, 10395, 135135, 2027025} // E[ξ^2k] = (2k−1)!!
	var factor, v [9]float64                                          // E[(αξ²+β)^k]; E[v^k]
	for k := range factor {
		for i := range k + 1 {
			factor[k] += choose(k, i) * math.Pow(alpha, float64(i)) * math.Pow(beta, float64(k-i)) * even[i]
		}
		v[k] = math.Pow(long, float64(k))
	}
	day := func() law { // of the return of a day whose variance has the moments v: r − mean = −(v − long)/2 + √v·ξ
		l := law{mean: math.Log(1.2)/365.25 - long/2}
		for n := range l.central {
			for m := 0; m <= n; m += 2 {
				about := 0.0 // E[(v − long)^(n−m)·v^(m/2)]
				for i := range n - m + 1 {
					about += choose(n-m, i) * math.Pow(-long, float64(n-m-i)) * v[i+m/2]
				}
				l.central[n] += choose(n, m) * math.Pow(-0.5, float64(n-m)) * about * even[m/2]
			}
		}
		return l
	}
	checkLaw(t, "first day", logs(values[1], values[0]), day())
	for range days - 1 {
		var next [9]float64
		for k := range next {
			for j := range k + 1 {
				next[k] += choose(k, j) * math.Pow(omega, float64(k-j)) * v[j] * factor[j]
			}
		}
		v = next
	}
	if math.Abs(v[1]/long-1) > 1e-12 {
		t.Fatalf("the mean variance left the long run: %v, %v", v[1], long)
	}
	checkLaw(t, "last day", logs(values[3], values[2]), day())
}

// What returns to a level or a trend is normal in the logarithm on every day, with the variance that has built up,
// and forgets at the rate of its persistence. The central path is the mean.
func TestRevertingProcessesHaveTheirMoments(t *testing.T) {
	t.Parallel()
	type moment struct{ trend, deviation, keep, scatter float64 } // ln of the trend on the last day, ln of the start less its trend, a day, in the long run
	const days, lag = 30, 10
	b := binding()
	b.Days = days + 1
	age := float64(b.First.Days() - day(2009, 1, 3).Days())
	kappa := math.Ln2 / 40
	for _, c := range []struct {
		name, text string
		want       moment
	}{
		{
			"ou", "{process: ou, level: 200 USD/BTC, half_life: 40 days, volatility: 60 %/year, start: 100 USD/BTC}",
			moment{math.Log(200), math.Log(0.5), math.Exp(-kappa), 0.6 / math.Sqrt(2*kappa*365.25)},
		},
		{"ar1", "{process: ar1, level: 50 USD/BTC, persistence: 0.96, scatter: 0.93, start: 100 USD/BTC}", moment{math.Log(50), math.Log(2), 0.96, 0.93}},
		{
			"power_law", "{process: power_law, exponent: 5.65526, level: -37.7284, persistence: 0.9, scatter: 65.26 %, start: 100000 USD/BTC}",
			moment{-37.7284 + 5.65526*math.Log(age+days), math.Log(100000) + 37.7284 - 5.65526*math.Log(age), 0.9, 0.6526},
		},
	} {
		values := draws(t, c.text, b, days-lag, days)
		x, y := make([]float64, moments100000), make([]float64, moments100000)
		for k := range x {
			x[k], y[k] = math.Log(values[0][k]), math.Log(values[1][k])
		}
		variance := func(n float64) float64 {
			return c.want.scatter * c.want.scatter * (1 - math.Pow(c.want.keep, 2*n))
		}
		mean := c.want.trend + c.want.deviation*math.Pow(c.want.keep, days)
		checkLaw(t, c.name, y, normal(mean, variance(days)))
		checkMean(t, c.name, values[1], math.Exp(mean+variance(days)/2))
		checkCorrelation(t, c.name, x, y, math.Pow(c.want.keep, lag)*math.Sqrt(variance(days-lag)/variance(days)))
		var words market.Series
		mustLoad(t, c.text, &words)
		if got, want := fill(mustBind(t, words, b), b.Days, nil)[days], math.Exp(mean+variance(days)/2); math.Abs(got/want-1) > 1e-11 {
			t.Errorf("%s: central path ends at %v, want %v", c.name, got, want)
		}
	}
}
