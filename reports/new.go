package reports

import (
	"fmt"
	"math"
	"path"
	"slices"
	"strings"
	"time"

	"hashwatt/seeds"
	"hashwatt/sim"
	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/kernel"
	"hashwatt/sim/ledger"
	"hashwatt/sim/metric"
	"hashwatt/sim/site"
	"hashwatt/sim/unit"
)

// Options is what a page says besides the result.
type Options struct {
	Version string // of the program; empty where it is not to be said
}

// New makes the page of a result: the answer and the figures for each audience, the notices, the sections with
// their charts, the sources and assumptions, how it was computed, the checks. The result is not changed. The error
// is a page that cannot be shown, with all that is wrong with it, or seeds that cannot be read.
func New(r *sim.Result, opt Options) (*Page, error) {
	cat, err := seeds.Load()
	if err != nil {
		return nil, err
	}
	b := newBuilder(r, cat)
	b.page.Run.Version = opt.Version
	b.collectSources()
	b.page.Sections = []Section{b.where(), b.energy(), b.limited(), b.hashrate(), b.money(), b.risk(), b.regions()}
	if s, ok := b.bill(); ok {
		b.page.Sections = slices.Insert(b.page.Sections, 3, s)
	}
	b.page.Audiences = b.audiences()
	b.page.Totals = b.totals()
	b.page.Picture = picture(b.page)
	b.page.Method = b.method()
	b.page.Checks = b.checks()
	b.page.Notices = b.notices()
	b.page.Sources = b.sources.rows
	if err := b.page.Check(); err != nil {
		return nil, err
	}
	return b.page, nil
}

// picture is the id of the chart that stands for the page: electricity over the draws, or by site where there are none.
func picture(p *Page) string {
	for _, id := range []string{"fan-energy-mwh", "energy-by-site"} {
		for _, c := range p.Charts() {
			if c.ID == id {
				return id
			}
		}
	}
	return ""
}

// builder fills a page from a result.
type builder struct {
	r    *sim.Result
	cat  *seeds.Catalog
	w    *site.World
	p    *site.Compiled
	tr   *kernel.Trace
	book *ledger.Ledger
	net  *metric.NetworkMonth

	page    *Page
	paid    *bill // for power; nil where none is drawn
	sources sourceRows
	cash    cash
	index   map[string]int        // of metrics
	items   map[string]*conf.Node // of the scenario’s sites, see itemsOf
	years   float64               // of the horizon, see yearsIn
	months  []string              // 2025-01
	pue     []float64             // mean of each climate
	zone    string                // "Moscow time"
}

// yearsIn is how many years an axis lasts: a whole number where it ends on the day of the year on which it begins,
// so that what is told by the year is the mean of its calendar years and a quota a year is met to the digit; else
// in years of 365.25 days.
func yearsIn(axis *calendar.Axis) float64 {
	start, end := axis.At(0).In(axis.Zone), axis.At(axis.Hours)
	if n := end.In(axis.Zone).Year() - start.Year(); n > 0 && start.AddDate(n, 0, 0).Equal(end) {
		return float64(n)
	}
	return float64(axis.Hours) / unit.HoursPerYear
}

func newBuilder(r *sim.Result, cat *seeds.Catalog) *builder {
	w := r.Facts.World
	b := &builder{
		r: r, cat: cat, w: w, p: r.Problem, tr: r.Trace, book: r.Ledger, net: metric.Network(r.Ledger, r.Trace),
		index: index(), years: yearsIn(w.Axis), zone: zoneText(w.Axis.Zone),
	}
	b.cash, b.items = b.currency(), itemsOf(r.File.Tree)
	for _, m := range b.book.Months {
		b.months = append(b.months, m.Label)
	}
	for _, hours := range b.p.PUE {
		sum := 0.0
		for _, v := range hours {
			sum += v
		}
		b.pue = append(b.pue, sum/float64(len(hours)))
	}
	words := r.Facts.Words
	b.page = &Page{
		Schema: Schema, Title: words.Name, Question: words.Question,
		Run: Run{
			File: path.Base(r.File.Name), Variant: r.File.Variant, Seed: r.Settings.Seed, Draws: r.Settings.Draws, Facts: b.runFacts(),
		},
	}
	return b
}

