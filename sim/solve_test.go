package sim_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hashwatt/sim"
	"hashwatt/sim/conf"
	"hashwatt/sim/metric"
	"hashwatt/sim/scenario"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// tenth is the steady site with Russia at 16 % of everybody else.
const tenth = steady + "shares: {countries: {US: 36 %, RU: 16 %, KZ: 10 %}}\n"

// TestSolveByHand asks for 30 % of Russia, which has 16 % of everybody else: 0.16 (1 - q) + q = 0.30 at a site's
// share q of a sixth, that is a site of a fifth of the rest of the world.
func TestSolveByHand(t *testing.T) {
	t.Parallel()
	r := written(t, tenth+"solve: {for: sites.*.power, so_that: share(RU) = 30 %}\n", sim.Settings{})
	s := r.Solved
	near(t, "share that is reached", s.Reached, 30, 1e-6)
	near(t, "share of the run", 100*r.Shares.Find("RU").With, 30, 1e-6)
	e := r.Trace.Epochs[len(r.Trace.Epochs)-1]
	near(t, "the site over the rest of the world", e.OwnPHs/e.RowPHs, 0.2, 1e-5)
	near(t, "megawatts", r.Facts.Sites[0].PowerMW, s.TotalMW, 1e-12)
	near(t, "megawatts of the value", s.Values[0].ToMW, 1000*s.Factor, 1e-9)
	if s.Values[0].Path != "sites.one.power" || s.Values[0].FromMW != 1000 || s.From != "2025-06" || s.To != "2026-05" || s.Evaluations > 20 {
		t.Errorf("%+v", s)
	}
	if at := r.Facts.Effective.Get("sites").Items[0].Get("power"); at.Origin != "solve" {
		t.Errorf("the power that was found is said to come from %q", at.Origin)
	}
}

// TestSolvedRunIsTheScenarioWithThoseValues holds that the run is what the same file gives with the found power in
// it and nothing to solve, draws and speeds included.
func TestSolvedRunIsTheScenarioWithThoseValues(t *testing.T) {
	t.Parallel()
	text := strings.Replace(tenth, "power: 1000 MW", "power: {low: 300 MW, mid: 1000 MW, high: 2 GW}", 1) + "uncertain: [{path: sites.*.power, from: seeds}]\n"
	set := sim.Settings{Draws: 3, Seed: 5}
	r := written(t, text+"solve: {for: sites.one.power, so_that: energy_mwh = 30 TWh}\n", set)
	near(t, "energy", value(t, r, "energy_mwh"), 30e6, 1e-6)
	site := r.Facts.Sites[0]
	direct := written(t, strings.Replace(text, "{low: 300 MW, mid: 1000 MW, high: 2 GW}",
		"{low: "+mw(site.PowerLow)+", mid: "+mw(site.PowerMW)+", high: "+mw(site.PowerHigh)+"}", 1), set)
	near(t, "low end", site.PowerLow/site.PowerMW, 0.3, 1e-12)
	near(t, "high end", site.PowerHigh/site.PowerMW, 2, 1e-12)
	if d := cmp.Diff(direct.Columns, r.Columns); d != "" {
		t.Errorf("(-direct +solved):\n%s", d)
	}
	if d := cmp.Diff(direct.Shares, r.Shares, cmpopts.IgnoreUnexported(metric.Shares{})); d != "" {
		t.Errorf("(-direct +solved):\n%s", d)
	}
	if direct.Solved != nil {
		t.Errorf("%+v was found, and nothing was looked for", direct.Solved)
	}
}

func mw(v float64) string { return scenario.Quantity(v, "MW") }

