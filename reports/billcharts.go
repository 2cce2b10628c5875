package reports

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// waterfall builds up the price of a megawatt-hour from the components of a plan, one of so many, in the order of
// the bill; nil where there is nothing to build up.
func (b *builder) waterfall(p *plan, of int) *Chart {
	parts := slices.DeleteFunc(slices.Clone(p.parts), func(part billPart) bool { return math.Abs(part.own) < 1e-6*math.Abs(p.own) })
	if len(parts) < 2 {
		return nil
	}
	n := len(parts) + 1
	var names []string
	base, paid, avoidable, saved, all := make(Numbers, n), make(Numbers, n), make(Numbers, n), make(Numbers, n), make(Numbers, n)
	sum, hatched, less := 0.0, 0.0, 0.0
	ownPeak, systemPeak := false, false
	base[n-1] = Num(0)
	for k := range parts {
		paid[k], avoidable[k], saved[k], all[k] = Gap, Gap, Gap, Gap
		v := parts[k].own / p.mwh
		base[k] = Num(sum)
		switch {
		case v < 0:
			saved[k] = Num(v)
			less += v
		case parts[k].avoidable():
			avoidable[k] = Num(v)
			hatched += v
			ownPeak, systemPeak = ownPeak || parts[k].ownPeak(), systemPeak || parts[k].systemPeak()
		default:
			paid[k] = Num(v)
		}
		sum += v
		names = append(names, parts[k].name)
	}
	paid[n-1], avoidable[n-1], saved[n-1], all[n-1] = Gap, Gap, Gap, Num(sum)
	bars := &Bars{
		X: Axis{Name: "component"}, Y: Axis{Name: "cost of power", Unit: b.cash.code + "/MWh"}, At: Stops{Names: append(names, "all in")}, Base: base,
		Bars: []Bar{{Name: "paid for", Color: Orange.Tint(2), Y: paid}},
	}
	caption := "All that is billed over the horizon by all that is drawn, component by component in the order of the bill."
	words := peakWordsOf(ownPeak, systemPeak)
	if hatched > 0 {
		bars.Bars = append(bars.Bars, Bar{Name: "set by " + words.subject, Color: Orange.Tint(2), Hatch: true, Y: avoidable})
		caption += " Hatched: " + words.caption + "."
	}
	if less < 0 {
		bars.Bars = append(bars.Bars, Bar{Name: "taken off", Color: Green.Tint(2), Y: saved})
	}
	bars.Bars = append(bars.Bars, Bar{Name: "all in", Color: Orange, Y: all})
	name, own := "", 0.0
	for k := range parts {
		if parts[k].own > own {
			name, own = parts[k].name, parts[k].own
		}
	}
	title := fmt.Sprintf("%s is %s of the %s", sentence(name), shareText(own/p.own), b.perMWh(sum))
	if hatched > 0 && hatched < sum {
		title += fmt.Sprintf("; %s %s %s", words.subject, words.verb, shareText(hatched/sum))
	}
	if of > 1 {
		title = p.name() + ": " + title
		caption += " Of the tariffs with several components the one that most is paid for; the table has all."
	}
	return &Chart{ID: "bill-waterfall", Title: title, Span: Wide, Caption: caption, Bars: bars}
}

