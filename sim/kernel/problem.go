package kernel

import (
	"slices"

	"hashwatt/sim/network"
)

// Foresight is what the operator of a site knows when an energy budget must be spread over time.
type Foresight int

// The three kinds of foresight.
const (
	Rolling Foresight = iota // solved anew at month starts and retargets, with today's hashprice held flat
	Perfect                  // solved with every price and difficulty known: an upper bound, but where windows or tiers meet budgets and are no accord, and but for what Trace.Proven leaves open
	Myopic                   // runs whenever it pays until the budget is gone
)

// Reasons every problem has; the reason of limit l is ReasonLimit + l.
const (
	ReasonNotBuilt = iota
	ReasonOutage
	ReasonPrice
	ReasonDemand // the price of the highest load
	ReasonLimit
)

// Problem is one compiled scenario: arrays over hours, months, sites and limits. It is immutable once built and
// shared by every draw.
type Problem struct {
	Hours  int
	Month  []int32 // account month of each hour
	Months int
	Day    []int32 // UTC day of each hour; day 0 holds hour 0
	Days   int

	Price    [][]float64 // USD per MWh at the meter by tariff and hour, central exchange rates
	PUE      [][]float64 // meter power over machine power by climate and hour, at least 1
	Sites    []Site
	Steps    []Step      // by hour, then site
	LimitSet [][]InForce // sets of limits in force, by number; Step.Set points here
	Limits   []Limit
	Budgets  *Budgets   // nil without energy budgets
	Charges  []*Charges // by tariff, nil for one that prices nothing but the MWh of each hour; nil where all are such

	Foresight Foresight
	Chain     Chain
}

// Site is what the loop needs to know of a site.
type Site struct {
	Tariff, Climate int32
	Class           int32 // row of Budgets.Leaf, or -1 where no budget applies
	Online          int   // hour from which the plant stands; 0 or less: before the start; Hours or more: never
	PowerMW         float64
	RatedMW         float64 // machine power of all tranches without outages
	AvailableMW     float64 // and with them
	Share           float64 // fraction of the gross reward that is paid out: pool fee, rejected shares and orphans taken off
	InHistory       bool    // its hash is part of the recorded network
	Charged         bool    // its tariff has Charges
	Invoiced        bool    // its bill is more than its price times its load, so the trace keeps its load
	Tranches        []Tranche
	Band            *Band    // of its fleet controller; nil for none
	Cycle           *Cycle   // what it takes to switch its machines; nil for nothing. No site has a Band too.
	Breaches        []Breach // budgets of its own that it may break; nil for none
}

// Tranche is one machine class of a site.
type Tranche struct {
	Rig        string
	MW         float64 // machine power that is available, outages taken off
	HashPerMW  float64 // PH/s for each MW of machine power: 1000 / (J/TH)
	BreakEven  float64 // break-even hashprice for each USD/MWh at PUE 1: 0.024 x (J/TH) / share, USD/PH/day
	Efficiency float64 // J/TH
}

// InForce is a limit on power or a ban with what it allows a site by itself.
type InForce struct {
	Limit   int32
	MW      float64 // +Inf where it only pays for standing ready
	Earns   float64 // what the site is paid for each MWh that it could draw and does not, in the limit's currency
	Standby float64 // and for each MW that could be drawn and hour
}

// Step sets what the rules allow a site from an hour on.
type Step struct {
	Hour  int
	Site  int32
	CapMW float64 // at the meter
	// NextMW is what the site would have of the tightest limit if all of it were shared as one more MW of it would be:
	// CapMW where that is in proportion, 0 where others would have that MW.
	NextMW float64
	Limit  int32 // the tightest limit in force, -1 where the connection itself is
	Set    int32 // all the limits in force: row of LimitSet, -1 for none
}

// Limit describes a limit to the trace.
type Limit struct {
	Name, Kind, Scope string
	Sites             []int32
	ByMonth           []float64 // hours in force in each account month
	Force             [][2]int  // the hours in which it is in force for anybody, half open, in order
	Auctioned         bool      // sites pay its shadow price for what they use
	Pooled            bool      // it has budgets, of energy or of the power of each hour
	PerUSD            []float64 // what one dollar buys in the currency of its prices by month; nil for dollars
}

// Budgets are the energy budgets of a problem: a family of groups any two of which are nested or disjoint, or
// several such families where budgets cross.
type Budgets struct {
	Groups []Group
	Leaf   [][]int32   // [class][hour] smallest group of the first family that holds the hour, or -1
	Second [][]int32   // the same of the second family; nil where no budgets cross
	More   [][][]int32 // and of further ones, [family][class][hour], where two do not hold all
	Weight []float64   // by class: what a MWh counts under its budgets, as t CO2; nil for 1
	Roots  []Root
	// Loose are rows of hours with the group that counts what a site draws, or -1: of limits that can never be short.
	// Nobody plans by them, so these groups stand in no family and under no root. nil where there are none.
	Loose [][][]int32 // [site], in the order of the limits
}

// Plans says whether operators plan by budgets: whether there are others than those of Budgets.Loose.
func (p *Problem) Plans() bool {
	return p.Budgets != nil && (p.Budgets.Loose == nil || len(p.Budgets.Roots) > 0)
}

// EachLoose calls do for each group of Budgets.Loose that counts what site i draws in hour t.
func (p *Problem) EachLoose(i, t int, do func(g int32)) {
	if p.Budgets == nil || p.Budgets.Loose == nil {
		return
	}
	for _, of := range p.Budgets.Loose[i] {
		if g := of[t]; g >= 0 {
			do(g)
		}
	}
}

