package network

import (
	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Series takes the rest of the world's hashrate from a file of the user's, EH/s by UTC day. An epoch gets the mean
// of the fortnight that its first block begins.
type Series struct {
	File string   `yaml:"file"` // CSV with the columns time,value; EH/s, more than zero
	At   conf.Pos `yaml:"-"`
}

// Describe says what was understood: "hashrate.csv, EH/s by day".
func (f Series) Describe() string { return f.File + ", EH/s by day" }

// Bind reads the file, which must reach from the hand-over to the end of the run.
func (f Series) Bind(b Binding) (Response, []conf.Problem) {
	daily, err := b.File(f.File)
	if err != nil {
		return nil, fileProblems(err, f.At)
	}
	refuse := func(format string, args ...any) (Response, []conf.Problem) {
		return nil, []conf.Problem{problem(f.At, "%s "+format, append([]any{f.File}, args...)...)}
	}
	from, until := calendar.DateOf(b.HandOver.UTC()), calendar.DateOf(b.End.UTC().Add(-1))
	last := daily.First.AddDays(len(daily.Values) - 1)
	switch {
	case daily.Unit != "" && daily.Unit != "EH/s":
		return refuse("is in %s; a hashrate of the rest of the world is in EH/s, so convert the values", daily.Unit)
	case from.Before(daily.First):
		return refuse("begins %s, but it is needed from %s on; add the days before", daily.First, from)
	case last.Before(until):
		return refuse("ends %s, before the last day of the run, %s; add the days that are missing or end the clock earlier", last, until)
	}
	for i, v := range daily.Values {
		if v <= 0 {
			return refuse("has %v EH/s on %s; the rest of the world must hash, so every value is more than zero", v, daily.First.AddDays(i))
		}
	}
	offset := float64(b.HandOver.Unix())/86400 - float64(daily.First.Days())
	return &daysOfHashrate{values: daily.Values, handOver: offset}, nil
}

// daysOfHashrate is a bound series.
type daysOfHashrate struct {
	values   []float64 // EH/s by day
	handOver float64   // day of the hand-over, counted from the first value
}

// Start returns the series itself, which remembers nothing.
func (d *daysOfHashrate) Start() Course { return d }

// Copy returns the series itself.
func (d *daysOfHashrate) Copy() Course { return d }

// Scale does nothing: there are no machines to remember.
func (d *daysOfHashrate) Scale(float64) {}

// Next returns the mean of the 14 days that begin with the day of the retarget, or of those that the series has.
func (d *daysOfHashrate) Next(s State) float64 {
	day := int(d.handOver + s.Years*unit.HoursPerYear/24)
	day = min(max(day, 0), len(d.values)-1)
	end := min(day+TargetTimespanS/86400, len(d.values))
	sum := 0.0
	for _, v := range d.values[day:end] {
		sum += v
	}
	return 1000 * sum / float64(end-day)
}

const seriesDoc = "hashrate from a file, EH/s by day"

const seriesExample = `# The rest of the world's hashrate by UTC day, from a file of your own.
response: series
file: hashrate.csv           # required; columns time,value in EH/s, one row per day, to the end of the run
`
