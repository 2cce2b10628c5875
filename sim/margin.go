package sim

import (
	"slices"

	"hashwatt/sim/kernel"
	"hashwatt/sim/ledger"
)

// earning is what sites earn before overhead and taxes, USD.
type earning struct {
	margin float64 // revenue less power and what rules cost, but for auctions, whose payments move money and lose none
	paid   float64 // under rules, auctions included, less what the sites are paid
	given  float64 // of the margin, what the sites are paid for giving way
}

func (e *earning) add(o earning) {
	e.margin += o.margin
	e.paid += o.paid
	e.given += o.given
}

// earns is what site i earns in month m.
func earns(p *kernel.Problem, tr *kernel.Trace, book *ledger.Ledger, i, m int) earning {
	line := &book.Sites[i].Lines[m]
	out := earning{margin: line.RevenueUSD - line.PowerUSD - line.RulesUSD, paid: line.RulesUSD}
	for l := range p.Limits {
		if !slices.Contains(p.Limits[l].Sites, int32(i)) {
			continue
		}
		paid := tr.Use(l, i, m).PaidUSD
		if p.Limits[l].Auctioned {
			out.margin += paid
		}
		out.given += max(0, -paid)
	}
	return out
}

// earnings is what some sites earn in all months.
func earnings(p *kernel.Problem, tr *kernel.Trace, book *ledger.Ledger, sites ...int) (sum earning) {
	for _, i := range sites {
		for m := range book.Sites[i].Lines {
			sum.add(earns(p, tr, book, i, m))
		}
	}
	return sum
}

// StateUSD is what the sites pay for the sake of the rules: tax, auctions, penalties and fines. Starts of machines
// are a cost of their own, and who is paid for giving way is paid by others.
func StateUSD(p *kernel.Problem, tr *kernel.Trace, book *ledger.Ledger) (usd float64) {
	for m := range book.Total.Lines {
		usd += book.Total.Lines[m].TaxUSD
	}
	for l := range p.Limits {
		if p.Limits[l].Kind == "cycling" {
			continue
		}
		for _, i := range p.Limits[l].Sites {
			for m := range tr.Months {
				usd += max(tr.Use(l, int(i), m).PaidUSD, 0)
			}
		}
	}
	return usd
}
