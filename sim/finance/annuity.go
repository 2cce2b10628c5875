package finance

import (
	"fmt"
	"math"
)

// annuity returns the present value of 1 at the end of each of n periods: (1 - (1 + rate)^-n) / rate, or n at rate 0.
func annuity(rate, n float64) float64 {
	if !(rate > -1) || !(n > 0) {
		panic(fmt.Sprintf("finance: an annuity of %v periods at a rate of %v", n, rate))
	}
	if rate == 0 {
		return n
	}
	return -math.Expm1(-n*math.Log1p(rate)) / rate
}

// CRF returns the capital recovery factor: the yearly payment over n years, at the end of each, that is worth 1 today.
// The rate is per year and above -1.
func CRF(rate, years float64) float64 { return 1 / annuity(rate, years) }

// PMT returns the payment at the end of each period that repays a loan. The rate is per period and above -1.
func PMT(rate float64, periods int, loan float64) float64 {
	return loan / annuity(rate, float64(periods))
}

// IPMT returns the interest in the payment of a period, counted from 1, of a loan that PMT repays.
func IPMT(rate float64, period, periods int, loan float64) float64 {
	return PMT(rate, periods, loan) - PPMT(rate, period, periods, loan)
}

// PPMT returns the principal in the payment of a period, counted from 1, of a loan that PMT repays.
func PPMT(rate float64, period, periods int, loan float64) float64 {
	if period < 1 || period > periods {
		panic(fmt.Sprintf("finance: period %d of %d", period, periods))
	}
	return PMT(rate, periods, loan) * math.Pow(1+rate, float64(period-1-periods))
}

// FV returns what equal payments in each of some periods are worth at the end of the last, paid at the end of each
// period or at its beginning. The rate is per period and above -1.
func FV(rate float64, periods int, payment float64, beginning bool) float64 {
	value := payment * annuity(rate, float64(periods)) * math.Pow(1+rate, float64(periods))
	if beginning {
		value *= 1 + rate
	}
	return value
}

// LCOE returns the levelised cost of electricity by a fixed charge rate, as in the System Advisor Model of NREL:
// (fixed charge rate x capex + fixed cost per year) / kWh per year + variable cost per kWh. All money is in one
// currency.
func LCOE(fixedChargeRate, capex, fixedPerYear, variablePerKWh, kWhPerYear float64) float64 {
	if !(kWhPerYear > 0) {
		panic(fmt.Sprintf("finance: a cost per kWh of %v kWh", kWhPerYear))
	}
	return (fixedChargeRate*capex+fixedPerYear)/kWhPerYear + variablePerKWh
}
