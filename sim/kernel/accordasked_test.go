package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The multiplier of a budget in an accord is what the optimum gains for a MWh more: it lies between what is lost
// with a little less of it and what is gained with a little more. It binds at that price, and keeps nothing back where
// it has none.
func TestAskedIsWhatMoreIsWorth(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(47, 1))
	exact, kept := 0, 0
	for n := range 40 {
		p, d := accorded(rng, false)
		if n%2 == 1 {
			vary(rng, p)
		}
		p.Foresight, p.Limits = Perfect, nil
		for g := range p.Budgets.Groups { // a limit of its own for each
			p.Budgets.Groups[g].Limit = int32(g)
			p.Limits = append(p.Limits, Limit{Sites: p.Budgets.Roots[0].Sites, ByMonth: flat(p.Months, 0)})
		}
		tr := NewTrace(p, false)
		if err := Run(p, d, &State{Certify: true}, tr); err != nil {
			t.Fatal(err)
		}
		if tr.Proven.Accords == 0 || !inOne(p) {
			continue
		}
		for g := range p.Budgets.Groups {
			group := &p.Budgets.Groups[g]
			budget, step := group.BudgetMWh, 0.01*group.BudgetMWh
			at := func(mwh float64) float64 {
				group.BudgetMWh = mwh
				v := bestLinear(t, p, d)
				group.BudgetMWh = budget
				return v
			}
			less, best, more := at(budget-step), at(budget), at(budget+step)
			got, slack := tr.Budgets[g].Multiplier, 1e-6*(1+math.Abs(best))/step
			if up, down := (more-best)/step, (best-less)/step; got < up-slack || got > down+slack {
				t.Errorf("group %d of %g MWh: the multiplier is %g, what a MWh more is worth lies in [%g, %g]",
					g, budget, got, up, down)
			}
			exact++
			for site := range p.Sites {
				use, price := tr.Use(g, site, 0), got*weightOf(p, site)/group.unit()
				if math.Abs(use.MultiplierH-use.BindingHours*price) > 1e-6*(1+use.MultiplierH) ||
					got < 1e-9 && use.CurtailedMWh > 1e-6 {
					t.Errorf("group %d: site %d has %g MWh kept back in %g h at %g USD/MWh, over these hours %g USD/MW",
						g, site, use.CurtailedMWh, use.BindingHours, price, use.MultiplierH)
				}
				if use.CurtailedMWh > 0 {
					kept++
				}
			}
		}
	}
	if exact < 20 || kept < 10 {
		t.Errorf("%d budgets, %d that keep something back; the test has lost its edge", exact, kept)
	}
}

// halfYear is a site that pays for its highest load of each of six months, at a hashprice that rises, and that
// has a budget of some share of what it would use without one.
func halfYear(t *testing.T, share float64) (p *Problem, d *Draw, free float64) {
	const hours, month = 4320, 720
	p, d = tiny(hours, 1)
	for k := range d.CoinUSD {
		d.CoinUSD[k] *= 1 + 0.0005*float64(k)
	}
	p.Price[0] = flat(hours, 45)
	for h := range hours {
		p.Price[0][h] += 0.01 * float64(h%24)
	}
	ch := &Charges{}
	for from := 0; from < hours; from += month {
		ch.window(hours, from, from+month, -1, 0, step(10_000))
	}
	p.Charges = []*Charges{ch}
	site := &p.Sites[0]
	site.Online, site.Class, site.Charged, site.Invoiced = 0, 0, true, true
	p.Limits = []Limit{{Name: "a", Sites: []int32{0}, ByMonth: flat(p.Months, 0), Pooled: true}}
	p.Foresight = Rolling
	p.Budgets = &Budgets{
		Groups: []Group{{BudgetMWh: 1e6, To: hours, Parent: -1}}, Leaf: [][]int32{make([]int32, hours)},
		Roots: []Root{{
			To: hours, Groups: []int32{0}, Sites: []int32{0}, Solve: []int{month, 2 * month, 3 * month, 4 * month, 5 * month},
		}},
	}
	free = energies(run(t, p, d))[0]
	p.Budgets.Groups[0].BudgetMWh = share * free
	return p, d, free
}

// A budget over windows that begin later asks for what it keeps back at each retarget too, when these are not planned
// anew: what it keeps back is what the site would draw without it, and its multiplier is much the same as at perfect
// foresight.
func TestBudgetsGoOnAsking(t *testing.T) {
	t.Parallel()
	p, d, free := halfYear(t, 0.75)
	asked := map[Foresight]float64{}
	for _, p.Foresight = range []Foresight{Rolling, Perfect} {
		tr := run(t, p, d)
		kept := 0.0
		for m := range p.Months {
			kept += tr.Use(0, 0, m).CurtailedMWh
		}
		if math.Abs(kept/(0.25*free)-1) > 0.01 {
			t.Errorf("foresight %d: %g MWh are kept back of %g, three quarters are drawn", p.Foresight, kept, free)
		}
		asked[p.Foresight] = tr.Budgets[0].Multiplier
	}
	if rolling, perfect := asked[Rolling], asked[Perfect]; !(perfect > 1) || math.Abs(rolling/perfect-1) > 0.1 {
		t.Errorf("the multiplier is %g rolling and %g at perfect foresight", rolling, perfect)
	}
}

