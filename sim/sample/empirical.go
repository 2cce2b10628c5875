package sample

import (
	"bytes"
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

// Limits of a file of values.
const (
	maxBytes    = 16 << 20
	maxProblems = 20
)

// An Empirical distribution is a sample: its quantiles are those of the values that were seen.
type Empirical struct {
	Values []float64 // in rising order, at least one
	Unit   string    // as it was written, such as "MW"; empty where it was not said
}

// Quantile returns the quantile of the sample, as the function of that name does.
func (d Empirical) Quantile(u float64) float64 { return Quantile(d.Values, inside(u)) }

// ReadEmpirical reads a sample from text: a first line with the name of the column, whose unit may follow in brackets,
// such as "value (MW)", and one number in each line below, in any order. The name is that of the file. The error is
// conf.Problems where the file is wrong, and wraps the reader's error where it cannot be read.
func ReadEmpirical(name string, r io.Reader) (Empirical, error) {
	src, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return Empirical{}, fmt.Errorf("read %s: %w", name, err)
	}
	f := valueFile{name: name}
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	switch {
	case len(src) > maxBytes:
		f.problem(0, "the file is larger than %d MB; a sample of some thousand values is enough", maxBytes>>20)
	case !utf8.Valid(src):
		f.problem(0, "this is not UTF-8 text; save the file as CSV in UTF-8")
	default:
		f.read(string(src))
	}
	if err := f.problems.Err(); err != nil {
		return Empirical{}, err
	}
	slices.Sort(f.d.Values)
	return f.d, nil
}

// A valueFile is a file of values on the way in.
type valueFile struct {
	name     string
	source   *conf.Source
	d        Empirical
	problems conf.Problems
}

// problem notes what is wrong in a line; line 0 is the file as a whole.
func (f *valueFile) problem(line int, format string, args ...any) {
	if len(f.problems) >= maxProblems {
		return
	}
	pos := conf.Pos{File: f.name}
	if line > 0 {
		pos.Line, pos.Col, pos.Source = line, 1, f.source
	}
	f.problems = append(f.problems, conf.Problem{Pos: pos, Message: fmt.Sprintf(format, args...), Excerpt: pos.Excerpt()})
}

// read reads the header and the values below it.
func (f *valueFile) read(text string) {
	f.source = &conf.Source{Name: f.name, Lines: strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")}
	header := false
	for i, line := range f.source.Lines {
		cell := strings.TrimSpace(line)
		switch {
		case cell == "":
		case !header:
			header = true
			if _, err := strconv.ParseFloat(cell, 64); err == nil {
				f.problem(i+1, `the first line is a number; put a line with the name of the column above it, such as "value"`)
			}
			if open := strings.IndexByte(cell, '('); open >= 0 && strings.HasSuffix(cell, ")") {
				f.d.Unit = strings.TrimSpace(cell[open+1 : len(cell)-1])
			}
		default:
			v, err := parseValue(cell)
			if err != nil {
				f.problem(i+1, "%s", err)
			}
			f.d.Values = append(f.d.Values, v)
		}
	}
	if len(f.d.Values) == 0 && len(f.problems) == 0 {
		f.problem(0, `there are no values; write a line "value" and one number in each line below it`)
	}
}

// parseValue reads a finite decimal number.
func parseValue(cell string) (float64, error) {
	v, err := strconv.ParseFloat(cell, 64)
	if strings.Trim(cell, "+-.0123456789eE") != "" || err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0, fmt.Errorf("%q is not a number; write one number in each line, like 11.3", cell)
	}
	if math.IsInf(v, 0) {
		return 0, fmt.Errorf("%s is larger than any number that can be used", cell)
	}
	return v, nil
}
