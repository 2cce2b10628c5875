package tariff

import (
	"fmt"
	"time"

	"hashwatt/sim/calendar"
)

// PeakGaps says of components whose system peaks are listed where they cost nothing because of that, one sentence
// each, in the order of the list: the axis begins or goes on with a month in which a peak is listed in another
// year; of the hours of a group some lie outside of the axis; an hour was skipped by the clocks. A rule for peaks
// has no first and no last one.
func PeakGaps(items []Item, in Input) (gaps []string) {
	spans := spansOf(items, in)
	for k := range items {
		var own []string
		switch c := items[k].Component.(type) {
		case *Coincident:
			own = c.gaps(items[k].Name, spans[k], in)
		case *PriceCategory:
			for _, text := range PeakGaps(c.Parts, spans[k].in(in)) {
				own = append(own, LineName(items[k].Name, text))
			}
		}
		gaps = append(gaps, own...)
	}
	return gaps
}

// gaps says where the component, which has a name, costs nothing in its span for the want of a peak.
func (c *Coincident) gaps(name string, s span, in Input) (texts []string) {
	var months calendar.Months // that have a peak in some year
	var first, last calendar.Date
	ruled := false
	for i := range c.Groups {
		g := &c.Groups[i]
		ruled = ruled || g.Peaks != nil
		for _, stamp := range g.Hours {
			months |= 1 << (stamp.Date.Month - 1)
			if first.IsZero() || stamp.Date.Before(first) {
				first = stamp.Date
			}
			if last.Before(stamp.Date) {
				last = stamp.Date
			}
			if stamp.skipped(in) {
				texts = append(texts, fmt.Sprintf("%s: the hour %s was skipped by the clocks, so no load is billed in it", name, stamp))
			}
		}
		if inside := g.inside(s, in); inside > 0 && inside < len(g.Hours) {
			texts = append(texts, fmt.Sprintf("%s: %d of %d named hours lie outside of what is billed", LineName(name, c.lineName(i)), len(g.Hours)-inside, len(g.Hours)))
		}
	}
	if ruled {
		return texts
	}
	before, after := false, false
	for m, month := range in.Civil.Months {
		if day := (calendar.Date{Year: month.Year, Month: month.Month, Day: 1}); s.months(m, in) && months>>(month.Month-1)&1 == 1 {
			before = before || edge(first, byMonth) != day && day.Before(first)
			after = after || last.Before(day)
		}
	}
	if before {
		texts = append(texts, fmt.Sprintf("%s lists no system peak before %s: it costs nothing until then", name, first))
	}
	if after {
		texts = append(texts, fmt.Sprintf("%s lists no system peak after %s: it costs nothing from then on", name, last))
	}
	return texts
}

// inside counts the named hours of a group that lie in a span, or that no clock showed.
func (g *PeakGroup) inside(s span, in Input) (n int) {
	for _, stamp := range g.Hours {
		hours := stamp.hours(in)
		if stamp.skipped(in) || len(hours) > 0 && hours[len(hours)-1] >= s.from && hours[0] < s.to {
			n++
		}
	}
	return n
}

// skipped tells whether the clocks of the region went over the hour.
func (s Stamp) skipped(in Input) bool {
	at := time.Date(s.Date.Year, s.Date.Month, s.Date.Day, s.Hour, 0, 0, 0, in.Civil.Zone)
	return !s.UTC && at.Hour() != s.Hour
}
