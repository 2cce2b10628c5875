package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim"
)

// leakage are the parts of a leak as mean hashrates over the horizon, PH/s.
type leakage struct {
	lost, others, rest float64 // by the sites held, more of the other sites, more of the rest of the world
}

func (b *builder) leakage(k *sim.Leak) (out leakage) {
	hours := float64(max(b.p.Hours, 1))
	out.lost = -k.Held.HashPHh / hours
	for p := range k.Elsewhere {
		out.others += k.Elsewhere[p].HashPHh / hours
	}
	out.rest = k.RestPHh / hours
	return out
}

// rate is what others hash more over what the held sites hash less; ok is false where these lose none.
func (k leakage) rate() (share float64, ok bool) {
	if k.lost <= 0 {
		return 0, false
	}
	return (k.others + k.rest) / k.lost, true
}

// leakOf is what was worked out of a limit; nil where nothing was.
func (b *builder) leakOf(l int) *sim.Leak {
	for k := range b.r.Leaks {
		if b.r.Leaks[k].Limit == l {
			return &b.r.Leaks[k]
		}
	}
	return nil
}

// leakChart sets what each limit takes from the sites that it holds beside what others hash more; nil for fewer than two limits.
func (b *builder) leakChart() *Chart {
	leaks, _ := b.moving()
	n := len(leaks)
	if n < 2 {
		return nil
	}
	parts := make([]leakage, n)
	var sizes []float64
	var names []string
	for k := range leaks {
		parts[k] = b.leakage(leaks[k])
		sizes = append(sizes, parts[k].lost, parts[k].others, parts[k].rest)
		names = append(names, b.p.Limits[leaks[k].Limit].Name)
	}
	factor, unit := scaleOf(sizes, "PH/s")
	var bars []Bar
	add := func(name string, c Color, of func(leakage) float64) {
		y := Each(n, func(k int) float64 { return of(parts[k]) * factor })
		if slices.ContainsFunc(y, func(v Number) bool { return v.Value != 0 }) {
			bars = append(bars, Bar{Name: name, Color: c, Y: y})
		}
	}
	add("sites that it holds", Red, func(p leakage) float64 { return -p.lost })
	add("other sites", Blue, func(p leakage) float64 { return p.others })
	add("rest of the world", Purple, func(p leakage) float64 { return p.rest })
	if bars == nil {
		return nil
	}
	return &Chart{
		ID: "leakage", Title: b.leakTitle(), Span: Wide,
		Bars:    &Bars{X: Axis{Name: "limit"}, Y: Axis{Name: "mean hashrate", Unit: unit}, At: Stops{Names: names}, Bars: bars},
		Caption: "The central case beside the same one without that limit, each on the path of the network that it makes: below zero what the held sites hash less, above it what others hash more because difficulty is lower.",
	}
}

// moving are the limits that move anything, and the names of those without which all would be the same.
func (b *builder) moving() (leaks []*sim.Leak, none []string) {
	for k := range b.r.Leaks {
		leak := &b.r.Leaks[k]
		if leak.Moves() {
			leaks = append(leaks, leak)
		} else {
			none = append(none, b.theLimit(leak.Limit))
		}
	}
	return leaks, none
}

// leakTitle says how much of what a limit takes others make up: of the limit that takes most.
func (b *builder) leakTitle() string {
	best := 0
	for k := range b.r.Leaks {
		if b.leakage(&b.r.Leaks[k]).lost > b.leakage(&b.r.Leaks[best]).lost {
			best = k
		}
	}
	k := &b.r.Leaks[best]
	name := b.theLimit(k.Limit)
	share, ok := b.leakage(k).rate()
	switch {
	case !ok:
		return "Without " + name + " the sites that it holds would hash no more"
	case share < 0.005:
		return "Hardly any of the hashrate that " + name + " stops moves elsewhere"
	}
	return fmt.Sprintf("Of the hashrate that %s stops, others make up %s", name, shareText(share))
}

// mostPlaces is how many regions of other sites the table of leakage tells apart for each limit.
const mostPlaces = 3

