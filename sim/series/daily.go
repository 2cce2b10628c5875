package series

import (
	"errors"
	"fmt"
	"io"
	"time"

	"hashwatt/sim/calendar"
)

// ReadDaily reads a daily series from CSV (the form is in the package's comment): every line has a date, or the instant
// at which a day starts. An instant is read by the clock of the zone, or by its own where the zone is nil. The name is
// that of the file and becomes the series'.
//
// The error is conf.Problems where the file is wrong, and wraps the reader's error where it cannot be read.
func ReadDaily(name string, r io.Reader, zone *time.Location) (*Daily, error) {
	d := &Daily{Name: name}
	var before row // the last row whose date could be read; its line is 0 where there is nothing to compare with
	var date calendar.Date
	var inside insideDays
	t, err := readTable(name, r, "day", func(t *table, r row) {
		if r.line == 0 {
			before.line = 0
			return
		}
		day, err := dayOf(r.time, zone)
		if err != nil {
			before.line = 0
			if !inside.more(err, t) {
				t.problem(r.line, r.timeCol, "%s", err)
			}
			return
		}
		if len(d.Values) == 0 {
			d.First = day
		}
		if before.line > 0 {
			switch gap := day.Days() - date.Days(); {
			case gap == 0:
				t.problem(r.line, r.timeCol, "%q is the same day as line %d; every day has one line", r.time, before.line)
				return
			case gap < 0:
				t.problem(r.line, r.timeCol, "%q is earlier than line %d, %q; sort the lines by date", r.time, before.line, before.time)
				return
			case gap == 2:
				t.problem(r.line, r.timeCol, "%q follows %q: a day is missing between them; write a line for it", r.time, before.time)
			case gap > 2:
				t.problem(r.line, r.timeCol, "%q follows %q: %d days are missing between them; write a line for each", r.time, before.time, gap-1)
			}
		}
		before, date = r, day
		d.Values = append(d.Values, r.value)
	})
	if err != nil {
		return nil, err
	}
	inside.tell(t)
	if err := t.err(); err != nil {
		return nil, err
	}
	d.Unit = t.unit
	return d, nil
}

// dayOf returns the day that a date means, or the start of a day.
func dayOf(text string, zone *time.Location) (calendar.Date, error) {
	s, err := parseStamp(text)
	if err != nil && len(text) < 10 {
		return calendar.Date{}, fmt.Errorf("%q is not a date; write it like 2024-01-31", text)
	}
	if err != nil {
		return calendar.Date{}, err
	}
	if s.zoned && zone != nil {
		local := time.Unix(s.local()-int64(s.offset), 0).In(zone)
		s.date, s.seconds = calendar.DateOf(local), 3600*local.Hour()+60*local.Minute()+local.Second()
	}
	if s.seconds != 0 {
		return calendar.Date{}, &insideError{text, s.date}
	}
	return s.date, nil
}

// insideError is an instant that is not the start of a day.
type insideError struct {
	text string
	date calendar.Date
}

func (e *insideError) Error() string {
	return fmt.Sprintf("%q is not the start of a day; a daily series has dates, written like %s", e.text, e.date)
}

// insideDays counts the lines that are not the start of a day, so that a series of hours is told once.
type insideDays struct {
	first  *insideError
	at     int // index of the first one's problem
	lines  int // after the first
	hourly bool
	last   calendar.Date
}

// more tells whether an error is one of a kind that was told already.
func (i *insideDays) more(err error, t *table) bool {
	var own *insideError
	if !errors.As(err, &own) {
		return false
	}
	last := i.last
	i.last = own.date
	if i.first == nil {
		i.first, i.at = own, len(t.problems)
		return false
	}
	i.lines++
	i.hourly = i.hourly || own.date == last
	return true
}

// tell says in the first one's problem how many there are.
func (i *insideDays) tell(t *table) {
	if i.lines == 0 || i.at >= len(t.problems) {
		return
	}
	lines := "1 line"
	if i.lines > 1 {
		lines = fmt.Sprintf("%d lines", i.lines)
	}
	said := &t.problems[i.at].Message
	if i.hourly {
		*said = fmt.Sprintf("this series is hourly: %q and %s more are inside a day; a daily series has one line for each day, written like %s: take the mean of its hours",
			i.first.text, lines, i.first.date)
		return
	}
	*said = fmt.Sprintf("%q and %s more are not the start of a day; a daily series has dates, written like %s", i.first.text, lines, i.first.date)
}
