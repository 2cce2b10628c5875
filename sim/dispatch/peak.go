package dispatch

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// PriceStep is a stretch of a price that depends on how much there is already: up to UpTo, counted from zero, a unit
// costs Price. UpTo does not fall from stretch to stretch and the last one is +Inf. No stretches at all are a price of
// zero.
type PriceStep struct{ UpTo, Price float64 }

// Peaks is one or several trees of windows whose highest loads are priced, and what could run in them.
type Peaks struct {
	Parent []int32       // the smallest window around each, -1 for none; parents stand before their children
	Steps  [][]PriceStep // by window, USD for each MW of its highest load; finite, not negative, rising or falling
	Leaf   []int32       // by item: the smallest window of its hour, never -1
	Hour   []int32       // by item: its hour; the items of one hour stand together, in merit order
	MW     []float64     // by item: power, finite, not negative; the first item of an hour lies at levels 0 to its MW, and so on
	Margin []float64     // by item: USD for each MW that runs for its length, finite; does not rise within an hour
}

// PeakPlan is the answer of [PeakSpace.Solve]. Its slice belongs to the plan and is overwritten by the next Solve
// into it. Within the plan an hour runs every item with a positive margin that lies below MW of the hour's smallest
// window; the item that this level cuts runs in part.
type PeakPlan struct {
	MW    []float64 // by window: the highest load that is worth its price, at most that of the parent
	Value float64   // USD, margins less the price of the highest loads
}

// PeakSpace holds the arrays of Solve between calls. The zero value is ready; it serves one goroutine at a time.
type PeakSpace struct {
	root    []int32 // the window without a parent around each window
	order   []int32 // windows by tree, parents before their children
	events  []event
	windows []window
	rises   []rise
}

// event is a level at which a window changes: an item of it ends there, or a stretch of its price.
type event struct {
	level        float64 // MW
	own          float64 // USD/MW: what own loses there; once summed, own above this level
	root, window int32
	item         int32 // that ends there, -1 for none
}

// window is what is known of a window while the level rises.
type window struct {
	sum        sum     // USD/MW, own while it is summed from the top
	own, price float64 // USD/MW at the level reached
	step       int32   // stretch of the price at the level reached
	rise       int32   // the latest of the window, -1 before the first
	gain       float64 // USD, P at the level reached less the largest P below it
	gross      float64 // USD, the same with costs added instead of taken off: the scale of its rounding
}

// rise is a run of levels at each of which P was larger than anywhere below.
type rise struct {
	from, to float64 // MW
	before   int32   // the rise of the same window before this one, -1 for none
}

// Solve finds the highest loads of largest value: it maximises, over the load of every hour, the sum of the margins
// of what runs less C_w(highest load of the hours of w) for each window w, where C_w(z) is the integral of Steps
// from 0 to z.
//
// Theorem. Let own_w(y) be the sum, over the hours whose smallest window is w, of the positive margin of the item at
// level y (0 above the last), c_w(y) the price of the level, and
//
//	P_w(z) = ∫ from 0 to z of (own_w - c_w) dy + Σ over children U_child(z),   U_w(z) = max of P_w(z'), 0 <= z' <= z.
//
// The optimum is Σ over roots of U_root(∞); the highest load of a root is where its P is largest, that of a child where
// its P is largest up to the highest load of its parent. All of these are ends of items or of stretches of a price.
//
// Proof. (1) Given highest loads z, an hour does best to run all that is positive below the lowest z around it,
// since its items lie in merit order. Lowering the z of a child to that of its parent takes nothing away and costs
// nothing, so z_child <= z_parent without loss, and the hours of w earn ∫ own_w from 0 to z_w. What is left is the
// recursion. (2) Between neighbouring ends, taken over the whole tree, U is convex: own_w - c_w is constant there,
// so P_w is a linear function plus the U of children, which are convex by induction; and a convex P is largest at
// either end of an interval, so from an end a on U_w(z) = max(U_w(a), P_w(z)), which is convex again. Hence the
// largest P on an interval is at an end of it, whether prices rise or fall, and where the inside is as good, P is
// constant and the lower end is as good.
//
// With one window, one item in each hour, and equal power this is all or nothing: run if the margins of the hours that
// earn one add up to more than the price, else idle. The sum over levels is the layer-cake formula (E. H. Lieb and
// M. Loss, "Analysis", 2001, theorem 1.13).
//
// Of equal values the plan has the smallest loads: a window that gains nothing stays shut, as an item with a margin of
// zero idles. Gains below 1e-12 of the margins and prices they are the difference of count as nothing. The time is
// O(n log n + levels times windows) for each tree. If margins rise within an hour, the hour is still filled from the
// first item up, which is then no longer the best of all.
//
// It panics if the arrays do not fit together or a number is not usable: these are mistakes of the caller.
func (s *PeakSpace) Solve(p *Peaks, plan *PeakPlan) {
	checkPeaks(p)
	plan.MW = sized(plan.MW, len(p.Parent))
	plan.Value = 0
	s.plant(p.Parent)
	s.gather(p)
	s.rise(p, plan)
}

