package series

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"hashwatt/sim/conf"
)

// Limits of a file.
const (
	maxBytes    = 64 << 20 // a century of hours needs about 30 MB
	maxProblems = 20       // those told in full; the rest is counted
)

// A table is a CSV file of two columns, and what is wrong with it.
type table struct {
	file     string
	src      []byte
	unit     string
	columns  [2]string // names in the header, units in brackets left out
	problems conf.Problems
	source   *conf.Source // the lines of src, once a problem has to show one
	more     int          // problems beyond maxProblems
	moreAt   int          // line of the first of them
}

// A row is one line below the header.
type row struct {
	line     int // 0 for a line that cannot be read and was told as a problem
	time     string
	timeCol  int // byte column of the time, from 1
	value    float64
	valueCol int // byte column of the value, from 1
}

// readTable reads the file whole and hands each row to each, in order. The other forms are asked first whether the file
// is theirs; one that says yes has read it.
func readTable(file string, r io.Reader, kind string, each func(*table, row), others ...func(*table) bool) (*table, error) {
	src, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	t := &table{file: file, src: bytes.TrimPrefix(src, []byte("\ufeff"))}
	switch {
	case len(src) > maxBytes:
		t.problem(0, 0, "the file is larger than %d MB; keep two columns, and only the years that are needed", maxBytes>>20)
	case !utf8.Valid(t.src):
		t.problem(1+bytes.Count(t.src[:validPrefix(t.src)], []byte("\n")), 1, "this is not UTF-8 text; save the file as CSV in UTF-8")
	case len(bytes.TrimSpace(t.src)) == 0:
		t.problem(0, 0, `the file is empty; it starts with a line "time,value", and one line for every %s follows`, kind)
	case slices.ContainsFunc(others, func(read func(*table) bool) bool { return read(t) }):
	default:
		t.rows(kind, each)
	}
	return t, nil
}

// validPrefix returns the number of bytes before the first that is not UTF-8.
func validPrefix(src []byte) int {
	at := 0
	for at < len(src) {
		r, size := utf8.DecodeRune(src[at:])
		if r == utf8.RuneError && size <= 1 {
			break
		}
		at += size
	}
	return at
}

// rows reads the header and hands over the rows.
func (t *table) rows(kind string, each func(*table, row)) {
	rd := csv.NewReader(bytes.NewReader(t.src))
	rd.FieldsPerRecord = -1
	rd.ReuseRecord = true
	rd.TrimLeadingSpace = true
	rows := -1 // the header does not count
	for ; ; rows++ {
		cells, err := rd.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			t.problem(bad.Line, 0, "a quotation mark stands where none may; write times and values without them")
			return
		}
		line, col := rd.FieldPos(0)
		if rows < 0 {
			if !t.header(line, cells) {
				return
			}
			continue
		}
		if len(cells) != 2 {
			t.problem(line, col, "there is a time and a value in every line, and decimals have a point; this line has %s", cellCount(cells))
			each(t, row{})
			continue
		}
		r := row{line: line, time: strings.TrimSpace(cells[0]), timeCol: col}
		_, r.valueCol = rd.FieldPos(1)
		if r.value, err = parseNumber(strings.TrimSpace(cells[1])); err != nil {
			t.problem(line, r.valueCol, "%s", err)
		}
		each(t, r)
	}
	if rows <= 0 && len(t.problems) == 0 {
		t.problem(1, 1, "there is nothing below the header; one line for every %s follows it", kind)
	}
}

// cellCount says how many columns a line has.
func cellCount(cells []string) string {
	if len(cells) == 1 {
		return "one column"
	}
	return fmt.Sprintf("%d columns", len(cells))
}

// header reads the first line: two names, the second with a unit in brackets if there is one.
func (t *table) header(line int, cells []string) bool {
	text := strings.Join(cells, ",")
	switch {
	case len(cells) == 1 && strings.ContainsAny(text, ";\t"):
		t.problem(line, 1, "the columns are not separated by commas; separate them by commas, and write decimals with a point")
		return false
	case looksLikeTime(cells[0]):
		t.problem(line, 1, `the first line is data; put a line with the names of the columns above it, such as "time,value"`)
		return false
	case len(cells) != 2:
		t.problem(line, 1, `a series has two columns, a time and a value, as in "time,value"; this file has %s`, cellCount(cells))
		return false
	}
	name := strings.TrimSpace(cells[1])
	t.columns = [2]string{strings.TrimSpace(cells[0]), name}
	for _, brackets := range []string{"()", "[]"} {
		if open := strings.IndexByte(name, brackets[0]); open >= 0 && name[len(name)-1] == brackets[1] {
			t.unit = strings.TrimSpace(name[open+1 : len(name)-1])
			t.columns[1] = strings.TrimSpace(name[:open])
		}
	}
	return true
}

// looksLikeTime tells whether a cell of the header begins like a date.
func looksLikeTime(cell string) bool {
	cell = strings.TrimSpace(cell)
	return len(cell) >= 5 && cell[0] >= '0' && cell[0] <= '9' && strings.ContainsAny(cell, "-./:")
}

// parseNumber reads a decimal number; the error says what to write instead.
func parseNumber(text string) (float64, error) {
	switch strings.ToLower(strings.TrimLeft(text, "+-")) {
	case "":
		return 0, errors.New("the value is missing; every line has one")
	case "nan", "inf", "infinity", "null", "na", "n/a", "none":
		return 0, fmt.Errorf("%q stands for a missing value; every line has a number", text)
	}
	if strings.Trim(text, "+-.0123456789eE") == "" {
		v, err := strconv.ParseFloat(text, 64)
		if err == nil {
			return v, nil
		}
		if errors.Is(err, strconv.ErrRange) && math.IsInf(v, 0) {
			return 0, fmt.Errorf("%s is larger than any number that can be used", text)
		}
	}
	if strings.Count(text, ",") == 1 && strings.Trim(text, "+-,0123456789") == "" {
		return 0, fmt.Errorf("%q is not a number; write decimals with a point: %s", text, strings.Replace(text, ",", ".", 1))
	}
	return 0, fmt.Errorf("%q is not a number; write it like 964.67, without a unit or separators", text)
}

// problem notes what is wrong at a line and byte column; line 0 is the file as a whole.
func (t *table) problem(line, col int, format string, args ...any) {
	if len(t.problems) == maxProblems {
		if t.more == 0 {
			t.moreAt = line
		}
		t.more++
		return
	}
	pos := conf.Pos{File: t.file}
	if line > 0 {
		if t.source == nil {
			t.source = &conf.Source{Name: t.file, Lines: strings.Split(strings.ReplaceAll(string(t.src), "\r\n", "\n"), "\n")}
		}
		pos.Line, pos.Col, pos.Source = line, 1, t.source
		if line <= len(t.source.Lines) {
			if text := t.source.Lines[line-1]; col > 1 {
				pos.Col = 1 + utf8.RuneCountInString(text[:min(col-1, len(text))])
			}
		}
	}
	t.problems = append(t.problems, conf.Problem{Pos: pos, Message: fmt.Sprintf(format, args...), Excerpt: pos.Excerpt()})
}

// err returns all problems as an error, nil if there are none.
func (t *table) err() error {
	err := t.problems.Err() // sorted
	var all conf.Problems
	if t.more == 0 || !errors.As(err, &all) {
		return err
	}
	pos := conf.Pos{File: t.file, Line: t.moreAt, Col: 1}
	return append(all, conf.Problem{
		Pos: pos, Message: fmt.Sprintf("there are %d problems more, the next one in this line; mend the first ones first", t.more),
	})
}
