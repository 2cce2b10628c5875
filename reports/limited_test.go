package reports_test

import (
	"strings"
	"testing"

	"hashwatt/reports"
	"hashwatt/sim"
)

// rationed are two sites of 10 MW that would always run, one with dear power, and in January share 3,720 MWh, a
// quarter of what they could draw.
const rationed = `hashwatt: 1
name: Rationed
clock: {start: 2026-01-01, end: 2026-04-01}
bitcoin: {hashprice: {process: flat, value: 500 USD/PH/day}, price: {process: flat, value: 100000 USD/BTC}}
regions:
  works: {name: The works, country: US, zone: UTC, currency: USD, tariff: [{type: flat, name: energy, price: 30 USD/MWh}]}
  hills: {name: The hills, country: US, zone: UTC, currency: USD, tariff: [{type: flat, name: energy, price: 60 USD/MWh}]}
sites:
  - {id: first, region: works, power: 10 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}], pue: 1.05, availability: 100 %}
  - {id: second, region: hills, power: 10 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}], pue: 1.05, availability: 100 %}
limits: [{type: energy, name: January quota, limit: 3720 MWh, per: month, from: 2026-01-01, to: 2026-01-31}]
variants:
  shut: {limits: {append: [{type: ban, name: January ban, from: 2026-01-01, to: 2026-01-31}]}}
`

// prosesOf joins the paragraphs on what limited the sites, in plain spaces.
func prosesOf(t testing.TB, p *reports.Page) (text string) {
	t.Helper()
	for _, b := range section(t, p, "limited").Blocks {
		if b.Prose != "" {
			text += b.Prose + "\n"
		}
	}
	return strings.ReplaceAll(text, "\u202f", " ")
}

func TestTheReadingOfAQuotaThatAPencilCanCompute(t *testing.T) {
	// In January two sites of 10 MW could draw 14,880 MWh. Of 3,720 MWh all go to the cheap one: the dear one loses
	// its 7,440 MWh, the cheap one 3,720, together 26 % of the 43,200 MWh of three months. Nothing moves elsewhere
	// where the hashprice is given.
	t.Parallel()
	p := pageOf(t, written(t, rationed, 0))
	text := prosesOf(t, p)
	for _, want := range []string{
		"The January quota keeps back 11.2 GWh over the horizon, 26 % of what the plant that stands could have drawn, and with it ",
		"falls on sites in The hills, ", " on sites in The works.",
		"Without it its two sites would draw 11.2 GWh more", "nothing moves elsewhere, as the hashprice is given.",
		"One more megawatt-hour under it would be worth ",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q does not say %q", text, want)
		}
	}
	for _, not := range []string{"the state", "the grid", "variants", "most of the"} {
		if strings.Contains(text, not) {
			t.Errorf("%q speaks of %q", text, not)
		}
	}
	borne := table(t, p, "borne-table")
	cut, scale := columnOf(t, borne, "kept back")
	if borne.Columns[0].Text[0] != "second" || borne.Columns[0].Text[1] != "first" {
		t.Errorf("borne by %v", borne.Columns[0].Text)
	}
	near(t, "kept from the dear site", cut[0]*scale, 7440)
	near(t, "kept from the cheap site", cut[1]*scale, 3720)
	shares, _ := columnOf(t, borne, "of what the limit takes")
	near(t, "shares", sum(shares), 100)
	grid := chart(t, p, "rules").Grid
	if c := grid.Rows[0].Cells; len(c) != 3 || c[0] != reports.Num(100) || c[1] != reports.Gap || c[2] != reports.Gap {
		t.Errorf("in force as %v, want all of January and no more", c)
	}
	reasons := chart(t, p, "reasons").Grid // of two sites: by month
	if len(reasons.Rows) != 1 || reasons.Rows[0].Name != "January quota" {
		t.Fatalf("%+v", reasons.Rows)
	}
	near(t, "stopped in January, %", reasons.Rows[0].Cells[0].Value, 75)
	curve := chart(t, p, "curve-l1-january-quota")
	if !strings.Contains(curve.Title, "January quota: a little more or less of it is worth about ") {
		t.Errorf("curve: %q", curve.Title)
	}
	leaks := table(t, p, "leaks-table")
	moved, scale := columnOf(t, leaks, "energy")
	near(t, "moved", moved[0]*scale, -11160)
	if leaks.Len() != 1 {
		t.Errorf("%d rows of leakage, want that of the held sites alone", leaks.Len())
	}
}

