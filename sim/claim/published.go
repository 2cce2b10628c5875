package claim

import (
	"fmt"
	"math"
	"strings"

	"hashwatt/seeds"
)

// Published is a published claim of the seeds beside what was found out about it.
type Published struct {
	Row     seeds.CheckedClaim
	Checked *Checked // all pairs of the row's quantities
	Finding Finding  // of the pair that the row names
	Held    bool     // Finding has the row's verdict, and its value within the row's tolerance
}

// Subject says whom or what the claim is about: its statement up to the first colon.
func (p *Published) Subject() string {
	subject, _, _ := strings.Cut(p.Row.Statement, ":")
	return subject
}

// Published checks the published claims of the seeds by their rules. A row whose pair cannot be compared is an
// error: the table is the project's own.
func (r *Record) Published(cat *seeds.Catalog) ([]Published, error) {
	rules, err := NewRules(cat)
	if err != nil {
		return nil, err
	}
	var all []Published
	for _, row := range cat.CheckedClaims {
		c := Claim{
			From: row.From, To: row.To, HashratePHs: row.HashratePHs, JPerTH: row.JPerTH, PowerMW: row.PowerMW, EnergyMWh: row.EnergyMWh,
			GasM3: row.GasM3, BTC: row.BTC, Blocks: row.Blocks, RevenueUSD: row.RevenueUSD, OwnPool: row.OwnPool,
		}
		for _, g := range cat.FindRig(row.Rig) {
			if g.ID == row.Rig {
				c.Machines = []Machines{{g, row.Machines}}
			}
		}
		checked, err := r.Check(c, rules, cat.Rigs)
		if err != nil {
			return nil, fmt.Errorf("seeds/checked_claims.csv, %s: %w", row.ID, err)
		}
		f, ok := checked.Finding(row.Pair)
		if !ok {
			return nil, fmt.Errorf("seeds/checked_claims.csv, %s: nothing is compared under the pair %q", row.ID, row.Pair)
		}
		held := string(f.Verdict) == row.Verdict && math.Abs(f.Value-row.Value) <= row.Tolerance*row.Value
		all = append(all, Published{row, checked, f, held})
	}
	return all, nil
}
