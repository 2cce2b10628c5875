package reports

import (
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim/metric"
)

// goal is what a solved scenario is asked for, in the months in which it is asked: a country's share of the network.
type goal struct {
	from, to           int    // months of the accounts, half open
	when               string // "2030", "June 2026 to May 2027"
	country            *metric.CountryShare
	low, high, last    float64 // the country's share by month, percent
	own                float64 // share of the sites, percent
	energy, capacity   float64 // MWh of the sites in these months, and what they could have drawn
	hashrate           float64 // of the sites, mean, PH/s
	emissions          float64 // of the sites, t
	lastMonth          string
	months             int
	inCentral, central string // " in the central case" and the same as a clause, where there are draws
}

// goal returns the months and the share that the scenario's solve asks for; nil where it asks for none.
func (b *builder) goal() *goal {
	s, shares := b.r.Solved, b.r.Shares
	if s == nil || shares == nil || s.From == "" {
		return nil
	}
	g := &goal{from: slices.Index(b.months, s.From), to: slices.Index(b.months, s.To) + 1, when: monthsText(s.From, s.To)}
	code := goalCountry(s.Goal)
	if g.country = shares.Find(code); g.country == nil || g.from < 0 || g.to <= g.from {
		return nil
	}
	share := g.country.Share[g.from:g.to]
	g.months, g.low, g.high, g.last, g.lastMonth = len(share), 100*slices.Min(share), 100*slices.Max(share), 100*share[len(share)-1], s.To
	own, all := 0.0, 0.0
	for m := g.from; m < g.to; m++ {
		line, hours := &b.book.Total.Lines[m], float64(b.book.Months[m].To-b.book.Months[m].From)
		own, all = own+line.HashPHh, all+shares.TotalPHs[m]*hours
		g.energy, g.capacity, g.emissions = g.energy+line.EnergyMWh, g.capacity+line.CapacityMWh, g.emissions+line.EmissionsT
	}
	if all <= 0 || g.capacity <= 0 {
		return nil
	}
	hours := float64(b.book.Months[g.to-1].To - b.book.Months[g.from].From)
	g.own, g.hashrate = 100*own/all, own/hours
	if b.r.Settings.Draws > 0 {
		g.inCentral, g.central = " in the central case", "central case"
	}
	return g
}

// goalCountry is the country of a goal that is a share: RU of share(RU) = 11.23 %.
func goalCountry(text string) string {
	what, _, _ := strings.Cut(text, "=")
	code, ok := strings.CutPrefix(strings.TrimSpace(what), "share(")
	if !ok {
		return ""
	}
	return strings.TrimSpace(strings.TrimSuffix(code, ")"))
}

// monthsText names a stretch of months: "2030", "January 2030", "June 2026 to May 2027".
func monthsText(from, to string) string {
	switch {
	case from == to:
		return monthText(from)
	case strings.HasSuffix(from, "-01") && to == from[:4]+"-12":
		return from[:4]
	}
	return monthText(from) + " to " + monthText(to)
}

// countryText says how the country's share lies about what was asked for: a mean that the months do not all hold.
func (g *goal) countryText() string {
	if g.months < 2 {
		return ""
	}
	digits := shareTextDigits(g.low/100, g.high/100)
	low, high := Format(g.low, digits), Format(g.high, digits)
	if low == high {
		return fmt.Sprintf("every month of it holds %s", WithUnit(high, "%"))
	}
	return fmt.Sprintf("by month the share is %s to %s, and %s in %s", low, WithUnit(high, "%"), WithUnit(Format(g.last, digits), "%"), monthText(g.lastMonth))
}

// ran says how much of what they could have drawn in these months the sites draw: "83 %".
func (g *goal) ran() string { return shareText(g.energy / g.capacity) }

// ownText is the share of the sites in the network.
func (g *goal) ownText() string { return percent(g.own) }

// energyText is what the sites draw in these months.
func (g *goal) energyText() string { return amount(g.energy, "MWh") }

// policyText says of the months that were asked for what the sites hold, draw and how much they run.
func (g *goal) policyText(who string) string {
	return fmt.Sprintf("In %s%s %s would hold %s of the Bitcoin network, draw %s and run at %s of what the plant could draw", g.when, g.inCentral, who, g.ownText(), g.energyText(), g.ran())
}

// goalFigures are the figures of the months that were asked for, in the places of those that are means over years
// in which the plant does not stand.
func (b *builder) goalFigures(g *goal) (country, own, energy, running Figure) {
	of := func(v float64, label, unit, note string) Figure {
		f := fixed(v).figure(label, unit, Simulated)
		f.Note = joinNotes(joinNotes(g.central, note), f.Note)
		return f
	}
	mean := func(m measure, unit string) string {
		if !m.ok() {
			return ""
		}
		return m.text(unit) + " over " + b.horizon()
	}
	country = of(b.r.Solved.Reached, "of the network in "+theCountry(g.country.Name)+", "+g.when, "%", strings.TrimPrefix(g.countryText(), "by month the share is "))
	own = of(g.own, "of the network’s hashrate, "+g.when, "%", mean(b.total("network_share_pct"), "%"))
	energy = of(g.energy, "electricity in "+g.when, "MWh", "")
	running = of(100*g.energy/g.capacity, "of what the plant could draw, "+g.when, "%", mean(b.total("load_factor_pct"), "%"))
	return country, own, energy, running
}
