package kernel

import (
	"testing"

	"hashwatt/sim/network"
)

// watching is a rest of the world that keeps what it is shown and grows by a share for every time that it was asked.
type watching struct {
	rate   float64
	states []network.State
}

func (w *watching) Copy() network.Course {
	return &watching{w.rate, append([]network.State(nil), w.states...)}
}

func (w *watching) Scale(float64) {}

func (w *watching) Next(s network.State) float64 {
	w.states = append(w.states, s)
	return s.HashratePHs * (1 + w.rate*float64(len(w.states)))
}

// TestRunLeavesTheStartAlone plays a problem twice whose rest of the world remembers: the second run is the first,
// on a new state and on one that has been used, and what the problem starts with has seen neither.
func TestRunLeavesTheStartAlone(t *testing.T) {
	t.Parallel()
	p, d := tiny(24*120, 1)
	start := &watching{rate: 0.01}
	p.Chain.Row = start
	var used State
	var first []Epoch
	for _, s := range []*State{&used, &used, {}} {
		tr := NewTrace(p, false)
		if err := Run(p, d, s, tr); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = tr.Epochs
		}
		for k, e := range tr.Epochs {
			if e != first[k] {
				t.Fatalf("epoch %d: %+v, the first time %+v", k, e, first[k])
			}
		}
	}
	if len(start.states) != 0 {
		t.Errorf("the course that the problem starts with was asked %d times", len(start.states))
	}
}

// TestStateAtARetarget holds what the rest of the world is shown: its own hashrate and that of the whole network
// with the sites in the epoch that ended, and the revenue of 144 blocks a day, which is the new hashprice on the
// hashrate that the new difficulty means.
func TestStateAtARetarget(t *testing.T) {
	t.Parallel()
	p, d := tiny(24*120, 3)
	p.Chain.Row = &watching{}
	s, tr := &State{}, NewTrace(p, false)
	if err := Run(p, d, s, tr); err != nil {
		t.Fatal(err)
	}
	states := s.Chain().Row.(*watching).states
	if len(states) < 5 {
		t.Fatalf("the rest of the world was asked %d times", len(states))
	}
	for k, now := range states {
		e, next := tr.Epochs[k], tr.Epochs[k+1]
		if e.OwnPHs < 500 {
			t.Fatalf("epoch %d: the sites bring %v PH/s", k, e.OwnPHs)
		}
		near(t, "hashrate of the rest of the world", now.HashratePHs, e.RowPHs, 1e-12)
		near(t, "hashrate of the network", now.NetworkPHs, e.RowPHs+e.OwnPHs, 1e-12)
		near(t, "revenue", now.RevenueUSDPerDay, 144*(next.SubsidyBTC+0.05)*1e5, 1e-12)
		near(t, "hashprice on what the difficulty means", now.Hashprice*network.ImpliedHashrate(next.Difficulty, network.IntervalsPerSpan*network.TargetSpacingS), now.RevenueUSDPerDay, 1e-9)
	}
}
