package site

import (
	"fmt"
	"math"
	"slices"

	"hashwatt/sim/kernel"
	"hashwatt/sim/rig"
	"hashwatt/sim/series"
	"hashwatt/sim/tariff"
)

// Compiled is a problem with what is needed to price it anew at other exchange rates.
type Compiled struct {
	*kernel.Problem
	Signals [][]Signal // [tariff] the price signal by currency
}

// Signal is the price of electricity in one currency, per MWh by hour.
type Signal struct {
	Currency string
	PerMWh   []float64
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
		tariff, err := mem.price(&w.Tariffs[i], w, p, source)
		if err != nil {
			return nil, err
		}
		c.Signals = append(c.Signals, tariff.signals)
		p.Price = append(p.Price, tariff.usd)
	}
	for i := range w.Sites {
		p.Sites = append(p.Sites, compileSite(&w.Sites[i]))
	}
	compileSteps(w, p)
	if err := compileBudgets(w, p, mem); err != nil {
		return nil, err
	}
	return c, nil
}

// Price converts signals to USD per MWh at the rates of each hour's month.
func Price(signals []Signal, money Money, p *kernel.Problem) []float64 {
	price := make([]float64, p.Hours)
	for _, s := range signals {
		rate, month := 1.0, int32(-1)
		for t, v := range s.PerMWh {
			if p.Month[t] != month {
				month = p.Month[t]
				rate = money.PerUSD(s.Currency, int(month))
			}
			price[t] += v / rate
		}
	}
	return price
}

// signal adds up the components of a tariff by currency.
func signal(t *Tariff, w *World, source func(string) (*series.Hourly, error)) ([]Signal, error) {
	in := w.TariffInput(t.Region, source)
	var signals []Signal
	for _, entry := range t.Components {
		currency, err := tariff.CurrencyIn(entry, in)
		if err != nil {
			return nil, fmt.Errorf("%s: tariff %q of region %s: %w", entry.At, entry.Name, w.Regions[t.Region].ID, err)
		}
		i := slices.IndexFunc(signals, func(s Signal) bool { return s.Currency == currency })
		if i < 0 {
			i = len(signals)
			signals = append(signals, Signal{currency, make([]float64, w.Axis.Hours)})
		}
		if err := entry.Signal(signals[i].PerMWh, in); err != nil {
			return nil, fmt.Errorf("%s: tariff %q of region %s: %w", entry.At, entry.Name, w.Regions[t.Region].ID, err)
		}
	}
	for _, s := range signals {
		for hour, v := range s.PerMWh {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return nil, fmt.Errorf("the tariff of region %s has no price at hour %d of the horizon", w.Regions[t.Region].ID, hour)
			}
		}
	}
	return signals, nil
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
