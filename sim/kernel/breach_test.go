package kernel

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// breakable gives site 0 of a problem budgets of its own, one after another from hour to hour, that it may break.
func breakable(p *Problem, ends []int, mwh float64, fines []float64, shutdown int) {
	l := limited(p, "quota")
	breach := Breach{Limit: l, Of: make([]int32, p.Hours), Fines: fines, ShutdownHours: shutdown}
	b := &Budgets{Leaf: [][]int32{make([]int32, p.Hours)}}
	from := 0
	for k, to := range ends {
		b.Groups = append(b.Groups, Group{Limit: l, Sites: []int32{0}, BudgetMWh: mwh, From: from, To: to, Parent: -1, Root: int32(k), Terms: Terms{Breach: true}})
		b.Roots = append(b.Roots, Root{Groups: []int32{int32(k)}, Sites: []int32{0}, From: from, To: to})
		breach.Groups = append(breach.Groups, int32(k))
		for t := from; t < to; t++ {
			b.Leaf[0][t], breach.Of[t] = int32(k), int32(k)
		}
		from = to
	}
	for t := from; t < p.Hours; t++ {
		b.Leaf[0][t], breach.Of[t] = -1, -1
	}
	p.Budgets, p.Sites[0].Class, p.Sites[0].Breaches = b, 0, []Breach{breach}
}

// earned is the margin of a run less what its limits cost, USD.
func earned(tr *Trace) float64 {
	usd := margin(tr)
	for l := range tr.Uses {
		for k := range tr.Uses[l] {
			usd -= tr.Uses[l][k].PaidUSD
		}
	}
	return usd
}

// Three days of 24 hours at a margin of 95 and 32.5 USD/MWh for 6 and 4 MW, on 96 MWh a day. By hand a day that is
// kept earns 96 x 95 = 9,120 USD, one that is broken 24 x (6 x 95 + 4 x 32.5) = 16,800, that is 7,680 more. A
// shutdown of 8 hours costs the day after it the 8 x (6 x 95 + 4 x 32.5) = 5,600 of a broken day; in a kept one 96
// MWh of the better class still fit into the 16 hours that are left, so it costs nothing. So at a fine of 7,000,
// and of 8,000 from the second on, one breach pays and in the last day nothing comes after it. At 100 rubles to the
// dollar the fine is booked in the month in which the period ends.
func TestBreachOnceByHand(t *testing.T) {
	t.Parallel()
	for _, look := range []Foresight{Rolling, Perfect} {
		p, d := steady(72)
		p.Foresight = look
		breakable(p, []int{24, 48, 72}, 96, []float64{700_000, 800_000}, 8)
		p.Limits[0].PerUSD = []float64{100}
		tr := run(t, p, d)
		use := tr.Use(0, 0, 0)
		near(t, "fine", use.PaidUSD, 7000, 1e-12)
		near(t, "margin", margin(tr), 2*9120+16800, 1e-12)
		if want := []Broken{{Group: 2, FineUSD: 7000, StillTo: 80}}; !slices.Equal(tr.Broken, want) {
			t.Errorf("foresight %d: broken %v, want %v", look, tr.Broken, want)
		}
	}
}

// With a fine of 1,000 each and a shutdown of 8 hours every day is broken, and the second and the third begin with
// the shutdown, which has the reason of the limit; a cap of 5 MW from hour 30 on holds before and after.
func TestShutdownStandsStill(t *testing.T) {
	t.Parallel()
	p, d := steady(72)
	breakable(p, []int{24, 48, 72}, 24, []float64{1000}, 8)
	power := limited(p, "power")
	p.LimitSet = [][]InForce{{{Limit: power, MW: 5, Earns: 1}}}
	p.Steps = []Step{{Hour: 30, CapMW: 5, Limit: power, Set: 0}}
	var rows itemRows
	tr := NewTrace(p, true)
	if err := Run(p, d, &State{Recorder: &rows}, tr); err != nil {
		t.Fatal(err)
	}
	for h := range p.Hours {
		want := 10.0
		switch {
		case h >= 24 && h < 32, h >= 48 && h < 56:
			want = 0
		case h >= 30:
			want = 5
		}
		if got := tr.LoadMW[h]; math.Abs(got-want) > 1e-12 {
			t.Errorf("hour %d: %g MW, want %g", h, got, want)
		}
		if want == 0 && (rows[h][0].Reason != ReasonLimit || rows[h][0].Multiplier < rows[h][0].Margin) {
			t.Errorf("hour %d: %+v, want the reason of the limit at its margin", h, rows[h][0])
		}
	}
	near(t, "fines", tr.Use(0, 0, 0).PaidUSD, 3000, 1e-12)
	near(t, "idle for the limit", tr.Idle[0][ReasonLimit], 16*10, 1e-12)
	near(t, "paid for giving way, but for the shutdown", tr.Use(1, 0, 0).PaidUSD, -5*(72-30-2-8), 1e-12)
	f := tr.Flows[0][0]
	sum := f.EnergyMWh
	for _, idle := range tr.Idle[0] {
		sum += idle
	}
	near(t, "energy and idle", sum, f.CapacityMWh, 1e-12)
}

