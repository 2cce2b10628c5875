package site

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"hashwatt/sim/kernel"
	"hashwatt/sim/market"
	"hashwatt/sim/series"
	"hashwatt/sim/tariff"
)

// Memory keeps what the first compilation of a scenario made, for its draws: the arrays of climates and tariffs and the
// budgets, which most draws do not change. It is filled while it is open, by one goroutine, and read by many once it is
// frozen; what a draw changes is made anew for it and forgotten.
type Memory struct {
	frozen   bool
	money    Money // the exchange rates at which the prices were converted
	climates map[Climate]climateHours
	tariffs  map[string]Priced
	budget   map[string]budgeted

	Market market.Memory // what is computed of the past of prices; it is never frozen
}

// climateHours is the PUE of every hour, and the least of them.
type climateHours struct {
	pue   []float64
	least float64
}

// budgeted is the budgets of a problem with the hours in force of their limits.
type budgeted struct {
	budgets *kernel.Budgets
	byMonth [][]float64
}

// Freeze ends the filling of the memory; from now on several goroutines may use it.
func (m *Memory) Freeze() { m.frozen = true }

func (m *Memory) climate(c *Climate, w *World) climateHours {
	if hours, ok := m.climates[*c]; ok {
		return hours
	}
	hours := climateHours{pue: make([]float64, w.Axis.Hours)}
	c.Hours(hours.pue, w.Axis)
	hours.least = slices.Min(hours.pue)
	if !m.frozen {
		if m.climates == nil {
			m.climates = map[Climate]climateHours{}
		}
		m.climates[*c] = hours
	}
	return hours
}

// price returns tariff n over the hours, in USD at the world's exchange rates.
func (m *Memory) price(n int, w *World, p *kernel.Problem, source func(string) (*series.Hourly, error)) (Priced, error) {
	t, most := &w.Tariffs[n], w.mostMW(n)
	key := w.Regions[t.Region].Zone.String() + w.Regions[t.Region].Country
	for _, entry := range t.Components {
		words, err := json.Marshal(entry.Component)
		if err != nil {
			return Priced{}, err
		}
		key += "|" + entry.Name + "|" + entry.Kind + string(words)
		if _, ok := entry.Component.(tariff.Linear); !ok {
			key += fmt.Sprint("|", most)
		}
	}
	known, ok := m.tariffs[key]
	if ok && sameRates(m.money, w.Money) {
		return known, nil
	}
	if !ok {
		var err error
		in := w.TariffInput(t.Region, source)
		in.MostMW = most
		if known, err = price(t, in, w); err != nil {
			return Priced{}, err
		}
	}
	known.convert(w.Money, p)
	if !m.frozen {
		if m.tariffs == nil {
			m.tariffs, m.money = map[string]Priced{}, w.Money
		}
		m.tariffs[key] = known
	}
	return known, nil
}

func sameRates(a, b Money) bool { return maps.EqualFunc(a.Rates, b.Rates, slices.Equal[[]float64]) }

func (m *Memory) budgets(key string) (budgeted, bool) {
	known, ok := m.budget[key]
	return known, ok
}

func (m *Memory) keepBudgets(key string, b budgeted) {
	if m.frozen {
		return
	}
	if m.budget == nil {
		m.budget = map[string]budgeted{}
	}
	m.budget[key] = b
}
