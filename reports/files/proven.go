package files

import "hashwatt/sim"

// aboutProven is what is proven of the plans of the central case. Plans, Exact and the gaps are of those that settle
// what is done wholly or not at all, or with charges on the highest load and tiers; budgets alone are exact.
type aboutProven struct {
	Kind  sim.Proof `json:"kind"`
	Plans int64     `json:"plans"`
	Exact int64     `json:"exact"`       // of them, which are proven the best there is
	Gap   float64   `json:"largest_gap"` // by which a plan may be below the best, relative
	USD   float64   `json:"gap_usd"`     // of all plans together
}

func summariseProven(r *sim.Result) aboutProven {
	p := &r.Trace.Proven
	return aboutProven{r.Proof(), p.Plans, p.Exact, p.Gap, p.USD}
}
