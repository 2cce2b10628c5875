package kernel

// ruling is what limits and charges let a site run in a part of an hour. Its tranches are decided one after the other.
type ruling struct {
	i                         int
	site                      *Site
	pue, price, hashprice     float64
	threshold, share, planned float64 // of the plan of its budgets, see State.threshold
	by                        int32   // the limit whose budget it is, -1 where none decides
	tier                      *tierPlan
	freeTier                  *tierPlan   // as it would be if budgets asked nothing; only where asks is a limit
	worthMW                   float64     // the highest load that is worth its price, +Inf where none is priced
	asked                     float64     // USD/MWh, by the budgets of an accord
	asks                      int32       // the limit that asks most of it, -1 for none
	units                     []switching // by tranche, where more than their margin switches them
	hand                      int32       // the limit that does
	follows                   bool        // its schedule, and not the plan of budgets that the schedule has counted

	open, room, worth       float64 // MW of machines left for the next tranche: of the connection, of the rules, of what is worth its price
	free                    float64 // and of what would be if budgets asked nothing
	it, hash                float64 // run so far, MW of machines and PH/s
	cut, held, off          taken   // by rules, budgets and switches
	shut                    float64 // MW at the meter, by the price of the highest load
	shadow, offUSD, lossUSD float64 // USD/MWh of the tightest rule and of the switch; USD per hour that machines lose which are kept on
	tierUSD                 float64 // USD/MWh on top of the price
}

// offer is what a tranche could run, MW of machines, and what a MWh of it earns, USD at the meter.
type offer struct {
	tr           *Tranche
	whole        float64 // that the connection feeds
	allowed      float64 // and the rules let run
	paying       float64 // and is worth the price of the highest load
	free         float64 // and would be if budgets asked nothing
	margin, plan float64 // at the hashprice of the hour, and of the plan
	on           float64 // part that is switched on
	loss         bool    // it would stop by itself, and is kept on
}

// ruled dispatches a site that stands under a limit or a charge, and fills s.items. It books what they did.
func (s *State) ruled(i int, length float64) (it, hash float64) {
	r := s.rule(i)
	for k := range r.site.Tranches {
		item := &s.items[k]
		o := r.offer(k, item)
		if !s.weigh(r, k, &o, item) {
			continue
		}
		run, stopped := s.let(r, k, &o)
		let := run
		run *= o.on
		s.blame(r, &o, item, let, run, stopped)
		if r.units != nil && length > 0 && (run > 0 || r.units[k].part == 0) {
			r.units[k].drew = true // as it was planned
		}
		item.EnergyMWh = run * r.pue
		r.it += run
		r.hash += run * o.tr.HashPerMW
	}
	for k := range r.site.Tranches {
		s.items[k].Multiplier += r.shadow
	}
	if length > 0 {
		s.bookRuled(r, length)
	}
	return r.it, r.hash
}

// rule begins the ruling of site i.
func (s *State) rule(i int) *ruling {
	r, site := &s.ruling, &s.p.Sites[i]
	*r = ruling{i: i, site: site, pue: s.pue[site.Climate], price: s.price[site.Tariff], hashprice: s.chain.hashprice}
	r.threshold, r.share, r.planned, r.by = s.threshold(i)
	r.tier, r.worthMW = s.charging(i, s.t)
	r.units, r.hand = s.switched(i)
	if r.follows = s.scheduled(i); r.follows && r.by < 0 {
		for k := range r.units {
			r.by = max(r.by, r.units[k].lacks)
		}
	}
	inv := s.inv[site.Climate]
	r.open, r.room, r.worth = site.PowerMW*inv, s.cap[i]*inv, r.worthMW*inv
	if r.asked, r.asks = s.asked(i); r.asks >= 0 {
		s.unbudgeted(r)
		r.free *= inv
	}
	return r
}

// multiplier is what the budgets of the site ask of a MWh, USD.
func (r *ruling) multiplier() float64 {
	if r.asks >= 0 {
		return r.asked
	}
	return r.threshold
}

// offer takes what the connection and the rules leave tranche k, which has a margin by itself.
func (r *ruling) offer(k int, item *Item) (o offer) {
	o.tr = &r.site.Tranches[k]
	o.whole = min(o.tr.MW, r.open)
	r.open = left(r.open, o.whole, r.site.PowerMW)
	o.allowed = min(o.whole, r.room)
	r.room = left(r.room, o.allowed, r.site.PowerMW)
	o.margin = r.hashprice/(r.pue*o.tr.BreakEven) - r.price
	o.plan = o.margin
	if r.planned >= 0 {
		o.plan = r.planned/(r.pue*o.tr.BreakEven) - r.price
	}
	*item = Item{CapacityMWh: o.whole * r.pue, Margin: o.margin, Multiplier: r.multiplier(), Reason: ReasonPrice}
	return o
}

