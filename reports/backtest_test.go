package reports_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"hashwatt/reports"
	"hashwatt/reports/html"
	"hashwatt/reports/svg"
	"hashwatt/reports/text"
	"hashwatt/seeds"
	"hashwatt/sim/backtest"
	"hashwatt/sim/calendar"
)

// made is a result with a gate, a broken gate, a report, and curves over days and over numbers.
func made() *backtest.Result {
	day := func(year, month int) calendar.Date {
		return calendar.Date{Year: year, Month: 1, Day: 1}.AddDays(30 * (month - 1))
	}
	low, high := 10.0, 20.0
	return &backtest.Result{Tests: []backtest.Test{
		{
			ID: "B1", Title: "Difficulty replay", Question: "Does the rule hold?", Gate: true, Passed: true, Verdict: "It holds to 5e-14.",
			Figures: []backtest.Figure{{Name: "epochs", Unit: "epochs", Value: 417, Low: &low, Passed: true, Target: "400 or more"}, {Name: "shortest interval", Unit: "s", Value: -1127, Passed: true}},
			Charts: []backtest.Chart{{Title: "Difficulty over the years", Unit: "T", Log: true, Curves: []backtest.Curve{
				{Name: "recorded", Role: backtest.Observed, Dates: []calendar.Date{day(2020, 1), day(2020, 2), day(2020, 3)}, Values: []float64{1, 10, 100}},
				{Name: "simulated", Role: backtest.Simulated, Dates: []calendar.Date{day(2020, 1), day(2020, 2), day(2020, 3)}, Values: []float64{1, 10, 100}},
			}}},
			Windows: []backtest.Window{{What: "nothing", TestedFrom: day(2020, 1), TestedTo: day(2021, 1)}},
		},
		{
			ID: "B6", Title: "Ban in China", Question: "Does difficulty fall as it did?", Gate: true, Basis: "growth of 66 %/year", Verdict: "The trough is 12 % too deep.",
			Figures: []backtest.Figure{{Name: "trough", Unit: "T", Value: 25, Low: &low, High: &high, Target: "within 8 % of 13.67 T"}, {Name: "back", Unit: "days after 2021-12-01", Value: 9, Shown: "2021-12-10", Passed: true}},
			Notes:   []string{"the ban is imposed"}, Sources: []string{"cbeci_table"},
		},
		{
			ID: "R1", Title: "Responses out of sample", Question: "Does a response forecast?", Passed: true, Verdict: "It does not beat no change.",
			Table:   &backtest.Table{Title: "Errors", Header: []string{"response", "1 epoch ahead"}, Rows: [][]string{{"growth", "0.038 beats"}, {"entry", "0.043 misses"}}},
			Windows: []backtest.Window{{What: "speed", FittedFrom: day(2018, 1), FittedTo: day(2019, 12), TestedFrom: day(2021, 1), TestedTo: day(2022, 1)}},
			Charts: []backtest.Chart{{Title: "Error by horizon", XName: "epochs ahead", Curves: []backtest.Curve{
				{Name: "model", Role: backtest.Simulated, X: []float64{1, 2, 4}, Values: []float64{0.1, 0.2, 0.4}},
				{Name: "no change", Role: backtest.NoChange, X: []float64{1, 2}, Values: []float64{0.1, 0.3}},
				{Name: "held", Role: backtest.Other, X: []float64{1, 2, 4}, Values: []float64{0.2, 0.3, 0.5}},
			}}},
		},
	}}
}

