package backtest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim/calendar"
	"hashwatt/sim/claim"
)

// fewestClaims is how many independent comparisons there must be to judge by.
const fewestClaims = 5

// What begins the note of a row that tests nothing of its own: a number against those that it was computed from, or
// a comparison that follows from another.
const identity, repeats = "Identity: ", "Repeats: "

// publishedClaims is B8: are published claims judged as they should be, and off by the factor that they are off by?
func publishedClaims(_ context.Context, r *record, t *Test) error {
	book, err := claim.NewRecord(r.cat)
	if err != nil {
		return err
	}
	list, err := book.Published(r.cat)
	if err != nil {
		return err
	}
	held, contradicted := 0, 0
	var statements, wrong []string // each once, in the order of the seeds
	said := map[string][]string{}  // what was found, by statement
	var from, to calendar.Date
	for _, p := range list {
		f, row := p.Finding, p.Row
		low, high := row.Value*(1-row.Tolerance), row.Value*(1+row.Tolerance)
		figure := within(p.Subject()+": "+f.What, f.Unit, f.Value, low, high, fmt.Sprintf("%s, within %.3g %% of %.4g", row.Verdict, 100*row.Tolerance, row.Value))
		figure.Passed = p.Held
		t.add(figure)
		said[row.Statement] = append(said[row.Statement], f.Text)
		if len(said[row.Statement]) == 1 {
			statements = append(statements, row.Statement)
		}
		if p.Held {
			held++
		}
		if f.Verdict != claim.Consistent {
			contradicted++
			if !slices.Contains(wrong, p.Subject()) {
				wrong = append(wrong, p.Subject())
			}
		}
		if from.IsZero() || row.From.Before(from) {
			from = row.From
		}
		if to.Before(row.To) {
			to = row.To
		}
	}
	identities, repeated := 0, 0
	for _, p := range list {
		switch {
		case strings.HasPrefix(p.Row.Note, identity):
			identities++
		case strings.HasPrefix(p.Row.Note, repeats):
			repeated++
		}
	}
	independent := len(list) - identities - repeated
	t.add(atLeast("comparisons that are independent", "comparisons", float64(independent), fewestClaims))
	t.Windows = []Window{{What: "nothing is fitted", TestedFrom: from, TestedTo: to}}
	for _, s := range statements {
		t.Notes = append(t.Notes, fmt.Sprintf("%s. Found: %s.", s, strings.Join(said[s], "; ")))
	}
	t.Verdict = fmt.Sprintf("%d of %d comparisons come out as they should. %d are independent: %d holds a number against those that it was computed from, and %d follows from another. In %d of the %d the claim's numbers contradict each other", held, len(list), independent, identities, repeated, contradicted, len(list))
	if wrong != nil {
		t.Verdict += " (" + strings.Join(wrong, "; ") + ")"
	}
	t.Verdict += "."
	return nil
}
