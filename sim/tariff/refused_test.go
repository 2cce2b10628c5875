package tariff

import (
	"math"
	"strings"
	"testing"

	"hashwatt/sim/conf"
)

func TestKeysThatAreOutOfPlaceAreRefused(t *testing.T) {
	// § marks where the problem must be reported, and want is what it must say.
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"{type: levy, price: 1 KZT/kWh, power_price: §19 KZT/kWh}", "power_price chooses among bands"},
		{"{type: own_generation, capacity: 1 MW, variable: 1 USD/MWh, rate: §15 %/year}", "add capex"},
		{"{type: tiered, demand: §{minimum: 5 kW}, periods: [{tiers: [{up_to: 9 kWh, price: 1 USD/kWh}, {price: 2 USD/kWh}]}]}", "no tier ends per kW"},
		{"{type: tiered, per: day, demand: §{minimum: 5 kW}, periods: [{tiers: [{price: 2 USD/kWh}]}]}", "no tier ends per kW"},
		{"{§from: komi_2025}", "a tariff of the seeds is taken by the tariff of a region or a site of a scenario"},
		{"{name: x, §from: }", "a tariff of the seeds is taken by the tariff of a region"},
		{"{type: price_category, category: 1, parts: [{§from: komi_2025}]}", "here write its components"},
		{"{type: flat, §from: komi_2025, price: 1 USD/MWh}", `unknown key "from"`},
		{"{type: tiered, accounts: §1.5, periods: [{tiers: [{price: 1 USD/kWh}]}]}", "write a whole number"},
		{"{type: tiered, accounts: §0.5, periods: [{tiers: [{price: 1 USD/kWh}]}]}", "there is at least one"},
	} {
		checkOneProblem(t, c.text, c.want, new(Item))
	}
	item(t, "{type: tiered, accounts: 2, demand: {minimum: 5 kW}, periods: [{tiers: [{up_to: [9 kWh, 2 kWh/kW], price: 1 USD/kWh}, {price: 2 USD/kWh}]}]}")
}

func TestTiersThatMayCrossAreRefused(t *testing.T) {
	// Bounds of one kind rise from tier to tier, one by one, over all tiers before; what cannot be compared without a
	// load may stand, and so may a bound that stays while another one rises.
	t.Parallel()
	tiered := func(ends ...string) string {
		text := "{type: tiered, periods: [{tiers: ["
		for _, end := range ends {
			text += "{up_to: " + end + ", price: 1 USD/kWh}, "
		}
		return text + "{price: 2 USD/kWh}]}]}"
	}
	for _, c := range []struct{ text, want string }{
		{tiered("[100 MWh, 200 kWh/kW]", "§[50 MWh, 400 kWh/kW]"), "50 MWh is not above 100 MWh"},
		{tiered("[100 MWh, 200 kWh/kW]", "§[200 MWh, 100 kWh/kW]"), "100 kWh/kW is not above 200 kWh/kW"},
		{tiered("100 MWh", "200 kWh/kW", "§50 MWh"), "50 MWh is not above 100 MWh"},
		{tiered("100 MWh", "§[100 MWh, 200 kWh/kW]"), "100 MWh is not above 100 MWh"},
		{tiered("[100 MWh, 200 kWh/kW]", "§[200 kWh/kW, 100 MWh]"), "is not above"},
		{tiered("5 kWh/kW/day", "§[5 kWh/kW/day, 1 MWh]"), "5 kWh/kW/day is not above 5 kWh/kW/day"},
	} {
		checkOneProblem(t, c.text, c.want, new(Item))
	}
	for _, text := range []string{
		tiered("[100 MWh, 200 kWh/kW]", "[200 MWh, 400 kWh/kW]"),
		tiered("[100 MWh, 200 kWh/kW]", "100 MWh"), // what is beyond 200 kWh/kW, to 100 MWh
		tiered("100 MWh", "200 kWh/kW"),
		tiered("10 kWh/day", "100 kWh"),
	} {
		item(t, text)
	}
}

func TestASumThatMissesATiersEndByItsLastDigitIsThatEnd(t *testing.T) {
	// 0.1 + 0.2 is a little more than 0.3, and 0.3 a little more than 0.1·3 may be: none of it spills into the next tier.
	t.Parallel()
	third := 0.1
	for _, amount := range []float64{third + 0.2, math.Nextafter(0.3, 0), 0.3} {
		if parts := fill(amount, []float64{0.3}); parts[0] != 0.3 || parts[1] != 0 {
			t.Errorf("%v fills %v, want 0.3 and nothing", amount, parts)
		}
	}
	if parts := fill(0.3001, []float64{0.3}); parts[1] == 0 {
		t.Error("what is beyond the end by more than rounding was dropped")
	}
}

func TestSignsAreNoHours(t *testing.T) {
	// "T+1" and "T-0" have two signs and are not 01:00 and 00:00.
	t.Parallel()
	for _, text := range []string{"2024-06-25T+1", "2024-06-25T-0", "2024-06-25T+1:00", "2024-06-25T+1Z", "2024-06-25T 1"} {
		var s Stamp
		if err := s.UnmarshalText([]byte(text)); err == nil || !strings.Contains(err.Error(), "is not an hour of a day") {
			t.Errorf("%q is read as %v (%v)", text, s, err)
		}
	}
}

