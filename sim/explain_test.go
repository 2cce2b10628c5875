package sim_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hashwatt/sim"
	"hashwatt/sim/scenario"
)

// plant is a clock of some months at a hashprice of 50 USD/PH/day with the site a, 10 MW of one kind of machine on
// a price of power that moves by the hour, and b, 20 MW of a worse kind at a flat price.
const plant = `hashwatt: 1
name: test
clock: {start: 2026-01-01, end: 2026-07-01, zone: Europe/Moscow}
bitcoin: {hashprice: {process: flat, value: 50 USD/PH/day}}
sites:
  - {id: a, region: komi, power: 10 MW, online: ONLINE, fleet: [{rig: antminer-s21-200}], tariff: [{type: hourly, name: e, series: northwest, years: [2018], mean: 40 USD/MWh}]}
  - {id: b, region: komi, power: 20 MW, online: ONLINE, fleet: [{rig: antminer-s19-xp-140}], tariff: [{type: flat, name: e, price: 45 USD/MWh}]}
limits:
`

// explained explains an hour of a site of the plant under limits, one in each line.
func explained(t *testing.T, limits, online, site, hour string, sets ...string) *sim.Explanation {
	t.Helper()
	text := strings.ReplaceAll(plant, "ONLINE", online)
	for _, line := range strings.Split(limits, "\n") {
		text += "  - {" + line + "}\n"
	}
	f, err := scenario.Load(fstest.MapFS{"test.yaml": {Data: []byte(text)}}, "test.yaml", scenario.Options{Sets: sets})
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.Parse("2006-01-02T15", hour)
	if err != nil {
		t.Fatal(err)
	}
	e, err := sim.Explain(f, catalog(t), site, at)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestEveryKindOfLimitSaysWhyASiteIsOff explains one hour under each kind of limit, and some under several at once:
// the sentence is that of the limit that decides, and each limit that holds is named once.
func TestEveryKindOfLimitSaysWhyASiteIsOff(t *testing.T) {
	t.Parallel()
	const old, new = "2025-01-01", "2026-02-10"
	for _, c := range []struct {
		name, limits, online, site, hour string
		why, by, force                   string
	}{
		{"ban", "type: ban, name: x, season: 02-01..02-28", old, "a", "2026-02-10T12", "idle: x is in force; a MWh would earn", "x", "x"},
		{"power", "type: power, name: x, limit: 4 MW, each: true", old, "a", "2026-02-10T12", "runs in part: x lets the site draw 4 MW at most; ", "x", "x"},
		{"pro rata", "type: power, name: x, limit: 15 MW", old, "a", "2026-02-10T12", "runs in part: its part of x is 5 MW, shared pro rata by 2 sites; ", "x", "x"},
		{"max min", "type: power, name: x, limit: 12 MW, share: max_min", old, "b", "2026-02-10T12", "its part of x is 6 MW, shared by 2 sites so that the least has the most it can; ", "x", "x"},
		{"priority", "type: power, name: x, limit: 10 MW, share: priority, priority: [b]", old, "a", "2026-02-10T12", "idle: its part of x is 0 MW, what those before it in the order of priority leave; ", "x", "x"},
		{"merit", "type: power, name: x, limit: 8 MW, share: merit", old, "b", "2026-02-10T12", "idle: the 8 MW of x go to machines that earn more in this hour; its multiplier is ", "x", "x"},
		{"auction", "type: power, name: x, limit: 8 MW, share: auction", old, "b", "2026-02-10T12", "idle: x clears its 8 MW of this hour at ", "x", "x"},
		{"auction, part", "type: power, name: x, limit: 15 MW, share: auction", old, "b", "2026-02-10T12", "runs in part: x clears its 15 MW of this hour at 46.83 USD/MWh; a MWh here would earn 46.83 before that", "x", "x"},
		{"energy", "type: energy, name: x, limit: 2 GWh, per: month", old, "b", "2026-02-10T12", " MWh of the 2000 MWh of x in 2026-02 are left and kept for hours that earn more; its multiplier is ", "x", "x"},
		{"carbon", "type: carbon, name: x, limit: 1 kt, per: month", old, "b", "2026-02-10T12", " t of the 1000 t of CO2 of x in 2026-02 are left and kept for hours that earn more; its multiplier is ", "x", "x"},
		{"household", "type: household, name: x, households: 100, applies_to: {sites: [a]}", old, "a", "2026-02-10T12", "runs in part: the 100 households of x may draw 0.8929 MW in this month; ", "x", "x"},
		{"registration", "type: registration, name: x, delay: 2 months", new, "a", "2026-03-10T12", "runs in part: by x it is not registered until 2026-04-10 00:00 +03:00, and may draw 0.008065 MW without that; ", "x", "x"},
		{"registration, share", "type: registration, name: x, share: 50 %, owners: 0", old, "a", "2026-03-10T12", "runs in part: by x only a part of it registers, and with what the owners of the rest may use it may draw 5 MW; ", "x", "x"},
		{"licence queue", "type: licence_queue, name: x, permits: 1, per: quarter", new, "b", "2026-03-10T12", "idle: it waits for its permit from x until 2026-04-01 00:00 +03:00; ", "x", "x"},
		{"no licence", "type: licence_queue, name: x, permits: 1, per: year", new, "b", "2026-03-10T12", "idle: it gets no permit from x before the end of the scenario; ", "x", "x"},
		{"power, one bidder", "type: power, name: x, limit: 4 MW, share: auction, applies_to: {sites: [b]}", old, "b", "2026-02-10T12", "runs in part: x clears its 4 MW of this hour at 46.83 USD/MWh; ", "x", "x"},
		{"penalty by price", "type: penalty, name: x, power: 4 MW, price: 70 USD/MWh", old, "b", "2026-02-10T12", "runs in part: above the 4 MWh of x in 2026-02-10T12Z a MWh costs 70.00 USD, and a MWh here would earn 46.83", "x", "x"},
		{"penalty kept", "type: penalty, name: x, limit: 5 GWh, per: month, fine: 10 MUSD", old, "b", "2026-03-31T15", "the site keeps within x, because more than 5000 MWh in 2026-03 would bring a fine of 10 MUSD; ", "x", "x"},
		{"penalty broken last", "type: penalty, name: x, limit: 5 GWh, per: month, shutdown: 2 days", old, "b", "2026-06-10T12", "takes a shutdown of 48 h (none of it before the end of the scenario) for it", "", "x"},
		{"penalty broken", "type: penalty, name: x, limit: 5 GWh, per: month, shutdown: 2 days", old, "b", "2026-02-10T12", "; the site uses more than the 5000 MWh of 2026-02 that x allows, and takes a shutdown of 48 h for it", "", "x"},
		{"shutdown", "type: penalty, name: x, limit: 5 GWh, per: month, shutdown: 2 days", old, "b", "2026-03-01T12", "idle: the site is shut down by x until 2026-03-03 00:00 +03:00, because it used more than 5000 MWh in 2026-02; ", "x", "x"},
		{"curtailment", "type: curtailment, name: x, keep: 20 %, hours: 12-17", old, "a", "2026-02-10T12", "runs in part: it is called by x to draw 2 MW at most; ", "x", "x"},
		{"interruption", "type: interruption, name: x, hours: 4300, per: year", old, "b", "2026-02-10T12", "idle: x interrupts it in this hour and leaves it 0 MW; ", "x", "x"},
		{"own interruption", "type: interruption, name: x, hours: 4000, choice: site", old, "b", "2026-02-10T12", "runs in part: the site gives up a part of this hour for x, as one of those of 2026 that cost it least: ", "x", "x"},
		{"demand response", "type: demand_response, name: x, strike: 45 USD/MWh, payment: 80 USD/MWh", old, "b", "2026-02-10T12", "idle: it is called by x to draw 0 MW at most, for 80 USD/MWh that it gives up; ", "x", "x"},
		{"ban and quota", "type: ban, name: x, season: 02-01..02-28\ntype: energy, name: q, limit: 2 GWh, per: year", old, "b", "2026-02-10T12", "idle: x is in force; a MWh would earn 46.83 USD; q would stop it too", "x", "x, q"},
		{"two bans", "type: ban, name: x, season: 02-01..02-28\ntype: ban, name: y, season: 02-01..03-28", old, "b", "2026-02-10T12", "idle: y is in force; a MWh would earn 46.83 USD; x would stop it too", "y", "x, y"},
		{"quota with room", "type: power, name: x, limit: 8 MW, share: merit\ntype: energy, name: q, limit: 900 GWh, per: year", old, "b", "2026-02-10T12", "idle: the 8 MW of x go to machines that earn more in this hour; ", "x", "x, q"},
		{
			"cap and quota", "type: ban, name: no, season: 02-01..02-28, applies_to: {sites: [a]}\ntype: energy, name: q, limit: 60 GWh, per: year, each: true\ntype: power, name: x, limit: 15 MW, share: merit",
			old, "b", "2026-02-10T12", "runs in part: the 15 MW of x are used up in this hour, by machines that earn as much or more; one more MWh would earn 46.83 USD; q asks 46.83 USD/MWh besides", "x", "q, x",
		},
		{"household twice", "type: household, name: x, households: 1000, limit: 6000 kWh, meters: 2, detection: 5 %/month, fine: 100 kUSD, applies_to: {sites: [b]}", old, "b", "2026-02-10T12", "", "x", "x"},
	} {
		e := explained(t, c.limits, c.online, c.site, c.hour)
		p := &e.Parts[0]
		d := &p.Tranches[0]
		if !strings.Contains(d.Why, c.why) || d.Limit != c.by {
			t.Errorf("%s: by %q: %s", c.name, d.Limit, d.Why)
		}
		if got := strings.Join(p.LimitsNow, ", "); got != c.force {
			t.Errorf("%s: in force: %s, want %s", c.name, got, c.force)
		}
	}
}

// TestSwitchedMachinesSayWhatTheyWaitFor walks through hours under a controller and under a cycle: a machine that
// is off although it would pay, or on although it does not, names the rule, and both happen.
func TestSwitchedMachinesSayWhatTheyWaitFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		limits, mean string
		wants        []string
	}{
		{"type: hysteresis, name: x, stop: 105 %, resume: 95 %, stop_after: 2 h, resume_after: 4 h", "112", []string{
			"idle: the controller of x waits until power has cost less than ", "at a loss of ", "the controller of x stops it when power has cost more than ",
		}},
		{"type: cycling, name: x, down: 14 h", "112", []string{"idle: x keeps it off for its minimum of 14 h, until 2026-02-0", "idle: by x it is switched off here already: "}},
		{"type: cycling, name: x, up: 18 h", "112", []string{"x keeps it on for its minimum of 18 h, until 2026-02-0"}},
		{"type: cycling, name: x, start: 200 USD/MW", "112", []string{"by x to start again would cost 1883.50 USD, which is more"}},
		{"type: cycling, name: x, start: 900 USD/MW", "160", []string{"idle: by x it is not worth a start, which costs "}},
		{"type: cycling, name: x, blocks: 4, ramp_up: 1", "112", []string{
			"runs in part: x lets it ramp up by 1 of its 4 blocks an hour, and 3 are on; ", "x lets it ramp up by 1 of its 4 blocks an hour, and the hours that follow pay; 1 of its 4 blocks are on",
		}},
	} {
		told := map[string]bool{}
		for hour := range 30 {
			at := time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC).Add(time.Duration(hour) * time.Hour)
			e := explained(t, c.limits, "2025-01-01", "a", at.Format("2006-01-02T15"), "clock.end=2026-02-10", "clock.start=2026-02-01", "sites.a.tariff.e.mean="+c.mean+" USD/MWh")
			if got := strings.Join(e.Parts[0].LimitsNow, ", "); got != "x" {
				t.Fatalf("in force: %s", got)
			}
			for _, want := range c.wants {
				told[want] = told[want] || strings.Contains(e.Parts[0].Tranches[0].Why, want)
			}
		}
		for _, want := range c.wants {
			if !told[want] {
				t.Errorf("%s: no hour says %q", c.limits, want)
			}
		}
	}
}

