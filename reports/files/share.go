package files

import (
	"slices"

	"hashwatt/sim/limit"
)

// entitled returns the share of a limit on power by site of it and month, MWh: by the meter capacity of the sites that
// stand and that no ban holds, as the rule of sharing has it.
func (f *limitsFile) entitled(l int, power *limit.Power) [][]float64 {
	p := f.r.Problem
	sites := p.Limits[l].Sites
	shares := make([][]float64, len(sites))
	bans := make([][]int, len(sites))
	for n, i := range sites {
		shares[n] = make([]float64, p.Months)
		for b := range p.Limits {
			if p.Limits[b].Kind == "ban" && slices.Contains(p.Limits[b].Sites, i) {
				bans[n] = append(bans[n], b)
			}
		}
	}
	capacity := make([]float64, len(sites))
	moments := f.moments(l, bans)
	for k, t := range moments[:len(moments)-1] {
		var total float64
		for n, i := range sites {
			s := &f.r.Facts.Sites[i]
			capacity[n] = 0
			if f.window(l, s.Region)[t] && s.OnlineHour <= t && !slices.ContainsFunc(bans[n], func(b int) bool { return f.window(b, s.Region)[t] }) {
				capacity[n] = s.PowerMW
				total += s.PowerMW
			}
		}
		hours := float64(moments[k+1] - t)
		for n := range sites {
			switch {
			case capacity[n] == 0:
			case f.r.Facts.Limits[l].Alone:
				shares[n][p.Month[t]] += hours * float64(power.Limit)
			default:
				shares[n][p.Month[t]] += hours * float64(power.Limit) * capacity[n] / total
			}
		}
	}
	return shares
}

// moments returns the hours at which a share may change or a month begins, in order, the first and the last one too.
func (f *limitsFile) moments(l int, bans [][]int) []int {
	p := f.r.Problem
	list := []int{0, p.Hours}
	for t := 1; t < p.Hours; t++ {
		if p.Month[t] != p.Month[t-1] {
			list = append(list, t)
		}
	}
	seen := map[[2]int]bool{}
	edges := func(l, region int) {
		if seen[[2]int{l, region}] {
			return
		}
		seen[[2]int{l, region}] = true
		hours := f.window(l, region)
		for t := 1; t < len(hours); t++ {
			if hours[t] != hours[t-1] {
				list = append(list, t)
			}
		}
	}
	for n, i := range p.Limits[l].Sites {
		s := &f.r.Facts.Sites[i]
		if s.OnlineHour > 0 && s.OnlineHour < p.Hours {
			list = append(list, s.OnlineHour)
		}
		edges(l, s.Region)
		for _, b := range bans[n] {
			edges(b, s.Region)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
