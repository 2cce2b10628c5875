package claim

import (
	"fmt"
	"math"

	"hashwatt/seeds"
	"hashwatt/sim/calendar"
)

// Claim is what somebody says of a period. A number that is not said is 0.
type Claim struct {
	From, To calendar.Date // UTC days, both inclusive

	Machines    []Machines
	HashratePHs float64 // mean of the period
	JPerTH      float64 // of the machines
	PowerMW     float64 // of the connection, or the mean of the period
	EnergyMWh   float64 // at the meter
	GasM3       float64 // burnt to make the electricity
	BTC         float64
	Blocks      float64
	RevenueUSD  float64

	OwnPool     bool    // the coins are those of blocks of one's own; else a pool paid for every share
	FeeShare    float64 // of the coins, where HasFeeShare; else the fees on record count
	HasFeeShare bool
}

// Machines is a number of machines of one kind.
type Machines struct {
	Rig   seeds.Rig
	Count float64
}

// Quantity is one thing that a claim says.
type Quantity string

// The quantities of a claim, in the order in which they are compared.
const (
	Rigs       Quantity = "machines"
	Hashrate   Quantity = "hashrate"
	Efficiency Quantity = "efficiency"
	Power      Quantity = "power"
	Energy     Quantity = "energy"
	Gas        Quantity = "gas"
	Coins      Quantity = "coins"
	Blocks     Quantity = "blocks"
	Revenue    Quantity = "revenue"
)

// What a quantity may be held against beside another one.
const (
	Network Quantity = "network" // the hashrate of the whole network in the period
	Market  Quantity = "market"  // the machines on sale at its end
)

// Stated returns the quantities that the claim states.
func (c *Claim) Stated() []Quantity {
	var list []Quantity
	for _, q := range c.numbers() {
		if q.value != 0 {
			list = append(list, q.name)
		}
	}
	return list
}

// number is a quantity and its value in its base unit.
type number struct {
	name  Quantity
	value float64
}

// numbers returns all quantities in order, those that are not said with 0.
func (c *Claim) numbers() []number {
	return []number{
		{Rigs, c.ratedPHs()},
		{Hashrate, c.HashratePHs},
		{Efficiency, c.JPerTH},
		{Power, c.PowerMW},
		{Energy, c.EnergyMWh},
		{Gas, c.GasM3},
		{Coins, c.BTC},
		{Blocks, c.Blocks},
		{Revenue, c.RevenueUSD},
	}
}

// ratedPHs returns the hashrate of all machines at their rating, PH/s.
func (c *Claim) ratedPHs() float64 {
	sum := 0.0
	for _, m := range c.Machines {
		sum += m.Count * m.Rig.HashrateTHs / 1e3
	}
	return sum
}

// ratedMW returns the power of all machines at their rating, MW.
func (c *Claim) ratedMW() float64 {
	sum := 0.0
	for _, m := range c.Machines {
		sum += m.Count * m.Rig.PowerW / 1e6
	}
	return sum
}

// check returns what makes the claim one that cannot be looked at, if anything does.
func (c *Claim) check() error {
	for _, q := range c.numbers() {
		if !(q.value >= 0) || math.IsInf(q.value, 0) {
			return fmt.Errorf("the %s of %v cannot be; give a number of more than zero", q.name, q.value)
		}
	}
	if c.FeeShare < 0 || c.FeeShare >= 1 {
		return fmt.Errorf("a fee share of %v cannot be; it lies from 0 %% to below 100 %% of the coins", c.FeeShare)
	}
	if stated := c.Stated(); len(stated) < 2 {
		return fmt.Errorf("%d of the claim's quantities can be compared; state at least two of machines, hashrate, efficiency, power, energy, gas, coins, blocks, revenue", len(stated))
	}
	return nil
}
