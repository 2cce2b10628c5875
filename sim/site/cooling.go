package site

import "hashwatt/sim/calendar"

// Curve is the power usage effectiveness as a function of the outdoor temperature: Base + Slope x max(0, T - From),
// held between Least and Most. A constant PUE has slope 0.
type Curve struct {
	Base, Slope float64 // dimensionless; per °C
	FromC       float64
	Least, Most float64
}

// Flat is the curve of a constant PUE.
func Flat(pue float64) Curve { return Curve{Base: pue, Least: pue, Most: pue} }

// PUE is meter power over machine power at an outdoor temperature in °C.
func (c Curve) PUE(celsius float64) float64 {
	return min(max(c.Base+c.Slope*max(0, celsius-c.FromC), c.Least), c.Most)
}

// Hours fills dst with the PUE of every hour of the axis.
func (c *Climate) Hours(dst []float64, axis *calendar.Axis) {
	if c.Station == "" || c.Curve.Slope == 0 {
		for t := range dst {
			dst[t] = c.Curve.PUE(c.Curve.FromC)
		}
		return
	}
	c.Temperature(dst, axis)
	for t, celsius := range dst {
		dst[t] = c.Curve.PUE(celsius)
	}
}
