package network

import (
	"errors"
	"time"

	"hashwatt/sim/conf"
	"hashwatt/sim/series"
)

// Response says what hashrate the rest of the world brings to the coming epoch. A bound response is immutable and
// safe for concurrent use.
type Response interface {
	// Start returns a course that begins at the hand-over.
	Start() Course
}

// Course is a response under way in one run: it may remember orders and machines from one epoch to the next. A
// course serves one goroutine.
type Course interface {
	// Next returns the hashrate of the epoch that begins, PH/s, from the state at that moment. It is called once for
	// each epoch, in order.
	Next(s State) float64
	// Copy returns a course that has come as far as this one and goes on by itself; one without a memory may return
	// itself.
	Copy() Course
	// Scale multiplies the machines that the course remembers, by a factor of zero or more: somebody else answers for
	// the rest of them from now on. Orders stay as they are, for they were made by those who stay. A course without a
	// memory does nothing.
	Scale(factor float64)
}

// State is what the rest of the world sees at a retarget.
type State struct {
	Years            float64 // since the hand-over, in years of 8,766 h; may be negative before it
	HashratePHs      float64 // PH/s of the rest of the world in the epoch that ended
	MeanLogHashprice float64 // mean over the hours of the epoch that ended of ln(hashprice in USD/PH/day)
	Hashprice        float64 // USD/PH/day at the new difficulty, with the coin's price and the fees of the day
	NetworkPHs       float64 // PH/s of the whole network, the sites included, in the epoch that ended
	RevenueUSDPerDay float64 // of all miners at 144 blocks a day, with the subsidy, the fees and the coin's price of the moment: whatever luck did to difficulty
	Worthless        bool    // the coin had no price in all of the epoch that ended, so that MeanLogHashprice says nothing
	EpochHours       float64 // h, length of the epoch that ended
	Noise            float64 // a standard normal draw; 0 in the central case
	StartPHs         float64 // PH/s of the rest of the world at the hand-over
}

// Kind is a response as a scenario words it.
type Kind interface {
	// Describe says in one sentence what was understood.
	Describe() string
	// Bind adds what only the run knows and returns the response, or everything that stands in its way.
	Bind(b Binding) (Response, []conf.Problem)
}

// Binding is what a response needs beside its words.
type Binding struct {
	HandOver time.Time // when history ends and the response begins
	Replay   bool      // history is replayed up to the hand-over, so that Target is the hashprice there
	End      time.Time // end of the run
	// Target is the mean hashprice of the last six finished epochs, USD/PH/day: the default of what adjustment aims
	// at; 0 if unknown.
	Target float64
	// LastHashprice is the geometric mean of the hashprice of the record's last finished epoch, USD/PH/day: at it the
	// machines of the hand-over ran, whatever sites or prices a scenario puts into the record. 0 if unknown: the
	// response goes by what it sees.
	LastHashprice float64
	// File reads a daily series of the user's by the name that the scenario gives it.
	File func(name string) (*series.Daily, error)
	// World is what the responses that know machines assume of them.
	World World
}

// StructuralNoise is how much the rest of the world's hashrate scatters per epoch (standard deviation of its
// logarithm) beyond luck in finding blocks: difficulty steps from April 2020 to March 2025, without the Chinese ban
// of 2021, scatter by 5.14 %, and luck alone by 3.15 % (2/2016 in variance), which leaves 4.1 %.
const StructuralNoise = 0.041

// Varieties returns the responses, each with the sentence and the example that explain it.
func Varieties() []conf.Variety {
	return []conf.Variety{
		{Name: "growth", New: func() any { return new(Growth) }, Doc: growthDoc, Example: growthExample},
		{Name: "series", New: func() any { return new(Series) }, Doc: seriesDoc, Example: seriesExample},
		{Name: "adjustment", New: func() any { return new(Adjustment) }, Doc: adjustmentDoc, Example: adjustmentExample},
		{Name: "shutdown", New: func() any { return new(Shutdown) }, Doc: shutdownDoc, Example: shutdownExample},
		{Name: "entry", New: func() any { return new(Entry) }, Doc: entryDoc, Example: entryExample},
		{Name: "vintage", New: func() any { return new(Vintage) }, Doc: vintageDoc, Example: vintageExample},
	}
}

// AnyResponse is a response of any kind, told apart by the key `response`.
type AnyResponse struct {
	Name string `yaml:"-"` // of the kind
	Kind `yaml:"-"`
	At   conf.Pos `yaml:"-"`
}

// Varieties returns the key that tells kinds apart, and the kinds.
func (a *AnyResponse) Varieties() (key string, table []conf.Variety) { return "response", Varieties() }

// Choose takes the decoded kind.
func (a *AnyResponse) Choose(name string, v any) { a.Name, a.Kind = name, v.(Kind) }

// problem returns a problem at a place of a file.
func problem(at conf.Pos, format string, args ...any) conf.Problem {
	return conf.Problemf(&conf.Node{Pos: at}, format, args...)
}

// fileProblems returns what is wrong with a file: its own problems, which name its lines, or the error at the place
// that names it.
func fileProblems(err error, at conf.Pos) []conf.Problem {
	var own conf.Problems
	if errors.As(err, &own) {
		return own
	}
	return []conf.Problem{problem(at, "%s", err)}
}
