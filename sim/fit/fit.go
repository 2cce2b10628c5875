package fit

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
)

// fewest is the number of days below which nothing is fitted.
const fewest = 30

// Bootstrap is the process that repeats blocks of the past: it has a length of blocks and no likelihood.
const Bootstrap = "bootstrap"

// word is a parameter in the scenario language. A unit of "series" is that of the series.
type word struct{ key, unit string }

// process is a process that can be fitted.
type process struct {
	name  string
	least int // days below which its parameters mean nothing
	words []word
	law   func(*Sample) law // nil: bootstrap

	monthly bool // months can be turned into its words
	memory  memory
}

// processes returns what can be fitted, in the order in which it is told.
func processes() []process {
	perYear := "%/year"
	return []process{
		{"gbm", fewest, []word{{"drift", perYear}, {"volatility", perYear}}, gbm, true, memory{}},
		{"merton", 250, []word{{"drift", perYear}, {"volatility", perYear}, {"jumps", ""}, {"jump_mean", "%"}, {"jump_volatility", "%"}}, merton, true, memory{}},
		{"ou", 100, []word{{"level", "series"}, {"half_life", "days"}, {"volatility", perYear}}, ou, true, memory{1, 0}},
		{"ar1", 100, []word{{"level", "series"}, {"persistence", ""}, {"scatter", ""}}, ar1, true, memory{1, 0}},
		{"garch", 500, []word{{"drift", perYear}, {"omega", ""}, {"alpha", ""}, {"beta", ""}}, garch, false, memory{0, 2}},
		{"power_law", 1000, []word{{"exponent", ""}, {"level", ""}, {"persistence", ""}, {"scatter", "%"}}, newPowerLaw, false, memory{1, 0}},
		{Bootstrap, 250, []word{{"block", "days"}, {"from", ""}, {"to", ""}}, nil, false, memory{}},
	}
}

// Processes returns the names of the processes that can be fitted.
func Processes() []string {
	var names []string
	for _, p := range processes() {
		names = append(names, p.name)
	}
	return names
}

// Parameter is a number of a process as the scenario language writes it.
type Parameter struct {
	Key   string  `json:"key"`
	Value float64 `json:"value"`
	Error float64 `json:"standard_error,omitempty"` // in the unit of the value; 0 where it is not known
	Unit  string  `json:"unit,omitempty"`           // "%/year", "days", "BTC/block"; empty for a bare number
	Text  string  `json:"text"`                     // "45.2 %/year"
}

// Result is a process fitted to a series.
type Result struct {
	Process     string        `json:"process"`
	Series      string        `json:"series"`
	Unit        string        `json:"unit,omitempty"` // of the series
	First       calendar.Date `json:"first"`
	Last        calendar.Date `json:"last"`
	Values      int           `json:"values"`  // from First to Last
	Monthly     bool          `json:"monthly"` // a value is that of a month, not of a day
	Parameters  []Parameter   `json:"parameters"`
	LogLik      *float64      `json:"log_likelihood,omitempty"` // of the Values - 1 steps of the logarithm; nil for a bootstrap, which has none
	AIC         *float64      `json:"aic,omitempty"`
	Diagnostics *Diagnostics  `json:"diagnostics,omitempty"`
	Notes       []string      `json:"notes,omitempty"`    // what else to know
	Warnings    []string      `json:"warnings,omitempty"` // why not to rely on it
}

// Parameter returns the parameter of a key.
func (r *Result) Parameter(key string) (Parameter, bool) {
	i := slices.IndexFunc(r.Parameters, func(p Parameter) bool { return p.Key == key })
	if i < 0 {
		return Parameter{}, false
	}
	return r.Parameters[i], true
}

// Fit fits a process to the sample. The error is conf.Problems where the sample or the name of the process is wrong
// for it.
func (s *Sample) Fit(name string) (*Result, error) {
	p, err := find(name)
	if err != nil {
		return nil, err
	}
	return p.fit(s)
}

// LeftOut is a process that a sample does not suit, and why.
type LeftOut struct {
	Process string `json:"process"`
	Why     string `json:"why"`
}

// Rank fits every process that suits the sample, the best by AIC first, those without a likelihood last. A power
// law of the chain's age suits prices of its coin alone; Fit takes it for any series.
func (s *Sample) Rank() (ranked []*Result, left []LeftOut) {
	for _, p := range processes() {
		if p.name == "power_law" && !strings.HasSuffix(s.unit, "/BTC") {
			left = append(left, LeftOut{p.name, "a law of the age of the chain, and the series is no price of its coin; ask for it by its name"})
			continue
		}
		r, err := p.fit(s)
		var why conf.Problems
		switch {
		case errors.As(err, &why):
			left = append(left, LeftOut{p.name, why[0].Message})
		default:
			ranked = append(ranked, r)
		}
	}
	aic := func(r *Result) float64 {
		if r.AIC == nil {
			return math.Inf(1)
		}
		return *r.AIC
	}
	slices.SortStableFunc(ranked, func(a, b *Result) int { return cmp.Compare(aic(a), aic(b)) })
	return ranked, left
}

// find returns the process of a name.
func find(name string) (process, error) {
	all := processes()
	if i := slices.IndexFunc(all, func(p process) bool { return p.name == name }); i >= 0 {
		return all[i], nil
	}
	if near := conf.Suggest(name, Processes()); near != "" {
		return process{}, problem("", "there is no process %q to fit; did you mean %s?", name, near)
	}
	return process{}, problem("", "there is no process %q to fit; there are %s", name, strings.Join(Processes(), ", "))
}

