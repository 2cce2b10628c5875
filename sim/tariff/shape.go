package tariff

import (
	"fmt"
	"math"
)

// Shape is a tariff as whoever decides what runs sees it: what one more MWh costs in each hour, what the highest load of
// some hours costs, and what energy costs by how much there is already.
type Shape struct {
	PerMWh  []float64 // by hour of the axis, of the currency
	Windows []Window
	Counts  []Count
	Exact   bool // the bill is PerMWh times the load, and nothing else

	above []lineShape // of the components before this one
}

// Stretch is a part of a price: up to UpTo, counted from zero, a unit costs Price. The last one has no end (+Inf).
type Stretch struct{ UpTo, Price float64 }

// Window is a set of hours whose highest load is priced, once.
type Window struct {
	Layer    int     // windows of one layer share no hour
	Label    string  // of the component, for messages
	Hours    []int32 // of the axis, rising
	Month    int     // index into Civil.Months: the month in which it is billed
	Steps    []Stretch  // MW and price per MW of the highest load
	FloorMW  float64 // billed in any case
	Ratchets []Held
}

// Held keeps a share of the highest loads of other windows billed.
type Held struct {
	Share   float64
	Windows []int32 // indexes into Shape.Windows, of months before
}

// Count is a set of hours whose energy is counted together and priced by how much there is already.
type Count struct {
	Layer int     // counts of one layer share no hour
	Label string  // of the component, for messages
	Hours []int32 // of the axis, rising
	Month int     // index into Civil.Months: the month in which it is billed
	Steps []Stretch  // MWh and price per MWh, on top of PerMWh
	// PerMW, where it is not nil, has an end of each step in MWh for each MW of the month's highest load, +Inf for none. The lower of the two ends holds.
	PerMW []float64
}

type lineShape struct {
	name  string
	shape *Shape
}

// ShapeOf adds up the shapes of all components. An error names the component.
func ShapeOf(items []Item, in Input) (*Shape, error) {
	parts, err := ShapesOf(items, in)
	if err != nil {
		return nil, err
	}
	sum := newShape(in)
	for _, part := range parts {
		sum.add(part, func(int) float64 { return 1 }, in)
	}
	for t, price := range sum.PerMWh {
		if math.IsNaN(price) || math.IsInf(price, 0) {
			return nil, fmt.Errorf("the price is not a number in the hour from %s; check price, mean and escalation", hourText(in, t))
		}
	}
	return sum, nil
}

// ShapesOf returns the shape of each component. An error names the component.
func ShapesOf(items []Item, in Input) ([]*Shape, error) {
	shapes := make([]*Shape, len(items))
	var above []lineShape
	for k, item := range items {
		own := newShape(in)
		own.above = above
		if err := item.Shape(own, in); err != nil {
			return nil, fmt.Errorf("%s: %w", item.Name, err)
		}
		for w := range own.Windows {
			own.Windows[w].Label = item.Name
		}
		for c := range own.Counts {
			own.Counts[c].Label = item.Name
		}
		shapes[k] = own
		above = append(above[:len(above):len(above)], lineShape{item.Name, own})
	}
	return shapes, nil
}

func newShape(in Input) *Shape { return &Shape{PerMWh: make([]float64, in.Axis.Hours), Exact: true} }

// add adds another shape times a factor by local month. Its layers become layers of their own.
func (s *Shape) add(other *Shape, factor func(month int) float64, in Input) {
	s.Exact = s.Exact && other.Exact
	by := make([]float64, len(in.Civil.Months))
	for m := range by {
		by[m] = factor(m)
	}
	for t, price := range other.PerMWh {
		if price != 0 {
			s.PerMWh[t] += price * by[in.Civil.Month[t]]
		}
	}
	first, layer := int32(len(s.Windows)), s.layers()
	for _, w := range other.Windows {
		w.Layer += layer
		w.Steps = scaled(w.Steps, by[w.Month])
		held := make([]Held, len(w.Ratchets))
		for k, h := range w.Ratchets {
			held[k].Share = h.Share
			for _, at := range h.Windows {
				held[k].Windows = append(held[k].Windows, at+first)
			}
		}
		w.Ratchets = held
		s.Windows = append(s.Windows, w)
	}
	layer = s.countLayers()
	for _, c := range other.Counts {
		c.Layer += layer
		c.Steps = scaled(c.Steps, by[c.Month])
		s.Counts = append(s.Counts, c)
	}
}

func scaled(steps []Stretch, factor float64) []Stretch {
	out := make([]Stretch, len(steps))
	for k, step := range steps {
		out[k] = Stretch{step.UpTo, step.Price * factor}
	}
	return out
}

// layers is the number of layers of windows.
func (s *Shape) layers() (n int) {
	for _, w := range s.Windows {
		n = max(n, w.Layer+1)
	}
	return n
}

// countLayers is the number of layers of counts.
func (s *Shape) countLayers() (n int) {
	for _, c := range s.Counts {
		n = max(n, c.Layer+1)
	}
	return n
}
