package reports

import (
	"fmt"
	"slices"
	"strings"

	"hashwatt/seeds"
	"hashwatt/sim/backtest"
	"hashwatt/sim/calendar"
)

// NewBacktest makes the page of the tests against the record: how many gates hold, every figure with its target,
// what was fitted to which days and tested on which, and each test with its curves. The result is not changed. The
// error is a page that cannot be shown, with all that is wrong with it, or seeds that cannot be read.
func NewBacktest(r *backtest.Result, opt Options) (*Page, error) {
	cat, err := seeds.Load()
	if err != nil {
		return nil, err
	}
	t := &trials{r: r, cat: cat}
	p := &Page{
		Schema: Schema, Title: "The model against the record",
		Question: "When the model is played over years that have happened, how far is it off?",
		Run:      Run{Version: opt.Version},
		Audiences: []Audience{{
			ID: "reader", Name: "Reader", Answer: t.answer(), Figures: t.figures(), Glossary: backtestWords(),
		}},
		Notices: t.notices(), Sections: t.sections(), Method: []Block{{Prose: backtestMethod}}, Checks: t.checks(), Sources: t.sources(),
	}
	if charts := p.Charts(); len(charts) > 0 {
		p.Picture = charts[0].ID
	}
	if err := p.Check(); err != nil {
		return nil, err
	}
	return p, nil
}

// trials fill the page of a backtest.
type trials struct {
	r   *backtest.Result
	cat *seeds.Catalog
}

// kinds counts the tests of a kind and those of them that hold.
func (t *trials) kinds(gate bool) (hold, all int) {
	for k := range t.r.Tests {
		if one := &t.r.Tests[k]; one.Gate == gate {
			all++
			if one.Passed {
				hold++
			}
		}
	}
	return hold, all
}

// judged counts the figures of which something is asked and those of them that hold.
func (t *trials) judged() (hold, all int) {
	for k := range t.r.Tests {
		for f := range t.r.Tests[k].Figures {
			if one := &t.r.Tests[k].Figures[f]; one.Judged() {
				all++
				if one.Passed {
					hold++
				}
			}
		}
	}
	return hold, all
}

// outside counts the tests with fitted parameters, and those of them that are tested on days to which nothing was
// fitted.
func (t *trials) outside() (tests, fitted int) {
	for k := range t.r.Tests {
		windows := t.r.Tests[k].Windows
		if slices.ContainsFunc(windows, func(w backtest.Window) bool { return !w.FittedFrom.IsZero() }) {
			fitted++
		}
		if slices.ContainsFunc(windows, func(w backtest.Window) bool { return windowWord(&w) == "outside" }) {
			tests++
		}
	}
	return tests, fitted
}

func (t *trials) answer() string {
	if len(t.r.Tests) == 0 {
		return "No test was run."
	}
	hold, gates := t.kinds(true)
	var text string
	switch {
	case gates == 0:
		text = "None of the tests that were run is a gate"
	case gates == 1 && hold == 1:
		text = "The gate holds"
	case gates == 1:
		text = "The gate misses"
	case hold == gates:
		text = fmt.Sprintf("All %s gates hold", spelled(gates))
		if gates == 2 {
			text = "Both gates hold"
		}
	case hold == 0:
		text = fmt.Sprintf("None of %s gates holds", spelled(gates))
	default:
		text = fmt.Sprintf("%s of %s gates %s", sentence(spelled(hold)), spelled(gates), plural(hold, "holds", "hold"))
	}
	if broken := t.r.Broken(); len(broken) > 0 && gates > 1 {
		var names []string
		for _, one := range broken {
			names = append(names, one.ID+" ("+lowerFirst(one.Title)+")")
		}
		text += "; " + listed(names, 4) + plural(len(broken), " misses", " miss")
	}
	if hold, reports := t.kinds(false); reports > 0 {
		text += fmt.Sprintf("; of %s, which nothing depends on, %s", counted(reports, "report", "reports"), countedOf(hold, reports))
	}
	text += "."
	for k := range t.r.Tests {
		if one := &t.r.Tests[k]; one.Basis != "" {
			text += fmt.Sprintf(" %s (%s) runs on %s.", one.ID, lowerFirst(one.Title), one.Basis)
		}
	}
	return typeset(text)
}

// countedOf says how many of n hold: "all hold", "one holds".
func countedOf(k, n int) string {
	switch {
	case k == 2 && n == 2:
		return "both hold"
	case k == n && n > 1:
		return "all hold"
	case k == 0:
		return "none holds"
	}
	return spelled(k) + plural(k, " holds", " hold")
}

