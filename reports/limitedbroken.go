package reports

import (
	"cmp"
	"fmt"
	"slices"
)

// breaker is what a site used beyond a limit that it may exceed, and what followed.
type breaker struct {
	site, periods, over, fines int
	above                      float64 // MWh beyond the limit
	fined, paid                float64 // fines, and all that was paid under the limit, in the currency of the report
	still                      float64 // days for which it was shut down
}

// breakers are the sites that exceed a limit with penalties, those that pay most first.
func (b *builder) breakers(l int) (list []breaker) {
	if b.p.Limits[l].Kind != "penalty" || b.p.Budgets == nil {
		return nil
	}
	at := map[int32]*breaker{}
	for g := range b.p.Budgets.Groups {
		group := &b.p.Budgets.Groups[g]
		if int(group.Limit) != l || !b.stands(g) {
			continue
		}
		site := b.p.Limits[l].Sites[0]
		if group.Sites != nil {
			site = group.Sites[0]
		}
		one := at[site]
		if one == nil {
			one = &breaker{site: int(site)}
			at[site] = one
		}
		one.periods++
		if used := b.tr.Budgets[g].UsedMWh; used > group.BudgetMWh*(1+exact) {
			one.over++
			one.above += used - group.BudgetMWh
		}
	}
	b.addBroken(l, at)
	for _, i := range b.p.Limits[l].Sites {
		if one := at[i]; one != nil && one.over > 0 {
			for m := range b.months {
				one.paid += b.cash.in(b.tr.Use(l, int(i), m).PaidUSD, m)
			}
			list = append(list, *one)
		}
	}
	slices.SortStableFunc(list, func(x, y breaker) int { return cmp.Or(cmp.Compare(y.paid, x.paid), cmp.Compare(y.still, x.still)) })
	return list
}

// addBroken adds fines and shutdowns, which follow each other in time.
func (b *builder) addBroken(l int, at map[int32]*breaker) {
	until := map[int32]int{}
	for _, broken := range b.tr.Broken {
		group, one := &b.p.Budgets.Groups[broken.Group], at[broken.Site]
		if int(group.Limit) != l || one == nil {
			continue
		}
		if broken.FineUSD > 0 {
			one.fines++
			one.fined += b.cash.in(broken.FineUSD, int(b.p.Month[group.To-1]))
		}
		from, to := max(group.To, until[broken.Site]), min(broken.StillTo, b.p.Hours)
		if to > from {
			one.still += float64(to-from) / 24
			until[broken.Site] = to
		}
	}
}

// brokenText says how often a limit with penalties is exceeded and what follows; empty for other limits.
func (b *builder) brokenText(l int) string {
	var all breaker
	list := b.breakers(l)
	if b.p.Limits[l].Kind != "penalty" || len(b.p.Limits[l].Sites) == 0 {
		return ""
	}
	if list == nil {
		return fmt.Sprintf("Nobody exceeds %s.", b.theLimit(l))
	}
	for k := range list {
		all.over += list[k].over
		all.above += list[k].above
		all.fines += list[k].fines
		all.fined += list[k].fined
		all.still += list[k].still
	}
	who := fmt.Sprintf("%s of %s %s", sentence(spelled(len(list))), counted(b.asking(l), "site", "sites"), plural(len(list), "exceeds", "exceed"))
	switch n := b.asking(l); {
	case n == 1:
		who = "The site exceeds"
	case n == 2 && len(list) == n:
		who = "Both sites exceed"
	case len(list) == n:
		who = "All " + counted(n, "site", "sites") + " exceed"
	}
	times := timesLong(all.over)
	if b.keptBudgets(l).hourly {
		times = "in " + counted(all.over, "hour", "hours")
	}
	text := fmt.Sprintf("%s %s %s, by %s in all", who, b.theLimit(l), times, amount(all.above, "MWh"))
	var after []string
	if all.fines > 0 {
		together := map[bool]string{true: " together"}[all.fines > 1]
		after = append(after, fmt.Sprintf("%s of %s%s", counted(all.fines, "fine", "fines"), b.amount(all.fined), together))
	}
	if all.still > 0 {
		after = append(after, fmt.Sprintf("%s of forced standstill", WithUnit(Format(all.still, Digits(Num(all.still))), "site-days")))
	}
	if after != nil {
		text += ", which brings " + listed(after, 2)
	}
	return text + "." + b.unpunishedText(l)
}

