package sim

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"hashwatt/sim/conf"
	"hashwatt/sim/kernel"
	"hashwatt/sim/scenario"
)

// How many seconds of one processor the linear programmes of budgets that cross in more than two ways may take by
// estimate: of the central case until it is told, and before it is not played again for a comparison that nobody
// asks for; and of all cases and draws together.
const (
	toldSeconds     = 120
	comparedSeconds = 20
	mostSeconds     = 3 * 3600
)

// affordable refuses a run of some draws whose linear programmes would take hours, before any is solved, and warns
// where they take minutes. It goes by the size of the problem, so that one file has one answer everywhere.
func (r *runner) affordable(draws int) error {
	w := r.problem.ProgramWork()
	if w.Programs == 0 {
		return nil
	}
	others := max(0, len(r.answered())-1)
	all := w.Seconds * float64(1+others+draws)
	if all <= toldSeconds {
		return nil
	}
	text := fmt.Sprintf("the budgets of %s cross in more than two ways: the central case solves some %d linear programmes of up to %d items and %d budgets for them, which takes about %s",
		limitNames(r.problem.Problem, w.Limits), w.Programs, w.Items, w.Budgets, lasting(w.Seconds))
	if others > 0 {
		text += fmt.Sprintf(", as much for each of %d other answers of the rest of the world", others)
	}
	switch {
	case draws == 1:
		text += ", and as much for one draw"
	case draws > 1:
		text += fmt.Sprintf(", and as much for each of %d draws", draws)
	}
	if others+draws > 0 {
		text += fmt.Sprintf(", about %s on one processor", lasting(all))
	}
	if all <= mostSeconds {
		r.warnings = append(r.warnings, scenario.Warning{Kind: scenario.TakesLong, Value: all, Text: text})
		return nil
	}
	fewer := ""
	if n := int(mostSeconds/w.Seconds) - 1 - others; draws > 0 && n >= 0 {
		fewer = fmt.Sprintf("take at most %d draws, ", n)
	}
	return conf.Problems{{Pos: conf.Pos{File: r.file.Name}, Message: text + fmt.Sprintf("; more than %s are refused: ", lasting(mostSeconds)) + fewer +
		"shorten the clock, let one of the limits lie inside another, by giving both the same sites or letting the longer period cover all the sites of the shorter one " +
		"(days, months, quarters and years lie inside one another, weeks lie inside none of them), or leave one out; hashwatt mps writes the programmes for another solver"}}
}

// mostNamed is how many limits a message names before it counts the others.
const mostNamed = 6

// limitNames are limits in quotes, the first of many.
func limitNames(p *kernel.Problem, limits []int32) string {
	var names []string
	for _, l := range limits {
		names = append(names, strconv.Quote(p.Limits[l].Name))
	}
	if n := len(names) - mostNamed; n > 1 {
		return strings.Join(names[:mostNamed], ", ") + fmt.Sprintf(" and %d others", n)
	}
	return strings.Join(names, ", ")
}

// lasting is a time to a person: "a second", "30 seconds", "a minute", "40 minutes", "3 hours".
func lasting(seconds float64) string {
	switch minutes := math.Ceil(seconds / 60); {
	case seconds <= 1:
		return "a second"
	case seconds <= 10:
		return fmt.Sprintf("%.0f seconds", math.Ceil(seconds))
	case seconds <= 50:
		return fmt.Sprintf("%.0f seconds", 10*math.Ceil(seconds/10))
	case minutes <= 1:
		return "a minute"
	case minutes < 100:
		return fmt.Sprintf("%.0f minutes", minutes)
	}
	return fmt.Sprintf("%.0f hours", math.Ceil(seconds/3600))
}
