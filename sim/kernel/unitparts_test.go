package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// A unit of 10 MW and a site of 12 MW that earns more share 12 MW of power in every hour, inside a budget that is
// never short; the site is banned but in hours 3 to 5, in the last of which it has 9 MW. By hand the unit is
// started in hour 1, when it first pays; then it has no part in the power of two hours and 3 MW in the third, and
// goes on without a second start, though it would have to stay off for six hours.
func TestUnitsWithoutPowerStayOn(t *testing.T) {
	t.Parallel()
	for _, look := range []Foresight{Rolling, Perfect} {
		p, d := cycled(flat(9, 100), Cycle{Up: 2, Down: 6, StartPerMW: 5})
		p.Foresight = look
		p.Price[0][0] = 150
		other := p.Sites[0]
		other.Cycle, other.PowerMW, other.RatedMW, other.AvailableMW = nil, 12, 12, 12
		other.Tranches = []Tranche{{MW: 12, HashPerMW: 100, BreakEven: 0.4, Efficiency: 10}}
		p.Sites = append(p.Sites, other)
		quota, power, ban := limited(p, "quota"), limited(p, "power"), limited(p, "ban")
		p.LimitSet = [][]InForce{{{Limit: ban}}, {{Limit: ban, MW: 9}}}
		p.Steps = []Step{
			{Site: 1, Limit: ban},
			{Hour: 3, Site: 1, CapMW: 12, Limit: -1, Set: -1},
			{Hour: 5, Site: 1, CapMW: 9, Limit: ban, Set: 1},
			{Hour: 6, Site: 1, Limit: ban},
		}
		b := &Budgets{Leaf: [][]int32{make([]int32, 9)}, Groups: []Group{{Limit: quota, BudgetMWh: 1e6, To: 9, Parent: -1}}}
		root := Root{Groups: []int32{0}, Sites: []int32{0, 1}, To: 9}
		for h := range int32(9) {
			b.Leaf[0][h] = h + 1
			root.Groups = append(root.Groups, h+1)
			b.Groups = append(b.Groups, Group{
				Limit: power, BudgetMWh: 12, From: int(h), To: int(h) + 1, Local: h + 1, Terms: Terms{Hourly: true},
			})
		}
		b.Roots, p.Budgets, p.Sites[0].Class, p.Sites[1].Class = []Root{root}, b, 0, 0
		tr, items := NewTrace(p, true), &hours{}
		s := State{Certify: true, Recorder: items}
		if err := Run(p, d, &s, tr); err != nil {
			t.Fatal(err)
		}
		proved(t, tr)
		adds(t, tr)
		for h, want := range []float64{0, 10, 10, 0, 0, 3, 10, 10, 10} {
			it := items.of[0][h]
			if math.Abs(it.EnergyMWh-want) > 1e-9 || h >= 3 && h <= 5 && it.Reason != ReasonLimit+int(power) {
				t.Errorf("foresight %d: the unit runs %v MWh of %v in hour %d, for reason %d",
					look, it.EnergyMWh, want, h, it.Reason)
			}
		}
		near(t, "starts", tr.Use(0, 0, 0).PaidUSD, 50, 1e-9)
		near(t, "idle for the power", tr.Idle[0][ReasonLimit+int(power)], 27, 1e-9)
		if tr.Proven.Plans != tr.Proven.Exact || tr.Proven.Plans == 0 {
			t.Errorf("foresight %d: %+v", look, tr.Proven)
		}
	}
}

// A unit of two blocks of 5 MW has 6 MW of shared power for two hours, inside a budget that is never short, and
// stands still before. By hand one block earns 2 x 5 x 25 = 250 USD for a start of 100, and the other would add 2 x
// 1 x 25 for the same: a block runs as much of the power as it can, not its half of it.
func TestBlocksTakeThePowerThatThereIs(t *testing.T) {
	t.Parallel()
	p, d := cycled([]float64{150, 100, 100}, Cycle{StartPerMW: 20, Blocks: 2})
	p.Foresight = Perfect
	quota, power := limited(p, "quota"), limited(p, "power")
	b := &Budgets{Leaf: [][]int32{{1, 2, 3}}, Groups: []Group{{Limit: quota, BudgetMWh: 1e6, To: 3, Parent: -1}}}
	for h := range 3 {
		b.Groups = append(b.Groups, Group{
			Limit: power, BudgetMWh: 6, From: h, To: h + 1, Local: int32(h + 1), Terms: Terms{Hourly: true},
		})
	}
	b.Roots = []Root{{Groups: []int32{0, 1, 2, 3}, Sites: []int32{0}, To: 3}}
	p.Budgets, p.Sites[0].Class = b, 0
	tr := NewTrace(p, true)
	if err := Run(p, d, &State{Certify: true}, tr); err != nil {
		t.Fatal(err)
	}
	proved(t, tr)
	if got, want := loads(tr), []float64{0, 5, 5}; !slices.Equal(got, want) {
		t.Errorf("MW by hour are %v, want %v", got, want)
	}
	near(t, "earned", earned(tr), 150, 1e-9)
}

