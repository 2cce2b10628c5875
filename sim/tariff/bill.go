package tariff

import (
	"fmt"
	"math"

	"hashwatt/sim/sample"
	"hashwatt/sim/unit"
)

// line names one line of an invoice and says how it came about in a month. mwh is the energy on it.
type line struct {
	name string
	why  func(m int, mwh, amount float64) string
}

// invoice bills a separable component: load times price, one charge per local month and line, months in order.
//
// price is per MWh by hour; of tells which line an hour belongs to (nil: all on the first one). Lines without energy
// are left out, so zero load gives no charge at all.
func invoice(loadMWh, price []float64, in Input, currency string, lines []line, of []int16) ([]Charge, error) {
	months := len(in.Civil.Months)
	mwh := make([]sample.Sum, months*len(lines))
	amount := make([]sample.Sum, months*len(lines))
	for t, load := range loadMWh {
		if math.IsNaN(load) || math.IsInf(load, 0) || load < 0 {
			return nil, fmt.Errorf("load is %v MWh in the hour from %s; a load is zero or more", load, hourText(in, t))
		}
		k := int(in.Civil.Month[t]) * len(lines)
		if of != nil {
			k += int(of[t])
		}
		mwh[k].Add(load)
		amount[k].Add(load * price[t])
	}
	var charges []Charge
	for m := range months {
		for l, ln := range lines {
			energy, money := mwh[m*len(lines)+l].Value(), amount[m*len(lines)+l].Value()
			if energy == 0 {
				continue
			}
			if !number(money) {
				return nil, fmt.Errorf("the bill of %s is too large to be a number; check the prices and the load", monthText(in, m))
			}
			charges = append(charges, Charge{Month: m, Name: ln.name, Amount: money, Currency: currency, Why: ln.why(m, energy, money)})
		}
	}
	return charges, nil
}

// growth returns (1+rate)^(t/8766), the factor by which an effective annual rate has moved a price in t hours.
func growth(rate unit.AnnualRate, t int) float64 {
	if rate == 0 {
		return 1
	}
	return math.Pow(1+float64(rate), float64(t)/unit.HoursPerYear)
}

// addHour adds the price of hour t to dst and refuses a sum that is not a number.
func addHour(dst []float64, t int, price float64, in Input) error {
	sum := dst[t] + price
	if math.IsNaN(sum) || math.IsInf(sum, 0) {
		return fmt.Errorf("the price is not a number in the hour from %s; check price, mean and escalation", hourText(in, t))
	}
	dst[t] = sum
	return nil
}

// hourText prints the start of an hour as UTC.
func hourText(in Input, t int) string { return in.Axis.At(t).UTC().Format("2006-01-02T15:04Z") }

// energyText prints an energy for a line of an invoice, to the kWh.
func energyText(mwh float64) string { return fmt.Sprintf("%.3f MWh", mwh) }

// averageText prints the mean price of a line of an invoice.
func averageText(mwh, amount float64, currency string) string {
	return fmt.Sprintf("%s at %.4g %s/MWh on average", energyText(mwh), amount/mwh, currency)
}
