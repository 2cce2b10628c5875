package dispatch

import "testing"

// TestSoftPricesLeadNearTheAnswer: the flow needs few tree changes for each node from the soft prices, where both
// families are short in all hours or in some, and where all margins are equal, so that every item would run in
// part. The value is that of a flow that starts from nothing.
func TestSoftPricesLeadNearTheAnswer(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		cap  float64
		flat bool
	}{{"nearly all hours", 0.6, false}, {"most hours", 0.7, false}, {"few hours", 0.95, false}, {"flat", 0.6, true}} {
		in := crossYear(8, 60, tt.cap)
		if tt.flat {
			in.flatten()
		}
		var w CrossSpace
		cold := CrossSpace{cold: true}
		p := in.solveWith(t, &w)
		if want := in.solveWith(t, &cold).Value; !near(p.Value, want, 1e-12, 0) {
			t.Errorf("%s: worth %v, want %v", tt.name, p.Value, want)
		}
		if n := len(w.net.node); w.net.pivots > 3*n {
			t.Errorf("%s: %d tree changes for %d nodes (%d from nothing)", tt.name, w.net.pivots, n, cold.net.pivots)
		}
	}
}
