package kernel

import (
	"math"
	"slices"
)

// siteRecursion is the memory of the recursion of one site over its periods, at prices. State 0 of a period is
// free; in state x the site is shut down at its start because of the x-th period before. With the number of
// breaches so far, as far as fines rise, that is all that the past has to say.
type siteRecursion struct {
	value         float64
	width, counts int
	kept, broken  []jointChoice // by period (and the hours after the last) and state
	ahead, behind []float64     // by period, state and count: the best from there on, and up to there
	entries       []jointEntry
}

// jointChoice is what a period earns in one state, USD, and the margin above which what the budget counts runs; at
// it, a share does.
type jointChoice struct{ usd, cut, share float64 }

// jointEntry is an item at prices.
type jointEntry struct {
	margin, energy float64
	hour           int32
	held           bool
}

// recurSite finds the best that a site can do at the prices, by recursion over its periods, the bound that forcing
// a period either way would leave, and what it uses then.
func (s *State) recurSite(j *jointSpace, js *jointSite) float64 {
	s.darken(j, js, func(v int) bool { return j.fix[v] == breaks && !j.primary(v) })
	if s.sizeSite(j, js); js.switched() {
		return s.recurUnits(j, js)
	}
	for p := range js.periods + 1 {
		s.choicesOf(j, js, p)
	}
	s.lookBack(j, js)
	s.lookForward(j, js)
	s.follow(j, js)
	return js.value
}

// breach is that over whose periods the recursion goes.
func (s *State) breachOf(js *jointSite) *Breach { return &s.p.Sites[js.i].Breaches[js.k] }

// span are the hours of a period with those since the last one, or after the last.
func (s *State) span(j *jointSpace, js *jointSite, p int) (from, to int) {
	b, from, to := s.breachOf(js), j.t, j.to
	if p > 0 {
		from = s.end(b, int(j.vars[js.var0+p-1].period))
	}
	if p < js.periods {
		to = min(to, s.end(b, int(j.vars[js.var0+p].period)))
	}
	return from, to
}

// shutTo is the hour until which a site is shut down in a state of a period.
func (s *State) shutTo(j *jointSpace, js *jointSite, p, x int) int {
	if x == 0 || p < x {
		return 0
	}
	_, end := s.span(j, js, p-x)
	return end + s.breachOf(js).ShutdownHours
}

func (s *State) sizeSite(j *jointSpace, js *jointSite) {
	back := 0 // most periods back of which a shutdown may last
	for p := range js.periods + 1 {
		for from, _ := s.span(j, js, p); p > back && s.shutTo(j, js, p, back+1) > from; {
			back++
		}
	}
	js.width, js.counts = back+1, s.breachOf(js).counts()
	n := (js.periods + 1) * js.width
	js.kept, js.broken = resize(js.kept, n), resize(js.broken, n)
	js.ahead, js.behind = resize(js.ahead, (n+js.width)*js.counts), resize(js.behind, (n+js.width)*js.counts)
}

// possible says whether a site may be in state x when period p begins.
func (s *State) possible(j *jointSpace, js *jointSite, p, x int) bool {
	from, _ := s.span(j, js, p)
	return x == 0 || x <= p && s.shutTo(j, js, p, x) > from
}

// after is the state in which the next period begins if this one is kept.
func (s *State) after(j *jointSpace, js *jointSite, p, x int) int {
	if _, to := s.span(j, js, p); x > 0 && s.shutTo(j, js, p, x) > to {
		return x + 1
	}
	return 0
}

// choicesOf finds what a period earns in each state, kept and broken.
func (s *State) choicesOf(j *jointSpace, js *jointSite, p int) {
	js.entries = js.entries[:0]
	sorted := true
	for _, it := range j.items[js.seg[p]:js.seg[p+1]] {
		r := it.margin - j.cells[it.cell]
		if r <= 0 || js.dark[int(it.hour)-j.t] {
			continue
		}
		n := len(js.entries)
		sorted = sorted && (n == 0 || js.entries[n-1].margin >= r)
		js.entries = append(js.entries, jointEntry{r, it.energy, it.hour, it.held})
	}
	if !sorted {
		slices.SortFunc(js.entries, func(a, b jointEntry) int {
			switch {
			case a.margin > b.margin:
				return -1
			case a.margin < b.margin:
				return 1
			}
			return int(a.hour) - int(b.hour)
		})
	}
	room, price := 0.0, 0.0
	if p < js.periods {
		q := int(j.vars[js.var0+p].group)
		f := 0
		for q >= j.first[f+1] {
			f++
		}
		if room = j.tree[f].Residual[q-j.first[f]]; !math.IsInf(j.price[q], 1) {
			price = j.price[q]
		}
	}
	_, end := s.span(j, js, p)
	for x := range js.width {
		at := p*js.width + x
		if !s.possible(j, js, p, x) {
			continue
		}
		from := s.shutTo(j, js, p, x)
		if from >= end {
			js.kept[at], js.broken[at] = jointChoice{}, jointChoice{}
			continue
		}
		js.kept[at], js.broken[at] = choose(js.entries, int32(from), room, price)
	}
}

