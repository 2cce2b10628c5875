package reports

// Bar is one series of bars.
type Bar struct {
	Name  string  `json:"name"`
	Color Color   `json:"color"`
	Hatch bool    `json:"hatch,omitempty"` // striped: avoidable, planned, not yet built
	Y     Numbers `json:"y"`
}

// Bars draws bars by month, year or name, stacked or side by side, with lines over them: monthly energy by site, idle hours
// by reason with the shadow price on its own axis, cash by year with its running sum.
type Bars struct {
	X       Axis   `json:"x"`
	Y       Axis   `json:"y"`
	Y2      *Axis  `json:"y2,omitempty"` // the right axis, for lines with Second; drawn in the first such line's colour
	At      Stops  `json:"at"`           // dates or names
	Grouped bool   `json:"grouped,omitempty"`
	Bars    []Bar  `json:"bars"` // stacked from the bottom up, or from left to right
	Lines   []Line `json:"lines,omitempty"`
	Marks   []Mark `json:"marks,omitempty"`
}

// Kind is "bars".
func (b *Bars) Kind() string { return "bars" }

// Table has a column of stops, one for each series of bars and one for each line.
func (b *Bars) Table() Table {
	t := Table{Columns: []Column{b.At.column(b.X)}}
	for _, s := range b.Bars {
		t.Columns = append(t.Columns, Column{Name: s.Name, Unit: b.Y.Unit, Numbers: s.Y})
	}
	for _, s := range b.Lines {
		unit := b.Y.Unit
		if s.Second && b.Y2 != nil {
			unit = b.Y2.Unit
		}
		t.Columns = append(t.Columns, Column{Name: s.Name, Unit: unit, Numbers: s.Y})
	}
	return t
}

// Seen is the order in which a reader meets the series of bars: from the left where they stand side by side; from the top of
// the stack down to zero, then further down, where they are stacked.
func (b *Bars) Seen() []int {
	var above, below []int
	for i, s := range b.Bars {
		sum := 0.0
		for _, n := range s.Y {
			sum += n.Value
		}
		switch {
		case b.Grouped || sum < 0:
			below = append(below, i)
		default:
			above = append([]int{i}, above...)
		}
	}
	return append(above, below...)
}

// Legend lists the bars as they are seen, the top of a stack first, then the lines.
func (b *Bars) Legend() []Key {
	var keys []Key
	for _, i := range b.Seen() {
		s := b.Bars[i]
		shape := "bar"
		if s.Hatch {
			shape = "hatch"
		}
		keys = append(keys, Key{Name: s.Name, Color: s.Color, Shape: shape})
	}
	return lineKeys(keys, b.Lines)
}

func (b *Bars) check(c *checker) {
	c.axes(b.X, b.Y)
	b.At.check(c)
	if len(b.At.Numbers) > 0 {
		c.add("bars stand at dates or names, not at numbers")
	}
	if len(b.Bars) == 0 {
		c.add("there is no bar to draw")
	}
	if b.Y.Log {
		c.add("bars cannot stand on a logarithmic axis: it has no zero")
	}
	for _, s := range b.Bars {
		in := c.in("series %q", clip(s.Name))
		in.need("name", s.Name)
		in.color(s.Color)
		if len(s.Y) != b.At.Len() {
			in.add("%d values for %d stops", len(s.Y), b.At.Len())
		}
		in.numbers(s.Y, b.At.label())
	}
	for _, s := range b.Lines {
		in := c.in("series %q", clip(s.Name))
		if s.At != nil {
			in.add("a line over bars shares their stops")
		}
		if s.Second && b.Y2 == nil {
			in.add("it is measured on a right axis that is not given")
		}
	}
	if b.Y2 != nil {
		c.axes(b.X, *b.Y2)
	}
	c.lines(b.Lines, b.At)
	c.marks(b.Marks)
}
