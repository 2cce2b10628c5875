package reports

import (
	"strings"
	"testing"

	"hashwatt/sim"
)

// A check of foresight that holds for the gap alone says by how much, and is not called exact.
func TestForesightWithinItsGapIsNotExact(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		audit *sim.Audit
		fails float64
		want  string
	}{
		{nil, 0, "exact; at most 1e-09 is allowed"},
		{&sim.Audit{GapUSD: 497e3}, 0, "exact; at most 1e-09 is allowed"},
		{&sim.Audit{LessUSD: 10_800, GapUSD: 497e3}, 0, "they earn 10.8 k$ less, within the gap of 497 k$"},
		{&sim.Audit{LessUSD: 10_800, GapUSD: 5e3}, 1e-3, "largest error 0.001; at most 1e-09 is allowed"},
	} {
		check := sim.Check{Name: "foresight", Sentence: "they earn more", Error: c.fails, Bound: 1e-9}
		b := &builder{cash: cash{code: "USD"}, r: &sim.Result{Audit: c.audit, Checks: []sim.Check{check}}}
		got := b.checks()[0].Detail
		if got = strings.NewReplacer("\u2009", " ", "\u202f", " ").Replace(got); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
