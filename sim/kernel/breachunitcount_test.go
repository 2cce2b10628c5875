package kernel

import (
	"math"
	"testing"
)

// dailySwitched is a site of four blocks of 1.5 MW that must stay on for a day once any is, for some days with a limit
// for each; a MWh beyond it costs a price, +Inf: only the fine.
func dailySwitched(shutdown int, price float64) (*Problem, *Draw) {
	const days = 17
	p, d := weekly(1, shutdown)
	p.Hours, p.Days = days*24, days
	site, b := &p.Sites[0], p.Budgets
	site.Tranches = site.Tranches[:1]
	site.PowerMW, site.RatedMW, site.AvailableMW = 6, 6, 6
	site.Cycle = &Cycle{Limit: limited(p, "switches"), Up: 24, Blocks: 4}
	breach, root := &site.Breaches[0], &b.Roots[0]
	root.To, root.Groups, b.Groups, breach.Groups = p.Hours, nil, nil, nil
	breach.Of, b.Leaf[0] = breach.Of[:p.Hours], b.Leaf[0][:p.Hours]
	breach.Fines = []float64{600, 4800}
	for day := range days {
		g := int32(day)
		terms := Terms{Breach: day < days-1}
		if !math.IsInf(price, 1) {
			terms.Soft, terms.Price = true, price
		}
		b.Groups = append(b.Groups, Group{
			Limit: breach.Limit, Sites: []int32{0}, BudgetMWh: 58, From: day * 24, To: day*24 + 24, Parent: -1, Local: g, Terms: terms,
		})
		root.Groups, breach.Groups = append(root.Groups, g), append(breach.Groups, g)
		for t := day * 24; t < day*24+24; t++ {
			breach.Of[t], b.Leaf[0][t] = g, g
		}
	}
	return p, d
}

// Days that a site may break whose blocks must stay on for a day are planned to the best of all, with and without a
// shutdown, and a price of what is beyond: at prices of the days alone a unit runs too long, or not at all.
func TestDaysOfAUnitAreExact(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		shutdown int
		price    float64
	}{{0, math.Inf(1)}, {12, 5}} {
		best := math.Inf(1)
		for _, look := range []Foresight{Perfect, Rolling, Myopic} {
			p, d := dailySwitched(c.shutdown, c.price)
			p.Foresight = look
			s, tr := &State{Certify: true}, NewTrace(p, false)
			if err := Run(p, d, s, tr); err != nil {
				t.Fatal(err)
			}
			proved(t, tr)
			if look != Myopic && (tr.Proven.Plans < 2 || tr.Proven.Exact < tr.Proven.Plans) {
				t.Errorf("%+v, foresight %d: %+v, want every plan to be the best", c, look, tr.Proven)
			}
			if gets := earned(tr); gets > best+1e-6 {
				t.Errorf("%+v: foresight %d earns %.0f USD, perfect foresight %.0f", c, look, gets, best)
			} else if look == Perfect {
				best = gets
			}
			t.Logf("%+v, foresight %d: %.0f USD, %d days broken, %+v", c, look, earned(tr), len(tr.Broken), tr.Proven)
		}
	}
}
