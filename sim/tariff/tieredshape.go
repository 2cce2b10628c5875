package tariff

import "math"

// Shape adds the price of the last tier by hour, and a count of each period in each month or day for what the other
// tiers differ from it. A period of one tier is a price by hour alone.
func (d *Tiered) Shape(s *Shape, in Input) error {
	in.mustFit(len(s.PerMWh))
	of, err := periodsOf(d.table())(in)
	if err != nil {
		return err
	}
	count := make([][]int32, len(d.Periods))
	flush := func(m int) {
		for i, hours := range count {
			if p := d.Periods[i]; len(p.Tiers) > 1 && hours != nil {
				s.Counts = append(s.Counts, d.count(i, m, hours, in))
			}
			count[i] = nil
		}
	}
	month, rise := -1, 1.0
	for t, i := range of {
		if t > 0 && (in.Civil.Month[t] != in.Civil.Month[t-1] || d.Per == TierDay && in.Civil.Day[t] != in.Civil.Day[t-1]) {
			flush(int(in.Civil.Month[t-1]))
		}
		if m := int(in.Civil.Month[t]); m != month {
			month, rise = m, d.Rise.inMonth(in, m)
		}
		tiers := d.Periods[i].Tiers
		if err := addHour(s.PerMWh, t, tiers[len(tiers)-1].Price.Amount*rise, in); err != nil {
			return err
		}
		count[i] = append(count[i], int32(t))
	}
	flush(month)
	s.Exact = len(s.Counts) == 0
	return nil
}

// count is the energy of a period that is counted together.
func (d *Tiered) count(i, m int, hours []int32, in Input) Count {
	tiers := d.Periods[i].Tiers
	rise, last := d.Rise.inMonth(in, m), tiers[len(tiers)-1].Price.Amount
	share, _ := d.share(m, in)
	days, meters := float64(monthDays(in, m)), d.meters()
	own := d.Demand.OwnMonths.Has(int(in.Civil.Months[m].Month) - 1)
	c := Count{Hours: hours, Month: m, FloorMW: float64(d.Demand.Minimum)}
	for _, tier := range tiers {
		end, perMW := math.Inf(1), math.Inf(1)
		for _, b := range tier.UpTo {
			switch {
			case !b.PerKW:
				end = min(end, b.at(0, days)*meters*share)
			case own:
				perMW = min(perMW, b.at(1000, days)*share)
			default: // the minimum is billed
				end = min(end, b.at(1000*float64(d.Demand.Minimum), days)*share)
			}
		}
		c.Steps = append(c.Steps, Stretch{end, (tier.Price.Amount - last) * rise})
		c.PerMW = append(c.PerMW, perMW)
	}
	for _, end := range c.PerMW {
		if !math.IsInf(end, 1) {
			return c
		}
	}
	c.PerMW, c.FloorMW = nil, 0
	c.Steps = c.At(0, nil)
	return c
}
