package network

import (
	"math"
	"slices"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Vintage lets the rest of the world buy, stop, start and scrap machines, on a table of machines by age and by
// price of electricity. Each epoch, in this order: machines are scrapped, those bought together evenly over the
// year around their age; those that do not earn their electricity stand, and after a patience they are scrapped
// too; while hashprice is above the entry barrier of the newest machine, as much is ordered as brings it back to
// the barrier; what was ordered a lag ago is installed where it earns its electricity, no more in one epoch than
// can be built. Hashrate goes a part of the way to that of the machines that earn their electricity.
//
// At the hand-over the table is that of World, in such a number that the hashprice of the record brings its
// hashrate. New machines become cheaper by the decline and more efficient by the improvement. Machines do not move
// to cheaper electricity.
type Vintage struct {
	Buying      `yaml:",inline"`
	Improvement *unit.AnnualRate `yaml:"improvement,omitempty"` // of the efficiency of new machines, effective annual; nil: that of World
	Scatter     *unit.Number     `yaml:"scatter,omitempty"`     // standard deviation of the logarithm of prices of electricity, 0 to 2; nil: that of World
	Age         *unit.Duration   `yaml:"age,omitempty"`         // mean age at which machines are scrapped, half a year to 30 years; nil: that of World
	Patience    *unit.Duration   `yaml:"patience,omitempty"`    // how long machines stand before they are scrapped; nil: that of World
	Speed       *unit.EpochRate  `yaml:"speed,omitempty"`       // of stopping and starting, more than 0, to 100 %/epoch; nil: 30 %/epoch
	Noise       *unit.EpochRate  `yaml:"noise,omitempty"`       // standard deviation of ln of what is installed, per epoch; nil: StructuralNoise
	At          conf.Pos         `yaml:"-"`
}

// scrapping is over how many years machines that were bought together are scrapped. The machines at the hand-over
// are in lots of a whole year of age, each at its middle: over one year they go as machines bought evenly over that
// year do.
const scrapping = 1.0

// Check returns everything that is wrong with the words.
func (w Vintage) Check(at *conf.Node) []conf.Problem {
	problems := append(w.Buying.Check(at), checkDecline(at.Get("improvement"), w.Improvement)...)
	if w.Scatter != nil && (*w.Scatter < 0 || *w.Scatter > 2) {
		problems = append(problems, conf.Problemf(at.Get("scatter"), "%s is not a scatter of prices; it is from 0 to 2 in the logarithm", w.Scatter))
	}
	if w.Age != nil && !(w.Age.InYears() >= 0.5 && w.Age.InYears() <= 30) {
		problems = append(problems, conf.Problemf(at.Get("age"), "%s is not an age at which machines are scrapped; it is from 6 months to 30 years", w.Age))
	}
	problems = append(problems, checkSpeed(at.Get("speed"), w.Speed)...)
	return append(problems, checkNoise(at.Get("noise"), w.Noise)...)
}

// Describe says what was understood.
func (w Vintage) Describe() string {
	return "entry of new machines" + w.describe() + ", shutdown and scrapping by age and price of power"
}

// Bind builds the table. Where history leads up to the hand-over, some of it must earn its electricity there.
func (w Vintage) Bind(b Binding) (Response, []conf.Problem) {
	world := b.World
	world.PUE, world.PoolFee = orElse(w.PUE, world.PUE), orElse(w.PoolFee, world.PoolFee)
	world.PowerScatter = orElse(w.Scatter, world.PowerScatter)
	world.EfficiencyGain = orElse(w.Improvement, world.EfficiencyGain)
	if w.Power != nil {
		world.PowerUSDPerMWh = w.Power.Amount
	}
	r := &vintage{
		buyer: w.buyer(b.World), fleet: world.fleet(b.HandOver), age: world.RigLifeYears, patience: world.PatienceInHours,
		speed: orElse(w.Speed, switching), noise: noiseOf(w.Noise),
		last: b.LastHashprice,
	}
	r.gain = -math.Log1p(-world.EfficiencyGain)
	if w.Age != nil {
		r.age = w.Age.InYears()
	}
	if w.Patience != nil {
		r.patience = w.Patience.InHours()
	}
	r.fleet.Scrap(0, r.age, scrapping)
	if share := r.fleet.Active(b.Target) / r.fleet.Installed(); b.Replay && b.Target > 0 && share < alwaysOn {
		return nil, []conf.Problem{cannotBeTheNetwork(w.At, b.Target, share)}
	}
	return r, nil
}

// vintage is the bound response.
type vintage struct {
	buyer
	fleet        *Fleet // at the hand-over, up to a factor; nobody changes it
	age          float64
	patience     float64 // h
	speed, noise float64 // per epoch
	last         float64 // hashprice at which the record ran, USD/PH/day; 0 if unknown
}

// Start returns a course at whose beginning nothing is known of how much is installed.
func (r *vintage) Start() Course { return &vintageCourse{vintage: r} }

// vintageCourse remembers the machines and the orders.
type vintageCourse struct {
	*vintage
	machines *Fleet // nil before the hand-over
	orders   book
}

// Copy returns a course that goes on by itself.
func (c *vintageCourse) Copy() Course {
	copied := *c
	copied.orders = slices.Clone(c.orders)
	if c.machines != nil {
		copied.machines = c.machines.Copy()
	}
	return &copied
}

// Scale multiplies the machines.
func (c *vintageCourse) Scale(factor float64) {
	if c.machines != nil {
		c.machines.Scale(factor)
	}
}

// Next scraps, stops, orders, delivers and starts.
func (c *vintageCourse) Next(s State) float64 {
	if s.Worthless {
		return s.HashratePHs // nothing to go by
	}
	if c.machines == nil {
		c.machines = c.fleet.Copy()
		active := math.Max(c.machines.Active(handedOver(c.last, s)), alwaysOn*c.machines.Installed())
		c.machines.Scale(s.StartPHs / active)
	}
	f, change := c.machines, math.Exp(c.noise*s.Noise)
	f.Scale(change)
	f.Scrap(s.Years, c.age, scrapping)
	f.Wait(s.Hashprice, s.EpochHours, c.patience)
	c.buy(s)
	room, arrived := c.most*s.HashratePHs, 0.0
	for o, ok := c.orders.take(s.Years, room); ok; o, ok = c.orders.take(s.Years, room-arrived) {
		f.Add(s.Years, o.efficiency, o.phs, s.Hashprice)
		arrived += o.phs
	}
	installed := f.Installed()
	goal := math.Max(f.Active(s.Hashprice), alwaysOn*installed)
	floor := alwaysOn * installed
	if installed < alwaysOn*s.StartPHs { // patience has emptied the table: those who always run are left, or the chain would stand still
		floor = alwaysOn * s.StartPHs
	}
	return math.Max(math.Min(towards(s.HashratePHs*change+arrived, goal, c.speed), installed), floor)
}

// buy orders what brings hashprice back to the barrier. It goes by revenue, not by the hashprice that luck in
// finding blocks has moved for one epoch: nobody buys machines for years because blocks came late in a fortnight.
func (c *vintageCourse) buy(s State) {
	barrier, hashprice := c.barrier(s.Years), s.RevenueUSDPerDay/s.NetworkPHs
	if !(hashprice > barrier) {
		return
	}
	own := s.NetworkPHs - s.HashratePHs
	missing := s.RevenueUSDPerDay/barrier - own - c.machines.Active(hashprice) - c.orders.pending()
	if missing > 0 {
		c.orders = append(c.orders, order{due: s.Years + c.lag, phs: missing, efficiency: c.newest(s.Years)})
	}
}

const vintageDoc = "machines are bought, stopped and scrapped, on a table by age and price of power"

const vintageExample = `# The rest of the world as a table of machines by age and price of power: entry, shutdown and scrapping together.
response: vintage
rig_price: 11 USD/TH         # default 11 USD/TH (seeds: newest_rig_usd_per_th); of new machines at the hand-over
efficiency: 13.5 J/TH        # default 13.5 J/TH (seeds: newest_rig_j_per_th); of these machines
power: 45 USD/MWh            # default 45 USD/MWh; median of the prices of electricity, in USD
scatter: 0.35                # default 0.35; standard deviation of the logarithm of these prices
pue: 1.10                    # default 1.10 (seeds: world_pue)
pool_fee: 2 %                # default 2 %
discount: 15 %/year          # default 15 %/year; effective annual rate
decline: 25 %/year           # default 25 %/year; fall of hashprice that a buyer expects, and of the price of new machines
improvement: 16 %/year       # default 16 %/year; by how much less new machines need
life: 4 years                # default 4 years; that a buyer counts on
lag: 6 months                # default 6 months; from the order to the first hash
most: 21 %/epoch             # default 21 %/epoch; of hashrate that one epoch can add
age: 5 years                 # default 5 years; mean age at which machines are scrapped, half a year either way
patience: 12 months          # default 12 months; how long machines stand before they are scrapped
speed: 30 %/epoch            # default 30 %/epoch; of stopping and starting
noise: 4.1 %/epoch           # default 4.1 %/epoch; scatter of what is installed per epoch, in draws only
`
