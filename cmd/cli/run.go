package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"hashwatt/reports"
	"hashwatt/reports/files"
	"hashwatt/reports/html"
	"hashwatt/seeds"
	"hashwatt/sim"
	"hashwatt/sim/conf"
	"hashwatt/sim/scenario"
	"hashwatt/sim/unit"
)

// runOptions are the flags of run.
type runOptions struct {
	changes
	draws, workers int
	seed           uint64
	hourly         string
	out            string
	check, json    bool
}

func (e *Env) runVerb() *cobra.Command {
	var o runOptions
	c := &cobra.Command{
		Use:   "run FILE|NAME...",
		Short: "simulate scenarios and write a report for each",
		Long: "Simulates scenarios, files or names of the library, and writes for each a report that opens without a network,\n" +
			"with its numbers as CSV, JSON and Parquet beside it, into out/NAME/ or where -o says. The variants of one\n" +
			"scenario get an index page in its own folder, several scenarios one beside their folders. Exit code 3: the results are there, and a requirement or a check does not hold.",
		Example: "  hashwatt run scenarios/komi.yaml\n" +
			"  hashwatt run komi --variant all\n" +
			"  hashwatt run 01-one-site --draws 20 --seed 7 -o results\n" +
			"  hashwatt run 01-one-site --set 'sites.first.power=20 MW' --hourly parquet\n" +
			"  hashwatt run winter-ban --check",
		Args:              takes(1, -1, "scenario files, or names of the library"),
		ValidArgsFunction: completeLibrary,
		RunE:              func(_ *cobra.Command, args []string) error { return e.run(args, &o) },
	}
	f := c.Flags()
	o.flags(f, ", or \"all\" for the file as it stands and all of them")
	f.IntVar(&o.draws, "draws", 0, "play `N` futures besides the central case: ranges beside every number")
	f.Uint64Var(&o.seed, "seed", 1, "of the futures; the same `SEED` gives the same ones")
	f.IntVar(&o.workers, "workers", 0, "play `W` futures at a time; 0 is one for each processor. It changes no result")
	f.StringVar(&o.hourly, "hourly", "", "write a row for each site, machine and hour too: `FORM` parquet or csv")
	f.BoolVar(&o.check, "check", false, "make the checks that cost time too: every plan under budgets proves itself, every hour is looked at")
	f.StringVarP(&o.out, "out", "o", "", "`DIR` for the results; of several runs, for their folders (default out/NAME)")
	jsonFlag(f, &o.json)
	return c
}

// job is one scenario and variant to run.
type job struct {
	source *source
	file   *scenario.File
	name   string // of its folder
	dir    string // as the user would type it
	long   string // why it will take long; empty where it will not
}

// run runs everything that was named. Nothing is simulated before all of it is found to be right.
func (e *Env) run(args []string, o *runOptions) error {
	switch {
	case o.draws < 0 || o.draws > sim.MaxDraws:
		return wrong("--draws %d is not possible; ask for 0 to %d", o.draws, sim.MaxDraws)
	case o.workers < 0:
		return wrong("--workers %d is not possible; 0 means one for each processor", o.workers)
	case o.hourly != "" && o.hourly != files.Parquet && o.hourly != files.CSV:
		return wrong("--hourly %s is not known; it is %s or %s", o.hourly, files.Parquet, files.CSV)
	}
	cat, err := seeds.Load()
	if err != nil {
		return err
	}
	jobs, err := e.jobs(args, o, cat)
	defer func() {
		for _, j := range jobs {
			j.source.close()
		}
	}()
	if err != nil {
		return err
	}
	e.tellLong(jobs)
	var pages []*reports.Page
	var unmet []string
	var summaries [][]byte
	for k, j := range jobs {
		label := j.name
		if len(jobs) > 1 {
			label = fmt.Sprintf("[%d/%d] %s", k+1, len(jobs), j.name)
		}
		done, err := e.one(j, label, cat, o)
		if err != nil {
			return j.source.placed(err)
		}
		pages = append(pages, done.page)
		unmet = append(unmet, done.unmet...)
		summaries = append(summaries, done.summary)
		if !o.json {
			if err := e.printRun(&done, j, k > 0); err != nil {
				return err
			}
		}
	}
	if err := e.writeIndexes(jobs, pages, o); err != nil {
		return err
	}
	if o.json {
		e.printSummaries(summaries)
	}
	if len(unmet) > 0 {
		return &notHeldError{strings.Join(unmet, "\nhashwatt: ")}
	}
	return nil
}

