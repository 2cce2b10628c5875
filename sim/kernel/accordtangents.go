package kernel

import (
	"math"

	"hashwatt/sim/dispatch"
)

// What an accord earns with some highest loads, budgets solved and loads paid, is concave in the loads where prices of
// windows rise. At given prices of the budgets what its parts earn with these loads is an upper bound of that, whose
// tangent rises in each load by what the hours that it stops would earn more, budgets paid, less the price of the load.
// Tangents at the prices of the budgets under the loads that are tried lead to better loads, and the mixture of their
// prices that is the lowest at its highest proves how good the best ones are: no plan earns more than all parts do that
// answer at these prices, each as a whole (J. F. Benders, "Partitioning procedures for solving mixed-variables
// programming problems", 1962).

// accordTangents is the memory of a search by tangents.
type accordTangents struct {
	planes dispatch.Planes
	prices [][]float64 // by plane: the own price of each group
	most   []float64   // by load: MW that its hours could draw
	best   []float64   // by load: the shares of these of the best plan
	at     []float64   // and those that are tried
	rise   []float64   // by load: USD for all of it
	low    []float64   // by load: USD/MW that its hours earn more with more of it
	high   []float64   // and less with less of it
}

// mostLoads is how many loads tangents may choose at once, and tangentWork bounds what their highest points take: one
// of n loads takes some n³ steps.
const (
	mostLoads   = 250
	tangentWork = 200_000_000
)

// tangible says whether tangents find the loads of an accord: it has loads to choose, not too many, and there are
// neither tiers nor prices that fall.
func (s *State) tangible() bool {
	sp, windows := &s.accord, 0
	for n := range sp.n {
		if part := &sp.parts[n]; len(part.counts) > 0 {
			return false
		} else if !part.still {
			windows += len(part.windows)
		}
	}
	return windows > 0 && windows <= mostLoads && !sp.bent
}

// mostTangents bounds a search by tangents, by the hours that it looks at and the loads.
func (s *State) mostTangents() int {
	slots, once := 1, s.look == Perfect
	loads := len(s.accord.tangents.most)
	points := tangentWork / max(1, loads*loads*loads)
	for n := range s.accord.n {
		part := &s.accord.parts[n]
		slots += len(part.slots)
		once = once && s.p.Sites[part.site].Breaches == nil // of which many choices are tried
	}
	if once {
		return max(20, min(500, 10_000_000/slots, points))
	}
	return max(4, min(100, 1_000_000/slots, points/10))
}

// followTangents looks for better loads than the best so far, from the loads and the own prices of the groups at hand,
// until its tangents bound what is earned near enough, relative. It leaves the groups with the prices that prove most,
// and returns what these prove.
func (s *State) followTangents(near float64) (bound float64) {
	sp, c := &s.accord, &s.accord.tangents
	s.beginTangents()
	s.addTangent()
	for n := range s.mostTangents() {
		c.planes.Top()
		if best := sp.bests.value; c.planes.Value-best <= near*(1+math.Abs(best)) {
			break
		}
		if n == 0 {
			s.takeBest()
		} else {
			s.moveToTop(n%2 == 1)
		}
		s.tryLoads(true)
		s.addTangent()
	}
	c.planes.Top()
	s.mixPrices()
	return s.answerLoads()
}

// moveToTop makes the loads at hand those of the highest point of the tangents or, where they are less wild, half the
// way to these from the best loads.
func (s *State) moveToTop(half bool) {
	c := &s.accord.tangents
	copy(c.at, c.planes.At)
	if half {
		s.bestShares()
		for w, share := range c.best {
			c.at[w] = (c.at[w] + share) / 2
		}
	}
	s.standAt(c.at)
}

// beginTangents lists the loads.
func (s *State) beginTangents() {
	c := &s.accord.tangents
	c.most, c.prices = c.most[:0], c.prices[:0]
	s.eachLoad(func(part *accordPart, w int) { c.most = append(c.most, 0) })
	first := 0
	for n := range s.accord.n {
		part := &s.accord.parts[n]
		if part.still {
			continue
		}
		for k := range part.slots {
			slot, mw := &part.slots[k], 0.0
			for b := range slot.tranches {
				mw += part.mw[slot.block+b]
			}
			for w := slot.window; w >= 0; w = part.in.Parent[w] {
				c.most[first+int(w)] = max(c.most[first+int(w)], mw)
			}
		}
		first += len(part.windows)
	}
	c.planes.Reset(len(c.most))
	c.best, c.at = resize(c.best, len(c.most)), resize(c.at, len(c.most))
	c.rise, c.low, c.high = resize(c.rise, len(c.most)), resize(c.low, len(c.most)), resize(c.high, len(c.most))
}

// eachLoad hands out the windows whose loads are to be chosen.
func (s *State) eachLoad(do func(part *accordPart, w int)) {
	for n := range s.accord.n {
		if part := &s.accord.parts[n]; !part.still {
			for w := range part.windows {
				do(part, w)
			}
		}
	}
}

