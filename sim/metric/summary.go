package metric

import (
	"math"
	"slices"

	"hashwatt/sim/kernel"
	"hashwatt/sim/ledger"
	"hashwatt/sim/sample"
	"hashwatt/sim/site"
)

// Summary is what a run came to.
type Summary struct {
	Totals  []Estimate
	Sites   []Group
	Regions []Group
	Limits  []Limit
}

// Estimate is a metric of the central case and, with draws, its spread.
type Estimate struct {
	Metric Metric
	Value  Value // draw 0
	N      int   // draws with a value
	Mean   float64
	SE     float64 // standard error of the mean
	P5     float64
	P50    float64
	P95    float64
}

// Group is the metrics of one site or region in the central case.
type Group struct {
	ID, Region string
	PowerMW    float64
	Values     []Value // as Table; metrics of the total only are missing
}

// Limit is what one limit did in the central case.
type Limit struct {
	Name, Kind, Scope string
	HoursInForce      float64
	BindingHours      float64 // in which it held at least one site back
	CurtailedMWh      float64 // that would have run at a profit
	ForgoneUSD        float64 // the margin of it
	ForgoneBTC        float64 // what it would have mined
	PaidUSD           float64 // by the sites under the rule, less what they are paid
	ShadowPrice       float64 // mean of what one more unit would be worth, Unit: of budgets by hours, of limits on power as CapPrice
	Priced            bool    // it has one: it allows an amount, and its operators plan the use of it; else ShadowPrice is 0
	Unit              string
	BySite            []LimitSite
}

// LimitSite is what a limit did to one site.
type LimitSite struct {
	Site         int
	BindingHours float64
	CurtailedMWh float64
	ForgoneUSD   float64
	ForgoneBTC   float64
	PaidUSD      float64
}

// Central evaluates every metric on the central case; without is the same case without the sites, nil where the
// hashprice is given.
func Central(w *site.World, p *kernel.Problem, tr, without *kernel.Trace, l *ledger.Ledger) *Summary {
	s := &Summary{}
	table := Table()
	for k, v := range Evaluate(w, tr, without, l) {
		s.Totals = append(s.Totals, Estimate{Metric: table[k], Value: v})
	}
	for i := range w.Sites {
		site := &w.Sites[i]
		in := NewInput(w, tr, l, &l.Sites[i], site.PowerMW)
		s.Sites = append(s.Sites, Group{site.ID, w.Regions[site.Region].ID, site.PowerMW, evaluate(in, false)})
	}
	for r := range w.Regions {
		a, power := regionAccount(w, l, r)
		if a == nil {
			continue
		}
		s.Regions = append(s.Regions, Group{w.Regions[r].ID, w.Regions[r].ID, power, evaluate(NewInput(w, tr, l, a, power), false)})
	}
	for n := range p.Limits {
		s.Limits = append(s.Limits, summariseLimit(p, tr, n))
	}
	return s
}

// Evaluate returns every metric of all sites together, as Table; without is as in Central.
func Evaluate(w *site.World, tr, without *kernel.Trace, l *ledger.Ledger) []Value {
	var power float64
	for i := range w.Sites {
		power += w.Sites[i].PowerMW
	}
	in := NewInput(w, tr, l, &l.Total, power)
	if without != nil {
		in.Dilution = Dilute(tr, without, w.Axis.Start.Hour())
	}
	return evaluate(in, true)
}

func evaluate(in *Input, total bool) []Value {
	table := Table()
	values := make([]Value, len(table))
	for k, m := range table {
		if m.Total && !total {
			values[k] = Value{Why: "defined for all sites together"}
			continue
		}
		values[k] = m.Of(in)
		if math.IsNaN(values[k].V) || math.IsInf(values[k].V, 0) {
			values[k] = Value{Why: "it is not a finite number"}
		}
	}
	return values
}

// regionAccount adds up the sites of a region; nil where it has none.
func regionAccount(w *site.World, l *ledger.Ledger, r int) (*ledger.Account, float64) {
	var sites []int
	var power float64
	for i := range w.Sites {
		if w.Sites[i].Region == r {
			sites = append(sites, i)
			power += w.Sites[i].PowerMW
		}
	}
	if sites == nil {
		return nil, 0
	}
	return l.Join(sites), power
}

