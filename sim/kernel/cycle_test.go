package kernel

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// cycled is steady with one class of 10 MW that earns 125 USD/MWh, at prices of power by hour, and with a rule for
// its switches.
func cycled(prices []float64, c Cycle) (*Problem, *Draw) {
	p, d := steady(len(prices))
	p.Price = [][]float64{prices}
	p.Sites[0].Tranches = p.Sites[0].Tranches[:1]
	p.Sites[0].Tranches[0].MW = 10
	c.Limit = limited(p, "switches")
	c.Blocks = max(c.Blocks, 1)
	p.Sites[0].Cycle = &c
	return p, d
}

// loads are the MW of the hours.
func loads(tr *Trace) (mw []float64) {
	for _, v := range tr.LoadMW {
		mw = append(mw, math.Round(v*1e9)/1e9)
	}
	return mw
}

// At 125 USD/MWh, hours at 115 earn 100 USD of 10 MW and hours at 133 lose 80. By hand: a start at 15 USD/MW costs
// 150 USD, so a dip of one hour is run through at a loss of 80, one of two hours at 160 is not; an hour alone
// between dips is not worth a start. With a cold start of 0.1 hours of 1,250 USD it costs 275, and the dip of two
// hours is run through as well. What stands still though it pays has the reason of the limit. Who does not look
// ahead pays for every start.
func TestStartsAreWorthTheirCost(t *testing.T) {
	t.Parallel()
	good, bad := 115.0, 133.0
	prices := []float64{good, bad, good, bad, bad, good, good, bad, bad, bad, good, bad, bad}
	for _, c := range []struct {
		look Foresight
		cold float64
		want []float64
		paid float64
	}{
		{Rolling, 0, []float64{10, 10, 10, 0, 0, 10, 10, 0, 0, 0, 0, 0, 0}, 150},
		{Perfect, 0, []float64{10, 10, 10, 0, 0, 10, 10, 0, 0, 0, 0, 0, 0}, 150},
		{Rolling, 0.1, []float64{10, 10, 10, 10, 10, 10, 10, 0, 0, 0, 0, 0, 0}, 0},
		{Myopic, 0, []float64{10, 0, 10, 0, 0, 10, 10, 0, 0, 0, 10, 0, 0}, 450},
	} {
		p, d := cycled(prices, Cycle{StartPerMW: 1500, ColdHours: c.cold})
		p.Limits[0].PerUSD = []float64{100}
		p.Foresight = c.look
		tr := run(t, p, d)
		got := loads(tr)
		kept, lost := 0.0, 0.0
		for h := range got {
			if prices[h] == bad {
				lost += 8 * got[h]
			}
			if got[h] != c.want[h] {
				t.Errorf("foresight %d, %g cold hours: MW by hour %v, want %v", c.look, c.cold, got, c.want)
				break
			}
			if prices[h] == good {
				kept += 10 - c.want[h]
			}
		}
		use := tr.Use(0, 0, 0)
		near(t, "starts", 1+use.PaidUSD, 1+c.paid, 1e-9)
		near(t, "kept idle", 1+use.CurtailedMWh, 1+kept, 1e-12)
		near(t, "forgone", 1+use.ForgoneUSD, 1+10*kept+lost, 1e-9)
		near(t, "idle for the limit", 1+tr.Idle[0][ReasonLimit], 1+kept, 1e-12)
		near(t, "capacity", tr.Flows[0][0].EnergyMWh+tr.Idle[0][ReasonLimit]+tr.Idle[0][ReasonPrice], 130, 1e-12)
	}
}

// Minimum times hold whatever is earned: once on 3 hours on, once off 4 hours off; but a cap of nothing stops the
// site at once, and one of 4 MW is never exceeded. An hour that pays inside the minimum down time has the reason of
// the limit at its margin.
func TestMinimumTimesAndCaps(t *testing.T) {
	t.Parallel()
	good, bad := 115.0, 135.0
	p, d := cycled([]float64{bad, good, bad, bad, bad, good, good, good, good, good, good, good, good}, Cycle{Up: 3, Down: 4})
	p.Foresight = Myopic
	ban := limited(p, "ban")
	p.LimitSet = [][]InForce{{{Limit: ban}}, {{Limit: ban, MW: 4}}}
	p.Steps = []Step{{Hour: 9, Limit: ban, Set: 0}, {Hour: 10, CapMW: 4, Limit: ban, Set: 1}}
	var rows itemRows
	tr := NewTrace(p, true)
	if err := Run(p, d, &State{Recorder: &rows}, tr); err != nil {
		t.Fatal(err)
	}
	want := []float64{0, 10, 10, 10, 0, 0, 0, 0, 10, 0, 0, 0, 0}
	for h, mw := range loads(tr) {
		if mw != want[h] {
			t.Fatalf("MW by hour %v, want %v", loads(tr), want)
		}
		reason := ReasonPrice
		switch {
		case h == 9:
			reason = ReasonLimit + int(ban)
		case h >= 5 && mw == 0:
			reason = ReasonLimit
		}
		if it := rows[h][0]; mw == 0 && (it.Reason != reason || reason != ReasonPrice && math.Abs(it.Multiplier-10) > 1e-9) {
			t.Errorf("hour %d: %+v, want reason %d", h, it, reason)
		}
	}
	p.Foresight = Rolling
	for h, mw := range loads(run(t, p, d)) {
		if h == 9 && mw != 0 || h > 9 && mw > 4 {
			t.Errorf("hour %d: %g MW under the cap", h, mw)
		}
	}
}

