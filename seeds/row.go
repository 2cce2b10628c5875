package seeds

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"hashwatt/sim/calendar"
)

// row is one row of a data file while it is read. Its methods take the name of a column; a cell that is not what it
// should be becomes a problem, and the zero value is returned.
type row struct {
	rd     *reader
	layout *layout
	line   int
	cells  []string
}

// problem reports a mistake in a column of this row.
func (r *row) problem(column, format string, args ...any) {
	r.rd.problems = append(r.rd.problems, Problem{r.layout.file, r.line, column, fmt.Sprintf(format, args...)})
}

// text returns a cell as it is, empty where unknown.
func (r *row) text(column string) string {
	for i := range r.layout.columns {
		if r.layout.columns[i].Name == column {
			cell := r.cells[i]
			if cell != "" && (cell[0] <= ' ' || cell[len(cell)-1] <= ' ') {
				r.problem(column, "%q has spaces around it; remove them", cell)
				return strings.TrimSpace(cell)
			}
			return cell
		}
	}
	panic("seeds: " + r.layout.file + " has no column " + column)
}

// need returns a cell that must not be empty.
func (r *row) need(column string) string {
	cell := r.text(column)
	if cell == "" {
		r.problem(column, "is empty, but every row needs it")
	}
	return cell
}

// word returns a cell that must be one of the words; "" at either end of them allows an empty cell.
func (r *row) word(column string, words ...string) string {
	cell := r.text(column)
	if !slices.Contains(words, cell) {
		r.problem(column, "%q is not one of %s", cell, strings.Trim(strings.Join(words, ", "), ", "))
	}
	return cell
}

// id returns the name of the row, which must be the first of its table with that name.
func (r *row) id(column string) string {
	id := r.need(column)
	if strings.ContainsAny(id, " \t,;\"") {
		r.problem(column, "%q has a space, comma, semicolon or quote in it; names are single words", id)
	}
	r.claim(column, id)
	return id
}

// title is like id for names that may have spaces in them, as those of places have.
func (r *row) title(column string) string {
	name := r.need(column)
	r.claim(column, name)
	return name
}

// claim keeps a name of this table and reports its second use.
func (r *row) claim(column, id string) {
	seen := r.rd.ids[r.layout.name]
	if line, ok := seen[id]; ok {
		r.problem(column, "%q stands in line %d already; every row needs a name of its own", id, line)
		return
	}
	seen[id] = r.line
}

// reference returns a cell that is empty or names a row of another table.
func (r *row) reference(column, table string) string {
	id := r.text(column)
	if id != "" {
		r.want(column, id, table)
	}
	return id
}

// want notes that the row names a row of another table, which may not be read yet.
func (r *row) want(column, id, table string) {
	if _, known := r.rd.ids[table][id]; !known {
		r.rd.wanted = append(r.rd.wanted, reference{r.layout.file, column, id, table, r.line})
	}
}

// sources returns a cell that is empty or names sources separated by ";".
func (r *row) sources(column string) string {
	cell := r.text(column)
	if cell == "" {
		return ""
	}
	for id := range strings.SplitSeq(cell, ";") {
		r.want(column, id, "sources")
	}
	return cell
}

// cited returns the source and the confidence of the row, which every row needs.
func (r *row) cited() Cited {
	r.need("source_id")
	return Cited{Source: r.sources("source_id"), Confidence: r.word("confidence", confidenceWords()...)}
}

// number returns a cell that must be a finite number.
func (r *row) number(column string) float64 {
	v, known := r.maybe(column)
	if !known && r.text(column) == "" {
		r.problem(column, "is empty, but every row needs this number")
	}
	return v
}

// maybe returns a finite number and whether the cell holds one.
func (r *row) maybe(column string) (value float64, known bool) {
	cell := r.text(column)
	if cell == "" {
		return 0, false
	}
	v, err := parseNumber(cell)
	if err != nil {
		r.problem(column, "%q is not a number; write digits with a point, such as 0.85 or 2.5e-3, or leave an unknown cell empty", cell)
		return 0, false
	}
	return v, true
}

// parseNumber reads a finite decimal number and nothing else: no hexadecimal, no grouping, no infinity.
func parseNumber(s string) (float64, error) {
	for i := range len(s) {
		if (s[i] < '0' || s[i] > '9') && !strings.ContainsRune("+-.eE", rune(s[i])) {
			return 0, strconv.ErrSyntax
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(v, 0) {
		return 0, strconv.ErrSyntax
	}
	return v, nil
}

// within returns a number and reports it where it lies outside low..high.
func (r *row) within(column string, low, high float64) float64 {
	v := r.number(column)
	if v < low || v > high {
		r.problem(column, "%v is outside %v to %v; check the value and its unit", v, low, high)
	}
	return v
}

// atLeast returns a number, or the stated value where the cell is empty, and reports a number below low.
func (r *row) atLeast(column string, low, unknown float64) float64 {
	v, known := r.maybe(column)
	if !known {
		return unknown
	}
	if v < low {
		r.problem(column, "%v is below %v; check the value and its sign", v, low)
	}
	return v
}

// integer returns a whole number, or the stated value where the cell is empty.
func (r *row) integer(column string, unknown int64) int64 {
	cell := r.text(column)
	if cell == "" {
		return unknown
	}
	v, err := strconv.ParseInt(cell, 10, 64)
	if err != nil {
		r.problem(column, "%q is not a whole number; write digits alone", cell)
	}
	return v
}

// triple returns low, mid and high, 0 where unknown, and reports those known that are not in order.
func (r *row) triple(low, mid, high string) (l, m, h float64) {
	l, m, h = r.atLeast(low, 0, 0), r.atLeast(mid, 0, 0), r.atLeast(high, 0, 0)
	if l != 0 && m != 0 && l > m || m != 0 && h != 0 && m > h || l != 0 && h != 0 && l > h {
		r.problem(low, "low, mid and high are %v, %v and %v; they must not fall", l, m, h)
	}
	return l, m, h
}

// date returns a full date, or the zero Date where the cell is empty.
func (r *row) date(column string) calendar.Date {
	cell := r.text(column)
	if cell == "" {
		return calendar.Date{}
	}
	d, err := calendar.ParseDate(cell)
	if err != nil {
		r.problem(column, "%v", err)
	}
	return d
}

// month returns a month written like "2025-01".
func (r *row) month(column string) (int, time.Month) {
	cell := r.need(column)
	d, err := calendar.ParseDate(cell + "-01")
	if err != nil {
		r.problem(column, "%q is not a month; write it like \"2025-01\"", cell)
	}
	return d.Year, d.Month
}

// vague returns a date of which only the year, or the year and the month, may be known: "2024", "2024-09" or
// "2024-09-13"; empty where unknown.
func (r *row) vague(column string) string {
	cell := r.text(column)
	full := cell
	switch len(cell) {
	case 0:
		return ""
	case len("2024"):
		full = cell + "-01-01"
	case len("2024-09"):
		full = cell + "-01"
	}
	if _, err := calendar.ParseDate(full); err != nil {
		r.problem(column, "%q is not a date; write \"2024\", \"2024-09\" or \"2024-09-13\", as far as it is known", cell)
	}
	return cell
}
