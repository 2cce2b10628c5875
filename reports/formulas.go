package reports

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"hashwatt/sim/finance"
	"hashwatt/sim/kernel"
	"hashwatt/sim/market"
	"hashwatt/sim/network"
	"hashwatt/sim/unit"
)

// moment is the hour on which formulas are worked through: the middle of the year of most electricity, and its epoch.
func (b *builder) moment() (hour int, e *kernel.Epoch) {
	s := b.tellingSpans()[0]
	hour = (s.from + s.to) / 2
	e = &b.tr.Epochs[0]
	for k := range b.tr.Epochs {
		if at := &b.tr.Epochs[k]; at.Start <= float64(hour) {
			e = at
		}
	}
	return hour, e
}

func (b *builder) hashpriceFormula() *Formula {
	f := &Formula{
		ID: "hashprice-formula", Title: "What a petahash earns in a day",
		Symbols: "HP = 86 400 · 10¹⁵ · (S + F) · P / (D · 2³²)",
		Where: []Term{
			{"HP", "hashprice, USD/PH/day"}, {"S, F", "subsidy and fees, BTC a block"}, {"P", "price, USD/BTC"}, {"D", "difficulty"},
		},
		Caption: "A block takes D · 2³² trials on average, and a petahash per second makes 86 400 · 10¹⁵ of them in a day. Difficulty stands below the line: who adds hashrate lowers what everybody earns, himself included.",
	}
	hour, e := b.moment()
	if b.p.Chain.Open {
		f.Worked = fmt.Sprintf("This scenario gives HP = %s and D = %s,\nwhich at P = %s is %s BTC a day for each PH/s.",
			WithUnit(Format(b.hashpriceIn(b.tellingSpans()[0]), 2), "USD/PH/day"), scientific(e.Difficulty), WithUnit(Format(e.CoinUSD, 0), "USD"),
			scientific(86400*network.BlocksPerPHh(e.Difficulty)/3600*b.perBlock(e)))
		return f
	}
	day := int(b.p.Day[hour])
	coin, fee := make([]float64, b.p.Days), make([]float64, b.p.Days)
	b.r.Facts.Bitcoin.Price.Fill(coin, market.Chance{})
	b.r.Facts.Bitcoin.Fees.Fill(fee, market.Chance{})
	if ratio := b.r.Facts.Bitcoin.Fees.Ratio(); ratio != nil {
		fee[day] += ratio[day] * e.SubsidyBTC
	}
	got := network.Hashprice(e.Difficulty, e.SubsidyBTC+fee[day], coin[day])
	if math.Abs(got/b.tr.Hashprice[day]-1) > 0.01 { // a retarget or a halving on that day, or one price for the whole epoch
		coin[day], fee[day] = e.CoinUSD, b.perBlock(e)-e.SubsidyBTC
		got = e.Hashprice
	}
	f.Worked = fmt.Sprintf("HP = 86 400 · 10¹⁵ · (%s + %s) · %s / (%s · 4.295 · 10⁹)\n= %s on %s", number(e.SubsidyBTC), Format(fee[day], 3), Format(coin[day], 0),
		scientific(e.Difficulty), WithUnit(Format(got, 1), "USD/PH/day"), dayText(b.day(float64(hour))))
	return f
}

// perBlock is what a block of an epoch paid, BTC, by its mean hashprice and price.
func (b *builder) perBlock(e *kernel.Epoch) float64 {
	if one := network.Hashprice(e.Difficulty, 1, e.CoinUSD); one > 0 {
		return e.Hashprice / one
	}
	return 0
}

// scientific prints a large number as 1.32 · 10¹⁴.
func scientific(v float64) string {
	if v == 0 {
		return "0"
	}
	ten := int(math.Floor(math.Log10(math.Abs(v))))
	return Format(v/math.Pow(10, float64(ten)), 3) + " · 10" + superscript(ten)
}

func superscript(n int) string {
	digits := []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")
	var b strings.Builder
	for _, r := range fmt.Sprint(n) {
		if r == '-' {
			b.WriteRune('⁻')
		} else {
			b.WriteRune(digits[r-'0'])
		}
	}
	return b.String()
}

