package unit

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

var (
	errLarge = errors.New("too large")
	errSmall = errors.New("too small to be told from zero")
)

// parseShifted returns number × 10^shift, rounded once: the shift is added to the decimal exponent of the text. The
// number has been scanned by scanNumber.
func parseShifted(number string, shift int) (float64, error) {
	mantissa, exponent := number, 0
	if i := strings.IndexAny(number, "eE"); i >= 0 {
		e, err := strconv.Atoi(number[i+1:])
		if err != nil {
			e = 1 << 20 // beyond any float64, as the exponent itself was beyond an int
			if number[i+1] == '-' {
				e = -e
			}
		}
		mantissa, exponent = number[:i], max(-1<<20, min(e, 1<<20))
	}
	v, err := strconv.ParseFloat(mantissa+"e"+strconv.Itoa(exponent+shift), 64)
	if v == 0 {
		if strings.ContainsAny(mantissa, "123456789") {
			return 0, errSmall
		}
		return 0, nil // also drops the sign of "-0"
	}
	if err != nil || math.IsInf(v, 0) {
		return 0, errLarge
	}
	return v, nil
}

// formatShifted returns the shortest text of v × 10^-shift that parseShifted turns back into v.
func formatShifted(v float64, shift int) string {
	if v == 0 {
		return "0"
	}
	text := strconv.FormatFloat(v, 'e', -1, 64)
	i := strings.IndexByte(text, 'e')
	if i < 0 {
		return text // NaN and infinities; no parser returns them
	}
	sign, mantissa := "", text[:i]
	if mantissa[0] == '-' {
		sign, mantissa = "-", mantissa[1:]
	}
	e, err := strconv.Atoi(text[i+1:])
	if err != nil {
		panic("unit: strconv printed the exponent " + text[i+1:])
	}
	e -= shift
	digits := strings.Replace(mantissa, ".", "", 1)
	switch {
	case e < -6 || e > 20: // 1e-7, 1.5e+21: plain zeros would be hard to count
		if len(digits) > 1 {
			digits = digits[:1] + "." + digits[1:]
		}
		return fmt.Sprintf("%s%se%+d", sign, digits, e)
	case e < 0:
		return sign + "0." + strings.Repeat("0", -e-1) + digits
	case e+1 >= len(digits):
		return sign + digits + strings.Repeat("0", e+1-len(digits))
	}
	return sign + digits[:e+1] + "." + digits[e+1:]
}

// scanNumber returns the decimal number at the start of text, "" if there is none: [+-] digits [. digits] [e [+-]
// digits].
func scanNumber(text string) string {
	i := 0
	if i < len(text) && (text[i] == '+' || text[i] == '-') {
		i++
	}
	whole := digits(text[i:])
	i += whole
	fraction := 0
	if i < len(text) && text[i] == '.' {
		fraction = digits(text[i+1:])
		i += 1 + fraction
	}
	if whole+fraction == 0 {
		return ""
	}
	if i < len(text) && (text[i] == 'e' || text[i] == 'E') {
		j := i + 1
		if j < len(text) && (text[j] == '+' || text[j] == '-') {
			j++
		}
		if n := digits(text[j:]); n > 0 {
			i = j + n
		}
	}
	return text[:i]
}

// digits counts the decimal digits at the start of text.
func digits(text string) int {
	n := 0
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	return n
}
