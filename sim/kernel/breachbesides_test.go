package kernel

import (
	"math"

	"hashwatt/sim/dispatch"

	"pgregory.net/rapid"
)

// besides are budgets of several sites beside budgets that these may break.
type besides struct {
	*Problem
	d     *Draw
	round float64 // what certificates may be off, 0 for 1e-9
	group []besidesGroup
}

// besidesGroup says of a group of the problem which sites and hours it holds.
type besidesGroup struct {
	sites    []int
	from, to int
}

// newBesides is a problem of some sites at margins of 0 to 45 USD/MWh, at a hashprice by stretches of some hours.
func newBesides(rt *rapid.T, sites, hours int, moving bool) *besides {
	p, _ := steady(hours)
	x := &besides{Problem: p}
	stretch := rapid.IntRange(2, 6).Draw(rt, "stretch")
	p.Days = (hours-1)/stretch + 1
	for t := range hours {
		p.Day[t] = int32(t / stretch)
	}
	x.d = &Draw{CoinUSD: flat(p.Days, 1e5), FeeBTC: flat(p.Days, 0), Hashprice: flat(p.Days, 60)}
	if moving {
		for k := range x.d.Hashprice {
			x.d.Hashprice[k] = float64(rapid.IntRange(40, 70).Draw(rt, "hashprice"))
		}
	}
	p.Price, p.Sites = nil, nil
	for i := range sites {
		p.Price = append(p.Price, make([]float64, hours))
		for t := range hours {
			p.Price[i][t] = float64(rapid.IntRange(80, 135).Draw(rt, "price"))
		}
		mw := float64(rapid.IntRange(1, 10).Draw(rt, "MW"))
		p.Sites = append(p.Sites, Site{Tariff: int32(i), Class: int32(i), PowerMW: 10, RatedMW: mw, AvailableMW: mw, Share: 1, Tranches: []Tranche{
			{MW: mw, HashPerMW: 50, BreakEven: 0.48, Efficiency: 20},
		}})
	}
	p.Budgets = &Budgets{Leaf: x.rows(), Roots: []Root{{To: hours}}}
	for i := range sites {
		p.Budgets.Roots[0].Sites = append(p.Budgets.Roots[0].Sites, int32(i))
	}
	return x
}

// rows are leaves without a group.
func (x *besides) rows() (rows [][]int32) {
	for range x.Sites {
		row := make([]int32, x.Hours)
		for t := range row {
			row[t] = -1
		}
		rows = append(rows, row)
	}
	return rows
}

// add puts a group into a family, inside those that hold its hours already.
func (x *besides) add(family int, g Group, sites []int) int32 {
	b, n := x.Budgets, int32(len(x.Budgets.Groups))
	root := &b.Roots[0]
	leaf, list := b.Leaf, &root.Groups
	if family > 0 && b.Second == nil {
		b.Second, root.Second = x.rows(), []int32{}
	}
	switch family {
	case 1:
		leaf, list = b.Second, &root.Second
	case 2:
		if b.More == nil {
			b.More, root.More = [][][]int32{x.rows()}, [][]int32{nil}
		}
		leaf, list = b.More[0], &root.More[0]
	}
	g.Parent, g.Local = leaf[sites[0]][g.From], int32(len(*list))
	for _, i := range sites {
		g.Sites = append(g.Sites, int32(i))
		for t := g.From; t < g.To; t++ {
			leaf[i][t] = n
		}
	}
	b.Groups, *list = append(b.Groups, g), append(*list, n)
	x.group = append(x.group, besidesGroup{sites, g.From, g.To})
	return n
}

