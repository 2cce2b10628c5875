package reports

// Bar is one series of bars.
type Bar struct {
	Name  string  `json:"name"`
	Color Color   `json:"color"`
	Hatch bool    `json:"hatch,omitempty"` // striped: avoidable, planned, not yet built
	Y     Numbers `json:"y"`
}

// Bars draws bars by month, year or name, stacked or side by side, with lines over them: monthly energy by site,
// idle hours by reason with the shadow price on its own axis, cash by year with its running sum. A waterfall is
// bars of which each begins where the one before ended, and goes up or down from there; a gap in it is a bar of no
// height.
type Bars struct {
	X       Axis    `json:"x"`
	Y       Axis    `json:"y"`
	Y2      *Axis   `json:"y2,omitempty"` // the right axis, for lines with Second; drawn in the first such line's colour
	At      Stops   `json:"at"`           // dates or names
	Grouped bool    `json:"grouped,omitempty"`
	Base    Numbers `json:"base,omitempty"` // where each stack begins, for a waterfall; none: at zero
	Bars    []Bar   `json:"bars"`           // stacked from the bottom up, or from left to right
	Lines   []Line  `json:"lines,omitempty"`
	Marks   []Mark  `json:"marks,omitempty"`
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

// Ends is how far each stack reaches up and down, its beginning included; nothing where bars stand side by side.
func (b *Bars) Ends() (up, down Numbers) {
	if b.Grouped {
		return nil, nil
	}
	up, down = make(Numbers, b.At.Len()), make(Numbers, b.At.Len())
	for i := range up {
		if b.Base != nil {
			at := b.Base[i].Value
			up[i].Value, down[i].Value = at, at
			for _, s := range b.Bars {
				at += s.Y[i].Value
				up[i].Value, down[i].Value = max(up[i].Value, at), min(down[i].Value, at)
			}
			continue
		}
		for _, s := range b.Bars {
			up[i].Value += max(0, s.Y[i].Value)
			down[i].Value += min(0, s.Y[i].Value)
		}
	}
	return up, down
}

// Seen is the order in which a reader meets the series of bars: from the left where they stand side by side; from
// the top of the stack down to zero, then further down, where they are stacked.
func (b *Bars) Seen() []int {
	var above, below []int
	for i, s := range b.Bars {
		sum := 0.0
		for _, n := range s.Y {
			sum += n.Value
		}
		switch {
		case b.Grouped || b.Base != nil || sum < 0:
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
	if b.Base != nil {
		if len(b.Base) != b.At.Len() {
			c.add("%d places at which stacks begin, for %d stops", len(b.Base), b.At.Len())
		}
		if b.Grouped {
			c.add("bars that stand side by side begin at zero, not on one another")
		}
		c.in("base").numbers(b.Base, b.At.label())
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
