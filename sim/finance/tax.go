package finance

import "fmt"

// MaxOffset is the largest share of a year's profit that losses of earlier years may offset. It is the rule of the
// Russian Tax Code, article 283 (2.1), and stands for the minimum taxation that many countries have.
const MaxOffset = 0.5

// StraightLine returns the depreciation of a month: an equal part of the cost in each month of the life, which is in
// months, above 0, and may have a fraction that its last month takes. The month is counted from 0, the month in which
// the plant came online; before it and after the life there is none.
func StraightLine(cost, life float64, month int) float64 {
	if !(life > 0) {
		panic(fmt.Sprintf("finance: a life of %v months", life))
	}
	if month < 0 {
		return 0
	}
	return cost * min(max(life-float64(month), 0), 1) / life
}

// TaxYear returns the tax on a year's profit and the losses that are carried forward from it. A loss pays no tax
// and is added to those of earlier years, which are given as a positive amount; a profit is offset by them, by at
// most the share MaxOffset of itself. What is left when the run ends is lost. The rate is a fraction.
func TaxYear(rate, profit, losses float64) (tax, carried float64) {
	if profit <= 0 {
		return 0, losses - profit
	}
	offset := min(losses, MaxOffset*profit)
	return rate * (profit - offset), losses - offset
}
