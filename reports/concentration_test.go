package reports

import (
	"testing"

	"hashwatt/sim/metric"
)

// The title of the Herfindahl index says which way the sites move it, and when most.
func TestConcentrationInWords(t *testing.T) {
	t.Parallel()
	months := []string{"2026-01", "2026-02", "2026-03"}
	for _, c := range []struct {
		hhi  []float64
		many bool
		want string
	}{
		{[]float64{0.2, 0.18, 0.19}, true, "The sites make the network less concentrated: from 0.2000 to 0.1800 in February 2026"},
		{[]float64{0.2, 0.2, 0.31}, false, "The site makes the network more concentrated: from 0.2000 to 0.3100 in March 2026"},
		{[]float64{0.2, 0.200001, 0.2}, true, "The network’s concentration over countries stays at 0.2000"},
		{[]float64{0.19, 0.3, 0.18}, true, "The network’s concentration over countries goes from 0.2000 to 0.3000 in February 2026, and the other way in other months"},
	} {
		if got := concentrationTitle(&metric.Shares{Months: months, HHI: c.hhi, HHIWithout: 0.2}, map[bool]string{true: "the sites", false: "the site"}[c.many], c.many); got != c.want {
			t.Errorf("%v: %q, want %q", c.hhi, got, c.want)
		}
	}
}
