package sim

import (
	"context"
	"fmt"
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
	if err := kernel.RunUntil(r.problem.Problem, e.draw, e.state, kernel.NewTrace(r.problem.Problem, false), t); err != nil {
		return nil, r.broken(err, 0)
	}
	return e.out, nil
}

// explainer listens for one site and hour.
type explainer struct {
	*runner
	site, hour int
	draw       *kernel.Draw
	state      *kernel.State
	planned    map[int32]plannedAt // by window
	out        *Explanation
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
	limit, force := e.state.Ruling(h.Site)
	if limit >= 0 {
		piece.AllowedBy = p.Limits[limit].Name
	}
	for _, f := range force {
		piece.LimitsNow = append(piece.LimitsNow, p.Limits[f.Limit].Name)
	}
	if h.Budget >= 0 {
		piece.LimitsNow = append(piece.LimitsNow, p.Limits[h.Budget].Name)
	}
	for k, item := range items {
		tranche := &s.Tranches[k]
		d := Decision{
			Rig: tranche.Rig, JTH: tranche.Efficiency, Capacity: item.CapacityMWh * h.Length, Energy: item.EnergyMWh * h.Length,
			BreakEven: piece.Price * h.PUE * tranche.BreakEven, Margin: item.Margin, Multiplier: item.Multiplier,
		}
		d.Why = why(p, h, item, d.BreakEven)
		if h.Planned >= 0 && h.Budget >= 0 {
			planned := h.Planned/(h.PUE*tranche.BreakEven) - piece.Price
			d.Why += fmt.Sprintf("; %s was planned at a hashprice of %.2f, which gives it a margin of %.2f for a multiplier of %.2f USD/MWh",
				p.Limits[h.Budget].Name, h.Planned, planned, item.Multiplier)
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

// why says in a sentence what decided a tranche.
func why(p *kernel.Problem, h kernel.Hour, item kernel.Item, breakEven float64) string {
	name := ReasonName(p, item.Reason)
	switch {
	case !h.Built:
		return "the plant does not stand yet"
	case item.CapacityMWh == 0:
		return "no machine of this kind works, or the connection is full of better ones"
	case item.EnergyMWh == item.CapacityMWh:
		return fmt.Sprintf("runs: its break-even of %.2f is below the hashprice of %.2f USD/PH/day", breakEven, h.Hashprice)
	case item.Reason == kernel.ReasonPrice && item.EnergyMWh > 0:
		return "runs in part: what is left of its tier is shared by the hours that earn the same"
	case item.Reason == kernel.ReasonPrice && item.Margin > 0:
		return fmt.Sprintf("idle: what is left of its tier is kept for hours that were to earn more; a MWh would earn %.2f USD", item.Margin)
	case item.Reason == kernel.ReasonPrice:
		return fmt.Sprintf("idle: its break-even of %.2f is not below the hashprice of %.2f USD/PH/day", breakEven, h.Hashprice)
	case item.Reason == kernel.ReasonDemand:
		return fmt.Sprintf("idle: more than %.6g MW is not worth what it adds to the highest load of the month or day; a MWh would earn %.2f USD", h.WorthMW, item.Margin)
	case item.EnergyMWh > 0:
		return fmt.Sprintf("runs in part: %s leaves no more, and its margin of %.2f meets the multiplier of %.2f USD/MWh", name, item.Margin, item.Multiplier)
	}
	switch p.Limits[item.Reason-kernel.ReasonLimit].Kind {
	case "ban":
		return fmt.Sprintf("idle: %s is in force; a MWh would earn %.2f USD", name, item.Margin)
	case "power":
		return fmt.Sprintf("idle: %s is full of machines that earn %.2f USD/MWh or more; this one would earn %.2f", name, item.Multiplier, item.Margin)
	}
	return fmt.Sprintf("idle: %s is kept for better hours", name)
}
