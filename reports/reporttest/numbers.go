package reporttest

import (
	"fmt"
	"math"
	"time"

	"hashwatt/reports"
)

// The horizon of the page: six years.
var (
	start = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	end   = time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
)

const months = 72

func days() int { return int(end.Sub(start).Hours() / 24) }

// noise is a fixed wobble between -1 and 1, the same for the same i and stream.
func noise(i, stream int) float64 {
	x := math.Sin(float64(i)*12.9898+float64(stream)*78.233) * 43758.5453
	return 2*(x-math.Floor(x)) - 1
}

// walk is a fixed random walk of n steps that starts at 0.
func walk(n, stream int, step float64) []float64 {
	out := make([]float64, n)
	for i := 1; i < n; i++ {
		out[i] = out[i-1] + step*1.7*noise(i, stream)
	}
	return out
}

func monthDates() []string {
	out := make([]string, months)
	for m := range out {
		out[m] = start.AddDate(0, m, 0).Format("2006-01")
	}
	return out
}

func dayDates() []string {
	out := make([]string, days())
	for d := range out {
		out[d] = start.AddDate(0, 0, d).Format(time.DateOnly)
	}
	return out
}

// winter tells whether a day lies in 15 November to 15 March.
func winter(t time.Time) bool {
	m, d := t.Month(), t.Day()
	return m == 12 || m <= 2 || m == 11 && d >= 15 || m == 3 && d <= 15
}

// built is the share of the programme that stands in month m, by steps of a quarter.
func built(m int) float64 { return math.Min(1, math.Max(0, float64(m/3-2)/8)) }

// running is the share of machines running in an hour: prices leave texture, the winter quota leaves blocks.
func running(day, hour int) reports.Number {
	t := start.AddDate(0, 0, day)
	if day < 273 {
		return reports.Gap // before the first site
	}
	peak := math.Exp(-math.Pow(float64(hour)-9, 2)/8) + math.Exp(-math.Pow(float64(hour)-19, 2)/6)
	share := 0.97 - 0.3*peak*(0.6+0.4*noise(day, 3)) - 0.1*math.Max(0, noise(day*24+hour, 4)) - 0.00009*float64(day)
	if t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		share += 0.08
	}
	if winter(t) {
		share -= 0.45 * (1 + 0.3*noise(day, 5))
		if t.Day() > 24 {
			share = 0.04
		}
	}
	return reports.Num(100 * math.Max(0, math.Min(1, share)))
}

func heatCells() []byte {
	values := make(reports.Numbers, 0, 24*days())
	for d := range days() {
		for h := range 24 {
			values = append(values, running(d, h))
		}
	}
	return reports.PackHeat(values, 100)
}

// price is the price of a coin by day: a fixed walk.
func price() []float64 {
	w := walk(days(), 11, 0.02)
	out := make([]float64, days())
	for d := range out {
		out[d] = 95000 * math.Exp(w[d]+0.00005*float64(d))
	}
	return out
}

// fan makes the quantiles of a value that spreads with the square root of time around a middle path.
func fan(middle func(m int) float64, spread float64) (f reports.Fan) {
	at := func(z float64) reports.Numbers {
		return reports.Each(months, func(m int) float64 {
			return middle(m) + z*spread*math.Sqrt(float64(m)/12)
		})
	}
	f.At = reports.Stops{Dates: monthDates()}
	f.P5, f.P25, f.P50, f.P75, f.P95 = at(-1.3), at(-0.6), at(0), at(0.75), at(1.9)
	f.Central = at(0.2)
	for k := range 3 {
		w := walk(months, 20+k, spread*0.16)
		f.Samples = append(f.Samples, reports.Each(months, func(m int) float64 { return middle(m) + w[m] }))
	}
	return f
}

// duration is a curve of hours sorted by value, in 400 steps of a year's 8,760 hours.
func duration(value func(share float64) float64) (hours, values reports.Numbers) {
	const steps = 400
	for i := range steps + 1 {
		share := float64(i) / steps
		hours = append(hours, reports.Num(8760*share))
		values = append(values, reports.Num(value(share)))
	}
	return hours, values
}

func epochDates() []string {
	out := []string{}
	for t := start; t.Before(end); t = t.AddDate(0, 0, 14) {
		out = append(out, t.Format(time.DateOnly))
	}
	return out
}

func name(format string, args ...any) string { return fmt.Sprintf(format, args...) }
