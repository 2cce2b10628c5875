package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim/kernel"
)

// energy is the section of electricity.
func (b *builder) energy() Section {
	s := Section{ID: "energy", Title: "Energy", Lead: b.energyLead()}
	add := func(c *Chart) {
		if c != nil {
			s.Blocks = append(s.Blocks, Block{Chart: c})
		}
	}
	if len(b.w.Sites) == 0 {
		s.Blocks = append(s.Blocks, Block{Prose: "Without sites no electricity is drawn."})
		return s
	}
	sum := b.whole()
	if sum.energy > 0 {
		add(b.energyBySite())
	} else {
		s.Blocks = append(s.Blocks, Block{Prose: "No electricity is drawn in any month."})
	}
	if sum.capacity > 0 {
		add(b.runningHeat())
	}
	spans := b.tellingSpans()
	for k, span := range spans {
		c := b.priceDuration(span, k+1)
		if len(spans) == 1 {
			c.Span = Wide
		}
		add(c)
	}
	s.Blocks = append(s.Blocks,
		Block{Formula: b.breakEvenFormula(), For: []string{Student, Investor}},
		Block{Formula: b.revenuePerMWhFormula(), For: []string{Student, Investor}})
	if sum.energy > 0 {
		add(b.loadDuration(spans))
	}
	return s
}

func (b *builder) energyLead() string {
	sum := b.whole()
	if sum.energy <= 0 {
		return sentence(b.theSites()) + plural(len(b.w.Sites), " draws", " draw") + " nothing over the whole horizon."
	}
	text := fmt.Sprintf("The plant that stands runs at %s of what it could draw", shareText(sum.energy/sum.capacity))
	var reasons []string
	for _, r := range sum.reasons {
		if r.mwh >= 0.005*sum.capacity {
			reasons = append(reasons, fmt.Sprintf("%s %s", r.stops, shareText(r.mwh/sum.capacity)))
		}
	}
	if reasons != nil {
		text += "; " + listed(reasons, 5)
	}
	return text + "."
}

// whole are the sums over the horizon of what the plant that stood could have drawn and what became of it.
type whole struct {
	capacity, energy float64 // MWh
	unbuilt          float64 // MWh before the sites came online
	reasons          []reasonSum
}

type reasonSum struct {
	reason int
	name   string // "price", "winter ban"
	stops  string // beginning of a clause: "price stops"
	mwh    float64
}

// idle is all that stood idle, MWh.
func (w whole) idle() (mwh float64) {
	for _, r := range w.reasons {
		mwh += r.mwh
	}
	return mwh
}

func (b *builder) whole() whole {
	w := whole{unbuilt: total(b.idle(kernel.ReasonNotBuilt))}
	for m := range b.book.Total.Lines {
		w.capacity += b.book.Total.Lines[m].CapacityMWh
		w.energy += b.book.Total.Lines[m].EnergyMWh
	}
	for r := kernel.ReasonOutage; r < b.tr.Reasons; r++ {
		name := b.reasonName(r)
		stops := name + " stops"
		if r == kernel.ReasonOutage {
			stops = "outages stop"
		}
		w.reasons = append(w.reasons, reasonSum{r, name, stops, total(b.idle(r))})
	}
	slices.SortStableFunc(w.reasons, func(x, y reasonSum) int { return cmp.Compare(y.mwh, x.mwh) })
	return w
}

// reasonName is the word for a reason of idleness on charts.
func (b *builder) reasonName(reason int) string {
	switch reason {
	case kernel.ReasonNotBuilt:
		return "not yet built"
	case kernel.ReasonOutage:
		return "outage"
	case kernel.ReasonPrice:
		return "price"
	case kernel.ReasonDemand:
		return "demand charge"
	}
	return b.p.Limits[reason-kernel.ReasonLimit].Name
}

// energyBySite stacks the months' electricity of the largest sites and of the others.
func (b *builder) energyBySite() *Chart {
	order := make([]int, len(b.w.Sites))
	mwh := make([]float64, len(b.w.Sites))
	for i := range order {
		order[i] = i
		for m := range b.months {
			mwh[i] += b.book.Sites[i].Lines[m].EnergyMWh
		}
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(mwh[y], mwh[x]) })
	all := make([]float64, len(b.months))
	for m := range all {
		all[m] = b.book.Total.Lines[m].EnergyMWh
	}
	_, unit := column(all, "MWh")
	factor, _ := scaleOf(all, "MWh")
	bars := &Bars{X: b.byMonth(), Y: Axis{Name: "electricity", Unit: unit + " a month"}, At: Stops{Dates: b.months}}
	shown := len(order)
	if shown > largest+1 {
		shown = largest
		rest := Bar{Name: fmt.Sprintf("%d %s", len(order)-shown, others), Color: Grey.Tint(3), Y: make(Numbers, len(b.months))}
		for m := range rest.Y {
			for _, i := range order[shown:] {
				rest.Y[m].Value += factor * b.book.Sites[i].Lines[m].EnergyMWh
			}
		}
		bars.Bars = append(bars.Bars, rest)
	}
	for k := shown - 1; k >= 0; k-- {
		i := order[k]
		bars.Bars = append(bars.Bars, Bar{Name: b.w.Sites[i].Name, Color: Blue.Tint(1 + k%Tints), Y: Each(len(b.months), func(m int) float64 {
			return factor * b.book.Sites[i].Lines[m].EnergyMWh
		})})
	}
	bars.Marks = b.halvingMonths()
	caption := "Electricity at the meter by month of the accounts."
	if len(bars.Bars) < len(b.w.Sites) {
		caption = fmt.Sprintf("Electricity at the meter by month: the %s sites that draw most, and all others together.", spelled(largest))
	}
	return &Chart{ID: "energy-by-site", Title: b.energyTitle(all), Span: Wide, Caption: caption, Bars: bars}
}

