package files

import (
	"hashwatt/sim"
	"hashwatt/sim/kernel"
	"hashwatt/sim/metric"
)

// aboutLook is the central case under one foresight.
type aboutLook struct {
	Foresight string  `json:"foresight"`
	Own       bool    `json:"own"` // the scenario's own
	EnergyMWh float64 `json:"energy_mwh"`
	BTC       float64 `json:"btc_mined"`
	MarginUSD float64 `json:"margin_usd"`
	PaidUSD   float64 `json:"paid_usd"`
}

// summariseLooks is empty where the report does not ask for other foresights.
func summariseLooks(looks []sim.Look) (list []aboutLook) {
	names := map[kernel.Foresight]string{kernel.Perfect: "perfect", kernel.Rolling: "rolling", kernel.Myopic: "myopic"}
	for k := range looks {
		l := &looks[k]
		list = append(list, aboutLook{names[l.Foresight], l.Own, l.EnergyMWh, l.BTC, l.MarginUSD, l.PaidUSD})
	}
	return list
}

// aboutLeak is what one limit moved.
type aboutLeak struct {
	Limit         string       `json:"limit"`
	Held          aboutShift   `json:"held"`
	Elsewhere     []aboutPlace `json:"elsewhere"`
	RestPHh       float64      `json:"rest_of_world_hash_ph_h"`
	DifficultyPct float64      `json:"difficulty_pct"`
	RatePct       *float64     `json:"leakage_pct"` // Leak.Rate; null where there is none
}

type aboutShift struct {
	EnergyMWh float64 `json:"energy_mwh"`
	HashPHh   float64 `json:"hash_ph_h"`
	BTC       float64 `json:"btc"`
	MarginUSD float64 `json:"margin_usd"`
}

type aboutPlace struct {
	Region string `json:"region"`
	aboutShift
}

func summariseLeaks(r *sim.Result) (list []aboutLeak) {
	shift := func(s sim.Shift) aboutShift { return aboutShift{s.EnergyMWh, s.HashPHh, s.BTC, s.MarginUSD} }
	for k := range r.Leaks {
		l := &r.Leaks[k]
		one := aboutLeak{Limit: r.Problem.Limits[l.Limit].Name, Held: shift(l.Held), Elsewhere: []aboutPlace{}, RestPHh: l.RestPHh, DifficultyPct: 100 * l.Difficulty}
		for _, place := range l.Elsewhere {
			one.Elsewhere = append(one.Elsewhere, aboutPlace{r.Facts.Regions[place.Region].ID, shift(place.Shift)})
		}
		if rate, ok := l.Rate(); ok {
			rate *= 100
			one.RatePct = &rate
		}
		list = append(list, one)
	}
	return list
}

// aboutCurve is the margin that a limit leaves by its size.
type aboutCurve struct {
	Limit  string       `json:"limit"`
	Unit   string       `json:"unit"`
	Sorted bool         `json:"sorted"` // exact from one sort of the hours; else played anew for each point
	Points []curvePoint `json:"points"`
}

type curvePoint struct {
	Factor   float64 `json:"factor"` // of the size in the scenario
	Allowed  float64 `json:"allowed"`
	Used     float64 `json:"used"`
	ValueUSD float64 `json:"value_usd"`
}

func summariseCurves(r *sim.Result) (list []aboutCurve) {
	for k := range r.Curves {
		c := &r.Curves[k]
		one := aboutCurve{Limit: r.Problem.Limits[c.Limit].Name, Unit: c.Unit, Sorted: c.Sorted, Points: []curvePoint{}}
		for _, p := range c.Points {
			one.Points = append(one.Points, curvePoint{p.Factor, p.Allowed, p.Used, p.ValueUSD})
		}
		list = append(list, one)
	}
	return list
}

// aboutCompared is the central case of another variant.
type aboutCompared struct {
	Variant  string       `json:"variant"`
	Totals   ordered      `json:"totals"`
	Limits   []aboutLimit `json:"limits"`
	StateUSD float64      `json:"paid_to_state_usd"`
}

func summariseCompared(r *sim.Result) (list []aboutCompared) {
	table := metric.Table()
	for k := range r.Compared {
		c := &r.Compared[k]
		one := aboutCompared{Variant: c.Variant, Limits: summariseLimits(c.Limits), StateUSD: c.StateUSD}
		for m, v := range c.Values {
			one.Totals = append(one.Totals, field{table[m].ID, total{Unit: table[m].Unit, Value: there(v), Why: v.Why}})
		}
		list = append(list, one)
	}
	return list
}

func summariseLimits(limits []metric.Limit) []aboutLimit {
	list := []aboutLimit{}
	for k := range limits {
		l := &limits[k]
		one := aboutLimit{l.Name, l.Kind, l.Scope, l.HoursInForce, l.BindingHours, l.CurtailedMWh, l.ForgoneUSD, l.ForgoneBTC, l.PaidUSD, nil, l.Unit}
		if l.Priced {
			one.ShadowPrice = &l.ShadowPrice
		}
		list = append(list, one)
	}
	return list
}
