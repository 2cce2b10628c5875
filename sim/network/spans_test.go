package network_test

import (
	"testing"

	"hashwatt/sim/network"
)

// Spans are those that turn one compact target into another, and no others: in the case of Bitcoin Core's own test
// (src/test/pow_tests.cpp) the block times of the chain are among them.
func TestSpansBetweenTwoTargets(t *testing.T) {
	t.Parallel()
	shortest, longest, ok := network.Spans(0x1d00ffff, 0x1d00d86a)
	if span := int64(1262152739 - 1261130161); !ok || span < shortest || span > longest {
		t.Errorf("spans %d to %d (%v), want %d among them", shortest, longest, ok, span)
	}
	for span, want := range map[int64]bool{shortest - 1: false, shortest: true, longest: true, longest + 1: false} {
		if got := network.RetargetExact(0x1d00ffff, span) == 0x1d00d86a; got != want {
			t.Errorf("%d s gives the target: %v, want %v", span, got, want)
		}
	}
	if _, _, ok := network.Spans(0x1b0404cb, 0x1d00d86a); ok {
		t.Error("a target 70 times as easy is reached in one retarget")
	}
}
