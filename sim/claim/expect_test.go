package claim_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hashwatt/seeds"
	"hashwatt/sim/calendar"
	"hashwatt/sim/claim"
	"hashwatt/sim/network"
	"hashwatt/sim/series"
)

// shipped returns the record and the catalogue of the seeds.
func shipped(t testing.TB) (*claim.Record, *seeds.Catalog) {
	t.Helper()
	cat, err := seeds.Load()
	if err != nil {
		t.Fatal(err)
	}
	r, err := claim.NewRecord(cat)
	if err != nil {
		t.Fatal(err)
	}
	return r, cat
}

// date reads a day.
func date(t testing.TB, text string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// near tells whether two numbers agree to a relative tolerance.
func near(got, want, tolerance float64) bool { return math.Abs(got-want) <= tolerance*math.Abs(want) }

func TestPublishedMonthsOfMiners(t *testing.T) {
	// What companies printed for a month follows from their mean hashrate. Riot, production updates of July 2024 (15.5
	// and 5.4 EH/s, 370 and 410 BTC): the subsidy alone is 372 and 402 BTC. Marathon, December 2023: 22.4 EH/s are
	// 202.9 blocks, and with fees of 22 % of the coins 202.9 · 6.25 / 0.78 = 1,625 BTC.
	t.Parallel()
	r, _ := shipped(t)
	for _, tc := range []struct {
		month                string
		ehs, blocks, subsidy float64
	}{
		{"2024-07", 15.5, 0, 372},
		{"2023-07", 5.4, 0, 402},
		{"2023-12", 22.4, 202.9, 202.9 * 6.25},
	} {
		from, to, err := claim.ParsePeriod(tc.month)
		if err != nil {
			t.Fatal(err)
		}
		e, err := r.Expect(from, to, 1000*tc.ehs)
		if err != nil {
			t.Fatal(err)
		}
		if !near(e.SubsidyBTC, tc.subsidy, 0.002) || tc.blocks > 0 && !near(e.Blocks, tc.blocks, 0.002) {
			t.Errorf("%s at %v EH/s: %v blocks, %v BTC of subsidy; want %v and %v", tc.month, tc.ehs, e.Blocks, e.SubsidyBTC, tc.blocks, tc.subsidy)
		}
		if tc.month == "2023-12" && !near(e.BTC(), 1625, 0.005) {
			t.Errorf("with the fees on record %v BTC, want 1625 within 0.5 %%", e.BTC())
		}
		if e.FeeDays != e.Days || e.PriceDays != e.Days || e.Days != 31 {
			t.Errorf("%d days, %d with fees, %d with prices; want 31 of each", e.Days, e.FeeDays, e.PriceDays)
		}
	}
}

func TestPilotOnGasFindsLessThanHalfACoin(t *testing.T) {
	// 150 Antminer S9 of 13.5 TH/s at the difficulty of 19.16 T (30 November to 12 December 2020) for a month of 730.5 h:
	// 2.025e15 · 730.5 · 3600 / (19.16e12 · 2^32) = 0.0647 blocks, 0.404 BTC of subsidy, 0.44 with the fees of about 9 %.
	t.Parallel()
	r, _ := shipped(t)
	e, err := r.Expect(date(t, "2020-11-30"), date(t, "2020-12-12"), 2.025)
	if err != nil {
		t.Fatal(err)
	}
	if !near(e.Difficulty, 19.16e12, 0.001) {
		t.Errorf("difficulty %v, want 19.16e12", e.Difficulty)
	}
	scale := 730.5 / e.Hours()
	if got := scale * e.SubsidyBTC; !near(got, 0.4045, 0.002) {
		t.Errorf("subsidy %v BTC, want 0.4045", got)
	}
	if got := scale * e.BTC(); !near(got, 0.44, 0.02) {
		t.Errorf("%v BTC, want 0.44", got)
	}
}

// easy is a compact target of difficulty 1; hard, of about 4.
const (
	easy = 0x1d00ffff
	hard = 0x1c3fffc0
)

// written returns a record of epochs that begin at heights from first on, at these times and targets.
func written(t testing.TB, first int64, rows ...network.EpochRow) *claim.Record {
	t.Helper()
	for i := range rows {
		rows[i].FirstHeight = first + int64(i)*network.BlocksPerRetarget
	}
	h, err := network.NewHistory(rows)
	if err != nil {
		t.Fatal(err)
	}
	return &claim.Record{History: h}
}

func TestARetargetInsideADayChangesTheDifficultyAtItsSecond(t *testing.T) {
	// From noon of the second day on difficulty is 4: 36 h at 1 and 12 h at 4 find (36 + 12/4) · 3600 · 1e15 / 2^32
	// blocks.
	t.Parallel()
	noon := date(t, "2010-06-02").In(time.UTC).Unix() + 43200
	r := written(t, 2016, network.EpochRow{FirstUnix: noon - 20*86400, NBits: easy}, network.EpochRow{FirstUnix: noon, NBits: hard},
		network.EpochRow{FirstUnix: noon + 20*86400, NBits: hard})
	e, err := r.Expect(date(t, "2010-06-01"), date(t, "2010-06-02"), 1)
	if err != nil {
		t.Fatal(err)
	}
	ratio := network.Difficulty(hard)
	want := (36 + 12/ratio) * 3600 * 1e15 / (1 << 32)
	if !near(e.Blocks, want, 1e-12) || !near(e.SubsidyBTC, 50*want, 1e-12) {
		t.Errorf("%v blocks and %v BTC, want %v and %v", e.Blocks, e.SubsidyBTC, want, 50*want)
	}
	if want := 48 / (36 + 12/ratio); !near(e.Difficulty, want, 1e-12) {
		t.Errorf("mean difficulty %v, want %v", e.Difficulty, want)
	}
}

func TestAHalvingInsideAnEpochIsMetAtItsBlock(t *testing.T) {
	// The epoch from block 209,664 on halves at its block 336. With equal targets its span is 1,209,600 s, so block
	// 335 was found after 335 · 1,209,600 / 2015 s = 201,099.75 s; from then on a block pays 25. Its first seven days
	// have 604,800 s.
	t.Parallel()
	start := date(t, "2012-11-20").In(time.UTC).Unix()
	r := written(t, 209664, network.EpochRow{FirstUnix: start, NBits: hard}, network.EpochRow{FirstUnix: start + 1210200, NBits: hard},
		network.EpochRow{FirstUnix: start + 2420400, NBits: hard})
	_, last := r.Covers()
	if want := date(t, "2012-12-17"); last != want {
		t.Errorf("the record covers days to %s, want %s", last, want)
	}
	// The record covers whole days after its first block only, so the first of the seven days is left out: 50 BTC
	// throughout.
	e, err := r.Expect(date(t, "2012-11-21"), date(t, "2012-11-26"), 1)
	if err != nil {
		t.Fatal(err)
	}
	before := 335*1209600.0/2015 - 86400
	want := (50*before + 25*(6*86400-before)) / (6 * 86400)
	if got := e.SubsidyBTC / e.Blocks; !near(got, want, 1e-12) {
		t.Errorf("%v BTC a block, want %v", got, want)
	}
}

func TestAprilOf2024HalvesOnTheTwentieth(t *testing.T) {
	// Block 840,000 was found on 2024-04-20 at 00:09:27 UTC. Until then 19 days paid 6.25 BTC, after it 11 days 3.125;
	// blocks of an epoch spaced evenly put the halving within 3 h of that.
	t.Parallel()
	r, _ := shipped(t)
	whole := func(from, to string) claim.Expectation {
		e, err := r.Expect(date(t, from), date(t, to), 1000)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	before, after, month := whole("2024-04-01", "2024-04-19"), whole("2024-04-20", "2024-04-30"), whole("2024-04-01", "2024-04-30")
	want := before.Blocks*6.25 + after.Blocks*3.125
	if hours := 3 * before.Blocks / (19 * 24) * 3.125; math.Abs(month.SubsidyBTC-want) > hours {
		t.Errorf("subsidy of April 2024 %v BTC, want %v", month.SubsidyBTC, want)
	}
}

func TestExpectationsAddUp(t *testing.T) {
	// Two periods that follow each other find together what the whole finds, and twice the hashrate finds twice as much.
	t.Parallel()
	r, _ := shipped(t)
	first, last := r.Covers()
	rapid.Check(t, func(t *rapid.T) {
		from := first.AddDays(rapid.IntRange(0, last.Days()-first.Days()-1).Draw(t, "from"))
		days := rapid.IntRange(1, min(200, last.Days()-from.Days())).Draw(t, "days")
		middle := rapid.IntRange(0, days-1).Draw(t, "middle")
		phs := rapid.Float64Range(0.001, 1e6).Draw(t, "hashrate")
		expect := func(from, to calendar.Date, phs float64) claim.Expectation {
			e, err := r.Expect(from, to, phs)
			if err != nil {
				t.Fatal(err)
			}
			return e
		}
		to := from.AddDays(days)
		whole, twice := expect(from, to, phs), expect(from, to, 2*phs)
		a, b := expect(from, from.AddDays(middle), phs), expect(from.AddDays(middle+1), to, phs)
		for _, c := range []struct {
			name               string
			whole, a, b, twice float64
		}{
			{"blocks", whole.Blocks, a.Blocks, b.Blocks, twice.Blocks},
			{"subsidy", whole.SubsidyBTC, a.SubsidyBTC, b.SubsidyBTC, twice.SubsidyBTC},
			{"fees", whole.FeeBTC, a.FeeBTC, b.FeeBTC, twice.FeeBTC},
			{"revenue", whole.RevenueUSD, a.RevenueUSD, b.RevenueUSD, twice.RevenueUSD},
			{"network", whole.NetworkBlocks, a.NetworkBlocks, b.NetworkBlocks, 2 * whole.NetworkBlocks},
		} {
			if !near(c.a+c.b, c.whole, 1e-12) || !near(c.twice, 2*c.whole, 1e-12) {
				t.Fatalf("%s from %s to %s: %v and %v are not %v, nor is %v twice that", c.name, from, to, c.a, c.b, c.whole, c.twice)
			}
		}
		if whole.Days != a.Days+b.Days || whole.FeeDays != a.FeeDays+b.FeeDays || whole.PriceDays != a.PriceDays+b.PriceDays {
			t.Fatalf("days %+v are not those of %+v and %+v", whole, a, b)
		}
	})
}

func TestTheNetworkFindsItsOwnBlocks(t *testing.T) {
	// The hashrate that the retargets saw finds the blocks of the chain: 53,473 in 2024 by the record of days.
	t.Parallel()
	r, _ := shipped(t)
	e, err := r.Expect(date(t, "2024-01-01"), date(t, "2024-12-31"), 1000)
	if err != nil {
		t.Fatal(err)
	}
	if !near(e.NetworkBlocks, 53473, 0.002) {
		t.Errorf("%v blocks in 2024, want 53473 within 0.2 %%", e.NetworkBlocks)
	}
}

func TestTheNetworksHashrateIsItsMeanOverTime(t *testing.T) {
	// 36 h of one epoch's hashrate h and 12 h of the next one's, 5.7·h, are a mean of (36 + 12·5.7)·h/48 = 2.2·h,
	// where the blocks of a steady miner would weigh the first hours four times as much. Of the years, the retargets
	// give 1.47 PH/s for 2013, when hashrate grew four hundredfold, 6.31 EH/s for 2017 and 633 EH/s for 2024.
	t.Parallel()
	noon := date(t, "2010-06-02").In(time.UTC).Unix() + 43200
	r := written(t, 2016, network.EpochRow{FirstUnix: noon - 20*86400, NBits: easy}, network.EpochRow{FirstUnix: noon, NBits: hard},
		network.EpochRow{FirstUnix: noon + 20*86400, NBits: hard})
	e, err := r.Expect(date(t, "2010-06-01"), date(t, "2010-06-02"), 7)
	if err != nil {
		t.Fatal(err)
	}
	want := (36*r.History.Epochs[0].HashratePHs + 12*r.History.Epochs[1].HashratePHs) / 48
	if !near(e.NetworkPHs, want, 1e-12) || !near(want, 2.18*r.History.Epochs[0].HashratePHs, 1e-2) {
		t.Errorf("mean hashrate %v PH/s, want %v, 2.18 times %v", e.NetworkPHs, want, r.History.Epochs[0].HashratePHs)
	}
	r, _ = shipped(t)
	for year, want := range map[string]float64{"2013": 1.47, "2017": 6310, "2024": 633000} {
		from, to, err := claim.ParsePeriod(year)
		if err != nil {
			t.Fatal(err)
		}
		if e, err = r.Expect(from, to, 1); err != nil {
			t.Fatal(err)
		}
		if !near(e.NetworkPHs, want, 0.005) {
			t.Errorf("%s: mean hashrate %v PH/s, want %v", year, e.NetworkPHs, want)
		}
	}
}

func TestDaysWithoutFeesCountAsNone(t *testing.T) {
	// Fees of the days on record count, those of other days are told by their number.
	t.Parallel()
	r, _ := shipped(t)
	day := date(t, "2024-07-10")
	short := &claim.Record{History: r.History, Fees: &series.Daily{First: day, Values: []float64{1}}}
	e, err := short.Expect(day.AddDays(-1), day.AddDays(1), 1000)
	if err != nil {
		t.Fatal(err)
	}
	// One day of three has a fee of 1 BTC a block, at one difficulty throughout.
	if e.FeeDays != 1 || e.PriceDays != 0 || e.RevenueUSD != 0 || !near(e.FeeBTC, e.Blocks/3, 1e-9) {
		t.Errorf("fees %v BTC on %d days, revenue %v; want a third of %v on 1, 0", e.FeeBTC, e.FeeDays, e.RevenueUSD, e.Blocks)
	}
}

func TestWhatCannotBeExpectedIsRefused(t *testing.T) {
	// Days outside the record, in the wrong order, and hashrates that are none say so and what to do.
	t.Parallel()
	r, _ := shipped(t)
	for _, tc := range []struct {
		from, to string
		phs      float64
		want     string
	}{
		{"2024-07-31", "2024-07-01", 1, "put the earlier day first"},
		{"2009-01-03", "2009-02-01", 1, "choose days from 2009-01-04 to "},
		{"2026-06-01", "2026-06-14", 1, "choose days from 2009-01-04 to 2026-06-13"},
		{"2024-07-01", "2024-07-31", -1, "zero or more"},
		{"2024-07-01", "2024-07-31", math.NaN(), "zero or more"},
		{"2024-07-01", "2024-07-31", math.Inf(1), "zero or more"},
	} {
		if _, err := r.Expect(date(t, tc.from), date(t, tc.to), tc.phs); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s to %s at %v PH/s: %v, want %q", tc.from, tc.to, tc.phs, err, tc.want)
		}
	}
}
