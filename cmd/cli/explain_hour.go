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
	for _, w := range p.Windows {
		line("highest load", "%s", peakText(w))
	}
	if p.WorthMW != nil {
		line("", "is worth its price up to %.6g MW", *p.WorthMW)
	}
	if len(p.BilledBy) > 0 {
		line("bill", "of the month, which this price does not tell in full: %s", strings.Join(p.BilledBy, ", "))
	}
	line("PUE", "%.4f", p.PUE)
	rule := "no limit on power in force"
	if len(p.LimitsNow) > 0 {
		rule = "in force: " + strings.Join(p.LimitsNow, ", ")
	}
	allowed := fmt.Sprintf("%.6g MW of the connection's %.6g MW", p.AllowedMW, p.PowerMW)
	if p.AllowedBy != "" {
		allowed += " by " + p.AllowedBy
	}
	line("allowed", "%s; %s", allowed, rule)
	for _, t := range p.Tranches {
		line("machine", "%s, %.4g J/TH: %.6g of %.6g MWh, break-even %.4f USD/PH/day, margin %.4f USD/MWh, multiplier %.4f USD/MWh",
			t.Rig, t.JTH, t.Energy, t.Capacity, t.BreakEven, t.Margin, t.Multiplier)
		line("", "%s", t.Why)
	}
	line("result", "%.6g MWh, %.6g PH/s, revenue %.2f USD, power %.2f USD, margin %.2f USD",
		p.EnergyMWh, p.HashPHs, p.RevenueUSD, p.PowerUSD, p.RevenueUSD-p.PowerUSD)
}

// peakText says which hours set a charge on the highest load, and what a MW costs.
func peakText(w sim.PricedPeak) string {
	steps := make([]string, len(w.Steps))
	for k, s := range w.Steps {
		steps[k] = fmt.Sprintf("%.6g %s/MW", s.PerMW, s.Currency)
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
