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
	if s.TotalMW > 0 {
		return fmt.Sprintf("It takes %s, %s the power that the scenario states, for %s. ", amount(s.TotalMW, "MW"), times, b.goalText())
	}
	return fmt.Sprintf("It takes %s what the scenario states under %s for %s. ", times, s.Path, b.goalText())
}

// goalText is what was to come out: "Russia to hold 11.23 % of the network in January 2030 to December 2030".
func (b *builder) goalText() string {
	s := b.r.Solved
	when := ""
	if s.From != "" {
		when = " in " + monthText(s.From)
		if s.To != s.From {
			when += " to " + monthText(s.To)
		}
		if strings.HasSuffix(s.From, "-01") && s.To == s.From[:4]+"-12" {
			when = " in " + s.From[:4]
		}
	}
	what, value, _ := strings.Cut(s.Goal, "=")
	what, value = strings.TrimSpace(what), strings.TrimSpace(value)
	if code, ok := strings.CutPrefix(what, "share("); ok {
		code = strings.TrimSpace(strings.TrimSuffix(code, ")"))
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
