package site

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim/conf"
	"hashwatt/sim/dispatch"
	"hashwatt/sim/kernel"
	"hashwatt/sim/limit"
)

// compileBudgets turns limits on energy into groups of hours, orders them into one family in which any two are nested or
// disjoint, or two where some cross, and cuts them into what is solved as one.
//
// In the draws of a scenario the budgets are mostly those of the central case, which mem remembers.
func compileBudgets(w *World, p *kernel.Problem, rules []limit.Rule, mem *Memory) error {
	var energy []int // limits with budgets
	for l := range rules {
		if rules[l].Pool != nil {
			energy = append(energy, l)
		}
	}
	if len(energy) == 0 {
		return nil
	}
	classes := classify(w, p, energy)
	key, err := budgetKey(w, energy)
	if err != nil {
		return err
	}
	if known, ok := mem.budgets(key); ok {
		p.Budgets = known.budgets
		for k, l := range energy {
			p.Limits[l].ByMonth, p.Limits[l].Force = known.byMonth[k], known.force[k]
		}
		return nil
	}
	b := &kernel.Budgets{}
	cells := make([][]int32, len(energy)) // [budget][class*hours+t] group
	for k, l := range energy {
		cells[k] = groups(w, p, b, l, rules[l].Pool, classes)
	}
	family, crossing, ok := dispatch.Split(len(b.Groups), cells)
	if !ok {
		return crossed(w, b, crossing)
	}
	b.Leaf = nest(b, p.Hours, len(classes), cells, energy, family, 0)
	if slices.Contains(family, 1) {
		b.Second = nest(b, p.Hours, len(classes), cells, energy, family, 1)
	}
	roots(w, b)
	p.Budgets = b
	known := budgeted{budgets: b}
	for _, l := range energy {
		known.byMonth = append(known.byMonth, p.Limits[l].ByMonth)
		known.force = append(known.force, p.Limits[l].Force)
	}
	mem.keepBudgets(key, known)
	return nil
}

// budgetKey says what the budgets are made of: the limits on energy and the regions of the sites that they hold.
func budgetKey(w *World, energy []int) (string, error) {
	var b strings.Builder
	for _, l := range energy {
		words, err := json.Marshal(w.Limits[l].Kind)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "%d %s", l, words)
		for _, i := range w.Limits[l].Sites {
			fmt.Fprintf(&b, " %d in %d", i, w.Sites[i].Region)
		}
	}
	return b.String(), nil
}

// class is a set of sites of one region that the same energy budgets hold.
type class struct {
	region int
	sites  []int
	limits []int
}

// classify sorts the sites that stand under a budget into classes and numbers the classes in the problem.
func classify(w *World, p *kernel.Problem, energy []int) []class {
	var classes []class
	index := map[string]int{}
	for i := range w.Sites {
		var limits []int
		for _, l := range energy {
			if slices.Contains(w.Limits[l].Sites, i) {
				limits = append(limits, l)
			}
		}
		if limits == nil {
			continue
		}
		key := fmt.Sprint(w.Sites[i].Region, limits)
		c, ok := index[key]
		if !ok {
			c = len(classes)
			index[key] = c
			classes = append(classes, class{region: w.Sites[i].Region, limits: limits})
		}
		classes[c].sites = append(classes[c].sites, i)
		p.Sites[i].Class = int32(c)
	}
	return classes
}

// groups appends the periods of limit l and returns the group of every hour of every class. A limit that reaches
// over several zones has one group for each period, whose hours begin and end at each zone's own midnight.
func groups(w *World, p *kernel.Problem, b *kernel.Budgets, l int, pool *limit.Pool, classes []class) []int32 {
	byLabel := map[string]int32{}
	cells := make([]int32, len(classes)*p.Hours)
	for c := range cells {
		cells[c] = -1
	}
	on := make([]bool, p.Hours)
	terms := kernel.Terms{Soft: pool.Soft, Price: pool.Price, Auctioned: pool.Auctioned, Hourly: pool.Hourly}
	for c, class := range classes {
		if !slices.Contains(class.limits, l) {
			continue
		}
		site := held(w, p, class.sites[0])
		of, periods := pool.Periods(&site)
		number := make([]int32, len(periods))
		for k, period := range periods {
			g, ok := byLabel[period.Label]
			if !ok {
				g = int32(len(b.Groups))
				byLabel[period.Label] = g
				b.Groups = append(b.Groups, kernel.Group{
					Limit: int32(l), Label: period.Label, BudgetMWh: period.MWh, Terms: terms, From: period.From, To: period.To,
				})
			}
			number[k] = g
			b.Groups[g].From = min(b.Groups[g].From, period.From)
			b.Groups[g].To = max(b.Groups[g].To, period.To)
		}
		for t, k := range of {
			if k >= 0 {
				cells[c*p.Hours+t] = number[k]
				on[t] = true
			}
		}
	}
	inForce(p, l, func(t int) bool { return on[t] })
	return cells
}

