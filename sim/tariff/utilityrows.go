package tariff

import (
	"fmt"
	"slices"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
)

// An urdbRow is hours of a period that a row of a timetable can say: some months, some hours, weekdays or the
// weekend or both.
type urdbRow struct {
	period int
	when   []conf.Field // days, hours, months; none: all that no other row says
}

const (
	weekDays    calendar.Days = 0b0011111
	weekendDays calendar.Days = 0b1100000
)

// rowsOf cuts a schedule into rows that do not overlap. The period with the most hours is the one without a row of its
// own: it holds where no other does, and comes first.
func rowsOf(week, weekend [12][24]int) []urdbRow {
	hours := map[int]int{}
	for m := range week {
		for h := range week[m] {
			hours[week[m][h]] += 5
			hours[weekend[m][h]] += 2
		}
	}
	var periods []int
	for p := range hours {
		periods = append(periods, p)
	}
	slices.Sort(periods)
	most := periods[0]
	for _, p := range periods {
		if hours[p] > hours[most] {
			most = p
		}
	}
	rows := []urdbRow{{period: most}}
	for _, p := range periods {
		if p != most {
			rows = append(rows, rowsOfPeriod(p, week, weekend)...)
		}
	}
	return rows
}

// rowsOfPeriod says the hours of one period: months with the same hours share a row, and so do weekdays and the weekend
// where their hours are the same.
func rowsOfPeriod(p int, week, weekend [12][24]int) []urdbRow {
	type key struct {
		days  calendar.Days
		hours calendar.Hours
	}
	months := map[key]calendar.Months{}
	var order []key
	for m := range week {
		var on [2]calendar.Hours
		for h := range 24 {
			if week[m][h] == p {
				on[0] |= 1 << h
			}
			if weekend[m][h] == p {
				on[1] |= 1 << h
			}
		}
		keys := []key{{weekDays, on[0]}, {weekendDays, on[1]}}
		if on[0] == on[1] {
			keys = []key{{0, on[0]}}
		}
		for _, k := range keys {
			if k.hours == 0 {
				continue
			}
			if months[k] == 0 {
				order = append(order, k)
			}
			months[k] |= 1 << m
		}
	}
	var rows []urdbRow
	for _, k := range order {
		r := urdbRow{period: p}
		if k.days != 0 {
			r.when = append(r.when, field("days", k.days.String()))
		}
		if k.hours != allHours {
			r.when = append(r.when, field("hours", k.hours.String()))
		}
		if months[k] != 1<<12-1 {
			r.when = append(r.when, field("months", months[k].String()))
		}
		rows = append(rows, r)
	}
	return rows
}

// periodsIn lists the periods of rows, each once, in their order.
func periodsIn(rows []urdbRow) []int {
	var list []int
	for _, r := range rows {
		if !slices.Contains(list, r.period) {
			list = append(list, r.period)
		}
	}
	return list
}

// periodNode makes a period of all its rows: the first says when, the others are further hours.
func periodNode(rows []urdbRow, p int, value conf.Field) *conf.Node {
	var also []*conf.Node
	fields := []conf.Field{field("name", fmt.Sprintf("period %d", p))}
	first := true
	for _, r := range rows {
		if r.period != p {
			continue
		}
		if first {
			fields = append(fields, r.when...)
			first = false
		} else {
			also = append(also, conf.NewMap("", r.when...))
		}
	}
	fields = append(fields, value)
	if len(also) > 0 {
		fields = append(fields, conf.NewField("also", conf.NewList("", also...)))
	}
	return conf.NewMap("", fields...)
}

// urdbMark says of a month whether it counts: true or false in some rates, 1 or 0 in others.
type urdbMark bool

// UnmarshalJSON reads either.
func (b *urdbMark) UnmarshalJSON(text []byte) error {
	switch string(text) {
	case "true", "1", "1.0":
		*b = true
	case "false", "0", "0.0", "null":
		*b = false
	default:
		return fmt.Errorf("%s is neither 0 nor 1", text)
	}
	return nil
}

// monthsWhere reads the months of a field that marks each of twelve; none where it is not there or marks none.
func (u *urdb) monthsWhere(name string) (marked calendar.Months) {
	const cure = "a list of twelve 0 or 1 (or false and true), January first; put 1 where the peak of the month is looked back at, or take the field out"
	var marks []urdbMark
	if !u.read(name, &marks, cure) {
		return 0
	}
	if len(marks) != 12 {
		u.problem(name, "has %s; it is %s", monthCount(len(marks)), cure)
		return 0
	}
	for m, mark := range marks {
		if mark {
			marked |= 1 << m
		}
	}
	return marked
}

// monthCount prints "1 month" or "11 months".
func monthCount(n int) string {
	if n == 1 {
		return "1 month"
	}
	return fmt.Sprintf("%d months", n)
}
