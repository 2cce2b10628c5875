package reports

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"hashwatt/seeds"
	"hashwatt/sim/network"
	"hashwatt/sim/unit"
)

// hashrate is the section of hashrate, share, difficulty and hashprice.
func (b *builder) hashrate() Section {
	s := Section{ID: "hashrate", Title: "Hashrate and share", Lead: b.hashrateLead()}
	chart := func(c *Chart) { s.Blocks = append(s.Blocks, Block{Chart: c}) }
	s.Blocks = append(s.Blocks, Block{Prose: b.loopProse(), For: []string{Student}})
	for _, c := range b.shareCharts() {
		chart(c)
	}
	if text := b.whileBuilding(); text != "" {
		s.Blocks = append(s.Blocks, Block{Prose: text})
	}
	for _, c := range b.loop() {
		chart(c)
	}
	s.Blocks = append(s.Blocks, b.diluted()...)
	s.Blocks = append(s.Blocks, b.atRest()...)
	s.Blocks = append(s.Blocks, b.countries()...)
	chart(b.networkHashrate())
	chart(b.hashpriceChart())
	for _, f := range b.loopFormulas() {
		s.Blocks = append(s.Blocks, Block{Formula: f, For: []string{Student}})
	}
	s.Blocks = append(s.Blocks, Block{Formula: b.hashpriceFormula(), For: []string{Student, Investor}}, Block{Table: b.epochTable()})
	s.Blocks = append(s.Blocks, b.answers()...)
	return s
}

func (b *builder) hashrateLead() string {
	share := b.r.Summary.Find("network_share_pct").Value
	rate := b.r.Summary.Find("average_hashrate_eh_s").Value
	if !share.OK() || rate.V == 0 {
		return "No hashrate is added to the network."
	}
	top, at := b.topShare()
	if g := b.goal(); g != nil {
		return fmt.Sprintf("In %s%s %s %s %s, %s of the network, and at most %s, in %s.", g.when, g.inCentral, b.theSites(), plural(len(b.w.Sites), "hashes", "hash"),
			amount(g.hashrate, "PH/s"), g.ownText(), percent(top), monthText(at[:7]))
	}
	text := fmt.Sprintf("%s %s %s on average, %s of the network", sentence(b.theSites()), plural(len(b.w.Sites), "hashes", "hash"), amount(1000*rate.V, "PH/s"), percent(share.V))
	if percent(top) != percent(share.V) {
		text += fmt.Sprintf(", and at most %s, in %s", percent(top), monthText(at[:7]))
	}
	return text + "."
}

// percent prints a percentage with three significant digits.
func percent(v float64) string { return WithUnit(Format(v, Digits(Num(v))), "%") }

// epochDays are the first days of the difficulty epochs.
func (b *builder) epochDays() []string {
	out := make([]string, len(b.tr.Epochs))
	for e := range b.tr.Epochs {
		out[e] = b.day(max(b.tr.Epochs[e].Start, 0))
	}
	return out
}

// ownShare is the sites' share of the network in each epoch, percent.
func (b *builder) ownShare() []float64 {
	out := make([]float64, len(b.tr.Epochs))
	for e := range b.tr.Epochs {
		if all := b.tr.Epochs[e].RowPHs + b.tr.Epochs[e].OwnPHs; all > 0 {
			out[e] = 100 * b.tr.Epochs[e].OwnPHs / all
		}
	}
	return out
}

// topShare is the highest share of an epoch and the day on which the epoch begins.
func (b *builder) topShare() (share float64, day string) {
	days := b.epochDays()
	for e, s := range b.ownShare() {
		if s > share*(1+1e-6) || day == "" {
			share, day = s, days[e]
		}
	}
	return share, day
}

