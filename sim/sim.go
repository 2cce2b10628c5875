package sim

import (
	"context"
	"fmt"
	"slices"

	"hashwatt/seeds"
	"hashwatt/sim/conf"
	"hashwatt/sim/kernel"
	"hashwatt/sim/ledger"
	"hashwatt/sim/metric"
	"hashwatt/sim/scenario"
	"hashwatt/sim/site"
)

// Settings are what a run needs beside its scenario; the zero value runs the central case alone.
type Settings struct {
	Draws   int           // futures besides the central case
	Seed    uint64        // of the draws
	Workers int           // goroutines; 0 is one for each processor
	Hourly  func(HourRow) // gets every site, tranche and hour of the central case; nil for nobody
	// LimitHour gets every limit on power and ban that is in force, by site and hour; with Hourly only.
	LimitHour func(LimitHour)
	Check     bool            // make the checks that cost time: every plan proves itself, every hour is looked at
	Done      func(draws int) // is told how many draws are done, from any goroutine; nil for nobody
	// Playing is told what is played beside the draws, "central case", and how much of it is, 0 to 1, once for each of
	// its months at most; from one goroutine at a time; nil for nobody.
	Playing func(what string, part float64)
}

// MaxDraws is the most draws of one run: each keeps its metrics and months, some 7 kB over ten years.
const MaxDraws = 100_000

// Result is what a run came to.
type Result struct {
	File     *scenario.File
	Facts    *scenario.Facts
	Problem  *site.Compiled
	Trace    *kernel.Trace // of the central case, as are the next four
	Without  *kernel.Trace // the same without the sites: what the network does by itself; nil where the hashprice is given
	Rest     *Rest         // where its network would come to rest; nil where the rest of the world has no merit order
	Ledger   *ledger.Ledger
	Bill     []ledger.BillLine // what electricity cost, line by line
	Summary  *metric.Summary
	Months   [][]float64 // [metric.Profiles][month] of the central case
	Columns  [][]metric.Value
	Answers  []AnswerCase // the central case by answer of the rest of the world; nil where none is called for within the horizon
	Fans     []metric.Fan
	Shares   *metric.Shares // of the network by country in the central case; nil where the hashprice is given
	Solved   *Solved        // what the scenario's solve found; nil where it has none
	Regret   *Regret        // of what was not known in the central case; nil where no system peak is forecast
	Looks    []Look         // the central case by foresight: perfect, rolling, myopic; nil where the report does not ask for it
	Leaks    []Leak         // what the limits that keep back most move elsewhere
	Curves   []Curve        // what they let sites earn by their size
	Costly   bool           // neither is worked out unless the report asks for it in so many words, as each takes long
	Compared []Compared     // other variants that the report puts beside the run
	Audit    *Audit         // what the costly checks came to; nil where they were not asked for
	Checks   []Check
	Required []Required
	Warnings []scenario.Warning
	Settings Settings
	Items    []int // draws that each worker took
}

