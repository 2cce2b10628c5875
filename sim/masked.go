package sim

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"hashwatt/sim/kernel"
)

// masked says which limits are tighter than limit l wherever it is in force and asks for less than the connections: as
// what follows the name of the limit in a sentence; empty where there is an hour or a period in which none is, so that
// l has room for another reason.
func masked(p *kernel.Problem, l int32) string {
	m := masker{p: p, l: l, steps: map[int32][]*kernel.Step{}, indexed: map[int32]index{}}
	for k := range p.Steps {
		m.steps[p.Steps[k].Site] = append(m.steps[p.Steps[k].Site], &p.Steps[k])
	}
	if p.Budgets != nil && p.Budgets.Weight != nil || !m.caps() || !m.budgets() || m.by == nil {
		return ""
	}
	var names []string
	bans := true
	for _, x := range m.by {
		names = append(names, strconv.Quote(p.Limits[x].Name))
		bans = bans && p.Limits[x].Kind == "ban"
	}
	switch {
	case len(m.by) > mostNamed:
		return fmt.Sprintf("one or another of %d limits is tighter wherever it is in force", len(m.by))
	case bans:
		return strings.Join(names, " and ") + " " + verb(len(names), "takes", "take") + " all that it would keep back"
	}
	return strings.Join(names, " or ") + " is tighter wherever it is in force"
}

// masker looks for the limits that leave limit l no work.
type masker struct {
	p  *kernel.Problem
	l  int32
	by []int32 // tighter ones, in their order

	steps   map[int32][]*kernel.Step // by site
	indexed map[int32]index          // by limit
}

// index are the budgets of a limit in the order in which they begin, those left out of which more may be used.
type index struct {
	groups  []int32
	longest int // hours
}

func (m *masker) add(x int32) {
	if at, known := slices.BinarySearch(m.by, x); !known {
		m.by = slices.Insert(m.by, at, x)
	}
}

// leeway is what limits other than l leave a site from an hour up to another.
type leeway struct {
	from, to int
	mw, own  float64 // own is what l allows by itself; +Inf where it is not in force as a limit on power
	by       int32   // the tightest of the others; -1 where the connection is
}

// rooms are those of a site from the hour in which it stands.
func (m *masker) rooms(i int32) (list []leeway) {
	site := &m.p.Sites[i]
	now := leeway{from: max(site.Online, 0), mw: site.PowerMW, own: math.Inf(1), by: -1}
	for _, step := range m.steps[i] {
		if now.to = step.Hour; now.to > now.from {
			list = append(list, now)
		}
		now = leeway{from: max(step.Hour, site.Online, 0), mw: site.PowerMW, own: math.Inf(1), by: -1}
		if step.Set < 0 {
			continue
		}
		for _, f := range m.p.LimitSet[step.Set] {
			switch {
			case f.Limit == m.l:
				now.own = f.MW
			case f.MW < now.mw:
				now.mw, now.by = f.MW, f.Limit
			}
		}
	}
	if now.to = m.p.Hours; now.to > now.from {
		list = append(list, now)
	}
	return list
}

// caps looks at l as a limit on what sites may draw by themselves; false where nothing tighter stands in an hour of
// it.
func (m *masker) caps() bool {
	for _, i := range m.p.Limits[m.l].Sites {
		for _, r := range m.rooms(i) {
			switch {
			case r.own >= m.p.Sites[i].PowerMW:
			case r.by >= 0 && r.mw <= r.own:
				m.add(r.by)
			case !m.shared(i, r):
				return false
			}
		}
	}
	return true
}

// shared looks for power that sites share in each of some hours and of which there is less than l leaves one of them.
func (m *masker) shared(i int32, r leeway) bool {
	for x := range int32(len(m.p.Limits)) {
		hours := 0
		for _, g := range m.groups(x, r.from, r.to) {
			group := &m.p.Budgets.Groups[g]
			if group.Terms.Hourly && group.BudgetMWh <= r.own && slices.Contains(m.sharers(g), i) {
				hours++
			}
		}
		if hours == r.to-r.from {
			m.add(x)
			return true
		}
	}
	return false
}

