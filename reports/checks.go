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
		if c.Bound > 0 {
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
