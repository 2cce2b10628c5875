package spot

import (
	"fmt"
	"math/rand/v2"
	"time"

	"hashwatt/sim/calendar"
)

// Model is the law of an hourly price. It is immutable and safe for concurrent use. Amounts are in the unit of its
// series.
type Model struct {
	Series string `json:"series"`
	Unit   string `json:"unit,omitempty"`
	Zone   string `json:"zone"`            // whose clocks show the hours
	Hours  int    `json:"hours"`           // of the sample
	Years  []int  `json:"years,omitempty"` // of the sample; none: the whole series

	Shape  Shape   `json:"shape"`
	Noise  Noise   `json:"noise"`
	Low    float64 `json:"low"` // ordinary prices lie from Low to High
	High   float64 `json:"high"`
	Spikes Regime  `json:"spikes"` // prices above High
	Dips   Regime  `json:"dips"`   // prices below Low

	zone   *time.Location
	sample *sampled

	floor, cap float64        // what a price is cut to
	means      [cells]float64 // by kind of hour, cut
	whole      float64        // mean over the hours of the sample, without any cut
	misfit     string         // likewise
}

// Average returns the mean of the model over the hours of its sample, without any cut. It is the sample's own but where
// Misfit says so.
func (m *Model) Average() float64 { return m.whole }

// Misfit says what of its sample the model does not have: "mean 3.1 instead of 3.3"; "" where mean, standard deviation
// and 99.9th percentile are right. Wrong is a mean that is off by more than 1 % of the mean size of a price, a standard
// deviation by more than 5 %, a percentile by more than 10 % of itself or of the standard deviation, whatever is more.
func (m *Model) Misfit() string { return m.misfit }

// Within returns the model with every price cut to a range: what lies below the floor costs the floor, what lies above
// the cap the cap. Infinities do not cut. It is an error if the cap is below the floor.
func (m *Model) Within(floor, limit float64) (*Model, error) {
	if !(floor <= limit) {
		return nil, fmt.Errorf("a cap of %v is below the floor of %v", limit, floor)
	}
	cut := *m
	cut.floor, cut.cap = floor, limit
	cut.tabulate()
	return &cut, nil
}

// clamp cuts a price.
func (m *Model) clamp(price float64) float64 { return min(max(price, m.floor), m.cap) }

// chances returns how likely an hour is in a spike, and in a dip.
func (m *Model) chances(month, hour int) (spike, dip float64) {
	spike = m.Spikes.chance[month][hour]
	return spike, (1 - spike) * m.Dips.chance[month][hour]
}

// tabulate computes the means of all kinds of hours.
func (m *Model) tabulate() {
	low, high := m.clamp(m.Low), m.clamp(m.High)
	spike, _ := m.Spikes.Tail.clamped(m.floor, m.cap)
	dip, _ := m.Dips.Tail.clamped(m.floor, m.cap)
	for i := range m.means {
		month, hour, weekday := int8(i/7/24), int8(i/7%24), int8(i%7)
		up, down := m.chances(int(month), int(hour))
		plain, _ := m.Noise.clamped(m.Shape.at(month, hour, weekday), m.Shape.sd(month, hour), low, high)
		m.means[i] = (1-up-down)*plain + up*spike + down*dip
	}
}

// Mean writes the mean of the price in every hour of the axis: spikes and dips are in it with their chances.
func (m *Model) Mean(dst []float64, axis *calendar.Axis) {
	mustFit(dst, axis)
	c := newClock(axis, m.zone)
	for t := range dst {
		dst[t] = m.means[c.cell(t)]
	}
}

// mustFit panics where an array does not cover the axis: the caller cut it wrongly.
func mustFit(dst []float64, axis *calendar.Axis) {
	if len(dst) != axis.Hours {
		panic(fmt.Sprintf("spot: dst has %d hours, want %d", len(dst), axis.Hours))
	}
}

// Fill writes one path of the price. Its mean over many draws is what Mean writes. A longer axis with the same start
// and stream begins with the same prices.
func (m *Model) Fill(dst []float64, axis *calendar.Axis, rng *rand.Rand) {
	mustFit(dst, axis)
	c := newClock(axis, m.zone)
	m.fill(dst, &c, rng)
}

// fill writes one path over the hours of a clock.
func (m *Model) fill(dst []float64, c *clock, rng *rand.Rand) {
	noise, peak, depth := m.Noise.Memory.wander(rng), m.Spikes.Memory.wander(rng), m.Dips.Memory.wander(rng)
	for t := range dst {
		if t > 0 {
			noise.step(rng)
			if m.Spikes.Share > 0 {
				peak.step(rng)
			}
			if m.Dips.Share > 0 {
				depth.step(rng)
			}
		}
		dst[t] = m.clamp(m.price(c, t, noise.now(), peak.now(), depth.now()))
	}
}

// price returns the price of hour t for the normals of ordinary prices, of spikes and of dips.
func (m *Model) price(c *clock, t int, noise, peak, depth float64) float64 {
	month, hour := c.month[t], c.hour[t]
	switch {
	case peak > m.Spikes.edge[month][hour]:
		return m.Spikes.price(peak, month, hour)
	case depth > m.Dips.edge[month][hour]:
		return m.Dips.price(depth, month, hour)
	}
	x := m.Shape.at(month, hour, c.weekday[t]) + m.Shape.sd(month, hour)*m.Noise.bent(noise)
	return min(max(x, m.Low), m.High)
}
