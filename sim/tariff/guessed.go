package tariff

import "slices"

// IsGuessed tells whether operators decide on a component by a forecast that may be wrong, so that knowing all
// would have earned them more.
func IsGuessed(c Component) bool {
	own, ok := kindOf(c).(interface{ guessed() bool })
	return ok && own.guessed()
}

// guessed tells whether a group of peaks is not known in advance.
func (c *Coincident) guessed() bool {
	return slices.ContainsFunc(c.Groups, func(g PeakGroup) bool { return !g.Forecast.known() })
}

// guessed holds for whatever is not PeakCapacity alone.
func (c *ForecastCapacity) guessed() bool { return true }

// guessed tells whether one of the parts is.
func (c *PriceCategory) guessed() bool {
	return slices.ContainsFunc(c.Parts, func(part Item) bool { return IsGuessed(part.Component) })
}
