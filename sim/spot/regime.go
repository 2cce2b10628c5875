package spot

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// A Regime is a time in which prices leave their shape: spikes upwards, dips downwards. A standard normal of its own,
// which remembers, tells when: it lasts while that is above an edge, which is lower in the months and hours in which
// the regime is usual. How far the normal is above the edge tells how far the price is beyond, so that the highest
// prices lie within the longest spikes.
type Regime struct {
	Share    float64     `json:"share"`    // of all hours
	PerYear  float64     `json:"per_year"` // how often it began in 8766 hours of the sample
	Duration float64     `json:"duration"` // hours, on average
	Months   [12]float64 `json:"months"`   // how much likelier than on average an hour of a month is in it
	Hours    [24]float64 `json:"hours"`    // and an hour of the local day
	Tail     Tail        `json:"tail"`
	Memory   Memory      `json:"memory"`

	chance [12][24]float64 // of an hour
	edge   [12][24]float64 // of the normal; infinite where the chance is 0
}

// fewHours is how many hours in a regime a profile takes to be trusted half: with fewer it is nearer to even.
const fewHours = 24

// mostChance is the largest chance of a regime in an hour.
const mostChance = 0.99

// fitRegime estimates when the hours of a sample that are marked come about. The tail is the caller's. A regime that is
// not nil goes before: the hours in it are not free.
func fitRegime(s *sampled, marked func(v float64) bool, tail Tail, before *Regime) Regime {
	r := Regime{Tail: tail}
	var n, in mean
	var byHour [24]float64
	var byMonth [12]float64
	for k := range s.stretches {
		st := &s.stretches[k]
		for t, v := range st.values {
			n.n++
			if !marked(v) {
				continue
			}
			in.n++
			byHour[st.hour[t]]++
			byMonth[st.month[t]]++
			if t == 0 || !marked(st.values[t-1]) {
				in.sum++
			}
		}
	}
	if in.n > 0 {
		r.Share, r.PerYear, r.Duration = in.n/n.n, in.sum/n.n*hoursPerYear, in.n/in.sum
	}
	var hours [24]float64
	var months [12]float64
	for m := range s.count {
		for h, c := range s.count[m] {
			hours[h] += c
			months[m] += c
		}
	}
	for h := range r.Hours {
		r.Hours[h] = profile(byHour[h], hours[h]/n.n, in.n)
	}
	for m := range r.Months {
		r.Months[m] = profile(byMonth[m], months[m]/n.n, in.n)
	}
	r.spread(s, before)
	r.remember(s, marked)
	return r
}

// profile returns how many times likelier than on average an hour is in a regime, of a share of the hours that has n of
// all in it.
func profile(n, share, all float64) float64 {
	if share == 0 {
		return 1
	}
	return (n/share + fewHours) / (all + fewHours)
}

// spread sets the chances of all hours, such that the regime has its share.
func (r *Regime) spread(s *sampled, before *Regime) {
	free := func(m, h int) float64 {
		if before == nil {
			return 1
		}
		return 1 - before.chance[m][h]
	}
	chance := func(scale float64, m, h int) float64 { return min(scale*r.Months[m]*r.Hours[h], mostChance) }
	scale := 0.0
	if r.Share > 0 {
		scale = bisect(0, 100*r.Share, func(scale float64) float64 {
			var sum float64
			for m := range s.count {
				for h, c := range s.count[m] {
					sum += c * free(m, h) * chance(scale, m, h)
				}
			}
			return sum/s.hours - r.Share
		})
	}
	for m := range r.chance {
		for h := range r.chance[m] {
			r.chance[m][h], r.edge[m][h] = chance(scale, m, h), math.Inf(1)
			if scale > 0 {
				r.edge[m][h] = -mathext.NormalQuantile(r.chance[m][h])
			}
		}
	}
}

// remember estimates the correlations of the normal from how often two hours are both in the regime.
func (r *Regime) remember(s *sampled, marked func(v float64) bool) {
	if r.Share == 0 {
		return
	}
	var hour mean
	var day [lagDays]mean
	for k := range s.stretches {
		x := s.stretches[k].values
		for t, v := range x {
			both := func(m *mean, lag int) {
				if t >= lag {
					m.n++
					if marked(v) && marked(x[t-lag]) {
						m.sum++
					}
				}
			}
			both(&hour, 1)
			for d := range day {
				both(&day[d], 24*(d+1))
			}
		}
	}
	next, same := r.joint(s, 1), r.joint(s, 0)
	var byDay [lagDays]float64
	for d := range day {
		byDay[d] = same.correlation(day[d].or(0))
	}
	r.Memory = newMemory(next.correlation(hour.or(0)), byDay)
}

// angles is how finely correlations are told apart.
const angles = 60

// A joint is the chance that two hours are both in a regime, by the angle whose sine is the correlation of the normal:
// from 0 to 90 degrees.
type joint [angles + 1]float64

// joint returns the chances of hours of the day and those some hours later. The chance of two normals, each above its
// edge, rises with the angle by exp(-(a² - 2ab sin + b²)/(2 cos²))/2π (Plackett, Biometrika 41, 1954).
func (r *Regime) joint(s *sampled, later int) *joint {
	var j joint
	slope := func(a, b, angle float64) float64 {
		cos := math.Cos(angle)
		return math.Exp(-(a*a-2*a*b*math.Sin(angle)+b*b)/(2*cos*cos)) / (2 * math.Pi)
	}
	const step = math.Pi / 2 / angles
	for m := range s.count {
		for h, n := range s.count[m] {
			g := (h + later) % 24
			a, b := r.edge[m][h], r.edge[m][g]
			both := r.chance[m][h] * r.chance[m][g]
			for i := range j {
				if i > 0 {
					both += step * slope(a, b, (float64(i)-0.5)*step)
				}
				j[i] += n / s.hours * both
			}
		}
	}
	return &j
}

// correlation returns that at which two hours are both in the regime with a chance.
func (j *joint) correlation(chance float64) float64 {
	if chance <= j[0] {
		return 0
	}
	for i := 1; i < len(j); i++ {
		if chance <= j[i] {
			return math.Sin((float64(i-1) + (chance-j[i-1])/(j[i]-j[i-1])) / angles * math.Pi / 2)
		}
	}
	return 1
}

// price returns the price of an hour whose normal is above the edge.
func (r *Regime) price(y float64, month, hour int8) float64 {
	return r.Tail.at(r.Tail.quantile(max(1-normal(-y)/r.chance[month][hour], 0)))
}
