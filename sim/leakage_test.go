package sim

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hashwatt/sim/kernel"
	"hashwatt/sim/ledger"
	"hashwatt/sim/scenario"
	"hashwatt/sim/site"
)

// TestLeakageWeighsEpochsByTheirHours compares two runs of one site by hand: the rest of the world hashes 10·100 +
// 20·300 = 7,000 PH/s x h with the limit and 6,000 without it, at mean difficulties of 3.5 and 4.
func TestLeakageWeighsEpochsByTheirHours(t *testing.T) {
	t.Parallel()
	book := func(mwh, usd float64) *ledger.Ledger {
		line := ledger.Line{EnergyMWh: mwh, HashPHh: 2 * mwh, BTC: mwh / 4, RevenueUSD: usd, PowerUSD: usd / 4, RulesUSD: usd / 8}
		return &ledger.Ledger{Months: make([]ledger.Month, 1), Sites: []ledger.Account{{Lines: []ledger.Line{line}}, {Lines: []ledger.Line{{EnergyMWh: 1 + 1e-12*mwh}}}}}
	}
	problem := &kernel.Problem{Limits: []kernel.Limit{{Sites: []int32{0}}}, Sites: make([]kernel.Site, 2)}
	world := &site.World{Sites: make([]site.Site, 2), Regions: make([]site.Region, 1), Limits: []site.Scoped{{Sites: []int{0}}}}
	uses := [][]kernel.LimitUse{make([]kernel.LimitUse, 2)}
	out := &Result{
		Problem: &site.Compiled{Problem: problem}, Ledger: book(80, 800),
		Trace: &kernel.Trace{Months: 1, Uses: uses, Epochs: []kernel.Epoch{{Hours: 100, RowPHs: 10, Difficulty: 2}, {Hours: 300, RowPHs: 20, Difficulty: 4}}},
	}
	out.Facts = &scenario.Facts{World: world}
	without := &kernel.Trace{Months: 1, Uses: uses, Epochs: []kernel.Epoch{{Hours: 400, RowPHs: 15, Difficulty: 4}}}
	got := leak(out, 0, problem, without, book(100, 1000))
	want := Leak{
		Held:      Shift{EnergyMWh: -20, HashPHh: -40, BTC: -5, MarginUSD: -125, PaidUSD: -25, Months: []ShiftMonth{{MarginUSD: -125, PaidUSD: -25}}},
		Elsewhere: []Place{{Shift: Shift{Months: []ShiftMonth{{}}}}}, RestPHh: 1000, Difficulty: -0.125,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("leak (-want +got):\n%s", diff)
	}
	if !got.Moves() {
		t.Error("a limit that moves 20 MWh moves nothing")
	}
	same := leak(out, 0, problem, out.Trace, book(80+1e-10, 800))
	if same.Moves() {
		t.Errorf("rounding moves %+v", same)
	}
}

// TestWhatCostsIsAskedFor leaves leaks and curves out where more than 660,000 hours of sites stand under budgets
// that cross, unless the report asks for them in so many words: 75 sites in 366 days are 658,800, 76 more than
// that.
func TestWhatCostsIsAskedFor(t *testing.T) {
	t.Parallel()
	yes := true
	for _, c := range []struct {
		sites            int
		second           []int32
		words            *bool
		costly, leftAway bool
	}{
		{75, []int32{1}, nil, false, false},
		{76, []int32{1}, nil, true, true},
		{76, []int32{1}, &yes, true, false},
		{76, nil, nil, false, false},
	} {
		p := &kernel.Problem{Hours: 8784, Sites: make([]kernel.Site, 1), Budgets: &kernel.Budgets{Roots: []kernel.Root{{Second: c.second, Sites: make([]int32, c.sites), To: 8784}}}}
		facts := &scenario.Facts{World: &site.World{}, Words: &scenario.Scenario{Report: scenario.Report{Leakage: c.words, CapCurve: c.words}}}
		r := &runner{problem: &site.Compiled{Problem: p}, facts: facts}
		if got := r.costly(); got != c.costly {
			t.Errorf("%d sites: costly %v, want %v", c.sites, got, c.costly)
		}
		if got := r.spares(c.words); got != c.leftAway {
			t.Errorf("%d sites: left away %v, want %v", c.sites, got, c.leftAway)
		}
	}
}
