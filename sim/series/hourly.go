package series

import (
	"fmt"
	"io"
	"time"
)

// steps are the intervals, in seconds, that a file may have; all but the last are averaged into hours.
var steps = []int64{300, 600, 900, 1200, 1800, 3600}

// ReadHourly reads an hourly series from CSV (the forms are in the package's comment). The name is that of the file and
// becomes the series'. The zone is the clock of the series and of times written without an offset; without a zone (nil)
// each time needs an offset, and the clock is that of the first row.
//
// The error is conf.Problems where the file is wrong, and wraps the reader's error where it cannot be read.
func ReadHourly(name string, r io.Reader, zone *time.Location) (*Hourly, error) {
	in := hourlyReader{clock: clock{zone: zone}, stated: zone != nil}
	t, err := readTable(name, r, "hour", in.row, in.readShaped)
	if err != nil {
		return nil, err
	}
	h := &Hourly{Name: name, Unit: t.unit, Zone: in.clock.zone}
	in.check(t, h)
	if err := t.err(); err != nil {
		return nil, err
	}
	return h, nil
}

// An hourlyReader gathers rows before their interval is known.
type hourlyReader struct {
	clock    clock
	stated   bool // the caller gave the zone
	rows     []interval
	zoneless bool // a time without a zone was told as a problem: once is enough
	any      bool // intervals of any length, from any time on
}

// An interval is a row whose time could be read.
type interval struct {
	at    int64 // start, Unix seconds
	row   row
	fresh bool // the row before it could not be read: there is nothing to compare with
}

// row reads the time of a row and keeps it.
func (in *hourlyReader) row(t *table, r row) {
	fresh := len(in.rows) == 0 || in.rows[len(in.rows)-1].row.line == 0
	at, ok := in.instant(t, r)
	if ok {
		in.rows = append(in.rows, interval{at: at, row: r, fresh: fresh})
	} else if !fresh {
		in.rows = append(in.rows, interval{}) // the rows beside it do not touch
	}
}

// instant returns the instant that the time of a row means, or tells why it means none.
func (in *hourlyReader) instant(t *table, r row) (at int64, ok bool) {
	if r.line == 0 {
		return 0, false
	}
	s, err := parseStamp(r.time)
	switch {
	case err != nil:
		t.problem(r.line, r.timeCol, "%s", err)
		return 0, false
	case !s.hasTime:
		t.problem(r.line, r.timeCol, "%q has no hour; write the start of the hour like %sT05:00Z", r.time, r.time)
		return 0, false
	case s.zoned:
		if in.clock.zone == nil {
			in.clock.zone = fixedZone(s.offset)
		}
		return s.local() - int64(s.offset), true
	case !in.stated:
		if !in.zoneless {
			t.problem(r.line, r.timeCol, "%q has no time zone; write every time like %sZ or %s+03:00", r.time, r.time, r.time)
		}
		in.zoneless = true
		return 0, false
	}
	first, last, ok := in.clock.instants(s.local())
	if !ok {
		t.problem(r.line, r.timeCol, "%q does not exist in %s, where clocks went forward; leave the line out", r.time, in.clock.zone)
		return 0, false
	}
	if n := len(in.rows); n > 0 && in.rows[n-1].row.line > 0 && first <= in.rows[n-1].at {
		return last, true // the second of two hours that clocks show alike
	}
	return first, true
}

// fixedZone returns the clock of an offset.
func fixedZone(offset int) *time.Location {
	if offset == 0 {
		return time.UTC
	}
	sign, size := '+', offset
	if offset < 0 {
		sign, size = '-', -offset
	}
	name := fmt.Sprintf("UTC%c%d", sign, size/3600)
	if minutes := size % 3600 / 60; minutes > 0 {
		name += fmt.Sprintf(":%02d", minutes)
	}
	return time.FixedZone(name, offset)
}