func TestForesightAndVariantsStandSideBySide(t *testing.T) {
	// Who does not look ahead runs both sites until the quota is gone, so 1,860 MWh go to the site whose power costs
	// 30 USD/MWh more: 55,800 USD. A ban of January leaves 28,320 MWh instead of 32,040.
	t.Parallel()
	text := rationed + "report: {value_of_foresight: true, compare: [shut]}\n"
	r := written(t, text, 0)
	p := pageOf(t, r)
	looks := table(t, p, "foresight-table")
	less, scale := columnOf(t, looks, "less than perfect")
	if strings.Join(looks.Columns[0].Text, ", ") != "perfect, rolling, as on this page, myopic" || less[0] != 0 || less[1] != 0 {
		t.Errorf("%v lose %v", looks.Columns[0].Text, less)
	}
	near(t, "lost without looking ahead", less[2]*scale, 55_800)
	if want := "Not knowing what comes costs: rolling nothing, myopic 55.8\u202fk$ ("; !strings.HasPrefix(looks.Title, want) {
		t.Errorf("%q does not begin with %q", looks.Title, want)
	}
	compared := table(t, p, "compared-table")
	energy, scale := columnOf(t, compared, "electricity")
	years := float64(r.Facts.Axis.Hours) / 8766
	near(t, "this run", energy[0]*scale*years, 32_040)
	near(t, "the ban", energy[1]*scale*years, 28_320)
	if got := prosesOf(t, p); !strings.Contains(got, "Of the two variants that are compared, this run draws most electricity, 130 GWh a year, and has the largest net present value, ") {
		t.Errorf("%q", got)
	}
	if want := "From 115\u202fGWh of electricity a year (shut) to 130\u202fGWh (this run)"; compared.Title != want {
		t.Errorf("%q, want %q", compared.Title, want)
	}
	r.Compared[0].Values = nil
	for _, total := range r.Summary.Totals {
		r.Compared[0].Values = append(r.Compared[0].Values, total.Value)
	}
	if got, want := table(t, pageOf(t, r), "compared-table").Title, "Much the same electricity in every variant: 130\u202fGWh a year"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	r.Looks[0].Months[0] -= 1e6
	worse := table(t, pageOf(t, r), "foresight-table")
	if want := "costs: rolling nothing, it earns 1.00\u202fM$ more, myopic"; !strings.Contains(worse.Title, want) || !strings.Contains(worse.Caption, "who knows all earns less than another") {
		t.Errorf("%q, %q", worse.Title, worse.Caption)
	}
}

func TestLeakageIsWhatOthersHashMore(t *testing.T) {
	// Held sites hash 100 PH/s less on average, other sites 30 more, the rest of the world 20 more: half of it is made up.
	t.Parallel()
	r := written(t, strings.Replace(rationed, "hashprice: {process: flat, value: 500 USD/PH/day}", "rest_of_world: {response: growth, rate: 0 %/year}", 1), 0)
	hours := float64(r.Facts.Axis.Hours)
	r.Leaks = []sim.Leak{{
		Held: sim.Shift{EnergyMWh: -5000, HashPHh: -100 * hours, BTC: -3}, Elsewhere: []sim.Place{{Region: 1, Shift: sim.Shift{EnergyMWh: 900, HashPHh: 30 * hours}}},
		RestPHh: 20 * hours, Difficulty: -0.002,
	}}
	r.Summary.Limits[0].CurtailedMWh = 5000
	p := pageOf(t, r)
	leaks := table(t, p, "leaks-table")
	if leaks.Title != "Of the hashrate that the January quota stops, others make up 50\u202f%" || !strings.Contains(leaks.Caption, "−0.20\u202f% by the January quota") {
		t.Errorf("%q, %q", leaks.Title, leaks.Caption)
	}
	of, _ := columnOf(t, leaks, "of the hashrate stopped")
	if len(of) != 3 || of[0] != -100 || of[1] != 30 || of[2] != 20 || leaks.Columns[1].Text[1] != "other sites, Hills" {
		t.Errorf("%v of %v", of, leaks.Columns[1].Text)
	}
	if got := prosesOf(t, p); !strings.Contains(got, "of the 100 PH/s that they hash less with it, other sites make up 30 % and the rest of the world 20 %, as difficulty is 0.20 % lower.") {
		t.Errorf("%q", got)
	}
}

