package kernel

import (
	"math"
	"testing"
)

// around puts a budget of its own around all the hours of the budgets that site 0 may break, which are one root then.
func around(p *Problem, mwh float64) {
	b, year := p.Budgets, limited(p, "year")
	root := Root{Groups: []int32{int32(len(b.Groups))}, Sites: []int32{0}, To: p.Hours}
	for g := range b.Groups {
		group := &b.Groups[g]
		group.Parent, group.Root, group.Local = int32(len(b.Groups)), 0, int32(len(root.Groups))
		root.Groups = append(root.Groups, int32(g))
	}
	b.Groups = append(b.Groups, Group{Limit: year, BudgetMWh: mwh, To: p.Hours, Parent: -1})
	b.Roots = []Root{root}
}

// A day of 24 hours at margins of 95 and 32.5 USD/MWh for 6 and 4 MW, on 96 MWh. Without another budget a breach
// earns 7,680 USD more; where 120 MWh are all that a year leaves, it earns (120 - 96) x 95 = 2,280 more. So a fine
// of 2,200 is worth it, and one of 2,300 is not, though nobody knows of the 7,680.
func TestNoFineForEnergyThatAnotherBudgetStops(t *testing.T) {
	t.Parallel()
	for _, look := range []Foresight{Rolling, Perfect, Myopic} {
		for _, c := range []struct{ fine, paid, mwh float64 }{{2200, 2200, 120}, {2300, 0, 96}} {
			p, d := steady(24)
			p.Foresight = look
			breakable(p, []int{24}, 96, []float64{c.fine}, 0)
			around(p, 120)
			tr := run(t, p, d)
			near(t, "fine", 1+tr.Use(0, 0, 0).PaidUSD, 1+c.paid, 1e-12)
			near(t, "energy", tr.Flows[0][0].EnergyMWh, c.mwh, 1e-9)
		}
	}
}

// A period that the horizon cuts is kept where a whole one of the same hours is broken, and the first fine is for
// the first whole one.
func TestCutPeriodIsKept(t *testing.T) {
	t.Parallel()
	for _, look := range []Foresight{Rolling, Perfect, Myopic} {
		p, d := steady(72)
		p.Foresight = look
		breakable(p, []int{24, 48, 72}, 96, []float64{1000, 2000}, 0)
		p.Budgets.Groups[0].Terms.Breach = false
		p.Budgets.Groups[2].Terms.Breach = false
		tr := run(t, p, d)
		near(t, "fine", tr.Use(0, 0, 0).PaidUSD, 1000, 1e-12)
		for g, mwh := range []float64{96, 240, 96} {
			near(t, "energy", tr.Budgets[g].UsedMWh, mwh, 1e-9)
		}
	}
}

// Two penalties on one site: days whose breach brings a shutdown of 10 hours, and the second day of another one,
// which would pay by itself. In the 14 hours that the shutdown of the first leaves, at 6 x 95 + 4 x 32.5 = 700 USD
// an hour and 130 MWh, keeping the budget of 100 MWh earns 84 x 95 + 16 x 32.5 = 8,500 and breaking it 9,800: 1,300
// more. From hour 24 on without a shutdown it is 240 MWh and 7,300 more.
func TestShutdownOfAnotherPenaltyIsSeen(t *testing.T) {
	t.Parallel()
	p, d := steady(72)
	p.Foresight = Perfect
	breakable(p, []int{24}, 96, []float64{1}, 10)
	second := limited(p, "second")
	b := p.Budgets
	breach := Breach{Limit: second, Of: make([]int32, p.Hours), Fines: []float64{2000}}
	for k, from := range []int{0, 24, 48} {
		g := int32(len(b.Groups))
		b.Groups = append(b.Groups, Group{Limit: second, Sites: []int32{0}, BudgetMWh: []float64{1000, 100, 1000}[k], From: from, To: from + 24, Parent: -1, Root: int32(k), Terms: Terms{Breach: true}})
		breach.Groups = append(breach.Groups, g)
		for t := from; t < from+24; t++ {
			b.Leaf[0][t], breach.Of[t] = g, int32(k)
		}
	}
	// the first day is that of both penalties: the second one lies around it
	for t := range 24 {
		b.Leaf[0][t] = 0
	}
	b.Groups[0].Parent, b.Groups[0].Local = 1, 1
	b.Roots = []Root{
		{Groups: []int32{1, 0}, Sites: []int32{0}, To: 24},
		{Groups: []int32{2}, Sites: []int32{0}, From: 24, To: 48},
		{Groups: []int32{3}, Sites: []int32{0}, From: 48, To: 72},
	}
	p.Sites[0].Breaches = append(p.Sites[0].Breaches, breach)
	tr := run(t, p, d)
	near(t, "fine of the first", tr.Use(0, 0, 0).PaidUSD, 1, 1e-12)
	near(t, "fine of the second", 1+tr.Use(int(second), 0, 0).PaidUSD, 1, 1e-12)
	if used := tr.Budgets[2].UsedMWh; math.Abs(used-100) > 1e-9 {
		t.Errorf("%g MWh on the second day, want the 100 that are kept", used)
	}
}

