package network

import (
	"fmt"
	"math"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Shutdown lets the rest of the world run what earns its electricity and stop the rest: the short run, in which
// nobody buys machines.
//
//	H(k+1) = H(k)^(1 − speed) · [installed(t) · S(HP(k+1))]^speed
//
// with the part S of what is installed that breaks even below the hashprice at the new difficulty. What is
// installed is such that the hashprice of the record's last epoch brings the hashrate of the hand-over; it then
// grows, and in draws it scatters. At a speed of 100 % everybody decides in every epoch; where supply is more
// elastic than 1, all then stop and start together in every other epoch, which is a property of the rule and not an
// error of the model. With an elasticity η a speed below 2/(1+η) settles.
type Shutdown struct {
	Segments []InstalledSegment `yaml:"segments,omitempty"` // shares of 100 %; nil: the fleet of World
	PoolFee  *unit.Fraction     `yaml:"pool_fee,omitempty"` // nil: that of World
	Growth   *unit.AnnualRate   `yaml:"growth,omitempty"`   // of what is installed, effective annual, above -100 %; nil: 0
	Speed    *unit.EpochRate    `yaml:"speed,omitempty"`    // more than 0, to 100 %/epoch; nil: 30 %/epoch
	Noise    *unit.EpochRate    `yaml:"noise,omitempty"`    // standard deviation of ln of what is installed, per epoch; nil: StructuralNoise
	At       conf.Pos           `yaml:"-"`
}

// InstalledSegment is a part of what is installed.
type InstalledSegment struct {
	Share      unit.Fraction    `yaml:"share"`         // of the installed hashrate
	Efficiency unit.Efficiency  `yaml:"efficiency"`    // J/TH, at the machine
	Power      unit.EnergyPrice `yaml:"power"`         // in USD, more than zero
	PUE        *unit.Number     `yaml:"pue,omitempty"` // 1 to 3; nil: that of World
}

// switching is the default speed of stopping and starting: prices of electricity that scatter by 35 % give supply
// an elasticity of up to about 4 when half of it is off, and then less than 40 %/epoch settles (2/(1 + 4)).
const switching = 0.3

// Check returns everything that is wrong with the words.
func (w Shutdown) Check(at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	sum := 0.0
	for i, g := range w.Segments {
		place := at.Get("segments").Items[i]
		sum += float64(g.Share)
		problems = append(problems, usdPerMWh(place.Get("power"), g.Power)...)
		problems = append(problems, checkPUE(place.Get("pue"), g.PUE)...)
	}
	if node := at.Get("segments"); w.Segments != nil && math.Abs(sum-1) > 1e-6 {
		problems = append(problems, conf.Problemf(node, "the shares add up to %s; together they are what is installed, 100 %%", unit.Change(math.Round(sum*1e8)/1e8)))
	}
	problems = append(problems, checkFee(at.Get("pool_fee"), w.PoolFee)...)
	if w.Growth != nil {
		problems = append(problems, checkRate(at.Get("growth"), *w.Growth)...)
	}
	problems = append(problems, checkSpeed(at.Get("speed"), w.Speed)...)
	return append(problems, checkNoise(at.Get("noise"), w.Noise)...)
}

// checkSpeed returns what is wrong with the speed of switching, if it is given.
func checkSpeed(at *conf.Node, speed *unit.EpochRate) []conf.Problem {
	if speed != nil && (*speed <= 0 || *speed > 1) {
		return []conf.Problem{conf.Problemf(at, "%s is not a speed of switching; it is more than 0, to 100 %%/epoch", speed)}
	}
	return nil
}

// Describe says what was understood: "shutdown of 2 segments by 100 %/epoch, what is installed growing by 0 %/year".
func (w Shutdown) Describe() string {
	what := "the world's fleet"
	if n := len(w.Segments); n == 1 {
		what = "1 segment"
	} else if n > 1 {
		what = fmt.Sprintf("%d segments", n)
	}
	return fmt.Sprintf("shutdown of %s by %s, what is installed growing by %s", what,
		unit.EpochRate(orElse(w.Speed, switching)), unit.AnnualRate(orElse(w.Growth, 0)))
}

// Bind builds the merit order. Where history leads up to the hand-over, some of it must earn its electricity there.
func (w Shutdown) Bind(b Binding) (Response, []conf.Problem) {
	fee := orElse(w.PoolFee, b.World.PoolFee)
	var list []Segment
	for _, g := range w.Segments {
		list = append(list, Segment{
			HashratePHs: float64(g.Share),
			BreakEven:   BreakEven(float64(g.Efficiency), orElse(g.PUE, b.World.PUE), g.Power.Amount, fee),
		})
	}
	if list == nil {
		world := b.World
		world.PoolFee = fee
		list = world.fleet(b.HandOver).segments()
	}
	r := &shutdown{
		order: NewSupply(list), logGrowth: math.Log1p(orElse(w.Growth, 0)), speed: orElse(w.Speed, switching), noise: noiseOf(w.Noise),
		last: b.LastHashprice,
	}
	if share := r.order.Active(b.Target); b.Replay && b.Target > 0 && share < alwaysOn {
		return nil, []conf.Problem{cannotBeTheNetwork(w.At, b.Target, share)}
	}
	return r, nil
}

// cannotBeTheNetwork says that machines which lose money at a hashprice are not those that hash at it.
func cannotBeTheNetwork(at conf.Pos, hashprice, share float64) conf.Problem {
	return problem(at, "at the hashprice of recent epochs, %.3g USD/PH/day, %.2g %% of these machines earn their electricity, so they cannot be who hashes; check efficiency and power",
		hashprice, 100*share)
}

// shutdown is the bound response.
type shutdown struct {
	order                   *Supply // of 1 PH/s in all
	logGrowth, speed, noise float64 // per year of 8,766 h, per epoch, per epoch
	last                    float64 // hashprice at which the record ran, USD/PH/day; 0 if unknown
}

// Start returns a course at whose beginning nothing is known of what is installed.
func (r *shutdown) Start() Course { return &shutdownCourse{shutdown: r} }

// shutdownCourse remembers what is installed.
type shutdownCourse struct {
	*shutdown
	installed float64 // PH/s; 0 before the hand-over
}

// Copy returns a course that goes on by itself.
func (c *shutdownCourse) Copy() Course {
	copied := *c
	return &copied
}

// Scale multiplies what is installed.
func (c *shutdownCourse) Scale(factor float64) { c.installed *= factor }

// Next runs what earns its electricity at the hashprice of the epoch that begins.
func (c *shutdownCourse) Next(s State) float64 {
	if s.Worthless {
		return s.HashratePHs // nothing to go by
	}
	if c.installed == 0 {
		c.installed = s.StartPHs / c.share(handedOver(c.last, s))
	}
	change := math.Exp(c.logGrowth*s.EpochHours/unit.HoursPerYear + c.noise*s.Noise)
	c.installed *= change
	return towards(s.HashratePHs*change, c.installed*c.share(s.Hashprice), c.speed)
}

// handedOver is the hashprice at which the machines of the hand-over ran, USD/PH/day: that of the record, or of the
// epoch that ended.
func handedOver(last float64, s State) float64 {
	if last > 0 {
		return last
	}
	return math.Exp(s.MeanLogHashprice)
}

// share is the part of what is installed that runs at a hashprice.
func (c *shutdownCourse) share(hashprice float64) float64 {
	return math.Max(c.order.Active(hashprice), alwaysOn)
}

// towards goes a part of the way from one hashrate to another in the logarithm; from nothing, all of it.
func towards(from, to, speed float64) float64 {
	if from <= 0 || to <= 0 || speed == 1 {
		return to
	}
	return math.Exp((1-speed)*math.Log(from) + speed*math.Log(to))
}

const shutdownDoc = "machines stop and start by whether they earn their electricity; nobody buys any"

const shutdownExample = `# The rest of the world runs the machines that earn their electricity at the hashprice of the epoch, and buys none.
response: shutdown
segments:                    # default: the world's fleet of the seeds, five ages of machines at lognormal prices of power
  - share: 60 %              # required; of the installed hashrate, 100 % together
    efficiency: 17.5 J/TH    # required
    power: 45 USD/MWh        # required; in USD
    pue: 1.05                # default 1.10 (seeds: world_pue)
  - {share: 40 %, efficiency: 30 J/TH, power: 38 USD/MWh}
pool_fee: 2 %                # default 2 %
growth: 0 %/year             # default 0 %/year; of what is installed, effective annual rate
speed: 30 %/epoch            # default 30 %/epoch; how much of the way one epoch goes: at 100 % all may stop and start together
noise: 4.1 %/epoch           # default 4.1 %/epoch; scatter of what is installed per epoch, in draws only
`
