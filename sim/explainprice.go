package sim

import (
	"math"
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
}

// PeakPrice is what a MW of the highest load costs, up to a level.
type PeakPrice struct {
	UpToMW   float64 `json:"up_to_mw,omitempty"` // 0: without end
	PerMW    float64 `json:"per_mw"`
	Currency string  `json:"currency"`
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
	for _, w := range windows {
		last := w.Hours[len(w.Hours)-1]
		one := PricedPeak{
			Component: w.Label, Month: monthOf(priced.In, w.Month), From: e.facts.Axis.At(int(w.Hours[0])), To: e.facts.Axis.At(int(last) + 1),
			Hours: len(w.Hours), FloorMW: w.FloorMW,
		}
		for _, s := range w.Steps {
			step := PeakPrice{PerMW: s.Price, Currency: currency}
			if !math.IsInf(s.UpTo, 1) {
				step.UpToMW = s.UpTo
			}
			one.Steps = append(one.Steps, step)
		}
		piece.Windows = append(piece.Windows, one)
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
