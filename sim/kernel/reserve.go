package kernel

import (
	"math"
	"slices"
)

// reserveSpace is what budgets keep back for machines that must stay on. It serves roots of more than an hour in which a site has a
// Cycle: there what is drawn follows the schedules of the units, and what is left of the budgets is counted in every hour.
type reserveSpace struct {
	rationed []bool    // by root: it is such a one
	costly   []bool    // by root: and switching is not free there
	owed     []float64 // by group: what units that are on must still use of it from this hour on, as it counts
	met      []float64 // by group: what of that is used in this hour already, or dispatched
	meant    []float64 // by group: what is drawn in the rest of the hour, as far as sites are dispatched
	listed   []int32   // groups of which owed is not 0
	noted    []int32   // groups of which meant or met is not 0
}

// lastHours is how long before the end of a budget it is planned anew every hour where machines are switched, so that little is left
// of it, and longestRoot how many hours may lie ahead then.
const (
	lastHours   = 24
	longestRoot = 32 * 24
)

func (s *State) initialiseReserve() {
	sp, b := &s.switches.reserveSpace, s.p.Budgets
	if b == nil {
		return
	}
	sp.rationed, sp.costly = resize(sp.rationed, len(b.Roots)), resize(sp.costly, len(b.Roots))
	sp.owed, sp.met, sp.meant = resize(sp.owed, len(b.Groups)), resize(sp.met, len(b.Groups)), resize(sp.meant, len(b.Groups))
	sp.listed, sp.noted = sp.listed[:0], sp.noted[:0]
	if len(s.switches.cycles) == 0 {
		return
	}
	for r := range b.Roots {
		root := &b.Roots[r]
		if root.To-root.From <= 1 {
			continue
		}
		for _, i := range s.switches.cycles {
			if slices.Contains(root.Sites, i) {
				sp.rationed[r] = true
				sp.costly[r] = sp.costly[r] || !s.p.Sites[i].Cycle.free()
			}
		}
	}
}

// free says that switching takes nothing.
func (c *Cycle) free() bool {
	return c.Up <= 1 && c.Down <= 1 && c.StartPerMW == 0 && c.ColdHours == 0 && c.RampUp == 0 && c.RampDown == 0
}

// revised says whether root r is planned anew in hour t because schedules have used more or less of its budgets than was planned:
// every day, and every hour at the end of a period. Where three families cross a plan is too dear for that.
func (s *State) revised(r int32, t int) bool {
	b, root := s.p.Budgets, &s.p.Budgets.Roots[r]
	if !s.switches.costly[r] || root.More != nil || t == 0 {
		return false
	}
	if s.p.Day[t] != s.p.Day[t-1] {
		return true
	}
	if root.Second != nil || root.To-t > longestRoot {
		return false
	}
	for _, i := range s.switches.cycles {
		class := s.p.Sites[i].Class
		if class < 0 || !slices.Contains(root.Sites, i) {
			continue
		}
		if g := s.budget.leaf[0][class][t]; g >= 0 && b.Groups[g].Root == r && b.Groups[g].To-t <= lastHours {
			return true
		}
	}
	return false
}

// rationedAt says whether what is left is counted for site i in hour t.
func (s *State) rationedAt(i, t int) bool {
	class := s.p.Sites[i].Class
	if class < 0 || len(s.switches.cycles) == 0 {
		return false
	}
	g := s.anyLeaf(class, t)
	return g >= 0 && s.switches.rationed[s.p.Budgets.Groups[g].Root]
}

// hard says that no more than budget g may be used.
func (s *State) hard(g int32) bool { return !s.soft(g) && !s.lifted(g) }

// ration is what the budgets of site i leave its machines that must stay on for the rest of this hour, and the others, MW at the meter,
// +Inf where they are not counted, and the limit that leaves the least.
func (s *State) ration(i int) (stays, others float64, by int32) {
	stays, others, by = math.Inf(1), math.Inf(1), -1
	if !s.rationedAt(i, s.t) {
		return stays, others, by
	}
	b, sp, site := s.p.Budgets, &s.switches, &s.p.Sites[i]
	weight := s.weight(site.Class)
	for _, leaf := range s.budget.leaf {
		for g := leaf[site.Class][s.t]; g >= 0; g = b.Groups[g].Parent {
			if !s.hard(g) {
				continue
			}
			group := &b.Groups[g]
			own := s.owes(i, group) - (1-s.left)*s.owesNow(i)
			left := group.budget() - s.used[g] - sp.meant[g] - max(0, sp.owed[g]-sp.met[g]-own)
			if free := (left - own) / (weight * s.left); free < others {
				others, by = free, group.Limit
			}
			stays = min(stays, left/(weight*s.left))
		}
	}
	return worthMW(stays, site), worthMW(others, site), by
}

