package finance

import (
	"math"
	"slices"

	"hashwatt/sim/calendar"
)

// The range of rates in which IRRs looks for roots, per year. The lower end is not included.
const (
	MinRate = -0.9999
	MaxRate = 100
)

// A Status says how a search for internal rates of return ended.
type Status int

// The outcomes of IRRs.
const (
	Unique    Status = iota // one root
	Several                 // more than one: no single rate describes the flows
	NoFlows                 // no root: every flow is 0
	NoReturn                // no root: there are payments only
	NoPayment               // no root: there are receipts only
	Outside                 // no root between MinRate and MaxRate, though there is one elsewhere
	Never                   // no root: the present value has one sign at all rates between MinRate and MaxRate
)

// statusTexts has a sentence for each Status.
var statusTexts = [...]string{
	Unique:    "there is one internal rate of return",
	Several:   "there are several internal rates of return, because money is paid again after it came back",
	NoFlows:   "there is no internal rate of return: no money moves",
	NoReturn:  "there is no internal rate of return: nothing comes back",
	NoPayment: "there is no internal rate of return: nothing is paid",
	Outside:   "there is no internal rate of return between -99.99 %/year and 10,000 %/year",
	Never:     "there is no internal rate of return: the present value has the same sign at every rate",
}

// String returns the status as a sentence.
func (s Status) String() string { return statusTexts[s] }

// Roots is what IRRs found.
type Roots struct {
	Values      []float64 // all internal rates of return in (MinRate, MaxRate], per year, rising
	Status      Status
	SignChanges int // of the flows in the order of time; there are at most so many roots (Descartes)
}

// One returns the internal rate of return where there is exactly one.
func (r Roots) One() (rate float64, ok bool) {
	if r.Status != Unique {
		return 0, false
	}
	return r.Values[0], true
}

// Customary returns the root that spreadsheets tend to show where there are several: the smallest that is not negative,
// else the largest. It is not ok where there is none. Whoever shows it says that there are others.
func (r Roots) Customary() (rate float64, ok bool) {
	for _, v := range r.Values {
		if rate, ok = v, true; v >= 0 {
			break
		}
	}
	return rate, ok
}

// XIRRs returns the internal rates of return of dated flows, by actual days over 365.
func XIRRs(dates []calendar.Date, flows []float64) Roots {
	return IRRs(yearsSinceFirst(dates), flows)
}

// IRRs returns all internal rates of return in (MinRate, MaxRate]: the rates at which the NPV of the flows is 0. Times
// are in years. A root at which the NPV touches 0 without changing its sign is returned once. Two roots are told apart
// however near they are; of three within two percent of 1 + rate, two may be missed.
func IRRs(times, flows []float64) Roots {
	var p present
	for _, f := range merge(times, flows) {
		if f.amount != 0 {
			p = append(p, f)
		}
	}
	if len(p) == 0 {
		return Roots{Status: NoFlows}
	}
	changes := 0
	for i := 1; i < len(p); i++ {
		if p[i].amount > 0 != (p[i-1].amount > 0) {
			changes++
		}
	}
	if changes == 0 && p[0].amount < 0 {
		return Roots{Status: NoReturn}
	}
	if changes == 0 {
		return Roots{Status: NoPayment}
	}
	r := Roots{SignChanges: changes}
	found := p.roots(changes)
	slices.Sort(found)
	for _, x := range found { // a root may be found from both sides: one of two that agree is kept
		if rate := math.Expm1(x); rate > MinRate && (len(r.Values) == 0 || rate-r.Values[len(r.Values)-1] > 1e-9*(1+rate)) {
			r.Values = append(r.Values, rate)
		}
	}
	switch {
	case len(r.Values) > 1:
		r.Status = Several
	case len(r.Values) == 1:
		r.Status = Unique
	case changes%2 == 1:
		r.Status = Outside
	default:
		r.Status = Never
	}
	return r
}

// A present is a present value as a function of x = ln(1 + rate): flows in the order of time, none of them 0, at least
// two signs.
type present []flow

