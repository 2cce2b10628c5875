package site

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"hashwatt/sim/conf"
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
	parts    map[string]tariff.Item // the components, by their words
	tariffs  map[string]Priced
	budget   map[string]budgeted

	Market market.Memory // what is computed of the past of prices; it is never frozen
}

// climateHours is the PUE of every hour, and the least of them.
type climateHours struct {
	pue   []float64
	least float64
}

// budgeted is the budgets of a problem with the classes of its sites and the hours in force of their limits.
type budgeted struct {
	budgets *kernel.Budgets
	class   []int32 // by site
	byMonth [][]float64
	force   [][][2]int
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
	t, most := w.Tariffs[n], w.mostMW(n)
	key := w.Regions[t.Region].Zone.String() + "|" + w.Regions[t.Region].Country
	if w.Foresight == kernel.Perfect { // who knows what is forecast sees other prices
		key += "|foreseen"
	}
	t.Components = slices.Clone(t.Components)
	for k, item := range t.Components {
		words, err := wordsOf(item)
		if err != nil {
			return Priced{}, err
		}
		t.Components[k] = m.part(words, item)
		key += "|" + words
		if _, ok := item.Component.(tariff.Linear); !ok {
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
		if known, err = price(&t, in, w); err != nil {
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

// wordsOf says all that a component is made of, but not where it stands.
func wordsOf(item tariff.Item) (string, error) {
	at := item.At
	item.At = conf.Pos{}
	words, err := json.Marshal(item)
	if err != nil {
		return "", fmt.Errorf("%s: %s: %w", at, item.Name, err)
	}
	return string(words), nil
}

// part returns the component of some words that was there first, with what was computed of it, at the place of this
// one.
func (m *Memory) part(words string, item tariff.Item) tariff.Item {
	if known, ok := m.parts[words]; ok {
		known.At = item.At
		return known
	}
	if !m.frozen {
		if m.parts == nil {
			m.parts = map[string]tariff.Item{}
		}
		m.parts[words] = item
	}
	return item
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