// TestSolveOverTheMonthsThatAreNamed reaches a share in the months that the scenario names, and not in others.
func TestSolveOverTheMonthsThatAreNamed(t *testing.T) {
	t.Parallel()
	text := strings.Replace(tenth, "rate: 0 %/year", "rate: 40 %/year", 1)
	r := written(t, text+"solve: {for: sites.*.power, so_that: share(RU) = 20 %, over: 2025-01-01..2025-03-31}\n", sim.Settings{})
	from := 8 // 2024-05 is the first month
	if r.Shares.Months[from] != "2025-01" {
		t.Fatalf("month %d is %s", from, r.Shares.Months[from])
	}
	near(t, "share in the first quarter", r.Shares.Mean("RU", from, from+3), 0.20, 1e-6)
	if got := r.Shares.Mean("RU", from+3, from+6); math.Abs(got-0.20) < 1e-3 {
		t.Errorf("the quarter after has %g too; the rest of the world grows", got)
	}
}

// TestSolveSaysWhyNot holds that what cannot be solved is the user's mistake, with its reason and the range that is
// there.
func TestSolveSaysWhyNot(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ solve, want string }{
		{"for: sites.*.power, so_that: share(RU) = 15 %", "share(RU) = 15 % is out of reach: Russia has 16 % without the sites, and sites only add to it; as the scenario is written it is"},
		{"for: sites.*.power, so_that: npv_usd = 50 bn USD", "npv_usd = 50 bn USD is out of reach: it is 868.1 MUSD with 3.162 times sites.*.power and -12560 bn USD with 10,000 times"},
		{"for: sites.*.power, so_that: share(Russia) = 30 %", `"Russia" is no country of the baseline or of a site; did you mean RU?`},
		{"for: sites.*.power, so_that: share(Kazakstan) = 30 %", "did you mean KZ (Kazakhstan)?"},
		{"for: sites.*.power, so_that: share(US) = 40 %", "it is 36 % with a millionth of sites.*.power"},
		{"for: finance.discount, so_that: energy_mwh = 1 TWh", "whatever finance.discount is"},
		{"for: sites.*.power, so_that: payback_years = 100 years", "is out of reach"},
		{"for: sites.two.power, so_that: share(RU) = 30 %", `"sites.two.power" is no value of the scenario`},
		{"for: sites.*.online, so_that: share(RU) = 30 %", "which is no quantity"},
		{"for: sites.*.fleet, so_that: share(RU) = 30 %", "sites.one.fleet is no quantity"},
		{"for: sites.*.power, so_that: share(ZZ) = 30 %", `"ZZ" is no country`},
		{"for: sites.*.power, so_that: energy = 30 TWh", `did you mean "energy_mwh"?`},
		{"for: sites.*.power, so_that: energy_mwh = 30 MW", "is a power"},
		{"for: sites.*.power, so_that: share(RU) = 30 %, over: 2029-01-01..2029-12-31", "is not inside the horizon, which is from 2024-05-20"},
	} {
		err := refused(t, tenth+"solve: {"+c.solve+"}\n")
		if !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "turns back") {
			t.Errorf("%s:\n%s\nwant %s", c.solve, err, c.want)
		}
	}
	open := strings.Replace(tenth, "rest_of_world: {response: growth, rate: 0 %/year}", "hashprice: {process: flat, value: 50 USD/PH/day}", 1)
	if err := refused(t, open+"solve: {for: sites.*.power, so_that: share(RU) = 30 %}\n"); !strings.Contains(err.Error(), "where the hashprice is given") {
		t.Errorf("a share in an open loop: %s", err)
	}
	varies := tenth + "uncertain: [{path: sites.one.power, low: 1 MW, mid: 2 MW, high: 3 MW}]\nsolve: {for: sites.*.power, so_that: share(RU) = 30 %}\n"
	if err := refused(t, varies); !strings.Contains(err.Error(), "varies in the draws too") {
		t.Errorf("a quantity that is drawn and looked for: %s", err)
	}
}

