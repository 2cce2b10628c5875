package tariff

import "hashwatt/sim/unit"

// An Alert says what an hour was to an operator who does not know the peaks that are billed, but has a forecast of
// them: an alert hour, the hour of a peak, or both.
type Alert struct {
	Component string
	Told      bool          // he was told that the peak may fall into the hour
	Hours     int           // of which he was told so for this peak
	HitRate   unit.Fraction // probability that the peak is among them
	Peak      bool          // the peak did fall into the hour
	PerMWh    float64       // what a MWh in the hour of the peak costs, in the currency of the component
}

// Alerts lists the peaks of a tariff's forecasts that concern hour t, in the order of the components. Where the
// peaks are known in advance there is none: their prices are those of the hour.
func Alerts(items []Item, in Input, t int) (list []Alert, err error) {
	if in.Foreseen {
		return nil, nil
	}
	spans := spansOf(items, in)
	for k, item := range items {
		own, ok := item.Component.(interface {
			alertsAt(t int, in Input) ([]Alert, error)
		})
		if !ok || t < spans[k].from || t >= spans[k].to {
			continue
		}
		alerts, err := own.alertsAt(t, spans[k].in(in))
		if err != nil {
			return nil, err
		}
		for _, a := range alerts {
			a.Component = LineName(item.Name, a.Component)
			list = append(list, a)
		}
	}
	return list, nil
}

// alertAt adds what a peak in some hours, of which there were alerts, is to hour t.
func alertAt(list []Alert, t int, peak, alerts []int32, f *PeakForecast, price float64) []Alert {
	a := Alert{Hours: len(alerts), HitRate: unit.Fraction(f.rate()), PerMWh: price}
	for _, h := range alerts {
		a.Told = a.Told || int(h) == t
	}
	for _, h := range peak {
		a.Peak = a.Peak || int(h) == t
	}
	if !a.Told && !a.Peak {
		return list
	}
	return append(list, a)
}

// alertsAt lists the peaks of groups with a forecast.
func (c *Coincident) alertsAt(t int, in Input) (list []Alert, err error) {
	peaks, err := c.peaks(in)
	for k := range peaks {
		if g := &c.Groups[peaks[k].group]; !g.Forecast.known() {
			before := len(list)
			list = alertAt(list, t, peaks[k].hours, c.warned(&peaks[k], in), g.Forecast, c.price(&peaks[k], in))
			for n := before; n < len(list); n++ {
				list[n].Component = g.Name
			}
		}
	}
	return list, err
}

// price is what a MW in a peak costs.
func (c *Coincident) price(p *systemPeak, in Input) float64 {
	return c.Groups[p.group].Price.Amount * p.share * c.Rise.inMonth(in, p.month)
}

// warned returns the alert hours of a peak that is not known in advance.
func (c *Coincident) warned(p *systemPeak, in Input) []int32 {
	f := c.Groups[p.group].Forecast
	return f.of(p.likely(f.alerts()+1, in), p.before, "peak in the hour from "+hourText(in, int(p.hours[0])), in)
}

// alertsAt lists the peak of the day.
func (c *ForecastCapacity) alertsAt(t int, in Input) (list []Alert, err error) {
	peaks, _, err := c.peakHours(in)
	for k := range peaks {
		if peak := &peaks[k]; peak.day.hours[0] <= t && t <= peak.day.hours[len(peak.day.hours)-1] {
			list = alertAt(list, t, []int32{int32(peak.hour)}, c.warned(k, peak, in), c.Forecast, peak.adder)
		}
	}
	return list, err
}

// warned returns the alert hours of the k-th peak.
func (c *ForecastCapacity) warned(k int, peak *capacityPeak, in Input) []int32 {
	likely := nearest(peak.day.hours, peak.hour, c.Forecast.alerts()+1)
	return c.Forecast.of(likely, float64(k)*c.Forecast.rate(), "peak of "+peak.day.date.String(), in)
}

// alertsAt lists those of the parts.
func (c *PriceCategory) alertsAt(t int, in Input) ([]Alert, error) { return Alerts(c.Parts, in, t) }
