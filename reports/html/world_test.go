package html

import (
	"bytes"
	"context"
	"testing"
	"testing/fstest"

	"github.com/chromedp/chromedp"

	"hashwatt/reports"
	"hashwatt/reports/browsertest"
	"hashwatt/reports/reporttest"
	"hashwatt/seeds"
	"hashwatt/sim"
	"hashwatt/sim/backtest"
	"hashwatt/sim/scenario"
)

// smallRun is a site that is built within its horizon, up to the model's first epochs.
const smallRun = `hashwatt: 1
name: Half a year
clock: {start: 2026-03-01, end: 2026-12-01}
sites: [{id: first, region: komi, power: 300 MW, online: 2026-05-01, fleet: [{rig: antminer-s21-200}], tariff: [{type: flat, price: 30 USD/MWh}]}]
`

// The charts of the loop, the countries, the answers and the backtest draw: each of their series has points in the
// browser, and the page asks for nothing and does not complain.
func TestPagesOfRealRunsDraw(t *testing.T) {
	t.Parallel()
	cat, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	f, err := scenario.Load(fstest.MapFS{"small.yaml": {Data: []byte(smallRun)}}, "small.yaml", scenario.Options{})
	if err != nil {
		t.Fatal(err)
	}
	run, err := sim.Run(context.Background(), f, cat, sim.Settings{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	played, err := reports.New(run, reports.Options{})
	if err != nil {
		t.Fatal(err)
	}
	tests, err := backtest.Run(context.Background(), cat, backtest.Settings{Only: []string{"B1", "B3"}})
	if err != nil {
		t.Fatal(err)
	}
	tested, err := reports.NewBacktest(tests, reports.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		page     *reports.Page
		fragment string
		charts   []string
	}{
		{played, "#student", []string{"own-hashrate", "difficulty", "hashprice-loop", "share", "countries", "answers", "network-hashrate", "hashprice"}},
		{tested, "", []string{"b1-chart-1", "b3-chart-1"}},
	} {
		var b bytes.Buffer
		if err := Render(&b, c.page); err != nil {
			t.Fatal(err)
		}
		tab := browsertest.Open(t, b.Bytes(), 1440, c.fragment)
		tab.DrawAll()
		var drawn map[string]map[string]reports.Numbers
		tab.Eval(drawnSeries, &drawn)
		for _, id := range c.charts {
			if len(drawn[id]) == 0 {
				t.Errorf("%s: chart %s draws nothing", c.page.Title, id)
			}
			for name, values := range drawn[id] {
				seen := 0
				for _, v := range values {
					if !v.None {
						seen++
					}
				}
				if seen == 0 {
					t.Errorf("%s: chart %s, series %q has no point", c.page.Title, id, name)
				}
			}
		}
		quiet(t, tab)
	}
}

// A folded table shows its title alone until it is opened; opened, it sorts like any other.
func TestFoldedTableOpensAndSorts(t *testing.T) {
	t.Parallel()
	tab := browsertest.Open(t, render(t, reporttest.Page()), 1440, "#policy")
	seen := true
	tab.Eval(`document.querySelector("#epochs-table table").checkVisibility()`, &seen)
	if seen {
		t.Error("the folded table is seen before it is opened")
	}
	tab.Do(chromedp.Click("#epochs-table summary", chromedp.ByQuery))
	var rows int
	var first string
	tab.Eval(`(document.querySelector('#epochs-table [data-column="1"]').click(), document.querySelector('#epochs-table [data-column="1"]').click(), document.querySelectorAll("#epochs-table tbody tr").length)`, &rows)
	tab.Eval(`document.querySelector("#epochs-table tbody td").textContent`, &first)
	if want := reports.Format(876960+2016*155, 0); rows != 60 || first != want {
		t.Errorf("%d rows, the first %q after sorting down; want 60 and %q", rows, first, want)
	}
}
