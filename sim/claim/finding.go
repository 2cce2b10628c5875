package claim

import "hashwatt/sim/calendar"

// Verdict is what a comparison comes to.
type Verdict string

// The verdicts.
const (
	Consistent Verdict = "consistent"
	Off        Verdict = "off"        // by Factor: one of the two numbers, or the date, is wrong
	Impossible Verdict = "impossible" // by Factor: better than the best machine of the time, more than the whole network, more hours than the period has
	Unknown    Verdict = "unknown"    // the record holds nothing to judge by
)

// Finding is the comparison of two quantities.
type Finding struct {
	A, B     Quantity
	What     string  // the number that the two imply together: "running hours", "J/TH at the meter", "coins over those expected"
	Value    float64 // that number
	Unit     string  // of it; empty for a ratio
	Low      float64 // it belongs between these two, the tolerance apart
	High     float64
	Expected float64 // own number of the comparison where the record gives one: coins, blocks, USD; else 0
	Factor   float64 // by which Value misses the nearer end of the band; 1 inside it
	Z        float64 // own pool: by how many standard deviations the blocks differ from those expected; else 0
	Verdict  Verdict
	Text     string // one sentence for people

	NeedsDifficulty float64       // where more coins or fewer are claimed than expected: the difficulty at which they would be; else 0
	NeedsBefore     calendar.Date // the day on which the chain last paid as much, if it did before the period
	NeedsAfter      calendar.Date // the day from which it paid as little, if it did after the period
}

// Pair names what is compared: "machines-coins".
func (f Finding) Pair() string { return string(f.A) + "-" + string(f.B) }

// band is where a value belongs, and what it means to be below or above.
type band struct {
	low, high    float64
	below, above Verdict
}

// judge sets verdict and factor of a finding. The tolerance widens both ends of the band.
func (f *Finding) judge(b band, tolerance float64) {
	f.Low, f.High, f.Factor, f.Verdict = b.low, b.high, 1, Consistent
	switch {
	case f.Value < b.low:
		f.Factor = f.Value / b.low
	case f.Value > b.high:
		f.Factor = f.Value / b.high
	}
	switch {
	case f.Value*(1+tolerance) < b.low:
		f.Verdict = b.below
	case f.Value > b.high*(1+tolerance):
		f.Verdict = b.above
	}
}
