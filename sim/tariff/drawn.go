package tariff

import (
	"math/rand/v2"
	"slices"
)

// Draw says what is drawn of a series of the past that is repeated.
type Draw string

// The draws.
const (
	DrawNone  Draw = "none"  // the years come in turn, in every draw
	DrawYears Draw = "years" // each year takes one of the years by chance
)

// Words lists the draws.
func (Draw) Words() []string { return []string{string(DrawNone), string(DrawYears)} }

// chance returns the random stream of a series; nil in the central case.
func (in Input) chance(name string) *rand.Rand {
	if in.Chance == nil {
		return nil
	}
	return in.Chance(name)
}

// IsDrawn tells whether a component has other prices in a draw than in the central case.
func IsDrawn(c Component) bool {
	drawn, ok := kindOf(c).(interface{ Drawn() bool })
	return ok && drawn.Drawn()
}

// Drawn tells whether draws repeat other years than the central case.
func (h *Hourly) Drawn() bool { return h.Draw == DrawYears }

// Drawn tells whether draws repeat other years than the central case.
func (x *Indexed) Drawn() bool { return x.Draw == DrawYears }

// Drawn tells whether the index or the resale price is drawn.
func (p *PPA) Drawn() bool {
	return p.Index != nil && p.Index.Drawn() || p.Resale != nil && p.Resale.Drawn()
}

// Drawn tells whether the price of what is sold to the grid is drawn.
func (o *OwnGeneration) Drawn() bool { return o.Export != nil && o.Export.Drawn() }

// Drawn tells whether one of the parts is drawn.
func (c *PriceCategory) Drawn() bool {
	return slices.ContainsFunc(c.Parts, func(part Item) bool { return IsDrawn(part.Component) })
}
