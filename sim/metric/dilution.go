package metric

import (
	"math"

	"hashwatt/sim/kernel"
	"hashwatt/sim/sample"
)

// Dilution compares the network with and without the sites, over the same days. With HP and HP° the hashprice with
// and without them, R the rest of the world's hashrate and Q their own, both with them,
//
//	loss of everybody = sum over days of (HP° - HP) (R + Q)      loss of the sites = the same of Q alone
//
// The miners share out what the blocks are worth, so on a steady network, where as many blocks are found with the
// sites as without, what the others lose is what the sites earn before fees: HP Q = (HP° - HP) R.
type Dilution struct {
	LossUSD    float64   // what all hash of the run would have earned more at the hashprice without the sites
	OwnLossUSD float64   // the part of it that is the sites' own
	IncomeUSD  float64   // what all hash of the run earned, before fees
	ByDay      []float64 // the fall of the hashprice by UTC day, a fraction
}

// Fraction is the fall of the hashprice, the mean over the horizon weighted by hashrate: 0 to 1, and below 0 where the
// sites hash less than the record has from them. It is 0 where nothing was earned.
func (d *Dilution) Fraction() float64 {
	if whole := d.IncomeUSD + d.LossUSD; whole > 0 {
		return d.LossUSD / whole
	}
	return 0
}

// Dilute compares a run with the same run without its sites. An epoch's hashrates are taken to hold in all of its
// hours. startHour is the UTC hour of the day, 0 to 23, at which the run begins.
func Dilute(with, without *kernel.Trace, startHour int) *Dilution {
	midnight := func(day int) float64 { return float64(24*day - startHour) } // in hours of the run
	d := &Dilution{ByDay: make([]float64, len(with.Hashprice))}
	for t, hp := range with.Hashprice {
		if without.Hashprice[t] > 0 {
			d.ByDay[t] = 1 - hp/without.Hashprice[t]
		}
	}
	var loss, own, income sample.Sum
	for e := range with.Epochs {
		epoch := &with.Epochs[e]
		end := epoch.Start + epoch.Hours
		first := int(epoch.Start+float64(startHour)) / 24
		for t := first; t < len(with.Hashprice) && midnight(t) < end; t++ {
			h := math.Min(end, midnight(t+1)) - math.Max(epoch.Start, midnight(t))
			fall := (without.Hashprice[t] - with.Hashprice[t]) * h / 24
			loss.Add(fall * (epoch.RowPHs + epoch.OwnPHs))
			own.Add(fall * epoch.OwnPHs)
			income.Add(with.Hashprice[t] * (epoch.RowPHs + epoch.OwnPHs) * h / 24)
		}
	}
	d.LossUSD, d.OwnLossUSD, d.IncomeUSD = loss.Value(), own.Value(), income.Value()
	return d
}

// dilution is a metric that asks the run without the sites.
func dilution(of func(*Dilution) float64) func(*Input) Value {
	return func(in *Input) Value {
		if in.Dilution == nil {
			return Value{Why: "the hashprice is given, and nothing that the sites do moves it"}
		}
		return Value{V: of(in.Dilution)}
	}
}