// bestBreach tries every set of periods that are broken, at margins by hour for one class of some MW. What is used
// beyond a budget costs a price.
func bestBreach(margins []float64, ends []int, mw, mwh, price float64, fines []float64, shutdown int) float64 {
	best := math.Inf(-1)
	for set := range 1 << len(ends) {
		usd, still, broken := 0.0, 0, 0
		for k := 0; k <= len(ends); k++ {
			from, to, room, beyond := 0, len(margins), math.Inf(1), 0.0
			if k > 0 {
				from = ends[k-1]
			}
			if k < len(ends) {
				to = ends[k]
				if room = mwh; set>>k&1 > 0 {
					beyond = math.Inf(1)
				}
			}
			var good []float64
			for t := max(from, still); t < to; t++ {
				if margins[t] > 0 {
					good = append(good, margins[t])
				}
			}
			slices.Sort(good)
			used := 0.0
			for _, m := range slices.Backward(good) {
				run := min(mw, max(0, room-used))
				usd += m * run
				used += run
				if over := min(beyond, mw-run); over > 0 && m > price {
					usd += (m - price) * over
					used += over
				}
			}
			if k < len(ends) && used > mwh*(1+1e-9) {
				if len(fines) > 0 {
					usd -= fines[min(broken, len(fines)-1)]
				}
				broken++
				still = to + shutdown
			}
		}
		best = max(best, usd)
	}
	return best
}

// Perfect foresight breaks budgets as the best of all sets of breaches, whatever the fines, the shutdowns (also
// longer than a period) and the hours after the last period; the rolling operator does so as well, whose hashprice
// stays. One who does not look ahead earns no more.
func TestBreachesAreTheBestOfAll(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		var ends []int
		to := 0
		for range rapid.IntRange(1, 7).Draw(rt, "periods") {
			to += rapid.IntRange(1, 9).Draw(rt, "hours")
			ends = append(ends, to)
		}
		hours := to + rapid.IntRange(0, 6).Draw(rt, "after")
		p, d := steady(hours)
		p.Sites[0].Tranches = p.Sites[0].Tranches[:1]
		p.Sites[0].Tranches[0].MW, p.Sites[0].RatedMW, p.Sites[0].AvailableMW = 10, 10, 10
		margins := make([]float64, hours)
		for t := range margins {
			p.Price[0][t] = float64(rapid.IntRange(80, 135).Draw(rt, "price"))
			margins[t] = 125 - p.Price[0][t]
		}
		mwh := float64(rapid.IntRange(0, 40).Draw(rt, "budget"))
		fines := make([]float64, rapid.IntRange(0, 3).Draw(rt, "fines"))
		for k := range fines {
			fines[k] = float64(rapid.IntRange(0, 2000).Draw(rt, "fine"))
		}
		shutdown := rapid.IntRange(0, 15).Draw(rt, "shutdown")
		breakable(p, ends, mwh, fines, shutdown)
		price := 0.0
		if rapid.Bool().Draw(rt, "soft") {
			price = float64(rapid.IntRange(0, 50).Draw(rt, "price beyond"))
			for g := range p.Budgets.Groups {
				p.Budgets.Groups[g].Terms.Soft, p.Budgets.Groups[g].Terms.Price = true, price
			}
		}
		want := bestBreach(margins, ends, 10, mwh, price, fines, shutdown)
		for _, look := range []Foresight{Perfect, Rolling, Myopic} {
			p.Foresight = look
			tr := NewTrace(p, false)
			if err := Run(p, d, &State{}, tr); err != nil {
				rt.Fatal(err)
			}
			got := earned(tr)
			if got > want+1e-6*(1+want) || look != Myopic && got < want-1e-6*(1+want) {
				rt.Fatalf("foresight %d earns %g, the best of all sets is %g", look, got, want)
			}
		}
	})
}

// One who does not look ahead breaks a budget for what the period itself earns more than fine and shutdown: 7,680
// USD by hand, less the 5,600 of 8 hours of shutdown that cost a kept day nothing.
func TestBreachWithoutLookingAhead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ fine, paid float64 }{{7600, 22800}, {7700, 0}} {
		p, d := steady(72)
		p.Foresight = Myopic
		breakable(p, []int{24, 48, 72}, 96, []float64{c.fine}, 0)
		near(t, "fines", 1+run(t, p, d).Use(0, 0, 0).PaidUSD, 1+c.paid, 1e-12)
	}
}

// A budget that all fits into is not broken, and what a budget inside a longer one leaves is not used up by
// breaking it.
func TestNothingIsPaidForKeeping(t *testing.T) {
	t.Parallel()
	p, d := steady(48)
	breakable(p, []int{24, 48}, 240, []float64{1}, 24)
	tr := run(t, p, d)
	near(t, "energy", tr.Flows[0][0].EnergyMWh, 480, 1e-12)
	p, d = steady(48)
	breakable(p, []int{24, 48}, 100, []float64{1}, 0)
	year := limited(p, "year")
	p.Budgets.Groups = append(p.Budgets.Groups, Group{Limit: year, BudgetMWh: 150, To: 48, Parent: -1, Root: 0, Local: 0})
	for k := range 2 {
		p.Budgets.Groups[k].Parent, p.Budgets.Groups[k].Root, p.Budgets.Groups[k].Local = 2, 0, int32(k+1)
	}
	p.Budgets.Roots = []Root{{Groups: []int32{2, 0, 1}, Sites: []int32{0}, To: 48}}
	tr = run(t, p, d)
	near(t, "energy inside the year", tr.Flows[0][0].EnergyMWh, 150, 1e-9)
	if use := tr.Budgets[0].UsedMWh; use > 100*(1+1e-9) && tr.Use(0, 0, 0).PaidUSD == 0 {
		t.Errorf("%g MWh of 100 are used and nothing is paid", use)
	}
}
