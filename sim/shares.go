package sim

import (
	"hashwatt/sim/kernel"
	"hashwatt/sim/ledger"
	"hashwatt/sim/metric"
	"hashwatt/sim/scenario"
)

// shares splits the network of the central case by country; nil where the hashprice is given.
func (r *runner) shares(out *Result) *metric.Shares {
	if r.problem.Chain.Open {
		return nil
	}
	s := r.split(out.Trace, out.Ledger)
	for _, text := range s.Warnings {
		r.warnings = append(r.warnings, scenario.Warning{Text: text})
	}
	return s
}

// split splits the network of a run by country.
func (r *runner) split(tr *kernel.Trace, l *ledger.Ledger) *metric.Shares {
	record := r.facts.Bitcoin.HandOver.Sub(r.facts.Axis.Start).Hours()
	return metric.NewShares(r.facts.World, r.problem.Problem, tr, l, record, r.cat)
}
