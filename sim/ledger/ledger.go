package ledger

import (
	"fmt"
	"time"

	"hashwatt/sim/finance"
	"hashwatt/sim/kernel"
	"hashwatt/sim/sample"
	"hashwatt/sim/site"
	"hashwatt/sim/unit"
)

// Ledger holds the accounts of one run.
type Ledger struct {
	Months []Month
	Years  []Year
	Sites  []Account // as World.Sites
	Total  Account   // all sites together; its tax is the sum of theirs
}

// Month is a month of the clock's zone.
type Month struct {
	Label    string // 2025-01
	From, To int    // hours of the axis
}

// Year is a valuation year.
type Year struct {
	From, To float64 // years after the start; To is fractional where the horizon cuts the year
	Hours    [2]int  // of the axis, half open
	Label    string  // the first day of it
}

// Account is the book of one site.
type Account struct {
	Lines    []Line      // by month
	Years    []YearLine  // by valuation year
	CapexUSD float64     // in all, 0 for sunk plant
	PaidAt   []CapexLine // when
	IdleMWh  [][]float64 // [reason][month]
}

// CapexLine is the price of plant and when it is paid.
type CapexLine struct {
	Year float64 // after the start
	USD  float64
}

// Line is one month of one site.
type Line struct {
	Hours                               float64 // since the site came online
	CapacityMWh, EnergyMWh, ITEnergyMWh float64
	HashPHh, BTC                        float64
	RevenueUSD, PowerUSD, OpexUSD       float64
	RulesUSD                            float64 // auctions, penalties, fines and starts, less what is paid for giving way
	DepreciationUSD, TaxUSD, NetUSD     float64 // net: revenue - power - opex - rules - tax
	EmissionsT                          float64
}

// YearLine is one valuation year of one site.
type YearLine struct {
	RevenueUSD, PowerUSD, OpexUSD, RulesUSD, DepreciationUSD, TaxUSD, CapexUSD float64
	NetUSD                                                                     float64 // without capex
	LossUSD                                                                    float64 // carried forward at its end
}

// New books a trace. An error is a load that a tariff cannot bill, in the user's words.
func New(w *site.World, p *site.Compiled, tr *kernel.Trace) (*Ledger, error) {
	l := &Ledger{Months: months(w), Years: years(w)}
	l.Sites = make([]Account, len(w.Sites))
	for i := range w.Sites {
		if err := l.book(w, p, tr, i); err != nil {
			return nil, err
		}
	}
	all := make([]int, len(w.Sites))
	for i := range all {
		all[i] = i
	}
	l.Total = *l.Join(all)
	return l, nil
}

func months(w *site.World) []Month {
	list := make([]Month, len(w.Civil.Months))
	for m, month := range w.Civil.Months {
		list[m] = Month{fmt.Sprintf("%04d-%02d", month.Year, int(month.Month)), month.From, month.To}
	}
	return list
}

// years cuts the axis at the anniversaries of its start in the clock's zone.
func years(w *site.World) []Year {
	var list []Year
	start := w.Axis.Start.In(w.Axis.Zone)
	for n, from := 0, 0; from < w.Axis.Hours; n++ {
		next := w.Axis.FirstAt(time.Date(start.Year()+n+1, start.Month(), start.Day(), 0, 0, 0, 0, w.Axis.Zone))
		y := Year{From: float64(n), To: float64(n + 1), Hours: [2]int{from, min(next, w.Axis.Hours)}}
		y.To = y.From + float64(y.Hours[1]-from)/float64(next-from)
		y.Label = w.Axis.At(from).In(w.Axis.Zone).Format(time.DateOnly)
		list = append(list, y)
		from = next
	}
	return list
}

