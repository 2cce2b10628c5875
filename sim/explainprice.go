package sim

import (
	"math"
	"strings"
	"time"

	"hashwatt/sim/kernel"
	"hashwatt/sim/tariff"
)

// PricedPeak is a window of hours whose highest load is billed.
type PricedPeak struct {
	Component string      `json:"component"`
	Month     string      `json:"month"` // local, in which it is billed: 2025-03
	From      time.Time   `json:"from_utc"`
	To        time.Time   `json:"to_utc"`
	Hours     int         `json:"hours"`                // of them are in the window
	FloorMW   float64     `json:"minimum_mw,omitempty"` // billed in any case
	Steps     []PeakPrice `json:"prices"`
	Judged    *Judgement  `json:"judged,omitempty"` // nil where the operator does not look ahead
}

// Judgement is what a highest load was weighed against when the operator last thought about it.
type Judgement struct {
	At        time.Time `json:"at_utc"`
	Hashprice *float64  `json:"hashprice_usd_ph_day,omitempty"` // held flat; nil where each hour's own was known
	Hours     int       `json:"hours,omitempty"`                // of the window from then on
	EarnsUSD  float64   `json:"earns_usd_mw,omitempty"`         // a MW of the rig in those in which it pays, before limits and tiers
	Rig       string    `json:"rig,omitempty"`
}

// PeakAlert is what the hour was to an operator who has a forecast of peaks that are published afterwards.
type PeakAlert struct {
	Component string  `json:"component"`
	Alert     bool    `json:"alert"`       // he was told that the peak may fall into it
	Hours     int     `json:"alert_hours"` // of which he was told so for this peak
	HitRate   float64 `json:"hit_rate"`
	Peak      bool    `json:"peak"`               // it did
	PerMWh    float64 `json:"peak_price_per_mwh"` // in the hour of the peak
	Currency  string  `json:"currency"`
	PerUSD    float64 `json:"per_usd"`
	Cost      float64 `json:"cost,omitempty"` // of what ran in the peak, in the currency
}

// PeakPrice is what a MW of the highest load costs, up to a level.
type PeakPrice struct {
	UpToMW   float64 `json:"up_to_mw,omitempty"` // 0: without end
	PerMW    float64 `json:"per_mw"`
	Currency string  `json:"currency"`
	PerUSD   float64 `json:"per_usd"`
}

// price lists what each component of the site's tariff adds to the price of the hour, and what prices it beyond that.
func (e *explainer) price(h kernel.Hour, piece *Piece) {
	t := &e.facts.Tariffs[e.facts.Sites[h.Site].Tariff]
	priced := &e.problem.Tariffs[e.facts.Sites[h.Site].Tariff]
	shapes, err := tariff.ShapesOf(t.Components, priced.In)
	if err != nil {
		panic("sim: a tariff that was compiled has no price: " + err.Error())
	}
	perUSD := func(currency string) float64 {
		return e.facts.Money.PerUSD(currency, int(e.problem.Month[h.T]))
	}
	currency := ""
	for k, component := range t.Components {
		own, err := component.CurrencyIn(priced.In)
		if err != nil {
			panic("sim: a tariff that was compiled has no price: " + err.Error())
		}
		if own != "" { // else it adds to the lines above
			currency = own
		}
		piece.PriceParts = append(piece.PriceParts, PriceOf{component.Name, shapes[k].PerMWh[h.T], currency, perUSD(currency)})
		if s := shapes[k]; !s.Exact || len(s.Windows)+len(s.Counts) > 0 {
			piece.BilledBy = append(piece.BilledBy, component.Name)
		}
	}
	windows, count := priced.Around(h.T)
	if count != nil {
		piece.PriceParts = append(piece.PriceParts, PriceOf{count.Label + ", of its tier", h.Tier * perUSD(currency), currency, perUSD(currency)})
	}
	row := int32(-1)
	if len(windows) > 0 {
		row = e.problem.Charges[e.facts.Sites[h.Site].Tariff].Leaf[h.T]
	}
	for _, w := range windows {
		last := w.Hours[len(w.Hours)-1]
		one := PricedPeak{
			Component: w.Label, Month: monthOf(priced.In, w.Month), From: e.facts.Axis.At(int(w.Hours[0])), To: e.facts.Axis.At(int(last) + 1),
			Hours: len(w.Hours), FloorMW: w.FloorMW,
		}
		for _, s := range w.Steps {
			step := PeakPrice{PerMW: s.Price, Currency: currency, PerUSD: perUSD(currency)}
			if !math.IsInf(s.UpTo, 1) {
				step.UpToMW = s.UpTo
			}
			one.Steps = append(one.Steps, step)
		}
		one.Judged = e.judged(h, w, row)
		row = e.problem.Charges[e.facts.Sites[h.Site].Tariff].Windows[row].Parent
		piece.Windows = append(piece.Windows, one)
	}
	if err := e.alerts(h, piece, perUSD); err != nil {
		panic("sim: a tariff that was compiled has no price: " + err.Error())
	}
	if !math.IsInf(h.WorthMW, 1) {
		piece.WorthMW = new(h.WorthMW)
	}
}

// monthOf names a local month: 2025-03.
func monthOf(in tariff.Input, m int) string {
	month := in.Civil.Months[m]
	return time.Date(month.Year, month.Month, 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
}

// plannedAt is when a highest load was judged, and the hashprice in USD/PH/day: -1 where each hour's own was known.
type plannedAt struct {
	hour      int
	hashprice float64
}

// Planned notes when the windows of the site were judged.
func (e *explainer) Planned(site, hour int, hashprice float64, windows []int32) {
	if site != e.site {
		return
	}
	for _, w := range windows {
		e.planned[w] = plannedAt{hour, hashprice}
	}
}

// judged returns what the highest load of a window, a row of the kernel's, was weighed against.
func (e *explainer) judged(h kernel.Hour, w tariff.Window, row int32) *Judgement {
	made, ok := e.planned[row]
	if !ok {
		return nil
	}
	j := &Judgement{At: e.facts.Axis.At(made.hour)}
	if made.hashprice < 0 {
		return j
	}
	p := e.problem.Problem
	site := &p.Sites[h.Site]
	prices := p.Price[site.Tariff]
	if e.draw.Price != nil {
		prices = e.draw.Price[site.Tariff]
	}
	best := &site.Tranches[0] // they stand in the order of their efficiency
	j.Hashprice, j.Rig = &made.hashprice, best.Rig
	for _, t := range w.Hours {
		if int(t) >= made.hour {
			j.Hours++
			j.EarnsUSD += max(0, made.hashprice/(p.PUE[site.Climate][t]*best.BreakEven)-prices[t])
		}
	}
	return j
}

// alerts lists the peaks of forecasts that concern the hour.
func (e *explainer) alerts(h kernel.Hour, piece *Piece, perUSD func(string) float64) error {
	t := &e.facts.Tariffs[e.facts.Sites[h.Site].Tariff]
	in := e.problem.Tariffs[e.facts.Sites[h.Site].Tariff].In
	list, err := tariff.Alerts(t.Components, in, h.T)
	for _, a := range list {
		currency := ""
		for _, item := range t.Components {
			if a.Component == item.Name || strings.HasPrefix(a.Component, item.Name+": ") {
				currency = item.Currency()
			}
		}
		piece.Alerts = append(piece.Alerts, PeakAlert{
			Component: a.Component, Alert: a.Told, Hours: a.Hours, HitRate: float64(a.HitRate), Peak: a.Peak, PerMWh: a.PerMWh, Currency: currency, PerUSD: perUSD(currency),
		})
	}
	return err
}
