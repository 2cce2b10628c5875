package tariff

import (
	"math"
	"strings"
	"testing"
)

func TestFixedUpkeepRisesAndCapitalDoesNot(t *testing.T) {
	// 12,000 RUB/MW a year of upkeep and 120,000 RUB/MW over ten years are 1,000 and 1,000 RUB a month for a MW. A
	// step of 50 % in March makes the upkeep 1,500 from then on, 4 %/year moves it by the first hour of each month,
	// and the capital stays.
	t.Parallel()
	in := world(t, "2025-01-01", "2026-01-01", "UTC")
	mwh := make([]float64, in.Axis.Hours)
	words := "{type: own_generation, capacity: 1 MW, fixed: 12 RUB/kW, capex: 120 RUB/kW, life: 10 years"
	stepped := paid(t, item(t, words+", steps: [{from: 2025-03-01, change: 50 %}]}"), mwh, in)
	yearly := paid(t, item(t, words+", escalation: 4 %/year}"), mwh, in)
	for m, month := range in.Civil.Months {
		want := 2000.0
		if m >= 2 {
			want = 2500
		}
		if !near(stepped[m], want, 1e-12) {
			t.Errorf("month %d costs %v, want %v", m+1, stepped[m], want)
		}
		if want := 1000 + 1000*math.Pow(1.04, float64(month.From)/8766); !near(yearly[m], want, 1e-12) {
			t.Errorf("month %d with an escalation costs %v, want %v", m+1, yearly[m], want)
		}
	}
}

func TestAPlantIsExactWhereItsEnergyIsAllThatItCosts(t *testing.T) {
	// Fuel alone is a price times the load; capital, fixed upkeep, exports and a capacity that the load may exceed are
	// not.
	t.Parallel()
	in := world(t, "2018-01-01", "2018-01-03", "UTC")
	in.Series, in.MostMW = market, 10
	for words, want := range map[string]bool{
		"capacity: 10 MW, variable: 1 RUB/MWh":                              true,
		"capacity: 10 MW, variable: 1 RUB/MWh, fixed: 1 RUB/kW":             false,
		"capacity: 10 MW, capex: 1 RUB/kW, life: 10 years":                  false,
		"capacity: 10 MW, variable: 1 RUB/MWh, export: {series: northwest}": false,
		"capacity: 9 MW, variable: 1 RUB/MWh, backup: 2 RUB/MWh":            false,
		"capacity: 9 MW, variable: 1 RUB/MWh, backup: 1 RUB/MWh":            true,
	} {
		s := newShape(in)
		if err := item(t, "{type: own_generation, "+words+"}").Shape(s, in); err != nil {
			t.Fatalf("%s: %v", words, err)
		}
		if s.Exact != want {
			t.Errorf("%s: exact is %v, want %v", words, s.Exact, want)
		}
	}
}

func TestTheUpkeepSaysHowItRose(t *testing.T) {
	// The line of capital and upkeep names what moved the upkeep by its month; with capital alone it names nothing.
	t.Parallel()
	in := world(t, "2025-01-01", "2025-03-01", "UTC")
	why := func(words string, m int) string {
		charges, err := item(t, "{type: own_generation, capacity: 1 MW, "+words+", steps: [{from: 2025-02-01, change: 50 %}]}").Invoice(Use{MWh: make([]float64, in.Axis.Hours)}, in)
		if err != nil || len(charges) != 2 {
			t.Fatalf("%v (%v), want a line for each of two months", charges, err)
		}
		return charges[m].Why
	}
	if got := why("fixed: 1 USD/kW", 0); strings.Contains(got, "%") {
		t.Errorf("January says %q, before the step", got)
	}
	if got := why("fixed: 1 USD/kW", 1); !strings.HasSuffix(got, "; the upkeep +50 % from 2025-02-01") {
		t.Errorf("February says %q, want the step", got)
	}
	for words, want := range map[string]string{
		"fixed: 12 USD/kW": "1 MW of own generation at 0 USD/MWh and 1000 USD a month, +50 % from 2025-02-01",
		"fixed: 12 USD/kW, capex: 12 USD/kW, life: 1 years": "1 MW of own generation at 0 USD/MWh and 2000 USD a month, +50 % from 2025-02-01, but for the capital",
	} {
		if got := item(t, "{type: own_generation, capacity: 1 MW, "+words+", steps: [{from: 2025-02-01, change: 50 %}]}").Describe(); got != want {
			t.Errorf("Describe() = %q, want %q", got, want)
		}
	}
	if got := why("capex: 1 USD/kW, life: 1 years", 1); strings.Contains(got, "%") {
		t.Errorf("capital says %q, but it does not rise", got)
	}
}
