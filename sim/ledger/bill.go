package ledger

import (
	"errors"
	"fmt"
	"slices"

	"hashwatt/sim/conf"
	"hashwatt/sim/kernel"
	"hashwatt/sim/sample"
	"hashwatt/sim/site"
	"hashwatt/sim/tariff"
)

// BillLine is one line of the invoices of a run.
type BillLine struct {
	Tariff    int // index into World.Tariffs
	Site      int // index into World.Sites; -1 for all sites of a tariff together, where a bill of their sum is the sum of their bills
	Month     int // account month in which it is booked
	Local     int // month that it is for: index into the months of the region's civil time
	Component string
	Name      string // of the line, "" where the component has one alone
	USD       float64
	Amount    float64 // in the currency of the tariff
	Currency  string
	Why       string        // the sentence that explains it
	Set       []tariff.Peak // the hours that set it, where single hours do
}

// bill books the invoices of site i, whose bill is more than a price times a load: each in the account month that
// holds the middle of the local month that it is for, at the exchange rate of that month. Months that end before
// the site stands are not billed: the supplier has no customer yet.
func (l *Ledger) bill(w *site.World, p *site.Compiled, tr *kernel.Trace, i int) error {
	priced := &p.Tariffs[p.Sites[i].Tariff]
	bills, err := priced.Bills(tr.SiteMWh[i])
	if err != nil {
		return of(err, w.Sites[i].ID)
	}
	sums := make([]sample.Sum, len(l.Months))
	for _, bill := range bills {
		for k, amount := range bill.Months {
			if local := priced.In.Civil.Months[k]; amount != 0 && local.To > p.Sites[i].Online {
				m := w.Booked(local.From, local.To)
				sums[m].Add(amount / w.Money.PerUSD(bill.Currency, m))
			}
		}
	}
	for m := range sums {
		l.Sites[i].Lines[m].PowerUSD = sums[m].Value()
	}
	return nil
}

// of names the site in an error of its bill.
func of(err error, id string) error {
	var problems conf.Problems
	if !errors.As(err, &problems) {
		return err
	}
	problems = slices.Clone(problems)
	for k := range problems {
		problems[k].Message = "site " + id + " " + problems[k].Message
	}
	return problems
}

// invoice bills a load on tariff t line by line, of site i or, at -1, of all its sites.
func invoice(w *site.World, p *site.Compiled, t, i int, mwh []float64) (out []BillLine, err error) {
	priced := &p.Tariffs[t]
	lines, err := priced.Lines(mwh)
	if err != nil {
		return nil, err
	}
	for _, line := range lines {
		local := priced.In.Civil.Months[line.Month]
		if i >= 0 && local.To <= p.Sites[i].Online {
			continue
		}
		m := w.Booked(local.From, local.To)
		out = append(out, BillLine{
			Tariff: t, Site: i, Month: m, Local: line.Month, Component: line.Component, Name: line.Name, USD: line.Amount / w.Money.PerUSD(line.Currency, m),
			Amount: line.Amount, Currency: line.Currency, Why: line.Why, Set: line.Set,
		})
	}
	return out, nil
}

// Bill itemises what electricity cost, by the tariffs and months of a trace that kept the load of each tariff: one
// bill for the sites of a tariff together where it is the sum of theirs, one for each site where it is not.
func Bill(w *site.World, p *site.Compiled, tr *kernel.Trace) (out []BillLine, err error) {
	for t := range w.Tariffs {
		if !p.Tariffs[t].Invoiced {
			if out, err = together(out, w, p, t, tr.TariffMWh[t]); err != nil {
				return nil, err
			}
			continue
		}
		for i := range w.Sites {
			if int(p.Sites[i].Tariff) == t && p.Sites[i].Online < p.Hours {
				lines, err := invoice(w, p, t, i, tr.SiteMWh[i])
				if err != nil {
					return nil, err
				}
				out = append(out, lines...)
			}
		}
	}
	return out, nil
}

// together bills the load of all the sites of tariff t. Its hours are accounted one by one, so what a local month
// has outside of the account month of its name has lines of its own.
func together(out []BillLine, w *site.World, p *site.Compiled, t int, mwh []float64) ([]BillLine, error) {
	civil := p.Tariffs[t].In.Civil
	parts := [3][]float64{1: mwh} // in the month before, that of the name, and the one after
	for _, local := range civil.Months {
		booked := w.Booked(local.From, local.To)
		for h := local.From; h < local.To; h++ {
			away := int(w.Civil.Month[h]) - booked + 1
			if away == 1 || mwh[h] == 0 {
				continue
			}
			if parts[away] == nil {
				parts[away], parts[1] = make([]float64, len(mwh)), slices.Clone(parts[1])
			}
			parts[away][h], parts[1][h] = mwh[h], 0
		}
	}
	first := len(out)
	for away, part := range parts {
		if part == nil {
			continue
		}
		lines, err := invoice(w, p, t, -1, part)
		if err != nil {
			return nil, err
		}
		for _, line := range lines {
			if away != 1 {
				local := civil.Months[line.Local]
				line.Month += away - 1
				line.USD = line.Amount / w.Money.PerUSD(line.Currency, line.Month)
				line.Why += fmt.Sprintf(", in the hours of %04d-%02d by the local clock", local.Year, int(local.Month))
			}
			out = append(out, line)
		}
	}
	slices.SortStableFunc(out[first:], func(a, b BillLine) int { return a.Month - b.Month })
	return out, nil
}
