package limit

import (
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Sized is implemented by kinds with an amount that could be larger or smaller.
type Sized interface {
	// Times returns the same limit with another amount, a multiple of its own of zero or more; zero lets nothing run.
	Times(factor float64) Kind
	// Proportional reports whether a multiple of the amount gives each site, or all that share it by merit, the same
	// multiple of what it may use.
	Proportional() bool
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

// Proportional is false where those who are served first, or need least, leave the rest to others.
func (p *Power) Proportional() bool {
	share := p.Sharing()
	return p.Each || share != Priority && share != MaxMin
}

// Times returns the limit with a multiple of its energy.
func (e *Energy) Times(factor float64) Kind {
	out := *e
	out.Limit *= unit.Energy(factor)
	return &out
}

// Proportional is true: each period is a budget.
func (e *Energy) Proportional() bool { return true }

// Times returns the limit with a multiple of its CO2.
func (c *Carbon) Times(factor float64) Kind {
	out := *c
	out.Limit *= unit.Mass(factor)
	return &out
}

// Proportional is true: each period is a budget.
func (c *Carbon) Proportional() bool { return true }
