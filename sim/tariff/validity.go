package tariff

import (
	"fmt"
	"slices"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
)

// validKeys ends the example of every kind.
const validKeys = `begins: 2015-01-01           # default: always; the first local day on which the component holds
ends: 2035-12-31             # default: always; the last one. Then one of the same name follows; otherwise its last price is held
`

// An End is a component that ends inside the axis without a successor: its last price is held.
type End struct {
	Name string
	Ends calendar.Date
}

// Ended lists the components that end inside the axis, or before it, and that no component of the same name follows, in
// the order of the list. Their prices are held: those of the last day, which rise no more.
func Ended(items []Item, in Input) (ends []End) {
	for k, s := range spansOf(items, in) {
		if s.held != nil {
			ends = append(ends, End{items[k].Name, items[k].Ends})
		}
		if c, ok := items[k].Component.(*PriceCategory); ok {
			for _, part := range Ended(c.Parts, in) {
				ends = append(ends, End{LineName(items[k].Name, part.Name), part.Ends})
			}
		}
	}
	return ends
}

// A hold is the last hour of a component whose price no longer rises.
type hold struct {
	hour int // of the axis; 0 where the component ended before it
	date calendar.Date
}

// A span is the part of the axis in which a component holds.
type span struct {
	from, to int // hours, half open
	held     *hold
}

// spansOf finds the span of each component.
func spansOf(items []Item, in Input) []span {
	list := make([]span, len(items))
	for k := range items {
		list[k] = items[k].span(items, in)
	}
	return list
}

// span returns where a component of a list holds.
func (i *Item) span(items []Item, in Input) span {
	s := span{to: in.Axis.Hours}
	day := func(t int) calendar.Date { return in.Civil.Date[in.Civil.Day[t]] }
	if !i.Begins.IsZero() {
		for s.from < s.to && day(s.from).Before(i.Begins) {
			s.from++
		}
	}
	if i.Ends.IsZero() {
		return s
	}
	end := s.to
	for end > 0 && i.Ends.Before(day(end-1)) {
		end--
	}
	followed := slices.ContainsFunc(items, func(next Item) bool { return next.Name == i.Name && i.Ends.Before(next.Begins) })
	switch {
	case end == s.to:
	case followed:
		s.to = max(end, s.from)
	default:
		s.held = &hold{hour: max(end-1, 0), date: i.Ends}
	}
	return s
}

// in returns the input with the hold of the span.
func (s span) in(in Input) Input {
	if s.held != nil && (in.held == nil || s.held.hour < in.held.hour) {
		in.held = s.held
	}
	return in
}

// months tells whether a local month has an hour of the span.
func (s span) months(m int, in Input) bool {
	month := in.Civil.Months[m]
	return month.From < s.to && s.from < month.To
}

// invoice bills a component for its span: what was used outside is not counted.
func (s span) invoice(item Item, use Use, in Input) ([]Charge, error) {
	in = s.in(in)
	if s.from == 0 && s.to == in.Axis.Hours {
		return item.Invoice(use, in)
	}
	if _, free := item.Component.(*Deviation); !free { // its plan may be the load of a day before it began
		use = use.within(s.from, s.to)
	}
	charges, err := item.Invoice(use, in)
	return slices.DeleteFunc(charges, func(c Charge) bool { return !s.months(c.Month, in) }), err
}

// within returns the use with nothing outside of some hours.
func (u Use) within(from, to int) Use {
	mwh := make([]float64, len(u.MWh))
	copy(mwh[from:to], u.MWh[from:to])
	if u.KW != nil {
		kw := make([]float64, len(u.KW))
		copy(kw[from*u.Per:to*u.Per], u.KW[from*u.Per:to*u.Per])
		u.KW = kw
	}
	u.MWh = mwh
	return u
}

// cut takes from a shape what lies outside of the span.
func (s span) cut(shape *Shape, in Input) {
	if s.from == 0 && s.to == in.Axis.Hours {
		return
	}
	clear(shape.PerMWh[:s.from])
	clear(shape.PerMWh[s.to:])
	place := make([]int32, len(shape.Windows))
	var windows []Window
	for k, w := range shape.Windows {
		place[k] = -1
		if all := w.Hours; all != nil {
			if w.Hours = s.hours(all); len(w.Hours) == 0 {
				continue
			}
			w.Month = int(in.Civil.Month[w.Hours[len(w.Hours)-1]])
		} else if !s.months(w.Month, in) {
			continue
		}
		place[k] = int32(len(windows))
		windows = append(windows, w)
	}
	for k := range windows {
		var kept []Held
		for _, h := range windows[k].Ratchets {
			own := Held{Share: h.Share}
			for _, of := range h.Windows {
				if place[of] >= 0 {
					own.Windows = append(own.Windows, place[of])
				}
			}
			if own.Windows != nil {
				kept = append(kept, own)
			}
		}
		windows[k].Ratchets = kept
	}
	var counts []Count
	for _, c := range shape.Counts {
		if c.Hours = s.hours(c.Hours); len(c.Hours) > 0 {
			counts = append(counts, c)
		}
	}
	shape.Windows, shape.Counts = windows, counts
}