func TestABillThatIsTooLargeIsAnError(t *testing.T) {
	// No line and no sum is infinite: the error names the line and the month, in a bill and in the sums of a prepared
	// tariff.
	t.Parallel()
	in := world(t, "2025-07-01", "2025-09-01", "UTC")
	for _, c := range []struct {
		tariff, want string
		mw           float64
	}{
		{"[{type: demand, name: peak, periods: [{price: 1e300 USD/kW}]}]", "peak: the bill of 2025-07 is too large to be a number; check the prices and the load", 1e10},
		{"[{type: demand, name: peak, periods: [{name: day, price: 1e300 USD/kW}]}]", "peak: the line day of the bill of 2025-07 is too large", 1e10},
		{"[{type: flat, name: energy, price: 1e300 USD/MWh}]", "the bill of 2025-07 is too large", 1e10},
		{"[{type: flat, price: 1e300 USD/MWh}, {type: surcharge, name: more, share: 9000 %}]", "more: the bill of 2025-07 is too large", 2e4},
		{"[{type: fixed, name: a, amount: 1e308 USD}, {type: fixed, name: b, amount: 1e308 USD}]", "the bill", 1},
	} {
		list := items(t, c.tariff)
		lines, _, err := Invoice(list, Use{MWh: steady(in, c.mw)}, in)
		if err == nil || !strings.Contains(err.Error(), c.want) || lines != nil {
			t.Errorf("%s: %v lines, %v; want an error with %q", c.tariff, len(lines), err, c.want)
		}
		prepared, err := Prepare(list, in)
		if err != nil {
			t.Fatal(err)
		}
		if sums, _, err := prepared.Sums(steady(in, c.mw)); err == nil || !strings.Contains(err.Error(), "2025-07 is too large") {
			t.Errorf("%s: sums %v (%v), want an error that names 2025-07", c.tariff, sums, err)
		}
	}
	// A price that no load comes near to is a price.
	if _, _, err := Invoice(items(t, "[{type: demand, periods: [{price: 1e300 USD/kW}]}]"), Use{MWh: steady(in, 1)}, in); err != nil {
		t.Errorf("1e303 USD: %v", err)
	}
}

func TestTieredSaysWhatItMeans(t *testing.T) {
	// The description has further hours and which of two bounds counts; a line says both, and over which interval the
	// demand was metered where the record cannot have the one that was asked for.
	t.Parallel()
	in := world(t, "2025-07-01", "2025-08-01", "UTC")
	i := item(t, `{type: tiered, demand: {window: 15 min}, periods: [
		{days: mon-fri, hours: 07-23, also: [{days: sat, hours: 09-12}, {days: sun, hours: 09-10}], tiers: [{up_to: [10000 kWh, 200 kWh/kW], price: 2 USD/kWh}, {price: 1 USD/kWh}]},
		{tiers: [{up_to: [1 kWh, 2 kWh/day, 3 kWh/kW], price: 2 USD/kWh}, {price: 1 USD/kWh}]}]}`)
	want := "2 USD/kWh up to 10000 kWh or 200 kWh/kW, whichever is lower, then 1 USD/kWh"
	if got := i.Describe(); !strings.HasPrefix(got, "mon-fri 07-23, sat 09-12 and sun 09-10 "+want) || !strings.Contains(got, "up to 1 kWh, 2 kWh/day or 3 kWh/kW, whichever is lowest") {
		t.Errorf("Describe() = %q, want the further hours and %q", got, want)
	}
	charges, err := i.Invoice(Use{MWh: steady(in, 0.1)}, in)
	if err != nil {
		t.Fatal(err)
	}
	for k, want := range []string{
		"up to 10000 kWh or 200 kWh/kW, whichever is lower; billing demand 100 kW, the peak in the hour from 2025-07-01 00:00, over the 60 min of the load instead of 15 min",
		"beyond 10000 kWh or 200 kWh/kW, whichever is lower",
	} {
		if got := charges[k].Why; !strings.HasSuffix(got, want) {
			t.Errorf("line %d says %q, want %q", k, got, want)
		}
	}
}

func TestEveryWholesalePriceIsAPriceOfEnergyByTheHour(t *testing.T) {
	// Categories 3 to 6 take hourly, indexed and wholesale; 1 and 2 take none of them.
	t.Parallel()
	parts := "[{type: wholesale, series: x, years: [2017]}, {type: peak_capacity, price: 900 RUB/kW, rule: [{hour: 10}]}]"
	var i Item
	if err := conf.Load("test.yaml", []byte("{type: price_category, category: 3, parts: "+parts+"}"), conf.DefaultLimits, &i); err != nil {
		t.Error(err)
	}
	if err := conf.Load("test.yaml", []byte("{type: price_category, category: 1, parts: "+parts+"}"), conf.DefaultLimits, &i); err == nil {
		t.Error("category 1 took wholesale prices")
	}
}
