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
		if want := "It takes " + found + ", "; !strings.HasPrefix(a.Answer, want) || !strings.Contains(a.Answer, "for Russia to hold 11.23\u202f% of the network in June 2026 to May 2027 on average; by month the share is 11.") {
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

func TestASolvedScenarioSpeaksOfTheMonthsThatItAsksFor(t *testing.T) {
	// The share of the sites, their energy and how much they run are those of the year of the goal, not means over
	// years in which nothing stands; the country's share has its range by month and its last month; nothing is said of
	// megawatts that were inferred, and no range is made of a multiplied one.
	t.Parallel()
	r := written(t, `hashwatt: 1
name: Back to a share
clock: {start: 2026-01-01, end: 2029-01-01}
sites: [{id: first, region: komi, power: {low: 200 MW, mid: 1000 MW, high: 3000 MW}, online: 2028-01-01, confidence: inferred, fleet: [{rig: antminer-s21-200}], tariff: [{type: flat, price: 30 USD/MWh}]}]
solve: {for: sites.*.power, so_that: share(RU) = 11.23 %, over: 2028-01-01..2028-12-31}
`, 0)
	p := pageOf(t, r)
	months := r.Shares.Find("RU").Share[24:36]
	energy := 0.0
	for m := 24; m < 36; m++ {
		energy += r.Ledger.Total.Lines[m].EnergyMWh
	}
	near(t, "energy of 2028", figure(t, p, reports.Policy, "electricity in 2028").Value.Value*1e6, energy)
	tonnes := 0.0
	for m := 24; m < 36; m++ {
		tonnes += r.Ledger.Total.Lines[m].EmissionsT
	}
	near(t, "emissions of 2028", figure(t, p, reports.Policy, "of CO₂ in 2028").Value.Value*1e6, tonnes)
	f := figure(t, p, reports.Policy, "of the network in Russia, 2028")
	near(t, "share of the country", f.Value.Value, 11.23)
	last := reports.WithUnit(reports.Format(100*months[11], 2), "%") + " in December 2028"
	if !strings.HasSuffix(f.Note, last) {
		t.Errorf("%q does not end with %q", f.Note, last)
	}
	answer := p.Audiences[0].Answer
	for _, want := range []string{"on average; by month the share is ", last, "In 2028 the site would hold ", " of what the plant could draw; over 2026 to 2028, at "} {
		if !strings.Contains(answer, want) {
			t.Errorf("%q does not say %q", answer, want)
		}
	}
	for _, n := range p.Notices {
		if strings.Contains(n.Text, "never announced") {
			t.Errorf("%q, of megawatts that solve found", n.Text)
		}
	}
	power := figure(t, p, reports.Policy, "connected power that it takes")
	if !power.Low.None || !power.High.None || strings.Contains(p.Sections[0].Lead, "plausible") || !strings.Contains(p.Sections[0].Lead, "as the scenario’s target asks for") {
		t.Errorf("%+v, %q", power, p.Sections[0].Lead)
	}
	for _, s := range p.Sources {
		if s.Name == "power" || strings.HasPrefix(s.Name, "power of ") {
			if s.Confidence != reports.Simulated || s.SourceID != "" || !strings.Contains(s.Note, "Found: what the scenario states, times ") || strings.Contains(s.Value, "/") {
				t.Errorf("%+v", s)
			}
		}
	}
	if c := table(t, p, "sites-table").Columns; c[len(c)-1].Text[0] != "found by solve" || c[3].Name != "power is" || c[3].Text[0] != "simulated" {
		t.Errorf("beside the power stands %q: %q", c[3].Name, c[3].Text)
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
