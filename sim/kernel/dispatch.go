package kernel

import "math"

// Item is one tranche of one site in one part of an hour, as an explanation or an hourly record shows it.
// Energies are for a full hour, so MW and MWh agree.
type Item struct {
	CapacityMWh float64 // at the meter, after outages and the connection
	EnergyMWh   float64
	Margin      float64 // USD/MWh before multipliers
	Multiplier  float64 // USD/MWh: shadow prices of the limits that hold the site in this hour
	Reason      int     // why not all of it runs; meaningless where it does
}

// Recorder receives the items of every site and part of an hour. The slice is reused.
type Recorder interface {
	Record(h Hour, items []Item)
}

// Hour is what a recorder may want to know about the part of an hour.
type Hour struct {
	T         int     // hour of the axis
	Left      float64 // of the hour when the part begins: 1 for its first part
	Length    float64 // of the part
	Site      int
	Price     float64 // USD/MWh
	PUE       float64
	Hashprice float64 // USD/PH/day
	CapMW     float64 // that connection and rules allow
	PowerMW   float64 // of the connection
	Built     bool
	Shadow    float64 // USD/MWh of the tightest limit on power, 0 where it has room
	Planned   float64 // USD/PH/day for which the plan of the budget was made; -1 where no plan decides, or it knows this hour's
	Budget    int32   // the limit on energy that decides, -1 for none
	Tier      float64 // USD/MWh that the plan puts on top of the price for the tier of the energy
	WorthMW   float64 // the highest load that is worth its price in this hour, +Inf where none is priced
}

// dispatch decides every site for a piece of the hour and books it; with length 0 it only finds the hash.
// It returns the own hash and the hash that history already holds, both PH/s.
func (s *State) dispatch(length float64) (own, removed float64) {
	p := s.p
	hashprice := s.chain.hashprice
	inHistory, keep := s.chain.inHistory, s.tr.TariffMWh != nil
	record := s.Recorder != nil && length > 0
	var load, standing float64
	var decided, budgeted int64
	excess := math.Inf(-1)
	s.forget()
	for i := range p.Sites {
		site := &p.Sites[i]
		if s.t < site.Online {
			if record {
				s.recordUnbuilt(i, length)
			}
			continue
		}
		pue, inv := s.pue[site.Climate], s.inv[site.Climate]
		price := s.price[site.Tariff]
		if inHistory && site.InHistory {
			removed += uncurtailed(site, inv)
		}
		var it, hash float64
		if s.set[i] < 0 && site.Class < 0 && site.Band == nil && site.Cycle == nil && (!site.Charged || !s.charge.tariffs[site.Tariff].now) {
			room, least := site.PowerMW*inv, rounding*site.PowerMW
			cost := price * pue
			for k := range site.Tranches {
				tr := &site.Tranches[k]
				if !(cost*tr.BreakEven < hashprice) || room <= least {
					break // merit order: the next ones need more, or the connection is full
				}
				av := min(tr.MW, room)
				room -= av
				it += av
				hash += av * tr.HashPerMW
			}
			if record {
				s.ruled(i, 0)
			}
		} else {
			it, hash = s.ruled(i, length)
		}
		own += hash
		if length == 0 {
			continue
		}
		if record {
			s.Recorder.Record(Hour{
				T: s.t, Left: s.left, Length: length, Site: i, Price: price, PUE: pue, Hashprice: hashprice, CapMW: s.cap[i], PowerMW: site.PowerMW, Built: true,
				Shadow: s.shadow, Planned: s.planned, Budget: s.by, Tier: s.tier, WorthMW: s.worth,
			}, s.items[:len(site.Tranches)])
		}
		switch {
		case site.Class >= 0 && s.by >= 0:
			budgeted++
		case s.set[i] < 0:
			decided++
		}
		energy := it * pue
		capacity := min(site.PowerMW, site.RatedMW*pue)
		load += energy
		excess = max(excess, (energy-s.cap[i])/site.PowerMW)
		standing += capacity
		b := &s.acc[i]
		b.hours += length
		b.capacity += capacity * length
		b.available += min(site.PowerMW, site.AvailableMW*pue) * length
		b.energy += energy * length
		b.it += it * length
		b.hash += hash * length
		b.cost += energy * price * length
		if site.Invoiced {
			s.charge.plans[i].hour += energy * length
		}
		if keep {
			s.drawn[site.Tariff] += energy * length
		}
	}
	if length > 0 {
		s.payBudgets()
		s.tr.Rungs.Threshold += decided
		s.tr.Rungs.Budgeted += budgeted
		s.tr.PeakMW = max(s.tr.PeakMW, load)
		s.tr.Excess = max(s.tr.Excess, excess)
		if s.tr.LoadMW != nil {
			s.tr.LoadMW[s.t] += load * length
			s.tr.CapacityMW[s.t] += standing * length
		}
		s.tr.Hashprice[s.day] += hashprice * length
		s.tr.dayHours[s.day] += length
	}
	return own, removed
}

