package fit

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"hashwatt/sim/conf"
	"hashwatt/sim/market"
)

// written returns a value with six digits and its unit, as the scenario language reads it.
func written(v float64, unit string) string {
	text := strconv.FormatFloat(v, 'g', 6, 64)
	if unit == "" {
		return text
	}
	return text + " " + unit
}

// YAML returns the process as a scenario takes it; all else is in comments.
func (r *Result) YAML() string {
	var b strings.Builder
	b.WriteString(r.words())
	unit, values := "", "days"
	if r.Monthly {
		values = "months"
	}
	if r.Unit != "" {
		unit = ", " + r.Unit
	}
	fmt.Fprintf(&b, "# sample: %s%s, %d %s from %s to %s\n", r.Series, unit, r.Values, values, r.First, r.Last)
	if r.LogLik != nil {
		fmt.Fprintf(&b, "# log-likelihood %.2f, AIC %.2f\n", *r.LogLik, *r.AIC)
	}
	if d := r.Diagnostics; d != nil {
		fmt.Fprintf(&b, "# residuals: autocorrelation %.3f at lag 1; Ljung-Box over %d lags p = %.2g, of squares p = %.2g; kurtosis %.3g\n",
			d.Lag1, d.Lags, d.P, d.SquaresP, d.Kurtosis)
	}
	for _, note := range r.Notes {
		fmt.Fprintf(&b, "# note: %s\n", note)
	}
	for _, warning := range r.Warnings {
		fmt.Fprintf(&b, "# warning: %s\n", warning)
	}
	return b.String()
}

// words returns the process without the comments below it.
func (r *Result) words() string {
	var b strings.Builder
	fmt.Fprintf(&b, "process: %s\n", r.Process)
	width := 0
	for _, p := range r.Parameters {
		width = max(width, len(p.Key)+2+len(p.Text))
	}
	for _, p := range r.Parameters {
		line := p.Key + ": " + p.Text
		if p.Error > 0 {
			line = fmt.Sprintf("%-*s  # ± %s", width, line, strconv.FormatFloat(p.Error, 'g', 2, 64))
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// refused says why a scenario would not take the process, "" if it does.
func (r *Result) refused() string {
	err := conf.Load("fit", []byte(r.words()), conf.DefaultLimits, new(market.AnyProcess))
	var problems conf.Problems
	if errors.As(err, &problems) {
		return strings.TrimPrefix(problems[0].Path+": "+problems[0].Message, ": ")
	}
	return ""
}
