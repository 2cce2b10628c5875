package network

import (
	"math"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Buying is how everyone else decides on new machines. What is not given is that of World.
type Buying struct {
	RigPrice   *unit.MoneyPerHashrate `yaml:"rig_price,omitempty"`  // of the newest machines at the hand-over, in USD, more than zero
	Efficiency *unit.Efficiency       `yaml:"efficiency,omitempty"` // of these machines
	Power      *unit.EnergyPrice      `yaml:"power,omitempty"`      // what a buyer reckons with, in USD, more than zero
	PUE        *unit.Number           `yaml:"pue,omitempty"`        // 1 to 3
	PoolFee    *unit.Fraction         `yaml:"pool_fee,omitempty"`   // at most 50 %
	Discount   *unit.AnnualRate       `yaml:"discount,omitempty"`   // effective annual, 0 to 100 %
	Decline    *unit.AnnualRate       `yaml:"decline,omitempty"`    // of the hashprice that a buyer expects and of the price of machines, effective annual
	Life       *unit.Duration         `yaml:"life,omitempty"`       // that a buyer counts on, more than zero, at most 30 years
	Lag        *unit.Duration         `yaml:"lag,omitempty"`        // from the order to the first hash, at most 5 years
	Most       *unit.EpochRate        `yaml:"most,omitempty"`       // of hashrate that one epoch can add, more than 0, to 100 %/epoch
}

// Check returns everything that is wrong with the words.
func (b Buying) Check(at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	refuse := func(key, format string, args ...any) {
		problems = append(problems, conf.Problemf(at.Get(key), format, args...))
	}
	switch {
	case b.RigPrice == nil:
	case b.RigPrice.Currency != "USD":
		refuse("rig_price", "the rest of the world reckons in USD; convert %s", b.RigPrice)
	case b.RigPrice.Amount <= 0:
		refuse("rig_price", "%s is no price; machines that are free would be bought without end", b.RigPrice)
	}
	if b.Power != nil {
		problems = append(problems, usdPerMWh(at.Get("power"), *b.Power)...)
	}
	problems = append(problems, checkPUE(at.Get("pue"), b.PUE)...)
	problems = append(problems, checkFee(at.Get("pool_fee"), b.PoolFee)...)
	if b.Discount != nil && (*b.Discount < 0 || *b.Discount > 1) {
		refuse("discount", "%s is not a discount rate; it is from 0 to 100 %%/year", b.Discount)
	}
	problems = append(problems, checkDecline(at.Get("decline"), b.Decline)...)
	if b.Life != nil && !(b.Life.InYears() > 0 && b.Life.InYears() <= 30) {
		refuse("life", "%s is not the life of a machine; it is more than zero, at most 30 years", b.Life)
	}
	if b.Lag != nil && b.Lag.InYears() > 5 {
		refuse("lag", "%s is too long for a delivery; it is at most 5 years", b.Lag)
	}
	if b.Most != nil && (*b.Most <= 0 || *b.Most > 1) {
		refuse("most", "%s is not a rate of building; it is more than 0, to 100 %%/epoch", b.Most)
	}
	return problems
}

// checkDecline returns what is wrong with a fall per year, if it is given.
func checkDecline(at *conf.Node, decline *unit.AnnualRate) []conf.Problem {
	if decline != nil && (*decline < 0 || *decline > 0.9) {
		return []conf.Problem{conf.Problemf(at, "%s is not a fall per year; it is from 0 to 90 %%/year, and what falls has no minus sign", decline)}
	}
	return nil
}

// buyer is the decision on new machines with everything known.
type buyer struct {
	usdPerPHs  float64 // price of the newest machines at the hand-over
	efficiency float64 // J/TH, at the hand-over
	perJTH     float64 // running cost of 1 J/TH as a hashprice, USD/PH/day
	discount   float64 // continuous, per year
	decay      float64 // of hashprice and of the price of machines, continuous, per year
	gain       float64 // of the efficiency of new machines, continuous, per year
	life, lag  float64 // years
	most       float64 // per epoch
}

// buyer fills what the words leave open. The pool's fee makes both the electricity and the machine dearer by 1/(1 − f).
func (b Buying) buyer(w World) buyer {
	fee := orElse(b.PoolFee, w.PoolFee)
	power := w.PowerUSDPerMWh
	if b.Power != nil {
		power = b.Power.Amount
	}
	price := w.NewestUSDPerTH
	if b.RigPrice != nil {
		price = b.RigPrice.Amount
	}
	years := func(given *unit.Duration, standard float64) float64 {
		if given == nil {
			return standard
		}
		return given.InYears()
	}
	return buyer{
		usdPerPHs: 1000 * price / (1 - fee), efficiency: orElse(b.Efficiency, w.NewestJTH),
		perJTH:   BreakEven(1, orElse(b.PUE, w.PUE), power, fee),
		discount: math.Log1p(orElse(b.Discount, w.Discount)), decay: -math.Log1p(-orElse(b.Decline, w.PriceFall)),
		life: years(b.Life, w.LifeYears), lag: years(b.Lag, w.LagYears), most: orElse(b.Most, w.MostPerEpoch),
	}
}

// newest is the efficiency of the machines that are on offer, J/TH, in years after the hand-over.
func (b *buyer) newest(years float64) float64 { return b.efficiency * math.Exp(-b.gain*years) }

// barrier is the hashprice above which machines are bought, USD/PH/day, in years after the hand-over.
func (b *buyer) barrier(years float64) float64 {
	return EntryBarrier(b.usdPerPHs*math.Exp(-b.decay*years), b.perJTH*b.newest(years), b.discount, b.decay, b.life)
}

// order is machines that are under way.
type order struct {
	due        float64 // years after the hand-over
	phs        float64 // PH/s
	efficiency float64 // J/TH
}

// book is the orders, first come first.
type book []order

// pending is the hashrate that is under way, PH/s.
func (b book) pending() float64 {
	sum := 0.0
	for _, o := range b {
		sum += o.phs
	}
	return sum
}

// take delivers what is due first, at most a hashrate in PH/s; ok is false where nothing is.
func (b *book) take(years, most float64) (part order, ok bool) {
	const instant = 1e-9 // years
	if len(*b) == 0 || most <= 0 || (*b)[0].due > years+instant {
		return order{}, false
	}
	first := &(*b)[0]
	part = *first
	part.phs = math.Min(first.phs, most)
	if first.phs -= part.phs; first.phs <= 0 {
		*b = (*b)[:copy(*b, (*b)[1:])]
	}
	return part, true
}
