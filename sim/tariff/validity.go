package tariff

import (
	"fmt"

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
		if s.frozen != nil {
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

// checkDays returns what is wrong with the days of one component.
func (i *Item) checkDays(at *conf.Node) (problems []conf.Problem) {
	if !i.Ends.IsZero() && i.Ends.Before(i.Begins) {
		return []conf.Problem{conf.Problemf(at.Get("ends"), "%s is before %s, when the component begins", i.Ends, i.Begins)}
	}
	per := billedBy(i.Component)
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
