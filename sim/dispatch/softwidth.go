package dispatch

import (
	"math"
	"slices"
)

// soften finds the prices, from those of the plans of the families, which are width mean margins off, and settles
// all items but those near their threshold. It is given the energy of all items and what it is worth.
func (w *CrossSpace) soften(it *CrossItems, run []float64, width, energy, value float64) {
	s, o := &w.soft, &w.open
	s.begin(w)
	if len(w.around) == 1 || w.cold {
		w.sift(it, run, s.sum, math.Inf(1))
		return
	}
	s.grain = math.Ldexp(1, math.Ilogb(energy)-50)
	mean := value / energy
	width = w.wider(it, run, width, mean)
	for ; width >= thinnest; width /= thinner {
		s.thin(width*mean, o, w.around)
		w.near(it, run, wide*s.width)
		for range softRound {
			off := s.sweep(w)
			s.step(w.around)
			w.near(it, run, o.reach)
			if off < softEnd {
				break
			}
		}
	}
	s.sweep(w)
	w.settleLast(it, run, wide*s.width)
}

// wider settles items at the first prices and returns the width to begin with, more where budgets are far from met.
func (w *CrossSpace) wider(it *CrossItems, run []float64, width, mean float64) float64 {
	s := &w.soft
	s.width = width * mean
	w.sift(it, run, s.sum, wide*s.width)
	if width >= widest {
		return width
	}
	for off := s.sweep(w); off > rough && width < widest; off /= thinner {
		width *= thinner
	}
	return min(width, widest)
}

// near makes the items within reach of the prices by now the open ones, well enough: items that were settled are
// looked at again where many prices are far from those of then.
func (w *CrossSpace) near(it *CrossItems, run []float64, reach float64) {
	s, o := &w.soft, &w.open
	switch {
	case reach > o.reach && !o.whole || o.drifted(s.sum, w.net.first, max(o.reach-reach, reach-s.width)/2):
		w.sift(it, run, s.sum, reach)
	case reach < o.reach:
		o.narrow(run, s.sum, reach)
	}
}

// thin makes the width smaller. The prices of the family with fewer groups move to where the items of a node that
// run in part do so as before in the mean, or those with one margin would all switch.
func (s *soft) thin(width float64, o *open, around []int32) {
	less := s.width - width
	if less <= 0 {
		s.width = width
		return
	}
	clear(s.use)
	clear(s.slope)
	inverse, from := 1/s.width, int32(0)
	for v, to := range o.at {
		for e := from; e < to; e++ {
			j := &o.items[e]
			if x := (j.gain - s.sum[j.few] - s.sum[v]) * inverse; -0.5 < x && x < 0.5 {
				s.use[j.few] += x * j.energy
				s.slope[j.few] += j.energy
			}
		}
		from = to
	}
	for v := s.to - 1; v >= s.from; v-- {
		if a := around[v]; a > 0 && s.y[v] == 0 {
			s.use[a] += s.use[v]
			s.slope[a] += s.slope[v]
		}
	}
	for v := s.from; v < s.to; v++ {
		a := around[v]
		if s.y[v] > 0 {
			to := s.sum[v]
			if s.slope[v] > 0 {
				to += less * s.use[v] / s.slope[v]
			}
			s.y[v] = max(0, to-s.sum[a])
		}
		s.sum[v] = s.y[v] + s.sum[a]
	}
	s.width = width
	s.total(around)
}

// settleLast settles the items for the flow.
func (w *CrossSpace) settleLast(it *CrossItems, run []float64, reach float64) {
	s, o := &w.soft, &w.open
	switch {
	case o.whole:
		o.narrow(run, s.sum, reach)
	case !slices.Equal(s.sum, o.centre):
		w.sift(it, run, s.sum, reach)
	}
	price := append(s.price[:0], s.sum...)
	for again := 0; !w.left(); again++ {
		if again > 3 {
			w.sift(it, run, price, math.Inf(1))
			break
		}
		for v := 1; v < len(price); v++ {
			if w.level[v] <= 0 {
				price[v] = math.NaN()
			}
			price[v] += 0 * price[w.around[v]]
		}
		w.sift(it, run, price, reach)
	}
	s.price = price
}