// leakTable has rows for each limit: the sites that it holds, other sites by region, the rest of the world; nil where nothing was
// worked out.
func (b *builder) leakTable() *Table {
	type row struct {
		limit, who    string
		energy, hash  float64
		coins, margin float64
		paid, per     float64
		world         bool
	}
	var rows []row
	hours := float64(max(b.p.Hours, 1))
	var difficulty []string
	leaks, none := b.moving()
	for _, leak := range leaks {
		name := b.p.Limits[leak.Limit].Name
		lost := -leak.Held.HashPHh
		add := func(who string, s sim.Shift) {
			one := row{limit: name, who: who, energy: s.EnergyMWh, hash: s.HashPHh / hours, coins: s.BTC}
			for m, month := range s.Months {
				one.margin += b.cash.in(month.MarginUSD, m)
				one.paid += b.cash.in(month.PaidUSD, m)
			}
			if lost > 0 {
				one.per = 100 * s.HashPHh / lost
			}
			rows = append(rows, one)
		}
		add("sites that it holds", leak.Held)
		places := slices.Clone(leak.Elsewhere)
		slices.SortStableFunc(places, func(x, y sim.Place) int { return cmp.Compare(y.HashPHh, x.HashPHh) })
		var rest sim.Shift
		for p, place := range places {
			if p < mostPlaces || len(places) == mostPlaces+1 {
				add("other sites, "+b.shortRegion(b.w.Regions[place.Region].ID), place.Shift)
				continue
			}
			rest.EnergyMWh += place.EnergyMWh
			rest.HashPHh += place.HashPHh
			rest.BTC += place.BTC
			for m, month := range place.Months {
				if rest.Months == nil {
					rest.Months = make([]sim.ShiftMonth, len(place.Months))
				}
				rest.Months[m].MarginUSD += month.MarginUSD
				rest.Months[m].PaidUSD += month.PaidUSD
			}
		}
		if len(places) > mostPlaces+1 {
			add(fmt.Sprintf("other sites, %d more regions", len(places)-mostPlaces), rest)
		}
		if b.p.Chain.Open {
			continue
		}
		add("rest of the world", sim.Shift{HashPHh: leak.RestPHh})
		rows[len(rows)-1].world = true
		difficulty = append(difficulty, fmt.Sprintf("%s by %s", changeText(leak.Difficulty), b.theLimit(leak.Limit)))
	}
	if rows == nil {
		return nil
	}
	n, one := len(rows), 1
	text := func(name string, of func(r row) string) Column {
		c := Column{Name: name}
		for _, r := range rows {
			c.Text = append(c.Text, of(r))
		}
		return c
	}
	scaled := func(name, of string, value func(r row) float64) Column {
		factor, unit := tableScale(eachOf(n, func(k int) float64 { return value(rows[k]) }), of)
		return Column{Name: name, Unit: unit, Numbers: eachNumber(n, func(k int) Number {
			if rows[k].world && of != "PH/s" {
				return Gap
			}
			return Num(factor * value(rows[k]))
		})}
	}
	t := &Table{
		ID: "leaks-table", Title: b.leakTitle(), Stacked: true,
		Caption: "What is more, or below zero less, than in the same central case without that limit, over the horizon; hashrate is the mean. Each case makes its own path of the network, and prices of power stay. The last column is over what the held sites hash less. How strongly the rest of the world answers is a choice of the scenario and weakly known.",
		Columns: []Column{
			text("limit", func(r row) string { return r.limit }),
			text("who", func(r row) string { return r.who }),
			scaled("energy", "MWh", func(r row) float64 { return r.energy }),
			scaled("hashrate", "PH/s", func(r row) float64 { return r.hash }),
			scaled("coins", "BTC", func(r row) float64 { return r.coins }),
			scaled("margin", b.cash.code, func(r row) float64 { return r.margin }),
			{Name: "of the hashrate stopped", Unit: "%", Digits: &one, Numbers: Each(n, func(k int) float64 { return rows[k].per })},
		},
	}
	if slices.ContainsFunc(rows, func(r row) bool { return abs(r.paid) > leastPaid }) {
		t.Columns = slices.Insert(t.Columns, len(t.Columns)-1, scaled("paid under rules", b.cash.code, func(r row) float64 { return r.paid }))
		t.Caption += " Margin is revenue less power and what rules cost; what an auction takes only changes hands and is not taken off it."
	}
	if n := len(leaks); n > 1 {
		t.Title = fmt.Sprintf("What %s limits move, each by itself", spelled(n))
	}
	if none != nil {
		t.Caption += fmt.Sprintf(" Without %s nothing would be otherwise: what holds its sites besides holds them as much.", listed(none, 6))
	}
	if difficulty != nil {
		t.Caption += " Mean difficulty is moved " + strings.Join(difficulty, ", ") + "."
	}
	return t
}

// changeText prints a change of a small part with a sign: "−0.31 %".
func changeText(part float64) string {
	return WithUnit(Format(100*part, Digits(Num(100*part))), "%")
}
