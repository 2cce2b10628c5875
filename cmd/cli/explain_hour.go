package cli

import (
	"fmt"
	"strings"

	"hashwatt/sim"
)

// printHour prints an hour, step by step: market, price, rules, machines, result.
func (e *Env) printHour(ex *sim.Explanation) {
	fmt.Fprintf(e.Out, "%s, %s UTC (%s there), central case\n", plainText(ex.Site), ex.Time.UTC().Format("2006-01-02 15:04"), ex.LocalTime)
	for k := range ex.Parts {
		p := &ex.Parts[k]
		if len(ex.Parts) > 1 {
			fmt.Fprintf(e.Out, "\npart %d of %d, %.4g h: a retarget or a halving cuts the hour\n", k+1, len(ex.Parts), p.Hours)
		}
		e.printPart(p)
	}
	e.printPaid(ex)
}

// printPaid prints what the hour pays and is paid under rules, and what is left then.
func (e *Env) printPaid(ex *sim.Explanation) {
	if len(ex.Paid) == 0 {
		return
	}
	fmt.Fprintln(e.Out)
	for _, p := range ex.Paid {
		verb, usd := "pays", p.USD
		if usd < 0 {
			verb, usd = "is paid", -usd
		}
		fmt.Fprintf(e.Out, "  %-12s %s\n", "rule", plainText(fmt.Sprintf("%s: %s %.2f USD in this hour %s", p.Limit, verb, usd, p.For)))
	}
	fmt.Fprintf(e.Out, "  %-12s of the hour after these: %.2f USD\n", "margin", ex.MarginUSD)
}

func (e *Env) printPart(p *sim.Piece) {
	line := func(name, format string, args ...any) {
		fmt.Fprintf(e.Out, "  %-12s %s\n", name, plainText(fmt.Sprintf(format, args...)))
	}
	line("network", "difficulty %.6g, subsidy %g BTC and fees %.4g BTC a block, coin %.2f USD", p.Difficulty, p.SubsidyBTC, p.FeeBTC, p.CoinUSD)
	line("hashprice", "%.4f USD/PH/day, of which %.4g %% are paid out", p.Hashprice, 100*p.PayoutShare)
	for _, part := range p.PriceParts {
		text := fmt.Sprintf("%s: %.4f %s/MWh", part.Name, part.PerMWh, part.Currency)
		if part.PerUSD != 1 {
			text += fmt.Sprintf(" at %.4f %s/USD", part.PerUSD, part.Currency)
		}
		line("price part", "%s", text)
	}
	line("price", "%.4f USD/MWh at the meter", p.Price)
	for _, a := range p.Alerts {
		name := "peak"
		if a.Alert {
			name = "alert"
		}
		line(name, "%s", alertText(a))
	}
	for _, w := range p.Windows {
		line("highest load", "%s", peakText(w))
		if w.Judged != nil {
			line("", "%s", judgedText(w.Judged))
		}
	}
	if p.WorthMW != nil {
		line("", "is worth its price up to %.6g MW", *p.WorthMW)
	}
	if len(p.BilledBy) > 0 {
		line("bill", "of the month, which this price does not tell in full: %s", strings.Join(p.BilledBy, ", "))
	}
	line("PUE", "%.4f", p.PUE)
	rule := "no limit in force"
	if len(p.LimitsNow) > 0 {
		rule = "in force: " + strings.Join(p.LimitsNow, ", ")
	}
	allowed := fmt.Sprintf("%.6g MW of the connection's %.6g MW", p.AllowedMW, p.PowerMW)
	if p.AllowedBy != "" {
		allowed += " by " + p.AllowedBy
	}
	line("allowed", "%s; %s", allowed, rule)
	priced := false
	for _, t := range p.Tranches {
		text := fmt.Sprintf("%s, %.4g J/TH: %.6g of %.6g MWh, break-even %.4f USD/PH/day, margin %.4f USD/MWh",
			t.Rig, t.JTH, t.Energy, t.Capacity, t.BreakEven, t.Margin)
		if t.Kind != "ban" { // of which there is no more to have at a price
			priced = true
			text += fmt.Sprintf(", multiplier %.4f USD/MWh", t.Multiplier)
		}
		line("machine", "%s", text)
		line("", "%s", t.Why)
		if t.Controller != "" {
			line("", "%s", t.Controller)
		}
	}
	if priced {
		line("multiplier", "what one more MWh of what is scarce (a limit, a budget, a tier, the highest load) would earn; 0 where nothing is")
	}
	line("result", "%.6g MWh, %.6g PH/s, revenue %.2f USD, power %.2f USD, margin %.2f USD",
		p.EnergyMWh, p.HashPHs, p.RevenueUSD, p.PowerUSD, p.RevenueUSD-p.PowerUSD)
}

