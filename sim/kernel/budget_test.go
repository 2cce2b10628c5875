package kernel

import (
	"fmt"
	"math"
	"testing"
)

// budgeted is tiny with one budget of mwh for all sites in every 720 hours, inside one of twelve times as much less a
// tenth for the whole horizon.
func budgeted(hours, sites int, mwh float64) (*Problem, *Draw) {
	p, d := tiny(hours, sites)
	months := (hours + 719) / 720
	b := &Budgets{Leaf: [][]int32{make([]int32, hours)}}
	b.Groups = append(b.Groups, Group{Limit: 0, BudgetMWh: 0.9 * mwh * float64(months), To: hours, Parent: -1})
	root := Root{Groups: []int32{0}, To: hours}
	for m := range months {
		from, to := 720*m, min(720*(m+1), hours)
		b.Groups = append(b.Groups, Group{Limit: 1, BudgetMWh: mwh, From: from, To: to, Local: int32(m + 1)})
		root.Groups = append(root.Groups, int32(m+1))
		for t := from; t < to; t++ {
			b.Leaf[0][t] = int32(m + 1)
		}
		if m > 0 {
			root.Solve = append(root.Solve, from)
		}
	}
	for i := range p.Sites {
		p.Sites[i].Class = 0
		root.Sites = append(root.Sites, int32(i))
	}
	b.Roots = []Root{root}
	p.Budgets = b
	all := root.Sites
	p.Limits = []Limit{{Name: "whole", Kind: "energy", Sites: all, ByMonth: flat(p.Months, 0)}, {Name: "month", Kind: "energy", Sites: all, ByMonth: flat(p.Months, 0)}}
	return p, d
}

func margin(tr *Trace) (usd float64) {
	for i := range tr.Flows {
		for _, f := range tr.Flows[i] {
			usd += f.RevenueUSD - f.PowerUSD
		}
	}
	return usd
}

// TestBudgetsHold keeps every budget under each kind of foresight, and perfect foresight earns the most of them on the
// same path of the network.
func TestBudgetsHold(t *testing.T) {
	t.Parallel()
	earned := map[Foresight]float64{}
	for _, look := range []Foresight{Rolling, Perfect, Myopic} {
		p, d := budgeted(24*100, 4, 9000)
		for k := range d.CoinUSD {
			d.CoinUSD[k] *= 1 + 0.3*math.Sin(float64(k)/7)
		}
		p.Foresight = look
		tr := run(t, p, d)
		withinBudgets(t, fmt.Sprintf("foresight %d", look), p, tr)
		if tr.Budgets[0].UsedMWh < 0.5*p.Budgets.Groups[0].BudgetMWh {
			t.Errorf("foresight %d used %g of %g MWh; the budget should bind",
				look, tr.Budgets[0].UsedMWh, p.Budgets.Groups[0].BudgetMWh)
		}
		for i := range tr.Flows {
			for m := range tr.Flows[i] {
				sum := tr.Flows[i][m].EnergyMWh
				for r := range tr.Reasons {
					sum += tr.Idle[i][m*tr.Reasons+r]
				}
				near(t, "energy and idle", sum, tr.Flows[i][m].CapacityMWh, 1e-9)
			}
		}
		earned[look] = margin(tr)
	}
	if earned[Perfect] < earned[Rolling] || earned[Perfect] < earned[Myopic] {
		t.Errorf("perfect earns %.0f, rolling %.0f, myopic %.0f; nobody may beat perfect",
			earned[Perfect], earned[Rolling], earned[Myopic])
	}
}

// TestSlackBudgetChangesNothing gives a budget that cannot bind, at a steady hashprice.
func TestSlackBudgetChangesNothing(t *testing.T) {
	t.Parallel()
	p, d := budgeted(24*20, 2, 1e9)
	with := run(t, p, d)
	p, d = tiny(24*20, 2)
	without := run(t, p, d)
	near(t, "margin", margin(with), margin(without), 1e-12)
	if with.Budgets[0].Multiplier != 0 {
		t.Errorf("multiplier %g of a slack budget, want 0", with.Budgets[0].Multiplier)
	}
}