func TestWithoutLimitsTheReasonsStandAlone(t *testing.T) {
	// No timeline, no table of limits, no shadow price; what stops machines is said.
	t.Parallel()
	p := pageOf(t, shipped(t, "komi.yaml", "", 0))
	s := section(t, p, "limited")
	var got []string
	for _, b := range s.Blocks {
		switch {
		case b.Chart != nil:
			got = append(got, b.Chart.ID)
		case b.Table != nil:
			got = append(got, b.Table.ID)
		default:
			got = append(got, "prose")
		}
	}
	if strings.Join(got, " ") != "idle reasons hours-table" {
		t.Errorf("blocks %v", got)
	}
	if !strings.HasPrefix(s.Lead, "No limit, quota or ban stands in this scenario; what stops machines is price (") || !strings.Contains(s.Lead, " and outages (") {
		t.Errorf("lead %q", s.Lead)
	}
}

// ruled is rationed with one other limit in place of the quota.
func ruled(limit string) string {
	from := strings.Index(rationed, "limits: [")
	return rationed[:from] + "limits: [" + limit + "]\n"
}

func TestWhoIsPaidUnderALimitIsSaid(t *testing.T) {
	// An auction and a penalty bring money to the state, a call of the grid pays the sites, and starts cost them; each
	// a year.
	t.Parallel()
	for limit, want := range map[string]string{
		"{type: power, name: allocation, limit: 5 MW, share: auction}":                                        "The allocation brings the state ",
		"{type: penalty, name: soft quota, limit: 1 GWh, per: month, price: 5 USD/MWh}":                       "The soft quota brings the state ",
		"{type: demand_response, name: calls, strike: 50 USD/MWh, payment: 10 USD/MWh}":                       "The grid pays the sites ",
		"{type: cycling, name: starts and stops, start: 100 USD/MW}":                                          "Starts under “starts and stops” cost the sites ",
		"{type: energy, name: January quota, limit: 3720 MWh, per: month, from: 2026-01-01, to: 2026-01-31}":  "",
		"{type: carbon, name: carbon cap, limit: 1 kt, per: month, applies_to: {sites: [first]}}":             "",
		"{type: hysteresis, name: controller, stop: 101 %, resume: 99 %}":                                     "",
		"{type: curtailment, name: nights, hours: 20-24, keep: 50 %}":                                         "",
		"{type: power, name: allocation, limit: 5 MW, share: merit}":                                          "",
		"{type: interruption, name: peak service, hours: 300, per: year, keep: 5 %, series: ercot_day_ahead}": "",
		"{type: licence_queue, name: connections, permits: 1, per: month, from: 2026-01-01}":                  "",
		"{type: registration, name: register, delay: 1 month, share: 80 %}":                                   "",
		"{type: household, name: homes, households: 20, applies_to: {sites: [second]}}":                       "",
	} {
		text := ruled(limit)
		if strings.Contains(limit, "carbon") {
			text = strings.ReplaceAll(text, "zone: UTC, ", "zone: UTC, emissions_g_per_kwh: 400, ")
		}
		r := written(t, text, 0)
		if strings.Contains(limit, "cycling") { // power of one price starts nothing
			r.Trace.Use(0, 0, 1).PaidUSD, r.Summary.Limits[0].PaidUSD = 500, 500
		}
		p := pageOf(t, r)
		got := prosesOf(t, p)
		if want != "" && !strings.Contains(got, want) {
			t.Errorf("%s: %q does not say %q", limit, got, want)
		}
		if want == "" && (strings.Contains(got, "brings the state") || strings.Contains(got, "The grid pays")) {
			t.Errorf("%s: %q", limit, got)
		}
		for _, wrong := range []string{"NaN", "Inf", "%!", "  ", "..", " ,"} {
			if lead := section(t, p, "limited").Lead; strings.Contains(got+lead, wrong) {
				t.Errorf("%s: %q in %q", limit, wrong, lead+" "+got)
			}
		}
	}
}

