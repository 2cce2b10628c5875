package sim

import (
	"slices"

	"hashwatt/sim/kernel"
)

// Proof is what is proven of the plans of the central case: how much more anybody could earn who knows what the
// operators know when they plan.
type Proof string

// The kinds of proofs.
const (
	ProofExact     Proof = "exact"     // nobody can earn more, or there was nothing to plan
	ProofWithin    Proof = "within"    // nobody can earn more than the gap of Trace.Proven
	ProofInPart    Proof = "in_part"   // nobody can, by another use of the budgets alone; see InTurn
	ProofNone      Proof = "none"      // some plans were too large for a proof
	ProofUnplanned Proof = "unplanned" // myopic operators plan no use of budgets
)

// Proof says what is proven of the plans of the central case.
func (r *Result) Proof() Proof {
	switch p := &r.Trace.Proven; {
	case r.Problem.Foresight == kernel.Myopic && r.Problem.Plans():
		return ProofUnplanned
	case p.Exact < p.Plans && p.Gap >= 1:
		return ProofNone
	case InTurn(r.Problem.Problem), p.Kept > 0:
		return ProofInPart
	case p.Exact < p.Plans:
		return ProofWithin
	}
	return ProofExact
}

// InTurn tells whether charges on the highest load or tiers stand beside what is not planned together with them, or a
// controller that may keep machines on at a loss beside a limit that may be broken.
func InTurn(p *kernel.Problem) bool {
	return !p.AsOne() || slices.ContainsFunc(p.Sites, func(site kernel.Site) bool {
		return site.Breaches != nil && site.Band != nil
	})
}
