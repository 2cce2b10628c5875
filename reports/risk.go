package reports

import (
	"fmt"
	"math"
	"slices"

	"hashwatt/sim/metric"
	"hashwatt/sim/unit"
)

// risk is the section of what the draws have in common and how they differ.
func (b *builder) risk() Section {
	s := Section{ID: "risk", Title: "Risk"}
	if b.r.Settings.Draws == 0 {
		run := "hashwatt run " + b.page.Run.File
		if b.page.Run.Variant != "" {
			run += " --variant " + b.page.Run.Variant
		}
		s.Lead = "This page shows the central case alone: no draws were made, so nothing can be said about risk."
		prose := "This scenario has nothing uncertain, so draws would all be the same."
		if varies := b.whatVaries(); varies != nothingVaries {
			prose = fmt.Sprintf("%s --draws 200 adds two hundred futures, which differ in %s, and fills this section.", run, varies)
		}
		s.Blocks = []Block{{Prose: prose}}
		return s
	}
	s.Lead = b.riskLead()
	s.Blocks = append(s.Blocks, Block{Prose: b.drawsDiffer() +
		" The central case, dashed, takes every process on its mean path and every uncertain input at its middle; it is not the median of the draws." + b.paidBack()})
	if c := b.npvHistogram(); c != nil {
		s.Blocks = append(s.Blocks, Block{Chart: c})
	}
	var fans []Block
	for k := range b.r.Fans {
		c := b.fan(&b.r.Fans[k])
		switch {
		case c == nil:
		case b.r.Fans[k].Profile.ID == "cumulative_cash_usd":
			c.Span = Wide
			s.Blocks = append(s.Blocks, Block{Chart: c})
		default:
			fans = append(fans, Block{Chart: c})
		}
	}
	s.Blocks = append(s.Blocks, fans...)
	return s
}

// nothingVaries is what draws differ in where nothing is uncertain.
const nothingVaries = "nothing"

// whatVaries lists what a draw draws.
func (b *builder) whatVaries() string {
	var list []string
	words := b.r.Facts.Words
	if !b.p.Chain.Open {
		if words.Bitcoin.Price.Random() {
			list = append(list, "the coin’s price")
		}
		if words.Bitcoin.Fees.Random() {
			list = append(list, "fees")
		}
		if words.Bitcoin.Blocks != "expected" {
			list = append(list, "the luck of finding blocks")
		}
		list = append(list, "the scatter of the rest of the world’s hashrate")
	} else {
		if words.Bitcoin.Hashprice.Random() {
			list = append(list, "the hashprice")
		}
		if d := words.Bitcoin.Difficulty; d != nil && d.Random() {
			list = append(list, "the difficulty")
		}
	}
	for _, c := range words.Money.Rates.Keys {
		if words.Money.Rates.By[c].Random() {
			list = append(list, "the exchange rate of "+c)
		}
	}
	for k := range words.Uncertain {
		list = append(list, b.uncertainName(words.Uncertain[k].Path))
	}
	if list == nil {
		return nothingVaries
	}
	return listed(list, 8)
}

// losses counts the draws whose present value is below zero.
func (b *builder) losses() (k, n int) {
	at := b.index["npv_usd"]
	for _, draw := range b.r.Columns[1:] {
		if draw[at].OK() {
			n++
			if draw[at].V < 0 {
				k++
			}
		}
	}
	return k, n
}

// paidBack says how many of the draws pay back and have a rate of return, where not all do.
func (b *builder) paidBack() string {
	if b.book.Total.CapexUSD == 0 {
		return ""
	}
	text := ""
	for _, one := range []struct{ id, before string }{{"payback_years", "Payback: "}, {"irr_pct", "Internal rate of return: "}} {
		if m := b.total(one.id); m.of > 0 {
			text += " " + one.before + survivors(one.id, m.some, m.of) + "."
		}
	}
	if text != "" {
		text += " A mean of those alone would say nothing of the others."
	}
	return text
}

func (b *builder) riskLead() string {
	k, n := b.losses()
	npv := b.own("npv_usd")
	if n == 0 {
		return "No draw has a present value."
	}
	text := fmt.Sprintf("The net present value is below zero %s", tenths(k, n))
	if npv.ranged {
		text += fmt.Sprintf("; its median is %s", npv.text(b.cash.code))
	}
	energy := b.total("energy_mwh").times(1 / b.years)
	if energy.ranged && energy.value > 0 {
		text += fmt.Sprintf(", and electricity is %s a year", energy.text("MWh"))
	}
	return text + "."
}

// npvHistogram counts the draws by their present value.
func (b *builder) npvHistogram() *Chart {
	at := b.index["npv_usd"]
	var values []float64
	for _, draw := range b.r.Columns[1:] {
		if draw[at].OK() {
			values = append(values, b.cash.today(draw[at].V))
		}
	}
	if len(values) < 5 {
		return nil
	}
	factor, name := tableScale(values, b.cash.code)
	low, high := slices.Min(values)*factor, slices.Max(values)*factor
	step := niceStep((high - low) / 14)
	first, last := math.Floor(low/step), math.Floor(high/step)
	var labels []string
	var loss, gain []float64
	for k := first; k <= last; k++ {
		labels = append(labels, number(k*step))
		loss, gain = append(loss, 0), append(gain, 0)
	}
	for _, v := range values {
		k := min(max(int(math.Floor(v*factor/step)-first), 0), len(labels)-1)
		if v < 0 {
			loss[k]++
		} else {
			gain[k]++
		}
	}
	var bars []Bar
	if total(loss) > 0 {
		bars = append(bars, Bar{Name: "below zero", Color: Red.Tint(2), Hatch: true, Y: Of(loss)})
	}
	if total(gain) > 0 {
		bars = append(bars, Bar{Name: "zero and above", Color: Green, Y: Of(gain)})
	}
	below, n := b.losses()
	return &Chart{
		ID: "npv-draws", Title: fmt.Sprintf("Net present value is below zero in %s of %s draws", Format(float64(below), 0), Format(float64(n), 0)), Span: Wide, Height: 260,
		Caption: fmt.Sprintf("Draws counted by their net present value at %s, without a value of the plant at the end.", b.rate()),
		Bars:    &Bars{X: Axis{Name: fmt.Sprintf("net present value from here on, in steps of %s", number(step)), Unit: name}, Y: Axis{Name: "draws"}, At: Stops{Names: labels}, Bars: bars},
	}
}

