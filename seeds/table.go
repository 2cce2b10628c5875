package seeds

import (
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim/conf"
)

// Table is a data file as text, for listing and searching.
type Table struct {
	Name    string // "facilities"
	File    string // path under seeds/
	Doc     string // what one row is
	Columns []Column
	Key     string            // name of the column that names a row, "" where rows have no name
	Long    bool              // thousands of rows of numbers, left out of Find
	Rows    func() [][]string // the rows as they stand in the file, read anew at each call
}

// Entry is a row found, with what it rests on.
type Entry struct {
	Table   Table
	Row     []string
	Sources []Source // that the row cites, or its file where rows have no sources of their own
}

// Tables returns all tables, the curated ones first.
func (c *Catalog) Tables() []Table {
	var tables []Table
	for _, l := range layouts() {
		tables = append(tables, c.tableOf(l))
	}
	return tables
}

// Table returns the table of a name ("facilities").
func (c *Catalog) Table(name string) (Table, bool) {
	for _, l := range layouts() {
		if l.name == name {
			return c.tableOf(l), true
		}
	}
	return Table{}, false
}

// tableOf returns the text of one file.
func (c *Catalog) tableOf(l layout) Table {
	f, _ := c.File(l.file)
	return Table{
		Name: l.name, File: l.file, Doc: f.Subject, Columns: l.columns, Key: l.key, Long: l.long,
		Rows: func() [][]string {
			var rows [][]string
			newReader(c.fsys).table(l, func(r *row) { rows = append(rows, r.cells) })
			return rows
		},
	}
}

// column returns the index of a column, or -1.
func (t Table) column(name string) int {
	return slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
}

// Cell returns the text of a row in a column; "" for a column that the table does not have.
func (t Table) Cell(row []string, column string) string {
	if i := t.column(column); i >= 0 && i < len(row) {
		return row[i]
	}
	return ""
}

// Where returns the rows whose cell in a column is the value, or a list separated by ";" that has it. The column may be
// named without its unit or "_id": region finds region_id. An unknown column is an error that suggests one.
func (t Table) Where(column, value string) ([][]string, error) {
	i := t.column(column)
	if i < 0 {
		i = t.column(column + "_id")
	}
	if i < 0 {
		i = slices.IndexFunc(t.Columns, func(c Column) bool { return column != "" && strings.HasPrefix(c.Name, column+"_") })
	}
	if i < 0 {
		if near := conf.Suggest(column, names(t.Columns)); near != "" {
			return nil, fmt.Errorf("%s has no column %q; did you mean %q?", t.Name, column, near)
		}
		return nil, fmt.Errorf("%s has no column %q; its columns are %s", t.Name, column, strings.Join(names(t.Columns), ", "))
	}
	var found [][]string
	for _, row := range t.Rows() {
		if row[i] == value || slices.Contains(strings.Split(row[i], ";"), value) {
			found = append(found, row)
		}
	}
	return found, nil
}

// Show returns the rows of any table whose name is id: the site, the region, the claim, the day ("2025-01-01") or the
// difficulty epoch ("435"). None where nothing has that name; IDs helps to find the nearest.
func (c *Catalog) Show(id string) []Entry {
	var found []Entry
	for _, t := range c.Tables() {
		key := t.column(t.Key)
		if key < 0 {
			continue
		}
		for _, row := range t.Rows() {
			if row[key] == id {
				found = append(found, c.entry(t, row))
			}
		}
	}
	return found
}

// Find returns the rows in which every word occurs, in whatever case and column, in the order of Tables. Long
// tables are left out. Without words nothing is found.
func (c *Catalog) Find(words ...string) []Entry {
	var found []Entry
	lower := make([]string, len(words))
	for i, w := range words {
		lower[i] = strings.ToLower(w)
	}
	if len(lower) == 0 {
		return nil
	}
	for _, t := range c.Tables() {
		if t.Long {
			continue
		}
		for _, row := range t.Rows() {
			text := strings.ToLower(strings.Join(row, "\n"))
			if !slices.ContainsFunc(lower, func(w string) bool { return !strings.Contains(text, w) }) {
				found = append(found, c.entry(t, row))
			}
		}
	}
	return found
}

// IDs returns the names of all rows of the tables that are not long, sorted.
func (c *Catalog) IDs() []string {
	var ids []string
	for _, t := range c.Tables() {
		key := t.column(t.Key)
		if key < 0 || t.Long {
			continue
		}
		for _, row := range t.Rows() {
			ids = append(ids, row[key])
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// entry returns a row with its sources.
func (c *Catalog) entry(t Table, row []string) Entry {
	e := Entry{Table: t, Row: row}
	cited := false
	for i, column := range t.Columns {
		if !strings.HasSuffix(column.Name, "source_id") || t.Name == "sources" {
			continue
		}
		cited = cited || column.Name == "source_id"
		e.Sources = append(e.Sources, c.SourcesOf(Cited{Source: row[i]})...)
	}
	if f, ok := c.File(t.File); ok && !cited && t.Name != "sources" {
		e.Sources = append(c.SourcesOf(f.Cited), e.Sources...)
	}
	var once []Source
	for _, s := range e.Sources {
		if !slices.Contains(once, s) {
			once = append(once, s)
		}
	}
	e.Sources = once
	return e
}
