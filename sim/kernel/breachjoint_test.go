package kernel

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Where budgets that sites may break stand beside budgets that they share, perfect foresight earns as much as the
// best of all sets of breaches with the best use of all budgets, and proves it; so does the rolling operator, whose
// hashprice stays. One who does not look ahead earns no more.
func TestBreachesBesideBudgetsAreTheBestOfAll(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		x := drawBesides(rt, false)
		want := x.best(rt)
		for _, look := range []Foresight{Perfect, Rolling, Myopic} {
			got, tr := x.plays(rt, look, &State{})
			if got > want+1e-8*(1+want) || look != Myopic && got < want-1e-8*(1+want) {
				rt.Fatalf("foresight %d earns %.12g, the best of all sets is %.12g", look, got, want)
			}
			if tr.Proven.Gap > 1e-9 || tr.Proven.Exact != tr.Proven.Plans {
				rt.Fatalf("foresight %d: %+v", look, tr.Proven)
			}
		}
	})
}

// On a path that moves perfect foresight earns the best of all sets of breaches, and nobody earns more; in a hurry,
// with prices tried but once, the gap that is proven holds the best.
func TestBreachesBesideBudgetsOnAPath(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		x := drawBesides(rt, true)
		want := x.best(rt)
		got, _ := x.plays(rt, Perfect, &State{})
		if math.Abs(got-want) > 1e-8*(1+want) {
			rt.Fatalf("perfect foresight earns %.12g, the best of all sets is %.12g", got, want)
		}
		for _, look := range []Foresight{Rolling, Myopic} {
			if less, _ := x.plays(rt, look, &State{}); less > got+1e-8*(1+got) {
				rt.Fatalf("foresight %d earns %.12g, perfect foresight %.12g", look, less, got)
			}
		}
		s := &State{}
		s.breach.hurry = math.MaxInt
		hasty, _ := x.plays(rt, Perfect, s)
		if bound := max(s.breach.value, s.breach.passed); s.breach.spent > 0 && (want > bound+1e-8*(1+want) || hasty > want+1e-8*(1+want)) {
			rt.Fatalf("in a hurry it earns %.12g with a bound of %.12g, the best of all sets is %.12g",
				hasty, bound, want)
		}
	})
}

// A run does not depend on what its State did before, and takes no memory once that has grown; nor does one whose
// clusters are too long for one plan, which earns no more and of which nothing is proven.
func TestBreachesBesideBudgetsAgain(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		x := drawBesides(rt, true)
		s := &State{}
		first, _ := x.plays(rt, Perfect, s)
		again, _ := x.plays(rt, Perfect, s)
		if first != again {
			rt.Fatalf("%g USD, then %g", first, again)
		}
		if s.breach.spent == 0 {
			return
		}
		s.breach.list[0].long = true
		long, tr := x.plays(rt, Perfect, s)
		if long > first+1e-8*(1+first) || tr.Proven.Plans > 0 && tr.Proven.Gap != 1 {
			rt.Fatalf("planned bit by bit %g USD, %+v; at once %g USD", long, tr.Proven, first)
		}
	})
	p, d := weekly(2, 48)
	p.Hours, p.Days = 2016, 84
	for _, look := range []Foresight{Perfect, Rolling} {
		p.Foresight = look
		s, tr := &State{}, NewTrace(p, false)
		play := func() {
			tr.Reset()
			if err := Run(p, d, s, tr); err != nil {
				t.Fatal(err)
			}
		}
		play()
		if n := testing.AllocsPerRun(2, play); n > 0 {
			t.Errorf("foresight %d takes memory %g times", look, n)
		}
	}
}

// A year of weeks that two sites may break under one budget is planned at once with the best there is, proven, and
// for less work than a tenth of what may be spent; the rolling operator, whose hashprice stays, comes as near as
// his plans prove.
func TestYearOfWeeks(t *testing.T) {
	t.Parallel()
	p, d := weekly(2, 48)
	earns := map[Foresight]float64{}
	for _, look := range []Foresight{Perfect, Rolling} {
		p.Foresight = look
		s := &State{Certify: true}
		tr := NewTrace(p, false)
		if err := Run(p, d, s, tr); err != nil {
			t.Fatal(err)
		}
		proved(t, tr)
		earns[look] = earned(tr)
		switch {
		case len(tr.Broken) < 5:
			t.Errorf("foresight %d breaks %d weeks", look, len(tr.Broken))
		case look == Perfect && (tr.Proven.Plans != 1 || tr.Proven.Exact != 1 || s.breach.spent > mostWork/10):
			t.Errorf("%+v for %d items", tr.Proven, s.breach.spent)
		case tr.Proven.Gap > 1e-3:
			t.Errorf("foresight %d: %+v", look, tr.Proven)
		}
	}
	if perfect, rolling := earns[Perfect], earns[Rolling]; rolling > perfect*(1+1e-9) || rolling < perfect*(1-1e-3) {
		t.Errorf("rolling earns %.9g, perfect %.9g", rolling, perfect)
	}
}
