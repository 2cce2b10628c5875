package fit

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"gonum.org/v1/gonum/mat"

	"hashwatt/sim/calendar"
	"hashwatt/sim/claim"
	"hashwatt/sim/network"
)

// BanEpochs returns the UTC days, both inclusive, between which the epochs of the ban in China began: hashrate fell
// by a decree and came back, not by a price, so they hold no lesson about prices.
func BanEpochs() (from, to calendar.Date) {
	return calendar.Date{Year: 2021, Month: 5, Day: 10}, calendar.Date{Year: 2021, Month: 10, Day: 1}
}

// RestOfWorld is how the hashrate of the network answered to what mining earned: the response adjustment, by least
// squares.
type RestOfWorld struct {
	First      calendar.Date `json:"first"`       // first day of the first epoch whose hashrate is explained
	Last       calendar.Date `json:"last"`        // of the last one
	WithoutBan bool          `json:"without_ban"` // epochs that began in the ban in China are left out
	Epochs     int           `json:"epochs"`      // steps of the hashrate from one epoch to the next
	Parameters []Parameter   `json:"parameters"`  // speed, decline, target, noise, as the response words them; the target is that of the end of the sample
	Gamma      float64       `json:"gamma"`       // yearly fall of the logarithm of the target: decline = 1 - exp(-Gamma)
	Scatter    float64       `json:"scatter"`     // standard deviation of what is left over, per epoch; luck in finding blocks is in it
	R2         float64       `json:"r2"`          // share of the scatter of steps that is explained
	Lag1       float64       `json:"lag_1"`       // autocorrelation of what is left over between neighbouring epochs; errors take it for none
	T          float64       `json:"t"`           // speed over its standard error
	SameEpoch  Parameter     `json:"same_epoch"`  // the speed, were hashrate explained by the hashprice of the epoch itself, not of the one before
	Warnings   []string      `json:"warnings,omitempty"`
}

// Parameter returns the parameter of a key.
func (r *RestOfWorld) Parameter(key string) (Parameter, bool) {
	all := Result{Parameters: r.Parameters}
	return all.Parameter(key)
}

// FitRestOfWorld regresses the steps of the network's hashrate on what mining earned,
//
//	ln H(k+1) - ln H(k) = κ·(h(k) - ln HP*(t)) + e,   ln HP*(t) = c - γ·t
//
// with h(k) the mean over epoch k of ln(hashprice), t the middle of epoch k in years, and H as retargets saw it. In
// κ, κγ and -κc it is linear, and least squares are maximum likelihood for normal e. Standard errors of γ and c
// follow by the delta method; where κ is not well above its error they mean little, and a warning says so. The
// noise is what remains of the scatter without the luck of finding 2016 blocks twice, 2/2016 in variance.
//
// Steps are those into finished epochs that begin from one day to another, both inclusive; a zero date is the end
// of the record.
func FitRestOfWorld(record *claim.Record, from, to calendar.Date, withoutBan bool) (*RestOfWorld, error) {
	if !from.IsZero() && !to.IsZero() && to.Before(from) {
		return nil, problem(restOfWorld, "no epoch lies from %s to %s; write the earlier date first", from, to)
	}
	r, err := regress(record, from, to, withoutBan, false)
	if err != nil {
		return nil, err
	}
	same, err := regress(record, from, to, withoutBan, true)
	if err != nil {
		return nil, err
	}
	r.SameEpoch, _ = same.Parameter("speed")
	return r, nil
}

