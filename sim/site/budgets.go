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

// compileBudgets turns limits on energy into groups of hours, checks that any two of them are nested or disjoint,
// and cuts them into the trees that are solved as one.
//
// In the draws of a scenario the budgets are mostly those of the central case, which mem remembers.
func compileBudgets(w *World, p *kernel.Problem, mem *Memory) error {
	var energy []int // limits on energy
	for l := range w.Limits {
		if _, ok := w.Limits[l].Kind.(*limit.Energy); ok && len(w.Limits[l].Sites) > 0 {
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
			p.Limits[l].ByMonth = known.byMonth[k]
		}
		return nil
	}
	b := &kernel.Budgets{}
	cells := make([][]int32, len(energy)) // [budget][class*hours+t] group
	for k, l := range energy {
		cells[k] = groups(w, p, b, l, classes)
	}
	nest, crossing, ok := dispatch.Nest(len(b.Groups), cells)
	if !ok {
		return crossed(w, b, crossing)
	}
	for g := range b.Groups {
		b.Groups[g].Parent = nest.Parent[g]
	}
	for c := range classes {
		b.Leaf = append(b.Leaf, nest.Leaf[c*p.Hours:(c+1)*p.Hours])
	}
	roots(w, b)
	p.Budgets = b
	known := budgeted{budgets: b}
	for _, l := range energy {
		known.byMonth = append(known.byMonth, p.Limits[l].ByMonth)
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
func groups(w *World, p *kernel.Problem, b *kernel.Budgets, l int, classes []class) []int32 {
	kind := w.Limits[l].Kind.(*limit.Energy)
	byLabel := map[string]int32{}
	cells := make([]int32, len(classes)*p.Hours)
	for c := range cells {
		cells[c] = -1
	}
	share := 1 / float64(classesOf(classes, l)) // of the hours in force that a class stands for
	for c, class := range classes {
		if !slices.Contains(class.limits, l) {
			continue
		}
		of, periods := kind.Budgets(w.Regions[class.region].Civil)
		number := make([]int32, len(periods))
		for k, period := range periods {
			g, ok := byLabel[period.Label]
			if !ok {
				g = int32(len(b.Groups))
				byLabel[period.Label] = g
				b.Groups = append(b.Groups, kernel.Group{
					Limit: int32(l), Label: period.Label, BudgetMWh: period.MWh, From: period.From, To: period.To,
				})
			}
			number[k] = g
			b.Groups[g].From = min(b.Groups[g].From, period.From)
			b.Groups[g].To = max(b.Groups[g].To, period.To)
		}
		for t, k := range of {
			if k >= 0 {
				cells[c*p.Hours+t] = number[k]
				p.Limits[l].ByMonth[p.Month[t]] += share
			}
		}
	}
	return cells
}

func classesOf(classes []class, l int) (n int) {
	for _, c := range classes {
		if slices.Contains(c.limits, l) {
			n++
		}
	}
	return n
}

// roots collects the trees of groups, parents before children, in the order in which they begin.
func roots(w *World, b *kernel.Budgets) {
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
	for _, top := range tops {
		root := kernel.Root{From: b.Groups[top].From, To: b.Groups[top].To, Groups: []int32{top}}
		for k := 0; k < len(root.Groups); k++ {
			g := root.Groups[k]
			b.Groups[g].Root, b.Groups[g].Local = int32(len(b.Roots)), int32(k)
			root.Groups = append(root.Groups, children[g]...)
			root.From, root.To = min(root.From, b.Groups[g].From), max(root.To, b.Groups[g].To)
		}
		l := int(b.Groups[top].Limit)
		for _, i := range w.Limits[l].Sites {
			root.Sites = append(root.Sites, int32(i))
		}
		for _, month := range w.Regions[w.Sites[w.Limits[l].Sites[0]].Region].Civil.Months {
			if month.From > root.From && month.From < root.To {
				root.Solve = append(root.Solve, month.From)
			}
		}
		b.Roots = append(b.Roots, root)
	}
}

// crossed says which two limits cross, and how to write them so that they do not.
func crossed(w *World, b *kernel.Budgets, pair [2]int32) error {
	one, two := &w.Limits[b.Groups[pair[0]].Limit], &w.Limits[b.Groups[pair[1]].Limit]
	describe := func(s *Scoped, g int32) string {
		return fmt.Sprintf("%q (%s) for %s", s.Name, strings.TrimSuffix(s.Describe(), ", "), b.Groups[g].Label)
	}
	return conf.Problems{{Pos: two.At, Path: "limits." + two.Name, Excerpt: two.At.Excerpt(), Message: fmt.Sprintf(
		"crosses %s: each covers hours of a site that the other leaves out, so neither budget lies inside the other; "+
			"give both the same sites, or let the longer period cover all the sites of the shorter one; "+
			"days, months, quarters and years lie inside one another, weeks lie inside none of them",
		describe(one, pair[0]))}}
}
