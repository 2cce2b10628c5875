package reports

import (
	"fmt"
	"slices"
)

// billFormula works through the dearest bill of a month: what the price of each hour comes to, and what is billed
// besides. It takes the first tariff that bills more than the price of each hour, where there is one.
func (b *builder) billFormula(l *bill) *Formula {
	p := &l.plans[0]
	for k := range l.plans {
		if own := &l.plans[k]; own.mwh > 0 && b.p.Tariffs[own.tariffs[0]].Invoiced && !b.p.Tariffs[p.tariffs[0]].Invoiced {
			p = own
		}
	}
	t := p.tariffs[0]
	f := &Formula{
		ID: "bill-formula", Title: "From the price that machines see to the bill", Symbols: "B = Σ pₜ · Eₜ + K,  all in = B / Σ Eₜ",
		Where: []Term{
			{"pₜ", "price of one more megawatt-hour in hour t, by which machines run or stand still, " + b.cash.code + "/MWh"},
			{"Eₜ", "energy of the hour at the meter, MWh"},
			{"K", "what is billed besides: charges on the highest load, tiers, what is fixed, and taxes on them; less what pₜ counts and is not billed"},
			{"B", "bill of the month"},
		},
		Caption: "What is fixed does not enter pₜ, for it is paid whatever runs. What the highest load of a month costs is decided once, when its hours are planned, and no longer by the hour. So a miner who looks at B / E alone stops too often.",
	}
	months := b.billMonths(t)
	top := 0
	for k, m := range months {
		if m.mwh > 0 && (months[top].mwh <= 0 || m.billed > months[top].billed) {
			top = k
		}
	}
	energy, mwh, rest := months[top].signal, months[top].mwh, 0.0
	if b.p.Tariffs[t].Invoiced {
		rest = months[top].billed - energy
	}
	if !b.p.Tariffs[t].Invoiced {
		f.Symbols, f.Where = "B = Σ pₜ · Eₜ,  all in = B / Σ Eₜ", slices.Delete(f.Where, 2, 3)
		f.Caption = "On this tariff the price of each hour is all there is: what the machines see is what is billed, and the price all in is the mean of the hours in which they run."
	}
	factor, unit := tableScale([]float64{energy, energy + rest}, b.cash.code)
	digits := max(Digits(Num(factor*(energy+rest))), 1)
	load, name := scaleOf([]float64{mwh}, "MWh")
	local := b.w.Regions[b.w.Tariffs[t].Region].Civil.Months[top]
	where := fmt.Sprintf("%s %d", local.Month, local.Year)
	if len(l.plans) > 1 || len(p.tariffs) > 1 {
		where += ", " + b.shortRegion(b.w.Regions[b.w.Tariffs[t].Region].ID)
	}
	sum := Format(factor*(energy+rest), digits)
	lines := fmt.Sprintf("B = %s", WithUnit(sum, unit))
	if b.p.Tariffs[t].Invoiced {
		lines = fmt.Sprintf("Σ p · E = %s, K = %s\nB = %s", WithUnit(Format(factor*energy, digits), unit), WithUnit(Format(factor*rest, digits), unit), WithUnit(sum, unit))
	}
	f.Worked = fmt.Sprintf("%s: %s\nall in = %s / %s = %s", where, lines, WithUnit(sum, unit),
		WithUnit(Format(load*mwh, Digits(Num(load*mwh))), name), b.perMWh((energy+rest)/mwh))
	return f
}
