package reports

import (
	"math"
	"strconv"
	"strings"
)

// Typography of numbers: a narrow no-break space between thousands and before a unit, a true minus sign.
const (
	thinSpace = "\u202f"
	minusSign = "\u2212"
)

// Digits is the number of decimals that suits the largest of the values: 0 from 100 on, 1 from 10 on, 2 from 0.1
// on, and three significant digits below that, at most 8. All the cells of a column, and a value with its range,
// share one count.
func Digits(values ...Number) int {
	top := 0.0
	for _, n := range values {
		if !n.None && n.finite() {
			top = math.Max(top, math.Abs(n.Value))
		}
	}
	if top == 0 {
		return 0
	}
	// 9.995 prints as 10.0 with one decimal: the threshold is taken from the printed form.
	exp := int(math.Floor(math.Log10(top * (1 + 5e-4))))
	if exp == -1 {
		return 2
	}
	return min(max(2-exp, 0), 8)
}

// wholeDigits is Digits, but 0 where all values are whole numbers below a million, such as counts, hours or years.
func wholeDigits(values Numbers) int {
	for _, n := range values {
		if !n.None && (n.Value != math.Trunc(n.Value) || math.Abs(n.Value) >= 1e6) {
			return Digits(values...)
		}
	}
	return 0
}

// Format prints v for people with the given number of decimals: 1 234.5 with a thin space and a true minus.
func Format(v float64, digits int) string {
	text := strconv.FormatFloat(math.Abs(v), 'f', digits, 64)
	whole, frac, _ := strings.Cut(text, ".")
	var b strings.Builder
	if v < 0 && strings.Trim(text, "0.") != "" { // no minus before a rounded zero
		b.WriteString(minusSign)
	}
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(thinSpace)
		}
		b.WriteRune(r)
	}
	if frac != "" {
		b.WriteString("." + frac)
	}
	return b.String()
}

// Format prints a number for people, or an empty text for a gap.
func (n Number) Format(digits int) string {
	if n.None {
		return ""
	}
	return Format(n.Value, digits)
}

// WithUnit joins a printed number and its unit with a thin space. A text without a unit stays as it is.
func WithUnit(text, unit string) string {
	if unit == "" || text == "" {
		return text
	}
	return text + thinSpace + unit
}