// breach gives a site periods of its own that it may break.
func (x *besides) breach(rt *rapid.T, family, i, periods, hours int, soft bool) {
	b := Breach{Limit: limited(x.Problem, "own"), Of: make([]int32, x.Hours), ShutdownHours: rapid.IntRange(0, 9).Draw(rt, "shutdown")}
	for t := range b.Of {
		b.Of[t] = -1
	}
	for range rapid.IntRange(0, 3).Draw(rt, "fines") {
		b.Fines = append(b.Fines, float64(rapid.IntRange(0, 600).Draw(rt, "fine")))
	}
	from := rapid.IntRange(0, 2).Draw(rt, "first")
	for range periods {
		to := from + rapid.IntRange(1, hours).Draw(rt, "hours")
		if to > x.Hours {
			break
		}
		g := Group{Limit: b.Limit, BudgetMWh: float64(rapid.IntRange(0, 20).Draw(rt, "budget")), From: from, To: to, Terms: Terms{Breach: rapid.IntRange(0, 9).Draw(rt, "cut") > 0}}
		if soft && g.Terms.Breach {
			g.Terms.Soft, g.Terms.Price = true, float64(rapid.IntRange(0, 40).Draw(rt, "price beyond"))
		}
		for t := from; t < to; t++ {
			b.Of[t] = int32(len(b.Groups))
		}
		b.Groups = append(b.Groups, x.add(family, g, []int{i}))
		from = to + rapid.IntRange(0, 1).Draw(rt, "gap")
	}
	if len(b.Groups) > 0 {
		x.Sites[i].Breaches = append(x.Sites[i].Breaches, b)
	}
}

// around draws a budget of some sites for some hours.
func (x *besides) around(rt *rapid.T, family, from, to int, sites []int) {
	g := Group{Limit: limited(x.Problem, "shared"), BudgetMWh: float64(rapid.IntRange(0, 15*(to-from)*len(sites)/4+1).Draw(rt, "shared")), From: from, To: to}
	if rapid.IntRange(0, 2).Draw(rt, "soft") == 0 {
		g.Terms = Terms{Soft: true, Price: float64(rapid.IntRange(0, 40).Draw(rt, "price of shared"))}
	}
	x.add(family, g, sites)
}

// drawBesides draws a problem of one to three sites that may break periods of their own, inside a budget of all,
// beside two of halves of the hours, or with periods of two kinds on one site, or beside budgets of three families.
func drawBesides(rt *rapid.T, moving bool) *besides {
	sites := rapid.IntRange(1, 3).Draw(rt, "sites")
	hours := rapid.IntRange(4, 20).Draw(rt, "hours")
	x := newBesides(rt, sites, hours, moving)
	var all []int
	for i := range sites {
		all = append(all, i)
	}
	kind := rapid.IntRange(0, 4).Draw(rt, "kind")
	half := hours / 2
	switch kind {
	case 0:
		x.around(rt, 0, 0, hours, all)
	case 4: // three families
		third := hours / 3
		x.around(rt, 2, third, min(hours, 2*third+2), all)
		fallthrough
	case 1:
		x.around(rt, 1, 0, half, all)
		x.around(rt, 1, half, hours, all)
	}
	free := 8
	for i := range sites {
		if i > 0 && rapid.IntRange(0, 4).Draw(rt, "no breach") == 0 {
			continue
		}
		periods := rapid.IntRange(1, min(4, free)).Draw(rt, "periods")
		free -= periods
		x.breach(rt, 0, i, periods, max(2, hours/periods), kind != 0 && rapid.IntRange(0, 2).Draw(rt, "soft periods") == 0)
		if free == 0 {
			break
		}
	}
	switch {
	case kind == 2: // hours of all sites, in the middle of their periods
		for t := range hours {
			if rapid.Bool().Draw(rt, "hourly") {
				x.around(rt, 1, t, t+1, all)
			}
		}
	case kind == 3 && free > 0: // longer periods of the first site
		x.breach(rt, 1, 0, min(2, free), half+1, rapid.Bool().Draw(rt, "soft months"))
	}
	return x
}

// best tries every set of periods that are broken, each with the best use of all budgets by a linear programme.
func (x *besides) best(rt *rapid.T) float64 {
	return x.bestOf(func(lifted []bool, still [][]bool) float64 { return x.uses(rt, lifted, still) })
}

