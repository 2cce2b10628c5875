package reports

import (
	"strings"
	"testing"

	"hashwatt/sim"
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
		{kernel.Rungs{Switched: 1}, kernel.Proven{Plans: 1, Exact: 1}, []string{"can earn more than these plans. How", "in 1 plan of budgets together", "programmes."}},
		{kernel.Rungs{OneBudget: 509}, kernel.Proven{}, []string{"can earn more than these plans. How", "in 509 plans of one budget by", "first."}},
		{some, kernel.Proven{Plans: 9, Exact: 9}, []string{"more than these plans.", "in 1 080 plans (571 without", "; 500 of one", "; 9 of budgets together"}},
		{some, kernel.Proven{Plans: 12, Exact: 12}, []string{"more than these plans.", "in 1 083 plans (571", "; 3 of what is done wholly or not at all"}},
		{some, kernel.Proven{Plans: 12, Exact: 8, Gap: 2e-5}, []string{"more than 0.0020 % above any of these plans.", "1 079 of the 1 083 are exact."}},
		{some, kernel.Proven{Plans: 12, Exact: 8, Gap: 1}, []string{"Not proven: some plans were too large", "1 079 of the 1 083 are exact"}},
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

// What the page says is proven agrees with what the run has proven, and is said once: of all with the gap and its
// money where all is known; of the budgets alone where charges are planned in turn.
func TestWhatIsProvenIsSaidOnce(t *testing.T) {
	t.Parallel()
	plain := func(text string) string {
		return strings.ReplaceAll(strings.ReplaceAll(text, "\u2009", " "), "\u202f", " ")
	}
	with := func(f kernel.Foresight, p kernel.Proven, sites ...kernel.Site) *builder {
		var held []int32
		for i := range sites {
			held = append(held, int32(i))
		}
		return &builder{
			cash: cash{code: "USD"}, tr: &kernel.Trace{Rungs: kernel.Rungs{OneBudget: 3}, Proven: p},
			p: &site.Compiled{Problem: &kernel.Problem{Foresight: f, Sites: sites, Limits: []kernel.Limit{{Name: "slow rule", Kind: "cycling", Sites: held}}, Budgets: &kernel.Budgets{}}},
		}
	}
	open := kernel.Proven{Plans: 2, Exact: 1, Gap: 1e-4, USD: 412}
	for _, c := range []struct {
		b    *builder
		want string
	}{
		{with(kernel.Perfect, open), "can earn more than 412 $ above these plans together, and 0.010 % above the worst of them."},
		{with(kernel.Perfect, kernel.Proven{Plans: 1, Gap: 1e-4, USD: 412}), "can earn more than 0.010 % (412 $) above these plans."},
		{with(kernel.Perfect, kernel.Proven{Plans: 2, Gap: 0.15, USD: 412}), "Proven only to within 15 % of the most that there can be in the worst plan (412 $ in all): who"},
		{with(kernel.Rolling, kernel.Proven{Plans: 1, Gap: 0.68, USD: 412}), "Proven only to within 68 % of the most that there can be: who"},
		{with(kernel.Rolling, open), "can earn more than 0.010 % above any of these plans."},
		{with(kernel.Rolling, kernel.Proven{Plans: 1, Accords: 1, Exact: 1}), "not for what is planned anew in between."},
		{with(kernel.Rolling, kernel.Proven{}, kernel.Site{Charged: true, Band: &kernel.Band{}}), "Proven in part: nobody"},
		{with(kernel.Rolling, kernel.Proven{}, kernel.Site{Charged: true, Band: &kernel.Band{}}), "by another use of the budgets alone. What is planned in turn with these (charges on the highest load or tiers, and beside them the slow rule)"},
		{with(kernel.Rolling, kernel.Proven{Plans: 1, Exact: 1, Kept: 1}), "more than these plans by another use of the budgets or other schedules."},
		{with(kernel.Rolling, kernel.Proven{Plans: 1, Gap: 1}), "Not proven: some"},
	} {
		for _, text := range []string{c.b.rungsText(), c.b.limitMethod()} {
			text = plain(text)
			if n := strings.Count(text, "roven"); n != 1 || !strings.Contains(text, c.want) {
				t.Errorf("%d times, want once %q in %q", n, c.want, text)
			}
			if strings.Contains(text, "solution is exact") || strings.Contains(text, "best there is") {
				t.Errorf("more is said than is proven: %q", text)
			}
		}
	}
}

// Perfect foresight is an upper bound only where its plans are the best there are; else the page says by how much they
// may be less, or that nobody knows.
func TestPerfectForesightIsABoundWhereItIsProven(t *testing.T) {
	t.Parallel()
	inTurn := []kernel.Site{{Charged: true, Band: &kernel.Band{}}}
	open := kernel.Proven{Plans: 2, Exact: 1, Gap: 1e-4, USD: 412}
	for _, c := range []struct {
		sites       []kernel.Site
		given       float64
		proven      kernel.Proven
		best, sizes string
	}{
		{nil, 0, kernel.Proven{Plans: 2, Exact: 2}, "which is no forecast: an upper bound.", "an upper bound"},
		{nil, 0, open, "nobody can earn more than 412 $ above its plans together, and 0.010 % above the worst of them.", "but for 0.010 % at most"},
		{nil, 0, kernel.Proven{Plans: 2, Gap: 0.15, USD: 412}, "it is proven only that nobody can earn more than 412 $ above it.", "but for 15 % at most"},
		{nil, 0, kernel.Proven{Plans: 2, Gap: 1}, "it is not known how near it is to the most that can be earned.", "though not proven to be near the most"},
		{inTurn, 0, open, "so that it may stay several percent below the most that can be earned.", "may be several percent less than the most"},
		{nil, 7, open, "another plan might be paid more for it.", "but for 0.010 % at most"},
	} {
		b := &builder{cash: cash{code: "USD"}, p: &site.Compiled{Problem: &kernel.Problem{Sites: c.sites}}}
		looks := []sim.Look{
			{Foresight: kernel.Perfect, GivenUSD: c.given, Proven: c.proven},
			{Foresight: kernel.Myopic, Proven: kernel.Proven{Plans: 1, Gap: 1}},
		}
		for want, got := range map[string]string{c.best: b.bestText(looks), c.sizes: b.sizesText(&sim.Curve{Proven: c.proven})} {
			if got = strings.ReplaceAll(strings.ReplaceAll(got, "\u2009", " "), "\u202f", " "); !strings.HasSuffix(got, want) {
				t.Errorf("%+v: %q, want %q at its end", c.proven, got, want)
			}
		}
	}
}

// Who reads the six figures alone is told too that charges and a limit are planned in turn; myopic operators plan nothing.
func TestPlansInTurnAreANotice(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		charged, switched bool
		look              kernel.Foresight
		told              bool
	}{
		{true, true, kernel.Rolling, true},
		{true, true, kernel.Myopic, false},
		{false, true, kernel.Perfect, false},
		{true, false, kernel.Perfect, false},
	} {
		b := &builder{p: &site.Compiled{Problem: &kernel.Problem{
			Foresight: c.look, Sites: []kernel.Site{{Charged: c.charged, Breaches: []kernel.Breach{{Limit: 1}}}},
			Limits: []kernel.Limit{{Name: "idle quota"}, {Name: "fine"}},
		}}}
		if c.switched {
			b.p.Sites[0].Cycle = &kernel.Cycle{}
		}
		n, told := b.inTurnNotice()
		if told != c.told || told && !strings.Contains(n.Text, "are planned in turn with “fine”, not as one") {
			t.Errorf("%+v: %t, %q", c, told, n.Text)
		}
	}
}

