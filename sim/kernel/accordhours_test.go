package kernel

import (
	"math"
	"testing"
)

// hourMultipliers keeps the least multiplier of machines that run, and of how many it is above their margin.
type hourMultipliers struct {
	least     float64
	ran, loss int
}

func (m *hourMultipliers) Record(_ Hour, items []Item) {
	for k := range items {
		if item := &items[k]; item.EnergyMWh > 0 {
			m.ran++
			m.least = math.Min(m.least, item.Multiplier)
			if item.Multiplier > item.Margin*(1+1e-9) {
				m.loss++
			}
		}
	}
}

// Of two machines the better runs all day at half the load, in which it just fits: it has the multiplier of the
// budget, and earns it. The other one, of which a part runs, has its own margin. A count that costs nothing changes
// nothing of that.
func TestHoursShowWhatTheBudgetsOfAnAccordAsk(t *testing.T) {
	t.Parallel()
	for _, tiers := range []bool{false, true} {
		ch := &Charges{}
		ch.window(24, 0, 24, -1, 0, step(240))
		if tiers {
			ch.tiers(24, 0, 24, step(0))
		}
		p, d := short(ch, 140)
		p.Foresight = Perfect
		half := p.Sites[0].Tranches[0]
		half.MW /= 2
		worse := half
		worse.BreakEven *= 1.01
		worse.HashPerMW /= 1.01
		p.Sites[0].Tranches = []Tranche{half, worse}
		seen, tr := &hourMultipliers{least: math.Inf(1)}, NewTrace(p, false)
		if err := Run(p, d, &State{Recorder: seen, Certify: true}, tr); err != nil {
			t.Fatal(err)
		}
		want := tr.Budgets[0].Multiplier
		if !(want > 1) || seen.ran == 0 || math.Abs(seen.least-want) > 1e-9 || seen.loss > 0 {
			t.Errorf("tiers %v: %d hours run at multipliers from %g on, %d of them at a loss; the budget's is %g",
				tiers, seen.ran, seen.least, seen.loss, want)
		}
	}
}