// weigh finds what of tranche k pays: for the tier of its energy, and for the price of the highest load. It reports
// whether any of it runs, or is kept on at a loss.
func (s *State) weigh(r *ruling, k int, o *offer, item *Item) bool {
	part := 1.0
	if r.tier != nil {
		part = r.weighTier(o, item)
	} else if !(r.price*r.pue*o.tr.BreakEven < r.hashprice) {
		part = 0
	}
	if o.on = 1; r.units != nil {
		o.on = r.units[k].on
	}
	o.paying = min(o.allowed, r.worth)
	if o.paying > o.allowed*(1-rounding) {
		o.paying = o.allowed
	}
	o.free = max(o.paying, min(o.allowed, r.free))
	r.free = left(r.free, o.free, r.site.PowerMW)
	// What is switched on runs at a loss, but not on a budget that planned without it.
	o.loss = part == 0 && r.units != nil && o.on > 0 && (r.follows || r.by < 0 || r.tier == nil && o.plan > 0)
	if o.loss {
		part = 1
	} else if r.tier != nil && r.asks >= 0 && part < 1 {
		r.keepTier(o, item, part)
	}
	if part == 0 {
		if r.site.cycled() { // what it would draw stays its own, as its schedule has it
			r.worth = left(r.worth, o.paying, r.site.PowerMW)
		}
		return false
	}
	r.worth = left(r.worth, o.paying, r.site.PowerMW)
	o.whole, o.allowed, o.paying, o.free = o.whole*part, o.allowed*part, o.paying*part, o.free*part
	return true
}

// weighTier takes the price of the tier off, and returns the part that it lets run.
func (r *ruling) weighTier(o *offer, item *Item) (part float64) {
	part, r.tierUSD = r.tier.part(o.margin, r.pue*o.tr.BreakEven, r.price)
	o.plan -= r.tier.cost
	o.margin -= r.tierUSD
	item.Margin = o.margin
	item.Multiplier = max(0, r.multiplier()-(r.tierUSD-r.tier.cost))
	if part < 1 { // the tier may be kept for better hours
		item.Multiplier = max(r.threshold, o.margin)
	}
	return part
}

// let is what the plan of budgets lets run of what pays, MW of machines as if all were switched on, and whether it
// stops any.
func (s *State) let(r *ruling, k int, o *offer) (run float64, stopped bool) {
	if r.follows {
		return s.letScheduled(r, k, o)
	}
	if r.by < 0 {
		return o.paying, false
	}
	if r.site.Band != nil && k >= s.plannedBand(r.i) { // its controller was to have it off
		if o.on > 0 || o.plan <= r.threshold {
			return 0, true
		}
		return o.paying, false
	}
	counted := o.plan // a unit of what its budgets count
	if s.weighs != 1 {
		counted /= s.weighs
	}
	switch {
	case s.crossing:
		run = o.paying * s.crossPart(k, o.plan)
		return run, run < o.paying
	case counted < s.level || o.plan <= 0:
		return 0, true
	case counted == s.level:
		return o.paying * r.share, true
	}
	return o.paying, false
}

// letScheduled is let for a unit whose schedule is planned with its budgets: what these ask is in the schedule.
func (s *State) letScheduled(r *ruling, k int, o *offer) (run float64, stopped bool) {
	if r.by >= 0 && o.on == 0 && (o.plan <= r.threshold || r.units[k].lacks >= 0) { // its hour is not worth what the budgets ask, or they have no room
		return 0, true
	}
	run = min(o.paying*r.units[k].part, s.aloneMW(r.i, s.t)/r.pue)
	if run < o.paying*(1-rounding) {
		if r.by < 0 {
			_, r.by = s.sharedMW(r.i, s.t)
		}
		return run, true
	}
	return o.paying, false
}

// blame enters who took what of a tranche that pays: let is what would run if all were switched on.
func (s *State) blame(r *ruling, o *offer, item *Item, let, run float64, stopped bool) {
	switch {
	case o.loss:
		r.lossUSD -= run * r.pue * o.margin
		return
	case stopped: // a cap that would have stopped it as well costs nothing more
		r.held.add(o.whole-let, r.pue, o.margin, o.tr)
		item.Reason = ReasonLimit + int(r.by)
	case o.paying < o.allowed:
		r.shut += (o.allowed - o.free) * r.pue
		r.cut.add(o.whole-o.allowed, r.pue, o.margin, o.tr)
		item.Multiplier = max(r.threshold, o.margin)
		item.Reason = ReasonDemand
		if o.free > o.paying {
			r.held.add(o.free-o.paying, r.pue, o.margin, o.tr)
			item.Reason = ReasonLimit + int(r.keeper())
		}
	case o.allowed < o.whole:
		r.cut.add(o.whole-o.allowed, r.pue, o.margin, o.tr)
		if o.on > 0 || o.allowed == 0 {
			r.shadow = max(r.shadow, o.plan-r.threshold)
		}
		item.Reason = ReasonLimit + int(s.limit[r.i])
	}
	if o.on < 1 && let > 0 {
		r.off.add(let*(1-o.on), r.pue, o.margin, o.tr)
		r.offUSD = max(r.offUSD, o.margin-r.threshold)
		item.Multiplier = max(r.threshold, o.margin)
		item.Reason = ReasonLimit + int(r.hand)
	}
}

// bookRuled enters what limits and charges did to a site in this part.
func (s *State) bookRuled(r *ruling, length float64) {
	s.book(int(s.limit[r.i]), r.i, r.cut, r.shadow, length)
	s.book(int(r.keeper()), r.i, r.held, max(0, r.multiplier()-s.bookOthers(r.keeper(), r.i, r.held.mwh > 0, length)), length)
	s.book(int(r.hand), r.i, r.off, r.offUSD, length)
	s.bookLoss(int(r.hand), r.i, r.lossUSD, r.off.mwh > 0, length)
	s.bookLoad(r.i, r.it*r.pue*length, r.shut*length, length)
}
