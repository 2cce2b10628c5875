package sim

import (
	"math"
	"time"

	"hashwatt/sim/kernel"
	"hashwatt/sim/site"
)

// HourRow is one tranche of one site in one hour, or in a piece of an hour that a retarget or a halving has cut.
// Energy is at the meter.
type HourRow struct {
	Time          time.Time // UTC, start of the hour
	Hours         float64   // 1, or the length of the piece
	SiteID        string
	Tranche       string  // the machine
	CapacityMWh   float64 // after outages and the connection
	EnergyMWh     float64
	PriceUSDMWh   float64 // of one more MWh, the price of its tier included
	MarginUSDMWh  float64 // of one more MWh, before multipliers
	MultiplierUSD float64 // USD/MWh: shadow prices of the limits that hold the site in this hour
	Reason        string  // why not all of it runs; empty where it does
}

// ReasonName is the word for a reason of idleness: not_built, outage, price, demand_charge, or the name of the limit.
func ReasonName(p *kernel.Problem, reason int) string {
	switch reason {
	case kernel.ReasonNotBuilt:
		return "not_built"
	case kernel.ReasonOutage:
		return "outage"
	case kernel.ReasonPrice:
		return "price"
	case kernel.ReasonDemand:
		return "demand_charge"
	}
	return p.Limits[reason-kernel.ReasonLimit].Name
}

// hourly turns what the kernel records into rows.
type hourly struct {
	world   *site.World
	problem *kernel.Problem
	state   *kernel.State
	write   func(HourRow)
	limits  func(LimitHour) // nil for nobody
	leaves  []bool          // by limit: whether it ever lets a site draw anything
}

// Record writes the rows of one site and hour.
func (h *hourly) Record(at kernel.Hour, items []kernel.Item) {
	start := h.world.Axis.At(at.T)
	h.writeLimits(at, items)
	s := &h.problem.Sites[at.Site]
	for k, item := range items {
		row := HourRow{
			Time: start, Hours: at.Length, SiteID: h.world.Sites[at.Site].ID, Tranche: s.Tranches[k].Rig,
			CapacityMWh: item.CapacityMWh * at.Length, EnergyMWh: item.EnergyMWh * at.Length,
			PriceUSDMWh: at.Price + at.Tier, MarginUSDMWh: item.Margin, MultiplierUSD: item.Multiplier,
		}
		if item.EnergyMWh < item.CapacityMWh || !at.Built {
			row.Reason = ReasonName(h.problem, item.Reason)
		}
		h.write(row)
	}
}

// LimitHour is what one limit let one site draw by itself in one hour, or in a piece of it.
type LimitHour struct {
	From, To      time.Time // UTC
	Name, Kind    string    // of the limit
	SiteID        string
	AllowedMW     float64 // by this limit alone
	UsedMW        float64
	MultiplierUSD float64 // USD/MWh; 0 where another limit is tighter or there is room
	Limit         int     // in kernel.Problem.Limits
	// The shadow price of the limit is the sum of MultiplierUSD times NextMW over the sum of WeightMW, over the sites
	// of an hour or, each times its length, of any hours; see metric.CapPrice. Both are 0 where it is that of its
	// budgets.
	NextMW, WeightMW float64
}

// leaving returns by limit whether it ever lets a site draw anything.
func leaving(p *kernel.Problem) []bool {
	list := make([]bool, len(p.Limits))
	for _, set := range p.LimitSet {
		for _, f := range set {
			list[f.Limit] = list[f.Limit] || f.MW > 0 && !math.IsInf(f.MW, 1)
		}
	}
	return list
}

// writeLimits writes what limits let a site draw in this hour by itself. One that is in force and calls on nobody
// lets it draw all.
func (h *hourly) writeLimits(at kernel.Hour, items []kernel.Item) {
	if h.limits == nil || !at.Built {
		return
	}
	tightest, force := h.state.Ruling(at.Site)
	from := h.world.Axis.At(at.T).Add(time.Duration((1 - at.Left) * float64(time.Hour)))
	row := LimitHour{From: from, To: from.Add(time.Duration(at.Length * float64(time.Hour))), SiteID: h.world.Sites[at.Site].ID}
	for _, item := range items {
		row.UsedMW += item.EnergyMWh
	}
	write := func(l int32, mw float64) {
		limit := &h.problem.Limits[l]
		row.Name, row.Kind, row.Limit, row.AllowedMW, row.MultiplierUSD = limit.Name, limit.Kind, int(l), mw, 0
		row.NextMW, row.WeightMW = 0, 0
		if l == tightest {
			row.MultiplierUSD = at.Shadow
		}
		switch {
		case limit.Pooled:
		case h.leaves[l]:
			row.WeightMW = mw
			if l == tightest {
				row.NextMW = at.NextMW
			}
		default:
			row.NextMW, row.WeightMW = at.PowerMW, at.PowerMW
		}
		h.limits(row)
	}
	told := tightest < 0
	for _, f := range force {
		if !math.IsInf(f.MW, 1) {
			write(f.Limit, f.MW)
			told = told || f.Limit == tightest
		}
	}
	if !told { // the site stands still for having broken its budget
		write(tightest, at.CapMW)
	}
}
