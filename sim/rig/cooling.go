package rig

// Cooling is how a machine is cooled; "" where that is not stated.
type Cooling string

// The ways of cooling.
const (
	Air       Cooling = "air"
	Hydro     Cooling = "hydro"     // water through plates on the chips
	Immersion Cooling = "immersion" // in a bath of dielectric
)

// Words returns the ways of cooling.
func (Cooling) Words() []string { return []string{string(Air), string(Hydro), string(Immersion)} }
