package reports

import (
	"slices"

	"hashwatt/sim/limit"
)

// kindWords explain the kinds of limits, by their names in a scenario.
var kindWords = map[string]Term{
	"energy":          {"quota", "an amount of energy that a site, or several together, may draw in a period; within it they choose their hours"},
	"interruption":    {"interruption", "a right of the supplier to stop a site for at most so many hours of a period, mostly against a lower price or a payment"},
	"household":       {"household limit", "so much energy a month that a household without registration may mine with"},
	"registration":    {"registration", "the entry of a miner in the state’s register; until then the household limit holds"},
	"licence_queue":   {"licence queue", "permits or connections of which so many are given in a period, first come first served"},
	"penalty":         {"penalty", "a limit that may be exceeded: it costs a price or a fine, or the site is shut down for some days"},
	"curtailment":     {"curtailment", "calls of the grid to draw less in certain hours"},
	"demand_response": {"demand response", "a contract by which a site stands still when power is dear, and is paid for it"},
	"carbon":          {"carbon cap", "tonnes of CO₂ that the power of some sites may cause in a period"},
	"cycling":         {"cycling", "what it takes to switch machines: least times on and off, a cost of each start, blocks"},
	"hysteresis":      {"hysteresis", "a controller that waits: it stops machines only after some hours that do not pay, and resumes only after some that do"},
}

// shareWords explain the ways in which sites share a limit on power.
var shareWords = map[limit.Share]Term{
	limit.ProRata:       {"pro rata", "shared in proportion to what each site could draw"},
	limit.MaxMin:        {"max-min", "shared evenly; what some leave goes to the others in the same way"},
	limit.Priority:      {"priority", "the first in order takes what it can, then the second, and so on"},
	limit.Grandfathered: {"grandfathered", "shared by what stood on a day of reference, for good"},
	limit.Merit:         {"merit order", "shared hour by hour so that those run first who earn most by a megawatt-hour"},
	limit.Auction:       {"auction", "shared by merit, and whoever draws pays the state what one more megawatt-hour would be worth"},
}

// limitWords explain what the section of limits speaks of, as far as the page does.
func (b *builder) limitWords() (words []Term) {
	if len(b.p.Limits) == 0 {
		return nil
	}
	add := func(t Term) {
		if !slices.Contains(words, t) {
			words = append(words, t)
		}
	}
	add(Term{"shadow price", "what one more megawatt-hour under a limit would be worth to those whom it holds back"})
	for l := range b.p.Limits {
		if t, ok := kindWords[b.p.Limits[l].Kind]; ok {
			add(t)
		}
		if p, ok := b.w.Limits[l].Kind.(*limit.Power); ok {
			if t, ok := shareWords[p.Sharing()]; ok && len(b.p.Limits[l].Sites) > 1 {
				add(t)
			}
		}
	}
	if len(b.r.Leaks) > 0 {
		add(Term{"leakage", "what a limit moves to others: sites that it does not hold, and the rest of the world, which hashes more where difficulty falls"})
	}
	if len(b.r.Looks) > 0 {
		add(Term{"foresight", "what operators know when they spread a quota over time: all that comes (perfect), today’s hashprice held (rolling), or nothing (myopic)"})
	}
	return words
}
