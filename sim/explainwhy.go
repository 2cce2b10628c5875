package sim

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"hashwatt/sim/kernel"
)

// tell writes why the machines ran or not, and what the site paid, once the hour is over.
func (e *explainer) tell() {
	p := e.problem.Problem
	for n := range e.parts {
		r, piece := &e.parts[n], &e.out.Parts[n]
		for k := range piece.Tranches {
			d := &piece.Tranches[k]
			var by int32
			if d.Why, by = e.why(r, k, d.BreakEven); by >= 0 {
				d.Limit, d.Kind = p.Limits[by].Name, p.Limits[by].Kind
			}
			d.Controller = e.controllerText(r, k)
		}
		e.out.MarginUSD += piece.RevenueUSD - piece.PowerUSD
	}
	for l := range e.paid {
		usd := e.trace.Use(l, e.site, int(p.Month[e.hour])).PaidUSD - e.paid[l]
		if math.Abs(usd) < leastUSD {
			continue
		}
		e.out.MarginUSD -= usd
		e.out.Paid = append(e.out.Paid, Payment{p.Limits[l].Name, p.Limits[l].Kind, usd, e.paidFor(int32(l))})
	}
}

// leastUSD is above what differences of sums leave.
const leastUSD = 1e-6

// inForce names every limit that holds the site in the hour, once: those on power, a shutdown, budgets, and what
// switches machines.
func (e *explainer) inForce(r *rulings) []string {
	p := e.problem.Problem
	names := []string{}
	add := func(l int32) {
		if name := p.Limits[l].Name; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, f := range r.force {
		add(f.Limit)
	}
	if r.still >= 0 {
		add(p.Budgets.Groups[r.over].Limit)
	}
	for _, a := range e.asks {
		add(p.Budgets.Groups[a.Group].Limit)
	}
	if s := &p.Sites[e.site]; s.Band != nil {
		add(s.Band.Limit)
	} else if s.Cycle != nil {
		add(s.Cycle.Limit)
	}
	return names
}

// room is what the limits on power leave for a tranche once better ones have taken theirs, MW at the meter.
func (r *rulings) room(k int) float64 {
	room := r.CapMW
	for _, better := range r.items[:k] {
		room -= min(better.CapacityMWh, max(0, room))
	}
	if room < 1e-9*r.PowerMW {
		return 0
	}
	return room
}

// why says in a sentence what decided a tranche, and which limit did, -1 for none.
func (e *explainer) why(r *rulings, k int, breakEven float64) (text string, by int32) {
	item := &r.items[k]
	room := r.room(k)
	capped := room < item.CapacityMWh*(1-1e-9)
	cost := fmt.Sprintf("its break-even of %.2f is %%s the hashprice of %.2f USD/PH/day", breakEven, r.Hashprice)
	switch {
	case !r.Built:
		return "the plant does not stand yet", -1
	case item.CapacityMWh == 0:
		return "no machine of this kind works, or the connection is full of better ones", -1
	case item.EnergyMWh > 0 && r.now != nil && !(breakEven < r.Hashprice) && r.Tier == 0:
		return e.atLoss(r, k)
	case item.EnergyMWh == item.CapacityMWh:
		return "runs: " + fmt.Sprintf(cost, "below") + e.whileOn(r, k), -1
	case item.Reason == kernel.ReasonPrice && item.EnergyMWh > 0:
		return "runs in part: what is left of its tier is shared by the hours that earn the same", -1
	case item.Reason == kernel.ReasonPrice && item.Margin > 0:
		return fmt.Sprintf("idle: what is left of its tier is kept for hours that were to earn more; a MWh would earn %.2f USD", item.Margin), -1
	case item.Reason == kernel.ReasonPrice:
		text = "idle: " + fmt.Sprintf(cost, "not below")
		if capped && room == 0 && r.tight >= 0 {
			text += fmt.Sprintf("; %s would not let it run either", e.name(r.tight))
		}
		return text, -1
	}
	state := "idle"
	if item.EnergyMWh > 0 {
		state = "runs in part"
	}
	if item.Reason == kernel.ReasonDemand {
		return state + fmt.Sprintf(": more than %.6g MW is not worth what it adds to the highest load of the month or day; a MWh would earn %.2f USD", r.WorthMW, item.Margin), -1
	}
	by = int32(item.Reason - kernel.ReasonLimit)
	switch kind := e.problem.Limits[by].Kind; {
	case capped && r.tight >= 0 && room <= item.EnergyMWh*(1+1e-9):
		by = r.tight
		return fmt.Sprintf("%s: %s; %s", state, e.capText(r, by), earn(item)) + e.besides(r, k), by
	case kind == "cycling" || kind == "hysteresis":
		return fmt.Sprintf("%s: %s; %s", state, e.switchText(r, k), earn(item)), by
	}
	text, by = e.budgetText(r, k, by)
	return state + ": " + text, by
}

func earn(item *kernel.Item) string { return fmt.Sprintf("a MWh would earn %.2f USD", item.Margin) }

func (e *explainer) name(l int32) string { return e.problem.Limits[l].Name }

// clock tells an hour of the axis by the clocks of the site.
func (e *explainer) clock(t int) string {
	axis := e.facts.Axis
	if t >= axis.Hours {
		return "after the end of the scenario"
	}
	return axis.At(t).In(e.facts.Regions[e.facts.Sites[e.site].Region].Zone).Format("2006-01-02 15:04 -07:00")
}

// besides names what else would keep a tranche off that a limit on power stops.
func (e *explainer) besides(r *rulings, k int) string {
	var also []string
	for _, f := range r.force {
		if f.Limit != r.tight && f.MW <= r.CapMW {
			also = append(also, e.name(f.Limit))
		}
	}
	var sum, most float64
	first := int32(-1)
	for _, a := range e.asks {
		sum += a.Multiplier
		if a.Multiplier > most {
			most, first = a.Multiplier, e.problem.Budgets.Groups[a.Group].Limit
		}
	}
	if first >= 0 && first != r.tight && !slices.Contains(also, e.name(first)) && e.planMargin(r, k) < sum && r.room(k) == 0 {
		also = append(also, e.name(first))
	}
	if also == nil {
		return ""
	}
	return "; " + strings.Join(also, " and ") + " would stop it too"
}

// whileOn says what the budgets ask of a tranche that runs, against what it earned where that was settled, and what
// it goes beyond.
func (e *explainer) whileOn(r *rulings, k int) (text string) {
	for _, a := range e.asks {
		g := &e.problem.Budgets.Groups[a.Group]
		if a.Broken {
			text += fmt.Sprintf("; the site uses more than the %s of %s that %s allows, and takes %s for it",
				e.amount(&a), g.Label, e.name(g.Limit), e.sanctions(&a))
		}
		if g.Terms.Auctioned && a.Multiplier > 0 {
			text += fmt.Sprintf("; %s clears at %.2f USD/MWh, which is paid for it, and a MWh earns %.2f before that",
				e.name(g.Limit), a.Multiplier, r.items[k].Margin)
		}
	}
	asked, sum, besides := e.sumAsked()
	if sum == 0 || !besides {
		return text
	}
	earns, now := "a MWh earns", ""
	if e.plannedAt(r, k) != "" {
		earns = fmt.Sprintf("the plan was made at a hashprice of %.2f, where a MWh earns", r.Planned)
		now = fmt.Sprintf("; now it earns %.2f", r.items[k].Margin)
	}
	margin := math.Round(100*e.planMargin(r, k)) / 100
	than, but := "less than", ""
	switch {
	case margin > sum:
		than = "more than"
	case margin == sum:
		than = "as much as"
	case r.now != nil:
		but = ", but machines that cost something to switch are planned with all their hours"
	}
	return text + fmt.Sprintf("; %s %.2f, %s the %s%s%s", earns, margin, than, asked, but, now)
}

// sumAsked names what the budgets ask of a MWh of the site together, each its part, USD to the cent; besides tells
// whether any of it is asked by others than the auction of the hour.
func (e *explainer) sumAsked() (text string, sum float64, besides bool) {
	var parts, names []string
	for _, a := range e.asks {
		if a.Multiplier <= 0 {
			continue
		}
		g := &e.problem.Budgets.Groups[a.Group]
		sum += a.Multiplier
		names = append(names, e.name(g.Limit))
		parts = append(parts, fmt.Sprintf("%s %.2f", e.name(g.Limit), a.Multiplier))
		besides = besides || !g.Terms.Auctioned
	}
	sum = math.Round(100*sum) / 100
	if len(names) == 1 {
		return fmt.Sprintf("%.2f USD that %s asks", sum, names[0]), sum, besides
	}
	return fmt.Sprintf("%.2f USD that the limits ask in all (%s)", sum, strings.Join(parts, ", ")), sum, besides
}

// planMargin is what a MWh of a tranche was to earn when the budgets were planned, USD.
func (e *explainer) planMargin(r *rulings, k int) float64 {
	margin := r.items[k].Margin
	if r.Planned >= 0 {
		margin += (r.Planned - r.Hashprice) / (r.PUE * e.problem.Sites[r.Site].Tranches[k].BreakEven)
	}
	return margin
}

// plannedAt tells the hashprice of the plan where it is another than that of the hour.
func (e *explainer) plannedAt(r *rulings, k int) string {
	if r.Planned < 0 || math.Abs(r.Planned-r.Hashprice) < 0.005 {
		return ""
	}
	return fmt.Sprintf("; the plan was made at a hashprice of %.2f, where it earns %.2f", r.Planned, e.planMargin(r, k))
}
