package market

import (
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Share lets fees be a share s of what miners earn, so that they halve when the subsidy does:
//
//	F = S·s/(1 − s)      F fees and S subsidy of a block, BTC
type Share struct {
	Share unit.Fraction `yaml:"share"` // of fees in the income from a block, below 100 %
	At    conf.Pos      `yaml:"-"`
}

// Check returns what is wrong with the share.
func (s Share) Check(at *conf.Node) []conf.Problem {
	if s.Share >= 1 {
		return []conf.Problem{conf.Problemf(at.Get("share"), "%s leaves nothing to the subsidy; the share of fees is below 100 %%", s.Share)}
	}
	return nil
}

// Describe says what was understood: "6 % of what miners earn".
func (s Share) Describe() string { return s.Share.String() + " of what miners earn" }

// Start says that a share needs no value to start from.
func (s Share) Start(Unit) (stated *Value, needed bool) { return nil, false }

// Shocked says that nothing happens by chance.
func (s Share) Shocked() bool { return false }

func (s Share) checkUnit(u Unit) []conf.Problem {
	if u.Name == Fees().Name {
		return nil
	}
	return []conf.Problem{problem(s.At, "a share of what miners earn is a process of fees alone; for this quantity write {process: flat, value: %s}, say", u.Example)}
}

// Bind returns the process.
func (s Share) Bind(b Binding) (Process, []conf.Problem) {
	if problems := s.checkUnit(b.Unit); problems != nil {
		return nil, problems
	}
	return share{float64(s.Share / (1 - s.Share))}, nil
}

// share is a process whose values depend on the subsidy: they are ratio times it, see Path.Ratio.
type share struct{ ratio float64 }

// Fill writes zeros: what there is comes on top, as a ratio.
func (share) Fill(dst []float64, _ float64, _ int, _ Chance) { clear(dst) }

const shareDoc = "fees as a share of what miners earn"

const shareExample = `# Fees are a share of what miners earn from a block, so that they halve with the subsidy. For fees alone.
process: share
share: 6 %                   # required; fees over fees and subsidy, from 0 % to below 100 %
`
