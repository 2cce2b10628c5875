package reports

import (
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim/kernel"
	"hashwatt/sim/tariff"
)

// idleByReason stacks what stood idle by reason and month. Plant that is not yet built is left to the table.
func (b *builder) idleByReason(sum whole) *Chart {
	all := make([]float64, len(b.months))
	for _, r := range sum.reasons {
		for m, v := range b.idle(r.reason) {
			all[m] += v
		}
	}
	factor, unit := scaleOf(all, "MWh")
	bars := &Bars{X: b.byMonth(), Y: Axis{Name: "idle", Unit: unit + " a month"}, At: Stops{Dates: b.months}, Marks: b.halvingMonths()}
	add := func(name string, c Color, values []float64) {
		if total(values) <= 0 {
			return
		}
		bars.Bars = append(bars.Bars, Bar{Name: name, Color: c, Y: Each(len(values), func(m int) float64 { return factor * max(values[m], 0) })})
	}
	add("outage", Grey.Tint(3), b.idle(kernel.ReasonOutage))
	add("price above break-even", Orange.Tint(2), b.idle(kernel.ReasonPrice))
	add("demand charge", Orange.Tint(1), b.idle(kernel.ReasonDemand))
	limits := slices.DeleteFunc(slices.Clone(sum.reasons), func(r reasonSum) bool { return r.reason < kernel.ReasonLimit || r.mwh <= 0 })
	const most = 4
	var rest []float64
	for k, r := range limits {
		if len(limits) > most && k >= most-1 {
			if rest == nil {
				rest = make([]float64, len(b.months))
			}
			for m, v := range b.idle(r.reason) {
				rest[m] += v
			}
			continue
		}
		add(r.name, Red.Tint(apart[min(len(limits), most)-1][k]), b.idle(r.reason))
	}
	if rest != nil {
		add(fmt.Sprintf("%d other limits", len(limits)-most+1), Red.Tint(Tints), rest)
	}
	c := &Chart{
		ID: "idle", Title: b.idleTitle(sum), Span: Wide, Bars: bars,
		Caption: "Energy that the plant that stands could have drawn and did not, by the reason that came first: outage, then the price of a high load or a limit where it would have run at a profit, else price.",
	}
	if text := b.peakReasons(); text != "" {
		c.Caption += " " + text
	}
	return c
}

// apart are the steps of colour of so many neighbouring bars of one meaning, as far from each other as can be.
var apart = [4][4]int{{1}, {1, 4}, {1, 3, 5}, {1, 2, 4, 5}}

// idleTitle names the largest reasons of idleness, and the months of the limit where that is the largest.
func (b *builder) idleTitle(sum whole) string {
	const most = 3
	reasons := slices.DeleteFunc(slices.Clone(sum.reasons), func(r reasonSum) bool { return r.mwh <= 0 })
	if len(reasons) == 0 {
		return "Nothing stops the machines"
	}
	first := reasons[0]
	if first.reason >= kernel.ReasonLimit {
		l := first.reason - kernel.ReasonLimit
		title := fmt.Sprintf("%s stops %s of profitable running %s", b.beginLimit(l), amount(first.mwh, "MWh"), b.seasonOf(l))
		if rest := reasons[1:]; len(rest) > 0 {
			title += "; " + clausesOf(rest[:min(len(rest), most-1)])
		}
		return title
	}
	if len(reasons) == 1 {
		if first.reason == kernel.ReasonOutage {
			return fmt.Sprintf("Only outages stop machines: %s", amount(first.mwh, "MWh"))
		}
		return fmt.Sprintf("Only %s stops machines: %s", reasonText(first), amount(first.mwh, "MWh"))
	}
	return sentence(clausesOf(reasons[:min(len(reasons), most)]))
}

// clausesOf says what reasons stop: "the demand charge stops 175 GWh, outages 37.6 GWh, price 36.1 GWh".
func clausesOf(reasons []reasonSum) string {
	var clauses []string
	for k, r := range reasons {
		subject := reasonText(r)
		switch {
		case k > 0:
		case r.reason == kernel.ReasonOutage:
			subject += " stop"
		default:
			subject += " stops"
		}
		clauses = append(clauses, subject+" "+amount(r.mwh, "MWh"))
	}
	return strings.Join(clauses, ", ")
}

// reasonText is a reason as the subject of a sentence.
func reasonText(r reasonSum) string {
	switch r.reason {
	case kernel.ReasonOutage:
		return "outages"
	case kernel.ReasonDemand:
		return "the demand charge"
	}
	return r.name
}

// peakReasons says under which reason it counts to stand still for charges on peaks; empty where no tariff has any.
func (b *builder) peakReasons() string {
	var priced, planned []string // names of components
	guessed := false
	for t := range b.w.Tariffs {
		for _, i := range b.billItems(t) {
			name := i.Name
			switch {
			case i.Kind == "peak_capacity", i.Kind == "coincident" && !isPlanned(i.Component):
				guessed = guessed || tariff.IsGuessed(i.Component)
				if !slices.Contains(priced, name) {
					priced = append(priced, name)
				}
			case i.Kind == "demand", i.Kind == "peak_network", i.Kind == "coincident":
				if !slices.Contains(planned, name) {
					planned = append(planned, name)
				}
			}
		}
	}
	text := ""
	if priced != nil {
		text = fmt.Sprintf("To stand still in hours that may be peaks of the system counts as price, for such hours are dear: %s.", listed(priced, 3))
	}
	if guessed {
		text += " " + b.guessText()
	}
	if planned != nil {
		text += fmt.Sprintf(" To keep the highest load down counts as demand charge: %s.", listed(planned, 3))
	}
	if priced != nil && planned != nil {
		text += " Hours that both would stop count as price."
	}
	return strings.TrimSpace(text)
}

// guessText says that the hours that may be peaks of the system are others for who knows them than for who has a
// forecast, so that price stops different hours at the same tariff.
func (b *builder) guessText() string {
	if b.p.Foresight == kernel.Perfect {
		return "Only the hours of the peaks are dear here, as operators know them; where they have a forecast, " +
			"all hours of which it warns are, so that price stops other hours, and mostly more of them."
	}
	return "All hours of which the forecast warns are dear here; with perfect foresight " +
		"only those of the peaks are, so that price then stops other hours, and mostly fewer of them."
}

// isPlanned tells whether a charge on peaks of the system is on the highest load in several hours, which an
// operator keeps down as he does that of a month.
func isPlanned(component tariff.Component) bool {
	c, ok := component.(*tariff.Coincident)
	return ok && slices.ContainsFunc(c.Groups, func(g tariff.PeakGroup) bool {
		return g.Peaks == nil && g.Measure != tariff.Mean && len(g.Hours) > 1
	})
}
