package reports

// Style is how a line is drawn. It repeats the difference that a colour makes, for those who do not see the colour.
type Style string

// The styles of a line.
const (
	Solid  Style = ""
	Dashed Style = "dashed"
	Dotted Style = "dotted"
	Thin   Style = "thin"
	Dots   Style = "dots" // points without a line: published estimates
)

// Line is one line of a chart.
type Line struct {
	Name   string  `json:"name"`
	Color  Color   `json:"color"`
	Style  Style   `json:"style,omitempty"`
	Step   bool    `json:"step,omitempty"`   // holds its value up to the next stop
	Fill   bool    `json:"fill,omitempty"`   // a pale area down to zero
	Second bool    `json:"second,omitempty"` // on bars: measured on the right axis
	At     *Stops  `json:"at,omitempty"`     // its own stops; nil: those of the chart
	Y      Numbers `json:"y"`
}

// Lines draws values along time or along a number: prices by day, a duration curve, cost against price, own hashrate.
type Lines struct {
	X      Axis   `json:"x"`
	Y      Axis   `json:"y"`
	At     Stops  `json:"at"`
	Series []Line `json:"series"`
	Marks  []Mark `json:"marks,omitempty"`
}

// Kind is "lines".
func (l *Lines) Kind() string { return "lines" }

// stops are the line's own stops or those it shares.
func (l Line) stops(shared Stops) Stops {
	if l.At != nil {
		return *l.At
	}
	return shared
}

// Stops are the line's own stops, or shared ones where it has none.
func (l Line) Stops(shared Stops) Stops { return l.stops(shared) }

// Table has a column of stops and one for each line; lines with stops of their own add a column for these.
func (l *Lines) Table() Table {
	return lineTable(Table{}, l.X, l.Y, l.At, l.Series)
}

func lineTable(t Table, x, y Axis, at Stops, lines []Line) Table {
	rows := at.Len()
	for _, s := range lines {
		rows = max(rows, len(s.Y))
	}
	shared := len(t.Columns) > 0
	for _, s := range lines {
		if s.At == nil && !shared {
			t.Columns = append(t.Columns, padded(at.column(x), rows))
			shared = true
		}
		if s.At != nil {
			col := s.At.column(x)
			col.Name = s.Name + ": " + col.Name
			t.Columns = append(t.Columns, padded(col, rows))
		}
		t.Columns = append(t.Columns, padded(Column{Name: s.Name, Unit: y.Unit, Numbers: s.Y}, rows))
	}
	return t
}

// padded fills a column with gaps up to rows.
func padded(c Column, rows int) Column {
	missing := rows - c.Len()
	if missing <= 0 {
		return c
	}
	if c.IsNumbers() {
		digits := c.Decimals()
		c.Digits = &digits
		c.Numbers = append(c.Numbers[:len(c.Numbers):len(c.Numbers)], make(Numbers, missing)...)
		for i := rows - missing; i < rows; i++ {
			c.Numbers[i] = Gap
		}
		return c
	}
	c.Text = append(c.Text[:len(c.Text):len(c.Text)], make([]string, missing)...)
	return c
}

// Legend lists the lines.
func (l *Lines) Legend() []Key { return lineKeys(nil, l.Series) }

func lineKeys(keys []Key, lines []Line) []Key {
	for _, s := range lines {
		shape := "line"
		switch {
		case s.Style == Dots:
			shape = "dot"
		case s.Style != Solid:
			shape = string(s.Style)
		case s.Fill:
			shape = "fill"
		}
		keys = append(keys, Key{Name: s.Name, Color: s.Color, Shape: shape})
	}
	return keys
}

func (l *Lines) check(c *checker) {
	c.axes(l.X, l.Y)
	if len(l.Series) == 0 {
		c.add("there is no line to draw")
	}
	shared := false
	for _, s := range l.Series {
		shared = shared || s.At == nil
	}
	if shared {
		l.At.check(c)
	}
	c.lines(l.Series, l.At)
	c.positive(l.Y, l.Series)
	c.marks(l.Marks)
}

// lines checks lines over shared stops.
func (c *checker) lines(lines []Line, shared Stops) {
	for _, s := range lines {
		in := c.in("series %q", clip(s.Name))
		in.need("name", s.Name)
		in.color(s.Color)
		switch s.Style {
		case Solid, Dashed, Dotted, Thin, Dots:
		default:
			in.add("style %q is not known; leave it empty or write dashed, dotted, thin or dots", clip(string(s.Style)))
		}
		at := s.stops(shared)
		if s.At != nil {
			at.check(in)
		}
		if len(s.Y) != at.Len() {
			in.add("%d values for %d stops", len(s.Y), at.Len())
		}
		in.numbers(s.Y, at.label())
	}
}

// positive checks that a logarithmic axis has only values above zero.
func (c *checker) positive(y Axis, lines []Line) {
	if !y.Log {
		return
	}
	for _, s := range lines {
		for i, n := range s.Y {
			if !n.None && n.Value <= 0 {
				c.in("series %q", clip(s.Name)).add("value %d is %v on a logarithmic axis; leave a gap or use a plain axis", i+1, n.Value)
				break
			}
		}
	}
}

// label names a stop in a message.
func (s Stops) label() func(int) string {
	return func(i int) string {
		if i < s.Len() {
			return s.Text(i)
		}
		return ""
	}
}

// Shape is how a legend shows the line.
func (l Line) Shape() string { return lineKeys(nil, []Line{l})[0].Shape }
