package limit

import (
	"fmt"
	"math"
	"slices"

	"hashwatt/sim/calendar"
	"hashwatt/sim/unit"
)

// Spare says of a limit that can be seen to hold nobody back how much it allows, and how much its sites can draw at
// most: "500 GWh per month are allowed, and 15 GWh can be drawn". It is "" where the limit may bind. The sites'
// connections are in MW, at the meter.
func Spare(k Kind, connections []float64) string {
	if len(connections) == 0 {
		return ""
	}
	var all float64
	for _, mw := range connections {
		all += mw
	}
	largest := slices.Max(connections)
	switch k := k.(type) {
	case *Power:
		switch {
		case k.Each:
			return spareMW(k.lowest(), largest)
		case k.Sharing() != Grandfathered: // who came after the day of reference has no part, whatever is left
			return spareMW(k.lowest(), all)
		}
	case *Energy:
		if k.Each {
			return k.spare(largest)
		}
		return k.spare(all)
	case *Penalty:
		if k.Power != nil {
			return spareMW(float64(*k.Power), largest)
		}
		return k.energy().spare(largest)
	}
	return ""
}

// lowest is the least that is ever allowed, MW.
func (p *Power) lowest() float64 {
	stages := p.stages()
	if stages == nil {
		return float64(p.Limit)
	}
	least := math.Inf(1)
	for _, s := range stages {
		least = min(least, s.mw)
	}
	return least
}

// spareMW compares a power with what can be drawn.
func spareMW(allowed, most float64) string {
	if allowed < most {
		return ""
	}
	return fmt.Sprintf("%s is allowed, and %s can be drawn", unit.Power(allowed), unit.Power(tidy(most)))
}

// spare compares the energy of a period with what can be drawn in the longest one. Clocks that are set back make
// days of 25 hours.
func (e *Energy) spare(mw float64) string {
	window := e.Window
	if e.Prorate { // the whole period counts, of which the window's part has its part of the limit
		window = Window{}
	}
	hours := window.longest(e.Per)
	if e.Per == calendar.Dated && (window.From == nil || window.To == nil) {
		return ""
	}
	most := mw * float64(hours+1+hours/8760)
	if float64(e.Limit) < most {
		return ""
	}
	return fmt.Sprintf("%s %s is allowed, and %s can be drawn", e.Limit, perText(e.Per), unit.Energy(tidy(most)))
}

// tidy rounds MW or MWh to four digits, up.
func tidy(v float64) float64 {
	if v <= 0 {
		return 0
	}
	digits := math.Pow(10, 3-math.Floor(math.Log10(v)))
	return math.Ceil(v*digits*(1-1e-12)) / digits
}
