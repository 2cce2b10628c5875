package kernel

import "math"

// Proven is what is known of plans of whole numbers: of switched machines, and of budgets that may be broken,
// together with the budgets around them; and of windows and counts that are planned as one with budgets. Each has a
// value that is carried out and a bound that no plan passes. What one site does with budgets of one kind that
// nothing else stands beside is not among them: that is decided by recursion, without a search and a bound.
type Proven struct {
	Plans   int64
	Accords int64   // of them, of windows and counts with budgets
	Kept    int64   // plans, proven or not, under highest loads and tiers that are chosen before machines are switched
	Exact   int64   // of them, with a gap of exactGap at most
	Gap     float64 // the worst: what the bound is above the value, relative; 1 where nothing is proven
	USD     float64 // what the bounds are above the values, together
}

// exactGap is the gap, relative, that is only the rounding of numbers.
const exactGap = 1e-9

// Add enters what other runs have proven.
func (p *Proven) Add(other Proven) {
	p.Plans += other.Plans
	p.Exact += other.Exact
	p.Accords += other.Accords
	p.Kept += other.Kept
	p.Gap = math.Max(p.Gap, other.Gap)
	p.USD += other.USD
}

// enter adds a plan of some value, USD, that no other of its problem passes by more than a bound.
func (p *Proven) enter(value, bound float64) {
	gap := relativeGap(value, bound)
	p.Plans++
	if gap <= exactGap {
		p.Exact++
	}
	p.Gap = math.Max(p.Gap, gap)
	p.USD += math.Max(0, bound-value)
}

// relativeGap is by how much a bound is above a value, of the larger of the two, or of a dollar.
func relativeGap(value, bound float64) float64 {
	return math.Max(0, bound-value) / math.Max(1, math.Max(math.Abs(value), math.Abs(bound)))
}
