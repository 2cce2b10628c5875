package tariff

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"hashwatt/sim/calendar"
)

// Stamp is an hour of a certain day, by the clocks of the region ("2024-08-20T16") or, with a Z, by UTC
// ("2024-08-20T21Z").
type Stamp struct {
	Date calendar.Date
	Hour int // 0 to 23
	UTC  bool
}

// UnmarshalText reads a stamp; minutes may be written if they are 00.
func (s *Stamp) UnmarshalText(text []byte) error {
	wrong := fmt.Errorf(`%q is not an hour of a day; write its start like "2024-08-20T16", or "2024-08-20T21Z" in UTC`, string(text))
	word, utc := strings.CutSuffix(strings.TrimSpace(string(text)), "Z")
	if len(word) < 13 || word[10] != 'T' && word[10] != ' ' {
		return wrong
	}
	day, err := calendar.ParseDate(word[:10])
	if err != nil {
		return err
	}
	clock := strings.TrimSuffix(strings.TrimSuffix(word[11:], ":00"), ":00")
	hour, err := strconv.ParseUint(clock, 10, 8) // no sign
	if err != nil || len(clock) != 2 || hour > 23 {
		return wrong
	}
	*s = Stamp{Date: day, Hour: int(hour), UTC: utc}
	return nil
}

// String writes the stamp so that it can be read again.
func (s Stamp) String() string {
	text := fmt.Sprintf("%sT%02d", s.Date, s.Hour)
	if s.UTC {
		return text + "Z"
	}
	return text
}

// hours returns the hours of the axis that a stamp means: none where it lies outside or was skipped by the clocks, two
// where the clocks showed it twice.
func (s Stamp) hours(in Input) (list []int) {
	if s.UTC {
		at := time.Date(s.Date.Year, s.Date.Month, s.Date.Day, s.Hour, 0, 0, 0, time.UTC)
		if t := in.Axis.Index(at); t >= 0 && t < in.Axis.Hours {
			list = append(list, t)
		}
		return list
	}
	from := max(0, in.Axis.Index(s.Date.In(in.Civil.Zone))-2)
	for t := from; t < min(in.Axis.Hours, from+54); t++ { // a day and what is around it
		if in.Civil.Date[in.Civil.Day[t]] == s.Date && int(in.Civil.Hour[t]) == s.Hour {
			list = append(list, t)
		}
	}
	return list
}