func (b *builder) revenuePerMWhFormula() *Formula {
	f := &Formula{
		ID: "revenue-formula", Title: "What a megawatt-hour earns", Symbols: "R = HP / 24 · 1 000 / (e · PUE) · q",
		Where: []Term{
			{"R", "revenue of a megawatt-hour at the meter, USD/MWh"},
			{"HP", "hashprice, USD/PH/day"},
			{"e", "efficiency of the machine, J/TH"},
			{"PUE", "power at the meter over power of the machines"},
			{"q", "share that is paid out: pool fee, rejected shares and orphaned blocks taken off"},
		},
		Caption: "A megawatt of machines makes 1 000 / e petahashes per second. R is also the highest price of power at which the machine runs: the level lines of the price curve.",
	}
	if c, k, ok := b.example(); ok {
		hp := b.hashpriceIn(b.tellingSpans()[0])
		q := b.p.Sites[k].Share
		f.Worked = fmt.Sprintf("%s in %s: R = %s / 24 · 1 000 / (%s · %s) · %s\n= %s", c.name, b.tellingSpans()[0].label, Format(hp, 2), Format(c.jth, 2),
			Format(b.pue[b.p.Sites[k].Climate], 3), Format(q, 4), WithUnit(Format(hp/24*1000/(c.jth*b.pue[b.p.Sites[k].Climate])*q, 1), "USD/MWh"))
	}
	return f
}

// example is the kind of machine with most power and the first site that has it.
func (b *builder) example() (c class, site int, ok bool) {
	classes := b.classes()
	if len(classes) == 0 {
		return c, 0, false
	}
	for i := range b.p.Sites {
		for _, t := range b.p.Sites[i].Tranches {
			if t.Rig == classes[0].rig {
				return classes[0], i, true
			}
		}
	}
	return c, 0, false
}

func (b *builder) breakEvenFormula() *Formula {
	f := &Formula{
		ID: "break-even-formula", Title: "When a machine stands still", Symbols: "it runs while  p · PUE · 0.024 · e / q < HP",
		Where: []Term{
			{"p", "price of power in this hour, USD/MWh"},
			{"PUE", "power at the meter over power of the machines"},
			{"e", "efficiency of the machine, J/TH (kW for each PH/s; 0.024 of it is MWh a day)"},
			{"q", "share that is paid out"},
			{"HP", "hashprice, USD/PH/day"},
		},
		Caption: "The left side is what a petahash costs in power for a day. The price of the machine does not enter: what is spent is spent.",
	}
	if c, k, ok := b.example(); ok {
		hour, _ := b.moment()
		site := &b.p.Sites[k]
		price, pue := b.p.Price[site.Tariff][hour], b.p.PUE[site.Climate][hour]
		cost := price * pue * 0.024 * c.jth / site.Share
		hp := b.tr.Hashprice[b.p.Day[hour]]
		verdict := "the machine runs"
		if cost >= hp {
			verdict = "the machine stands still"
		}
		at := b.w.Axis.At(hour).In(b.w.Axis.Zone).Format("15:04 on 2 January 2006")
		f.Worked = fmt.Sprintf("%s at %s, %s:\n%s · %s · 0.024 · %s / %s = %s against %s: %s", c.name, b.w.Sites[k].Name, at, Format(price, 2), Format(pue, 3), Format(c.jth, 2),
			Format(site.Share, 4), Format(cost, 2), WithUnit(Format(hp, 2), "USD/PH/day"), verdict)
	}
	return f
}

// answered finds an epoch that the model decided, with the one after it, both whole; ok is false where the record
// covers the run.
func (b *builder) answered() (k int, ok bool) {
	epochs := b.tr.Epochs
	for e := len(epochs) / 2; e+2 < len(epochs); e++ {
		if !epochs[e].InHistory && !epochs[e+1].InHistory && !epochs[e].Halving && epochs[e].Hours > 200 {
			return e, true
		}
	}
	return 0, false
}

// loopFormulas are the retarget and the answer of the rest of the world.
func (b *builder) loopFormulas() []*Formula {
	if b.p.Chain.Open {
		return nil
	}
	retarget := &Formula{
		ID: "retarget-formula", Title: "How difficulty follows", Symbols: "D′ = D · 1 209 600 s / T",
		Where: []Term{
			{"D, D′", "difficulty of an epoch of 2 016 blocks and of the next one"}, {"T", "seconds that the epoch’s 2 015 intervals took, taken as at least a quarter of and at most four times 1 209 600 s"},
		},
		Caption: "Two weeks is what 2 016 blocks should take. The sites’ hashrate shortens T, and the next difficulty takes back what they gained.",
	}
	out := []*Formula{retarget}
	k, ok := b.answered()
	if !ok {
		return out
	}
	e, next := &b.tr.Epochs[k], &b.tr.Epochs[k+1]
	days := 14 * e.Difficulty / next.Difficulty
	retarget.Worked = fmt.Sprintf("epoch from block %s, %s: T = %s\nD′ = %s · 14 / %s = %s", Format(float64(e.Height), 0), dayText(b.day(e.Start)), WithUnit(Format(days, 3), "days"),
		scientific(e.Difficulty), Format(days, 3), scientific(next.Difficulty))
	if f := b.adjustmentFormula(k); f != nil {
		out = append(out, f)
	}
	if f := b.responseFormula(k); f != nil {
		out = append(out, f)
	}
	return out
}

