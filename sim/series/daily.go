package series

import (
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
	t, err := readTable(name, r, "day", func(t *table, r row) {
		if r.line == 0 {
			before.line = 0
			return
		}
		day, err := dayOf(r.time, zone)
		if err != nil {
			t.problem(r.line, r.timeCol, "%s", err)
			before.line = 0
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
		return calendar.Date{}, fmt.Errorf("%q is not the start of a day; a daily series has dates, written like %s", text, s.date)
	}
	return s.date, nil
}