// check says why a process cannot be fitted to a sample.
func (p process) check(s *Sample) error {
	switch {
	case len(s.logs) < p.least:
		return s.tooFew(p.name, p.least)
	case s.monthly && !p.monthly:
		return problem(s.name, "%s is a process of days, and the series has months", p.name)
	case p.name == "merton" && s.still() > int(mostStill*float64(len(s.steps))):
		return problem(s.name, "%d of %d steps are exactly zero: merton has no likelihood where nothing moves on many days; choose another process",
			s.still(), len(s.steps))
	case p.name == "power_law" && !genesis.Before(s.first):
		return problem(s.name, "it begins %s, but power_law counts days from the first block, %s; begin later", s.first, genesis)
	}
	return nil
}

// best returns the law of a process at its largest maximum, and the other maxima.
func (p process) best(s *Sample) (law, []maximum, error) {
	if err := p.check(s); err != nil {
		return nil, nil, err
	}
	l := p.law(s)
	found := maxima(l, len(s.steps))
	if len(found) == 0 {
		return nil, nil, problem(s.name, "%s has no maximum of the likelihood on this sample; choose another process or other days", p.name)
	}
	return l, found, nil
}

// fit fits the process.
func (p process) fit(s *Sample) (*Result, error) {
	r := &Result{Process: p.name, Series: s.name, Unit: s.unit, First: s.first, Last: s.last(), Values: len(s.logs), Monthly: s.monthly}
	if p.law == nil {
		return r, p.fitBlocks(s, r)
	}
	l, found, err := p.best(s)
	if err != nil {
		return nil, err
	}
	at := found[0].at
	values := make([]float64, len(p.words))
	l.natural(values, at)
	se, known := standardErrors(l, at, len(values))
	for i, w := range p.words {
		v := Parameter{Key: w.key, Value: values[i], Unit: w.unit}
		if w.unit == "series" {
			v.Unit = s.unit
		}
		if known {
			v.Error = se[i]
		}
		v.Text = written(v.Value, v.Unit)
		r.Parameters = append(r.Parameters, v)
	}
	logLik := found[0].logLik
	aic := 2*float64(len(at)) - 2*logLik
	r.LogLik, r.AIC = &logLik, &aic
	scores := make([]float64, len(s.steps))
	l.scores(scores, at, s)
	d := diagnose(scores, p.memory)
	r.Diagnostics = &d
	p.comment(r, l, found, known)
	return r, r.finite()
}

// comment adds what a reader must know beside the numbers.
func (p process) comment(r *Result, l law, found []maximum, known bool) {
	switch text := l.bound(found[0].at); {
	case text != "":
		r.Warnings = append(r.Warnings, text)
	case found[0].slope > tooSteep:
		r.Warnings = append(r.Warnings, fmt.Sprintf("the search ended on a slope (%.2g of log-likelihood per step): the maximum lies elsewhere, and parameters and errors are not those of it", found[0].slope))
	}
	if !known {
		r.Warnings = append(r.Warnings, "no standard errors: the likelihood is not curved downwards in every direction at its maximum")
	}
	if text := r.refused(); text != "" {
		r.Warnings = append(r.Warnings, "a scenario does not take it: "+text)
	}
	switch l := l.(type) {
	case mertonLaw:
		r.Notes = append(r.Notes, l.note(found[1:])...)
	case garchLaw:
		if l.returns(found[0].at) {
			r.Notes = append(r.Notes, fmt.Sprintf("the variance of the long run is that of a volatility of %.3g %%/year", l.longRun(found[0].at)))
		}
	case powerLaw:
		r.Notes = append(r.Notes, "a trend is an assumption; the R2 of a line through a price is no evidence that the price returns to it")
	}
	if r.Monthly {
		r.Notes = append(r.Notes, "months that are means, or middles between open and close, change too smoothly: the true volatility is larger, up to 1.4 times, and the autocorrelation at lag 1 that shows it 0.25 to 0.5")
	}
	if r.Diagnostics.P < 0.01 {
		r.Notes = append(r.Notes, fmt.Sprintf("the residuals hang together from day to day (Ljung-Box p = %.2g), which the law denies: standard errors, which take them for independent, are wrong, mostly too small", r.Diagnostics.P))
	}
	if r.Diagnostics.SquaresP < 0.01 {
		r.Notes = append(r.Notes, "calm and wild times are left in the residuals: standard errors are too small")
	}
	if r.Diagnostics.Kurtosis > 5 {
		r.Notes = append(r.Notes, "the residuals have heavier tails than the law: standard errors, of scatter above all, are too small")
	}
}

// finite refuses numbers that no scenario could take.
func (r *Result) finite() error {
	for _, p := range r.Parameters {
		if math.IsNaN(p.Value) || math.IsInf(p.Value, 0) {
			return problem(r.Series, "the %s of %s cannot be told from this sample; choose another process or other days", p.Key, r.Process)
		}
	}
	return nil
}

// fitBlocks fills in the length of the blocks of a bootstrap.
func (p process) fitBlocks(s *Sample, r *Result) error {
	if err := p.check(s); err != nil {
		return err
	}
	block := math.Round(s.blockLength())
	r.Parameters = []Parameter{
		{Key: "block", Value: block, Unit: "days", Text: written(block, "days")},
		{Key: "from", Text: s.first.String()},
		{Key: "to", Text: s.last().String()},
	}
	drift := "too large to be told"
	if v := s.drift(s.mean, s.sd*s.sd); v < 1e6 {
		drift = fmt.Sprintf("%.3g %%/year", v)
	}
	r.Notes = append(r.Notes, "no likelihood: the mean length of a block is that of Politis and White for the size of daily steps; the drift of these days was "+drift)
	return nil
}