// TestReplayKeepsTheMoney plays a slack budget under perfect foresight, that is on the recorded path of the
// network: the same coins and money as rolling, although difficulty changes inside days.
func TestReplayKeepsTheMoney(t *testing.T) {
	t.Parallel()
	var flows [2]Flow
	for k, look := range []Foresight{Rolling, Perfect} {
		p, d := budgeted(24*60, 2, 1e9)
		p.Foresight = look
		flows[k] = run(t, p, d).Flows[0][0]
	}
	near(t, "revenue", flows[1].RevenueUSD, flows[0].RevenueUSD, 1e-12)
	near(t, "coins", flows[1].BTC, flows[0].BTC, 1e-12)
}

// sums adds up what a recorder sees.
type sums struct {
	energy, capacity, worst float64
}

func (s *sums) Record(h Hour, items []Item) {
	for _, it := range items {
		s.energy += it.EnergyMWh * h.Length
		s.capacity += it.CapacityMWh * h.Length
		full := it.EnergyMWh >= it.CapacityMWh*(1-1e-9)
		switch {
		case it.Margin > it.Multiplier+1e-9 && !full, it.Margin < it.Multiplier-1e-9 && it.EnergyMWh > 0:
			s.worst = math.Max(s.worst, math.Abs(it.Margin-it.Multiplier))
		}
	}
}

// TestRecorderAgrees holds that the rows of a recorder add up to the trace, and that under perfect foresight every
// tranche above its multiplier runs in full and every one below it is idle.
func TestRecorderAgrees(t *testing.T) {
	t.Parallel()
	for _, look := range []Foresight{Rolling, Perfect} {
		p, d := budgeted(24*60, 3, 7000)
		p.Foresight = look
		p.Limits = append(p.Limits, Limit{Name: "cap", Kind: "power", Sites: []int32{1}, ByMonth: flat(p.Months, 0)})
		p.LimitSet = [][]InForce{{{Limit: 2, MW: 4}}}
		p.Steps = []Step{{Hour: 300, Site: 1, CapMW: 4, Limit: 2, Set: 0}, {Hour: 900, Site: 1, CapMW: 10, Limit: -1, Set: -1}}
		tr := recorded(t, p, d)
		if use := tr.Use(2, 1, 0); use.BindingHours == 0 || use.CurtailedMWh <= 0 {
			t.Errorf("the cap of site 1 did %+v; it should bind", *use)
		}
	}
}

// TestRoomyBudgetIsNoBudget gives a budget that all the plant at full power stays within: rolling runs every hour that
// pays, also those that did not pay at the hashprice of the plan.
func TestRoomyBudgetIsNoBudget(t *testing.T) {
	t.Parallel()
	moving := func(d *Draw) {
		for k := range d.CoinUSD {
			d.CoinUSD[k] *= 0.6 + 0.3*math.Sin(float64(k)/3)
		}
	}
	p, d := budgeted(24*60, 2, 30*720)
	moving(d)
	with := run(t, p, d)
	p, d = tiny(24*60, 2)
	moving(d)
	near(t, "margin", margin(with), margin(run(t, p, d)), 1e-12)
	if with.Idle[0][ReasonLimit] != 0 {
		t.Errorf("%g MWh idle for a budget with room", with.Idle[0][ReasonLimit])
	}
}

// recorded plays a problem and wants its recorder to agree with its trace and, under perfect foresight, with its
// multipliers.
func recorded(t *testing.T, p *Problem, d *Draw) *Trace {
	t.Helper()
	var s sums
	tr := NewTrace(p, true)
	if err := Run(p, d, &State{Recorder: &s, Certify: true}, tr); err != nil {
		t.Fatal(err)
	}
	var energy float64
	for i := range tr.Flows {
		for _, f := range tr.Flows[i] {
			energy += f.EnergyMWh
		}
	}
	proved(t, tr)
	near(t, "recorded energy", s.energy, energy, 1e-12)
	if p.Foresight == Perfect && s.worst > 0 {
		t.Errorf("a tranche runs on the wrong side of its multiplier by %g USD/MWh", s.worst)
	}
	return tr
}
