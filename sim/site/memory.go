package site

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"hashwatt/sim/kernel"
	"hashwatt/sim/series"
)

// Memory keeps the arrays of tariffs and climates between compilations of one scenario, because they are the same in
// every draw that does not change them. It may be used by several goroutines.
type Memory struct {
	mu       sync.Mutex
	climates map[Climate]climateHours
	tariffs  map[string]priced
}

// climateHours is the PUE of every hour, and the least of them.
type climateHours struct {
	pue   []float64
	least float64
}

// priced is a tariff over the hours: by currency, and in USD at the central exchange rates.
type priced struct {
	signals []Signal
	usd     []float64
}

func (m *Memory) climate(c *Climate, w *World) climateHours {
	m.mu.Lock()
	defer m.mu.Unlock()
	if hours, ok := m.climates[*c]; ok {
		return hours
	}
	hours := climateHours{pue: make([]float64, w.Axis.Hours)}
	c.Hours(hours.pue, w.Axis)
	hours.least = slices.Min(hours.pue)
	if m.climates == nil {
		m.climates = map[Climate]climateHours{}
	}
	m.climates[*c] = hours
	return hours
}

// price returns a tariff over the hours. The world's exchange rates must be the central ones.
func (m *Memory) price(t *Tariff, w *World, p *kernel.Problem, source func(string) (*series.Hourly, error)) (priced, error) {
	key := w.Regions[t.Region].Zone.String()
	for _, entry := range t.Components {
		words, err := json.Marshal(entry.Component)
		if err != nil {
			return priced{}, err
		}
		key += fmt.Sprintf("|%T%s", entry.Component, words)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if known, ok := m.tariffs[key]; ok {
		return known, nil
	}
	signals, err := signal(t, w, source)
	if err != nil {
		return priced{}, err
	}
	if m.tariffs == nil {
		m.tariffs = map[string]priced{}
	}
	m.tariffs[key] = priced{signals, Price(signals, w.Money, p)}
	return m.tariffs[key], nil
}
