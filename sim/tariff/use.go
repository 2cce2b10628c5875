package tariff

import (
	"fmt"
	"math"
)

// Use is what a supplier knows when he writes a bill: the energy of every hour of the axis, the power of shorter
// intervals where the record has them, and the lines that were billed before.
type Use struct {
	MWh   []float64 // at the meter, by hour of the axis, zero or more
	KW    []float64 // mean power of each interval of the record, Per to the hour; nil: the hour's mean is all there is
	Per   int       // intervals to the hour, where KW is given: a part of 60
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

// peaks returns the highest power, in kW, that was metered in each hour over an interval of so many minutes; 0
// minutes are those of the record. A record whose intervals do not fit is taken as it is, and the words say so.
func (u Use) peaks(minutes int) (kw []float64, text string) {
	kw = make([]float64, len(u.MWh))
	own := 60
	if u.KW != nil {
		own = 60 / u.Per
	}
	switch {
	case minutes == 0:
		minutes = own
	case minutes%own != 0:
		text = fmt.Sprintf(", over the %d min of the load instead of %d min", own, minutes)
		minutes = own
	}
	if minutes == 60 {
		for t, mwh := range u.MWh {
			kw[t] = 1000 * mwh
		}
		return kw, text
	}
	n := minutes / own
	for t := range kw {
		hour := u.KW[t*u.Per : (t+1)*u.Per]
		for i := 0; i < len(hour); i += n {
			sum := 0.0
			for _, v := range hour[i : i+n] {
				sum += v
			}
			kw[t] = math.Max(kw[t], sum/float64(n))
		}
	}
	return kw, text
}

// kWText prints a power for a line of an invoice: as many digits as are worth reading.
func kWText(kw float64) string { return fmt.Sprintf("%.7g kW", kw) }
