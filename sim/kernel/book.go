package kernel

// partSums is what all sites do in the part of the hour that is dispatched.
type partSums struct {
	loadMW, standingMW float64 // drawn, and what could be without outages
	excess             float64 // by which a site is over what it may draw, as a part of its connection
	decided, budgeted  int64   // sites for which the threshold of the hashprice alone decides, and a plan of budgets
}

// bookSite enters what site i draws and hashes in this part.
func (s *State) bookSite(i int, it, hash, length float64) {
	site, sum := &s.p.Sites[i], &s.sums
	pue, price := s.pue[site.Climate], s.price[site.Tariff]
	switch {
	case site.Class >= 0 && s.ruling.by >= 0:
		sum.budgeted++
	case s.set[i] < 0:
		sum.decided++
	}
	energy := it * pue
	capacity := min(site.PowerMW, site.RatedMW*pue)
	sum.loadMW += energy
	sum.excess = max(sum.excess, (energy-s.cap[i])/site.PowerMW)
	sum.standingMW += capacity
	b := &s.acc[i]
	b.hours += length
	b.capacity += capacity * length
	b.available += min(site.PowerMW, site.AvailableMW*pue) * length
	b.energy += energy * length
	b.it += it * length
	b.hash += hash * length
	b.cost += energy * price * length
	s.drawLoose(i, energy*length)
	if site.Invoiced {
		s.charge.plans[i].hour += energy * length
	}
	if s.tr.TariffMWh != nil {
		s.drawn[site.Tariff] += energy * length
	}
}

// bookPart closes a part of the hour once all sites are booked.
func (s *State) bookPart(length float64) {
	tr, sum := s.tr, &s.sums
	s.payBudgets()
	tr.Rungs.Threshold += sum.decided
	tr.Rungs.Budgeted += sum.budgeted
	tr.PeakMW = max(tr.PeakMW, sum.loadMW)
	tr.Excess = max(tr.Excess, sum.excess)
	if tr.LoadMW != nil {
		tr.LoadMW[s.t] += sum.loadMW * length
		tr.CapacityMW[s.t] += sum.standingMW * length
	}
	tr.Hashprice[s.day] += s.chain.hashprice * length
	tr.dayHours[s.day] += length
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
		use.NextUSD += shadow * s.nextMW[i] * length
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