// lowerFirst begins a title in the middle of a sentence; a name of capitals keeps them.
func lowerFirst(text string) string {
	if len(text) > 1 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'a' && text[1] <= 'z' {
		return string(text[0]+'a'-'A') + text[1:]
	}
	return text
}

func (t *trials) figures() []Figure {
	var out []Figure
	of := func(label string, hold, all int, note string) {
		if all > 0 {
			out = append(out, Figure{Label: label, Value: Gap, Text: fmt.Sprintf("%d of %d", hold, all), Low: Gap, High: Gap, Note: note, Chip: Simulated, Row: "summary"})
		}
	}
	hold, all := t.kinds(true)
	of("gates hold", hold, all, "one that misses ends with exit code 3")
	hold, all = t.kinds(false)
	of("reports hold", hold, all, "nothing depends on them")
	hold, all = t.judged()
	of("figures within their tolerance", hold, all, "")
	outside, fitted := t.outside()
	of("tests that fit parameters are made on other days than those of the fit", outside, fitted, fmt.Sprintf("the other %s fit nothing", counted(len(t.r.Tests)-fitted, "test", "tests")))
	return out
}

// notices are the gates that are broken.
func (t *trials) notices() (out []Notice) {
	for _, one := range t.r.Broken() {
		out = append(out, Notice{Text: fmt.Sprintf("%s, %s, misses. %s", one.ID, lowerFirst(one.Title), typeset(one.Verdict)), Why: Slug(one.ID)})
	}
	return out
}

func (t *trials) checks() (out []Check) {
	for k := range t.r.Tests {
		if one := &t.r.Tests[k]; one.Gate {
			out = append(out, Check{Name: one.ID + ": " + one.Question, Passed: one.Passed, Detail: typeset(one.Verdict)})
		}
	}
	return out
}

func (t *trials) sections() []Section {
	out := []Section{{ID: "summary", Title: "All tests", Lead: "Each test asks one question of the record; its verdict is made from its figures.", Blocks: t.summary()}}
	if table := t.windows(); table != nil {
		out = append(out, Section{
			ID: "windows", Title: "What was fitted, and where it was tested",
			Lead: "A parameter that was taken from some years says little about them; it is tested in others.", Blocks: []Block{{Table: table}},
		})
	}
	for k := range t.r.Tests {
		out = append(out, t.section(&t.r.Tests[k]))
	}
	return out
}

// summary is a row for each test.
func (t *trials) summary() []Block {
	if len(t.r.Tests) == 0 {
		return []Block{{Prose: "No test was run."}}
	}
	table := &Table{ID: "tests-table", Stacked: true, Title: "Tests, their kind and verdict", Caption: "A gate must hold; a report is there to be read. Figures are those of which something is asked.", Columns: []Column{
		{Name: "test"}, {Name: "kind"}, {Name: "result"}, {Name: "figures that hold"}, {Name: "verdict"},
	}}
	for k := range t.r.Tests {
		one := &t.r.Tests[k]
		hold, all := 0, 0
		for f := range one.Figures {
			if one.Figures[f].Judged() {
				all++
				if one.Figures[f].Passed {
					hold++
				}
			}
		}
		count := "none is asked"
		if all > 0 {
			count = fmt.Sprintf("%d of %d", hold, all)
		}
		for c, text := range []string{one.ID + ": " + one.Title, kindWord(one), resultWord(one), count, typeset(one.Verdict)} {
			table.Columns[c].Text = append(table.Columns[c].Text, text)
		}
	}
	return []Block{{Table: table}}
}

func kindWord(t *backtest.Test) string {
	if t.Gate {
		return "gate"
	}
	return "report"
}

func resultWord(t *backtest.Test) string {
	switch {
	case t.Passed && !slices.ContainsFunc(t.Figures, func(f backtest.Figure) bool { return f.Judged() }):
		return "to be read"
	}
	return t.Outcome()
}

// windows is a row for each window; nil without one.
func (t *trials) windows() *Table {
	table := &Table{ID: "windows-table", Title: "Windows of fitting and testing", Caption: "UTC days, both ends inclusive. Outside: tested on days to which nothing was fitted.", Columns: []Column{
		{Name: "test"}, {Name: "what is fitted"}, {Name: "fitted from"}, {Name: "fitted to"}, {Name: "tested from"}, {Name: "tested to"}, {Name: "tested"},
	}}
	for k := range t.r.Tests {
		one := &t.r.Tests[k]
		for w := range one.Windows {
			window := &one.Windows[w]
			for c, text := range []string{
				one.ID + ": " + one.Title, typeset(sentence(window.What)), dayOf(window.FittedFrom), dayOf(window.FittedTo), dayOf(window.TestedFrom), dayOf(window.TestedTo), windowWord(window),
			} {
				table.Columns[c].Text = append(table.Columns[c].Text, text)
			}
		}
	}
	if table.Len() == 0 {
		return nil
	}
	return table
}

