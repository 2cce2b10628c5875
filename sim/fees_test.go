package sim

import (
	"math"
	"testing"

	"hashwatt/sim/calendar"
	"hashwatt/sim/network"
)

const stillPrice, stillRate = "{process: flat, value: 90000 USD/BTC}", "{process: flat, value: 90 RUB/USD}"

// Fees that are recorded and then a share of what miners earn are those of the record on its days and share/(1 −
// share) of the subsidy after them, in the central case and in draws, and in the days before the run.
func TestFeesOfTheRecordAndThenAShare(t *testing.T) {
	t.Parallel()
	r := ready(t, plant("2026-03-01", stillPrice, "{replay: history, then: {process: share, share: 20 %}}", "{response: growth, rate: 30 %/year}", stillRate, "[]", ""))
	fees := r.cat.FeesPerBlock()
	_, first := r.facts.Axis.Days()
	recorded := fees.First.Days() + len(fees.Values) - first.Days() // days of the run
	if recorded < 5 || recorded > 100 {
		t.Fatalf("%d days of the run have recorded fees, want some", recorded)
	}
	for d := range 2 {
		draw := r.future(d)
		for day := range r.problem.Days {
			for _, subsidy := range []float64{3.125, 1.5625} {
				want := 0.25 * subsidy
				if day < recorded {
					want = fees.Values[first.Days()+day-fees.First.Days()]
				}
				if got := draw.Fee(day, subsidy); math.Abs(got-want) > 1e-15 {
					t.Fatalf("draw %d, day %d: fees of %v at a subsidy of %v, want %v", d, day, got, subsidy, want)
				}
			}
		}
	}
	before := r.facts.Days(first.AddDays(-10), 20)
	for day := range 20 {
		if got, want := before.Fee(day, 3.125), fees.Values[first.Days()-10+day-fees.First.Days()]; got != want {
			t.Errorf("day %d before the run: fees of %v, want the recorded %v", 10-day, got, want)
		}
	}
	// Fees that begin with the run are before it what they are on its first day.
	r = ready(t, plant("2026-09-01", stillPrice, "{process: share, share: 20 %}", "{response: growth, rate: 30 %/year}", stillRate, "[]", ""))
	before = r.facts.Days(calendar.Date{Year: 2026, Month: 8, Day: 1}, 20)
	for day := range 20 {
		if got := before.Fee(day, network.SubsidyBTC(950_000)); got != 0.25*3.125 {
			t.Errorf("day %d: fees of %v before the run, want %v", day, got, 0.25*3.125)
		}
	}
}

// Fees that repeat days of the past without a drift have the mean of the sample as their central case, on every
// day, and days of the sample in the draws.
func TestFeesOfThePastHaveNoDrift(t *testing.T) {
	t.Parallel()
	r := ready(t, plant("2026-09-01", stillPrice, "{process: bootstrap, block: 5 days, from: 2024-03-01, to: 2024-04-30}", "{response: growth, rate: 30 %/year}", stillRate, "[]", ""))
	fees := r.cat.FeesPerBlock()
	at := calendar.Date{Year: 2024, Month: 3, Day: 1}.Days() - fees.First.Days()
	past := map[float64]bool{}
	mean := 0.0
	for _, v := range fees.Values[at : at+61] {
		past[v] = true
		mean += v / 61
	}
	central, drawn := r.future(0).FeeBTC, r.future(1).FeeBTC
	for day := range central {
		if math.Abs(central[day]/mean-1) > 1e-12 {
			t.Fatalf("day %d: central fees of %v, want the mean of the sample, %v", day, central[day], mean)
		}
		if !past[drawn[day]] {
			t.Fatalf("day %d: drawn fees of %v are not those of a day of the sample", day, drawn[day])
		}
	}
}