// TestTheMarginOfAnExplainedHourAddsUp holds that what an hour pays or is paid under rules is a line of its own,
// and the margin what is left of revenue and power cost after it: by hand, an auction that clears at what b earns,
// a price above a limit, a payment for giving 10 MW x availability away, and a fine that falls due with the last
// hour of its month.
func TestTheMarginOfAnExplainedHourAddsUp(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		limits, site, hour string
		want               func(e *sim.Explanation) float64
	}{
		{"type: power, name: x, limit: 15 MW, share: auction", "a", "2026-02-10T12", func(e *sim.Explanation) float64 {
			return e.Parts[0].EnergyMWh * e.Parts[0].Tranches[0].Multiplier
		}},
		{"type: penalty, name: x, power: 4 MW, price: 20 USD/MWh", "b", "2026-02-10T12", func(e *sim.Explanation) float64 {
			return (e.Parts[0].EnergyMWh - 4) * 20
		}},
		{"type: demand_response, name: x, strike: 45 USD/MWh, payment: 80 USD/MWh", "b", "2026-02-10T12", func(e *sim.Explanation) float64 {
			return -80 * e.Parts[0].Tranches[0].Capacity
		}},
		{"type: penalty, name: x, limit: 5 GWh, per: month, fine: 1 kUSD", "b", "2026-02-28T20", func(*sim.Explanation) float64 { return 1000 }},
		{"type: penalty, name: x, limit: 5 GWh, per: month, fine: 1 kUSD", "b", "2026-02-28T21", func(*sim.Explanation) float64 { return 0 }},
	} {
		e := explained(t, c.limits, "2025-01-01", c.site, c.hour)
		var margin, paid float64
		for _, p := range e.Parts {
			margin += p.RevenueUSD - p.PowerUSD
		}
		for _, p := range e.Paid {
			paid += p.USD
		}
		near(t, c.limits, paid, c.want(e), 1e-9)
		near(t, "margin under "+c.limits, e.MarginUSD, margin-paid, 1e-12)
		if (paid != 0) != slices.ContainsFunc(e.Paid, func(p sim.Payment) bool { return p.Limit == "x" && p.For != "" }) {
			t.Errorf("%s: paid %+v", c.limits, e.Paid)
		}
	}
}

