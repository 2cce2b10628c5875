package fit

import (
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// lags is how many autocorrelations the test of Ljung and Box looks at: two weeks of a market that never closes.
const lags = 14

// Diagnostics says what the law has left unexplained, from the scores of its steps: were it right, they would be
// independent standard normals.
type Diagnostics struct {
	Lag1     float64 `json:"lag_1"`          // autocorrelation of neighbouring scores
	LjungBox float64 `json:"ljung_box"`      // statistic of the first Lags autocorrelations of the scores
	P        float64 `json:"ljung_box_p"`    // how likely a larger one would be
	SquaresP float64 `json:"squares_p"`      // the same for squared scores: small where calm and wild times are left
	Kurtosis float64 `json:"kurtosis"`       // of the scores; 3 for a normal
	Lags     int     `json:"lags,omitempty"` // autocorrelations looked at
}

// memory is how many parameters of a law say how a step hangs on the steps before, and how its variance does. Their
// fit has made as many autocorrelations smaller, of the scores and of their squares, than those of independent
// numbers are.
type memory struct{ steps, squares int }

// diagnose looks at the scores of a sample.
func diagnose(scores []float64, fitted memory) Diagnostics {
	mean, variance := stat.MeanVariance(scores, nil)
	squares := make([]float64, len(scores))
	for i, z := range scores {
		squares[i] = (z - mean) * (z - mean)
	}
	d := Diagnostics{Kurtosis: stat.MomentAbout(4, scores, mean, nil) / (variance * variance), Lags: min(lags, len(scores)/4)}
	r := autocorrelations(scores, d.Lags)
	d.Lag1 = r[0]
	d.LjungBox, d.P = ljungBox(r, len(scores), fitted.steps)
	_, d.SquaresP = ljungBox(autocorrelations(squares, d.Lags), len(scores), fitted.squares)
	return d
}

// autocorrelations returns those of the first lags.
func autocorrelations(x []float64, lags int) []float64 {
	mean, n := stat.Mean(x, nil), len(x)
	total := stat.MomentAbout(2, x, mean, nil) * float64(n)
	r := make([]float64, lags)
	for k := range r {
		for i := k + 1; i < n; i++ {
			r[k] += (x[i] - mean) * (x[i-k-1] - mean) / total
		}
	}
	return r
}

// ljungBox returns Q = n(n+2)·Σ r_k²/(n-k) and the probability of a larger one among independent numbers (Ljung and
// Box, Biometrika 65, 1978). Degrees of freedom are the lags less the parameters that were fitted to how numbers
// hang on earlier ones; for the squares of a variance that remembers that is an approximation (Li and Mak, Journal
// of Time Series Analysis 15, 1994).
func ljungBox(r []float64, n, fitted int) (q, p float64) {
	for k, v := range r {
		q += float64(n) * float64(n+2) * v * v / float64(n-k-1)
	}
	return q, distuv.ChiSquared{K: float64(max(len(r)-fitted, 1))}.Survival(q)
}