// Again solves the problem of the last Solve for other margins, none of which was zero or less then and is more
// now. Everything else of p has to be as it was then, prices too: that is not checked, and plans are wrong where it is
// not so. It takes linear time, as all levels stand in their order already. It panics if a margin is not finite.
func (s *PeakSpace) Again(p *Peaks, plan *PeakPlan) {
	checkMargins(p.Margin)
	plan.MW = sized(plan.MW, len(p.Parent))
	plan.Value = 0
	for g := range s.windows {
		s.windows[g] = window{rise: -1}
		s.windows[g].pass(p.Steps[g], 0)
	}
	for k := range s.events {
		if e := &s.events[k]; e.item >= 0 {
			e.own = p.ends(int(e.item))
		} else {
			e.own = 0
		}
	}
	s.sumDown()
	s.rise(p, plan)
}

// ends is what own loses where item j ends, USD/MW.
func (p *Peaks) ends(j int) float64 {
	m := max(p.Margin[j], 0)
	if j+1 < len(p.Margin) && p.Hour[j+1] == p.Hour[j] {
		m -= max(p.Margin[j+1], 0)
	}
	return m
}

// rise raises the level in every tree.
func (s *PeakSpace) rise(p *Peaks, plan *PeakPlan) {
	s.rises = s.rises[:0]
	low := 0
	for e := 0; e < len(s.events); {
		root, first := s.events[e].root, e
		for e < len(s.events) && s.events[e].root == root {
			e++
		}
		for s.root[s.order[low]] != root {
			low++ // a tree in which nothing earns anything
		}
		high := low
		for high < len(s.order) && s.root[s.order[high]] == root {
			high++
		}
		plan.Value += s.climb(p, s.order[low:high], s.events[first:e])
		low = high
	}
	for g, a := range p.Parent {
		if !(s.windows[g].gross+plan.Value < math.Inf(1)) {
			panic("dispatch: the value of the windows is too large for a number")
		}
		most := math.Inf(1)
		if a >= 0 {
			most = plan.MW[a]
		}
		plan.MW[g] = s.highest(int32(g), most)
	}
}

// plant finds the root of each window and sorts the windows by tree.
func (s *PeakSpace) plant(parent []int32) {
	n := len(parent)
	s.root = sized(s.root, n)
	s.order = sized(s.order, n)
	s.windows = sized(s.windows, n)
	for g, a := range parent {
		s.root[g] = int32(g)
		if a >= 0 {
			s.root[g] = s.root[a]
		}
		s.order[g] = int32(g)
		s.windows[g] = window{rise: -1}
	}
	slices.SortFunc(s.order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(s.root[a], s.root[b]), cmp.Compare(a, b))
	})
}

// gather lists the events by tree and level and sums own of every window from the top down, where every term is
// positive, so that nothing cancels and own is exactly zero above the last item.
func (s *PeakSpace) gather(p *Peaks) {
	s.events = s.events[:0]
	top := 0.0
	for j, m := range p.Margin {
		g := p.Leaf[j]
		if j == 0 || p.Hour[j] != p.Hour[j-1] {
			top = 0
		}
		top += p.MW[j]
		if m <= 0 {
			continue
		}
		s.events = append(s.events, event{top, p.ends(j), s.root[g], g, int32(j)})
	}
	for g, steps := range p.Steps {
		w := &s.windows[g]
		w.pass(steps, 0)
		for _, step := range steps {
			if step.UpTo > 0 && !math.IsInf(step.UpTo, 1) {
				s.events = append(s.events, event{step.UpTo, 0, s.root[g], int32(g), -1})
			}
		}
	}
	slices.SortFunc(s.events, func(a, b event) int {
		switch {
		case a.root != b.root:
			return cmp.Compare(a.root, b.root)
		case a.level < b.level:
			return -1
		case a.level > b.level:
			return 1
		}
		return 0
	})
	s.sumDown()
}

// sumDown sums own of every window from the top down.
func (s *PeakSpace) sumDown() {
	for k := len(s.events) - 1; k >= 0; k-- {
		e := &s.events[k]
		w := &s.windows[e.window]
		lost := e.own
		e.own = w.sum.value()
		w.sum.add(lost)
	}
	for g := range s.windows {
		w := &s.windows[g]
		w.own = w.sum.value()
	}
}

// pass moves the price on to the stretch that begins at the level or holds it.
func (w *window) pass(steps []PriceStep, level float64) {
	for int(w.step) < len(steps)-1 && steps[w.step].UpTo <= level {
		w.step++
	}
	if len(steps) > 0 {
		w.price = steps[w.step].Price
	}
}

