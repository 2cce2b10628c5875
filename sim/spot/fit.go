package spot

import (
	"fmt"
	"math"
	"slices"
	"time"

	"gonum.org/v1/gonum/stat"

	"hashwatt/sim/sample"
	"hashwatt/sim/series"
)

const (
	fence      = 3.0   // interquartile ranges beyond the quartiles where Tukey (1977) calls a value far out
	leastSpike = 0.002 // share of the dearest hours that are spikes in any case: the 99.9th percentile is theirs
	mostSpike  = 0.05  // largest share of hours that are spikes
	highest    = 0.999 // the percentile that is kept
	takesUp    = 0.01  // of their standard deviation is what the others are moved by for what spikes or dips miss
)

// Fit estimates the model of a series by the method of moments, from its whole calendar years given, or from all of its
// hours. The zone is the clock by which hours, weekdays and months are told apart; nil is the series' own.
//
// It is an error if the sample is shorter than a year, if the series does not cover a year that was given, if it does
// not move, or if a value is not a number.
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
	m.Dips = fitRegime(s, func(v float64) bool { return v < m.Low }, dipTail(s.sorted, dips), &m.Spikes)
	isPlain := func(v float64) bool { return v >= m.Low && v <= m.High }
	m.Shape = fitShape(s, isPlain)
	m.fitNoise(s, isPlain)
	m.balance(s)
	m.tabulate()
	l := m.law()
	if math.IsNaN(l.Mean+l.SD+l.High) || math.IsInf(l.Mean+l.SD+l.High, 0) {
		return nil, fmt.Errorf("series %q has no model whose moments are numbers; look for outliers in it", h.Name)
	}
	m.whole, m.misfit = l.Mean, misfit(l, s)
	return m, nil
}