// Run carries a scenario through all the arrows, all draws included. A scenario that is wrong gives conf.Problems; a
// run that is cancelled gives the context's error.
func Run(ctx context.Context, f *scenario.File, cat *seeds.Catalog, set Settings) (*Result, error) {
	if set.Draws < 0 || set.Draws > MaxDraws {
		return nil, conf.Problems{{Pos: conf.Pos{File: "--draws"}, Message: fmt.Sprintf("%d draws are not possible; ask for 0 to %d", set.Draws, MaxDraws)}}
	}
	if err := Requirements(f, set.Draws); err != nil {
		return nil, err
	}
	r := &runner{file: f, cat: cat, set: set, memory: &site.Memory{}, playing: "central case"}
	if err := r.resolve(); err != nil { // 2: words become facts
		return nil, err
	}
	if err := r.comparable(); err != nil {
		return nil, err
	}
	if err := r.compile(); err != nil { // 3: facts become arrays
		return nil, err
	}
	if err := r.affordable(set.Draws); err != nil {
		return nil, err
	}
	solved, solver, err := r.solve(ctx) // and with what is looked for, again
	if err != nil {
		return nil, err
	}
	central, err := r.central(ctx) // 4: the hours of the central case, with and without the sites
	if err != nil {
		return nil, err
	}
	book, err := ledger.New(r.facts.World, r.problem, central.trace) // 5: hours become money
	if err != nil {
		return nil, err
	}
	out := &Result{
		File: f, Facts: r.facts, Problem: r.problem, Settings: set, Solved: solved,
		Trace: central.trace, Without: central.without, Rest: central.rest, Ledger: book, Audit: r.audit,
	}
	if out.Bill, err = ledger.Bill(r.facts.World, r.problem, out.Trace); err != nil {
		return nil, err
	}
	if out.Regret, err = r.regret(ctx, out, central.path); err != nil {
		return nil, err
	}
	if out.Looks, err = r.looks(ctx, out, central.path); err != nil {
		return nil, err
	}
	if err := r.audits(ctx, out, central.path); err != nil {
		return nil, err
	}
	out.Summary = metric.Central(r.facts.World, r.problem.Problem, out.Trace, out.Without, out.Ledger) // 6: money becomes figures
	out.Months = metric.EvaluateProfiles(out.Ledger, out.Trace)
	out.Shares = r.shares(out)
	if solved != nil {
		r.warnings = append(r.warnings, solver.judge(solved, out.Ledger, out.Shares)...)
	}
	if err := r.beside(ctx, out, central.path); err != nil {
		return nil, err
	}
	if out.Answers, err = r.answers(ctx, out, solver); err != nil {
		return nil, err
	}
	if err := r.draws(ctx, out); err != nil { // 4 to 6 again, for every draw
		return nil, err
	}
	out.Checks = checks(out)
	out.Warnings = append(slices.Clone(r.warnings), worries(out)...)
	out.Required = required(out)
	return out, nil
}

// AnyDraws is for Validate where it is not settled how many draws a run will have.
const AnyDraws = -1

// Validate carries a scenario up to its arrays without playing an hour, and returns everything that is wrong with
// it, or with so many draws of it, as conf.Problems; else its facts and what Run would warn of before it plays.
func Validate(f *scenario.File, cat *seeds.Catalog, draws int) (facts *scenario.Facts, warnings []scenario.Warning, err error) {
	if err := Requirements(f, draws); err != nil {
		return nil, nil, err
	}
	r := &runner{file: f, cat: cat, memory: &site.Memory{}}
	if err := r.resolve(); err != nil {
		return nil, nil, err
	}
	if err := r.comparable(); err != nil {
		return nil, nil, err
	}
	if err := r.compile(); err != nil {
		return nil, nil, err
	}
	if err := r.affordable(max(draws, 0)); err != nil {
		return nil, nil, err
	}
	_, err = r.solver()
	return r.facts, r.warnings, err
}

// runner holds what the arrows hand on.
type runner struct {
	file     *scenario.File
	cat      *seeds.Catalog
	set      Settings
	memory   *site.Memory
	tree     *conf.Node // effective
	facts    *scenario.Facts
	problem  *site.Compiled
	warnings []scenario.Warning
	audit    *Audit // nil without Settings.Check
	playing  string // what is played, as Settings.Playing tells it
}

func (r *runner) resolve() (err error) {
	if r.tree, r.warnings, err = scenario.Expand(r.file, r.cat); err != nil {
		return err
	}
	if r.facts, err = scenario.Resolve(r.file, r.tree, r.cat, nil, r.memory); err != nil {
		return err
	}
	r.warnings = append(r.warnings, r.facts.Warnings...)
	return nil
}

func (r *runner) compile() (err error) {
	if r.problem, err = site.Compile(r.facts.World, r.file.Source(r.cat), r.memory); err != nil {
		return err
	}
	r.memory.Freeze()
	if err := fits(r.facts, r.problem.Problem, r.set.workers(), MaxSiteHours); err != nil {
		return err
	}
	if r.problem.Chain, err = startChain(r.facts); err != nil {
		return r.broken(err, 0)
	}
	return nil
}

// MaxSiteHours is the most hours of sites that are billed one by one, as often as they are kept: by each worker, by
// the central case, and once more by what the central case is compared with. Each takes eight bytes.
const MaxSiteHours = 1_000_000_000

