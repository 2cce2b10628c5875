package reports

import (
	"fmt"
	"strings"

	"hashwatt/sim/site"
)

func (b *builder) policyFigures() []Figure {
	if g := b.goal(); g != nil {
		country, own, energy, running := b.goalFigures(g)
		emission := b.emissionFigure()
		if !emission.Value.None {
			of := fixed(g.emissions).figure("of CO₂ in "+g.when, "t", Simulated)
			of.Note, of.Row = g.central, emission.Row
			emission = of
		}
		return []Figure{b.powerFigure(), country, own, energy, running, emission}
	}
	return []Figure{b.energyFigure(), b.shareFigure(), b.runningFigure(), b.limitFigure(), b.emissionFigure(), b.powerFigure()}
}

func (b *builder) investorFigures() []Figure {
	npv := b.own("npv_usd").figure("net present value", b.cash.code, Simulated)
	npv.Note = joinNotes("at "+b.rate(), npv.Note)
	npv.Row = b.sources.finance
	cost := b.own("cost_per_btc_usd").figure("power and operation for one bitcoin", b.cash.code, Simulated)
	if earned, ok := b.earnedPerCoin(); ok {
		cost.Note = joinNotes(cost.Note, "one brings "+b.amount(earned)+" in the central case")
	}
	capex := b.own("capex_usd").figure("for machines and infrastructure", b.cash.code, Simulated)
	if b.book.Total.CapexUSD == 0 && b.r.Summary.Find("capex_usd").P95 == 0 {
		capex.Value, capex.Low, capex.High, capex.Text, capex.Note = Gap, Gap, Gap, "nothing is invested", "the plant stood before the start"
	}
	cash := b.own("net_cash_usd").times(1/b.years).figure("a year from running it", b.cash.code, Simulated)
	cash.Note = joinNotes("after tax, before plant", cash.Note)
	return []Figure{npv, b.sometimes("irr_pct", "internal rate of return", "%"), b.sometimes("payback_years", "payback after tax", "years"), cost, cash, capex}
}

func (b *builder) studentFigures() []Figure {
	rate := b.total("average_hashrate_eh_s").times(1000).figure("own hashrate, mean", "PH/s", Simulated)
	coins := b.total("btc_mined").figure("mined over "+b.horizon(), "BTC", Simulated)
	price := b.total("power_price_usd_per_mwh").figure("paid for power that was drawn", "USD/MWh", Simulated)
	price.Row = b.sources.tariff
	spans := b.tellingSpans()
	hashprice := fixed(b.hashpriceIn(spans[0])).figure("hashprice in "+spans[0].label, "USD/PH/day", Simulated)
	hashprice.Note = "central case"
	if len(spans) > 1 {
		hashprice.Note = fmt.Sprintf("central case; %s in %s", Format(b.hashpriceIn(spans[1]), 1), spans[1].label)
	}
	hashprice.Row = b.sources.coin
	last, share := b.energyFigure(), b.shareFigure()
	if g := b.goal(); g != nil {
		_, share, _, _ = b.goalFigures(g)
		rate = fixed(g.hashrate).figure("own hashrate, "+g.when, "PH/s", Simulated)
		rate.Note = g.central
	}
	if f, ok := b.solvedFigure(); ok {
		last = f
	}
	return []Figure{rate, share, hashprice, price, coins, last}
}

func (b *builder) energyFigure() Figure {
	f := b.total("energy_mwh").times(1/b.years).figure("electricity a year", "MWh", Simulated)
	f.Note = joinNotes("mean of "+b.horizon(), f.Note)
	if full := b.fullBuild(); full != "" {
		f.Note = joinNotes(f.Note, full)
	}
	return f
}

func (b *builder) shareFigure() Figure {
	m := b.total("network_share_pct")
	if !m.ok() {
		return m.figure("share of the network’s hashrate", "%", Simulated)
	}
	return m.figure("of the network’s hashrate", "%", Simulated)
}

func (b *builder) runningFigure() Figure {
	m := b.total("load_factor_pct")
	if !m.ok() {
		return m.figure("share of what the plant could draw", "%", Simulated)
	}
	return m.figure("of what the plant could draw", "%", Simulated)
}

