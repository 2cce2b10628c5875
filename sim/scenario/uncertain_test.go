package scenario

import (
	"math"
	"strings"
	"testing"

	"hashwatt/scenarios"
	"hashwatt/sim/limit"
	"hashwatt/sim/site"
)

// TestDrawsOfWholeNumbers rounds hours and calls, durations that are whole hours, and nothing that may be a fraction.
func TestDrawsOfWholeNumbers(t *testing.T) {
	t.Parallel()
	f := load(t, files("test.yaml", base+`limits:
  - {type: interruption, hours: 300}
  - {type: demand_response, name: calls, strike: 100 USD/MWh, calls: 20, notice: 2 h}
  - {type: power, limit: 9 MW}
uncertain:
  - {path: limits.interruption.hours, low: "200", mid: "300", high: "400", distribution: triangular}
  - {path: limits.calls.calls, low: "10", mid: "20", high: "30", distribution: triangular}
  - {path: limits.calls.notice, low: 1 h, mid: 2 h, high: 5 h, distribution: triangular}
  - {path: limits.power.limit, low: 8 MW, mid: 9 MW, high: 10 MW, distribution: triangular}
`), Options{})
	tree, facts := resolved(t, f)
	seen, fractions := map[int]bool{}, 0
	for d := 1; d <= 20; d++ {
		drawn, err := f.Drawn(tree, facts.Words.Uncertain, 1, d)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Resolve(f, drawn, catalog(t), facts.Axis, &site.Memory{})
		if err != nil {
			t.Fatalf("draw %d: %v", d, err)
		}
		hours := got.Limits[0].Kind.(*limit.Interruption).Hours
		seen[hours] = true
		if hours < 200 || hours > 400 {
			t.Errorf("draw %d has %d hours", d, hours)
		}
		if mw := float64(got.Limits[2].Kind.(*limit.Power).Limit); mw != float64(int(mw)) {
			fractions++
		}
	}
	if len(seen) < 10 || fractions < 15 {
		t.Errorf("20 draws have %d numbers of hours, and %d powers that are fractions", len(seen), fractions)
	}
}

// TestChanceMayTurnASiteAway connects a site in the draws in which it fits and not in the others; a central case in
// which it does not is a mistake, told where the limit stands.
func TestChanceMayTurnASiteAway(t *testing.T) {
	t.Parallel()
	text := strings.Replace(base, "online: 2026-01-01", "online: 2026-02-01", 1) + "limits: [{type: licence_queue, power: 12 MW, per: quarter}]\n"
	f := load(t, files("test.yaml", text+"uncertain: [{path: sites.a.power, low: 5 MW, mid: 10 MW, high: 30 MW}]\n"), Options{})
	tree, facts := resolved(t, f)
	connected, away := 0, 0
	for d := 1; d <= 30; d++ {
		drawn, err := f.Drawn(tree, facts.Words.Uncertain, 1, d)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Resolve(f, drawn, catalog(t), facts.Axis, &site.Memory{})
		if err != nil {
			t.Fatalf("draw %d: %v", d, err)
		}
		if got.Sites[0].PowerMW > 12 {
			away++
		} else {
			connected++
		}
	}
	if connected == 0 || away == 0 {
		t.Errorf("%d draws fit and %d do not; want both", connected, away)
	}
	unfit(t, strings.Replace(text, "power: 10 MW", "power: 15 MW", 1), "test.yaml:6:10", "limits.licence_queue: site a of 15 MW is larger than the 12 MW of a quarter")
}

// unfit holds that the facts of a text are refused, at a place and with a message.
func unfit(t *testing.T, text, place, want string) {
	t.Helper()
	f := load(t, files("test.yaml", text), Options{})
	tree, _, err := Expand(f, catalog(t))
	if err != nil {
		t.Fatal(err)
	}
	if _, err = Resolve(f, tree, catalog(t), nil, &site.Memory{}); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), place) {
		t.Errorf("%v, want %q at %s", err, want, place)
	}
}

// TestHouseholdsNeedTheirConnection refuses a million households on 10 MW, takes a thousand, and warns of two rules
// for those without registration.
func TestHouseholdsNeedTheirConnection(t *testing.T) {
	t.Parallel()
	text := base + "limits:\n  - {type: household, households: 1000000}\n"
	unfit(t, text, "test.yaml:7:5", "limits.household: 1000000 households of 6 MWh a month draw 8.214 GW, and the connection of site a has 10 MW")
	text = strings.Replace(text, "1000000", "1000", 1)
	const both = `site a stands under "household" and "registration"`
	for more, want := range map[string]bool{"": false, "  - {type: registration, delay: 3 months}\n": true} {
		_, facts := resolved(t, load(t, files("test.yaml", text+more), Options{}))
		if got := strings.Contains(strings.Join(Texts(facts.Warnings), "\n"), both); got != want {
			t.Errorf("with %q: %q", more, Texts(facts.Warnings))
		}
	}
}

// TestNamesOfNobody are told at their own place, in the list in which they stand.
func TestNamesOfNobody(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"{region: irkutsk}": `test.yaml:6:65: limits.ban.applies_to.region: no site lies in the region "irkutsk"; the sites lie in komi`,
		"{sites: [a, b]}":   `test.yaml:6:68: limits.ban.applies_to.sites: there is no site "b"; did you mean "a"?`,
	} {
		text := base + "limits: [{type: ban, season: 05-01..05-31, applies_to: " + words + "}]\n"
		unfit(t, text, "", want)
	}
}

