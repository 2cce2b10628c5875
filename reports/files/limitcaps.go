package files

import (
	"math"

	"hashwatt/sim"
	"hashwatt/sim/kernel"
	"hashwatt/sim/metric"
)

// ban writes the months in which a ban holds sites.
func (f *LimitsFile) ban(r *sim.Result, l int) {
	type held struct {
		force
		sites      []int32
		multiplier float64 // summed over the sites
	}
	months := make([]held, r.Problem.Months)
	for i, spans := range holds(r.Problem.Problem, l) {
		for _, in := range byMonth(r.Problem.Problem, spans) {
			m := &months[in.month]
			if m.sites == nil {
				m.force = in
			}
			m.from, m.to = min(m.from, in.from), max(m.to, in.to)
			m.sites = append(m.sites, int32(i))
			m.multiplier += r.Trace.Use(l, i, in.month).MultiplierH / float64(in.hours)
		}
	}
	for k := range months {
		if m := &months[k]; m.sites != nil {
			out := row(r, l, m.sites, m.from, m.to)
			out.multiplier = m.multiplier / float64(len(m.sites))
			out.price, out.weight = metric.CapPrice(r.Problem.Problem, r.Trace, l, k, k+1)
			f.write(out)
		}
	}
}

// caps writes the months in which limit l tells sites what each may draw by itself, where they stand.
func (f *LimitsFile) caps(r *sim.Result, l int) {
	weighs := weights(r, l)
	for i, spans := range holds(r.Problem.Problem, l) {
		for _, in := range byMonth(r.Problem.Problem, spans) {
			use, weight := r.Trace.Use(l, i, in.month), weighs(i, in.month)
			if use.AllowedMWh == 0 && use.EnergyMWh == 0 && use.MultiplierH == 0 && weight == 0 {
				continue // the site does not stand yet, or a ban holds it all the month
			}
			out, hours := row(r, l, []int32{int32(i)}, in.from, in.to), float64(in.hours)
			out.limit, out.used, out.multiplier = use.AllowedMWh/hours, use.EnergyMWh/hours, use.MultiplierH/hours
			out.weight = weight
			out.price, _ = metric.CapPrice(r.Problem.Problem, r.Trace, l, in.month, in.month+1)
			f.write(out)
		}
	}
}

// weights returns what a site and month weigh in the shadow price of a limit on power, as in metric.CapPrice: the
// energy that it leaves the site or, where it never leaves anybody any, what the connection could carry; nothing where
// the shadow price is that of the limit's budgets.
func weights(r *sim.Result, l int) func(i, m int) float64 {
	tr, limit := r.Trace, &r.Problem.Limits[l]
	if limit.Pooled {
		return func(int, int) float64 { return 0 }
	}
	for _, i := range limit.Sites {
		for m := range tr.Months {
			if tr.Use(l, int(i), m).AllowedMWh > 0 {
				return func(i, m int) float64 { return tr.Use(l, i, m).AllowedMWh }
			}
		}
	}
	return func(i, m int) float64 { return tr.Use(l, i, m).ForceHours * r.Problem.Sites[i].PowerMW }
}

// holds returns by site the hours in which limit l says what it may draw by itself, half open, in order. A limit
// that is in force and calls on nobody says nothing.
func holds(p *kernel.Problem, l int) [][][2]int {
	says := make([]bool, len(p.LimitSet))
	for n, set := range p.LimitSet {
		for _, f := range set {
			says[n] = says[n] || int(f.Limit) == l && !math.IsInf(f.MW, 1)
		}
	}
	spans := make([][][2]int, len(p.Sites))
	open := make([]bool, len(p.Sites))
	for _, st := range p.Steps {
		now, list := st.Set >= 0 && says[st.Set], &spans[st.Site]
		switch {
		case now && !open[st.Site]:
			*list = append(*list, [2]int{st.Hour, p.Hours})
		case !now && open[st.Site]:
			(*list)[len(*list)-1][1] = st.Hour
		}
		open[st.Site] = now
	}
	return spans
}

// force is the part of a month in which a limit holds.
type force struct{ month, from, to, hours int }

// byMonth cuts hours at the ends of months, and joins those of one month.
func byMonth(p *kernel.Problem, spans [][2]int) (list []force) {
	for _, span := range spans {
		for t := span[0]; t < span[1]; t++ {
			m := int(p.Month[t])
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
