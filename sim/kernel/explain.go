package kernel

import "slices"

// Now is the state of the network in the part of an hour that a recorder is being told about.
type Now struct {
	Difficulty, SubsidyBTC float64
	CoinDay                int // the UTC day whose coin price and fees count
	Epoch                  int
}

// Now returns the state of the network; a Recorder may ask while it is called.
func (s *State) Now() Now {
	return Now{s.chain.difficulty, s.chain.subsidy, s.chain.coinDay, s.chain.epoch}
}

// Ruling returns the tightest limit on power that holds a site in this hour, -1 for none, and all that are in force.
func (s *State) Ruling(site int) (tightest int32, inForce []InForce) {
	if s.set[site] >= 0 {
		inForce = s.p.LimitSet[s.set[site]]
	}
	return s.limit[site], inForce
}

// Asking is a budget that holds a site in an hour, with what it asks under the plan in force.
type Asking struct {
	Group      int32   // row of Budgets.Groups
	Used       float64 // of it so far, as Group.BudgetMWh is counted
	Multiplier float64 // its own, USD for each MWh of the site; 0 where it has room
	Beyond     float64 // USD for each MWh of the site beyond it, where Soft
	Soft       bool    // more may be used at that price
	Broken     bool    // the site has chosen to use more than it in this period
	Times      int     // that the site has broken this limit before
}

// Asking returns the budgets that hold a site in this hour, the smaller before those around them, and last
// those that can never be short; a Recorder may ask while it is called.
func (s *State) Asking(site int) (list []Asking) {
	class, b := s.p.Sites[site].Class, s.p.Budgets
	if class < 0 {
		return s.loose(site)
	}
	weight := s.weight(class)
	for family, leaf := range s.budget.leaf {
		for g := leaf[class][s.t]; g >= 0; g = b.Groups[g].Parent {
			group := &b.Groups[g]
			a := Asking{Group: g, Used: s.used[g] / group.unit(), Multiplier: s.multiplier(family, g) * weight}
			if a.Soft = s.soft(g); a.Soft {
				a.Beyond = s.beyondUSD(group) * weight
			}
			if group.Terms.Breach {
				a.Broken = s.breach.lifted[g]
				a.Times = s.brokenBefore(site, group.Limit)
			}
			list = append(list, a)
		}
	}
	return append(list, s.loose(site)...)
}

// loose are the budgets of Asking that can never be short.
func (s *State) loose(site int) (list []Asking) {
	s.p.EachLoose(site, s.t, func(g int32) { list = append(list, Asking{Group: g, Used: s.used[g], Soft: s.soft(g)}) })
	return list
}

// brokenBefore counts the periods in which a site has broken the budgets of a limit.
func (s *State) brokenBefore(site int, limit int32) int {
	n, _ := slices.BinarySearch(s.breach.sites, int32(site))
	for k := range s.p.Sites[site].Breaches {
		if s.p.Sites[site].Breaches[k].Limit == limit {
			return s.breach.states[n][k].broken
		}
	}
	return 0
}

// Shutdown returns the hour until which a site stands still because it used more than a budget, and that budget; -1
// for both where it does not. A Recorder may ask while it is called.
func (s *State) Shutdown(site int) (until int, group int32) {
	until = s.breach.still[site]
	if s.t >= until {
		return -1, -1
	}
	n, _ := slices.BinarySearch(s.breach.sites, int32(site))
	for k := range s.p.Sites[site].Breaches {
		st, b := &s.breach.states[n][k], &s.p.Sites[site].Breaches[k]
		if st.last >= 0 && s.p.Budgets.Groups[b.Groups[st.last]].To+b.ShutdownHours == until {
			return until, b.Groups[st.last]
		}
	}
	panic("kernel: a site stands still and no budget was broken")
}

// Switch is how a tranche is switched by more than its margin.
type Switch struct {
	On       float64 // part of it
	Blocks   int     // of a cycle, that are on
	Owed     int     // hours that a cycle must stay on or off after this one
	Hours    int     // of a band: in a row in which power has been dear enough to stop, or cheap enough to resume
	StartUSD float64 // of a cycle: what it costs to start all of it
}

// Switches returns how the tranches of a site are switched, nil where nothing but their margin does it; a Recorder
// may ask while it is called, and when an hour begins, for the hour before.
func (s *State) Switches(site int) (list []Switch) {
	units, _ := s.switched(site)
	for k := range units {
		u := &units[k]
		one := Switch{On: u.on, Blocks: u.state.Blocks, Owed: u.state.Owed, Hours: u.hours}
		if s.p.Sites[site].Cycle != nil {
			one.StartUSD = s.startUSD(site, k, s.chain.hashprice, s.month)
		}
		list = append(list, one)
	}
	return list
}

// HourRecorder is a Recorder that is told too when an hour begins: once what came before is settled and budgets are
// planned, before anything is switched or drawn.
type HourRecorder interface {
	Recorder
	Begins(hour int)
}

// PlanRecorder is a Recorder that is told too when the highest loads of some windows (rows of Charges.Windows) that
// are worth their price are judged for a site, and at which hashprice, USD/PH/day: -1 where each hour's own is
// known.
type PlanRecorder interface {
	Recorder
	Planned(site, hour int, hashprice float64, windows []int32)
}
