package reports_test

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"hashwatt/reports"
	"hashwatt/reports/html"
	"hashwatt/sim"
)

func TestPagesOfRealRunsCanBeShownAndKept(t *testing.T) {
	// Each is whole, is the same when made again, and renders to the same bytes after a journey through JSON.
	t.Parallel()
	for name, r := range map[string]*sim.Result{
		"golden":       shipped(t, "golden-site.yaml", "", 0),
		"one site":     shipped(t, "01-one-site.yaml", "", 0),
		"quota, draws": shipped(t, "komi.yaml", "winter_quota", 6),
		"allocation":   shipped(t, "komi.yaml", "allocation", 0),
		"everything":   shipped(t, "announced.yaml", "", 0),
	} {
		p := pageOf(t, r)
		var first, again, back bytes.Buffer
		if err := p.Write(&first); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := pageOf(t, r).Write(&again); err != nil || !bytes.Equal(first.Bytes(), again.Bytes()) {
			t.Errorf("%s: the same result gave two different pages (%v)", name, err)
		}
		read, err := reports.Read(bytes.NewReader(first.Bytes()))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var direct bytes.Buffer
		if err := html.Render(&direct, p); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := html.Render(&back, read); err != nil || !bytes.Equal(direct.Bytes(), back.Bytes()) {
			t.Errorf("%s: the page and its copy from JSON render differently (%v)", name, err)
		}
		if direct.Len() > 6e6 {
			t.Errorf("%s: the report has %d bytes, at most 6 MB are meant", name, direct.Len())
		}
		for _, a := range p.Audiences {
			if len(a.Figures) != 6 || len(a.Glossary) == 0 || !strings.HasSuffix(a.Answer, ".") {
				t.Errorf("%s: %s has %d figures, %d words, and the answer %q", name, a.ID, len(a.Figures), len(a.Glossary), a.Answer)
			}
		}
		want := []string{"where", "energy", "limited", "bill", "hashrate", "money", "risk", "regions"}
		var got []string
		for _, s := range p.Sections {
			got = append(got, s.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: sections %v, want %v", name, got, want)
		}
	}
}

func TestFiguresOfTheGoldenSite(t *testing.T) {
	// Known answers of the site that a pencil can compute: 91,980 MWh a year, NPV -1.4953 MUSD at 15 %, payback after
	// 2.617787 years, 36,077.73 USD of power for a coin of 79,536 USD.
	t.Parallel()
	p := pageOf(t, shipped(t, "golden-site.yaml", "", 0))
	for _, c := range []struct {
		audience, label, unit string
		want, tolerance       float64
	}{
		{reports.Policy, "electricity a year", "GWh", 91.98, 1e-9}, // of 365 days
		{reports.Investor, "net present value", "M$", -1.4952965809, 1e-9},
		{reports.Investor, "internal rate of return", "%", 7.13647, 1e-4},
		{reports.Investor, "payback after tax", "years", 2.617786404, 1e-8},
		{reports.Investor, "power and operation for one bitcoin", "k$", 36.0777252864, 1e-8},
		{reports.Investor, "for machines and infrastructure", "M$", 11.7, 1e-9},
		{reports.Student, "own hashrate, mean", "PH/s", 500, 1e-9},
	} {
		f := figure(t, p, c.audience, c.label)
		if math.Abs(f.Value.Value-c.want) > c.tolerance || f.Unit != c.unit || !f.Low.None {
			t.Errorf("%s = %v %s (range %v), want %v %s and no range", c.label, f.Value.Value, f.Unit, f.Low, c.want, c.unit)
		}
	}
	for audience, words := range map[string][]string{
		reports.Policy:   {"The site would draw 92.0\u202fGWh", "0.0698\u202f%", "the owners lose 1.50\u202fM$"},
		reports.Investor: {"is −1.50\u202fM$ on 11.7\u202fM$", "paid back after 2.6\u202fyears", "costs 36.1\u202fk$ to make and brings 79.5\u202fk$"},
		reports.Student:  {"500\u202fPH/s", "50.0\u202fUSD a day", "up to 99\u202f$"},
	} {
		for _, w := range words {
			if answer := p.Audience(audience).Answer; !strings.Contains(answer, w) {
				t.Errorf("%s: %q does not say %q", audience, answer, w)
			}
		}
	}
	if c := chart(t, p, "cash"); !strings.Contains(c.Title, "2.62\u202fyears, in August 2027") || len(c.Lines.Marks) == 0 {
		t.Errorf("cash: title %q and %d marks, want the payback", c.Title, len(c.Lines.Marks))
	}
}

func TestTablesAndChartsAddUpToTheRun(t *testing.T) {
	// Whatever a page divides up (months, sites, reasons, years, regions, limits) sums to the metrics of the run.
	t.Parallel()
	for name, r := range map[string]*sim.Result{
		"quota": shipped(t, "komi.yaml", "winter_quota", 3), "everything": shipped(t, "announced.yaml", "", 0), "golden": shipped(t, "golden-site.yaml", "", 0),
	} {
		p := pageOf(t, r)
		metric := func(id string) float64 { return r.Summary.Find(id).Value.V }
		bars := func(id string) float64 {
			c, total := chart(t, p, id).Bars, 0.0
			for _, b := range c.Bars {
				for _, n := range b.Y {
					total += n.Value
				}
			}
			return total * scaleOf(c.Y.Unit)
		}
		near(t, name+": energy by site", bars("energy-by-site"), metric("energy_mwh"))
		if name != "golden" {
			var idle float64
			for _, reason := range r.Ledger.Total.IdleMWh[1:] {
				idle += sum(reason)
			}
			near(t, name+": idle by reason", bars("idle"), idle)
		}
		for _, c := range []struct{ table, column string }{{"hours-table", "energy"}, {"years-table", "revenue"}, {"years-table", "cash"}, {"years-table", "present value"}} {
			values, _ := columnOf(t, table(t, p, c.table), c.column)
			last := len(values) - 1
			near(t, name+": rows of "+c.table+", "+c.column, sum(values[:last]), values[last])
		}
		for column, want := range map[string]float64{
			"revenue": metric("revenue_usd"), "power": -metric("power_cost_usd"), "operation": -metric("opex_usd"), "tax": -metric("tax_usd"),
			"plant": -metric("capex_usd"), "cash": metric("net_cash_usd") - metric("capex_usd"), "present value": metric("npv_usd"),
		} {
			values, scale := columnOf(t, table(t, p, "years-table"), column)
			near(t, name+": years, "+column, values[len(values)-1]*scale, want)
		}
		running, scale := columnOf(t, table(t, p, "hours-table"), "energy")
		near(t, name+": hours, running", running[0]*scale, metric("energy_mwh"))
		years := math.Round(float64(r.Facts.Axis.Hours) / 8766) // whole calendar years
		for column, want := range map[string]float64{
			"electricity": metric("energy_mwh") / years, "kept back by limits": metric("curtailed_mwh") / years,
			"revenue": metric("revenue_usd"), "net present value": metric("npv_usd"),
		} {
			values, scale := columnOf(t, table(t, p, "regions-table"), column)
			near(t, name+": regions, "+column, sum(values)*scale, want)
		}
		power, _ := columnOf(t, table(t, p, "sites-table"), "power")
		var mw float64
		for i := range r.Facts.Sites {
			mw += r.Facts.Sites[i].PowerMW
		}
		near(t, name+": power of the sites", sum(power), mw)
	}
}

func TestHeatMapShowsTheRunningShareOfEveryHour(t *testing.T) {
	// A cell is load over capacity of its hour in the zone of the clock, to half a step of the map's scale.
	t.Parallel()
	r := shipped(t, "komi.yaml", "winter_ban", 0)
	h := chart(t, pageOf(t, r), "running").Heat
	civil := r.Facts.Civil
	for hour := 0; hour < r.Facts.Axis.Hours; hour += 97 {
		got := h.Cell(int(civil.Day[hour]), int(civil.Hour[hour]))
		if r.Trace.CapacityMW[hour] == 0 {
			if !got.None {
				t.Fatalf("hour %d shows %v before anything stands", hour, got.Value)
			}
			continue
		}
		want := 100 * r.Trace.LoadMW[hour] / r.Trace.CapacityMW[hour]
		if got.None || math.Abs(got.Value-want) > 0.5*h.Full/reports.HeatSteps+1e-9 {
			t.Fatalf("hour %d shows %v %%, want %v", hour, got, want)
		}
	}
	if len(h.Marks) == 0 || h.Marks[0].From != "2025-01-01" || h.Marks[0].To != "2025-03-16" || h.Marks[1].From != "2025-11-15" {
		t.Errorf("the winters are framed as %v", h.Marks)
	}
}

func TestSentencesAreWrittenOnlyWhereTheirNumbersHold(t *testing.T) {
	// Limits, losses and futures are spoken of where there are any, with the numbers of the run.
	t.Parallel()
	plain := pageOf(t, shipped(t, "komi.yaml", "", 0))
	ban := shipped(t, "komi.yaml", "winter_ban", 0)
	banned := pageOf(t, ban)
	drawn := shipped(t, "komi.yaml", "", 8)
	many := pageOf(t, drawn)
	if a := plain.Audience(reports.Policy).Answer; strings.Contains(a, "keeps back") || strings.Contains(a, "futures") || strings.Contains(a, "(") {
		t.Errorf("without limits and draws the answer is %q", a)
	}
	cut := ban.Summary.Limits[0].CurtailedMWh
	yearly := reports.Format(cut/1000/math.Round(float64(ban.Facts.Axis.Hours)/8766), 0) + "\u202fGWh a year"
	if a := banned.Audience(reports.Policy).Answer; !strings.Contains(a, "the winter ban keeps back "+yearly) {
		t.Errorf("the answer %q does not say that the ban keeps back %s", a, yearly)
	}
	if title, want := chart(t, banned, "idle").Title, ", winter ban "+reports.Format(cut/1e6, 2)+"\u202fTWh, outages "; !strings.Contains(title, want) {
		t.Errorf("idle: title %q, want %q", title, want)
	}
	npv := drawn.Summary.Find("npv_usd")
	if f := figure(t, many, reports.Investor, "net present value"); f.Value.Value != npv.P50*1e-6 || f.Low.Value != npv.P5*1e-6 || f.High.Value != npv.P95*1e-6 {
		t.Errorf("net present value %v (%v to %v), want the median %v (%v to %v)", f.Value, f.Low, f.High, npv.P50, npv.P5, npv.P95)
	}
	if a := many.Audience(reports.Investor).Answer; !strings.Contains(a, "below zero in all 8 futures") {
		t.Errorf("the answer with draws is %q", a)
	}
	risk := func(p *reports.Page) reports.Section { return section(t, p, "risk") }
	if s := risk(plain); len(s.Blocks) != 1 || !strings.Contains(s.Blocks[0].Prose, "hashwatt run komi.yaml --draws 200") {
		t.Errorf("without draws the section on risk is %+v", s)
	}
	if s := risk(many); len(s.Blocks) < 8 {
		t.Errorf("with draws the section on risk has %d blocks", len(s.Blocks))
	}
	hist := chart(t, many, "npv-draws").Bars
	var counted float64
	for _, b := range hist.Bars {
		for _, n := range b.Y {
			counted += n.Value
		}
	}
	near(t, "draws in the histogram", counted, 8)
}

func TestShareIsMeasuredAgainstTheRecord(t *testing.T) {
	// Russia's 11.23 % of August 2021 stands on the chart and in the sources.
	t.Parallel()
	p := pageOf(t, shipped(t, "komi.yaml", "", 0))
	found := false
	for _, m := range chart(t, p, "share").Lines.Marks {
		found = found || m.Level != nil && m.Level.Value == 11.23 && m.Label == "11.23\u202f%, Russia in August 2021"
	}
	if !found {
		t.Errorf("the marks are %v", chart(t, p, "share").Lines.Marks)
	}
	own, both := chart(t, p, "own-share"), chart(t, p, "share") // of their own, so that 1.5 % is not a line on the floor
	if own.Span != reports.Half || both.Span != reports.Half || len(own.Lines.Marks) >= len(both.Lines.Marks) {
		t.Errorf("the own share is no panel beside the record: %q, %q", own.Span, both.Span)
	}
	if !slices.ContainsFunc(p.Sources, func(s reports.Source) bool {
		return s.Value == "11.23" && s.SourceID == "cbeci_table" && s.Confidence == reports.Reported
	}) {
		t.Error("the sources have no row for it")
	}
}

func TestMegawattsThatWereNeverAnnouncedComeFirst(t *testing.T) {
	// Komi's notice names low, middle and high and leads to its row; a site whose power the scenario states has none.
	t.Parallel()
	p := pageOf(t, shipped(t, "komi.yaml", "", 0))
	first := p.Notices[0]
	for _, w := range []string{"fifteen sites were never announced", "4 / 21.1 / 85\u202fMW at thirteen", "4 / 11.3 / 85\u202fMW at two", "297\u202fMW (60 to 1\u202f275)"} {
		if !strings.Contains(first.Text, w) {
			t.Errorf("the notice %q does not say %q", first.Text, w)
		}
	}
	row := slices.IndexFunc(p.Sources, func(s reports.Source) bool { return s.ID == first.Why })
	if row < 0 || p.Sources[row].Confidence != reports.Inferred || p.Sources[row].Value != "4 / 21.07 / 85" || p.Sources[row].SourceID != "tadviser_energoresurs_k" {
		t.Errorf("the notice leads to row %d: %+v", row, p.Sources[max(row, 0)])
	}
	for _, n := range pageOf(t, shipped(t, "01-one-site.yaml", "", 0)).Notices {
		if strings.Contains(n.Text, "announced") {
			t.Errorf("one site: %q", n.Text)
		}
	}
}

func TestEverySourceRowSaysWhereItComesFrom(t *testing.T) {
	// Value, origin and confidence in every row; what a scenario states without a source is marked as its assumption.
	t.Parallel()
	p := pageOf(t, shipped(t, "announced.yaml", "", 0))
	byName := map[string]reports.Source{}
	for _, s := range p.Sources {
		if s.Name == "" || s.Value == "" || s.Origin == "" || s.Confidence == "" {
			t.Errorf("row %+v is incomplete", s)
		}
		if s.Publisher == "" && s.Title == "" && s.Note == "" {
			t.Errorf("%s cites nobody and says nothing", s.Name)
		}
		byName[s.Name] = s
	}
	for name, want := range map[string]reports.Source{
		"power of Bratsk":                                   {Value: "100 / 100 / 200", Origin: "seeds/facilities.csv: bratsk", SourceID: "reuters_bratsk_2021", Confidence: reports.Reported},
		"power of Mukhorshibir (Bitriver-B)":                {Value: "100", Origin: "seeds/facilities.csv: mukhorshibir", SourceID: "gazeta_n1_158373", Confidence: reports.Announced},
		"power of Mikun":                                    {Value: "4 / 11.3 / 85", SourceID: "tadviser_energoresurs_k", Confidence: reports.Inferred},
		"day of coming online of Mukhorshibir (Bitriver-B)": {Value: "2030-01-01", SourceID: "gazeta_n1_158373", Confidence: reports.Reported},
		"machines of the 15 sites of Komi 15":               {Value: "60\u202f% S21 200\u202fTH/s, 40\u202f% S19 XP 140\u202fTH/s", Confidence: reports.Assumed},
		"fee of the pool of all 46 sites":                   {Value: "2 %", Origin: "seeds/defaults.csv: pool_fee", SourceID: "project_assumption", Confidence: reports.Assumed},
		"price of power, network: Komi Republic (main grid) and Komi Republic, Inta and Vorkuta nodes": {Value: "860 RUB/MWh in every hour", SourceID: "samara_31523", Confidence: reports.Assumed},
		"price of a coin: volatility": {Value: "50 %/year", Confidence: reports.Assumed},
	} {
		got, ok := byName[name]
		if !ok || got.Value != want.Value || got.SourceID != want.SourceID || got.Confidence != want.Confidence || want.Origin != "" && got.Origin != want.Origin {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}

func TestMoneyOfTheReportIsConvertedMonthByMonth(t *testing.T) {
	// In roubles the year's revenue is the sum of its months at their rates, and the present value that of the dollars
	// at the first.
	t.Parallel()
	r := shipped(t, "komi.yaml", "", 4, "money.report=RUB")
	p := pageOf(t, r)
	rates := r.Facts.Money.Rates["RUB"]
	want := 0.0
	for m := range r.Ledger.Total.Lines {
		want += r.Ledger.Total.Lines[m].RevenueUSD * rates[m]
	}
	values, scale := columnOf(t, table(t, p, "years-table"), "revenue")
	near(t, "revenue in roubles", values[len(values)-1]*scale, want)
	plant, scale := columnOf(t, table(t, p, "years-table"), "plant")
	for y, year := range r.Ledger.Years { // of its first month
		near(t, "plant in roubles", plant[y]*scale, -r.Ledger.Total.Years[y].CapexUSD*rates[r.Facts.Civil.Month[year.Hours[0]]])
	}
	f := figure(t, p, reports.Investor, "net present value")
	near(t, "present value in roubles", f.Value.Value*scaleOf(f.Unit), r.Summary.Find("npv_usd").P50*rates[0])
	if !strings.HasSuffix(f.Unit, "RUB") || !strings.Contains(section(t, p, "money").Blocks[0].Prose, "in RUB") {
		t.Errorf("unit %q; the section begins with %q", f.Unit, section(t, p, "money").Blocks[0].Prose)
	}
}

func TestRunningSumsAgreeInAnyCurrency(t *testing.T) {
	// The central case of the fan ends where the chart of payback ends, in dollars and with every month at its own rate.
	t.Parallel()
	for _, code := range []string{"USD", "RUB"} {
		p := pageOf(t, shipped(t, "komi.yaml", "", 4, "money.report="+code))
		cash, fan := chart(t, p, "cash").Lines, chart(t, p, "fan-cumulative-cash-usd").Fan
		monthly := cash.Series[0].Y
		for m, sum := range fan.Central {
			near(t, code+": sum of "+fan.At.Dates[m], sum.Value*scaleOf(fan.Y.Unit), monthly[m+1].Value*scaleOf(cash.Y.Unit))
		}
	}
}

func TestDrawsDifferInWords(t *testing.T) {
	// Uncertain inputs are named in words, and the draws are said to share only what none of them changes.
	t.Parallel()
	text := `hashwatt: 1
name: steppe
clock: {start: 2027-01-01, end: 2028-01-01}
bitcoin:
  price: {replay: history, then: {process: gbm, drift: 5 %/year, volatility: 50 %/year}}
sites:
  - {id: steppe, region: khakassia, power: 10 MW, online: 2020-01-01, fleet: [{rig: antminer-s21-200, share: 100 %}]}
uncertain:
  - {path: bitcoin.price.then.drift, low: 1 %/year, mid: 5 %/year, high: 9 %/year}
  - {path: sites.*.pool_fee, low: 1 %, mid: 2 %, high: 3 %}
`
	p := pageOf(t, written(t, text, 4))
	prose := section(t, p, "risk").Blocks[0].Prose
	for _, want := range []string{"the drift of the coin’s price", "the pool’s fee of the sites", "share the tariffs, the weather and the rules"} {
		if !strings.Contains(prose, want) {
			t.Errorf("%q does not say %q", prose, want)
		}
	}
	for _, s := range p.Sources {
		if strings.HasPrefix(s.Name, "weather station") && (s.SourceID != "sp131" || s.Origin != "seeds/regions.csv: khakassia") {
			t.Errorf("%s cites %q, from %s", s.Name, s.SourceID, s.Origin)
		}
	}
	with := strings.Replace(text, "sites:\n", "regions:\n  khakassia:\n    tariff: [{name: energy, type: flat, price: 40 USD/MWh}]\nsites:\n", 1) +
		"  - {path: regions.khakassia.tariff.energy.price, low: 30 USD/MWh, mid: 40 USD/MWh, high: 50 USD/MWh}\n"
	prose = section(t, pageOf(t, written(t, with, 4)), "risk").Blocks[0].Prose
	if !strings.Contains(prose, "the price of power (energy) in") || strings.Contains(prose, "tariffs") {
		t.Errorf("with an uncertain price of power: %q", prose)
	}
}
