package site

import (
	"fmt"
	"slices"

	"hashwatt/sim/kernel"
	"hashwatt/sim/limit"
)

// compileSteps turns bans and limits on power into the moments at which what a site may draw changes.
func compileSteps(w *World, p *kernel.Problem) {
	force := make([][][]bool, len(w.Limits)) // [limit][region] the hours in force
	moments := []int{0}
	for _, s := range w.Sites {
		if s.OnlineHour > 0 && s.OnlineHour < p.Hours {
			moments = append(moments, s.OnlineHour)
		}
	}
	for l := range w.Limits {
		entry := &w.Limits[l]
		out := kernel.Limit{Name: entry.Name, Scope: entry.Scope, ByMonth: make([]float64, p.Months)}
		for _, i := range entry.Sites {
			out.Sites = append(out.Sites, int32(i))
		}
		var window limit.Window
		switch kind := entry.Kind.(type) {
		case *limit.Power:
			out.Kind, window = "power", kind.Window
		case *limit.Ban:
			out.Kind, window = "ban", kind.Window
		case *limit.Energy:
			out.Kind = "energy"
			p.Limits = append(p.Limits, out)
			continue
		}
		force[l] = make([][]bool, len(w.Regions))
		for n, i := range entry.Sites {
			r := w.Sites[i].Region
			if force[l][r] != nil {
				continue
			}
			hours := window.Hours(w.Regions[r].Civil)
			force[l][r] = hours
			for t, on := range hours {
				if n == 0 && on {
					out.ByMonth[p.Month[t]]++
				}
				if t > 0 && on != hours[t-1] {
					moments = append(moments, t)
				}
			}
		}
		p.Limits = append(p.Limits, out)
	}
	slices.Sort(moments)
	moments = slices.Compact(moments)
	splitter := newSplitter(w, p, force)
	for _, t := range moments {
		splitter.at(t)
	}
}

// splitter works out what every site may draw from a moment on.
type splitter struct {
	w     *World
	p     *kernel.Problem
	force [][][]bool
	could []float64 // MW that the connection and the machines behind it could draw
	base  []float64 // of it after bans, 0 before the site stands
	last  []kernel.Step
	sets  map[string]int32
}

func newSplitter(w *World, p *kernel.Problem, force [][][]bool) *splitter {
	s := &splitter{w: w, p: p, force: force, base: make([]float64, len(w.Sites)), sets: map[string]int32{}}
	for i := range w.Sites {
		could := w.Sites[i].PowerMW
		if rated := p.Sites[i].RatedMW; rated > 0 {
			could = min(could, rated*slices.Max(p.PUE[p.Sites[i].Climate]))
		}
		s.could = append(s.could, could)
		s.last = append(s.last, kernel.Step{Site: int32(i), CapMW: w.Sites[i].PowerMW, Limit: -1, Set: -1})
	}
	return s
}

func (s *splitter) inForce(l, i, t int) bool {
	hours := s.force[l]
	return hours != nil && hours[s.w.Sites[i].Region][t]
}

// at appends the steps of the sites for which moment t changes anything.
func (s *splitter) at(t int) {
	w := s.w
	now := make([]kernel.Step, len(w.Sites))
	inForce := make([][]kernel.InForce, len(w.Sites))
	for i := range w.Sites {
		now[i] = kernel.Step{Hour: t, Site: int32(i), CapMW: w.Sites[i].PowerMW, Limit: -1, Set: -1}
		s.base[i] = 0
		if w.Sites[i].OnlineHour <= t {
			s.base[i] = s.could[i]
		}
	}
	for l := range w.Limits {
		if _, ban := w.Limits[l].Kind.(*limit.Ban); !ban {
			continue
		}
		for _, i := range w.Limits[l].Sites {
			if s.inForce(l, i, t) {
				s.base[i] = 0
				now[i].CapMW, now[i].Limit = 0, int32(l)
				inForce[i] = append(inForce[i], kernel.InForce{Limit: int32(l)})
			}
		}
	}
	for l := range w.Limits {
		power, ok := w.Limits[l].Kind.(*limit.Power)
		if !ok {
			continue
		}
		var total float64
		for _, i := range w.Limits[l].Sites {
			if s.inForce(l, i, t) {
				total += s.base[i]
			}
		}
		for _, i := range w.Limits[l].Sites {
			if !s.inForce(l, i, t) {
				continue
			}
			allowed := float64(power.Limit)
			if !w.Limits[l].Alone {
				allowed = 0 // nobody stands or all are banned
				if total > 0 {
					allowed = float64(power.Limit) * s.base[i] / total
				}
			}
			inForce[i] = append(inForce[i], kernel.InForce{Limit: int32(l), MW: allowed})
			if allowed < now[i].CapMW {
				now[i].CapMW, now[i].Limit = allowed, int32(l)
			}
		}
	}
	for i := range now {
		now[i].Set = s.set(inForce[i])
		if now[i].CapMW != s.last[i].CapMW || now[i].Limit != s.last[i].Limit || now[i].Set != s.last[i].Set {
			s.p.Steps = append(s.p.Steps, now[i])
			s.last[i] = now[i]
		}
	}
}

// set is the number of a set of limits in force, -1 for the empty one.
func (s *splitter) set(force []kernel.InForce) int32 {
	if len(force) == 0 {
		return -1
	}
	key := fmt.Sprint(force)
	n, ok := s.sets[key]
	if !ok {
		n = int32(len(s.p.LimitSet))
		s.sets[key] = n
		s.p.LimitSet = append(s.p.LimitSet, force)
	}
	return n
}
