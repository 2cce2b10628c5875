package site

import (
	"math"

	"hashwatt/sim/calendar"
	"hashwatt/sim/sample"
)

// Swing describes how the temperature moves within days and around its normals.
type Swing struct {
	AmplitudeC float64 // half the mean difference between day and night
	PeakHour   float64 // local solar hour of the warmest moment
	Memory     float64 // AR(1) coefficient from hour to hour, 0 to 1
	SpreadC    float64 // standard deviation of the noise
}

// Temperature fills dst with the outdoor temperature in °C of every hour: the monthly normals joined by straight
// lines between the middles of the months, a daily sine in solar time, and an AR(1) noise. The noise is one
// realisation by station and axis, whatever the seed of a run.
func (c *Climate) Temperature(dst []float64, axis *calendar.Axis) {
	rng := sample.Stream(0, 0, "temperature", c.Station)
	noise := c.Swing.SpreadC * rng.NormFloat64()
	kick := c.Swing.SpreadC * math.Sqrt(1-c.Swing.Memory*c.Swing.Memory)
	start := axis.Start
	yearStart := calendar.Date{Year: start.Year(), Month: 1, Day: 1}
	hours := start.Sub(yearStart.In(start.Location())).Hours()
	const year = 8766.0
	for t := range dst {
		at := hours + float64(t)
		solar := at + c.Lon/15 - c.Swing.PeakHour
		dst[t] = c.normal(math.Mod(at/year, 1)*12) + c.Swing.AmplitudeC*math.Cos(2*math.Pi*solar/24) + noise
		noise = c.Swing.Memory*noise + kick*rng.NormFloat64()
	}
}

// normal is the mean temperature at a moment of the year, months from 1 January (0 to 12).
func (c *Climate) normal(months float64) float64 {
	x := months - 0.5
	if x < 0 {
		x += 12
	}
	i := int(x)
	f := x - float64(i)
	return c.MeanC[i%12]*(1-f) + c.MeanC[(i+1)%12]*f
}
