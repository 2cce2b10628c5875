package reports

import (
	"fmt"
	"math"
	"time"

	"hashwatt/sim/kernel"
)

// meanwhile is what the network does between two moments, and the sites' part in it.
type meanwhile struct {
	from, to   string // days
	start, end kernel.Epoch
	withoutUSD float64 // hashprice at the end without the sites; 0 where it is not known
	all        int     // sites of the scenario
	built      int     // those that came online in between; 0: all that hash stood from the start
	once       bool    // they came online on one day
	sites      string  // "the fifteen sites"
	recordEnds string  // day; empty where it does not fall in between
}

// whileBuilding says what the network did between the start of the horizon and the day on which the last site came
// online, or over the whole horizon where all stood from the start. It is empty where the hashprice is given or
// nothing hashes.
func (b *builder) whileBuilding() string {
	if b.p.Chain.Open || b.tr.PeakMW <= 0 || len(b.tr.Epochs) < 3 {
		return ""
	}
	m := meanwhile{all: len(b.w.Sites), from: b.day(0), start: b.tr.Epochs[0], sites: b.theSites()}
	hour, first := 0, b.w.Axis.Hours
	for i := range b.w.Sites {
		if at := b.w.Sites[i].OnlineHour; at > 0 && at < b.w.Axis.Hours {
			m.built++
			first = min(first, at)
			hour = max(hour, at)
		} else if at >= b.w.Axis.Hours {
			m.all, m.sites = m.all-1, "the sites that come online by then"
		}
	}
	m.once = hour-first < 24 // clocks of the regions differ
	last := len(b.tr.Epochs) - 1
	k := last
	if m.built > 0 { // the first epoch in which they all hash from its beginning
		for k > 0 && b.tr.Epochs[k-1].Start >= float64(hour) {
			k--
		}
		m.to = b.day(float64(hour + 12)) // midnight in a zone up to twelve hours from the clock’s
	} else {
		m.to = b.lastDay()
	}
	if k == last && k > 0 && b.tr.Epochs[k].Hours < 100 {
		k-- // the stump of an epoch
	}
	m.end = b.tr.Epochs[k]
	if _, without := b.pairs(); k < len(without) {
		m.withoutUSD = without[k].Hashprice
	}
	if b.r.Facts.Bitcoin.Replay {
		if day := b.r.Facts.Bitcoin.HandOver.In(b.w.Axis.Zone).Format(time.DateOnly); day > m.from && day < m.to {
			m.recordEnds = day
		}
	}
	return m.text()
}

// text writes the sentence, each clause only where its number carries it.
func (m *meanwhile) text() string {
	network := func(e *kernel.Epoch) float64 { return (e.RowPHs + e.OwnPHs) / 1000 }
	a, z := network(&m.start), network(&m.end)
	if a <= 0 || m.start.Difficulty <= 0 || m.start.Hashprice <= 0 {
		return ""
	}
	who := fmt.Sprintf("While %s %s built, from %s to %s", m.sites, was(m.all > 1), dayText(m.from), dayText(m.to))
	switch {
	case m.built == 0:
		who = fmt.Sprintf("%s %s from the start. From %s to %s", sentence(m.sites), stands(m.all > 1), dayText(m.from), dayText(m.to))
	case m.once:
		plant := m.sites
		if m.built < m.all {
			plant = fmt.Sprintf("%s of %s", spelled(m.built), m.sites)
		}
		who = fmt.Sprintf("Between the start of the clock, %s, and the day on which %s %s, %s", dayText(m.from), plant, stands(m.built > 1), dayText(m.to))
	case m.built < m.all:
		who = fmt.Sprintf("While %s of %s %s built, from %s to %s", spelled(m.built), m.sites, was(m.built > 1), dayText(m.from), dayText(m.to))
	}
	digits := Digits(Num(a), Num(z))
	text := who + fmt.Sprintf(", the network went from %s to %s", Format(a, digits), WithUnit(Format(z, digits), "EH/s"))
	if Format(a, digits) == Format(z, digits) {
		text = who + ", the network stayed at " + WithUnit(Format(z, digits), "EH/s")
	}
	text += ", difficulty " + changed(100*(m.end.Difficulty/m.start.Difficulty-1))
	from, to := m.start.Hashprice, m.end.Hashprice
	went := "fell"
	if to > from {
		went = "rose"
	}
	if Format(from, 1) == Format(to, 1) {
		text += " and hashprice stayed at " + WithUnit(Format(to, 1), "USD/PH/day") + "."
	} else {
		text += fmt.Sprintf(" and hashprice %s from %s to %s.", went, Format(from, 1), WithUnit(Format(to, 1), "USD/PH/day"))
	}
	if own := m.end.OwnPHs; own > 0 {
		text += fmt.Sprintf(" Of that network %s is the sites’ own, %s", amount(own, "PH/s"), percent(100*own/(m.end.RowPHs+own)))
		if w := m.withoutUSD; w > 0 {
			text += fmt.Sprintf("; without it a petahash would earn %s", withoutClause(w, to))
		}
		text += "."
	}
	if m.recordEnds != "" {
		text += fmt.Sprintf(" Up to %s this is the record; after it, the model.", dayText(m.recordEnds))
	}
	return text
}

// withoutClause says what a petahash would earn without the sites, with as many digits as the difference needs.
func withoutClause(without, with float64) string {
	gap := math.Abs(without - with)
	if gap < 1e-4*with {
		return "the same to a ten-thousandth"
	}
	digits := max(1, min(4, 1-int(math.Floor(math.Log10(gap)))))
	more := "more"
	if without < with {
		more = "less"
	}
	return fmt.Sprintf("%s USD a day %s", Format(gap, digits), more)
}

func was(several bool) string {
	if several {
		return "were"
	}
	return "was"
}

func stands(several bool) string {
	if several {
		return "stand"
	}
	return "stands"
}

// changed says in words by how many percent something went up or down.
func changed(percentage float64) string {
	switch text := Format(math.Abs(percentage), Digits(Num(percentage))); {
	case math.Abs(percentage) < 0.05:
		return "stayed as it was"
	case percentage < 0:
		return "fell by " + WithUnit(text, "%")
	default:
		return "rose by " + WithUnit(text, "%")
	}
}
