package tariff

import "math"

// Shape is a tariff as whoever decides what runs sees it: what one more MWh costs in each hour, what the highest
// load of some hours costs, and what energy costs by how much there is already. What is due whatever runs is not in
// it: two loads differ in their bills by what they differ in their shapes.
type Shape struct {
	PerMWh  []float64 // by hour of the axis, of the currency
	Windows []Window
	Counts  []Count
	Exact   bool // the bill is PerMWh times the load, and nothing else

	above []lineShape // of the components before this one
}

// Stretch is a part of a price: up to UpTo, counted from zero, a unit costs Price. The last one has no end (+Inf).
type Stretch struct{ UpTo, Price float64 }

// Window is a set of hours whose highest load is priced, once: the highest of the load in its hours, FloorMW, and
// what its ratchets hold. A window without Steps costs nothing by itself, but ratchets look at it; one without
// Hours has a floor or ratchets alone, as in a month whose own peak is not billed.
type Window struct {
	Layer    int       // windows of one layer share no hour
	Label    string    // of the component, for messages
	Hours    []int32   // of the axis, rising
	Month    int       // index into Civil.Months: the month in which it is billed
	Steps    []Stretch // MW and price per MW of the highest load
	FloorMW  float64   // billed in any case
	Ratchets []Held

	origin *string // shared with what an adder makes of it
}

// Held keeps a share of the highest loads of other windows billed.
type Held struct {
	Share   float64
	Windows []int32 // indexes into Shape.Windows; of months before, or of those after the start that stand in for them
}

// Count is a set of hours whose energy is counted together and priced by how much there is already. PerMWh has the
// price of the last step, and Steps what the others differ from it, so that the last step costs nothing more:
// whoever looks at PerMWh alone sees what one more MWh costs a large load, never a price of zero.
type Count struct {
	Layer int       // counts of one layer share no hour
	Label string    // of the component, for messages
	Hours []int32   // of the axis, rising
	Month int       // index into Civil.Months: the month in which it is billed
	Steps []Stretch // MWh and price per MWh, on top of PerMWh, of either sign

	// PerMW, where it is not nil, has an end of each step in MWh for each MW of the month's highest load or of FloorMW,
	// whichever is more, +Inf for none. The lower of the two ends of a step holds, and a step that ends before the one
	// before it is empty.
	PerMW   []float64
	FloorMW float64

	origin *string // shared with what an adder makes of it
}

// At appends to dst the steps for a highest load of the month: ends do not fall, and the last is +Inf.
func (c *Count) At(peakMW float64, dst []Stretch) []Stretch {
	from := 0.0
	for k, step := range c.Steps {
		if c.PerMW != nil && !math.IsInf(c.PerMW[k], 1) {
			step.UpTo = min(step.UpTo, c.PerMW[k]*max(peakMW, c.FloorMW))
		}
		step.UpTo = max(step.UpTo, from)
		from = step.UpTo
		dst = append(dst, step)
	}
	return dst
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