// TestSitesThatComeTooLateAreTold holds that validate and run both say that a site stands only after the end, once.
func TestSitesThatComeTooLateAreTold(t *testing.T) {
	t.Parallel()
	late := strings.Replace(steady, "online: 2024-05-20", "online: 2026-05-20", 1)
	f, err := scenario.Load(fstest.MapFS{"test.yaml": {Data: []byte(late)}}, "test.yaml", scenario.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, checked, err := sim.Validate(f, catalog(t), 0)
	if err != nil {
		t.Fatal(err)
	}
	for who, list := range map[string][]scenario.Warning{"validate": checked, "run": written(t, late, sim.Settings{}).Warnings} {
		told := 0
		for _, w := range list {
			if w.Kind == scenario.NeverOnline && w.Subjects[0] == "one" {
				told++
			}
		}
		if told != 1 {
			t.Errorf("%s says it %d times: %q", who, told, scenario.Texts(list))
		}
	}
}

// TestSharesNeedCountries holds that stated shares are those of countries.
func TestSharesNeedCountries(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{"XX": `"XX" is no country`, "Russia": "write its two letters in capitals", "ru": "did you mean RU?"} {
		if err := refused(t, steady+"shares: {countries: {US: 36 %, "+code+": 16 %}}\n"); !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %s", code, err)
		}
	}
	written(t, steady+"shares: {countries: {NO: 1 %, XK: 1 %}}\n", sim.Settings{})
}

// refused runs a scenario that is wrong and returns its problems, each with its place.
func refused(t *testing.T, text string) error {
	t.Helper()
	f, err := scenario.Load(fstest.MapFS{"test.yaml": {Data: []byte(text)}}, "test.yaml", scenario.Options{})
	if err == nil {
		_, err = sim.Run(context.Background(), f, catalog(t), sim.Settings{})
	}
	var problems conf.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("%v is no list of problems, for\n%s", err, text)
	}
	for _, p := range problems {
		if p.Pos.Line == 0 {
			t.Errorf("%s has no place", p)
		}
	}
	return err
}

// byAnswer returns what is found under an answer of the rest of the world.
func byAnswer(t *testing.T, r *sim.Result, label string) *sim.AnswerCase {
	t.Helper()
	for k := range r.Answers {
		if r.Answers[k].Label == label {
			return &r.Answers[k]
		}
	}
	t.Fatalf("there is no answer %q", label)
	return nil
}

// TestSolvedUnderEveryAnswer holds that the megawatts of each answer bring the target under that answer, to the
// tolerance of these searches, and that the own case has those of the run.
func TestSolvedUnderEveryAnswer(t *testing.T) {
	t.Parallel()
	const (
		goal   = "solve: {for: sites.*.power, so_that: share(RU) = 30 %}\n"
		growth = "{response: growth, rate: 0 %/year}"
	)
	r := written(t, tenth+goal, sim.Settings{})
	if own := byAnswer(t, r, "no answer"); !own.Own || own.Found == nil || *own.Found != r.Solved.TotalMW {
		t.Errorf("own case: %+v, want %g MW", own, r.Solved.TotalMW)
	}
	for label, words := range map[string]string{
		"adjustment by 5 %/epoch": "{response: adjustment, speed: 5 %/epoch, decline: 18 %/year}",
		"shutdown":                "{response: shutdown}",
	} {
		c := byAnswer(t, r, label)
		if c.Found == nil {
			t.Fatalf("%s: nothing found: %s", label, c.Why)
		}
		text := strings.Replace(strings.Replace(tenth, growth, words, 1), "power: 1000 MW", "power: "+mw(*c.Found), 1)
		direct := written(t, text, sim.Settings{})
		near(t, label, 100*direct.Shares.Find("RU").With, 30, 1e-3)
	}
	if a, b := *byAnswer(t, r, "shutdown").Found, r.Solved.TotalMW; a >= b {
		t.Errorf("%g MW under shutdown and %g without an answer: others give way, so it should take less", a, b)
	}
	if r := written(t, tenth, sim.Settings{}); byAnswer(t, r, "shutdown").Found != nil {
		t.Error("nothing is looked for, and something is found")
	}
}

