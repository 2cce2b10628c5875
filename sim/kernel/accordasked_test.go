package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestAskedIsWhatMoreIsWorth(t *testing.T) {
	// The multiplier of a budget in an accord is what the optimum gains for a MWh more: it lies between what is lost
	// with a little less of it and what is gained with a little more. What the price of a budget keeps back is the
	// budget's: it binds wherever its multiplier is above zero and something stands idle for it.
	t.Parallel()
	rng := rand.New(rand.NewPCG(47, 1))
	exact, kept := 0, 0
	for range 60 {
		p, d := accorded(rng, false)
		p.Foresight = Perfect
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
				t.Errorf("group %d of %g MWh: the multiplier is %g, what a MWh more is worth lies in [%g, %g]", g, budget, got, up, down)
			}
			exact++
			if use := tr.Use(int(group.Limit), 0, 0); got > 1 && use.CurtailedMWh > 0 {
				kept++
			}
		}
	}
	if exact < 20 || kept < 10 {
		t.Errorf("%d budgets, %d that keep something back; the test has lost its edge", exact, kept)
	}
}

// short is a site of paying for a day of prices that hardly differ, under a charge and a budget of less than it could
// draw.
func short(ch *Charges, budgetMWh float64) (*Problem, *Draw) {
	p, d := paying(flat(24, 20), nil)
	for h := range p.Price[0] {
		p.Price[0][h] += 0.1 * float64(h)
	}
	p.Charges[0], p.Sites[0].Class = ch, 0
	p.Limits = []Limit{{Name: "a", Sites: []int32{0}, ByMonth: flat(p.Months, 0)}}
	p.Budgets = &Budgets{
		Groups: []Group{{BudgetMWh: budgetMWh, To: 24, Parent: -1}}, Leaf: [][]int32{make([]int32, 24)},
		Roots: []Root{{To: 24, Groups: []int32{0}, Sites: []int32{0}}},
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
				t.Errorf("foresight %d, a budget of %g MWh: the multiplier is %g, over its hours %g", p.Foresight, budget, price, use.MultiplierH)
			}
			slack += tr.Rungs.Slack
		}
	}
	return slack
}

func TestLoadsThatBudgetsKeepLowAreTheirs(t *testing.T) {
	// At prices that hardly differ a budget of half of what a site could draw is best spent at half the load, at which all
	// that runs just fits. What stands idle does so for the budget, not for the small price of the highest load.
	t.Parallel()
	ch := &Charges{}
	ch.window(24, 0, 24, -1, 0, step(240))
	if slack := keepsAll(t, ch, 24, 240); slack < 10 {
		t.Errorf("in %d plans all that the charge lets run fits; the test has lost its edge", slack)
	}
}

func TestTiersThatBudgetsKeepShortAreTheirs(t *testing.T) {
	// Budgets that end in the second tiers of two halves of a day let each use some of its own: what more would be worth
	// the price of the second tier stands idle for the budget.
	t.Parallel()
	ch := &Charges{}
	ch.tiers(24, 0, 12, upTo(60, 0), step(50))
	ch.tiers(24, 12, 24, upTo(60, 0), step(50))
	keepsAll(t, ch, 121, 144)
}
