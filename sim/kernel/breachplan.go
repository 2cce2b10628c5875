package kernel

import "slices"

// periodsAhead is how many periods the rolling operator looks ahead when he thinks of breaking a budget: a year of
// months. He looks further where a shutdown would last longer.
const periodsAhead = 12

// breachPlan is the memory of the choice.
type breachPlan struct {
	items      []breachItem
	now, later []float64 // USD by state and count, from a period on
	rooms      []room    // by group
	capped     []int32   // groups with a room in use
}

// breachItem is what a tranche could earn in a piece of an hour.
type breachItem struct {
	margin, mwh float64 // USD/MWh, above zero; MWh
	hour        int32
	held        bool // the budget counts it
}

// choose says whether site i breaks the budget that begins at hour t.
//
// A site is in one of these states when a period begins: free, or still shut down because of the period before, or
// the second before, ..., or because of what it did before hour t. With the number of its breaches so far, which
// sets the next fine and is counted up to the last one, that is all that the past has to say to the future, so
// recursion from the last period to the first is exact. A period that is kept earns the best that its budget can
// buy, one that is broken all that pays, in the hours that no shutdown takes, and within what other budgets leave
// that cannot be exceeded. What other sites use of them, what lies beyond soft ones, tiers, and what switches
// machines beyond their margin are not in it. A period that the horizon cuts is kept.
//
// Perfect foresight decides for all periods at once, along the path. The rolling operator takes today's hashprice
// for all hours, and thinks again when the next period begins. The one who does not look ahead breaks a budget if
// the period earns him more than the fine and the shutdown cost at today's hashprice.
func (s *State) choose(i int, b *Breach, st *breachState, t int) bool {
	if s.look == Perfect {
		// A shutdown that the policy does not know, of another limit or of before it, makes a new one.
		still := s.breach.still[i]
		if len(st.policy) == 0 || still > t && (st.last < st.since || still != s.end(b, st.last)+b.ShutdownHours) {
			st.since = st.open
			return s.recurBreaches(i, b, st, t, len(b.Groups), len(b.Groups))
		}
		state := 0
		if st.last >= st.since && s.end(b, st.last)+b.ShutdownHours > s.end(b, st.open-1) {
			state = st.open - st.last
		}
		return st.policy[(st.open*st.width+state)*b.counts()+b.count(st.broken)]
	}
	open, ahead := st.open, 1
	if s.look == Rolling {
		ahead = periodsAhead
	}
	may := min(open+ahead, len(b.Groups))
	if s.look == Rolling {
		may = max(may, s.shutUntil(b, open))
	}
	return s.recurBreaches(i, b, st, t, may, s.shutUntil(b, may-1))
}

// shutUntil is the number of periods that begin before a shutdown after one is over.
func (s *State) shutUntil(b *Breach, last int) int {
	n := last + 1
	for n < len(b.Groups) && s.p.Budgets.Groups[b.Groups[n]].From < s.end(b, last)+b.ShutdownHours {
		n++
	}
	return n
}

// end is the hour at which a period is over.
func (s *State) end(b *Breach, period int) int { return s.p.Budgets.Groups[b.Groups[period]].To }

// counts is how many numbers of breaches are told apart.
func (b *Breach) counts() int { return max(1, len(b.Fines)) }

// count is the number of breaches so far as far as it matters.
func (b *Breach) count(broken int) int { return min(broken, b.counts()-1) }

// breachView is what an operator sees of the budgets of one site when a period begins.
type breachView struct {
	i         int
	b         *Breach
	st        *breachState
	t         int // at which the open period begins
	may, seen int // the periods before may can be broken, those before seen are looked at
	still     int // the hour until which the site is shut down for what it did before
	before    int // the state of that; a period that is all in it has no choice
}

// recurBreaches decides for the open period of site i, which begins at hour t, looking at the periods before seen,
// of which those before may can be broken. After them the site runs what pays until the shutdown that may be left
// is over. It notes the decisions for all states under perfect foresight.
func (s *State) recurBreaches(i int, b *Breach, st *breachState, t, may, seen int) (breaks bool) {
	v := &breachView{i: i, b: b, st: st, t: t, may: may, seen: seen, still: s.breach.still[i]}
	v.before = s.shutdownsBack(v) + 1
	sp, counts := &s.breach.breachPlan, b.counts()
	st.width = v.before + 1
	sp.now, sp.later = resize(sp.now, st.width*counts), resize(sp.later, st.width*counts)
	if s.look == Perfect {
		st.policy = resize(st.policy, len(b.Groups)*st.width*counts)
	} else if !s.wants(i, b, st.open, t) {
		return false
	}
	for p := seen; p >= st.open; p-- {
		breaks = s.recurPeriod(v, p)
		sp.now, sp.later = sp.later, sp.now
	}
	return breaks
}