// Four blocks rise by one and fall by two: who sees no other hour rises while it pays.
func TestBlocksRamp(t *testing.T) {
	t.Parallel()
	good, bad := 115.0, 135.0
	p, d := cycled([]float64{bad, good, good, good, good, good, bad, bad, bad}, Cycle{Blocks: 4, RampUp: 1, RampDown: 2, StartPerMW: 7})
	p.Foresight = Myopic
	tr := run(t, p, d)
	want := []float64{0, 2.5, 5, 7.5, 10, 10, 5, 0, 0}
	for h, mw := range loads(tr) {
		if mw != want[h] {
			t.Fatalf("MW by hour %v, want %v", loads(tr), want)
		}
	}
	near(t, "starts of all blocks", tr.Use(0, 0, 0).PaidUSD, 70, 1e-12)
	near(t, "idle in the rise", tr.Idle[0][ReasonLimit], 7.5+5+2.5, 1e-12)
}

// bestSchedule tries all schedules of a unit of one block, USD. on says that it is on and free before the first hour.
func bestSchedule(values []float64, c *Cycle, starts []float64, on bool) float64 {
	best := math.Inf(-1)
	for set := range 1 << len(values) {
		usd, was, owed := 0.0, on, 0
		for t, v := range values {
			is := set>>t&1 == 1
			forced := math.IsInf(v, -1)
			switch {
			case is && forced, is != was && owed > 0 && !forced, is && !was && owed > 0:
				usd = math.Inf(-1)
			}
			owed = max(0, owed-1)
			if is != was {
				if owed = c.Down - 1; is {
					owed = c.Up - 1
					usd -= starts[t]
				}
			}
			if is {
				usd += v
			}
			was = is
		}
		best = max(best, usd)
	}
	return best
}

// Perfect foresight switches as the best of all schedules, at any path of the hashprice, starts that cost more when
// it is high, and hours that a ban takes; nobody earns more on that path.
func TestSwitchingIsTheBestOfAll(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 11).Draw(rt, "hours")
		prices := make([]float64, n)
		for h := range prices {
			prices[h] = float64(rapid.IntRange(100, 150).Draw(rt, "price"))
		}
		c := Cycle{
			Up: rapid.IntRange(0, 4).Draw(rt, "up"), Down: rapid.IntRange(0, 4).Draw(rt, "down"),
			StartPerMW: float64(rapid.IntRange(0, 40).Draw(rt, "start")), ColdHours: float64(rapid.IntRange(0, 3).Draw(rt, "cold")) / 10,
		}
		p, d := cycled(prices, c)
		p.Days = n
		p.Day, d.CoinUSD, d.FeeBTC, d.Hashprice = make([]int32, n), flat(n, 1e5), flat(n, 0), flat(n, 60)
		values, starts := make([]float64, n), make([]float64, n)
		ban := limited(p, "ban")
		p.LimitSet = [][]InForce{{{Limit: ban}}}
		if p.Sites[0].Online = rapid.IntRange(0, 2).Draw(rt, "online"); p.Sites[0].Online >= n {
			return
		}
		for h := range n {
			p.Day[h] = int32(h)
			d.Hashprice[h] = float64(rapid.IntRange(50, 70).Draw(rt, "hashprice"))
			values[h] = 10 * (d.Hashprice[h]/0.48 - prices[h])
			starts[h] = 10 * (c.StartPerMW + c.ColdHours*d.Hashprice[h]/24*50)
			if rapid.IntRange(0, 5).Draw(rt, "ban") == 0 {
				values[h] = math.Inf(-1)
				p.Steps = append(p.Steps, Step{Hour: h, Limit: ban}, Step{Hour: h + 1, CapMW: 10, Limit: -1, Set: -1})
			}
			if h < p.Sites[0].Online {
				values[h] = math.Inf(-1)
			}
		}
		want := bestSchedule(values, &c, starts, p.Sites[0].Online == 0 && values[0] > 0)
		for _, look := range []Foresight{Perfect, Rolling, Myopic} {
			p.Foresight = look
			tr := NewTrace(p, false)
			if err := Run(p, d, &State{}, tr); err != nil {
				rt.Fatal(err)
			}
			got := earned(tr)
			if got > want+1e-6*(1+math.Abs(want)) || look == Perfect && got < want-1e-6*(1+math.Abs(want)) {
				rt.Fatalf("foresight %d earns %g, the best of all schedules is %g", look, got, want)
			}
		}
	})
}

