package kernel

import (
	"math"
	"testing"
)

// TestAWindowAndALimitShareWhatTheyCut caps a site of 10 MW at 8 MW whose highest load is free up to 5 MW and
// beyond price above: of the 5 MW that stand idle the limit has the 2 MW above it, and the price of the highest
// load the other 3 MW.
func TestAWindowAndALimitShareWhatTheyCut(t *testing.T) {
	t.Parallel()
	const hours = 48
	ch := &Charges{}
	ch.window(hours, 0, hours, -1, 0, upTo(5, 0), step(1e9))
	p, d := paying(flat(hours, 40), ch)
	p.Limits = []Limit{{Name: "cap", Kind: "power", Sites: []int32{0}}}
	p.LimitSet = [][]InForce{{{Limit: 0, MW: 8}}}
	p.Steps = []Step{{Site: 0, CapMW: 8, Limit: 0, Set: 0}}
	tr := NewTrace(p, true)
	if err := Run(p, d, &State{}, tr); err != nil {
		t.Fatal(err)
	}
	adds(t, tr)
	idle, use := tr.Idle[0], tr.Use(0, 0, 0)
	for _, c := range []struct {
		what      string
		got, want float64
	}{
		{"energy", tr.Flows[0][0].EnergyMWh, 5 * hours},
		{"idle by the price of the highest load", idle[ReasonDemand], 3 * hours},
		{"idle by the limit", idle[ReasonLimit], 2 * hours},
		{"cut by the limit", use.CurtailedMWh, 2 * hours},
		{"margin of it", use.ForgoneUSD, 2 * hours * (60 - 40)},
	} {
		if math.Abs(c.got-c.want) > 1e-9*c.want {
			t.Errorf("%s: %g, want %g", c.what, c.got, c.want)
		}
	}
}

// TestADrawPricesAllAnewOrNothing gives a draw with prices of its own no charges: it has none, whatever the problem
// has. Where the draw alone has a charge, perfect foresight sees that the hashprice falls, and does not pay for a
// highest load that one good day is not worth; a rolling operator does.
func TestADrawPricesAllAnewOrNothing(t *testing.T) {
	t.Parallel()
	const hours = 48
	ch := &Charges{}
	ch.window(hours, 0, hours, -1, 0, step(2000))
	for _, c := range []struct {
		name      string
		problem   []*Charges
		draw      *Draw
		foresight Foresight
		want      float64
	}{
		{"none in the draw", []*Charges{ch}, &Draw{}, Perfect, 10 * 24},
		{"none in the draw", []*Charges{ch}, &Draw{}, Rolling, 10 * 24},
		{"in the draw alone", nil, &Draw{Charges: []*Charges{ch}}, Perfect, 0},
		{"in the draw alone", nil, &Draw{Charges: []*Charges{ch}}, Rolling, 6 * 24},
		{"in the problem alone", []*Charges{ch}, nil, Perfect, 0},
	} {
		p, d := paying(flat(hours, 40), nil)
		p.Charges, p.Foresight = c.problem, c.foresight
		d.Hashprice[1] = 10
		if c.draw != nil {
			d.Price, d.Charges = p.Price, c.draw.Charges
		}
		tr := NewTrace(p, true)
		if err := Run(p, d, &State{}, tr); err != nil {
			t.Fatal(err)
		}
		if got := tr.Flows[0][0].EnergyMWh; math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s, foresight %d: draws %g MWh, want %g", c.name, c.foresight, got, c.want)
		}
	}
}

// TestWhatIsCountedIsKnown runs a count with tiers: the operator knows the highest load that he had within it, and
// once more is counted than he planned, the end of a scarce tier keeps out what would not pay for the next one.
func TestWhatIsCountedIsKnown(t *testing.T) {
	t.Parallel()
	const hours = 48
	ch := &Charges{}
	ch.tiers(hours, 0, hours, upTo(100, 10), step(30))
	p, d := paying(flat(hours, 40), ch)
	var s State
	tr := NewTrace(p, true)
	if err := Run(p, d, &s, tr); err != nil {
		t.Fatal(err)
	}
	highest := 0.0
	for _, mwh := range tr.SiteMWh[0] {
		highest = max(highest, mwh)
	}
	plan := &s.charge.plans[0]
	if highest == 0 || plan.high[0] != highest {
		t.Errorf("the highest load was %g MW, known is %g", highest, plan.high[0])
	}
	tier := &plan.tier[0]
	tier.end, tier.Price, tier.Share, tier.scarce, tier.hashprice = 100, 10, 0, true, 50
	for _, c := range []struct {
		counted, part float64
	}{{99, 1}, {100, 1}, {100.1, 0}, {99, 1}} {
		plan.counted[0] = c.counted
		s.stand(ch, 0, 0)
		if part, _ := tier.part(20, 50./60, 40); part != c.part || tier.beyond != (c.part == 0) {
			t.Errorf("with %g MWh counted a part of %g runs, want %g; beyond the plan %v",
				c.counted, part, c.part, tier.beyond)
		}
	}
}