// HeldPHs is the hashrate of site i in hour t, PH/s, that the recorded network holds already: all that its connection feeds,
// whatever prices and limits say. It is 0 for a site that the record does not hold or that does not stand yet.
func (p *Problem) HeldPHs(i, t int) float64 {
	site := &p.Sites[i]
	if !site.InHistory || site.Online > t {
		return 0
	}
	return uncurtailed(site, 1/p.PUE[site.Climate][t])
}

// uncurtailed is the hash of a site that runs all it can, PH/s.
func uncurtailed(site *Site, inv float64) (hash float64) {
	room := site.PowerMW * inv
	for k := range site.Tranches {
		av := min(site.Tranches[k].MW, room)
		room = left(room, av, site.PowerMW)
		hash += av * site.Tranches[k].HashPerMW
	}
	return hash
}

// rounding is the part of a load that only the rounding of numbers takes off.
const rounding = 1e-12

// left is what remains of some MW once others are taken off. What is nothing but rounding beside the connection is nothing.
func left(of, taken, connection float64) float64 {
	if rest := of - taken; rest > rounding*connection {
		return rest
	}
	return 0
}

// ruled dispatches a site that stands under a limit or a charge, and fills s.items. It books what they did.
func (s *State) ruled(i int, length float64) (it, hash float64) {
	site := &s.p.Sites[i]
	pue, inv := s.pue[site.Climate], s.inv[site.Climate]
	price, hashprice := s.price[site.Tariff], s.chain.hashprice
	threshold, share, planned, by := s.threshold(i)
	tier, worthMW := s.charging(i, s.t)
	units, hand := s.switched(i)
	open := site.PowerMW * inv // machine MW the connection can feed
	room := s.cap[i] * inv     // and that the rules allow
	worth := worthMW * inv     // and that are worth the price of the highest load
	cost := price * pue
	var tierUSD float64
	var cut, held, off, spent taken
	var shadow, shut, offUSD, lossUSD float64 // USD/MWh; MWh per hour; USD/MWh; USD per hour
	stays, others, spentBy := s.ration(i)
	rationed := others < math.Inf(1)
	stays, others = stays*inv, others*inv
	follows := site.Cycle != nil && !s.shortOfPower(i, s.t) // its schedule, and not the plan of budgets that the schedule has counted
	for k := range site.Tranches {
		tr := &site.Tranches[k]
		whole := min(tr.MW, open)
		open = left(open, whole, site.PowerMW)
		allowed := min(whole, room)
		room = left(room, allowed, site.PowerMW)
		item := &s.items[k]
		margin := hashprice/(pue*tr.BreakEven) - price
		*item = Item{CapacityMWh: whole * pue, Margin: margin, Multiplier: threshold, Reason: ReasonPrice}
		part, plan := 1.0, margin
		if planned >= 0 {
			plan = planned/(pue*tr.BreakEven) - price
		}
		if tier != nil {
			part, tierUSD = tier.part(margin, pue*tr.BreakEven, price)
			plan -= tier.cost
			item.Margin -= tierUSD
			item.Multiplier = max(0, threshold-(tierUSD-tier.cost))
			if part < 1 { // the tier may be kept for better hours
				item.Multiplier = max(threshold, item.Margin)
			}
		} else if !(cost*tr.BreakEven < hashprice) {
			part = 0
		}
		on, loss := 1.0, part == 0
		if units != nil {
			on = units[k].on
		}
		if loss {
			// What is switched on runs at a loss, but not on a budget that planned without it.
			if units == nil || on == 0 || !follows && by >= 0 && (tier != nil || plan <= 0) {
				continue
			}
			part = 1
		}
		margin = item.Margin
		paying := min(allowed, worth)
		if paying > allowed*(1-rounding) {
			paying = allowed
		}
		worth = left(worth, paying, site.PowerMW)
		whole, allowed, paying = whole*part, allowed*part, paying*part
		counted := plan // a unit of what its budgets count
		if s.weighs != 1 {
			counted /= s.weighs
		}
		run, stopped := paying, by >= 0 && (counted <= s.level || plan <= 0)
		switch {
		case follows && on > 0 && by >= 0:
			stopped = false
			switch lets := s.crossPart(k, plan); {
			case s.crossing && lets > nothing && same(counted, threshold/s.weighs):
				run = paying * lets
				stopped = lets < 1
			case !s.crossing && counted == s.level && plan > 0 && share > nothing:
				run = paying * share
				stopped = true
			}
		case s.crossing:
			run = paying * s.crossPart(k, plan)
			stopped = run < paying
		case stopped && (counted < s.level || plan <= 0):
			run = 0
		case stopped:
			run = paying * share
		}
		let := run
		if run *= on; units != nil && units[k].stays > 0 {
			run = min(run, stays)
		} else {
			run = min(run, others, stays)
			others = left(others, run, site.PowerMW)
		}
		stays = left(stays, run, site.PowerMW)
		switch {
		case loss:
			lossUSD -= run * pue * margin
		case stopped: // a cap that would have stopped it as well costs nothing more
			held.add(whole-let, pue, margin, tr)
			item.Reason = ReasonLimit + int(by)
		case paying < allowed:
			shut += (allowed - paying) * pue
			cut.add(whole-allowed, pue, margin, tr)
			item.Multiplier = max(threshold, margin)
			item.Reason = ReasonDemand
		case allowed < whole:
			cut.add(whole-allowed, pue, margin, tr)
			if on > 0 || allowed == 0 {
				shadow = max(shadow, plan-threshold)
			}
			item.Reason = ReasonLimit + int(s.limit[i])
		}
		if on < 1 && let > 0 && !loss {
			off.add(let*(1-on), pue, margin, tr)
			offUSD = max(offUSD, margin-threshold)
			item.Multiplier = max(threshold, margin)
			item.Reason = ReasonLimit + int(hand)
		}
		if short := let*on - run; short > rounding*site.PowerMW && !loss {
			spent.add(short, pue, margin, tr)
			item.Multiplier = max(threshold, margin)
			item.Reason = ReasonLimit + int(spentBy)
		}
		if units != nil && length > 0 && run > 0 {
			units[k].drew = true
		}
		item.EnergyMWh = run * pue
		it += run
		hash += run * tr.HashPerMW
	}
	s.shadow, s.planned, s.by = shadow, planned, by
	for k := range site.Tranches {
		s.items[k].Multiplier += shadow
	}
	s.tier, s.worth = tierUSD, worthMW
	if rationed {
		s.mean(i, it*pue*(s.left-length))
	}
	if length > 0 {
		s.book(int(s.limit[i]), i, cut, shadow, length)
		s.book(int(by), i, held, max(0, threshold-s.bookOthers(by, i, held.mwh > 0, length)), length)
		s.book(int(hand), i, off, offUSD, length)
		s.bookLoss(int(hand), i, lossUSD, off.mwh > 0, length)
		s.book(int(spentBy), i, spent, 0, length)
		s.bookLoad(i, it*pue*length, shut*length, length)
	}
	return it, hash
}