// outliers returns how many of the largest of sorted values are spikes and how many of the smallest are dips. Values
// beyond three interquartile ranges from the quartiles are, and those not above zero where a quarter of all is above.
func outliers(sorted []float64) (spikes, dips int) {
	n, most := len(sorted), int(mostSpike*float64(len(sorted)))
	q1, q3 := sample.Quantile(sorted, 0.25), sample.Quantile(sorted, 0.75)
	above := q3 + fence*(q3-q1)
	first := n - int(math.Ceil(leastSpike*float64(n)))
	for first > 0 && sorted[first-1] > above && n-first < most {
		first--
	}
	for first > 0 && sorted[first-1] == sorted[n-1] { // no edge inside the largest value
		first--
	}
	if n-first > most { // what is usual is no spike
		first = n
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
	room := roomOf(sorted[:len(sorted)-n], n)
	return fitSpikes(t, sample.Mean(depths), meanSquare(depths), below, sample.Quantile(sorted, highest)-t.Edge, room)
}

// dipTail returns the law of the smallest n values: it keeps the mean and the mean square of their depth.
func dipTail(sorted []float64, n int) Tail {
	if n == 0 {
		return point(Tail{Down: true})
	}
	t := Tail{Edge: sorted[n-1], Down: true}
	depths := depthsOf(t, sorted[:n])
	t.Width = depths[0]
	return fitDips(t, sample.Mean(depths), meanSquare(depths), roomOf(sorted[n:], n))
}

// roomOf returns how far off the mean depth of n values may be, for the others to take it up.
func roomOf(others []float64, n int) float64 {
	return takesUp * stat.PopStdDev(others, nil) * float64(len(others)) / float64(n)
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

// A balancing sets ordinary prices against what spikes and dips leave of mean and mean square of the sample.
type balancing struct {
	weight [cells]float64 // ordinary hours by kind
	square float64        // what is left of the sum of squares
	target [12][24]float64
}

// balance moves and stretches ordinary prices until mean and mean square of the model over the hours of the sample are
// those of the sample: the edges have cut them, and spikes and dips have a law now.
func (m *Model) balance(s *sampled) {
	b := m.balancing(s)
	off := 0.0
	for range balances {
		off = m.move(b)
	}
	if off > balanced*math.Sqrt(s.mean2) {
		m.settle(b)
	}
}

// Means and scatter are set again some times; most series need less than ten. Ordinary means may then miss a share of
// the root mean square of the sample.
const (
	balances = 25
	balanced = 1e-6
)

// balancing returns what ordinary hours are to cost: by month and hour what they did, and what the tails miss of the
// mean.
func (m *Model) balancing(s *sampled) *balancing {
	b := &balancing{square: s.mean2 * s.hours, target: m.Shape.Months}
	spike, spike2 := m.Spikes.Tail.clamped(m.floor, m.cap)
	dip, dip2 := m.Dips.Tail.clamped(m.floor, m.cap)
	var ordinary, sum float64
	rest := s.mean * s.hours
	for k := range s.stretches {
		st := &s.stretches[k]
		for t := range st.values {
			up, down := m.chances(int(st.month[t]), int(st.hour[t]))
			p := 1 - up - down
			b.weight[st.cell(t)] += p
			ordinary += p
			rest -= up*spike + down*dip
			b.square -= up*spike2 + down*dip2
		}
	}
	for i := range b.target { // weekdays among them
		for h := range b.target[i] {
			var of mean
			for d := range int8(7) {
				n := b.weight[(i*24+h)*7+int(d)]
				of.join(mean{n * m.Shape.at(int8(i), int8(h), d), n})
			}
			sum += of.sum
			b.target[i][h] = of.or(b.target[i][h])
		}
	}
	shift := (rest - sum) / ordinary
	for i := range b.target {
		for h := range b.target[i] {
			b.target[i][h] += shift
		}
	}
	return b
}

// move moves the shape by what its means miss and stretches scatter by what the squares miss. It returns the mean of
// the misses.
func (m *Model) move(b *balancing) float64 {
	left, within := b.square, 0.0
	var off mean
	for i := range b.target {
		for h := range b.target[i] {
			var of mean
			sd := m.Shape.sd(int8(i), int8(h))
			for d := range int8(7) {
				n := b.weight[(i*24+h)*7+int(d)]
				if n == 0 {
					continue
				}
				x, xx := m.Noise.clamped(m.Shape.at(int8(i), int8(h), d), sd, m.Low, m.High)
				of.join(mean{n * x, n})
				left -= n * xx
				within += n * (xx - x*x)
			}
			if of.n > 0 {
				miss := b.target[i][h] - of.or(0)
				m.Shape.Months[i][h] += miss
				off.join(mean{of.n * math.Abs(miss), of.n})
			}
		}
	}
	if within > 0 {
		m.Shape.Scatter *= math.Sqrt(min(max((within+left)/within, 0.25), 4))
	}
	return off.or(0)
}

// settle moves the shape alone, month by month and hour by hour, to where it has the means that are wanted, or next to
// them: where the tails leave more of the square than ordinary prices can take up, scatter would drive the means off.
func (m *Model) settle(b *balancing) {
	width := m.High - m.Low
	m.Shape.Scatter = min(m.Shape.Scatter, width)
	for i := range b.target {
		for h := range b.target[i] {
			base, sd := m.Shape.Months[i][h], m.Shape.sd(int8(i), int8(h))
			reach := farthest*(width+sd) + math.Abs(base)
			m.Shape.Months[i][h] = base + bisect(-reach, reach, func(move float64) float64 {
				var of mean
				for d := range int8(7) {
					n := b.weight[(i*24+h)*7+int(d)]
					x, _ := m.Noise.clamped(m.Shape.at(int8(i), int8(h), d)+move, sd, m.Low, m.High)
					of.join(mean{n * x, n})
				}
				return of.or(b.target[i][h]) - b.target[i][h]
			})
		}
	}
}

// farthest is how many widths of the range of ordinary prices and standard deviations a mean is looked for.
const farthest = 8