// TestSolvedTellsItsMonths holds that the months behind a mean are told: a plant that never stops has an even
// share, and the least, greatest and last are those of the run.
func TestSolvedTellsItsMonths(t *testing.T) {
	t.Parallel()
	r := written(t, strings.Replace(tenth, "rate: 0 %/year", "rate: 40 %/year", 1)+"solve: {for: sites.*.power, so_that: share(RU) = 30 %}\n", sim.Settings{})
	s, months := r.Solved, r.Shares.Find("RU").Share
	months = months[len(months)-12:]
	near(t, "least, the last", s.MinMonth, 100*months[11], 1e-12)
	near(t, "last", s.LastMonth, 100*months[11], 1e-12)
	near(t, "greatest, the first", s.MaxMonth, 100*months[0], 1e-12)
	near(t, "running", s.Running, 1, 1e-9)
	for _, w := range r.Warnings {
		if w.Kind == scenario.SolvedFlickers || w.Kind == scenario.SolvedSeveral || w.Kind == scenario.SolvedBeyondScale {
			t.Errorf("%s", w.Text)
		}
	}
}

// TestSolvedByFlickerIsTold holds that a target that is met by a plant that mostly stands still is found, as the
// smallest factor that does it, and warned of with its numbers.
func TestSolvedByFlickerIsTold(t *testing.T) {
	t.Parallel()
	dear := strings.Replace(tenth, "price: 1 USD/MWh", "price: 80 USD/MWh", 1) // more than such machines earn beside so many of them
	dear = strings.Replace(dear, "{response: growth, rate: 0 %/year}", "{response: adjustment, speed: 5 %/epoch, decline: 18 %/year}", 1)
	r := written(t, dear+"solve: {for: sites.*.power, so_that: share(RU) = 31 %}\n", sim.Settings{})
	told := map[scenario.WarningKind]scenario.Warning{}
	for _, w := range r.Warnings {
		told[w.Kind] = w
	}
	w := told[scenario.SolvedFlickers]
	for _, want := range []string{"mostly stands still", "runs 1.8 % of the time", "at most 16 % in 6 months and at least 30.3 % in 6"} {
		if !strings.Contains(w.Text, want) {
			t.Errorf("%q does not say %q", w.Text, want)
		}
	}
	if w := told[scenario.SolvedBeyondScale]; w.Value != r.Solved.TotalMW || !strings.Contains(w.Text, "takes 145 GW") {
		t.Errorf("%+v", w)
	}
	if r.Solved.Running > 0.1 || w.Value != 100*r.Solved.Running || w.Subjects[0] != "one" {
		t.Errorf("%+v of %+v", w, r.Solved)
	}
}

// TestSolveTakesTheSmallestOfSeveral asks for an income that two sizes of plant bring: the smaller is taken, and
// that there may be larger ones is told.
func TestSolveTakesTheSmallestOfSeveral(t *testing.T) {
	t.Parallel()
	dear := strings.Replace(tenth, "price: 1 USD/MWh", "price: 40 USD/MWh", 1)
	r := written(t, dear+"solve: {for: sites.*.power, so_that: npv_usd = -100 MUSD}\n", sim.Settings{})
	if !slices.ContainsFunc(r.Warnings, func(w scenario.Warning) bool {
		return w.Kind == scenario.SolvedSeveral && strings.Contains(w.Text, "npv_usd both rises and falls with sites.*.power") && strings.Contains(w.Text, "the smallest that reaches -100 MUSD")
	}) {
		t.Errorf("%+v, %q", r.Solved, scenario.Texts(r.Warnings))
	}
}

// TestSolvedOnAnyNumberOfWorkers holds that the search and the draws after it give the same values for 1 worker and
// for 4.
func TestSolvedOnAnyNumberOfWorkers(t *testing.T) {
	t.Parallel()
	text := tenth + "solve: {for: sites.*.power, so_that: share(RU) = 25 %}\n"
	one := written(t, text, sim.Settings{Draws: 6, Seed: 2, Workers: 1})
	four := written(t, text, sim.Settings{Draws: 6, Seed: 2, Workers: 4})
	if d := cmp.Diff(one.Columns, four.Columns); d != "" {
		t.Errorf("(-one +four):\n%s", d)
	}
	if d := cmp.Diff(one.Solved, four.Solved); d != "" {
		t.Errorf("(-one +four):\n%s", d)
	}
}
