package network

import (
	"fmt"
	"math"
	"slices"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Entry lets the rest of the world buy machines when they are worth their price, and only then. There is a
// hashprice above which a new machine is (EntryBarrier). While hashprice is above it, as much is ordered as brings
// it back to the barrier, orders under way counted; machines arrive after a lag, and an epoch adds no more than can
// be built. So hashprice is reflected at the barrier, with a delay. Price and running cost of new machines fall by
// the decline, and the barrier with them, because the value of a machine is homogeneous in hashprice and running
// cost. Below the running cost of the newest machine, hashrate stops until the rest earns it.
//
// All machines are alike and do not age: what the network looks like inside is the subject of vintage.
type Entry struct {
	Buying `yaml:",inline"`
	Noise  *unit.EpochRate `yaml:"noise,omitempty"` // standard deviation of ln of what is installed, per epoch; nil: StructuralNoise
}

// Check returns everything that is wrong with the words.
func (w Entry) Check(at *conf.Node) []conf.Problem {
	return append(w.Buying.Check(at), checkNoise(at.Get("noise"), w.Noise)...)
}

// Describe says what was understood: "entry of machines at 15 USD/TH".
func (w Entry) Describe() string { return "entry of new machines" + w.describe() }

// describe says what the words give: " of 17.5 J/TH at 15 USD/TH and 45 USD/MWh".
func (b Buying) describe() string {
	text := ""
	if b.Efficiency != nil {
		text += fmt.Sprintf(" of %s", b.Efficiency)
	}
	if b.RigPrice != nil {
		text += fmt.Sprintf(" at %s", b.RigPrice)
	}
	if b.Power != nil {
		text += fmt.Sprintf(" that pay %s", b.Power)
	}
	return text
}

// Bind fills what the words leave open.
func (w Entry) Bind(b Binding) (Response, []conf.Problem) {
	r := &entry{buyer: w.buyer(b.World), noise: noiseOf(w.Noise)}
	r.gain = r.decay // running cost falls with the price, so that the barrier does
	r.atStart = r.barrier(0)
	return r, nil
}

// entry is the bound response.
type entry struct {
	buyer
	noise   float64 // per epoch
	atStart float64 // barrier at the hand-over, USD/PH/day
}

// Start returns a course without orders.
func (r *entry) Start() Course { return &entryCourse{entry: r} }

// entryCourse remembers what is installed and what is under way.
type entryCourse struct {
	*entry
	installed float64 // PH/s; 0 before the hand-over
	orders    book
}

// Copy returns a course that goes on by itself.
func (c *entryCourse) Copy() Course {
	copied := *c
	copied.orders = slices.Clone(c.orders)
	return &copied
}

// Scale multiplies what is installed.
func (c *entryCourse) Scale(factor float64) { c.installed *= factor }

// Next orders, delivers and stops.
func (c *entryCourse) Next(s State) float64 {
	if s.Worthless {
		return s.HashratePHs // nothing to go by
	}
	if c.installed == 0 {
		c.installed = s.HashratePHs
	}
	c.installed *= math.Exp(c.noise * s.Noise)
	fallen := math.Exp(-c.decay * s.Years)
	revenue, own := s.RevenueUSDPerDay, s.NetworkPHs-s.HashratePHs
	if barrier := c.atStart * fallen; revenue > barrier*s.NetworkPHs {
		if missing := revenue/barrier - own - c.installed - c.orders.pending(); missing > 0 {
			c.orders = append(c.orders, order{due: s.Years + c.lag, phs: missing})
		}
	}
	room := c.most * c.installed
	for arrived, ok := c.orders.take(s.Years, room); ok; arrived, ok = c.orders.take(s.Years, room) {
		c.installed += arrived.phs
		room -= arrived.phs
	}
	earns := revenue/(c.perJTH*c.efficiency*fallen) - own
	return math.Max(math.Min(c.installed, earns), alwaysOn*c.installed)
}

const entryDoc = "machines are ordered when they are worth their price, and arrive after a lag"

const entryExample = `# The rest of the world buys machines while hashprice is above what makes a new one worth its price; what it has stays.
response: entry
rig_price: 15 USD/TH         # default 11 USD/TH (seeds: newest_rig_usd_per_th); of new machines at the hand-over
efficiency: 17.5 J/TH        # default 13.5 J/TH (seeds: newest_rig_j_per_th); of these machines
power: 45 USD/MWh            # default 45 USD/MWh; what a buyer pays, in USD
pue: 1.05                    # default 1.10 (seeds: world_pue)
pool_fee: 2 %                # default 2 %
discount: 15 %/year          # default 15 %/year; effective annual rate
decline: 25 %/year           # default 25 %/year; fall of hashprice that a buyer expects, and of price and running cost of new machines
life: 4 years                # default 4 years; that a buyer counts on
lag: 6 months                # default 6 months; from the order to the first hash
most: 21 %/epoch             # default 21 %/epoch; of hashrate that one epoch can add
noise: 4.1 %/epoch           # default 4.1 %/epoch; scatter of what is installed per epoch, in draws only
`
