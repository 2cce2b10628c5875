package network

import "math"

// daysPerYear is the length of a year in rates: 8,766 h.
const daysPerYear = 365.25

// MachineValue returns what a new machine of 1 PH/s will earn over its electricity, discounted, in USD per PH/s, if
// it is switched off for good at the best moment:
//
//	V(HP) = 365.25 · max over τ ≤ L of [ HP · (1 − e^(−(r+δ)τ))/(r+δ) − o · (1 − e^(−rτ))/r ]
//
// with the hashprice HP and the running cost o in USD/PH/day, the discount rate r and the expected decay δ of
// hashprice per year, both continuous and not negative, and the life L in years. The moment is τ = ln(HP/o)/δ, when
// hashprice has come down to the running cost. V grows with HP and is homogeneous of degree one in HP and o.
// Source: Julien Prat and Benjamin Walter, An Equilibrium Model of the Market for Bitcoin Mining, CESifo working
// paper 6865 (2018), of which this is the case without uncertainty.
func MachineValue(hashprice, running, discount, decay, lifeYears float64) float64 {
	if hashprice <= running {
		return 0
	}
	off := lifeYears
	if decay > 0 && running > 0 {
		off = math.Min(math.Log(hashprice/running)/decay, lifeYears)
	}
	return daysPerYear * (hashprice*annuity(discount+decay, off) - running*annuity(discount, off))
}

// annuity is the present value of one a year over a time, (1 − e^(−kτ))/k.
func annuity(rate, years float64) float64 {
	if rate == 0 {
		return years
	}
	return -math.Expm1(-rate*years) / rate
}

// EntryBarrier returns the hashprice at which a new machine is worth its price, USD/PH/day: V = price, with the
// price in USD per PH/s and the other arguments of MachineValue. Above it machines are bought. The price and the
// life must be more than zero.
func EntryBarrier(usdPerPHs, running, discount, decay, lifeYears float64) float64 {
	low := running
	high := math.Max(2*running, usdPerPHs/(daysPerYear*lifeYears))
	for MachineValue(high, running, discount, decay, lifeYears) < usdPerPHs {
		low, high = high, 2*high
	}
	for range 60 {
		middle := (low + high) / 2
		if MachineValue(middle, running, discount, decay, lifeYears) < usdPerPHs {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}
