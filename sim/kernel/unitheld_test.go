package kernel

import "testing"

// Who rolls makes schedules before the windows that begin in the middle of them. One begins at hour 4 and takes 4 hours,
// in which no load is worth its price: the unit is on and draws nothing, so it is off from then on. Where it pauses
// for 3 hours at least it starts again after the window, where for 7 at hour 11, and the start is paid for. Who knows
// the window pauses before it instead, which is worth the same.
func TestUnitsThatDrawNothingAreOff(t *testing.T) {
	t.Parallel()
	for down, again := range map[int]int{3: 8, 7: 11} {
		for _, look := range []Foresight{Rolling, Perfect} {
			p, d := cycled(flat(16, 30), Cycle{Down: down, StartPerMW: 1})
			p.Foresight = look
			ch := &Charges{}
			ch.window(16, 4, 8, -1, 0, step(1e6))
			p.Charges, p.Sites[0].Charged, p.Sites[0].Invoiced = []*Charges{ch}, true, true
			tr := run(t, p, d)
			for h, mw := range loads(tr) {
				on := h < 4 || h >= again
				if look == Perfect && down == 7 {
					on = h < 1 || h >= 8
				}
				if (mw > 0) != on {
					t.Errorf("foresight %d, at least %d hours off: hour %d draws %g MW", look, down, h, mw)
				}
			}
			near(t, "starts", tr.Use(0, 0, 0).PaidUSD, 10, 1e-12)
		}
	}
}
