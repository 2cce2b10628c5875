package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"hashwatt/seeds"
	"hashwatt/sim/calendar"
	"hashwatt/sim/claim"
	"hashwatt/sim/conf"
	"hashwatt/sim/fit"
	"hashwatt/sim/series"
)

// The series of the seeds that have no currency for a name, and the rest of the world, which is fitted in its own way.
const (
	coinPrice   = "coin-price"
	feesSeries  = "fees"
	difficulty  = "difficulty"
	restOfWorld = "rest-of-world"
)

// everyProcess is the word of --process for all that suit the series.
const everyProcess = "all"

// fitFlags are the flags of fit.
type fitFlags struct {
	process, from, to  string
	zone               string
	withoutBan, asJSON bool

	first, last calendar.Date // from and to; zero where not given
}

func (e *Env) fitVerb() *cobra.Command {
	var flags fitFlags
	c := &cobra.Command{
		Use:   "fit SERIES",
		Short: "estimate a process from a series",
		Long: "Estimates the parameters of a process from a series, by maximum likelihood, and prints them as YAML that a\n" +
			"scenario takes, with standard errors, the sample and what is wrong with the fit in comments. Without --process\n" +
			"all that suit the series are fitted, ranked by AIC, the best first (for fees: ar1).\n\n" +
			"SERIES is a CSV of days (time,value, every value above zero), or of the seeds: coin-price, fees, difficulty, a\n" +
			"currency such as RUB (units per USD, by month), or rest-of-world, which fits the response adjustment. Series of the\n" +
			"seeds begin " + usualStart + " where --from says nothing else.\n\n" +
			"An hourly series of prices, a CSV or one of the seeds (northwest, ercot_day_ahead, ...), is fitted by a model of a power\n" +
			"market, wholesale, by moments: shape, noise, spikes and prices below zero, held against simulated years. --zone\n" +
			"names the clock of its hours.\n\n" +
			"Processes: " + strings.Join(fit.Processes(), ", ") + "; of hours: " + wholesale + ".",
		Example: "  hashwatt fit coin-price\n  hashwatt fit coin-price --process garch --from 2019-01-01 --to 2025-12-31\n" +
			"  hashwatt fit northwest\n  hashwatt fit ercot_day_ahead --zone America/Chicago\n" +
			"  hashwatt fit fees --from 2024-05-01 --json\n  hashwatt fit rest-of-world --from 2020-04-08 --to 2025-03-31 --without-ban",
		Args: takes(1, 1, "one series: a CSV file, or a name of the seeds"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := flags.check(c.Flags().Changed); err != nil {
				return err
			}
			cat, err := seeds.Load()
			if err != nil {
				return err
			}
			if hourly, err := e.fitHourly(cat, args[0], &flags); hourly != nil || err != nil {
				if err != nil {
					return err
				}
				return e.fitWholesale(hourly, args[0], &flags)
			}
			if args[0] == restOfWorld {
				return e.fitRestOfWorld(cat, &flags)
			}
			if flags.withoutBan {
				return wrong("--without-ban goes with %s; for a series say --from and --to", restOfWorld)
			}
			s, file, err := e.fitSample(cat, args[0], &flags)
			if err != nil {
				return err
			}
			return e.fitSeries(s, args[0], file, &flags)
		},
	}
	f := c.Flags()
	f.StringVar(&flags.process, "process", "", "`NAME` of a process, or all")
	f.StringVar(&flags.from, "from", "", "first `DATE` of the sample")
	f.StringVar(&flags.to, "to", "", "last `DATE` of the sample")
	f.StringVar(&flags.zone, "zone", "", "IANA `ZONE` of the hours (hourly series), such as America/Chicago")
	f.BoolVar(&flags.withoutBan, "without-ban", false, "leave out the epochs of the ban in China of 2021 (rest-of-world)")
	jsonFlag(f, &flags.asJSON)
	return c
}

// usualStart is where the sample of a series of the seeds begins: before it the market was another one.
const usualStart = "2019-01-01"

// check reads the dates and the name of the process.
func (f *fitFlags) check(given func(name string) bool) error {
	for _, d := range []struct {
		name, text string
		into       *calendar.Date
	}{{"from", f.from, &f.first}, {"to", f.to, &f.last}} {
		if !given(d.name) {
			continue
		}
		var err error
		if *d.into, err = calendar.ParseDate(d.text); err != nil {
			return wrong("--%s: %s", d.name, err)
		}
	}
	known := append(fit.Processes(), wholesale, everyProcess)
	switch near := conf.Suggest(f.process, known); {
	case !given("process") || slices.Contains(known, f.process):
		return nil
	case near != "":
		return wrong("--process: there is no process %q to fit; did you mean %s?", f.process, near)
	}
	return wrong("--process: there is no process %q to fit; there are %s", f.process, strings.Join(known, ", "))
}

// fitSample returns the sample that was asked for, and whether it is of a file.
func (e *Env) fitSample(cat *seeds.Catalog, name string, flags *fitFlags) (s *fit.Sample, file bool, err error) {
	if rates := cat.FX[name]; rates != nil {
		s, err = rateSample(name, rates, flags.first, flags.last)
		return s, false, err
	}
	daily, file, err := e.fitDaily(cat, name)
	if err != nil {
		return nil, file, err
	}
	first := flags.first
	if start, err := calendar.ParseDate(usualStart); err == nil && !file && first.IsZero() && daily.First.Before(start) {
		first = start
	}
	if daily, err = fit.Between(daily, first, flags.last); err != nil {
		return nil, file, err
	}
	s, err = fit.Days(daily)
	return s, file, err
}

