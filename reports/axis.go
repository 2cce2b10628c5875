package reports

import (
	"fmt"
	"time"
)

// Axis says what stands along one side of a chart.
type Axis struct {
	Name string  `json:"name"`           // "electricity", "month, Moscow time"
	Unit string  `json:"unit,omitempty"` // "GWh a month"; empty for dates and names
	Log  bool    `json:"log,omitempty"`  // logarithmic; all values above 0
	Low  *Number `json:"low,omitempty"`  // fixed ends; nil: from the data (bars and areas always include 0)
	High *Number `json:"high,omitempty"`
}

// Title is the axis's name with its unit, as it is printed: "electricity, GWh a month".
func (a Axis) Title() string {
	switch {
	case a.Unit == "":
		return a.Name
	case a.Name == "":
		return a.Unit
	}
	return a.Name + ", " + a.Unit
}

// Fixed is an end of an axis that does not depend on the data.
func Fixed(v float64) *Number { return &Number{Value: v} }

// Stops are the places along the horizontal axis: one of dates, numbers or names.
//
// Dates are text in the page's own clock, all of one form: 2025, 2025-01, 2025-01-31 or 2025-01-31T18:00; they are
// drawn and printed as they stand, whatever the reader's clock.
type Stops struct {
	Dates   []string `json:"dates,omitempty"`
	Numbers Numbers  `json:"numbers,omitempty"`
	Names   []string `json:"names,omitempty"`
}

// Len is the number of stops.
func (s Stops) Len() int { return len(s.Dates) + len(s.Numbers) + len(s.Names) }

// dateForms are the forms of a date from coarse to fine, with the name that charts know them by.
var dateForms = []struct{ layout, name string }{
	{"2006", "year"}, {"2006-01", "month"}, {"2006-01-02", "day"}, {"2006-01-02T15:04", "hour"},
}

// Moment reads a date of a page as milliseconds since 1970 on the page's own clock, and the name of its form: year,
// month, day or hour.
func Moment(date string) (ms int64, form string, err error) {
	for _, f := range dateForms {
		if len(date) == len(f.layout) {
			t, err := time.Parse(f.layout, date)
			if err != nil {
				break
			}
			return t.UnixMilli(), f.name, nil
		}
	}
	return 0, "", fmt.Errorf("%q is not a date like 2025, 2025-01, 2025-01-31 or 2025-01-31T18:00", clip(date))
}

// Form is what the stops are: year, month, day or hour for dates, number or name; empty without stops.
func (s Stops) Form() string {
	switch {
	case len(s.Dates) > 0:
		_, form, _ := Moment(s.Dates[0])
		return form
	case len(s.Numbers) > 0:
		return "number"
	case len(s.Names) > 0:
		return "name"
	}
	return ""
}

// Text prints stop i.
func (s Stops) Text(i int) string {
	switch {
	case len(s.Dates) > 0:
		return s.Dates[i]
	case len(s.Numbers) > 0:
		return s.Numbers[i].Format(wholeDigits(s.Numbers))
	}
	return s.Names[i]
}

func (s Stops) check(c *checker) {
	kinds := 0
	for _, n := range []int{len(s.Dates), len(s.Numbers), len(s.Names)} {
		if n > 0 {
			kinds++
		}
	}
	if kinds != 1 {
		c.add("the stops of the horizontal axis are to be dates, numbers or names, one of the three")
	}
	form := ""
	for i, d := range s.Dates {
		_, f, err := Moment(d)
		if err != nil {
			c.add("stop %d: %v", i+1, err)
			return
		}
		if i > 0 && f != form {
			c.add("stop %d: %q is a date by %s, the stops before are by %s", i+1, d, f, form)
			return
		}
		form = f
	}
	for i, n := range s.Numbers {
		if n.None || !n.finite() {
			c.add("stop %d is %v; a place on an axis is a number", i+1, n.Value)
			return
		}
	}
}

// column is the table column of the stops.
func (s Stops) column(a Axis) Column {
	switch {
	case len(s.Dates) > 0:
		return Column{Name: a.Name, Unit: a.Unit, Text: s.Dates}
	case len(s.Numbers) > 0:
		return Column{Name: a.Name, Unit: a.Unit, Numbers: s.Numbers}
	}
	return Column{Name: a.Name, Unit: a.Unit, Text: s.Names}
}

// Mark is something drawn across a chart with its label: a level, a date, a stretch of time or a point.
type Mark struct {
	Label string  `json:"label"`
	Color Color   `json:"color,omitempty"` // empty: ink
	Level *Number `json:"level,omitempty"` // a horizontal line at this value
	From  string  `json:"from,omitempty"`  // a vertical line at this date, or the start of a stretch
	To    string  `json:"to,omitempty"`    // the end of the stretch (the first date after it)
	X     *Number `json:"x,omitempty"`     // a vertical line at this number; with Y, a point
	Y     *Number `json:"y,omitempty"`     // with From or X: a point
}

// Level marks a value with a horizontal line: Level(11.23, "11.23 %, January 2022").
func Level(v float64, label string, c Color) Mark {
	return Mark{Label: label, Color: c, Level: Fixed(v)}
}

// When marks a date with a vertical line: a halving, a rule.
func When(date, label string, c Color) Mark { return Mark{Label: label, Color: c, From: date} }

// During marks a stretch from one date up to, not including, another: a ban.
func During(from, to, label string, c Color) Mark {
	return Mark{Label: label, Color: c, From: from, To: to}
}

// At marks a number on a horizontal axis of numbers with a vertical line.
func At(x float64, label string, c Color) Mark { return Mark{Label: label, Color: c, X: Fixed(x)} }

// Point marks a date and a value with a dot: the month of payback.
func Point(date string, y float64, label string, c Color) Mark {
	return Mark{Label: label, Color: c, From: date, Y: Fixed(y)}
}

func (m Mark) check(c *checker) {
	c.text("label", m.Label)
	c.color(m.Color)
	for _, n := range []*Number{m.Level, m.X, m.Y} {
		if n != nil && (n.None || !n.finite()) {
			c.add("mark %q stands at %v; a mark needs a number", clip(m.Label), n.Value)
		}
	}
	for _, d := range []string{m.From, m.To} {
		if d != "" {
			if _, _, err := Moment(d); err != nil {
				c.add("mark %q: %v", clip(m.Label), err)
			}
		}
	}
	if m.Level == nil && m.From == "" && m.X == nil {
		c.add("mark %q has no place; give it a level, a date or a number", clip(m.Label))
	}
}
