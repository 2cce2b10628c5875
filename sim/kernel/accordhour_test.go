package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// hourly is up to three sites of unlike machines over half a day at a hashprice that stands still, with windows of
// rising prices, whose power is shared by the hour: by roots of their own, or inside a budget of all hours.
func hourly(rng *rand.Rand) (*Problem, *Draw) {
	const hours = 12
	p, d := paying(randomPrices(rng, hours), nil)
	sites := 2 + rng.IntN(2)
	p.Price, p.Charges, p.Sites = nil, nil, p.Sites[:1]
	for i := range sites {
		site := p.Sites[0]
		site.Tariff, site.Class = int32(i), 0
		site.Tranches = []Tranche{
			machine(3+5*rng.Float64(), 90+20*rng.Float64()), machine(2+4*rng.Float64(), 50+20*rng.Float64()),
		}
		p.Price = append(p.Price, randomPrices(rng, hours))
		ch := &Charges{}
		for from := 0; from < hours; from += 6 {
			steps := randomSteps(rng, 8, 0, 150)
			rise(steps)
			root := ch.window(hours, from, from+6, -1, 0, steps...)
			if rng.IntN(3) == 0 {
				inner := randomSteps(rng, 8, 0, 80)
				rise(inner)
				ch.window(hours, from+1, from+4, root, 0, inner...)
			}
		}
		if p.Charges = append(p.Charges, ch); i > 0 && rng.IntN(4) == 0 { // it pays for no load
			p.Charges[i], site.Charged, site.Invoiced = nil, false, false
		}
		if p.Sites[0].Tariff = 0; i > 0 {
			p.Sites = append(p.Sites, site)
		} else {
			p.Sites[0] = site
		}
	}
	all := []int32{}
	for i := range p.Sites {
		all = append(all, int32(i))
	}
	p.Limits = []Limit{{Name: "cap", Sites: all, ByMonth: flat(p.Months, 0), Pooled: true}}
	p.Budgets = hourlyBudgets(rng, hours, sites, all)
	return p, d
}

// hourlyBudgets are the budgets of hourly.
func hourlyBudgets(rng *rand.Rand, hours, sites int, all []int32) *Budgets {
	b := &Budgets{Leaf: [][]int32{make([]int32, hours)}}
	around := rng.IntN(2) == 0
	if around {
		most := float64(hours*sites) * (2 + 4*rng.Float64())
		b.Groups = append(b.Groups, Group{BudgetMWh: most, To: hours, Parent: -1})
		b.Roots = append(b.Roots, Root{Groups: []int32{0}, Sites: all, To: hours})
	}
	level := float64(sites) * (1 + 9*rng.Float64())
	for h := range hours {
		g := Group{BudgetMWh: level, Terms: Terms{Hourly: true}, From: h, To: h + 1, Parent: -1, Root: int32(len(b.Roots))}
		if rng.IntN(3) == 0 {
			g.BudgetMWh *= 0.5 + rng.Float64()
		}
		b.Leaf[0][h] = int32(len(b.Groups))
		if around {
			g.Root, g.Parent, g.Local = 0, 0, int32(len(b.Groups))
			b.Roots[0].Groups = append(b.Roots[0].Groups, g.Local)
		} else {
			b.Roots = append(b.Roots, Root{Groups: []int32{b.Leaf[0][h]}, Sites: all, From: h, To: h + 1})
			if rng.IntN(4) == 0 {
				g.Terms.Soft, g.Terms.Price = true, 80*rng.Float64()
			}
		}
		b.Groups = append(b.Groups, g)
	}
	return b
}

func TestAccordOfHoursIsTheOptimum(t *testing.T) {
	// Power that sites share by the hour, soft or inside a longer budget, and charges on their highest loads are
	// planned as one: perfect foresight earns the optimum of the linear programme, nobody more, and the gap that is
	// stated is none. In turn sites earn less.
	t.Parallel()
	rng := rand.New(rand.NewPCG(61, 1))
	plans, ahead := 0, 0
	for n := range 50 {
		p, d := hourly(rng)
		got, proven := earnsOf(t, p, d, Perfect, false)
		rolling, _ := earnsOf(t, p, d, Rolling, false)
		myopic, _ := earnsOf(t, p, d, Myopic, false)
		turn, _ := earnsOf(t, p, d, Perfect, true)
		best := bestLinear(t, p, d)
		scale := 1e-7 * (1 + math.Abs(best))
		if max(got, rolling, myopic, turn) > best+scale {
			t.Errorf("problem %d earns %.9g, %.9g, %.9g and %.9g, more than the best, %.9g", n, got, rolling, myopic, turn, best)
		}
		if got < best-scale || proven.Gap > 1e-7 {
			t.Errorf("problem %d earns %.9g, the best is %.9g, the stated gap %g", n, got, best, proven.Gap)
		}
		if best > got+proven.USD+1e-9*(1+math.Abs(best)) {
			t.Errorf("problem %d earns %.12g and states %.12g, the best is %.12g", n, got, got+proven.USD, best)
		}
		plans += int(proven.Accords)
		if got > turn+scale {
			ahead++
		}
	}
	if plans < 45 || ahead < 18 {
		t.Errorf("%d plans, %d better than in turn; the test has lost its edge", plans, ahead)
	}
}

