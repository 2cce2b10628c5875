package backtest

import (
	"context"
	"fmt"
	"math"
	"strings"

	"hashwatt/sim/calendar"
	"hashwatt/sim/claim"
)

// fewestMonths is how many months of share-paid companies a record must have to be judged by.
const fewestMonths = 15

// declared is the one month that may be outside: its row of public_miners.csv says why, and without a note there it
// may not.
const declared = "Riot 2024-06"

// assumedMonth reports whether the mean hashrate of a month is an assumption of this project, which tests nothing.
func assumedMonth(m claim.Month) bool { return m.Confidence == "assumed" }

// publicMiners is B2: does a reported mean hashrate find the coins that were reported?
func publicMiners(_ context.Context, r *record, t *Test) error {
	book, err := claim.NewRecord(r.cat)
	if err != nil {
		return err
	}
	all, err := book.Months(r.cat.MinerMonths)
	if err != nil {
		return err
	}
	const month, year = 100 * claim.MonthTolerance, 100 * claim.YearTolerance
	unlucky := 0.0
	var outside, excused, assumed []string
	var judged []claim.Month // reported, and paid for every share
	var from, to calendar.Date
	for _, m := range all {
		name := m.Label() + ": coins expected, off those reported"
		off := 100 * m.Deviation
		switch {
		case m.OwnPool:
			t.add(within(m.Label()+", own pool: blocks, off the expected in standard deviations", "", m.Z, -claim.MostLuck, claim.MostLuck, fmt.Sprintf("%g either way", claim.MostLuck)))
			unlucky = math.Max(unlucky, math.Abs(m.Z))
		case assumedMonth(m):
			t.add(read(m.Label()+", hashrate assumed: coins expected, off those reported", "%", off))
			assumed = append(assumed, m.Label())
		case m.Label() == declared && m.Note != "":
			t.add(read(name+" (the declared exception)", "%", off))
			excused = append(excused, fmt.Sprintf("%s by %+.1f %%", m.Label(), off))
			t.Notes = append(t.Notes, fmt.Sprintf("%s is the one declared exception: %s.", m.Label(), m.Note))
			judged = append(judged, m)
		default:
			f := within(name, "%", off, -month, month, fmt.Sprintf("within %g %%", month))
			if t.add(f); !f.Passed {
				outside = append(outside, fmt.Sprintf("%s by %+.1f %%", m.Label(), off))
			}
			judged = append(judged, m)
		}
		first, last := claim.MonthDays(m.Year, m.Month)
		if from.IsZero() || first.Before(from) {
			from = first
		}
		if to.Before(last) {
			to = last
		}
	}
	years := claim.Years(judged)
	for _, y := range years {
		t.add(within(fmt.Sprintf("%s %d, the year: coins expected, off those reported", y.Company, y.Year), "%", 100*y.Deviation, -year, year, fmt.Sprintf("within %g %%", year)))
	}
	sum := claim.Together(judged)
	t.add(within("all months together, own pools and assumed hashrates left out: coins expected, off those reported", "%", 100*sum.Deviation, -year, year, fmt.Sprintf("within %g %%", year)))
	t.add(read(fmt.Sprintf("months within %g %%, of %d", month, sum.Months), "months", float64(sum.Held)))
	t.add(atLeast("months that are judged", "months", float64(sum.Months), fewestMonths))
	t.Windows = []Window{{What: "nothing is fitted", TestedFrom: from, TestedTo: to}}
	t.Notes = append(t.Notes,
		"Coins are the reported mean hashrate of the month times subsidy and fees, at the difficulty of each day. Pool fees are not taken off: reports do not say them.",
		"A company with a pool of its own is paid by the blocks that it finds, so its months have luck and are judged by the scatter of a Poisson number.")
	if years == nil {
		t.Notes = append(t.Notes, fmt.Sprintf("No company has all twelve months of a year in the record, so %g %% is asked of all months together in place of each year.", year))
	}
	if assumed != nil {
		t.Notes = append(t.Notes, fmt.Sprintf("Where the report gives no mean hashrate and it is assumed, the month is shown and not counted: %s.", strings.Join(assumed, ", ")))
	}
	t.Verdict = fmt.Sprintf("%d months of companies that are paid for every share come out %+.1f %% in all, %d of them within %g %% (outside: %s; declared exception: %s); those with pools of their own are at most %.1f standard deviations off.",
		sum.Months, 100*sum.Deviation, sum.Held, month, orNone(outside), orNone(excused), unlucky)
	return nil
}

// orNone lists words.
func orNone(words []string) string {
	if words == nil {
		return "none"
	}
	return strings.Join(words, ", ")
}
