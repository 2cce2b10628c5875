package kernel

import "testing"

// Plans add up, the worst gap counts, and a bound below the value by rounding is no gap.
func TestProvenAddsUp(t *testing.T) {
	t.Parallel()
	var p, q Proven
	p.enter(100, 100)
	p.enter(100, 100-1e-12)
	q.enter(90, 100)
	p.Add(q)
	if p.Plans != 3 || p.Exact != 2 {
		t.Errorf("%+v, want 3 plans, 2 of them exact", p)
	}
	near(t, "gap", p.Gap, 0.1, 1e-12)
	near(t, "what is open", p.USD, 10, 1e-12)
}