func TestPageOfTheBacktest(t *testing.T) {
	// The gates that hold are counted, a broken one is named at once, windows say what lies outside, and every
	// renderer prints it.
	t.Parallel()
	p, err := reports.NewBacktest(made(), reports.Options{Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.Audiences[0].Answer, "One of two gates holds; B6 (ban in China) misses; of one report, which nothing depends on, one holds. B6 (ban in China) runs on growth of 66\u202f%/year."; got != want {
		t.Errorf("answer %q, want %q", got, want)
	}
	if len(p.Notices) != 1 || p.Notices[0].Text != "B6, ban in China, misses. The trough is 12\u202f% too deep." || p.Notices[0].Why != "b6" {
		t.Errorf("notices %+v", p.Notices)
	}
	windows := table(t, p, "windows-table")
	if got := strings.Join(windows.Columns[6].Text, ", "); got != "nothing to fit, outside" {
		t.Errorf("windows %q", got)
	}
	tests := table(t, p, "tests-table")
	for c, want := range map[int]string{1: "gate gate report", 2: "holds misses to be read"} {
		if got := strings.Join(tests.Columns[c].Text, " "); got != want {
			t.Errorf("column %s: %q, want %q", tests.Columns[c].Name, got, want)
		}
	}
	if got := strings.Join(table(t, p, "b6-figures").Columns[1].Text, ", "); !strings.HasSuffix(got, ", 2021-12-10") {
		t.Errorf("values of B6: %q, want a day last", got)
	}
	if glance := table(t, p, "r1-table"); glance.Columns[1].Name != "1 epoch ahead" || strings.Join(glance.Columns[1].Text, ", ") != "0.038 beats, 0.043 misses" {
		t.Errorf("the table of R1: %+v", glance)
	}
	first := chart(t, p, "b1-chart-1").Lines
	if first.Series[1].Style != reports.Dashed || first.Series[1].At != nil {
		t.Errorf("lines on one another: %+v", first.Series)
	}
	second := chart(t, p, "r1-chart-1").Lines
	if second.X.Name != "epochs ahead" || second.Series[0].At == nil || len(second.Series[1].At.Numbers) != 2 || second.Series[1].Color != reports.Grey {
		t.Errorf("curves over numbers: %+v", second)
	}
	var page, words, picture bytes.Buffer
	if err := html.Render(&page, p); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"seed 0", "central case"} {
		if strings.Contains(page.String(), bad) {
			t.Errorf("a page without a run speaks of %q", bad)
		}
	}
	if err := text.Render(&words, p, text.Options{}); err != nil || !strings.Contains(words.String(), "1 of 2  gates hold") || !strings.Contains(words.String(), "check failed: B6") {
		t.Errorf("%v: %s", err, words.String())
	}
	if err := svg.Render(&picture, p); err != nil || !strings.Contains(picture.String(), "Difficulty over the years") {
		t.Errorf("picture: %v", err)
	}
	if empty, err := reports.NewBacktest(&backtest.Result{}, reports.Options{}); err != nil || empty.Audiences[0].Answer != "No test was run." {
		t.Errorf("no test: %v", err)
	}
}

func TestAnswersOfTheBacktest(t *testing.T) {
	// The answer counts what there is: one gate, both, all, none.
	t.Parallel()
	gate := func(id string, passed bool) backtest.Test {
		return backtest.Test{ID: id, Title: "Test", Question: "Is it?", Gate: true, Passed: passed, Verdict: "It is."}
	}
	report := backtest.Test{ID: "R", Title: "Test", Question: "Is it?", Passed: true, Verdict: "It is."}
	for want, tests := range map[string][]backtest.Test{
		"The gate holds.":       {gate("a", true)},
		"The gate misses.":      {gate("a", false)},
		"Both gates hold.":      {gate("a", true), gate("b", true)},
		"All three gates hold.": {gate("a", true), gate("b", true), gate("c", true)},
		"None of the tests that were run is a gate; of one report, which nothing depends on, one holds.": {report},
		"None of two gates holds; a (test) and b (test) miss.":                                           {gate("a", false), gate("b", false)},
	} {
		p, err := reports.NewBacktest(&backtest.Result{Tests: tests}, reports.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Audiences[0].Answer; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestPageOfTheTestsThatAreQuick(t *testing.T) {
	// Results of the program's own tests make a page, and each of their curves is on it.
	t.Parallel()
	cat, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	r, err := backtest.Run(context.Background(), cat, backtest.Settings{Only: []string{"B1", "B3"}})
	if err != nil {
		t.Fatal(err)
	}
	p, err := reports.NewBacktest(r, reports.Options{})
	if err != nil {
		t.Fatal(err)
	}
	curves := 0
	for _, one := range r.Tests {
		for _, c := range one.Charts {
			curves += len(c.Curves)
		}
	}
	for _, c := range p.Charts() {
		curves -= len(c.Lines.Series)
	}
	if curves != 0 || len(p.Charts()) == 0 {
		t.Errorf("%d curves are missing on %d charts", curves, len(p.Charts()))
	}
}
