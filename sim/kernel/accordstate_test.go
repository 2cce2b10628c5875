package kernel

import (
	"math/rand/v2"
	"reflect"
	"testing"
)

// A run gives the same bits whatever ran before in the same State, also where that had more budgets in accords.
func TestStateForgetsAccords(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(99, 3))
	used := State{Certify: true}
	for n := range 60 {
		p, d := accorded(rng, n%2 == 0)
		p.Foresight = []Foresight{Rolling, Perfect}[n%2]
		want, got := NewTrace(p, true), NewTrace(p, true)
		if err := Run(p, d, &State{Certify: true}, want); err != nil {
			t.Fatal(err)
		}
		if err := Run(p, d, &used, got); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("problem %d: another trace where others ran before", n)
		}
	}
}
