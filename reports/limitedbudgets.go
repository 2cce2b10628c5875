package reports

import (
	"fmt"
	"math"
	"slices"
	"time"

	"hashwatt/sim/kernel"
)

// mostPeriods is how many budget periods are drawn as bars; more of them become a sentence.
const mostPeriods = 100

// periodUse is what all budgets of one label were used for.
type periodUse struct {
	label              string
	within, left, more float64 // used of them, left of them, and used beyond them
}

// budget is what was allowed.
func (p *periodUse) budget() float64 { return p.within + p.left }

// budgetUse draws what each period of a budget was used for; many periods, and those of single hours, become a
// sentence.
func (b *builder) budgetUse(l int) (block Block, ok bool) {
	k := b.keptBudgets(l)
	if k.groups == 0 || k.used == 0 { // of what nobody draws from there is nothing to see
		return block, false
	}
	of := b.counts(l)
	title := b.beginLimit(l) + " " + k.text(of)
	list := b.periodUses(l)
	if len(list) > mostPeriods || k.hourly {
		return Block{Prose: b.budgetText(l, &k, title)}, true
	}
	n := len(list)
	factor, unit := scaleOf(eachOf(n, func(p int) float64 { return list[p].within + list[p].left + list[p].more }), of)
	var labels []string
	for _, p := range list {
		labels = append(labels, p.label)
	}
	bars := []Bar{{Name: "used", Color: Blue, Y: Each(n, func(p int) float64 { return list[p].within * factor })}}
	caption := "Each bar is a period of the budget"
	if slices.ContainsFunc(list, func(p periodUse) bool { return p.left > 0 }) {
		left := Each(n, func(p int) float64 { return list[p].left * factor })
		bars = append(bars, Bar{Name: "left", Color: Red.Tint(3), Hatch: true, Y: left})
		caption += "; hatched is what was left of it (with less than 0.1 % it counts as used up)"
	}
	if k.over > 0 {
		bars = append(bars, Bar{Name: "beyond it", Color: Red, Y: Each(n, func(p int) float64 { return list[p].more * factor })})
		caption += "; full red is what was used beyond it"
	}
	caption += "."
	differs := func(p periodUse) bool { return math.Abs(p.budget()-list[0].budget()) > 2*exact*list[0].budget() }
	if slices.ContainsFunc(list, differs) {
		caption += " A period that the horizon cuts has a smaller budget."
	}
	return Block{Chart: &Chart{
		ID: "budget-" + Slug(fmt.Sprintf("l%d-%s", l+1, b.p.Limits[l].Name)), Title: title, Caption: typeset(caption),
		Bars: &Bars{X: Axis{Name: "period"}, Y: Axis{Name: "budget", Unit: unit}, At: periods(labels), Bars: bars},
	}}, true
}

// periodUses adds up the budgets of a limit by their periods, in order.
func (b *builder) periodUses(l int) (list []periodUse) {
	at := map[string]int{}
	for g := range b.p.Budgets.Groups {
		group := &b.p.Budgets.Groups[g]
		if int(group.Limit) != l || !b.stands(g) {
			continue
		}
		k, known := at[group.Label]
		if !known {
			k = len(list)
			at[group.Label] = k
			list = append(list, periodUse{label: group.Label})
		}
		use := b.tr.Budgets[g].UsedMWh
		list[k].within += min(use, group.BudgetMWh)
		if use < group.BudgetMWh*(1-exact) {
			list[k].left += group.BudgetMWh - use
		}
		if use > group.BudgetMWh*(1+exact) {
			list[k].more += use - group.BudgetMWh
		}
	}
	return list
}

// budgetText is the sentence of budgets that are not drawn.
func (b *builder) budgetText(l int, k *kept, title string) string {
	of := b.counts(l)
	holds := fmt.Sprintf("; its %s allow %s in all, of which %s are drawn", k.word(), amount(k.budget, of), amount(k.used, of))
	if k.over > 0 {
		holds = fmt.Sprintf("; its %s allow %s in all, and %s are drawn", k.word(), amount(k.budget, of), amount(k.used, of))
	}
	if hours := b.r.Summary.Limits[l].BindingHours; k.hourly && k.full > 0 && hours < 0.999*float64(k.full) {
		others := "nobody would have drawn more"
		if b.highLoads(l) {
			others += ", or only at a load that is charged for"
		}
		holds += fmt.Sprintf(". It holds somebody back in %s hours; in the others that use it up %s", Format(hours, 0), others)
	}
	return title + holds + "."
}

// periods are stops at dates where all labels are dates of one form, else at names. A week stands at its Monday.
func periods(labels []string) Stops {
	first := ""
	dates := make([]string, len(labels))
	for k, l := range labels {
		dates[k] = l
		var year, week int
		if n, err := fmt.Sscanf(l, "%d-W%d", &year, &week); n == 2 && err == nil {
			dates[k] = monday(year, week)
		}
		_, form, err := Moment(dates[k])
		if err != nil || first != "" && form != first {
			return Stops{Names: labels}
		}
		first = form
	}
	return Stops{Dates: dates}
}

// monday is the first day of a week of ISO 8601: the first week of a year holds its 4 January.
func monday(year, week int) string {
	day := time.Date(year, time.January, 4, 0, 0, 0, 0, time.UTC)
	day = day.AddDate(0, 0, -(int(day.Weekday())+6)%7+7*(week-1))
	return day.Format(time.DateOnly)
}

// roomText says that periods end with room and have had a price all the same, where rolling operators planned them at
// another hashprice than came; empty where none do.
func (b *builder) roomText() string {
	if b.p.Budgets == nil || b.p.Foresight != kernel.Rolling {
		return ""
	}
	all, roomy := 0, 0
	for g := range b.p.Budgets.Groups {
		group, use := &b.p.Budgets.Groups[g], &b.tr.Budgets[g]
		if group.Terms.Hourly || !b.stands(g) {
			continue
		}
		all++
		if use.Multiplier > leastPaid && use.UsedMWh < group.BudgetMWh*(1-spent) {
			roomy++
		}
	}
	if roomy == 0 {
		return ""
	}
	return fmt.Sprintf(" With rolling operators it is the price of the plans as they were made: %s of %s periods %s with room and had a price all the same.",
		spelled(roomy), spelled(all), plural(roomy, "ends", "end"))
}
