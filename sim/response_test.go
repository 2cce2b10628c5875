package sim_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"hashwatt/sim"
	"hashwatt/sim/kernel"
	"hashwatt/sim/network"
)

// A clock that starts after the record finds the orders, machines and shocks of the time before it: the network is
// the one of a clock that starts inside the record, whatever the response remembers.
func TestClockAfterTheRecordCarriesTheCourse(t *testing.T) {
	t.Parallel()
	const text = `
hashwatt: 1
name: Late
question: What does a clock that starts late change?
clock: {start: %s, end: 2028-07-01}
bitcoin:
  rest_of_world: {replay: history, then: {%s}, shock: {from: 2026-08-01, to: 2027-03-01, change: -30 %%, return: 1 year}}
sites:
  - {id: one, region: komi, power: 1 MW, online: 2028-06-30, fleet: [{rig: antminer-s21-200}]}
`
	for _, response := range []string{
		"response: growth, rate: 10 %/year", "response: shutdown, speed: 40 %/epoch", "response: vintage, lag: 3 months",
		"response: entry, rig_price: 4 USD/TH, lag: 9 months, most: 2 %/epoch",
	} {
		early := written(t, fmt.Sprintf(text, "2026-05-01", response), sim.Settings{}).Trace.Epochs
		late := written(t, fmt.Sprintf(text, "2027-05-05", response), sim.Settings{}).Trace.Epochs
		compared := 0
		for _, e := range early {
			for _, l := range late[1:] {
				if l.Height != e.Height || e.Hours < 200 {
					continue
				}
				if math.Abs(l.RowPHs/e.RowPHs-1) > 1e-3 || math.Abs(l.Difficulty/e.Difficulty-1) > 1e-3 {
					t.Errorf("%s: at height %d %v PH/s at difficulty %v, want %v at %v",
						response, e.Height, l.RowPHs, l.Difficulty, e.RowPHs, e.Difficulty)
				}
				compared++
			}
		}
		if compared < 20 {
			t.Errorf("%s: %d epochs were compared, want most of a year", response, compared)
		}
	}
}

// The table of machines at the hand-over knows whole years of age; it is scrapped evenly all the same, so that at a
// steady price nothing but the halving takes more than 6 % of the network in an epoch.
func TestVintageAgesEvenlyInTheNetwork(t *testing.T) {
	t.Parallel()
	for _, price := range []string{"60000", "100000"} {
		epochs := written(t, head+"clock: {start: 2025-01-01, end: 2032-01-01}\nsites: []\nbitcoin: {price: {process: flat, value: "+price+
			" USD/BTC}, rest_of_world: {replay: history, then: {response: vintage}}}\n", sim.Settings{}).Trace.Epochs
		for k := 1; k < len(epochs); k++ {
			halved := epochs[k].Height-network.SubsidyInterval*5 < 4*network.BlocksPerRetarget && epochs[k].Height > network.SubsidyInterval*5-network.BlocksPerRetarget
			if step := epochs[k].RowPHs/epochs[k-1].RowPHs - 1; !epochs[k-1].InHistory && !halved && step < -0.06 {
				t.Errorf("at %s USD/BTC: at height %d the network goes from %.0f to %.0f PH/s",
					price, epochs[k].Height, epochs[k-1].RowPHs, epochs[k].RowPHs)
			}
		}
	}
}

// Under a response that looks at hashprice, the return of a shock is the whole recovery in the network too: a
// fortnight after it the network is within 1 % of the one without the shock, and it was never above it.
func TestReturnInTheNetwork(t *testing.T) {
	t.Parallel()
	play := func(shocks string) []kernel.Epoch {
		return written(t, head+"clock: {start: 2026-01-01, end: 2029-01-01}\nsites: []\nbitcoin: {price: {process: flat, value: 100000 USD/BTC}, "+
			"rest_of_world: {replay: history, then: {response: adjustment, speed: 20 %/epoch, decline: 18 %/year}"+shocks+"}}\n", sim.Settings{}).Trace.Epochs
	}
	without, compared := play(""), 0
	for _, e := range play(", shocks: [{from: 2026-08-20, to: 2026-12-31, change: -44 %, return: 6 months}]") {
		k := slices.IndexFunc(without, func(o kernel.Epoch) bool { return o.Start+o.Hours > e.Start+24 })
		ratio := e.RowPHs / without[k].RowPHs
		if after := e.Start > (365+196)*24; ratio > 1.02 || after && ratio < 0.99 {
			t.Errorf("hour %.0f: the network is %.3f of the one without the shock", e.Start, ratio)
		} else if after {
			compared++
		}
	}
	if compared < 30 {
		t.Errorf("%d epochs were compared, want those of a year and a half", compared)
	}
}

// A coin that has no price for whole epochs stops nobody who does not look at it: steady growth goes on, and those
// who look stay where they are.
func TestCoinWithoutAPrice(t *testing.T) {
	t.Parallel()
	for response, want := range map[string]float64{
		"growth, rate: 10 %/year": 1.1, "adjustment, speed: 5 %/epoch, decline: 18 %/year": 1, "shutdown": 1, "entry": 1, "vintage": 1,
	} {
		epochs := written(t, head+"clock: {start: 2026-09-01, end: 2027-12-01}\nsites: []\nbitcoin: {price: {process: flat, value: 0 USD/BTC}, "+
			"rest_of_world: {replay: history, then: {response: "+response+"}}}\n", sim.Settings{}).Trace.Epochs
		a, b := epochs[1], epochs[len(epochs)-3]
		near(t, response, b.RowPHs/a.RowPHs, math.Pow(want, (b.Start-a.Start)/8766), 0.005)
	}
}
