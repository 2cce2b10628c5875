package kernel

import "hashwatt/sim/dispatch"

// Flow is what one site did in one month.
type Flow struct {
	CapacityMWh float64 // what the plant that stands could have drawn without outages
	EnergyMWh   float64 // at the meter
	ITMWh       float64 // of the machines
	HashPHh     float64
	BTC         float64
	RevenueUSD  float64
	PowerUSD    float64
	Hours       float64 // since the site came online
}

// LimitUse is what one limit did to one site in one month.
type LimitUse struct {
	BindingHours float64 // it kept something idle, or on at a loss
	CurtailedMWh float64 // what would have run at a profit
	ForgoneUSD   float64 // its margin, and what was lost where it kept machines on at a loss
	ForgoneBTC   float64 // what it would have mined
	PaidUSD      float64 // by the site under the rule: auctions, penalties and fines, less what it is paid
	MultiplierH  float64 // integral of the shadow price, USD/MWh x h
	EnergyMWh    float64 // drawn while the limit was in force; for limits on power
	AllowedMWh   float64 // what it allowed by itself while it was in force; for limits on power
	NextUSD      float64 // that energy at the shadow price of its hour, if all of it were shared as one more MW would be
	ForceHours   float64 // in which it was in force and the site stood; for limits on power and bans
}

// Epoch is one row of the network's history.
type Epoch struct {
	Start      float64 // hour, with its fraction
	Hours      float64 // inside the horizon
	Height     int64   // of its first block
	Difficulty float64
	RowPHs     float64 // means over the hours
	OwnPHs     float64
	Hashprice  float64 // USD/PH/day
	CoinUSD    float64
	Halving    bool // the subsidy fell inside it
	SubsidyBTC float64
	InHistory  bool
	RemovedPHs float64 // mean hash of the sites that history already holds
}

// BudgetUse is what one budget group came to.
type BudgetUse struct {
	UsedMWh    float64
	Multiplier float64 // mean over the hours of the period in which the limit is in force and a site that shares it stands, USD/MWh
}

// Broken is a budget that a site broke: what followed the period.
type Broken struct {
	Group   int32 // its period
	Site    int32
	FineUSD float64
	StillTo int // hour up to which the site stands still after it, beyond the axis where that ends before; the end of the period without a shutdown
}

// Certified is what the proofs of the plans of budgets come to, where State.Certify asks for them.
type Certified struct {
	Plans     int64
	Gap, Over float64 // the worst: of the value and of what else was stated, and of use above a budget; relative
}

// add enters the proofs of another run.
func (c *Certified) add(other Certified) {
	c.Plans += other.Plans
	c.Gap, c.Over = max(c.Gap, other.Gap), max(c.Over, other.Over)
}

// Rungs counts what each rung of the exactness ladder answered.
type Rungs struct {
	Threshold int64 // parts of site-hours decided by price alone
	Budgeted  int64 // under the plan of an energy budget
	Capped    int64 // under a limit on power or a ban
	Slack     int64 // budget solves in which no budget was short
	OneBudget int64
	Nested    int64
	Crossing  int64 // of budgets of two families
	General   int64 // of budgets of more
	Switched  int64 // of budgets together with machines that cost something to switch, short or not
	Windows   int64 // plans of windows whose highest load is priced, by site and tree
	Counts    int64 // plans of energy that is priced in tiers, by site and count
}

// count enters a plan of budgets alone that was found by a rung.
func (r *Rungs) count(rung dispatch.Rung) {
	switch rung {
	case dispatch.General:
		r.General++
	case dispatch.Crossing:
		r.Crossing++
	case dispatch.Nested:
		r.Nested++
	case dispatch.OneBudget:
		r.OneBudget++
	default:
		r.Slack++
	}
}

// Trace is what a run leaves behind. Sums by site and month, never by site and hour; the load of all sites
// together is kept by hour where Hourly was asked for.
type Trace struct {
	Months, Reasons int
	Flows           [][]Flow    // [site][month]
	Idle            [][]float64 // [site][month*Reasons+reason] MWh
	Uses            [][]LimitUse
	LimitHours      [][]float64 // [limit][month] hours in which it bound at one site or more
	ShadowH         [][]float64 // [limit][month] integral of the multipliers of its budgets over the hours in force in which a site that shares them stands, USD/MWh x h
	Budgets         []BudgetUse
	Broken          []Broken // budgets that sites broke, in the order in which their periods ended
	Epochs          []Epoch
	LoadMW          []float64   // all sites by hour; nil unless asked for
	CapacityMW      []float64   // plant that stands, by hour; nil unless asked for
	Hashprice       []float64   // USD/PH/day by UTC day, mean of its hours
	SiteMWh         [][]float64 // [site][hour] of the sites that are invoiced, nil for the others
	TariffMWh       [][]float64 // [tariff][hour] of all sites that have it; nil unless asked for
	PeakMW          float64
	Excess          float64 // most that a site drew in an hour above what connection and limits on power allow, of the connection
	Parts           []Part  // the path of the network; kept for foresight and explanations, nil unless asked for
	Rungs           Rungs
	Certified       Certified
	Proven          Proven

	dayHours []float64
}

