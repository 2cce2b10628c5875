package claim

import (
	"fmt"
	"math"

	"hashwatt/sim/network"
	"hashwatt/sim/unit"
)

// running compares what says how much ran: machines, hashrate, power, energy.
func (c *Checked) running() {
	k, rules := &c.Claim, &c.Rules
	ratedPHs, ratedMW := k.ratedPHs(), k.ratedMW()
	loads := band{rules.LeastLoad, 1, Off, Off}
	metered := band{rules.LeastLoad, rules.MostPUE, Off, Off}
	if ratedPHs > 0 && k.HashratePHs > 0 {
		v := k.HashratePHs / ratedPHs
		c.find(Finding{A: Rigs, B: Hashrate, What: "hashrate over the machines' rating", Value: v, Text: fmt.Sprintf(
			"%s is %s of the machines' rated %s", unit.Human(k.HashratePHs, "PH/s"), percent(v), unit.Human(ratedPHs, "PH/s"))}, loads, rules.Tolerance)
	}
	if ratedPHs > 0 && k.JPerTH > 0 {
		v := k.JPerTH / (1e3 * ratedMW / ratedPHs)
		c.find(Finding{A: Rigs, B: Efficiency, What: "efficiency over the machines' rating", Value: v, Text: fmt.Sprintf(
			"%.3g J/TH is %s of the machines' rated %.3g J/TH", k.JPerTH, percent(v), 1e3*ratedMW/ratedPHs)}, band{1, rules.MostPUE, Off, Off}, rules.Tolerance)
	}
	if ratedMW > 0 && k.PowerMW > 0 {
		v := k.PowerMW / ratedMW
		c.find(Finding{A: Rigs, B: Power, What: "power over the machines' rating", Value: v, Text: fmt.Sprintf(
			"%s is %s of the machines' rated %s", unit.Human(k.PowerMW, "MW"), percent(v), unit.Human(ratedMW, "MW"))}, metered, rules.Tolerance)
	}
	if ratedMW > 0 && k.EnergyMWh > 0 {
		hours := k.EnergyMWh / ratedMW
		c.find(Finding{A: Rigs, B: Energy, What: "energy over the machines' rating", Value: hours / c.Unit.Hours(), Text: fmt.Sprintf(
			"%s runs the machines, rated %s, for %s, %s of the period", unit.Human(k.EnergyMWh, "MWh"), unit.Human(ratedMW, "MW"), unit.Human(hours, "h"),
			percent(hours/c.Unit.Hours()))}, metered, rules.Tolerance)
	}
	if k.PowerMW > 0 && k.EnergyMWh > 0 {
		hours := k.EnergyMWh / k.PowerMW
		c.find(Finding{A: Power, B: Energy, What: "energy over power in all hours", Value: hours / c.Unit.Hours(), Text: fmt.Sprintf(
			"%s is %s for %s, %s of the period", unit.Human(k.EnergyMWh, "MWh"), unit.Human(k.PowerMW, "MW"), unit.Human(hours, "h"), percent(hours/c.Unit.Hours()))},
			band{rules.LeastLoad, 1, Off, Impossible}, rules.Tolerance)
	}
}

// gas compares gas with the energy that is said, or else with that of machines or of a connection that ran all hours.
func (c *Checked) gas() {
	k, rules := &c.Claim, &c.Rules
	if k.GasM3 == 0 {
		return
	}
	compare := func(q Quantity, mwh, load float64, how string) {
		v := 1e3 * mwh / k.GasM3
		c.find(Finding{A: q, B: Gas, What: "electricity of a m³ of gas", Value: v, Unit: "kWh/m³", Text: fmt.Sprintf(
			"%s%s of %s m³ is %.3g kWh/m³; engines make %.3g to %.3g", unit.Human(mwh, "MWh"), how, unit.Human(k.GasM3, ""), v, rules.GasLow, rules.GasHigh)},
			band{rules.GasLow, rules.GasHigh / load, Off, Off}, rules.Tolerance)
	}
	switch ratedMW := k.ratedMW(); {
	case k.EnergyMWh > 0:
		compare(Energy, k.EnergyMWh, 1, "")
	default:
		if ratedMW > 0 {
			compare(Rigs, ratedMW*c.Unit.Hours(), rules.LeastLoad, " in all hours")
		}
		if k.PowerMW > 0 {
			compare(Power, k.PowerMW*c.Unit.Hours(), rules.LeastLoad, " in all hours")
		}
	}
}

