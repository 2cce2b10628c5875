package reports

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"hashwatt/sim/unit"
)

// span is a stretch of the horizon with its name.
type span struct {
	label    string // "2027"
	from, to int    // hours, half open
}

// calendarYears are the calendar years that lie whole in the horizon; without one, the horizon itself.
func (b *builder) calendarYears() []span {
	var out []span
	months := b.w.Civil.Months
	for m := 0; m+12 <= len(months); m++ {
		if months[m].Month != 1 || months[m].To-months[m].From != months[m].Hours || months[m+11].To-months[m+11].From != months[m+11].Hours {
			continue
		}
		out = append(out, span{fmt.Sprint(months[m].Year), months[m].From, months[m+11].To})
	}
	if out == nil {
		out = []span{{b.horizon(), 0, b.w.Axis.Hours}}
	}
	return out
}

// between sums what was drawn and what the plant that stood could have drawn, MWh.
func (b *builder) between(s span) (energy, capacity float64) {
	for t := s.from; t < s.to; t++ {
		energy += b.tr.LoadMW[t]
		capacity += b.tr.CapacityMW[t]
	}
	return energy, capacity
}

// hashprice is the mean hashprice of a span, USD/PH/day.
func (b *builder) hashpriceIn(s span) float64 {
	sum := 0.0
	for t := s.from; t < s.to; t++ {
		sum += b.tr.Hashprice[b.p.Day[t]]
	}
	return sum / float64(s.to-s.from)
}

// tellingSpans are the year of most electricity and, where mining earns clearly less or more by then, the last year.
func (b *builder) tellingSpans() []span {
	years := b.calendarYears()
	top, most := 0, -1.0
	for k, y := range years {
		if energy, _ := b.between(y); energy > most*(1+1e-9) {
			top, most = k, energy
		}
	}
	out := []span{years[top]}
	last := years[len(years)-1]
	if ratio := b.hashpriceIn(last) / b.hashpriceIn(years[top]); last != years[top] && (ratio < 0.95 || ratio > 1.05) {
		out = append(out, last)
	}
	return out
}

// class is a kind of machine with the power it has over all sites.
type class struct {
	rig, name string
	jth       float64
	mw        float64
	breakEven float64 // hashprice for each USD/MWh at the meter, PUE included: mean over its sites
}

// price is the price of power, USD/MWh, above which the class stands still at a hashprice.
func (c class) price(hashprice float64) float64 { return hashprice / c.breakEven }

// classes lists the kinds of machines, the largest first.
func (b *builder) classes() []class {
	var out []class
	for i := range b.p.Sites {
		for _, t := range b.p.Sites[i].Tranches {
			k := slices.IndexFunc(out, func(c class) bool { return c.rig == t.Rig })
			if k < 0 {
				k = len(out)
				out = append(out, class{rig: t.Rig, name: b.rigName(t.Rig), jth: t.Efficiency})
			}
			out[k].mw += t.MW
			out[k].breakEven += t.MW * t.BreakEven * b.pue[b.p.Sites[i].Climate]
		}
	}
	out = slices.DeleteFunc(out, func(c class) bool { return c.mw <= 0 })
	for k := range out {
		out[k].breakEven /= out[k].mw
	}
	slices.SortStableFunc(out, func(x, y class) int { return cmp.Compare(y.mw, x.mw) })
	return out
}

// supply is a price of power with the power that pays it.
type supply struct {
	tariff int
	mw     float64
	names  []string // of the regions
}

// supplies lists the different prices of power, the one with most megawatts first.
func (b *builder) supplies() []supply {
	var out []supply
	of := map[int]int{} // tariff -> supply
	for i := range b.w.Sites {
		s := &b.w.Sites[i]
		k, known := of[s.Tariff]
		if !known {
			k = slices.IndexFunc(out, func(o supply) bool { return slices.Equal(b.p.Price[o.tariff], b.p.Price[s.Tariff]) })
			if k < 0 {
				k = len(out)
				out = append(out, supply{tariff: s.Tariff})
			}
			of[s.Tariff] = k
		}
		out[k].mw += s.PowerMW
		if name := b.shortRegion(b.w.Regions[s.Region].ID); !slices.Contains(out[k].names, name) {
			out[k].names = append(out[k].names, name)
		}
	}
	slices.SortStableFunc(out, func(x, y supply) int { return cmp.Compare(y.mw, x.mw) })
	return out
}

