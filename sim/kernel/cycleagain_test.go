package kernel

import (
	"math"
	"testing"
)

// Every midnight the rolling operator plans his units anew for the hashprice of the day: on the second of three
// days the hours lose, and he stops for it, though the plan of the first one, at its hashprice, had them run.
func TestUnitsArePlannedEveryMidnight(t *testing.T) {
	t.Parallel()
	p, d := cycled(flat(72, 115), Cycle{Up: 2, Down: 2, StartPerMW: 1})
	d.Hashprice[1] *= 0.8
	for h, mw := range loads(run(t, p, d)) {
		want := 10.0
		if h/24 == 1 {
			want = 0
		}
		if mw != want {
			t.Errorf("hour %d: %g MW, want %g", h, mw, want)
		}
	}
}

// Where a retarget raises the hashprice above what pays, the rolling operator starts in the next hour and does not
// wait for midnight.
func TestUnitsArePlannedAfterARetarget(t *testing.T) {
	t.Parallel()
	const hours = 480
	p, d := tiny(hours, 1)
	p.PUE[0] = flat(hours, 1)
	site := &p.Sites[0]
	site.Online, site.Tranches = 0, site.Tranches[:1]
	site.Cycle = &Cycle{Limit: limited(p, "switches"), Up: 2, Down: 2, StartPerMW: 1, Blocks: 1}
	before := run(t, p, d).Hashprice
	p.Price[0] = flat(hours, (before[0]+before[hours/24-1])/2/site.Tranches[0].BreakEven) // between what pays before and after it
	tr := run(t, p, d)
	turn := int(math.Ceil(tr.Epochs[0].Hours))
	if turn%24 < 1 || turn%24 > 22 {
		t.Fatalf("the retarget is at hour %d, too near to midnight to tell", turn)
	}
	for h, mw := range tr.LoadMW {
		if on := mw > 0; on != (h >= turn) {
			t.Errorf("hour %d: %g MW, the retarget is at hour %g", h, mw, tr.Epochs[0].Hours)
		}
	}
}

// The rolling operator sees 14 days. Each hour of a dip loses 10 USD and a start costs 3,700 USD: he runs through a
// dip of 13 days, 3,120 USD, the other side of which he sees, and stops at once in one of 15, the other side of
// which he does not, though 3,600 USD are less than a start. Who knows all runs through both.
func TestUnitsArePlannedFourteenDaysAhead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		look Foresight
		days int
		on   float64
	}{{Rolling, 13, 10}, {Rolling, 15, 0}, {Perfect, 15, 10}} {
		prices := flat(24*(c.days+31), 25)
		for h := 24; h < 24*(c.days+1); h++ {
			prices[h] = 126
		}
		p, d := cycled(prices, Cycle{StartPerMW: 370})
		p.Foresight = c.look
		if got := loads(run(t, p, d))[24]; got != c.on {
			t.Errorf("foresight %d: %g MW in the first hour of a dip of %d days, want %g", c.look, got, c.days, c.on)
		}
	}
}
