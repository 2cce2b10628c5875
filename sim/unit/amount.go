package unit

import (
	"math"
	"strconv"
)

// Amount prints a value for a message, with so many significant digits, in a scale that fits it and with its unit
// as scenarios write it: Amount(-71809062, "USD", 4) is "-71.81 MUSD", Amount(1.912e7, "MWh", 3) is "19.1 TWh".
// Money, energy, power and hashrate in EH/s are scaled; anything else keeps its unit, and whole thousands are never
// rounded away.
func Amount(v float64, of string, digits int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "no number"
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'e', digits-1, 64), 64)
	if err != nil {
		panic("unit: strconv cannot read its own number")
	}
	switch {
	case isCurrency(of) && of != "BTC":
		return Money{rounded, of}.String()
	case of == "MWh":
		return Energy(rounded).String()
	case of == "MW":
		return Power(rounded).String()
	case of == "EH/s":
		return Hashrate(rounded * 1000).String()
	}
	text := strconv.FormatFloat(rounded, 'f', -1, 64)
	if size := math.Abs(v); size >= math.Pow10(digits) {
		text = strconv.FormatFloat(v, 'f', 0, 64)
	} else if size < 1e-6 && size > 0 {
		text = strconv.FormatFloat(v, 'e', digits-1, 64)
	}
	if of == "" {
		return text
	}
	return text + " " + of
}