// step returns the most frequent distance between neighbours in seconds, of equals the shortest; 3600 for a single row.
func (in *hourlyReader) step() int64 {
	count := map[int64]int{}
	for i := 1; i < len(in.rows); i++ {
		if a, b := in.rows[i-1], in.rows[i]; a.row.line > 0 && b.row.line > 0 && b.at > a.at {
			count[b.at-a.at]++
		}
	}
	best, most := int64(3600), 0
	for d, n := range count {
		if n > most || n == most && d < best {
			best, most = d, n
		}
	}
	return best
}

// check compares each row with the one before it and fills the hours.
func (in *hourlyReader) check(t *table, h *Hourly) {
	step := in.step()
	if in.compare(t, step) {
		in.fill(t, h, int(3600/step))
	}
}

// compare tells each row that does not follow the one before it by a step; true means that there is none.
func (in *hourlyReader) compare(t *table, step int64) bool {
	known := in.any
	for _, s := range steps {
		known = known || s == step
	}
	var before *interval
	for i := range in.rows {
		v := &in.rows[i]
		if v.row.line == 0 {
			continue
		}
		switch {
		case before == nil && !known:
			t.problem(v.row.line, v.row.timeCol, "the lines are %s apart; an hourly series has one for every hour, or for every 5, 10, 15, 20 or 30 minutes", span(step))
			return false
		case before == nil && !in.any && !in.startsHour(v.at):
			t.problem(v.row.line, v.row.timeCol, "the series starts with %q; let it start with a full hour", v.row.time)
		case before == nil || v.fresh:
		case v.at == before.at:
			t.problem(v.row.line, v.row.timeCol, "%q is the same time as line %d; every %s has one line", v.row.time, before.row.line, one(step))
			continue
		case v.at < before.at:
			t.problem(v.row.line, v.row.timeCol, "%q is earlier than line %d, %q; sort the lines by time", v.row.time, before.row.line, before.row.time)
			continue
		case (v.at-before.at)%step != 0:
			t.problem(v.row.line, v.row.timeCol, "%q follows %q by %s; the other lines are %s apart", v.row.time, before.row.time, span(v.at-before.at), span(step))
		case v.at != before.at+step:
			t.problem(v.row.line, v.row.timeCol, "%q follows %q: %s between them; write a line for each", v.row.time, before.row.time, missing((v.at-before.at)/step-1, step))
		}
		before = v
	}
	return before != nil && len(t.problems) == 0
}

// startsHour tells whether a full hour starts at an instant, by UTC or by the clock of the series.
func (in *hourlyReader) startsHour(at int64) bool {
	local := time.Unix(at, 0).In(in.clock.zone)
	return at%3600 == 0 || local.Minute() == 0 && local.Second() == 0
}

// fill averages n rows into each hour.
func (in *hourlyReader) fill(t *table, h *Hourly, n int) {
	if over := len(in.rows) % n; over != 0 {
		last := in.rows[len(in.rows)-1].row
		t.problem(last.line, last.timeCol, "the last hour has %d of its %d lines; complete it or leave it out", over, n)
		return
	}
	h.Start = time.Unix(in.rows[0].at, 0).UTC()
	h.Values = make([]float64, len(in.rows)/n)
	for i := range h.Values {
		for _, v := range in.rows[i*n : (i+1)*n] {
			h.Values[i] += v.row.value / float64(n)
		}
	}
}

// span prints a time between two rows: "15 minutes", "1 hour", "24 hours".
func span(seconds int64) string {
	n, word := seconds/60, "minute"
	switch {
	case seconds%60 != 0:
		n, word = seconds, "second"
	case seconds%3600 == 0:
		n, word = seconds/3600, "hour"
	}
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// missing prints how many rows a gap has.
func missing(n, step int64) string {
	if n == 1 {
		return "an " + one(step) + " is missing"
	}
	if step != 3600 {
		return fmt.Sprintf("%d intervals of %s are missing", n, span(step))
	}
	return fmt.Sprintf("%d hours are missing", n)
}

// one names what a row stands for.
func one(step int64) string {
	if step == 3600 {
		return "hour"
	}
	return "interval of " + span(step)
}
