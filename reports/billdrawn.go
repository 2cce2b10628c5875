package reports

import (
	"fmt"

	"hashwatt/sim/tariff"
)

// drawn says what of a tariff has other values in a draw than in the central case.
type drawn struct {
	prices   bool
	peaks    bool // hours in which the system has its peaks
	foreseen bool // which of them the operator foresees
}

// add looks at some components.
func (d *drawn) add(items []billItem) {
	for _, i := range items {
		if !tariff.IsDrawn(i.Component) {
			continue
		}
		switch c := i.Component.(type) {
		case *tariff.Coincident:
			for _, g := range c.Groups {
				d.peaks = d.peaks || g.Peaks != nil && g.Peaks.Draw == tariff.DrawYears
				g.Peaks = nil
				d.foreseen = d.foreseen || tariff.IsDrawn(&tariff.Coincident{Groups: []tariff.PeakGroup{g}})
			}
		case *tariff.ForecastCapacity:
			d.foreseen = true
		default:
			d.prices = true
		}
	}
}

// drawnProse tells which tariffs are not the same in every future, and in what; nil where all are.
func (b *builder) drawnProse(l *bill) (parts []string) {
	for _, what := range []struct {
		text, verb string
		of         func(d drawn) bool
	}{
		{"The prices of %s", "are", func(d drawn) bool { return d.prices }},
		{"The peaks of the system in %s", "are", func(d drawn) bool { return d.peaks }},
		{"Which peaks are foreseen in %s", "is", func(d drawn) bool { return d.foreseen }},
	} {
		var names []string
		for k := range l.plans {
			if p := &l.plans[k]; what.of(p.drawn) {
				names = append(names, p.name())
			}
		}
		if names == nil {
			continue
		}
		text := fmt.Sprintf(what.text, listed(names, 4))
		if b.r.Settings.Draws > 0 {
			text += " " + what.verb + " drawn: every future has others, and this section shows those of the central case."
		} else {
			text += " can be drawn: with draws every future has others; here they are those of the central case."
		}
		parts = append(parts, text)
	}
	return parts
}
