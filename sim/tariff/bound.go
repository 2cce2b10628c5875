package tariff

import (
	"fmt"
	"math"
	"strings"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Bound is where a tier of energy ends, counted from the first kWh of the period of billing: an energy ("3000 kWh"), an
// energy for each day of the month ("30 kWh/day"), an energy for each kW of billing demand ("200 kWh/kW"), or both
// ("6 kWh/kW/day").
type Bound struct {
	MWh    float64 // or per kW
	PerKW  bool
	PerDay bool
	text   string
}

// UnmarshalText reads a bound.
func (b *Bound) UnmarshalText(text []byte) error {
	got := Bound{text: strings.TrimSpace(string(text))}
	rest := got.text
	if cut, ok := strings.CutSuffix(rest, "/day"); ok {
		rest, got.PerDay = cut, true
	}
	if cut, ok := strings.CutSuffix(rest, "/kW"); ok {
		rest, got.PerKW = cut, true
	}
	energy, err := unit.ParseEnergy(rest)
	if err != nil {
		return fmt.Errorf(`%q is not where a tier ends; write it like "3000 kWh", "30 kWh/day" or "200 kWh/kW"`, string(text))
	}
	if energy == 0 {
		return fmt.Errorf("%q leaves the tier empty; a tier ends above zero", string(text))
	}
	got.MWh = float64(energy)
	*b = got
	return nil
}

// String writes the bound as it was read.
func (b Bound) String() string { return b.text }

// at returns the energy at which the tier ends, MWh, for a billing demand and a number of days.
func (b Bound) at(demandKW, days float64) float64 {
	end := b.MWh
	if b.PerKW {
		end *= demandKW
	}
	if b.PerDay {
		end *= days
	}
	return end
}

// checkTiers wants an end for every tier but the last, none for the last, and ends that rise where they can be
// compared. ends gives the bounds of a tier, of which the lowest one holds.
func checkTiers(tiers *conf.Node, ends [][]Bound) []conf.Problem {
	if len(ends) == 0 {
		return []conf.Problem{conf.Problemf(tiers, "no tiers; write at least one with a price")}
	}
	end := func(i int) string {
		if len(ends[i]) == 0 {
			return ""
		}
		return boundsText(ends[i])
	}
	return checkEnds(tiers, len(ends), end, func(i int) (string, string, bool) {
		lower, higher, yes := crossing(ends[:i], ends[i])
		return lower.String(), higher.String(), yes
	})
}

// crossing finds a bound of a tier that is below one of its kind of a tier before it, so that with some demand the
// tier would end before that one, or the pair of bounds that leaves it empty with any demand. Bounds of different
// kinds, such as an energy and an energy per kW, cannot be compared without a load.
func crossing(before [][]Bound, end []Bound) (lower, higher Bound, yes bool) {
	for _, b := range end {
		for _, earlier := range before {
			for _, a := range earlier {
				if a.alike(b) && b.MWh < a.MWh {
					return b, a, true
				}
			}
		}
	}
	last := before[len(before)-1]
	met := 0 // bounds of the tier before that one of this tier meets
	for _, a := range last {
		for _, b := range end {
			if a.alike(b) && b.MWh == a.MWh {
				lower, higher = b, a
				met++
				break
			}
		}
	}
	return lower, higher, met > 0 && met == len(last)
}

// alike tells whether two bounds are counted in the same way.
func (b Bound) alike(other Bound) bool { return b.PerKW == other.PerKW && b.PerDay == other.PerDay }

// dust is the relative error up to which a sum is the bound that it misses.
const dust = 1e-12

// boundsText says where a tier ends: "10000 kWh or 200 kWh/kW, whichever is lower".
func boundsText(bounds []Bound) string {
	words := make([]string, len(bounds))
	for i, b := range bounds {
		words[i] = b.String()
	}
	switch len(words) {
	case 1:
		return words[0]
	case 2:
		return words[0] + " or " + words[1] + ", whichever is lower"
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1] + ", whichever is lowest"
}

// fill spreads an amount over tiers that end where ends says, in order; what is left goes to the last tier. A tier
// that ends before the one before it stays empty, and an amount that is exactly the end of a tier fills that tier
// and no more.
func fill(amount float64, ends []float64) []float64 {
	parts := make([]float64, len(ends)+1)
	from := 0.0
	for i, end := range ends {
		if math.Abs(amount-end) <= dust*end { // the sum of a month's hours is exact to a few units of its last digit
			amount = end
		}
		if end > from {
			parts[i] = max(0, min(amount, end)-from)
			from = end
		}
	}
	parts[len(ends)] = max(0, amount-from)
	return parts
}
