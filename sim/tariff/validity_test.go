package tariff

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestComponentsFollowOneAnother(t *testing.T) {
	// 1 MWh an hour from 30 to 31 March 2025 (UTC) at 10 USD, from 1 April at 20: 480 and 960 in the first two days of
	// April. A surcharge of April alone adds a tenth to that; a fixed amount that begins in April is not due in March.
	t.Parallel()
	in := world(t, "2025-03-30", "2025-04-03", "UTC")
	list := items(t, `[{type: flat, name: energy, price: 10 USD/MWh, ends: 2025-03-31}, {type: flat, name: energy, price: 20 USD/MWh, begins: 2025-04-01},
		{type: fixed, amount: 7 USD, begins: 2025-04-01}, {type: surcharge, share: 10 %, of: [energy], begins: 2025-04-01, ends: 2025-04-30}]`)
	got := byComponent(t, list, steady(in, 1), in)
	if !cents(got["energy"][0], 480) || !cents(got["energy"][1], 960) || fmt.Sprint(got["fixed"]) != "[0 7]" || !cents(got["surcharge"][0], 0) || !cents(got["surcharge"][1], 96) {
		t.Errorf("the bill is %v", got)
	}
	shape, err := ShapeOf(list, in)
	if err != nil || shape.PerMWh[47] != 10 || !near(shape.PerMWh[48], 22, 1e-12) || len(Ended(list, in)) != 0 {
		t.Errorf("one more MWh costs %v and then %v (%v), want 10 and 22; ended are %v, want none", shape.PerMWh[47], shape.PerMWh[48], err, Ended(list, in))
	}
	middle := items(t, "[{type: flat, price: 10 USD/MWh, begins: 2025-03-31, ends: 2025-04-01}, {type: flat, price: 5 USD/MWh, begins: 2025-04-02}]")
	if got := byComponent(t, middle, steady(in, 1), in)["flat"]; !cents(got[0], 240) || !cents(got[1], 360) {
		t.Errorf("a price from the second day on comes to %v, want 240 and 360", got)
	}
}

func TestTheLastPriceIsHeld(t *testing.T) {
	// A price of 100 that rises 21 %/year ends on the last day of 2025 without a successor: from then on it stays what
	// it was in that day's last hour, 100 x 1.21^(8759/8766), and a step of 2026 never comes. It is listed as ended;
	// with a successor it is not.
	t.Parallel()
	in := world(t, "2025-01-01", "2027-03-01", "UTC")
	in.Series = market
	want := 100 * math.Pow(1.21, 8759.0/8766)
	for _, text := range []string{
		"{type: flat, name: energy, price: 100 USD/MWh, escalation: 21 %/year, steps: [{from: 2026-01-01, change: 50 %}], ends: 2025-12-31}",
		"{type: time_of_use, name: energy, zones: [{price: 100 USD/MWh}], escalation: 21 %/year, ends: 2025-12-31}",
		"{type: indexed, name: energy, series: kwh, floor: 0.1 USD/kWh, cap: 0.1 USD/kWh, escalation: 21 %/year, ends: 2025-12-31}",
		"{type: hourly, name: energy, series: kwh, mean: 113.357 USD/MWh, escalation: 21 %/year, ends: 2025-12-31}",
	} {
		list := items(t, "["+text+"]")
		shape, err := ShapeOf(list, in)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		for _, h := range []int{8760, 8760 + 24*7*8, in.Axis.Hours - 7*24} {
			got := shape.PerMWh[h]
			if strings.Contains(text, "hourly") { // against the same prices without a rise
				plain, err := ShapeOf(items(t, "["+strings.Replace(text, "escalation: 21 %/year, ", "", 1)+"]"), in)
				if err != nil {
					t.Fatal(err)
				}
				got *= 100 / plain.PerMWh[h]
			}
			if !near(got, want, 1e-9) {
				t.Errorf("%s: %v in hour %d, want %v", text, got, h, want)
			}
		}
		if ends := fmt.Sprint(Ended(list, in)); ends != "[{energy 2025-12-31}]" {
			t.Errorf("%s: ended are %s", text, ends)
		}
		bill := byComponent(t, list, steady(in, 1), in)["energy"]
		sum := make([]float64, len(bill))
		for h, price := range shape.PerMWh {
			sum[in.Civil.Month[h]] += price
		}
		for m := range bill {
			if !near(bill[m], sum[m], 1e-9) {
				t.Errorf("%s, month %d: the bill is %v, the signal says %v", text, m, bill[m], sum[m])
			}
		}
		next := items(t, "["+text+", {type: flat, name: energy, price: 1 USD/MWh, begins: 2026-01-01}]")
		if after, err := ShapeOf(next, in); err != nil || after.PerMWh[8760] != 1 || Ended(next, in) != nil {
			t.Errorf("%s with a successor: %v after it (%v), want 1", text, after.PerMWh[8760], err)
		}
	}
}

