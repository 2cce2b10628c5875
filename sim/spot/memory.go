package spot

import (
	"math"
	"math/rand/v2"
)

// A Memory is how a standard normal hangs on the hours before: the sum of two autoregressions of the first order, one
// that forgets within hours and one that forgets within days.
type Memory struct {
	SlowShare float64 `json:"slow_share"` // of the variance
	Slow      float64 `json:"slow"`       // what is left of it after an hour, 0 to 1
	Fast      float64 `json:"fast"`       // what is left of the rest
}

// HalfLives returns the hours after which half of the slow part and half of the rest are forgotten; 0 for what nothing
// is left of.
func (m Memory) HalfLives() (slow, fast float64) {
	of := func(kept float64) float64 {
		if kept <= 0 {
			return 0
		}
		return -math.Ln2 / math.Log(kept)
	}
	return of(m.Slow), of(m.Fast)
}

// lagDays is how many days back the slow part is looked for.
const lagDays = 7

// newMemory returns what autocorrelations at an hour and at 1 to 7 days tell. What is left after whole days is slow; it
// loses in a day as much as the autocorrelations do from day to day.
func newMemory(hour float64, day [lagDays]float64) Memory {
	var m Memory
	for range 3 { // what the fast part adds to whole days is taken off
		left := func(d int) float64 {
			return max(day[d]-(1-m.SlowShare)*math.Pow(m.Fast, float64(24*(d+1))), 0)
		}
		var early, late float64
		for d := range lagDays - 1 {
			early += left(d)
			late += left(d + 1)
		}
		m.SlowShare, m.Slow = 0, 0
		if early > 0 && late > 0 {
			perDay := min(late/early, 0.99)
			share := early * (1 - perDay) / (perDay * (1 - math.Pow(perDay, lagDays-1))) // of a geometric row that adds up to early
			m.SlowShare, m.Slow = min(share, 0.99), math.Pow(perDay, 1.0/24)
		}
		m.Fast = min(max((hour-m.SlowShare*m.Slow)/(1-m.SlowShare), 0), 0.9995)
	}
	return m
}

// memoryOf returns the memory of normals by stretches of hours; NaN stands for none.
func memoryOf(stretches [][]float64) Memory {
	var square, hour mean
	var day [lagDays]mean
	for _, y := range stretches {
		for t, v := range y {
			if math.IsNaN(v) {
				continue
			}
			square.add(v * v)
			hour.pair(y, t, 1)
			for d := range day {
				day[d].pair(y, t, 24*(d+1))
			}
		}
	}
	var byDay [lagDays]float64
	for d := range day {
		byDay[d] = day[d].or(0) / square.or(1)
	}
	return newMemory(hour.or(0)/square.or(1), byDay)
}

// pair adds the product of a value with the one some hours before, where there is one.
func (m *mean) pair(y []float64, t, lag int) {
	if t >= lag && !math.IsNaN(y[t-lag]) {
		m.add(y[t] * y[t-lag])
	}
}

// A wander is a standard normal on its way.
type wander struct {
	slow, fast           float64
	ofSlow, ofFast       float64 // weights in the value
	keptSlow, keptFast   float64
	freshSlow, freshFast float64 // what chance adds in an hour
}

// wander returns a normal that has been on its way for long.
func (m *Memory) wander(rng *rand.Rand) wander {
	return wander{
		slow: rng.NormFloat64(), fast: rng.NormFloat64(),
		ofSlow: math.Sqrt(m.SlowShare), ofFast: math.Sqrt(1 - m.SlowShare),
		keptSlow: m.Slow, keptFast: m.Fast,
		freshSlow: math.Sqrt(1 - m.Slow*m.Slow), freshFast: math.Sqrt(1 - m.Fast*m.Fast),
	}
}

// step moves by an hour.
func (w *wander) step(rng *rand.Rand) {
	w.slow = w.keptSlow*w.slow + w.freshSlow*rng.NormFloat64()
	w.fast = w.keptFast*w.fast + w.freshFast*rng.NormFloat64()
}

// now returns the value.
func (w *wander) now() float64 { return w.ofSlow*w.slow + w.ofFast*w.fast }
