package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// randomCharges is a problem of three sites on two tariffs in a closed loop over 100 days, with a coin that moves:
// windows, tiers, or both, by months of 720 hours, the windows also by day.
func randomCharges(rng *rand.Rand, windows, tiers bool) (*Problem, *Draw) {
	const hours = 2400
	p, d := tiny(hours, 3)
	for k := range d.CoinUSD {
		d.CoinUSD[k] *= 0.8 + 0.3*math.Sin(float64(k)/(5+10*rng.Float64())) + 0.1*rng.Float64()
	}
	p.Price = append(p.Price, randomPrices(rng, hours))
	p.Sites[1].Tariff = 1
	p.Sites[2].Online = 1000 + rng.IntN(800)
	for range p.Price {
		ch := &Charges{}
		for from := 0; from < hours; from += 720 {
			to := min(from+720, hours)
			if windows {
				root := ch.window(hours, from, to, -1, float64(rng.IntN(2))*3, randomSteps(rng, 10, 0, 12_000)...)
				for day := from; day < to; day += 24 {
					if day/24%7 < 5 {
						ch.window(hours, day+8, day+14, root, 0, step(200*rng.Float64()))
					}
				}
				if root > 0 && rng.IntN(2) == 0 {
					ch.Windows[root].Held = []Held{{Share: 0.6, Windows: []int32{0}}}
				}
			}
			if tiers {
				ch.tiers(hours, from, to, randomSteps(rng, 5000, -20, 30)...)
			}
		}
		p.Charges = append(p.Charges, ch)
	}
	for i := range p.Sites {
		p.Sites[i].Charged, p.Sites[i].Invoiced = true, true
	}
	return p, d
}

// TestNobodyBeatsPerfectCharges plays random windows and random tiers on one path of the network: perfect foresight
// earns at least what rolling and myopic operators do, charges paid, and everything adds up.
func TestNobodyBeatsPerfectCharges(t *testing.T) {
	t.Parallel()
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(5, seed))
			p, d := randomCharges(rng, seed%2 == 0, seed%2 == 1)
			for _, ch := range p.Charges { // what later months pay for a peak of this one nobody plans for
				for w := range ch.Windows {
					ch.Windows[w].Held = nil
				}
			}
			earned := map[Foresight]float64{}
			for _, look := range []Foresight{Rolling, Perfect, Myopic} {
				p.Foresight = look
				var s State
				tr := NewTrace(p, true)
				tr.Parts = make([]Part, 0, 10)
				if err := Run(p, d, &s, tr); err != nil {
					t.Fatal(err)
				}
				adds(t, tr)
				along := NewTrace(p, false)
				q := *p
				if look == Rolling {
					earned[look] = net(p, d, tr)
					continue
				}
				if err := RunAlong(&q, d, &s, along, tr.Parts); err != nil {
					t.Fatal(err)
				}
				if a, b := net(p, d, tr), net(p, d, along); a != b {
					t.Errorf("foresight %d earns %g in a run and %g along its path", look, a, b)
				}
				earned[look] = net(p, d, tr)
			}
			slack := 1e-9 * math.Abs(earned[Perfect])
			if earned[Perfect] < earned[Rolling]-slack || earned[Perfect] < earned[Myopic]-slack {
				t.Errorf("perfect earns %.2f, rolling %.2f, myopic %.2f",
					earned[Perfect], earned[Rolling], earned[Myopic])
			}
			if earned[Perfect] <= 0 {
				t.Errorf("perfect foresight earns %g; the case shows nothing", earned[Perfect])
			}
		})
	}
}

// TestStateForgetsCharges plays two different problems in turn on one state: each comes to what it comes to on a
// fresh one, and a second draw allocates nothing, under any foresight.
func TestStateForgetsCharges(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	var used State
	type kase struct {
		p    *Problem
		d    *Draw
		want *Trace
	}
	var cases []kase
	for n := range 4 {
		p, d := randomCharges(rng, n != 1, n != 2)
		p.Foresight = Foresight(n % 3)
		if n == 3 { // three sites on one tariff, the charges from the draw
			for i := range p.Sites {
				p.Sites[i].Tariff = 0
			}
			d.Charges = []*Charges{p.Charges[1], nil}
		}
		tr := NewTrace(p, true)
		if err := Run(p, d, &State{}, tr); err != nil {
			t.Fatal(err)
		}
		adds(t, tr)
		if tr.Rungs.Windows == 0 && n != 1 && p.Foresight != Myopic || tr.Rungs.Counts == 0 && n != 2 && p.Foresight != Myopic {
			t.Fatalf("case %d made no plans: %+v", n, tr.Rungs)
		}
		cases = append(cases, kase{p, d, tr})
	}
	for range 2 {
		for n, c := range cases {
			tr := NewTrace(c.p, true)
			if err := Run(c.p, c.d, &used, tr); err != nil {
				t.Fatal(err)
			}
			for i := range tr.SiteMWh {
				for h, mwh := range tr.SiteMWh[i] {
					if mwh != c.want.SiteMWh[i][h] {
						t.Fatalf("case %d: site %d runs %g MWh in hour %d, on a fresh state %g",
							n, i, mwh, h, c.want.SiteMWh[i][h])
					}
				}
			}
		}
	}
	for n, c := range cases {
		tr := NewTrace(c.p, true)
		allocated := testing.AllocsPerRun(3, func() {
			tr.Reset()
			if err := Run(c.p, c.d, &used, tr); err != nil {
				t.Fatal(err)
			}
		})
		// The steps by site are sorted anew for a problem that the state has not seen before; that is not a draw.
		if allocated > 0 {
			t.Errorf("case %d: a draw allocates %g times", n, allocated)
		}
	}
}