func TestWhatEndedBeforeTheAxisIsHeldFromItsStart(t *testing.T) {
	// Nothing escalates, and no step after its end comes; a component that ends on the last day of the axis is not listed.
	t.Parallel()
	in := world(t, "2025-01-01", "2026-01-01", "UTC")
	list := items(t, "[{type: flat, price: 100 USD/MWh, escalation: 21 %/year, steps: [{from: 2024-01-01, change: 10 %}, {from: 2024-07-01, change: 50 %}], ends: 2024-06-30}]")
	if shape, err := ShapeOf(list, in); err != nil || !near(shape.PerMWh[8000], 110, 1e-12) || len(Ended(list, in)) != 1 {
		t.Errorf("the price is %v (%v) and ended are %v, want 110 and one", shape.PerMWh[8000], err, Ended(list, in))
	}
	whole := items(t, "[{type: flat, price: 100 USD/MWh, ends: 2025-12-31}]")
	part := items(t, "[{type: price_category, name: first, category: 1, parts: [{type: flat, name: energy, price: 1 RUB/kWh, ends: 2025-06-30}]}]")
	if ends := Ended(whole, in); ends != nil {
		t.Errorf("a component that ends with the axis is listed: %v", ends)
	}
	if ends := fmt.Sprint(Ended(part, in)); ends != "[{first: energy 2025-06-30}]" {
		t.Errorf("a part that ends is listed as %s", ends)
	}
}

func TestShapesEndWithTheirComponents(t *testing.T) {
	// Windows with ratchets, counts, adders and prices of which some hold for a part of the axis: two bills still
	// differ by what their shapes say.
	t.Parallel()
	in := full(world(t, "2024-01-17", "2025-06-10", "America/Chicago"))
	in.Prorate = true
	list := items(t, `[{type: coincident, groups: [{hours: [2024-03-31T20, 2024-04-01T20, 2024-05-30T20], price: 5 USD/kW}], begins: 2024-04-01, ends: 2024-05-15},
		{type: demand, ratchets: [{share: 80 %}], own_months: jun-oct, periods: [{hours: 7-23, price: 10 USD/kW}, {price: 3 USD/kW}], begins: 2024-04-01, ends: 2024-12-31},
		{type: demand, ratchets: [{share: 60 %}], minimum: 3 MW, periods: [{price: 9 USD/kW}], begins: 2025-01-01},
		{type: tiered, name: energy, periods: [{tiers: [{up_to: 3 GWh, price: 50 USD/MWh}, {price: 20 USD/MWh}]}], begins: 2024-05-01},
		{type: tiered, name: daily, per: day, periods: [{tiers: [{up_to: 200 MWh, price: 50 USD/MWh}, {price: 20 USD/MWh}]}], begins: 2024-05-07, ends: 2024-07-03},
		{type: tiered, name: daily, per: day, periods: [{tiers: [{price: 50 USD/MWh}]}], begins: 2024-07-04},
		{type: ppa, price: 40 USD/MWh, take_or_pay: 9 GWh, escalation: 10 %/year, ends: 2024-08-31},
		{type: own_generation, capacity: 15 MW, variable: 10 USD/MWh, backup: 90 USD/MWh, capex: 1 USD/kW, life: 3 years, begins: 2025-02-01},
		{type: peak_capacity, price: 900 USD/kW, rule: [{hour: 10}], ends: 2024-04-30}, {type: peak_network, price: 900 USD/kW, hours: [{hours: 07-11}], begins: 2025-03-01},
		{type: fixed, amount: 100 USD, begins: 2024-03-01}, {type: surcharge, share: 30 %, of: [energy, demand, ppa], begins: 2024-07-01, ends: 2025-03-31},
		{type: surcharge, share: 10 %, of: [demand], begins: 2025-04-01}, {type: tax, rate: 20 %}]`)
	rng := rand.New(rand.NewPCG(15, 16))
	for range 5 {
		differ(t, "parts of the axis", list, rng, in)
	}
}

func TestDaysAreDescribed(t *testing.T) {
	// The sentence of a component ends with the days on which it holds.
	t.Parallel()
	for days, want := range map[string]string{
		"": "in every hour", ", begins: 2025-01-01": "in every hour, from 2025-01-01", ", ends: 2025-01-31": "in every hour, to 2025-01-31",
		", begins: 2025-01-01, ends: 2025-01-31": "in every hour, from 2025-01-01 to 2025-01-31",
	} {
		if got := item(t, "{type: flat, price: 1 USD/MWh"+days+"}").Describe(); !strings.HasSuffix(got, want) {
			t.Errorf("%q, want it to end with %q", got, want)
		}
	}
}