// hours keeps the first tranche of each site in the first part of each hour.
type hours struct{ of [2][]Item }

func (h *hours) Record(at Hour, items []Item) {
	if at.Left == 1 {
		h.of[at.Site] = append(h.of[at.Site], items[0])
	}
}

// powerAndQuotas is three sites for 60 days, two of which it costs something to switch, on monthly budgets of their
// own and on power that they share by the hour: always, but in a week of each month, or in some weeks.
func powerAndQuotas(rng *rand.Rand) (*Problem, *Draw) {
	p, d := tiny(24*60, 3)
	cycle, quota, power := limited(p, "switches"), limited(p, "quota"), limited(p, "power")
	noise, level := 30*rng.Float64(), 20*rng.Float64()
	for h := range p.Price[0] {
		p.Price[0][h] += level + noise*(rng.Float64()-0.5)
	}
	for k := range d.CoinUSD {
		d.CoinUSD[k] *= 1 + 0.2*math.Sin(float64(k)/7)
	}
	b, root := &Budgets{}, Root{Sites: []int32{0, 1, 2}, To: p.Hours, Solve: []int{720}}
	root.Until = []Until{{0, 720}, {720, p.Hours}}
	for i := range p.Sites {
		p.Sites[i].Class = int32(i)
		if p.Sites[i].Online = -1; i > 0 {
			p.Sites[i].Cycle = &Cycle{
				Limit: cycle, Up: rng.IntN(9), Down: rng.IntN(9), StartPerMW: 20 * rng.Float64(), Blocks: 1 + rng.IntN(4),
			}
		}
		leaf := make([]int32, p.Hours)
		mwh := 720 * 10 * (0.4 + 0.5*rng.Float64())
		for from := 0; from < p.Hours; from += 720 {
			g := int32(len(b.Groups))
			b.Groups = append(b.Groups, Group{
				Limit: quota, BudgetMWh: mwh, From: from, To: from + 720, Parent: -1, Local: int32(len(root.Groups)),
			})
			root.Groups = append(root.Groups, g)
			for h := from; h < from+720; h++ {
				leaf[h] = g
			}
		}
		b.Leaf = append(b.Leaf, leaf)
	}
	shared, mw, when := make([]int32, p.Hours), 8+14*rng.Float64(), rng.IntN(3)
	for h := range shared {
		week := h / 168
		if shared[h] = -1; when == 0 || when == 1 && week%4 > 0 || when == 2 && week%3 == 1 {
			shared[h] = int32(len(b.Groups))
			b.Groups = append(b.Groups, Group{
				Limit: power, BudgetMWh: mw, From: h, To: h + 1, Parent: -1, Local: int32(len(root.Second)), Terms: Terms{Hourly: true},
			})
			root.Second = append(root.Second, shared[h])
		}
	}
	b.Second, b.Roots = [][]int32{shared, shared, shared}, []Root{root}
	p.Budgets = b
	return p, d
}

// TestPartsOfThePowerOfAnHour: where units have parts in the power of an hour beside monthly budgets, budgets and
// power are kept, plans are proven and near their bounds, perfect foresight earns what its plan says, and nobody
// earns more than its bound.
func TestPartsOfThePowerOfAnHour(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(22, 11))
	count, parts := 6, 0
	if testing.Short() {
		count = 3
	}
	for n := range count {
		p, d := powerAndQuotas(rng)
		path, s := NewTrace(p, true), State{Certify: true}
		path.Parts = make([]Part, 0, 3000)
		if err := Run(p, d, &s, path); err != nil {
			t.Fatal(err)
		}
		best, most := 0.0, 0.0
		for _, look := range []Foresight{Perfect, Rolling, Myopic} {
			tr := path
			if p.Foresight = look; look != Rolling {
				tr = NewTrace(p, true)
				if err := RunAlong(p, d, &s, tr, path.Parts); err != nil {
					t.Fatal(err)
				}
			}
			proved(t, tr)
			adds(t, tr)
			withinBudgets(t, "budgets", p, tr)
			if tr.Proven.Gap > 2e-3 {
				t.Errorf("problem %d, foresight %d: %+v", n, look, tr.Proven)
			}
			if look == Perfect {
				plan := &s.budget.of[0].cross.switched
				best, most = earned(tr), plan.Bound
				near(t, "what the plan earns", best, plan.Value, 1e-9)
				for u := range plan.Share {
					for h, x := range plan.Share[u] {
						if plan.Units[u].Blocks[h] > 0 && x < 1 {
							parts++
						}
					}
				}
			}
			if got := earned(tr); got > most*(1+1e-9) {
				t.Errorf("problem %d: foresight %d earns %v, perfect %v of at most %v", n, look, got, best, most)
			}
		}
	}
	if parts < 100 {
		t.Errorf("units run in part in %d hours: that tests too little", parts)
	}
}