// jobs finds, reads and checks all scenarios. The jobs come back beside an error, to be closed.
func (e *Env) jobs(args []string, o *runOptions, cat *seeds.Catalog) ([]job, error) {
	var jobs []job
	var problems conf.Problems
	note := func(err error) error { // nil where the scenario is wrong, which is reported with the others
		var more conf.Problems
		if errors.As(err, &more) {
			problems = append(problems, more...)
			return nil
		}
		return err
	}
	for _, arg := range args {
		s, err := e.openSource(arg)
		if err != nil {
			return jobs, err
		}
		variants := []string{o.variant}
		if o.variant == everyVariant {
			variants[0] = ""
		}
		for n := 0; n < len(variants); n++ {
			j := job{source: s, name: s.name}
			if variants[n] != "" {
				j.name += "-" + folderName(variants[n])
			}
			j.file, err = s.load(variants[n], o.sets)
			jobs = append(jobs, j)
			if err := note(err); err != nil {
				return jobs, err
			}
			if n == 0 && j.file != nil && o.variant == everyVariant {
				variants = append(variants, j.file.VariantNames()...)
			}
		}
	}
	for k := range jobs {
		j := &jobs[k]
		if j.file == nil {
			continue
		}
		_, warnings, err := sim.Validate(j.file, cat, o.draws)
		if err := note(j.source.placed(err)); err != nil {
			return jobs, err
		}
		for _, w := range warnings {
			if w.Kind == scenario.TakesLong {
				j.long = w.Text
			}
		}
	}
	if err := problems.Err(); err != nil {
		return jobs, err
	}
	return jobs, e.place(jobs, o)
}

// tellLong warns of jobs that take long before they are begun, once where several say the same. What else is to be
// known of a scenario stands with its results.
func (e *Env) tellLong(jobs []job) {
	told := map[string]bool{}
	for _, j := range jobs {
		if line := j.source.arg + j.long; j.long != "" && !told[line] {
			told[line] = true
			fmt.Fprintf(e.Err, "%s: warning: %s\n", j.name, plainText(j.long))
		}
	}
}

// place gives every job its folder.
func (e *Env) place(jobs []job, o *runOptions) error {
	base := o.out
	if base == "" {
		base = defaultOut
	}
	for k := range jobs {
		j := &jobs[k]
		j.dir = filepath.Join(base, j.name)
		if len(jobs) == 1 && o.out != "" {
			j.dir = base
		}
		if slices.ContainsFunc(jobs[:k], func(other job) bool { return strings.EqualFold(other.name, j.name) }) {
			return wrong("two of these runs would write to %s; run them one at a time, each with its own -o", j.dir)
		}
	}
	return nil
}

const (
	defaultOut = "out"
	reportName = "report.html"
	indexName  = "index.html"
)

// outcome is what is kept of a run for the end of the command.
type outcome struct {
	page    *reports.Page
	unmet   []string
	solved  string
	summary []byte
}

