package reports_test

import (
	"strings"
	"testing"
)

func TestThePriceOfPowerSaysWhatAuctionsTake(t *testing.T) {
	// Sites that buy the right to draw pay more for power than their invoices say: the bill tells both. A quota that
	// nobody buys adds nothing, nor does what the grid pays.
	t.Parallel()
	const power = "limits: [{type: power, name: cap, limit: 6 MW, share: "
	const flat = "[{type: flat, price: 30 USD/MWh}]"
	for _, c := range []struct {
		limits string
		told   bool
	}{
		{power + "auction}]\n", true},
		{power + "merit}]\n", false},
		{"limits: [{type: energy, name: cap, limit: 5 GWh, per: month}]\n", false},
		{"limits: [{type: penalty, name: cap, limit: 3 GWh, per: month, price: 1 USD/MWh}]\n", true},
	} {
		r := written(t, billed(c.limits, flat), 0)
		lead := section(t, pageOf(t, r), "bill").Lead
		if strings.Contains(lead, " On top come ") != c.told || c.told && !strings.Contains(lead, "\u202fUSD/MWh paid under the cap.") {
			t.Errorf("%s: %q", c.limits, lead)
		}
		if c.told && r.Summary.Limits[0].PaidUSD <= 0 {
			t.Errorf("%s: nothing is paid", c.limits)
		}
	}
}
