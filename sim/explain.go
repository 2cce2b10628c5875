package sim

import (
	"context"
	"fmt"
	"slices"
	"time"

	"hashwatt/seeds"
	"hashwatt/sim/conf"
	"hashwatt/sim/kernel"
	"hashwatt/sim/scenario"
	"hashwatt/sim/site"
)

// Explanation is one site's hour carried through all the steps, in the central case.
type Explanation struct {
	Site      string    `json:"site"`
	Time      time.Time `json:"time_utc"`
	LocalTime string    `json:"time_local"`
	Parts     []Piece   `json:"parts"`
	Paid      []Payment `json:"paid,omitempty"` // under rules, over the whole hour
	MarginUSD float64   `json:"margin_usd"`     // of the whole hour: revenue less power less what is paid under rules
}

// Payment is what the site pays under one limit in the hour.
type Payment struct {
	Limit string  `json:"limit"`
	Kind  string  `json:"kind"`
	USD   float64 `json:"usd"` // below zero it is paid
	For   string  `json:"for"`
}

// Piece is a part of the hour with one difficulty and one hashprice.
type Piece struct {
	Hours       float64    `json:"hours"`
	Difficulty  float64    `json:"difficulty"`
	CoinUSD     float64    `json:"price_usd"`
	FeeBTC      float64    `json:"fees_btc_per_block"`
	SubsidyBTC  float64    `json:"subsidy_btc"`
	Hashprice   float64    `json:"hashprice_usd_ph_day"`
	Price       float64    `json:"power_price_usd_mwh"` // of one more MWh, the price of its tier included
	PriceParts  []PriceOf  `json:"power_price_parts"`
	PUE         float64    `json:"pue"`
	PowerMW     float64    `json:"connection_mw"`
	AllowedMW   float64    `json:"allowed_mw"`
	AllowedBy   string     `json:"allowed_by,omitempty"`
	Built       bool       `json:"built"`
	LimitsNow   []string   `json:"limits_in_force"`
	Planned     float64    `json:"planned_hashprice_usd_ph_day,omitempty"` // for which the budget's plan was made
	Tranches    []Decision `json:"tranches"`
	EnergyMWh   float64    `json:"energy_mwh"`
	HashPHs     float64    `json:"hash_ph_s"`
	RevenueUSD  float64    `json:"revenue_usd"`
	PowerUSD    float64    `json:"power_cost_usd"` // at that price
	PayoutShare float64    `json:"payout_share"`

	Windows  []PricedPeak `json:"windows,omitempty"`   // of highest loads that hold the hour, the smallest first
	Alerts   []PeakAlert  `json:"alerts,omitempty"`    // of peaks that are published afterwards
	WorthMW  *float64     `json:"worth_mw,omitempty"`  // the highest load that is worth its price in this hour
	BilledBy []string     `json:"billed_by,omitempty"` // components whose bill of the month is more than the price of each hour
}

// PriceOf is one component of the price of an hour.
type PriceOf struct {
	Name     string  `json:"name"`
	PerMWh   float64 `json:"per_mwh"`
	Currency string  `json:"currency"`
	PerUSD   float64 `json:"per_usd"`
}

// Decision is what was decided for one tranche.
type Decision struct {
	Rig        string  `json:"rig"`
	JTH        float64 `json:"efficiency_j_th"`
	Capacity   float64 `json:"capacity_mwh"`
	Energy     float64 `json:"energy_mwh"`
	BreakEven  float64 `json:"break_even_hashprice_usd_ph_day"`
	Margin     float64 `json:"margin_usd_mwh"`
	Multiplier float64 `json:"multiplier_usd_mwh"`
	Why        string  `json:"why"`
	Limit      string  `json:"limit,omitempty"`      // that decides
	Kind       string  `json:"kind,omitempty"`       // of it
	Controller string  `json:"controller,omitempty"` // the state in which it has the machines
}

