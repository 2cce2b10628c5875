package sim

import (
	"hashwatt/sim/metric"
	"hashwatt/sim/scenario"
)

// shares splits the network of the central case by country; nil where the hashprice is given.
func (r *runner) shares(out *Result) *metric.Shares {
	if r.problem.Chain.Open {
		return nil
	}
	record := r.facts.Bitcoin.HandOver.Sub(r.facts.Axis.Start).Hours()
	s := metric.NewShares(r.facts.World, r.problem.Problem, out.Trace, out.Ledger, record, r.cat)
	for _, text := range s.Warnings {
		r.warnings = append(r.warnings, scenario.Warning{Text: text})
	}
	return s
}
