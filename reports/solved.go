package reports

import (
	"fmt"
	"strings"
)

// solvedAnswer says what the scenario's solve found, before everything else; empty without one.
func (b *builder) solvedAnswer() string {
	s := b.r.Solved
	if s == nil {
		return ""
	}
	times := timesText(s.Factor)
	text := fmt.Sprintf("It takes %s what the scenario states under %s for %s", times, s.Path, b.goalText())
	if s.TotalMW > 0 {
		text = fmt.Sprintf("It takes %s, %s the power that the scenario states, for %s", amount(s.TotalMW, "MW"), times, b.goalText())
	}
	if g := b.goal(); g != nil {
		if share := g.countryText(); share != "" {
			text += " on average; " + share
		}
	}
	if found := b.foundRange(); found != "" {
		text += ". By how the rest of the world answers it takes " + found
	}
	return text + ". "
}

// isSolved tells whether the megawatts of a site are those that solve found.
func (b *builder) isSolved(i int) bool {
	return b.r.Solved != nil && originOf(b.siteNode(i).Get("power")) == "solve"
}

// goalText is what was to come out: "Russia to hold 11.23 % of the network in January 2030 to December 2030".
func (b *builder) goalText() string {
	s := b.r.Solved
	when := ""
	if s.From != "" {
		when = " in " + monthsText(s.From, s.To)
	}
	what, value, _ := strings.Cut(s.Goal, "=")
	what, value = strings.TrimSpace(what), strings.TrimSpace(value)
	if code := goalCountry(s.Goal); code != "" {
		return fmt.Sprintf("%s to hold %s of the network%s", theCountry(b.cat.CountryName(code)), typeset(value), when)
	}
	return fmt.Sprintf("“%s” to be %s%s", lowerFirst(metricName(what)), value, when)
}

// timesText says by what a quantity was multiplied.
func timesText(factor float64) string {
	return Format(factor, Digits(Num(factor))) + " times"
}

// solvedFigure is the power that was found; ok is false where nothing was solved, or no power.
func (b *builder) solvedFigure() (f Figure, ok bool) {
	s := b.r.Solved
	if s == nil || s.TotalMW <= 0 {
		return Figure{}, false
	}
	f = fixed(s.TotalMW).figure("connected power that it takes", "MW", Simulated)
	f.Note = joinNotes("found; "+timesText(s.Factor)+" what the scenario states", "for "+b.goalText())
	if found := b.foundRange(); found != "" {
		f.Note = joinNotes(f.Note, "by how the rest of the world answers "+found)
	}
	return f, true
}

// solvedNotice says how it was found.
func (b *builder) solvedNotice() (n Notice, ok bool) {
	s := b.r.Solved
	if s == nil {
		return n, false
	}
	var changed []string
	for k := range s.Values {
		if v := &s.Values[k]; v.FromMW > 0 {
			changed = append(changed, fmt.Sprintf("%s from %s to %s", v.Path, amount(v.FromMW, "MW"), amount(v.ToMW, "MW")))
		}
	}
	text := fmt.Sprintf("The scenario was solved backwards: every value of %s is multiplied by %s, so that %s.", s.Path, Format(s.Factor, 4), typeset(s.Goal))
	if len(changed) > 0 {
		text += " That takes " + listed(changed, 3) + "."
	}
	text += fmt.Sprintf(" In the central case it comes to %s, after %s. The whole page is that of the values found: they are what the target asks for, not what anybody plans.",
		WithUnit(Format(s.Reached, Digits(Num(s.Reached))+2), s.Unit), counted(s.Evaluations, "run", "runs"))
	return Notice{Text: text, Why: "method"}, true
}
