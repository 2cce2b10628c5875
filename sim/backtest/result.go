package backtest

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"hashwatt/sim/calendar"
)

// Result is the outcome of the tests that were asked for, in the order of the table.
type Result struct {
	Tests []Test `json:"tests"`
}

// Broken returns the gates that do not hold.
func (r *Result) Broken() []*Test {
	var broken []*Test
	for i := range r.Tests {
		if t := &r.Tests[i]; t.Gate && !t.Passed {
			broken = append(broken, t)
		}
	}
	return broken
}

// Test is one question to the record, and its answer.
type Test struct {
	ID       string   `json:"id"`    // B1
	Title    string   `json:"title"` // a few words: "Difficulty replay"
	Question string   `json:"question"`
	Gate     bool     `json:"gate"`            // it must hold; otherwise it is a report
	Basis    string   `json:"basis,omitempty"` // what the test runs on where that is not what scenarios run on; continues "it runs on"
	Figures  []Figure `json:"figures"`
	Verdict  string   `json:"verdict"` // one sentence or two, made from the figures
	Passed   bool     `json:"passed"`  // every figure holds
	Windows  []Window `json:"windows,omitempty"`
	Notes    []string `json:"notes,omitempty"`   // method, assumptions, what the figures do not say
	Sources  []string `json:"sources,omitempty"` // ids of seeds/sources.csv beside the network's own record
	Table    *Table   `json:"table,omitempty"`   // the judged figures at a glance; nil where they are few
	Charts   []Chart  `json:"charts,omitempty"`
}

// Table is a small table of words: every row has a cell for each column of the header.
type Table struct {
	Title  string     `json:"title"` // what a cell says
	Header []string   `json:"header"`
	Rows   [][]string `json:"rows"`
}

// The words for what a figure or a test comes to; there are no others.
const (
	Holds  = "holds"
	Misses = "misses"
)

// Outcome is Holds or Misses.
func (t *Test) Outcome() string { return outcome(t.Passed) }

// Outcome is Holds or Misses, and "" of a figure that is there to be read.
func (f *Figure) Outcome() string {
	if f.Passed && !f.Judged() {
		return ""
	}
	return outcome(f.Passed)
}

func outcome(passed bool) string {
	if passed {
		return Holds
	}
	return Misses
}

// MarshalJSON adds the outcome in words.
func (t Test) MarshalJSON() ([]byte, error) {
	type plain Test
	return json.Marshal(struct {
		plain
		Outcome string `json:"outcome"`
	}{plain(t), t.Outcome()})
}

// MarshalJSON adds the outcome in words where something is asked.
func (f Figure) MarshalJSON() ([]byte, error) {
	type plain Figure
	return json.Marshal(struct {
		plain
		Outcome string `json:"outcome,omitempty"`
	}{plain(f), f.Outcome()})
}

// Figure is one number of a test.
type Figure struct {
	Name   string   `json:"name"`
	Unit   string   `json:"unit,omitempty"` // "" for a pure number
	Value  float64  `json:"value"`
	Shown  string   `json:"shown,omitempty"`  // what people read in place of value and unit: a date
	Target string   `json:"target,omitempty"` // for people: "within 8 % of 13.67 T"; "" where nothing is asked
	Low    *float64 `json:"low,omitempty"`    // least value that holds; nil for none
	High   *float64 `json:"high,omitempty"`   // greatest; nil for none
	Passed bool     `json:"passed"`           // true where nothing is asked
}

// Judged reports whether anything is asked of the figure; otherwise it is there to be read.
func (f *Figure) Judged() bool { return f.Low != nil || f.High != nil }

// Window says what was fitted to which days and what was tested on which. Dates are UTC days, both ends inclusive;
// a zero date means that nothing was fitted, or tested.
type Window struct {
	What       string        `json:"what"` // the parameters: "speed and decline of adjustment"
	FittedFrom calendar.Date `json:"fitted_from,omitzero"`
	FittedTo   calendar.Date `json:"fitted_to,omitzero"`
	TestedFrom calendar.Date `json:"tested_from,omitzero"`
	TestedTo   calendar.Date `json:"tested_to,omitzero"`
}

// Chart is a set of curves over one axis: of days, or of the numbers that XName names.
type Chart struct {
	Title  string  `json:"title"`
	XName  string  `json:"x_name,omitempty"` // with its unit: "epochs ahead"; "" for days
	Unit   string  `json:"unit"`             // of the values
	Log    bool    `json:"log,omitempty"`    // the values span decades
	Curves []Curve `json:"curves"`
}