func TestAccordOverSeveralBudgetsIsTheOptimum(t *testing.T) {
	// Where windows have their hours in several budgets of more than an hour the plan is the optimum too.
	t.Parallel()
	rng := rand.New(rand.NewPCG(62, 1))
	several := 0
	for n := range 90 {
		p, d := accorded(rng, false)
		if inOne(p) {
			continue
		}
		got, proven := earnsOf(t, p, d, Perfect, false)
		best := bestLinear(t, p, d)
		if proven.Accords > 0 {
			several++
		}
		if math.Abs(got-best) > 1e-7*(1+math.Abs(best)) || proven.Gap > 1e-7 {
			t.Errorf("problem %d earns %.9g, the best is %.9g, the stated gap %g", n, got, best, proven.Gap)
		}
	}
	if several < 15 {
		t.Errorf("%d problems; the test has lost its edge", several)
	}
}

func TestAnHourAsksWhatMoreOfItIsWorth(t *testing.T) {
	// The multiplier of each hour's power lies between what is lost with a little less of it and what is gained with a
	// little more, charges on the highest load paid; and so does their sum, of power in all hours.
	t.Parallel()
	rng := rand.New(rand.NewPCG(63, 1))
	priced := 0
	for n := range 12 {
		p, d := hourly(rng)
		p.Foresight = Perfect
		tr := NewTrace(p, false)
		if err := Run(p, d, &State{Certify: true}, tr); err != nil {
			t.Fatal(err)
		}
		best := bestLinear(t, p, d)
		const step = 1e-3
		moved := func(mwh float64, some func(g int) bool) float64 {
			for g := range p.Budgets.Groups {
				if some(g) && p.Budgets.Groups[g].Terms.Hourly {
					p.Budgets.Groups[g].BudgetMWh += mwh
				}
			}
			return bestLinear(t, p, d)
		}
		between := func(what string, got float64, some func(g int) bool) {
			up := (moved(step, some) - best) / step
			down := (best - moved(-2*step, some)) / step
			moved(step, some)
			if near := 1e-6 * (1 + math.Abs(best)) / step; got < up-near || got > down+near {
				t.Errorf("problem %d, %s: the multiplier is %g, what a MWh more is worth lies in [%g, %g]", n, what, got, up, down)
			}
		}
		sum := 0.0
		for g := range p.Budgets.Groups {
			if p.Budgets.Groups[g].Terms.Hourly {
				sum += tr.Budgets[g].Multiplier
			}
		}
		between("all hours", sum, func(int) bool { return true })
		if n%3 > 0 {
			continue
		}
		for g := range p.Budgets.Groups {
			if got := tr.Budgets[g].Multiplier; p.Budgets.Groups[g].Terms.Hourly {
				between(p.Budgets.Groups[g].Label, got, func(k int) bool { return k == g })
				if got > 1 {
					priced++
				}
			}
		}
	}
	if priced < 8 {
		t.Errorf("%d hours have a price; the test has lost its edge", priced)
	}
}

// bids keeps by how much a machine that runs pays most above its margin, USD/MWh, and in how many hours it pays.
type bids struct {
	above float64
	paid  int
}

func (b *bids) Record(_ Hour, items []Item) {
	for k := range items {
		if item := &items[k]; item.EnergyMWh > 1e-9 && item.Multiplier > 1e-9 {
			b.above = math.Max(b.above, item.Multiplier-item.Margin)
			b.paid++
		}
	}
}

