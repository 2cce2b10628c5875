package tariff

import (
	"fmt"
	"time"

	"hashwatt/sim/calendar"
)

// Metered lays a record of power over the hours of local clocks: it returns the axis that covers the record, from the
// start of the local hour in which it begins, and its use. kw has the mean power of each interval of the step, a whole
// number of minutes. Hours of which the record has a part have the energy of that part. Nil is UTC.
func Metered(start time.Time, step time.Duration, kw []float64, zone *time.Location) (*calendar.Axis, Use, error) {
	if zone == nil {
		zone = time.UTC
	}
	minutes := int(step / time.Minute)
	if minutes < 1 || step%time.Minute != 0 || len(kw) == 0 {
		return nil, Use{}, fmt.Errorf("a load has intervals of whole minutes, at least one; it has %d of %s", len(kw), step)
	}
	_, offset := start.In(zone).Zone()
	into := ((start.Unix()+int64(offset))%3600 + 3600) % 3600 // seconds into the local hour
	first := int(into / 60)
	if into%60 != 0 {
		return nil, Use{}, fmt.Errorf("the load starts at %s, inside a minute; start it on a whole one", start.UTC().Format(time.RFC3339))
	}
	hours := (first + minutes*len(kw) + 59) / 60
	axis, err := calendar.AxisFrom(start.Add(-time.Duration(into)*time.Second), hours, zone)
	if err != nil {
		return nil, Use{}, err
	}
	use := Use{MWh: make([]float64, hours)}
	switch {
	case minutes%60 == 0 && first == 0: // whole hours
		n := minutes / 60
		for t := range use.MWh {
			use.MWh[t] = kw[t/n] / 1000
		}
	case minutes < 60 && 60%minutes == 0 && first%minutes == 0:
		use.Per = 60 / minutes
		use.KW = make([]float64, hours*use.Per)
		copy(use.KW[first/minutes:], kw)
		use.energy()
	default: // intervals across hours are taken minute by minute
		use.Per = 60
		use.KW = make([]float64, hours*60)
		for i := range minutes * len(kw) {
			use.KW[first+i] = kw[i/minutes]
		}
		use.energy()
	}
	return axis, use, nil
}

// energy fills the hours from the intervals.
func (u Use) energy() {
	for t := range u.MWh {
		sum := 0.0
		for _, kw := range u.KW[t*u.Per : (t+1)*u.Per] {
			sum += kw
		}
		u.MWh[t] = sum / float64(u.Per) / 1000
	}
}