// Curve is one line of a chart: Values over Dates, or over X where the chart has an XName.
type Curve struct {
	Name   string          `json:"name"`
	Role   Role            `json:"role"`
	Dates  []calendar.Date `json:"dates,omitempty"`
	X      []float64       `json:"x,omitempty"`
	Values []float64       `json:"values"`
}

// Role says what a curve shows, so that all charts draw it alike.
type Role string

// The roles.
const (
	Simulated Role = "simulated"
	Observed  Role = "observed"
	NoChange  Role = "no change" // the forecast that everything stays as it is
	Other     Role = "other"     // a second run, a bound
)

// read returns a figure of which nothing is asked.
func read(name, unit string, value float64) Figure {
	return Figure{Name: name, Unit: unit, Value: value, Passed: true}
}

// within returns a figure that must lie between two values, both inclusive. A value that is not a number does not hold.
func within(name, unit string, value, low, high float64, target string) Figure {
	return Figure{Name: name, Unit: unit, Value: value, Target: target, Low: &low, High: &high, Passed: low <= value && value <= high}
}

// atMost returns a figure that must not exceed a value.
func atMost(name, unit string, value, high float64, target string) Figure {
	return Figure{Name: name, Unit: unit, Value: value, Target: target, High: &high, Passed: value <= high}
}

// atLeast returns a count that must not be below another.
func atLeast(name, unit string, value, low float64) Figure {
	return Figure{Name: name, Unit: unit, Value: value, Target: fmt.Sprintf("%g or more", low), Low: &low, Passed: value >= low}
}

// near returns a figure that must lie within a share of a value: 0.05 is 5 %.
func near(name, unit string, value, want, share float64) Figure {
	low, high := want*(1-share), want*(1+share)
	return within(name, unit, value, min(low, high), max(low, high), fmt.Sprintf("within %.3g %% of %.5g", 100*share, want))
}

// Figure returns the figure of a name; it panics where there is none.
func (t *Test) Figure(name string) *Figure {
	for i := range t.Figures {
		if t.Figures[i].Name == name {
			return &t.Figures[i]
		}
	}
	panic("backtest: test " + t.ID + " has no figure " + name)
}

// digits is how many significant digits figures and curves keep: more than anything is known to, fewer than sums of
// floats dirty.
const digits = 12

// clean rounds a number to these digits.
func clean(v float64) float64 {
	out, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'g', digits, 64), 64) // its own text parses
	return out
}

// on returns a figure that is a day: the number counts from another day, people read the day or what words make of it.
func on(name string, d, from calendar.Date, words string) Figure {
	f := read(name, "days after "+from.String(), float64(d.Days()-from.Days()))
	f.Shown = words
	return f
}

// add appends a figure, without the dust of floats. What is no number is a broken figure without a value, so that
// it can be printed.
func (t *Test) add(f Figure) {
	if math.IsNaN(f.Value) || math.IsInf(f.Value, 0) {
		f.Value, f.Passed, f.Target = 0, false, "a number, which it is not"
	}
	f.Value = clean(f.Value)
	for _, bound := range []**float64{&f.Low, &f.High} {
		if *bound != nil {
			*bound = ptr(clean(**bound))
		}
	}
	t.Figures = append(t.Figures, f)
}

// chart appends a chart.
func (t *Test) chart(c Chart) { t.Charts = append(t.Charts, c) }

// broken reports whether a figure does not hold.
func (t *Test) broken() bool { return t.firstBroken() != "" }

// firstBroken says which figure does not hold, "" where all do.
func (t *Test) firstBroken() string {
	for _, f := range t.Figures {
		if !f.Passed {
			return fmt.Sprintf("%s: %s, wanted is %s", f.Name, f.Text(), f.Target)
		}
	}
	return ""
}

// Text is what people read: what is shown in place of the value, else the value with five digits and its unit.
func (f *Figure) Text() string {
	if f.Shown != "" {
		return f.Shown
	}
	text := strconv.FormatFloat(f.Value, 'g', 5, 64)
	if f.Unit != "" {
		text += " " + f.Unit
	}
	return text
}

// point appends a day and its value.
func (c *Curve) point(d calendar.Date, v float64) {
	c.Dates, c.Values = append(c.Dates, d), append(c.Values, clean(v))
}

// as names a curve.
func (c Curve) as(name string, role Role) Curve {
	c.Name, c.Role = name, role
	return c
}

// ptr returns a pointer to a value.
func ptr[T any](v T) *T { return &v }