// efficiency compares what was used with what was hashed: the energy of a hash at the meter against the machines of
// the time, or against the efficiency that the claim states.
func (c *Checked) efficiency() {
	k, rules := &c.Claim, &c.Rules
	b, against := c.machineBand()
	for _, used := range []struct {
		name      Quantity
		low, high float64 // MWh in the period
	}{
		{Power, k.PowerMW * c.Unit.Hours() * rules.LeastLoad, k.PowerMW * c.Unit.Hours()},
		{Energy, k.EnergyMWh, k.EnergyMWh},
		{Gas, k.GasM3 * rules.GasLow / 1e3, k.GasM3 * rules.GasHigh / 1e3},
	} {
		for _, hashed := range []struct {
			name Quantity
			phs  float64 // the mean hashrate that it stands for, PH/s
			luck bool    // it has luck in it
		}{
			{Hashrate, k.HashratePHs, false},
			{Coins, k.BTC / c.Unit.BTC(), k.OwnPool},
			{Blocks, k.Blocks / c.Unit.Blocks, true},
			{Revenue, c.earning(k.RevenueUSD), k.OwnPool},
		} {
			if used.high == 0 || hashed.phs == 0 {
				continue
			}
			low, mwh, span := used.low, used.high, b
			how := ""
			switch {
			case used.name == Power && hashed.name == Hashrate:
				low = mwh // both are means of the same hours
			case used.name == Power:
				how = ", were it drawn in all hours"
			case used.name == Gas:
				mwh = math.Sqrt(used.low * used.high)
				how = fmt.Sprintf(" at %.3g kWh/m³", 1e3*mwh/k.GasM3)
			}
			// The true energy lies between low and high, so what is implied of mwh may be that far from the machines.
			span.low, span.high = b.low*mwh/used.high, b.high*mwh/low
			if hashed.luck {
				// The hashrate may have been that of more blocks, or of fewer, and the energy of a hash goes against it.
				found := hashed.phs * c.Unit.Blocks
				least, most := luck(found)
				span.low, span.high = span.low*least/found, span.high*most/found
			}
			v := 1e3 * mwh / c.Unit.Hours() / hashed.phs
			f := Finding{A: used.name, B: hashed.name, What: "energy of a hash at the meter", Value: v, Unit: "J/TH", Text: fmt.Sprintf(
				"%s for a hashrate of %s is %.3g J/TH at the meter%s; %s", unit.Human(mwh, "MWh"), unit.Human(hashed.phs, "PH/s"), v, how, against)}
			if against == "" {
				f.Text = fmt.Sprintf("%.3g J/TH at the meter; no machine of that time is listed", v)
				f.Verdict, f.Factor = Unknown, 1
				c.Findings = append(c.Findings, f)
				continue
			}
			c.find(f, span, rules.Tolerance)
		}
	}
}

// machineBand returns which energy of a hash at the meter, J/TH, machines of the claim or of the time may need, and
// says so. The sentence is empty where nothing is known of them.
func (c *Checked) machineBand() (b band, against string) {
	most := c.Rules.MostPUE
	switch {
	case c.Claim.JPerTH > 0:
		return band{c.Claim.JPerTH, c.Claim.JPerTH * most, Off, Off}, fmt.Sprintf("stated are %.3g", c.Claim.JPerTH)
	case c.Best.ID == "":
		return band{}, ""
	}
	return band{c.Best.JPerTH, c.Worst.JPerTH * most, Impossible, Off}, fmt.Sprintf(
		"machines of the time need %.3g (%s) to %.3g (%s)", c.Best.JPerTH, c.Best.ID, c.Worst.JPerTH, c.Worst.ID)
}

// earning returns the mean hashrate that would earn an amount in the period, PH/s; 0 where prices are not known on
// all days.
func (c *Checked) earning(usd float64) float64 {
	if c.Unit.PriceDays < c.Unit.Days || c.Unit.RevenueUSD == 0 {
		return 0
	}
	return usd / c.Unit.RevenueUSD
}

// ceiling compares single numbers with what the world had: the network's hashrate, the best machine.
func (c *Checked) ceiling() {
	k := &c.Claim
	if k.JPerTH > 0 && c.Best.ID != "" {
		c.find(Finding{A: Efficiency, B: Market, What: "efficiency", Value: k.JPerTH, Unit: "J/TH", Text: fmt.Sprintf(
			"%.3g J/TH; machines of the time need %.3g (%s) to %.3g (%s)", k.JPerTH, c.Best.JPerTH, c.Best.ID, c.Worst.JPerTH, c.Worst.ID)},
			band{c.Best.JPerTH, c.Worst.JPerTH * c.Rules.MostPUE, Impossible, Off}, c.Rules.Tolerance)
	}
	networkPHs := c.Unit.NetworkPHs
	share := func(q Quantity, phs float64, what string) {
		c.find(Finding{A: q, B: Network, What: "share of the network", Value: phs / networkPHs, Text: fmt.Sprintf(
			"%s%s is %s of the network's %s", unit.Human(phs, "PH/s"), what, percent(phs/networkPHs), unit.Human(networkPHs, "PH/s"))},
			band{0, 1, Off, Impossible}, c.Rules.Tolerance)
	}
	if k.Blocks > 0 {
		v := k.Blocks / c.Unit.NetworkBlocks
		c.find(Finding{A: Blocks, B: Network, What: "share of the network", Value: v, Text: fmt.Sprintf(
			"%s are %s of the %s that all miners found", unit.Human(k.Blocks, "blocks"), percent(v), unit.Human(c.Unit.NetworkBlocks, "blocks"))},
			band{0, 1, Off, Impossible}, c.Rules.Tolerance)
	}
	switch {
	case k.HashratePHs > 0:
		share(Hashrate, k.HashratePHs, "")
	case k.ratedPHs() > 0:
		share(Rigs, k.ratedPHs(), " at the machines' rating")
	}
	if k.JPerTH > 0 && k.HashratePHs == 0 {
		what := fmt.Sprintf(", hashed at %.3g J/TH,", k.JPerTH)
		switch {
		case k.EnergyMWh > 0:
			share(Energy, 1e3*k.EnergyMWh/c.Unit.Hours()/k.JPerTH, what)
		case k.PowerMW > 0:
			share(Power, 1e3*k.PowerMW/k.JPerTH, what)
		}
	}
}

// coinsPerDay returns the new coins that 1 PH/s is expected to earn in a day of an epoch, BTC, at the subsidy of
// its first block.
func coinsPerDay(e network.Epoch) float64 {
	return 24 * network.BlocksPerPHh(e.Difficulty) * network.SubsidyBTC(e.FirstHeight)
}

// percent prints a ratio as people read it.
func percent(v float64) string {
	if v > 10 {
		return fmt.Sprintf("%.3g times", v)
	}
	return fmt.Sprintf("%.3g %%", 100*v)
}
