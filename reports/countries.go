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

// countries shows the network by country: who holds it, and what the sites do to the shares of others. Nothing where the
// hashprice is given, where there is no site and where no country is named.
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

// charted are the countries that a chart shows, the sites' own first, so that its layer stands on the axis, then the largest.
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

// countryTitle says what the sites do to the share of their country.
func countryTitle(who string, many bool, c *metric.CountryShare) string {
	digits := shareTextDigits(c.With, c.Without)
	a, z := Format(100*c.Without, digits), Format(100*c.With, digits)
	switch {
	case a == z:
		return fmt.Sprintf("%s holds %s of the network, with %s or without", sentence(theCountry(c.Name)), WithUnit(z, "%"), who)
	case c.With > c.Without && c.Without > 0:
		return fmt.Sprintf("%s %s the share of %s from %s to %s", sentence(who), map[bool]string{true: "raise", false: "raises"}[many], theCountry(c.Name), a, WithUnit(z, "%"))
	case c.With > c.Without:
		return fmt.Sprintf("%s %s %s a share of %s", sentence(who), map[bool]string{true: "give", false: "gives"}[many], theCountry(c.Name), WithUnit(z, "%"))
	}
	return fmt.Sprintf("With %s the share of %s is %s instead of %s", who, theCountry(c.Name), WithUnit(z, "%"), WithUnit(a, "%"))
}

// peak is the month of the country's highest share.
func peak(c *metric.CountryShare) (month int) {
	for m := range c.Share {
		if c.Share[m] > c.Share[month]*(1+1e-6) {
			month = m
		}
	}
	return month
}

// peakText says how high the country's share goes: "6.10 % in August 2027, when all run"; empty where the mean of the last months
// is as high.
func (b *builder) peakText(s *metric.Shares, c *metric.CountryShare) string {
	m := peak(c)
	digits := shareTextDigits(c.With, c.Without)
	top := Format(100*c.Share[m], digits)
	if top == Format(100*c.With, digits) || top == Format(100*c.Without, digits) || c.Share[m] <= c.With {
		return ""
	}
	text := WithUnit(top, "%") + " in " + monthText(s.Months[m])
	power := 0.0
	for i := range b.w.Sites {
		power += b.w.Sites[i].PowerMW
	}
	if hours := float64(b.book.Months[m].To - b.book.Months[m].From); b.book.Total.Lines[m].EnergyMWh > 0.9*power*hours {
		text += ", when " + plural(len(b.w.Sites), "all of it runs", "all run")
	}
	return text
}

// countryClause says for the answer what the share of the sites' country becomes; empty where the shares do not name it or do
// not move.
func (b *builder) countryClause() string {
	s := b.r.Shares
	if s == nil || len(s.Months) < 2 {
		return ""
	}
	code, _ := b.country()
	c := s.Find(code)
	if c == nil || c.Without <= 0 {
		return ""
	}
	digits := shareTextDigits(c.With, c.Without)
	a, z, top := Format(100*c.Without, digits), Format(100*c.With, digits), b.peakText(s, c)
	if a == z && top == "" {
		return ""
	}
	mean := WithUnit(z, "%") + " in the mean of " + monthsText(s.LastFrom, s.LastTo)
	if a == z {
		mean = "the same " + mean
	}
	text := fmt.Sprintf("the sites take the share of %s from %s to %s", theCountry(c.Name), WithUnit(a, "%"), mean)
	if len(b.w.Sites) == 1 {
		text = strings.Replace(text, "the sites take", "the site takes", 1)
	}
	if b.recordedSites() {
		text = fmt.Sprintf("in this run the share of %s is %s, against %s in the baseline", theCountry(c.Name), mean, WithUnit(a, "%"))
		if top != "" {
			return text + ", and at most " + top
		}
	}
	if top != "" {
		text += ", and to at most " + top
	}
	if b.r.Settings.Draws > 0 {
		text += ", in the central case"
	}
	return text
}

// shareTextDigits is how many decimals of a percentage tell two shares of 1 apart: two at least, four at most.
func shareTextDigits(a, b float64) int {
	gap := 100 * math.Abs(a-b)
	if gap == 0 {
		return 2
	}
	return max(2, min(4, -int(math.Floor(math.Log10(gap)))))
}

// baselineText says how the rest of the world is split.
func (b *builder) baselineText(s *metric.Shares) string {
	from := "as the scenario states"
	if !s.Baseline.Date.IsZero() {
		from = fmt.Sprintf("as in %s of %s", methodName(s.Baseline.Method), s.Baseline.Date.In(time.UTC).Format("January 2006"))
	}
	return fmt.Sprintf("The rest of the world is split %s, for the whole horizon: countries move only by what the sites add.", from)
}