// dayOf is a day, or nothing where there is none.
func dayOf(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// windowWord says how the days of a test lie to those of the fit.
func windowWord(w *backtest.Window) string {
	switch {
	case w.TestedFrom.IsZero():
		return "not tested"
	case w.FittedFrom.IsZero():
		return "nothing to fit"
	case w.FittedTo.Before(w.TestedFrom) || w.TestedTo.Before(w.FittedFrom):
		return "outside"
	case w.FittedFrom == w.TestedFrom && w.FittedTo == w.TestedTo:
		return "on the same days"
	}
	return "in part on the same days"
}

// longVerdict is how many bytes of a verdict stand under the title of its test; a longer one is a paragraph.
const longVerdict = 300

// section is one test.
func (t *trials) section(one *backtest.Test) Section {
	s := Section{ID: Slug(one.ID), Title: one.ID + ": " + one.Title, Lead: typeset(one.Verdict)}
	intro := one.Question
	if one.Gate {
		intro += " This is a gate: it must hold."
	} else {
		intro += " This is a report: nothing depends on it."
	}
	if len(one.Verdict) > longVerdict {
		s.Lead, intro = one.Question, strings.TrimPrefix(intro, one.Question+" ")+"\n\n"+typeset(one.Verdict)
	}
	s.Blocks = append(s.Blocks, Block{Prose: intro})
	if one.Table != nil {
		s.Blocks = append(s.Blocks, Block{Table: glanceTable(one)})
	}
	for k := range one.Charts {
		for _, c := range trialCharts(one, k) {
			s.Blocks = append(s.Blocks, Block{Chart: c})
		}
	}
	if len(one.Figures) > 0 {
		s.Blocks = append(s.Blocks, Block{Table: figureTable(one)})
	}
	var notes []string
	for _, n := range one.Notes {
		notes = append(notes, typeset(strings.TrimSuffix(sentence(n), ".")+"."))
	}
	var cited []string
	for _, id := range one.Sources {
		if s, ok := t.cat.Source(id); ok {
			cited = append(cited, s.Publisher+", "+s.Title)
		}
	}
	if cited != nil {
		notes = append(notes, "Sources besides the network’s own record: "+strings.Join(cited, "; ")+".")
	}
	if notes != nil {
		s.Blocks = append(s.Blocks, Block{Prose: strings.Join(notes, "\n\n")})
	}
	return s
}

// glanceTable is the small table of a test.
func glanceTable(one *backtest.Test) *Table {
	table := &Table{ID: Slug(one.ID) + "-table", Title: one.ID + " at a glance", Caption: typeset(one.Table.Title) + "."}
	for c, name := range one.Table.Header {
		column := Column{Name: name}
		for _, row := range one.Table.Rows {
			column.Text = append(column.Text, typeset(row[c]))
		}
		table.Columns = append(table.Columns, column)
	}
	return table
}

// figureTable lists the figures of a test.
func figureTable(one *backtest.Test) *Table {
	table := &Table{ID: Slug(one.ID) + "-figures", Title: "Figures of " + one.ID, Columns: []Column{
		{Name: "figure"}, {Name: "value"}, {Name: "target"}, {Name: "result"},
	}}
	for k := range one.Figures {
		f := &one.Figures[k]
		result, value := f.Outcome(), f.Shown
		if result == "" {
			result = "to be read"
		}
		if value == "" {
			value = WithUnit(figureText(f.Value), f.Unit)
		}
		for c, text := range []string{f.Name, value, typeset(f.Target), result} {
			table.Columns[c].Text = append(table.Columns[c].Text, text)
		}
	}
	return table
}

// sources are the rows of the seeds that tests cite.
func (t *trials) sources() (out []Source) {
	users := map[string][]string{}
	var order []string
	for k := range t.r.Tests {
		for _, id := range t.r.Tests[k].Sources {
			if users[id] == nil {
				order = append(order, id)
			}
			users[id] = append(users[id], t.r.Tests[k].ID)
		}
	}
	for _, id := range order {
		s, ok := t.cat.Source(id)
		if !ok {
			continue
		}
		out = append(out, Source{
			ID: "source-" + Slug(id), Name: s.Title, Value: listed(distinct(users[id]), 8), Origin: "seeds/sources.csv: " + id,
			SourceID: id, Publisher: s.Publisher, Title: s.Title, URL: s.URL, Date: s.Date, Confidence: Reported,
		})
	}
	return out
}
