package kernel

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

// PlanRecorder is a Recorder that is told too when the highest loads of some windows (rows of Charges.Windows) that are worth
// their price are judged for a site, and at which hashprice, USD/PH/day: -1 where each hour's own is known.
type PlanRecorder interface {
	Recorder
	Planned(site, hour int, hashprice float64, windows []int32)
}