// Switches that cost nothing are no rule, under budgets and in a network that answers, with any foresight.
func TestFreeSwitchesAreNoRule(t *testing.T) {
	t.Parallel()
	for _, look := range []Foresight{Rolling, Perfect, Myopic} {
		play := func(c *Cycle) *Trace {
			p, d := budgeted(24*60, 3, 7000)
			p.Foresight = look
			for k := range d.CoinUSD {
				d.CoinUSD[k] *= 1 + 0.3*math.Sin(float64(k)/7)
			}
			limited(p, "switches")
			for i := range p.Sites {
				p.Sites[i].Cycle = c
			}
			return run(t, p, d)
		}
		with, without := play(&Cycle{Limit: 2, Blocks: 1}), play(nil)
		for i := range with.Flows {
			for m := range with.Flows[i] {
				near(t, "energy", with.Flows[i][m].EnergyMWh, without.Flows[i][m].EnergyMWh, 1e-9)
				near(t, "revenue", with.Flows[i][m].RevenueUSD, without.Flows[i][m].RevenueUSD, 1e-9)
			}
		}
	}
}

// Budgets and caps hold however dear it is to stop, all capacity is accounted for, and a state that has been used
// plays the same bits.
func TestSwitchesKeepBudgets(t *testing.T) {
	t.Parallel()
	var used State
	used.switches.effort = 5000
	for _, look := range []Foresight{Rolling, Perfect, Myopic, Rolling} {
		p, d := budgeted(24*45, 3, 7000)
		p.Foresight = look
		limited(p, "switches")
		for i := range p.Sites {
			p.Sites[i].Cycle = &Cycle{Limit: 2, Up: 30, Down: 6, StartPerMW: 50, ColdHours: 0.2, Blocks: 1 + i}
		}
		tr := NewTrace(p, true)
		if err := Run(p, d, &used, tr); err != nil {
			t.Fatal(err)
		}
		fresh := NewTrace(p, false)
		other := State{Certify: true}
		other.switches.effort = 5000
		if err := Run(p, d, &other, fresh); err != nil {
			t.Fatal(err)
		}
		proved(t, fresh)
		for g, use := range tr.Budgets {
			if budget := p.Budgets.Groups[g].BudgetMWh; use.UsedMWh > budget*(1+1e-9) || use.UsedMWh == 0 {
				t.Errorf("foresight %d: group %d used %g of %g MWh", look, g, use.UsedMWh, budget)
			}
		}
		for i := range tr.Flows {
			for m := range tr.Flows[i] {
				if tr.Flows[i][m] != fresh.Flows[i][m] || *tr.Use(2, i, m) != *fresh.Use(2, i, m) {
					t.Fatalf("foresight %d: a used state plays something else", look)
				}
				sum := tr.Flows[i][m].EnergyMWh
				for r := range tr.Reasons {
					sum += tr.Idle[i][m*tr.Reasons+r]
				}
				near(t, "energy and idle", sum, tr.Flows[i][m].CapacityMWh, 1e-9)
			}
		}
		if earned(tr) >= margin(tr) {
			t.Errorf("foresight %d: no start is paid for", look)
		}
	}
}

// What switches, bands and breaches take from memory does not grow with the hours.
func TestRulesAllocateNothingPerHour(t *testing.T) {
	for _, look := range []Foresight{Rolling, Perfect, Myopic} {
		p, d := tiny(24*90, 3)
		p.Foresight = look
		breakable(p, []int{500, 1000, 2160}, 3000, []float64{1e4, 1e5}, 48)
		limited(p, "switches")
		p.Sites[1].Cycle = &Cycle{Limit: 1, Up: 4, Down: 2, StartPerMW: 50, Blocks: 2}
		p.Sites[2].Band = &Band{Limit: 1, Stop: 1.1, Resume: 0.9, StopHours: 2, ResumeHours: 2}
		tr := NewTrace(p, true)
		var s State
		if n := testing.AllocsPerRun(3, func() {
			tr.Reset()
			if err := Run(p, d, &s, tr); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("foresight %d: %g allocations in a run of 2,160 hours, want none", look, n)
		}
	}
}