// Part is a piece of an hour in which the hashprice and the difficulty are constant.
type Part struct {
	Hour        int32
	Epoch       int32
	CoinDay     int32   // the UTC day whose coin price and fees count
	Length      float64 // hours
	Hashprice   float64 // USD/PH/day
	CoinsPerPHh float64 // BTC for one PH/s in one hour
	Difficulty  float64
	SubsidyBTC  float64
}

// NewTrace makes an empty trace for a problem; hourly asks for the load and capacity by hour.
func NewTrace(p *Problem, hourly bool) *Trace {
	tr := newTrace(p)
	tr.SiteMWh = make([][]float64, len(p.Sites))
	for i := range p.Sites {
		if p.Sites[i].Invoiced {
			tr.SiteMWh[i] = make([]float64, p.Hours)
		}
	}
	if hourly {
		tr.TariffMWh = make([][]float64, len(p.Price))
		for j := range tr.TariffMWh {
			tr.TariffMWh[j] = make([]float64, p.Hours)
		}
		tr.LoadMW = make([]float64, p.Hours)
		tr.CapacityMW = make([]float64, p.Hours)
	}
	return tr
}

// newTrace is a trace that keeps nothing by hour.
func newTrace(p *Problem) *Trace {
	tr := &Trace{Months: p.Months, Reasons: ReasonLimit + len(p.Limits)}
	tr.Flows = make([][]Flow, len(p.Sites))
	tr.Idle = make([][]float64, len(p.Sites))
	for i := range p.Sites {
		tr.Flows[i] = make([]Flow, p.Months)
		tr.Idle[i] = make([]float64, p.Months*tr.Reasons)
	}
	tr.Uses = make([][]LimitUse, len(p.Limits))
	tr.LimitHours, tr.ShadowH = make([][]float64, len(p.Limits)), make([][]float64, len(p.Limits))
	for l := range p.Limits {
		tr.Uses[l] = make([]LimitUse, len(p.Sites)*p.Months)
		tr.LimitHours[l], tr.ShadowH[l] = make([]float64, p.Months), make([]float64, p.Months)
	}
	if p.Budgets != nil {
		tr.Budgets = make([]BudgetUse, len(p.Budgets.Groups))
	}
	tr.Epochs = make([]Epoch, 0, p.Hours/200+4)
	tr.Hashprice = make([]float64, p.Days)
	tr.dayHours = make([]float64, p.Days)
	return tr
}

// Fits says whether the trace has the shape that a problem needs.
func (tr *Trace) Fits(p *Problem) bool {
	if !tr.fits(p) {
		return false
	}
	for i := range p.Sites {
		if load := tr.SiteMWh[i]; p.Sites[i].Invoiced != (load != nil) || load != nil && len(load) != p.Hours {
			return false
		}
	}
	return true
}

// fits says whether what is kept by month and day has the shape that a problem needs.
func (tr *Trace) fits(p *Problem) bool {
	groups := 0
	if p.Budgets != nil {
		groups = len(p.Budgets.Groups)
	}
	return len(tr.Flows) == len(p.Sites) && tr.Months == p.Months && tr.Reasons == ReasonLimit+len(p.Limits) &&
		len(tr.Hashprice) == p.Days && len(tr.Budgets) == groups
}

// Reset empties a trace for another draw of the same problem.
func (tr *Trace) Reset() {
	for i := range tr.Flows {
		clear(tr.Flows[i])
		clear(tr.Idle[i])
	}
	for l := range tr.Uses {
		clear(tr.Uses[l])
		clear(tr.LimitHours[l])
		clear(tr.ShadowH[l])
	}
	clear(tr.Budgets)
	tr.Broken = tr.Broken[:0]
	tr.Epochs = tr.Epochs[:0]
	for i := range tr.SiteMWh {
		clear(tr.SiteMWh[i])
	}
	for j := range tr.TariffMWh {
		clear(tr.TariffMWh[j])
	}
	clear(tr.LoadMW)
	clear(tr.CapacityMW)
	clear(tr.Hashprice)
	clear(tr.dayHours)
	tr.PeakMW, tr.Excess = 0, 0
	tr.Parts = tr.Parts[:0]
	tr.Rungs = Rungs{}
	tr.Certified, tr.Proven = Certified{}, Proven{}
}

// Use is what limit l did to site i in month m.
func (tr *Trace) Use(l, i, m int) *LimitUse { return &tr.Uses[l][i*tr.Months+m] }