// methodName is a way of estimating shares for people.
func methodName(method string) string {
	switch method {
	case "cbeci":
		return "Cambridge’s map of miners"
	case "hashrate_index":
		return "the estimate of Hashrate Index"
	case "survey":
		return "Cambridge’s survey of miners"
	}
	return "the shares by " + plainWord(method)
}

// methodLabel is the same on a chart.
func methodLabel(method string) string {
	switch method {
	case "cbeci":
		return "published: Cambridge map"
	case "hashrate_index":
		return "published: Hashrate Index"
	case "survey":
		return "published: Cambridge survey"
	}
	return "published: " + plainWord(method)
}

// countriesText says what happens to the shares of others, and what concentration is.
func (b *builder) countriesText(s *metric.Shares) string {
	shown, _ := b.charted(s)
	var others []string
	for k := range s.Countries {
		c := &s.Countries[k]
		if c.Code == shown[0].Code || len(others) == 2 {
			continue
		}
		digits := shareTextDigits(c.With, c.Without)
		others = append(others, fmt.Sprintf("%s from %s to %s", theCountry(c.Name), Format(100*c.Without, digits), WithUnit(Format(100*c.With, digits), "%")))
	}
	own := shown[0]
	text := ""
	gained := own.With - own.Without
	if math.Abs(gained) >= 5e-7 && len(others) > 0 {
		text = fmt.Sprintf("What one country gains the others lose. In the mean of %s %s is at %s instead of %s", monthsText(s.LastFrom, s.LastTo), theCountry(own.Name),
			WithUnit(Format(100*own.With, shareTextDigits(own.With, own.Without)), "%"), WithUnit(Format(100*own.Without, shareTextDigits(own.With, own.Without)), "%"))
		if own.RankWith != own.RankWithout {
			text += fmt.Sprintf(" and %s instead of %s by rank", ordinal(own.RankWith), ordinal(own.RankWithout))
		} else {
			text += fmt.Sprintf(" and stays %s by rank", ordinal(own.RankWith))
		}
		text += "; " + listed(others, 3)
		if top := b.peakText(s, own); top != "" {
			text += fmt.Sprintf(". Its highest month has %s", top)
		}
		text += ". "
	}
	digits := max(3, shareTextDigits(s.LastHHI/100, s.HHIWithout/100)+1)
	a, z := Format(s.HHIWithout, digits), Format(s.LastHHI, digits)
	if a == z {
		text += fmt.Sprintf("The Herfindahl index of concentration, the sum of the squares of the named countries’ shares, stays at %s.", z)
	} else {
		text += fmt.Sprintf("The Herfindahl index of concentration, the sum of the squares of the named countries’ shares, is %s with the sites and %s without.", z, a)
	}
	return text
}

// ordinal is a rank in words up to the tenth.
func ordinal(n int) string {
	words := strings.Fields("first second third fourth fifth sixth seventh eighth ninth tenth")
	if n >= 1 && n <= len(words) {
		return words[n-1]
	}
	return Format(float64(n), 0) + "th"
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
		ID: "countries-table", Title: "Shares of the countries, with the sites and without, mean of " + monthsText(s.LastFrom, s.LastTo),
		Caption: "In percent of the network’s hashrate, months weighted by hashrate; the difference in points. Ranks are among the countries with a row of their own. " + b.baselineText(s) +
			" Nobody knows where hashrate stands to this precision: the estimates that were published disagree by more than most of these differences.",
		Columns: []Column{
			{Name: "country", Text: names},
			{Name: "without the sites", Unit: "%", Digits: &digits, Numbers: percentages(func(c *metric.CountryShare) float64 { return c.Without })},
			{Name: "with the sites", Unit: "%", Digits: &digits, Numbers: percentages(func(c *metric.CountryShare) float64 { return c.With })},
			{Name: "difference", Unit: "points", Digits: &digits, Numbers: percentages(func(c *metric.CountryShare) float64 { return c.With - c.Without })},
			{Name: "rank without", Digits: &zero, Numbers: rank(func(c *metric.CountryShare) int { return c.RankWithout })},
			{Name: "rank with", Digits: &zero, Numbers: rank(func(c *metric.CountryShare) int { return c.RankWith })},
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

// estimates draws the share of the sites' country, with them and without, and what was published about it; nil where the country
// has no row of its own.
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
		Series: []Line{{Name: "simulated, with the sites", Color: Purple, Step: true, Y: Each(len(days), func(m int) float64 { return 100 * c.Share[m] })}},
	}
	if c.Without > 0 {
		l.Series = append(l.Series, Line{Name: "without them", Color: Grey, Style: Dashed, Y: Each(len(days), func(int) float64 { return 100 * c.Without })})
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
