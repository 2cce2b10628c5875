package rig

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"hashwatt/sim/calendar"
)

// Rig is a model of machine with one rating.
type Rig struct {
	ID          string // slug with the rating, as antminer-s21-200
	HashrateTHs float64
	PowerW      float64 // at the wall, without cooling
	Cooling     Cooling
	Released    calendar.Date // zero where it is not known
	Points      []Point       // other settings, sorted by efficiency; may be empty

	Source, Confidence string // where the rating is from
}

// Point is a setting of a machine other than its rating.
type Point struct {
	Name        string
	HashrateTHs float64
	PowerW      float64
}

// New returns a rig whose operating points are in merit order, or an error that names what is not a machine. It does
// not change the points it is given.
func New(r Rig) (Rig, error) {
	if err := plausible(r.HashrateTHs, r.PowerW); err != nil {
		return Rig{}, fmt.Errorf("rig %s: %w", r.ID, err)
	}
	r.Points = slices.Clone(r.Points)
	for _, p := range r.Points {
		if err := plausible(p.HashrateTHs, p.PowerW); err != nil {
			return Rig{}, fmt.Errorf("rig %s, operating point %s: %w", r.ID, p.Name, err)
		}
	}
	slices.SortStableFunc(r.Points, func(a, b Point) int {
		return cmp.Or(cmp.Compare(a.EfficiencyJTH(), b.EfficiencyJTH()), cmp.Compare(a.Name, b.Name))
	})
	return r, nil
}

// EfficiencyJTH returns power over hashrate at the rating, J/TH.
func (r Rig) EfficiencyJTH() float64 { return r.PowerW / r.HashrateTHs }

// EfficiencyJTH returns power over hashrate at this setting, J/TH.
func (p Point) EfficiencyJTH() float64 { return p.PowerW / p.HashrateTHs }

// HashPerMW returns the hashrate in PH/s of one MW of machine power: 1000 / (J/TH).
func (r Rig) HashPerMW() float64 { return 1000 / r.EfficiencyJTH() }

// PerMW returns how many machines one MW of machine power feeds.
func (r Rig) PerMW() float64 { return 1e6 / r.PowerW }

// Describe says what was understood: "200 TH/s, 3500 W, 17.5 J/TH, air".
func (r Rig) Describe() string {
	text := fmt.Sprintf("%.6g TH/s, %.6g W, %.4g J/TH", r.HashrateTHs, r.PowerW, r.EfficiencyJTH())
	if r.Cooling != "" {
		text += ", " + string(r.Cooling)
	}
	return text
}

// Compare orders machines by merit: the lower J/TH first, ties by id.
func Compare(a, b Rig) int {
	return cmp.Or(cmp.Compare(a.EfficiencyJTH(), b.EfficiencyJTH()), cmp.Compare(a.ID, b.ID))
}

// The machines ever sold for mining bitcoin lie between these efficiencies with room to spare: the first ones of 2013
// (Avalon, about 9,400 J/TH) and those of 2025 (about 10 J/TH).
const (
	leastJTH = 1.0
	mostJTH  = 10_000.0
)

// plausible refuses a rating that is no machine: zero, infinite, or a slip of units that the efficiency gives away.
func plausible(hashrateTHs, powerW float64) error {
	if !(hashrateTHs > 0) || math.IsInf(hashrateTHs, 0) {
		return fmt.Errorf("a hashrate of %g TH/s is not a machine's; it is more than zero", hashrateTHs)
	}
	if !(powerW > 0) || math.IsInf(powerW, 0) {
		return fmt.Errorf("a power of %g W is not a machine's; it is more than zero", powerW)
	}
	if e := powerW / hashrateTHs; e < leastJTH || e > mostJTH {
		return fmt.Errorf("%.4g W for %.4g TH/s is %.3g J/TH; machines are between %g and %g J/TH, so check the units",
			powerW, hashrateTHs, e, leastJTH, mostJTH)
	}
	return nil
}
