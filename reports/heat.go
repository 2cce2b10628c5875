package reports

import (
	"math"
	"time"
)

// Heat draws a value of every hour over years: days across, hours of the day down, a strip for each year, so that a
// season stands in the same place of every strip.
type Heat struct {
	What  string  `json:"what"`  // what a cell shows: "machines running"
	Unit  string  `json:"unit"`  // "%"
	Zone  string  `json:"zone"`  // whose clock the hours are: "Moscow time"
	First string  `json:"first"` // the first day, 2025-01-01
	Full  float64 `json:"full"`  // the value drawn in full colour, above 0; zero is drawn as the palest
	Cells []byte  `json:"cells"` // 24 a day, day after day; see PackHeat
	Color Color   `json:"color"`
	Marks []Mark  `json:"marks,omitempty"` // stretches of time: bans, quotas
}

// HeatSteps is how finely a cell is kept: in HeatSteps equal steps from 0 to Full. A cell holds its step, or HeatGap.
const (
	HeatSteps = 200
	HeatGap   = 255
)

// PackHeat turns the values of hours into cells of one byte: gaps stay gaps, values are rounded to a two-hundredth
// of full and kept between 0 and full.
func PackHeat(values Numbers, full float64) []byte {
	cells := make([]byte, len(values))
	for i, n := range values {
		switch {
		case n.None || math.IsNaN(n.Value):
			cells[i] = HeatGap
		default:
			step := math.Round(n.Value / full * HeatSteps)
			cells[i] = byte(math.Max(0, math.Min(HeatSteps, step)))
		}
	}
	return cells
}

// Kind is "heat".
func (h *Heat) Kind() string { return "heat" }

// Days is the number of days drawn.
func (h *Heat) Days() int { return len(h.Cells) / 24 }

// Day is the date of day i.
func (h *Heat) Day(i int) time.Time {
	first, err := time.Parse(time.DateOnly, h.First)
	if err != nil {
		return time.Time{}
	}
	return first.AddDate(0, 0, i)
}

// Cell is the value of an hour of a day.
func (h *Heat) Cell(day, hour int) Number {
	step := h.Cells[24*day+hour]
	if step == HeatGap {
		return Gap
	}
	return Num(float64(step) * h.Full / HeatSteps)
}

// Table has a row for each day and a column for each hour.
func (h *Heat) Table() Table {
	days := make([]string, h.Days())
	for d := range days {
		days[d] = h.Day(d).Format(time.DateOnly)
	}
	t := Table{Columns: []Column{{Name: "day", Text: days}}}
	for hour := range 24 {
		col := Column{Name: time.Date(2000, 1, 1, hour, 0, 0, 0, time.UTC).Format("15:04"), Unit: h.Unit, Numbers: make(Numbers, len(days))}
		for d := range days {
			col.Numbers[d] = h.Cell(d, hour)
		}
		digits := Digits(Num(h.Full))
		col.Digits = &digits
		t.Columns = append(t.Columns, col)
	}
	return t
}

// Legend lists the stretches that are framed; the scale of colours is drawn beside it.
func (h *Heat) Legend() []Key {
	var keys []Key
	named := map[string]bool{}
	for _, m := range h.Marks {
		if !named[m.Label] {
			keys, named[m.Label] = append(keys, Key{Name: m.Label, Color: m.Color, Shape: "frame"}), true
		}
	}
	return keys
}

func (h *Heat) check(c *checker) {
	c.need("what", h.What)
	c.text("unit", h.Unit)
	c.text("zone", h.Zone)
	c.color(h.Color)
	if _, err := time.Parse(time.DateOnly, h.First); err != nil {
		c.add("first day: %q is not a date like 2025-01-31", clip(h.First))
	}
	if len(h.Cells) == 0 || len(h.Cells)%24 != 0 {
		c.add("%d cells; a heat map has 24 for each day", len(h.Cells))
	}
	if !(h.Full > 0) || math.IsInf(h.Full, 0) {
		c.add("full is %v; it is to be a number above zero", h.Full)
	}
	for i, cell := range h.Cells {
		if cell > HeatSteps && cell != HeatGap {
			c.add("cell %d is %d; cells are 0 to %d, or %d for a gap", i+1, cell, HeatSteps, HeatGap)
			break
		}
	}
	c.marks(h.Marks)
	for _, m := range h.Marks {
		if m.To == "" {
			c.add("mark %q: a heat map takes stretches of time, from and to", clip(m.Label))
		}
	}
}
