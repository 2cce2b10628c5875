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

// How many seconds of one processor plans may take by estimate: of all cases and draws until it is told; of the central
// case before it is not played again for a comparison that nobody asks for; and the linear programmes of budgets that
// cross in more than two ways, of all cases and draws together.
const (
	toldSeconds     = 60
	comparedSeconds = 20
	mostSeconds     = 3 * 3600
)

// affordable warns of plans that take minutes in a run of some draws, before any is made, and refuses linear programmes
// that would take hours. It goes by the size of the problem, so that one file has one answer everywhere.
func (r *runner) affordable(draws int) error {
	programs, schedules := r.problem.ProgramWork(), r.problem.ScheduleWork()
	others := max(0, len(r.answered())-1)
	once, cases, known := programs.Seconds+schedules.Seconds, float64(1+others+draws), r.knowing()
	all := once*cases + known
	if all <= toldSeconds {
		return nil
	}
	var parts []string
	if programs.Seconds > toldPart*once {
		parts = append(parts, r.programsText(&programs))
	}
	if schedules.Seconds > toldPart*once {
		parts = append(parts, r.schedulesText(&schedules))
	}
	text := strings.Join(parts, "; ")
	if others > 0 {
		text += fmt.Sprintf(", as much for each of %d other answers of the rest of the world", others)
	}
	switch {
	case draws == 1:
		text += ", and as much for one draw"
	case draws > 1:
		text += fmt.Sprintf(", and as much for each of %d draws", draws)
	}
	if known > toldPart*all {
		text += fmt.Sprintf(", and %s for operators who know all", lasting(known))
	}
	if others+draws > 0 || known > toldPart*all {
		text += fmt.Sprintf(", about %s on one processor", lasting(all))
	}
	text += "; variants, and comparisons and checks that are asked for, come on top"
	if programs.Seconds*cases <= mostSeconds {
		r.warnings = append(r.warnings, scenario.Warning{Kind: scenario.TakesLong, Value: all, Text: text})
		return nil
	}
	fewer := ""
	if n := int(mostSeconds/programs.Seconds) - 1 - others; draws > 0 && n >= 0 {
		fewer = fmt.Sprintf("take at most %d draws, ", n)
	}
	return conf.Problems{{Pos: conf.Pos{File: r.file.Name}, Message: text + fmt.Sprintf("; more than %s are refused: ",
		lasting(mostSeconds)) + fewer +
		"shorten the clock, let one of the limits lie inside another, by giving both the same sites or letting the longer period cover all the sites of the shorter one " +
		"(days, months, quarters and years lie inside one another, weeks lie inside none of them), or leave one out; hashwatt mps writes the programmes for another solver"}}
}

// knowing is what operators who know all take beside the case of a run whose own do not, seconds: those of the value of
// foresight, and those of what forecasts of system peaks missed.
func (r *runner) knowing() float64 {
	plays := 0.0
	if r.facts.Words.Report.ValueOfForesight {
		plays++
	}
	if uncertain(r.facts.World) {
		plays++
	}
	if r.problem.Foresight == kernel.Perfect || plays == 0 {
		return 0
	}
	seconds := func(look kernel.Foresight) float64 {
		p := *r.problem.Problem
		p.Foresight = look
		return p.ProgramWork().Seconds + p.ScheduleWork().Seconds
	}
	return plays * (seconds(kernel.Perfect) - seconds(kernel.Rolling))
}

// toldPart is how much of all work is told of.
const toldPart = 0.1

// programsText says what the linear programmes of the central case take.
func (r *runner) programsText(w *kernel.ProgramWork) string {
	return fmt.Sprintf("the budgets of %s cross in more than two ways: the central case solves some %d linear programmes "+
		"of up to %d items and %d budgets for them, which takes about %s",
		limitNames(r.problem.Problem, w.Limits), w.Programs, w.Items, w.Budgets, lasting(w.Seconds))
}

// schedulesText says what the plans of the central case take in which machines are switched.
func (r *runner) schedulesText(w *kernel.ScheduleWork) string {
	names := limitNames(r.problem.Problem, w.Limits)
	if w.Broken {
		names += ", of which some may be broken"
	}
	if r.problem.Foresight != kernel.Perfect {
		return fmt.Sprintf("machines that are switched are planned together with the budgets of %s: the central case makes "+
			"some %d plans of up to %d classes of machines and %d hours for them, which takes about %s",
			names, w.Plans, w.Units, w.Hours, lasting(w.Seconds))
	}
	rolling := *r.problem.Problem
	rolling.Foresight = kernel.Rolling
	return fmt.Sprintf("foresight: perfect plans machines that are switched and the budgets of %s in one problem of up to "+
		"%d classes of machines and %d hours, which takes about %s in the central case (with foresight: rolling about %s)",
		names, w.Units, w.Hours, lasting(w.Seconds), lasting(rolling.ScheduleWork().Seconds))
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
