package sample

// A Discrete distribution has a few values, each with its chance.
type Discrete struct {
	Values  []float64 // in rising order, at least one
	Chances []float64 // of each value, above 0; they are taken relative to their sum
}

// Quantile returns the first value at which the chances add up to u or more.
func (d Discrete) Quantile(u float64) float64 {
	u = inside(u)
	total := 0.0
	for _, c := range d.Chances {
		total += c
	}
	reached := 0.0
	for i, c := range d.Chances {
		reached += c
		if u*total <= reached {
			return d.Values[i]
		}
	}
	return d.Values[len(d.Values)-1]
}
