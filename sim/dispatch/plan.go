package dispatch

// Tree is a laminar family of budgets. Groups are numbered from 0 in any order.
type Tree struct {
	Parent   []int32   // the smallest group that contains this one, -1 for none; of equal groups one is the parent
	Residual []float64 // MWh that may still be used; below zero counts as zero, +Inf as no budget; never NaN
}

// Items are what may run, as parallel arrays of one length.
type Items struct {
	Margin []float64 // USD/MWh at the meter, finite; zero and below never runs
	Energy []float64 // MWh available, finite, not negative
	Leaf   []int32   // the smallest group that contains the item, -1 for none
}

// Plan is the answer of [Workspace.Solve]. Its slices have one entry per group, belong to the plan and are overwritten
// by the next Solve into it. The rule for an item is [Plan.Fraction].
type Plan struct {
	Lambda  []float64 // the group's own multiplier, USD/MWh, never negative: what one more MWh of its budget is worth
	Sum     []float64 // sum of Lambda over the group and all groups around it: the threshold of items with this leaf
	Share   []float64 // fraction, 0..1, that runs of an item whose margin equals Sum
	Binding []int32   // the group whose multiplier stops items at this leaf: itself or one around it; -1 if none does
	Used    []float64 // MWh run inside the group
	Value   float64   // sum of margin times energy run over all items, USD
	Rung    Rung      // how the answer was found
}

// Fraction returns how much of an item runs, 0..1: all above the threshold of its leaf, Share at the threshold, none
// below. A leaf of -1 has the threshold 0 and the share 0.
func (p *Plan) Fraction(margin float64, leaf int32) float64 {
	sum, share := 0.0, 0.0
	if leaf >= 0 {
		sum, share = p.Sum[leaf], p.Share[leaf]
	}
	switch {
	case margin > sum:
		return 1
	case margin == sum:
		return share
	}
	return 0
}

// Fill writes the energy run of every item to dst (MWh), which has the length of the items.
func (p *Plan) Fill(dst []float64, it *Items) {
	for j, e := range it.Energy {
		dst[j] = e * p.Fraction(it.Margin[j], it.Leaf[j])
	}
}

// Rung tells which method was enough.
type Rung uint8

const (
	// Threshold: everything with a positive margin fits into every budget, so each item decides for itself.
	Threshold Rung = iota
	// OneBudget: no item lies in more than one budget that is short, so each short budget is filled by itself.
	OneBudget
	// Nested: short budgets lie inside short budgets.
	Nested
	// Crossing: budgets of two families are short and cross, so a flow decides.
	Crossing
	// General: budgets cross in three ways or more, so a linear programme decides.
	General
	// Switched: some of those who use the budgets are units that are switched whole, so a search decides.
	Switched
)

// Rungs is the number of rungs, for counting answers in an array.
const Rungs = 6

var rungNames = [Rungs]string{"threshold", "one budget", "nested budgets", "crossing budgets", "linear programme", "switched units"}

// String returns the name of the rung as reports print it.
func (r Rung) String() string {
	if int(r) < len(rungNames) {
		return rungNames[r]
	}
	return "unknown rung"
}

// reset gives every slice of the plan the length n and an idle content.
func (p *Plan) reset(n int) {
	p.Lambda = zeroed(p.Lambda, n)
	p.Sum = zeroed(p.Sum, n)
	p.Share = zeroed(p.Share, n)
	p.Binding = zeroed(p.Binding, n)
	p.Used = zeroed(p.Used, n)
	for g := range p.Binding {
		p.Binding[g] = -1
	}
	p.Value, p.Rung = 0, Threshold
}

// sized returns s with length n and any content, growing it where needed.
func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// zeroed returns s with length n, all zero.
func zeroed[T any](s []T, n int) []T {
	s = sized(s, n)
	clear(s)
	return s
}
