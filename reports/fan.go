package reports

import "fmt"

// Fan draws what many futures have in common: the band that holds nine in ten of them, the band that holds half, their
// median, the central case dashed and a few single futures as thin lines.
type Fan struct {
	X       Axis      `json:"x"`
	Y       Axis      `json:"y"`
	At      Stops     `json:"at"`
	Color   Color     `json:"color"`
	P5      Numbers   `json:"p5"`
	P25     Numbers   `json:"p25"`
	P50     Numbers   `json:"p50"`
	P75     Numbers   `json:"p75"`
	P95     Numbers   `json:"p95"`
	Central Numbers   `json:"central,omitempty"`
	Samples []Numbers `json:"samples,omitempty"` // single futures, at most five
	Marks   []Mark    `json:"marks,omitempty"`
}

// Kind is "fan".
func (f *Fan) Kind() string { return "fan" }

// Quantile is a named row of a fan.
type Quantile struct {
	Name   string
	Values Numbers
}

// Quantiles lists the five quantiles from the lowest.
func (f *Fan) Quantiles() []Quantile {
	return []Quantile{{"P5", f.P5}, {"P25", f.P25}, {"median", f.P50}, {"P75", f.P75}, {"P95", f.P95}}
}

// CentralName and SampleName are how a fan's other lines are called.
const CentralName = "central case"

// SampleName names sample i, from 0.
func SampleName(i int) string { return fmt.Sprintf("single future %d", i+1) }

// Table has a column of stops, the five quantiles, the central case and the single futures.
func (f *Fan) Table() Table {
	t := Table{Columns: []Column{f.At.column(f.X)}}
	for _, q := range f.Quantiles() {
		t.Columns = append(t.Columns, Column{Name: q.Name, Unit: f.Y.Unit, Numbers: q.Values})
	}
	if f.Central != nil {
		t.Columns = append(t.Columns, Column{Name: CentralName, Unit: f.Y.Unit, Numbers: f.Central})
	}
	for i, s := range f.Samples {
		t.Columns = append(t.Columns, Column{Name: SampleName(i), Unit: f.Y.Unit, Numbers: s})
	}
	return t
}

// Legend explains the bands and lines.
func (f *Fan) Legend() []Key {
	keys := []Key{{"median", f.Color, "line"}, {"half of the futures", f.Color.Tint(4), "area"}, {"nine in ten", f.Color.Tint(5), "area"}}
	if f.Central != nil {
		keys = append(keys, Key{CentralName, Ink, "dashed"})
	}
	if len(f.Samples) > 0 {
		keys = append(keys, Key{"single futures", Grey, "thin"})
	}
	return keys
}

func (f *Fan) check(c *checker) {
	c.axes(f.X, f.Y)
	f.At.check(c)
	c.color(f.Color)
	if f.Y.Log {
		c.add("bands are stacked and cannot stand on a logarithmic axis")
	}
	rows := f.Quantiles()
	if f.Central != nil {
		rows = append(rows, Quantile{CentralName, f.Central})
	}
	if len(f.Samples) > 5 {
		c.add("%d single futures; more than five hide the bands", len(f.Samples))
	}
	for i, s := range f.Samples {
		rows = append(rows, Quantile{SampleName(i), s})
	}
	for _, r := range rows {
		in := c.in("series %q", r.Name)
		if len(r.Values) != f.At.Len() {
			in.add("%d values for %d stops", len(r.Values), f.At.Len())
			return
		}
		in.numbers(r.Values, f.At.label())
	}
	for k, q := range f.Quantiles()[:4] {
		above := f.Quantiles()[k+1]
		for i := range q.Values {
			lo, hi := q.Values[i], above.Values[i]
			if lo.None != hi.None {
				c.add("%s and %s do not have their gaps in the same places", q.Name, above.Name)
				break
			}
			if !lo.None && lo.Value > hi.Value {
				c.add("%s lies above %s at %s", q.Name, above.Name, f.At.Text(i))
				break
			}
		}
	}
}
