package reports

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"hashwatt/sim/metric"
)

// counts is what a limit counts and its shadow price is for: t of CO2 under a carbon cap, else MWh.
func (b *builder) counts(l int) string {
	if b.p.Limits[l].Kind == "carbon" {
		return "t"
	}
	return "MWh"
}

// mostDearest is how many limits a table may list that tells the dearest month of each.
const mostDearest = 3

// limitTable lists the limits with what they did.
func (b *builder) limitTable() *Table {
	limits := b.r.Summary.Limits
	n := len(limits)
	text := func(name string, of func(l int) string) Column {
		c := Column{Name: name}
		for l := range limits {
			c.Text = append(c.Text, of(l))
		}
		return c
	}
	zero := 0
	cut, cutUnit := column(eachOf(n, func(l int) float64 { return limits[l].CurtailedMWh }), "MWh")
	lost, lostUnit := column(eachOf(n, b.forgone), b.cash.code)
	t := &Table{ID: "limits-table", Title: b.limitTitle(), Stacked: true, Columns: []Column{
		text("limit", func(l int) string { return limits[l].Name }),
		text("rule", func(l int) string { return b.ruleText(l) }),
		text("holds", b.holdsText),
		{Name: "in force", Unit: "h", Digits: &zero, Numbers: Each(n, func(l int) float64 { return limits[l].HoursInForce })},
		{Name: "binds", Unit: "h", Digits: &zero, Numbers: Each(n, func(l int) float64 { return limits[l].BindingHours })},
		text("when", func(l int) string {
			k := b.keptBudgets(l)
			switch {
			case limits[l].BindingHours > 0:
				return b.seasonOf(l)
			case k.over > 0:
				return fmt.Sprintf("exceeded in %s of %s %s", spelled(k.over), spelled(k.groups), map[bool]string{true: "hours", false: "periods"}[k.hourly])
			case b.acts(l):
				return "holds nobody back"
			}
			return "never"
		}),
		{Name: "kept back", Unit: cutUnit, Numbers: cut},
		{Name: "coins forgone", Unit: "BTC", Numbers: Each(n, func(l int) float64 { return limits[l].ForgoneBTC })},
		{Name: "margin forgone", Unit: lostUnit, Numbers: lost},
	}}
	t.Caption = "Central case, whole horizon. A limit binds in the hours in which it holds at least one site back; kept back is energy that would have run at a profit"
	if terms := b.marginTerms(func(l int) bool { return lost[l].Value > 0 }); terms != "" {
		t.Caption += "; its margin is revenue less power, " + terms + "; " +
			"what the sites lose in all stands in the table of what limits move, where that is worked out. "
	} else {
		t.Caption += ", its margin (revenue less power) what the sites lose by it. "
	}
	if slices.ContainsFunc(limits, func(l metric.Limit) bool { return l.PaidUSD != 0 }) {
		paid, unit := column(eachOf(n, b.paidUnder), b.cash.code)
		t.Columns = append(t.Columns, Column{Name: "paid under it", Unit: unit, Numbers: paid})
		t.Caption += "Paid under it is what the sites pay under the rule, less what they are paid: below zero they are paid. "
	}
	if b.overlap() {
		t.Caption += "Limits overlap: what several would stop counts under one of them, so that without it the others stop much of it."
		if b.r.Leaks != nil {
			t.Caption += " What each does by itself stands in the table of what they move."
		}
		t.Caption += b.countedElsewhere() + " "
	}
	t.Columns = append(t.Columns, b.shadowColumn())
	t.Caption += "The shadow price is what one more megawatt-hour under the limit would be worth, averaged over all hours in force: zero where the limit has room"
	if slices.ContainsFunc(indices(n), b.switches) {
		t.Caption += ", empty under a rule of switching, which allows no amount"
	}
	t.Caption += "."
	t.Caption += b.priceTerms(indices(n))
	t.Caption += b.roomText()
	if slices.ContainsFunc(indices(n), func(l int) bool { return !b.p.Planned(l) }) {
		t.Caption += " Myopic operators plan no use of what is shared over time: it has no shadow price, and its cell is empty."
	}
	if n <= mostDearest {
		t.Columns = append(t.Columns, text("dearest month", b.worstMonth))
		t.Caption += " The dearest month is that of most margin forgone."
	}
	return t
}