// worthMW is some power, or none where only rounding is left of it.
func worthMW(mw float64, site *Site) float64 {
	if mw <= nothing*site.PowerMW {
		return 0
	}
	return mw
}

// nothing is the part of a connection, or of a machine, that is only the rounding of numbers.
const nothing = 1e-9

// mean notes what a site draws in the rest of the hour after the part that is booked, MWh, and that it has met what it owes in this hour.
func (s *State) mean(i int, mwh float64) {
	s.note(i, mwh*s.weight(s.p.Sites[i].Class), s.left*s.owesNow(i))
}

func (s *State) note(i int, meant, met float64) {
	b, sp, class := s.p.Budgets, &s.switches, s.p.Sites[i].Class
	if meant == 0 && met == 0 {
		return
	}
	for _, leaf := range s.budget.leaf {
		for g := leaf[class][s.t]; g >= 0; g = b.Groups[g].Parent {
			if sp.meant[g] == 0 && sp.met[g] == 0 {
				sp.noted = append(sp.noted, g)
			}
			sp.meant[g] += meant
			sp.met[g] += met
		}
	}
}

// forget begins a part of an hour.
func (s *State) forget() {
	sp := &s.switches
	for _, g := range sp.noted {
		sp.meant[g], sp.met[g] = 0, 0
	}
	sp.noted = sp.noted[:0]
	if s.left == 1 {
		return
	}
	for _, i := range sp.cycles {
		if s.rationedAt(int(i), s.t) {
			s.note(int(i), 0, (1-s.left)*s.owesNow(int(i)))
		}
	}
}

// unitMW is what tranche k of site i draws with so many blocks on, MW at the meter.
func (s *State) unitMW(i, k, blocks int) float64 {
	site := &s.p.Sites[i]
	return min(site.PowerMW, site.Tranches[k].MW*s.pue[site.Climate]) * float64(blocks) / float64(site.Cycle.Blocks)
}

// owes is what the units of site i must still use of a budget, as it counts.
func (s *State) owes(i int, group *Group) (sum float64) {
	site := &s.p.Sites[i]
	if site.Cycle == nil {
		return 0
	}
	units, _ := s.switched(i)
	for k := range units {
		if u := &units[k]; u.state.Blocks > 0 {
			sum += s.unitMW(i, k, u.state.Blocks) * float64(min(u.stays, group.To-s.t))
		}
	}
	return sum * s.weight(site.Class)
}

// owesNow is what the units of site i must use of their budgets in a whole hour as this one, as these count.
func (s *State) owesNow(i int) (sum float64) {
	site := &s.p.Sites[i]
	if site.Cycle == nil {
		return 0
	}
	units, _ := s.switched(i)
	for k := range units {
		if u := &units[k]; u.state.Blocks > 0 && u.stays > 0 {
			sum += s.unitMW(i, k, u.state.Blocks)
		}
	}
	return sum * s.weight(site.Class)
}

// reserve keeps back what the units that are on must still use from hour t on.
func (s *State) reserve(t int) {
	sp := &s.switches
	s.forget()
	for _, g := range sp.listed {
		sp.owed[g] = 0
	}
	sp.listed = sp.listed[:0]
	for _, i := range sp.cycles {
		units, _ := s.switched(int(i))
		for k := range units {
			if units[k].stays = 0; units[k].state.Blocks > 0 {
				units[k].stays = units[k].state.Owed
			}
			s.keepBack(int(i), k, units[k].state.Blocks, t)
		}
	}
}

