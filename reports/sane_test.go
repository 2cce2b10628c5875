package reports_test

import (
	"bytes"
	"strings"
	"testing"

	"hashwatt/reports"
	"hashwatt/reports/html"
)

func TestRunsThatDoNothingMakeASanePage(t *testing.T) {
	// No site, a site that never pays, one that comes too late, a horizon of a day: all are pages without an empty chart.
	t.Parallel()
	site := "\nsites: [{id: first, region: komi, power: 10 MW, online: %, fleet: [{rig: antminer-s21-200}]"
	for name, c := range map[string]struct{ text, answer string }{
		"no site":  {"hashwatt: 1\nname: Empty\nclock: {start: 2026-01-01, end: 2027-01-01}\nsites: []\n", "no site, so nothing"},
		"too dear": {"hashwatt: 1\nname: Dear\nclock: {start: 2026-01-01, end: 2026-07-01}" + strings.Replace(site, "%", "2026-01-01", 1) + ", tariff: [{type: flat, price: 500 USD/MWh}]}]\n", "nothing over the whole horizon: price stops all of it"},
		"too late": {"hashwatt: 1\nname: Late\nclock: {start: 2026-01-01, end: 2026-02-01}" + strings.Replace(site, "%", "2030-01-01", 1) + "}]\n", "nothing over the whole horizon"},
		"one day":  {"hashwatt: 1\nname: Day\nclock: {start: 2026-01-01, end: 2026-01-02}" + strings.Replace(site, "%", "2025-01-01", 1) + "}]\n", "would draw"},
	} {
		p := pageOf(t, written(t, c.text, 0))
		for _, a := range p.Audiences {
			if a.ID == reports.Policy && !strings.Contains(a.Answer, c.answer) {
				t.Errorf("%s: the answer is %q, want %q in it", name, a.Answer, c.answer)
			}
		}
		for _, k := range p.Charts() {
			if k.Bars == nil {
				continue
			}
			any := false
			for _, b := range k.Bars.Bars {
				for _, n := range b.Y {
					any = any || !n.None && n.Value != 0
				}
			}
			if !any {
				t.Errorf("%s: chart %s has nothing in it", name, k.ID)
			}
		}
		var b bytes.Buffer
		if err := html.Render(&b, p); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

const script = `hashwatt: 1
name: "</script><img src=x onerror=alert(1)> __f__(alert(1))__f__"
question: "{{.}} <b>bold</b> __f__(alert(2))__f__"
clock: {start: 2026-03-10, end: 2026-09-20, zone: America/New_York}
money: {report: RUB}
regions:
  strange:
    name: "<i>x</i> &amp; __f__(alert(3))__f__"
    country: RU
    zone: Asia/Kolkata
    currency: RUB
    tariff: [{type: time_of_use, name: "</script>", zones: [{price: 3 RUB/kWh}, {price: 5 RUB/kWh, days: mon-fri, hours: 07-23}]}]
sites:
  - {id: a, name: "</script><script>alert(4)</script>", region: strange, power: 12 MW, online: 2026-05-17, lat: 60, lon: 50, place: assumed, fleet: [{rig: antminer-s21-200}]}
  - {id: b, name: "__f__(function(){alert(5)})__f__", region: strange, power: {low: 1 MW, mid: 3 MW, high: 9 MW}, power_basis: inferred, confidence: inferred,
     online: 2026-01-01, status: operating, lat: 61, lon: 52, fleet: [{rig: antminer-s19-xp-140}]}
limits:
  - {type: energy, name: "daily </script>", limit: 200 MWh, per: day}
  - {type: power, name: "cap __f__(alert(6))__f__", limit: 9 MW, season: 06-01..08-31}
  - {type: ban, name: "<svg onload=alert(7)>", from: 2026-09-01}
uncertain: [{path: sites.*.power, from: seeds}]
require: {energy_mwh: {max: 1 GWh}}
`

func TestNamesOfAScenarioStayTexts(t *testing.T) {
	// Names like scripts go through the whole page as they were written, and not a byte of them is markup or code in
	// the report.
	t.Parallel()
	p := pageOf(t, written(t, script, 6))
	if p.Title != "</script><img src=x onerror=alert(1)> __f__(alert(1))__f__" {
		t.Errorf("the title is %q", p.Title)
	}
	if len(p.Notices) < 2 || !strings.Contains(p.Notices[1].Text, "at most 1 GWh") {
		t.Errorf("the requirement that does not hold is not among the notices %v", p.Notices)
	}
	var b bytes.Buffer
	if err := html.Render(&b, p); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, bad := range []string{"<img src=x", "<svg onload", "<i>x</i>", "<script>alert", "<b>bold", "fn:alert", `"daily </script>`} {
		if strings.Contains(page, bad) {
			t.Errorf("the report contains %q", bad)
		}
	}
	for _, good := range []string{"&lt;/script&gt;&lt;img src=x", "__f__(alert(1))__f__"} {
		if !strings.Contains(page, good) {
			t.Errorf("the report does not show %q as a text", good)
		}
	}
}

// The page of forty-six sites and six years; the target is well under 300 ms.
func BenchmarkNew(b *testing.B) {
	r := shipped(b, "announced.yaml", "", 0)
	for b.Loop() {
		if _, err := reports.New(r, reports.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
