package site

import (
	"encoding/json"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"

	"hashwatt/sim/calendar"
	"hashwatt/sim/dispatch"
	"hashwatt/sim/kernel"
	"hashwatt/sim/limit"
)

// class is sites that no budget tells apart: those of one region under the same limits, or one site alone where one of
// them has budgets of its own for each.
type class struct {
	region int
	sites  []int
	pools  []int // of pools.limits
}

// classify sorts the sites that stand under a budget into classes and numbers the classes in the problem; the class of
// other sites is -1.
func (m *pools) classify() {
	index := map[string]int{}
	m.classes = nil
	for i := range m.w.Sites {
		m.p.Sites[i].Class = -1
		var held []int
		alone := false
		for k, l := range m.limits {
			if slices.Contains(m.w.Limits[l].Sites, i) {
				held = append(held, k)
				alone = alone || m.pool[k].Each || m.pool[k].Own
			}
		}
		if held == nil {
			continue
		}
		key := fmt.Sprint(m.w.Sites[i].Region, held)
		c, ok := index[key]
		if !ok || alone {
			c = len(m.classes)
			index[key] = c
			m.classes = append(m.classes, class{region: m.w.Sites[i].Region, pools: held})
		}
		m.classes[c].sites = append(m.classes[c].sites, i)
		m.p.Sites[i].Class = int32(c)
	}
}

// key says what the budgets are made of: the words of the limits, the regions of the sites that they hold, and
// where the periods are those of a site what they may depend on.
func (m *pools) key() (string, error) {
	var b strings.Builder
	for k, l := range m.limits {
		words, err := json.Marshal(m.w.Limits[l].Kind)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "%d %s", l, words)
		for _, i := range m.w.Limits[l].Sites {
			s := &m.w.Sites[i]
			fmt.Fprintf(&b, " %d in %d with %v MW", i, s.Region, s.PowerMW) // what it can draw tells whether a budget is loose
			if c := m.p.Sites[i].Cycle; c != nil && !c.Free() {
				b.WriteString(" switched")
			}
			if m.pool[k].Carbon {
				fmt.Fprintf(&b, " %v", m.w.Regions[s.Region].EmissionGPerKWh)
			}
			if m.pool[k].Own {
				at := &m.p.Sites[i]
				fmt.Fprintf(&b, " %d %v %x %v", s.OnlineHour, s.Isolated, sumOf(m.p.Price[s.Tariff]), at.AvailableMW)
				if at.RatedMW > 0 {
					fmt.Fprintf(&b, " %x", sumOf(m.p.PUE[at.Climate]))
				}
			}
		}
	}
	return b.String(), nil
}

// seed makes the sums of one process agree.
var seed = maphash.MakeSeed()

// sumOf tells hourly prices apart.
func sumOf(prices []float64) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	for _, v := range prices {
		maphash.WriteComparable(&h, v)
	}
	return h.Sum64()
}

// periods are those of one limit by one clock, or of one site.
type periods struct {
	of    []int32
	group []int32 // by period, the same for all sites of a clock unless each has its own
	list  []limit.Budget
}

// groups appends the periods of limit k and returns the group of every hour of every class. A limit that reaches
// over several zones has one group for each period, whose hours begin and end at each zone's own midnight; where
// each site has budgets of its own there is one for each period and site.
func (m *pools) groups(k int) dispatch.Rows {
	pool, hours := m.pool[k], m.p.Hours
	rows := make(dispatch.Rows, len(m.classes))
	byClock := map[*calendar.Civil]*periods{}
	known := map[*calendar.Civil][]int32{}
	byLabel := map[string]int32{}
	on := make([]bool, hours)
	for c := range m.classes {
		class := &m.classes[c]
		if !slices.Contains(class.pools, k) || pool.Carbon && m.emission(c) == 0 {
			continue
		}
		site := held(m.w, m.p, class.sites[0])
		made := byClock[site.Civil]
		if made == nil || pool.Own {
			made = &periods{}
			made.of, made.list = pool.Periods(&site)
			byClock[site.Civil] = made
			for t, n := range made.of {
				on[t] = on[t] || n >= 0
			}
		}
		switch {
		case pool.Each:
			made.group = m.append(k, made.list, int32(class.sites[0]))
		case made.group == nil:
			made.group = m.shared(k, made.list, byLabel)
		case !pool.Own:
			rows[c] = known[site.Civil]
			continue
		}
		row := make([]int32, hours)
		for t, n := range made.of {
			row[t] = -1
			if n >= 0 {
				row[t] = made.group[n]
			}
		}
		rows[c], known[site.Civil] = row, row
	}
	inForce(m.p, m.limits[k], func(t int) bool { return on[t] })
	return rows
}

// append makes the budgets of one site.
func (m *pools) append(k int, list []limit.Budget, site int32) (group []int32) {
	sites := []int32{site}
	for _, period := range list {
		group = append(group, m.add(k, period))
		m.b.Groups[len(m.b.Groups)-1].Sites = sites
	}
	return group
}

// shared makes the budgets that all sites share, those of the same label once: power of the same hour is.
func (m *pools) shared(k int, list []limit.Budget, byLabel map[string]int32) (group []int32) {
	for _, period := range list {
		label := period.Label
		if m.pool[k].Hourly {
			label = fmt.Sprint(period.From)
		}
		g, ok := byLabel[label]
		if !ok {
			g = m.add(k, period)
			byLabel[label] = g
		}
		m.b.Groups[g].From = min(m.b.Groups[g].From, period.From)
		m.b.Groups[g].To = max(m.b.Groups[g].To, period.To)
		group = append(group, g)
	}
	return group
}

// add makes a group of a period of limit k.
func (m *pools) add(k int, period limit.Budget) int32 {
	pool := m.pool[k]
	whole := pool.Breach == nil || !period.Cut // one that is cut is kept
	m.b.Groups = append(m.b.Groups, kernel.Group{
		Limit: int32(m.limits[k]), Label: period.Label, BudgetMWh: period.MWh, From: period.From, To: period.To,
		Terms: kernel.Terms{Soft: pool.Soft && whole, Price: pool.Price, Auctioned: pool.Auctioned, Hourly: pool.Hourly, Breach: pool.Breach != nil && whole},
	})
	return int32(len(m.b.Groups) - 1)
}
