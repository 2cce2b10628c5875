package tariff

import (
	"fmt"
	"math"
	"slices"
)

// A lineShape is the shape of a component that an adder may scale.
type lineShape struct {
	name  string
	shape *Shape
}

// ShapeOf adds up the shapes of all components. Windows and counts that adders price again are one with those of
// the lines that they add to. An error names the component, or the hours whose highest load would be paid for by
// the supplier.
func ShapeOf(items []Item, in Input) (*Shape, error) {
	sum := newShape(in)
	var hours []float64 // of each part in turn, where no adder asks for it later
	if !slices.ContainsFunc(items, func(item Item) bool { _, adder := item.Component.(interface{ adds() []string }); return adder }) {
		hours = make([]float64, in.Axis.Hours)
	}
	if _, err := shapesOf(items, in, hours, func(part *Shape) { sum.add(part, nil, in) }); err != nil {
		return nil, err
	}
	for t, price := range sum.PerMWh {
		if math.IsNaN(price) || math.IsInf(price, 0) {
			return nil, fmt.Errorf("the price is not a number in the hour from %s; check price, mean and escalation", hourText(in, t))
		}
	}
	for k := range sum.Windows {
		if err := sum.Windows[k].check(in); err != nil {
			return nil, err
		}
	}
	return sum, nil
}

// check refuses a highest load that earns something, which no operator can plan for; what is only the rounding of a
// price of zero becomes zero.
func (w *Window) check(in Input) error {
	for k := range w.Steps {
		price := &w.Steps[k].Price
		switch {
		case math.IsNaN(*price) || math.IsInf(*price, 0):
			return fmt.Errorf("%s: the price of the highest load is not a number in %s; check price and escalation", w.Label, monthText(in, w.Month))
		case *price < -1e-6:
			return fmt.Errorf("%s: rebates make the highest load of %s earn %.6g per MW; let them take off at most the whole price",
				w.Label, monthText(in, w.Month), -*price)
		case *price < 0:
			*price = 0
		}
	}
	return nil
}

// ShapesOf returns the shape of each component. An error names the component.
func ShapesOf(items []Item, in Input) ([]*Shape, error) {
	return shapesOf(items, in, nil, func(*Shape) {})
}

// shapesOf hands out each shape once it is whole. Where hours is not nil, all shapes have their prices in it, one
// after the other.
func shapesOf(items []Item, in Input, hours []float64, see func(*Shape)) ([]*Shape, error) {
	shapes := make([]*Shape, len(items))
	var above []lineShape
	spans := spansOf(items, in)
	for k, item := range items {
		own := &Shape{PerMWh: hours, Exact: true, above: above}
		if clear(hours); hours == nil {
			own.PerMWh = make([]float64, in.Axis.Hours)
		}
		if err := item.Shape(own, spans[k].in(in)); err != nil {
			return nil, fmt.Errorf("%s: %w", item.Name, err)
		}
		spans[k].cut(own, in)
		spans[k].share(own, items, shapes, k)
		own.label(item.Name)
		shapes[k] = own
		see(own)
		above = append(above[:len(above):len(above)], lineShape{item.Name, own})
	}
	return shapes, nil
}

// label calls all windows and counts after a component, and its parts after both.
func (s *Shape) label(name string) {
	for k := range s.Windows {
		w := &s.Windows[k]
		w.Label = LineName(name, w.Label)
		if w.origin == nil {
			w.origin = new(w.Label)
		}
	}
	for k := range s.Counts {
		c := &s.Counts[k]
		c.Label = LineName(name, c.Label)
		if c.origin == nil {
			c.origin = new(c.Label)
		}
	}
}

func newShape(in Input) *Shape { return &Shape{PerMWh: make([]float64, in.Axis.Hours), Exact: true} }

// add adds another shape times a factor by local month, nil for 1. Windows and counts of an origin that is there
// already add their prices to it; the others come in layers of their own.
func (s *Shape) add(other *Shape, factor func(month int) float64, in Input) {
	s.Exact = s.Exact && other.Exact
	by := make([]float64, len(in.Civil.Months))
	for m := range by {
		by[m] = 1
		if factor != nil {
			by[m] = factor(m)
		}
	}
	for t, price := range other.PerMWh {
		if price != 0 {
			s.PerMWh[t] += price * by[in.Civil.Month[t]]
		}
	}
	s.addWindows(other.Windows, by)
	s.addCounts(other.Counts, by)
}

// addWindows adds windows times a factor by month.
func (s *Shape) addWindows(windows []Window, by []float64) {
	if len(windows) == 0 {
		return
	}
	at := map[*string]int{}
	for k := range s.Windows {
		at[s.Windows[k].origin] = k
	}
	place := make([]int32, len(windows))
	layer, first := s.layers(), len(s.Windows)
	for k, w := range windows {
		if have, ok := at[w.origin]; ok && w.origin != nil {
			place[k] = int32(have)
			addSteps(s.Windows[have].Steps, w.Steps, by[w.Month])
			continue
		}
		place[k] = int32(len(s.Windows))
		w.Layer += layer
		w.Steps = scaled(w.Steps, by[w.Month])
		s.Windows = append(s.Windows, w)
	}
	for k := first; k < len(s.Windows); k++ {
		w := &s.Windows[k]
		held := make([]Held, len(w.Ratchets))
		for r, h := range w.Ratchets {
			held[r].Share = h.Share
			for _, of := range h.Windows {
				held[r].Windows = append(held[r].Windows, place[of])
			}
		}
		w.Ratchets = held
	}
}

// addCounts adds counts times a factor by month.
func (s *Shape) addCounts(counts []Count, by []float64) {
	if len(counts) == 0 {
		return
	}
	at := map[*string]int{}
	for k := range s.Counts {
		at[s.Counts[k].origin] = k
	}
	layer := s.countLayers()
	for _, c := range counts {
		if have, ok := at[c.origin]; ok && c.origin != nil {
			addSteps(s.Counts[have].Steps, c.Steps, by[c.Month])
			continue
		}
		c.Layer += layer
		c.Steps = scaled(c.Steps, by[c.Month])
		s.Counts = append(s.Counts, c)
	}
}

// addSteps adds prices of the same steps times a factor.
func addSteps(steps, more []Stretch, factor float64) {
	for k, step := range more {
		steps[k].Price += step.Price * factor
	}
}

func scaled(steps []Stretch, factor float64) []Stretch {
	if len(steps) == 0 {
		return nil
	}
	out := make([]Stretch, len(steps))
	for k, step := range steps {
		out[k] = Stretch{step.UpTo, step.Price * factor}
	}
	return out
}

// monthText names a local month: "2025-03".
func monthText(in Input, m int) string {
	month := in.Civil.Months[m]
	return fmt.Sprintf("%04d-%02d", month.Year, int(month.Month))
}