// limitFigure is what limits keep back; without limits it is the tax that is paid, or where that is noise beside
// the revenue, what is paid for power.
func (b *builder) limitFigure() Figure {
	if len(b.p.Limits) == 0 && !b.taxTells() {
		f := b.own("power_cost_usd").times(1/b.years).figure("paid for power a year", b.cash.code, Simulated)
		f.Row = b.sources.tariff
		return f
	}
	if len(b.p.Limits) == 0 {
		f := b.own("tax_usd").times(1/b.years).figure("profit tax a year", b.cash.code, Simulated)
		f.Row = b.sources.finance
		return f
	}
	f := b.total("curtailed_mwh").times(1/b.years).figure("kept back by limits a year", "MWh", Simulated)
	if l := b.strictest(); l >= 0 && len(b.p.Limits) > 1 {
		f.Note = joinNotes("most by "+b.p.Limits[l].Name, f.Note)
	}
	return f
}

func (b *builder) emissionFigure() Figure {
	f := b.total("emissions_t").times(1/b.years).figure("of CO₂ a year", "t", Simulated)
	unknown := 0
	for r := range b.w.Regions {
		if !b.w.Regions[r].HasEmission {
			unknown++
		}
	}
	switch {
	case unknown == len(b.w.Regions):
		f.Value, f.Low, f.High, f.Text, f.Note = Gap, Gap, Gap, "not known", "no grid has an emission factor"
		f.Label = "CO₂ a year"
	case unknown > 0:
		f.Note = joinNotes(f.Note, counted(unknown, "region counts as zero", "regions count as zero"))
	}
	f.Row = b.sources.emission
	return f
}

// powerFigure is the power of all connections, with the range of its sources.
func (b *builder) powerFigure() Figure {
	if f, ok := b.solvedFigure(); ok {
		return f
	}
	mid, low, high := b.powers()
	m := measure{value: mid, central: mid, low: low, high: high, ranged: low < mid || high > mid}
	f := m.figure("connected power", "MW", Assumed)
	if m.ranged {
		f.Note = "least to greatest plausible"
	}
	most := 0.0
	for _, chip := range []Chip{Announced, Reported, Inferred, Assumed} {
		mw := 0.0
		for i := range b.w.Sites {
			if b.powerChip(i) == chip {
				mw += b.w.Sites[i].PowerMW
			}
		}
		if mw > most {
			most, f.Chip = mw, chip
		}
	}
	f.Row = b.sources.power
	return f
}

// sometimes is the figure of a metric that not every future has.
func (b *builder) sometimes(id, label, unit string) Figure {
	m := b.total(id)
	f := m.figure(label, unit, Simulated)
	if id == "irr_pct" && !m.ok() {
		f.Text, f.Note = irrReason(m.why)
	}
	switch {
	case m.of > 0 && m.some == 0:
		f.Note = joinNotes(f.Note, fmt.Sprintf("in none of %d futures", m.of))
	case m.of > 0 && few(m.some, m.of):
		central := "in the central case: " + lowerFirst(f.Text)
		if m.ok() {
			central = "central case " + WithUnit(f.Value.Format(Digits(f.Value)), f.Unit)
		}
		counted := plural(m.some, "future has", "futures have") + " an " + label
		if id == "payback_years" {
			counted = plural(m.some, "future pays", "futures pay") + " back within the horizon, after tax"
		}
		f.Label, f.Value, f.Unit, f.Text, f.Note = counted, Gap, "", fmt.Sprintf("%d of %d", m.some, m.of), joinNotes(central, f.Note)
	case m.of > 0:
		f.Note = joinNotes(f.Note, "central case; "+survivors(id, m.some, m.of))
	}
	return f
}

// irrReason cuts the sentence that says why there is no single rate of return into what is shown and its reason.
func irrReason(why string) (text, reason string) {
	for _, form := range []struct{ begins, text string }{
		{"there is no internal rate of return: ", "there is none"},
		{"there is no internal rate of return ", "there is none"},
		{"there are several internal rates of return, ", "there are several"},
	} {
		if reason, ok := strings.CutPrefix(why, form.begins); ok {
			return form.text, reason
		}
	}
	return why, ""
}

func joinNotes(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// inferredSites are the sites whose megawatts nobody published.
func (b *builder) inferredSites() []*site.Site {
	var out []*site.Site
	for i := range b.w.Sites {
		if b.powerChip(i) == Inferred {
			out = append(out, &b.w.Sites[i])
		}
	}
	return out
}
