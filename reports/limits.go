package reports

import (
	"cmp"
	"fmt"
	"slices"

	"hashwatt/sim/kernel"
	"hashwatt/sim/metric"
)

// limited is what stopped the machines: the chart and the tables.
func (b *builder) limited() []Block {
	blocks := []Block{{Table: b.hoursTable()}}
	if sum := b.whole(); sum.idle() > 0 {
		blocks = append([]Block{{Chart: b.idleByReason(sum)}}, blocks...)
	} else if sum.capacity > 0 {
		blocks = append([]Block{{Prose: "Nothing stops the machines: whatever stands runs in every hour."}}, blocks...)
	}
	if len(b.p.Limits) == 0 {
		return append(blocks, Block{Prose: "No limit, quota or ban stands in this scenario."})
	}
	blocks = append(blocks, Block{Table: b.limitTable()})
	if c := b.shadowPrices(); c != nil {
		blocks = append(blocks, Block{Chart: c})
	}
	for l := range b.p.Limits {
		if !b.p.Limits[l].Pooled {
			continue
		}
		if block, ok := b.budgetUse(l); ok {
			blocks = append(blocks, block)
		}
	}
	if prose := b.rangeOfLimits(); prose != "" {
		blocks = append(blocks, Block{Prose: prose})
	}
	return blocks
}

// strictest is the limit that kept back most energy, or -1 where none kept back any.
func (b *builder) strictest() int {
	best := -1
	for l := range b.r.Summary.Limits {
		if cut := b.r.Summary.Limits[l].CurtailedMWh; cut > 0 && (best < 0 || cut > b.r.Summary.Limits[best].CurtailedMWh) {
			best = l
		}
	}
	return best
}

// seasonOf names the months of the year in which a limit held somebody back.
func (b *builder) seasonOf(l int) string {
	var in [12]bool
	for m, h := range b.tr.LimitHours[l] {
		if h > 0 {
			in[b.w.Civil.Months[m].Month-1] = true
		}
	}
	return seasonText(in)
}

// hoursTable says what became of all that the sites could have drawn over the horizon.
func (b *builder) hoursTable() *Table {
	sum := b.whole()
	mid, _, _ := b.powers()
	var names []string
	var mwh []float64
	add := func(name string, v float64) { names, mwh = append(names, name), append(mwh, v) }
	add("running", sum.energy)
	for _, r := range sum.reasons {
		if r.reason != kernel.ReasonDemand || r.mwh > 0 || b.pricesPeaks() {
			add("idle: "+r.name, r.mwh)
		}
	}
	add("not yet built", sum.unbuilt)
	add("all", total(mwh))
	energy, unit := column(mwh, "MWh")
	one, zero, fine := 1, 0, min(Digits(energy[len(energy)-1])+1, 3)
	table := &Table{ID: "hours-table", Title: "Where the hours went", Columns: []Column{
		{Name: "state", Text: names},
		{Name: "energy", Unit: unit, Digits: &fine, Numbers: energy},
		{Name: "share", Unit: "%", Digits: &one, Numbers: Each(len(mwh), func(i int) float64 {
			if all := mwh[len(mwh)-1]; all > 0 {
				return 100 * mwh[i] / all
			}
			return 0
		})},
		{Name: "hours at full power", Unit: "h", Digits: &zero, Numbers: Each(len(mwh), func(i int) float64 { return mwh[i] / max(mid, 1e-9) })},
	}}
	table.Caption = "All sites, the whole horizon. Energy is what was drawn, or what could have been drawn; hours are that energy over the power of all connections."
	return table
}

// pricesPeaks tells whether a tariff prices the highest load of some hours.
func (b *builder) pricesPeaks() bool {
	return slices.ContainsFunc(b.p.Charges, func(c *kernel.Charges) bool { return c != nil && len(c.Windows) > 0 })
}

