package kernel

import "math"

// perUSD is what one dollar buys in the currency of the prices of limit l in this month.
func (s *State) perUSD(l int) float64 { return s.exchange(l, s.month) }

// exchange is what one dollar buys in the currency of the prices of limit l in a month.
func (s *State) exchange(l, month int) float64 {
	rates := s.p.Limits[l].PerUSD
	if s.d.PerUSD != nil && s.d.PerUSD[l] != nil {
		rates = s.d.PerUSD[l]
	}
	if rates == nil {
		return 1
	}
	return rates[month]
}

// pay enters what site i owes under limit l, in the limit's currency; below zero it is paid.
func (s *State) pay(l, i int, amount float64) {
	if amount != 0 {
		s.tr.Use(l, i, s.month).PaidUSD += amount / s.perUSD(l)
	}
}

// bookForce enters what site i drew while limits on power or bans were in force, and what it earned by standing
// ready and giving way. A limit that allows everything only pays.
func (s *State) bookForce(i int, energy, length float64) {
	if s.set[i] < 0 {
		return
	}
	force, capped := s.p.LimitSet[s.set[i]], int64(0)
	for n := range force {
		f := &force[n]
		if f.Earns != 0 || f.Standby != 0 {
			could, down := s.could(i, force, n)
			gave := max(0, could*length-max(energy, down*length))
			s.pay(int(f.Limit), i, -(f.Earns*gave + f.Standby*could*length))
		}
		if !math.IsInf(f.MW, 1) {
			use := s.tr.Use(int(f.Limit), i, s.month)
			use.EnergyMWh += energy
			use.AllowedMWh += f.MW * length
			capped = 1
			use.ForceHours += length
		}
	}
	s.tr.Rungs.Capped += capped
}

// could is what site i could draw but for limit n of those in force, MW: what stands and works behind its
// connection, as far as the limits allow that pay nothing, and those that pay and are asked before; so nothing is
// paid for what a ban took. Where one that pays and is asked after it allows less, limit n pays down to what it
// allows itself, and that one for the rest; so no MWh is paid for twice.
func (s *State) could(i int, force []InForce, n int) (mw, down float64) {
	site := &s.p.Sites[i]
	if s.t < s.breach.still[i] {
		return 0, 0
	}
	mw = min(site.PowerMW, site.AvailableMW*s.pue[site.Climate])
	for m := range force {
		pays := force[m].Earns != 0 || force[m].Standby != 0
		switch {
		case m < n || m > n && !pays:
			mw = min(mw, force[m].MW)
		case m > n && force[m].Earns != 0 && force[m].MW < force[n].MW:
			down = force[n].MW
		}
	}
	return mw, down
}
