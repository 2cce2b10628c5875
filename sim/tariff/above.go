package tariff

import (
	"slices"

	"hashwatt/sim/calendar"
	"hashwatt/sim/sample"
)

// Above chooses lines of a bill: those of the components named, of all components before where none is.
type Above struct {
	Of []string `yaml:"of,omitempty"` // names of components that stand before this one
}

// adds returns the names that must stand before.
func (a *Above) adds() []string { return a.Of }

// sum adds up the chosen lines of each month. The currency is theirs, "" where there are none.
func (a *Above) sum(use Use, in Input) (months []float64, currency string) {
	sums := make([]sample.Sum, len(in.Civil.Months))
	for _, c := range use.Above {
		if len(a.Of) > 0 && !slices.Contains(a.Of, c.Name) {
			continue
		}
		sums[c.Month].Add(c.Amount)
		currency = c.Currency
	}
	months = make([]float64, len(sums))
	for m := range sums {
		months[m] = sums[m].Value()
	}
	return months, currency
}

// scale adds a share of the chosen lines to a shape, in some months.
func (a *Above) scale(s *Shape, share float64, months calendar.Months, in Input) {
	factor := func(m int) float64 {
		if months.Has(int(in.Civil.Months[m].Month) - 1) {
			return share
		}
		return 0
	}
	for _, line := range s.above {
		if len(a.Of) == 0 || slices.Contains(a.Of, line.name) {
			s.add(line.shape, factor, in)
		}
	}
}

// text says which lines: "of energy and network", "of all lines before".
func (a *Above) text() string {
	if len(a.Of) == 0 {
		return "of all lines before"
	}
	return "of " + listText(a.Of)
}
