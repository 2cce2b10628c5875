package seeds

import (
	"strings"

	"hashwatt/sim/calendar"
)

// Fit is a parameter of a process, fitted to a series of these files by the command that stands beside it.
type Fit struct {
	ID            string
	Series        string // as hashwatt fit names it: coin-price, fees, RUB, rest-of-world
	Process       string // gbm, merton, ...; adjustment for the rest of the world
	Parameter     string // the key of the scenario language
	Value         float64
	StandardError float64 // in the unit of the value; 0 where there is none
	Unit          string  // as the scenario language writes it: "%/year"; empty for a bare number
	From, To      calendar.Date
	Command       string // "hashwatt fit coin-price --process gbm --from 2019-01-01 --to 2025-12-31"
	Note          string // what to know before it is relied on; mostly empty
	Cited                // of the file
}

// fitLayout describes fits.csv.
func fitLayout() layout {
	return layout{
		name: "fits", file: "fits.csv", key: "fit_id",
		columns: []Column{
			{"fit_id", "", "series, process and parameter"},
			{"series", "", "what was fitted to, as hashwatt fit names it"},
			{"process", "", "the process, or the response"},
			{"parameter", "", "its key in the scenario language"},
			{"value", "see unit", "the estimate, by maximum likelihood unless the command says more"},
			{"standard_error", "see unit", "from the curvature of the likelihood; empty where there is none"},
			{"unit", "", "of both, as a scenario writes it; empty for a bare number"},
			{"from", "", "first day of the sample"},
			{"to", "", "last day of the sample"},
			{"command", "", "what prints it"},
			{"note", "", "what to know before it is relied on"},
		},
		read: func(c *Catalog, r *row) {
			f := Fit{
				ID: r.id("fit_id"), Series: r.need("series"), Process: r.need("process"), Parameter: r.need("parameter"),
				Value: r.number("value"), StandardError: r.atLeast("standard_error", 0, 0), Unit: r.text("unit"),
				From: r.date("from"), To: r.date("to"), Command: r.need("command"), Note: r.text("note"), Cited: c.fileCited(r),
			}
			r.need("from")
			r.need("to")
			if !f.From.Before(f.To) {
				r.problem("to", "%s is not after %s; a sample begins before it ends", f.To, f.From)
			}
			if !strings.HasPrefix(f.Command, "hashwatt fit "+f.Series) {
				r.problem("command", "%q does not fit %s; it begins with \"hashwatt fit %s\"", f.Command, f.Series, f.Series)
			}
			c.Fits = append(c.Fits, f)
		},
	}
}

// Fit returns the parameter of a process that was fitted to a series: Fit("coin-price", "garch", "alpha").
func (c *Catalog) Fit(series, process, parameter string) (Fit, bool) {
	for _, f := range c.Fits {
		if f.Series == series && f.Process == process && f.Parameter == parameter {
			return f, true
		}
	}
	return Fit{}, false
}
