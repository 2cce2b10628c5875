package kernel

import (
	"math"

	"hashwatt/sim/dispatch"
)

// mostRounds bounds how often windows and counts are planned in turn, each with the other's plan.
const mostRounds = 4

// planSite plans windows and counts of one site for the hours from t on. Windows see the price of the counts and counts
// the loads of the windows, in turn until neither moves.
func (s *State) planSite(ch *Charges, i, t int, trees, counts []int32) {
	plan := &s.charge.plans[i]
	for _, k := range counts {
		price := s.tierAt(ch, i, k)
		plan.tier[k] = tierPlan{dispatch.TierPlan{Price: price}, price, s.planPrice()}
	}
	for range mostRounds {
		if len(trees) > 0 {
			s.planWindows(ch, i, t, trees)
		}
		moved := false
		for _, k := range counts {
			before := plan.tier[k].TierPlan
			s.planCount(ch, i, t, k)
			after := plan.tier[k].TierPlan
			moved = moved || before.Price != after.Price || before.Share != after.Share
		}
		if !moved || len(trees) == 0 {
			return
		}
	}
}

// planPrice is the hashprice that plans are made for, -1 where each hour has its own.
func (s *State) planPrice() float64 {
	if s.look == Perfect {
		return -1
	}
	return s.chain.hashprice
}

// planWindows plans the highest loads of some trees.
func (s *State) planWindows(ch *Charges, i, t int, trees []int32) {
	sp, plan := &s.charge, &s.charge.plans[i]
	in := &sp.windows
	in.Parent, in.Steps = in.Parent[:0], in.Steps[:0]
	in.Leaf, in.Hour, in.MW, in.Margin = in.Leaf[:0], in.Hour[:0], in.MW[:0], in.Margin[:0]
	sp.steps = sp.steps[:0]
	need := 0
	for _, r := range trees {
		for _, w := range ch.Trees[r].Windows {
			need += len(ch.Windows[w].Steps) + 1
		}
	}
	if cap(sp.steps) < need {
		sp.steps = make([]dispatch.PriceStep, 0, need)
	}
	for _, r := range trees {
		tree, first := &ch.Trees[r], int32(len(in.Parent))
		for _, w := range tree.Windows {
			window := &ch.Windows[w]
			parent := int32(-1)
			if window.Parent >= 0 {
				parent = first + ch.Windows[window.Parent].Local
			}
			in.Parent = append(in.Parent, parent)
			in.Steps = append(in.Steps, s.stepsBeyond(window.Steps, s.paid(ch, i, w)))
		}
		s.gather(i, max(t, tree.From), tree.To, func(h int, load []standing) {
			if ch.Leaf[h] < 0 || ch.Windows[ch.Leaf[h]].Tree != r {
				return
			}
			tier := s.tierOf(ch, i, h)
			for _, l := range load {
				if margin := l.margin - tier; margin > 0 && l.mw > 0 {
					in.Leaf = append(in.Leaf, first+ch.Windows[ch.Leaf[h]].Local)
					in.Hour = append(in.Hour, int32(h))
					in.MW = append(in.MW, l.mw)
					in.Margin = append(in.Margin, margin)
				}
			}
		})
	}
	sp.peaks.Solve(in, &sp.answer)
	k := 0
	for _, r := range trees {
		for _, w := range ch.Trees[r].Windows {
			plan.mw[w] = sp.answer.MW[k]
			k++
		}
	}
	plan.hashprice = s.planPrice()
	s.tr.Rungs.Windows += int64(len(trees))
}

// paid is the load that window w of site i bills in any case: what it reached already, its minimum, and what ratchets hold.
func (s *State) paid(ch *Charges, i int, w int32) float64 {
	peaks, window := s.charge.plans[i].peak, &ch.Windows[w]
	paid := max(peaks[w], window.FloorMW)
	for _, held := range window.Held {
		for _, before := range held.Windows {
			paid = max(paid, held.Share*peaks[before])
		}
	}
	return paid
}

// stepsBeyond is a price of which a first part is paid for already.
func (s *State) stepsBeyond(steps []dispatch.PriceStep, paid float64) []dispatch.PriceStep {
	sp := &s.charge
	from := len(sp.steps)
	if paid > 0 {
		sp.steps = append(sp.steps, dispatch.PriceStep{UpTo: paid})
	}
	for _, step := range steps {
		if step.UpTo > paid {
			sp.steps = append(sp.steps, step)
		}
	}
	return sp.steps[from:len(sp.steps):len(sp.steps)]
}

