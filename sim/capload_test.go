package sim_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"hashwatt/sim"
)

// TestAShadowPriceOfPowerPaysForTheLoad compares the shadow price of a limit that two unlike sites share by merit or in
// an auction with what they earn under one of a hundredth more and less, where each kilowatt of the highest load of a
// month is charged: operators who know all and those who look ahead show what it is worth with the charge paid, it is
// short in each of its hours, and nobody pays more in the auction than he earns.
func TestAShadowPriceOfPowerPaysForTheLoad(t *testing.T) {
	t.Parallel()
	const mw, hours = 12.0, 59 * 24
	earned := func(share, look string, limit float64) (*sim.Result, float64) {
		r := written(t, head+"clock: {start: 2025-01-01, end: 2025-03-01, zone: UTC}\nforesight: "+look+
			"\nbitcoin: {hashprice: {process: flat, value: 52 USD/PH/day}}\n"+
			workshop("{type: flat, name: energy, price: 30 USD/MWh}, "+
				"{type: demand, name: demand, periods: [{price: 15 USD/kW}]}")+"sites:\n"+one("a", "")+
			strings.Replace(one("b", ""), "s21-200", "s19-xp-140", 1)+
			fmt.Sprintf("limits: [{type: power, name: cap, limit: %.2f MW, share: %s}]\n", limit, share), sim.Settings{})
		var usd float64
		for _, line := range r.Ledger.Total.Lines {
			usd += line.RevenueUSD - line.PowerUSD // before what an auction takes, which the state earns
		}
		return r, usd
	}
	for _, share := range []string{"merit", "auction"} {
		for _, look := range []string{"perfect", "rolling"} {
			r, usd := earned(share, look, mw)
			_, more := earned(share, look, 1.01*mw)
			_, less := earned(share, look, 0.99*mw)
			l, name := &r.Summary.Limits[0], share+" "+look
			near(t, name+" up", l.ShadowPrice, (more-usd)/(0.01*mw*hours), 1e-6)
			near(t, name+" down", l.ShadowPrice, (usd-less)/(0.01*mw*hours), 1e-6)
			near(t, name+" hours", l.BindingHours, hours, 1e-9)
			if p := r.Trace.Proven; p.Accords == 0 || p.Gap > 1e-6 {
				t.Errorf("%s: %d plans, the largest gap is %g", name, p.Accords, p.Gap)
			}
			for i := range r.Ledger.Sites {
				earns := 0.0
				for _, line := range r.Ledger.Sites[i].Lines {
					earns += line.RevenueUSD - line.PowerUSD - line.RulesUSD
				}
				if earns < -1e-6*math.Abs(usd) {
					t.Errorf("%s: site %d loses %g USD", name, i, -earns)
				}
			}
		}
	}
}
