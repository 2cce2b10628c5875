package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// brokenUnits is a problem of machines that it costs something to switch, under charges and a budget of each half of
// the hours, which their site may break for a price, a fine or a shutdown.
func brokenUnits(rng *rand.Rand) (*Problem, *Draw) {
	p, d := chargedUnit(rng, true)
	b, half, soft := p.Budgets, p.Hours/2, rng.IntN(3) == 0
	second := b.Groups[0]
	b.Groups = append(b.Groups, second)
	breach := Breach{Limit: second.Limit, Groups: []int32{0, 1}, Of: make([]int32, p.Hours), ShutdownHours: rng.IntN(4)}
	for g := range b.Groups {
		group := &b.Groups[g]
		group.Local, group.BudgetMWh, group.Sites = int32(g), second.BudgetMWh/2, []int32{0}
		group.Terms = Terms{Breach: true, Soft: soft, Price: 10}
	}
	b.Groups[0].To, b.Groups[1].From = half, half
	b.Leaf[0] = slices.Clone(b.Leaf[0])
	for h := half; h < p.Hours; h++ {
		b.Leaf[0][h], breach.Of[h] = 1, 1
	}
	b.Roots[0].Groups = []int32{0, 1}
	if breach.ShutdownHours == 0 || rng.IntN(2) == 0 {
		breach.Fines = []float64{300 * rng.Float64(), 1e6}[rng.IntN(2):][:1]
	}
	p.Sites[0].Breaches = []Breach{breach}
	return p, d
}

func TestWhoMayBreakEarnsWhatObeyingEarns(t *testing.T) {
	// Who may break budgets earns no less with perfect foresight than who may not, of machines that are switched under
	// charges, and no less than who is myopic; all rolling operators together no more, nor less where nobody could pay
	// the fine than those who obey. An explanation follows the same choice.
	t.Parallel()
	rng := rand.New(rand.NewPCG(31, 7))
	var used State
	less, more, known, rolled, obeyed := 0, 0, 0.0, 0.0, 0.0
	for n := range 60 {
		p, d := brokenUnits(rng)
		want, _ := earnsOf(t, obeying(p), d, Perfect, false)
		got, tr := earnsBroken(t, p, d, Perfect)
		if scale := 1e-8 * (1 + math.Abs(want)); got < want-scale {
			t.Errorf("problem %d earns %.9g, obeying %.9g", n, got, want)
		}
		until := NewTrace(p, false)
		if err := RunUntil(p, d, &used, until, p.Hours/2); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(until.SiteMWh[0][:p.Hours/2+1], tr.SiteMWh[0][:p.Hours/2+1]) {
			t.Errorf("problem %d: until hour %d runs %v, all of it %v", n, p.Hours/2, until.SiteMWh[0], tr.SiteMWh[0])
		}
		if myopic, _ := earnsBroken(t, p, d, Myopic); myopic > got+1e-8*(1+math.Abs(got)) {
			t.Errorf("problem %d earns %.9g, myopic %.9g", n, got, myopic)
		}
		rolling, _ := earnsBroken(t, p, d, Rolling)
		known, rolled = known+got, rolled+rolling
		if len(tr.Broken) > 0 {
			more++
		}
		if s, inTurn := new(State), NewTrace(p, false); s.runs(p, d, inTurn, Rolling, nil) != nil || net(p, d, inTurn) < rolling-1 {
			less++
		}
		p.Sites[0].Breaches[0].Fines = []float64{1e9}
		if got, _ = earnsBroken(t, p, d, Perfect); got < want-1e-8*(1+math.Abs(want)) {
			t.Errorf("problem %d earns %.9g where nobody can pay the fine, obeying %.9g", n, got, want)
		}
		rolling, _ = earnsBroken(t, p, d, Rolling)
		want, _ = earnsOf(t, obeying(p), d, Rolling, false)
		rolled, known, obeyed = rolled+rolling, known+got, obeyed+rolling-want
	}
	if rolled > known || obeyed < 0 {
		t.Errorf("perfect foresight earns %g, rolling operators %g, %g more than those who obey", known, rolled, obeyed)
	}
	if less < 5 || more < 10 {
		t.Errorf("%d break, %d would earn less in turn; the test has lost its edge", more, less)
	}
}

// obeying is a problem whose sites keep to all budgets.
func obeying(p *Problem) *Problem {
	q := withoutBreaches(p, nil, func(int, int) bool { return false })
	for g := range q.Budgets.Groups {
		q.Budgets.Groups[g].Terms = Terms{}
	}
	return q
}