// Explain plays the central case up to the hour that holds a moment and shows what one site decided in it.
func Explain(f *scenario.File, cat *seeds.Catalog, siteID string, at time.Time) (*Explanation, error) {
	r := &runner{file: f, cat: cat, memory: &site.Memory{}}
	if err := r.resolve(); err != nil {
		return nil, err
	}
	if err := r.compile(); err != nil {
		return nil, err
	}
	if _, _, err := r.solve(context.Background()); err != nil {
		return nil, err
	}
	i := -1
	var ids []string
	for k := range r.facts.Sites {
		ids = append(ids, r.facts.Sites[k].ID)
		if ids[k] == siteID {
			i = k
		}
	}
	if i < 0 {
		message := fmt.Sprintf("has no site %q%s", siteID, conf.Hint(siteID, ids))
		return nil, conf.Problems{{Pos: conf.Pos{File: f.Name}, Message: message}}
	}
	axis := r.facts.Axis
	t := axis.Index(at)
	if t < 0 || t >= axis.Hours {
		return nil, conf.Problems{{Pos: conf.Pos{File: f.Name}, Message: fmt.Sprintf("%s is outside the horizon, which runs from %s to %s",
			at.UTC().Format("2006-01-02T15Z"), axis.At(0).Format("2006-01-02T15Z"), axis.At(axis.Hours).Format("2006-01-02T15Z"))}}
	}
	e := &explainer{runner: r, site: i, hour: t, planned: map[int32]plannedAt{}, out: &Explanation{
		Site: siteID, Time: axis.At(t), LocalTime: axis.At(t).In(r.facts.Regions[r.facts.Sites[i].Region].Zone).Format("2006-01-02T15:04 -07:00"),
	}}
	e.draw, _ = newDraw(r.facts, r.problem, 0, 0)
	e.state = &kernel.State{Recorder: e}
	e.trace = kernel.NewTrace(r.problem.Problem, false)
	if err := kernel.RunUntil(r.problem.Problem, e.draw, e.state, e.trace, t); err != nil {
		return nil, r.broken(err, 0)
	}
	e.tell()
	return e.out, nil
}

// explainer listens for one site and hour.
type explainer struct {
	*runner
	site, hour int
	draw       *kernel.Draw
	state      *kernel.State
	trace      *kernel.Trace
	planned    map[int32]plannedAt // by window
	parts      []rulings
	paid       []float64       // by limit: USD that the site had paid in the month when the hour began
	asks       []kernel.Asking // what the budgets asked then
	was        []kernel.Switch // how the tranches were switched before; nil in the first hour
	out        *Explanation
}

// rulings is what a part of the hour was decided by, until its reasons are told.
type rulings struct {
	kernel.Hour
	items []kernel.Item
	tight int32 // the tightest limit on power, -1 for none
	force []kernel.InForce
	now   []kernel.Switch
	still int   // the hour until which the site is shut down, -1 where it is not
	over  int32 // the budget for which it is
}

// Begins notes what the site had paid and what its budgets ask when the hour begins.
func (e *explainer) Begins(hour int) {
	if hour != e.hour {
		return
	}
	p := e.problem.Problem
	for l := range p.Limits {
		e.paid = append(e.paid, e.trace.Use(l, e.site, int(p.Month[hour])).PaidUSD)
	}
	if hour >= p.Sites[e.site].Online {
		e.asks = e.state.Asking(e.site)
	}
	if hour > max(0, p.Sites[e.site].Online) {
		e.was = e.state.Switches(e.site)
	}
}

// Record keeps the pieces of the hour it waits for.
func (e *explainer) Record(h kernel.Hour, items []kernel.Item) {
	if h.T != e.hour || h.Site != e.site {
		return
	}
	p := e.problem.Problem
	s := &p.Sites[h.Site]
	now := e.state.Now()
	piece := Piece{
		Hours: h.Length, Difficulty: now.Difficulty, CoinUSD: e.draw.CoinUSD[now.CoinDay], FeeBTC: e.draw.Fee(int(now.CoinDay), now.SubsidyBTC),
		SubsidyBTC: now.SubsidyBTC, Hashprice: h.Hashprice, Price: h.Price + h.Tier, PUE: h.PUE, PowerMW: h.PowerMW, AllowedMW: h.CapMW,
		Built: h.Built, PayoutShare: s.Share, Planned: max(h.Planned, 0), LimitsNow: []string{},
	}
	e.price(h, &piece)
	r := rulings{Hour: h, items: slices.Clone(items), now: e.state.Switches(h.Site)}
	r.tight, r.force = e.state.Ruling(h.Site)
	r.still, r.over = e.state.Shutdown(h.Site)
	e.parts = append(e.parts, r)
	if r.tight >= 0 {
		piece.AllowedBy = p.Limits[r.tight].Name
	}
	if h.Built {
		piece.LimitsNow = e.inForce(&r)
	}
	for k, item := range items {
		tranche := &s.Tranches[k]
		d := Decision{
			Rig: tranche.Rig, JTH: tranche.Efficiency, Capacity: item.CapacityMWh * h.Length, Energy: item.EnergyMWh * h.Length,
			BreakEven: piece.Price * h.PUE * tranche.BreakEven, Margin: item.Margin, Multiplier: item.Multiplier,
		}
		piece.Tranches = append(piece.Tranches, d)
		piece.EnergyMWh += d.Energy
		piece.HashPHs += item.EnergyMWh / h.PUE * tranche.HashPerMW
	}
	piece.PowerUSD = piece.EnergyMWh * piece.Price
	for k := range piece.Alerts {
		if a := &piece.Alerts[k]; a.Peak {
			a.Cost = a.PerMWh * piece.EnergyMWh
		}
	}
	piece.RevenueUSD = piece.HashPHs * h.Length / 24 * h.Hashprice * s.Share
	e.out.Parts = append(e.out.Parts, piece)
}
