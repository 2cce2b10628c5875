package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"hashwatt/reports"
	"hashwatt/reports/files"
	"hashwatt/reports/html"
	"hashwatt/seeds"
	"hashwatt/sim/backtest"
)

func (e *Env) backtestVerb() *cobra.Command {
	var out string
	var asJSON bool
	c := &cobra.Command{
		Use:   "backtest [TEST...]",
		Short: "play the model against the world's record and print its errors",
		Long: "Plays the model over years that have happened, from the data in seeds, and prints by how much it is off: every\n" +
			"figure with its target, and a verdict for each test. A report, the figures as CSV and everything as JSON go into\n" +
			"out/backtest/ or where -o says. Tests are named by their ids; without one all of them run:\n\n" + testList() +
			"\nExit code 3: the results are there, and a gate misses. What a report misses changes nothing.",
		Example: "  hashwatt backtest\n  hashwatt backtest B1 B3 -o results\n  hashwatt backtest B6 --json",
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return backtest.IDs(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error { return e.backtest(args, out, asJSON) },
	}
	c.Flags().StringVarP(&out, "out", "o", "", "`DIR` for the results (default out/backtest)")
	jsonFlag(c.Flags(), &asJSON)
	return c
}

// testList is a line for each test.
func testList() string {
	var b strings.Builder
	for _, t := range backtest.List() {
		fmt.Fprintf(&b, "  %-5s %-7s %s\n", t.ID, kindOf(&t), t.Title)
	}
	return b.String()
}

// kindOf names what a test is.
func kindOf(t *backtest.Test) string {
	if t.Gate {
		return "gate"
	}
	return "report"
}

// backtest plays the tests, writes their files and prints their figures.
func (e *Env) backtest(ids []string, out string, asJSON bool) error {
	if out == "" {
		out = filepath.Join(defaultOut, "backtest")
	}
	for k := range ids {
		ids[k] = strings.ToUpper(ids[k])
	}
	cat, err := seeds.Load()
	if err != nil {
		return err
	}
	result, err := e.tested(cat, ids)
	if err != nil {
		return err
	}
	if err := e.writeBacktest(result, out); err != nil {
		return err
	}
	if asJSON {
		if err := printJSON(e.Out, result); err != nil {
			return err
		}
	} else {
		e.printBacktest(result, out)
	}
	return brokenGates(result)
}

// brokenGates is the error of gates that miss; nil where all hold.
func brokenGates(result *backtest.Result) error {
	var broken []string
	for _, t := range result.Broken() {
		broken = append(broken, fmt.Sprintf("the gate %s, %s, misses: %s", t.ID, t.Title, t.Verdict))
	}
	if broken == nil {
		return nil
	}
	return &notHeldError{strings.Join(broken, "\nhashwatt: ")}
}

// tested runs the tests and tells which one is under way.
func (e *Env) tested(cat *seeds.Catalog, ids []string) (*backtest.Result, error) {
	result, err := backtest.Run(e.Context, cat, backtest.Settings{Only: ids, Begun: func(number, of int, t *backtest.Test) {
		fmt.Fprintf(e.Err, "[%d/%d] %s %s\n", number, of, t.ID, t.Title)
	}})
	if errors.Is(err, context.Canceled) {
		return nil, context.Cause(e.Context)
	}
	return result, err
}

// writeBacktest puts the files of the tests into place.
func (e *Env) writeBacktest(result *backtest.Result, dir string) error {
	page, err := reports.NewBacktest(result, reports.Options{Version: Version})
	if err != nil {
		return err
	}
	st, err := newStage(e.path(dir))
	if err != nil {
		return err
	}
	defer st.drop()
	err = errors.Join(
		st.write(reportName, func(w io.Writer) error { return html.Render(w, page) }),
		st.write("backtest.csv", func(w io.Writer) error { return files.Backtest(w, result) }),
		st.write("backtest.json", func(w io.Writer) error { return printJSON(w, result) }),
	)
	if err != nil {
		return err
	}
	return st.commit([]string{reportName, "backtest.csv", "backtest.json"})
}

// printBacktest prints the figures of which something is asked, or the table of a test that has one, then a verdict
// for each test.
func (e *Env) printBacktest(result *backtest.Result, dir string) {
	var rows [][]string
	for k := range result.Tests {
		t := &result.Tests[k]
		if t.Table != nil {
			continue // it says the same
		}
		for n := range t.Figures {
			f := &t.Figures[n]
			if f.Outcome() == "" {
				continue
			}
			rows = append(rows, []string{t.ID, f.Name, f.Text(), f.Target, f.Outcome()})
		}
	}
	if rows != nil {
		printTable(e.Out, []string{"test", "figure", "result", "target", "verdict"}, rows)
		fmt.Fprintln(e.Out)
	}
	for k := range result.Tests {
		if t := &result.Tests[k]; t.Table != nil {
			fmt.Fprintf(e.Out, "%s %s\n", e.bold(t.ID), t.Table.Title)
			printTable(e.Out, t.Table.Header, t.Table.Rows)
			fmt.Fprintln(e.Out)
		}
	}
	for k := range result.Tests {
		t := &result.Tests[k]
		fmt.Fprintf(e.Out, "%s %s (%s): %s. %s\n", e.bold(t.ID), t.Title, kindOf(t), t.Outcome(), t.Verdict)
	}
	fmt.Fprintf(e.Out, "report: %s\n", filepath.Join(dir, reportName))
}