// billByMonth stacks what is paid by month: the components that most is paid for and the others, over all tariffs.
// Where there is one component alone it is nil: the chart of revenue and cost has it.
func (b *builder) billByMonth(l *bill) *Chart {
	parts := slices.DeleteFunc(l.byName(), func(p billPart) bool { return p.own == 0 && total(absolute(p.months)) == 0 })
	if len(parts) < 2 {
		return nil
	}
	order := indices(len(parts))
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(math.Abs(parts[y].own), math.Abs(parts[x].own)) })
	shown := min(len(order), largest)
	kept := slices.Clone(order[:shown])
	slices.Sort(kept) // in the order of the bill, from the bottom up
	sums := make([]float64, len(b.months))
	for k := range parts {
		for m, v := range parts[k].months {
			sums[m] += v
		}
	}
	factor, unit := scaleOf(sums, b.cash.code)
	bars := &Bars{X: b.byMonth(), Y: Axis{Name: "cost of power", Unit: unit + " a month"}, At: Stops{Dates: b.months}, Marks: b.halvingMonths()}
	for place, k := range kept {
		color := Orange.Tint(1 + place%Tints)
		if parts[k].own < 0 {
			color = Green.Tint(2)
		}
		bars.Bars = append(bars.Bars, Bar{Name: parts[k].name, Color: color, Y: Each(len(b.months), func(m int) float64 { return factor * parts[k].months[m] })})
	}
	caption := "Each invoice stands in the month of the accounts that holds most of the local month that it is for."
	if l.single() {
		caption = "Each tariff has one component. " + caption
	}
	if rest := order[shown:]; len(rest) > 0 {
		values := make(Numbers, len(b.months))
		for m := range values {
			for _, k := range rest {
				values[m].Value += factor * parts[k].months[m]
			}
		}
		name := parts[rest[0]].name
		if len(rest) > 1 {
			name = fmt.Sprintf("%d %s", len(rest), others)
			caption = fmt.Sprintf("The %s that most is paid for, and all others together. ", spelled(largest)) + caption
		}
		bars.Bars = append(bars.Bars, Bar{Name: name, Color: Grey.Tint(3), Y: values})
	}
	top := 0
	for m := range sums {
		if sums[m] > sums[top] {
			top = m
		}
	}
	title := fmt.Sprintf("Most is paid for power in %s: %s", monthText(b.months[top]), b.amount(sums[top]))
	return &Chart{ID: "bill-months", Title: title, Span: Wide, Caption: caption, Bars: bars}
}

func absolute(values []float64) []float64 {
	return eachOf(len(values), func(i int) float64 { return math.Abs(values[i]) })
}

// effective is what a megawatt-hour of a tariff costs in the hours of some days, in the currency of the report.
type effective struct {
	tariff       int
	first        string  // day
	values       Numbers // 24 a day
	byHour       [24]float64
	low, high    float64
	mean, within float64 // of all hours; how far the hours of a day lie apart, mean of the days
	peaks        bool    // an hour has what was billed for it as a peak of the system
}

// effectiveOf works out the price of each hour of a span in local time: the price that the machines see, what it
// was billed as a peak of the system that had to be guessed, and the rest of the month’s bill spread over the
// month’s energy. Hours of months in which nothing is drawn are gaps.
func (b *builder) effectiveOf(t int, in span) *effective {
	civil := b.w.Regions[b.w.Tariffs[t].Region].Civil
	months := b.billMonths(t)
	peaks := b.inTheirHours(t, months)
	rest := b.besides(t, months)
	first, last := int(civil.Day[in.from]), int(civil.Day[in.to-1])
	if civil.Date[first].String() < b.day(float64(in.from)) {
		first++
	}
	if last > first && civil.Date[last].String() > b.day(float64(in.to-1)) {
		last--
	}
	e := &effective{tariff: t, first: civil.Date[first].String(), values: make(Numbers, 24*(last-first+1)), low: math.Inf(1), high: math.Inf(-1)}
	count := make([]float64, len(e.values)) // two hours of one name where the clock goes back
	for h := in.from; h < in.to; h++ {
		d, m := int(civil.Day[h]), civil.Month[h]
		if d < first || d > last || months[m].mwh <= 0 {
			continue
		}
		k := 24*(d-first) + int(civil.Hour[h])
		e.values[k].Value += b.cash.in(b.p.Price[t][h], int(b.p.Month[h])) + rest[m]
		if mwh := b.tr.TariffMWh[t][h]; peaks != nil && mwh > 0 {
			e.values[k].Value += peaks[h] / mwh
		}
		e.peaks = e.peaks || peaks != nil && peaks[h] > 0
		count[k]++
	}
	n, hours := 0.0, [24]float64{}
	for k := range e.values {
		if count[k] == 0 {
			e.values[k] = Gap
			continue
		}
		e.values[k].Value /= count[k]
		v := e.values[k].Value
		e.low, e.high, e.mean, n = min(e.low, v), max(e.high, v), e.mean+v, n+1
		e.byHour[k%24] += v
		hours[k%24]++
	}
	if n == 0 {
		return nil
	}
	for h := range hours {
		e.byHour[h] /= max(hours[h], 1)
	}
	e.mean /= n
	e.within = daily(e.values)
	return e
}

