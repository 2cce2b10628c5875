package kernel

import (
	"math"
	"testing"
)

// shared is sites of one machine of mw[i] MW whose margin is earns[i] USD/MWh in every hour, under one cap on their
// power by merit, a root for each hour. The hashprice is given.
func shared(hours int, capMW float64, mw, earns []float64) (*Problem, *Draw) {
	p, d := merit(hours, len(mw), capMW)
	p.Chain = Chain{Open: true, Difficulty: 1e14}
	p.Price, p.PUE = nil, [][]float64{flat(hours, 1)}
	for i := range mw {
		p.Price = append(p.Price, flat(hours, 100-earns[i]))
		p.Sites[i] = Site{Tariff: int32(i), PowerMW: mw[i], RatedMW: mw[i], AvailableMW: mw[i], Share: 1, Tranches: []Tranche{machine(mw[i], 100)}}
	}
	d.Hashprice = flat(p.Days, 50)
	return p, d
}

func energies(tr *Trace) (mwh []float64) {
	for i := range tr.Flows {
		sum := 0.0
		for _, f := range tr.Flows[i] {
			sum += f.EnergyMWh
		}
		mwh = append(mwh, sum)
	}
	return mwh
}

func paid(tr *Trace) (usd float64) {
	for l := range tr.Uses {
		for _, use := range tr.Uses[l] {
			usd += use.PaidUSD
		}
	}
	return usd
}

// TestMeritByHand: of 60 MW for sites that want 50, 30 and 20 MW and earn 10, 30 and 20 USD/MWh the best two run in
// full and the first has the rest, 10 MW; one more MWh is worth 10 USD, which each MWh of an auction pays.
func TestMeritByHand(t *testing.T) {
	t.Parallel()
	for _, look := range []Foresight{Rolling, Perfect, Myopic} {
		for _, auction := range []bool{false, true} {
			p, d := shared(2, 60, []float64{50, 30, 20}, []float64{10, 30, 20})
			p.Foresight = look
			for g := range p.Budgets.Groups {
				p.Budgets.Groups[g].Terms.Auctioned = auction
			}
			tr := run(t, p, d)
			for i, want := range []float64{20, 60, 40} {
				near(t, "energy", energies(tr)[i], want, 1e-12)
				usd := 0.0
				if auction {
					usd = 10 * want
				}
				near(t, "paid", tr.Use(0, i, 0).PaidUSD, usd, 1e-12)
			}
			for g, use := range tr.Budgets {
				near(t, "multiplier", use.Multiplier, 10, 1e-12)
				near(t, "used", use.UsedMWh, p.Budgets.Groups[g].BudgetMWh, 1e-12)
			}
			want := int64(2)
			if look != Rolling { // and those of the run that makes the path
				want = 4
			}
			if tr.Certified.Plans != want {
				t.Errorf("foresight %d: %d plans proved themselves, want %d", look, tr.Certified.Plans, want)
			}
		}
	}
}

// TestSoftCapByHand: where more than 60 MW may run at 15 USD/MWh, what earns 20 and more does and what earns 10
// does not. At a cap of 30 MW 20 MW run beyond it, the site of 30 MW pays three fifths of that, and one more MWh is
// worth the price. Of a cap of 55 MW the first site has the rest.
func TestSoftCapByHand(t *testing.T) {
	t.Parallel()
	for _, look := range []Foresight{Rolling, Perfect, Myopic} {
		for _, how := range []struct {
			cap, multiplier float64
			energy          [3]float64
			paid            [3]float64
		}{
			{30, 15, [3]float64{0, 30, 20}, [3]float64{0, 15 * 12, 15 * 8}},
			{55, 10, [3]float64{5, 30, 20}, [3]float64{}},
			{120, 0, [3]float64{50, 30, 20}, [3]float64{}},
		} {
			p, d := shared(3, how.cap, []float64{50, 30, 20}, []float64{10, 30, 20})
			p.Foresight = look
			for g := range p.Budgets.Groups {
				p.Budgets.Groups[g].Terms.Soft, p.Budgets.Groups[g].Terms.Price = true, 45
			}
			p.Limits[0].PerUSD, d.PerUSD = []float64{90}, [][]float64{{3}}
			tr := run(t, p, d)
			for i := range how.energy {
				near(t, "energy", energies(tr)[i], 3*how.energy[i], 1e-12)
				near(t, "paid", tr.Use(0, i, 0).PaidUSD, 3*how.paid[i], 1e-12)
			}
			near(t, "multiplier", tr.Budgets[1].Multiplier, how.multiplier, 1e-12)
		}
	}
}

