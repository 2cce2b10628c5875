package limit

import (
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Sized is implemented by kinds with an amount that could be larger or smaller.
type Sized interface {
	// Times returns the same limit with another amount, a multiple above zero of its own.
	Times(factor float64) Kind
}

// Times returns the limit with a multiple of its power, of every stage of a path.
func (p *Power) Times(factor float64) Kind {
	out := *p
	out.Limit *= unit.Power(factor)
	out.Path = conf.Ordered[unit.Power]{Keys: p.Path.Keys, By: map[string]unit.Power{}}
	for key, power := range p.Path.By {
		out.Path.By[key] = power * unit.Power(factor)
	}
	return &out
}

// Times returns the limit with a multiple of its energy.
func (e *Energy) Times(factor float64) Kind {
	out := *e
	out.Limit *= unit.Energy(factor)
	return &out
}
