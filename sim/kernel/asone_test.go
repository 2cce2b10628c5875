package kernel

import "testing"

// Charges are planned as one with budgets but for what the words of AsOne leave out.
func TestAsOneIsWhatAccordsPlan(t *testing.T) {
	t.Parallel()
	both := func(p *Problem) { p.Charges[0].tiers(24, 0, 24, upTo(60, 0), step(50)) }
	for _, c := range []struct {
		name   string
		change func(p *Problem)
		want   bool
	}{
		{"a window and a budget", func(*Problem) {}, true},
		{"a window without a budget", func(p *Problem) { p.Budgets, p.Sites[0].Class = nil, -1 }, true},
		{"a window, a count and a budget", both, true},
		{"a window and a count without a budget", func(p *Problem) {
			both(p)
			p.Budgets, p.Sites[0].Class = nil, -1
		}, false},
		{"a window and a count, a budget for some hours", func(p *Problem) {
			both(p)
			p.Budgets.Leaf[0][23] = -1
		}, false},
		{"a window and a count, two families that hold all hours", func(p *Problem) {
			both(p)
			p.Budgets.Second = [][]int32{p.Budgets.Leaf[0]}
			p.Budgets.Leaf = [][]int32{append(make([]int32, 23), -1)}
		}, true},
		{"ends of tiers by the load", func(p *Problem) {
			both(p)
			p.Charges[0].Counts[0].PerMW = []float64{1, 2}
		}, false},
		{"a ratchet", func(p *Problem) { p.Charges[0].Windows[0].Held = []Held{{}} }, false},
		{"machines to switch", func(p *Problem) { p.Sites[0].Cycle = &Cycle{Up: 4} }, true},
		{"machines to switch, a budget for some hours", func(p *Problem) {
			p.Sites[0].Cycle, p.Budgets.Roots[0].To = &Cycle{Up: 4}, 20
		}, false},
		{"machines to switch without a budget", func(p *Problem) {
			p.Sites[0].Cycle, p.Budgets, p.Sites[0].Class = &Cycle{Up: 4}, nil, -1
		}, true},
		{"machines to switch, a window and a count without a budget", func(p *Problem) {
			both(p)
			p.Sites[0].Cycle, p.Budgets, p.Sites[0].Class = &Cycle{Up: 4}, nil, -1
		}, true},
		{"machines to switch and a ratchet", func(p *Problem) {
			p.Sites[0].Cycle, p.Charges[0].Windows[0].Held = &Cycle{Up: 4}, []Held{{}}
		}, false},
		{"machines to switch and a budget to break", func(p *Problem) {
			p.Sites[0].Cycle, p.Sites[0].Breaches = &Cycle{Up: 4}, []Breach{{}}
		}, false},
		{"machines that switching costs nothing", func(p *Problem) { p.Sites[0].Cycle = &Cycle{} }, true},
		{"a controller", func(p *Problem) { p.Sites[0].Band = &Band{} }, false},
		{"a budget to break", func(p *Problem) { p.Sites[0].Breaches = []Breach{{}} }, true},
		{"a budget to break and machines to switch", func(p *Problem) {
			p.Sites[0].Breaches, p.Sites[0].Cycle = []Breach{{}}, &Cycle{Up: 4}
		}, false},
		{"the power of an hour", func(p *Problem) { p.Budgets.Roots[0].To = 1 }, true},
	} {
		ch := &Charges{}
		ch.window(24, 0, 24, -1, 0, step(240))
		p, _ := short(ch, 100)
		p.Sites[0].Charged = true
		if c.change(p); p.AsOne() != c.want {
			t.Errorf("%s: planned as one %v, want %v", c.name, p.AsOne(), c.want)
		}
		if apart := p.Apart(0); apart && c.want || !apart && p.Budgets != nil && p.SwitchedInTurn(0) {
			t.Errorf("%s: the budgets are apart %v, where all is planned as one %v", c.name, apart, c.want)
		}
	}
}
