package sim_test

import (
	"fmt"
	"math"
	"testing"

	"hashwatt/sim"
)

// responses are one of every kind that needs no file.
var responses = []string{
	"response: growth, rate: 0 %/year", "response: adjustment, speed: 5 %/epoch, decline: 18 %/year", "response: shutdown",
	"response: entry", "response: vintage",
}

// ahead is a clock with the network and nothing else; what stands in the sites is added.
const ahead = head + `clock: {start: %s, end: %s}
bitcoin:
  price: {process: flat, value: %s USD/BTC}
  fees: {process: flat, value: 0.03 BTC/block}
  rest_of_world: {replay: history, then: {%s}}
sites: [%s]
`

// Sites that already hash when the clock starts after the record are a part of the network that is handed over, and of the machines that the
// rest of the world remembers: over the first epochs the network is the one of a run without them, whatever answers.
func TestSitesOfTheRecordChangeNothingAtTheHandOver(t *testing.T) {
	t.Parallel()
	const site = "{id: one, region: komi, power: 5 GW, online: 2025-01-01, in_history: true, availability: 100 %, fleet: [{rig: antminer-s21-200}], tariff: [{type: flat, price: 1 USD/MWh}]}"
	for _, response := range responses {
		r := written(t, fmt.Sprintf(ahead, "2026-09-01", "2026-12-01", "70000", response, site), sim.Settings{})
		if r.Trace.Epochs[0].OwnPHs < 100_000 {
			t.Fatalf("the site brings %v PH/s", r.Trace.Epochs[0].OwnPHs)
		}
		for k, e := range r.Trace.Epochs[:5] {
			w := r.Without.Epochs[k]
			if with := e.RowPHs + e.OwnPHs; math.Abs(with/w.RowPHs-1) > 0.02 {
				t.Errorf("%s, epoch %d: %.0f PH/s with the site's own, %.0f without it", response, k, with, w.RowPHs)
			}
		}
	}
}
