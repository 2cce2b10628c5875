package tariff

import "hashwatt/sim/calendar"

// What a kind asks for beside a load is told by methods that it may have. Those of more than one kind stand here; a
// new kind brings its own:
//
//	series() []string           the series that it follows
//	works() bool                it bills working days or holidays
//	due() string                what is due by "month" or "year", so that it cannot begin or end inside one
//	looksFrom(s span) int       the first hour of the load that it looks at, where that is before its span
//	energyOf(category int) bool it is a price of energy in a Russian price category
//	currencyIn, Drawn           see Item.CurrencyIn and IsDrawn

// kindOf returns the component of a kind itself.
func kindOf(c Component) any {
	if l, ok := c.(Linear); ok {
		return l.Separable
	}
	return c
}

// SeriesOf lists the series that a component follows, those of its parts too.
func SeriesOf(c Component) []string {
	if own, ok := kindOf(c).(interface{ series() []string }); ok {
		return own.series()
	}
	return nil
}

func (h *Hourly) series() []string    { return []string{h.Series} }
func (w *Wholesale) series() []string { return []string{w.Series} }

func (x *Indexed) series() []string {
	if x == nil {
		return nil
	}
	return []string{x.Series}
}

func (p *PPA) series() []string           { return append(p.Index.series(), p.Resale.series()...) }
func (o *OwnGeneration) series() []string { return o.Export.series() }

func (d *Deviation) series() (names []string) {
	if d.Series != "" {
		names = append(names, d.Series)
	}
	return names
}

func (c *Coincident) series() (names []string) {
	for _, g := range c.Groups {
		if g.Peaks != nil && g.Peaks.Series != "" {
			names = append(names, g.Peaks.Series)
		}
	}
	return names
}

func (c *PriceCategory) series() (names []string) {
	for _, part := range c.Parts {
		names = append(names, SeriesOf(part.Component)...)
	}
	return names
}

// AsksForWorkdays tells whether a component bills working days or holidays, so that Input needs a calendar of them.
func AsksForWorkdays(c Component) bool {
	own, ok := kindOf(c).(interface{ works() bool })
	return ok && own.works()
}

// holidays tells whether a table names them.
func (tt timetable) holidays() bool { return tt.kinds() > calendar.Holiday }

func (p *PeakNetwork) works() bool  { return true }
func (p *PeakCapacity) works() bool { return true }
func (u *TimeOfUse) works() bool    { return u.table().holidays() }
func (l *Levy) works() bool         { return l.table().holidays() }
func (s *Subsidy) works() bool      { return timetable{s.When}.holidays() }

func (d *Tiered) works() bool {
	table, _ := d.table()
	return table.holidays()
}

func (d *Demand) works() bool {
	table, _ := d.table()
	return table.holidays()
}

func (c *Coincident) works() bool {
	for _, g := range c.Groups {
		if g.Peaks != nil && g.Peaks.when().holidays() {
			return true
		}
	}
	return false
}

func (c *PriceCategory) works() bool {
	for _, part := range c.Parts {
		if AsksForWorkdays(part.Component) {
			return true
		}
	}
	return false
}

// billedBy says what of a component is due by the month or the year, so that it cannot begin inside one; "" where
// nothing is.
func billedBy(c Component) string {
	if own, ok := kindOf(c).(interface{ due() string }); ok {
		return own.due()
	}
	return ""
}

// byMonth is what is due by the month.
const byMonth = "month"

func (f *Fixed) due() string         { return byMonth }
func (p *PeakNetwork) due() string   { return byMonth }
func (p *PeakCapacity) due() string  { return byMonth }
func (s *Surcharge) due() string     { return byMonth }
func (t *Tax) due() string           { return byMonth }
func (o *OwnGeneration) due() string { return byMonth }
func (d *Deviation) due() string     { return byMonth }
func (f *Minimum) due() string       { return string(f.per()) }

func (d *Demand) due() string {
	if d.Per == TierDay && d.Billing.Minimum == 0 {
		return ""
	}
	return byMonth
}

func (d *Tiered) due() string {
	if d.Per == TierDay {
		return ""
	}
	return byMonth
}

func (p *PPA) due() string {
	if p.TakeOrPay == nil && p.Resale == nil {
		return ""
	}
	return byMonth
}

func (c *PriceCategory) due() string {
	for _, part := range c.Parts {
		if per := billedBy(part.Component); per != "" {
			return per
		}
	}
	return ""
}

// looksFrom returns the first hour of the load that a component with a span looks at.
func looksFrom(c Component, s span) int {
	if own, ok := kindOf(c).(interface{ looksFrom(s span) int }); ok {
		return own.looksFrom(s)
	}
	return s.from
}

// A plan may be the load of a day before the component began, and each part of a category looks for itself.
func (d *Deviation) looksFrom(span) int     { return 0 }
func (c *PriceCategory) looksFrom(span) int { return 0 }
func (d *Demand) looksFrom(s span) int      { return d.Billing.looksFrom(s) }
func (d *Tiered) looksFrom(s span) int {
	if d.Per == TierDay {
		return s.from
	}
	return d.Demand.looksFrom(s)
}

// looksFrom returns the first hour whose peak a ratchet may see.
func (b *BillingDemand) looksFrom(s span) int {
	if len(b.Ratchets) > 0 {
		return s.seen
	}
	return s.from
}

// energyKinds lists the kinds that are the price of energy in a category.
func energyKinds(category int) (names []string) {
	for _, v := range Varieties() {
		if own, ok := v.New().(interface{ energyOf(category int) bool }); ok && own.energyOf(category) {
			names = append(names, v.Name)
		}
	}
	return names
}

func (f *Flat) energyOf(category int) bool      { return category == 1 }
func (u *TimeOfUse) energyOf(category int) bool { return category == 2 }
func (h *Hourly) energyOf(category int) bool    { return category >= 3 }
func (x *Indexed) energyOf(category int) bool   { return category >= 3 }
func (w *Wholesale) energyOf(category int) bool { return category >= 3 }
