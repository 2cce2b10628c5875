package claim

import (
	"fmt"
	"math"

	"hashwatt/sim/unit"
)

// coins compares what hashed with what was found and earned.
func (c *Checked) coins(r *Record) {
	k, rules := &c.Claim, &c.Rules
	for _, hashed := range []struct {
		name  Quantity
		phs   float64
		least float64 // part of it that may have run
		what  string
	}{
		{Rigs, k.ratedPHs(), rules.LeastLoad, "all machines"},
		{Hashrate, k.HashratePHs, 1, unit.Human(k.HashratePHs, "PH/s")},
	} {
		if hashed.phs == 0 {
			continue
		}
		e := c.times(hashed.phs)
		for _, found := range []struct {
			name            Quantity
			value, expected float64
			unit            string
		}{
			{Coins, k.BTC, e.BTC(), "BTC"},
			{Blocks, k.Blocks, e.Blocks, "blocks"},
			{Revenue, k.RevenueUSD, hashed.phs * c.Unit.RevenueUSD, "USD"},
		} {
			if found.value == 0 || found.name == Revenue && c.earning(1) == 0 {
				continue
			}
			v := found.value / found.expected
			f := Finding{A: hashed.name, B: found.name, What: string(found.name) + " over those expected", Value: v, Expected: found.expected}
			f.Text = fmt.Sprintf("%s are expected of %s in %s at a mean difficulty of %s, so %s is %.3g times as much",
				unit.Human(found.expected, found.unit), hashed.what, months(c.Claim.From, c.Claim.To), DifficultyText(c.Unit.Difficulty),
				unit.Human(found.value, found.unit), v)
			b := band{hashed.least, 1, Off, Off}
			// Blocks are always found by chance; coins only where the pool is one's own.
			if k.OwnPool || found.name == Blocks {
				f.Z = (v - 1) * math.Sqrt(e.Blocks)
				b = b.widened(v * e.Blocks)
				f.Text += luckText(v*e.Blocks, e.Blocks)
			}
			judged := c.find(f, b, rules.Tolerance)
			if judged.Verdict == Off {
				judged.needs(r, c.Unit)
			}
		}
	}
	c.rates()
}

// rates compares coins, blocks and money with each other: coins of a block, dollars of a coin.
func (c *Checked) rates() {
	k, rules := &c.Claim, &c.Rules
	perBlock, price := c.Unit.BTC()/c.Unit.Blocks, c.Unit.RevenueUSD/c.Unit.BTC()
	compare := func(a, b Quantity, v, want float64, what, unitName string) {
		c.find(Finding{A: a, B: b, What: what, Value: v, Unit: unitName, Text: fmt.Sprintf(
			"%s, where the record has %s", unit.Human(v, unitName), unit.Human(want, unitName))}, band{want, want, Off, Off}, rules.Tolerance)
	}
	if k.BTC > 0 && k.Blocks > 0 {
		compare(Coins, Blocks, k.BTC/k.Blocks, perBlock, "coins of a block", "BTC/block")
	}
	if k.RevenueUSD == 0 || c.earning(1) == 0 {
		return
	}
	if k.BTC > 0 {
		compare(Coins, Revenue, k.RevenueUSD/k.BTC, price, "price of a coin", "USD/BTC")
	}
	if k.Blocks > 0 {
		compare(Blocks, Revenue, k.RevenueUSD/k.Blocks, price*perBlock, "income of a block", "USD/block")
	}
}

// times returns what a hashrate is expected to find where 1 PH/s finds Unit.
func (c *Checked) times(phs float64) Expectation {
	e := c.Unit
	e.HashratePHs *= phs
	e.Blocks *= phs
	e.SubsidyBTC *= phs
	e.FeeBTC *= phs
	e.RevenueUSD *= phs
	return e
}

// needs says at which difficulty and when the claim would hold, where it does not. Money is left out: it hangs on
// the price too.
func (f *Finding) needs(r *Record, one Expectation) {
	if f.B == Revenue {
		return
	}
	f.difficultyOf(r, one, f.Value)
	f.Text += fmt.Sprintf("; that needs a difficulty of %s", DifficultyText(f.NeedsDifficulty))
	switch {
	case !f.NeedsBefore.IsZero():
		f.Text += ", or days before " + f.NeedsBefore.String()
	case !f.NeedsAfter.IsZero():
		f.Text += ", or days from " + f.NeedsAfter.String() + " on"
	}
}

// DifficultyText prints a difficulty as miners do, "19.2 T", or whole where it is of the early years.
func DifficultyText(difficulty float64) string {
	if difficulty < 1e10 {
		return unit.Human(difficulty, "")
	}
	return unit.Human(difficulty/1e12, "T")
}