// bestOf tries every set of periods that are broken, of each what something makes of the budgets that are broken
// and the hours in which sites stand still.
func (x *besides) bestOf(uses func(lifted []bool, still [][]bool) float64) float64 {
	type period struct{ site, breach, k int }
	var may []period
	for i := range x.Sites {
		for n := range x.Sites[i].Breaches {
			for k, g := range x.Sites[i].Breaches[n].Groups {
				if x.Budgets.Groups[g].Terms.Breach {
					may = append(may, period{i, n, k})
				}
			}
		}
	}
	best := math.Inf(-1)
	for set := range 1 << len(may) {
		usd, lifted := 0.0, make([]bool, len(x.Budgets.Groups))
		still := make([][]bool, len(x.Sites))
		count := make([][4]int, len(x.Sites))
		for i := range still {
			still[i] = make([]bool, x.Hours)
		}
		for n, v := range may {
			if set>>n&1 == 0 {
				continue
			}
			b := &x.Sites[v.site].Breaches[v.breach]
			g := b.Groups[v.k]
			lifted[g] = true
			if len(b.Fines) > 0 {
				usd -= b.Fines[min(count[v.site][v.breach], len(b.Fines)-1)]
				count[v.site][v.breach]++
			}
			to := x.Budgets.Groups[g].To
			for t := to; t < min(to+b.ShutdownHours, x.Hours); t++ {
				still[v.site][t] = true
			}
		}
		best = math.Max(best, usd+uses(lifted, still))
	}
	return best
}

// uses is what the best use of the budgets earns once it is known which are broken, and when sites stand still.
func (x *besides) uses(rt *rapid.T, lifted []bool, still [][]bool) (usd float64) {
	p := &dispatch.Program{}
	items := make([][]int32, len(x.Budgets.Groups))
	energy := make([]float64, len(x.Budgets.Groups))
	for i := range x.Sites {
		tr := &x.Sites[i].Tranches[0]
		for t := range x.Hours {
			margin := x.d.Hashprice[x.Day[t]]/tr.BreakEven - x.Price[i][t]
			if margin <= 0 || still[i][t] {
				continue
			}
			for g, held := range x.group {
				for _, site := range held.sites {
					if site == i && held.from <= t && t < held.to {
						items[g] = append(items[g], int32(len(p.Margin)))
						energy[g] += tr.MW
					}
				}
			}
			p.Margin, p.Energy = append(p.Margin, margin), append(p.Energy, tr.MW)
		}
	}
	for g := range x.Budgets.Groups {
		group := &x.Budgets.Groups[g]
		room := group.BudgetMWh
		switch soft := group.Terms.Soft && (lifted[g] || !group.Terms.Breach); {
		case soft && energy[g] > 0:
			usd -= group.Terms.Price * energy[g]
			room += energy[g]
			items[g] = append(items[g], int32(len(p.Margin)))
			p.Margin, p.Energy = append(p.Margin, group.Terms.Price), append(p.Energy, energy[g])
		case lifted[g]:
			room = math.Inf(1)
		}
		p.Budgets = append(p.Budgets, dispatch.Budget{Residual: room, Items: items[g]})
	}
	plan, err := p.Solve()
	if err != nil {
		rt.Fatal(err)
	}
	return usd + plan.Value
}

// plays runs a problem with some foresight.
func (x *besides) plays(rt *rapid.T, look Foresight, s *State) (float64, *Trace) {
	x.Foresight = look
	tr := NewTrace(x.Problem, false)
	s.Certify = true
	if err := Run(x.Problem, x.d, s, tr); err != nil {
		rt.Fatal(err)
	}
	if c := tr.Certified; !(c.Gap <= max(x.round, 1e-9) && c.Over <= 1e-9) {
		rt.Fatalf("certificate %+v", c)
	}
	return earned(tr), tr
}
