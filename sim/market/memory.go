package market

import (
	"sync"

	"hashwatt/sim/calendar"
)

// Memory keeps what is long to compute and the same in every draw of a scenario: the mean growth of samples of the
// past. It serves one scenario, in which a unit tells the quantity, and several goroutines. Nil remembers nothing.
type Memory struct {
	mutex  sync.Mutex
	growth map[sampled][]float64
}

// sampled is all that a mean growth hangs on beside the record of the quantity.
type sampled struct {
	unit     string
	from, to calendar.Date
	again    float64
	days     int
}

// mostKept is more than the quantities of a scenario; where draws vary the words, the first ones are kept.
const mostKept = 16

// mean returns the mean growth of a sample, from memory or by the function.
func (m *Memory) mean(key sampled, compute func() []float64) []float64 {
	if m == nil {
		return compute()
	}
	m.mutex.Lock()
	defer m.mutex.Unlock()
	known, ok := m.growth[key]
	if ok {
		return known
	}
	made := compute()
	if m.growth == nil {
		m.growth = map[sampled][]float64{}
	}
	if len(m.growth) < mostKept {
		m.growth[key] = made
	}
	return made
}