// halvings are the days on which the subsidy falls within the horizon.
func (b *builder) halvings() []string {
	var out []string
	for e := range b.tr.Epochs {
		epoch := &b.tr.Epochs[e]
		if !epoch.Halving {
			continue
		}
		next := (epoch.Height/network.SubsidyInterval + 1) * network.SubsidyInterval
		part := float64(next-epoch.Height) / network.BlocksPerRetarget
		out = append(out, b.day(epoch.Start+part*epoch.Hours))
	}
	return out
}

// networkMarks are the halvings and the end of the record.
func (b *builder) networkMarks() []Mark {
	var marks []Mark
	if over := b.r.Facts.Bitcoin.HandOver; !b.p.Chain.Open && b.r.Facts.Bitcoin.Replay {
		if day := over.In(b.w.Axis.Zone).Format(time.DateOnly); day > b.day(0) && day < b.lastDay() {
			marks = append(marks, When(day, "record ends, model begins", Ink))
		}
	}
	for _, day := range b.halvings() {
		marks = append(marks, When(day, "halving", Purple))
	}
	return append(marks, b.shockMarks()...)
}

// shockMarks are the stretches of the dated shocks on the rest of the world, as far as they lie in the horizon.
func (b *builder) shockMarks() (marks []Mark) {
	if b.p.Chain.Open {
		return nil
	}
	for _, s := range b.r.Facts.Words.Bitcoin.RestOfWorld.Shocks {
		from, to := max(s.From.String(), b.day(0)), b.lastDay()
		if s.To != nil {
			to = min(s.To.AddDays(1).String(), to)
		}
		if from < to {
			marks = append(marks, During(from, to, orElse(s.Name, "shock"), Grey))
		}
	}
	return marks
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// halvingMonths marks the halvings on an axis of months.
func (b *builder) halvingMonths() (marks []Mark) {
	for _, day := range b.halvings() {
		marks = append(marks, When(day[:7], "halving", Purple))
	}
	return marks
}

// byEpoch is the axis of epochs.
func (b *builder) byEpoch() Axis { return Axis{Name: "start of the difficulty epoch"} }

// country is that of most megawatts: its code and name.
func (b *builder) country() (code, name string) {
	var codes []string
	var mw []float64
	for i := range b.w.Sites {
		k := slices.Index(codes, b.w.Sites[i].Country)
		if k < 0 {
			k = len(codes)
			codes, mw = append(codes, b.w.Sites[i].Country), append(mw, 0)
		}
		mw[k] += b.w.Sites[i].PowerMW
	}
	best := -1
	for k := range mw {
		if best < 0 || mw[k] > mw[best] {
			best = k
		}
	}
	if best < 0 {
		return "", ""
	}
	for k := range b.cat.Shares {
		if s := &b.cat.Shares[k]; s.CountryCode == codes[best] && s.CountryCode != "" {
			return codes[best], theCountry(s.Country)
		}
	}
	return codes[best], codes[best]
}

// theCountry gives an article to a country that has one.
func theCountry(name string) string {
	if strings.HasPrefix(name, "United ") || name == "Netherlands" {
		return "the " + name
	}
	return name
}

// recorded is the last share of a country that Cambridge published as a table, which is where the method changed hands.
func (b *builder) recorded(code string) (last seeds.Share, ok bool) {
	for _, s := range b.cat.Shares {
		if code != "" && s.CountryCode == code && s.Source == "cbeci_table" && (!ok || last.Date.Before(s.Date)) {
			last, ok = s, true
		}
	}
	return last, ok
}

// shareCharts draw the sites' share, and beside it, where that is much larger, the country's recorded one with its
// published estimates inside the horizon; else both are one chart.
func (b *builder) shareCharts() []*Chart {
	own := b.ownShareChart()
	code, country := b.country()
	if shares := b.r.Shares; shares != nil {
		if c := b.estimates(shares, code); c != nil {
			own.Span, own.Caption = Half, "By difficulty epoch, on an axis of its own."
			return []*Chart{own, c}
		}
	}
	s, ok := b.recorded(code)
	if !ok {
		return []*Chart{own}
	}
	when := s.Date.In(time.UTC).Format("January 2006")
	source, _ := b.cat.Source(s.Source)
	level := Level(s.Percent, fmt.Sprintf("%s, %s in %s", WithUnit(Format(s.Percent, 2), "%"), country, when), Ink)
	caption := fmt.Sprintf(" The level is the last share of all miners in %s in the monthly table of the %s (%s).", country, cambridge(source.Publisher), source.Title)
	held := fmt.Sprintf("%s held %s in %s", country, WithUnit(Format(s.Percent, 2), "%"), when)
	both := *own
	both.ID, both.Lines = "share", &Lines{X: own.Lines.X, Y: own.Lines.Y, At: own.Lines.At, Series: slices.Clone(own.Lines.Series), Marks: append(slices.Clone(own.Lines.Marks), level)}
	var days []string
	var values []float64
	for _, s := range b.cat.Shares {
		if s.CountryCode == code && s.Source != "cbeci_table" && s.Date.String() >= b.day(0) && s.Date.String() <= b.lastDay() {
			days, values = append(days, s.Date.String()), append(values, s.Percent)
		}
	}
	if days != nil {
		both.Lines.Series = append(both.Lines.Series, Line{Name: "published for " + country, Color: Grey, Style: Dots, At: &Stops{Dates: days}, Y: Of(values)})
		caption += " Dots are later estimates by other methods, for the whole country; they are not to be joined with it."
	}
	both.Caption += caption
	top, _ := b.topShare()
	if top <= 0 || top > 0.4*s.Percent {
		if top > 0 {
			both.Title += "; " + held
		}
		return []*Chart{&both}
	}
	own.Span, both.Span = Half, Half
	own.Caption = "By difficulty epoch, on an axis of its own."
	both.Title = fmt.Sprintf("%s, %s times the most that %s %s", held, Format(s.Percent/top, Digits(Num(s.Percent/top))), b.theSites(), plural(len(b.w.Sites), "holds", "hold"))
	both.Caption = "The same share on an axis that reaches the country’s." + caption
	return []*Chart{own, &both}
}

// ownShareChart draws the share of the sites.
func (b *builder) ownShareChart() *Chart {
	name := b.theSites()
	title := "No share of the network is held"
	if top, at := b.topShare(); top > 0 {
		title = fmt.Sprintf("%s %s at most %s of the network, in %s", sentence(name), plural(len(b.w.Sites), "holds", "hold"), percent(top), monthText(at[:7]))
	}
	return &Chart{ID: "own-share", Title: title, Span: Wide, Caption: "By difficulty epoch.", Lines: &Lines{
		X: b.byEpoch(), Y: Axis{Name: "share of the network’s hashrate", Unit: "%", Low: Fixed(0)}, At: Stops{Dates: b.epochDays()},
		Series: []Line{{Name: name, Color: Purple, Fill: true, Step: true, Y: Of(b.ownShare())}}, Marks: b.networkMarks(),
	}}
}

// cambridge drops where a file was found from the name of its publisher.
func cambridge(publisher string) string {
	for k, r := range publisher {
		if r == '(' && k > 1 {
			return publisher[:k-1]
		}
	}
	return publisher
}

func (b *builder) networkHashrate() *Chart {
	all := eachOf(len(b.tr.Epochs), func(e int) float64 { return (b.tr.Epochs[e].RowPHs + b.tr.Epochs[e].OwnPHs) / 1000 })
	eh := func(v float64) string {
		if v > 0 && v < 0.1 { // the first years
			return amount(1000*v, "PH/s")
		}
		return WithUnit(Format(v, Digits(Num(v))), "EH/s")
	}
	factor, name := 1.0, "EH/s"
	if top := slices.Max(all); top > 0 && top < 0.1 {
		factor, name = unit.Scale(1000*top, "PH/s")
		factor *= 1000
	}
	n := len(all)
	title := "The network’s hashrate"
	if n > 1 && all[0] > 0 {
		title = fmt.Sprintf("The network goes from %s to %s", eh(all[0]), eh(all[n-1]))
		if eh(all[0]) == eh(slices.Max(all)) && eh(all[0]) == eh(slices.Min(all)) {
			title = "The network stays at " + eh(all[0])
		}
	}
	caption := "Mean of each epoch, own hashrate included."
	if removed := b.removed(); removed > 0 {
		caption += fmt.Sprintf(" Sites that already hash are part of the record: %s of theirs are taken out of the rest of the world’s while it is replayed.", amount(removed, "PH/s"))
	}
	if b.p.Chain.Open {
		caption = "The hashprice is given, so the network does not answer; its hashrate is what the given difficulty stands for."
	}
	return &Chart{
		ID: "network-hashrate", Title: title, Caption: caption,
		Lines: &Lines{
			X: b.byEpoch(), Y: Axis{Name: "hashrate of the network", Unit: name}, At: Stops{Dates: b.epochDays()}, Marks: b.networkMarks(),
			Series: []Line{{Name: "hashrate of the network", Color: Purple, Step: true, Y: Each(n, func(e int) float64 { return factor * all[e] })}},
		},
	}
}

// removed is the largest hash of an epoch that history already holds, PH/s.
func (b *builder) removed() (phs float64) {
	for e := range b.tr.Epochs {
		phs = math.Max(phs, b.tr.Epochs[e].RemovedPHs)
	}
	return phs
}

// hashpriceChart draws what a petahash earns in a day, and at what hashprice each kind of machine stands still.
func (b *builder) hashpriceChart() *Chart {
	hp := eachOf(len(b.tr.Epochs), func(e int) float64 { return b.tr.Epochs[e].Hashprice })
	l := &Lines{
		X: b.byEpoch(), Y: Axis{Name: "hashprice", Unit: "USD/PH/day", Low: Fixed(0)}, At: Stops{Dates: b.epochDays()}, Marks: b.networkMarks(),
		Series: []Line{{Name: "hashprice", Color: Purple, Step: true, Y: Of(hp)}},
	}
	caption := "Mean of each epoch."
	if supplies := b.supplies(); len(supplies) > 0 {
		s := supplies[0]
		classes := b.classes()
		for k, c := range classes[:min(3, len(classes))] {
			level := c.breakEven * total(b.p.Price[s.tariff]) / float64(b.w.Axis.Hours)
			l.Series = append(l.Series, Line{
				Name: c.name, Color: Orange.Tint(1 + k), Style: []Style{Dashed, Dotted, Thin}[k],
				At: &Stops{Dates: []string{b.epochDays()[0], b.lastDay()}}, Y: Numbers{Num(level), Num(level)},
			})
		}
		caption += fmt.Sprintf(" The level lines are what each machine needs to earn its power at the mean price of power in %s.", s.name())
	}
	title := b.hashpriceTitle(hp)
	if strings.HasPrefix(title, halvingTakes) {
		caption += " The title compares the epoch before the halving with the one after; the one in which the halving falls has a part of both."
	}
	return &Chart{ID: "hashprice", Title: title, Caption: caption, Lines: l}
}

// halvingTakes begins a title that speaks of a halving.
const halvingTakes = "The halving of "

func (b *builder) hashpriceTitle(hp []float64) string {
	low, high := slices.Min(hp), slices.Max(hp)
	if high-low < 0.005*high {
		return fmt.Sprintf("Hashprice stands at %s throughout", WithUnit(Format(high, 1), "USD/PH/day"))
	}
	for e := range b.tr.Epochs {
		if b.tr.Epochs[e].Halving && e > 0 && e+1 < len(hp) {
			return fmt.Sprintf(halvingTakes+"%s takes hashprice from %s to %s", monthText(b.halvings()[0][:7]),
				Format(hp[e-1], 1), WithUnit(Format(hp[e+1], 1), "USD/PH/day"))
		}
	}
	return fmt.Sprintf("Hashprice lies between %s and %s", Format(low, 1), WithUnit(Format(high, 1), "USD/PH/day"))
}
