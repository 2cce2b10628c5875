package site

import (
	"fmt"
	"sync"

	"hashwatt/sim/series"
)

// memory remembers arrays by what they were made of.
type memory struct {
	mu       sync.Mutex
	climates map[Climate][]float64
	tariffs  map[string][]Signal
}

func (m *memory) climate(c *Climate, w *World) []float64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	if hours, ok := m.climates[*c]; ok {
		return hours
	}
	hours := make([]float64, w.Axis.Hours)
	c.Hours(hours, w.Axis)
	if m.climates == nil {
		m.climates = map[Climate][]float64{}
	}
	m.climates[*c] = hours
	return hours
}

func (m *memory) signals(t *Tariff, w *World, source func(string) (*series.Hourly, error)) ([]Signal, error) {
	key := w.Regions[t.Region].Zone.String()
	for _, entry := range t.Components {
		key += fmt.Sprintf("|%T%+v", entry.Component, entry.Component)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if s, ok := m.tariffs[key]; ok {
		return s, nil
	}
	s, err := signal(t, w, source)
	if err != nil {
		return nil, err
	}
	if m.tariffs == nil {
		m.tariffs = map[string][]Signal{}
	}
	m.tariffs[key] = s
	return s, nil
}
