package spot

import (
	"fmt"
	"math"
	"slices"
	"time"

	"hashwatt/sim/sample"
	"hashwatt/sim/series"
)

const (
	fence      = 3.0   // interquartile ranges beyond the quartiles where Tukey (1977) calls a value far out
	leastSpike = 0.002 // share of the dearest hours that are spikes in any case: the 99.9th percentile is theirs
	mostSpike  = 0.05  // largest share of hours that are spikes
	highest    = 0.999 // the percentile that is kept
)

// Fit estimates the model of a series by the method of moments, from its whole calendar years given, or from all of its hours. The zone
// is the clock by which hours, weekdays and months are told apart; nil is the series' own.
//
// It is an error if the sample is shorter than a year, if the series does not cover a year that was given, if it does not move, or if
// a value is not a number.
func Fit(h *series.Hourly, years []int, zone *time.Location) (*Model, error) {
	if zone == nil {
		zone = h.Zone
	}
	if zone == nil {
		zone = time.UTC
	}
	s, err := newSampled(h, years, zone)
	if err != nil {
		return nil, err
	}
	m := &Model{
		Series: h.Name, Unit: h.Unit, Zone: zone.String(), Hours: int(s.hours), Years: slices.Compact(slices.Sorted(slices.Values(years))),
		zone: zone, sample: s, floor: math.Inf(-1), cap: math.Inf(1),
	}
	spikes, dips := outliers(s.sorted)
	plain := s.sorted[dips : len(s.sorted)-spikes]
	m.Low, m.High = plain[0], plain[len(plain)-1]
	m.Spikes = fitRegime(s, func(v float64) bool { return v > m.High }, spikeTail(s.sorted, spikes), nil)
	m.Dips = fitRegime(s, func(v float64) bool { return v < m.Low }, dipTail(s.sorted[:dips]), &m.Spikes)
	isPlain := func(v float64) bool { return v >= m.Low && v <= m.High }
	m.Shape = fitShape(s, isPlain)
	m.fitNoise(s, isPlain)
	m.balance(s)
	m.tabulate()
	m.whole = s.mean
	if l := m.law(); math.IsNaN(l.Mean+l.SD+l.High) || math.IsInf(l.Mean+l.SD+l.High, 0) {
		return nil, fmt.Errorf("series %q has no model whose moments are numbers; look for outliers in it", h.Name)
	}
	return m, nil
}

// outliers returns how many of the largest of sorted values are spikes and how many of the smallest are dips. Values beyond three
// interquartile ranges from the quartiles are, and those not above zero where a quarter of all is above.
func outliers(sorted []float64) (spikes, dips int) {
	n := len(sorted)
	q1, q3 := sample.Quantile(sorted, 0.25), sample.Quantile(sorted, 0.75)
	above := q3 + fence*(q3-q1)
	first := n - int(math.Ceil(leastSpike*float64(n)))
	for first > 0 && sorted[first-1] > above && n-first < int(mostSpike*float64(n)) {
		first--
	}
	for first > 0 && sorted[first-1] == sorted[n-1] { // no edge inside the largest value
		first--
	}
	for first > 0 && first < n && sorted[first-1] == sorted[first] { // and none between equals
		first++
	}
	below := q1 - fence*(q3-q1)
	for dips < first-1 && (sorted[dips] < below || sorted[dips] <= 0 && q1 > 0) {
		dips++
	}
	return n - first, dips
}

// spikeTail returns the law of the largest n values: it keeps mean and mean square of their depth and the percentile.
func spikeTail(sorted []float64, n int) Tail {
	if n == 0 {
		return point(Tail{Edge: sorted[len(sorted)-1]})
	}
	t := Tail{Edge: sorted[len(sorted)-n-1]}
	depths := depthsOf(t, sorted[len(sorted)-n:])
	t.Width = depths[n-1]
	below := 1 - (1-highest)*float64(len(sorted))/float64(n) // share of spikes below the percentile
	return fitSpikes(t, sample.Mean(depths), meanSquare(depths), below, sample.Quantile(sorted, highest)-t.Edge)
}

