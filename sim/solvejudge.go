package sim

import (
	"fmt"
	"math"
	"strings"

	"hashwatt/sim/kernel"
	"hashwatt/sim/ledger"
	"hashwatt/sim/metric"
	"hashwatt/sim/scenario"
	"hashwatt/sim/unit"
)

// When a target that is met is one that nobody should rely on.
const (
	leastRunning = 0.5    // of what the solved sites could draw
	mostSwing    = 2.0    // the greatest month over the least
	mostMW       = 50_000 // connected power in all
)

// judge adds to what was found how it is reached, and returns what should make its reader careful.
func (s *solver) judge(out *Solved, book *ledger.Ledger, shares *metric.Shares) (list []scenario.Warning) {
	from, to := s.from, s.to
	if !out.share() {
		from, to = 0, len(book.Months)
	}
	sites := s.solvedSites(out)
	var energy, capacity, held float64
	for _, i := range sites {
		for m := from; m < to; m++ {
			energy += book.Sites[i].Lines[m].EnergyMWh
			capacity += book.Sites[i].Lines[m].CapacityMWh
			for _, months := range book.Sites[i].IdleMWh[kernel.ReasonLimit:] {
				held += months[m]
			}
		}
	}
	if capacity > 0 {
		out.Running = energy / capacity
	}
	var month []float64
	if out.share() {
		for _, v := range shares.Find(s.goal.Country).Share[from:to] {
			month = append(month, 100*v)
		}
		out.MinMonth, out.MaxMonth, out.LastMonth = month[0], month[0], month[len(month)-1]
		for _, v := range month {
			out.MinMonth, out.MaxMonth = min(out.MinMonth, v), max(out.MaxMonth, v)
		}
	}
	var subjects []string
	for _, i := range sites {
		subjects = append(subjects, s.facts.Sites[i].ID)
	}
	add := func(kind scenario.WarningKind, value float64, format string, args ...any) {
		list = append(list, scenario.Warning{Kind: kind, Subjects: subjects, Value: value, Text: fmt.Sprintf(format, args...)})
	}
	what, _, _ := strings.Cut(out.Goal, "=")
	what = strings.TrimSpace(what)
	if out.Several {
		add(scenario.SolvedSeveral, out.Factor, "%s both rises and falls with %s; %s is the smallest that reaches %s, and larger ones may reach it too",
			what, out.Path, factorText(out.Factor)+" what the scenario states", s.goal.Value)
	}
	if text := flicker(out, capacity > 0 && energy < leastRunning*(capacity-held), month); text != "" {
		add(scenario.SolvedFlickers, 100*out.Running, "%s = %s is met %s", what, s.goal.Value, text)
		if out.share() {
			list[len(list)-1].Detail = fmt.Sprintf("%.3g to %.3g %%", out.MinMonth, out.MaxMonth)
		}
	}
	if out.TotalMW > mostMW {
		add(scenario.SolvedBeyondScale, out.TotalMW, "%s = %s takes %s of connected power, more than %s; nobody builds that for mining",
			what, s.goal.Value, unit.Amount(out.TotalMW, "MW", 3), unit.Amount(mostMW, "MW", 3))
	}
	return list
}

// flicker says how a target is met by months that differ, or by a plant that stands still; empty where it is met
// steadily.
func flicker(out *Solved, idle bool, month []float64) string {
	swings := out.MaxMonth > mostSwing*out.MinMonth
	when := "in those months"
	if !out.share() {
		when = "over the horizon"
	}
	running := fmt.Sprintf("by a plant that mostly stands still: it runs %.3g %% of the time %s", 100*out.Running, when)
	switch {
	case idle && swings:
		return running + "; the share is " + twoLevels(month)
	case idle:
		return running
	case swings:
		return "by the mean alone: the share is " + twoLevels(month)
	}
	return ""
}

// solvedSites are the sites whose quantities were solved; all where the quantities are of none.
func (s *solver) solvedSites(out *Solved) (list []int) {
	for i := range s.facts.Sites {
		for _, v := range out.Values {
			if strings.HasPrefix(v.Path, "sites."+s.facts.Sites[i].ID+".") {
				list = append(list, i)
				break
			}
		}
	}
	if list == nil {
		for i := range s.facts.Sites {
			list = append(list, i)
		}
	}
	return list
}

// twoLevels tells months apart that are below and above the geometric middle of their range: "at most 4.66 % in 10
// months and at least 30.2 % in 2".
func twoLevels(month []float64) string {
	low, high := math.Inf(1), 0.0
	for _, v := range month {
		low, high = min(low, v), max(high, v)
	}
	middle := math.Sqrt(low * high)
	below, above, most, least := 0, 0, 0.0, math.Inf(1)
	for _, v := range month {
		if v <= middle {
			below, most = below+1, max(most, v)
		} else {
			above, least = above+1, min(least, v)
		}
	}
	months := "months"
	if below == 1 {
		months = "month"
	}
	return fmt.Sprintf("at most %.3g %% in %d %s and at least %.3g %% in %d", most, below, months, least, above)
}