func TestNobodyLosesByAnAuctionBesideCharges(t *testing.T) {
	// An auction of each hour's power moves nobody's load. At perfect foresight each site earns what it pays in it and
	// its highest loads besides; and at a hashprice that moves from day to day no machine that runs pays more than it
	// earns in that hour, whatever its operator knows.
	t.Parallel()
	rng := rand.New(rand.NewPCG(64, 1))
	paid, hours := 0, 0
	for n := range 60 {
		p, d := hourly(rng)
		for g := range p.Budgets.Groups {
			p.Budgets.Groups[g].Terms.Soft = false
		}
		merit, _ := earnsOf(t, p, d, Perfect, false)
		for g := range p.Budgets.Groups {
			p.Budgets.Groups[g].Terms.Auctioned = p.Budgets.Groups[g].Terms.Hourly
		}
		tr := NewTrace(p, false)
		if err := Run(p, d, &State{Certify: true}, tr); err != nil {
			t.Fatal(err)
		}
		near(t, "earned", net(p, d, tr), merit, 1e-9)
		for i := range p.Sites {
			usd, pays := siteNet(p, tr, i), tr.Use(0, i, 0).PaidUSD
			if usd < pays-1e-6*(1+pays) {
				t.Errorf("problem %d: site %d earns %.9g and pays %.9g", n, i, usd, pays)
			}
			if pays > 1 {
				paid++
			}
		}
	}
	for n := range 12 {
		p, d := auctionedDays(rng)
		for _, look := range []Foresight{Rolling, Perfect} {
			p.Foresight = look
			seen, tr := &bids{}, NewTrace(p, false)
			if err := Run(p, d, &State{Recorder: seen, Certify: true}, tr); err != nil {
				t.Fatal(err)
			}
			if hours += seen.paid; seen.above > 1e-6 {
				t.Errorf("problem %d, foresight %d: a machine pays %g USD/MWh more than it earns", n, look, seen.above)
			}
		}
	}
	if paid < 40 || hours < 2000 {
		t.Errorf("%d sites and %d machines pay in hours; the test has lost its edge", paid, hours)
	}
}

// siteNet is what site i earns, its highest loads paid.
func siteNet(p *Problem, tr *Trace, i int) (usd float64) {
	for _, f := range tr.Flows[i] {
		usd += f.RevenueUSD - f.PowerUSD
	}
	if ch := p.Charges[p.Sites[i].Tariff]; ch != nil {
		usd -= billed(ch, tr.SiteMWh[i])
	}
	return usd
}

// auctionedDays is some sites on one tariff with a price of the highest load of ten days, who buy their power by the
// hour at a hashprice that moves every day.
func auctionedDays(rng *rand.Rand) (*Problem, *Draw) {
	const stretch = 240
	p, d := chargedHours(3, 1)
	hours := 3 * stretch
	p.Hours, p.Days, p.Months = hours, hours/24, 1
	p.Price[0] = randomPrices(rng, hours)
	ch := &Charges{}
	for from := 0; from < hours; from += stretch {
		ch.window(hours, from, from+stretch, -1, 0, step(6000*rng.Float64()))
	}
	p.Charges[0] = ch
	p.Budgets.Groups, p.Budgets.Roots = p.Budgets.Groups[:hours], p.Budgets.Roots[:hours]
	for h := range hours {
		p.Budgets.Groups[h].BudgetMWh = 12 + 12*rng.Float64()
	}
	p.Chain = Chain{Open: true, Difficulty: 1e14}
	d.Hashprice = flat(p.Days, 0)
	price := 50.0
	for k := range d.Hashprice {
		price *= math.Exp(0.04 * rng.NormFloat64())
		d.Hashprice[k] = price
	}
	return p, d
}

func TestWhoKnowsAllEarnsMostOfHours(t *testing.T) {
	// On one path that moves from day to day nobody earns more from power by the hour and loads that are charged than
	// who knows it, but for the gap that is stated.
	t.Parallel()
	rng := rand.New(rand.NewPCG(65, 1))
	ahead := 0
	for n := range 10 {
		p, d := auctionedDays(rng)
		for g := range p.Budgets.Groups {
			p.Budgets.Groups[g].Terms.Auctioned = false
		}
		perfect, proven := earnsOf(t, p, d, Perfect, false)
		for _, look := range []Foresight{Rolling, Myopic} {
			usd, _ := earnsOf(t, p, d, look, false)
			if usd > perfect+proven.USD+1e-9*(1+math.Abs(perfect)) {
				t.Errorf("problem %d, foresight %d: %.12g earned, %.12g by who knows all, who states %g",
					n, look, usd, perfect, proven.USD)
			}
			if usd < perfect*(1-1e-4) {
				ahead++
			}
		}
		if proven.Gap > 1e-6 {
			t.Errorf("problem %d: the gap is %g", n, proven.Gap)
		}
	}
	if ahead < 5 {
		t.Errorf("%d are worse; the test has lost its edge", ahead)
	}
}
