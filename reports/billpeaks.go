package reports

import (
	"slices"

	"hashwatt/sim/tariff"
)

// inTheirHours takes what a forecast has to guess, the charges on peaks of the system, out of the months’ bills and
// returns it in the hours whose load set it, in the currency of the report; nil where nothing is guessed. An hour
// that was not among the alerts has no price by which machines stand still, and yet it is the dearest of all.
func (b *builder) inTheirHours(t int, months []monthBill) (own []float64) {
	if b.p.Tariffs[t].In.Foreseen {
		return nil
	}
	items := b.billItems(t)
	for k := range b.r.Bill {
		line := &b.r.Bill[k]
		if line.Tariff != t || len(line.Set) == 0 || line.USD <= 0 {
			continue
		}
		component, name := partOf(items, line)
		if !slices.ContainsFunc(items, func(i billItem) bool {
			return i.of.Name == component && i.Name == name && tariff.IsGuessed(i.Component)
		}) {
			continue
		}
		kw := 0.0
		for _, peak := range line.Set {
			kw += peak.KW
		}
		if kw <= 0 {
			continue
		}
		if own == nil {
			own = make([]float64, b.w.Axis.Hours)
		}
		paid := b.cash.in(line.USD, line.Month)
		months[line.Local].billed -= paid
		for _, peak := range line.Set {
			own[peak.Hour] += paid * peak.KW / kw
		}
	}
	return own
}