// Power that is shared by the hour is planned when the hour comes, or every week with the machines that are switched.
func TestThePageSaysWhenOperatorsPlanAnew(t *testing.T) {
	t.Parallel()
	hour, month := kernel.Group{Terms: kernel.Terms{Hourly: true}}, kernel.Group{}
	for want, c := range map[string]struct {
		groups []kernel.Group
		rungs  kernel.Rungs
	}{
		" They plan anew at the start of each month and at each retarget.": {[]kernel.Group{hour, month}, kernel.Rungs{OneBudget: 3, Switched: 2}},
		" Each hour is planned as it comes.":                               {[]kernel.Group{hour, hour}, kernel.Rungs{OneBudget: 3}},
		" They plan anew every seven days and at each retarget.":           {[]kernel.Group{hour}, kernel.Rungs{Switched: 3}},
	} {
		problem := &kernel.Problem{Foresight: kernel.Rolling, Budgets: &kernel.Budgets{Groups: c.groups}}
		b := &builder{tr: &kernel.Trace{Rungs: c.rungs}, p: &site.Compiled{Problem: problem}}
		if got := b.rungsText(); !strings.HasSuffix(got, want) {
			t.Errorf("%q, want %q at its end", got, want)
		}
		b.p.Limits = make([]kernel.Limit, 1)
		if got := b.limitMethod(); strings.Contains(got, "plans anew at every") != (len(c.groups) > 1 && !c.groups[1].Terms.Hourly) {
			t.Errorf("%v: %q", c.groups, got)
		}
	}
}

// What is less than a millionth is told as a millionth.
func TestSmallPartsAreToldWithFewDigits(t *testing.T) {
	t.Parallel()
	for part, want := range map[float64]string{2e-5: "0.0020 %", 3.8e-8: "0.00010 %", 1e-6: "0.00010 %", 0.17: "17 %"} {
		if got := strings.ReplaceAll(partText(part), "\u202f", " "); got != want {
			t.Errorf("%g: %q, want %q", part, got, want)
		}
	}
}
