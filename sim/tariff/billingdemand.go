package tariff

import (
	"fmt"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// BillingDemand turns the highest load of a month into the kW that are billed: never less than a minimum, and with
// ratchets never less than a share of the peaks of months before.
type BillingDemand struct {
	Window    Minutes         `yaml:"window,omitempty"`     // over which load is averaged; 0: the intervals of the record
	Minimum   unit.Power      `yaml:"minimum,omitempty"`    // the least that is billed
	OwnMonths calendar.Months `yaml:"own_months,omitempty"` // months whose own peak counts; in the others only minimum and ratchets do
	Ratchets  []Ratchet       `yaml:"ratchets,omitempty"`
	History   History         `yaml:"history,omitempty"` // what stands in for months before the load begins
}

// Ratchet keeps a share of an old peak on the bill.
type Ratchet struct {
	Share    unit.Fraction   `yaml:"share"`               // of the highest peak looked back at
	LookBack int             `yaml:"look_back,omitempty"` // months before the one that is billed; 11 where none are given
	Peaks    calendar.Months `yaml:"peaks,omitempty"`     // months whose peaks are looked at
	Billed   calendar.Months `yaml:"billed,omitempty"`    // months in which the ratchet holds
	At       conf.Pos        `yaml:"-"`
}

// History says which peaks a ratchet sees before the first month of a load.
type History string

// The histories.
const (
	NoHistory History = "none"   // none: a new customer
	Repeats   History = "repeat" // those of the same months later in the load: every year is like the one that is billed
)

// Words lists the histories.
func (History) Words() []string { return []string{string(NoHistory), string(Repeats)} }

// Minutes is a length of time over which demand is averaged: "15 min", "1 h".
type Minutes int

// UnmarshalText reads 5, 15, 30 or 60 minutes and the like: a part of an hour.
func (m *Minutes) UnmarshalText(text []byte) error {
	var n int
	var word string
	if _, err := fmt.Sscanf(string(text), "%d %s", &n, &word); err == nil {
		switch word {
		case "h", "hour":
			n *= 60
		case "min", "minutes":
		default:
			n = 0
		}
		if n > 0 && n <= 60 && 60%n == 0 {
			*m = Minutes(n)
			return nil
		}
	}
	return fmt.Errorf(`%q is not a part of an hour; write it like "15 min", "30 min" or "1 h"`, text)
}

// String writes the minutes so that they can be read again.
func (m Minutes) String() string { return fmt.Sprintf("%d min", int(m)) }

// defaultLookBack is the usual look-back: with the month itself it makes a year.
const defaultLookBack = 11

// mostLookBack is beyond any ratchet that was meant.
const mostLookBack = 60

// Check returns what is wrong with one ratchet.
func (r *Ratchet) Check(at *conf.Node) []conf.Problem {
	if look := at.Get("look_back"); look != nil && (r.LookBack < 1 || r.LookBack > mostLookBack) {
		return []conf.Problem{conf.Problemf(look, "%d months; a ratchet looks back 1 to %d months", r.LookBack, mostLookBack)}
	}
	return nil
}

// text says how the demand of a month is found, for a description; "" where it is simply its peak.
func (b *BillingDemand) text() string {
	text := ""
	if b.Window != 0 {
		text += ", measured over " + b.Window.String()
	}
	if b.Minimum > 0 {
		text += ", at least " + kWText(1000*float64(b.Minimum))
	}
	if b.OwnMonths != 0 {
		text += ", own peak in " + b.OwnMonths.String()
	}
	for _, r := range b.Ratchets {
		text += fmt.Sprintf(", at least %s of the peaks of %d months before", r.Share, r.lookBack())
		if r.Peaks != 0 {
			text += " in " + r.Peaks.String()
		}
		if r.Billed != 0 {
			text += ", billed in " + r.Billed.String()
		}
	}
	if b.History == Repeats && len(b.Ratchets) > 0 {
		text += ", later months standing in for those before the load"
	}
	return text
}

func (r *Ratchet) lookBack() int {
	if r.LookBack == 0 {
		return defaultLookBack
	}
	return r.LookBack
}

// A peak is the highest load of a month.
type peak struct {
	kw   float64
	hour int // on the axis; -1 where the month has no hour that counts
}

// set is the peak as the hour that set a charge.
func (p peak) set() []Peak { return []Peak{{Hour: p.hour, KW: p.kw}} }

// monthPeaks returns the highest load of each local month over the hours that count (nil: all of them).
func monthPeaks(kw []float64, in Input, counts func(t int) bool) []peak {
	peaks := make([]peak, len(in.Civil.Months))
	for m := range peaks {
		peaks[m].hour = -1
	}
	for t, load := range kw {
		if p := &peaks[in.Civil.Month[t]]; (counts == nil || counts(t)) && (p.hour < 0 || load > p.kw) {
			*p = peak{load, t}
		}
	}
	return peaks
}

// billed returns the kW that are billed in month m for its own peak, the peak that set them, if one did, and the
// sentence that says so. All are the peaks that ratchets look at.
func (b *BillingDemand) billed(m int, own peak, all []peak, in Input) (kw float64, set []Peak, why string) {
	month := in.Civil.Months[m].Month
	if b.OwnMonths.Has(int(month)-1) && own.hour >= 0 {
		kw, set = own.kw, own.set()
		why = fmt.Sprintf("%s, the peak in the hour from %s", kWText(kw), localText(in, own.hour))
	}
	if least := 1000 * float64(b.Minimum); least > kw {
		kw, set, why = least, nil, kWText(least)+", the minimum"
	}
	for _, r := range b.Ratchets {
		if !r.Billed.Has(int(month) - 1) {
			continue
		}
		if from, high := b.highest(r, m, all, in); from >= 0 && float64(r.Share)*high.kw > kw {
			kw, set = float64(r.Share)*high.kw, high.set()
			why = fmt.Sprintf("%s, the ratchet: %s of %s in the hour from %s", kWText(kw), r.Share, kWText(high.kw), localText(in, high.hour))
		}
	}
	return kw, set, why
}

// highest returns the highest peak that a ratchet sees from month m, and its month; -1 where it sees none.
func (b *BillingDemand) highest(r Ratchet, m int, all []peak, in Input) (int, peak) {
	at, best := -1, peak{}
	for _, k := range b.seen(r, m, in) {
		if all[k].hour >= 0 && (at < 0 || all[k].kw > best.kw) {
			at, best = k, all[k]
		}
	}
	return at, best
}

// seen lists the months whose peaks a ratchet looks at from month m.
func (b *BillingDemand) seen(r Ratchet, m int, in Input) (months []int) {
	for back := 1; back <= r.lookBack(); back++ {
		k := m - back
		if k < 0 {
			if b.History != Repeats {
				break
			}
			for k < 0 {
				k += 12
			}
		}
		if k < len(in.Civil.Months) && r.Peaks.Has(int(in.Civil.Months[k].Month)-1) {
			months = append(months, k)
		}
	}
	return months
}
