package limit

import (
	"fmt"
	"strings"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Cycling is what it takes to switch the machines of each site. It is a fact of the plant and holds at all times.
type Cycling struct {
	Up        *unit.Duration      `yaml:"up,omitempty"`         // whole hours that a class of machines, any block of it, stays on at least; nil: none
	Down      *unit.Duration      `yaml:"down,omitempty"`       // and off, all its blocks
	Start     *unit.MoneyPerPower `yaml:"start,omitempty"`      // of each MW of the class or block that is switched on, also where a cap lets less of it run
	ColdStart *unit.Minutes       `yaml:"cold_start,omitempty"` // of full revenue that a start loses
	Blocks    int                 `yaml:"blocks,omitempty"`     // in which a class is switched; 0: as one
	RampUp    int                 `yaml:"ramp_up,omitempty"`    // blocks that may be added from one hour to the next; 0: any
	RampDown  int                 `yaml:"ramp_down,omitempty"`  // blocks that may be taken away
}

// The schedule of a site is found over its blocks and the hours that it owes, which these bound.
const (
	mostBlocks = 100
	mostHours  = 168 // a week
)

// Check returns what is wrong with the words.
func (c *Cycling) Check(at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	add := func(key, format string, args ...any) {
		problems = append(problems, conf.Problemf(at.Get(key), format, args...))
	}
	problems = append(problems, checkHours(at, "up", c.Up)...)
	problems = append(problems, checkHours(at, "down", c.Down)...)
	if c.Start != nil && c.Start.Amount == 0 {
		add("start", "%s is no cost; write what a start costs, or leave it out", c.Start)
	}
	if c.ColdStart != nil && *c.ColdStart == 0 {
		add("cold_start", "0 min lose nothing; write how long a start takes until the machines earn, or leave it out")
	}
	if c.ColdStart != nil && *c.ColdStart > mostHours*60 {
		add("cold_start", "%s is longer than a week; no machine takes that long to start", c.ColdStart)
	}
	if at.Get("blocks") != nil && (c.Blocks < 1 || c.Blocks > mostBlocks) {
		add("blocks", "%d is not 1 to %d blocks", c.Blocks, mostBlocks)
		return problems
	}
	for _, ramp := range []struct {
		key    string
		blocks int
	}{{"ramp_up", c.RampUp}, {"ramp_down", c.RampDown}} {
		switch {
		case at.Get(ramp.key) == nil:
		case at.Get("blocks") == nil:
			add(ramp.key, `counts blocks; add for example "blocks: 4", or leave %s out`, ramp.key)
		case ramp.blocks < 1:
			add(ramp.key, "with %d blocks per hour nothing moves; write 1 or more, or leave it out", ramp.blocks)
		case ramp.blocks > c.Blocks:
			add(ramp.key, "there are only %d blocks; write fewer, or leave it out where all of them may be switched at once", c.Blocks)
		}
	}
	if len(problems) == 0 && *c == (Cycling{}) {
		add("", `says nothing of switching; add up, down, start, cold_start or blocks, as "up: 4 h"`)
	}
	return problems
}

// checkHours refuses what is not a number of hours that the schedule of a site can look ahead.
func checkHours(at *conf.Node, key string, d *unit.Duration) []conf.Problem {
	if d == nil {
		return nil
	}
	switch hours := d.InHours(); {
	case hours > mostHours:
		return []conf.Problem{conf.Problemf(at.Get(key), "%s is longer than %d h; write up to a week", d, mostHours)}
	case hours < 1 || hours != float64(int(hours)):
		return []conf.Problem{conf.Problemf(at.Get(key), `%s is not a number of whole hours; write 1 h or more, or leave %s out`, d, key)}
	}
	return nil
}

// Describe says what was understood: "the machines of each class at each site stay on for 4 h and off for 2 h at
// least, and are switched as one".
func (c *Cycling) Describe() string {
	var parts []string
	switch {
	case c.Up != nil && c.Down != nil:
		parts = append(parts, fmt.Sprintf("stay on for %s and off for %s at least", c.Up, c.Down))
	case c.Up != nil:
		parts = append(parts, fmt.Sprintf("stay on for %s at least", c.Up))
	case c.Down != nil:
		parts = append(parts, fmt.Sprintf("stay off for %s at least", c.Down))
	}
	of := "the whole class"
	if c.Blocks > 1 {
		of = "a whole block"
	}
	switch {
	case c.Start != nil && c.ColdStart != nil:
		parts = append(parts, fmt.Sprintf("cost %s and %s of revenue of %s to start", c.Start, c.ColdStart, of))
	case c.Start != nil:
		parts = append(parts, fmt.Sprintf("cost %s of %s to start", c.Start, of))
	case c.ColdStart != nil:
		parts = append(parts, fmt.Sprintf("lose %s of revenue of %s when they start", c.ColdStart, of))
	}
	text := "are switched as one"
	if c.Blocks > 1 {
		text = fmt.Sprintf("are switched in %d blocks", c.Blocks)
	}
	switch {
	case c.RampUp > 0 && c.RampDown > 0:
		text += fmt.Sprintf(", up by %d and down by %d an hour at most", c.RampUp, c.RampDown)
	case c.RampUp > 0:
		text += fmt.Sprintf(", up by %d an hour at most", c.RampUp)
	case c.RampDown > 0:
		text += fmt.Sprintf(", down by %d an hour at most", c.RampDown)
	}
	if len(parts) > 0 {
		text = strings.Join(parts, ", ") + ", and " + text
	}
	return "the machines of each class at each site " + text
}

// Currency returns that of a start.
func (c *Cycling) Currency() unit.Currency {
	if c.Start == nil {
		return ""
	}
	return unit.Currency(c.Start.Currency)
}

// Rule switches the machines of each site by themselves.
func (c *Cycling) Rule(*Input) (Rule, error) {
	cycle := &Cycle{UpHours: wholeHours(c.Up), DownHours: wholeHours(c.Down), Blocks: max(c.Blocks, 1), RampUp: c.RampUp, RampDown: c.RampDown}
	if c.Start != nil {
		cycle.StartPerMW = c.Start.Amount
	}
	if c.ColdStart != nil {
		cycle.ColdHours = float64(*c.ColdStart) / 60
	}
	return Rule{Cycle: cycle}, nil
}

// wholeHours is a duration that passed its check in hours, 0 for none.
func wholeHours(d *unit.Duration) int {
	if d == nil {
		return 0
	}
	return int(d.InHours())
}

const cyclingDoc = "minimum time on and off, the cost of a start, and machines that are switched in blocks"

const cyclingExample = `# What it takes to switch machines on and off, at each site.
type: cycling
name: cycling                # how the report calls it; default: the type
up: 4 h                      # default: none; whole hours that the machines of a class stay on at least, up to a week: some block of it
down: 2 h                    # default: none; and off: once all its blocks are
start: 5 USD/MW              # default: nothing; what each MW of a class or block costs, all of it that the connection feeds, also where a cap lets a part run
cold_start: 10 min           # default: none; of full revenue, of the same MW, that a start loses
blocks: 4                    # default 1: all machines of a class run or none; equal parts that are switched by themselves, up to 100
ramp_up: 2                   # default: any; blocks that may be switched on from one hour to the next
ramp_down: 2                 # default: any; blocks that may be switched off
applies_to:                  # default: where the limit stands; a site fits that fits every line
  region: komi               # one id or a list of ids in each line
  operator: BitRiver
  country: RU
  program: [komi_15]
  sites: [mikun, sindor]
source: project_assumption   # default: assumed by the scenario; a row of the seeds' sources
confidence: assumed          # default: none stated
`