func TestWhatSwitchingCostsIsSaid(t *testing.T) {
	// Machines that cannot be switched every hour run in dear hours as well: so the site draws more than without the
	// rule, though hours are kept back. What that loses, and what is kept back, is the margin that the rule takes.
	t.Parallel()
	r := shipped(t, "cycling.yaml", "", 0)
	got := prosesOf(t, pageOf(t, r))
	for _, want := range []string{
		"The limit “switching” keeps back ", " of coins. Counting what machines lose that it keeps running, it takes ",
		" of margin. As it keeps some running in dear hours, its site draws ", " more with it than without. Starts under “switching” cost the site ",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
	takes := r.Summary.Limits[0].ForgoneUSD + r.Summary.Limits[0].PaidUSD
	if lost := -r.Leaks[0].Held.MarginUSD; !(takes > 0.99*lost && takes < 1.01*lost) { // the network's path moves a little
		t.Errorf("it takes %g USD, without it the site earns %g more", takes, lost)
	}
}

func TestACapOnCarbonCountsTonnes(t *testing.T) {
	// 1 kt a month at 0.4 t for each MWh is 2,500 MWh: 2,500/744 MW in January. Its shadow price is that of a tonne,
	// not of a MWh.
	t.Parallel()
	text := strings.ReplaceAll(ruled("{type: carbon, name: carbon cap, limit: 1 kt, per: month}"), "zone: UTC, ", "zone: UTC, emissions_g_per_kwh: 400, ")
	r := written(t, text, 0)
	p := pageOf(t, r)
	_, mw := allowed(t, p)
	near(t, "allowed in January, MW", mw[0], 2500.0/744)
	if c := chart(t, p, "shadow-price-carbon"); c.Lines.Y.Unit != "USD/t" || !strings.HasPrefix(c.Title, "One more tonne of CO₂ under the limit is worth up to ") {
		t.Errorf("%q in %s", c.Title, c.Lines.Y.Unit)
	}
	if got := prosesOf(t, p); !strings.Contains(got, "One more tonne under it would be worth ") {
		t.Errorf("%q", got)
	}
	used := chart(t, p, "budget-l1-carbon-cap")
	near(t, "tonnes used in a month", used.Bars.Bars[0].Y[0].Value*scaleOf(used.Bars.Y.Unit), 1000)
	if used.Bars.Y.Unit != "kt" {
		t.Errorf("in %s", used.Bars.Y.Unit)
	}
}

func TestThousandsOfHourlyBudgetsAreASentence(t *testing.T) {
	// A limit on power by merit has a budget in each of 2,160 hours: none is drawn. It is used up in all of them, 5 MW
	// of 20.
	t.Parallel()
	p := pageOf(t, written(t, ruled("{type: power, name: allocation, limit: 5 MW, share: merit}"), 0))
	if got := prosesOf(t, p); !strings.Contains(got, "The allocation is used up in every hour; its hours allow 10.8 GWh in all, of which 10.8 GWh are drawn.") {
		t.Errorf("%q", got)
	}
	for _, c := range p.Charts() {
		if strings.HasPrefix(c.ID, "budget-") {
			t.Errorf("%s is drawn", c.ID)
		}
	}
	days, mw := allowed(t, p)
	if len(days) != 90 {
		t.Errorf("%d days", len(days))
	}
	near(t, "allowed, MW", mw[len(mw)-1], 5)
}

func TestPlansThatProvedThemselvesAreTold(t *testing.T) {
	// Only where proofs were made.
	t.Parallel()
	r := written(t, rationed, 0)
	if got := prosesOf(t, pageOf(t, r)); strings.Contains(got, "checked against") || !strings.Contains(got, "3 plans of one budget") {
		t.Errorf("%q", got)
	}
	r.Trace.Certified.Plans, r.Trace.Certified.Gap = 3, 2.5e-13
	if got := prosesOf(t, pageOf(t, r)); !strings.Contains(got, "In this run each plan under which something is short was checked against its own shadow prices: but for its gap it agrees to 2.500 · 10⁻¹³.") {
		t.Errorf("%q", got)
	}
}

func TestTheWordsOfLimitsStandWhereTheyAreUsed(t *testing.T) {
	// A shared quota and its leakage are explained, and no auction that nobody holds.
	t.Parallel()
	words := func(p *reports.Page) (list []string) {
		for _, term := range p.Audience(reports.Policy).Glossary {
			list = append(list, term.Word)
		}
		return list
	}
	with := strings.Join(words(pageOf(t, written(t, rationed, 0))), ", ")
	for _, want := range []string{"quota", "shadow price", "leakage"} {
		if !strings.Contains(with, want) {
			t.Errorf("%s lacks %s", with, want)
		}
	}
	auction := strings.Join(words(pageOf(t, written(t, ruled("{type: power, name: allocation, limit: 5 MW, share: auction}"), 0))), ", ")
	if strings.Contains(with, "auction") || !strings.Contains(auction, "auction") || strings.Contains(auction, "foresight") {
		t.Errorf("%s; %s", with, auction)
	}
}
