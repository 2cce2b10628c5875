package tariff

import (
	"slices"

	"hashwatt/sim/calendar"
)

// A freeze is the last hour of a component whose price no longer rises.
type freeze struct {
	hour int // counted from the start of the axis; below zero where the component ended before it
	date calendar.Date
}

// A span is the part of the axis in which a component holds.
type span struct {
	from, to int // hours, half open
	seen     int // the hour from which ratchets look at peaks: that in which the first component of its name begins
	start    int // the hour from which its price rises: 0, or when it begins, below zero where it began before the axis
	frozen   *freeze
}

// spansOf finds the span of each component.
func spansOf(items []Item, in Input) []span {
	list := make([]span, len(items))
	for k := range items {
		list[k] = items[k].span(items, in)
	}
	for k := range list {
		for j := range items {
			if ends := items[j].Ends; items[j].Name == items[k].Name && !ends.IsZero() && ends.Before(items[k].Begins) {
				list[k].seen = min(list[k].seen, list[j].from)
			}
		}
		if in.valid != nil {
			list[k] = list[k].inside(in.valid, items[k].Begins.IsZero())
		}
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
		s.seen, s.start = s.from, s.from
		if s.from == 0 {
			s.start = min(0, in.Axis.Index(i.Begins.In(in.Civil.Zone)))
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
	case end > 0:
		s.frozen = &freeze{hour: end - 1, date: i.Ends}
	default:
		s.frozen = &freeze{hour: min(0, in.Axis.Index(i.Ends.AddDays(1).In(in.Civil.Zone))) - 1, date: i.Ends}
	}
	return s
}

// inside returns what of a span lies in that of the component of which it is a part. A part that does not say when
// it begins begins with the whole, and what ends first is frozen first.
func (s span) inside(whole *span, begins bool) span {
	if begins {
		s.seen, s.start = whole.seen, whole.start
	}
	s.to = min(s.to, whole.to)
	s.from = min(max(s.from, whole.from), s.to)
	s.seen = min(max(s.seen, whole.seen), s.from)
	if whole.frozen != nil && (s.frozen == nil || whole.frozen.hour < s.frozen.hour) {
		s.frozen = whole.frozen
	}
	return s
}

// in returns the input of a component that holds in the span.
func (s span) in(in Input) Input {
	in.valid = &s
	return in
}

// frozen returns when the price of the component that is asked was frozen; nil for not.
func (in Input) frozen() *freeze {
	if in.valid == nil {
		return nil
	}
	return in.valid.frozen
}

// risen returns the hours for which a price has risen in hour t: from the start of the axis, or from the day on
// which its component begins, until it ends.
func (in Input) risen(t int) int {
	v := in.valid
	if v == nil {
		return t
	}
	if v.frozen != nil {
		t = min(t, v.frozen.hour)
	}
	return max(t-v.start, 0)
}

// asks tells whether the component that is asked holds in hour t, so that its data are needed.
func (in Input) asks(t int) bool { return in.valid == nil || t >= in.valid.from && t < in.valid.to }

// whole tells whether a span is the axis.
func (s span) whole(in Input) bool { return s.from == 0 && s.to == in.Axis.Hours }

// months tells whether a local month has an hour of the span.
func (s span) months(m int, in Input) bool {
	month := in.Civil.Months[m]
	return month.From < s.to && s.from < month.To
}

// invoice bills a component for its span: what was used outside is not counted, but by what looks back.
func (s span) invoice(item Item, use Use, in Input) ([]Charge, error) {
	in = s.in(in)
	if s.whole(in) {
		return item.Invoice(use, in)
	}
	use = use.within(looksFrom(item.Component, s), s.to)
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

// cut takes from a shape what lies outside of the span. Windows before it to which a ratchet inside looks stay,
// without a price.
func (s span) cut(shape *Shape, in Input) {
	if s.whole(in) {
		return
	}
	clear(shape.PerMWh[:s.from])
	clear(shape.PerMWh[s.to:])
	inside := func(w *Window) bool {
		if w.Hours == nil {
			return s.months(w.Month, in)
		}
		return len(hoursIn(w.Hours, s.from, s.to)) > 0
	}
	looked := make([]bool, len(shape.Windows))
	for k := range shape.Windows {
		if w := &shape.Windows[k]; inside(w) {
			for _, h := range w.Ratchets {
				for _, of := range h.Windows {
					looked[of] = true
				}
			}
		}
	}
	place := make([]int32, len(shape.Windows))
	var windows []Window
	for k, w := range shape.Windows {
		place[k] = -1
		switch own := hoursIn(w.Hours, s.from, s.to); {
		case !inside(&w):
			w = Window{Layer: w.Layer, Label: w.Label, Month: w.Month, Hours: hoursIn(w.Hours, s.seen, s.to), origin: w.origin}
			if len(w.Hours) == 0 || !looked[k] {
				continue
			}
		case w.Hours != nil:
			w.Hours, w.Month = own, int(in.Civil.Month[own[len(own)-1]])
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
		if c.Hours = hoursIn(c.Hours, s.from, s.to); len(c.Hours) > 0 {
			counts = append(counts, c)
		}
	}
	shape.Windows, shape.Counts = windows, counts
}

// share makes the windows of a shape that have no price one with those of the same hours of the components of its name
// before it, so that a ratchet looks at the peaks of its predecessor.
func (s span) share(shape *Shape, items []Item, before []*Shape, k int) {
	for n := range shape.Windows {
		w := &shape.Windows[n]
		if w.origin != nil || len(w.Hours) == 0 || int(w.Hours[0]) >= s.from {
			continue
		}
		for j := range k {
			if items[j].Name != items[k].Name {
				continue
			}
			for _, old := range before[j].Windows {
				if slices.Equal(old.Hours, w.Hours) {
					w.origin = old.origin
				}
			}
		}
	}
}

// hoursIn returns those of a rising list that lie in a part of the axis.
func hoursIn(list []int32, from, to int) []int32 {
	first, _ := slices.BinarySearch(list, int32(from))
	last, _ := slices.BinarySearch(list, int32(to))
	return list[first:last]
}
