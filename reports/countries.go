package reports

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"hashwatt/sim/metric"
)

// countries shows the network by country: who holds it, and what the sites do to the shares of others. Nothing
// where the hashprice is given, where there is no site and where no country is named.
func (b *builder) countries() []Block {
	s := b.r.Shares
	if s == nil || len(b.w.Sites) == 0 || len(s.Countries) == 0 || len(s.Months) < 2 {
		return nil
	}
	out := []Block{{Chart: b.countryAreas(s)}, {Prose: b.countriesText(s)}, {Table: b.countryTable(s)}, {Chart: b.concentration(s)}}
	if t := b.publishedTable(s); t != nil {
		out = append(out, Block{Table: t})
	}
	return out
}

// mostCountries is how many countries a chart shows besides the others.
const mostCountries = 5

// charted are the countries that a chart shows, the sites' own first, so that its layer stands on the axis, then
// the largest.
func (b *builder) charted(s *metric.Shares) (shown []*metric.CountryShare, rest []*metric.CountryShare) {
	code, _ := b.country()
	order := make([]*metric.CountryShare, len(s.Countries))
	for k := range s.Countries {
		order[k] = &s.Countries[k]
	}
	slices.SortStableFunc(order, func(x, y *metric.CountryShare) int {
		if (x.Code == code) != (y.Code == code) {
			return map[bool]int{true: -1, false: 1}[x.Code == code]
		}
		return cmp.Compare(y.With, x.With)
	})
	n := min(len(order), mostCountries)
	return order[:n], append(order[n:], &s.Other)
}

// countryAreas stacks the shares by month.
func (b *builder) countryAreas(s *metric.Shares) *Chart {
	shown, rest := b.charted(s)
	n := len(s.Months)
	a := &Areas{
		X: Axis{Name: "month"}, Y: Axis{Name: "share of the network’s hashrate", Unit: "%", High: Fixed(100)}, At: Stops{Dates: s.Months},
		Marks: b.monthMarks(),
	}
	for k, c := range shown {
		a.Areas = append(a.Areas, Area{Name: c.Name, Color: Purple.Tint(1 + k), Y: Each(n, func(m int) float64 { return 100 * c.Share[m] })})
	}
	a.Areas = append(a.Areas, Area{Name: "others", Color: Grey.Tint(4), Y: Each(n, func(m int) float64 {
		sum := 0.0
		for _, c := range rest {
			sum += c.Share[m]
		}
		return 100 * min(max(sum, 0), 1)
	})})
	caption := "By month, weighted by hashrate: a share is of the hash that was made, so that plant that stands has none. " + b.baselineText(s)
	if len(b.shockMarks()) > 0 {
		caption += " A dated shock takes from all countries in proportion, whatever country it is named after."
	}
	if last, ok := b.recorded(shown[0].Code); ok {
		a.Marks = append(a.Marks, Level(last.Percent, fmt.Sprintf("%s, %s in %s", WithUnit(Format(last.Percent, 2), "%"), shown[0].Name, last.Date.In(time.UTC).Format("January 2006")), Ink))
		caption += fmt.Sprintf(" The level is for the lowest layer, %s.", theCountry(shown[0].Name))
	}
	title := countryTitle(b.siteOrSites(), len(b.w.Sites) > 1, shown[0])
	if b.recordedSites() && shown[0].With < shown[0].Without {
		title = sentence(strings.Replace(title, "With "+b.siteOrSites()+" the", "the", 1))
	}
	if top := b.peakText(s, shown[0]); top != "" {
		title += " in the mean of " + monthsText(s.LastFrom, s.LastTo) + map[bool]string{true: ", and to ", false: ", and at most "}[shown[0].With > shown[0].Without] + top
	}
	return &Chart{ID: "countries", Title: title, Span: Wide, Caption: caption, Areas: a}
}

// countryTable lists all countries without the sites and with them.
func (b *builder) countryTable(s *metric.Shares) *Table {
	n := len(s.Countries)
	rows := make([]*metric.CountryShare, 0, n+1)
	for k := range s.Countries {
		rows = append(rows, &s.Countries[k])
	}
	slices.SortStableFunc(rows, func(x, y *metric.CountryShare) int { return cmp.Compare(y.With, x.With) })
	rows = append(rows, &s.Other)
	digits := 2
	for _, c := range rows {
		digits = max(digits, shareTextDigits(c.With, c.Without))
	}
	zero := 0
	names := make([]string, len(rows))
	rank := func(of func(c *metric.CountryShare) int) Numbers {
		return eachNumber(len(rows), func(k int) Number {
			if k == n {
				return Gap
			}
			return Num(float64(of(rows[k])))
		})
	}
	for k, c := range rows {
		names[k] = c.Name
	}
	percentages := func(of func(c *metric.CountryShare) float64) Numbers {
		return Each(len(rows), func(k int) float64 { return 100 * of(rows[k]) })
	}
	return &Table{
		ID: "countries-table", Title: "Shares of the countries, " + b.livesText("with the sites and without", "in this run and in the baseline") + ", mean of " + monthsText(s.LastFrom, s.LastTo),
		Caption: "In percent of the network’s hashrate, months weighted by hashrate; the difference in points. Ranks are among the countries with a row of their own. " + b.baselineText(s) +
			" Nobody knows where hashrate stands to this precision: the estimates that were published disagree by more than most of these differences.",
		Columns: []Column{
			{Name: "country", Text: names},
			{Name: b.livesText("without the sites", "in the baseline"), Unit: "%", Digits: &digits, Numbers: percentages(func(c *metric.CountryShare) float64 { return c.Without })},
			{Name: b.livesText("with the sites", "in this run"), Unit: "%", Digits: &digits, Numbers: percentages(func(c *metric.CountryShare) float64 { return c.With })},
			{Name: "difference", Unit: "points", Digits: &digits, Numbers: percentages(func(c *metric.CountryShare) float64 { return c.With - c.Without })},
			{Name: "rank " + b.livesText("without", "in the baseline"), Digits: &zero, Numbers: rank(func(c *metric.CountryShare) int { return c.RankWithout })},
			{Name: "rank " + b.livesText("with", "in this run"), Digits: &zero, Numbers: rank(func(c *metric.CountryShare) int { return c.RankWith })},
		},
	}
}

