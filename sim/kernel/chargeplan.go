package kernel

import (
	"math"
	"slices"

	"hashwatt/sim/dispatch"
)

// mostRounds bounds how often windows and counts are planned in turn, each with the other's plan.
const mostRounds = 4

// turns keeps the best of the plans that are made in turn.
type turns struct {
	mw     []float64  // by window of the trees
	tier   []tierPlan // by count
	reach  []float64  // by window: the highest load that a plan comes to
	energy []float64  // by count: MWh that a plan comes to
}

// planSite plans windows and counts of one site for the hours from t on. Windows see the price that the counts put
// on a MWh, and counts the loads that the windows let run, in turn until neither moves; of these plans the one that
// earns most holds. That is not the best of all plans where both decide something: the inside of a tier is cheaper
// than its edge.
func (s *State) planSite(ch *Charges, i, t int, trees, counts []int32) {
	s.tellSite(ch, i, t, trees)
	if s.p.Sites[i].Class >= 0 && len(trees)+len(counts) > 0 {
		s.charge.replanned = append(s.charge.replanned, int32(i))
	}
	s.planInTurn(ch, i, t, trees, counts)
}

// tellSite tells who is told that some trees of site i are planned.
func (s *State) tellSite(ch *Charges, i, t int, trees []int32) {
	if r, ok := s.Recorder.(PlanRecorder); ok {
		for _, tree := range trees {
			r.Planned(i, t, s.planPrice(), ch.Trees[tree].Windows)
		}
	}
}

// planInTurn makes the plans of planSite.
func (s *State) planInTurn(ch *Charges, i, t int, trees, counts []int32) {
	plan := &s.charge.plans[i]
	for _, k := range counts {
		plan.tier[k] = tierPlan{hashprice: s.planPrice()}
		plan.tier[k].Price = s.priceAt(ch, i, k, plan.counted[k])
	}
	if len(trees) == 0 || len(counts) == 0 {
		if len(trees) > 0 {
			s.planWindows(ch, i, t, trees)
		}
		for _, k := range counts {
			s.planCount(ch, i, t, k)
		}
		return
	}
	best := math.Inf(-1)
	for range mostRounds {
		s.planWindows(ch, i, t, trees)
		moved := false
		for _, k := range counts {
			before := plan.tier[k].TierPlan
			s.planCount(ch, i, t, k)
			after := plan.tier[k].TierPlan
			moved = moved || before.Price != after.Price || before.Share != after.Share
		}
		if value := s.valueOf(ch, i, t, trees, counts); value > best {
			best = value
			s.keepTurn(ch, plan, trees, counts)
		}
		if !moved {
			break
		}
	}
	s.takeTurn(ch, plan, trees, counts)
}

// keepTurn notes the plan of some trees and counts.
func (s *State) keepTurn(ch *Charges, plan *chargePlan, trees, counts []int32) {
	kept := &s.charge.turns
	kept.mw, kept.tier = kept.mw[:0], kept.tier[:0]
	for _, r := range trees {
		for _, w := range ch.Trees[r].Windows {
			kept.mw = append(kept.mw, plan.mw[w])
		}
	}
	for _, k := range counts {
		kept.tier = append(kept.tier, plan.tier[k])
	}
}

// takeTurn returns to the plan that was noted.
func (s *State) takeTurn(ch *Charges, plan *chargePlan, trees, counts []int32) {
	kept, n := &s.charge.turns, 0
	for _, r := range trees {
		for _, w := range ch.Trees[r].Windows {
			plan.mw[w] = kept.mw[n]
			n++
		}
	}
	for n, k := range counts {
		plan.tier[k] = kept.tier[n]
	}
}

