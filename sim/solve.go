package sim

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim/conf"
	"hashwatt/sim/ledger"
	"hashwatt/sim/metric"
	"hashwatt/sim/scenario"
	"hashwatt/sim/unit"
)

// Solved is what a scenario's solve came to. The run is that of the solved quantities.
type Solved struct {
	Path        string  // of the quantities
	Goal        string  // as the scenario has it: share(RU) = 11.23 %
	Factor      float64 // on each of the quantities
	Target      float64 // in Unit
	Reached     float64 // likewise, in the central case; of a share the mean over From to To, weighted by hashrate
	Unit        string
	From, To    string // months that a share is over; empty for a metric
	Evaluations int    // central cases that were played to find it
	Values      []SolvedValue
	TotalMW     float64 // of the values that are powers, after; 0 where none is

	// The mean over the months may hide a swing: the share of the least and the greatest of them and of the last,
	// percent; 0 for a metric.
	MinMonth, MaxMonth, LastMonth float64
	// Running is what the sites whose quantities were solved draw, over what their plant could draw, in those months
	// (for a metric in all); all sites, where the quantities are of none. 0 where nothing could be drawn.
	Running float64
	// Several says that the result rises and falls with the factor, so that a larger one may reach the target too.
	Several bool
}

// share says whether a share was asked for.
func (s *Solved) share() bool { return s.From != "" }

// SolvedValue is one quantity before and after.
type SolvedValue struct {
	scenario.ScaledValue
	FromMW, ToMW float64 // where it is a power
}

// solver knows what is looked for.
type solver struct {
	*runner
	base     float64 // factor 1, times the quantities as they are written
	ctx      context.Context
	words    *scenario.Solve
	goal     scenario.Goal
	metric   int // in metric.Table, where a metric is wanted
	target   float64
	unit     string
	from, to int // months of the ledger
	calls    int // cases that were played
}

// solver reads what the scenario wants to be solved; nil where it wants nothing. The error is conf.Problems. The
// scenario has been compiled.
func (r *runner) solver() (*solver, error) {
	words := r.facts.Words.Solve
	if words == nil {
		return nil, nil
	}
	s := &solver{runner: r, base: 1, words: words}
	var problems conf.Problems
	at := r.tree.Get("solve")
	add := func(key, format string, args ...any) {
		p := conf.Problemf(at.Get(key), format, args...)
		p.Path = "solve." + key
		problems = append(problems, p)
	}
	if _, _, err := scenario.Scaled(r.tree, words.For, 1); err != nil {
		add("for", "%s", err)
	} else if u := r.varies(words.For); u != "" {
		add("for", "%s varies in the draws too (uncertain: %s), which would take the place of what is found; keep one of them", words.For, u)
	}
	var err error
	if s.goal, err = words.Goal(); err != nil {
		panic("sim: a goal that was read cannot be read: " + err.Error())
	}
	switch {
	case s.goal.Metric != "":
		if s.metric = slices.Index(metric.IDs(), s.goal.Metric); s.metric < 0 {
			add("so_that", "%q is neither a metric nor a share, as share(RU)%s", s.goal.Metric, conf.Hint(s.goal.Metric, metric.IDs()))
			break
		}
		s.unit = metric.Table()[s.metric].Unit
		if s.target, err = inUnit(s.goal.Value, s.unit); err != nil {
			add("so_that", "%s", err)
		}
	case r.problem.Chain.Open:
		add("so_that", "a share of the network cannot be asked for where the hashprice is given: the network has no hashrate of its own then")
	default:
		s.unit = "%"
		fraction, _ := unit.ParseFraction(s.goal.Value) // read with the words
		s.target = 100 * float64(fraction)
		if known := r.countries(); !slices.Contains(known, s.goal.Country) {
			add("so_that", "%q is no country of the baseline or of a site%s", s.goal.Country, r.countryHint(s.goal.Country, known))
		}
		if s.from, s.to, err = r.monthsOver(words); err != nil {
			add("over", "%s", err)
		}
	}
	return s, problems.Err()
}

// varies returns the path of an uncertain input that a path meets; those with a range of the seeds vary around what
// is found.
func (r *runner) varies(path string) string {
	p, err := conf.ParsePath(path)
	if err != nil {
		return ""
	}
	found := conf.Lookup(r.tree, p)
	for _, u := range r.facts.Words.Uncertain {
		q, err := conf.ParsePath(u.Path)
		if err != nil || u.From != "" {
			continue
		}
		for _, n := range conf.Lookup(r.tree, q) {
			if slices.Contains(found, n) {
				return u.Path
			}
		}
	}
	return ""
}

