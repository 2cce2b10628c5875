package sim

import (
	"fmt"
)

// switchText says why the controller or the cycle of a site keeps a tranche off, or part of it.
func (e *explainer) switchText(r *rulings, k int) string {
	s := &e.problem.Sites[e.site]
	now := &r.now[k]
	if b := s.Band; b != nil {
		even := r.Price + r.items[k].Margin
		return fmt.Sprintf("the controller of %s waits until power has cost less than %.2f USD/MWh, %.4g %% of its break-even price, for %s in a row; so far it has for %d",
			e.name(b.Limit), b.Resume*even, 100*b.Resume, hoursText(b.ResumeHours), now.Hours)
	}
	c := s.Cycle
	name := e.name(c.Limit)
	was := func(on bool) bool { return e.was != nil && (e.was[k].Blocks > 0) == on }
	switch {
	case now.Blocks == 0 && was(false) && e.was[k].Owed > 0:
		return fmt.Sprintf("%s keeps it off for its minimum of %s, until %s",
			name, hoursText(c.Down), e.clock(e.hour+e.was[k].Owed))
	case now.Blocks == 0 && was(true):
		return fmt.Sprintf("by %s it is switched off here already: with the hours that follow it earns less than it saves%s", name, e.asked())
	case now.Blocks == 0:
		text := fmt.Sprintf("by %s it is not worth a start", name)
		switch {
		case now.StartUSD > 0 && c.Up > 1:
			return text + fmt.Sprintf(", which costs %.2f USD and keeps it on for %s: the hours from here earn less%s",
				now.StartUSD, hoursText(c.Up), e.asked())
		case now.StartUSD > 0:
			return text + fmt.Sprintf(", which costs %.2f USD: the hours from here earn less%s",
				now.StartUSD, e.asked())
		case c.Up > 1:
			return text + fmt.Sprintf(": it would stay on for %s, whose hours together do not pay%s",
				hoursText(c.Up), e.asked())
		}
		return text + ": the hours from here do not pay" + e.asked()
	case e.was != nil && c.RampUp > 0 && now.Blocks == e.was[k].Blocks+c.RampUp:
		return fmt.Sprintf("%s lets it ramp up by %d of its %d blocks an hour, and %d are on",
			name, c.RampUp, c.Blocks, now.Blocks)
	case e.was != nil && c.RampDown > 0 && now.Blocks == e.was[k].Blocks-c.RampDown:
		return fmt.Sprintf("it ramps down, by %s at most %d of its %d blocks an hour, and %d are still on",
			name, c.RampDown, c.Blocks, now.Blocks)
	}
	return fmt.Sprintf("by %s %d of its %d blocks are on", name, now.Blocks, c.Blocks)
}

// controllerText says in which state a controller has a tranche, and for how long it has counted towards the other;
// empty where there is none.
func (e *explainer) controllerText(r *rulings, k int) string {
	b := e.problem.Sites[e.site].Band
	if b == nil || r.now == nil || !r.Built {
		return ""
	}
	state, than, hours := "off", "cheap enough to resume", b.ResumeHours
	if r.now[k].On > 0 {
		state, than, hours = "on", "dear enough to stop", b.StopHours
	}
	return fmt.Sprintf("%s has it %s; power has been %s for %d of %s in a row",
		e.name(b.Limit), state, than, r.now[k].Hours, hoursText(hours))
}

// atLoss says why a tranche runs in an hour that does not pay.
func (e *explainer) atLoss(r *rulings, k int) (text string, by int32) {
	s, item := &e.problem.Sites[e.site], &r.items[k]
	now := &r.now[k]
	state := "runs"
	if item.EnergyMWh < item.CapacityMWh {
		state = "runs in part"
	}
	text = fmt.Sprintf("%s at a loss of %.2f USD/MWh: ", state, -item.Margin)
	if b := s.Band; b != nil {
		even := r.Price + item.Margin
		return text + fmt.Sprintf("the controller of %s stops it when power has cost more than %.2f USD/MWh, %.4g %% of its break-even price, for %s in a row; so far it has for %d",
			e.name(b.Limit), b.Stop*even, 100*b.Stop, hoursText(b.StopHours), now.Hours), b.Limit
	}
	c := s.Cycle
	name := e.name(c.Limit)
	switch {
	case e.was != nil && e.was[k].Blocks > 0 && e.was[k].Owed > 0:
		text += fmt.Sprintf("%s keeps it on for its minimum of %s, until %s",
			name, hoursText(c.Up), e.clock(e.hour+e.was[k].Owed))
	case e.was != nil && c.RampDown > 0 && now.Blocks > 0 && now.Blocks == e.was[k].Blocks-c.RampDown:
		text += fmt.Sprintf("%s lets it ramp down by %d of its %d blocks an hour", name, c.RampDown, c.Blocks)
	case e.was != nil && c.RampUp > 0 && now.Blocks == e.was[k].Blocks+c.RampUp:
		text += fmt.Sprintf("%s lets it ramp up by %d of its %d blocks an hour, and the hours that follow pay",
			name, c.RampUp, c.Blocks)
	case c.Down > 1 && now.StartUSD > 0:
		text += fmt.Sprintf("by %s it would stay off for %s once it stops, and to start again would cost %.2f USD",
			name, hoursText(c.Down), now.StartUSD)
	case c.Down > 1:
		text += fmt.Sprintf("by %s it would stay off for %s once it stops, which would cost more",
			name, hoursText(c.Down))
	case now.StartUSD > 0:
		text += fmt.Sprintf("by %s to start again would cost %.2f USD, which is more", name, now.StartUSD)
	default:
		text += fmt.Sprintf("by %s it cannot be switched more often", name)
	}
	if item.EnergyMWh < item.CapacityMWh && now.Blocks > 0 {
		text += fmt.Sprintf("; %d of its %d blocks are on", now.Blocks, c.Blocks)
	}
	return text, c.Limit
}

// asked tells what the budgets ask of each hour that a cycle lets run.
func (e *explainer) asked() (text string) {
	for _, a := range e.asks {
		if a.Multiplier > 0 {
			text += fmt.Sprintf(", of which %s asks %.2f USD/MWh",
				e.name(e.problem.Budgets.Groups[a.Group].Limit), a.Multiplier)
		}
	}
	return text
}

func hoursText(n int) string { return fmt.Sprintf("%d h", n) }
