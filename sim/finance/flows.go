package finance

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"hashwatt/sim/calendar"
	"hashwatt/sim/sample"
)

// A flow is an amount at a time in years.
type flow struct{ time, amount float64 }

// sameTime is how near two times are that were meant to be one, in years: a third of a second.
const sameTime = 1e-8

// nothing is how small a sum is, relative to what was added, that is 0 but for rounding.
const nothing = 1e-13

// merge returns the flows in the order of their times, those at one time added up.
func merge(times, amounts []float64) []flow {
	if len(times) != len(amounts) {
		panic(fmt.Sprintf("finance: %d times for %d flows", len(times), len(amounts)))
	}
	sorted := make([]flow, len(times))
	for i, t := range times {
		if math.IsNaN(t+amounts[i]) || math.IsInf(t, 0) || math.IsInf(amounts[i], 0) {
			panic(fmt.Sprintf("finance: flow %d is %v at time %v", i, amounts[i], t))
		}
		sorted[i] = flow{t, amounts[i]}
	}
	slices.SortStableFunc(sorted, func(a, b flow) int { return cmp.Compare(a.time, b.time) })
	merged := sorted[:0]
	for i := 0; i < len(sorted); {
		at := sorted[i].time
		var sum, size sample.Sum
		for ; i < len(sorted) && sorted[i].time-at <= sameTime; i++ {
			sum.Add(sorted[i].amount)
			size.Add(math.Abs(sorted[i].amount))
		}
		amount := sum.Value()
		if math.Abs(amount) <= nothing*size.Value() {
			amount = 0
		}
		merged = append(merged, flow{at, amount})
	}
	return merged
}

// NPV returns the net present value: the sum of flow / (1 + rate)^time, times in years. The rate is above -1; the value
// is finite for rates of 0 and more.
func NPV(rate float64, times, flows []float64) float64 {
	if !(rate > -1) {
		panic(fmt.Sprintf("finance: a rate of %v per year", rate))
	}
	if len(times) != len(flows) {
		panic(fmt.Sprintf("finance: %d times for %d flows", len(times), len(flows)))
	}
	var sum sample.Sum
	for i, f := range flows {
		sum.Add(f * math.Pow(1+rate, -times[i]))
	}
	return sum.Value()
}

// XNPV returns the net present value of dated flows at the earliest date, by actual days over 365.
func XNPV(rate float64, dates []calendar.Date, flows []float64) float64 {
	return NPV(rate, yearsSinceFirst(dates), flows)
}

// yearsSinceFirst returns the days from the earliest date to each, over 365.
func yearsSinceFirst(dates []calendar.Date) []float64 {
	first := math.MaxInt
	for _, d := range dates {
		first = min(first, d.Days())
	}
	years := make([]float64, len(dates))
	for i, d := range dates {
		years[i] = float64(d.Days()-first) / 365
	}
	return years
}

// Payback returns the time, in years, from which the sum of the flows is never negative again, interpolated in a
// straight line between the flows beside it; 0 where it never was negative. It is not ok where the sum ends negative.
func Payback(times, flows []float64) (years float64, ok bool) {
	return payback(merge(times, flows))
}

// DiscountedPayback is Payback of the flows discounted to time 0.
func DiscountedPayback(rate float64, times, flows []float64) (years float64, ok bool) {
	merged := merge(times, flows)
	for i := range merged {
		merged[i].amount *= math.Pow(1+rate, -merged[i].time)
	}
	return payback(merged)
}

func payback(flows []flow) (years float64, ok bool) {
	var sum, size sample.Sum
	before := flow{} // the balance before
	for _, f := range flows {
		sum.Add(f.amount)
		size.Add(math.Abs(f.amount))
		balance := sum.Value()
		if balance >= -nothing*size.Value() {
			balance = max(balance, 0)
		}
		if before.amount < 0 && balance >= 0 {
			years = before.time + (f.time-before.time)*(-before.amount)/(balance-before.amount)
		}
		before = flow{f.time, balance}
	}
	return years, before.amount >= 0
}

// MIRR returns the modified internal rate of return: payments are discounted to the first time at the rate finance,
// receipts are compounded to the last time at the rate reinvest, and MIRR is the rate that joins the two,
// (receipts / payments)^(1 / years) - 1. It is not ok without a payment, a receipt, and some time between them.
func MIRR(times, flows []float64, finance, reinvest float64) (rate float64, ok bool) {
	merged := merge(times, flows)
	if len(merged) < 2 {
		return 0, false
	}
	first, last := merged[0].time, merged[len(merged)-1].time
	var paid, received sample.Sum
	for _, f := range merged {
		if f.amount < 0 {
			paid.Add(-f.amount * math.Pow(1+finance, first-f.time))
		} else {
			received.Add(f.amount * math.Pow(1+reinvest, last-f.time))
		}
	}
	if paid.Value() == 0 || received.Value() == 0 {
		return 0, false
	}
	return math.Pow(received.Value()/paid.Value(), 1/(last-first)) - 1, true
}
