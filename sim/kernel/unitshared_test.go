package kernel

import (
	"slices"
	"testing"
)

// days puts a budget of so many MWh on each day of 24 hours of site 0, all of them one root in which nobody looks
// ahead of the day that has begun.
func days(p *Problem, mwh float64) {
	quota, root := limited(p, "quota"), Root{Sites: []int32{0}, To: p.Hours}
	b := &Budgets{Leaf: [][]int32{make([]int32, p.Hours)}}
	for from := 0; from < p.Hours; from += 24 {
		g, to := int32(len(b.Groups)), min(from+24, p.Hours)
		b.Groups = append(b.Groups, Group{Limit: quota, BudgetMWh: mwh, From: from, To: to, Parent: -1, Local: g})
		root.Groups = append(root.Groups, g)
		root.Until = append(root.Until, Until{From: from, To: to})
		if from > 0 {
			root.Solve = append(root.Solve, from)
		}
		for h := from; h < to; h++ {
			b.Leaf[0][h] = g
		}
	}
	b.Roots = []Root{root}
	p.Budgets, p.Sites[0].Class = b, 0
}

// Every hour of three days pays 10 MW, and a day has 60 MWh, so a unit that must stay on for 14 hours cannot run
// across midnight, where two days have 120. It stood before hour 0, so it runs the first six hours, and the last
// six, which the horizon cuts. Who plans day by day must know that the next day has no room for it.
func TestUnitsKnowTheNextBudgets(t *testing.T) {
	t.Parallel()
	for _, look := range []Foresight{Rolling, Perfect} {
		p, d := cycled(flat(72, 100), Cycle{Up: 14, Down: 2})
		p.Foresight = look
		days(p, 60)
		tr := NewTrace(p, true)
		if err := Run(p, d, &State{Certify: true}, tr); err != nil {
			t.Fatal(err)
		}
		want := make([]float64, 72)
		for h := range 6 {
			want[h], want[66+h] = 10, 10
		}
		if got := loads(tr); !slices.Equal(got, want) {
			t.Errorf("foresight %d: MW by hour are %v, want %v", look, got, want)
		}
	}
}

// Of two blocks of 5 MW that must stay on for 12 hours a budget of 62 MWh carries one, for 60, but not both in any
// hour: 65. The first hour does not pay. One who does not look ahead starts the one.
func TestMyopicStartsWhatTheBudgetCarries(t *testing.T) {
	t.Parallel()
	p, d := cycled(append([]float64{150}, flat(13, 100)...), Cycle{Up: 12, Blocks: 2})
	p.Price[0][13] = 150
	p.Foresight = Myopic
	days(p, 62)
	tr := NewTrace(p, true)
	if err := Run(p, d, &State{}, tr); err != nil {
		t.Fatal(err)
	}
	if got, want := loads(tr), append(append([]float64{0}, flat(12, 5)...), 0); !slices.Equal(got, want) {
		t.Errorf("MW by hour are %v, want %v", got, want)
	}
}

// A unit of 10 MW has a part in 6 MW that sites share in every hour, inside a budget that is never short: it runs
// at 6 MW, as it does without that budget, and what it lacks is idle for the power.
func TestSharedPowerIsACapForUnits(t *testing.T) {
	t.Parallel()
	for _, look := range []Foresight{Rolling, Perfect, Myopic} {
		for _, around := range []bool{false, true} {
			p, d := cycled(flat(12, 100), Cycle{StartPerMW: 1})
			p.Foresight = look
			power, quota := limited(p, "power"), limited(p, "quota")
			b := &Budgets{Leaf: [][]int32{make([]int32, 12)}}
			if around {
				b.Groups = append(b.Groups, Group{Limit: quota, BudgetMWh: 1e6, To: 12, Parent: -1})
				b.Roots = []Root{{Groups: []int32{0}, Sites: []int32{0}, To: 12}}
			}
			for h := range 12 {
				g := int32(len(b.Groups))
				group := Group{Limit: power, BudgetMWh: 6, From: h, To: h + 1, Parent: -1, Root: int32(h), Terms: Terms{Hourly: true}}
				if around {
					group.Parent, group.Root, group.Local = 0, 0, g
					b.Roots[0].Groups = append(b.Roots[0].Groups, g)
				} else {
					b.Roots = append(b.Roots, Root{Groups: []int32{g}, Sites: []int32{0}, From: h, To: h + 1})
				}
				b.Groups = append(b.Groups, group)
				b.Leaf[0][h] = g
			}
			p.Budgets, p.Sites[0].Class = b, 0
			tr := NewTrace(p, true)
			if err := Run(p, d, &State{Certify: true}, tr); err != nil {
				t.Fatal(err)
			}
			if got, want := loads(tr), flat(12, 6); !slices.Equal(got, want) {
				t.Errorf("foresight %d, inside a budget %v: MW by hour are %v, want %v", look, around, got, want)
			}
			near(t, "idle for the power", tr.Idle[0][ReasonLimit+int(power)], 48, 1e-9)
		}
	}
}