// starts is the hour at which a period begins, or the hours before it that no period holds.
func (s *State) starts(v *breachView, p int) int {
	if p == v.st.open {
		return v.t
	}
	return s.end(v.b, p-1)
}

// shutdownsBack is the most periods back of which a shutdown may last.
func (s *State) shutdownsBack(v *breachView) (back int) {
	for p := v.st.open + 1; p <= v.seen; p++ {
		for p-back-1 >= v.st.open && s.end(v.b, p-back-1)+v.b.ShutdownHours > s.starts(v, p) {
			back++
		}
	}
	return back
}

// state is until when the site is shut down in state x of a period, and the state that this leaves to the next one;
// nobody says that nobody is in it.
func (s *State) state(v *breachView, p, x int) (from, next int, nobody bool) {
	switch {
	case x == v.before:
		if from = v.still; p < v.seen && from > s.end(v.b, p) {
			next = v.before
		}
	case x > 0 && p-x >= v.st.open:
		if from = s.end(v.b, p-x) + v.b.ShutdownHours; p < v.seen && from > s.end(v.b, p) {
			next = x + 1
		}
	}
	return from, next, x > 0 && from <= s.starts(v, p)
}

// recurPeriod finds the best from a period on in each of its states, and whether the site breaks it in the state in
// which it is, which is known for the open one.
func (s *State) recurPeriod(v *breachView, p int) (breaks bool) {
	sp, counts := &s.breach.breachPlan, v.b.counts()
	budget, price := s.seeBreach(v.i, v.b, s.starts(v, p), p, v.seen)
	now := 0
	if v.still > v.t {
		now = v.before
	}
	for x := range v.st.width {
		from, next, nobody := s.state(v, p, x)
		if nobody {
			continue
		}
		keeps, gets, more := s.breachWorth(v.i, from, budget, price)
		more = more && p < v.may && s.p.Budgets.Groups[v.b.Groups[p]].Terms.Breach
		for k := range counts {
			at := x*counts + k
			sp.now[at] = keeps + sp.later[next*counts+k]
			if !more {
				continue
			}
			then := min(1, v.b.ShutdownHours)
			broken := gets - s.fine(v.b, k, p) + sp.later[then*counts+v.b.count(k+1)]
			pays := broken > sp.now[at]
			sp.now[at] = max(sp.now[at], broken)
			if s.look == Perfect {
				v.st.policy[(p*v.st.width+x)*counts+k] = pays
			}
			if x == now && k == v.b.count(v.st.broken) {
				breaks = pays
			}
		}
	}
	return breaks
}

// wants says whether site i would use more than the budget that begins at hour t, as far as anything pays.
func (s *State) wants(i int, b *Breach, period, t int) bool {
	budget, price := s.seeBreach(i, b, t, period, period+1)
	_, _, more := s.breachWorth(i, t, budget, price)
	return more
}

// fine is what a breach costs after so many, USD.
func (s *State) fine(b *Breach, broken, period int) float64 {
	if len(b.Fines) == 0 {
		return 0
	}
	month := s.month
	if s.look == Perfect {
		month = int(s.p.Month[s.end(b, period)-1])
	}
	return b.Fines[broken] / s.exchange(int(b.Limit), month)
}

// seeBreach collects what site i could earn from an hour to the end of a period, or after the last one that is seen
// as long as a shutdown may last; and returns the budget and the price of what is used beyond it.
func (s *State) seeBreach(i int, b *Breach, from, period, seen int) (budget, price float64) {
	sp := &s.breach.breachPlan
	sp.items = sp.items[:0]
	to := 0
	if period < seen {
		group := &s.p.Budgets.Groups[b.Groups[period]]
		to, budget = group.To, group.BudgetMWh
		if group.Terms.Soft {
			price = group.Terms.Price / s.perUSD(int(b.Limit))
		}
	} else {
		if to = min(from+b.ShutdownHours, s.p.Hours); period < len(b.Groups) {
			to = min(to, s.p.Budgets.Groups[b.Groups[period]].From)
		}
	}
	s.lookAhead(i, from, to, func(h int, v *outlook) {
		held := period < seen && b.Of[h] == int32(period)
		for k, mw := range v.mw {
			for _, part := range v.parts {
				if margin := v.margin(k, part); margin > 0 && mw > 0 {
					sp.items = append(sp.items, breachItem{margin, mw * part.length, int32(h), held})
				}
			}
		}
	})
	slices.SortFunc(sp.items, func(a, b breachItem) int {
		switch {
		case a.margin > b.margin:
			return -1
		case a.margin < b.margin:
			return 1
		}
		return 0
	})
	return budget, price
}
