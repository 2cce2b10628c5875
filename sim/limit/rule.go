package limit

import (
	"math"

	"hashwatt/sim/calendar"
	"hashwatt/sim/series"
)

// Input is what a limit is worked out with.
type Input struct {
	Axis   *calendar.Axis
	Hours  int    // of the axis
	Sites  []Held // those that the limit holds, in the order of the scenario; never none
	Series func(name string) (*series.Hourly, error)
	PerUSD func(t int) float64 // what a dollar buys in the limit's currency in an hour, in the central case; nil for dollars
}

// Held is a site that a limit holds.
type Held struct {
	ID       string
	Operator string
	Civil    *calendar.Civil // of its region
	Workdays *calendar.Workdays
	Online   int           // hour from which the plant stands; 0 or less: before the start, Hours or more: never
	Since    calendar.Date // day from which the plant stands; the zero date: always
	PowerMW  float64       // of the connection
	CouldMW  float64       // that the connection and the machines behind it could draw
	// Works is what the connection and the machines that are not out of order could draw in an hour, MW.
	Works    func(t int) float64
	Isolated bool      // fed by generation of its own that no grid reaches
	Price    []float64 // USD/MWh at the meter by hour, in the central case
	// Tariff is the same price in the currency of the tariff, as far as the order of hours goes; Price where that has
	// several.
	Tariff    []float64
	EmissionT float64 // t CO2 per MWh, 0 where none is known
}

// Rule is a limit at work on the sites that it holds. It does what is not nil.
type Rule struct {
	Cap   *Cap
	Pool  *Pool
	Cycle *Cycle
	Band  *Band
}

// Cap is what each site may draw by itself, blind to the hashprice.
type Cap struct {
	Moments []int // the hours at which Allow may change its answer, in any order
	// Before: it takes away what others could share: bans, permits, calls. Those are asked first.
	Before bool
	// Allow sets what each site may draw from hour t to the next moment, MW at the meter, by place in Input.Sites;
	// +Inf where the limit does not hold. could is what each could draw without it, MW: connection and machines, less
	// what comes before.
	Allow func(t int, could, mw []float64)
	// Next sets, in the same places, what each site would have of the whole limit if all of it were shared as one more
	// MW of it would be, MW: so much weighs the site in what a larger limit is worth. Nil: as Allow sets it.
	Next func(t int, could, mw []float64)
	// Pay is nil where nobody is paid.
	Pay *Pay
}

// Pay is what sites are paid for standing ready to give way, and for giving way.
type Pay struct {
	PerMWh    float64  // of the limit's currency for each MWh that a site could draw and does not while Allow is finite
	PerMWHour float64  // of the limit's currency for each MW that could be drawn, in every hour in which the limit is in force, called or not
	InForce   [][]bool // [place in Input.Sites][hour]: the hours in which it is in force by the clocks of the site
}

// Pool is energy that sites share over periods.
type Pool struct {
	// Periods returns, in the civil time of a site, the period of every hour, -1 for none, and the periods in order.
	// Sites of one pool agree on what a label holds, unless each has periods of its own.
	Periods func(h *Held) (of []int32, periods []Budget)
	Each    bool // every site has budgets of its own
	Own     bool // the periods are not the same for every site of a region
	Hourly  bool // each period is an hour, so the limit is one on power
	// Soft: more than the budget may be used, and each MWh more costs Price, in the limit's currency.
	Soft  bool
	Price float64
	// Auctioned: what is used pays what one more MWh would be worth, to the state.
	Auctioned bool
	Carbon    bool // budgets are t CO2, and a MWh counts with the emissions of its site
	// Breach is what follows when more than a budget is used, which a site may choose; nil where it may not. A period
	// that the horizon cuts cannot be broken, nor can more of it be bought: what a site uses in the rest of it is not
	// known.
	Breach *Breach
}

// Breach is what follows a period in which a site has used more than its budget.
type Breach struct {
	Fines         []float64 // of the limit's currency: for the first time, the second, ...; the last one for all after it
	ShutdownHours int       // that the site must stand still after the end of the period
}

// Cycle is what it takes to switch the machines of a site.
type Cycle struct {
	UpHours, DownHours int     // at least, on and off; 0 or 1: none
	StartPerMW         float64 // of the limit's currency, for each MW of a machine class that is switched on
	ColdHours          float64 // hours of full revenue that a start loses besides
	Blocks             int     // in which a class is switched, 1 or more
	RampUp, RampDown   int     // blocks by which it may change from one hour to the next; 0: any
}

// Band is the rule of a fleet controller: machines stop when power has cost more than a multiple of their
// break-even price for some hours, and resume when it has cost less than another.
type Band struct {
	Stop, Resume           float64 // multiples of the break-even price, 1 is break-even
	StopHours, ResumeHours int     // that it takes, 1 or more
}

// Unlimited is what a cap allows where it does not hold.
var Unlimited = math.Inf(1)

// Moments returns the hours at which an answer by hour begins and changes.
func Moments[T comparable](hours []T) []int {
	var list []int
	for t := range hours {
		if t == 0 || hours[t] != hours[t-1] {
			list = append(list, t)
		}
	}
	return list
}

// windows are the hours of a window by the clocks of each site of an input, shared by those of one region.
func (in *Input) windows(w Window) (hours [][]bool, moments []int) {
	known := map[*calendar.Civil][]bool{}
	for i := range in.Sites {
		c := in.Sites[i].Civil
		if known[c] == nil {
			known[c] = w.Hours(c)
			moments = append(moments, Moments(known[c])...)
		}
		hours = append(hours, known[c])
	}
	return hours, moments
}

// months returns the hours of the axis at which local months begin.
func (in *Input) months() (moments []int) {
	seen := map[*calendar.Civil]bool{}
	for i := range in.Sites {
		if c := in.Sites[i].Civil; !seen[c] {
			seen[c] = true
			for _, month := range c.Months {
				moments = append(moments, month.From)
			}
		}
	}
	return moments
}

// online returns the hours of the axis at which sites come online.
func (in *Input) online() (moments []int) {
	for i := range in.Sites {
		if t := in.Sites[i].Online; t > 0 && t < in.Hours {
			moments = append(moments, t)
		}
	}
	return moments
}
