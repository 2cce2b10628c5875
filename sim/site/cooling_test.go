package site

import (
	"math"
	"slices"
	"testing"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/rig"
)

// TestAirCurve holds 1.03 up to 15 °C, then 0.0015 more for each degree, at most 1.10.
func TestAirCurve(t *testing.T) {
	t.Parallel()
	c := Curve{Base: 1.03, Slope: 0.0015, FromC: 15, Least: 1.03, Most: 1.10}
	for _, row := range []struct{ celsius, want float64 }{{-40, 1.03}, {15, 1.03}, {25, 1.045}, {35, 1.06}, {100, 1.10}} {
		if got := c.PUE(row.celsius); math.Abs(got-row.want) > 1e-12 {
			t.Errorf("PUE at %g °C is %g, want %g", row.celsius, got, row.want)
		}
	}
}

// TestTemperatureMeetsItsNormals compares ten years of hours with the normals of Syktyvkar: yearly mean within half a
// degree, months within 2.5 (the mean of ten Mays of an AR(1) noise of 5 °C with a memory of 67 hours has a standard
// error of 0.7), and within 0.3 without the noise, because months differ in length.
func TestTemperatureMeetsItsNormals(t *testing.T) {
	t.Parallel()
	axis, err := calendar.NewAxis(calendar.Date{Year: 2020, Month: 1, Day: 1}, calendar.Date{Year: 2030, Month: 1, Day: 1}, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	c := Climate{
		Station: "Syktyvkar", Lon: 50.84, MeanC: [12]float64{-14.3, -12.4, -5.3, 1.8, 8.8, 14.6, 17.5, 13.9, 8.1, 1.3, -6.3, -11.1},
		Swing: Swing{AmplitudeC: 4, PeakHour: 15, Memory: 0.985, SpreadC: 5},
	}
	quiet := c
	quiet.Swing.SpreadC = 0
	calm := make([]float64, axis.Hours)
	quiet.Temperature(calm, axis)
	hours := make([]float64, axis.Hours)
	c.Temperature(hours, axis)
	var calmly [12]float64
	var byMonth, count [12]float64
	var sum float64
	for i, v := range hours {
		m := axis.At(i).Month() - 1
		byMonth[m] += v
		count[m]++
		calmly[m] += calm[i]
		sum += v
	}
	if mean := sum / float64(len(hours)); math.Abs(mean-1.4) > 0.5 {
		t.Errorf("mean %g °C, want 1.4", mean)
	}
	for m := range byMonth {
		if mean := byMonth[m] / count[m]; math.Abs(mean-c.MeanC[m]) > 2.5 {
			t.Errorf("month %d: mean %g °C, want %g", m+1, mean, c.MeanC[m])
		}
		if mean := calmly[m] / count[m]; math.Abs(mean-c.MeanC[m]) > 0.3 {
			t.Errorf("month %d: mean without noise %g °C, want %g", m+1, mean, c.MeanC[m])
		}
	}
	again := make([]float64, axis.Hours)
	c.Temperature(again, axis)
	if !slices.Equal(hours, again) {
		t.Error("the noise of a station is not the same twice")
	}
	// The warmest hour of the mean day is 15:00 solar time: 15 - 50.84/15 = 11.6 UTC.
	var byHour [24]float64
	for i, v := range hours {
		byHour[i%24] += v
	}
	best := 0
	for h := range byHour {
		if byHour[h] > byHour[best] {
			best = h
		}
	}
	if best < 11 || best > 12 {
		t.Errorf("the warmest hour is %d UTC, want 11 or 12", best)
	}
}

// TestColdFillsTheConnection is the machine power of a connection of 10 MW at 17.5 J/TH: 519.48 PH/s at a PUE of 1.10
// and 554.79 at 1.03.
func TestColdFillsTheConnection(t *testing.T) {
	t.Parallel()
	machine, err := rig.New(rig.Rig{ID: "s21", HashrateTHs: 200, PowerW: 3500})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct{ pue, want float64 }{{1.10, 519.48}, {1.03, 554.79}} {
		w := world(t, 10)
		w.Climates[0] = Climate{Curve: Flat(row.pue)}
		w.Sites[0].Fleet = []Class{{Rig: machine, Share: 1}}
		w.SizeFleets(&Memory{})
		if got := w.Sites[0].HashratePHs(); math.Abs(got-row.want) > 0.005 {
			t.Errorf("PUE %g: %.2f PH/s, want %.2f", row.pue, got, row.want)
		}
	}
}
