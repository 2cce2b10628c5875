package reports_test

import (
	"strings"
	"testing"

	"hashwatt/sim/kernel"
)

func TestReasonsOfIdlenessAreNamedBySize(t *testing.T) {
	// Power of 30 USD/MWh pays at 40 USD/PH/day, where an S21 earns 91 USD for each MWh; 50 USD/kW a month do not. Of
	// 21,600 MWh outages take 5 %, the demand charge the rest; where machines never fail it is alone.
	t.Parallel()
	dear := strings.Replace(billed("", strings.Replace(atWork, "3 USD/kW", "50 USD/kW", 1)), "500 USD/PH/day", "40 USD/PH/day", 1)
	for availability, want := range map[string]string{
		"95 %":  "The demand charge stops 20.5\u202fGWh, outages 1.08\u202fGWh",
		"100 %": "Only the demand charge stops machines: 21.6\u202fGWh",
	} {
		p := pageOf(t, written(t, strings.Replace(dear, "100 %", availability, 1), 0))
		if got := chart(t, p, "idle").Title; got != want {
			t.Errorf("%s: title %q, want %q", availability, got, want)
		}
	}
	outages := pageOf(t, written(t, strings.Replace(billed("", atWork), "100 %", "95 %", 1), 0))
	if got := chart(t, outages, "idle").Title; got != "Only outages stop machines: 1.08\u202fGWh" {
		t.Errorf("outages alone: %q", got)
	}
}

func TestTheIdleChartSaysWhereStandingStillForPeaksCounts(t *testing.T) {
	// Hours that may be the system’s peak are dear hours; the highest load is planned. A tariff without either says
	// nothing of them.
	t.Parallel()
	const system, highest = " counts as price, for such hours are dear: ", " counts as demand charge: "
	for tariff, want := range map[string]string{
		atWork:                              highest + "peak.",
		"[{type: flat, price: 30 USD/MWh}]": "",
		category:                            system + "capacity. To keep the highest load down" + highest + "network.",
		coincident("[2026-02-10T16]"):       system + "transmission.",
		coincident("[2026-02-10T16, 2026-02-10T17]"): highest + "transmission.",
	} {
		money := ""
		if tariff == category {
			money = "money: {report: RUB}\n"
		}
		p := pageOf(t, written(t, strings.Replace(billed(money, tariff), "100 %", "95 %", 1), 0))
		caption := chart(t, p, "idle").Caption
		if !strings.Contains(caption, want) || strings.Contains(caption, system) != strings.Contains(want, system) || strings.Contains(caption, highest) != strings.Contains(want, highest) {
			t.Errorf("%s: caption %q, want %q", tariff, caption, want)
		}
	}
}

func TestPriceStopsFewerHoursWhereThePeaksAreKnown(t *testing.T) {
	// At 100 USD/PH/day an S21 earns some 230 USD/MWh. Capacity at 66,000 USD/MW a month costs more than 3,000 USD/MWh
	// in the peak hours of working days, or a third of that in each of three alert hours. Who has a forecast stands
	// still in three hours of each of the 55 working days of a Russian winter (15 in January, 19, 21), who knows the
	// peaks in one. The page says why.
	t.Parallel()
	const tariff = "[{type: flat, name: energy, price: 30 USD/MWh}, " +
		"{type: peak_capacity, name: capacity, price: 66000 USD/MW, rule: [{hour: 10}], forecast: {hit_rate: 100 %, alerts: 3}}]"
	text := strings.Replace(billed("foresight: rolling\n", tariff), "500 USD/PH/day", "100 USD/PH/day", 1)
	for foresight, want := range map[string]struct {
		hours   float64
		because string
	}{
		"rolling": {3, "All hours of which the forecast warns are dear here"},
		"perfect": {1, "Only the hours of the peaks are dear here"},
	} {
		r := written(t, strings.Replace(text, "rolling", foresight, 1), 0)
		idle := 0.0
		for m := range r.Trace.Months {
			idle += r.Trace.Idle[0][m*r.Trace.Reasons+kernel.ReasonPrice]
		}
		if got := idle / 10 / want.hours; got != 55 {
			t.Errorf("%s: price stops %g hours on each of %g days, want 55 days", foresight, want.hours, got)
		}
		if caption := chart(t, pageOf(t, r), "idle").Caption; !strings.Contains(caption, want.because) {
			t.Errorf("%s: caption %q, want %q", foresight, caption, want.because)
		}
	}
}

// coincident is a tariff of energy and of the highest load in some hours of the system’s peak.
func coincident(hours string) string {
	return "[{type: flat, name: energy, price: 30 USD/MWh}, {type: coincident, name: transmission, groups: [{hours: " + hours + ", price: 1 USD/kW}]}]"
}
