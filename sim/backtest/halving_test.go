package backtest

import (
	"strings"
	"testing"
)

// A difficulty after a halving must be closer to the record than no change is, and within 6 % of it.
func TestAHalvingIsHeldAgainstNoChange(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		off, none float64
		want      bool
	}{
		{1.5, 3.9, true},
		{-1.5, 3.9, true},
		{3.9, 3.9, false}, // no change itself
		{4, 3.9, false},
		{5, -8, true},
		{6.1, 8, false},
		{0, 0, false},
	} {
		if f := closerThan("", row.off, row.none); f.Passed != row.want {
			t.Errorf("%v off where no change is %v: %v, want %v", row.off, row.none, f.Passed, row.want)
		}
	}
}

// No change, the shipped speed and the slowest and fastest are shown for both halvings, and the verdict says that
// 2024 tells little.
func TestHalvingsShowWhatTheyTell(t *testing.T) {
	t.Parallel()
	b := played(t, catalog(t), "B7").Tests[0]
	for name, want := range map[string]float64{
		"2020, no change: difficulty two epochs later, off the record":                                      17.28,
		"2024, no change: difficulty two epochs later, off the record":                                      3.90,
		"2020, at the shipped speed of switching (30 %/epoch): difficulty two epochs later, off the record": 8.10,
	} {
		if f := b.Figure(name); f.Value < want-0.05 || f.Value > want+0.05 {
			t.Errorf("%s: %v, want %v", name, f.Value, want)
		}
	}
	if !strings.Contains(b.Verdict, "2024 hardly tells responses apart") || strings.Contains(b.Verdict, "2020 hardly") {
		t.Error(b.Verdict)
	}
}