// peakText says which hours set a charge on the highest load, and what a MW costs.
func peakText(w sim.PricedPeak) string {
	steps := make([]string, len(w.Steps))
	for k, s := range w.Steps {
		steps[k] = fmt.Sprintf("%.6g %s/MW", s.PerMW, s.Currency)
		if s.PerUSD != 1 {
			steps[k] += fmt.Sprintf(" (%.6g USD/MW)", s.PerMW/s.PerUSD)
		}
		if s.UpToMW > 0 {
			steps[k] += fmt.Sprintf(" up to %.6g MW", s.UpToMW)
		}
	}
	text := fmt.Sprintf("%s of %s, the highest of %d h from %s to %s UTC", w.Component, w.Month, w.Hours,
		w.From.UTC().Format("2006-01-02 15:04"), w.To.UTC().Format("2006-01-02 15:04"))
	if len(steps) > 0 {
		text += ": " + strings.Join(steps, ", then ")
	}
	if w.FloorMW > 0 {
		text += fmt.Sprintf("; %.6g MW are billed in any case", w.FloorMW)
	}
	return text
}

// alertText says what an hour was to an operator with a forecast of peaks.
func alertText(a sim.PeakAlert) string {
	hours := "the one hour"
	if a.Hours > 1 {
		hours = fmt.Sprintf("one of %d hours", a.Hours)
	}
	expected := a.PerMWh * a.HitRate / float64(max(a.Hours, 1))
	warned := fmt.Sprintf("%s: %s in which the peak may fall, hit rate %.4g %%, so a MWh is expected to cost %s", a.Component, hours, 100*a.HitRate, moneyText(expected, a))
	cost := fmt.Sprintf("a MWh costs %s on the bill, and what ran %s", moneyText(a.PerMWh, a), moneyText(a.Cost, a))
	switch {
	case a.Alert && a.Peak:
		return warned + "; it was the peak: " + cost
	case a.Alert:
		return warned + "; the peak was another hour"
	}
	return fmt.Sprintf("%s: this hour was a peak of which the operator was not warned: %s", a.Component, cost)
}

// moneyText prints an amount of the currency of an alert, and in USD.
func moneyText(amount float64, a sim.PeakAlert) string {
	text := fmt.Sprintf("%.2f %s", amount, a.Currency)
	if a.PerUSD != 1 {
		text += fmt.Sprintf(" (%.2f USD)", amount/a.PerUSD)
	}
	return text
}

// judgedText says what a highest load was weighed against.
func judgedText(j *sim.Judgement) string {
	at := j.At.UTC().Format("2006-01-02 15:04")
	if j.Hashprice == nil {
		return "judged at " + at + " UTC, with the hashprice of every hour known"
	}
	return fmt.Sprintf("judged at %s UTC at a hashprice of %.4f USD/PH/day: a MW of %s would earn %.2f USD in its %d hours from then on", at, *j.Hashprice, j.Rig, j.EarnsUSD, j.Hours)
}