// budgets looks at what sites share under l; false where nothing tighter stands in a period of it.
func (m *masker) budgets() bool {
	if m.p.Budgets == nil {
		return true
	}
	rooms := map[int32][]leeway{}
	for _, i := range m.p.Limits[m.l].Sites {
		rooms[i] = m.rooms(i)
	}
	for g := range m.p.Budgets.Groups {
		group := &m.p.Budgets.Groups[g]
		if group.Limit == m.l && !m.period(int32(g), group, rooms) {
			return false
		}
	}
	return true
}

// period says whether a budget of l is one that the connections could not fill, or others leave no more than it:
// limits on power, which count where these do, or one that shares less.
func (m *masker) period(g int32, group *kernel.Group, rooms map[int32][]leeway) bool {
	sites := m.sharers(g)
	could, left, by := m.energy(sites, group.From, group.To, m.l, rooms)
	if could <= group.BudgetMWh {
		return true
	}
	if left <= group.BudgetMWh {
		for _, x := range by {
			m.add(x)
		}
		return true
	}
	for x := range int32(len(m.p.Limits)) {
		over := 0.0
		for _, h := range m.groups(x, group.From, group.To) {
			other := &m.p.Budgets.Groups[h]
			var both []int32
			for _, i := range m.sharers(h) {
				if slices.Contains(sites, i) {
					both = append(both, i)
				}
			}
			_, energy, _ := m.energy(both, max(group.From, other.From), min(group.To, other.To), x, rooms)
			over += math.Max(0, energy-other.BudgetMWh)
		}
		if over > 0 && left-over <= group.BudgetMWh {
			m.add(x)
			return true
		}
	}
	return false
}

// energy is what the connections of sites could draw in the hours from one up to another in which both l and x are in
// force, what limits on power leave of it, and which do.
func (m *masker) energy(
	sites []int32, from, to int, x int32, rooms map[int32][]leeway,
) (could, left float64, by []int32) {
	both := func(a, b int) (hours float64) {
		m.p.InForce(m.l, a, b, func(a, b int) {
			m.p.InForce(x, a, b, func(a, b int) { hours += float64(b - a) })
		})
		return hours
	}
	for _, i := range sites {
		list := rooms[i]
		k, _ := slices.BinarySearchFunc(list, from, func(r leeway, t int) int { return cmp.Compare(r.to, t+1) })
		for ; k < len(list) && list[k].from < to; k++ {
			r := &list[k]
			hours := both(max(from, r.from), min(to, r.to))
			could += hours * m.p.Sites[i].PowerMW
			left += hours * r.mw
			if r.by >= 0 && hours > 0 && !slices.Contains(by, r.by) {
				by = append(by, r.by)
			}
		}
	}
	return could, left, by
}

// groups are the budgets of another limit that last from one hour up to another or a part of that, where nobody may
// use more of them.
func (m *masker) groups(x int32, from, to int) (list []int32) {
	if x == m.l || m.p.Budgets == nil || !m.p.Limits[x].Pooled {
		return nil
	}
	all := m.p.Budgets.Groups
	in, known := m.indexed[x]
	if !known {
		for g := range all {
			if all[g].Limit == x && !all[g].Terms.Soft && !all[g].Terms.Breach {
				in.groups = append(in.groups, int32(g))
				in.longest = max(in.longest, all[g].To-all[g].From)
			}
		}
		slices.SortStableFunc(in.groups, func(g, h int32) int { return cmp.Compare(all[g].From, all[h].From) })
		m.indexed[x] = in
	}
	k, _ := slices.BinarySearchFunc(in.groups, from-in.longest, func(g int32, t int) int {
		return cmp.Compare(all[g].From, t)
	})
	for ; k < len(in.groups) && all[in.groups[k]].From < to; k++ {
		if g := in.groups[k]; all[g].To > from {
			list = append(list, g)
		}
	}
	return list
}

// sharers are the sites of a budget.
func (m *masker) sharers(g int32) []int32 {
	group := &m.p.Budgets.Groups[g]
	if group.Sites != nil {
		return group.Sites
	}
	return m.p.Limits[group.Limit].Sites
}
