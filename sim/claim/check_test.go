package claim_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hashwatt/seeds"
	"hashwatt/sim/claim"
)

// rules returns the rules of the seeds.
func rules(t testing.TB) claim.Rules {
	t.Helper()
	_, cat := shipped(t)
	r, err := claim.NewRules(cat)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestPublishedClaimsGetTheirVerdict(t *testing.T) {
	// Every published claim of the seeds gets the verdict and the number that its row says, by its source or its
	// arithmetic.
	t.Parallel()
	r, cat := shipped(t)
	all, err := r.Published(cat)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != len(cat.CheckedClaims) || len(all) < 9 {
		t.Fatalf("%d of %d claims checked", len(all), len(cat.CheckedClaims))
	}
	for _, p := range all {
		if !p.Held {
			t.Errorf("%s: %s %v, want %s %v: %s", p.Row.ID, p.Finding.Verdict, p.Finding.Value, p.Row.Verdict, p.Row.Value, p.Finding.Text)
		}
	}
}

func TestThePilotNeedsAnEasierTime(t *testing.T) {
	// 1.8 BTC of 150 S9 in a month need a quarter of the difficulty, which the chain last paid in summer 2019.
	t.Parallel()
	r, cat := shipped(t)
	m, err := claim.ParseMachines("antminer-s9-13.5 x150", cat)
	if err != nil {
		t.Fatal(err)
	}
	c, err := r.Check(claim.Claim{
		From: date(t, "2020-12-01"), To: date(t, "2020-12-31"), Machines: []claim.Machines{m}, BTC: 1.8,
	}, rules(t), cat.Rigs)
	if err != nil {
		t.Fatal(err)
	}
	f, ok := c.Finding("machines-coins")
	if !ok || f.Verdict != claim.Off || !near(f.NeedsDifficulty, 4.8e12, 0.03) || f.NeedsBefore.Year != 2019 || c.Held() {
		t.Errorf("%+v", f)
	}
	// And a claim of too little was right later.
	c, err = r.Check(claim.Claim{
		From: date(t, "2020-12-01"), To: date(t, "2020-12-31"), Machines: []claim.Machines{m}, BTC: 0.1,
	}, rules(t), cat.Rigs)
	if err != nil {
		t.Fatal(err)
	}
	if f, _ = c.Finding("machines-coins"); f.Verdict != claim.Off || f.NeedsAfter.Year < 2021 || f.NeedsAfter.Year > 2024 || !near(f.Factor, 2*f.Value, 1e-9) {
		t.Errorf("%+v", f)
	}
}

func TestPairsAndTheirVerdicts(t *testing.T) {
	// Each pair of quantities fits, is off, or is impossible where it should be. 1,000 Antminer S19j Pro of 100 TH/s
	// and 3,050 W are 100 PH/s and 3.05 MW, 2,269.2 MWh in July 2024, 2.398 BTC from the subsidy and 2.464 with fees
	// at 0.0246 BTC per PH/s.
	t.Parallel()
	r, cat := shipped(t)
	m, err := claim.ParseMachines("antminer-s19j-pro-100 x1000", cat)
	if err != nil {
		t.Fatal(err)
	}
	rigs := []claim.Machines{m}
	for _, tc := range []struct {
		name, pair string
		claim      claim.Claim
		verdict    claim.Verdict
		value      float64
	}{
		{"all machines", "machines-hashrate", claim.Claim{Machines: rigs, HashratePHs: 100}, claim.Consistent, 1},
		{"too few machines", "machines-hashrate", claim.Claim{Machines: rigs, HashratePHs: 120}, claim.Off, 1.2},
		{"idle machines", "machines-hashrate", claim.Claim{Machines: rigs, HashratePHs: 40}, claim.Off, 0.4},
		{"other machines", "machines-efficiency", claim.Claim{Machines: rigs, JPerTH: 20}, claim.Off, 20 / 30.5},
		{"cooling", "machines-power", claim.Claim{Machines: rigs, PowerMW: 3.5}, claim.Consistent, 3.5 / 3.05},
		{"too much power", "machines-power", claim.Claim{Machines: rigs, PowerMW: 6.1}, claim.Off, 2},
		{"three weeks", "machines-energy", claim.Claim{Machines: rigs, EnergyMWh: 1537.2}, claim.Consistent, 504.0 / 744},
		{"more than they draw", "machines-energy", claim.Claim{Machines: rigs, EnergyMWh: 4538.4}, claim.Off, 2},
		{"a month", "power-energy", claim.Claim{PowerMW: 1, EnergyMWh: 744}, claim.Consistent, 1},
		{"more hours than there are", "power-energy", claim.Claim{PowerMW: 1, EnergyMWh: 1488}, claim.Impossible, 2},
		{"a week", "power-energy", claim.Claim{PowerMW: 1, EnergyMWh: 168}, claim.Off, 168.0 / 744},
		{"an engine", "energy-gas", claim.Claim{EnergyMWh: 3, GasM3: 1000}, claim.Consistent, 3},
		{"a miracle", "energy-gas", claim.Claim{EnergyMWh: 12, GasM3: 1000}, claim.Off, 12},
		{"half the hours", "machines-gas", claim.Claim{Machines: rigs, GasM3: 250000}, claim.Consistent, 2269.2 / 250},
		{"connection", "power-gas", claim.Claim{PowerMW: 1, GasM3: 744000}, claim.Off, 1},
		{"a good fleet", "energy-hashrate", claim.Claim{EnergyMWh: 1860, HashratePHs: 100}, claim.Consistent, 25},
		{"better than the best", "power-hashrate", claim.Claim{PowerMW: 1, HashratePHs: 100}, claim.Impossible, 10},
		{"worse than the worst", "power-hashrate", claim.Claim{PowerMW: 6, HashratePHs: 100}, claim.Off, 60},
		{"stated efficiency", "power-hashrate", claim.Claim{PowerMW: 1.5, HashratePHs: 100, JPerTH: 25}, claim.Off, 15},
		{"coins of the energy", "energy-coins", claim.Claim{EnergyMWh: 1860, BTC: 2.464}, claim.Consistent, 25},
		{"too many coins for it", "energy-coins", claim.Claim{EnergyMWh: 1860, BTC: 10}, claim.Impossible, 6.16},
		{"gas for the coins", "gas-coins", claim.Claim{GasM3: 600000, BTC: 2.464}, claim.Consistent, 28.4},
		{"poor gas for the coins", "gas-coins", claim.Claim{GasM3: 600000, BTC: 7}, claim.Consistent, 10},
		{"coins", "hashrate-coins", claim.Claim{HashratePHs: 100, BTC: 2.4}, claim.Consistent, 0.974},
		{"too many coins", "hashrate-coins", claim.Claim{HashratePHs: 100, BTC: 4.93}, claim.Off, 2},
		{"fees as said", "hashrate-coins", claim.Claim{HashratePHs: 100, BTC: 4.796, HasFeeShare: true, FeeShare: 0.5}, claim.Consistent, 1},
		{"some machines stood", "machines-coins", claim.Claim{Machines: rigs, BTC: 1.5}, claim.Consistent, 0.609},
		{"luck", "hashrate-coins", claim.Claim{HashratePHs: 1000, BTC: 44, OwnPool: true}, claim.Consistent, 1.786},
		{"too much luck", "hashrate-blocks", claim.Claim{HashratePHs: 1000, Blocks: 20}, claim.Off, 2.607},
		{"the network's blocks", "blocks-network", claim.Claim{HashratePHs: 1000, Blocks: 6000}, claim.Impossible, 1.281},
		{"coins of a block", "coins-blocks", claim.Claim{BTC: 321, Blocks: 100}, claim.Consistent, 3.21},
		{"before the halving", "coins-blocks", claim.Claim{BTC: 642, Blocks: 100}, claim.Off, 6.42},
		{"price", "coins-revenue", claim.Claim{BTC: 1, RevenueUSD: 62500}, claim.Consistent, 62500},
		{"next year's price", "coins-revenue", claim.Claim{BTC: 1, RevenueUSD: 118000}, claim.Off, 118000},
		{"block and money", "blocks-revenue", claim.Claim{Blocks: 10, RevenueUSD: 2e6}, claim.Consistent, 2e5},
		{"hashprice", "hashrate-revenue", claim.Claim{HashratePHs: 100, RevenueUSD: 154000}, claim.Consistent, 1},
		{"whole network", "hashrate-network", claim.Claim{HashratePHs: 700000, PowerMW: 20000}, claim.Impossible, 1.147},
		{"its energy", "energy-network", claim.Claim{EnergyMWh: 12e6, JPerTH: 28.2}, claim.Consistent, 0.937},
		{"its power", "power-network", claim.Claim{PowerMW: 40000, JPerTH: 28.2}, claim.Impossible, 2.325},
		{"no such machine", "efficiency-market", claim.Claim{PowerMW: 1, JPerTH: 5}, claim.Impossible, 5},
	} {
		c := tc.claim
		c.From, c.To = date(t, "2024-07-01"), date(t, "2024-07-31")
		got, err := r.Check(c, rules(t), cat.Rigs)
		if err != nil {
			t.Errorf("%s: %v", tc.name, err)
			continue
		}
		f, ok := got.Finding(tc.pair)
		if !ok || f.Verdict != tc.verdict || !near(f.Value, tc.value, 0.01) {
			t.Errorf("%s: %s is %s, %v; want %s, %v: %s", tc.name, tc.pair, f.Verdict, f.Value, tc.verdict, tc.value, f.Text)
		}
		if (f.Factor == 1) != (f.Value >= f.Low && f.Value <= f.High) || f.Text == "" || f.What == "" {
			t.Errorf("%s: factor %v of a value %v in %v to %v, %q", tc.name, f.Factor, f.Value, f.Low, f.High, f.Text)
		}
	}
}

func TestClaimsThatAreTrueFit(t *testing.T) {
	// What the record expects of machines that ran all hours of a period passes every check, and three times its coins
	// never do.
	t.Parallel()
	r, cat := shipped(t)
	rule := rules(t)
	rapid.Check(t, func(rt *rapid.T) {
		g := cat.Rigs[rapid.IntRange(0, len(cat.Rigs)-1).Draw(rt, "rig")]
		if g.Released > "2025-08" {
			rt.Skip("not out before the record of prices ends")
		}
		released := g.Released
		if len(released) == len("2024") {
			released += "-01"
		}
		from := date(t, released+"-01").AddDays(rapid.IntRange(0, 150).Draw(rt, "day"))
		to := from.AddDays(rapid.IntRange(0, 40).Draw(rt, "days"))
		count := rapid.Float64Range(1, 1e5).Draw(rt, "machines")
		pue := rapid.Float64Range(1, 1.2).Draw(rt, "pue")
		phs, mw := count*g.HashrateTHs/1e3, count*g.PowerW/1e6*pue
		e, err := r.Expect(from, to, phs)
		if err != nil {
			rt.Fatal(err)
		}
		c := claim.Claim{
			From: from, To: to, Machines: []claim.Machines{{g, count}}, HashratePHs: phs, JPerTH: g.JPerTH, PowerMW: mw, EnergyMWh: mw * e.Hours(),
			GasM3: 1e3 * mw * e.Hours() / 3.4, BTC: e.BTC(), Blocks: e.Blocks, RevenueUSD: e.RevenueUSD, OwnPool: rapid.Bool().Draw(rt, "own"),
		}
		if phs > e.NetworkPHs {
			rt.Skip("more than the network")
		}
		got, err := r.Check(c, rule, cat.Rigs)
		if err != nil {
			rt.Fatal(err)
		}
		if !got.Held() || len(got.Findings) < 20 {
			rt.Fatalf("%d findings: %+v", len(got.Findings), got.Findings)
		}
		for _, f := range got.Findings {
			if math.IsNaN(f.Value+f.Factor+f.Z) || math.IsInf(f.Value+f.Factor+f.Z, 0) {
				rt.Fatalf("%s is not finite: %+v", f.Pair(), f)
			}
		}
		c.BTC, c.OwnPool = 3*c.BTC, false
		if got, err = r.Check(c, rule, cat.Rigs); err != nil || got.Held() {
			rt.Fatalf("three times the coins hold: %v", err)
		}
	})
}

func TestLuckWidensTheToleranceAndMakesNoPartOfABlock(t *testing.T) {
	// In July 2024 1 EH/s was expected to find 7.67 blocks. Nearly the whole network has next to no luck and fits to
	// the tolerance; 1 PH/s, of 0.0077 blocks, may find one whole block, with a chance of 0.76 %, but neither two nor
	// 8.1 times the coins of 0.0077.
	t.Parallel()
	r, cat := shipped(t)
	from, to := date(t, "2024-07-01"), date(t, "2024-07-31")
	unit, err := r.Expect(from, to, 1)
	if err != nil {
		t.Fatal(err)
	}
	perBlock := unit.BTC() / unit.Blocks
	for _, tc := range []struct {
		name        string
		phs, blocks float64
		verdict     claim.Verdict
	}{
		{"8.1 times the coins of 0.0077 blocks", 1, 8.1 * unit.Blocks, claim.Off},
		{"as many as expected, paid out in part", 1, unit.Blocks, claim.Consistent},
		{"one lucky block", 1, 1, claim.Consistent},
		{"two lucky blocks", 1, 2, claim.Off},
		{"one block of 0.00077", 0.1, 1, claim.Off},
		{"none of 7.67", 1000, 0.5, claim.Off},
		{"one of 7.67", 1000, 1, claim.Consistent},
		{"17 of 7.67", 1000, 17, claim.Consistent},
		{"20 of 7.67", 1000, 20, claim.Off},
		{"9 % too many of many", 6e5, 1.09 * 6e5 * unit.Blocks, claim.Consistent},
		{"20 % too many of many", 5e5, 1.2 * 5e5 * unit.Blocks, claim.Off},
	} {
		for _, own := range []claim.Claim{{BTC: tc.blocks * perBlock, OwnPool: true}, {Blocks: tc.blocks}} {
			own.From, own.To, own.HashratePHs = from, to, tc.phs
			c, err := r.Check(own, rules(t), cat.Rigs)
			if err != nil {
				t.Fatal(err)
			}
			pair := "hashrate-coins"
			if own.Blocks > 0 {
				pair = "hashrate-blocks"
			}
			if f, ok := c.Finding(pair); !ok || f.Verdict != tc.verdict {
				t.Errorf("%s: %s is %s, want %s: %+v", tc.name, pair, f.Verdict, tc.verdict, f)
			}
		}
	}
	// The same in the energy of a hash: one block for the energy of 1 PH/s at 28 J/TH is luck, a hundredth of a block
	// is no block.
	for blocks, want := range map[float64]claim.Verdict{1: claim.Consistent, 2: claim.Impossible, 0.1: claim.Impossible, 0.008: claim.Consistent} {
		c, err := r.Check(claim.Claim{From: from, To: to, EnergyMWh: 28 * 744 / 1e3, BTC: blocks * perBlock, OwnPool: true}, rules(t), cat.Rigs)
		if err != nil {
			t.Fatal(err)
		}
		if f, ok := c.Finding("energy-coins"); !ok || f.Verdict != want {
			t.Errorf("coins of %v blocks: %+v, want %s", blocks, f, want)
		}
	}
}

func TestFeesOfTheClaimCountInItsRevenue(t *testing.T) {
	// Where half of the coins were fees, 100 PH/s earned twice the subsidy at the prices of the days, of which the
	// record's fees are 2.6 %.
	t.Parallel()
	r, cat := shipped(t)
	from, to := date(t, "2024-07-01"), date(t, "2024-07-31")
	e, err := r.Expect(from, to, 100)
	if err != nil {
		t.Fatal(err)
	}
	c, err := r.Check(claim.Claim{
		From: from, To: to, HashratePHs: 100, RevenueUSD: e.RevenueUSD, HasFeeShare: true, FeeShare: 0.5,
	}, rules(t), cat.Rigs)
	if err != nil {
		t.Fatal(err)
	}
	f, _ := c.Finding("hashrate-revenue")
	if want := e.BTC() / (2 * e.SubsidyBTC); f.Verdict != claim.Off || !near(f.Value, want, 1e-9) {
		t.Errorf("%+v, want off by %v", f, want)
	}
}

func TestAnEasierTimeLiesBeforeThePeriodAndAHarderOneAfterIt(t *testing.T) {
	// In late May of 2021 difficulty was 21 to 25 T. Where a third more coins are claimed than expected, days before
	// tell when that was, not July 2021, when the ban had made it easier still; and no day was as easy as 1e16 times
	// as many need: that is a difficulty below one.
	t.Parallel()
	r, cat := shipped(t)
	from, to := date(t, "2021-05-20"), date(t, "2021-05-31")
	e, err := r.Expect(from, to, 100)
	if err != nil {
		t.Fatal(err)
	}
	for factor, before := range map[float64]bool{1.34: true, 1e16: false} {
		c, err := r.Check(claim.Claim{From: from, To: to, HashratePHs: 100, BTC: factor * e.BTC()}, rules(t), cat.Rigs)
		if err != nil {
			t.Fatal(err)
		}
		f, _ := c.Finding("hashrate-coins")
		if f.Verdict != claim.Off || f.NeedsBefore.IsZero() == before || !f.NeedsBefore.Before(from) || !f.NeedsAfter.IsZero() || !near(f.NeedsDifficulty, e.Difficulty/factor, 1e-9) {
			t.Errorf("%v times: %+v", factor, f)
		}
	}
}

func TestWithoutMachinesOfTheTimeNothingIsJudged(t *testing.T) {
	// Before the first machine of the list the energy of a hash is told, not judged.
	t.Parallel()
	r, cat := shipped(t)
	got, err := r.Check(claim.Claim{From: date(t, "2012-07-01"), To: date(t, "2012-07-31"), EnergyMWh: 1, HashratePHs: 0.001}, rules(t), cat.Rigs)
	if err != nil {
		t.Fatal(err)
	}
	if f, ok := got.Finding("energy-hashrate"); !ok || f.Verdict != claim.Unknown || f.Factor != 1 || !got.Held() {
		t.Errorf("%+v", f)
	}
	if alone := got.Alone(); len(alone) != 1 || alone[0] != claim.Energy {
		t.Errorf("nothing judges %v, want the energy alone", alone)
	}
}

func TestClaimsThatCannotBeCheckedSayWhy(t *testing.T) {
	// One quantity alone, impossible numbers and days outside the record are refused with the cure.
	t.Parallel()
	r, cat := shipped(t)
	from, to := date(t, "2024-07-01"), date(t, "2024-07-31")
	for _, tc := range []struct {
		claim claim.Claim
		want  string
	}{
		{claim.Claim{From: from, To: to}, "state at least two of machines"},
		{claim.Claim{From: from, To: to, BTC: 1}, "1 of the claim's quantities can be compared"},
		{claim.Claim{From: from, To: to, BTC: -1, PowerMW: 1}, "the coins of -1 cannot be"},
		{claim.Claim{From: from, To: to, BTC: 1, PowerMW: math.NaN()}, "the power of NaN cannot be"},
		{claim.Claim{From: from, To: to, BTC: 1, PowerMW: 1, HasFeeShare: true, FeeShare: 1}, "below 100 %"},
		{claim.Claim{From: date(t, "2012-07-01"), To: date(t, "2012-07-31"), BTC: 1, JPerTH: 20}, "no two of these can be compared: efficiency, coins; add machines or hashrate"},
		{claim.Claim{From: date(t, "2012-07-01"), To: date(t, "2012-07-31"), BTC: 1, EnergyMWh: 20}, "no two of these can be compared: energy, coins; add machines, hashrate or efficiency"},
		{claim.Claim{From: date(t, "2009-02-01"), To: date(t, "2009-02-28"), BTC: 1, RevenueUSD: 20}, "no two of these can be compared: coins, revenue; add machines or hashrate"},
		{claim.Claim{From: to, To: from, BTC: 1, PowerMW: 1}, "put the earlier day first"},
	} {
		if _, err := r.Check(tc.claim, rules(t), cat.Rigs); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%+v: %v, want %q", tc.claim, err, tc.want)
		}
	}
}

