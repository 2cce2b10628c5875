package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"hashwatt/seeds"
	"hashwatt/sim"
	"hashwatt/sim/conf"
)

// mpsOptions are the flags of mps.
type mpsOptions struct {
	changes
	root  int
	limit string
	out   string
}

func (e *Env) mpsVerb() *cobra.Command {
	var o mpsOptions
	c := &cobra.Command{
		Use:   "mps FILE|NAME",
		Short: "write the linear programmes of a scenario's budgets for an outside solver",
		Long: "Lists the linear programmes of a scenario's budgets: what is planned together, for the central case and operators\n" +
			"who know all. With --root or --limit writes one in free MPS format, which linear solvers read: to check a plan,\n" +
			"or to plan where budgets cross in more ways than are solved here. Row LOSS is minus the margin in USD, a column\n" +
			"X is a machine and hour in MWh (or t, under a cap on CO2), a row B a budget.",
		Example: "  hashwatt mps komi --variant winter_quota --set clock.end=2027-01-01\n" +
			"  hashwatt mps komi --variant winter_quota --set clock.end=2027-01-01 --root 0 -o winter.mps",
		Args:              takes(1, 1, "a scenario file, or a name of the library"),
		ValidArgsFunction: completeLibrary,
		RunE:              func(_ *cobra.Command, args []string) error { return e.mps(args[0], &o) },
	}
	f := c.Flags()
	o.flags(f, "")
	f.IntVar(&o.root, "root", -1, "write the programme with this number, `N` of the list")
	f.StringVar(&o.limit, "limit", "", "write the programme that the budgets of the limit `NAME` are in")
	f.StringVarP(&o.out, "out", "o", "", "`FILE` to write instead of printing; it must not be there yet")
	return c
}

// mps lists the programmes of a scenario or writes one.
func (e *Env) mps(arg string, o *mpsOptions) error {
	one := o.root >= 0 || o.limit != ""
	switch {
	case o.root >= 0 && o.limit != "":
		return wrong("--root and --limit both choose a programme; keep one of them")
	case o.root < -1:
		return wrong("--root %d is not possible; the first one is 0", o.root)
	case o.out != "" && !one:
		return wrong("-o writes one programme; choose it with --root or --limit")
	}
	cat, err := seeds.Load()
	if err != nil {
		return err
	}
	s, err := e.openSource(arg)
	if err != nil {
		return err
	}
	defer s.close()
	f, err := s.load(o.variant, o.sets)
	if err != nil {
		return err
	}
	var rows [][]string
	var limits, fitting []string
	var text bytes.Buffer
	var failed error
	along, err := sim.Programmes(e.Context, f, cat, func(p sim.Programme) {
		number := strconv.Itoa(p.Number)
		rows = append(rows, []string{
			number, strings.Join(p.Limits, ", "), p.From.UTC().Format("2006-01-02T15Z"), p.To.UTC().Format("2006-01-02T15Z"),
			strconv.Itoa(len(p.Margin)), strconv.Itoa(len(p.Budgets)),
		})
		for _, name := range p.Limits {
			if !slices.Contains(limits, name) {
				limits = append(limits, name)
			}
		}
		if p.Number != o.root && !slices.Contains(p.Limits, o.limit) {
			return
		}
		if fitting = append(fitting, number); len(fitting) == 1 {
			failed = p.WriteMPS(&text, s.name+" "+number)
		}
	})
	if err != nil {
		return s.placed(err)
	}
	if failed != nil {
		return failed
	}
	if !along {
		fmt.Fprintln(e.Err, "rolling operators cannot plan under these budgets here; the difficulty is that of sites without them")
	}
	switch {
	case len(rows) == 0:
		return wrong("%s has no budgets that can be short: no limit on energy or CO2, and none on power that sites share by merit or auction", s.name)
	case !one:
		printTable(e.Out, []string{"root", "limits", "from", "to", "items", "budgets"}, rows)
		return nil
	case len(fitting) == 0 && o.limit != "":
		return wrong("no budget belongs to a limit %q%s", o.limit, conf.Hint(o.limit, limits))
	case len(fitting) == 0:
		return wrong("there is no programme %d; the last one is %d", o.root, len(rows)-1)
	case len(fitting) > 1:
		return wrong("the budgets of %q are in %d programmes, %s to %s; choose one with --root", o.limit, len(fitting), fitting[0], fitting[len(fitting)-1])
	case o.out == "":
		_, err := e.Out.Write(text.Bytes())
		return err
	}
	switch err := createWhole(e.path(o.out), text.Bytes()); {
	case errors.Is(err, fs.ErrExist):
		return wrong("%s is there already; name another file", o.out)
	case err != nil:
		return unwritable(o.out, err)
	}
	fmt.Fprintln(e.Out, o.out)
	return nil
}
