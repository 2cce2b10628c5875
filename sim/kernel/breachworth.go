package kernel

import "math"

// room is what a budget that cannot be exceeded leaves to one site, MWh, if another budget of the site is kept and
// if it is broken.
type room struct {
	keeps, broken float64
	known         bool
}

// breachWorth is what the hours from one on earn site i, USD, if the budget is kept and if it is broken, and
// whether more is used then. The best hours come first, and none uses more than the hard budgets around it leave,
// which is exact where these are nested and this site alone has them from now on.
func (s *State) breachWorth(i, from int, budget, price float64) (keeps, broken float64, more bool) {
	sp := &s.breach.breachPlan
	within, free := budget, budget // what is left of the budget if it is kept, and below its price if it is broken
	for k := range sp.items {
		it := &sp.items[k]
		if int(it.hour) < from {
			continue
		}
		left := s.roomAround(i, int(it.hour))
		kept, all := min(it.mwh, left.keeps), min(it.mwh, left.broken)
		if !it.held {
			s.takeRoom(i, int(it.hour), kept, all)
			keeps += kept * it.margin
			broken += all * it.margin
			continue
		}
		kept = min(kept, within)
		within -= kept
		cheap := min(all, free)
		free -= cheap
		keeps += kept * it.margin
		broken += cheap * it.margin
		over := all - cheap
		if over > rounding*budget && it.margin > price {
			broken += over * (it.margin - price)
			more = true
		} else {
			over = 0
		}
		s.takeRoom(i, int(it.hour), kept, cheap+over)
	}
	for _, g := range sp.capped {
		sp.rooms[g].known = false
	}
	sp.capped = sp.capped[:0]
	return keeps, broken, more
}

// roomAround is the least that hard budgets around hour h leave to site i.
func (s *State) roomAround(i, h int) room {
	sp, least := &s.breach.breachPlan, room{keeps: math.Inf(1), broken: math.Inf(1)}
	s.hardAround(i, h, func(g int32, weight float64) {
		r := &sp.rooms[g]
		if !r.known {
			left := max(0, s.p.Budgets.Groups[g].budget()-s.used[g]) / weight
			*r = room{left, left, true}
			sp.capped = append(sp.capped, g)
		}
		least.keeps, least.broken = min(least.keeps, r.keeps), min(least.broken, r.broken)
	})
	return least
}

// takeRoom uses what is left of the hard budgets around hour h.
func (s *State) takeRoom(i, h int, keeps, broken float64) {
	s.hardAround(i, h, func(g int32, _ float64) {
		r := &s.breach.rooms[g]
		r.keeps, r.broken = max(0, r.keeps-keeps), max(0, r.broken-broken)
	})
}

// hardAround visits the budgets around hour h of site i that it may neither break nor exceed at a price, with what
// a MWh counts.
func (s *State) hardAround(i, h int, visit func(g int32, weight float64)) {
	class := s.p.Sites[i].Class
	if class < 0 {
		return
	}
	for _, leaf := range s.budget.leaf {
		for g := leaf[class][h]; g >= 0; g = s.p.Budgets.Groups[g].Parent {
			if terms := &s.p.Budgets.Groups[g].Terms; !terms.Soft && !terms.Breach {
				visit(g, s.weight(class))
			}
		}
	}
}
