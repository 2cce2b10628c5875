package files

import (
	"io"
	"slices"
	"strings"
	"time"

	"hashwatt/reports/table"
	"hashwatt/sim"
	"hashwatt/sim/kernel"
)

// Limits writes a row for each limit and period. What sites may draw by themselves comes by site and month in which
// it holds them, in MW, bans for all their sites together; what they share comes by its own periods, in MWh or t,
// and by month, in MW, where its periods are hours. Limit, use and multiplier of a month are means over its hours
// in force. The multiplier is what one more MWh, or t, would have earned the sites of the row; shadow_price is that of
// the limit, in price_unit: what one more of it would have earned where its rule shares it. The mean over the rows of
// a limit, each weighing as its weight, is the shadow price of the summary. A myopic operator plans neither for what is
// shared over more than an hour, and the cells are empty.
func Limits(w io.Writer, r *sim.Result) error {
	f := NewLimits(w)
	for l := range r.Problem.Limits {
		if r.Problem.Limits[l].Kind == "ban" {
			f.ban(r, l)
		} else {
			f.caps(r, l)
		}
	}
	f.byMonth = true
	return f.Close(r)
}

// LimitsFile is the file of limits in the making, for a run with hourly rows: what sites may draw by themselves
// comes hour by hour while the run runs, what they share when it is over.
type LimitsFile struct {
	out     *table.Writer
	byMonth bool            // shared power too
	hour    []sim.LimitHour // those of one part of an hour, until their shadow prices are known
}

// NewLimits begins the file.
func NewLimits(w io.Writer) *LimitsFile {
	return &LimitsFile{
		out: table.NewWriter(w, "name", "kind", "sites", "from", "to", "limit", "used", "unit", "multiplier_usd_mwh",
			"shadow_price", "price_unit", "weight"),
	}
}

// Add writes what one limit let one site draw by itself in one hour. After an error it does nothing more.
func (f *LimitsFile) Add(h sim.LimitHour) {
	if len(f.hour) > 0 && !f.hour[0].From.Equal(h.From) {
		f.flush()
	}
	f.hour = append(f.hour, h)
}

// flush writes the rows of one part of an hour.
func (f *LimitsFile) flush() {
	for k := range f.hour {
		h := &f.hour[k]
		worth, weight := 0.0, 0.0
		for _, other := range f.hour {
			if other.Limit == h.Limit {
				worth += other.MultiplierUSD * other.NextMW
				weight += other.WeightMW
			}
		}
		out := limitRow{
			name: h.Name, kind: h.Kind, sites: h.SiteID, from: h.From, to: h.To, limit: h.AllowedMW, used: h.UsedMW, unit: "MW",
			multiplier: h.MultiplierUSD, price: h.MultiplierUSD, weight: h.WeightMW * h.To.Sub(h.From).Hours(),
		}
		if weight > 0 {
			out.price = worth / weight
		}
		f.write(out)
	}
	f.hour = f.hour[:0]
}

// Close writes what sites share and ends the file. It returns the first error.
func (f *LimitsFile) Close(r *sim.Result) error {
	f.flush()
	for l := range r.Problem.Limits {
		f.pool(r, l)
	}
	return named("limits.csv", f.out.Close())
}

// limitRow is one row of the file.
type limitRow struct {
	name, kind, sites string
	from, to          time.Time
	limit, used       float64
	unit              string
	multiplier        float64
	unplanned         bool // nobody plans what one more would earn
	price, weight     float64
}

// By which part of a limit its use may seem to exceed it, or to stay below it, by the rounding of sums alone. What is
// left of a budget in earnest is at least what a machine draws in a part of an hour.
const (
	rounding = 1e-12
	crumbs   = 1e-9
)

func (f *LimitsFile) write(row limitRow) {
	f.out.Text(row.name)
	f.out.Text(row.kind)
	f.out.Text(row.sites)
	moment(f.out, row.from)
	moment(f.out, row.to)
	if row.used > row.limit*(1-crumbs) && row.used <= row.limit*(1+rounding) {
		row.used = row.limit
	}
	number(f.out, row.limit)
	number(f.out, row.used)
	f.out.Text(row.unit)
	if row.unplanned {
		f.out.Text("")
		f.out.Text("")
	} else {
		number(f.out, row.multiplier)
		number(f.out, row.price)
	}
	f.out.Text(priceUnit(row.unit))
	number(f.out, row.weight)
	f.out.End()
}