// planCount plans the energy of one count.
func (s *State) planCount(ch *Charges, i, t int, k int32) {
	sp, plan, count := &s.charge, &s.charge.plans[i], &ch.Counts[k]
	in := &sp.count
	in.Margin, in.MWh = in.Margin[:0], in.MWh[:0]
	in.Used = plan.counted[k]
	in.Steps = s.tierSteps(ch, i, k)
	s.gather(i, max(t, count.From), count.To, func(h int, load []standing) {
		if ch.Of[h] != k {
			return
		}
		room := math.Inf(1)
		if ch.Leaf != nil && ch.Leaf[h] >= 0 {
			room = plan.mw[ch.Leaf[h]]
		}
		for _, l := range load {
			mw := min(l.mw, room)
			room -= mw
			if mw > 0 {
				in.Margin = append(in.Margin, l.margin)
				in.MWh = append(in.MWh, mw)
			}
		}
	})
	sp.tiers.Solve(in, &plan.tier[k].TierPlan)
	plan.tier[k].hashprice = s.planPrice()
	plan.tier[k].next = s.tierAt(ch, i, k)
	s.tr.Rungs.Counts++
}

// tierSteps is the price of a count with its ends in MWh.
func (s *State) tierSteps(ch *Charges, i int, k int32) []dispatch.PriceStep {
	count, sp := &ch.Counts[k], &s.charge
	if count.PerMW == nil {
		return count.Steps
	}
	demand := min(s.p.Sites[i].PowerMW, s.p.Sites[i].RatedMW*s.mostPUE(i))
	sp.steps = sp.steps[:0]
	least := 0.0
	for j, step := range count.Steps {
		step.UpTo = max(least, min(step.UpTo, count.PerMW[j]*demand))
		least = step.UpTo
		sp.steps = append(sp.steps, step)
	}
	return sp.steps
}

// mostPUE is the present PUE of the climate of site i.
func (s *State) mostPUE(i int) float64 { return s.p.PUE[s.p.Sites[i].Climate][s.t] }

// tierAt is the price of the tier in which a count of site i stands, USD/MWh.
func (s *State) tierAt(ch *Charges, i int, k int32) float64 {
	used := s.charge.plans[i].counted[k]
	for _, step := range s.tierSteps(ch, i, k) {
		if used < step.UpTo {
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

// nextTiers tells a site in which tiers its open counts stand. An operator who does not look ahead pays no more attention
// than that.
func (s *State) nextTiers(ch *Charges, c *treeCursor, i int) {
	for _, k := range c.activeCount {
		plan := &s.charge.plans[i].tier[k]
		plan.next = s.tierAt(ch, i, k)
		if s.look == Myopic {
			plan.TierPlan = dispatch.TierPlan{Price: plan.next}
			plan.hashprice = -1
		}
	}
}

// standing is what one tranche could run in an hour.
type standing struct{ mw, margin float64 } // at the meter; USD for each MW in the hour, before tiers

// gather hands out what site i could run in each hour from from to to, in merit order, at the hashprice of the plan.
func (s *State) gather(i, from, to int, hour func(h int, load []standing)) {
	p, site := s.p, &s.p.Sites[i]
	prices, pues := p.Price[site.Tariff], p.PUE[site.Climate]
	if s.d.Price != nil {
		prices = s.d.Price[site.Tariff]
	}
	steps := s.stepsBySite()[i]
	capMW, next, part := site.PowerMW, 0, s.at
	load := resize(s.charge.load, len(site.Tranches))
	s.charge.load = load
	for h := max(from, site.Online); h < to; h++ {
		for next < len(steps) && steps[next].Hour <= h {
			capMW = steps[next].CapMW
			next++
		}
		pue, price := pues[h], prices[h]
		room := capMW / pue
		for part < len(s.replay) && int(s.replay[part].Hour) < h {
			part++
		}
		for k := range site.Tranches {
			tr := &site.Tranches[k]
			av := min(tr.MW, room)
			room -= av
			margin := 0.0
			if s.look == Perfect {
				for q := part; q < len(s.replay) && int(s.replay[q].Hour) == h; q++ {
					margin += s.replay[q].Length * max(0, s.replay[q].Hashprice/(pue*tr.BreakEven)-price)
				}
			} else {
				margin = s.chain.hashprice/(pue*tr.BreakEven) - price
			}
			load[k] = standing{av * pue, margin}
		}
		hour(h, load)
	}
}