// taken is what a limit takes from a site, per hour.
type taken struct{ mwh, usd, hash float64 } // at the meter; its margin; PH/s

// add takes some MW of the machines of a tranche.
func (x *taken) add(mw, pue, margin float64, tr *Tranche) {
	x.mwh += mw * pue
	x.usd += mw * pue * margin
	x.hash += mw * tr.HashPerMW
}

// book enters what limit l took from site i in this part, where it took anything, at a shadow price in USD/MWh.
func (s *State) book(l, i int, x taken, shadow, length float64) {
	if !(x.mwh > 0) {
		return
	}
	use := s.tr.Use(l, i, s.month)
	use.BindingHours += length
	use.CurtailedMWh += x.mwh * length
	use.ForgoneUSD += x.usd * length
	use.ForgoneBTC += x.hash * length * s.chain.coins * s.p.Sites[i].Share
	use.MultiplierH += shadow * length
	if l == int(s.limit[i]) {
		use.AllowedUSD += shadow * s.cap[i] * length
	}
	s.tr.Idle[i][s.month*s.tr.Reasons+ReasonLimit+l] += x.mwh * length
	s.acc[i].limited += x.mwh * length
	if s.bound[l] != s.partNo {
		s.bound[l] = s.partNo
		s.tr.LimitHours[l][s.month] += length
	}
}

// bookLoss enters what it cost that limit l kept machines of site i on at a loss in this part, USD per hour.
func (s *State) bookLoss(l, i int, usd float64, counted bool, length float64) {
	if !(usd > 0) {
		return
	}
	use := s.tr.Use(l, i, s.month)
	use.ForgoneUSD += usd * length
	if !counted {
		use.BindingHours += length
	}
	if s.bound[l] != s.partNo {
		s.bound[l] = s.partNo
		s.tr.LimitHours[l][s.month] += length
	}
}

// bookLoad enters what site i drew in this part, and what the price of the highest load took from it.
func (s *State) bookLoad(i int, energy, shut, length float64) {
	s.tr.Idle[i][s.month*s.tr.Reasons+ReasonDemand] += shut
	s.acc[i].limited += shut
	s.bookForce(i, energy, length)
	s.draw(i, energy)
	s.drawBreaches(i, energy)
}

func (s *State) recordUnbuilt(i int, length float64) {
	site := &s.p.Sites[i]
	pue := s.pue[site.Climate]
	for k := range site.Tranches {
		s.items[k] = Item{Reason: ReasonNotBuilt}
	}
	s.Recorder.Record(Hour{
		T: s.t, Left: s.left, Length: length, Site: i, Price: s.price[site.Tariff], PUE: pue, Hashprice: s.chain.hashprice, CapMW: s.cap[i], PowerMW: site.PowerMW,
		Planned: -1, Budget: -1, WorthMW: math.Inf(1),
	}, s.items[:len(site.Tranches)])
}