// regress explains the steps into the chosen epochs by the hashprice of the epoch before, or of the same epoch.
func regress(rec *claim.Record, from, to calendar.Date, withoutBan, same bool) (*RestOfWorld, error) {
	r := &RestOfWorld{WithoutBan: withoutBan}
	var rows [][3]float64 // 1, h, t in years from the first row on
	var steps []float64
	var origin, last float64 // s
	banFrom, banTo := BanEpochs()
	for k := 1; k <= rec.History.LastFinished(); k++ {
		before, e := rec.History.Epochs[k-1], rec.History.Epochs[k]
		day := calendar.DateOf(time.Unix(int64(e.FirstUnix), 0).UTC())
		if !from.IsZero() && day.Before(from) || !to.IsZero() && to.Before(day) || withoutBan && !day.Before(banFrom) && !banTo.Before(day) {
			continue
		}
		paying, end := before, e.FirstUnix
		if same {
			paying, end = e, rec.History.Epochs[k+1].FirstUnix
		}
		h, ok := logHashprice(rec, paying, end)
		if !ok {
			continue
		}
		middle := (paying.FirstUnix + end) / 2
		if len(rows) == 0 {
			r.First, origin = day, middle
		}
		r.Last, last = day, e.FirstUnix+e.SpanS
		rows = append(rows, [3]float64{1, h, (middle - origin) / yearS})
		steps = append(steps, math.Log(e.HashratePHs/before.HashratePHs))
	}
	if r.Epochs = len(rows); r.Epochs < leastEpochs {
		return nil, problem(restOfWorld, "%d epochs with a hashprice begin in these days; a fit needs %d or more, which is about a year", r.Epochs, leastEpochs)
	}
	return r, r.leastSquares(rows, steps, (last-origin)/yearS)
}

const (
	restOfWorld = "rest-of-world"
	leastEpochs = 26
	yearS       = 8766 * 3600.0 // of the response, s
)

// logHashprice returns the mean of ln(hashprice in USD/PH/day) from the first block of an epoch to that of the
// next, day by day; ok is false where price or fees of a day are not recorded.
func logHashprice(rec *claim.Record, e network.Epoch, until float64) (mean float64, ok bool) {
	const dayS = 86400.0
	for at := e.FirstUnix; at < until; {
		d := math.Floor(at / dayS)
		end := min((d+1)*dayS, until)
		price, priced := rec.PriceOn(int(d))
		fees, paid := rec.FeesOn(int(d))
		if !priced || !paid || price <= 0 {
			return 0, false
		}
		height := e.FirstHeight + int64(network.BlocksPerRetarget*((at+end)/2-e.FirstUnix)/(until-e.FirstUnix))
		mean += math.Log(network.Hashprice(e.Difficulty, network.SubsidyBTC(height)+fees, price)) * (end - at) / (until - e.FirstUnix)
		at = end
	}
	return mean, true
}

// leastSquares fills in what the rows say; end is the time at which the target is told.
func (r *RestOfWorld) leastSquares(rows [][3]float64, steps []float64, end float64) error {
	n := len(rows)
	xx, xy, mean := mat.NewSymDense(3, nil), mat.NewVecDense(3, nil), 0.0
	for i, row := range rows {
		xx.SymRankOne(xx, 1, mat.NewVecDense(3, row[:]))
		xy.AddScaledVec(xy, steps[i], mat.NewVecDense(3, row[:]))
		mean += steps[i] / float64(n)
	}
	var chol mat.Cholesky
	var b mat.VecDense
	if !chol.Factorize(xx) || chol.SolveVecTo(&b, xy) != nil {
		return problem(restOfWorld, "the hashprice of these epochs lies on a line in time: speed and decline cannot be told apart; choose other days")
	}
	left, total := 0.0, 0.0
	residuals := make([]float64, n)
	for i, row := range rows {
		e := steps[i] - b.AtVec(0)*row[0] - b.AtVec(1)*row[1] - b.AtVec(2)*row[2]
		residuals[i] = e
		left += e * e
		total += (steps[i] - mean) * (steps[i] - mean)
	}
	variance := left / float64(n-3)
	r.Scatter, r.R2 = math.Sqrt(variance), 1-left/total
	r.Lag1 = autocorrelations(residuals, 1)[0]
	var cov mat.SymDense
	if err := chol.InverseTo(&cov); err != nil {
		return problem(restOfWorld, "the hashprice of these epochs lies on a line in time: speed and decline cannot be told apart; choose other days")
	}
	cov.ScaleSym(variance, &cov)

	kappa := b.AtVec(1)
	r.Gamma = b.AtVec(2) / kappa
	logTarget := -b.AtVec(0)/kappa - r.Gamma*end
	se := func(gradient [3]float64) float64 {
		g := mat.NewVecDense(3, gradient[:])
		return math.Sqrt(mat.Inner(g, &cov, g))
	}
	r.T = kappa / se([3]float64{0, 1, 0})
	seGamma := se([3]float64{0, -r.Gamma / kappa, 1 / kappa})
	seTarget := se([3]float64{-1 / kappa, -logTarget / kappa, -end / kappa})
	noise := math.Sqrt(max(variance-2.0/network.BlocksPerRetarget, 0))
	add := func(key string, v, e float64, unit string) {
		r.Parameters = append(r.Parameters, Parameter{key, v, e, unit, written(v, unit)})
	}
	add("speed", 100*kappa, 100*se([3]float64{0, 1, 0}), "%/epoch")
	add("decline", -100*math.Expm1(-r.Gamma), 100*math.Exp(-r.Gamma)*seGamma, "%/year")
	add("target", math.Exp(logTarget), math.Exp(logTarget)*seTarget, "USD/PH/day")
	// The variance of a sample variance of normals is 2σ⁴/(n - 3).
	noiseError := 0.0
	if noise > 0 {
		noiseError = variance / math.Sqrt(2*float64(n-3)) / noise
	}
	add("noise", 100*noise, 100*noiseError, "%/epoch")
	for _, p := range r.Parameters {
		if math.IsNaN(p.Value) || math.IsInf(p.Value, 0) || math.IsNaN(p.Error) || math.IsInf(p.Error, 0) {
			return problem(restOfWorld, "the %s cannot be told from these epochs; choose other days", p.Key)
		}
	}
	r.warn()
	return nil
}