// dipTail returns the law of the smallest values: it keeps the mean and the mean square of their depth.
func dipTail(values []float64) Tail {
	n := len(values)
	if n == 0 {
		return point(Tail{Down: true})
	}
	t := Tail{Edge: values[n-1], Down: true}
	depths := depthsOf(t, values)
	t.Width = depths[0]
	return fitDips(t, sample.Mean(depths), meanSquare(depths))
}

// depthsOf returns how far values lie beyond the edge of a tail.
func depthsOf(t Tail, values []float64) []float64 {
	depths := make([]float64, len(values))
	for i, v := range values {
		depths[i] = math.Abs(v - t.Edge)
	}
	return depths
}

// meanSquare returns the mean of the squares.
func meanSquare(x []float64) float64 {
	var sum sample.Sum
	for _, v := range x {
		sum.Add(v * v)
	}
	return sum.Value() / float64(len(x))
}

// fitNoise estimates how ordinary hours lie about the shape and what they remember.
func (m *Model) fitNoise(s *sampled, plain func(v float64) bool) {
	if m.Shape.Scatter == 0 {
		return
	}
	z := func(st *stretch, t int) float64 {
		return (st.values[t] - m.Shape.at(st.month[t], st.hour[t], st.weekday[t])) / m.Shape.sd(st.month[t], st.hour[t])
	}
	var squares, cubes mean
	for k := range s.stretches {
		st := &s.stretches[k]
		for t, v := range st.values {
			if plain(v) {
				x := z(st, t)
				squares.add(x * x)
				cubes.add(x * x * x)
			}
		}
	}
	variance := squares.or(0)
	m.Noise.Bend = bendOf(cubes.or(0) / (variance * math.Sqrt(variance)))
	y := make([][]float64, len(s.stretches))
	for k := range s.stretches {
		st := &s.stretches[k]
		y[k] = make([]float64, len(st.values))
		for t, v := range st.values {
			y[k][t] = math.NaN()
			if plain(v) {
				y[k][t] = m.Noise.straight(z(st, t))
			}
		}
	}
	m.Noise.Memory = memoryOf(y)
}

// balance moves and stretches ordinary prices until mean and mean square of the model over the hours of the sample are those of the
// sample: the edges have cut them, and spikes and dips have a law now.
func (m *Model) balance(s *sampled) {
	var weight [cells]float64 // ordinary hours
	spike, spike2 := m.Spikes.Tail.clamped(m.floor, m.cap)
	dip, dip2 := m.Dips.Tail.clamped(m.floor, m.cap)
	var rest, rest2, ordinary float64
	for k := range s.stretches {
		st := &s.stretches[k]
		for t := range st.values {
			up, down := m.chances(int(st.month[t]), int(st.hour[t]))
			p := 1 - up - down
			weight[st.cell(t)] += p
			ordinary += p
			rest += up*spike + down*dip
			rest2 += up*spike2 + down*dip2
		}
	}
	target := m.Shape.Months
	var sum float64
	for i := range target { // what hours of a month cost on average, weekdays among them
		for h := range target[i] {
			var of, w float64
			for d := range int8(7) {
				n := weight[(i*24+h)*7+int(d)]
				of += n * m.Shape.at(int8(i), int8(h), d)
				w += n
			}
			sum += of
			if w > 0 {
				target[i][h] = of / w
			}
		}
	}
	shift := (s.mean*s.hours - rest - sum) / ordinary // what the tails miss of the mean of spikes and dips
	for range balances {
		var sum2, within float64
		for i := range target {
			for h := range target[i] {
				var first, w float64
				sd := m.Shape.sd(int8(i), int8(h))
				for d := range int8(7) {
					n := weight[(i*24+h)*7+int(d)]
					if n == 0 {
						continue
					}
					x, xx := m.Noise.clamped(m.Shape.at(int8(i), int8(h), d), sd, m.Low, m.High)
					first += n * x
					sum2 += n * xx
					within += n * (xx - x*x)
					w += n
				}
				if w > 0 {
					m.Shape.Months[i][h] += target[i][h] + shift - first/w
				}
			}
		}
		if within > 0 {
			m.Shape.Scatter *= math.Sqrt(min(max((within+s.mean2*s.hours-rest2-sum2)/within, 0.25), 4))
		}
	}
}

// balances is how often means and scatter are set again; most series need less than ten.
const balances = 25
