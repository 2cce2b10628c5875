package reports

import (
	"fmt"
	"strconv"

	"hashwatt/sim/metric"
	"hashwatt/sim/unit"
)

// checks lists the laws that the run was tested against, and what the scenario requires.
func (b *builder) checks() []Check {
	var out []Check
	for k := range b.r.Checks {
		c := &b.r.Checks[k]
		detail := "exact"
		if c.Error > 0 {
			detail = "largest error " + strconv.FormatFloat(c.Error, 'g', 2, 64)
		}
		if less := b.earnLess(c.Name); less != "" && c.Passed() {
			detail = less
		} else if c.Bound > 0 {
			detail += fmt.Sprintf("; at most %s is allowed", strconv.FormatFloat(c.Bound, 'g', 2, 64))
		}
		out = append(out, Check{Name: sentence(c.Sentence), Passed: c.Passed(), Detail: detail})
	}
	for k := range b.r.Required {
		r := &b.r.Required[k]
		out = append(out, Check{
			Name: fmt.Sprintf("Required by the scenario: %s, %s", metricName(r.Metric), r.Bound), Passed: r.Passed,
			Detail: "it is " + b.requiredValue(r.Value, r.Unit),
		})
	}
	return out
}

// earnLess says by how much those who know all earn less than others, within what their plans have proven; empty for
// checks of other names and where it is no more than rounding.
func (b *builder) earnLess(check string) string {
	a := b.r.Audit
	if check != "foresight" || a == nil || a.LessUSD == 0 {
		return ""
	}
	return fmt.Sprintf("they earn %s less, within the gap of %s", b.amount(b.cash.today(a.LessUSD)), b.amount(b.cash.today(a.GapUSD)))
}

func (b *builder) requiredValue(v metric.Value, of string) string {
	if !v.OK() {
		return "missing: " + v.Why
	}
	return unit.Human(v.V, of)
}

// metricName is the sentence of a metric.
func metricName(id string) string {
	for _, m := range metric.Table() {
		if m.ID == id {
			return m.Sentence + " (" + id + ")"
		}
	}
	return id
}
