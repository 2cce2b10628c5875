package reports

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
)

// Number is one value of a page, or a gap where there is none. The zero Number is 0, not a gap.
type Number struct {
	Value float64
	None  bool // true for a gap: nothing is drawn and nothing is printed
}

// Gap is the Number that stands for "no value here". A chart leaves a hole, a table an empty cell.
var Gap = Number{None: true}

// Num is the Number that holds v. NaN and infinities are kept here and refused by Page.Check, which can name the place.
func Num(v float64) Number { return Number{Value: v} }

// Numbers is a column of values with gaps. In JSON it is an array of numbers and nulls.
type Numbers []Number

// Of copies values into Numbers. It makes no gaps: a NaN stays one, and Page.Check reports it.
func Of(values []float64) Numbers {
	out := make(Numbers, len(values))
	for i, v := range values {
		out[i].Value = v
	}
	return out
}

// OfWhere copies values into Numbers and leaves a gap wherever known is false. Both slices have one length.
func OfWhere(values []float64, known []bool) Numbers {
	if len(values) != len(known) {
		panic(fmt.Sprintf("reports: %d values and %d flags", len(values), len(known)))
	}
	out := make(Numbers, len(values))
	for i, v := range values {
		if known[i] {
			out[i].Value = v
		} else {
			out[i] = Gap
		}
	}
	return out
}

// Each makes Numbers of n values by asking at for each of them.
func Each(n int, at func(i int) float64) Numbers {
	out := make(Numbers, n)
	for i := range out {
		out[i].Value = at(i)
	}
	return out
}

// MarshalJSON writes a number in its shortest exact form, or null for a gap. NaN and infinities are errors.
func (n Number) MarshalJSON() ([]byte, error) { return appendNumber(nil, n, -1) }

// UnmarshalJSON reads a number or null.
func (n *Number) UnmarshalJSON(src []byte) error {
	var v *float64
	if err := json.Unmarshal(src, &v); err != nil {
		return err
	}
	*n = Gap
	if v != nil {
		*n = Number{Value: *v}
	}
	return nil
}

// MarshalJSON writes the whole column at once.
func (ns Numbers) MarshalJSON() ([]byte, error) { return ns.appendJSON(-1) }

// Rounded writes the column as JSON with at most digits significant digits: enough for a drawing, a third of the bytes.
func (ns Numbers) Rounded(digits int) (json.RawMessage, error) { return ns.appendJSON(digits) }

func (ns Numbers) appendJSON(digits int) ([]byte, error) {
	if ns == nil {
		return []byte("null"), nil
	}
	out := append(make([]byte, 0, 8*len(ns)+2), '[')
	for i, n := range ns {
		if i > 0 {
			out = append(out, ',')
		}
		var err error
		if out, err = appendNumber(out, n, digits); err != nil {
			return nil, fmt.Errorf("value %d: %w", i+1, err)
		}
	}
	return append(out, ']'), nil
}

func appendNumber(dst []byte, n Number, digits int) ([]byte, error) {
	switch {
	case n.None:
		return append(dst, "null"...), nil
	case math.IsNaN(n.Value) || math.IsInf(n.Value, 0):
		return nil, fmt.Errorf("%v is not a number that can be shown", n.Value)
	}
	return strconv.AppendFloat(dst, n.Value+0, 'g', digits, 64), nil // +0 turns -0 into 0
}

// finite tells whether a Number can be shown: a gap or a finite value.
func (n Number) finite() bool { return n.None || !(math.IsNaN(n.Value) || math.IsInf(n.Value, 0)) }
