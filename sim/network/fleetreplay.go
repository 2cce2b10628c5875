package network

// FleetMonth is what is known of a month of the network.
type FleetMonth struct {
	Year        float64 // of its middle, counted from any moment
	HashratePHs float64 // mean of the month, PH/s
	Hashprice   float64 // mean of the month, USD/PH/day
}

// FleetPower is what the machines behind a month's hashrate come to.
type FleetPower struct {
	PowerGW       float64 // at the plug, the sites' own use included
	EfficiencyJTH float64 // of what runs, at the machine; 0 where nothing does
	AddedPHs      float64 // installed in this month
	InstalledPHs  float64 // at its end, what stands included
}

// FleetRules are the assumptions behind a replay of the world's machines.
type FleetRules struct {
	Bands          []PriceBand // prices of electricity
	PUE            float64
	PoolFee        float64
	LifeYears      float64 // after which a machine is gone
	PatienceMonths float64 // after which a machine that does not run is gone
}

// ReplayFleet answers which machines were behind a record of hashrate and hashprice, month by month. Machines that
// lose money or are worse than what the hashrate needs stand still, and those that stand for too long or are too
// old are gone. Hashrate that is missing is bought: machines of the efficiency that newest returns for the month,
// J/TH. In the first month all are. What runs is the cheapest to run, so a month in which hashrate falls loses its
// worst machines first.
func ReplayFleet(months []FleetMonth, rules FleetRules, newest func(year float64) float64) []FleetPower {
	f := NewFleet(rules.Bands, rules.PUE, rules.PoolFee)
	out := make([]FleetPower, len(months))
	for m, now := range months {
		f.Scrap(now.Year, rules.LifeYears, 0)
		if missing := now.HashratePHs - f.Active(now.Hashprice); missing > 1e-9*now.HashratePHs {
			f.Add(now.Year, newest(now.Year), missing, now.Hashprice)
			out[m].AddedPHs = missing
		}
		running, power := f.Serve(now.HashratePHs, 1, rules.PatienceMonths)
		out[m].PowerGW, out[m].InstalledPHs = power, f.Installed()
		if running > 0 {
			out[m].EfficiencyJTH = power * 1e6 / (running * rules.PUE)
		}
	}
	return out
}