func summariseLimit(p *kernel.Problem, tr *kernel.Trace, n int) Limit {
	limit := &p.Limits[n]
	out := Limit{Name: limit.Name, Kind: limit.Kind, Scope: limit.Scope, Unit: "USD/MWh"}
	if limit.Kind == "carbon" {
		out.Unit = "USD/t"
	}
	for m := range tr.Months {
		out.HoursInForce += limit.ByMonth[m]
		out.BindingHours += tr.LimitHours[n][m]
	}
	for _, i := range limit.Sites {
		var at LimitSite
		at.Site = int(i)
		for m := range tr.Months {
			use := tr.Use(n, int(i), m)
			at.BindingHours += use.BindingHours
			at.CurtailedMWh += use.CurtailedMWh
			at.ForgoneUSD += use.ForgoneUSD
			at.ForgoneBTC += use.ForgoneBTC
			at.PaidUSD += use.PaidUSD
		}
		out.CurtailedMWh += at.CurtailedMWh
		out.ForgoneUSD += at.ForgoneUSD
		out.ForgoneBTC += at.ForgoneBTC
		out.PaidUSD += at.PaidUSD
		out.BySite = append(out.BySite, at)
	}
	out.Priced = limit.Kind != "cycling" && limit.Kind != "hysteresis" && p.Planned(n)
	if limit.Pooled {
		out.ShadowPrice = meanMultiplier(p, tr, n)
	} else {
		out.ShadowPrice, _ = CapPrice(p, tr, n, 0, tr.Months)
	}
	return out
}

// CapPrice is what one more MWh under limit l on power would have been worth in the months from, half open, to,
// USD/MWh: the mean of the shadow prices of its sites, each weighing as one more MW would be shared, over the hours,
// each weighing as the energy that the limit left its sites while they stood. That is the slope of what they earn by
// the size of the limit, for each MWh that it leaves them. One that left nothing weighs by their connections. The
// weight is that energy, MWh; 0 where no site stood while the limit was in force.
func CapPrice(p *kernel.Problem, tr *kernel.Trace, l, from, to int) (price, weight float64) {
	var allowed, worth, power, shadow sample.Sum
	for _, i := range p.Limits[l].Sites {
		for m := from; m < to; m++ {
			use := tr.Use(l, int(i), m)
			allowed.Add(use.AllowedMWh)
			worth.Add(use.NextUSD)
			power.Add(use.ForceHours * p.Sites[i].PowerMW)
			shadow.Add(use.MultiplierH * p.Sites[i].PowerMW)
		}
	}
	if !(allowed.Value() > 0) {
		worth, allowed = shadow, power
	}
	if weight = allowed.Value(); !(weight > 0) {
		return 0, 0
	}
	return worth.Value() / weight, weight
}

// PoolPrices are what one more unit under the budgets of limit l would have been worth by month, USD/MWh or USD/t:
// the mean of the multipliers in force, over the hours of the month and over its budgets. A budget counts in the
// hours in which a site that shares it stands; these hours are summed in hours, 0 where nothing stands or the limit
// is not in force.
func PoolPrices(p *kernel.Problem, tr *kernel.Trace, l int) (prices, hours []float64) {
	prices, hours = make([]float64, tr.Months), make([]float64, tr.Months)
	if p.Budgets == nil {
		return prices, hours // the limit holds no site
	}
	for g := range p.Budgets.Groups {
		group := &p.Budgets.Groups[g]
		if int(group.Limit) != l {
			continue
		}
		p.InForce(group.Limit, max(group.From, p.Stands(g)), group.To, func(from, to int) {
			for _, m := range p.Month[from:to] {
				hours[m]++
			}
		})
	}
	for m, h := range hours {
		if h > 0 {
			prices[m] = tr.ShadowH[l][m] / h
		}
	}
	return prices, hours
}

// meanMultiplier is the mean shadow price of budgets over the hours of all months.
func meanMultiplier(p *kernel.Problem, tr *kernel.Trace, n int) float64 {
	prices, hours := PoolPrices(p, tr, n)
	var sum, all float64
	for m, h := range hours {
		sum += prices[m] * h
		all += h
	}
	if all == 0 {
		return 0
	}
	return sum / all
}

// Spread adds mean, standard error and quantiles over draws 1..N to the totals. columns[d] holds the values of draw
// d as Evaluate returns them; draw 0 is passed over.
func (s *Summary) Spread(columns [][]Value) {
	if len(columns) < 2 {
		return
	}
	for k := range s.Totals {
		var values []float64
		for _, draw := range columns[1:] {
			if draw[k].OK() {
				values = append(values, draw[k].V)
			}
		}
		e := &s.Totals[k]
		if e.N = len(values); e.N == 0 {
			continue
		}
		e.Mean, e.SE = sample.Mean(values), sample.StdErr(values)
		slices.Sort(values)
		e.P5, e.P50, e.P95 = sample.Quantile(values, 0.05), sample.Quantile(values, 0.5), sample.Quantile(values, 0.95)
	}
}

// Find returns the estimate of a metric by its id; nil for an unknown one.
func (s *Summary) Find(id string) *Estimate {
	for k := range s.Totals {
		if s.Totals[k].Metric.ID == id {
			return &s.Totals[k]
		}
	}
	return nil
}
