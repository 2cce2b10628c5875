package tariff

import (
	"strings"
	"testing"
)

func TestALineNamesTheStepsThatHeldInItsMonth(t *testing.T) {
	// Of a step on 1 March, one on 15 April and one in 2030, January's line names none, March's the first, April's two
	// where each hour has its price and one where the month has that of its first hour; 2030 is never named, and the
	// description has all.
	t.Parallel()
	in := full(world(t, "2025-01-01", "2025-06-01", "Europe/Moscow"))
	steps := ", steps: [{from: 2025-03-01, change: 50 %}, {from: 2025-04-15, change: 10 %}, {from: 2030-01-01, change: 9 %}]}"
	const march, april = ", +50 % from 2025-03-01", ", +10 % from 2025-04-15"
	for text, byHour := range map[string]bool{
		"{type: flat, price: 100 RUB/MWh":                                                    true,
		"{type: time_of_use, zones: [{price: 100 RUB/MWh}]":                                  true,
		"{type: levy, price: 100 RUB/MWh":                                                    true,
		"{type: levy, price: 100 RUB/MWh, multipliers: [{factor: 2}]":                        true,
		"{type: peak_capacity, price: 900 RUB/kW, rule: [{hour: 10}]":                        false,
		"{type: peak_network, price: 900 RUB/kW, hours: [{hours: 08-11}]":                    false,
		"{type: own_generation, capacity: 2 MW, variable: 1 RUB/MWh, fixed: 1 RUB/kW":        false,
		"{type: flat, price: 100 RUB/MWh, name: x, source: y, escalation: 0 %/year":          true,
		"{type: time_of_use, zones: [{price: 1 RUB/MWh, hours: 00-12}, {price: 2 RUB/MWh}]":  true,
		"{type: levy, price: 100 RUB/MWh, multipliers: [{factor: 2, hours: 00-12, name: m}]": true,
	} {
		i := item(t, text+steps)
		if got := i.Describe(); !strings.Contains(got, march+april+", +9 % from 2030-01-01") {
			t.Errorf("%s: %q does not describe all steps", text, got)
		}
		charges, err := i.Invoice(Use{MWh: steady(in, 1)}, in)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range charges {
			if c.Name == "running" {
				continue // a mean price, with no sentence of steps
			}
			first := strings.Contains(c.Why, "+50 % from 2025-03-01")
			second := strings.Contains(c.Why, "+10 % from 2025-04-15")
			if first != (c.Month >= 2) || second != (c.Month >= 4 || byHour && c.Month == 3) || strings.Contains(c.Why, "2030") {
				t.Errorf("%s: month %d says %q", text, c.Month+1, c.Why)
			}
		}
	}
	charges, err := item(t, "{type: flat, price: 100 RUB/MWh"+steps).Invoice(Use{MWh: steady(in, 1)}, in)
	if err != nil || charges[0].Why != "744.000 MWh at 100 RUB/MWh" {
		t.Errorf("January says %q (%v), want its plain price", charges[0].Why, err)
	}
}

func TestALineOfAComponentThatEndedNamesNoLaterStep(t *testing.T) {
	// The price is held at that of 28 February: a step in March never comes, and the escalation has stopped.
	t.Parallel()
	in := world(t, "2025-01-01", "2025-05-01", "UTC")
	list := items(t, "[{type: flat, price: 100 USD/MWh, ends: 2025-02-28, escalation: 4 %/year, steps: [{from: 2025-02-01, change: 1 %}, {from: 2025-03-01, change: 50 %}]}]")
	lines, _, err := Invoice(list, Use{MWh: steady(in, 1)}, in)
	if err != nil {
		t.Fatal(err)
	}
	for m, want := range []string{", rising 4 %/year", ", rising 4 %/year, +1 % from 2025-02-01", ", rising 4 %/year until 2025-02-28, +1 % from 2025-02-01", ", rising 4 %/year until 2025-02-28, +1 % from 2025-02-01"} {
		if got := lines[m].Why; !strings.HasSuffix(got, "on average"+want) {
			t.Errorf("month %d says %q, want it to end with %q", m+1, got, want)
		}
	}
}

func TestALineOfAComponentThatIsFollowedNamesNoLaterStep(t *testing.T) {
	// The first of two prices ends on 10 February: its step of 5 February is named there, and its step of the 20th
	// nowhere.
	t.Parallel()
	in := world(t, "2025-01-01", "2025-04-01", "UTC")
	list := items(t, `[{type: flat, name: a, price: 1 USD/MWh, ends: 2025-02-10, steps: [{from: 2025-02-05, change: 1 %}, {from: 2025-02-20, change: 50 %}]},
		{type: flat, name: a, price: 2 USD/MWh, begins: 2025-02-11}]`)
	lines, _, err := Invoice(list, Use{MWh: steady(in, 1)}, in)
	if err != nil || len(lines) != 4 {
		t.Fatalf("%v (%v), want four lines", lines, err)
	}
	for k, want := range []string{"744.000 MWh at 1 USD/MWh", "240.000 MWh at 1.006 USD/MWh on average, +1 % from 2025-02-05", "432.000 MWh at 2 USD/MWh", "744.000 MWh at 2 USD/MWh"} {
		if got := lines[k].Why; got != want {
			t.Errorf("line %d says %q, want %q", k, got, want)
		}
	}
}