// hourlyAsked adds up what budgets ask in each part of an hour, USD/MWh times hours.
type hourlyAsked struct{ sum float64 }

func (a *hourlyAsked) Record(h Hour, items []Item) {
	least := math.Inf(1)
	for k := range items {
		least = math.Min(least, items[k].Multiplier)
	}
	a.sum += least * h.Length
}

// Days without a hashprice worth it leave a budget with room for all that can still run. It goes on asking until its
// windows are planned anew, and its multiplier is the mean of what its hours show.
func TestBudgetsThatHaveRoomAgainGoOnAsking(t *testing.T) {
	t.Parallel()
	p, d, _ := halfYear(t, 0.9)
	for k := 100; k < 110; k++ {
		d.CoinUSD[k] *= 0.3
	}
	seen, tr := &hourlyAsked{}, NewTrace(p, false)
	if err := Run(p, d, &State{Recorder: seen, Certify: true}, tr); err != nil {
		t.Fatal(err)
	}
	if got, want := tr.Budgets[0].Multiplier, seen.sum/float64(p.Hours); !(want > 1) || math.Abs(got-want) > 1e-9*want {
		t.Errorf("the multiplier is %g, the mean of its hours %g", got, want)
	}
}

// short is a site of paying for a day of prices that hardly differ, under a charge and a budget of less than it could
// draw; inside that is one that has room for all.
func short(ch *Charges, budgetMWh float64) (*Problem, *Draw) {
	p, d := paying(flat(24, 20), nil)
	for h := range p.Price[0] {
		p.Price[0][h] += 0.1 * float64(h)
	}
	p.Charges[0], p.Sites[0].Class = ch, 0
	limit := Limit{Sites: []int32{0}, ByMonth: flat(p.Months, 0)}
	p.Limits = []Limit{limit, limit}
	p.Budgets = &Budgets{
		Groups: []Group{{BudgetMWh: budgetMWh, To: 24, Parent: -1}, {Limit: 1, BudgetMWh: 1000, To: 24, Local: 1}},
		Leaf:   [][]int32{slices.Repeat([]int32{1}, 24)},
		Roots:  []Root{{To: 24, Groups: []int32{0, 1}, Sites: []int32{0}}},
	}
	return p, d
}

// keepsAll says whether budgets from some MWh on of a problem of short, up to what it would use without one, keep all
// else of that back, with a price, and counts the plans that have room for all that the plan of the charge lets run.
func keepsAll(t *testing.T, ch *Charges, from, free float64) (slack int64) {
	t.Helper()
	for n := range 30 {
		budget := from + float64(n)/30*(free-from)
		p, d := short(ch, budget)
		for _, p.Foresight = range []Foresight{Perfect, Rolling} {
			tr := NewTrace(p, false)
			if err := Run(p, d, &State{Certify: true}, tr); err != nil {
				t.Fatal(err)
			}
			adds(t, tr)
			use := tr.Use(0, 0, 0)
			if kept := use.CurtailedMWh; math.Abs(kept+budget-free) > 1e-6 || use.ForgoneUSD <= 0 {
				t.Errorf("foresight %d, a budget of %g MWh: %g MWh worth %g USD are kept back, %g MWh stand idle for the charge",
					p.Foresight, budget, kept, use.ForgoneUSD, tr.Idle[0][ReasonDemand])
			}
			if price := tr.Budgets[0].Multiplier; !(price > 1) || math.Abs(use.MultiplierH-use.BindingHours*price) > 1e-6 {
				t.Errorf("foresight %d, a budget of %g MWh: the multiplier is %g, over its hours %g",
					p.Foresight, budget, price, use.MultiplierH)
			}
			slack += tr.Rungs.Slack
		}
	}
	return slack
}

// At prices that hardly differ a budget of half of what a site could draw is best spent at half the load, at which all
// that runs just fits. What stands idle does so for the budget, not for the small price of the highest load.
func TestLoadsThatBudgetsKeepLowAreTheirs(t *testing.T) {
	t.Parallel()
	ch := &Charges{}
	ch.window(24, 0, 24, -1, 0, step(240))
	if slack := keepsAll(t, ch, 24, 240); slack < 10 {
		t.Errorf("in %d plans all that the charge lets run fits; the test has lost its edge", slack)
	}
}

// Budgets that end in the second tiers of two halves of a day let each use some of its own: what more would be worth
// the price of the second tier stands idle for the budget.
func TestTiersThatBudgetsKeepShortAreTheirs(t *testing.T) {
	t.Parallel()
	ch := &Charges{}
	ch.tiers(24, 0, 12, upTo(60, 0), step(50))
	ch.tiers(24, 12, 24, upTo(60, 0), step(50))
	keepsAll(t, ch, 121, 144)
}
