package site

import (
	"fmt"
	"slices"

	"hashwatt/sim/kernel"
	"hashwatt/sim/series"
	"hashwatt/sim/tariff"
)

// Signal is what dispatch sees of the components of a tariff that are in one currency.
type Signal struct {
	Currency string
	*tariff.Shape
}

// shapes adds up the components of a tariff by currency.
func shapes(t *Tariff, w *World, source func(string) (*series.Hourly, error)) ([]Signal, error) {
	in := w.TariffInput(t.Region, source)
	var currencies []string
	parts := map[string][]tariff.Item{}
	for _, item := range t.Components {
		currency, err := item.CurrencyIn(in)
		if err != nil {
			return nil, fmt.Errorf("%s: tariff %q of region %s: %w", item.At, item.Name, w.Regions[t.Region].ID, err)
		}
		if currency == "" && len(currencies) > 0 { // it adds to the lines above
			currency = currencies[len(currencies)-1]
		}
		if !slices.Contains(currencies, currency) {
			currencies = append(currencies, currency)
		}
		parts[currency] = append(parts[currency], item)
	}
	var signals []Signal
	for _, currency := range currencies {
		items := parts[currency]
		shape, err := tariff.ShapeOf(items, in)
		if err != nil {
			return nil, fmt.Errorf("%s: tariff of region %s: %w", items[0].At, w.Regions[t.Region].ID, err)
		}
		if !shape.Exact && len(currencies) > 1 {
			return nil, fmt.Errorf("%s: the tariff of region %s is in %v; a bill has one currency", items[0].At, w.Regions[t.Region].ID, currencies)
		}
		signals = append(signals, Signal{currency, shape})
	}
	return signals, nil
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
