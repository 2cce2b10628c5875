package scenario

import (
	"slices"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/market"
	"hashwatt/sim/series"
	"hashwatt/sim/tariff"
)

// recordedRate is the rate of a currency by day, each month's rate on all its days; nil where none is recorded.
func (r *resolver) recordedRate(currency string) *series.Daily {
	months := r.cat.FX[currency]
	if len(months) == 0 {
		return nil
	}
	s := &series.Daily{Name: currency, Unit: currency + "/USD", First: calendar.Date{Year: months[0].Year, Month: months[0].Month, Day: 1}}
	for _, m := range months {
		next := time.Date(m.Year, m.Month+1, 1, 0, 0, 0, 0, time.UTC)
		for calendar.DateOf(next).Days()-s.First.Days() > len(s.Values) {
			s.Values = append(s.Values, m.PerUSD)
		}
	}
	return s
}

// Months is a rate by month of the clock's zone: the mean of the month's days inside the horizon. with a central
// chance that is its mean path.
func (f *Facts) Months(rate Rate, days int, chance market.Chance) []float64 {
	daily := make([]float64, days)
	rate.Path.Fill(daily, chance)
	out := make([]float64, len(f.Civil.Months))
	for m, month := range f.Civil.Months {
		from := calendar.DateOf(f.Axis.At(month.From).In(f.Axis.Zone))
		to := calendar.DateOf(f.Axis.At(month.To - 1).In(f.Axis.Zone))
		var sum float64
		n := 0
		for d := from.Days(); d <= to.Days(); d++ {
			if k := d - rate.First.Days(); k >= 0 && k < days {
				sum += daily[k]
				n++
			}
		}
		out[m] = sum / float64(n)
	}
	return out
}

// tariffCurrencies lists the currencies of a tariff; components with a problem of their own are left out.
func (r *resolver) tariffCurrencies(components []tariff.Item, region int) []string {
	in := r.facts.TariffInput(region, r.hourly)
	var list []string
	for _, c := range components {
		if currency, err := c.CurrencyIn(in); err == nil && currency != "" && !slices.Contains(list, currency) {
			list = append(list, currency)
		}
	}
	return list
}