// holdsText says whom a limit holds: "all fifteen sites", "region komi, two sites", or the name of its one site.
func (b *builder) holdsText(l int) string {
	scope, sites := b.r.Summary.Limits[l].Scope, b.p.Limits[l].Sites
	switch n := len(sites); {
	case n == 1 && (strings.HasPrefix(scope, "all ") || strings.HasPrefix(scope, "site") || strings.Contains(scope, "each site")):
		return b.w.Sites[sites[0]].Name
	case n > 1 && scope == "all sites":
		return "all " + counted(n, "site", "sites")
	default:
		return scope + ", " + counted(n, "site", "sites")
	}
}

// overlap tells whether any two limits hold the same site.
func (b *builder) overlap() bool {
	held := map[int32]bool{}
	for l := range b.p.Limits {
		for _, i := range b.p.Limits[l].Sites {
			if held[i] {
				return true
			}
			held[i] = true
		}
	}
	return false
}

// countedElsewhere names the limits that bind in hours in which all that they stop counts under others; empty where
// there are none.
func (b *builder) countedElsewhere() string {
	limits := b.r.Summary.Limits
	most := 0.0
	for l := range limits {
		most = max(most, limits[l].CurtailedMWh)
	}
	var names []string
	hours := 0.0
	for l := range limits {
		if at := &limits[l]; at.BindingHours > 0 && at.CurtailedMWh < leastCounted*most && b.p.Limits[l].Pooled {
			names = append(names, b.theLimit(l))
			hours = max(hours, at.BindingHours)
		}
	}
	switch len(names) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf(" What %s stops in the %s in which it binds counts under others that bind in the same hours, so that nearly nothing is left to its name.", names[0], counted(int(math.Round(hours)), "hour", "hours"))
	}
	return fmt.Sprintf(" What %s stop counts under others that bind in the same hours, so that nearly nothing is left to their names.", listed(names, 4))
}

// leastCounted is the part of the most that a limit keeps back below which another keeps back nearly nothing.
const leastCounted = 1e-3

// shadowColumn are the mean shadow prices: numbers, or texts with units where these differ.
func (b *builder) shadowColumn() Column {
	limits := b.r.Summary.Limits
	c := Column{Name: "mean shadow price", Unit: b.cash.code + "/MWh", Numbers: Each(len(limits), b.meanPrice)}
	for l := range limits {
		if !b.priced(l) {
			c.Numbers[l] = Gap
		}
	}
	carbon := func(l int) bool { return b.counts(l) == "t" }
	if !slices.ContainsFunc(indices(len(limits)), carbon) {
		return c
	}
	c.Unit, c.Numbers = "", nil
	for l := range limits {
		if !b.priced(l) {
			c.Text = append(c.Text, "")
			continue
		}
		c.Text = append(c.Text, WithUnit(Format(b.meanPrice(l), Digits(Num(b.meanPrice(l)))), b.cash.code+"/"+b.counts(l)))
	}
	return c
}

// beforeLoads is what is said of money that leaves charges on the highest load out.
const beforeLoads = "before charges on the highest load"

// marginTerms says what the margin that some limits take leaves out, in a sentence: charges on the highest load, and
// how far other tiers would move the price. Empty where it is what the sites lose.
func (b *builder) marginTerms(of func(l int) bool) string {
	var parts []string
	limits := slices.DeleteFunc(indices(len(b.p.Limits)), func(l int) bool { return !of(l) })
	if slices.ContainsFunc(limits, b.highLoads) {
		parts = append(parts, beforeLoads)
	}
	if slices.ContainsFunc(limits, b.tiered) {
		parts = append(parts, "at the price of the tier that is kept")
	}
	return listed(parts, 2)
}

// marginTermsOf is marginTerms of one limit, behind a comma.
func (b *builder) marginTermsOf(l int) string {
	if terms := b.marginTerms(func(k int) bool { return k == l }); terms != "" {
		return ", " + terms
	}
	return ""
}