// limitTable lists the limits with what they did.
func (b *builder) limitTable() *Table {
	limits := b.r.Summary.Limits
	n := len(limits)
	text := func(name string, of func(l int) string) Column {
		c := Column{Name: name}
		for l := range limits {
			c.Text = append(c.Text, of(l))
		}
		return c
	}
	zero := 0
	cut, cutUnit := column(eachOf(n, func(l int) float64 { return limits[l].CurtailedMWh }), "MWh")
	lost, lostUnit := column(eachOf(n, func(l int) float64 { return b.cash.in(limits[l].ForgoneUSD, 0) }), b.cash.code)
	if b.cash.foreign() {
		lost, lostUnit = column(eachOf(n, func(l int) float64 { return b.forgone(l) }), b.cash.code)
	}
	binding := make([]string, n)
	for l := range limits {
		binding[l] = "never"
		if limits[l].BindingHours > 0 {
			binding[l] = b.seasonOf(l)
		}
	}
	return &Table{ID: "limits-table", Title: b.limitTitle(), Columns: []Column{
		text("limit", func(l int) string { return limits[l].Name }),
		text("rule", func(l int) string { return b.w.Limits[l].Kind.Describe() }),
		text("holds", func(l int) string { return limits[l].Scope }),
		{Name: "sites", Digits: &zero, Numbers: Each(n, func(l int) float64 { return float64(len(b.p.Limits[l].Sites)) })},
		{Name: "in force", Unit: "h", Digits: &zero, Numbers: Each(n, func(l int) float64 { return limits[l].HoursInForce })},
		{Name: "binds", Unit: "h", Digits: &zero, Numbers: Each(n, func(l int) float64 { return limits[l].BindingHours })},
		{Name: "when", Text: binding},
		{Name: "kept back", Unit: cutUnit, Numbers: cut},
		{Name: "margin forgone", Unit: lostUnit, Numbers: lost},
		{Name: "mean shadow price", Unit: "USD/MWh", Numbers: Each(n, func(l int) float64 { return limits[l].ShadowPrice })},
	}, Caption: "Central case, whole horizon. A limit binds in the hours in which it holds at least one site back; kept back is energy that would have run at a profit, its margin what the sites lose by it. " +
		"The shadow price is what one more megawatt-hour under the limit would be worth, averaged over all hours in force: zero where the limit has room."}
}

func eachOf(n int, of func(i int) float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = of(i)
	}
	return out
}

// forgone is the margin that a limit cost, in the currency of the report.
func (b *builder) forgone(l int) float64 {
	var sum float64
	for _, i := range b.p.Limits[l].Sites {
		for m := range b.months {
			sum += b.cash.in(b.tr.Use(l, int(i), m).ForgoneUSD, m)
		}
	}
	return sum
}

func (b *builder) limitTitle() string {
	never := 0
	for l := range b.r.Summary.Limits {
		if b.r.Summary.Limits[l].BindingHours == 0 {
			never++
		}
	}
	n := len(b.r.Summary.Limits)
	switch {
	case never == n && n == 1:
		return "The one limit never binds"
	case never == n:
		return fmt.Sprintf("None of the %s limits ever binds", spelled(n))
	case n == 1:
		s := &b.r.Summary.Limits[0]
		return fmt.Sprintf("%s binds in %s of the hours in which it is in force", sentence(s.Name), shareText(s.BindingHours/max(s.HoursInForce, 1)))
	case never == 0 && n == 2:
		return "Both limits bind at times"
	case never == 0:
		return fmt.Sprintf("All %s limits bind at times", spelled(n))
	}
	return fmt.Sprintf("%s of %s limits %s", sentence(spelled(n-never)), spelled(n), plural(n-never, "binds", "bind"))
}