// energyTitle names the month of most electricity, and what the year after a halving has less than the year before.
func (b *builder) energyTitle(mwh []float64) string {
	top := 0
	for m := range mwh {
		if mwh[m] > mwh[top] {
			top = m
		}
	}
	title := fmt.Sprintf("Electricity peaks at %s in %s", amount(mwh[top], "MWh"), monthText(b.months[top]))
	for _, day := range b.halvings() {
		k := slices.Index(b.months, day[:7])
		if k < 12 || k+13 > len(mwh) {
			continue
		}
		before, after := total(mwh[k-12:k]), total(mwh[k+1:k+13])
		if before > 0 && after < 0.8*before {
			return title + fmt.Sprintf("; the year after the halving draws %s less than the year before", shareText(1-after/before))
		}
	}
	return title
}

// runningHeat draws the share of the plant that runs, hour by hour.
func (b *builder) runningHeat() *Chart {
	civil := b.w.Civil
	days := len(civil.Date)
	load, plant := make([]float64, 24*days), make([]float64, 24*days)
	for t := range b.w.Axis.Hours {
		k := 24*int(civil.Day[t]) + int(civil.Hour[t])
		load[k] += b.tr.LoadMW[t]
		plant[k] += b.tr.CapacityMW[t]
	}
	values := make(Numbers, len(load))
	for k := range values {
		values[k] = Gap
		if plant[k] > 0 {
			values[k] = Num(100 * load[k] / plant[k])
		}
	}
	h := &Heat{What: "plant running", Unit: "%", Zone: b.zone, First: civil.Date[0].String(), Full: 100, Cells: PackHeat(values, 100), Color: Blue}
	names := b.windows(h)
	c := &Chart{
		ID: "running", Title: b.runningTitle(), Span: Wide, Heat: h,
		Caption: "Electricity drawn over what the plant that stands could draw. Each strip is a year, each column a day, midnight at the top. Faintest where all that stands is idle, blank where nothing stands yet.",
	}
	if names != nil {
		c.Caption += fmt.Sprintf(" Framed: the time in which %s %s in force.", listed(names, 4), plural(len(names), "is", "are"))
	}
	return c
}

// runningTitle compares the first and the last whole year of the plant.
func (b *builder) runningTitle() string {
	var shares []float64
	var labels []string
	for _, span := range b.calendarYears() {
		if energy, capacity := b.between(span); capacity > 0 {
			shares, labels = append(shares, energy/capacity), append(labels, span.label)
		}
	}
	n := len(shares)
	if n == 0 {
		return "When the plant runs"
	}
	first, last := shareText(shares[0]), shareText(shares[n-1])
	if slices.Min(shares) > slices.Max(shares)-0.005 {
		return fmt.Sprintf("The plant runs at %s of what it could draw throughout", last)
	}
	if first == last {
		return fmt.Sprintf("The plant runs at %s of what it could draw in %s and in %s", first, labels[0], labels[n-1])
	}
	word := "falls"
	if shares[n-1] > shares[0] {
		word = "rises"
	}
	return fmt.Sprintf("The running share %s from %s in %s to %s in %s", word, first, labels[0], last, labels[n-1])
}

// windows frames the stretches in which the limits are in force that do not hold always, at most three limits, and
// returns their names. What stopped most comes first.
func (b *builder) windows(h *Heat) (names []string) {
	order := make([]int, len(b.w.Limits))
	for l := range order {
		order[l] = l
	}
	cut := func(l int) float64 { return b.r.Summary.Limits[l].CurtailedMWh }
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(cut(y), cut(x)) })
	for _, l := range order {
		rule := &b.p.Limits[l]
		if len(rule.Sites) == 0 || len(names) == 3 || len(rule.Force) == 1 && rule.Force[0] == [2]int{0, b.p.Hours} {
			continue
		}
		marks := 0
		for _, span := range rule.Force[:min(len(rule.Force), 60)] {
			first, last := b.w.Civil.Date[b.w.Civil.Day[span[0]]], b.w.Civil.Date[b.w.Civil.Day[span[1]-1]]
			h.Marks = append(h.Marks, During(first.String(), last.AddDays(1).String(), rule.Name, Red.Tint(1+2*len(names))))
			marks++
		}
		if marks > 0 {
			names = append(names, strings.TrimSpace(rule.Name))
		}
	}
	return names
}
