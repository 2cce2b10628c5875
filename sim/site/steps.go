package site

import (
	"encoding/binary"
	"math"
	"slices"

	"hashwatt/sim/kernel"
	"hashwatt/sim/limit"
)

// compileSteps turns the caps of limits into the moments at which what a site may draw changes.
func compileSteps(w *World, p *kernel.Problem, rules []limit.Rule) {
	moments := []int{0}
	for _, s := range w.Sites {
		if s.OnlineHour > 0 && s.OnlineHour < p.Hours {
			moments = append(moments, s.OnlineHour)
		}
	}
	for l := range rules {
		if rules[l].Cap != nil {
			moments = append(moments, rules[l].Cap.Moments...)
		}
	}
	slices.Sort(moments)
	moments = slices.Compact(moments)
	s := newSplitter(w, p, rules)
	for k, t := range moments {
		until := p.Hours
		if k+1 < len(moments) {
			until = moments[k+1]
		}
		s.at(t, until)
	}
	for l := range rules {
		if rules[l].Cap != nil {
			inForce(p, l, func(t int) bool { return s.force[l][t] })
		}
	}
}

// splitter works out what every site may draw from a moment on.
type splitter struct {
	w     *World
	p     *kernel.Problem
	rules []limit.Rule
	force [][]bool  // [limit][hour] in which it holds anybody
	power []float64 // MW that the connection and the machines behind it could draw
	could []float64 // of it after what comes before, 0 before the site stands
	now   []kernel.Step
	last  []kernel.Step
	held  [][]kernel.InForce // by site: the limits in force
	until [][]kernel.InForce // the same of the moment before
	mw    []float64
	next  []float64 // how limits would be shared if all of them went where one more MW goes
	base  []float64
	sets  map[string]int32
	key   []byte
}

func newSplitter(w *World, p *kernel.Problem, rules []limit.Rule) *splitter {
	n := len(w.Sites)
	s := &splitter{
		w: w, p: p, rules: rules, force: make([][]bool, len(rules)), power: couldMW(w, p), could: make([]float64, n), now: make([]kernel.Step, n),
		held: make([][]kernel.InForce, n), until: make([][]kernel.InForce, n), mw: make([]float64, n), next: make([]float64, n),
		base: make([]float64, n), sets: map[string]int32{},
	}
	for l := range rules {
		if rules[l].Cap != nil {
			s.force[l] = make([]bool, p.Hours)
		}
	}
	for i := range w.Sites {
		s.last = append(s.last, kernel.Step{Site: int32(i), CapMW: w.Sites[i].PowerMW, Limit: -1, Set: -1})
	}
	return s
}

// at appends the steps of the sites for which moment t changes anything, and enters the limits in force until the
// next one.
func (s *splitter) at(t, until int) {
	for i := range s.now {
		s.now[i] = kernel.Step{Hour: t, Site: int32(i), CapMW: s.w.Sites[i].PowerMW, Limit: -1, Set: -1}
		s.held[i] = s.held[i][:0]
		s.could[i] = 0
		if s.w.Sites[i].OnlineHour <= t {
			s.could[i] = s.power[i]
		}
	}
	for _, before := range []bool{true, false} {
		for l := range s.rules {
			if c := s.rules[l].Cap; c != nil && c.Before == before {
				s.ask(l, t, until)
			}
		}
	}
	for i := range s.now {
		if slices.Equal(s.held[i], s.until[i]) {
			s.now[i].Set = s.last[i].Set
		} else {
			s.now[i].Set = s.set(s.held[i])
			s.until[i] = append(s.until[i][:0], s.held[i]...)
		}
		same := s.last[i]
		same.Hour = t
		if s.now[i] != same {
			s.p.Steps = append(s.p.Steps, s.now[i])
			s.last[i] = s.now[i]
		}
	}
}

// ask lets limit l say what its sites may draw.
func (s *splitter) ask(l, t, until int) {
	sites, rule := s.w.Limits[l].Sites, s.rules[l].Cap
	base, mw := s.base[:len(sites)], s.mw[:len(sites)]
	next := mw
	for k, i := range sites {
		base[k] = s.could[i]
	}
	rule.Allow(t, base, mw)
	if rule.Next != nil {
		next = s.next[:len(sites)]
		rule.Next(t, base, next)
	}
	for k, i := range sites {
		unlimited := math.IsInf(mw[k], 1)
		paid := rule.Pay != nil && rule.Pay.InForce[k][t]
		if unlimited && !paid {
			continue
		}
		force := kernel.InForce{Limit: int32(l), MW: mw[k]}
		if paid {
			force.Standby = rule.Pay.PerMWHour
			if !unlimited {
				force.Earns = rule.Pay.PerMWh
			}
		}
		s.held[i] = append(s.held[i], force)
		if mw[k] < s.now[i].CapMW || rule.Before && mw[k] == s.now[i].CapMW { // of two bans the later one in the file counts
			s.now[i].CapMW, s.now[i].NextMW, s.now[i].Limit = mw[k], next[k], int32(l)
		}
		if rule.Before {
			s.could[i] = min(s.could[i], mw[k])
		}
		for h := t; h < until && !s.force[l][until-1]; h++ {
			s.force[l][h] = true
		}
	}
}

// set is the number of a set of limits in force, -1 for the empty one.
func (s *splitter) set(force []kernel.InForce) int32 {
	if len(force) == 0 {
		return -1
	}
	s.key = s.key[:0]
	for _, f := range force {
		s.key = binary.LittleEndian.AppendUint32(s.key, uint32(f.Limit))
		for _, v := range [...]float64{f.MW, f.Earns, f.Standby} {
			s.key = binary.LittleEndian.AppendUint64(s.key, math.Float64bits(v))
		}
	}
	n, ok := s.sets[string(s.key)]
	if !ok {
		n = int32(len(s.p.LimitSet))
		s.sets[string(s.key)] = n
		s.p.LimitSet = append(s.p.LimitSet, slices.Clone(force))
	}
	return n
}