// TestSoftMonthByHand: a site of 10 MW under a soft budget of 20 MWh in six hours that earn 10, 50, 20, 40, 30 and
// 5 USD/MWh, where each MWh beyond costs 25 USD. The best two hours fit and the third earns more than it pays, so
// one more MWh of the budget is worth the price. Who knows only the present runs the first two hours and then those
// that earn more than the price.
func TestSoftMonthByHand(t *testing.T) {
	t.Parallel()
	for look, want := range map[Foresight]struct{ energy, paid, earned float64 }{
		Rolling: {30, 250, 1200 - 250}, Perfect: {30, 250, 1200 - 250}, Myopic: {40, 500, 1300 - 500},
	} {
		p, d := shared(6, 0, []float64{10}, []float64{0})
		p.Foresight = look
		for h, usd := range []float64{10, 50, 20, 40, 30, 5} {
			p.Price[0][h] = 100 - usd
		}
		oneBudget(p, 20)
		p.Budgets.Groups[0].Terms = Terms{Soft: true, Price: 25}
		tr := run(t, p, d)
		if look != Myopic {
			near(t, "multiplier", tr.Budgets[0].Multiplier, 25, 1e-12)
		}
		near(t, "energy", energies(tr)[0], want.energy, 1e-12)
		near(t, "used", tr.Budgets[0].UsedMWh, want.energy, 1e-12)
		near(t, "paid", paid(tr), want.paid, 1e-12)
		near(t, "earned", margin(tr)-paid(tr), want.earned, 1e-12)
	}
}

// oneBudget puts all sites of a problem under one budget for all of its hours, and nothing else.
func oneBudget(p *Problem, mwh float64) {
	sites := make([]int32, len(p.Sites))
	for i := range p.Sites {
		sites[i], p.Sites[i].Class = int32(i), 0
	}
	p.Budgets = &Budgets{
		Leaf:   [][]int32{make([]int32, p.Hours)},
		Groups: []Group{{BudgetMWh: mwh, To: p.Hours, Parent: -1}},
		Roots:  []Root{{Groups: []int32{0}, Sites: sites, To: p.Hours}},
	}
}

// TestHourlyIsOneProgramme: caps on the power of each hour earn the same, and have the same multipliers, whether
// each hour is planned by itself or all in one.
func TestHourlyIsOneProgramme(t *testing.T) {
	t.Parallel()
	for _, look := range []Foresight{Rolling, Perfect, Myopic} {
		var earned [2]float64
		var multipliers [2][]BudgetUse
		for k := range earned {
			p, d := merit(24*40, 4, 21)
			moving(d)
			p.Foresight = look
			if k == 1 {
				root := Root{Sites: p.Budgets.Roots[0].Sites, To: p.Hours}
				for g := range p.Budgets.Groups {
					root.Groups = append(root.Groups, int32(g))
					p.Budgets.Groups[g].Root, p.Budgets.Groups[g].Local = 0, int32(g)
				}
				p.Budgets.Roots = []Root{root}
			}
			tr := run(t, p, d)
			adds(t, tr)
			earned[k], multipliers[k] = margin(tr), tr.Budgets
		}
		if look == Rolling {
			continue // who plans all at once holds on to the hashprice of the plan
		}
		near(t, "margin", earned[1], earned[0], 1e-12)
		for g := range multipliers[0] {
			if a, b := multipliers[0][g], multipliers[1][g]; math.Abs(a.Multiplier-b.Multiplier) > 1e-9 || math.Abs(a.UsedMWh-b.UsedMWh) > 1e-9 {
				t.Fatalf("foresight %d: hour %d came to %+v by itself and %+v in one plan", look, g, a, b)
			}
		}
	}
}

// Of two months the first earns more: it uses up its own budget, and the rest of what both may use is short in the
// second. Then both limits bind in the first month, each with its own price; the second month has room.
func TestAllThatAreShortBind(t *testing.T) {
	t.Parallel()
	p, d := budgeted(1440, 2, 7000)
	p.Foresight = Perfect
	for k := range d.CoinUSD {
		d.CoinUSD[k] = 1.2e5
		if k < 30 {
			d.CoinUSD[k] = 2e5
		}
	}
	tr := run(t, p, d)
	whole, month := tr.LimitHours[0], tr.LimitHours[1]
	if !(whole[0] > 100 && whole[0] == month[0] && whole[1] > 100 && month[1] == 0) {
		t.Errorf("the whole binds in %v hours, the months in %v, by month", whole, month)
	}
	var sum [2]float64
	for l := range sum {
		for i := range p.Sites {
			if use := tr.Use(l, i, 0); use.BindingHours > 0 {
				sum[l] = use.MultiplierH / use.BindingHours
			}
		}
	}
	near(t, "price of the whole", sum[0], tr.Budgets[0].Multiplier, 1e-9)
	near(t, "price of the month", sum[1], tr.Budgets[1].Multiplier, 1e-9)
}