// A day of 24 hours at margins of 95 and 32.5 USD/MWh for 6 and 4 MW on 96 MWh that a site may exceed, and a second
// site with 6 MW at 95, both on 300 MWh. Kept, 96 + 144 MWh at 95 earn 22,800 USD; broken, 144 + 144 at 95 and the
// last 12 at 32.5 earn 27,750: 4,950 more. So a fine of 4,900 is worth it and one of 5,000 is not. By itself the
// first site would see 300 MWh that nobody takes from it, and 7,680 USD. On 200 MWh the second site can use all
// that the first one leaves, so no fine is worth it, where the first alone would see 48 x 95 + 56 x 32.5 = 6,380.
func TestNoFineForEnergyThatAnotherSiteUses(t *testing.T) {
	t.Parallel()
	for _, look := range []Foresight{Rolling, Perfect} {
		for _, c := range []struct{ mwh, fine, paid float64 }{{300, 4900, 4900}, {300, 5000, 0}, {200, 100, 0}} {
			p, d := steady(24)
			p.Foresight = look
			breakable(p, []int{24}, 96, []float64{c.fine}, 0)
			around(p, c.mwh)
			second := p.Sites[0]
			second.Class, second.Breaches, second.RatedMW, second.AvailableMW, second.Tranches = 1, nil, 6, 6, second.Tranches[:1]
			p.Sites = append(p.Sites, second)
			p.Limits[1].Sites, p.Budgets.Roots[0].Sites = []int32{0, 1}, []int32{0, 1}
			p.Budgets.Leaf = append(p.Budgets.Leaf, make([]int32, 24))
			for h := range 24 {
				p.Budgets.Leaf[1][h] = 1
			}
			tr := run(t, p, d)
			near(t, "fine", 1+tr.Use(0, 0, 0).PaidUSD, 1+c.paid, 1e-12)
			want := 95 * min(c.mwh, 96+144)
			if c.paid > 0 {
				want = 144*95 + 144*95 + 12*32.5
			}
			near(t, "margin", margin(tr), want, 1e-9)
			if look == Perfect && (tr.Proven.Plans != 1 || tr.Proven.Exact != 1) {
				t.Errorf("proven %+v, want one plan, exact", tr.Proven)
			}
		}
	}
}

// Two days of 24 hours on 200 MWh, the second at margins of 40 USD/MWh for 6 MW. The first is broken, and a
// shutdown takes the second: so all is used on the first, 144 MWh at 95 and 56 at 32.5 USD/MWh, though without the
// shutdown the 56 would be worth more on the second. Kept, both days earn 96 x 95 + 96 x 40 = 12,960 USD, which is
// less than 15,500.
func TestBudgetsKnowShutdownsToCome(t *testing.T) {
	t.Parallel()
	for _, look := range []Foresight{Rolling, Perfect} {
		p, d := steady(48)
		p.Foresight = look
		for h := 24; h < 48; h++ {
			p.Price[0][h] = 85
		}
		breakable(p, []int{24, 48}, 96, nil, 24)
		around(p, 200)
		tr := run(t, p, d)
		near(t, "margin", margin(tr), 144*95+56*32.5, 1e-9)
		if len(tr.Broken) != 1 || tr.Broken[0].Group != 0 {
			t.Errorf("broken %+v, want the first day", tr.Broken)
		}
	}
}
