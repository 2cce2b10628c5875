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

// Temperature fills dst with the outdoor temperature in °C of every hour: straight lines from
// month to month that keep the monthly normals, a daily sine in solar time, and an AR(1) noise. The noise is one
// realisation by station and axis, whatever the seed of a run.
func (c *Climate) Temperature(dst []float64, axis *calendar.Axis) {
	rng := sample.Stream(0, 0, "temperature", c.Station)
	noise := c.Swing.SpreadC * rng.NormFloat64()
	kick := c.Swing.SpreadC * math.Sqrt(1-c.Swing.Memory*c.Swing.Memory)
	start := axis.Start
	yearStart := calendar.Date{Year: start.Year(), Month: 1, Day: 1}
	hours := start.Sub(yearStart.In(start.Location())).Hours()
	const year = 8766.0
	knots := c.knots()
	for t := range dst {
		at := hours + float64(t)
		solar := at + c.Lon/15 - c.Swing.PeakHour
		dst[t] = between(&knots, math.Mod(at/year, 1)*12) + c.Swing.AmplitudeC*math.Cos(2*math.Pi*solar/24) + noise
		noise = c.Swing.Memory*noise + kick*rng.NormFloat64()
	}
}

// knots are the temperatures in the middle of the months whose joining lines have the normals as monthly means: a
// line through the middles alone would cut the corners of summer and winter. The mean of month m of such a line is
// (k[m-1] + 6 k[m] + k[m+1]) / 8, which is solved by iteration.
func (c *Climate) knots() [12]float64 {
	k := c.MeanC
	for range 60 {
		for m := range k {
			k[m] = (8*c.MeanC[m] - k[(m+11)%12] - k[(m+1)%12]) / 6
		}
	}
	return k
}

// between is the temperature at a moment of the year, months from 1 January (0 to 12), on the lines through the knots.
func between(k *[12]float64, months float64) float64 {
	x := months - 0.5
	if x < 0 {
		x += 12
	}
	i := int(x)
	f := x - float64(i)
	return k[i%12]*(1-f) + k[(i+1)%12]*f
}
