package sim_test

import (
	"fmt"
	"math"
	"testing"

	"hashwatt/sim"
	"hashwatt/sim/kernel"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
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

// Sites that already hash when the clock starts after the record are a part of the network that is handed over, and
// of the machines that the rest of the world remembers: over the first epochs the network is the one of a run
// without them, whatever answers.
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

// How much a new site displaces does not depend on when the clock starts: the machines of the hand-over are those
// of the record, whether the site has stood in the replayed epochs before it or comes after them. At 70,000 USD/BTC
// nobody orders, so no surprise is in the books.
func TestDisplacementDoesNotDependOnTheClock(t *testing.T) {
	t.Parallel()
	const site = "{id: one, region: komi, power: 5 GW, online: %s, availability: 100 %%, fleet: [{rig: antminer-s21-200}], tariff: [{type: flat, price: 1 USD/MWh}]}"
	for _, c := range []struct{ response, price string }{{"response: shutdown", "70000"}, {"response: shutdown", "100000"}, {"response: vintage", "70000"}} {
		var displaced []float64
		for _, start := range []string{"2026-09-01", "2026-05-01", "2026-03-01"} {
			r := written(t, fmt.Sprintf(ahead, start, "2027-10-01", c.price, c.response, fmt.Sprintf(site, start)), sim.Settings{})
			e, w := r.Trace.Epochs[len(r.Trace.Epochs)-2], r.Without.Epochs[len(r.Without.Epochs)-2]
			displaced = append(displaced, 100*(w.RowPHs-e.RowPHs)/e.OwnPHs)
		}
		for _, d := range displaced {
			if d < 10 || math.Abs(d-displaced[0]) > 5 {
				t.Errorf("%s at %s USD/BTC: %.1f %% of the site's hashrate drives out others, by start of the clock",
					c.response, c.price, displaced)
				break
			}
		}
	}
}

// A shock begins after a clock that itself begins years after the record: whether history is replayed or the
// response stands alone, the network is what it was before the shock until it begins and again once it is over, and
// 0.56 of it in between.
func TestShockLongAfterTheRecord(t *testing.T) {
	t.Parallel()
	for _, rest := range []string{
		"{replay: history, then: {response: growth, rate: 0 %%/year}%s}", "{response: growth, rate: 0 %%/year%s}",
	} {
		play := func(shock string) []kernel.Epoch {
			return written(t, head+"clock: {start: 2028-06-01, end: 2029-06-01}\nsites: []\nbitcoin: {price: {process: flat, value: 70000 USD/BTC}, rest_of_world: "+
				fmt.Sprintf(rest, shock)+"}\n", sim.Settings{}).Trace.Epochs
		}
		normal, lowest := play("")[0].RowPHs, math.Inf(1)
		for _, e := range play(", shock: {from: 2028-07-01, to: 2028-09-01, change: -44 %}") {
			lowest = math.Min(lowest, e.RowPHs/normal)
			if out := e.Start+e.Hours < 29*24 || e.Start > 93*24; out {
				near(t, fmt.Sprintf("%s, hour %.0f", rest, e.Start), e.RowPHs, normal, 1e-12)
			}
		}
		near(t, rest+": the lowest", lowest, 0.56, 1e-9)
	}
}

// Draws under a response that remembers are the same on one worker and on four, in a batch of three and of nine,
// when the clock starts after the record and the course is handed from run to run.
func TestDrawsOfACourseAreTheirOwn(t *testing.T) {
	t.Parallel()
	const text = head + `clock: {start: 2026-10-01, end: 2028-01-01}
bitcoin:
  price: {replay: history, then: {process: gbm, drift: 30 %%/year, volatility: 60 %%/year}}
  rest_of_world: {replay: history, then: {%s}, shock: {from: 2026-11-01, to: 2027-02-01, change: -30 %%, return: 6 months}}
sites: [{id: one, region: komi, power: 1 GW, online: 2025-01-01, in_history: true, fleet: [{rig: antminer-s21-200}], tariff: [{type: flat, price: 1 USD/MWh}]}]
`
	for _, response := range []string{"response: shutdown", "response: entry, rig_price: 4 USD/TH, most: 2 %/epoch", "response: vintage, rig_price: 4 USD/TH, most: 2 %/epoch"} {
		play := func(draws, workers int) *sim.Result {
			return written(t, fmt.Sprintf(text, response), sim.Settings{Draws: draws, Seed: 11, Workers: workers})
		}
		one, four, few := play(9, 1), play(9, 4), play(3, 1)
		if d := cmp.Diff(one.Columns, four.Columns, cmpopts.EquateNaNs()); d != "" {
			t.Errorf("%s: four workers (-one +four):\n%s", response, d)
		}
		if d := cmp.Diff(one.Columns[:len(few.Columns)], few.Columns, cmpopts.EquateNaNs()); d != "" {
			t.Errorf("%s: a smaller batch (-nine +three):\n%s", response, d)
		}
	}
}