// shadowPrices draws the mean shadow price of each limit that ever binds, by month.
func (b *builder) shadowPrices() *Chart {
	limits := slices.DeleteFunc(indices(len(b.p.Limits)), func(l int) bool { return b.r.Summary.Limits[l].BindingHours == 0 })
	if len(limits) == 0 {
		return nil
	}
	slices.SortStableFunc(limits, func(x, y int) int {
		return cmp.Compare(b.r.Summary.Limits[y].CurtailedMWh, b.r.Summary.Limits[x].CurtailedMWh)
	})
	dropped := max(0, len(limits)-4)
	limits = limits[:len(limits)-dropped]
	lines := &Lines{X: b.byMonth(), Y: Axis{Name: "shadow price", Unit: "USD/MWh", Low: Fixed(0)}, At: Stops{Dates: b.months}, Marks: b.halvingMonths()}
	top, topMonth, topLimit := 0.0, 0, 0
	for k, l := range limits {
		values, known := b.shadowPrice(l)
		for m, v := range values {
			if known[m] && v > top {
				top, topMonth, topLimit = v, m, l
			}
		}
		lines.Series = append(lines.Series, Line{Name: b.p.Limits[l].Name, Color: Red.Tint(1 + k), Style: []Style{Solid, Dashed, Dotted, Thin}[k], Step: true, Y: OfWhere(values, known)})
	}
	c := &Chart{
		ID: "shadow-price", Lines: lines,
		Title:   fmt.Sprintf("One more megawatt-hour under the limit is worth up to %s, in %s", WithUnit(Format(top, 1), "USD/MWh"), monthText(b.months[topMonth])),
		Caption: "Mean over the hours of the month in which the limit is in force and over its sites; a gap where it is not in force.",
	}
	if len(limits) > 1 {
		c.Title = fmt.Sprintf("%s is worth most: up to %s for one more megawatt-hour, in %s", sentence(b.p.Limits[topLimit].Name), WithUnit(Format(top, 1), "USD/MWh"), monthText(b.months[topMonth]))
	}
	if dropped > 0 {
		c.Caption += fmt.Sprintf(" The four limits that keep back most; the other %s in the table above.", plural(dropped, "one stands", "ones stand"))
	}
	return c
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// shadowPrice is the mean multiplier of a limit by month, USD/MWh, and the months in which it is in force. That of an energy
// budget is the multiplier of its periods, each weighted by its hours in the month.
func (b *builder) shadowPrice(l int) (values []float64, known []bool) {
	limit := &b.p.Limits[l]
	values, known = make([]float64, len(b.months)), make([]bool, len(b.months))
	if !limit.Pooled {
		for m := range values {
			for _, i := range limit.Sites {
				values[m] += b.tr.Use(l, int(i), m).MultiplierH
			}
			if hours := limit.ByMonth[m] * float64(len(limit.Sites)); hours > 0 {
				values[m] /= hours
				known[m] = true
			}
		}
		return values, known
	}
	hours := make([]float64, len(b.months))
	for g := range b.p.Budgets.Groups {
		group := &b.p.Budgets.Groups[g]
		if int(group.Limit) != l {
			continue
		}
		for m, month := range b.book.Months {
			if h := min(group.To, month.To) - max(group.From, month.From); h > 0 {
				values[m] += b.tr.Budgets[g].Multiplier * float64(h)
				hours[m] += float64(h)
			}
		}
	}
	for m, h := range hours {
		if h > 0 {
			values[m] /= h
			known[m] = true
		}
	}
	return values, known
}

// mostPeriods is how many budget periods are drawn as bars; more of them become a sentence.
const mostPeriods = 100

// budgetUse draws what each period of an energy budget was used for; many periods become a sentence.
func (b *builder) budgetUse(l int) (block Block, ok bool) {
	var labels []string
	var used, left []float64
	full := 0
	for g := range b.p.Budgets.Groups {
		group := &b.p.Budgets.Groups[g]
		if int(group.Limit) != l {
			continue
		}
		use := b.tr.Budgets[g].UsedMWh
		labels, used, left = append(labels, group.Label), append(used, use), append(left, max(group.BudgetMWh-use, 0))
		if use > 0.9999*group.BudgetMWh {
			full++
		}
	}
	if len(labels) == 0 {
		return block, false
	}
	both := eachOf(len(used), func(k int) float64 { return used[k] + left[k] })
	factor, unit := scaleOf(both, "MWh")
	name := b.p.Limits[l].Name
	title := fmt.Sprintf("%s is used up in %s of %s periods", sentence(name), spelled(full), spelled(len(labels)))
	if full == 0 {
		title = sentence(name) + " is never used up"
	} else if full == len(labels) {
		title = sentence(name) + " is used up in every period"
	}
	if len(labels) > mostPeriods {
		return Block{Prose: fmt.Sprintf("%s; its periods hold %s in all, of which %s are used.", title, amount(total(both), "MWh"), amount(total(used), "MWh"))}, true
	}
	return Block{Chart: &Chart{
		ID: "budget-" + Slug(fmt.Sprintf("l%d-%s", l+1, name)), Title: title,
		Caption: "Each bar is a period of the budget; hatched is what was left of it. A period that the horizon cuts has a smaller budget.",
		Bars: &Bars{X: Axis{Name: "period"}, Y: Axis{Name: "budget", Unit: unit}, At: periods(labels), Bars: []Bar{
			{Name: "used", Color: Blue, Y: Each(len(used), func(k int) float64 { return used[k] * factor })},
			{Name: "left", Color: Red.Tint(3), Hatch: true, Y: Each(len(left), func(k int) float64 { return left[k] * factor })},
		}},
	}}, true
}

// periods are stops at dates where all labels are dates of one form, else at names.
func periods(labels []string) Stops {
	first := ""
	for _, l := range labels {
		_, form, err := Moment(l)
		if err != nil || first != "" && form != first {
			return Stops{Names: labels}
		}
		first = form
	}
	return Stops{Dates: labels}
}

// rangeOfLimits says what the draws make of the energy that limits keep back.
func (b *builder) rangeOfLimits() string {
	m := b.total("curtailed_mwh")
	if !m.ranged || m.high == 0 {
		return ""
	}
	return fmt.Sprintf("Over the draws the limits together keep back %s over the horizon; the charts and tables above show the central case, %s.",
		m.text("MWh"), amount(m.central, "MWh"))
}

// valueOf is a metric of a group; a missing one is a gap.
func (b *builder) valueOf(g *metric.Group, id string) Number {
	if v := g.Values[b.index[id]]; v.OK() {
		return Num(v.V)
	}
	return Gap
}
