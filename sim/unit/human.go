package unit

import (
	"math"
	"strconv"
	"strings"
)

// thinSpace stands between a number and its unit and between thousands. It does not break a line.
const thinSpace = "\u202f"

// humanScales lists the units that change with the size of a value, small to large. Every other unit stays as it is.
var humanScales = map[string][]scale{
	"MW":   {{"W", -6}, {"kW", -3}, {"MW", 0}, {"GW", 3}},
	"MWh":  {{"Wh", -6}, {"kWh", -3}, {"MWh", 0}, {"GWh", 3}, {"TWh", 6}},
	"PH/s": {{"GH/s", -6}, {"TH/s", -3}, {"PH/s", 0}, {"EH/s", 3}, {"ZH/s", 6}},
	"t":    {{"t", 0}, {"kt", 3}, {"Mt", 6}, {"Gt", 9}},
	"USD":  {{"$", 0}, {"k$", 3}, {"M$", 6}, {"bn$", 9}},
}

// Human prints a value for people to read: three significant digits at least, one fitting scale, a thin space
// (U+202F) before the unit and between thousands, a true minus sign. A value in MWh, MW, PH/s, t, USD or another
// currency code is scaled: Human(-84.2e6, "USD") is "−84.2 M$", Human(1.91e6, "MWh") is "1.91 TWh". Whole thousands
// are never rounded away: Human(8766, "h") is "8 766 h". A value that is not a number prints as "n/a".
func Human(v float64, unit string) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "n/a"
	}
	factor, scaled := Scale(v, unit)
	text := threeDigits(v * factor)
	if scaled == "" {
		return text
	}
	return text + thinSpace + scaled
}

// Scale chooses the scale in which a whole column is shown from its largest absolute value: the column's values are
// multiplied by factor and carry the unit scaled. The choice is made after rounding to three digits, so that 999.9
// MW counts as 1 GW.
func Scale(max float64, unit string) (factor float64, scaled string) {
	choice := humanScales[unit]
	if choice == nil && isCurrency(unit) && unit != "BTC" {
		choice = []scale{{unit, 0}, {"k" + unit, 3}, {"M" + unit, 6}, {"bn " + unit, 9}}
	}
	if choice == nil {
		return 1, unit
	}
	size, err := strconv.ParseFloat(strconv.FormatFloat(math.Abs(max), 'e', 2, 64), 64)
	if err != nil || size == 0 || math.IsNaN(size) || math.IsInf(size, 0) {
		return 1, display(choice, unit)
	}
	best := choice[0]
	for _, u := range choice {
		if size >= math.Pow10(u.exp) {
			best = u
		}
	}
	return math.Pow10(-best.exp), best.name
}

// display returns the name that the base unit has in a choice: "$" for USD.
func display(choice []scale, unit string) string {
	for _, u := range choice {
		if u.exp == 0 {
			return u.name
		}
	}
	return unit
}

// threeDigits prints a number with three significant digits, or as a whole number in groups of three where it is
// 1000 or more.
func threeDigits(v float64) string {
	size := math.Abs(v)
	var text string
	switch {
	case size == 0:
		return "0"
	case size >= 1e15 || size < 1e-6:
		text = trimZeros(strconv.FormatFloat(size, 'e', 2, 64))
	case size >= 999.5:
		text = group(strconv.FormatFloat(size, 'f', 0, 64))
	default:
		rounded, err := strconv.ParseFloat(strconv.FormatFloat(size, 'e', 2, 64), 64)
		if err != nil {
			panic("unit: strconv cannot read its own number")
		}
		text = strconv.FormatFloat(rounded, 'f', -1, 64)
	}
	if v < 0 {
		return "−" + text
	}
	return text
}

// trimZeros shortens "1.20e+15" to "1.2e15".
func trimZeros(text string) string {
	mantissa, exponent, _ := strings.Cut(text, "e")
	if strings.Contains(mantissa, ".") {
		mantissa = strings.TrimRight(strings.TrimRight(mantissa, "0"), ".")
	}
	return mantissa + "e" + strings.TrimPrefix(strings.Replace(exponent, "-0", "-", 1), "+")
}

// group puts a thin space between thousands.
func group(whole string) string {
	var b strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(thinSpace)
		}
		b.WriteRune(r)
	}
	return b.String()
}
