package backtest

import (
	"math"
	"strings"
	"testing"
)

// Growth scatters as history did; the shipped adjustment under drawn prices does not, which its figure and the
// verdict say. Growth at half its rate would be off by more than is allowed.
func TestTheShippedDefaultIsPlayedToo(t *testing.T) {
	t.Parallel()
	r := played(t, catalog(t), "R2").Tests[0]
	for name, want := range map[string]string{
		"growth: autocorrelation of neighbouring steps":                           Holds,
		"shipped adjustment, drawn prices: standard deviation of steps":           Holds,
		"shipped adjustment, drawn prices: autocorrelation of neighbouring steps": Misses,
	} {
		if f := r.Figure(name); f.Outcome() != want {
			t.Errorf("%s: %s, %s, want that it %s", name, f.Text(), f.Outcome(), want)
		}
	}
	if !strings.Contains(r.Verdict, "Outside what is asked: shipped adjustment, drawn prices: autocorrelation") {
		t.Errorf("the verdict is silent: %s", r.Verdict)
	}
	if own := r.Figure("growth: the response's own drift").Value; own/2 <= mostDrift || math.Abs(own-math.Log(1.3)/26.09) > 2e-4 {
		t.Errorf("the response's own drift is %v, want ln 1.3 over 26.1 epochs a year, half of which is outside %v", own, mostDrift)
	}
}

// Drawn prices begin on the day of the origin, the last one stays, and days before it have the record's.
func TestDrawnPricesBeginAtTheOrigin(t *testing.T) {
	t.Parallel()
	r := newTestRecord(t, catalog(t))
	origin := r.first(testedFrom)
	begin := r.epochs[origin-1].FirstUnix
	d := r.draw(free{origin: origin, prices: []float64{7, 8, 9}}, begin, 30)
	at := day(r.epochs[origin].FirstUnix).Days() - day(begin).Days()
	if d.CoinUSD[at-1] != r.priceOn(day(begin).AddDays(at-1)) || d.CoinUSD[at] != 7 || d.CoinUSD[at+2] != 9 || d.CoinUSD[29] != 9 {
		t.Errorf("prices around the origin, day %d: %v", at, d.CoinUSD)
	}
}