// book fills the account of site i.
func (l *Ledger) book(w *site.World, p *site.Compiled, tr *kernel.Trace, i int) error {
	s, a := &w.Sites[i], &l.Sites[i]
	region := &w.Regions[s.Region]
	a.Lines = make([]Line, len(l.Months))
	a.Years = make([]YearLine, len(l.Years))
	rigs, buildings, paid := l.capex(w, s)
	if paid >= 0 {
		a.CapexUSD = rigs + buildings
		a.PaidAt = []CapexLine{{l.Years[paid].From, a.CapexUSD}}
		a.Years[paid].CapexUSD = a.CapexUSD
	}
	rigUSD := rigs
	if paid < 0 {
		rigUSD = rigPrice(w, s, 0)
	}
	first := -1 // month in which it came online
	for m := range l.Months {
		f, line := &tr.Flows[i][m], &a.Lines[m]
		*line = Line{
			Hours: f.Hours, CapacityMWh: f.CapacityMWh, EnergyMWh: f.EnergyMWh, ITEnergyMWh: f.ITMWh, HashPHh: f.HashPHh,
			BTC: f.BTC, RevenueUSD: f.RevenueUSD, PowerUSD: f.PowerUSD,
			OpexUSD:    rigUSD * s.Opex * f.Hours / unit.HoursPerYear,
			EmissionsT: f.EnergyMWh * region.EmissionGPerKWh / 1000,
		}
		for l := range tr.Uses {
			line.RulesUSD += tr.Use(l, i, m).PaidUSD
		}
		if f.Hours > 0 && first < 0 {
			first = m
		}
		if paid >= 0 && first >= 0 {
			line.DepreciationUSD = finance.StraightLine(rigs, w.Finance.RigMonths, m-first) +
				finance.StraightLine(buildings, w.Finance.BuildingsMonths, m-first)
		}
	}
	if p.Sites[i].Invoiced && s.OnlineHour < w.Axis.Hours {
		if err := l.bill(w, p, tr, i); err != nil {
			return err
		}
	}
	l.tax(w, a)
	a.IdleMWh = make([][]float64, tr.Reasons)
	for r := range a.IdleMWh {
		a.IdleMWh[r] = make([]float64, len(l.Months))
		for m := range l.Months {
			a.IdleMWh[r][m] = tr.Idle[i][m*tr.Reasons+r]
		}
	}
	for m, month := range l.Months {
		unbuilt := max(0, min(month.To, s.OnlineHour)-month.From)
		a.IdleMWh[kernel.ReasonNotBuilt][m] = float64(unbuilt) * s.PowerMW
	}
	return nil
}

// capex is what the plant of a site costs in USD and the valuation year at whose start it is paid; -1 for plant
// that is sunk or never built. The rate is that of the month in which it is paid.
func (l *Ledger) capex(w *site.World, s *site.Site) (rigs, buildings float64, paid int) {
	if s.OnlineHour < 0 || s.OnlineHour >= w.Axis.Hours {
		return 0, 0, -1
	}
	for y := range l.Years {
		if s.OnlineHour < l.Years[y].Hours[1] {
			paid = y
			break
		}
	}
	month := int(w.Civil.Month[l.Years[paid].Hours[0]])
	rigs = rigPrice(w, s, month)
	buildings = s.PowerMW * s.Infrastructure.Amount / w.Money.PerUSD(string(s.Infrastructure.Currency), month)
	return rigs, buildings, paid
}

func rigPrice(w *site.World, s *site.Site, month int) float64 {
	return s.HashratePHs() * 1000 * s.RigPrice.Amount / w.Money.PerUSD(string(s.RigPrice.Currency), month)
}

