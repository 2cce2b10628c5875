package backtest

import (
	"math"
	"strings"
	"testing"
)

// Anchors by hand, from the numbers of the rows: 6.6 TWh a year are 0.753 GW (x 1e3 / 8766 h), MW are thousandths
// of a GW, and the share of July 2024 is 12 + (15.65 - 12) x 243 / 547 days = 13.62 %.
func TestAnchorsByHand(t *testing.T) {
	t.Parallel()
	r := newTestRecord(t, catalog(t))
	list, err := r.anchors()
	if err != nil {
		t.Fatal(err)
	}
	for k, want := range []struct{ share, low, high float64 }{
		{11.23, 0.9346, 0.9346}, // 8.32 GW of the network
		{4.66, 0.7529, 1.7},
		{12, 2, 2},
		{2.3, 1.8252, 2.7}, // 16 TWh
		{13.6215, 2.5, 2.7},
		{15.65, 2.5, 2.5},
		{16.61, 2.5, 2.5},
	} {
		a := list[k]
		if math.Abs(a.share-want.share) > 0.006 || math.Abs(a.low-want.low) > 5e-4 || math.Abs(a.high-want.high) > 5e-4 || a.circular != (k == 0) {
			t.Errorf("anchor %d is %+v, want %+v", k, a, want)
		}
	}
}

// The tolerance is 15 % of what is published, and a fleet's power is its hashrate times its efficiency: EH/s times
// J/TH are MW, so 12 % of a network of H PH/s at e J/TH and a PUE of 1.10 draw 0.12·H·e·1.10/1e6 GW. Power that is
// published a quarter higher is missed.
func TestPowerOfAShareByHand(t *testing.T) {
	t.Parallel()
	cat := catalog(t)
	r := newTestRecord(t, cat)
	b := played(t, cat, "B5").Tests[0]
	f := b.Figure("2023-11, 12 % (the press)")
	months, err := r.fleet()
	if err != nil {
		t.Fatal(err)
	}
	m, _ := monthOf(months, date(2023, 11, 1))
	want := 0.12 * m.network.HashratePHs * 1e15 * r.cambridgeEfficiency(date(2023, 11, 1)) * 1e-12 * 1.10 / 1e9 // H/s x J/H = W
	if math.Abs(f.Value/want-1) > 1e-9 || math.Abs(*f.Low-1.7) > 1e-9 || math.Abs(*f.High-2.3) > 1e-9 {
		t.Errorf("%v GW, %v to %v, want %v, 1.7 to 2.3", f.Value, *f.Low, *f.High, want)
	}
	if b.Passed || !strings.HasPrefix(b.Verdict, "Shares and published power go together at 2 of 6 points (") || !strings.Contains(b.Verdict, "2021-08 is no test") {
		t.Errorf("passed %v: %s", b.Passed, b.Verdict)
	}
	cat.Claims = append(cat.Claims[:0:0], cat.Claims...)
	for k := range cat.Claims {
		if cat.Claims[k].ID == "size_2023_industrial" {
			cat.Claims[k].Value *= 1.25
		}
	}
	if f := played(t, cat, "B5").Tests[0].Figure("2023-11, 12 % (the press)"); f.Passed {
		t.Errorf("%v GW go with 2.5 GW", f.Value)
	}
}

// B4 judges energy at 12 %: at Cambridge's guess of 2019 a tenth lower it misses, and the verdict names what misses.
func TestPowerOfTheNetworkIsJudged(t *testing.T) {
	t.Parallel()
	cat := catalog(t)
	b := played(t, cat, "B4").Tests[0]
	for _, want := range []string{"17 of 36 months", "(misses)", "efficiency is -15.7", "hashrate that it implies is -12.0"} {
		if !strings.Contains(b.Verdict, want) {
			t.Errorf("the verdict lacks %q: %s", want, b.Verdict)
		}
	}
	cat.NetworkPower = append(cat.NetworkPower[:0:0], cat.NetworkPower...)
	for k := range cat.NetworkPower {
		cat.NetworkPower[k].BestGW *= 0.85
	}
	if f := played(t, cat, "B4").Tests[0].Figure("energy of 2019"); f.Passed {
		t.Errorf("energy of 2019 holds at %v", f.Text())
	}
}
