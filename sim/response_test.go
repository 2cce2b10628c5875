package sim_test

import (
	"fmt"
	"math"
	"testing"

	"hashwatt/sim"
)

// A clock that starts after the record finds the orders, machines and shocks of the time before it: the network is the one of a clock
// that starts inside the record, whatever the response remembers.
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
					t.Errorf("%s: at height %d %v PH/s at difficulty %v, want %v at %v", response, e.Height, l.RowPHs, l.Difficulty, e.RowPHs, e.Difficulty)
				}
				compared++
			}
		}
		if compared < 20 {
			t.Errorf("%s: %d epochs were compared, want most of a year", response, compared)
		}
	}
}
