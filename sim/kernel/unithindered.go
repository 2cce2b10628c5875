package kernel

import "slices"

// hindered says whether the plans of windows leave units of site i less than their schedules draw: it is for this that
// they are planned again when windows begin. Without a schedule it says yes.
func (s *State) hindered(i int32, t int) bool {
	place, known := slices.BinarySearch(s.switches.cycles, i)
	if !known || !s.switches.plans[place].joint || s.switches.plans[place].to <= t {
		return true
	}
	units, _ := s.switched(int(i))
	plan, yes := &s.switches.plans[place], false
	s.lookAhead(int(i), t, plan.to, func(h int, v *outlook) {
		tier, worth := s.charging(int(i), h)
		draws := 0.0
		for k, mw := range v.mw {
			draws += mw * float64(units[k].plan.Blocks[h-plan.from])
		}
		yes = yes || tier != nil || draws > worth*float64(s.p.Sites[i].Cycle.Blocks)*(1+1e-9)
	})
	return yes
}
