package spot

import "math"

// A Shape is what ordinary hours cost on average and how far they scatter.
type Shape struct {
	Months  [12][24]float64 `json:"months"`           // mean by month and hour of the local day
	Week    [7][24]float64  `json:"week"`             // what is added by weekday (0 is Sunday) and hour
	Scatter float64         `json:"scatter"`          // standard deviation about these means
	ByMonth [12]float64     `json:"scatter_by_month"` // how many times as large in a month
	ByHour  [24]float64     `json:"scatter_by_hour"`  // and in an hour
}

// at returns the mean of a cell, and sd its standard deviation.
func (s *Shape) at(month, hour, weekday int8) float64 {
	return s.Months[month][hour] + s.Week[weekday][hour]
}

func (s *Shape) sd(month, hour int8) float64 { return s.Scatter * s.ByMonth[month] * s.ByHour[hour] }

// passes is how often the parts of a shape are adjusted to each other; what they miss falls at least tenfold with each.
const passes = 6

// fitShape averages the ordinary hours of a sample: month by hour, and what weekdays add to that.
func fitShape(s *sampled, ordinary func(v float64) bool) Shape {
	var shape Shape
	var byMonth [12][24]mean
	var byWeek [7][24]mean
	for range passes {
		clear(byMonth[:])
		s.each(ordinary, func(m, h, w int8, v float64) { byMonth[m][h].add(v - shape.Week[w][h]) })
		for h := range 24 {
			var all mean
			for m := range 12 {
				all.join(byMonth[m][h])
			}
			for m := range 12 {
				shape.Months[m][h] = byMonth[m][h].or(all.or(s.mean))
			}
		}
		clear(byWeek[:])
		s.each(ordinary, func(m, h, w int8, v float64) { byWeek[w][h].add(v - shape.Months[m][h]) })
		for w := range 7 {
			for h := range 24 {
				shape.Week[w][h] = byWeek[w][h].or(0)
			}
		}
	}
	shape.fitScatter(s, ordinary)
	return shape
}

// leastScatter is how many times smaller than on average scatter may be in a month or in an hour.
const leastScatter = 0.05

// fitScatter sets how far ordinary hours lie about the shape.
func (s *Shape) fitScatter(in *sampled, ordinary func(v float64) bool) {
	var all mean
	var byMonth [12]mean
	var byHour [24]mean
	in.each(ordinary, func(m, h, w int8, v float64) {
		e := v - s.at(m, h, w)
		all.add(e * e)
		byMonth[m].add(e * e)
		byHour[h].add(e * e)
	})
	s.Scatter = math.Sqrt(all.or(0))
	relative := func(of mean) float64 {
		if s.Scatter == 0 {
			return 1
		}
		return max(math.Sqrt(of.or(s.Scatter*s.Scatter))/s.Scatter, leastScatter)
	}
	for m := range s.ByMonth {
		s.ByMonth[m] = relative(byMonth[m])
	}
	for h := range s.ByHour {
		s.ByHour[h] = relative(byHour[h])
	}
}

// each visits the hours whose values are wanted.
func (s *sampled) each(wanted func(v float64) bool, visit func(month, hour, weekday int8, v float64)) {
	for k := range s.stretches {
		st := &s.stretches[k]
		for t, v := range st.values {
			if wanted(v) {
				visit(st.month[t], st.hour[t], st.weekday[t], v)
			}
		}
	}
}

// A mean is one that grows.
type mean struct{ sum, n float64 }

func (m *mean) add(v float64)   { m.sum += v; m.n++ }
func (m *mean) join(other mean) { m.sum += other.sum; m.n += other.n }
func (m mean) or(v float64) float64 {
	if m.n == 0 {
		return v
	}
	return m.sum / m.n
}