// name is what a supply is called on a chart.
func (s supply) name() string { return listed(s.names, 2) }

// steps is how many pieces a duration curve is drawn in; its first and last hour are kept.
const steps = 400

// sorted picks steps+1 places of values in falling order, and the shares of the hours, in percent, at which they stand.
func sorted(values []float64) (shares, out Numbers) {
	v := slices.Clone(values)
	slices.SortFunc(v, func(x, y float64) int { return cmp.Compare(y, x) })
	n := min(steps, len(v)-1)
	for k := 0; k <= n; k++ {
		at := 0
		if n > 0 {
			at = int(math.Round(float64(k) * float64(len(v)-1) / float64(n)))
		}
		share := 0.0
		if n > 0 {
			share = 100 * float64(at) / float64(len(v)-1)
		}
		shares, out = append(shares, Num(share)), append(out, Num(v[at]))
	}
	return shares, out
}

// below is the share of the values that lie under a level.
func below(values []float64, level float64) float64 {
	n := 0
	for _, v := range values {
		if v < level {
			n++
		}
	}
	return float64(n) / float64(len(values))
}

// priceDuration sorts the hours of a span, the place-th of the section, by their price, and draws at which price
// each kind of machine stands still.
func (b *builder) priceDuration(in span, place int) *Chart {
	supplies, classes, hashprice := b.supplies(), b.classes(), b.hashpriceIn(in)
	const most, mostLines = 3, 4 // kinds of machines; lines in all, so that each is named at its end
	drawn := slices.Clone(classes[:min(most, len(classes))])
	slices.SortStableFunc(drawn, func(x, y class) int { return cmp.Compare(x.breakEven, y.breakEven) })
	curves := supplies[:min(mostLines-len(drawn), len(supplies))]
	l := &Lines{X: Axis{Name: "hours of " + in.label + ", dearest first", Unit: "%"}, Y: Axis{Name: "price of power", Unit: "USD/MWh", Low: Fixed(0)}}
	lowest := 0.0
	for k, s := range curves {
		shares, values := sorted(b.p.Price[s.tariff][in.from:in.to])
		l.At.Numbers = shares
		l.Series = append(l.Series, Line{Name: s.name(), Color: Orange.Tint(1 + k), Style: []Style{Solid, Dashed, Dotted}[k], Y: values})
		lowest = min(lowest, values[len(values)-1].Value)
	}
	if lowest < 0 {
		l.Y.Low = nil
	}
	var names, parts []string
	prices := b.p.Price[supplies[0].tariff][in.from:in.to]
	last := 0.0
	for k, c := range drawn {
		level := c.price(hashprice)
		last = max(last, level)
		l.Series = append(l.Series, Line{
			Name: c.name, Color: Green.Tint(1 + k), Style: []Style{Dashed, Dotted, Thin}[k], At: &Stops{Numbers: Numbers{Num(0), Num(100)}}, Y: Numbers{Num(level), Num(level)},
		})
		names, parts = append(names, c.name), append(parts, shareText(below(prices, level)))
	}
	title := in.label
	if len(supplies) > 1 {
		title += ", " + supplies[0].name()
	}
	chart := &Chart{ID: fmt.Sprintf("price-duration-%d", place), Title: title + ": " + paying(names, parts, len(drawn) == len(classes)), Lines: l}
	whose := "the year’s"
	if in.label == b.horizon() {
		whose = "the"
	}
	chart.Caption = fmt.Sprintf("The level lines are the prices at which each machine earns what its power costs, at %s mean hashprice of %s: it runs in the hours to the right of the crossing.",
		whose, WithUnit(Format(hashprice, 1), "USD/PH/day"))
	if len(supplies) > 1 {
		what := "Prices in"
		if len(curves) > 1 {
			what = "The title speaks of"
		}
		chart.Caption += fmt.Sprintf(" %s %s, of %s supplies the one with most megawatts.", what, supplies[0].name(), spelled(len(supplies)))
	}
	if len(classes) > len(drawn) {
		chart.Caption += fmt.Sprintf(" The %s kinds of machines with most power are drawn.", spelled(len(drawn)))
	}
	var above string
	l.Y.High, above = b.frame(in, curves, last)
	chart.Caption += above
	return chart
}