// fitDaily returns a series of the seeds by its name, or that of a file.
func (e *Env) fitDaily(cat *seeds.Catalog, name string) (daily *series.Daily, file bool, err error) {
	switch name {
	case coinPrice:
		return cat.CoinPrice(), false, nil
	case feesSeries:
		return cat.FeesPerBlock(), false, nil
	case difficulty:
		return cat.Difficulty(), false, nil
	}
	text, err := os.Open(e.path(name))
	switch {
	case name == "" || errors.Is(err, fs.ErrNotExist):
		return nil, true, noSeries(cat, name)
	case err != nil:
		return nil, true, fmt.Errorf("read %s: %w", name, reason(err))
	}
	defer text.Close()
	if info, err := text.Stat(); err == nil && info.IsDir() {
		return nil, true, wrong("%s is a folder; name a CSV file in it", name)
	}
	daily, err = series.ReadDaily(name, text, nil)
	return daily, true, err
}

// noSeries says that a series is neither a file nor one of the seeds, and which was probably meant.
func noSeries(cat *seeds.Catalog, name string) error {
	known := append([]string{coinPrice, feesSeries, difficulty, restOfWorld}, slices.Concat(cat.HourlyNames(), cat.Currencies())...)
	if near := conf.Suggest(name, known); near != "" {
		return wrong("%q is neither a file nor a series of the seeds; did you mean %s?", name, near)
	}
	return wrong("%q is neither a file nor a series of the seeds; those are %s", name, strings.Join(known, ", "))
}

// rateSample returns the months of an exchange rate from one date to another.
func rateSample(currency string, rates []seeds.MonthlyRate, from, to calendar.Date) (*fit.Sample, error) {
	values := make([]float64, len(rates))
	for i, rate := range rates {
		values[i] = rate.PerUSD
	}
	first := calendar.Date{Year: rates[0].Year, Month: rates[0].Month, Day: 1}
	return fit.MonthsBetween("exchange rate of "+currency, currency+"/USD", first, values, from, to)
}

// fitted is what fit prints as JSON.
type fitted struct {
	Results []*fit.Result `json:"results"`
	LeftOut []fit.LeftOut `json:"left_out,omitempty"`
}

// fitSeries fits one process, or all of them.
func (e *Env) fitSeries(s *fit.Sample, name string, file bool, flags *fitFlags) error {
	process := flags.process
	if process == "" && name == feesSeries {
		process = "ar1"
	}
	var out fitted
	if process != "" && process != everyProcess {
		r, err := s.Fit(process)
		if err != nil {
			return err
		}
		out.Results = []*fit.Result{r}
	} else if out.Results, out.LeftOut = s.Rank(); len(out.Results) == 0 {
		return wrong("%s: no process suits it: %s", name, out.LeftOut[0].Why)
	}
	for _, r := range out.Results {
		if _, level := r.Parameter("level"); file && level && r.Unit == "" && r.Process != "power_law" {
			r.Notes = append(r.Notes, `the file does not say its unit; write it behind the level, as "40000 USD/BTC"`)
		}
	}
	if flags.asJSON {
		return printJSON(e.Out, out)
	}
	if len(out.Results)+len(out.LeftOut) > 1 {
		e.printRanking(&out)
	}
	for k, r := range out.Results {
		if k > 0 {
			fmt.Fprintln(e.Out, "---")
		}
		fmt.Fprint(e.Out, plainLines(r.YAML()))
	}
	return nil
}

// printRanking prints the processes in their order, as comments.
func (e *Env) printRanking(out *fitted) {
	fmt.Fprintln(e.Out, "# processes by AIC, the best first; the lower the better:")
	for _, r := range out.Results {
		if r.AIC == nil {
			fmt.Fprintf(e.Out, "#   %-10s no likelihood\n", r.Process)
			continue
		}
		fmt.Fprintf(e.Out, "#   %-10s %10.1f  (%+.1f)\n", r.Process, *r.AIC, *r.AIC-*out.Results[0].AIC)
	}
	for _, l := range out.LeftOut {
		fmt.Fprintf(e.Out, "#   %-10s left out: %s\n", l.Process, plainText(l.Why))
	}
	fmt.Fprint(e.Out, "# The first is the best of these for the steps of these days, which does not make it good: see its residuals, and what\n"+
		"# it foretold of days that it had not seen. ou and ar1 are one law in other words. AIC says nothing about drift.\n")
}

// fitRestOfWorld fits the response adjustment to the record of the chain.
func (e *Env) fitRestOfWorld(cat *seeds.Catalog, flags *fitFlags) error {
	if flags.process != "" {
		return wrong("%s takes no --process: it fits the response adjustment", restOfWorld)
	}
	first := flags.first
	if first.IsZero() {
		var err error
		if first, err = calendar.ParseDate(usualStart); err != nil {
			return err
		}
	}
	record, err := claim.NewRecord(cat)
	if err != nil {
		return err
	}
	r, err := fit.FitRestOfWorld(record, first, flags.last, flags.withoutBan)
	if err != nil {
		return err
	}
	if flags.asJSON {
		return printJSON(e.Out, r)
	}
	fmt.Fprint(e.Out, r.YAML())
	return nil
}