// fits refuses a problem that would need more memory than there is sense in.
func fits(f *scenario.Facts, p *kernel.Problem, workers, most int) error {
	sites := 0
	for i := range p.Sites {
		if p.Sites[i].Invoiced {
			sites++
		}
	}
	kept := workers + 2
	if sites*p.Hours*kept <= most {
		return nil
	}
	fewer := ""
	if n := most/(sites*p.Hours) - 2; n > 0 {
		fewer = fmt.Sprintf("take at most %d workers, ", n)
	}
	var at conf.Pos
	if words := f.Effective.Get("sites"); words != nil {
		at = words.Pos
	}
	return conf.Problems{{Pos: at, Path: "sites", Excerpt: at.Excerpt(), Message: fmt.Sprintf(
		"the load of %d sites is billed hour by hour, as their tariffs price more than each MWh; %d hours are %.3g million hours of sites, kept %d times with %d workers, and at most %d million are possible in all: "+
			"%sshorten the clock, join sites, or take demand charges and tiers out of their tariffs", sites, p.Hours, float64(sites*p.Hours)/1e6, kept, workers, most/1_000_000, fewer)}}
}

// remade resolves and compiles another tree of the same clock, after compile.
func (r *runner) remade(tree *conf.Node) (*scenario.Facts, *site.Compiled, error) {
	facts, err := scenario.Resolve(r.file, tree, r.cat, r.facts.Axis, r.memory)
	if err != nil {
		return nil, nil, err
	}
	problem, err := site.Compile(facts.World, r.file.Source(r.cat), r.memory)
	if err != nil {
		return nil, nil, err
	}
	if problem.Chain, err = startChain(facts); err != nil {
		return nil, nil, r.broken(err, 0)
	}
	return facts, problem, nil
}

// central plays draw 0, and again without the sites.
func (r *runner) central(ctx context.Context) (*played, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	trace := kernel.NewTrace(r.problem.Problem, true)
	if r.follows() {
		trace.Parts = make([]kernel.Part, 0, r.problem.Hours+r.problem.Hours/100)
	}
	state := r.state()
	if r.set.Hourly != nil {
		state.Recorder = &hourly{r.facts.World, r.problem.Problem, state, r.set.Hourly, r.set.LimitHour, leaving(r.problem.Problem)}
	}
	var audit *auditor
	if r.set.Check {
		r.audit = &Audit{}
		audit = newAuditor(r.audit, r.problem.Problem, state, state.Recorder)
		state.Recorder = audit
	}
	d, _ := newDraw(r.facts, r.problem, r.set.Seed, 0)
	if err := kernel.Run(r.problem.Problem, d, state, trace); err != nil {
		return nil, r.broken(err, 0)
	}
	if audit != nil {
		audit.close(trace)
	}
	out := &played{trace: trace, path: trace.Parts, rest: rest(d, trace, state.Chain())}
	trace.Parts = nil
	var err error
	if out.without, err = without(r.problem.Problem, d, &kernel.State{}, trace, nil); err != nil {
		return nil, r.broken(err, 0)
	}
	return out, nil
}

// follows tells whether the path of the network is wanted, for others to play along.
func (r *runner) follows() bool {
	return uncertain(r.facts.World) || r.facts.Words.Report.ValueOfForesight || r.set.Check && r.looksForward() || r.facts.Words.Report.Curves() && len(r.problem.Limits) > 0
}

// beside plays what the report puts beside the central case: without each limit, at other sizes of it, and other
// variants.
func (r *runner) beside(ctx context.Context, out *Result, path []kernel.Part) (err error) {
	out.Costly = r.costly()
	if out.Leaks, err = r.leaks(ctx, out); err != nil {
		return err
	}
	if out.Curves, err = r.curves(ctx, out, path); err != nil {
		return err
	}
	out.Compared, err = r.compared(ctx)
	return err
}

// played is the central case once its hours are played.
type played struct {
	trace, without *kernel.Trace
	path           []kernel.Part // of the network; nil where nobody asks for it
	rest           *Rest
}

// broken names the scenario and the draw in an error of the numbers.
func (r *runner) broken(err error, d int) error {
	text := err.Error()
	if d > 0 {
		text = fmt.Sprintf("draw %d: %s", d, text)
	}
	return conf.Problems{{Pos: conf.Pos{File: r.file.Name}, Message: text}}
}