// priceUnit is the unit of the price of one more of what is counted in a unit.
func priceUnit(unit string) string {
	if unit == "t" {
		return "USD/t"
	}
	return "USD/MWh"
}

// row begins a row of limit l for some sites and hours of the axis.
func row(r *sim.Result, l int, sites []int32, from, to int) limitRow {
	var ids []string
	for _, i := range sites {
		ids = append(ids, r.Facts.Sites[i].ID)
	}
	p, axis := &r.Problem.Limits[l], r.Facts.Axis
	return limitRow{name: p.Name, kind: p.Kind, sites: strings.Join(ids, ";"), from: axis.At(from), to: axis.At(to), unit: "MW"}
}

// pool writes the periods of what sites share under limit l.
func (f *LimitsFile) pool(r *sim.Result, l int) {
	if r.Problem.Budgets == nil || !r.Problem.Limits[l].Pooled {
		return
	}
	var months []poolMonth
	for g := range r.Problem.Budgets.Groups {
		group := &r.Problem.Budgets.Groups[g]
		if int(group.Limit) != l {
			continue
		}
		if f.byMonth && group.Terms.Hourly {
			months = addHour(months, r, g)
			continue
		}
		out, use := row(r, l, sharers(r, group), group.From, group.To), r.Trace.Budgets[g]
		out.limit, out.used, out.multiplier, out.price = group.BudgetMWh, use.UsedMWh, use.Multiplier, use.Multiplier
		out.weight = held(r, g)
		out.unplanned = !group.Terms.Hourly && r.Problem.Foresight == kernel.Myopic
		switch {
		case out.kind == "carbon":
			out.unit = "t"
		case !group.Terms.Hourly:
			out.unit = "MWh"
		}
		f.write(out)
	}
	for k := range months {
		m := &months[k]
		out, hours := row(r, l, m.sites, m.from, m.to), float64(m.hours)
		out.limit, out.used, out.multiplier = m.limit/hours, m.used/hours, m.multiplier/hours
		out.price, out.weight = m.worth/max(m.weight, 1), m.weight
		f.write(out)
	}
}

// held is for how many hours a group is in force and a site that shares it stands.
func held(r *sim.Result, g int) (hours float64) {
	group := &r.Problem.Budgets.Groups[g]
	r.Problem.InForce(group.Limit, max(group.From, r.Problem.Stands(g)), group.To, func(from, to int) { hours += float64(to - from) })
	return hours
}

// sharers are the sites of a group.
func sharers(r *sim.Result, group *kernel.Group) []int32 {
	if group.Sites != nil {
		return group.Sites
	}
	return r.Problem.Limits[group.Limit].Sites
}

// poolMonth is the power that some sites share in the hours of a month, summed over them.
type poolMonth struct {
	force
	sites                   []int32
	limit, used, multiplier float64
	worth, weight           float64 // the multipliers of the hours in which a site stands, and how many these are
}

// addHour counts the hour of group g towards its month.
func addHour(months []poolMonth, r *sim.Result, g int) []poolMonth {
	group, use := &r.Problem.Budgets.Groups[g], r.Trace.Budgets[g]
	sites, month := sharers(r, group), int(r.Problem.Month[group.From])
	k := len(months) - 1
	for k >= 0 && (months[k].month != month || !slices.Equal(months[k].sites, sites)) {
		k--
	}
	if k < 0 {
		k = len(months)
		months = append(months, poolMonth{force: force{month: month, from: group.From}, sites: sites})
	}
	m := &months[k]
	m.from, m.to = min(m.from, group.From), max(m.to, group.To)
	m.hours++
	m.limit += group.BudgetMWh
	m.used += use.UsedMWh
	m.multiplier += use.Multiplier
	hours := held(r, g)
	m.worth += use.Multiplier * hours
	m.weight += hours
	return months
}
