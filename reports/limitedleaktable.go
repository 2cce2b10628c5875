package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim"
)

// mostPlaces is how many regions of other sites the table of leakage tells apart for each limit.
const mostPlaces = 3

// leastPlace is the least part of what the held sites hash less that any region must move for the regions to have rows
// of their own.
const leastPlace = 0.005

// leakRow is what one limit moves at those who are named.
type leakRow struct {
	limit, who    string
	energy, hash  float64 // MWh; mean PH/s
	coins, margin float64
	paid, per     float64 // per is the hashrate in percent of what the held sites hash less
	adds          bool    // the held sites hash no less, or this is no answer to it: nothing is of what they hash less
	world         bool    // the rest of the world, of which the hashrate alone is known,
	still         bool    // and not even that where it only is how retargets fall
}

// leakRow is a row of what a limit moves.
func (b *builder) leakRow(leak *sim.Leak, who string, s sim.Shift) leakRow {
	row := leakRow{limit: b.p.Limits[leak.Limit].Name, who: who, energy: s.EnergyMWh, hash: s.HashPHh / float64(max(b.p.Hours, 1)), coins: s.BTC}
	for m, month := range s.Months {
		row.margin += b.cash.in(month.MarginUSD, m)
		row.paid += b.cash.in(month.PaidUSD, m)
	}
	if lost := -leak.Held.HashPHh; lost > 0 {
		row.per = 100 * s.HashPHh / lost
	} else {
		row.adds = true
	}
	return row
}

// leakRows are the sites that a limit holds, other sites by region, those that move most first, and the rest of the
// world.
func (b *builder) leakRows(leak *sim.Leak) []leakRow {
	rows := []leakRow{b.leakRow(leak, "sites that it holds", leak.Held)}
	places := slices.Clone(leak.Elsewhere)
	slices.SortStableFunc(places, func(x, y sim.Place) int { return cmp.Compare(y.HashPHh, x.HashPHh) })
	told := len(places)
	if told > mostPlaces+1 {
		told = mostPlaces
	}
	if len(places) > 1 && !slices.ContainsFunc(places, func(p sim.Place) bool { return abs(p.HashPHh) >= -leastPlace*leak.Held.HashPHh }) {
		told = 0
	}
	for _, place := range places[:told] {
		rows = append(rows, b.leakRow(leak, "other sites, "+b.shortRegion(b.w.Regions[place.Region].ID), place.Shift))
	}
	switch n := len(places) - told; {
	case n > 0 && told == 0:
		rows = append(rows, b.leakRow(leak, fmt.Sprintf("other sites, %d regions", n), together(places)))
	case n > 0:
		rows = append(rows, b.leakRow(leak, fmt.Sprintf("other sites, %d more regions", n), together(places[told:])))
	}
	if !b.p.Chain.Open {
		world := b.leakRow(leak, "rest of the world", sim.Shift{HashPHh: leak.RestPHh})
		world.world, world.still = true, leak.Still()
		world.adds = world.adds || falls(leak)
		rows = append(rows, world)
	}
	return rows
}

// together adds places up.
func together(places []sim.Place) (sum sim.Shift) {
	for _, place := range places {
		sum.EnergyMWh += place.EnergyMWh
		sum.HashPHh += place.HashPHh
		sum.BTC += place.BTC
		for m, month := range place.Months {
			if sum.Months == nil {
				sum.Months = make([]sim.ShiftMonth, len(place.Months))
			}
			sum.Months[m].MarginUSD += month.MarginUSD
			sum.Months[m].PaidUSD += month.PaidUSD
		}
	}
	return sum
}

// leakTable has rows for each limit: the sites that it holds, other sites by region, the rest of the world; nil
// where nothing was worked out.
func (b *builder) leakTable() *Table {
	var rows []leakRow
	leaks, none := b.moving()
	for _, leak := range leaks {
		rows = append(rows, b.leakRows(leak)...)
	}
	if rows == nil {
		return nil
	}
	t := &Table{
		ID: "leaks-table", Title: b.leakTitle(), Stacked: true, Columns: b.leakColumns(rows),
		Caption: "What is more, or below zero less, than in the same central case without that limit, over the horizon; hashrate is the mean. Each case makes its own path of the network, and prices of power stay. The last column is over what the held sites hash less. How strongly the rest of the world answers is a choice of the scenario and weakly known.",
	}
	if paidUnderRules(rows) {
		t.Caption += " Margin is revenue less power and what rules cost; what an auction takes only changes hands and is not taken off it."
		if slices.ContainsFunc(rows, func(r leakRow) bool { return r.paid < -leastPaid }) {
			t.Caption += " Paid under rules is below zero where a limit spares sites what others would cost them, or pays them itself."
		}
	}
	if n := len(leaks); n > 1 {
		t.Title = fmt.Sprintf("What %s limits move, each by itself", spelled(n))
	}
	if none != nil {
		t.Caption += fmt.Sprintf(" Without %s nothing would be otherwise: what holds its sites besides holds them as much.", listed(none, 6))
	}
	if slices.ContainsFunc(rows, func(r leakRow) bool { return r.still }) {
		t.Caption += " Where nothing is told of the rest of the world, what it hashes otherwise is how retargets fall, and no answer to the limit."
	}
	t.Caption += fallText(leaks)
	if !b.p.Chain.Open {
		var difficulty []string
		for _, leak := range leaks {
			by := changeText(leak.Difficulty)
			if abs(leak.Difficulty) < sim.LeastChange {
				by = "next to nothing"
			}
			difficulty = append(difficulty, fmt.Sprintf("%s by %s", by, b.theLimit(leak.Limit)))
		}
		t.Caption += " Mean difficulty is moved " + strings.Join(difficulty, ", ") + "."
	}
	return t
}

// paidUnderRules tells whether any limit moves what sites pay under rules.
func paidUnderRules(rows []leakRow) bool {
	return slices.ContainsFunc(rows, func(r leakRow) bool { return abs(r.paid) > leastPaid })
}

// leakColumns are the columns of those rows.
func (b *builder) leakColumns(rows []leakRow) []Column {
	n, one := len(rows), 1
	limit, who := Column{Name: "limit"}, Column{Name: "who"}
	for _, r := range rows {
		limit.Text, who.Text = append(limit.Text, r.limit), append(who.Text, r.who)
	}
	scaled := func(name, of string, value func(r leakRow) float64) Column {
		factor, unit := tableScale(eachOf(n, func(k int) float64 { return value(rows[k]) }), of)
		return Column{Name: name, Unit: unit, Numbers: eachNumber(n, func(k int) Number {
			if rows[k].world && (of != "PH/s" || rows[k].still) {
				return Gap
			}
			return Num(factor * value(rows[k]))
		})}
	}
	list := []Column{
		limit, who,
		scaled("energy", "MWh", func(r leakRow) float64 { return r.energy }),
		scaled("hashrate", "PH/s", func(r leakRow) float64 { return r.hash }),
		scaled("coins", "BTC", func(r leakRow) float64 { return r.coins }),
		scaled("margin", b.cash.code, func(r leakRow) float64 { return r.margin }),
	}
	if paidUnderRules(rows) {
		list = append(list, scaled("paid under rules", b.cash.code, func(r leakRow) float64 { return r.paid }))
	}
	return append(list, Column{Name: "of the hashrate stopped", Unit: "%", Digits: &one, Numbers: eachNumber(n, func(k int) Number {
		if rows[k].still || rows[k].adds {
			return Gap
		}
		return Num(rows[k].per)
	})})
}
