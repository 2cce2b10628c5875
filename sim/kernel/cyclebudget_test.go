package kernel

import (
	"math"
	"testing"
)

// onOff keeps whether each tranche of each site draws in the first part of each hour.
type onOff map[[2]int][]bool

func (o onOff) Record(h Hour, items []Item) {
	if h.Left < 1 || !h.Built {
		return
	}
	for k, it := range items {
		o[[2]int{h.Site, k}] = append(o[[2]int{h.Site, k}], it.EnergyMWh > 0)
	}
}

// Where budgets stop units and are planned anew, minimum down times hold, every start is paid for once, and a plan
// of budgets that earns just its price runs the same part of an hour.
func TestSwitchesAreCountedUnderBudgets(t *testing.T) {
	t.Parallel()
	for n, look := range []Foresight{Rolling, Perfect, Myopic, Rolling} {
		p, d := budgeted(24*90, 3, 7000)
		p.Foresight = look
		for h := range p.Price[0] {
			p.Price[0][h] += 15*math.Sin(float64(h)*1.7) + 10*math.Sin(float64(h)*0.61)
		}
		for k := range d.CoinUSD {
			d.CoinUSD[k] *= 1 + 0.3*math.Sin(float64(k)/5)
		}
		limited(p, "switches")
		for i := range p.Sites {
			p.Sites[i].Cycle = &Cycle{Limit: 2, Down: 5, StartPerMW: 40, Blocks: 1}
		}
		seen, tr := onOff{}, NewTrace(p, false)
		s := State{Recorder: seen}
		s.switches.effort, s.switches.hasty = 5000, n > 2
		if err := Run(p, d, &s, tr); err != nil {
			t.Fatal(err)
		}
		starts, paid := 0.0, 0.0
		for unit, on := range seen {
			was := p.Sites[unit[0]].Online <= 0 && on[0]
			off := 5
			for h, is := range on {
				if is && !was {
					starts += 40 * p.Sites[unit[0]].Tranches[unit[1]].MW
					if off < 5 {
						t.Fatalf("foresight %d: unit %v starts in its hour %d after %d hours off", look, unit, h, off)
					}
				}
				if off++; is {
					off = 0
				}
				was = is
			}
		}
		for i := range p.Sites {
			for m := range p.Months {
				paid += tr.Use(2, i, m).PaidUSD
			}
		}
		near(t, "starts", paid, starts, 1e-9)
	}
}

// Two sites share 10 MW in every hour by merit, and the better one is banned in hours 3 to 5 and in hour 7. By hand
// the other one runs in hours 3 to 5; the merit order stops it in hour 6, and after 4 hours off it could start in
// hour 10: in hour 7 it stands still for its switches.
func TestMeritOrderStopsUnits(t *testing.T) {
	t.Parallel()
	for _, look := range []Foresight{Rolling, Perfect, Myopic} {
		p, d := cycled(flat(12, 100), Cycle{})
		p.Foresight = look
		p.Sites[0].Cycle = nil
		p.Sites = append(p.Sites, p.Sites[0])
		p.Sites[1].Tranches = []Tranche{{MW: 10, HashPerMW: 40, BreakEven: 0.54, Efficiency: 25}}
		p.Sites[1].Cycle = &Cycle{Limit: 0, Down: 4, Blocks: 1}
		quota, ban := limited(p, "quota"), limited(p, "ban")
		b := &Budgets{Leaf: [][]int32{make([]int32, 12)}}
		for h := range 12 {
			b.Groups = append(b.Groups, Group{Limit: quota, BudgetMWh: 10, From: h, To: h + 1, Parent: -1, Root: int32(h), Terms: Terms{Hourly: true}})
			b.Roots = append(b.Roots, Root{Groups: []int32{int32(h)}, Sites: []int32{0, 1}, From: h, To: h + 1})
			b.Leaf[0][h] = int32(h)
		}
		p.Budgets, p.Sites[0].Class, p.Sites[1].Class = b, 0, 0
		p.LimitSet = [][]InForce{{{Limit: ban}}}
		for _, span := range [][2]int{{3, 6}, {7, 8}} {
			p.Steps = append(p.Steps, Step{Hour: span[0], Limit: ban}, Step{Hour: span[1], CapMW: 10, Limit: -1, Set: -1})
		}
		seen, tr := onOff{}, NewTrace(p, false)
		if err := Run(p, d, &State{Recorder: seen}, tr); err != nil {
			t.Fatal(err)
		}
		for h, on := range seen[[2]int{1, 0}] {
			if want := h >= 3 && h <= 5; on != want {
				t.Errorf("foresight %d: hour %d: the second site runs: %v", look, h, on)
			}
			if first := seen[[2]int{0, 0}][h]; first != (h < 3 || h == 6 || h > 7) {
				t.Errorf("foresight %d: hour %d: the first site runs: %v", look, h, first)
			}
		}
		near(t, "idle for the switches", tr.Idle[1][ReasonLimit], 10, 1e-12)
	}
}

// On the path of the network that a rolling operator leaves, perfect foresight of switches and of breaches, each
// alone, earns no less than he does, nor than who sees no other hour; the path of a second run is the first one's.
func TestNobodyBeatsPerfectSwitches(t *testing.T) {
	t.Parallel()
	for name, rule := range map[string]func(p *Problem){
		"switches": func(p *Problem) {
			limited(p, "switches")
			for i := range p.Sites {
				p.Sites[i].Cycle = &Cycle{Limit: 0, Up: 5, Down: 3, StartPerMW: 60, ColdHours: 0.3, Blocks: 1 + 2*i, RampUp: i, RampDown: i}
			}
		},
		"breaches": func(p *Problem) {
			breakable(p, []int{300, 720, 1100, 1440, 2000, 2300}, 1500, []float64{4e4, 9e4}, 40)
			p.Sites[0].Online = -1
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, d := tiny(24*100, 3)
			for h := range p.Price[0] {
				p.Price[0][h] += 15*math.Sin(float64(h)*1.7) + 10*math.Sin(float64(h)*0.61)
			}
			for k := range d.CoinUSD {
				d.CoinUSD[k] *= 0.8 + 0.3*math.Sin(float64(k)/11)
			}
			rule(p)
			rolling := NewTrace(p, true)
			rolling.Parts = make([]Part, 0, 3000)
			var s State
			if err := Run(p, d, &s, rolling); err != nil {
				t.Fatal(err)
			}
			perfect := 0.0
			for _, look := range []Foresight{Perfect, Myopic} {
				p.Foresight = look
				along, twice := NewTrace(p, true), NewTrace(p, true)
				if err := RunAlong(p, d, &s, along, rolling.Parts); err != nil {
					t.Fatal(err)
				}
				if err := Run(p, d, &s, twice); err != nil {
					t.Fatal(err)
				}
				if earned(along) != earned(twice) {
					t.Errorf("foresight %d earns %v on the path, %v in two passes", look, earned(along), earned(twice))
				}
				if look == Perfect {
					perfect = earned(along)
				}
				if perfect < max(earned(rolling), earned(along)) {
					t.Errorf("perfect foresight earns %v, foresight %d %v, rolling %v",
						perfect, look, earned(along), earned(rolling))
				}
				t.Logf("foresight %d earns %.0f, rolling %.0f", look, earned(along), earned(rolling))
			}
		})
	}
}