// adjustmentFormula works through the answer of the rest of the world at the end of epoch k; nil for another response.
func (b *builder) adjustmentFormula(k int) *Formula {
	then := b.r.Facts.Words.Bitcoin.RestOfWorld.Then
	if then == nil {
		return nil
	}
	words, ok := then.Kind.(*network.Adjustment)
	if !ok || words.Speed == 0 {
		return nil
	}
	e, next := &b.tr.Epochs[k], &b.tr.Epochs[k+1]
	if e.RowPHs <= 0 || next.RowPHs <= 0 || e.Hashprice <= 0 {
		return nil
	}
	speed := float64(words.Speed)
	target := e.Hashprice / math.Pow(next.RowPHs/e.RowPHs, 1/speed)
	middle := b.w.Axis.Start.Add(time.Duration((e.Start + e.Hours/2) * float64(time.Hour)))
	years := middle.Sub(b.r.Facts.Bitcoin.HandOver).Hours() / unit.HoursPerYear
	return &Formula{
		ID: "adjustment-formula", Title: "How the rest of the world answers", Symbols: "H′ = H · (HP / HP*)^s\nHP* = HP₀ · (1 − d)^t",
		Where: []Term{
			{"H, H′", "hashrate of the rest of the world in an epoch and in the next one"},
			{"HP", "hashprice of the epoch that ended, geometric mean"},
			{"HP*", "hashprice at which the rest of the world neither grows nor shrinks"},
			{"s", "speed for each epoch"},
			{"d, t", "decline a year, years since the record ended"},
		},
		Worked: fmt.Sprintf("s = %s, d = %s, t = %s years: HP₀ = %s, HP* = %s\nH′ = %s · (%s / %s)^%s = %s", words.Speed, words.Decline, Format(years, 2),
			Format(target/math.Pow(1-float64(words.Decline), years), 1), WithUnit(Format(target, 1), "USD/PH/day"), WithUnit(Format(e.RowPHs/1000, 1), "EH/s"),
			Format(e.Hashprice, 2), Format(target, 2), number(speed), WithUnit(Format(next.RowPHs/1000, 1), "EH/s")),
		Caption: "Where mining earns more than HP*, machines are added, and taken away where it earns less; HP* falls as machines become more efficient. The speed is weakly known: try others.",
	}
}

// npvFormula discounts the flows of this scenario.
func (b *builder) npvFormula() *Formula {
	f := &Formula{
		ID: "npv-formula", Title: "What the plant is worth", Symbols: "NPV = Σ Cₜ / (1 + r)ᵗ",
		Where: []Term{
			{"Cₜ", "cash that flows at time t: plant at the start of a year, everything else at its end"}, {"t", "years since the start"}, {"r", "discount rate a year"},
		},
		Caption: "After tax, without a value of the plant at the end of the horizon.",
	}
	times, flows := b.book.Flows(&b.book.Total, true)
	sums := map[float64]float64{}
	var order []float64
	for k, t := range times {
		if _, known := sums[t]; !known {
			order = append(order, t)
		}
		sums[t] += b.cash.today(flows[k])
	}
	slices.Sort(order)
	var values []float64
	for _, t := range order {
		values = append(values, sums[t])
	}
	npv := b.cash.today(finance.NPV(b.w.Finance.Discount, times, flows))
	factor, name := tableScale(append(values, npv), b.cash.code)
	digits := max(Digits(Num(npv*factor)), 1)
	rate := plainNumber(1 + b.w.Finance.Discount)
	var terms []string
	for k, t := range order {
		if k == 9 && len(order) > 10 {
			terms = append(terms, fmt.Sprintf("… %d more", len(order)-k))
			break
		}
		term := Format(values[k]*factor, digits)
		if t != 0 {
			term += " / " + rate + exponent(t)
		}
		terms = append(terms, term)
	}
	f.Worked = strings.ReplaceAll(strings.Join(terms, " + "), "+ "+minusSign, minusSign+" ") + "\n= " + WithUnit(Format(npv*factor, digits), name)
	if b.cash.foreign() {
		f.Worked += "\nflows in dollars, at the rate of the first month"
	}
	return f
}

// exponent prints years as an exponent.
func exponent(t float64) string {
	switch {
	case t == 1:
		return ""
	case t == math.Trunc(t):
		return superscript(int(t))
	}
	return "^" + Format(t, 2)
}