// effectiveHeat draws what a megawatt-hour costs by hour and day in the year of most electricity, on the tariff on
// which the hours of the days matter most. It is nil where they hardly differ.
func (b *builder) effectiveHeat(l *bill) *Chart {
	in := b.tellingSpans()[0]
	var e *effective
	most := 0.0
	for k := range l.plans {
		p := &l.plans[k]
		if p.mwh <= 0 {
			continue
		}
		own := b.effectiveOf(p.tariffs[0], in)
		if own == nil || own.high <= 0 || own.within < 0.05*own.mean {
			continue
		}
		if matters := own.within * p.mwh; matters > most {
			e, most = own, matters
		}
	}
	if e == nil {
		return nil
	}
	var all []float64
	for _, v := range e.values {
		if !v.None {
			all = append(all, v.Value)
		}
	}
	slices.Sort(all)
	full := roundUp(all[len(all)*95/100])
	if full <= 0 || full > e.high {
		full = roundUp(e.high)
	}
	region, unit := &b.w.Regions[b.w.Tariffs[e.tariff].Region], b.cash.code+"/MWh"
	also := ", and what else was billed in the month, such as charges on the highest load, tiers and what is fixed, spread over the month’s energy"
	if !b.p.Tariffs[e.tariff].Invoiced {
		also = ", which is all that is billed"
	}
	if e.peaks {
		also += "; peaks of the system that nobody knew before stand in their hours"
	}
	c := &Chart{
		ID: "effective-price", Span: Wide, Title: b.hourTitle(in, e),
		Caption: "What a megawatt-hour costs in each hour: the price that decides what runs" + also + ". Each column is a day, midnight at the top.",
		Heat:    &Heat{What: "price of power", Unit: unit, Zone: zoneText(region.Zone), First: e.first, Full: full, Cells: PackHeat(e.values, full), Color: Orange},
	}
	if e.high > full*1.01 {
		c.Caption += fmt.Sprintf(" Hours above %s, up to %s, all have the full colour.", WithUnit(Format(full, Digits(Num(full))), unit), Format(e.high, Digits(Num(e.high))))
	}
	if e.low < 0 {
		c.Caption += " Prices below zero are drawn as zero."
	}
	if len(l.plans) > 1 {
		c.Caption += fmt.Sprintf(" Prices of %s, of %s tariffs the one on which the hour matters most.", b.shortRegion(region.ID), spelled(len(l.plans)))
	}
	return c
}

// daily is the mean over the days of how far the values of their 24 hours lie apart.
func daily(values Numbers) float64 {
	sum, n := 0.0, 0
	for d := 0; d+24 <= len(values); d += 24 {
		low, high := math.Inf(1), math.Inf(-1)
		for _, v := range values[d : d+24] {
			if !v.None {
				low, high = min(low, v.Value), max(high, v.Value)
			}
		}
		if high >= low {
			sum, n = sum+high-low, n+1
		}
	}
	return sum / float64(max(n, 1))
}

// hourTitle names the dearest and the cheapest hour of the day by their means.
func (b *builder) hourTitle(in span, e *effective) string {
	top, foot := 0, 0
	for h, v := range e.byHour {
		if v > e.byHour[top] {
			top = h
		}
		if v < e.byHour[foot] {
			foot = h
		}
	}
	most, least := e.byHour[top], e.byHour[foot]
	if most-least < 0.01*math.Abs(most) {
		return fmt.Sprintf("The price of power in %s differs by day, not by the hour of the day", in.label)
	}
	digits := Digits(Num(most))
	return fmt.Sprintf("A megawatt-hour costs most at %02d:00 in %s, %s on average, and least at %02d:00, %s", top, in.label,
		WithUnit(Format(most, digits), b.cash.code+"/MWh"), foot, Format(least, digits))
}
