package reports

import (
	"fmt"
	"slices"
)

// mostTimes is how many limits the timeline shows.
const mostTimes = 16

// timeline shows by month when each limit is in force, and in what part of these hours it binds; nil where none
// ever is.
func (b *builder) timeline() *Chart {
	order := slices.DeleteFunc(b.byCut(), func(l int) bool {
		return len(b.p.Limits[l].Sites) == 0 || b.r.Summary.Limits[l].HoursInForce == 0
	})
	if len(order) == 0 {
		return nil
	}
	shown := order[:min(len(order), mostTimes)]
	g := &Grid{What: "hours in force in which it binds", Unit: "%", X: b.byMonth(), At: Stops{Dates: b.months}, Of: "limit", Full: 100, Color: Red}
	for _, l := range shown {
		row := Row{Name: b.p.Limits[l].Name, Cells: make(Numbers, len(b.months))}
		for m := range row.Cells {
			row.Cells[m] = Gap
			if hours := b.p.Limits[l].ByMonth[m]; hours > 0 {
				row.Cells[m] = Num(min(100*b.tr.LimitHours[l][m]/hours, 100))
			}
		}
		g.Rows = append(g.Rows, row)
	}
	caption := "Blank: not in force in that month. Faintest: in force, but it holds nobody back; the stronger the colour, the larger the part of its hours in which it holds at least one site back."
	if len(shown) < len(order) {
		caption += fmt.Sprintf(" The %s limits that keep back most; the others stand in the table below.", spelled(len(shown)))
	}
	return &Chart{ID: "rules", Title: b.timelineTitle(shown), Span: Wide, Grid: g, Caption: caption}
}

// timelineTitle says when the limit that keeps back most is in force, and in which month it binds most.
func (b *builder) timelineTitle(shown []int) string {
	l := shown[0]
	text := b.beginLimit(l) + " is in force " + b.forceText(l)
	top, at := 0.0, 0 // hours
	for m, hours := range b.tr.LimitHours[l] {
		if hours > top {
			top, at = hours, m
		}
	}
	switch {
	case top == 0:
		return text + " and " + b.actText(l)
	case b.r.Summary.Limits[l].BindingHours > 0.9995*b.r.Summary.Limits[l].HoursInForce:
		return text + " and binds in every hour of it"
	}
	return text + fmt.Sprintf("; it binds most in %s, in %s of its hours", monthText(b.months[at]), shareText(min(top/max(b.p.Limits[l].ByMonth[at], 1), 1)))
}

// forceText says when a limit is in force: all the time, in some months of the year, or from a day on.
func (b *builder) forceText(l int) string {
	force := b.p.Limits[l].Force
	first, last := force[0][0], force[len(force)-1][1]
	if len(force) == 1 {
		switch {
		case first == 0 && last == b.p.Hours:
			return "throughout"
		case last == b.p.Hours:
			return "from " + dayText(b.firstDay(l, first)) + " on"
		case first == 0:
			return "up to " + dayText(b.finalDay(l, last-1))
		}
		return "from " + dayText(b.firstDay(l, first)) + " to " + dayText(b.finalDay(l, last-1))
	}
	if season := b.monthsOf(b.p.Limits[l].ByMonth); season != "all year" {
		return season
	}
	hours := 0
	for _, span := range force {
		hours += span[1] - span[0]
	}
	return fmt.Sprintf("in %s of the hours", shareText(float64(hours)/float64(max(b.p.Hours, 1))))
}

// firstDay is the day of an hour in which a limit begins, on the clock of the region where it began with the day:
// the latest date.
func (b *builder) firstDay(l, t int) (day string) {
	for _, i := range b.p.Limits[l].Sites {
		day = max(day, b.civilDay(int(i), t))
	}
	return day
}

// finalDay is the day of the last hour of a limit, on the clock of the region where it ended with the day: the
// earliest date.
func (b *builder) finalDay(l, t int) (day string) {
	for _, i := range b.p.Limits[l].Sites {
		if at := b.civilDay(int(i), t); day == "" || at < day {
			day = at
		}
	}
	return day
}

// civilDay is the day of an hour where a site stands.
func (b *builder) civilDay(i, t int) string {
	civil := b.w.Regions[b.w.Sites[i].Region].Civil
	return civil.Date[civil.Day[t]].String()
}
