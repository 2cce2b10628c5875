package kernel

import "hashwatt/sim/network"

// Draw is one future: the arrays in which it differs from the other draws. Draw 0 is the central case.
type Draw struct {
	CoinUSD    []float64 // USD per BTC by UTC day
	FeeBTC     []float64 // BTC per block by UTC day
	FeeRatio   []float64 // fees over the subsidy of a block by UTC day, on top of FeeBTC; nil for none
	Hashprice  []float64 // USD/PH/day by UTC day where the loop is open, else nil
	Difficulty []float64 // by UTC day where the loop is open and the difficulty is given, else nil

	Luck  []network.Marks // of the epochs from the one that holds the start; expected blocks where it ends
	Noise []float64       // standard normal shock of the rest of the world by epoch; nil in draw 0
	// NoiseByDay is that shock by the UTC day of the retarget and counts instead of Noise where it is not nil: for a
	// shock that is made of what happened on the days before, whenever the retarget comes.
	NoiseByDay []float64

	Price   [][]float64 // overrides Problem.Price where prices or exchange rates are drawn, else nil
	Charges []*Charges  // and Problem.Charges, wherever Price is not nil; nil for none at all
	// PerUSD is what one dollar buys in the currency of each limit's prices, by limit and month; nil, or nil for a
	// limit: Limit.PerUSD.
	PerUSD [][]float64
}

// Fee returns the fees of a block of a day, BTC, from the subsidy of the block.
func (d *Draw) Fee(day int, subsidyBTC float64) float64 {
	if d.FeeRatio == nil {
		return d.FeeBTC[day]
	}
	return d.FeeBTC[day] + d.FeeRatio[day]*subsidyBTC
}