// onlyFined tells whether all that is paid under a limit are fines, which brokenText tells.
func (b *builder) onlyFined(l int) bool {
	var fined, paid float64
	for _, one := range b.breakers(l) {
		fined, paid = fined+one.fined, paid+one.paid
	}
	return fined > 0 && abs(paid-fined) <= exact*fined
}

// unpunishedText says how many shutdowns under a limit fall after the end of the horizon, wholly or in part, and so
// cost nothing here.
func (b *builder) unpunishedText(l int) string {
	n := 0
	for _, broken := range b.tr.Broken {
		if int(b.p.Budgets.Groups[broken.Group].Limit) == l && broken.StillTo > b.p.Hours {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" Of the shutdowns that follow, %s beyond the end of the horizon, where nothing is lost by it: to break the limit then costs less than it would at any other time.",
		counted(n, "reaches", "reach"))
}

// timesLong is how often something happens: "once", "twice", "three times".
func timesLong(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return spelled(n) + " times"
}

// mostBreakers is how many sites the table of breaches lists.
const mostBreakers = 60

// brokenTable lists the sites that exceed a limit with penalties; nil where none does.
func (b *builder) brokenTable(l int) *Table {
	list := b.breakers(l)
	if list == nil {
		return nil
	}
	all := len(list)
	list = list[:min(all, mostBreakers)]
	n, one, zero := len(list), 1, 0
	names := Column{Name: "site"}
	for k := range list {
		names.Text = append(names.Text, b.w.Sites[list[k].site].Name)
	}
	whole := func(name, unit string, of func(r *breaker) int) Column {
		return Column{Name: name, Unit: unit, Digits: &zero, Numbers: Each(n, func(k int) float64 { return float64(of(&list[k])) })}
	}
	above, unit := column(eachOf(n, func(k int) float64 { return list[k].above }), "MWh")
	fined, finedUnit := column(eachOf(n, func(k int) float64 { return list[k].fined }), b.cash.code)
	paid, paidUnit := column(eachOf(n, func(k int) float64 { return list[k].paid }), b.cash.code)
	t := &Table{
		ID: fmt.Sprintf("broken-%d-table", l+1), Title: b.beginLimit(l) + ": who exceeds it, and what follows", Stacked: true,
		Caption: "Periods are those that end after the site stands. Paid is all that the site pays under the rule, fines among it; it stands still for the days that the rule shuts it down, within the horizon.",
		Columns: []Column{
			names,
			whole("periods", "", func(r *breaker) int { return r.periods }),
			whole("exceeded", "", func(r *breaker) int { return r.over }),
			{Name: "by", Unit: unit, Numbers: above},
			whole("fines", "", func(r *breaker) int { return r.fines }),
			{Name: "fined", Unit: finedUnit, Numbers: fined},
			{Name: "paid", Unit: paidUnit, Numbers: paid},
			{Name: "shut down", Unit: "days", Digits: &one, Numbers: Each(n, func(k int) float64 { return list[k].still })},
		},
	}
	for name, has := range map[string]func(r breaker) bool{
		"fined": func(r breaker) bool { return r.fines > 0 }, "fines": func(r breaker) bool { return r.fines > 0 }, "shut down": func(r breaker) bool { return r.still > 0 },
	} {
		if !slices.ContainsFunc(list, has) {
			t.Columns = slices.DeleteFunc(t.Columns, func(c Column) bool { return c.Name == name })
		}
	}
	if more := all - n; more > 0 {
		t.Caption += fmt.Sprintf(" %s more %s less.", sentence(counted(more, "site", "sites")), plural(more, "pays", "pay"))
	}
	return t
}