// valueOf is what the plans of some trees and counts come to in their hours from t on, USD: margins less what the
// highest loads and the tiers cost.
func (s *State) valueOf(ch *Charges, i, t int, trees, counts []int32) (usd float64) {
	sp, plan := &s.charge, &s.charge.plans[i]
	sp.turns.reach = resize(sp.turns.reach, len(ch.Windows))
	sp.turns.energy = resize(sp.turns.energy, len(ch.Counts))
	to := 0
	for _, r := range trees {
		to = max(to, ch.Trees[r].To)
	}
	for _, k := range counts {
		to = max(to, ch.Counts[k].To)
	}
	s.lookAhead(i, t, to, func(h int, v *outlook) {
		leaf, count := ch.Leaf[h], ch.Of[h]
		priced := leaf >= 0 && slices.Contains(trees, ch.Windows[leaf].Tree)
		counted := count >= 0 && slices.Contains(counts, count)
		if !priced && !counted {
			return
		}
		tier, worth := s.charging(i, h)
		load := 0.0
		for n, mw := range v.mw {
			mw = min(mw, worth)
			worth = left(worth, mw, s.p.Sites[i].PowerMW)
			for _, part := range v.parts {
				margin, share := v.margin(n, part), 1.0
				if tier != nil {
					share, _ = tier.part(margin, v.pue*v.tranches[n].BreakEven, v.price)
				} else if !(margin > 0) {
					share = 0
				}
				mwh := mw * part.length * share
				if tier != nil && !counted {
					margin -= tier.Price
				}
				load += mwh
				usd += mwh * margin
			}
		}
		if counted {
			sp.turns.energy[count] += load
		}
		for w := leaf; priced && w >= 0; w = ch.Windows[w].Parent {
			sp.turns.reach[w] = max(sp.turns.reach[w], load)
		}
	})
	for _, r := range trees {
		for _, w := range ch.Trees[r].Windows {
			usd -= cost(ch.Windows[w].Steps, s.paid(ch, i, w), sp.turns.reach[w])
		}
	}
	for _, k := range counts {
		usd -= cost(s.tierSteps(ch, i, k), plan.counted[k], plan.counted[k]+sp.turns.energy[k])
	}
	return usd
}

// cost is the price of what lies between two amounts.
func cost(steps []dispatch.PriceStep, from, to float64) (usd float64) {
	before := 0.0
	for _, step := range steps {
		usd += step.Price * max(0, min(to, step.UpTo)-max(from, before))
		before = step.UpTo
	}
	return usd
}

// planPrice is the hashprice that plans are made for, -1 where each hour has its own.
func (s *State) planPrice() float64 {
	if s.look == Perfect {
		return -1
	}
	return s.chain.hashprice
}

// planWindows plans the highest loads of some trees. What is paid for already is free to use: a load that costs nothing
// more is worth it at any hashprice.
func (s *State) planWindows(ch *Charges, i, t int, trees []int32) {
	sp, plan := &s.charge, &s.charge.plans[i]
	in := &sp.windows
	in.Parent, in.Steps = in.Parent[:0], in.Steps[:0]
	in.Leaf, in.Hour, in.MW, in.Margin = in.Leaf[:0], in.Hour[:0], in.MW[:0], in.Margin[:0]
	sp.beyond = sp.beyond[:0]
	need := 0
	for _, r := range trees {
		for _, w := range ch.Trees[r].Windows {
			need += len(ch.Windows[w].Steps) + 1
		}
	}
	sp.beyond = slices.Grow(sp.beyond, need) // parts of it are handed out
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
		s.lookAhead(i, max(t, tree.From), tree.To, func(h int, v *outlook) {
			leaf := ch.Leaf[h]
			if leaf < 0 || ch.Windows[leaf].Tree != r {
				return
			}
			tier := s.tierOf(ch, i, h)
			for n, mw := range v.mw {
				margin := 0.0
				for _, part := range v.parts {
					margin += part.length * max(0, v.margin(n, part)-tier)
				}
				if margin > 0 && mw > 0 {
					in.Leaf = append(in.Leaf, first+ch.Windows[leaf].Local)
					in.Hour = append(in.Hour, int32(h))
					in.MW = append(in.MW, mw)
					in.Margin = append(in.Margin, margin)
				}
			}
		})
	}
	sp.peaks.Solve(in, &sp.answer)
	k := 0
	for _, r := range trees {
		for _, w := range ch.Trees[r].Windows {
			most := math.Inf(1)
			if up := ch.Windows[w].Parent; up >= 0 {
				most = plan.mw[up]
			}
			plan.mw[w] = max(sp.answer.MW[k], min(free(in.Steps[k]), most))
			k++
		}
	}
	s.tr.Rungs.Windows += int64(len(trees))
}

// paid is the load that window w of site i bills in any case: what it reached already, its minimum, and what
// ratchets hold.
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
	if len(steps) == 0 {
		return nil
	}
	sp := &s.charge
	from := len(sp.beyond)
	if paid > 0 {
		sp.beyond = append(sp.beyond, dispatch.PriceStep{UpTo: paid})
	}
	for _, step := range steps {
		if step.UpTo > paid {
			sp.beyond = append(sp.beyond, step)
		}
	}
	return sp.beyond[from:len(sp.beyond):len(sp.beyond)]
}

// free is the highest load that costs nothing.
func free(steps []dispatch.PriceStep) float64 {
	mw := math.Inf(1)
	for k := len(steps) - 1; k >= 0; k-- {
		if steps[k].Price > 0 {
			mw = 0
			if k > 0 {
				mw = steps[k-1].UpTo
			}
		}
	}
	return mw
}
