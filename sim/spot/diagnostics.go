package spot

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"gonum.org/v1/gonum/stat"

	"hashwatt/sim/sample"
)

// Moments is what prices come to.
type Moments struct {
	Mean float64 `json:"mean"`
	SD   float64 `json:"sd"`
	High float64 `json:"p99_9"` // the 99.9th percentile
}

// Paths is what hours in their order come to.
type Paths struct {
	Moments

	Negative float64 `json:"negative"` // share of the hours below zero
	Lag1     float64 `json:"lag_1"`    // autocorrelation at one hour
	Lag24    float64 `json:"lag_24"`   // and at a day
	Spikes   float64 `json:"spikes_per_year"`
	Duration float64 `json:"spike_hours"` // of a spike, on average
}

// Diagnostics sets a model beside its sample.
type Diagnostics struct {
	Sample    Paths   `json:"sample"`
	Law       Moments `json:"model"` // without chance, over the hours of the sample
	Simulated Paths   `json:"simulated"`
	Years     int     `json:"simulated_years"`   // of 8766 hours, all told
	Shape     float64 `json:"shape_correlation"` // of the means by month and hour of the day: the model's with the sample's

	Months [12]float64 `json:"mean_by_month"` // of the model
	Hours  [24]float64 `json:"mean_by_hour"`  // of the local day
}

// Diagnose simulates the hours of the sample again and again, for at least the given number of years.
func (m *Model) Diagnose(years int, rng *rand.Rand) Diagnostics {
	s := m.sample
	repeats := max(int(math.Ceil(float64(years)*hoursPerYear/s.hours)), 1)
	seen, drawn := paths{centre: s.mean, edge: m.High}, paths{centre: s.mean, edge: m.High}
	seen.values = make([]float64, 0, m.Hours)
	drawn.values = make([]float64, 0, repeats*m.Hours)
	buffer := make([]float64, m.Hours)
	var shape [12][24][2]mean
	for k := range s.stretches {
		st := &s.stretches[k]
		seen.add(st.values)
		for t, v := range st.values {
			at := &shape[st.month[t]][st.hour[t]]
			at[0].add(v)
			at[1].add(m.means[st.cell(t)])
		}
		for range repeats {
			path := buffer[:len(st.values)]
			m.fill(path, &st.clock, rng)
			drawn.add(path)
		}
	}
	d := Diagnostics{
		Sample: seen.result(), Law: m.law(), Simulated: drawn.result(), Shape: correlation(&shape),
		Years: int(math.Round(float64(len(drawn.values)) / hoursPerYear)),
	}
	for m := range d.Months {
		var of mean
		for h := range shape[m] {
			of.join(shape[m][h][1])
		}
		d.Months[m] = of.or(s.mean)
	}
	for h := range d.Hours {
		var of mean
		for m := range shape {
			of.join(shape[m][h][1])
		}
		d.Hours[h] = of.or(s.mean)
	}
	return d
}

// law returns the moments of the model over the hours of its sample, by its formulas.
func (m *Model) law() Moments {
	low, high := m.clamp(m.Low), m.clamp(m.High)
	up, up2 := m.Spikes.Tail.clamped(m.floor, m.cap)
	down, down2 := m.Dips.Tail.clamped(m.floor, m.cap)
	var first, second, spikes mean
	for k := range m.sample.stretches {
		st := &m.sample.stretches[k]
		for t := range st.values {
			month, hour, weekday := st.month[t], st.hour[t], st.weekday[t]
			p, q := m.chances(int(month), int(hour))
			x, xx := m.Noise.clamped(m.Shape.at(month, hour, weekday), m.Shape.sd(month, hour), low, high)
			first.add((1-p-q)*x + p*up + q*down)
			second.add((1-p-q)*xx + p*up2 + q*down2)
			spikes.add(p)
		}
	}
	l := Moments{Mean: first.or(0), High: high}
	l.SD = math.Sqrt(max(second.or(0)-l.Mean*l.Mean, 0))
	if share := spikes.or(0); share > 1-highest {
		l.High = m.clamp(m.Spikes.Tail.at(m.Spikes.Tail.quantile(1 - (1-highest)/share)))
	}
	return l
}

// misfit says which moments of a law are not those of its sample.
func misfit(law Moments, s *sampled) string {
	var size float64
	for _, v := range s.sorted {
		size += math.Abs(v) / s.hours
	}
	sd, high := stat.PopStdDev(s.sorted, nil), sample.Quantile(s.sorted, highest)
	var wrong []string
	for _, of := range []struct {
		name              string
		got, want, around float64
	}{
		{"mean", law.Mean, s.mean, 0.01 * size},
		{"standard deviation", law.SD, sd, 0.05 * sd},
		{"99.9th percentile", law.High, high, 0.1 * max(math.Abs(high), sd)},
	} {
		if math.Abs(of.got-of.want) > of.around {
			wrong = append(wrong, fmt.Sprintf("%s %.4g instead of %.4g", of.name, of.got, of.want))
		}
	}
	return strings.Join(wrong, ", ")
}

// correlation returns that of the two means of all cells.
func correlation(cells *[12][24][2]mean) float64 {
	var x, y []float64
	for m := range cells {
		for h := range cells[m] {
			if c := cells[m][h]; c[0].n > 0 {
				x, y = append(x, c[0].or(0)), append(y, c[1].or(0))
			}
		}
	}
	if r := stat.Correlation(x, y, nil); !math.IsNaN(r) {
		return r
	}
	return 0
}

// paths adds up values. Products are of distances to a centre that is near the mean.
type paths struct {
	centre, edge       float64 // spikes are above the edge
	values             []float64
	sum, square        sample.Sum
	lag1, lag24        mean
	negative           float64
	spikes, spikeHours float64
}

// add adds the values of a stretch of hours.
func (p *paths) add(x []float64) {
	p.values = append(p.values, x...)
	for t, v := range x {
		d := v - p.centre
		p.sum.Add(d)
		p.square.Add(d * d)
		if t >= 1 {
			p.lag1.add(d * (x[t-1] - p.centre))
		}
		if t >= 24 {
			p.lag24.add(d * (x[t-24] - p.centre))
		}
		if v < 0 {
			p.negative++
		}
		if v > p.edge {
			p.spikeHours++
			if t == 0 || x[t-1] <= p.edge {
				p.spikes++
			}
		}
	}
}

// result returns what the values come to; it sorts them.
func (p *paths) result() Paths {
	n := float64(len(p.values))
	off := p.sum.Value() / n
	variance := p.square.Value()/n - off*off
	slices.Sort(p.values)
	r := Paths{Moments: Moments{Mean: p.centre + off, SD: math.Sqrt(max(variance, 0)), High: sample.Quantile(p.values, highest)}}
	r.Negative, r.Spikes = p.negative/n, p.spikes/n*hoursPerYear
	if p.spikes > 0 {
		r.Duration = p.spikeHours / p.spikes
	}
	if variance > 0 {
		r.Lag1, r.Lag24 = (p.lag1.or(0)-off*off)/variance, (p.lag24.or(0)-off*off)/variance
	}
	return r
}
