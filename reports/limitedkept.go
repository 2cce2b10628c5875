package reports

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"hashwatt/sim/kernel"
	"hashwatt/sim/scenario"
)

// exact is the part of a budget by which its use may differ from it by rounding alone.
const exact = 1e-9

// spent is the part of a budget that may be left of it where it counts as used up: crumbs that are too small for a
// machine that must stay on for a while, or that the rounding of a table hides.
const spent = 1e-3

// leastPaid is the money in USD below which nothing is paid.
const leastPaid = 0.005

// kept is how the budgets of a limit were kept, those of sites that do not stand yet left out. Amounts are in what
// it counts.
type kept struct {
	groups, full, over  int // all, used up but for crumbs, and exceeded
	hourly, each        bool
	most                float64 // the largest part of a budget that is used
	budget, used, above float64 // what is allowed, what is drawn, and how much of it above what is allowed
}

// keptBudgets looks how the budgets of limit l were kept.
func (b *builder) keptBudgets(l int) (k kept) {
	if b.p.Budgets == nil || !b.p.Limits[l].Pooled {
		return k
	}
	labels := map[string]bool{}
	for g := range b.p.Budgets.Groups {
		if int(b.p.Budgets.Groups[g].Limit) == l && b.stands(g) {
			labels[b.p.Budgets.Groups[g].Label] = true
			k.add(&b.p.Budgets.Groups[g], b.tr.Budgets[g].UsedMWh)
		}
	}
	k.each = k.groups > len(labels)
	return k
}

func (k *kept) add(group *kernel.Group, used float64) {
	k.groups++
	k.hourly = k.hourly || group.Terms.Hourly
	k.budget += group.BudgetMWh
	k.used += used
	if group.BudgetMWh > 0 {
		k.most = max(k.most, used/group.BudgetMWh)
	}
	switch {
	case used > group.BudgetMWh*(1+exact):
		k.over++
		k.above += used - group.BudgetMWh
	case group.BudgetMWh > 0 && used >= group.BudgetMWh*(1-k.crumbs()):
		k.full++
	}
}

// crumbs is the part of a budget that may be left where it counts as used up. The power of an hour leaves none.
func (k *kept) crumbs() float64 {
	if k.hourly {
		return exact
	}
	return spent
}

// stands tells whether a site that shares a budget stands before its period is over.
func (b *builder) stands(g int) bool {
	return b.p.Stands(g) < b.p.Budgets.Groups[g].To
}

// word is what the budgets are: "months" are periods, of each site or of all.
func (k *kept) word() string {
	switch {
	case k.hourly && k.each:
		return "hours of sites"
	case k.hourly:
		return "hours"
	case k.each:
		return "budgets, each of a site and period"
	}
	return "periods"
}

// text says what became of the budgets, as what follows the name of the limit: "is exceeded in two of three
// periods, by 400 MWh in all".
func (k *kept) text(of string) string {
	one := map[bool]string{true: "hour", false: "period"}[k.hourly]
	switch {
	case k.over > 0:
		text := fmt.Sprintf("is exceeded in %s of %s %s, by %s in all", spelled(k.over), spelled(k.groups), k.word(), amount(k.above, of))
		if k.over == k.groups {
			text = fmt.Sprintf("is exceeded in every %s, by %s in all", one, amount(k.above, of))
		}
		if k.full > 0 {
			text += fmt.Sprintf(", and just used up in %s", spelled(k.full))
		}
		return text
	case k.full == 0 && k.used > 0.9*k.budget:
		return fmt.Sprintf("is never quite used up: %s of %s", WithUnit(Format(100*k.used/k.budget, 1), "%"), amount(k.budget, of))
	case k.full == 0 && k.most > 0.9:
		return fmt.Sprintf("is never quite used up: at most %s of it", WithUnit(Format(100*k.most, 1), "%"))
	case k.full == 0:
		return "is never used up"
	case k.full == k.groups:
		return "is used up in every " + one
	}
	return fmt.Sprintf("is used up in %s of %s %s", spelled(k.full), spelled(k.groups), k.word())
}

// acts tells whether a limit holds anybody back, is exceeded, has a price, or moves money.
func (b *builder) acts(l int) bool {
	limit := &b.r.Summary.Limits[l]
	return limit.BindingHours > 0 || limit.ShadowPrice > 0 || math.Abs(limit.PaidUSD) > leastPaid || b.keptBudgets(l).over > 0
}

// whyNever says why limit l never binds, as what follows "as": empty where that is not known.
func (b *builder) whyNever(l int) string {
	for k := range b.r.Warnings {
		if w := &b.r.Warnings[k]; w.Kind == scenario.NeverBinds && w.Subjects[0] == b.p.Limits[l].Name {
			return b.named(w.Detail)
		}
	}
	return ""
}

// named writes the names of limits in a text as the page does.
func (b *builder) named(text string) string {
	for l := range b.p.Limits {
		text = strings.ReplaceAll(text, strconv.Quote(b.p.Limits[l].Name), b.theLimit(l))
	}
	return text
}

// warnings are those of the run, with the names of limits as the page writes them.
func (b *builder) warnings() []scenario.Warning {
	list := slices.Clone(b.r.Warnings)
	for k := range list {
		if list[k].Kind == scenario.NeverBinds {
			list[k].Detail = b.named(list[k].Detail)
		}
	}
	return list
}

// actText says what a limit does that holds nobody back, as what follows "it": "is exceeded in …", "never binds".
func (b *builder) actText(l int) string {
	k := b.keptBudgets(l)
	switch {
	case k.over > 0:
		return k.text(b.counts(l))
	case !b.acts(l) && b.whyNever(l) != "":
		return "never binds: " + b.whyNever(l)
	case !b.acts(l):
		return "never binds"
	case k.full > 0:
		return "keeps nothing back, though it " + k.text(b.counts(l))
	}
	return "keeps nothing back, and only moves money"
}