// TestChargesAgainstBudgets has a window and an energy budget that binds, under each foresight: the budget holds,
// everything adds up, and a peak that does not pay with the whole month stays shut.
func TestChargesAgainstBudgets(t *testing.T) {
	t.Parallel()
	for _, look := range []Foresight{Rolling, Perfect, Myopic} {
		for _, price := range []float64{3_000, 1e6} {
			p, d := budgeted(24*100, 3, 9000)
			ch := &Charges{}
			for from := 0; from < p.Hours; from += 720 {
				ch.window(p.Hours, from, min(from+720, p.Hours), -1, 0, step(price))
			}
			p.Charges, p.Foresight = []*Charges{ch}, look
			for i := range p.Sites {
				p.Sites[i].Charged, p.Sites[i].Invoiced = true, true
			}
			tr := run(t, p, d)
			adds(t, tr)
			var used float64
			for g, use := range tr.Budgets {
				if budget := p.Budgets.Groups[g].BudgetMWh; use.UsedMWh > budget*(1+1e-9) {
					t.Errorf("foresight %d: group %d used %g of %g MWh", look, g, use.UsedMWh, budget)
				}
			}
			for i := range tr.Flows {
				for _, f := range tr.Flows[i] {
					used += f.EnergyMWh
				}
			}
			if shut := look != Myopic && price == 1e6; shut != (used == 0) {
				t.Errorf("foresight %d at %g USD/MW runs %g MWh", look, price, used)
			}
		}
	}
}

// TestWindowsBeforeBudgets plays random windows together with energy budgets that bind, at a given hashprice.
// Windows are planned first, as if there were no budget, and the budget then counts what they let run: no less is
// earned than by sites that pay no attention to the windows.
func TestWindowsBeforeBudgets(t *testing.T) {
	t.Parallel()
	better := 0
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(15, seed))
		p, d := budgeted(24*100, 3, 4000+6000*rng.Float64())
		p.Chain.Open, p.Chain.Row = true, nil
		d.Hashprice = flat(p.Days, 40+30*rng.Float64())
		p.Price[0] = randomPrices(rng, p.Hours)
		ch, free := &Charges{}, &Charges{}
		for from := 0; from < p.Hours; from += 720 {
			steps := randomSteps(rng, 10, 0, 30_000)
			ch.window(p.Hours, from, min(from+720, p.Hours), -1, 0, steps...)
			free.window(p.Hours, from, min(from+720, p.Hours), -1, 0)
		}
		for i := range p.Sites {
			p.Sites[i].Charged, p.Sites[i].Invoiced = true, true
		}
		p.Charges = []*Charges{free}
		ignored := run(t, p, d)
		p.Charges = []*Charges{ch}
		planned := run(t, p, d)
		with, without := net(p, d, planned), net(p, d, ignored)
		if with < without-1e-9*math.Abs(without) {
			t.Errorf("seed %d: %.2f USD with a plan for the highest loads, %.2f without", seed, with, without)
		}
		if with > without+1 {
			better++
		}
	}
	if better == 0 {
		t.Error("no plan for the highest loads changes anything")
	}
}

// TestCutHoursAreOneLoad has retargets and a halving inside hours: the supplier sees one load for each hour, at
// most what the connection carries.
func TestCutHoursAreOneLoad(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(9, 10))
	p, d := randomCharges(rng, true, false)
	tr := NewTrace(p, true)
	tr.Parts = make([]Part, 0, 10)
	if err := Run(p, d, &State{}, tr); err != nil {
		t.Fatal(err)
	}
	cut := 0
	for k, part := range tr.Parts {
		if part.Length < 1 {
			cut++
		}
		if k > 0 && part.Hour < tr.Parts[k-1].Hour {
			t.Fatalf("part %d comes before its time", k)
		}
	}
	if cut < 8 {
		t.Errorf("%d parts of hours, want those of several retargets", cut)
	}
	adds(t, tr)
	for i := range tr.SiteMWh {
		for h, mwh := range tr.SiteMWh[i] {
			if mwh > p.Sites[i].PowerMW*(1+1e-12) {
				t.Fatalf("site %d runs %g MWh in hour %d", i, mwh, h)
			}
		}
	}
}