// choose is what some items earn from an hour on if no more than some room is used of what is held, and if more is,
// at a price. The best come first.
func choose(entries []jointEntry, from int32, room, price float64) (kept, broken jointChoice) {
	// begin is what was left before the first that earns as much as the one at hand.
	within, begin, equal, all := room, room, 0.0, 0.0
	last, ran := math.Inf(1), -1.0
	for k := range entries {
		e := &entries[k]
		if e.hour < from {
			continue
		}
		if !e.held {
			kept.usd += e.margin * e.energy
			broken.usd += e.margin * e.energy
			continue
		}
		if e.margin != last {
			last, begin, equal = e.margin, within, 0
		}
		equal += e.energy
		run := min(e.energy, within)
		within -= run
		kept.usd += e.margin * run
		broken.usd += e.margin*run + max(0, e.margin-price)*(e.energy-run)
		if run < e.energy && ran < 0 {
			kept.cut, ran = e.margin, begin
		}
		if ran >= 0 && e.margin == kept.cut {
			all = equal
		}
	}
	if ran >= 0 {
		kept.share = ran / all
	}
	broken.cut = price
	return kept, broken
}

// lookBack finds the best from every period and state on.
func (s *State) lookBack(j *jointSpace, js *jointSite) {
	for p := js.periods; p >= 0; p-- {
		for x := range js.width {
			if !s.possible(j, js, p, x) {
				continue
			}
			for k := range js.counts {
				kept, broken := s.both(j, js, p, x, k)
				js.ahead[(p*js.width+x)*js.counts+k] = max(kept, broken)
			}
		}
	}
	js.value = js.ahead[s.start(js)]
}

// start is the state at the first hour in view.
func (s *State) start(js *jointSite) int {
	return s.breachOf(js).count(s.breach.states[js.n][js.k].broken)
}

// both is the best from a period and state on if it is kept and if it is broken, minus infinity where it may not be.
func (s *State) both(j *jointSpace, js *jointSite, p, x, k int) (kept, broken float64) {
	at := p*js.width + x
	if p == js.periods {
		return js.kept[at].usd, math.Inf(-1)
	}
	v := js.var0 + p
	kept, broken = math.Inf(-1), math.Inf(-1)
	if j.fix[v] != breaks {
		kept = js.kept[at].usd + js.ahead[((p+1)*js.width+s.after(j, js, p, x))*js.counts+k]
	}
	if j.vars[v].may && j.fix[v] != keeps {
		then, count := s.afterBreach(js, k)
		broken = js.broken[at].usd - s.fine(s.breachOf(js), k, int(j.vars[v].period)) + js.ahead[((p+1)*js.width+then)*js.counts+count]
	}
	return kept, broken
}

// afterBreach is the state and count with which the next period begins if this one is broken.
func (s *State) afterBreach(js *jointSite, k int) (x, count int) {
	b := s.breachOf(js)
	if b.ShutdownHours > 0 && js.width > 1 {
		x = 1
	}
	return x, b.count(k + 1)
}

// lookForward finds the best up to every period and state, and with that what forcing a period either way leaves.
func (s *State) lookForward(j *jointSpace, js *jointSite) {
	for n := range js.behind {
		js.behind[n] = math.Inf(-1)
	}
	js.behind[s.start(js)] = 0
	for p := range js.periods {
		v := js.var0 + p
		j.force[0][v], j.force[1][v] = math.Inf(-1), math.Inf(-1)
		for x := range js.width {
			for k := range js.counts {
				at := (p*js.width+x)*js.counts + k
				sofar := js.behind[at]
				if math.IsInf(sofar, -1) {
					continue
				}
				kept, broken := s.both(j, js, p, x, k)
				j.force[0][v] = max(j.force[0][v], sofar+kept)
				j.force[1][v] = max(j.force[1][v], sofar+broken)
				s.reach(js, ((p+1)*js.width+s.after(j, js, p, x))*js.counts+k, sofar+kept)
				then, count := s.afterBreach(js, k)
				s.reach(js, ((p+1)*js.width+then)*js.counts+count, sofar+broken)
			}
		}
	}
}

// reach enters what a way to a state has earned: the whole of it less the best from there on.
func (s *State) reach(js *jointSite, at int, whole float64) {
	if !math.IsInf(whole, -1) {
		js.behind[at] = max(js.behind[at], whole-js.ahead[at])
	}
}

// follow notes the periods that the best choice breaks, and what it uses.
func (s *State) follow(j *jointSpace, js *jointSite) {
	x, k := 0, s.start(js)
	for v := js.vars[0]; v < js.vars[1]; v++ {
		j.set[v] = j.fix[v] == breaks
	}
	for p := range js.periods + 1 {
		kept, broken := s.both(j, js, p, x, k)
		choice, from := js.kept[p*js.width+x], s.shutTo(j, js, p, x)
		x2, k2 := 0, k
		if p < js.periods {
			x2 = s.after(j, js, p, x)
			if j.set[js.var0+p] = broken > kept; broken > kept {
				x2, k2 = s.afterBreach(js, k)
			}
		}
		s.useSite(j, js, p, from, choice, p < js.periods && j.set[js.var0+p])
		x, k = x2, k2
	}
}

// useSite adds what runs in a period to the cells.
func (s *State) useSite(j *jointSpace, js *jointSite, p, from int, kept jointChoice, broken bool) {
	price := js.broken[p*js.width].cut
	for _, it := range j.items[js.seg[p]:js.seg[p+1]] {
		r := it.margin - j.cells[it.cell]
		if r <= 0 || int(it.hour) < from || js.dark[int(it.hour)-j.t] {
			continue
		}
		part := 1.0
		switch {
		case !it.held || r > kept.cut || broken && r > price:
		case r == kept.cut:
			part = kept.share
		default:
			part = 0
		}
		j.use[it.cell] += part * it.energy
	}
}
