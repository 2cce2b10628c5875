package dispatch

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestSharedQuota: 60 MW among claims of 50, 30 and 20 MW, pro rata and by merit, by hand.
func TestSharedQuota(t *testing.T) {
	t.Parallel()
	claims := []float64{50, 30, 20}
	got := make([]float64, 3)
	for _, tt := range []struct {
		quota float64
		want  []float64
	}{
		{60, []float64{30, 18, 12}},
		{100, claims},
		{1000, claims},
		{0, []float64{0, 0, 0}},
		{-1, []float64{0, 0, 0}},
	} {
		ProRata(got, claims, tt.quota)
		if diff := cmp.Diff(tt.want, got, cmpopts.EquateApprox(1e-15, 0)); diff != "" {
			t.Errorf("pro rata of %v MW (-want +got):\n%s", tt.quota, diff)
		}
	}
	ProRata(got, []float64{0, 0, 0}, 5)
	if diff := cmp.Diff([]float64{0, 0, 0}, got); diff != "" {
		t.Errorf("pro rata without claims (-want +got):\n%s", diff)
	}

	func() {
		defer func() {
			if recover() == nil {
				t.Error("two shares of three claims: no panic")
			}
		}()
		ProRata(got[:2], claims, 60)
	}()

	merit := &instance{Tree{[]int32{-1}, []float64{60}}, Items{[]float64{10, 30, 20}, claims, []int32{0, 0, 0}}}
	p := merit.solve(t)
	p.Fill(got, &merit.items)
	if diff := cmp.Diff([]float64{10, 30, 20}, got, cmpopts.EquateApprox(1e-15, 0)); diff != "" {
		t.Errorf("merit (-want +got):\n%s", diff)
	}
}

// TestProRataNeverBeatsMerit: shares add up to the quota, none exceeds its claim, and the best plan under the same
// quota is worth at least as much.
func TestProRataNeverBeatsMerit(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(9, 1))
	for range 500 {
		in := &instance{tree: Tree{[]int32{-1}, []float64{20 * rng.Float64()}}}
		for range 1 + rng.IntN(8) {
			in.add(10*rng.Float64()-1, 5*rng.Float64(), 0)
		}
		quota := in.tree.Residual[0]
		got := make([]float64, len(in.items.Energy))
		ProRata(got, in.items.Energy, quota)
		total, claims, value := 0.0, 0.0, 0.0
		for i, x := range got {
			total += x
			claims += in.items.Energy[i]
			value += max(in.items.Margin[i], 0) * x
			if x > in.items.Energy[i] {
				t.Fatalf("share %v of a claim of %v", x, in.items.Energy[i])
			}
		}
		if !near(total, min(quota, claims), 1e-14, 0) {
			t.Fatalf("shares add up to %v, want %v", total, min(quota, claims))
		}
		if best := in.solve(t).Value; value > best*(1+1e-12) {
			t.Fatalf("pro rata is worth %v, the optimum %v", value, best)
		}
	}
}
