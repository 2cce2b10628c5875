package reports

import (
	"fmt"
	"math"
	"slices"

	"hashwatt/sim/kernel"
)

// pairs are the epochs of the run and, height by height, those of the same network without the sites. Both have one
// length; it is zero where there is nothing to compare: no sites, or a hashprice that the scenario gives.
//
// Epochs are compared by height rather than by day: the sites bring a retarget forward by hours, and in these hours
// the two difficulties differ by a whole step, which says nothing about either.
func (b *builder) pairs() (with, without []kernel.Epoch) {
	if b.r.Without == nil || b.p.Chain.Open || b.tr.PeakMW <= 0 {
		return nil, nil
	}
	n := 0
	for n < min(len(b.tr.Epochs), len(b.r.Without.Epochs)) && b.tr.Epochs[n].Height == b.r.Without.Epochs[n].Height {
		n++
	}
	return b.tr.Epochs[:n], b.r.Without.Epochs[:n]
}

// loop draws own hashrate, difficulty and hashprice as three panels in step, the last two with the sites and without.
func (b *builder) loop() []*Chart {
	with, without := b.pairs()
	if len(with) == 0 {
		return nil
	}
	difficulty := func(e *kernel.Epoch) float64 { return e.Difficulty / 1e12 }
	hashprice := func(e *kernel.Epoch) float64 { return e.Hashprice }
	days := b.epochDays()[:len(with)]
	base := twoLives{who: b.whoMoves(), many: len(b.w.Sites) > 1 && !b.recordedSites(), days: days, other: b.daysOf(without), with: with, without: without, x: b.byEpoch(), marks: b.networkMarks(), swings: b.swings(with)}
	base.lines = base.apart(difficulty) && base.apart(hashprice)
	return []*Chart{
		b.ownHashrate(),
		base.panel("difficulty", Axis{Name: "difficulty", Unit: "trillion"}, difficulty,
			"Set anew every 2 016 blocks: an epoch after hashrate is added, everybody’s blocks are harder to find."+base.away()),
		base.panel("hashprice-loop", Axis{Name: "hashprice", Unit: "USD/PH/day"}, hashprice,
			"Difficulty divides what a petahash earns: what is added to the one is taken from the other, for everybody."),
	}
}

// ownHashrate draws what the sites hash.
func (b *builder) ownHashrate() *Chart {
	own := eachOf(len(b.tr.Epochs), func(e int) float64 { return b.tr.Epochs[e].OwnPHs })
	values, name := column(own, "PH/s")
	title := "Own hashrate"
	if top := slices.Max(append(own, 0)); top > 0 {
		e := slices.IndexFunc(own, func(v float64) bool { return v > top*(1-1e-6) })
		title = fmt.Sprintf("Own hashrate reaches %s in %s", amount(top, "PH/s"), monthText(b.epochDays()[e][:7]))
	}
	caption := "Mean of each epoch: what ran, not what stands. The three panels share their horizontal axis."
	if b.removed() > 0 {
		caption += " Sites that already hash are part of the record and stay in it where the network is shown without the sites."
	}
	return &Chart{
		ID: "own-hashrate", Title: title, Span: Third, Caption: caption,
		Lines: &Lines{
			X: b.byEpoch(), Y: Axis{Name: "own hashrate", Unit: name, Low: Fixed(0)}, At: Stops{Dates: b.epochDays()}, Marks: b.networkMarks(),
			Series: []Line{{Name: "own hashrate", Color: Purple, Step: true, Fill: true, Y: values}},
		},
	}
}

// daysOf are the first days of epochs.
func (b *builder) daysOf(epochs []kernel.Epoch) []string {
	out := make([]string, len(epochs))
	for e := range epochs {
		out[e] = b.day(max(epochs[e].Start, 0))
	}
	return out
}

// twoLives is a network with the sites and without them.
type twoLives struct {
	who           string // "the sites"
	many          bool
	days, other   []string // first days of the epochs
	with, without []kernel.Epoch
	x             Axis
	marks         []Mark
	swings        []bool // epochs about a dated shock; nil where there is none
	lines         bool   // the panels draw two lines, else a difference: all of them the same
}

// apart tells whether the eye can tell a quantity with the sites from that without.
func (t *twoLives) apart(of func(*kernel.Epoch) float64) bool {
	gap, low, high := 0.0, math.Inf(1), math.Inf(-1)
	for e := range t.with {
		a, o := of(&t.with[e]), of(&t.without[e])
		gap = max(gap, math.Abs(a-o))
		low, high = min(low, a, o), max(high, a, o)
	}
	return gap > 0.15*(high-low) && high > low
}

