package kernel

import (
	"errors"
	"math"
	"testing"

	"hashwatt/sim/network"
)

// TestGoldenYear plays 500 PH/s at 20 J/TH, PUE 1.05 and 45 USD/MWh for 8,760 hours at a hashprice of 50: by hand
// 10.5 MW x 8,760 h = 91,980 MWh; 500 x 50 x 365 = 9,125,000 USD; 91,980 x 45 = 4,139,100 USD; coins at difficulty
// 1e14 and 3.125 BTC: 500e15 x 31,536,000 s / (1e14 x 2^32) x 3.125 = 114.727300 BTC.
func TestGoldenYear(t *testing.T) {
	t.Parallel()
	const hours = 8760
	p := &Problem{
		Hours: hours, Months: 1, Month: make([]int32, hours), Day: make([]int32, hours), Days: 365,
		Price: [][]float64{flat(hours, 45)}, PUE: [][]float64{flat(hours, 1.05)},
		Sites: []Site{{Class: -1, PowerMW: 10.5, RatedMW: 10, AvailableMW: 10, Share: 1, Tranches: []Tranche{
			{MW: 10, HashPerMW: 50, BreakEven: 0.024 * 20, Efficiency: 20},
		}}},
		Chain: Chain{Open: true, Height: 876960, Difficulty: 1e14},
	}
	for h := range hours {
		p.Day[h] = int32(h / 24)
	}
	d := &Draw{CoinUSD: flat(365, 1e5), FeeBTC: flat(365, 0), Hashprice: flat(365, 50), Difficulty: flat(365, 1e14)}
	f := run(t, p, d).Flows[0][0]
	near(t, "energy", f.EnergyMWh, 91_980, 1e-12)
	near(t, "revenue", f.RevenueUSD, 9_125_000, 1e-12)
	near(t, "power cost", f.PowerUSD, 4_139_100, 1e-12)
	near(t, "coins", f.BTC, 114.727300, 1e-8)
}

// noted keeps the last items that it was shown.
type noted struct {
	hour Hour
	item Item
}

func (n *noted) Record(h Hour, items []Item) { n.hour, n.item = h, items[0] }

// TestUnitIdentity holds s = 1000/(24 e PUE): at 20 J/TH, PUE 1.05 and a hashprice of 50, one MWh at the meter earns
// 99.2063492 USD; at 45 USD/MWh the break-even hashprice is 0.024 e PUE p = 22.68 USD/PH/day.
func TestUnitIdentity(t *testing.T) {
	t.Parallel()
	tranche := Tranche{MW: 10, HashPerMW: 50, BreakEven: 0.024 * 20, Efficiency: 20}
	p := &Problem{
		Hours: 1, Months: 1, Month: []int32{0}, Day: []int32{0}, Days: 1, Price: [][]float64{{45}}, PUE: [][]float64{{1.05}},
		Sites: []Site{{Class: -1, PowerMW: 10.5, RatedMW: 10, AvailableMW: 10, Share: 1, Tranches: []Tranche{tranche}}},
		Chain: Chain{Open: true, Difficulty: 1e14},
	}
	var n noted
	if err := Run(p, &Draw{CoinUSD: flat(1, 1e5), FeeBTC: flat(1, 0), Hashprice: flat(1, 50)}, &State{Recorder: &n}, NewTrace(p, false)); err != nil {
		t.Fatal(err)
	}
	near(t, "revenue of a MWh", n.item.Margin+n.hour.Price, 99.2063492, 1e-9)
	near(t, "break-even hashprice", n.hour.Price*n.hour.PUE*tranche.BreakEven, 22.68, 1e-12)
}

// TestExpectedInterval holds the well-known off-by-one: at steady hashrate the mean interval settles at
// 600 x 2016/2015 = 600.2977668 s, because the retarget aims 2016 intervals' time at 2015 of them.
func TestExpectedInterval(t *testing.T) {
	t.Parallel()
	p, d := tiny(24*400, 0)
	p.Chain.Row = &growing{0}
	tr := run(t, p, d)
	last := tr.Epochs[len(tr.Epochs)-2]
	near(t, "interval", last.Hours*3600/2016, 600*2016.0/2015, 1e-9)
}

