package series

import (
	"time"

	"hashwatt/sim/calendar"
)

// An Hourly series has one value for each hour from Start.
type Hourly struct {
	Name   string
	Unit   string         // as it was written, such as "RUB/MWh"; empty where it was not said
	Zone   *time.Location // the clock of the series: its days and hours are those of this zone; nil is UTC
	Start  time.Time      // the instant at which the first hour starts
	Values []float64
}

// A Daily series has one value for each civil day from First.
type Daily struct {
	Name   string
	Unit   string // as it was written; empty where it was not said
	First  calendar.Date
	Values []float64
}
