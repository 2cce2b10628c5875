package sim

import (
	"hashwatt/sim/kernel"
)

// alone is the problem without its sites, and without what only sites have. The network is the same: sites that the
// record holds stay in it, as a part of the rest of the world.
func alone(p *kernel.Problem) *kernel.Problem {
	return &kernel.Problem{
		Hours: p.Hours, Month: p.Month, Months: p.Months, Day: p.Day, Days: p.Days, Foresight: p.Foresight, Chain: p.Chain,
	}
}

// without plays a draw once more without the sites; trace is one of alone's problem, or nil for a new one. Nil where
// the hashprice is given: nothing feeds back then. A problem without sites is its own counterpart.
func without(p *kernel.Problem, d *kernel.Draw, s *kernel.State, played, trace *kernel.Trace) (*kernel.Trace, error) {
	if p.Chain.Open {
		return nil, nil
	}
	if len(p.Sites) == 0 {
		return played, nil
	}
	rest, exogenous := alone(p), *d
	exogenous.Price = nil
	if trace == nil || !trace.Fits(rest) {
		trace = kernel.NewTrace(rest, false)
	} else {
		trace.Reset()
	}
	if err := kernel.Run(rest, &exogenous, s, trace); err != nil {
		return nil, err
	}
	return trace, nil
}