// paying says in which share of the hours each machine pays, the best first; of many the best and the worst.
// All tells whether there are no other machines.
func paying(names, shares []string, all bool) string {
	if len(names) > 1 && len(distinct(shares)) == 1 {
		switch {
		case !all:
			return fmt.Sprintf("%s pay in %s of hours", listed(names, len(names)), shares[0])
		case len(names) == 2:
			return fmt.Sprintf("both kinds of machines pay in %s of hours", shares[0])
		}
		return fmt.Sprintf("all machines pay in %s of hours", shares[0])
	}
	if len(names) > 2 {
		last := len(names) - 1
		names, shares = []string{names[0], names[last]}, []string{shares[0], shares[last]}
	}
	var clauses []string
	for k := range names {
		clauses = append(clauses, names[k]+" in "+shares[k])
	}
	clauses[0] = names[0] + " pays in " + shares[0] + " of hours"
	return listed(clauses, len(clauses))
}

// loadDuration sorts the hours of spans by load.
func (b *builder) loadDuration(spans []span) *Chart {
	l := &Lines{X: Axis{Name: "hours of the year, fullest first", Unit: "%"}, Y: Axis{Name: "load of all sites", Unit: "MW", Low: Fixed(0)}}
	var clauses []string
	for k, in := range spans {
		load := b.tr.LoadMW[in.from:in.to]
		shares, values := sorted(load)
		line := Line{Name: in.label, Color: Blue.Tint(1 + 2*k), Fill: k == 0, Y: values}
		if k > 0 {
			line.At, line.Style = &Stops{Numbers: shares}, Dashed
		} else {
			l.At.Numbers = shares
		}
		l.Series = append(l.Series, line)
		clauses = append(clauses, fmt.Sprintf("%s of hours in %s", shareText(b.nearFull(in)), in.label))
	}
	full := 0.0
	for t := spans[0].from; t < spans[0].to; t++ {
		full = max(full, b.tr.CapacityMW[t])
	}
	if full > 0 {
		l.Marks = append(l.Marks, Level(full, fmt.Sprintf("plant at the end of %s, %s", spans[0].label, amount(full, "MW")), Ink))
	}
	title := "More than nine tenths of the plant run in " + strings.Join(clauses, " and ")
	return &Chart{
		ID: "load-duration", Title: title, Span: Wide, Height: 300, Lines: l,
		Caption: "Hours of the year sorted by the load of all sites together; what is missing to the plant that stands is outage, price or limit.",
	}
}

// fullBuild names the calendar year in which the build-out is complete, and its electricity in the central case:
// "2.34 TWh in 2027 when the last is built". Where the last site comes late in a year that is the year after. It is
// empty where plant stands throughout, no such year is whole, or it draws what all years do on average.
func (b *builder) fullBuild() string {
	last, built := 0, 0
	for i := range b.w.Sites {
		if t := b.w.Sites[i].OnlineHour; t < b.w.Axis.Hours {
			last, built = max(last, t), built+1
		}
	}
	years := b.calendarYears()
	if last == 0 || len(years) < 2 {
		return ""
	}
	for _, y := range years {
		if last > y.from+(y.to-y.from)*2/3 {
			continue
		}
		when := "when " + plural(built, "it stands", "all stand")
		if last > y.from+24 { // clocks of the regions differ
			when = "when " + plural(built, "it", "the last") + " is built"
		} else if built < len(b.w.Sites) {
			when = "when all that is built by then stands"
		}
		energy, _ := b.between(y)
		mean := b.total("energy_mwh").times(1 / b.years)
		if amount(energy, "MWh") == mean.text("MWh") { // the mean says it
			return ""
		}
		text := fmt.Sprintf("%s in %s %s", amount(energy, "MWh"), y.label, when)
		if mean.ranged {
			text += " in the central case"
		}
		return text
	}
	return ""
}

// nearFull is the share of the hours of a span in which more than nine tenths of the plant that stands run.
func (b *builder) nearFull(in span) float64 {
	n := 0
	for t := in.from; t < in.to; t++ {
		if b.tr.CapacityMW[t] > 0 && b.tr.LoadMW[t] > 0.9*b.tr.CapacityMW[t] {
			n++
		}
	}
	return float64(n) / float64(in.to-in.from)
}

// scaleOf is the factor and the unit that suit the largest of the values.
func scaleOf(values []float64, of string) (factor float64, name string) {
	largest := 0.0
	for _, v := range values {
		largest = max(largest, math.Abs(v))
	}
	return unit.Scale(largest, of)
}