// nest sets the parents of the groups of one family and returns its leaves by class and hour.
func nest(b *kernel.Budgets, hours, classes int, cells [][]int32, energy, family []int, which int) (leaf [][]int32) {
	var some [][]int32
	in := map[int32]bool{} // limits of the family
	for k, l := range energy {
		if family[k] == which {
			some = append(some, cells[k])
			in[int32(l)] = true
		}
	}
	n, _, _ := dispatch.Nest(len(b.Groups), some)
	for g := range b.Groups {
		if in[b.Groups[g].Limit] {
			b.Groups[g].Parent = n.Parent[g]
		}
	}
	for c := range classes {
		leaf = append(leaf, n.Leaf[c*hours:(c+1)*hours])
	}
	return leaf
}

// roots collects the groups that are solved as one, parents before children, in the order in which they begin: trees, or
// trees of both families that share hours of a class.
func roots(w *World, b *kernel.Budgets) {
	top := make([]int32, len(b.Groups)) // the outermost group around each
	for g := range top {
		top[g] = int32(g)
		for up := b.Groups[g].Parent; up >= 0; up = b.Groups[up].Parent {
			top[g] = up
		}
	}
	family := make([]int, len(b.Groups)) // of a top
	joined := slices.Clone(top)          // the first top of all that are solved together
	find := func(g int32) int32 {
		for joined[g] != g {
			g = joined[g]
		}
		return g
	}
	for c := range b.Second {
		for t, two := range b.Second[c] {
			if two < 0 {
				continue
			}
			family[top[two]] = 1
			if one := b.Leaf[c][t]; one >= 0 {
				x, y := find(top[one]), find(top[two])
				joined[max(x, y)] = min(x, y)
			}
		}
	}
	children := make([][]int32, len(b.Groups))
	var tops []int32
	for g := range b.Groups {
		if up := b.Groups[g].Parent; up >= 0 {
			children[up] = append(children[up], int32(g))
		} else {
			tops = append(tops, int32(g))
		}
	}
	slices.SortStableFunc(tops, func(a, c int32) int { return b.Groups[a].From - b.Groups[c].From })
	together := map[int32]int{} // root by the first top
	var all []trees
	for _, g := range tops {
		r, ok := together[find(g)]
		if !ok {
			r = len(all)
			together[find(g)] = r
			all = append(all, trees{})
		}
		all[r][family[g]] = append(all[r][family[g]], g)
	}
	for _, t := range all {
		b.Roots = append(b.Roots, t.root(w, b, children))
	}
}

// trees are the outermost groups of either family that are solved as one.
type trees [2][]int32

// root makes them the next root.
func (t trees) root(w *World, b *kernel.Budgets, children [][]int32) kernel.Root {
	first := append(slices.Clone(t[0]), t[1]...)
	root := kernel.Root{From: b.Groups[first[0]].From, To: b.Groups[first[0]].To}
	for f, list := range [2]*[]int32{&root.Groups, &root.Second} {
		*list = slices.Clone(t[f])
		for k := 0; k < len(*list); k++ {
			g := (*list)[k]
			b.Groups[g].Root, b.Groups[g].Local = int32(len(b.Roots)), int32(k)
			*list = append(*list, children[g]...)
			root.From, root.To = min(root.From, b.Groups[g].From), max(root.To, b.Groups[g].To)
		}
	}
	for _, g := range first {
		for _, i := range w.Limits[b.Groups[g].Limit].Sites {
			root.Sites = append(root.Sites, int32(i))
		}
	}
	if root.Second != nil {
		slices.Sort(root.Sites)
		root.Sites = slices.Compact(root.Sites)
	}
	for _, month := range w.Regions[w.Sites[root.Sites[0]].Region].Civil.Months {
		if month.From > root.From && month.From < root.To {
			root.Solve = append(root.Solve, month.From)
		}
	}
	return root
}

// crossed says which two limits would cross in one family, and how to write them so that they do not.
func crossed(w *World, b *kernel.Budgets, pair [2]int32) error {
	one, two := &w.Limits[b.Groups[pair[0]].Limit], &w.Limits[b.Groups[pair[1]].Limit]
	describe := func(s *Scoped, g int32) string {
		return fmt.Sprintf("%q (%s) for %s", s.Name, strings.TrimSuffix(s.Describe(), ", "), b.Groups[g].Label)
	}
	return conf.Problems{{Pos: two.At, Path: "limits." + two.Name, Excerpt: two.At.Excerpt(), Message: fmt.Sprintf(
		"crosses %s, and others cross these two: budgets may cross in two ways, not in three; "+
			"let one of the budgets lie inside another, by giving both the same sites or letting the longer period cover all the sites of the "+
			"shorter one; days, months, quarters and years lie inside one another; weeks, and seasons over New Year, lie inside none of them",
		describe(one, pair[0]))}}
}
