package backtest

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"hashwatt/sim/calendar"
	"hashwatt/sim/network"
	"hashwatt/sim/unit"
)

// The ban in China fell into the epochs that began between these days. They hold no lesson about prices, so no fit sees them.
var banFrom, banTo = date(2021, 5, 10), date(2021, 10, 1)

// inBan reports whether an epoch began while the ban took effect and its machines came back.
func (r *record) inBan(k int) bool {
	return r.epochs[k].FirstUnix >= unix(banFrom) && r.epochs[k].FirstUnix < unix(banTo)
}

// fitted is what a window of the record says about the rest of the world, by least squares over its epochs:
//
//	growth      Δ ln H(k+1) = rate · (length of epoch k)
//	adjustment  Δ ln H(k+1) = speed · (ln HP(k) − ln target + decline · years)
type fitted struct {
	from, to   calendar.Date // of the first blocks of the epochs that were used
	n          int           // steps
	rate       float64       // logarithmic growth per year
	speed      float64       // per epoch; may come out negative
	speedError float64       // standard error
	logTarget  float64       // ln USD/PH/day, at at
	decline    float64       // of ln target per year
	at         float64       // s since 1970: the last epoch of the window
	r2         float64       // of the adjustment
}

// fit fits both responses to the epochs that begin and end inside a window of days, without those of the ban.
func (r *record) fit(from, to calendar.Date) (fitted, error) {
	first, last := r.first(from), r.first(to.AddDays(1))-2 // epoch last+1 has ended with the window
	f := fitted{}
	var y, x []float64
	var grown, years float64
	for k := first; k < last; k++ {
		e, next := &r.epochs[k], &r.epochs[k+1]
		if r.hashprice[k] == 0 || r.inBan(k) {
			continue
		}
		if f.n == 0 {
			f.from = day(e.FirstUnix)
		}
		f.n++
		f.to, f.at = day(next.FirstUnix), next.FirstUnix
		step := math.Log(next.HashratePHs / e.HashratePHs)
		y = append(y, step)
		x = append(x, 1, math.Log(r.hashprice[k]), (e.FirstUnix+next.FirstUnix)/2)
		grown += step
		years += (next.FirstUnix - e.FirstUnix) / secondsPerYear
	}
	if f.n < 12 {
		return f, fmt.Errorf("%d epochs of the record begin and end between %s and %s; a fit needs 12", f.n, from, to)
	}
	f.rate = grown / years
	for i := range y {
		x[3*i+2] = (x[3*i+2] - f.at) / secondsPerYear
	}
	return f, f.regress(y, x)
}

const secondsPerYear = unit.HoursPerYear * 3600

// regress fits the adjustment: y on a constant, ln hashprice and years.
func (f *fitted) regress(y, x []float64) error {
	design, steps := mat.NewDense(len(y), 3, x), mat.NewVecDense(len(y), y)
	var b, rest mat.VecDense
	if err := b.SolveVec(design, steps); err != nil {
		return fmt.Errorf("the hashprices from %s to %s do not tell speed from trend: %w", f.from, f.to, err)
	}
	rest.MulVec(design, &b)
	rest.SubVec(steps, &rest)
	var squares, inverse mat.Dense
	squares.Mul(design.T(), design)
	if err := inverse.Inverse(&squares); err != nil {
		return fmt.Errorf("the hashprices from %s to %s do not tell speed from trend: %w", f.from, f.to, err)
	}
	mean, total := mat.Sum(steps)/float64(len(y)), 0.0
	for _, v := range y {
		total += (v - mean) * (v - mean)
	}
	left := mat.Dot(&rest, &rest)
	f.r2 = 1 - left/total
	f.speed = b.AtVec(1)
	f.speedError = math.Sqrt(left / float64(len(y)-3) * inverse.At(1, 1))
	f.logTarget = -b.AtVec(0) / f.speed
	f.decline = b.AtVec(2) / f.speed
	return nil
}

// usable reports whether the window gave the adjustment a speed that a response can have. A speed of zero or less says that hashrate
// does not follow what mining earns; what is left of the law then is growth.
func (f *fitted) usable() bool { return f.speed > 0 && f.speed <= 1 && math.Abs(f.logTarget) < 50 }

// growth returns the words of growth at the fitted rate.
func (f *fitted) growth() network.Kind {
	return network.Growth{Rate: unit.AnnualRate(math.Expm1(f.rate))}
}

// adjustment returns the words of the fitted adjustment for a hand-over (s since 1970), to which the target is carried; growth where
// the fit is not usable.
func (f *fitted) adjustment(handOver float64) network.Kind {
	if !f.usable() {
		return f.growth()
	}
	target := unit.Hashprice(math.Exp(f.logTarget - f.decline*(handOver-f.at)/secondsPerYear))
	return network.Adjustment{Speed: unit.EpochRate(f.speed), Decline: unit.AnnualRate(-math.Expm1(-f.decline)), Target: &target}
}

// window says what was fitted, and what it is tested on.
func (f *fitted) window(what string, from, to calendar.Date) Window {
	return Window{What: what, FittedFrom: f.from, FittedTo: f.to, TestedFrom: from, TestedTo: to}
}
