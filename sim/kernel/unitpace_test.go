package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"hashwatt/sim/dispatch"
)

// TestSchedulesAreFollowedAsFarAsTheyCan: by hand, what a forced hour stops starts again when its pause is over, if
// what is left is on for as long as a unit must be.
func TestSchedulesAreFollowedAsFarAsTheyCan(t *testing.T) {
	t.Parallel()
	no := math.Inf(-1)
	for _, c := range []struct {
		name           string
		cycle          dispatch.Cycle
		from           dispatch.CycleState
		value          []float64
		schedule, want []int
	}{
		{"as it is", dispatch.Cycle{Up: 2, Down: 2, Blocks: 1}, dispatch.CycleState{}, []float64{1, 1, 1, 1}, []int{0, 1, 1, 0}, []int{0, 1, 1, 0}},
		{"forced", dispatch.Cycle{Up: 2, Down: 2, Blocks: 1}, dispatch.CycleState{Blocks: 1}, []float64{1, no, 1, 1, 1}, []int{1, 1, 1, 1, 1}, []int{1, 0, 0, 1, 1}},
		{"too short", dispatch.Cycle{Up: 3, Down: 2, Blocks: 1}, dispatch.CycleState{Blocks: 1}, []float64{1, no, 1, 1, 1}, []int{1, 1, 1, 1, 1}, []int{1, 0, 0, 0, 0}},
		{"ramps", dispatch.Cycle{Blocks: 3, RampUp: 1}, dispatch.CycleState{}, []float64{1, 1, 1, 1}, []int{3, 3, 3, 1}, []int{1, 2, 3, 1}},
		{"beyond its end", dispatch.Cycle{Up: 4, Blocks: 1}, dispatch.CycleState{Blocks: 1, Owed: 2}, []float64{1, 1, 1}, []int{1}, []int{1, 1, 0}},
	} {
		unit := dispatch.SwitchedUnit{Cycle: c.cycle, From: c.from, Value: c.value}
		if got := resume(&unit, c.schedule, nil); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestPlansWithoutSearch: a run that has no time to search for its plans keeps all budgets and proves its plans, and
// earns somewhat less at most.
func TestPlansWithoutSearch(t *testing.T) {
	t.Parallel()
	p, d := powerAndQuotas(rand.New(rand.NewPCG(4, 9)))
	for i := range p.Sites[1:] {
		c := p.Sites[1+i].Cycle
		c.Up, c.Down, c.Blocks, c.StartPerMW = 3, 2, 2, 20
	}
	earned := func(hasty bool) (usd float64, tr *Trace) {
		tr = NewTrace(p, false)
		s := State{Certify: true}
		s.switches.hasty = hasty
		if err := Run(p, d, &s, tr); err != nil {
			t.Fatal(err)
		}
		proved(t, tr)
		for i := range p.Sites {
			for m := range p.Months {
				usd += tr.Flows[i][m].RevenueUSD - tr.Flows[i][m].PowerUSD
				for l := range p.Limits {
					usd -= tr.Use(l, i, m).PaidUSD
				}
			}
		}
		return usd, tr
	}
	all, searched := earned(false)
	less, quick := earned(true)
	if less > all*1.001 || less < all*0.98 || quick.Rungs.Switched < 3 || quick.Proven.USD == searched.Proven.USD {
		t.Errorf("%g USD by %+v without a search, %g by %+v with it", less, quick.Proven, all, searched.Proven)
	}
}

// TestWindowsThatStopNothing: where each day has a window of which all machines are worth the price, nobody plans more
// often than without windows, and all is as it is without them.
func TestWindowsThatStopNothing(t *testing.T) {
	t.Parallel()
	runs := func(daily bool) *Trace {
		p, d := powerAndQuotas(rand.New(rand.NewPCG(4, 9)))
		site := &p.Sites[1]
		site.Cycle.Up, site.Cycle.Down, site.Cycle.Blocks, site.Cycle.StartPerMW = 3, 2, 2, 20
		if daily {
			ch := &Charges{}
			for from := 0; from+24 <= p.Hours; from += 24 {
				ch.window(p.Hours, from, from+24, -1, 0, step(0.001))
			}
			p.Charges = make([]*Charges, len(p.Price))
			p.Charges[site.Tariff] = ch
			site.Charged, site.Invoiced = true, true
		}
		tr := NewTrace(p, false)
		if err := Run(p, d, &State{}, tr); err != nil {
			t.Fatal(err)
		}
		return tr
	}
	with, without := runs(true), runs(false)
	if with.Rungs.Switched == 0 || with.Rungs.Switched != without.Rungs.Switched || with.Rungs.Windows == 0 {
		t.Errorf("%+v, want as many joint plans as without windows: %+v", with.Rungs, without.Rungs)
	}
	for m := range with.Flows[1] {
		near(t, "energy", with.Flows[1][m].EnergyMWh, without.Flows[1][m].EnergyMWh, 1e-9)
	}
}
