package sim

import (
	"hashwatt/sim/kernel"
	"hashwatt/sim/network"
)

// Rest is where the network would come to rest after the end of the horizon if nobody bought or scrapped a machine
// and the coin kept its price: the short-run equilibrium of the machines that are installed then.
type Rest struct {
	network.Equilibrium
	RevenueUSDPerDay float64 // of all miners, at 144 blocks a day
	InstalledPHs     float64 // of the rest of the world, running or not
	OwnPHs           float64 // of the sites in the last epoch
	Displaced        float64 // the part of further hashrate that would drive out others, 0 to 1
}

// width is the range of hashprices, a tenth up and down, over which supply's elasticity is taken: wide enough for
// several steps of the merit order.
const width = 0.1

const blocksPerDay = 144

// rest finds the rest point of a trace that ended in a state; nil where the rest of the world knows no merit order
// or has not begun.
func rest(d *kernel.Draw, tr *kernel.Trace, end kernel.Chain) *Rest {
	supply, ok := network.InMerit(end.Row)
	if !ok || supply.Installed() == 0 {
		return nil
	}
	last, day := &tr.Epochs[len(tr.Epochs)-1], len(d.CoinUSD)-1
	out := &Rest{
		RevenueUSDPerDay: blocksPerDay * (last.SubsidyBTC + d.Fee(day, last.SubsidyBTC)) * d.CoinUSD[day],
		InstalledPHs:     supply.Installed(), OwnPHs: last.OwnPHs,
	}
	out.Equilibrium = supply.Equilibrium(out.RevenueUSDPerDay, out.OwnPHs)
	if others := (out.HashratePHs - out.OwnPHs) / out.HashratePHs; others > 0 { // where nobody else runs, nobody is driven out
		out.Displaced = network.Displaced(supply.Elasticity(out.Hashprice, width) * others)
	}
	return out
}
