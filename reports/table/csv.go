package table

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"hashwatt/reports"
)

// A Writer writes CSV row by row: commas, lines that end with a line feed, quotes where RFC 4180 asks for them. A
// row is written cell by cell with Text, Float, Int, and ended with End.
type Writer struct {
	w       *bufio.Writer
	columns []string
	at      int    // cells of the present row
	row     int    // rows written, the head not counted
	buf     []byte // a cell in the making
	err     error
}

// NewWriter starts a file with its head.
func NewWriter(w io.Writer, columns ...string) *Writer {
	t := &Writer{w: bufio.NewWriterSize(w, 1<<16), columns: columns}
	for i, c := range columns {
		if i > 0 {
			t.byte(',')
		}
		t.write(AppendText(t.buf[:0], c))
	}
	t.byte('\n')
	return t
}

// Text writes a cell of text. Text that a spreadsheet would run as a formula is disarmed; see AppendText.
func (t *Writer) Text(text string) { t.cell(AppendText(t.buf[:0], text)) }

// Float writes a cell with all its digits: the shortest text that reads back as the same number. NaN and infinities
// are an error of the file that names column and row.
func (t *Writer) Float(v float64) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		t.fail("%v is not a number that a file can hold", v)
	}
	t.cell(strconv.AppendFloat(t.buf[:0], v, 'g', -1, 64))
}

// Int writes a cell with a whole number.
func (t *Writer) Int(v int64) { t.cell(strconv.AppendInt(t.buf[:0], v, 10)) }

// Number writes a number or, for a gap, an empty cell.
func (t *Writer) Number(n reports.Number) {
	if n.None {
		t.cell(t.buf[:0])
		return
	}
	t.Float(n.Value)
}

// End ends the row. A row that has not one cell for each column is an error of the file.
func (t *Writer) End() {
	if t.at != len(t.columns) {
		t.fail("%d cells for %d columns", t.at, len(t.columns))
	}
	t.byte('\n')
	t.at = 0
	t.row++
}

// Close writes what is still in memory and returns the first error of the whole file. It does not close the stream.
func (t *Writer) Close() error {
	if t.err == nil && t.at > 0 {
		t.fail("the last row is not ended")
	}
	if t.err != nil {
		return t.err
	}
	return t.w.Flush()
}

func (t *Writer) cell(b []byte) {
	if t.at > 0 {
		t.byte(',')
	}
	t.write(b)
	t.buf = b
	t.at++
}

func (t *Writer) write(b []byte) {
	if t.err == nil {
		_, t.err = t.w.Write(b)
	}
}

func (t *Writer) byte(b byte) {
	if t.err == nil {
		t.err = t.w.WriteByte(b)
	}
}

func (t *Writer) fail(format string, args ...any) {
	if t.err != nil {
		return
	}
	where := fmt.Sprintf("row %d", t.row+1)
	if t.at < len(t.columns) {
		where += ", column " + strconv.Quote(t.columns[t.at])
	}
	t.err = fmt.Errorf("%s: %s", where, fmt.Sprintf(format, args...))
}

// AppendText appends a cell of text to dst. Quotes stand around a cell that holds a comma, a quote, a line end or a
// space at either end, as RFC 4180 asks. A cell that begins with = + - @, a tab or a carriage return would be run
// as a formula by spreadsheets: an apostrophe is put before it, which they read as "this is text" (OWASP, CSV
// injection).
func AppendText(dst []byte, text string) []byte {
	formula := text != "" && strings.IndexByte("=+-@\t\r", text[0]) >= 0
	quoted := formula || strings.ContainsAny(text, ",\"\r\n") || text != strings.TrimSpace(text)
	if !quoted {
		return append(dst, text...)
	}
	dst = append(dst, '"')
	if formula {
		dst = append(dst, '\'')
	}
	dst = append(dst, strings.ReplaceAll(text, `"`, `""`)...)
	return append(dst, '"')
}

// Write writes a table of the page as CSV, all its rows and all its digits; the head has the units.
func Write(w io.Writer, t reports.Table) error {
	heads := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		heads[i] = c.Head()
		if c.Len() != t.Len() {
			return fmt.Errorf("column %q has %d rows, want %d", c.Name, c.Len(), t.Len())
		}
	}
	out := NewWriter(w, heads...)
	for row := range t.Len() {
		for _, c := range t.Columns {
			if c.IsNumbers() {
				out.Number(c.Numbers[row])
			} else {
				out.Text(c.Text[row])
			}
		}
		out.End()
	}
	return out.Close()
}
