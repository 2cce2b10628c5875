package kernel

import (
	"math"
	"slices"

	"hashwatt/sim/dispatch"
)

// A stretch is tiers in a row whose prices do not fall.

// tierChoice is a count or a window of a part whose price falls somewhere.
type tierChoice struct {
	part, place int32
	window      bool
	first       []int // tier at which each stretch begins, and the number of tiers
	low, high   int   // stretches that it may have now
}

// stretches are the first tiers of the stretches in which prices do not fall, and the number of tiers.
func stretches(steps []dispatch.PriceStep) []int {
	first := []int{0}
	for k := 1; k < len(steps); k++ {
		if steps[k].Price < steps[k-1].Price {
			first = append(first, k)
		}
	}
	return append(first, len(steps))
}

// stretch is the price of tiers from one to before another, with what is counted already, carried on to both sides so
// that nothing costs less than it does, and convex where the tiers are: and what it leaves out of the cost, USD.
func stretch(steps []dispatch.PriceStep, counted float64, from, to int) (convex []dispatch.PriceStep, left float64) {
	convex = slices.Clone(steps[from:to])
	start, end := counted, max(counted, steps[to-1].UpTo)
	if from > 0 {
		start = max(counted, steps[from-1].UpTo)
	}
	if start > counted {
		price := steps[from].Price
		for k := range from {
			if at := max(counted, steps[k].UpTo); at < start {
				price = min(price, cost(steps, at, start)/(start-at))
			}
		}
		all := cost(steps, counted, start)
		price = min(price, all/(start-counted))
		left = all - price*(start-counted)
		if price < steps[from].Price {
			convex = slices.Insert(convex, 0, dispatch.PriceStep{UpTo: start, Price: price})
		}
	}
	if to == len(steps) {
		return convex, left
	}
	price := max(steps[to-1].Price, steps[len(steps)-1].Price)
	for _, step := range steps[to : len(steps)-1] {
		if step.UpTo > end {
			price = max(price, cost(steps, end, step.UpTo)/(step.UpTo-end))
		}
	}
	if price > steps[to-1].Price {
		convex = append(convex, dispatch.PriceStep{})
	}
	convex[len(convex)-1] = dispatch.PriceStep{UpTo: math.Inf(1), Price: price}
	return convex, left
}

// listChoices lists the counts and windows of the parts whose prices fall.
func (s *State) listChoices() {
	s.accord.search.choices = s.accord.search.choices[:0]
	for n := range s.accord.n {
		part := &s.accord.parts[n]
		for k := range part.counts {
			if !s.byLoad(part, k) {
				s.listChoice(tierChoice{part: int32(n), place: int32(k)})
			}
		}
		for w := range part.windows {
			s.listChoice(tierChoice{part: int32(n), place: int32(w), window: true})
		}
	}
}

// listChoice lists a choice if there is one beyond what is counted already.
func (s *State) listChoice(c tierChoice) {
	steps, counted := s.billed(&c)
	c.first = stretches(steps)
	c.high = len(c.first) - 2
	for c.low < c.high && steps[c.first[c.low+1]-1].UpTo <= counted {
		c.low++
	}
	if c.low < c.high {
		s.accord.search.choices = append(s.accord.search.choices, c)
	}
}

// billed is the whole price of a count or window, and what of it is counted already.
func (s *State) billed(c *tierChoice) (steps []dispatch.PriceStep, counted float64) {
	part := &s.accord.parts[c.part]
	if c.window {
		return part.loads[c.place], 0
	}
	return part.tiers[c.place], s.charge.plans[part.site].counted[part.counts[c.place]]
}

// restrict lets a count or window have some of its stretches only.
func (s *State) restrict(c *tierChoice, low, high int) {
	if low == c.low && high == c.high {
		return
	}
	part := &s.accord.parts[c.part]
	steps, counted := s.billed(c)
	steps, left := stretch(steps, counted, c.first[low], c.first[high+1])
	if c.window {
		part.in.Steps[c.place], part.loadsLeft[c.place], part.solved = steps, left, false
	} else {
		part.steps[c.place], part.tiersLeft[c.place] = steps, left
	}
	part.known, c.low, c.high = false, low, high
}
