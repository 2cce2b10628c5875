package ledger

import (
	"fmt"
	"math"
	"testing"

	"hashwatt/sim/calendar"
	"hashwatt/sim/kernel"
	"hashwatt/sim/series"
	"hashwatt/sim/site"
)

// TestASiteIsBilledFromTheMonthInWhichItStands bills a rent of 500 USD a month to a site that comes online on 10
// February: nothing for January, in the lines and in the accounts alike, and February in full.
func TestASiteIsBilledFromTheMonthInWhichItStands(t *testing.T) {
	t.Parallel()
	w, c := metered(t, calendar.Date{Year: 2025, Month: 1, Day: 1}, 90, "{type: flat, name: energy, price: 40 USD/MWh}, {type: fixed, name: rent, amount: 500 USD}")
	chain := c.Chain
	w.Sites[0].OnlineHour = 40 * 24
	c, err := site.Compile(w, func(string) (*series.Hourly, error) { return nil, fmt.Errorf("no series") }, &site.Memory{})
	if err != nil {
		t.Fatal(err)
	}
	c.Chain = chain
	tr := kernel.NewTrace(c.Problem, true)
	d := &kernel.Draw{CoinUSD: make([]float64, c.Days), FeeBTC: make([]float64, c.Days), Hashprice: make([]float64, c.Days)}
	for k := range c.Days {
		d.CoinUSD[k], d.Hashprice[k] = 1e5, 50
	}
	if err := kernel.Run(c.Problem, d, &kernel.State{}, tr); err != nil {
		t.Fatal(err)
	}
	l, err := New(w, c, tr)
	if err != nil {
		t.Fatal(err)
	}
	bill, err := Bill(w, c, tr)
	if err != nil {
		t.Fatal(err)
	}
	rent, billed := make([]float64, len(l.Months)), make([]float64, len(l.Months))
	for _, line := range bill {
		billed[line.Month] += line.USD
		if line.Component == "rent" {
			rent[line.Month] += line.USD
		}
	}
	if fmt.Sprint(rent) != "[0 500 500]" {
		t.Errorf("a rent of %v, want [0 500 500]", rent)
	}
	for m := range l.Months {
		if paid := l.Sites[0].Lines[m].PowerUSD; math.Abs(paid-billed[m]) > 1e-9*(1+billed[m]) {
			t.Errorf("%s: paid %g, billed %g", l.Months[m].Label, paid, billed[m])
		}
	}
	if l.Sites[0].Lines[0].PowerUSD != 0 {
		t.Errorf("January costs %g USD", l.Sites[0].Lines[0].PowerUSD)
	}
}
