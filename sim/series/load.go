package series

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// A Load is a record of power as a meter keeps it: one mean for each interval, all of one length. It has times, or the
// numbers of the hours of a year.
type Load struct {
	Name     string
	Start    time.Time     // the instant at which the first interval starts; zero where hours are numbered
	Step     time.Duration // length of an interval, a whole number of minutes
	Numbered bool          // the hours of a year from its first on, an hour each
	KW       []float64     // finite, zero or more
}

// ReadLoad reads a load from CSV with the columns time and kw (or mw), times as in an hourly series, at any regular
// interval; or with the columns hour and kw, hours numbered from 0 or from 1. The zone is the clock of times written
// without an offset (nil: each needs one). The name is that of the file.
//
// The error is conf.Problems where the file is wrong, and wraps the reader's error where it cannot be read.
func ReadLoad(name string, r io.Reader, zone *time.Location) (*Load, error) {
	in := loadReader{times: hourlyReader{clock: clock{zone: zone}, stated: zone != nil, any: true}}
	t, err := readTable(name, r, "interval", in.row)
	if err != nil {
		return nil, err
	}
	l := &Load{Name: name, KW: in.kw, Numbered: in.numbered, Step: time.Hour}
	if !in.numbered && len(t.problems) == 0 {
		step := in.times.step()
		if step%60 != 0 {
			t.problem(in.times.rows[0].row.line, in.times.rows[0].row.timeCol, "the lines are %s apart; a load has intervals of whole minutes", span(step))
		} else if in.times.compare(t, step) {
			l.Start, l.Step = time.Unix(in.times.rows[0].at, 0).UTC(), time.Duration(step)*time.Second
		}
	}
	if err := t.err(); err != nil {
		return nil, err
	}
	return l, nil
}

// A loadReader gathers the rows of a load.
type loadReader struct {
	times    hourlyReader
	numbered bool
	scale    float64 // kW of a value of 1; 0 before the header was looked at
	next     int     // the hour that must come, where they are numbered
	kw       []float64
}

// row reads one line.
func (in *loadReader) row(t *table, r row) {
	if in.scale == 0 && !in.header(t) {
		return
	}
	if r.line == 0 {
		return
	}
	if r.value < 0 {
		t.problem(r.line, r.valueCol, "%v is negative; a load is zero or more, and what is fed into the grid is no load", r.value)
	}
	in.kw = append(in.kw, r.value*in.scale)
	if in.numbered {
		in.hour(t, r)
		return
	}
	in.times.row(t, r)
}

// header learns from the names of the columns what they are. It is asked once; what is wrong is told at the first line.
func (in *loadReader) header(t *table) bool {
	if in.scale < 0 {
		return false
	}
	first := strings.ToLower(t.columns[0])
	in.numbered = first == "hour" || first == "hours"
	unit := t.unit
	if unit == "" {
		unit = t.columns[1]
		if at := strings.LastIndexAny(unit, "_ "); at >= 0 {
			unit = unit[at+1:] // load_kw
		}
	}
	switch strings.ToLower(unit) {
	case "kw":
		in.scale = 1
	case "mw":
		in.scale = 1000
	case "w":
		in.scale = 0.001
	default:
		in.scale = -1
		t.problem(1, 1, `the second column is called %q, which does not say its unit; name the columns "time,kw", "time,mw" or "hour,kw"`, t.columns[1])
		return false
	}
	return true
}

// hour checks the number of an hour.
func (in *loadReader) hour(t *table, r row) {
	n, err := strconv.Atoi(r.time)
	switch {
	case err != nil:
		t.problem(r.line, r.timeCol, "%q is not the number of an hour; count the hours of the year from 0 or from 1, or call the column time", r.time)
	case len(in.kw) == 1 && n != 0 && n != 1:
		t.problem(r.line, r.timeCol, "the first hour is %d; count the hours of the year from 0 or from 1", n)
	case len(in.kw) > 1 && n != in.next:
		t.problem(r.line, r.timeCol, "hour %d follows hour %d; every hour has one line, in order", n, in.next-1)
	}
	in.next = n + 1
}

// Cut returns the part of a load with times that starts in [from, to); it shares the values. An empty part is an error.
func (l *Load) Cut(from, to time.Time) (*Load, error) {
	first := max(0, int((from.Sub(l.Start)+l.Step-1)/l.Step))
	last := min(len(l.KW), int((to.Sub(l.Start)+l.Step-1)/l.Step))
	if first >= last {
		return nil, fmt.Errorf("%s has no interval from %s to %s", l.Name, from.UTC().Format("2006-01-02T15:04Z"), to.UTC().Format("2006-01-02T15:04Z"))
	}
	part := *l
	part.Start, part.KW = l.Start.Add(time.Duration(first)*l.Step), l.KW[first:last]
	return &part, nil
}
