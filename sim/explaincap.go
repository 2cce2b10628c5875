package sim

import (
	"fmt"

	"hashwatt/sim/limit"
)

// capText says in what way a limit on power holds the site in the hour.
func (e *explainer) capText(r *rulings, l int32) string {
	name, mw := e.name(l), max(0, r.CapMW)
	if r.still >= 0 {
		g := &e.problem.Budgets.Groups[r.over]
		return fmt.Sprintf("the site is shut down by %s until %s, because it used more than %.6g MWh in %s",
			name, e.clock(r.still), g.BudgetMWh, g.Label)
	}
	entry := &e.facts.Limits[l]
	switch k := entry.Kind.(type) {
	case *limit.Ban:
		return name + " is in force"
	case *limit.Power:
		return e.powerText(k, l, mw)
	case *limit.Registration:
		at := e.places(l)
		registered := k.Registered(&at.Sites[at.own])
		if e.hour < registered {
			return fmt.Sprintf("by %s it is not registered until %s, and may draw %.4g MW without that",
				name, e.clock(registered), mw)
		}
		return fmt.Sprintf("by %s only a part of it registers, and with what the owners of the rest may use it may draw %.4g MW", name, mw)
	case *limit.LicenceQueue:
		at := e.places(l)
		granted := k.Granted(&at.Input)[at.own]
		if granted >= at.Hours {
			return fmt.Sprintf("it gets no permit from %s before the end of the scenario", name)
		}
		return fmt.Sprintf("it waits for its permit from %s until %s", name, e.clock(granted))
	case *limit.Household:
		return fmt.Sprintf("the %s households of %s may draw %.4g MW in this month", k.Households, name, mw)
	case *limit.Curtailment:
		return fmt.Sprintf("it is called by %s to draw %.4g MW at most", name, mw)
	case *limit.Interruption:
		return fmt.Sprintf("%s interrupts it in this hour and leaves it %.4g MW", name, mw)
	case *limit.DemandResponse:
		text := fmt.Sprintf("it is called by %s to draw %.4g MW at most", name, mw)
		if k.Payment != nil {
			text += fmt.Sprintf(", for %s that it gives up", k.Payment)
		}
		return text
	}
	return fmt.Sprintf("%s lets it draw %.4g MW at most", name, mw)
}

// powerText says how a limit on power comes to what the site may draw.
func (e *explainer) powerText(p *limit.Power, l int32, mw float64) string {
	name, sites := e.name(l), len(e.facts.Limits[l].Sites)
	part := fmt.Sprintf("its part of %s is %.4g MW", name, mw)
	switch {
	case p.Each || sites == 1:
		return fmt.Sprintf("%s lets the site draw %.4g MW at most", name, mw)
	case p.Sharing() == limit.MaxMin:
		return part + fmt.Sprintf(", shared by %d sites so that the least has the most it can", sites)
	case p.Sharing() == limit.Priority:
		return part + ", what those before it in the order of priority leave"
	case p.Sharing() == limit.Grandfathered:
		return part + fmt.Sprintf(", by what stood on %s", p.Reference)
	}
	return part + fmt.Sprintf(", shared pro rata by %d sites", sites)
}

// placed is what a limit is worked out with as far as days and permits go, and the place of the site in it.
type placed struct {
	limit.Input
	own int
}

// places returns the sites that a limit holds.
func (e *explainer) places(l int32) *placed {
	out := &placed{Input: limit.Input{Axis: e.facts.Axis, Hours: e.problem.Hours}}
	for _, i := range e.facts.Limits[l].Sites {
		s := &e.facts.Sites[i]
		if i == e.site {
			out.own = len(out.Sites)
		}
		region := &e.facts.Regions[s.Region]
		out.Sites = append(out.Sites, limit.Held{
			ID: s.ID, Operator: s.Operator, Civil: region.Civil, Workdays: region.Workdays, Online: s.OnlineHour, Since: s.Online,
			PowerMW: s.PowerMW, Isolated: s.Isolated,
		})
	}
	return out
}
