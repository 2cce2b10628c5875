package tariff

import "math"

// Shape adds a window for each period in each month or day. In a month whose own peak is not billed the hours are a
// window without a price, for the ratchets of later months, and what is billed is a window without hours.
func (d *Demand) Shape(s *Shape, in Input) error {
	s.Exact = false
	of, err := periodsOf(d.table())(in)
	if err != nil {
		return err
	}
	if d.Per == TierDay {
		d.dailyShape(s, of, in)
		return nil
	}
	hours := make([][]int32, len(in.Civil.Months)*len(d.Periods))
	for t, i := range of {
		if i >= 0 {
			k := int(in.Civil.Month[t])*len(d.Periods) + int(i)
			hours[k] = append(hours[k], int32(t))
		}
	}
	peaks := make([][]int32, len(in.Civil.Months)) // the windows of each month's hours
	var billed []int
	for k, list := range hours {
		if list == nil { // the period has no hour in this month
			continue
		}
		m, i := k/len(d.Periods), k%len(d.Periods)
		share, _ := in.share(m)
		w := Window{Hours: list, Month: m, Steps: d.steps(i, m, share, in), FloorMW: float64(d.Billing.Minimum)}
		peaks[m] = append(peaks[m], int32(len(s.Windows)))
		if !d.Billing.OwnMonths.Has(int(in.Civil.Months[m].Month) - 1) {
			s.Windows = append(s.Windows, Window{Hours: list, Month: m})
			w.Hours = nil
		}
		billed = append(billed, len(s.Windows))
		s.Windows = append(s.Windows, w)
	}
	for _, k := range billed {
		s.Windows[k].Ratchets = d.Billing.held(s.Windows[k].Month, peaks, in)
	}
	return nil
}

// dailyShape adds a window for each period on each local day.
func (d *Demand) dailyShape(s *Shape, of []int16, in Input) {
	hours := make([][]int32, len(in.Civil.Date)*len(d.Periods))
	for t, i := range of {
		if i >= 0 {
			k := int(in.Civil.Day[t])*len(d.Periods) + int(i)
			hours[k] = append(hours[k], int32(t))
		}
	}
	for k, list := range hours {
		if list != nil {
			m := int(in.Civil.Month[list[0]])
			s.Windows = append(s.Windows, Window{
				Hours: list, Month: m, Steps: d.steps(k%len(d.Periods), m, 1, in), FloorMW: float64(d.Billing.Minimum),
			})
		}
	}
}

// steps returns the price of each MW of a period in a month, of which a share is billed.
func (d *Demand) steps(i, m int, share float64, in Input) []Stretch {
	factor := d.Rise.inMonth(in, m) * share
	var steps []Stretch
	for _, tier := range d.Periods[i].tiers() {
		end := math.Inf(1)
		if tier.UpTo != nil {
			end = float64(*tier.UpTo)
		}
		steps = append(steps, Stretch{end, tier.Price.Amount * factor})
	}
	return steps
}

// held lists what ratchets keep billed in month m. Windows has those of each month's hours.
func (b *BillingDemand) held(m int, windows [][]int32, in Input) (list []Held) {
	for _, r := range b.Ratchets {
		if !r.Billed.Has(int(in.Civil.Months[m].Month) - 1) {
			continue
		}
		h := Held{Share: float64(r.Share)}
		for _, k := range b.seen(r, m, in) {
			h.Windows = append(h.Windows, windows[k]...)
		}
		if len(h.Windows) > 0 {
			list = append(list, h)
		}
	}
	return list
}