// hours returns those of a rising list that lie in the span.
func (s span) hours(list []int32) []int32 {
	from, _ := slices.BinarySearch(list, int32(s.from))
	to, _ := slices.BinarySearch(list, int32(s.to))
	return list[from:to]
}

// byMonth says what of a component is due by the month or the year, so that it cannot begin inside one; "" where nothing
// is.
func byMonth(c Component) string {
	switch c := c.(type) {
	case *Fixed, *Demand, *PeakNetwork, *ForecastCapacity, *Surcharge, *Tax, *OwnGeneration, *Deviation:
		if d, ok := c.(*Demand); ok && d.Per == TierDay && d.Billing.Minimum == 0 {
			return ""
		}
		return "month"
	case *Tiered:
		if c.Per != TierDay {
			return "month"
		}
	case *Minimum:
		return string(c.per())
	case *PPA:
		if c.TakeOrPay != nil || c.Resale != nil {
			return "month"
		}
	case *PriceCategory:
		for _, part := range c.Parts {
			if per := byMonth(part.Component); per != "" {
				return per
			}
		}
	case Linear:
		if _, ok := c.Separable.(*PeakCapacity); ok {
			return "month"
		}
	}
	return ""
}

// checkDays returns what is wrong with the days of one component.
func (i *Item) checkDays(at *conf.Node) (problems []conf.Problem) {
	if !i.Ends.IsZero() && i.Ends.Before(i.Begins) {
		return []conf.Problem{conf.Problemf(at.Get("ends"), "%s is before %s, when the component begins", i.Ends, i.Begins)}
	}
	per := byMonth(i.Component)
	if per == "" {
		return nil
	}
	if first := edge(i.Begins, per); !i.Begins.IsZero() && first != i.Begins {
		problems = append(problems, conf.Problemf(at.Get("begins"),
			"%s is inside a %s, by which the component is billed; begin on the first day of a %s, such as %s", i.Begins, per, per, first))
	}
	if next := i.Ends.AddDays(1); !i.Ends.IsZero() && edge(next, per) != next {
		problems = append(problems, conf.Problemf(at.Get("ends"),
			"%s is inside a %s, by which the component is billed; end on the last day of a %s, such as %s", i.Ends, per, per, edge(next, per).AddDays(-1)))
	}
	return problems
}

// edge returns the first day of the month or year of a date.
func edge(d calendar.Date, per string) calendar.Date {
	d.Day = 1
	if per == string(calendar.Yearly) {
		d.Month = 1
	}
	return d
}

// overlaps tells whether two components hold on one day.
func (i *Item) overlaps(other *Item) bool {
	before := func(a, b *Item) bool { return !a.Ends.IsZero() && a.Ends.Before(b.Begins) }
	return !before(i, other) && !before(other, i)
}

// checkFollowing returns what is wrong between component k and those of its name before it: they may follow one another
// without a gap, in the order of the list.
func checkFollowing(items []Item, k int, node *conf.Node) []conf.Problem {
	own, last := &items[k], -1
	for j := range k {
		if items[j].Component != nil && items[j].Name == own.Name {
			if own.overlaps(&items[j]) {
				return []conf.Problem{conf.Problemf(node,
					"a component before it is called %q too; give each a name of its own, or days that follow one another (ends, begins)", own.Name)}
			}
			last = j
		}
	}
	if last < 0 {
		return nil
	}
	switch next := items[last].Ends.AddDays(1); {
	case own.Begins.IsZero() || own.Begins.Before(next):
		return []conf.Problem{conf.Problemf(node, "it holds before the component of its name that stands before it; write components of one name in the order of their days")}
	case own.Begins != next:
		return []conf.Problem{conf.Problemf(node.Get("begins"),
			"%s has no price from %s to %s; let one end on the day before the next begins", own.Name, next, own.Begins.AddDays(-1))}
	}
	return nil
}

// daysText ends a description: ", from 2026-01-01 to 2026-12-31".
func (i *Item) daysText() string {
	switch {
	case i.Begins.IsZero() && i.Ends.IsZero():
		return ""
	case i.Ends.IsZero():
		return fmt.Sprintf(", from %s", i.Begins)
	case i.Begins.IsZero():
		return fmt.Sprintf(", to %s", i.Ends)
	}
	return fmt.Sprintf(", from %s to %s", i.Begins, i.Ends)
}
