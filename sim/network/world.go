package network

import (
	"math"
	"time"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// World is what is assumed of everyone else's machines where a scenario says nothing.
type World struct {
	PowerUSDPerMWh  float64 // median price of their electricity
	PowerScatter    float64 // standard deviation of its logarithm: prices are lognormal
	PUE             float64 // power of their sites over that of the machines
	PoolFee         float64 // fraction of income
	EfficiencyJTH   float64 // mean of what was installed in EfficiencyYear
	EfficiencyYear  float64 // as a number: 2024.5 is the middle of 2024
	EfficiencyFall  float64 // fraction per year by which that mean falls
	NewestJTH       float64 // efficiency of the machines that are bought at the hand-over
	NewestUSDPerTH  float64 // their price
	PriceFall       float64 // fraction per year by which the price of new machines, and hashprice, are expected to fall
	EfficiencyGain  float64 // fraction per year by which new machines need less
	Discount        float64 // fraction per year
	LifeYears       float64 // that a buyer counts on
	LagYears        float64 // from the order to the first hash
	MostPerEpoch    float64 // fraction of hashrate that one epoch can add at most
	RigLifeYears    float64 // after which a machine is gone
	PatienceInHours float64 // after which a machine that does not earn its electricity is gone
}

// alwaysOn is the part of what is installed that runs whatever it earns: machines that heat houses, burn gas that
// nobody buys, or serve somebody's cause. No census of them exists; it keeps the chain from standing still when the
// coin is worth next to nothing.
const alwaysOn = 0.05

// bandsOfWorld is in how many equal parts the prices of electricity are cut: enough that no band is more than 4 %
// of the hashrate.
const bandsOfWorld = 25

// agesOfWorld is how much of what is installed is half a year old, one and a half, and so on: the weights of
// machines by age in the index of the Cambridge Centre for Alternative Finance since its version 1.4, 1 to 0.2 over
// five years.
var agesOfWorld = [...]float64{1.0 / 3, 0.8 / 3, 0.6 / 3, 0.4 / 3, 0.2 / 3}

// PriceBand is electricity at one price.
type PriceBand struct {
	Share     float64 // of the hashrate, a fraction
	USDPerMWh float64
}

// LognormalBands cuts lognormal prices of electricity with a median in USD/MWh and a standard deviation of the
// logarithm into bands of equal shares, cheapest first, each at the price in its middle.
func LognormalBands(median, scatter float64, count int) []PriceBand {
	bands := make([]PriceBand, count)
	for i := range bands {
		normal := math.Sqrt2 * math.Erfinv((2*float64(i)+1)/float64(count)-1)
		bands[i] = PriceBand{Share: 1 / float64(count), USDPerMWh: median * math.Exp(scatter*normal)}
	}
	return bands
}

// efficiency is the mean of what is installed at a moment, J/TH.
func (w World) efficiency(at time.Time) float64 {
	year := 1970 + float64(at.Unix())/3600/unit.HoursPerYear
	return w.EfficiencyJTH * math.Pow(1-w.EfficiencyFall, year-w.EfficiencyYear)
}

// fleet is what is installed at a hand-over, 1 PH/s in all: machines of five ages, each 1/(1 − EfficiencyGain) of
// the thirst of those a year younger, with the mean of that date, spread over the prices of electricity. Ages are
// years before the hand-over.
func (w World) fleet(handOver time.Time) *Fleet {
	f := NewFleet(LognormalBands(w.PowerUSDPerMWh, w.PowerScatter, bandsOfWorld), w.PUE, w.PoolFee)
	mean := 0.0
	for age, share := range agesOfWorld {
		mean += share * math.Pow(1-w.EfficiencyGain, -float64(age))
	}
	youngest := w.efficiency(handOver) / mean
	for age := len(agesOfWorld) - 1; age >= 0; age-- {
		f.Add(-float64(age)-0.5, youngest*math.Pow(1-w.EfficiencyGain, -float64(age)), agesOfWorld[age], math.Inf(1))
	}
	return f
}

// usdPerMWh returns a price of electricity that is given in USD, or what is wrong with it.
func usdPerMWh(at *conf.Node, price unit.EnergyPrice) []conf.Problem {
	switch {
	case price.Currency != "USD":
		return []conf.Problem{conf.Problemf(at, "the rest of the world reckons in USD; convert %s", price)}
	case price.Amount <= 0:
		return []conf.Problem{conf.Problemf(at, "%s is no price to mine by; it is more than zero", price)}
	}
	return nil
}

// checkPUE returns what is wrong with a PUE, if it is given.
func checkPUE(at *conf.Node, pue *unit.Number) []conf.Problem {
	if pue != nil && (*pue < 1 || *pue > 3) {
		return []conf.Problem{conf.Problemf(at, "%s is not a PUE; it is from 1 to 3", pue)}
	}
	return nil
}

// checkFee returns what is wrong with a pool fee, if it is given.
func checkFee(at *conf.Node, fee *unit.Fraction) []conf.Problem {
	if fee != nil && *fee > 0.5 {
		return []conf.Problem{conf.Problemf(at, "%s is not a pool fee; it is at most 50 %%", fee)}
	}
	return nil
}

// orElse returns a value in base units, or the default where it is not given.
func orElse[T ~float64](given *T, standard float64) float64 {
	if given == nil {
		return standard
	}
	return float64(*given)
}
