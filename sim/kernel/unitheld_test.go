package kernel

import (
	"slices"
	"testing"

	"hashwatt/sim/dispatch"
)

// gap is two sites of 10 MW on 120 MWh for the first six and the last seven of 16 hours, of which the very last pays least: one that is switched at
// 10 USD a start, and one that earns more. In the hours 6 to 8 between these they share 10 MW by merit, of which the budget around knows nothing, and the other site
// is banned in all hours but some of those.
func gap(look Foresight, down int, lets ...int) (*Problem, *Draw) {
	p, d := cycled(flat(16, 100), Cycle{Down: down, StartPerMW: 1})
	p.Foresight = look
	p.Price[0][15] = 110 // for which the budget has nothing left
	other := p.Sites[0]
	other.Cycle, other.Class = nil, 0
	other.Tranches = []Tranche{{MW: 10, HashPerMW: 100, BreakEven: 0.4, Efficiency: 10}}
	p.Sites[0].Class = 0
	p.Sites = append(p.Sites, other)
	quota, power, ban := limited(p, "quota"), limited(p, "power"), limited(p, "ban")
	p.LimitSet = [][]InForce{{{Limit: ban}}}
	b := &Budgets{Leaf: [][]int32{make([]int32, 16)}}
	b.Groups = []Group{{Limit: quota, BudgetMWh: 120, To: 16, Parent: -1}}
	b.Roots = []Root{{Groups: []int32{0}, Sites: []int32{0, 1}, To: 16}}
	banned := false
	for h := range 16 {
		if now := !slices.Contains(lets, h); now != banned {
			if banned = now; now {
				p.Steps = append(p.Steps, Step{Hour: h, Site: 1, Limit: ban})
			} else {
				p.Steps = append(p.Steps, Step{Hour: h, Site: 1, CapMW: 10, Limit: -1, Set: -1})
			}
		}
		if h < 6 || h > 8 {
			continue
		}
		b.Leaf[0][h] = int32(len(b.Groups))
		b.Groups = append(b.Groups, Group{Limit: power, BudgetMWh: 10, From: h, To: h + 1, Parent: -1, Root: int32(len(b.Roots)), Terms: Terms{Hourly: true}})
		b.Roots = append(b.Roots, Root{Groups: []int32{b.Leaf[0][h]}, Sites: []int32{0, 1}, From: h, To: h + 1})
	}
	p.Budgets = b
	return p, d
}

// Where the power of an hour goes to a site that earns more, a unit that its schedule has on stops, is started once when that is over, and pauses as
// long as it must, though the power is free again before.
func TestSchedulesStopForThePowerOfTheHour(t *testing.T) {
	t.Parallel()
	for _, look := range []Foresight{Rolling, Perfect} {
		for _, c := range []struct {
			down int
			lets []int
			off  []int
		}{{0, []int{6, 7, 8}, []int{6, 7, 8, 15}}, {3, []int{6}, []int{6, 7, 8, 15}}} {
			p, d := gap(look, c.down, c.lets...)
			seen, tr := onOff{}, NewTrace(p, false)
			if err := Run(p, d, &State{Recorder: seen}, tr); err != nil {
				t.Fatal(err)
			}
			on := seen[[2]int{0, 0}]
			for h := range 16 {
				if on[h] == slices.Contains(c.off, h) {
					t.Errorf("foresight %d, at least %d hours off: hour %d: the unit runs: %v", look, c.down, h, on[h])
				}
			}
			near(t, "starts", tr.Use(0, 0, 0).PaidUSD, 10, 1e-12)
		}
	}
}

// A unit that was on and drew nothing, as nothing was left for it, is off from that hour on: of three hours it owes two more, and its schedule is
// out of date. One that drew goes on.
func TestHaltedUnitsPause(t *testing.T) {
	t.Parallel()
	for _, drew := range []bool{false, true} {
		p, d := cycled(flat(6, 100), Cycle{Down: 3})
		var s State
		if err := Run(p, d, &s, NewTrace(p, false)); err != nil {
			t.Fatal(err)
		}
		units, _ := s.switched(0)
		units[0].state, units[0].drew = dispatch.CycleState{Blocks: 1}, drew
		s.switches.plans[0].stale = false
		s.halt(5)
		want := dispatch.CycleState{Owed: 2}
		if drew {
			want = dispatch.CycleState{Blocks: 1}
		}
		if units[0].state != want || s.switches.plans[0].stale == drew {
			t.Errorf("drew %v: state %+v, want %+v; stale %v", drew, units[0].state, want, s.switches.plans[0].stale)
		}
	}
}
