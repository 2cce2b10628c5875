package files

import (
	"io"
	"strings"

	"hashwatt/reports/table"
	"hashwatt/sim"
	"hashwatt/sim/limit"
)

// Limits writes a row for each limit and period: for a limit on energy its own periods, in MWh; for a limit on power the
// months in which it is in force, in MW, for each site where several share it; for a ban the months in which it is in
// force. The multiplier is the mean over the hours in force of what one more MWh would have earned.
func Limits(w io.Writer, r *sim.Result) error {
	f := &limitsFile{
		out:     table.NewWriter(w, "name", "kind", "sites", "from", "to", "limit", "used", "unit", "multiplier_usd_mwh"),
		r:       r,
		windows: map[[2]int][]bool{},
	}
	for l := range r.Problem.Limits {
		switch kind := r.Facts.Limits[l].Kind.(type) {
		case *limit.Energy:
			f.budget(l)
		case *limit.Power:
			f.power(l, kind)
		case *limit.Ban:
			f.ban(l)
		}
	}
	return named("limits.csv", f.out.Close())
}

// limitsFile is the file in the making.
type limitsFile struct {
	out     *table.Writer
	r       *sim.Result
	windows map[[2]int][]bool // by limit and region: the hours in force
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

func (f *limitsFile) write(l int, row limitRow) {
	p := &f.r.Problem.Limits[l]
	f.out.Text(p.Name)
	f.out.Text(p.Kind)
	var ids []string
	for _, i := range row.sites {
		ids = append(ids, f.r.Facts.Sites[i].ID)
	}
	f.out.Text(strings.Join(ids, ";"))
	moment(f.out, f.r.Facts.Axis.At(row.from))
	moment(f.out, f.r.Facts.Axis.At(row.to))
	number(f.out, row.limit)
	number(f.out, row.used)
	f.out.Text(row.unit)
	number(f.out, row.multiplier)
	f.out.End()
}

// budget writes the periods of a limit on energy.
func (f *limitsFile) budget(l int) {
	if f.r.Problem.Budgets == nil {
		return
	}
	for g := range f.r.Problem.Budgets.Groups {
		group := &f.r.Problem.Budgets.Groups[g]
		if int(group.Limit) != l {
			continue
		}
		use := f.r.Trace.Budgets[g]
		f.write(l, limitRow{f.r.Problem.Limits[l].Sites, group.From, group.To, group.BudgetMWh, use.UsedMWh, "MWh", use.Multiplier})
	}
}

// ban writes the months in which a ban is in force.
func (f *limitsFile) ban(l int) {
	sites := f.r.Problem.Limits[l].Sites
	if len(sites) == 0 {
		return
	}
	for _, in := range f.months(l, f.regionOf(sites[0])) {
		row := limitRow{sites: sites, from: in.from, to: in.to, unit: "MW"}
		for _, i := range sites {
			use := f.r.Trace.Use(l, int(i), in.month)
			row.used += use.EnergyMWh / float64(in.hours)
			row.multiplier += use.MultiplierH / float64(in.hours) / float64(len(sites))
		}
		f.write(l, row)
	}
}

// power writes the months in which a limit on power is in force, for each site.
func (f *limitsFile) power(l int, power *limit.Power) {
	shares := f.entitled(l, power)
	for n, i := range f.r.Problem.Limits[l].Sites {
		for _, in := range f.months(l, f.regionOf(i)) {
			use, allowed := f.r.Trace.Use(l, int(i), in.month), shares[n][in.month]
			if allowed == 0 && use.EnergyMWh == 0 {
				continue // the site does not stand yet, or a ban holds it all the month
			}
			hours := float64(in.hours)
			f.write(l, limitRow{[]int32{i}, in.from, in.to, allowed / hours, use.EnergyMWh / hours, "MW", use.MultiplierH / hours})
		}
	}
}

func (f *limitsFile) regionOf(site int32) int { return f.r.Facts.Sites[site].Region }

// window returns the hours in which limit l, not one on energy, is in force in the civil time of a region.
func (f *limitsFile) window(l, region int) []bool {
	hours, known := f.windows[[2]int{l, region}]
	if known {
		return hours
	}
	civil := f.r.Facts.Regions[region].Civil
	switch kind := f.r.Facts.Limits[l].Kind.(type) {
	case *limit.Power:
		hours = kind.Hours(civil)
	case *limit.Ban:
		hours = kind.Hours(civil)
	}
	f.windows[[2]int{l, region}] = hours
	return hours
}

// force is the part of a month in which a limit is in force.
type force struct{ month, from, to, hours int }

// months returns the months in which limit l is in force in a region.
func (f *limitsFile) months(l, region int) (list []force) {
	for t, on := range f.window(l, region) {
		if !on {
			continue
		}
		m := int(f.r.Problem.Month[t])
		if n := len(list); n == 0 || list[n-1].month != m {
			list = append(list, force{month: m, from: t})
		}
		last := &list[len(list)-1]
		last.to = t + 1
		last.hours++
	}
	return list
}
