package reports

// Area is one layer of a stack.
type Area struct {
	Name  string  `json:"name"`
	Color Color   `json:"color"`
	Y     Numbers `json:"y"` // never negative
}

// Areas draws a stack of areas along time, with lines over it: megawatts built by programme and what the limits allow.
type Areas struct {
	X     Axis   `json:"x"`
	Y     Axis   `json:"y"`
	At    Stops  `json:"at"`
	Step  bool   `json:"step,omitempty"` // layers hold their value up to the next stop
	Areas []Area `json:"areas"`          // from the bottom up
	Lines []Line `json:"lines,omitempty"`
	Marks []Mark `json:"marks,omitempty"`
}

// Kind is "areas".
func (a *Areas) Kind() string { return "areas" }

// Table has a column of stops, one for each layer and one for each line.
func (a *Areas) Table() Table {
	t := Table{Columns: []Column{a.At.column(a.X)}}
	for _, s := range a.Areas {
		t.Columns = append(t.Columns, Column{Name: s.Name, Unit: a.Y.Unit, Numbers: s.Y})
	}
	return lineTable(t, a.X, a.Y, a.At, a.Lines)
}

// Legend lists the layers from the top down, as they are seen, then the lines.
func (a *Areas) Legend() []Key {
	var keys []Key
	for i := len(a.Areas) - 1; i >= 0; i-- {
		keys = append(keys, Key{Name: a.Areas[i].Name, Color: a.Areas[i].Color, Shape: "area"})
	}
	return lineKeys(keys, a.Lines)
}

func (a *Areas) check(c *checker) {
	c.axes(a.X, a.Y)
	a.At.check(c)
	if len(a.Areas) == 0 {
		c.add("there is no area to draw")
	}
	for _, s := range a.Areas {
		in := c.in("series %q", clip(s.Name))
		in.need("name", s.Name)
		in.color(s.Color)
		if len(s.Y) != a.At.Len() {
			in.add("%d values for %d stops", len(s.Y), a.At.Len())
		}
		in.numbers(s.Y, a.At.label())
		for i, n := range s.Y {
			if !n.None && n.Value < 0 {
				in.add("value %d is %v; a layer of a stack is never negative", i+1, n.Value)
				break
			}
		}
	}
	c.lines(a.Lines, a.At)
	c.marks(a.Marks)
}
