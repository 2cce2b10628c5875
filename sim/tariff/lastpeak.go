package tariff

import "hashwatt/sim/calendar"

// PeaksEnded lists the components that cost nothing in a part of the axis because no system peak is listed there, in the
// order of the list, each with the day of its last peak: the axis goes on to a month in which a peak was listed in a year
// before. A rule for peaks has no last one.
func PeaksEnded(items []Item, in Input) (ends []End) {
	spans := spansOf(items, in)
	for k := range items {
		switch c := items[k].Component.(type) {
		case *Coincident:
			if last, yes := c.ended(spans[k], in); yes {
				ends = append(ends, End{items[k].Name, last})
			}
		case *PriceCategory:
			for _, part := range PeaksEnded(c.Parts, in) {
				ends = append(ends, End{LineName(items[k].Name, part.Name), part.Ends})
			}
		}
	}
	return ends
}

// ended returns the day of the last listed peak, and whether the span goes on to a month that should have one.
func (c *Coincident) ended(s span, in Input) (last calendar.Date, yes bool) {
	var months Months // that have a peak in some year
	for _, g := range c.Groups {
		if g.Peaks != nil {
			return last, false
		}
		for _, stamp := range g.Hours {
			months |= 1 << (stamp.Date.Month - 1)
			if last.Before(stamp.Date) {
				last = stamp.Date
			}
		}
	}
	for m, month := range in.Civil.Months {
		first := calendar.Date{Year: month.Year, Month: month.Month, Day: 1}
		if last.Before(first) && s.months(m, in) && months>>(month.Month-1)&1 == 1 {
			return last, true
		}
	}
	return last, false
}
