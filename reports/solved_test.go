package reports_test

import (
	"strings"
	"testing"

	"hashwatt/reports"
)

// backwards asks for the megawatts of a share, on a short horizon.
const backwards = `hashwatt: 1
name: Back to a share
clock: {start: 2026-06-01, end: 2027-06-01}
sites: [{id: first, region: komi, power: 1000 MW, online: 2026-06-01, fleet: [{rig: antminer-s21-200}], tariff: [{type: flat, price: 30 USD/MWh}]}]
solve: {for: sites.*.power, so_that: GOAL}
`

func TestWhatWasSolvedIsTheAnswer(t *testing.T) {
	// The megawatts that were found stand in every answer, in a figure and in the first notice, with the way to them.
	t.Parallel()
	r := written(t, strings.Replace(backwards, "GOAL", "share(RU) = 11.23 %", 1), 0)
	p := pageOf(t, r)
	found := reports.WithUnit(reports.Format(r.Solved.TotalMW/1000, 2), "GW")
	for _, a := range p.Audiences {
		if want := "It takes " + found + ", "; !strings.HasPrefix(a.Answer, want) || !strings.Contains(a.Answer, "for Russia to hold 11.23\u202f% of the network in June 2026 to May 2027. The site would") && a.ID != reports.Investor {
			t.Errorf("%s: %q does not begin with %q and the goal", a.ID, a.Answer, want)
		}
	}
	f := figure(t, p, reports.Policy, "connected power that it takes")
	near(t, "power that was found", f.Value.Value*1000, r.Solved.TotalMW)
	if f.Chip != reports.Simulated {
		t.Errorf("the power that was found is %s", f.Chip)
	}
	n := p.Notices[0].Text
	for _, want := range []string{"solved backwards", "sites.first.power from 1.00\u202fGW to " + found, "comes to 11.230\u202f%", "not what anybody plans"} {
		if !strings.Contains(n, want) {
			t.Errorf("%q does not say %q", n, want)
		}
	}
}

func TestAMetricCanBeWhatWasSolvedFor(t *testing.T) {
	// The goal is said by the metric's sentence.
	t.Parallel()
	p := pageOf(t, written(t, strings.Replace(backwards, "GOAL", "energy_mwh = 2 TWh", 1), 0))
	if a := p.Audiences[0].Answer; !strings.Contains(a, "electricity drawn at the meter (energy_mwh)” to be 2 TWh. The site") {
		t.Errorf("%q", a)
	}
}