// standAt makes shares the loads at hand: no load is above that around it, nor is less of it used than is paid.
func (s *State) standAt(shares []float64) {
	n := 0
	s.eachLoad(func(part *accordPart, w int) {
		plan, most := &s.charge.plans[part.site], math.Inf(1)
		if up := part.in.Parent[w]; up >= 0 {
			most = plan.mw[part.windows[up]]
		}
		plan.mw[part.windows[w]] = min(max(shares[n]*s.accord.tangents.most[n], free(part.loads[w])), most)
		n++
	})
}

// bestShares are the loads of the best plan.
func (s *State) bestShares() {
	c, n, w := &s.accord.tangents, 0, 0
	for k := range s.accord.n {
		part := &s.accord.parts[k]
		for range part.windows {
			if mw := s.accord.bests.mw[w]; !part.still {
				c.best[n] = share(mw, c.most[n])
				n++
			}
			w++
		}
	}
}

// share is the part of most that a load is.
func share(mw, most float64) float64 {
	if !(most > 0) {
		return 0
	}
	return min(1, mw/most)
}

// addTangent adds the tangent at the loads at hand, at the own prices of the groups at hand.
func (s *State) addTangent() {
	sp, c := &s.accord, &s.accord.tangents
	own := resize(s.nextPrices(), len(sp.groups))
	height := 0.0
	for g := range sp.groups {
		group := &sp.groups[g]
		group.searched, own[g] = false, group.fixed
		height += group.fixed * group.rest
	}
	c.prices = append(c.prices, own)
	s.setPrices(-1)
	first := 0
	for n := range sp.n {
		part := &sp.parts[n]
		s.priceCells(part)
		if part.still {
			height += s.earnTangent(part, nil, nil)
			continue
		}
		last := first + len(part.windows)
		height += s.earnTangent(part, c.low[first:last], c.high[first:last])
		height -= s.riseOf(part, first)
		first = last
	}
	c.planes.Add(height, c.rise, c.at)
}

// nextPrices is memory for the prices of one more plane.
func (s *State) nextPrices() []float64 {
	if list := s.accord.tangents.prices; len(list) < cap(list) {
		return list[:len(list)+1][len(list)]
	}
	return nil
}

// earnTangent is what a part earns under the loads at hand at the prices of its cells, USD before loads are paid, and
// by its windows what it would earn more with a MW more of their loads, and less with a MW less, USD.
func (s *State) earnTangent(part *accordPart, low, high []float64) (usd float64) {
	clear(low)
	clear(high)
	plan := &s.charge.plans[part.site]
	for n := range part.slots {
		slot := &part.slots[n]
		room, asks, at := math.Inf(1), part.price(slot), slot.first
		if slot.window >= 0 {
			room = plan.mw[part.windows[slot.window]]
		}
		for b := range slot.tranches {
			mw, worth := part.mw[slot.block+b], 0.0
			for range slot.bits {
				worth += part.length[at] * max(0, part.margin[at]-asks)
				at++
			}
			usd += worth * min(mw, room)
			if near := rounding * mw; slot.window >= 0 && high != nil && room <= mw+near { // it ends in this tranche
				if room > near || b == 0 {
					high[slot.window] += worth
				}
				if room < mw-near {
					low[slot.window] += worth
					break
				}
			}
			room = max(0, room-mw)
		}
	}
	return usd
}

// riseOf finds how steep the tangent at hand is by the windows of a part, the first of which has a place among the
// loads, and returns what the loads cost, USD. Of what more and less of a load earn and cost it takes what leaves the
// tangent flattest. What earns more than its price in a window with the load of the one around it lifts that.
func (s *State) riseOf(part *accordPart, first int) (usd float64) {
	c, plan := &s.accord.tangents, &s.charge.plans[part.site]
	for w := len(part.windows) - 1; w >= 0; w-- {
		n := first + w
		mw := min(plan.mw[part.windows[w]], c.most[n])
		usd += cost(part.loads[w], 0, mw)
		below, above := priceOf(part.loads[w], mw*(1-rounding)), priceOf(part.loads[w], mw*(1+rounding))
		low, high := c.low[n], c.high[n]
		if up := part.in.Parent[w]; up >= 0 && plan.mw[part.windows[up]] == plan.mw[part.windows[w]] {
			c.low[first+int(up)] += max(0, low-above)
			c.high[first+int(up)] += max(0, high-above)
			low, high = min(low, above), min(high, above)
		}
		rise := 0.0
		if low > above {
			rise = low - above
		} else if high < below {
			rise = high - below
		}
		c.rise[n], c.at[n] = rise*c.most[n], share(mw, c.most[n])
	}
	return usd
}

// mixPrices gives the groups the mixture of the prices of the planes that is the lowest at its highest.
func (s *State) mixPrices() {
	sp, c := &s.accord, &s.accord.tangents
	for g := range sp.groups {
		sp.groups[g].fixed = 0
	}
	for k, part := range c.planes.Part {
		if part > 0 {
			for g := range sp.groups {
				sp.groups[g].fixed += part * c.prices[k][g]
			}
		}
	}
}