// climb raises the level through the events of one tree, notes where each window has its rises, and returns the
// value of the tree. Levels that are apart by rounding only are one, the highest of them, so that no item is cut by
// a hair.
func (s *PeakSpace) climb(p *Peaks, order []int32, events []event) float64 {
	value, below := 0.0, 0.0
	for first := 0; first < len(events); {
		next := first
		for next < len(events) && events[next].level <= events[first].level*(1+tolerance) {
			next++
		}
		level := events[next-1].level
		for i := len(order) - 1; i >= 0; i-- {
			g := order[i]
			w := &s.windows[g]
			w.gain += (w.own - w.price) * (level - below)
			w.gross += (w.own + w.price) * (level - below)
			if !(w.gain > tolerance*w.gross) {
				continue
			}
			s.rose(w, below, level)
			if a := p.Parent[g]; a >= 0 {
				s.windows[a].gain += w.gain
				s.windows[a].gross += w.gross
			} else {
				value += w.gain
			}
			w.gain, w.gross = 0, 0
		}
		for _, e := range events[first:next] {
			w := &s.windows[e.window]
			w.own = e.own
			w.pass(p.Steps[e.window], level)
		}
		first, below = next, level
	}
	return value
}

// rose notes that P of the window is larger at this level than anywhere below it.
func (s *PeakSpace) rose(w *window, below, level float64) {
	if w.rise >= 0 && s.rises[w.rise].to == below {
		s.rises[w.rise].to = level
		return
	}
	s.rises = append(s.rises, rise{level, level, w.rise})
	w.rise = int32(len(s.rises) - 1)
}

// highest returns where P of the window is largest among the levels up to most.
func (s *PeakSpace) highest(g int32, most float64) float64 {
	r := s.windows[g].rise
	for r >= 0 && s.rises[r].from > most {
		r = s.rises[r].before
	}
	if r < 0 {
		return 0
	}
	return min(s.rises[r].to, most)
}

// checkPeaks panics when the arrays do not fit together or a number is not usable.
func checkPeaks(p *Peaks) {
	if len(p.Steps) != len(p.Parent) {
		panic(fmt.Sprintf("dispatch: prices of %d windows for %d windows", len(p.Steps), len(p.Parent)))
	}
	n := len(p.Margin)
	if len(p.Leaf) != n || len(p.Hour) != n || len(p.MW) != n {
		panic(fmt.Sprintf("dispatch: %d margins, %d windows, %d hours and %d powers of items, want as many of each",
			n, len(p.Leaf), len(p.Hour), len(p.MW)))
	}
	for g, a := range p.Parent {
		if a < -1 || int(a) >= g {
			panic(fmt.Sprintf("dispatch: window %d lies in window %d, want -1 or one that stands before it", g, a))
		}
		checkSteps(p.Steps[g], 0)
	}
	for j, g := range p.Leaf {
		switch {
		case g < 0 || int(g) >= len(p.Parent):
			panic(fmt.Sprintf("dispatch: item %d lies in window %d, want 0 to %d", j, g, len(p.Parent)-1))
		case j > 0 && p.Hour[j] == p.Hour[j-1] && g != p.Leaf[j-1]:
			panic(fmt.Sprintf("dispatch: items %d and %d of one hour lie in windows %d and %d", j-1, j, p.Leaf[j-1], g))
		case !(p.MW[j] >= 0) || math.IsInf(p.MW[j], 0):
			panic(fmt.Sprintf("dispatch: item %d has %v MW, want a finite number that is not negative", j, p.MW[j]))
		}
	}
	checkMargins(p.Margin)
}

// checkMargins panics when a margin is not finite.
func checkMargins(margin []float64) {
	for j, m := range margin {
		if math.IsNaN(m) || math.IsInf(m, 0) {
			panic(fmt.Sprintf("dispatch: item %d has the margin %v USD/MW, want a finite number", j, m))
		}
	}
}

// checkSteps panics unless stretches of a price follow one another to +Inf with finite prices of at least least.
func checkSteps(steps []PriceStep, least float64) {
	upTo := 0.0
	for k, s := range steps {
		switch {
		case !(s.UpTo >= upTo) || (k == len(steps)-1) != math.IsInf(s.UpTo, 1):
			panic(fmt.Sprintf("dispatch: stretch %d of a price ends at %v after %v, want no fall and the last at +Inf",
				k, s.UpTo, upTo))
		case !(s.Price >= least) || math.IsInf(s.Price, 0):
			panic(fmt.Sprintf("dispatch: stretch %d of a price costs %v, want a finite number of at least %v",
				k, s.Price, least))
		}
		upTo = s.UpTo
	}
}
