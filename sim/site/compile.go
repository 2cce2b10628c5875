package site

import (
	"slices"

	"hashwatt/sim/kernel"
	"hashwatt/sim/rig"
	"hashwatt/sim/series"
)

// Compiled is a problem with what is needed to price it anew, and to bill what it comes to.
type Compiled struct {
	*kernel.Problem
	Tariffs []Priced
}

// Compile turns the facts into the arrays of a problem. The chain is left empty. An error is a limit or tariff that
// cannot be carried out, in the user's words.
func Compile(w *World, source func(name string) (*series.Hourly, error), mem *Memory) (*Compiled, error) {
	day, _ := w.Axis.Days()
	p := &kernel.Problem{
		Hours: w.Axis.Hours, Month: w.Civil.Month, Months: len(w.Civil.Months),
		Day: day, Days: int(day[len(day)-1]) + 1, Foresight: w.Foresight,
	}
	c := &Compiled{Problem: p}
	for i := range w.Climates {
		p.PUE = append(p.PUE, mem.climate(&w.Climates[i], w).pue)
	}
	for i := range w.Tariffs {
		priced, err := mem.price(i, w, p, source)
		if err != nil {
			return nil, err
		}
		c.Tariffs = append(c.Tariffs, priced)
		p.Price = append(p.Price, priced.usd)
		if priced.charges != nil {
			p.Charges = resized(p.Charges, len(w.Tariffs))
			p.Charges[i] = priced.charges
		}
	}
	for i := range w.Sites {
		s := compileSite(&w.Sites[i])
		priced := &c.Tariffs[s.Tariff]
		s.Invoiced = priced.Invoiced
		s.Charged = priced.charges != nil || priced.Invoiced && priced.Drawn // a draw may have what the central case has not
		p.Sites = append(p.Sites, s)
	}
	ruled, err := rules(w, p, c.Tariffs, source)
	if err != nil {
		return nil, err
	}
	compileSteps(w, p, ruled)
	if err := compileSwitching(w, p, ruled); err != nil {
		return nil, err
	}
	if err := compileBudgets(w, p, ruled, mem); err != nil {
		return nil, err
	}
	compileBreaches(w, p, ruled)
	return c, nil
}

// compileSite puts the machines in merit order, as a site's operator would switch them.
func compileSite(s *Site) kernel.Site {
	out := kernel.Site{
		Tariff: int32(s.Tariff), Climate: int32(s.Climate), Class: -1, Online: s.OnlineHour,
		PowerMW: s.PowerMW, Share: s.PayShare(), InHistory: s.InHistory,
	}
	fleet := slices.Clone(s.Fleet)
	slices.SortFunc(fleet, func(a, b Class) int { return rig.Compare(a.Rig, b.Rig) })
	for _, class := range fleet {
		e := class.Rig.EfficiencyJTH()
		out.RatedMW += class.MW
		out.Tranches = append(out.Tranches, kernel.Tranche{
			Rig: class.Rig.ID, MW: class.MW * s.Availability, HashPerMW: 1000 / e,
			BreakEven: 0.024 * e / out.Share, Efficiency: e,
		})
	}
	out.AvailableMW = out.RatedMW * s.Availability
	return out
}
