package reports

import "fmt"

// Table is a table of the page, column by column, so that a unit and a count of decimals belong to a column.
type Table struct {
	ID      string   `json:"id"`
	Title   string   `json:"title,omitempty"`
	Caption string   `json:"caption,omitempty"`
	Columns []Column `json:"columns"`
	Stacked bool     `json:"stacked,omitempty"` // on a narrow page a row is a block of its cells, each under the last
	Folded  bool     `json:"folded,omitempty"`  // stands behind its title, as a table behind a chart does; not printed on paper
}

// Column is a column of text or of numbers.
type Column struct {
	Name    string   `json:"name"`
	Unit    string   `json:"unit,omitempty"`
	Text    []string `json:"text,omitempty"`
	Numbers Numbers  `json:"numbers,omitempty"`
	Digits  *int     `json:"digits,omitempty"` // decimals to print; nil: three significant digits of the largest value
}

// Len is the number of rows of the column.
func (c Column) Len() int { return len(c.Text) + len(c.Numbers) }

// IsNumbers tells whether the column holds numbers. A column without rows holds text.
func (c Column) IsNumbers() bool { return len(c.Numbers) > 0 }

// Head is the column's title with its unit.
func (c Column) Head() string { return Axis{Name: c.Name, Unit: c.Unit}.Title() }

// Decimals is the count of decimals that all cells of the column share.
func (c Column) Decimals() int {
	if c.Digits != nil {
		return *c.Digits
	}
	return wholeDigits(c.Numbers)
}

// Cell prints row i for people.
func (c Column) Cell(i int) string {
	if c.IsNumbers() {
		return c.Numbers[i].Format(c.Decimals())
	}
	return c.Text[i]
}

// Len is the number of rows.
func (t Table) Len() int {
	if len(t.Columns) == 0 {
		return 0
	}
	return t.Columns[0].Len()
}

func (t Table) check(c *checker) {
	c.text("title", t.Title)
	if len(t.Columns) == 0 {
		c.add("a table has at least one column")
	}
	for i, col := range t.Columns {
		in := c.in("column %q", clip(col.Name))
		if len(col.Text) > 0 && len(col.Numbers) > 0 {
			in.add("a column holds text or numbers, not both")
		}
		if col.Len() != t.Len() {
			in.add("column %d has %d rows, the first one %d", i+1, col.Len(), t.Len())
		}
		in.numbers(col.Numbers, nil)
		if col.Digits != nil && (*col.Digits < 0 || *col.Digits > 12) {
			in.add("%d decimals; between 0 and 12 can be printed", *col.Digits)
		}
	}
}

// Note says how many of n rows are shown where a table is cut, or nothing.
func cutNote(shown, n int) string {
	if shown >= n {
		return ""
	}
	return fmt.Sprintf("%s of %s rows are shown; the CSV holds all of them.", Format(float64(shown), 0), Format(float64(n), 0))
}

// Shown is how many rows of an n-row table a page prints, and the note that says so.
func Shown(n int) (rows int, note string) {
	const most = 120 // about three printed pages
	if n <= most {
		return n, ""
	}
	return 60, cutNote(60, n)
}