// niceStep rounds a step up to 1, 2 or 5 times a power of ten.
func niceStep(raw float64) float64 {
	if !(raw > 0) {
		return 1
	}
	ten := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, k := range []float64{1, 2, 5} {
		if raw <= k*ten*(1+1e-9) {
			return k * ten
		}
	}
	return 10 * ten
}

// number prints a round number without needless decimals.
func number(v float64) string {
	for digits := range 4 {
		if p := math.Pow(10, float64(digits)); math.Abs(v*p-math.Round(v*p)) < 1e-6*math.Max(1, math.Abs(v*p)) {
			return Format(v, digits)
		}
	}
	return Format(v, 4)
}

// fan draws the spread of a profile. A profile that does not vary is left out.
func (b *builder) fan(f *metric.Fan) *Chart {
	spread := 0.0
	for m := range f.Central {
		spread = math.Max(spread, f.P95[m]-f.P5[m])
	}
	kinds := map[string]struct {
		color Color
		name  string
	}{
		"energy_mwh": {Blue, "electricity"}, "net_cash_usd": {Green, "net cash"}, "cumulative_cash_usd": {Green, "running sum of cash"},
		"hashprice_usd_ph_day": {Purple, "hashprice"}, "network_eh_s": {Purple, "hashrate of the network"}, "price_usd": {Green, "price of a coin"},
		"own_share_pct": {Purple, "share of the network"},
	}
	kind, known := kinds[f.Profile.ID]
	if !known {
		kind.color, kind.name = Grey, f.Profile.Sentence
	}
	if spread == 0 {
		return nil
	}
	convert := func(values []float64, m int) float64 { return values[m] }
	of := f.Profile.Unit
	switch f.Profile.ID {
	case "net_cash_usd":
		of = b.cash.code
		convert = func(values []float64, m int) float64 { return b.cash.in(values[m], m) }
	case "cumulative_cash_usd":
		of = b.cash.code
		f = b.cash.ownSums(f)
	case "network_eh_s":
		of = "PH/s"
		convert = func(values []float64, m int) float64 { return 1000 * values[m] }
	case "price_usd":
		of = "USD"
	}
	largest := 0.0
	for m := range f.P50 {
		largest = max(largest, math.Abs(convert(f.P50, m)), math.Abs(convert(f.P75, m))/10)
	}
	factor, name := unit.Scale(largest, of)
	if of == "PH/s" && largest >= 1e6 && largest < 1e7 {
		factor, name = 1e-3, "EH/s"
	}
	if f.Profile.ID == "energy_mwh" || f.Profile.ID == "net_cash_usd" {
		name += " a month"
	}
	if f.Profile.ID == "price_usd" {
		name += "/BTC"
	}
	numbers := func(values []float64) Numbers {
		return Each(len(values), func(m int) float64 { return factor * convert(values, m) })
	}
	fan := &Fan{
		X: b.byMonth(), Y: Axis{Name: kind.name, Unit: name}, At: Stops{Dates: b.months}, Color: kind.color,
		P5: numbers(f.P5), P25: numbers(f.P25), P50: numbers(f.P50), P75: numbers(f.P75), P95: numbers(f.P95), Central: numbers(f.Central),
	}
	for _, path := range f.Paths {
		fan.Samples = append(fan.Samples, numbers(path))
	}
	fan.Marks = b.priceMarks()
	c := &Chart{
		ID: "fan-" + Slug(f.Profile.ID), Fan: fan, Title: b.fanTitle(f, kind.name, fan),
		Caption: "Nine in ten draws lie in the pale band, half of them in the darker one; the bands are drawn month by month and are not paths.",
	}
	if f.Profile.ID == "cumulative_cash_usd" {
		fan.Marks = append(fan.Marks, zeroMark(f.P5, f.P95)...)
		c.Caption += " Plant is paid at the start of a year."
		if b.cash.foreign() {
			c.Caption += " What a line gains in a month is converted at that month’s rate in the central case."
		}
	}
	return c
}

// fanTitle says where the median and the range stand: in the last month, or for what flows in the month of the
// highest median.
func (b *builder) fanTitle(f *metric.Fan, name string, drawn *Fan) string {
	m := len(f.Central) - 1
	switch f.Profile.ID {
	case "energy_mwh", "net_cash_usd", "own_share_pct":
		for k := range f.P50 {
			if f.P50[k] > f.P50[m] {
				m = k
			}
		}
	}
	p5, p50, p95 := drawn.P5[m], drawn.P50[m], drawn.P95[m]
	digits := Digits(p5, p50, p95)
	return fmt.Sprintf("%s in %s: %s (%s to %s)", sentence(name), monthText(b.months[m]), WithUnit(p50.Format(digits), drawn.Y.Unit), p5.Format(digits), p95.Format(digits))
}
