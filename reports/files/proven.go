package files

import "hashwatt/sim"

// aboutProven is what is known of plans of whole numbers, in the central case: of machines that cost something to
// switch, and of limits that may be broken, under budgets.
type aboutProven struct {
	Plans int64   `json:"plans"`
	Exact int64   `json:"exact"`       // of them, which are proven the best there is
	Gap   float64 `json:"largest_gap"` // by which a plan may be below the best, relative
	USD   float64 `json:"gap_usd"`     // of all plans together
}

// summariseProven is nil where there are no such plans.
func summariseProven(r *sim.Result) *aboutProven {
	p := r.Trace.Proven
	if p.Plans == 0 {
		return nil
	}
	return &aboutProven{p.Plans, p.Exact, p.Gap, p.USD}
}