// countries are those whose share is known.
func (r *runner) countries() (codes []string) {
	for _, c := range r.facts.Baseline.Countries {
		codes = append(codes, c.Code)
	}
	for i := range r.facts.Sites {
		if code := r.facts.Sites[i].Country; code != "" && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes
}

// countryHint says which country of a list was meant, by its code or its name.
func (r *runner) countryHint(word string, known []string) string {
	var names []string
	for _, code := range known {
		if name := r.cat.CountryName(code); strings.EqualFold(name, word) || strings.EqualFold(code, word) {
			return fmt.Sprintf("; did you mean %s?", code)
		} else if name != code {
			names = append(names, name)
		}
	}
	if near := conf.Suggest(word, names); len(word) > 2 && near != "" {
		for _, code := range known {
			if r.cat.CountryName(code) == near {
				return fmt.Sprintf("; did you mean %s (%s)?", code, near)
			}
		}
	}
	return conf.Hint(word, known)
}

// monthsOver are the months of the accounts that a share is over, half open; the last twelve where none are named.
func (r *runner) monthsOver(words *scenario.Solve) (from, to int, err error) {
	months := r.facts.Civil.Months
	first, last, err := words.Days()
	if err != nil {
		panic("sim: days that were read cannot be read: " + err.Error())
	}
	if words.Over == "" {
		return max(0, len(months)-metric.LastMonths), len(months), nil
	}
	from = 12*(first.Year-months[0].Year) + int(first.Month-months[0].Month)
	to = 12*(last.Year-months[0].Year) + int(last.Month-months[0].Month) + 1
	if from < 0 || to > len(months) {
		clock := &r.facts.Words.Clock
		return 0, 0, fmt.Errorf("%s is not inside the horizon, which is from %s to the day before %s",
			words.Over, clock.Start, clock.End)
	}
	return from, to, nil
}

// solve finds the factor and puts the solved scenario in the place of the one that was written; nil where nothing
// is looked for.
func (r *runner) solve(ctx context.Context) (*Solved, *solver, error) {
	s, err := r.solver()
	if s == nil || err != nil {
		return nil, nil, err
	}
	s.ctx = ctx
	written, err := s.result(1)
	if err != nil {
		return nil, nil, s.failure(err)
	}
	end := (&seeker{span: wide(), of: s.result, target: s.target}).seek(written)
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	if end.status != found {
		return nil, nil, s.told("%s", s.why(&end))
	}
	out := &Solved{
		Path: s.words.For, Goal: s.words.SoThat, Factor: end.x, Target: s.target, Reached: end.y, Unit: s.unit,
		Evaluations: end.calls + 1, Several: end.turns,
	}
	if s.goal.Country != "" {
		month := func(m int) string {
			return fmt.Sprintf("%04d-%02d", r.facts.Civil.Months[m].Year, int(r.facts.Civil.Months[m].Month))
		}
		out.From, out.To = month(s.from), month(s.to-1)
	}
	tree, values, err := scenario.Scaled(r.tree, s.words.For, end.x)
	if err != nil {
		return nil, nil, err
	}
	for _, v := range values {
		one := SolvedValue{ScaledValue: v}
		if from, err := unit.ParsePower(v.From); err == nil {
			to, _ := unit.ParsePower(v.To)
			one.FromMW, one.ToMW = float64(from), float64(to)
			out.TotalMW += one.ToMW
		}
		out.Values = append(out.Values, one)
	}
	r.tree = tree
	r.facts, r.problem, err = r.remade(tree)
	return out, s, err
}

// result plays the central case with the quantities multiplied, and returns what the goal is about.
func (s *solver) result(factor float64) (float64, error) {
	tree, _, err := scenario.Scaled(s.tree, s.words.For, factor)
	if err != nil {
		return 0, err
	}
	one := *s.runner
	one.set.Hourly = nil
	s.calls++
	one.playing = fmt.Sprintf("%s, try %d of the search", s.playing, s.calls)
	if one.facts, one.problem, err = s.remade(tree); err != nil {
		return 0, err
	}
	central, err := one.central(s.ctx)
	if err != nil {
		return 0, err
	}
	book, err := ledger.New(one.facts.World, one.problem, central.trace)
	if err != nil {
		return 0, err
	}
	return s.came(&one, central, book)
}

// came is what the goal is about in a case that was played.
func (s *solver) came(one *runner, central *played, book *ledger.Ledger) (float64, error) {
	if s.goal.Country != "" {
		return 100 * one.split(central.trace, book).Mean(s.goal.Country, s.from, s.to), nil
	}
	value := metric.Evaluate(one.facts.World, central.trace, central.without, book)[s.metric]
	if !value.OK() {
		return 0, errors.New(s.goal.Metric + " has no value: " + value.Why)
	}
	return value.V, nil
}

// again looks for the total, MW, under another answer of the rest of the world: one is the scenario with that
// answer and the values that were found under the first, and y what it comes to.
func (s *solver) again(one *runner, y float64, first *Solved, calls int) (total float64, why string) {
	again := *s
	s = &again
	s.runner, s.base = one, first.Factor
	end := (&seeker{span: narrow(calls, y > s.target), of: s.result, target: s.target}).seek(y)
	if end.status != found {
		return 0, s.why(&end)
	}
	return end.x * first.TotalMW, ""
}

// failure says that the scenario as it is written gives nothing to start from.
func (s *solver) failure(err error) error {
	var problems conf.Problems
	if errors.As(err, &problems) || s.ctx.Err() != nil {
		return err
	}
	return s.told("%s", err)
}

func (s *solver) told(format string, args ...any) error {
	p := conf.Problemf(s.tree.Get("solve").Get("so_that"), format, args...)
	p.Path = "solve.so_that"
	return conf.Problems{p}
}