// highLoads tells whether a site that a limit holds pays by the highest load: what the limit keeps back would have cost
// more than the price of its hours.
func (b *builder) highLoads(l int) bool {
	return b.p.Charges != nil && slices.ContainsFunc(b.p.Limits[l].Sites, func(i int32) bool {
		charges := b.p.Charges[b.p.Sites[i].Tariff]
		return charges != nil && len(charges.Windows) > 0
	})
}

// tiered tells whether a site that a limit holds pays by tiers of its energy: what the limit keeps back would have moved
// the price of all that is drawn beyond them.
func (b *builder) tiered(l int) bool {
	return b.p.Charges != nil && slices.ContainsFunc(b.p.Limits[l].Sites, func(i int32) bool {
		charges := b.p.Charges[b.p.Sites[i].Tariff]
		return charges != nil && len(charges.Counts) > 0
	})
}

// forgone is the margin that a limit cost, in the currency of the report.
func (b *builder) forgone(l int) float64 {
	return total(b.forgoneByMonth(l))
}

func (b *builder) forgoneByMonth(l int) []float64 {
	sums := make([]float64, len(b.months))
	for _, i := range b.p.Limits[l].Sites {
		for m := range sums {
			sums[m] += b.cash.in(b.tr.Use(l, int(i), m).ForgoneUSD, m)
		}
	}
	return sums
}

// paidUnder is what sites pay under a limit less what they are paid, in the currency of the report.
func (b *builder) paidUnder(l int) (sum float64) {
	for _, i := range b.p.Limits[l].Sites {
		for m := range b.months {
			sum += b.cash.in(b.tr.Use(l, int(i), m).PaidUSD, m)
		}
	}
	return sum
}

// worstMonth is the month in which a limit cost most margin: "January 2027"; empty where it cost none.
func (b *builder) worstMonth(l int) string {
	lost := b.forgoneByMonth(l)
	top := 0
	for m := range lost {
		if lost[m] > lost[top] {
			top = m
		}
	}
	if len(lost) == 0 || lost[top] <= 0 || math.IsNaN(lost[top]) {
		return ""
	}
	return monthText(b.months[top])
}

func (b *builder) limitTitle() string {
	limits := b.r.Summary.Limits
	never, n := 0, len(limits)
	for l := range limits {
		if !b.acts(l) {
			never++
		}
	}
	switch {
	case never == n && n == 1:
		return "The one limit never binds"
	case never == n:
		return fmt.Sprintf("None of the %s limits ever binds", spelled(n))
	case n == 1:
		return b.takesText()
	case never == 0 && n == 2:
		return "Both limits act at times"
	case never == 0:
		return fmt.Sprintf("All %s limits act at times", spelled(n))
	}
	return fmt.Sprintf("%s of %s limits %s at times", sentence(spelled(n-never)), spelled(n), plural(n-never, "acts", "act"))
}

// takesText says what the one limit takes from its sites, and what they pay or are paid under it.
func (b *builder) takesText() string {
	lost, paid := b.forgone(0), b.paidUnder(0)
	does := plural(len(b.p.Limits[0].Sites), "pays", "pay")
	money := ""
	switch {
	case paid > leastPaid:
		money = fmt.Sprintf("%s %s", does, b.amount(paid))
	case paid < -leastPaid:
		money = fmt.Sprintf("%s paid %s", plural(len(b.p.Limits[0].Sites), "is", "are"), b.amount(-paid))
	}
	switch {
	case money == "":
		return fmt.Sprintf("%s takes %s of margin from %s%s", b.beginLimit(0), b.amount(lost), b.theHeld(0), b.marginTermsOf(0))
	case lost <= 0:
		return fmt.Sprintf("Under %s %s %s", b.theLimit(0), b.theHeld(0), money)
	}
	return fmt.Sprintf("%s takes %s of margin from %s, which %s under it", b.beginLimit(0), b.amount(lost), b.theHeld(0), money)
}

// theHeld are the sites that a limit holds as words: "its site", "its fifteen sites".
func (b *builder) theHeld(l int) string {
	if n := len(b.p.Limits[l].Sites); n != 1 {
		return "its " + counted(n, "site", "sites")
	}
	return "its site"
}
