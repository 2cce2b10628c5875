package reports

import "math"

// Grid draws a value for each pair of a row and a place across as a field of colour: the months in which each rule
// binds, what stops each site.
type Grid struct {
	What  string  `json:"what"` // what a field shows: "hours in which it binds"
	Unit  string  `json:"unit"` // "%"
	X     Axis    `json:"x"`
	At    Stops   `json:"at"`             // dates or names
	Of    string  `json:"of"`             // what the rows are: "limit"
	Rows  []Row   `json:"rows"`           // from the top down
	Full  float64 `json:"full"`           // the value drawn in full colour, above 0; zero is drawn as the palest
	Color Color   `json:"color"`          // of a value; a gap stays blank
	Told  bool    `json:"told,omitempty"` // the values stand in the fields, where there is room
}

// Row is one row of a grid.
type Row struct {
	Name  string  `json:"name"`
	Cells Numbers `json:"cells"` // one for each place across
}

// Kind is "grid".
func (g *Grid) Kind() string { return "grid" }

// Table has a row for each date and a column for each row of the grid; over names it lies as the grid does.
func (g *Grid) Table() Table {
	digits := Digits(Num(g.Full))
	if len(g.At.Names) == 0 {
		t := Table{Columns: []Column{g.At.column(g.X)}}
		for _, row := range g.Rows {
			t.Columns = append(t.Columns, Column{Name: row.Name, Unit: g.Unit, Digits: &digits, Numbers: row.Cells})
		}
		return t
	}
	names := Column{Name: g.Of}
	for _, row := range g.Rows {
		names.Text = append(names.Text, row.Name)
	}
	t := Table{Columns: []Column{names}}
	for i, name := range g.At.Names {
		one := Column{Name: name, Unit: g.Unit, Digits: &digits}
		for _, row := range g.Rows {
			one.Numbers = append(one.Numbers, row.Cells[i])
		}
		t.Columns = append(t.Columns, one)
	}
	return t
}

// Legend is empty; the scale of colours is drawn instead.
func (g *Grid) Legend() []Key { return nil }

func (g *Grid) check(c *checker) {
	c.need("what", g.What)
	c.text("unit", g.Unit)
	c.need("of", g.Of)
	c.color(g.Color)
	g.At.check(c)
	if len(g.At.Numbers) > 0 {
		c.add("a grid stands at dates or names, not at numbers")
	}
	if len(g.Rows) == 0 {
		c.add("there is no row to draw")
	}
	if !(g.Full > 0) || math.IsInf(g.Full, 0) {
		c.add("full is %v; it is to be a number above zero", g.Full)
	}
	for _, row := range g.Rows {
		in := c.in("row %q", clip(row.Name))
		in.need("name", row.Name)
		if len(row.Cells) != g.At.Len() {
			in.add("%d values for %d stops", len(row.Cells), g.At.Len())
		}
		in.numbers(row.Cells, g.At.label())
	}
}