func TestMachinesOnSale(t *testing.T) {
	// At the end of 2020 the S19 was the best; the S9 of 2016 to 2017 still counts, and no longer in 2024.
	t.Parallel()
	_, cat := shipped(t)
	best, worst, ok := claim.OnSale(cat.Rigs, date(t, "2020-12-31"), 5)
	if !ok || best.JPerTH > 29.6 || best.JPerTH < 29.4 || worst.Model != "S9" {
		t.Errorf("2020: %s and %s", best.ID, worst.ID)
	}
	if _, worst, _ = claim.OnSale(cat.Rigs, date(t, "2024-07-31"), 5); worst.JPerTH > 50 {
		t.Errorf("2024: %s is still sold", worst.ID)
	}
	if _, _, ok = claim.OnSale(cat.Rigs, date(t, "2012-01-01"), 5); ok {
		t.Error("there is a machine of 2012")
	}
	// A date counts from its first day: a machine of 2020-06 is out on June 1, one of 2020 on January 1, one of
	// 2020-06-15 on that day. After five years it no longer sets the worst.
	made := []seeds.Rig{
		{ID: "year", Released: "2020", JPerTH: 90}, {ID: "month", Released: "2020-06", JPerTH: 60}, {ID: "day", Released: "2020-06-15", JPerTH: 30},
	}
	for day, want := range map[string]string{
		"2019-12-31": " ", "2020-01-01": "year year", "2020-05-31": "year year", "2020-06-01": "month year", "2020-06-14": "month year",
		"2020-06-15": "day year", "2025-06-01": "day year", "2026-01-15": "day day",
	} {
		best, worst, _ := claim.OnSale(made, date(t, day), 5)
		if got := best.ID + " " + worst.ID; got != want {
			t.Errorf("%s: best and worst are %q, want %q", day, got, want)
		}
	}
}
