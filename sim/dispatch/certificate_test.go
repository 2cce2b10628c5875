package dispatch

import (
	"math"
	"strings"
	"testing"
)

// TestCertificateFindsFaults: every kind of wrong plan is refused for the right reason.
func TestCertificateFindsFaults(t *testing.T) {
	t.Parallel()
	problem := &instance{
		Tree{[]int32{1, -1}, []float64{2, 4}},
		Items{[]float64{9, 8, 7, 7, 6}, []float64{1, 2, 3, 1, 5}, []int32{0, 0, 1, 1, 1}},
	}
	if c := Certify(&problem.tree, &problem.items, problem.solve(t)); c.Primal != 31 || c.Dual != 31 || c.Err() != nil {
		t.Fatalf("%+v, want an optimum of 31 USD", c) // 9 + 8 + 2·7
	}
	for _, tt := range []struct {
		name  string
		spoil func(*Plan)
		want  string
	}{
		{"share too large", func(p *Plan) { p.Share[1] = 0.6 }, "budget 1 is exceeded by 0.1"},
		{"share too small", func(p *Plan) { p.Share[1] = 0.4 }, "a budget with slack carries a multiplier"},
		{"everything runs", func(p *Plan) { p.Sum[1], p.Lambda[1] = 0, 0; p.Sum[0], p.Lambda[0] = 8, 8 }, "budget 1 is exceeded"},
		{"multiplier below zero", func(p *Plan) { p.Lambda[0] = -1 }, "a multiplier is -1 USD/MWh"},
		{"multiplier too large", func(p *Plan) { p.Lambda[1]++ }, "the plan is worth"},
		{"multiplier missing", func(p *Plan) { p.Lambda[0] = 0 }, "the plan is worth"},
		{"multiplier not a number", func(p *Plan) { p.Lambda[0] = math.NaN() }, "a multiplier is"},
		{"use misstated", func(p *Plan) { p.Used[0] = 1 }, "states a threshold, use or value"},
		{"value misstated", func(p *Plan) { p.Value++ }, "states a threshold, use or value"},
		{"value not a number", func(p *Plan) { p.Value = math.NaN() }, "states a threshold, use or value"},
	} {
		p := problem.solve(t)
		tt.spoil(p)
		c := Certify(&problem.tree, &problem.items, p)
		if err := c.Err(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want an error with %q; %+v", tt.name, err, tt.want, c)
		}
	}
}
