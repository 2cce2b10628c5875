package files

import (
	"io"

	"hashwatt/reports/table"
	"hashwatt/sim/backtest"
)

// Backtest writes a row for each figure of the tests against the record, in their order: whether the test is a gate
// or a report, what is asked of the figure, and whether it holds. Where nothing is asked the verdict is empty, and
// the target too unless it says what is published.
func Backtest(w io.Writer, r *backtest.Result) error {
	out := table.NewWriter(w, "test", "gate", "figure", "unit", "target", "value", "verdict")
	for k := range r.Tests {
		t := &r.Tests[k]
		for n := range t.Figures {
			f := &t.Figures[n]
			out.Text(t.ID)
			out.Text(kind(t))
			out.Text(f.Name)
			out.Text(f.Unit)
			out.Text(f.Target)
			number(out, f.Value)
			out.Text(f.Outcome())
			out.End()
		}
	}
	return named("backtest.csv", out.Close())
}

// kind names what a test is: "gate" where it must hold, else "report".
func kind(t *backtest.Test) string {
	if t.Gate {
		return "gate"
	}
	return "report"
}
