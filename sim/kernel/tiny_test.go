package kernel

import (
	"math"
	"testing"

	"hashwatt/sim/network"
)

// flat returns n equal values.
func flat(n int, v float64) []float64 {
	s := make([]float64, n)
	for i := range s {
		s[i] = v
	}
	return s
}

// tiny is a problem of n sites of 10 MW at 45 USD/MWh with two machine classes each, PUE 1.05, in a closed loop at
// difficulty 1e14 with a rest of the world of 7e5 PH/s that grows by 1 % an epoch.
func tiny(hours, sites int) (*Problem, *Draw) {
	p := &Problem{
		Hours: hours, Months: hours/720 + 1, Month: make([]int32, hours), Day: make([]int32, hours), Days: (hours + 23) / 24,
		Price: [][]float64{flat(hours, 45)}, PUE: [][]float64{flat(hours, 1.05)},
		Chain: Chain{Height: 882_000 / 2016 * 2016, Difficulty: 1e14, NBits: network.NBits(1e14), RowPHs: 7e5, Row: &growing{0.01}},
	}
	for t := range hours {
		p.Month[t], p.Day[t] = int32(t/720), int32(t/24)
		p.Price[0][t] += 20 * math.Sin(float64(t)*2*math.Pi/24)
		p.PUE[0][t] += 0.02 * math.Sin(float64(t)*2*math.Pi/8760)
	}
	for i := range sites {
		const share = 0.97
		site := Site{Class: -1, Online: 100*i - 50, PowerMW: 10, RatedMW: 9.7, AvailableMW: 9.7 * 0.97, Share: share}
		for k, e := range []float64{17.5, 30} {
			site.Tranches = append(site.Tranches, Tranche{
				MW: 0.97 * []float64{6, 3.7}[k], HashPerMW: 1000 / e, BreakEven: 0.024 * e / share, Efficiency: e,
			})
		}
		p.Sites = append(p.Sites, site)
	}
	return p, &Draw{CoinUSD: flat(p.Days, 1e5), FeeBTC: flat(p.Days, 0.05)}
}

// growing is a rest of the world that grows by a share each epoch.
type growing struct{ rate float64 }

func (g *growing) Copy() network.Course { return g }

func (g *growing) Scale(float64) {}

func (g *growing) Next(s network.State) float64 { return s.HashratePHs * (1 + g.rate) }

func run(t *testing.T, p *Problem, d *Draw) *Trace {
	t.Helper()
	tr := NewTrace(p, true)
	if err := Run(p, d, &State{Certify: true}, tr); err != nil {
		t.Fatal(err)
	}
	proved(t, tr)
	return tr
}

// proved wants every plan of budgets to have proved itself.
func proved(t *testing.T, tr *Trace) {
	t.Helper()
	if c := tr.Certified; !(c.Gap <= 1e-9 && c.Over <= 1e-9) {
		t.Errorf("%d plans are off by up to %g in value and %g of a budget, want at most 1e-9", c.Plans, c.Gap, c.Over)
	}
}

// withinBudgets wants no budget exceeded but those that may be.
func withinBudgets(t *testing.T, name string, p *Problem, tr *Trace) {
	t.Helper()
	for g, use := range tr.Budgets {
		if group := &p.Budgets.Groups[g]; !group.Terms.Soft && use.UsedMWh > group.BudgetMWh*(1+1e-9) {
			t.Errorf("%s: group %d used %g of %g MWh", name, g, use.UsedMWh, group.BudgetMWh)
		}
	}
}

func near(t *testing.T, what string, got, want, rel float64) {
	t.Helper()
	if math.Abs(got-want) > rel*math.Max(math.Abs(want), 1e-300) {
		t.Errorf("%s = %.12g, want %.12g (relative error %.2g, allowed %.2g)",
			what, got, want, math.Abs(got-want)/math.Abs(want), rel)
	}
}
