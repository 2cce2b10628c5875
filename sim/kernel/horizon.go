package kernel

import "hashwatt/sim/dispatch"

// horizon is what a plan of two families of budgets needs to move on with time: where sites share the power of
// every hour of ten years, only the hours of the periods that have begun are planned, a year of them.
type horizon struct {
	to    int       // hour up to which the operator looked
	lists [][]int32 // by family: the groups of then
	spare [][]int32 // memory for the next ones
	fresh bool      // most of the groups are new: what the others ask is no place to begin
}

// moveOn leaves a plan the groups that have hours from t up to to. If it was made before, the multipliers of then find
// their new places: the next plan begins with them.
func (s *State) moveOn(pl *plan, t, to int, again bool) {
	h := &pl.horizon
	for len(h.lists) < len(pl.groups) {
		h.lists, h.spare = append(h.lists, nil), append(h.spare, nil)
	}
	kept, all := 0, 0
	for f, groups := range pl.groups {
		old := h.lists[f]
		if again && h.to == to {
			groups = old // time takes groups away and brings none
		}
		list := h.spare[f][:0]
		for _, g := range groups {
			if group := &s.p.Budgets.Groups[g]; group.From < to && group.To > t {
				list = append(list, g)
			}
		}
		if again && pl.cross != nil {
			kept += s.budget.movePrices(pl.cross.prices(f), old, list)
		}
		all += len(list)
		for k, g := range list {
			s.budget.place[g] = int32(k)
		}
		h.lists[f], h.spare[f], pl.groups[f] = list, old, list
	}
	h.to, h.fresh = to, 2*kept < all
}

// movePrices puts the multipliers of a family, if they are those of the old groups, where these are in the new
// list. The places are still the old ones. It returns how many groups it had known.
func (sp *budgetSpace) movePrices(p *dispatch.Prices, old, list []int32) (known int) {
	if len(p.Sum) != len(old) {
		return 0 // never solved
	}
	lambda, sum := resize(sp.lambda, len(list)), resize(sp.sum, len(list))
	for k, g := range list {
		if was := int(sp.place[g]); was < len(old) && old[was] == g {
			lambda[k], sum[k] = p.Lambda[was], p.Sum[was]
			known++
		}
	}
	sp.lambda, sp.sum, p.Lambda, p.Sum = p.Lambda, p.Sum, lambda, sum
	return known
}
