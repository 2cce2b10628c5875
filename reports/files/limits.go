package files

import (
	"io"
	"strings"

	"hashwatt/reports/table"
	"hashwatt/sim"
	"hashwatt/sim/kernel"
	"hashwatt/sim/limit"
)

// Limits writes a row for each limit and period: for a limit on energy its own periods, in MWh; for a limit on power the
// months in which it is in force, in MW, for each site where several share it; for a ban the months in which it is in
// force. The multiplier is the mean over the hours in force of what one more MWh would have earned.
func Limits(w io.Writer, r *sim.Result) error {
	out := table.NewWriter(w, "name", "kind", "sites", "from", "to", "limit", "used", "unit", "multiplier_usd_mwh")
	for l := range r.Problem.Limits {
		switch r.Facts.Limits[l].Kind.(type) {
		case *limit.Energy:
			energyRows(out, r, l)
		default:
			windowRows(out, r, l)
		}
	}
	return named("limits.csv", out.Close())
}

// limitRow is one row of the file.
type limitRow struct {
	sites      []int32
	from, to   int // hours of the axis
	limit      float64
	used       float64
	unit       string
	multiplier float64
}

func (row *limitRow) write(out *table.Writer, r *sim.Result, l int) {
	p := &r.Problem.Limits[l]
	out.Text(p.Name)
	out.Text(p.Kind)
	var ids []string
	for _, i := range row.sites {
		ids = append(ids, r.Facts.Sites[i].ID)
	}
	out.Text(strings.Join(ids, ";"))
	moment(out, r.Facts.Axis.At(row.from))
	moment(out, r.Facts.Axis.At(row.to))
	number(out, row.limit)
	number(out, row.used)
	out.Text(row.unit)
	number(out, row.multiplier)
	out.End()
}

// energyRows writes the periods of a budget.
func energyRows(out *table.Writer, r *sim.Result, l int) {
	if r.Problem.Budgets == nil {
		return
	}
	for g := range r.Problem.Budgets.Groups {
		group := &r.Problem.Budgets.Groups[g]
		if int(group.Limit) != l {
			continue
		}
		use := r.Trace.Budgets[g]
		row := limitRow{r.Problem.Limits[l].Sites, group.From, group.To, group.BudgetMWh, use.UsedMWh, "MWh", use.Multiplier}
		row.write(out, r, l)
	}
}

// windowRows writes the months in which a limit on power or a ban is in force.
func windowRows(out *table.Writer, r *sim.Result, l int) {
	sites := r.Problem.Limits[l].Sites
	if len(sites) == 0 {
		return
	}
	power, capped := r.Facts.Limits[l].Kind.(*limit.Power)
	if !capped {
		for _, in := range inForce(r, l, sites[0]) {
			row := limitRow{sites: sites, from: in.from, to: in.to, unit: "MW"}
			for _, i := range sites {
				use := r.Trace.Use(l, int(i), in.month)
				row.used += use.EnergyMWh / float64(in.hours)
				row.multiplier += use.MultiplierH / float64(in.hours) / float64(len(sites))
			}
			row.write(out, r, l)
		}
		return
	}
	shares := entitled(r, l, power)
	for n, i := range sites {
		for _, in := range inForce(r, l, i) {
			use, allowed := r.Trace.Use(l, int(i), in.month), shares[n][in.month]
			if allowed == 0 && use.EnergyMWh == 0 {
				continue // the site does not stand yet, or a ban holds it all the month
			}
			hours := float64(in.hours)
			row := limitRow{[]int32{i}, in.from, in.to, allowed / hours, use.EnergyMWh / hours, "MW", use.MultiplierH / hours}
			row.write(out, r, l)
		}
	}
}

// force is the part of a month in which a limit is in force.
type force struct{ month, from, to, hours int }

// inForce returns the months in which limit l is in force for site i, in the civil time of its region.
func inForce(r *sim.Result, l int, i int32) (list []force) {
	for t, on := range window(r, l, i) {
		if !on {
			continue
		}
		m := int(r.Problem.Month[t])
		if n := len(list); n == 0 || list[n-1].month != m {
			list = append(list, force{month: m, from: t})
		}
		last := &list[len(list)-1]
		last.to = t + 1
		last.hours++
	}
	return list
}

// window returns the hours in which limit l is in force for site i.
func window(r *sim.Result, l int, i int32) []bool {
	civil := r.Facts.Regions[r.Facts.Sites[i].Region].Civil
	switch kind := r.Facts.Limits[l].Kind.(type) {
	case *limit.Power:
		return kind.Hours(civil)
	case *limit.Ban:
		return kind.Hours(civil)
	}
	return nil
}

// entitled returns the share of a limit on power by site of it and month, MWh: by the meter capacity of the sites that
// stand and that no ban holds, as the rule of sharing has it.
func entitled(r *sim.Result, l int, power *limit.Power) [][]float64 {
	sites := r.Problem.Limits[l].Sites
	shares := make([][]float64, len(sites))
	on := make([][]bool, len(sites))
	banned := make([][][]bool, len(sites))
	for n, i := range sites {
		shares[n] = make([]float64, r.Problem.Months)
		on[n] = window(r, l, i)
		for b := range r.Facts.Limits {
			if _, ban := r.Facts.Limits[b].Kind.(*limit.Ban); ban && holds(&r.Problem.Limits[b], i) {
				banned[n] = append(banned[n], window(r, b, i))
			}
		}
	}
	capacity := make([]float64, len(sites))
	for t, m := range r.Problem.Month {
		var total float64
		for n, i := range sites {
			capacity[n] = 0
			if s := &r.Facts.Sites[i]; on[n][t] && s.OnlineHour <= t && !anyOf(banned[n], t) {
				capacity[n] = s.PowerMW
				total += s.PowerMW
			}
		}
		for n := range sites {
			switch {
			case capacity[n] == 0:
			case r.Facts.Limits[l].Alone:
				shares[n][m] += float64(power.Limit)
			default:
				shares[n][m] += float64(power.Limit) * capacity[n] / total
			}
		}
	}
	return shares
}

func holds(l *kernel.Limit, i int32) bool {
	for _, k := range l.Sites {
		if k == i {
			return true
		}
	}
	return false
}

func anyOf(lists [][]bool, t int) bool {
	for _, list := range lists {
		if list[t] {
			return true
		}
	}
	return false
}