// TestGrowingInterval holds 600 (1 - e^-g)/g for a hashrate that grows by g per epoch: 1.57 % gives 595.31 s. The
// rest of the world grows in steps at retargets here, which a difficulty one epoch behind turns into 600/(1+g).
func TestGrowingInterval(t *testing.T) {
	t.Parallel()
	p, d := tiny(24*400, 0)
	p.Chain.Row = &growing{0.0157}
	tr := run(t, p, d)
	last := tr.Epochs[len(tr.Epochs)-2]
	near(t, "interval", last.Hours*3600/2016, 600*2016.0/2015/1.0157, 1e-9)
}

// TestEnergyAddsUp holds capacity = energy + idle by reason in every site and month.
func TestEnergyAddsUp(t *testing.T) {
	t.Parallel()
	p, d := tiny(2000, 3)
	tr := run(t, p, d)
	for i := range tr.Flows {
		for m := range tr.Flows[i] {
			f := tr.Flows[i][m]
			sum := f.EnergyMWh
			for r := range tr.Reasons {
				sum += tr.Idle[i][m*tr.Reasons+r]
			}
			near(t, "energy and idle", sum, f.CapacityMWh, 1e-12)
		}
	}
}

// TestDifficultyFollowsOwnHash holds that the sites' hash raises difficulty at the next retarget and not before.
func TestDifficultyFollowsOwnHash(t *testing.T) {
	t.Parallel()
	p, d := tiny(24*60, 0)
	alone := run(t, p, d)
	p, d = tiny(24*60, 40)
	for i := range p.Sites {
		p.Sites[i].Online = 0
	}
	with := run(t, p, d)
	near(t, "first difficulty", with.Epochs[0].Difficulty, alone.Epochs[0].Difficulty, 0)
	if with.Epochs[1].Difficulty <= alone.Epochs[1].Difficulty {
		t.Errorf("difficulty %g with the sites, %g without", with.Epochs[1].Difficulty, alone.Epochs[1].Difficulty)
	}
	// In expected mode the next difficulty is D (row + own)/row's own: mean hash over the span over the hash that D
	// means.
	e := with.Epochs[0]
	mean := network.ImpliedHashrate(e.Difficulty, network.TargetTimespanS)
	near(t, "next difficulty", with.Epochs[1].Difficulty, e.Difficulty*(e.RowPHs+e.OwnPHs)/mean, 2e-3)
}

// TestHalvingSplitsTheHour lets the subsidy fall inside an epoch: hashprice halves at that block and the epoch's row
// says so.
func TestHalvingSplitsTheHour(t *testing.T) {
	t.Parallel()
	p, d := tiny(24*30, 1)
	p.Sites[0].Online = 0
	p.Chain.Height = 1_050_000/2016*2016 - 0
	p.Chain.Row = &growing{0}
	d.FeeBTC = flat(p.Days, 0)
	tr := run(t, p, d)
	if !tr.Epochs[0].Halving || tr.Epochs[1].Halving {
		t.Fatalf("halving in epochs %v, %v; want the first one only", tr.Epochs[0].Halving, tr.Epochs[1].Halving)
	}
	before, after := tr.Hashprice[0], tr.Hashprice[13]
	near(t, "hashprice after the halving", after/before, 0.5, 1e-9)
}

// TestExactRetargetStaysNear holds |exact/smooth - 1| <= 2^-15 for each retarget.
func TestExactRetargetStaysNear(t *testing.T) {
	t.Parallel()
	p, d := tiny(24*30, 2)
	smooth := run(t, p, d)
	p, d = tiny(24*30, 2)
	p.Chain.Exact = true
	exact := run(t, p, d)
	near(t, "exact difficulty", exact.Epochs[1].Difficulty, smooth.Epochs[1].Difficulty, 1.0/32768)
	if exact.Epochs[1].Difficulty == smooth.Epochs[1].Difficulty {
		t.Error("the exact retarget did not truncate")
	}
}

