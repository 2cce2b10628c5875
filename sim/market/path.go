package market

import (
	"fmt"

	"hashwatt/sim/calendar"
)

// Path is a quantity bound to the days of a run.
type Path struct {
	HandOver calendar.Date // the first day that the replay does not know; the run's first day where nothing is replayed

	days    int
	history []float64 // of the run's first days
	gap     int       // days between the end of the replay and the run's first day; all central
	start   float64   // the value that the process starts from
	stated  bool      // start is the value of the process's first day, not of the day before
	process Process   // nil where the history fills the run
}

// Replayed returns how many of the run's days are filled from the replay.
func (p *Path) Replayed() int { return len(p.history) }

// Fill writes the value of every day of the run into dst. With a central chance it is the central path; else
// chance.Normal has one number for each day of the run, of which those of replayed days are not used. It panics
// where a length is another than that of the run.
func (p *Path) Fill(dst []float64, chance Chance) {
	if len(dst) != p.days || !chance.Central() && len(chance.Normal) != p.days {
		panic(fmt.Sprintf("market: a path of %d days cannot fill %d", p.days, len(dst)))
	}
	n := copy(dst, p.history)
	if n == p.days {
		return
	}
	rest, chance := dst[n:], chance.from(n)
	if p.gap == 0 {
		p.run(rest, chance)
		return
	}
	whole := make([]float64, p.gap+len(rest))
	p.run(whole, chance)
	copy(rest, whole[p.gap:])
}

// run fills the days from the hand-over on.
func (p *Path) run(dst []float64, chance Chance) {
	if p.stated {
		dst[0] = p.start
		dst, chance = dst[1:], chance.from(1)
	}
	p.process.Fill(dst, p.start, p.gap, chance)
}

// Ratio returns, for every day of the run, the value over the subsidy of a block where the process knows no more
// than that (share), on top of what Fill writes; nil where it says all.
func (p *Path) Ratio() []float64 {
	relative, ok := p.process.(share)
	if !ok {
		return nil
	}
	ratios := make([]float64, p.days)
	for d := len(p.history); d < p.days; d++ {
		ratios[d] = relative.ratio
	}
	return ratios
}