// TestABudgetThatIsGoneIsUsedUp explains the last day of a month to operators who think of the present hour only:
// nothing is left, and nothing is kept for better hours; in its first hour they run.
func TestABudgetThatIsGoneIsUsedUp(t *testing.T) {
	t.Parallel()
	const quota = "type: energy, name: x, limit: 2 GWh, per: month"
	if why := explained(t, quota, "2025-01-01", "b", "2026-02-28T12", "foresight=myopic").Parts[0].Tranches[0].Why; !strings.Contains(why, "idle: the 2000 MWh of x in 2026-02 are used up; ") {
		t.Error(why)
	}
	if d := explained(t, quota, "2025-01-01", "b", "2026-02-01T12", "foresight=myopic").Parts[0].Tranches[0]; d.Limit != "" || !strings.HasPrefix(d.Why, "runs: ") {
		t.Error(d.Why)
	}
}

// TestSwitchedMachinesSayWhatTheirBudgetsAsk walks through hours of a cycle under a budget: a machine names the
// budget that is kept for better hours, and runs on where an hour earns less than that asks.
func TestSwitchedMachinesSayWhatTheirBudgetsAsk(t *testing.T) {
	t.Parallel()
	told := map[string]bool{}
	wants := []string{"of quota in 2026-02 are left and kept for hours that earn more; its multiplier is ", "less than the ", "more than the "}
	for hour := range 30 {
		at := time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC).Add(time.Duration(hour) * time.Hour)
		e := explained(t, "type: cycling, name: x, up: 14 h, start: 2 USD/MW\ntype: energy, name: quota, limit: 3 GWh, per: month", "2025-01-01", "a",
			at.Format("2006-01-02T15"), "clock.end=2026-03-01", "clock.start=2026-02-01", "sites.a.tariff.e.mean=60 USD/MWh")
		for _, want := range wants {
			told[want] = told[want] || strings.Contains(e.Parts[0].Tranches[0].Why, want)
		}
	}
	for _, want := range wants {
		if !told[want] {
			t.Errorf("no hour says %q", want)
		}
	}
}
