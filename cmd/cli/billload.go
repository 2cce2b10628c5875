package cli

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/series"
	"hashwatt/sim/unit"
)

// aLoad says what --load takes.
const aLoad = "a load is a CSV file with the columns time,kw, or a power such as '10 MW'"

// loadOf reads the load, anchored in time.
func (e *Env) loadOf(words *billWords, t *openedTariff) (*series.Load, error) {
	var first, next time.Time // of --year
	if words.year != 0 {
		if words.year < 1900 || words.year > 2200 {
			return nil, wrong("--year takes a year such as 2024, not %d", words.year)
		}
		first = calendar.Date{Year: words.year, Month: time.January, Day: 1}.In(t.zone)
		next = calendar.Date{Year: words.year + 1, Month: time.January, Day: 1}.In(t.zone)
	}
	info, err := os.Stat(e.path(words.load))
	switch {
	case err != nil:
		return powerLoad(words, first, next, err)
	case info.IsDir():
		return nil, wrong("%s is a folder; %s", words.load, aLoad)
	}
	f, err := os.Open(e.path(words.load))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", words.load, reason(err))
	}
	defer f.Close()
	l, err := series.ReadLoad(words.load, f, t.zone)
	switch {
	case err != nil:
		return nil, err
	case l.Numbered:
		return l, anchor(l, words, t)
	case words.firstDay != "":
		return nil, wrong("--first-day is for a load with hour numbers; %s has times", words.load)
	case words.year == 0:
		return l, nil
	}
	part, err := l.Cut(first, next)
	if err != nil {
		return nil, wrong("%s; --year %d leaves nothing of it", err, words.year)
	}
	return part, nil
}

// powerLoad is a power in every hour of a year, where --load names no file. Where the local year is no number of
// whole hours, because the clocks were set by a half or a quarter of one, the intervals are shorter.
func powerLoad(words *billWords, first, next time.Time, absent error) (*series.Load, error) {
	power, bad := unit.ParsePower(words.load)
	switch {
	case bad == nil && words.year == 0:
		return nil, wrong("%s in which hours? give --year", power)
	case bad == nil:
		step := time.Hour
		for _, shorter := range []time.Duration{30 * time.Minute, 15 * time.Minute, time.Minute} {
			if next.Sub(first)%step != 0 {
				step = shorter
			}
		}
		kw := make([]float64, int((next.Sub(first)+step-1)/step))
		for i := range kw {
			kw[i] = 1000 * float64(power)
		}
		return &series.Load{Name: words.load, Start: first, Step: step, KW: kw}, nil
	case strings.ContainsAny(words.load[:1], "+-.0123456789") && !strings.HasSuffix(strings.ToLower(words.load), ".csv"):
		return nil, wrong("--load: %s; %s", bad, aLoad)
	case errors.Is(absent, os.ErrNotExist):
		return nil, wrong("%s: there is no such file; %s", words.load, aLoad)
	}
	return nil, fmt.Errorf("read %s: %w", words.load, reason(absent))
}

// weekdays are the words of --first-day, Sunday first.
var weekdays = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// The hours of a year.
const (
	commonYear = 8760
	leapYear   = 8784
)

// anchor lays the hours of a year that have numbers into a year of the calendar: the one that is given, or the latest
// one before 2024 that begins on the given weekday and has room for them.
func anchor(l *series.Load, words *billWords, t *openedTariff) error {
	if len(l.KW) > leapYear {
		return wrong("%s has %d hours, and no year has more than %d; give times in place of hour numbers (time,kw)", l.Name, len(l.KW), leapYear)
	}
	day := -1
	if words.firstDay != "" {
		if day = slices.Index(weekdays, strings.ToLower(words.firstDay)); day < 0 {
			return wrong("--first-day takes a day of the week such as monday, not %q%s", words.firstDay, conf.Hint(words.firstDay, weekdays))
		}
	}
	year := words.year
	switch {
	case year == 0 && day < 0:
		return wrong("%s has hour numbers, which say neither day nor month; give --year 2024, or --first-day monday", l.Name)
	case year == 0:
		leap := len(l.KW) > commonYear
		for year = 2023; (calendar.Date{Year: year, Month: time.January, Day: 1}).Weekday() != time.Weekday(day) || leap && year%4 != 0 || !leap && year%4 == 0; year-- {
		}
		t.warn("the hours are taken for those of %d, which begins on a %s", year, time.Weekday(day))
	case day >= 0:
		if first := (calendar.Date{Year: year, Month: time.January, Day: 1}).Weekday(); first != time.Weekday(day) {
			return wrong("%d begins on a %s, not on a %s; leave --first-day or --year out", year, first, time.Weekday(day))
		}
	}
	l.Start = calendar.Date{Year: year, Month: time.January, Day: 1}.In(t.zone)
	hours := calendar.Date{Year: year + 1, Month: time.January, Day: 1}.In(t.zone).Sub(l.Start).Hours()
	switch n := float64(len(l.KW)); {
	case n > hours:
		return wrong("%s has %g hours, but %d has %s; give another year", l.Name, n, year, hoursText(hours))
	case n < hours && n >= commonYear:
		t.warn("the load has %s, and %d has %g: the last %g are not billed", hoursText(n), year, hours, hours-n)
	}
	return nil
}
