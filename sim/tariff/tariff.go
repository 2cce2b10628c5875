package tariff

import (
	"fmt"

	"hashwatt/sim/calendar"
	"hashwatt/sim/series"
)

// Component is one part of what electricity costs; the parts of a tariff are summed.
type Component interface {
	// Describe says in one sentence what was understood.
	Describe() string
	// Currency returns the three letters of the currency, or "" where only the series knows it (see CurrencyIn).
	Currency() string
	// Signal adds to dst, hour by hour, what one more MWh at the meter costs, in the component's currency. dst has one
	// value for each hour of the axis and stays the caller's. After an error its contents mean nothing. An error is a
	// series that is not there or does not fit.
	Signal(dst []float64, in Input) error
	// Bill returns what the supplier invoices for the energy of each hour (MWh at the meter, zero or more), by local
	// month in order. loadMWh is not changed. For every component of this package the charges of a month are the sum
	// of its signal times the load.
	Bill(loadMWh []float64, in Input) ([]Charge, error)
}

// Input is the world that a component asks.
type Input struct {
	Axis   *calendar.Axis
	Civil  *calendar.Civil // of the region's zone, on that axis
	Series func(name string) (*series.Hourly, error)

	Workdays *calendar.Workdays // of the region's country; nil where nothing asks for working days or holidays
	Prorate  bool               // months and years that the axis cuts cost their share of what is due by month or year
}

// mustFit panics where an array does not cover the axis: the caller cut it wrongly.
func (in Input) mustFit(hours int) {
	if hours != in.Axis.Hours || len(in.Civil.Month) != hours {
		panic(fmt.Sprintf("tariff: %d hours given, the axis has %d and the civil time %d", hours, in.Axis.Hours, len(in.Civil.Month)))
	}
}

// Charge is one line of an invoice.
type Charge struct {
	Month    int     // index into Civil.Months
	Name     string  // of the component, and of the part of it: "energy: night"
	Amount   float64 // of the currency
	Currency string
	Why      string // the sentence that explains it: "744.000 MWh at 45 USD/MWh"
}

// CurrencyIn returns the currency of a component, asking its series where the words leave it open.
func CurrencyIn(c Component, in Input) (string, error) {
	if e, ok := c.(Entry); ok {
		c = e.Component
	}
	if own, ok := c.(interface {
		currencyIn(in Input) (string, error)
	}); ok {
		return own.currencyIn(in)
	}
	return c.Currency(), nil
}
