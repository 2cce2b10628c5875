package reports

import (
	"slices"

	"hashwatt/sim/network"
)

// epochTable has a row for each epoch of difficulty. It stands folded: the charts show the same, and few will read
// all of it.
func (b *builder) epochTable() *Table {
	epochs := b.tr.Epochs
	n := len(epochs)
	of := func(value func(e int) float64) []float64 { return eachOf(n, value) }
	own, ownName := column(of(func(e int) float64 { return epochs[e].OwnPHs }), "PH/s")
	all, allName := of(func(e int) float64 { return epochs[e].RowPHs + epochs[e].OwnPHs }), "PH/s"
	if slices.Max(all) >= 100 { // not the first years of the network
		for e := range all {
			all[e] /= 1000
		}
		allName = "EH/s"
	}
	change := make(Numbers, n)
	heights, known, marked := make(Numbers, n), make([]string, n), make([]string, n)
	halvings := b.halvings()
	for e := range epochs {
		change[e], heights[e] = Gap, Num(float64(epochs[e].Height))
		if e > 0 && epochs[e-1].Difficulty > 0 {
			change[e] = Num(100 * (epochs[e].Difficulty/epochs[e-1].Difficulty - 1))
		}
		known[e] = "model"
		switch {
		case b.p.Chain.Open:
			known[e] = "given"
		case epochs[e].InHistory:
			known[e] = "record"
		}
		if epochs[e].Halving && len(halvings) > 0 {
			marked[e], halvings = "halving on "+halvings[0], halvings[1:]
		}
	}
	zero, two, three, four := 0, 2, 3, 4
	difficulty := of(func(e int) float64 { return epochs[e].Difficulty / 1e12 })
	return &Table{
		ID: "epochs-table", Title: "Every epoch of difficulty", Folded: true,
		Caption: "Means of each epoch, of the part of it that lies in the horizon. The change is that of difficulty against the epoch before; a halving falls inside the epoch beside which it stands, and the subsidy is the one at its beginning.",
		Columns: []Column{
			{Name: "start", Text: b.epochDays()},
			{Name: "height", Numbers: heights, Digits: &zero},
			{Name: "difficulty", Unit: "trillion", Numbers: Of(difficulty)},
			{Name: "change", Unit: "%", Numbers: change, Digits: &two},
			{Name: "network", Unit: allName, Numbers: Of(all)},
			{Name: "own", Unit: ownName, Numbers: own},
			{Name: "share", Unit: "%", Numbers: Of(b.ownShare()), Digits: shareDigits(b.ownShare())},
			{Name: "hashprice", Unit: "USD/PH/day", Numbers: Of(of(func(e int) float64 { return epochs[e].Hashprice })), Digits: &two},
			{Name: "coin", Unit: "USD", Numbers: Of(of(func(e int) float64 { return epochs[e].CoinUSD })), Digits: &zero},
			{Name: "subsidy", Unit: "BTC", Numbers: Of(of(func(e int) float64 { return network.SubsidyBTC(epochs[e].Height) })), Digits: subsidyDigits(epochs[n-1].Height, &three, &four)},
			{Name: "known from", Text: known},
			{Name: "marked", Text: marked},
		},
	}
}

// shareDigits keeps three digits of the largest share, at least two decimals.
func shareDigits(share []float64) *int {
	digits := max(Digits(Of(share)...), 2)
	return &digits
}

// subsidyDigits is how many decimals a subsidy needs: 3.125 has three, the next halving four.
func subsidyDigits(height int64, three, four *int) *int {
	if network.SubsidyBTC(height) < 3 {
		return four
	}
	return three
}
