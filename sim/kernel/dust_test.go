package kernel

import "testing"

// dust fails on a part of a machine's load that only the rounding of numbers leaves.
type dust struct {
	t    *testing.T
	some int // parts of an hour in which a load is held below what is there
}

func (d *dust) Record(h Hour, items []Item) {
	for k, item := range items {
		for _, mwh := range []float64{item.CapacityMWh, item.EnergyMWh} {
			if mwh > 0 && mwh < 1e-9 {
				d.t.Fatalf("hour %d: machine %d has %v of %v MWh", h.T, k, item.EnergyMWh, item.CapacityMWh)
			}
		}
		if item.EnergyMWh == 0 && item.CapacityMWh > 0 {
			d.some++
		}
	}
}

// A highest load that is just that of the better machines, under PUEs at which the sums of their MW round in many
// ways, leaves nothing to the other one.
func TestNoMachineRunsByRounding(t *testing.T) {
	t.Parallel()
	held := 0
	for k := range 100 {
		const hours = 24
		ch := &Charges{}
		ch.window(hours, 0, hours, -1, 0, step(900))
		p, d := paying(flat(hours, 50), ch)
		site := &p.Sites[0]
		site.Tranches = []Tranche{machine(4.2*0.97, 120), machine(12*0.97, 118), machine(3.8*0.97, 70)}
		site.PowerMW, site.RatedMW, site.AvailableMW = 30, 20, 19.4
		for h := range hours {
			p.PUE[site.Climate][h] = 1 + 0.0013*float64(k+1)
		}
		seen := &dust{t: t}
		if err := Run(p, d, &State{Recorder: seen}, NewTrace(p, false)); err != nil {
			t.Fatal(err)
		}
		held += seen.some
	}
	if held != 100*24 {
		t.Errorf("in %d hours the other machine was held back, want all 2400", held)
	}
}

// What stands still is what is available less what runs; where these are sums of many hours, their last digits are
// not idleness.
func TestIdlenessByRoundingIsNone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ a, b, whole, want float64 }{
		{0.1 + 0.2, 0.3, 1, 0}, {1, 1 - 1e-8, 1, 1e-8}, {5, 3, 10, 2}, {3, 5, 10, 0}, {0, 0, 0, 0},
	} {
		if got := less(c.a, c.b, c.whole); got < 0.999*c.want || got > 1.001*c.want {
			t.Errorf("%v less %v is %v, want %v", c.a, c.b, got, c.want)
		}
	}
}