// TestFixedCalendar retargets every 336 hours, and the height advances by the blocks found.
func TestFixedCalendar(t *testing.T) {
	t.Parallel()
	p, d := tiny(336*4, 1)
	p.Chain.FixedHours = 336
	tr := run(t, p, d)
	for e, epoch := range tr.Epochs {
		if epoch.Start != float64(336*e) || epoch.Hours != 336 {
			t.Errorf("epoch %d starts at %g and lasts %g h", e, epoch.Start, epoch.Hours)
		}
	}
	blocks := (tr.Epochs[0].RowPHs + tr.Epochs[0].OwnPHs) * 336 * network.BlocksPerPHh(1e14)
	near(t, "height", float64(tr.Epochs[1].Height-tr.Epochs[0].Height), math.Floor(blocks), 1e-3)
	near(t, "difficulty", tr.Epochs[1].Difficulty, 1e14*blocks/2015, 1e-12)
}

// TestRunUsesNoMemoryOfOtherRuns plays two problems in one state and gets the bits of a fresh one.
func TestRunUsesNoMemoryOfOtherRuns(t *testing.T) {
	t.Parallel()
	p1, d1 := budgeted(1500, 3, 4000)
	p2, d2 := tiny(900, 5)
	var s State
	for _, play := range []struct {
		p *Problem
		d *Draw
	}{{p1, d1}, {p2, d2}, {p1, d1}} {
		tr := NewTrace(play.p, true)
		if err := Run(play.p, play.d, &s, tr); err != nil {
			t.Fatal(err)
		}
		fresh := run(t, play.p, play.d)
		for i := range tr.Flows {
			for m := range tr.Flows[i] {
				if tr.Flows[i][m] != fresh.Flows[i][m] {
					t.Fatalf("site %d month %d: %+v in a used state, %+v in a fresh one",
						i, m, tr.Flows[i][m], fresh.Flows[i][m])
				}
			}
		}
	}
}

// TestNoAllocationPerHour compares two horizons: what is allocated may not grow with the hours.
func TestNoAllocationPerHour(t *testing.T) {
	p, d := budgeted(24*90, 3, 4000)
	tr := NewTrace(p, true)
	var s State
	if n := testing.AllocsPerRun(5, func() {
		tr.Reset()
		if err := Run(p, d, &s, tr); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%g allocations in a run of 2,160 hours, want none", n)
	}
}

// TestRangeErrorNamesTheQuantity lets the rest of the world overflow.
func TestRangeErrorNamesTheQuantity(t *testing.T) {
	t.Parallel()
	p, d := tiny(24*200, 1)
	p.Chain.Row = &growing{1e300}
	err := Run(p, d, &State{}, NewTrace(p, false))
	if err == nil {
		t.Fatal("no error")
	}
	t.Log(err)
}

// A price that is no number, or one that money cannot be made of, ends the run on its day and names the quantity,
// whether the network is closed or its hashprice is given.
func TestRunEndsAtAPriceThatIsNone(t *testing.T) {
	t.Parallel()
	const hours, day = 240, 6
	for _, bad := range []float64{math.NaN(), math.Inf(1), -1, 1e101} {
		for what, spoil := range map[string]func(p *Problem, d *Draw){
			"price of the coin":          func(_ *Problem, d *Draw) { d.CoinUSD[day] = bad },
			"income from a block in BTC": func(_ *Problem, d *Draw) { d.FeeBTC[day] = bad * 10 },
			"hashprice": func(p *Problem, d *Draw) {
				p.Chain.Open, d.Hashprice = true, flat(p.Days, 50)
				d.Hashprice[day] = bad
			},
			"price of power in USD": func(p *Problem, d *Draw) {
				d.Price = [][]float64{flat(hours, 45)}
				d.Price[0][24*day] = bad
			},
		} {
			p, d := tiny(hours, 2)
			spoil(p, d)
			err := Run(p, d, &State{}, NewTrace(p, false))
			var out *RangeError
			if what == "price of power in USD" && bad == -1 {
				if err != nil {
					t.Errorf("power at a negative price: %v", err)
				}
				continue
			}
			if !errors.As(err, &out) || out.What != what || out.Hour != 24*day {
				t.Errorf("%s of %v on day %d: %v", what, bad, day, err)
			}
		}
	}
}
