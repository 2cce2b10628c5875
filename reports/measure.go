package reports

import (
	"math"
	"slices"

	"hashwatt/sim/metric"
	"hashwatt/sim/unit"
)

// measure is a metric as the page's head shows it: with draws their median and the range from P5 to P95, else the
// central case.
type measure struct {
	value     float64
	low, high float64 // P5 and P95, where ranged
	central   float64
	ranged    bool
	why       string // why there is no value
	some, of  int    // draws with a value and draws, where some have none
}

// total is the measure of a metric of all sites together, in its own unit.
func (b *builder) total(id string) measure {
	e := b.r.Summary.Find(id)
	m := measure{value: e.Value.V, central: e.Value.V, why: e.Value.Why}
	draws := b.r.Settings.Draws
	switch {
	case draws > 0 && e.N == draws:
		m.value, m.low, m.high, m.ranged, m.why = e.P50, e.P5, e.P95, e.P95 > e.P5, ""
	case draws > 0:
		m.some, m.of = e.N, draws
	}
	return m
}

// fixed is a measure that does not vary.
func fixed(v float64) measure { return measure{value: v, central: v} }

func (m measure) ok() bool { return m.why == "" }

// times multiplies the measure by a factor: for the years of the horizon, or to pass into another unit.
func (m measure) times(factor float64) measure {
	m.value, m.low, m.high, m.central = m.value*factor, m.low*factor, m.high*factor, m.central*factor
	if factor < 0 {
		m.low, m.high = m.high, m.low
	}
	return m
}

// scaled passes the measure into the scale that suits its value, and returns the unit to print.
func (m measure) scaled(of string) (measure, string) {
	size := math.Abs(m.value)
	if size == 0 {
		size = max(math.Abs(m.low), math.Abs(m.high))
	}
	factor, name := unit.Scale(size, of)
	return m.times(factor), name
}

// text prints the measure with its unit and range: "1.91 TWh", or "1.91 TWh (1.10 to 3.40)".
func (m measure) text(of string) string {
	s, name := m.scaled(of)
	if !m.ranged {
		return WithUnit(Format(s.value, Digits(Num(s.value))), name)
	}
	digits := Digits(Num(s.value), Num(s.low), Num(s.high))
	return WithUnit(Format(s.value, digits), name) + " (" + Format(s.low, digits) + " to " + Format(s.high, digits) + ")"
}

// plain prints the value alone with its unit.
func (m measure) plain(of string) string {
	m.ranged = false
	return m.text(of)
}

// figure makes a figure of the page's head; label and chip are the caller's.
func (m measure) figure(label, of string, chip Chip) Figure {
	f := Figure{Label: label, Value: Gap, Low: Gap, High: Gap, Chip: chip}
	if !m.ok() {
		f.Text = m.why
		return f
	}
	s, name := m.scaled(of)
	f.Value, f.Unit = Num(s.value), name
	if m.ranged {
		f.Low, f.High = Num(s.low), Num(s.high)
		if m.central != m.value {
			f.Note = "central case " + WithUnit(Format(s.central, Digits(f.Value, f.Low, f.High)), name)
		}
	}
	return f
}

// amount prints a value with three significant digits in the scale that suits it.
func amount(v float64, of string) string { return fixed(v).text(of) }

// column scales values for a chart or a table: all of them by one factor that suits the largest.
func column(values []float64, of string) (Numbers, string) {
	largest := 0.0
	for _, v := range values {
		largest = max(largest, math.Abs(v))
	}
	factor, name := unit.Scale(largest, of)
	return Each(len(values), func(i int) float64 { return values[i] * factor }), name
}

// tableScale chooses the scale of a table of amounts: a tenth of the largest decides, so that small rows keep their
// digits.
func tableScale(values []float64, of string) (factor float64, name string) {
	largest := 0.0
	for _, v := range values {
		largest = max(largest, math.Abs(v))
	}
	return unit.Scale(largest/10, of)
}

// typicalScale chooses the scale of a table of amounts whose sizes differ widely: that of a small one among them,
// the largest of the least tenth, so that nine in ten keep their digits, though not below a hundred-thousandth of
// the largest.
func typicalScale(sizes []float64, of string) (factor float64, name string) {
	if len(sizes) == 0 {
		return unit.Scale(0, of)
	}
	v := slices.Clone(sizes)
	slices.Sort(v)
	return unit.Scale(max(v[len(v)/10], v[len(v)-1]/1e5), of)
}

// index maps metrics to their places in a row of values.
func index() map[string]int {
	out := map[string]int{}
	for k, id := range metric.IDs() {
		out[id] = k
	}
	return out
}
