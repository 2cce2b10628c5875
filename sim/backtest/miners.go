package backtest

import (
	"context"
	"fmt"
	"math"
	"strings"

	"hashwatt/sim/calendar"
	"hashwatt/sim/claim"
)

// publicMiners is B2: does a reported mean hashrate find the coins that were reported?
func publicMiners(_ context.Context, r *record, t *Test) error {
	book, err := claim.NewRecord(r.cat)
	if err != nil {
		return err
	}
	months, err := book.Months(r.cat.MinerMonths)
	if err != nil {
		return err
	}
	unlucky := 0.0
	var outside []string
	var from, to calendar.Date
	for _, m := range months {
		if m.OwnPool {
			t.add(within(m.Label()+", own pool: blocks, off the expected in standard deviations", "", m.Z, -claim.MostLuck, claim.MostLuck, fmt.Sprintf("%g either way", claim.MostLuck)))
			unlucky = math.Max(unlucky, math.Abs(m.Z))
		} else {
			t.add(read(m.Label()+": coins expected, off those reported", "%", 100*m.Deviation))
			if !m.Held {
				outside = append(outside, fmt.Sprintf("%s by %+.1f %%", m.Label(), 100*m.Deviation))
				t.Notes = append(t.Notes, fmt.Sprintf("%s is outside: %s.", m.Label(), m.Note))
			}
		}
		first, last := claim.MonthDays(m.Year, m.Month)
		if from.IsZero() || first.Before(from) {
			from = first
		}
		if to.Before(last) {
			to = last
		}
	}
	for _, y := range claim.Years(months) {
		t.add(within(fmt.Sprintf("%s %d, the year: coins expected, off those reported", y.Company, y.Year), "%", 100*y.Deviation, -100*claim.YearTolerance, 100*claim.YearTolerance, fmt.Sprintf("within %g %%", 100*claim.YearTolerance)))
	}
	all := claim.Together(months)
	t.add(within("all months together, own pools left out: coins expected, off those reported", "%", 100*all.Deviation, -100*claim.YearTolerance, 100*claim.YearTolerance, fmt.Sprintf("within %g %%", 100*claim.YearTolerance)))
	t.add(Figure{
		Name: fmt.Sprintf("months within %g %%, own pools left out", 100*claim.MonthTolerance), Unit: fmt.Sprintf("of %d", all.Months), Value: float64(all.Held),
		Target: "9 in 10 or more", Low: ptr(0.9 * float64(all.Months)), Passed: float64(all.Held) >= 0.9*float64(all.Months),
	})
	t.Windows = []Window{{What: "nothing is fitted", TestedFrom: from, TestedTo: to}}
	t.Notes = append(t.Notes,
		"Coins are the reported mean hashrate of the month times subsidy and fees, at the difficulty of each day. Pool fees are not taken off: reports do not say them.",
		"A company with a pool of its own is paid by the blocks that it finds, so its months have luck and are judged by the scatter of a Poisson number.")
	if outside == nil {
		outside = []string{"none"}
	}
	t.Verdict = fmt.Sprintf("%d months of companies that are paid for every share come out %+.1f %% in all, %d of them within %g %% (outside: %s); those with pools of their own are at most %.1f standard deviations off.",
		all.Months, 100*all.Deviation, all.Held, 100*claim.MonthTolerance, strings.Join(outside, ", "), unlucky)
	return nil
}
