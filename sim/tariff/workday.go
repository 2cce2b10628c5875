package tariff

import (
	"errors"

	"hashwatt/sim/calendar"
)

// A workday is a working day on the axis and its hours there, in order of the day.
type workday struct {
	date  calendar.Date
	month int // index into Civil.Months
	hours []int
}

// workdays returns the working days of the axis in order, and the number of working days in each local month, the days
// outside the axis included.
func workdays(in Input) (days []workday, inMonth []int, err error) {
	if in.Workdays == nil {
		return nil, nil, errors.New("working days are billed, but no calendar of them is at hand; name the country")
	}
	if in.known != nil {
		return in.known.days, in.known.inMonth, nil
	}
	c := in.Civil
	at := make([]int, len(c.Date)) // place in days, from 1
	for t, day := range c.Day {
		if !in.Workdays.Works(c.Date[day]) {
			continue
		}
		if at[day] == 0 {
			days = append(days, workday{date: c.Date[day], month: int(c.Month[t])})
			at[day] = len(days)
		}
		d := &days[at[day]-1]
		d.hours = append(d.hours, t)
	}
	inMonth = make([]int, len(c.Months))
	for m, month := range c.Months {
		first := calendar.Date{Year: month.Year, Month: month.Month, Day: 1}
		for k := range monthDays(in, m) {
			if in.Workdays.Works(first.AddDays(k)) {
				inMonth[m]++
			}
		}
	}
	return days, inMonth, nil
}
