package kernel

import (
	"slices"
	"testing"
)

// gap is two sites of 10 MW on 120 MWh for the first six and the last seven of 16 hours, of which the very last
// pays least: one that is switched at 10 USD a start, and one that earns more. In the hours 6 to 8 between these
// they share 10 MW by merit, of which the budget around knows nothing, and the other site is banned in all hours
// but some of those.
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

// Where the power of an hour goes to a site that earns more, a unit that its schedule has on stops, is started once
// when that is over, and pauses as long as it must, though the power is free again before.
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

// Schedules are made before the windows that begin in the middle of them. One begins at hour 4 and takes 4 hours,
// in which no load is worth its price: the unit is on and draws nothing, so it is off from then on. Where it pauses
// for 3 hours at least it starts again after the window, where for 7 at hour 11, and the start is paid for.
func TestUnitsThatDrawNothingAreOff(t *testing.T) {
	t.Parallel()
	for down, again := range map[int]int{3: 8, 7: 11} {
		for _, look := range []Foresight{Rolling, Perfect} {
			p, d := cycled(flat(16, 30), Cycle{Down: down, StartPerMW: 1})
			p.Foresight = look
			ch := &Charges{}
			ch.window(16, 4, 8, -1, 0, step(1e6))
			p.Charges, p.Sites[0].Charged, p.Sites[0].Invoiced = []*Charges{ch}, true, true
			tr := run(t, p, d)
			for h, mw := range loads(tr) {
				if on := h < 4 || h >= again; (mw > 0) != on {
					t.Errorf("foresight %d, at least %d hours off: hour %d draws %g MW", look, down, h, mw)
				}
			}
			near(t, "starts", tr.Use(0, 0, 0).PaidUSD, 10, 1e-12)
		}
	}
}