// panel draws a quantity with the sites and without: as two lines where the eye can tell them apart in every panel,
// else their difference in percent, so that no chart is one line on top of another.
func (t *twoLives) panel(id string, y Axis, of func(*kernel.Epoch) float64, rule string) *Chart {
	n := len(t.with)
	a := eachOf(n, func(e int) float64 { return of(&t.with[e]) })
	o := eachOf(n, func(e int) float64 { return of(&t.without[e]) })
	d := make([]float64, n)
	low, high := math.Inf(1), math.Inf(-1)
	for e := range d {
		if o[e] > 0 {
			d[e] = 100 * (a[e]/o[e] - 1)
		}
		low, high = min(low, a[e], o[e]), max(high, a[e], o[e])
	}
	c := &Chart{ID: id, Title: differenceTitle(t.who, t.many, y.Name, t.calm(d)), Span: Third, Lines: &Lines{X: t.x, Y: y, At: Stops{Dates: t.days}, Marks: t.marks}}
	if t.swings != nil {
		rule += " About a shock the two swing past each other, because a retarget comes days earlier in one of them; the title leaves these epochs out."
	}
	digits := Digits(Num(low), Num(high))
	path := fmt.Sprintf("It goes from %s to %s.", Format(a[0], digits), WithUnit(Format(a[n-1], digits), y.Unit))
	if t.lines {
		c.Lines.Series = []Line{
			{Name: "with " + t.who, Color: Purple, Step: true, Y: Of(a)},
			{Name: "without", Color: Grey, Style: Dashed, Step: true, At: &Stops{Dates: t.other}, Y: Of(o)},
		}
		c.Caption = rule + " Dashed: the same network without " + t.who + ", on the same price of the coin."
		return c
	}
	c.Lines.Y = Axis{Name: "difference that " + t.who + " " + t.makes() + " to " + y.Name, Unit: "%"}
	if low, high := slices.Min(d), slices.Max(d); high-low < 1e-9 { // a line on the floor of an axis of its own
		c.Lines.Y.Low, c.Lines.Y.High = Fixed(-1), Fixed(1)
	}
	c.Lines.Series = []Line{{Name: c.Lines.Y.Name, Color: Purple, Step: true, Fill: true, Y: Of(d)}}
	c.Caption = rule + " In percent of the same network without " + t.who + ", height by height; two lines would lie on one another. " + path
	return c
}

// away says that the rest of the world gave way, where in some epoch after one in which the sites hashed the whole
// network, the sites included, is smaller than it would be without them, by a part in a thousand.
func (t *twoLives) away() string {
	hashed := false
	for e := range t.with {
		a, o := &t.with[e], &t.without[e]
		if hashed && !a.InHistory && !t.swinging(e) && (a.RowPHs+a.OwnPHs) < 0.999*(o.RowPHs+o.OwnPHs) {
			return " Later the whole network is smaller than it would be without " + t.who + ": the rest of the world gave way and comes back slowly."
		}
		hashed = hashed || a.OwnPHs > 0
	}
	return ""
}

// swings are the epochs about the dated shocks: from the one before a shock to half a year after its last day, or
// after its first one where it is for good. Nil without a shock in the horizon.
func (b *builder) swings(epochs []kernel.Epoch) []bool {
	if b.shockMarks() == nil {
		return nil
	}
	out := make([]bool, len(epochs))
	for _, s := range b.r.Facts.Words.Bitcoin.RestOfWorld.Shocks {
		from, to := s.From.AddDays(-14), s.From.AddDays(183)
		if s.To != nil {
			to = s.To.AddDays(183)
		}
		for e := range epochs {
			day := b.day(max(epochs[e].Start, 0))
			out[e] = out[e] || day >= from.String() && day <= to.String()
		}
	}
	return out
}

func (t *twoLives) swinging(e int) bool { return t.swings != nil && t.swings[e] }

// calm are the differences outside the epochs about a shock; all of them where there are no others.
func (t *twoLives) calm(d []float64) []float64 {
	var out []float64
	for e := range d {
		if !t.swinging(e) {
			out = append(out, d[e])
		}
	}
	if len(out) < 2 {
		return d
	}
	return out
}

// makes is the verb that goes with who.
func (t *twoLives) makes() string {
	if t.many {
		return "make"
	}
	return "makes"
}

// differenceTitle says by how much at most the sites change a quantity, from its differences in percent, in their
// order in time.
func differenceTitle(who string, many bool, name string, d []float64) string {
	low, high := min(slices.Min(d), 0), max(slices.Max(d), 0)
	most, least := max(high, -low), min(high, -low)
	verb, s := "raise", "s"
	if many {
		s = ""
	}
	does := func(verb string) string { return sentence(who) + " " + verb + s + " " + name }
	if -low > high {
		verb = "lower"
	}
	switch {
	case most < 1e-6:
		return does("leave") + " as it is"
	case most < 0.001:
		return does(verb) + " by less than " + WithUnit("0.001", "%")
	case least <= 0.2*most:
		return does(verb) + " by at most " + percent(most)
	case slices.Index(d, high) < slices.Index(d, low):
		return fmt.Sprintf("%s by up to %s, and later leave%s it up to %s lower", does("raise"), percent(high), s, percent(-low))
	}
	return fmt.Sprintf("%s by up to %s, and later leave%s it up to %s higher", does("lower"), percent(-low), s, percent(high))
}
