package seeds

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"hashwatt/sim/conf"
)

// Column is one column of a data file.
type Column struct {
	Name string // as in the header row
	Unit string // of its numbers; "" where they have none or the cells are words
	Doc  string // one phrase
}

// layout describes a data file: its columns in order and how one row of it becomes part of the catalogue.
type layout struct {
	name    string // of the table: "facilities"
	file    string // path under seeds/
	key     string // the column that names a row, unique; "" where rows have no name
	long    bool   // thousands of rows of numbers: left out of word searches
	columns []Column
	read    func(c *Catalog, r *row) // nil: the file is read when it is asked for
}

// reader reads data files strictly and keeps every problem it meets.
type reader struct {
	fsys     fs.FS
	problems Problems
	ids      map[string]map[string]int // table -> id -> line
	wanted   []reference
	broken   map[string]bool // tables whose rows could not all be read
}

// reference is an id of another table that a row has named.
type reference struct {
	file, column, id, table string
	line                    int
}

// newReader returns a reader of the files in fsys.
func newReader(fsys fs.FS) *reader {
	return &reader{fsys: fsys, ids: map[string]map[string]int{}, broken: map[string]bool{}}
}

// table reads one file and hands over its rows one by one. A row with a wrong number of cells is reported and left out.
// The row is only valid during the call.
func (rd *reader) table(l layout, each func(*row)) {
	rd.ids[l.name] = map[string]int{}
	problem := func(line int, format string, args ...any) {
		rd.broken[l.name] = true
		rd.problems = append(rd.problems, Problem{File: l.file, Line: line, Message: fmt.Sprintf(format, args...)})
	}
	text, err := fs.ReadFile(rd.fsys, l.file)
	if err != nil {
		problem(1, "the file cannot be read (%v); every table needs its file", err)
		return
	}
	if bytes.HasPrefix(text, []byte("\ufeff")) {
		problem(1, "the file begins with a byte-order mark; save it as UTF-8 without one")
		return
	}
	if !utf8.Valid(text) {
		problem(1, "the file is not UTF-8; save it in that encoding")
		return
	}
	in := csv.NewReader(bytes.NewReader(text))
	in.FieldsPerRecord = -1 // counted here, to say which column is missing
	r := row{rd: rd, layout: &l}
	for first := true; ; first = false {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			if first {
				problem(1, "the file is empty; it begins with %s", strings.Join(names(l.columns), ","))
			}
			return
		}
		if err != nil {
			line := 1
			var at *csv.ParseError
			if errors.As(err, &at) {
				line, err = at.Line, at.Err
			}
			problem(line, "%v; put a cell that holds a comma or a quote into quotes and double the quotes inside", err)
			return
		}
		line, _ := in.FieldPos(0)
		switch {
		case first:
			if wrong := headerProblem(cells, l.columns); wrong != "" {
				problem(line, "%s", wrong)
				return
			}
		case len(cells) != len(l.columns):
			problem(line, "the row has %d cells, the header %d; leave unknown cells empty, but keep their commas", len(cells), len(l.columns))
		default:
			r.cells, r.line = cells, line
			each(&r)
		}
	}
}

// headerProblem says how a header differs from the columns wanted, or "".
func headerProblem(cells []string, columns []Column) string {
	for i, c := range columns {
		if i >= len(cells) {
			return fmt.Sprintf("the header ends before %q; it must be %s", c.Name, strings.Join(names(columns), ","))
		}
		if cells[i] != c.Name {
			return fmt.Sprintf("column %d is %q, want %q; the header must be %s", i+1, cells[i], c.Name, strings.Join(names(columns), ","))
		}
	}
	if len(cells) > len(columns) {
		return fmt.Sprintf("column %d, %q, is not known; describe it in the layout of the table or remove it", len(columns)+1, cells[len(columns)])
	}
	return ""
}

// names returns the names of columns.
func names(columns []Column) []string {
	list := make([]string, len(columns))
	for i, c := range columns {
		list[i] = c.Name
	}
	return list
}

// resolve reports every reference to a row that does not exist, after all tables are read. Tables that could not be
// read are left alone: their rows may be there.
func (rd *reader) resolve() {
	for _, w := range rd.wanted {
		if _, ok := rd.ids[w.table][w.id]; !ok && !rd.broken[w.table] {
			cure := "mend the name or add the row"
			if near := conf.Suggest(w.id, slices.Sorted(maps.Keys(rd.ids[w.table]))); near != "" {
				cure = fmt.Sprintf("did you mean %q, or is its row missing?", near)
			}
			rd.problems = append(rd.problems, Problem{w.file, w.line, w.column, fmt.Sprintf("there is no %q among the %s; %s", w.id, w.table, cure)})
		}
	}
}
