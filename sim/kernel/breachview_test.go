package kernel

import (
	"slices"
	"testing"
)

// The rolling operator looks twelve periods ahead, and to the end of a shutdown after the last: at hour 5, which
// earns 1,000 USD that a budget of nothing forbids, to hour 29. A breach shuts him down for the hours 6 to 17. The
// hours 6 to 51 have 200 MWh, of which 100 are the share of the 23 hours that he sees: for these the 11 hours after
// the shutdown have room, so the breach costs him nothing. Were all 200 MWh to be used by hour 29 it would cost 90
// MWh at 25 USD.
func TestBudgetsThatEndLaterGiveTheirShare(t *testing.T) {
	t.Parallel()
	p, d := cycled(flat(52, 100), Cycle{})
	p.Sites[0].Cycle = nil
	p.Price[0][5] = 25
	ends := make([]int, 52)
	for h := range ends {
		ends[h] = h + 1
	}
	breakable(p, ends, 1000, nil, 12)
	b, later := p.Budgets, limited(p, "later")
	root := Root{Groups: []int32{52}, Sites: []int32{0}, From: 6, To: 52}
	for g := range b.Groups {
		group := &b.Groups[g]
		if group.Terms.Breach = g == 5; g == 5 {
			group.BudgetMWh = 0
		}
		if g >= 6 {
			group.Parent, group.Root, group.Local = 52, 6, int32(len(root.Groups))
			root.Groups = append(root.Groups, int32(g))
		}
	}
	b.Groups = append(b.Groups, Group{Limit: later, BudgetMWh: 200, From: 6, To: 52, Parent: -1, Root: 6})
	b.Roots = append(b.Roots[:6], root)
	tr := run(t, p, d)
	if broken := brokenGroups(tr); !slices.Equal(broken, []int32{5}) {
		t.Errorf("broken %v, want hour 5", broken)
	}
	near(t, "margin", margin(tr), 5*250+1000+200*25, 1e-9)
}

// A day on 96 MWh is to be broken, at 45 USD/MWh, and a shutdown to take the next one. But from hour 6 on nothing
// pays until the day is over, so 60 MWh are used of it, and no shutdown follows. Of the 260 MWh of both days 200
// are left, for the best 20 hours of the second: all but the first four, which earn 5 USD/MWh where the others earn
// 15 and 25.
func TestBreachThatDoesNotComeBringsNoShutdown(t *testing.T) {
	t.Parallel()
	p, d := cycled(flat(48, 80), Cycle{})
	p.Sites[0].Cycle = nil
	p.Days = 8
	d.CoinUSD, d.FeeBTC, d.Hashprice = flat(8, 1e5), flat(8, 0), []float64{60, 30, 30, 30, 60, 60, 60, 60}
	want := make([]float64, 48)
	for h := range 48 {
		p.Day[h] = int32(h / 6)
		switch {
		case h >= 36:
			p.Price[0][h] = 100
		case h >= 28:
			p.Price[0][h] = 110
		case h >= 24:
			p.Price[0][h] = 120
		}
		if h < 6 || h >= 28 {
			want[h] = 10
		}
	}
	breakable(p, []int{24}, 96, nil, 24)
	for h := 24; h < 48; h++ {
		p.Budgets.Leaf[0][h] = 1
	}
	around(p, 260)
	tr := NewTrace(p, true)
	if err := Run(p, d, &State{}, tr); err != nil {
		t.Fatal(err)
	}
	if got := loads(tr); !slices.Equal(got, want) {
		t.Errorf("MW by hour are %v, want %v", got, want)
	}
}