// one runs one job and puts its files into place.
func (e *Env) one(j job, label string, cat *seeds.Catalog, o *runOptions) (outcome, error) {
	meter := e.startMeter()
	st, err := newStage(e.path(j.dir))
	if err != nil {
		return outcome{}, err
	}
	defer st.drop()
	ctx, cancel := context.WithCancelCause(e.Context)
	defer cancel(nil)
	bar := e.newProgress(label, o.draws)
	set := sim.Settings{Draws: o.draws, Seed: o.seed, Workers: o.workers, Done: bar.tell, Playing: bar.playing, Check: o.check}
	var rows files.Hourly
	var limitRows *files.LimitsFile
	var hourly, limits *stagedFile
	if o.hourly != "" {
		if hourly, err = st.create("hourly." + o.hourly); err != nil {
			return outcome{}, err
		}
		hourly.failed = cancel
		rows = files.NewHourly(hourly, o.hourly)
		set.Hourly = rows.Add
		if limits, err = st.create("limits.csv"); err != nil {
			return outcome{}, err
		}
		limits.failed = cancel
		limitRows = files.NewLimits(limits)
		set.LimitHour = limitRows.Add
	}
	result, err := simulate(ctx, j.file, cat, set)
	bar.end()
	if err != nil {
		return outcome{}, err
	}
	if hourly != nil {
		if err := errors.Join(rows.Close(), hourly.close(), limitRows.Close(result), limits.close()); err != nil {
			return outcome{}, err
		}
	}
	done, err := st.fill(result, meter)
	if err != nil {
		return outcome{}, err
	}
	if err := e.Context.Err(); err != nil {
		return outcome{}, err
	}
	done.unmet, done.solved = unmet(result, j.name), solvedText(result.Solved)
	return done, st.commit(fileNames())
}

// simulate runs a scenario. When it is interrupted it does not wait for the hours of the central case: what still
// computes ends with the program.
func simulate(ctx context.Context, f *scenario.File, cat *seeds.Catalog, set sim.Settings) (*sim.Result, error) {
	type ending struct {
		result *sim.Result
		err    error
	}
	ended := make(chan ending, 1)
	go func() {
		r, err := sim.Run(ctx, f, cat, set)
		ended <- ending{r, err}
	}()
	select {
	case end := <-ended:
		if errors.Is(end.err, context.Canceled) {
			return nil, context.Cause(ctx)
		}
		return end.result, end.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// fill writes all files of a run but the hourly rows, which are there already.
func (s *stage) fill(r *sim.Result, meter *meter) (outcome, error) {
	page, err := reports.New(r, reports.Options{Version: Version})
	if err != nil {
		return outcome{}, err
	}
	done := outcome{page: page}
	if err := s.write(reportName, func(w io.Writer) error { return html.Render(w, page) }); err != nil {
		return outcome{}, err
	}
	if err := s.write("page.json", page.Write); err != nil {
		return outcome{}, err
	}
	for _, f := range files.Table() {
		if f.When != nil && !f.When(r) {
			continue
		}
		if err := s.write(f.Name, func(w io.Writer) error { return f.Write(w, r) }); err != nil {
			return outcome{}, err
		}
	}
	var b strings.Builder
	if err := files.Summary(&b, r); err != nil {
		return outcome{}, err
	}
	done.summary = []byte(b.String())
	return done, s.write("manifest.json", func(w io.Writer) error { return files.Manifest(w, r, meter.read()) })
}

// fileNames lists every file that a run may have.
func fileNames() []string {
	names := []string{reportName, "page.json", "hourly." + files.Parquet, "hourly." + files.CSV, "manifest.json"}
	for _, f := range files.Table() {
		names = append(names, f.Name)
	}
	return names
}

// unmet says in a sentence each what does not hold of the results.
func unmet(r *sim.Result, name string) (list []string) {
	for k := range r.Checks {
		if c := &r.Checks[k]; !c.Passed() {
			list = append(list, fmt.Sprintf("%s: the check of %s does not hold: %s; the error is %.3g, at most %.3g is allowed",
				name, c.Name, c.Sentence, c.Error, c.Bound))
		}
	}
	for _, q := range r.Required {
		switch {
		case q.Passed:
		case !q.Value.OK():
			list = append(list, fmt.Sprintf("%s: %s is required to be %s, and has no value: %s", name, q.Metric, q.Bound, q.Value.Why))
		default:
			list = append(list, fmt.Sprintf("%s: %s is %s, and is required to be %s", name, q.Metric, unit.Amount(q.Value.V, q.Unit, 6), q.Bound))
		}
	}
	return list
}