// keepBack enters what so many blocks of unit k of site i must still use from hour t on; below zero they do so no more.
func (s *State) keepBack(i, k, blocks, t int) {
	units, _ := s.switched(i)
	stays := units[k].stays
	if stays == 0 || blocks == 0 || !s.rationedAt(i, t) {
		return
	}
	b, sp, class := s.p.Budgets, &s.switches, s.p.Sites[i].Class
	mw := s.unitMW(i, k, blocks) * s.weight(class)
	for _, leaf := range s.budget.leaf {
		for g := leaf[class][t]; g >= 0; g = b.Groups[g].Parent {
			if sp.owed[g] == 0 {
				sp.listed = append(sp.listed, g)
			}
			sp.owed[g] += mw * float64(min(stays, b.Groups[g].To-t))
		}
	}
}

// afford is how many blocks of unit k of site i are on in hour t when so many are wanted: none where nothing is left of a budget, and
// no more than before where the budgets would not last as long as the unit must then stay on, beside what others must use.
func (s *State) afford(i, k, t, wanted int) int {
	if wanted == 0 || !s.rationedAt(i, t) {
		return wanted
	}
	units, _ := s.switched(i)
	u, stays := &units[k], 0
	left, others, _ := s.ration(i)
	if u.stays == 0 || u.state.Blocks == 0 {
		left = others
	}
	if left == 0 {
		return 0
	}
	switch {
	case u.state.Blocks == 0:
		stays = s.p.Sites[i].Cycle.Up
	case wanted > u.state.Blocks:
		stays = u.state.Owed
	}
	if stays <= 1 || s.covers(i, k, t, s.unitMW(i, k, wanted), stays) {
		return wanted
	}
	return u.state.Blocks
}

// covers says whether the budgets of site i leave unit k so much for some hours from t on, beside what the other units owe.
func (s *State) covers(i, k, t int, mw float64, hours int) bool {
	b, class := s.p.Budgets, s.p.Sites[i].Class
	weight := s.weight(class)
	for h := t; h < min(t+hours, s.p.Hours); h++ {
		for _, leaf := range s.budget.leaf {
			if h > t && leaf[class][h] == leaf[class][h-1] {
				continue
			}
			for g := leaf[class][h]; g >= 0; g = b.Groups[g].Parent {
				group := &b.Groups[g]
				if !s.hard(g) {
					continue
				}
				need := mw * float64(min(t+hours, group.To)-h) * weight
				if left := group.budget() - s.used[g] - s.othersOwe(i, k, t, h, g); need > left*(1+nothing) {
					return false
				}
			}
		}
	}
	return true
}

// othersOwe is what the units that are on in hour t, but for unit k of site i, must still use of budget g, which holds hour h.
func (s *State) othersOwe(i, k, t, h int, g int32) (sum float64) {
	group := &s.p.Budgets.Groups[g]
	for _, j := range s.switches.cycles {
		if !s.holds(g, int(j), h) {
			continue
		}
		units, _ := s.switched(int(j))
		for n := range units {
			u := &units[n]
			if u.stays == 0 || u.state.Blocks == 0 || int(j) == i && n == k {
				continue
			}
			if hours := min(t+u.stays, group.To) - max(t, group.From); hours > 0 {
				sum += s.unitMW(int(j), n, u.state.Blocks) * float64(hours) * s.weight(s.p.Sites[j].Class)
			}
		}
	}
	return sum
}

// holds says whether budget g counts what site i draws in hour h.
func (s *State) holds(g int32, i, h int) bool {
	class := s.p.Sites[i].Class
	if class < 0 {
		return false
	}
	for _, leaf := range s.budget.leaf {
		for around := leaf[class][h]; around >= 0; around = s.p.Budgets.Groups[around].Parent {
			if around == g {
				return true
			}
		}
	}
	return false
}

// shortOfPower says whether the power that sites share in hour t decides for site i: where its budgets are of one hour, or one of them
// is, and is short. That is a cap, which no schedule overrides.
func (s *State) shortOfPower(i, t int) bool {
	r, pl := s.planOf(i, t)
	if pl == nil || !pl.made || pl.idle {
		return false
	}
	b, class := s.p.Budgets, s.p.Sites[i].Class
	if b.Roots[r].To-b.Roots[r].From == 1 {
		return true
	}
	for f, leaf := range s.budget.leaf {
		for g := leaf[class][t]; g >= 0; g = b.Groups[g].Parent {
			if b.Groups[g].To-b.Groups[g].From == 1 && s.multiplier(f, g) > 0 {
				return true
			}
		}
	}
	return false
}
