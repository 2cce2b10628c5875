package kernel

import (
	"slices"
	"testing"
)

// Units draw from a budget what their MWh count: of 60 t a unit of 10 MW that emits half a tonne per MWh runs
// twelve of 24 hours, one that emits two runs three, and not an hour more.
func TestUnitsCountAsTheirBudgetsDo(t *testing.T) {
	t.Parallel()
	for _, look := range []Foresight{Rolling, Perfect, Myopic} {
		for _, weight := range []float64{0.5, 2} {
			p, d := cycled(flat(24, 100), Cycle{Up: 3, Down: 2})
			p.Foresight = look
			days(p, 60)
			p.Budgets.Weight = []float64{weight}
			tr := NewTrace(p, true)
			if err := Run(p, d, &State{Certify: true}, tr); err != nil {
				t.Fatal(err)
			}
			proved(t, tr)
			near(t, "energy", tr.Flows[0][0].EnergyMWh, 60/weight, 1e-9)
			near(t, "tonnes", tr.Budgets[0].UsedMWh, 60, 1e-9)
		}
	}
}

// A budget that its site breaks holds no unit back: the breach costs nothing and all hours pay, so one who does not
// look ahead has the unit on in all of them, though it must stay on for four at a time and the budget has room for
// one.
func TestMyopicStartsUnderABrokenBudget(t *testing.T) {
	t.Parallel()
	p, d := cycled(flat(24, 100), Cycle{Up: 4, Down: 2})
	p.Foresight = Myopic
	breakable(p, []int{24}, 10, nil, 0)
	near(t, "energy", run(t, p, d).Flows[0][0].EnergyMWh, 240, 1e-12)
}

// Two blocks of 5 MW stop one after the other, so both in one hour draw 10 MWh and 5 in the next one, for which a
// budget of 12 has no room: one who does not look ahead has one of them on for two hours.
func TestMyopicKeepsRoomToStopBlockByBlock(t *testing.T) {
	t.Parallel()
	p, d := cycled([]float64{150, 100, 100, 100, 100, 100}, Cycle{StartPerMW: 1, Blocks: 2, RampDown: 1})
	p.Foresight = Myopic
	days(p, 12)
	tr := NewTrace(p, true)
	if err := Run(p, d, &State{}, tr); err != nil {
		t.Fatal(err)
	}
	if got, want := loads(tr), []float64{0, 5, 5, 0, 0, 0}; !slices.Equal(got, want) {
		t.Errorf("MW by hour are %v, want %v", got, want)
	}
}

// A unit that must stay on for four hours, 40 MWh, is not started on a budget of 25 but for the last two hours,
// which the horizon cuts: what stands idle in the nine before, though they pay, has the reason of the budget, not
// of the switches.
func TestBudgetIsToBlameForUnitsThatItDoesNotCarry(t *testing.T) {
	t.Parallel()
	p, d := cycled(append([]float64{150}, flat(11, 100)...), Cycle{Up: 4})
	p.Foresight = Myopic
	days(p, 25)
	tr := run(t, p, d)
	near(t, "idle for the budget", tr.Idle[0][ReasonLimit+1], 90, 1e-12)
	near(t, "idle for the switches", 1+tr.Idle[0][ReasonLimit], 1, 1e-12)
}
