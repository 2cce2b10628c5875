package tariff

import (
	"fmt"
	"math/rand/v2"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/series"
)

// Component is one part of what electricity costs: a kind of the table that Varieties returns.
type Component interface {
	// Describe says in one sentence what was understood.
	Describe() string
	// Currency returns the three letters of the currency; "" where it is that of the lines above, or of a series.
	Currency() string
	// Shape adds to s what one more MWh and one more MW cost, as whoever decides what runs sees it. An error is a series
	// that is not there or does not fit.
	Shape(s *Shape, in Input) error
	// Invoice returns the lines of every local month, months in order. Nothing of use is changed. An error is a load that
	// is none, or a series that is not there or does not fit.
	Invoice(use Use, in Input) ([]Charge, error)
}

// Separable is a component whose bill is the sum of its signal times the load.
type Separable interface {
	Describe() string
	Currency() string
	// Signal adds to dst, hour by hour, what one more MWh at the meter costs, in the component's currency. dst has one
	// value for each hour of the axis and stays the caller's. After an error its contents mean nothing.
	Signal(dst []float64, in Input) error
	// Bill returns what the supplier invoices for the energy of each hour (MWh at the meter, zero or more), by local
	// month in order. loadMWh is not changed.
	Bill(loadMWh []float64, in Input) ([]Charge, error)
}

// Linear is a separable component as a Component.
type Linear struct{ Separable }

// Invoice bills the energy alone.
func (l Linear) Invoice(use Use, in Input) ([]Charge, error) {
	if err := use.check(in); err != nil {
		return nil, err
	}
	return l.Bill(use.MWh, in)
}

// Shape adds the signal, which is all there is.
func (l Linear) Shape(s *Shape, in Input) error { return l.Signal(s.PerMWh, in) }

// Input is the world that a component asks.
type Input struct {
	Axis   *calendar.Axis
	Civil  *calendar.Civil // of the region's zone, on that axis
	Series func(name string) (*series.Hourly, error)

	Workdays *calendar.Workdays // of the region's country; nil where nothing asks for working days or holidays
	Prorate  bool               // months and years that the axis cuts cost their share of what is due by month or year
	Foreseen bool               // the operator knows in advance what is published afterwards
	MostMW   float64            // the highest load that is possible; 0 or +Inf where it is not known

	valid *span // in which the component that is asked holds; nil for always

	// Chance returns the random stream of a series or an event by its name; nil in the central case. Asking twice for
	// a name gives the same numbers twice.
	Chance func(name string) *rand.Rand

	known *knownDays // where they were worked out before; nil for not
}

// mustFit panics where an array does not cover the axis: the caller cut it wrongly.
func (in Input) mustFit(hours int) {
	if hours != in.Axis.Hours || len(in.Civil.Month) != hours {
		panic(fmt.Sprintf("tariff: %d hours given, the axis has %d and the civil time %d", hours, in.Axis.Hours, len(in.Civil.Month)))
	}
}

// Varieties returns the table of components.
func Varieties() []conf.Variety {
	return []conf.Variety{
		{Name: "flat", New: func() any { return new(Flat) }, Doc: flatDoc, Example: flatExample},
		{Name: "time_of_use", New: func() any { return new(TimeOfUse) }, Doc: timeOfUseDoc, Example: timeOfUseExample},
		{Name: "hourly", New: func() any { return new(Hourly) }, Doc: hourlyDoc, Example: hourlyExample},
		{Name: "indexed", New: func() any { return new(Indexed) }, Doc: indexedDoc, Example: indexedExample},
		{Name: "wholesale", New: func() any { return new(Wholesale) }, Doc: wholesaleDoc, Example: wholesaleExample},
		{Name: "levy", New: func() any { return new(Levy) }, Doc: levyDoc, Example: levyExample},
		{Name: "subsidy", New: func() any { return new(Subsidy) }, Doc: subsidyDoc, Example: subsidyExample},
		{Name: "tiered", New: func() any { return new(Tiered) }, Doc: tieredDoc, Example: tieredExample},
		{Name: "demand", New: func() any { return new(Demand) }, Doc: demandDoc, Example: demandExample},
		{Name: "coincident", New: func() any { return new(Coincident) }, Doc: coincidentDoc, Example: coincidentExample},
		{Name: "fixed", New: func() any { return new(Fixed) }, Doc: fixedDoc, Example: fixedExample},
		{Name: "minimum", New: func() any { return new(Minimum) }, Doc: minimumDoc, Example: minimumExample},
		{Name: "surcharge", New: func() any { return new(Surcharge) }, Doc: surchargeDoc, Example: surchargeExample},
		{Name: "tax", New: func() any { return new(Tax) }, Doc: taxDoc, Example: taxExample},
		{Name: "peak_capacity", New: func() any { return new(PeakCapacity) }, Doc: peakCapacityDoc, Example: peakCapacityExample},
		{Name: "peak_network", New: func() any { return new(PeakNetwork) }, Doc: peakNetworkDoc, Example: peakNetworkExample},
		{Name: "deviation", New: func() any { return new(Deviation) }, Doc: deviationDoc, Example: deviationExample},
		{Name: "price_category", New: func() any { return new(PriceCategory) }, Doc: priceCategoryDoc, Example: priceCategoryExample},
		{Name: "ppa", New: func() any { return new(PPA) }, Doc: ppaDoc, Example: ppaExample},
		{Name: "own_generation", New: func() any { return new(OwnGeneration) }, Doc: ownGenerationDoc, Example: ownGenerationExample},
	}
}
