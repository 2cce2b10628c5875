package claim

import (
	"fmt"
	"slices"
	"strings"

	"hashwatt/seeds"
	"hashwatt/sim/calendar"
)

// Checked is a claim with everything that was found out about it.
type Checked struct {
	Claim       Claim
	Rules       Rules
	Unit        Expectation // what 1 PH/s was expected to find in the period, with the fee share of the claim where it has one
	Best, Worst seeds.Rig   // the most and the least efficient machine of the time; without an id where the list has none
	Findings    []Finding   // every pair that can be compared, in the order of the quantities
}

// Held tells whether no finding speaks against the claim.
func (c *Checked) Held() bool {
	for _, f := range c.Findings {
		if f.Verdict == Off || f.Verdict == Impossible {
			return false
		}
	}
	return true
}

// Finding returns what came of a pair: "machines-coins".
func (c *Checked) Finding(pair string) (Finding, bool) {
	for _, f := range c.Findings {
		if f.Pair() == pair {
			return f, true
		}
	}
	return Finding{}, false
}

// Check compares every two quantities of a claim, at the difficulty, fees and prices of its days and with the
// machines of its time. The error says what makes the claim one that cannot be looked at: fewer than two
// quantities, none that can be judged, or days outside the record.
func (r *Record) Check(c Claim, rules Rules, rigs []seeds.Rig) (*Checked, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	k := &Checked{Claim: c, Rules: rules}
	var err error
	if k.Unit, err = r.Expect(c.From, c.To, 1); err != nil {
		return nil, err
	}
	if c.HasFeeShare {
		// The day's price meets the same coins, so revenue grows as they do, to the changes of price and fees inside the
		// period.
		before := k.Unit.BTC()
		k.Unit.FeeBTC = k.Unit.SubsidyBTC * c.FeeShare / (1 - c.FeeShare)
		k.Unit.RevenueUSD *= k.Unit.BTC() / before
	}
	k.Best, k.Worst, _ = OnSale(rigs, c.To, rules.MachineYears)
	k.running()
	k.gas()
	k.efficiency()
	k.coins(r)
	k.ceiling()
	if stated := c.Stated(); len(k.Alone()) == len(stated) {
		return nil, fmt.Errorf("no two of these can be compared: %s; add %s", quantities(stated), c.missing())
	}
	return k, nil
}

// Alone returns the quantities of the claim that no finding judges: nothing was there to hold them against.
func (c *Checked) Alone() []Quantity {
	return slices.DeleteFunc(c.Claim.Stated(), func(q Quantity) bool {
		return slices.ContainsFunc(c.Findings, func(f Finding) bool { return f.Verdict != Unknown && (f.A == q || f.B == q) })
	})
}

// missing says what would make the quantities of a claim comparable with something.
func (c *Claim) missing() string {
	if c.JPerTH == 0 && (c.PowerMW > 0 || c.EnergyMWh > 0 || c.GasM3 > 0) {
		return "machines, hashrate or efficiency"
	}
	return "machines or hashrate"
}

// quantities names some of them: "coins, revenue".
func quantities(list []Quantity) string {
	var names []string
	for _, q := range list {
		names = append(names, string(q))
	}
	return strings.Join(names, ", ")
}

// find adds a finding, judged.
func (c *Checked) find(f Finding, b band, tolerance float64) *Finding {
	f.judge(b, tolerance)
	c.Findings = append(c.Findings, f)
	return &c.Findings[len(c.Findings)-1]
}

// difficultyOf sets at which difficulty, and when, a hashrate would have earned factor times what was expected of it.
func (f *Finding) difficultyOf(r *Record, unit Expectation, factor float64) {
	f.NeedsDifficulty = unit.Difficulty / factor
	// New coins of 1 PH/s in a day: blocks of the day times the subsidy. Fees are taken to have been the same part of
	// them.
	wanted := factor * unit.SubsidyBTC / float64(unit.Days)
	epochs := r.History.Epochs
	start, end := float64(unit.From.Days())*secondsPerDay, float64(unit.To.Days()+1)*secondsPerDay
	if factor > 1 {
		for i := len(epochs) - 2; i >= 0; i-- {
			if epochs[i].FirstUnix < start && coinsPerDay(epochs[i]) >= wanted {
				f.NeedsBefore = dayAt(min(epochs[i+1].FirstUnix, start))
				return
			}
		}
		return
	}
	for _, e := range epochs {
		if e.FirstUnix >= end && coinsPerDay(e) <= wanted {
			f.NeedsAfter = dayAt(e.FirstUnix)
			return
		}
	}
}

// months is a period in words: the month where it is one, else its days.
func months(from, to calendar.Date) string {
	if first, last := MonthDays(from.Year, from.Month); first == from && last == to {
		return from.String()[:len("2024-07")]
	}
	return from.String() + " to " + to.String()
}