// runFacts are the lines that identify the calculation.
func (b *builder) runFacts() []Fact {
	f := b.r.Facts
	facts := []Fact{
		{"horizon", fmt.Sprintf("%s to %s, %s, %s hours", f.Words.Clock.Start, f.Words.Clock.End, b.zone, Format(float64(b.w.Axis.Hours), 0))},
		{"sites", fmt.Sprintf("%s in %s", counted(len(b.w.Sites), "site", "sites"), counted(len(b.w.Regions), "region", "regions"))},
	}
	if !b.p.Chain.Open {
		facts = append(facts, Fact{"history", "the record of difficulty ends on " + dayText(b.r.Facts.Bitcoin.HandOver.UTC().Format(time.DateOnly)) +
			", that of the coin’s price on " + dayText(b.lastPrice().String())})
	}
	var solved []string
	for _, r := range b.rungs() {
		if r.n > 0 && r.fact != "" {
			solved = append(solved, Format(float64(r.n), 0)+" "+r.fact)
		}
	}
	if solved != nil {
		facts = append(facts, Fact{"evaluation", "chronological; decided " + strings.Join(solved, ", ")})
	}
	for _, in := range b.r.File.Inputs {
		facts = append(facts, Fact{"input " + path.Base(in.Name), "SHA-256 " + in.SHA256})
	}
	return facts
}

// zoneText names a clock for people: "Moscow time", "UTC".
func zoneText(zone *time.Location) string {
	name := zone.String()
	if name == "UTC" || name == "Etc/UTC" {
		return "UTC"
	}
	return strings.ReplaceAll(name[strings.LastIndex(name, "/")+1:], "_", " ") + " time"
}

// day is the day of an hour of the axis, with its fraction, in the clock's zone.
func (b *builder) day(hour float64) string {
	at := b.w.Axis.Start.Add(time.Duration(hour * float64(time.Hour)))
	return at.In(b.w.Axis.Zone).Format(time.DateOnly)
}

// lastDay is the last day of the horizon.
func (b *builder) lastDay() string { return b.r.Facts.Words.Clock.End.AddDays(-1).String() }

// horizon names the years of the horizon: "2025 to 2030", "2026", or the two months where it does not begin with a
// year.
func (b *builder) horizon() string {
	first, last := b.day(0), b.lastDay()
	if strings.HasSuffix(first, "-01-01") && strings.HasSuffix(last, "-12-31") {
		if first[:4] == last[:4] {
			return first[:4]
		}
		return first[:4] + " to " + last[:4]
	}
	if first[:7] == last[:7] {
		return monthText(first[:7])
	}
	return monthText(first[:7]) + " to " + monthText(last[:7])
}

// byMonth is the axis of months.
func (b *builder) byMonth() Axis { return Axis{Name: "month, " + b.zone} }

// sum adds up a line of all sites over the months.
func (b *builder) sum(of func(*ledger.Line) float64) float64 {
	var sum float64
	for m := range b.book.Total.Lines {
		sum += of(&b.book.Total.Lines[m])
	}
	return sum
}

// idle adds up the energy that stood idle for a reason, over all sites, by month. Without sites it is zero.
func (b *builder) idle(reason int) []float64 {
	out := make([]float64, len(b.months))
	if reason < len(b.book.Total.IdleMWh) {
		copy(out, b.book.Total.IdleMWh[reason])
	}
	return out
}

func total(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum
}

// power is base to an exponent, named so that formulas read like the text beside them.
func power(base, exponent float64) float64 { return math.Pow(base, exponent) }
