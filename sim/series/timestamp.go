package series

import (
	"fmt"
	"strings"
	"time"

	"hashwatt/sim/calendar"
)

// A stamp is a time as it was written.
type stamp struct {
	date    calendar.Date
	seconds int  // since midnight
	hasTime bool // an hour was written
	offset  int  // seconds east of UTC
	zoned   bool // an offset or Z was written
}

// parseStamp reads "2024-01-31", "2024-01-31T05:00", with seconds, with a space for the T, with Z, +03:00, +0300 or
// +03.
func parseStamp(text string) (stamp, error) {
	var s stamp
	if len(text) < 10 {
		return s, formError(text)
	}
	date, err := calendar.ParseDate(text[:10])
	if err != nil {
		return s, err
	}
	s.date = date
	rest := text[10:]
	if rest == "" {
		return s, nil
	}
	if rest[0] != 'T' && rest[0] != 't' && rest[0] != ' ' {
		return s, formError(text)
	}
	clock := rest[1:]
	if at := strings.IndexAny(clock, "Zz+-"); at >= 0 {
		offset, ok := parseOffset(clock[at:])
		if !ok {
			return s, formError(text)
		}
		s.offset, s.zoned = offset, true
		clock = strings.TrimRight(clock[:at], " ")
	}
	hour, minute, second, ok := parseClock(clock)
	if !ok {
		return s, formError(text)
	}
	if hour > 23 || minute > 59 || second > 59 {
		return s, fmt.Errorf("%q is not a time of day; hours run from 00 to 23, minutes from 00 to 59", text)
	}
	s.seconds, s.hasTime = 3600*hour+60*minute+second, true
	return s, nil
}

// formError says how a time is written.
func formError(text string) error {
	return fmt.Errorf("%q is not a time; write it like 2024-01-31T05:00Z or 2024-01-31T05:00+03:00", text)
}

// parseClock reads hh, hh:mm or hh:mm:ss.
func parseClock(text string) (hour, minute, second int, ok bool) {
	if len(text) != 2 && (len(text) != 5 || text[2] != ':') && (len(text) != 8 || text[2] != ':' || text[5] != ':') {
		return 0, 0, 0, false
	}
	part := [3]int{}
	for i := 0; 3*i < len(text); i++ {
		if part[i], ok = twoDigits(text[3*i : 3*i+2]); !ok {
			return 0, 0, 0, false
		}
	}
	return part[0], part[1], part[2], true
}

// parseOffset reads Z, +03:00, +0300 or +03, in seconds.
func parseOffset(text string) (seconds int, ok bool) {
	if text == "Z" || text == "z" {
		return 0, true
	}
	digits := strings.Replace(text[1:], ":", "", 1)
	if len(digits) == 2 {
		digits += "00"
	}
	if len(digits) != 4 || len(text) == 4 || text[0] != '+' && text[0] != '-' {
		return 0, false
	}
	hour, ok1 := twoDigits(digits[:2])
	minute, ok2 := twoDigits(digits[2:])
	if !ok1 || !ok2 || hour > 15 || minute > 59 {
		return 0, false
	}
	seconds = 3600*hour + 60*minute
	if text[0] == '-' {
		seconds = -seconds
	}
	return seconds, true
}

// twoDigits reads a number of two digits.
func twoDigits(text string) (int, bool) {
	if text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9' {
		return 0, false
	}
	return 10*int(text[0]-'0') + int(text[1]-'0'), true
}

// local returns the time as seconds since 1970-01-01 00:00 of its own clock.
func (s stamp) local() int64 { return int64(s.date.Days())*86400 + int64(s.seconds) }

// A clock turns what clocks of a zone show into instants.
type clock struct {
	zone     *time.Location
	from, to int64 // while local seconds are between them the offset is certain
	offset   int64
}

// instants returns the first and the last instant (Unix seconds) at which clocks show a local time; ok is false where
// they skip it.
func (c *clock) instants(local int64) (first, last int64, ok bool) {
	if c.from <= local && local < c.to {
		return local - c.offset, local - c.offset, true
	}
	for _, guess := range []int64{local - 26*3600, local, local + 26*3600} { // no zone is further from UTC
		_, offset := time.Unix(guess, 0).In(c.zone).Zone()
		at := local - int64(offset)
		if _, o := time.Unix(at, 0).In(c.zone).Zone(); o != offset {
			continue // the clocks showed it with another offset, or not at all
		}
		if !ok || at < first {
			first = at
		}
		if !ok || at > last {
			last = at
		}
		ok = true
	}
	if ok && first == last {
		c.remember(first)
	}
	return first, last, ok
}

// remember keeps the offset for the local times around an instant that are two days and more from its changes.
func (c *clock) remember(at int64) {
	const margin = 2 * 86400
	when := time.Unix(at, 0).In(c.zone)
	_, offset := when.Zone()
	c.offset = int64(offset)
	begin, end := when.ZoneBounds()
	c.from, c.to = at+c.offset, at+c.offset+margin
	if !begin.IsZero() {
		c.from = max(c.from, begin.Unix()+c.offset+margin)
	}
	if !end.IsZero() {
		c.to = end.Unix() + c.offset - margin
	} else {
		c.to = 1 << 60
	}
}