// publishedTable lists the estimates that were published, with method and source.
func (b *builder) publishedTable(s *metric.Shares) *Table {
	if len(s.Published) == 0 {
		return nil
	}
	rows := slices.Clone(s.Published)
	slices.SortStableFunc(rows, func(x, y metric.PublishedShare) int {
		if c := cmp.Compare(y.Date.Days(), x.Date.Days()); c != 0 {
			return c
		}
		return cmp.Compare(y.Share, x.Share)
	})
	t := &Table{ID: "published-table", Title: "Published estimates of countries’ shares", Folded: true, Columns: []Column{
		{Name: "day", Text: []string{}}, {Name: "country", Text: []string{}}, {Name: "share", Unit: "%", Numbers: Numbers{}}, {Name: "method", Text: []string{}}, {Name: "source", Text: []string{}},
	}, Caption: "Newest first; a day stands for the period that begins with it. Estimates of different methods do not join into one line: one counts the addresses from which miners reach pools, one adds up what a company believes, one asks miners."}
	two := 2
	t.Columns[2].Digits = &two
	for _, p := range rows {
		first, _, _ := strings.Cut(p.Source, ";")
		source, _ := b.cat.Source(first)
		c := t.Columns
		c[0].Text, c[1].Text, c[2].Numbers = append(c[0].Text, p.Date.String()), append(c[1].Text, p.Name), append(c[2].Numbers, Num(100*p.Share))
		c[3].Text, c[4].Text = append(c[3].Text, strings.TrimPrefix(methodLabel(p.Method), "published: ")), append(c[4].Text, joinNotes(cambridge(source.Publisher), source.Title))
	}
	return t
}

// monthMarks are the halvings and the end of the record on an axis of months.
func (b *builder) monthMarks() []Mark {
	marks := b.networkMarks()
	for k := range marks {
		for _, day := range []*string{&marks[k].From, &marks[k].To} {
			*day = (*day)[:min(7, len(*day))]
		}
	}
	return marks
}

// estimates draws the share of the sites' country, with them and without, and what was published about it; nil
// where the country has no row of its own.
func (b *builder) estimates(s *metric.Shares, code string) *Chart {
	c := s.Find(code)
	if c == nil {
		return nil
	}
	days := make([]string, len(s.Months))
	for m, month := range s.Months {
		days[m] = month + "-01"
	}
	name := theCountry(c.Name)
	l := &Lines{
		X: Axis{Name: "date; of an estimate the first day of its period"}, Y: Axis{Name: "share of the network’s hashrate", Unit: "%", Low: Fixed(0)},
		At: Stops{Dates: days}, Marks: b.networkMarks(),
		Series: []Line{{Name: "simulated" + b.livesText(", with the sites", ""), Color: Purple, Step: true, Y: Each(len(days), func(m int) float64 { return 100 * c.Share[m] })}},
	}
	if c.Without > 0 {
		l.Series = append(l.Series, Line{Name: b.livesText("without them", "in the baseline"), Color: Grey, Style: Dashed, Y: Each(len(days), func(int) float64 { return 100 * c.Without })})
	}
	low, high := math.Inf(1), 0.0
	for k, method := range []string{"cbeci", "hashrate_index", "survey"} {
		at, values := &Stops{}, Numbers{}
		for _, p := range s.Published {
			if p.Code == code && p.Method == method {
				at.Dates, values = append(at.Dates, p.Date.String()), append(values, Num(100*p.Share))
				low, high = min(low, 100*p.Share), max(high, 100*p.Share)
			}
		}
		if values = byDate(at.Dates, values); len(values) > 0 {
			l.Series = append(l.Series, Line{Name: methodLabel(method), Color: []Color{Ink, Grey, Purple.Tint(3)}[k], Style: Dots, At: at, Y: values})
		}
	}
	if last, ok := b.recorded(code); ok {
		l.Marks = append(l.Marks, Level(last.Percent, fmt.Sprintf("%s, %s in %s", WithUnit(Format(last.Percent, 2), "%"), c.Name, last.Date.In(time.UTC).Format("January 2006")), Ink))
	}
	title := countryTitle(b.siteOrSites(), len(b.w.Sites) > 1, c)
	if high > 0 {
		title = fmt.Sprintf("Published estimates of the share of %s lie between %s and %s", name, Format(low, Digits(Num(high))), WithUnit(Format(high, Digits(Num(high))), "%"))
		if Format(low, 1) == Format(high, 1) {
			title = fmt.Sprintf("The share of %s was put at %s", name, WithUnit(Format(high, 1), "%"))
		}
	}
	return &Chart{
		ID: "share", Title: title, Lines: l,
		Caption: "Dots are what was published, by method; they disagree and are not to be joined, neither with each other nor with the line. The level is the last share in the monthly table of Cambridge’s map. " + b.baselineText(s) + " Sources are in the table of published estimates.",
	}
}

// byDate puts days, and the values that stand at them, in their order.
func byDate(days []string, values Numbers) Numbers {
	order := indices(len(days))
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(days[x], days[y]) })
	sorted, out := make([]string, len(days)), make(Numbers, len(days))
	for k, from := range order {
		sorted[k], out[k] = days[from], values[from]
	}
	copy(days, sorted)
	return out
}
