package tariff

import (
	"fmt"
	"math"
	"slices"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// PeakForecast is what the operator knows on the day before of an hour that is published afterwards: some alert
// hours, among which it is with a probability, the hit rate. He acts on what an alert hour is expected to cost,
// price x hit rate / alerts for each MWh, and on nothing in the other hours. So a low hit rate costs him twice: he
// stands still in hours that were none, and runs in the one that was. What that comes to is the difference between
// a run and the same one with perfect foresight (Input.Foreseen), in which the true hours alone are dear.
//
// Whether a peak is hit is drawn by its name (Input.Chance). The central case goes through the peaks of a component
// in the order of time and has one hit where the nearest whole number to the sum of the hit rates so far rises, so
// that the share of hits is as close to the hit rate as whole numbers allow.
type PeakForecast struct {
	HitRate *unit.Fraction `yaml:"hit_rate,omitempty"` // probability that the hour of the peak is among the alerts; nil is 1
	Alerts  *unit.Count    `yaml:"alerts,omitempty"`   // hours of which he is warned, for each peak; nil is 1
}

// mostAlerts is beyond the hours of a month.
const mostAlerts = 744

// Check returns what is wrong with the alerts.
func (f *PeakForecast) Check(at *conf.Node) []conf.Problem {
	if n := f.Alerts; n != nil && (*n < 1 || *n > mostAlerts) {
		return []conf.Problem{conf.Problemf(at.Get("alerts"), "%s alert hours; each peak has 1 to %d of them", n, mostAlerts)}
	}
	return nil
}

// rate is the hit rate.
func (f *PeakForecast) rate() float64 {
	if f == nil || f.HitRate == nil {
		return 1
	}
	return float64(*f.HitRate)
}

// alerts is how many hours are told for each peak.
func (f *PeakForecast) alerts() int {
	if f == nil || f.Alerts == nil {
		return 1
	}
	return int(math.Round(float64(*f.Alerts)))
}

// known tells whether the forecast is the truth.
func (f *PeakForecast) known() bool { return f.rate() == 1 && f.alerts() == 1 }

// text ends a description.
func (f *PeakForecast) text() string {
	if f.known() {
		return ""
	}
	return fmt.Sprintf(", foreseen in %s of the cases by %d alert hours for each peak", unit.Fraction(f.rate()), f.alerts())
}

// of returns the alert hours of a peak, fewer where there are no more. The likely hours begin with that of the
// peak; before is what the hit rates of the peaks before it come to, and the name is that of the event, by which
// chance decides.
func (f *PeakForecast) of(likely []int32, before float64, name string, in Input) []int32 {
	if !f.hit(before, name, in) {
		likely = likely[1:]
	}
	return likely[:min(f.alerts(), len(likely))]
}

// hit tells whether a peak is among its alerts.
func (f *PeakForecast) hit(before float64, name string, in Input) bool {
	if chance := in.chance(name); chance != nil {
		return chance.Float64() < f.rate()
	}
	nearest := func(sum float64) float64 { return math.Floor(sum + 0.5 + 1e-9) } // a sum of rates misses by some of its last digits
	return nearest(before+f.rate()) > nearest(before)
}

// expected is what a MWh in one of so many alert hours is expected to cost, where one in the hour of the peak costs
// price.
func (f *PeakForecast) expected(price float64, alerts int) float64 {
	return price * f.rate() / float64(max(alerts, 1))
}

// around returns an hour and those of the same time of day on the working days around it, the nearest first and of
// two the earlier, so many in all.
func around(t int32, n int, in Input) []int32 {
	list := []int32{t}
	date := in.Civil.Date[in.Civil.Day[t]]
	for days := 1; len(list) < n && 24*days < in.Axis.Hours+24; days++ {
		for _, away := range []int{-days, days} {
			day := date.AddDays(away)
			for _, at := range []int{int(t) + 24*away - 1, int(t) + 24*away, int(t) + 24*away + 1} { // clocks may have changed
				if len(list) < n && at >= 0 && at < in.Axis.Hours && in.Civil.Date[in.Civil.Day[at]] == day &&
					in.Civil.Hour[at] == in.Civil.Hour[t] && in.works(day) {
					list = append(list, int32(at))
					break
				}
			}
		}
	}
	return list
}

// works tells whether a day is a working day: Monday to Friday where no calendar is at hand.
func (in Input) works(day calendar.Date) bool {
	if in.Workdays != nil {
		return in.Workdays.Works(day)
	}
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}

// likely returns the hours in which a system peak may be, the peak first, so many in all or fewer.
func (p *systemPeak) likely(n int, in Input) []int32 {
	if p.ranked != nil {
		return p.ranked
	}
	return around(p.hours[0], n, in)
}

// Drawn tells whether a draw has other alerts or other peaks than the central case.
func (c *Coincident) Drawn() bool {
	return slices.ContainsFunc(c.Groups, func(g PeakGroup) bool {
		return !g.Forecast.known() || g.Peaks != nil && g.Peaks.Draw == DrawYears
	})
}
