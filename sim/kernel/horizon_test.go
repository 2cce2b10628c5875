package kernel

import (
	"math/rand/v2"
	"slices"
	"testing"

	"hashwatt/sim/dispatch"
)

// TestPlansMoveOn: a plan that moves on has the groups with hours ahead, in the order of the root, and each that it
// had before keeps its multiplier and sum; a new one has none, and it is told where most are new. Groups are
// neither lost nor doubled when the operator begins to look further.
func TestPlansMoveOn(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 1))
	for range 300 {
		s, pl := State{p: &Problem{Budgets: &Budgets{}}}, &plan{cross: &crossPlan{b: 1}}
		b := s.p.Budgets
		families := make([][]int32, 2)
		for g := range 30 {
			from := rng.IntN(50)
			b.Groups = append(b.Groups, Group{From: from, To: from + 1 + rng.IntN(20)})
			f := rng.IntN(2)
			families[f] = append(families[f], int32(g))
		}
		s.budget.place = make([]int32, len(b.Groups))
		for f := range families {
			rng.Shuffle(len(families[f]), func(i, j int) { families[f][i], families[f][j] = families[f][j], families[f][i] })
		}
		now, to, last := 0, 0, [2][]int32{}
		for again := false; to < 70; again = true {
			now = to - rng.IntN(to-now+1)
			to += rng.IntN(2) * rng.IntN(25)
			pl.groups = append(pl.groups[:0], families...)
			s.moveOn(pl, now, to, again)
			kept, all := 0, 0
			for f := range families {
				want := slices.DeleteFunc(slices.Clone(families[f]), func(g int32) bool { return b.Groups[g].From >= to || b.Groups[g].To <= now })
				if !slices.Equal(pl.groups[f], want) {
					t.Fatalf("from hour %d to %d: groups %v, want %v", now, to, pl.groups[f], want)
				}
				p := pl.cross.prices(f)
				for k, g := range want {
					if int(s.budget.place[g]) != k {
						t.Fatalf("group %d has place %d, want %d", g, s.budget.place[g], k)
					}
					price := float64(0)
					if slices.Contains(last[f], g) {
						price = float64(g + 1)
						kept++
					}
					all++
					if again && (p.Lambda[k] != price || p.Sum[k] != -price) {
						t.Fatalf("group %d asks %v, %v in all, want %v and %v", g, p.Lambda[k], p.Sum[k], price, -price)
					}
				}
				last[f], *p = want, dispatch.Prices{} // as if solved
				for _, g := range want {
					p.Lambda, p.Sum = append(p.Lambda, float64(g+1)), append(p.Sum, -float64(g+1))
				}
			}
			if pl.horizon.fresh != (2*kept < all) {
				t.Fatalf("fresh: %v, with %d of %d groups known", pl.horizon.fresh, kept, all)
			}
		}
	}
}