// at returns a number with the sign of the present value, and the sum of the sizes of its terms. Both are scaled so
// that no term is larger than its flow: by the first time where x is positive, by the last where it is negative.
func (p present) at(x float64) (value, size float64) {
	base := p[0].time
	if x < 0 {
		base = p[len(p)-1].time
	}
	for _, f := range p {
		term := f.amount * math.Exp((base-f.time)*x)
		value += term
		size += math.Abs(term)
	}
	return value, size
}

// The tolerances of the search, relative to the sum of the sizes of the terms: at a point of the grid, and at a turning
// point, which is found to half the digits only.
const (
	zeroAtPoint = 1e-15
	zeroAtTurn  = 1e-13
)

// gridStep is the distance of the points at which the present value is looked at: 1024 steps from rate 0 to MaxRate.
var gridStep = math.Log1p(MaxRate) / 1024

// roots returns the x of all roots, rising; the flows change sign the given number of times.
func (p present) roots(changes int) []float64 {
	if changes == 1 { // exactly one root, somewhere (Descartes)
		low, high := math.Log1p(MinRate), math.Log1p(MaxRate)
		a, _ := p.at(low)
		b, _ := p.at(high)
		if b == 0 {
			return []float64{high}
		}
		if a > 0 == (b > 0) {
			return nil
		}
		return []float64{p.bisect(low, high, a > 0)}
	}
	from := int(math.Floor(math.Log1p(MinRate) / gridStep))
	n := 1024 - from + 1
	x, sign, value := make([]float64, n), make([]int, n), make([]float64, n)
	for i := range x {
		x[i] = float64(from+i) * gridStep
		v, size := p.at(x[i])
		value[i] = math.Abs(v) / size
		switch {
		case value[i] <= zeroAtPoint:
			sign[i] = 0
		case v > 0:
			sign[i] = 1
		default:
			sign[i] = -1
		}
	}
	var roots []float64
	for i := range x {
		if sign[i] == 0 {
			roots = append(roots, x[i])
			continue
		}
		// Where one flow outweighs all others the heights are 1 but for rounding, and no turning point is near 0.
		if i > 0 && i < n-1 && sign[i-1] == sign[i] && sign[i+1] == sign[i] &&
			value[i] <= value[i-1] && value[i] < value[i+1] && value[i] < 0.999 {
			roots = append(roots, p.turn(x[i-1], x[i+1], sign[i])...)
		}
		if i < n-1 && sign[i]*sign[i+1] < 0 {
			roots = append(roots, p.bisect(x[i], x[i+1], sign[i] > 0))
		}
	}
	return roots
}

// bisect returns the x between low and high at which the present value changes its sign, positive at low or at high.
func (p present) bisect(low, high float64, positive bool) float64 {
	for range 100 {
		mid := low + (high-low)/2
		if mid <= low || mid >= high {
			break
		}
		if v, _ := p.at(mid); v == 0 {
			return mid
		} else if v > 0 == positive {
			low = mid
		} else {
			high = mid
		}
	}
	return low + (high-low)/2
}

// turn looks for the point between low and high at which the present value, of the given sign at both, comes
// nearest to 0 relative to its terms. It returns the two roots beside it where it crosses 0 there, the point itself
// where it touches 0, and nothing otherwise.
func (p present) turn(low, high float64, sign int) []float64 {
	height := func(x float64) float64 {
		v, size := p.at(x)
		return float64(sign) * v / size
	}
	golden := (math.Sqrt(5) - 1) / 2
	a, b := low, high
	c, d := b-golden*(b-a), a+golden*(b-a)
	atC, atD := height(c), height(d)
	for range 60 {
		if atC < 0 || atD < 0 {
			break
		}
		if atC < atD {
			b, d, atD = d, c, atC
			c = b - golden*(b-a)
			atC = height(c)
		} else {
			a, c, atC = c, d, atD
			d = a + golden*(b-a)
			atD = height(d)
		}
	}
	x, least := c, atC
	if atD < atC {
		x, least = d, atD
	}
	switch {
	case least < -zeroAtTurn:
		return []float64{p.bisect(low, x, sign > 0), p.bisect(x, high, sign < 0)}
	case least <= zeroAtTurn:
		return []float64{x}
	}
	return nil
}