// warn says why not to rely on it.
func (r *RestOfWorld) warn() {
	if math.Abs(r.T) < 2 {
		r.Warnings = append(r.Warnings, fmt.Sprintf("weakly identified: the speed is %.1f of its standard errors from zero; report results for several speeds, 0, 1.3 and 5 %%/epoch say", math.Abs(r.T)))
	}
	if r.T < 0 {
		r.Warnings = append(r.Warnings, "hashrate fell where mining earned more, so the target means nothing; a scenario takes no negative speed")
	}
	banFrom, banTo := BanEpochs()
	if !r.WithoutBan && r.First.Before(banTo) && banFrom.Before(r.Last) {
		r.Warnings = append(r.Warnings, "the ban in China of 2021 is in the sample, where hashrate fell by decree; leave it out with --without-ban")
	}
}

// YAML returns the response as a scenario takes it; all else is in comments.
func (r *RestOfWorld) YAML() string {
	var b strings.Builder
	b.WriteString("response: adjustment\n")
	for _, p := range r.Parameters {
		fmt.Fprintf(&b, "%-32s # ± %s\n", p.Key+": "+p.Text, strconv.FormatFloat(p.Error, 'g', 2, 64))
	}
	without := ""
	if banFrom, banTo := BanEpochs(); r.WithoutBan {
		without = fmt.Sprintf(", without those that began from %s to %s", banFrom, banTo)
	}
	fmt.Fprintf(&b, "# sample: steps of the network's hashrate into %d epochs that began from %s to %s%s\n", r.Epochs, r.First, r.Last, without)
	fmt.Fprintf(&b, "# R2 %.3f; scatter %.2f %%/epoch with the luck of finding blocks; the target is that of the end of the sample\n", r.R2, 100*r.Scatter)
	fmt.Fprintf(&b, "# residuals: autocorrelation %.3f at lag 1; standard errors take epochs for independent (%.2f would come of chance)\n", r.Lag1, 1/math.Sqrt(float64(r.Epochs)))
	fmt.Fprintf(&b, "# note: explained by the hashprice of the epoch itself, not of the one before as the response does, the speed is %s ± %s\n",
		r.SameEpoch.Text, strconv.FormatFloat(r.SameEpoch.Error, 'g', 2, 64))
	for _, w := range r.Warnings {
		fmt.Fprintf(&b, "# warning: %s\n", w)
	}
	return b.String()
}