// TestItemsOfLimitsByTheirType takes the default name of a limit, its type, in --set, in variants and in remove.
func TestItemsOfLimitsByTheirType(t *testing.T) {
	t.Parallel()
	text := base + `limits: [{type: power, limit: 5 MW}, {type: ban, season: 05-01..05-31}]
variants:
  less: {limits: {power: {limit: 4 MW}}}
  free: {limits: {remove: [ban]}}
`
	for _, c := range []struct {
		opt  Options
		want float64
		n    int
	}{{Options{Variant: "less"}, 4, 2}, {Options{Variant: "free"}, 5, 1}, {Options{Sets: []string{"limits.power.limit=3 MW"}}, 3, 2}} {
		_, facts := resolved(t, load(t, files("test.yaml", text), c.opt))
		if got := float64(facts.Limits[0].Kind.(*limit.Power).Limit); got != c.want || len(facts.Limits) != c.n {
			t.Errorf("%+v: %v MW and %d limits, want %v and %d", c.opt, got, len(facts.Limits), c.want, c.n)
		}
	}
}

// TestDrawnPower draws the range of the rows with one common factor: low, mid and high at the quantiles 0, 1/2 and 1,
// and every site at the same quantile.
func TestDrawnPower(t *testing.T) {
	t.Parallel()
	f, err := Load(scenarios.FS, "komi.yaml", Options{})
	if err != nil {
		t.Fatal(err)
	}
	tree, facts := resolved(t, f)
	central, err := f.Drawn(tree, facts.Words.Uncertain, 1, 0)
	if err != nil || central != tree {
		t.Fatalf("draw 0 is not the tree itself (%v)", err)
	}
	for d := 1; d <= 5; d++ {
		drawn, err := f.Drawn(tree, facts.Words.Uncertain, 1, d)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Resolve(f, drawn, catalog(t), facts.Axis, &site.Memory{})
		if err != nil {
			t.Fatal(err)
		}
		// Two-piece log-uniform from 4 by 21.07 to 85 MW: sites with the same range draw the same power.
		first := got.Sites[2].PowerMW
		for k := 2; k < 15; k++ {
			if got.Sites[k].PowerMW != first {
				t.Errorf("draw %d: site %d has %g MW, site 2 has %g", d, k, got.Sites[k].PowerMW, first)
			}
		}
		if first < 4 || first > 85 {
			t.Errorf("draw %d: %g MW is outside 4 to 85", d, first)
		}
		u := math.Log(first/4) / math.Log(21.07/4) / 2
		if first > 21.07 {
			u = 0.5 + math.Log(first/21.07)/math.Log(85/21.07)/2
		}
		mid := 11.3
		want := 4 * math.Pow(mid/4, 2*u)
		if u > 0.5 {
			want = mid * math.Pow(85/mid, 2*u-1)
		}
		if got := got.Sites[0].PowerMW; math.Abs(got-want) > 1e-9*want {
			t.Errorf("draw %d: mikun has %g MW, want %g at the common quantile %g", d, got, want, u)
		}
	}
}

// TestDrawnValue draws an input with a range of its own and keeps its mid in the central case.
func TestDrawnValue(t *testing.T) {
	t.Parallel()
	text := base + `uncertain:
  - {path: finance.discount, low: 10 %/year, mid: 12 %/year, high: 20 %/year, distribution: uniform}
  - {path: sites.*.availability, low: 90 %, mid: 95 %, high: 99 %, joint: false}
`
	f := load(t, files("test.yaml", text), Options{})
	tree, facts := resolved(t, f)
	if facts.Finance.Discount != 0.12 || facts.Sites[0].Availability != 0.95 {
		t.Errorf("central case: discount %g, availability %g; want the mids", facts.Finance.Discount, facts.Sites[0].Availability)
	}
	drawn, err := f.Drawn(tree, facts.Words.Uncertain, 3, 1)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Resolve(f, drawn, catalog(t), facts.Axis, &site.Memory{})
	if err != nil {
		t.Fatal(err)
	}
	if d := got.Finance.Discount; d < 0.10 || d > 0.20 || d == 0.12 {
		t.Errorf("drawn discount %g", d)
	}
	if a := got.Sites[0].Availability; a < 0.90 || a > 0.99 || a == 0.95 {
		t.Errorf("drawn availability %g", a)
	}
}

// TestDrawnFromFile draws from a file of values, whose mid is only the central case.
func TestDrawnFromFile(t *testing.T) {
	t.Parallel()
	text := base + "uncertain:\n  - {path: sites.a.power, mid: 10 MW, distribution: csv, file: power.csv}\n"
	f := load(t, files("test.yaml", text, "power.csv", "value (MW)\n30\n20\n"), Options{})
	tree, facts := resolved(t, f)
	drawn, err := f.Drawn(tree, facts.Words.Uncertain, 3, 1)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Resolve(f, drawn, catalog(t), facts.Axis, &site.Memory{})
	if err != nil {
		t.Fatal(err)
	}
	if mw := got.Sites[0].PowerMW; mw < 20 || mw > 30 || facts.Sites[0].PowerMW != 10 {
		t.Errorf("%g MW drawn, %g in the central case", mw, facts.Sites[0].PowerMW)
	}
	f = load(t, files("test.yaml", text, "power.csv", "value (kW)\n30\n20\n"), Options{})
	if _, err := f.Drawn(tree, facts.Words.Uncertain, 3, 1); err == nil || !strings.Contains(err.Error(), "kW") {
		t.Errorf("a file in kW gives %v", err)
	}
}
