package tariff

import (
	"fmt"
	"math"
)

// Use is what a supplier knows when he writes a bill: the energy of every hour of the axis, the power of shorter
// intervals where the record has them, and the lines that were billed before.
type Use struct {
	MWh   []float64 // at the meter, by hour of the axis, zero or more
	KW    []float64 // mean power of each interval of the record, PerHour to the hour; nil: the hour's mean is all there is
	Per   int       // intervals to the hour, where KW is given: 1 to 60
	Above []Charge  // the lines of the components before this one
}

// check refuses a load that is none and arrays that do not fit.
func (u Use) check(in Input) error {
	in.mustFit(len(u.MWh))
	if u.KW != nil && len(u.KW) != u.Per*len(u.MWh) {
		panic(fmt.Sprintf("tariff: %d intervals given, want %d for each of %d hours", len(u.KW), u.Per, len(u.MWh)))
	}
	for t, mwh := range u.MWh {
		if math.IsNaN(mwh) || math.IsInf(mwh, 0) || mwh < 0 {
			return fmt.Errorf("load is %v MWh in the hour from %s; a load is zero or more", mwh, hourText(in, t))
		}
	}
	return nil
}

// peaks returns the highest power, in kW, that was metered in each hour over an interval of so many minutes; 0 minutes are
// those of the record. The record must have intervals that fit.
func (u Use) peaks(minutes int) ([]float64, error) {
	peak := make([]float64, len(u.MWh))
	if u.KW == nil || minutes == 60 {
		if minutes != 0 && minutes != 60 {
			return nil, fmt.Errorf("demand is measured over %d minutes, but the load has hours; give a load of %d minutes or finer", minutes, minutes)
		}
		for t, mwh := range u.MWh {
			peak[t] = 1000 * mwh
		}
		return peak, nil
	}
	own := 60 / u.Per
	if minutes == 0 {
		minutes = own
	}
	if 60%u.Per != 0 || minutes%own != 0 {
		return nil, fmt.Errorf("demand is measured over %d minutes, but the load has intervals of %.4g; give a load of %d minutes or finer", minutes, 60/float64(u.Per), minutes)
	}
	n := minutes / own
	for t := range peak {
		hour := u.KW[t*u.Per : (t+1)*u.Per]
		for i := 0; i < len(hour); i += n {
			sum := 0.0
			for _, kw := range hour[i : i+n] {
				sum += kw
			}
			peak[t] = math.Max(peak[t], sum/float64(n))
		}
	}
	return peak, nil
}

// kWText prints a power for a line of an invoice: as many digits as are worth reading.
func kWText(kw float64) string { return fmt.Sprintf("%.7g kW", kw) }
