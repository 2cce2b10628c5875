package reports

import "fmt"

// mostPeriods is how many budget periods are drawn as bars; more of them become a sentence.
const mostPeriods = 100

// periodUse is what all budgets of one label were used for.
type periodUse struct {
	label      string
	used, left float64
}

// budgetUse draws what each period of a budget was used for; many periods, and those of single hours, become a sentence.
func (b *builder) budgetUse(l int) (block Block, ok bool) {
	if b.p.Budgets == nil {
		return block, false
	}
	var list []periodUse
	at := map[string]int{}
	groups, full, hourly := 0, 0, false
	for g := range b.p.Budgets.Groups {
		group := &b.p.Budgets.Groups[g]
		if int(group.Limit) != l {
			continue
		}
		k, known := at[group.Label]
		if !known {
			k = len(list)
			at[group.Label] = k
			list = append(list, periodUse{label: group.Label})
		}
		use := b.tr.Budgets[g].UsedMWh
		list[k].used += use
		list[k].left += max(group.BudgetMWh-use, 0)
		groups++
		hourly = hourly || group.Terms.Hourly
		if use > 0.9999*group.BudgetMWh {
			full++
		}
	}
	if groups == 0 {
		return block, false
	}
	of := b.counts(l)
	used := eachOf(len(list), func(k int) float64 { return list[k].used })
	both := eachOf(len(list), func(k int) float64 { return list[k].used + list[k].left })
	factor, unit := scaleOf(both, of)
	name := b.p.Limits[l].Name
	word := "periods"
	if hourly {
		word = "hours"
	} else if groups > len(list) {
		word = "budgets, each of a site and period"
	}
	the := sentence(b.theLimit(l))
	title := fmt.Sprintf("%s is used up in %s of %s %s", the, spelled(full), spelled(groups), word)
	if full == 0 {
		title = the + " is never used up"
	} else if full == groups {
		title = the + " is used up in every " + map[bool]string{true: "hour", false: "period"}[hourly]
	}
	if len(list) > mostPeriods || hourly {
		return Block{Prose: fmt.Sprintf("%s; its %s hold %s in all, of which %s are used.", title, word, amount(total(both), of), amount(total(used), of))}, true
	}
	var labels []string
	for _, p := range list {
		labels = append(labels, p.label)
	}
	return Block{Chart: &Chart{
		ID: "budget-" + Slug(fmt.Sprintf("l%d-%s", l+1, name)), Title: title,
		Caption: "Each bar is a period of the budget; hatched is what was left of it. A period that the horizon cuts has a smaller budget.",
		Bars: &Bars{X: Axis{Name: "period"}, Y: Axis{Name: "budget", Unit: unit}, At: periods(labels), Bars: []Bar{
			{Name: "used", Color: Blue, Y: Each(len(list), func(k int) float64 { return list[k].used * factor })},
			{Name: "left", Color: Red.Tint(3), Hatch: true, Y: Each(len(list), func(k int) float64 { return list[k].left * factor })},
		}},
	}}, true
}

// periods are stops at dates where all labels are dates of one form, else at names.
func periods(labels []string) Stops {
	first := ""
	for _, l := range labels {
		_, form, err := Moment(l)
		if err != nil || first != "" && form != first {
			return Stops{Names: labels}
		}
		first = form
	}
	return Stops{Dates: labels}
}
