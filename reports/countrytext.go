package reports

import (
	"fmt"
	"math"
	"strings"
	"time"

	"hashwatt/sim/metric"
)

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

// peakText says how high the country's share goes: "6.10 % in August 2027, when all run"; empty where the mean of
// the last months is as high.
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

// countryClause says for the answer what the share of the sites' country becomes; empty where the shares do not
// name it or do not move.
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
	return fmt.Sprintf("The rest of the world is split %s, for the whole horizon: countries move only by what %s.", from, b.livesText("the sites add", b.siteOrSites()+plural(len(b.w.Sites), " does", " do")+" otherwise"))
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
		text += fmt.Sprintf("The Herfindahl index of concentration, the sum of the squares of the named countries’ shares, is %s.", b.livesText(z+" with the sites and "+a+" without", z+" in this run and "+a+" in the baseline"))
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
