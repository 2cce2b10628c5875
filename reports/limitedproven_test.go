package reports

import (
	"strings"
	"testing"

	"hashwatt/sim/kernel"
	"hashwatt/sim/site"
)

// The page counts each plan once: those that settle what is done wholly or not at all too, those that are proven
// the best, and the others.
func TestPlansAreCountedOnce(t *testing.T) {
	t.Parallel()
	some := kernel.Rungs{Slack: 571, OneBudget: 500, Switched: 9}
	for _, c := range []struct {
		rungs  kernel.Rungs
		proven kernel.Proven
		want   []string
	}{
		{kernel.Rungs{}, kernel.Proven{}, []string{""}},
		{kernel.Rungs{Switched: 1}, kernel.Proven{Plans: 1, Exact: 1}, []string{"in 1 plan of budgets together", "programmes. It is the best there is"}},
		{kernel.Rungs{OneBudget: 509}, kernel.Proven{}, []string{"in 509 plans of one budget by", "first. Each plan is the best there is"}},
		{some, kernel.Proven{Plans: 9, Exact: 9}, []string{"in 1 080 plans (571 without", "; 500 of one", "; 9 of budgets together", "Each plan is the best"}},
		{some, kernel.Proven{Plans: 12, Exact: 12}, []string{"in 1 083 plans (571", "; 3 of what is done wholly or not at all", "Each plan is the best"}},
		{some, kernel.Proven{Plans: 12, Exact: 8, Gap: 2e-5}, []string{"1 079 of the 1 083 are", "the other 4 leave out is at most 0.0020 % of what they earn."}},
		{some, kernel.Proven{Plans: 12, Exact: 8, Gap: 1}, []string{"1 079 of the 1 083 are", "of the other 4 some were too large for a proof"}},
	} {
		b := &builder{tr: &kernel.Trace{Rungs: c.rungs, Proven: c.proven}, p: &site.Compiled{Problem: &kernel.Problem{}}}
		got := strings.ReplaceAll(strings.ReplaceAll(b.rungsText(), "\u2009", " "), "\u202f", " ")
		for _, want := range c.want {
			if !strings.Contains(got, want) || want == "" && got != "" {
				t.Errorf("%+v, %+v: %q, want %q in it", c.rungs, c.proven, got, want)
			}
		}
	}
}

// Who does not look ahead makes no plans, and nothing is said of the best there is.
func TestMyopicOperatorsMakeNoPlans(t *testing.T) {
	t.Parallel()
	b := &builder{tr: &kernel.Trace{Rungs: kernel.Rungs{OneBudget: 7, Capped: 2}}, p: &site.Compiled{Problem: &kernel.Problem{Foresight: kernel.Myopic}}}
	want := "How what is scarce was shared out: in 7 looks at the budgets of single hours (7 of one budget by running the best hours first) and " +
		"in 2 parts of site-hours under a cap or ban by running the most efficient machines first. These operators do not look ahead: what pays runs by merit until a budget is used up."
	if got := b.rungsText(); got != want {
		t.Errorf("%q", got)
	}
}