// Group is one period of one energy budget.
type Group struct {
	Limit     int32
	Sites     []int32 // that share it; nil: all of the limit
	Label     string  // the period, as 2025-01
	BudgetMWh float64
	Unit      float64 // what a unit of the budget counts, as t CO2 for each MWh; 0 for 1
	Terms     Terms
	From, To  int   // hours on the axis, half open
	Parent    int32 // in its family
	Root      int32 // -1 for one of Budgets.Loose
	Local     int32 // place in Root.Groups or Root.Second
}

// Stands is the first hour in which a site that shares budget group g stands; beyond the horizon where none does.
func (p *Problem) Stands(g int) int {
	group := &p.Budgets.Groups[g]
	sites := group.Sites
	if sites == nil {
		sites = p.Limits[group.Limit].Sites
	}
	first := p.Hours
	for _, i := range sites {
		first = min(first, p.Sites[i].Online)
	}
	return first
}

// InForce calls do for each stretch of hours from one up to another in which limit l is in force for anybody, in order.
func (p *Problem) InForce(l int32, from, to int, do func(from, to int)) {
	force := p.Limits[l].Force
	if len(force) == 0 { // where nobody says when it is
		force = [][2]int{{0, p.Hours}}
	}
	k, _ := slices.BinarySearchFunc(force, from, func(span [2]int, t int) int {
		if span[1] <= t {
			return -1
		}
		return 1
	})
	for ; k < len(force) && force[k][0] < to; k++ {
		if a, b := max(from, force[k][0]), min(to, force[k][1]); a < b {
			do(a, b)
		}
	}
}

// Planned says whether limit l has a shadow price: a myopic operator plans none for budgets of more than an hour.
func (p *Problem) Planned(l int) bool {
	if p.Foresight != Myopic || !p.Limits[l].Pooled || p.Budgets == nil {
		return true
	}
	for g := range p.Budgets.Groups {
		if group := &p.Budgets.Groups[g]; int(group.Limit) == l && !group.Terms.Hourly {
			return false
		}
	}
	return true
}

// budget is what may be used, as it is counted.
func (g *Group) budget() float64 { return g.BudgetMWh * g.unit() }

func (g *Group) unit() float64 {
	if g.Unit == 0 {
		return 1
	}
	return g.Unit
}

// Terms say how a budget is kept.
type Terms struct {
	Soft      bool    // more may be used; no other group of its family lies around it
	Price     float64 // where it is soft: of each MWh beyond the budget, in the limit's currency
	Auctioned bool    // what is used pays what one more MWh would be worth
	Hourly    bool    // the budget is the power of one hour
	Breach    bool    // the site may break it; of a period that the horizon cuts it may not
}

// pays says whether what is used under the budget may have to be paid for.
func (t *Terms) pays() bool { return t.Soft || t.Auctioned }

// Root is groups that are solved as one: a tree, or trees of families that cross. Parents stand before their children.
// All groups that hold a site that it costs something to switch stand under one root.
type Root struct {
	Groups   []int32   // of the first family
	Second   []int32   // of the second; nil where nothing crosses
	More     [][]int32 // and of further ones, by family; nil where two hold all
	Sites    []int32
	From, To int
	Hourly   bool  // machines link hours of shared power, and there is no longer period
	Solve    []int // hours at which the rolling operator solves besides retargets: the months after the start, and Until
	// Until is how far he looks: from an hour on, in order, to the end of the periods that have begun by then. nil: to
	// the end.
	Until []Until
}

// Until is how far the rolling operator looks from an hour on.
type Until struct{ From, To int }

// until is how far the rolling operator looks at hour t.
func (r *Root) until(t int) int {
	to := r.To
	for k := range r.Until {
		if u := &r.Until[k]; u.From <= t {
			to = u.To
		}
	}
	return to
}

// Chain is the state of the Bitcoin network at the start and the rules that move it.
type Chain struct {
	Open bool // the hashprice is given: nothing feeds back
	// BlocksPerHour is how fast the chain went in the recorded epochs from the one that holds the start, where it is open.
	BlocksPerHour []float64

	Height     int64   // of the first block of the epoch that holds the start
	Difficulty float64 // of that epoch
	NBits      uint32  // of that epoch, used by the exact retarget
	Blocks     float64 // of that epoch found before the start, 0 to 2016
	FirstHour  float64 // hour (negative: before the start) at which its first block was found
	LogSum     float64 // integral of ln hashprice over the hours of that epoch before the start
	LogHours   float64 // those hours

	History []float64 // PH/s of the whole network in that epoch and the next ones, as recorded; empty after the data
	// HistoryEnd holds the hours at which these epochs ended, for a fixed calendar, which takes the record by time.
	HistoryEnd []float64
	// RowPHs is the network's hashrate, PH/s, in the epoch before the first one that Row answers for. It is
	// used where History is empty, and the sites that already hash are taken out of it.
	RowPHs       float64
	HandOverYear float64 // years (8,766 h) from the hand-over to the start; negative while history lasts
	StartPHs     float64 // PH/s at the hand-over

	Row        network.Course // the rest of the world at the start; nil while History covers the horizon or the loop is open
	Exact      bool           // retarget on compact targets instead of the smooth form
	EpochStep  bool           // the coin price changes at retargets only
	FixedHours float64        // length of an epoch, 0 where 2016 blocks end it
}