// tax sums the months into valuation years, taxes these, and writes the tax into the last month of each.
func (l *Ledger) tax(w *site.World, a *Account) {
	for m := range l.Months {
		for y := range l.Years {
			part := l.overlap(m, y)
			if part == 0 {
				continue
			}
			line, year := &a.Lines[m], &a.Years[y]
			year.RevenueUSD += part * line.RevenueUSD
			year.PowerUSD += part * line.PowerUSD
			year.OpexUSD += part * line.OpexUSD
			year.RulesUSD += part * line.RulesUSD
			year.DepreciationUSD += part * line.DepreciationUSD
		}
	}
	var loss float64
	for y := range a.Years {
		year := &a.Years[y]
		profit := year.RevenueUSD - year.PowerUSD - year.OpexUSD - year.RulesUSD - year.DepreciationUSD
		year.TaxUSD, loss = finance.TaxYear(w.Finance.Tax, profit, loss)
		year.LossUSD = loss
		year.NetUSD = year.RevenueUSD - year.PowerUSD - year.OpexUSD - year.RulesUSD - year.TaxUSD
		a.Lines[w.Civil.Month[l.Years[y].Hours[1]-1]].TaxUSD += year.TaxUSD
	}
	for m := range a.Lines {
		line := &a.Lines[m]
		line.NetUSD = line.RevenueUSD - line.PowerUSD - line.OpexUSD - line.RulesUSD - line.TaxUSD
	}
}

// overlap is the part of month m, 0 to 1, that lies in valuation year y.
func (l *Ledger) overlap(m, y int) float64 {
	from, to := l.Months[m].From, l.Months[m].To
	hours := min(to, l.Years[y].Hours[1]) - max(from, l.Years[y].Hours[0])
	return float64(max(hours, 0)) / float64(to-from)
}

func (a *Line) plus(b *Line) {
	a.Hours += b.Hours
	a.CapacityMWh += b.CapacityMWh
	a.EnergyMWh += b.EnergyMWh
	a.ITEnergyMWh += b.ITEnergyMWh
	a.HashPHh += b.HashPHh
	a.BTC += b.BTC
	a.RevenueUSD += b.RevenueUSD
	a.PowerUSD += b.PowerUSD
	a.OpexUSD += b.OpexUSD
	a.RulesUSD += b.RulesUSD
	a.DepreciationUSD += b.DepreciationUSD
	a.TaxUSD += b.TaxUSD
	a.NetUSD += b.NetUSD
	a.EmissionsT += b.EmissionsT
}

func (a *YearLine) plus(b *YearLine) {
	a.RevenueUSD += b.RevenueUSD
	a.PowerUSD += b.PowerUSD
	a.OpexUSD += b.OpexUSD
	a.RulesUSD += b.RulesUSD
	a.DepreciationUSD += b.DepreciationUSD
	a.TaxUSD += b.TaxUSD
	a.CapexUSD += b.CapexUSD
	a.NetUSD += b.NetUSD
	a.LossUSD += b.LossUSD
}

// Flows are the times, in years after the start, and the cash flows of an account: capex at the start of a year,
// the rest at its end. With tax false the tax is left out.
func (l *Ledger) Flows(a *Account, tax bool) (times, flows []float64) {
	for _, paid := range a.PaidAt {
		times, flows = append(times, paid.Year), append(flows, -paid.USD)
	}
	for y := range a.Years {
		net := a.Years[y].NetUSD
		if !tax {
			net += a.Years[y].TaxUSD
		}
		times, flows = append(times, l.Years[y].To), append(flows, net)
	}
	return times, flows
}

// Join adds up the accounts of some sites, in their order.
func (l *Ledger) Join(sites []int) *Account {
	t := &Account{Lines: make([]Line, len(l.Months)), Years: make([]YearLine, len(l.Years))}
	var capex sample.Sum
	for _, i := range sites {
		a := &l.Sites[i]
		if t.IdleMWh == nil {
			t.IdleMWh = make([][]float64, len(a.IdleMWh))
			for r := range t.IdleMWh {
				t.IdleMWh[r] = make([]float64, len(l.Months))
			}
		}
		capex.Add(a.CapexUSD)
		for m := range l.Months {
			t.Lines[m].plus(&a.Lines[m])
			for r := range t.IdleMWh {
				t.IdleMWh[r][m] += a.IdleMWh[r][m]
			}
		}
		for y := range l.Years {
			t.Years[y].plus(&a.Years[y])
		}
	}
	t.CapexUSD = capex.Value()
	for y := range t.Years {
		if usd := t.Years[y].CapexUSD; usd != 0 {
			t.PaidAt = append(t.PaidAt, CapexLine{l.Years[y].From, usd})
		}
	}
	return t
}
