package tariff

// ForecastCapacity is PeakCapacity for an operator who does not know the peak hours, which the commercial operator
// of the market publishes after the month, but has a forecast of them (PeakForecast). On each working day he is
// told alert hours: the peak and the hours of the day nearest to it where it is hit, the nearest ones without it
// where it is missed; of two equally near ones the earlier goes first. The bill is that of the true hours, so it is
// not what the signal comes to.
//
// Days are drawn by their date. Components of one tariff that have the same peaks and hit rate are hit on the same
// days, and regions share their luck, as they share much of the weather.
type ForecastCapacity struct{ *PeakCapacity }

// mostDayAlerts is the hours of a day.
const mostDayAlerts = 24

// component is the capacity as a tariff lists it: what bills the hours that it shows is separable.
func (p *PeakCapacity) component() Component {
	if p.Forecast.known() {
		return Linear{p}
	}
	return &ForecastCapacity{p}
}

// Shape adds what the alert hours are expected to cost, or the peaks where they are foreseen.
func (c *ForecastCapacity) Shape(s *Shape, in Input) error {
	if in.Foreseen {
		return c.Signal(s.PerMWh, in)
	}
	in.mustFit(len(s.PerMWh))
	peaks, _, err := c.peakHours(in)
	if err != nil {
		return err
	}
	s.Exact = false
	for k := range peaks {
		alerts := c.warned(k, &peaks[k], in)
		for _, t := range alerts {
			if err := addHour(s.PerMWh, int(t), c.Forecast.expected(peaks[k].adder, len(alerts)), in); err != nil {
				return err
			}
		}
	}
	return nil
}

// Invoice bills the energy in the true hours.
func (c *ForecastCapacity) Invoice(use Use, in Input) ([]Charge, error) {
	return Linear{c.PeakCapacity}.Invoice(use, in)
}

// Drawn tells that a draw has other alerts than the central case.
func (c *ForecastCapacity) Drawn() bool { return true }

// nearest returns so many of some rising hours, those that are nearest to one of them, which comes first; of two the
// earlier.
func nearest(hours []int, to, n int) []int32 {
	list := []int32{int32(to)}
	for away := 1; len(list) < min(n, len(hours)); away++ {
		for _, t := range []int{to - away, to + away} {
			if t >= hours[0] && t <= hours[len(hours)-1] && len(list) < n {
				list = append(list, int32(t))
			}
		}
	}
	return list
}
