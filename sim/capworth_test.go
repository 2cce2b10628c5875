package sim_test

import (
	"fmt"
	"strings"
	"testing"

	"hashwatt/sim"
)

// TestAShadowPriceOfPowerIsWhatOneMoreMegawattEarns compares the shadow price of a limit that three unequal sites share
// with what they earn under one of a hundredth more, by each way to share it. The hashprice is given, so that the sites
// do not move it. In order of priority one more megawatt goes to one of them; the smallest has what it can draw by
// max-min; and by what stood the site without a right is left out.
func TestAShadowPriceOfPowerIsWhatOneMoreMegawattEarns(t *testing.T) {
	t.Parallel()
	const mw, months = 11.0, "clock: {start: 2025-01-01, end: 2025-05-01, zone: UTC}\n"
	const hours = 120 * 24
	earned := func(share string, limit float64) (*sim.Result, float64) {
		r := written(t, head+months+"foresight: perfect\nbitcoin: {hashprice: {process: flat, value: 52 USD/PH/day}}\n"+
			workshop("{type: hourly, name: energy, series: ercot_day_ahead, mean: 35 USD/MWh}")+"sites:\n"+
			strings.Replace(one("a", ""), "2025-01-01", "2024-06-01", 1)+
			strings.NewReplacer("10 MW", "7 MW", "s21-200", "s19-xp-140").Replace(one("b", ""))+
			strings.NewReplacer("10 MW", "2 MW", "s21-200", "s19-pro-110", "2025-01-01", "2024-06-01").Replace(one("c", ""))+
			fmt.Sprintf("limits: [{type: power, name: cap, limit: %.2f MW, %s}]\n", limit, share), sim.Settings{})
		var usd float64
		for _, line := range r.Ledger.Total.Lines {
			usd += line.RevenueUSD - line.PowerUSD // before what an auction takes, which the state earns
		}
		return r, usd
	}
	for _, share := range []string{
		"share: pro_rata", "share: max_min", "share: priority, priority: [b, a, c]", "share: priority, priority: [a, c]",
		"share: grandfathered, reference: 2024-12-31", "share: merit", "share: auction",
	} {
		r, usd := earned(share, mw)
		_, more := earned(share, 1.01*mw)
		price := (more - usd) / (0.01 * mw * hours)
		near(t, share, r.Summary.Limits[0].ShadowPrice, price, 1e-9)
		if price < 1 {
			t.Errorf("%s: one more MWh is worth %g USD; the case shows little", share, price)
		}
	}
}
