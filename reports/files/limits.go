package files

import (
	"io"
	"strings"
	"time"

	"hashwatt/reports/table"
	"hashwatt/sim"
)

// Limits writes a row for each limit and period: for a limit on energy its own periods, in MWh; for a limit on power the
// months in which it is in force, in MW, for each site; for a ban the months in which it is in force. The multiplier is
// the mean over the hours in force of what one more MWh would have earned.
func Limits(w io.Writer, r *sim.Result) error {
	f := NewLimits(w)
	f.months(r)
	return f.Close(r)
}

// LimitsFile is the file of limits in the making, for a run with hourly rows: limits on power and bans come hour by hour
// while the run runs, limits on energy when it is over.
type LimitsFile struct {
	out *table.Writer
}

// NewLimits begins the file.
func NewLimits(w io.Writer) *LimitsFile {
	return &LimitsFile{
		out: table.NewWriter(w, "name", "kind", "sites", "from", "to", "limit", "used", "unit", "multiplier_usd_mwh"),
	}
}

// Add writes one limit on power or ban at one site in one hour. After an error it does nothing more.
func (f *LimitsFile) Add(h sim.LimitHour) {
	f.write(limitRow{h.Name, h.Kind, h.SiteID, h.From, h.To, h.AllowedMW, h.UsedMW, "MW", h.MultiplierUSD})
}

// Close writes the limits on energy and ends the file. It returns the first error.
func (f *LimitsFile) Close(r *sim.Result) error {
	for l := range r.Problem.Limits {
		f.budget(r, l)
	}
	return named("limits.csv", f.out.Close())
}

// months writes limits on power and bans by month.
func (f *LimitsFile) months(r *sim.Result) {
	for l := range r.Problem.Limits {
		switch limit := &r.Problem.Limits[l]; {
		case limit.Kind == "ban":
			f.ban(r, l)
		case !limit.Pooled:
			f.power(r, l)
		}
	}
}

// limitRow is one row of the file.
type limitRow struct {
	name, kind, sites string
	from, to          time.Time
	limit, used       float64
	unit              string
	multiplier        float64
}

func (f *LimitsFile) write(row limitRow) {
	f.out.Text(row.name)
	f.out.Text(row.kind)
	f.out.Text(row.sites)
	moment(f.out, row.from)
	moment(f.out, row.to)
	number(f.out, row.limit)
	number(f.out, row.used)
	f.out.Text(row.unit)
	number(f.out, row.multiplier)
	f.out.End()
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

// budget writes the periods of limit l, if it is one on energy.
func (f *LimitsFile) budget(r *sim.Result, l int) {
	if r.Problem.Budgets == nil {
		return
	}
	for g := range r.Problem.Budgets.Groups {
		group := &r.Problem.Budgets.Groups[g]
		if int(group.Limit) != l {
			continue
		}
		out, use := row(r, l, r.Problem.Limits[l].Sites, group.From, group.To), r.Trace.Budgets[g]
		out.limit, out.used, out.unit, out.multiplier = group.BudgetMWh, use.UsedMWh, "MWh", use.Multiplier
		f.write(out)
	}
}

// ban writes the months in which a ban is in force.
func (f *LimitsFile) ban(r *sim.Result, l int) {
	sites := r.Problem.Limits[l].Sites
	if len(sites) == 0 {
		return
	}
	for _, in := range inForce(r, l) {
		out := row(r, l, sites, in.from, in.to)
		for _, i := range sites {
			use := r.Trace.Use(l, int(i), in.month)
			out.used += use.EnergyMWh / float64(in.hours)
			out.multiplier += use.MultiplierH / float64(in.hours) / float64(len(sites))
		}
		f.write(out)
	}
}

// power writes the months in which a limit on power is in force, for each site that stands in them.
func (f *LimitsFile) power(r *sim.Result, l int) {
	for _, i := range r.Problem.Limits[l].Sites {
		for _, in := range inForce(r, l) {
			use := r.Trace.Use(l, int(i), in.month)
			if use.AllowedMWh == 0 && use.EnergyMWh == 0 {
				continue // the site does not stand yet, or a ban holds it all the month
			}
			out, hours := row(r, l, []int32{i}, in.from, in.to), float64(in.hours)
			out.limit, out.used, out.multiplier = use.AllowedMWh/hours, use.EnergyMWh/hours, use.MultiplierH/hours
			f.write(out)
		}
	}
}

// force is the part of a month in which a limit is in force.
type force struct{ month, from, to, hours int }

// inForce returns the months in which limit l is in force.
func inForce(r *sim.Result, l int) (list []force) {
	for _, span := range r.Problem.Limits[l].Force {
		for t := span[0]; t < span[1]; t++ {
			m := int(r.Problem.Month[t])
			if n := len(list); n == 0 || list[n-1].month != m {
				list = append(list, force{month: m, from: t})
			}
			last := &list[len(list)-1]
			last.to = t + 1
			last.hours++
		}
	}
	return list
}
