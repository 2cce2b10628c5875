package kernel

import (
	"math"

	"hashwatt/sim/dispatch"
)

// tierPlan is the price of one count at one site.
type tierPlan struct {
	dispatch.TierPlan
	next      float64 // USD/MWh, of the tier in which the count stands
	hashprice float64 // USD/PH/day it was made for; -1 where it is that of each hour
	demandMW  float64 // the highest load that it was made for
	cost      float64 // USD/MWh that budgets see: of the tier that is used up, where Price keeps its end for better hours
	end       float64 // MWh counted once it is carried out
	scarce    bool    // the end of a tier keeps out what would pay for this one
	beyond    bool    // more is counted than was planned
}

// part is how much of a tranche the price of its tier lets run, 0 to 1, and the price that it must earn. The margin is
// before tiers, the break-even at the PUE of the hour.
//
// Where a tier has room every hour pays that is worth its price today. Where its end is scarce the plan chose the
// hours by the hashprice it was made for, and stays with them as it does with a budget, unless the hashprice has
// fallen so far that an hour does not even pay for the tier in which the count stands.
func (t *tierPlan) part(margin, breakEven, price float64) (part, of float64) {
	of = t.Price
	if t.beyond {
		of = max(of, t.next)
	}
	if !t.scarce || t.beyond {
		if margin > of {
			return 1, of
		}
		return 0, of
	}
	planned := margin
	if t.hashprice >= 0 {
		planned = t.hashprice/breakEven - price
		if !(margin > min(t.Price, t.next) || margin == t.Price && t.Share > 0) {
			return 0, of
		}
	}
	switch {
	case planned > t.Price:
		return 1, of
	case planned == t.Price:
		return t.Share, of
	}
	return 0, of
}

// stand tells site i in which tier its count k stands. An operator who does not look ahead pays attention to
// nothing else.
func (s *State) stand(ch *Charges, i int, k int32) {
	plan := &s.charge.plans[i]
	tier := &plan.tier[k]
	if s.look == Myopic {
		site := &s.p.Sites[i]
		tier.demandMW = min(site.PowerMW, site.AvailableMW*s.pue[site.Climate])
		tier.next = s.priceAt(ch, i, k, plan.counted[k])
		tier.TierPlan, tier.hashprice, tier.cost = dispatch.TierPlan{Price: tier.next}, -1, tier.next
		return
	}
	tier.next = s.priceAt(ch, i, k, plan.counted[k])
	tier.beyond = plan.counted[k] > tier.end*(1+1e-9)
}

// planCount plans the energy of one count of site i for the hours from t on.
func (s *State) planCount(ch *Charges, i, t int, k int32) {
	sp, plan, count := &s.charge, &s.charge.plans[i], &ch.Counts[k]
	tier := &plan.tier[k]
	in := &sp.count
	in.Margin, in.MWh = in.Margin[:0], in.MWh[:0]
	in.Used = plan.counted[k]
	least := math.Inf(1)
	for _, step := range count.Steps {
		least = min(least, step.Price)
	}
	tier.demandMW = 0
	s.lookAhead(i, max(t, count.From), count.To, func(h int, v *outlook) {
		if ch.Of[h] != k {
			return
		}
		room, load := math.Inf(1), 0.0
		if ch.Leaf != nil && ch.Leaf[h] >= 0 {
			room = plan.mw[ch.Leaf[h]]
		}
		for n, mw := range v.mw {
			mw = min(mw, room)
			room = left(room, mw, s.p.Sites[i].PowerMW)
			if !(mw > 0) {
				continue
			}
			runs := false
			for _, part := range v.parts {
				margin := v.margin(n, part)
				runs = runs || margin > least
				in.Margin = append(in.Margin, margin)
				in.MWh = append(in.MWh, mw*part.length)
			}
			if runs {
				load += mw
			}
		}
		tier.demandMW = max(tier.demandMW, load)
	})
	in.Steps = s.tierSteps(ch, i, k)
	sp.tiers.Solve(in, &tier.TierPlan)
	tier.end = in.Used + tier.MWh
	tier.hashprice = s.planPrice()
	tier.beyond = false
	tier.next = s.priceAt(ch, i, k, in.Used)
	tier.scarce = tier.Share > 0 || s.priceAt(ch, i, k, tier.end*(1+1e-9)) > tier.Price
	if tier.cost = tier.Price; tier.scarce {
		tier.cost = min(tier.Price, tier.next)
	}
	s.tr.Rungs.Counts++
}

// tierSteps is the price of a count with its ends in MWh. Ends by the MW are those of the highest load so far or,
// where it is more, of the one that is planned.
func (s *State) tierSteps(ch *Charges, i int, k int32) []dispatch.PriceStep {
	count, plan, sp := &ch.Counts[k], &s.charge.plans[i], &s.charge
	if count.PerMW == nil {
		return count.Steps
	}
	demand := max(plan.high[k], plan.tier[k].demandMW, count.FloorMW)
	sp.ends = sp.ends[:0]
	least := 0.0
	for j, step := range count.Steps {
		if perMW := count.PerMW[j]; !math.IsInf(perMW, 1) {
			step.UpTo = min(step.UpTo, perMW*demand)
		}
		step.UpTo = max(least, step.UpTo)
		least = step.UpTo
		sp.ends = append(sp.ends, step)
	}
	return sp.ends
}

// priceAt is the price of the tier of the next MWh at site i once some MWh are counted, USD/MWh.
func (s *State) priceAt(ch *Charges, i int, k int32, counted float64) float64 {
	return priceOf(s.tierSteps(ch, i, k), counted)
}

// priceOf is the price of the next MWh once some are counted, USD/MWh.
func priceOf(steps []dispatch.PriceStep, counted float64) float64 {
	for _, step := range steps {
		if counted < step.UpTo {
			return step.Price
		}
	}
	return 0
}

// tierOf is the price that the plan of the count of hour h puts on a MWh of site i.
func (s *State) tierOf(ch *Charges, i, h int) float64 {
	if ch.Of == nil || ch.Of[h] < 0 {
		return 0
	}
	return s.charge.plans[i].tier[ch.Of[h]].Price
}
