package reports

import (
	"fmt"
	"math"

	"hashwatt/sim/network"
	"hashwatt/sim/unit"
)

// responseTitle is over the rule by which the rest of the world answers.
const responseTitle = "How the rest of the world answers"

// responseFormula is the answer of the rest of the world where it is not an adjustment, worked through at the end
// of epoch k where it is a formula, and in words where it is a table of machines; nil where there is none.
func (b *builder) responseFormula(k int) *Formula {
	then := b.r.Facts.Words.Bitcoin.RestOfWorld.Then
	if then == nil {
		return nil
	}
	f := &Formula{ID: "response-formula", Title: responseTitle}
	switch words := then.Kind.(type) {
	case *network.Growth:
		b.growth(f, words, k)
	case *network.Shutdown:
		f.Symbols = "a machine runs while a day’s hashprice pays its power for the day;\nhashrate goes a part of the way to that of the machines that do"
		f.Where = []Term{
			{"its power", "what each part of the installed machines needs, J/TH, times what electricity costs there, pool fee taken off what is earned"},
			{"a part of the way", "for each epoch: the speed, as a power of what is and what would be"},
			{"installed", "so many machines that the hashprice before the end of the record brings the recorded hashrate; they grow at a rate of their own"},
		}
		f.Caption = "The short run: nobody buys machines because mining pays. When hashprice falls, the machines with the dearest power stop; the others then earn more at the next retarget."
	case *network.Entry:
		f.Symbols = "while hashprice is above the barrier, machines are ordered that bring it back;\nthey arrive after a lag"
		f.Where = []Term{
			{"barrier", "the hashprice above which a new machine is worth its price, waiting for a better moment counted"},
			{"ordered", "what is under way is counted, and an epoch adds no more than can be built"},
		}
		f.Caption = "Hashprice is held at the barrier from above, with the delay of the orders. All machines are alike and do not age."
	case *network.Vintage:
		f.Symbols = "at the end of each epoch, in this order:\nscrap what is too old, stop what does not earn its power, order while a new machine is worth its price,\ninstall what was ordered a lag ago, start what earns its power"
		f.Where = []Term{
			{"too old", "past the age of scrapping, or standing still for longer than its owner’s patience"},
			{"worth its price", "hashprice is above the entry barrier of the newest machine, which becomes cheaper and more efficient by the year"},
		}
		f.Caption = "The long run: a table of machines by age and by price of power. It remembers orders under way, so that hashrate goes on rising for months after hashprice has fallen."
	default:
		return nil
	}
	return f
}

// growth is the rule of steady growth, worked through where the epochs follow it: not about a dated shock.
func (b *builder) growth(f *Formula, words *network.Growth, k int) {
	f.Symbols = "H′ = H · (1 + g)^(T / 8 766 h)"
	f.Where = []Term{
		{"H, H′", "hashrate of the rest of the world in an epoch and in the next one"}, {"g", "growth a year"}, {"T", "hours of the epoch that ended"},
	}
	f.Caption = "Steady growth, whatever mining earns: hashprice does not enter. So others neither give way to the sites nor come back."
	e, next := &b.tr.Epochs[k], &b.tr.Epochs[k+1]
	grown := e.RowPHs * math.Pow(1+float64(words.Rate), e.Hours/unit.HoursPerYear)
	if e.RowPHs > 0 && math.Abs(grown/next.RowPHs-1) < 1e-3 {
		f.Worked = fmt.Sprintf("g = %s, T = %s: H′ = %s · %s^(%s / 8 766) = %s", typeset(words.Rate.String()), WithUnit(Format(e.Hours, 1), "h"),
			WithUnit(Format(e.RowPHs/1000, 1), "EH/s"), plainNumber(1+float64(words.Rate)), Format(e.Hours, 1), WithUnit(Format(grown/1000, 1), "EH/s"))
	}
}
