package reports

import (
	"fmt"
	"math"
	"strings"
)

// diluted says what the sites' own hashrate takes from what all hashrate earns, theirs included, and works it
// through for students; nothing where there is nothing to compare.
func (b *builder) diluted() []Block {
	with, _ := b.pairs()
	share := b.total("dilution_pct")
	if len(with) == 0 || !share.ok() || math.Abs(share.value) < 1e-9 {
		return nil
	}
	d := dilution{
		who: b.whoMoves(), recorded: b.recordedSites(), many: len(b.w.Sites) > 1 && !b.recordedSites(), share: share, all: b.own("dilution_usd"), own: b.own("own_dilution_usd"),
		code: b.cash.code, when: b.horizon(), held: b.removed() > 0,
	}
	out := []Block{{Prose: d.text()}}
	if f := b.dilutionFormula(); f != nil {
		out = append(out, Block{Formula: f, For: []string{Student, Investor}})
	}
	return out
}

// dilution is what the sites' own hashrate takes from what all hashrate earns.
type dilution struct {
	who             string // "the sites"
	many            bool
	share, all, own measure // percent, and amounts in the currency
	code            string
	when            string
	recorded        bool // all of the sites are in the record, so that what they do otherwise than it is told
	held            bool // some of the sites are in the record, and so in the network without the sites too
}

// text is the sentence of dilution and what not to conclude from it.
func (d dilution) text() string {
	less, lose := "less", "lose"
	if d.share.value < 0 {
		d.share, d.all, d.own, less, lose = d.share.times(-1), d.all.times(-1), d.own.times(-1), "more", "gain"
	}
	if d.recorded {
		return fmt.Sprintf("Dilution. With %s a petahash earns %s %s than in the network as it was recorded, on average over %s: %s before fees for all miners of the world together.",
			d.who, d.share.text("%"), less, d.when, d.all.text(d.code))
	}
	if !d.many {
		lose += "s"
	}
	text := fmt.Sprintf("Dilution. With %s a petahash earns %s %s than in the same network without, on average over %s: %s before fees for all miners of the world together. Of that %s %s %s.",
		d.who, d.share.text("%"), less, d.when, d.all.text(d.code), d.who, lose, d.own.text(d.code))
	text += fmt.Sprintf("\n\nThis is how the loop shares out what the blocks are worth: nobody pays it, and no coin is lost to the world. What %s %s before fees is what the others miss: a part of it because each of their petahashes earns less, the rest because fewer of them run when mining pays less. "+
		"It is not a forecast of what others do about it, beyond the answer of the rest of the world that the scenario states.", d.who, map[bool]string{true: "earn", false: "earns"}[d.many])
	if d.held {
		text += " Sites that the record already holds are in both networks and dilute nothing here."
	}
	return text
}

// dilutionFormula works the fall of the hashprice through for the moment of the other formulas, beside the share
// that it would be if nobody answered.
func (b *builder) dilutionFormula() *Formula {
	with, without := b.pairs()
	_, at := b.moment()
	k := -1
	for e := range with {
		if with[e].Height == at.Height {
			k = e
		}
	}
	if k < 0 || without[k].Hashprice <= 0 || with[k].Hashprice <= 0 || with[k].RowPHs+with[k].OwnPHs <= 0 {
		return nil
	}
	a, o := &with[k], &without[k]
	fall := 100 * (1 - a.Hashprice/o.Hashprice)
	share := 100 * a.OwnPHs / (a.RowPHs + a.OwnPHs)
	digits := hashpriceDigits(a.Hashprice, o.Hashprice)
	f := &Formula{
		ID: "dilution-formula", Title: "What the sites take from a petahash", Symbols: "δ = 1 − HP / HP°",
		Where: []Term{
			{"δ", "dilution: the part of its earnings that a petahash loses"},
			{"HP", "hashprice with the sites, USD/PH/day"},
			{"HP°", "hashprice of the same network without them"},
			{"Q, R", "hashrate of the sites and of the rest of the world"},
		},
		Worked: fmt.Sprintf("epoch from block %s: δ = 1 − %s / %s = %s\nthe share of the sites in it: Q / (R + Q) = %s", Format(float64(a.Height), 0),
			Format(a.Hashprice, digits), Format(o.Hashprice, digits), percent(fall), percent(share)),
		Caption: "If nobody answered and difficulty had caught up, δ would be the share of the sites, for what blocks are worth is shared out by hashrate. It differs from the share where the rest of the world answers, and it follows the share by an epoch.",
	}
	if b.recordedSites() {
		who := b.siteOrSites()
		f.Title = fmt.Sprintf("What %s does to a petahash", b.whoMoves())
		f.Where[0].Meaning = "dilution: the part of its earnings that a petahash loses; below zero it gains"
		f.Where[1].Meaning = "hashprice of this run, USD/PH/day"
		f.Where[2].Meaning = "hashprice of the network as it was recorded"
		f.Where[3].Meaning = "hashrate of " + who + " and of the rest of the world"
		f.Worked = strings.Replace(f.Worked, "the share of the sites", "the share of "+who, 1)
		f.Caption = fmt.Sprintf("The record holds the hashrate of %s already: δ comes from what is hashed otherwise than recorded, and follows it by an epoch.", who)
	}
	return f
}

// hashpriceDigits is how many decimals tell two hashprices apart, at least two and at most six.
func hashpriceDigits(a, b float64) int {
	gap := math.Abs(a - b)
	if gap == 0 {
		return 2
	}
	return max(2, min(6, 1-int(math.Floor(math.Log10(gap)))))
}
