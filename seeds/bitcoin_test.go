package seeds

import (
	"math"
	"testing"
	"time"

	"hashwatt/sim/calendar"
)

func TestDifficultyFollowsFromTheCompactTarget(t *testing.T) {
	// Known values: the floor; the first retargets upwards; the chain in December 2012 and in April 2024.
	t.Parallel()
	for _, tc := range []struct {
		nBits uint32
		want  float64
	}{{0x1d00ffff, 1}, {0x1d00d86a, 1.1828995343}, {0x1b0404cb, 16307.420938523983}, {0x170331db, 88104191118793.16}} {
		if got := difficulty(tc.nBits); math.Abs(got/tc.want-1) > 1e-10 {
			t.Errorf("difficulty(%08x) = %v, want %v", tc.nBits, got, tc.want)
		}
	}
}

func TestKnownDifficulties(t *testing.T) {
	// Difficulty in force at noon UTC of days on which the press and explorers printed it, in units of 1e12.
	t.Parallel()
	c := catalogue(t)
	for day, want := range map[string]float64{
		"2019-01-01": 5.618595848853, "2021-01-01": 18.599593048299, "2021-07-04": 14.363025673660, "2022-01-01": 24.272331996980,
		"2023-01-01": 35.364065900457, "2024-01-01": 72.006146478567, "2025-01-01": 109.782075598905,
	} {
		date, err := calendar.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		noon := date.In(time.UTC).Unix() + 12*3600
		got := 0.0
		for _, r := range c.Retargets {
			if r.FirstUnix <= noon {
				got = r.Difficulty / 1e12
			}
		}
		if math.Abs(got/want-1) > 1e-12 {
			t.Errorf("%s: difficulty %v T, want %v", day, got, want)
		}
	}
	// The fall after the ban in China: 19,932,791,027,262.74 to 14,363,025,673,659.96 in July 2021.
	for i, r := range c.Retargets[1:] {
		if before := c.Retargets[i]; math.Abs(before.Difficulty-19932791027262.74) < 0.01 {
			if fall := r.Difficulty/before.Difficulty - 1; math.Abs(fall+0.2794) > 0.00005 {
				t.Errorf("July 2021: difficulty changed by %v, want -27.94 %%", fall)
			}
		}
	}
}

func TestEpochsKnowTheirHeightsTimesAndSubsidies(t *testing.T) {
	// Epoch 0 begins with the genesis block; headers are exact up to epoch 433; subsidies halve every 210,000 blocks.
	t.Parallel()
	c := catalogue(t)
	if len(c.Retargets) != 474 {
		t.Fatalf("there are %d epochs, want 474", len(c.Retargets))
	}
	if first := c.Retargets[0]; first.FirstUnix != 1231006505 || !first.Exact || first.Confidence != "reported" {
		t.Errorf("epoch 0 = %+v", first)
	}
	spans := 0
	for _, r := range c.Retargets {
		if r.Exact != (r.Epoch <= 433) || r.Exact != (r.Confidence == "reported") {
			t.Errorf("epoch %d: exact is %v, confidence %s", r.Epoch, r.Exact, r.Confidence)
		}
		if want := 50 / math.Pow(2, math.Floor(float64(r.FirstHeight)/210000)); r.SubsidyBTC != want {
			t.Errorf("epoch %d: subsidy %v, want %v", r.Epoch, r.SubsidyBTC, want)
		}
		if r.SpanInferredS > 0 {
			spans++
			if r.LastUnixInferred != r.FirstUnix+int64(r.SpanInferredS) || r.SpanToleranceS <= 0 {
				t.Errorf("epoch %d: last block at %d, want first + %v s with a tolerance", r.Epoch, r.LastUnixInferred, r.SpanInferredS)
			}
		}
	}
	if spans != 457 {
		t.Errorf("%d epochs have a span, want 457", spans)
	}
}

func TestSpansReproduceTheNextDifficulty(t *testing.T) {
	// Smooth retarget: D' = D 1209600 / span, to the tolerance of the span and the truncation of nBits (2^-15).
	t.Parallel()
	c := catalogue(t)
	for i, r := range c.Retargets[:len(c.Retargets)-1] {
		if r.SpanInferredS == 0 {
			continue
		}
		got, want := r.Difficulty*1209600/r.SpanInferredS, c.Retargets[i+1].Difficulty
		if limit := (r.SpanToleranceS+1)/r.SpanInferredS + math.Pow(2, -15); math.Abs(got/want-1) > limit {
			t.Errorf("epoch %d: the span leads to difficulty %v, want %v", r.Epoch, got, want)
		}
	}
}

func TestKnownDays(t *testing.T) {
	// Prices at the turn of years and the fees of the halving day as other data sets have them; closes differ by hours.
	t.Parallel()
	c := catalogue(t)
	price := c.CoinPrice()
	for day, want := range map[string]float64{"2022-01-01": 47777, "2023-01-01": 16615, "2025-01-01": 94388} {
		date, _ := calendar.ParseDate(day)
		if got := price.Values[date.Days()-price.First.Days()]; math.Abs(got/want-1) > 0.006 {
			t.Errorf("%s: %v USD, want about %v", day, got, want)
		}
	}
	for _, d := range c.Days {
		if d.Date.String() == "2024-04-20" && math.Abs(d.FeesBTC/1257.7-1) > 0.05 {
			t.Errorf("2024-04-20: fees %v BTC, want about 1257.7", d.FeesBTC)
		}
		if d.hasBlocks() && d.IssuanceBTC >= 0 && d.IssuanceBTC > float64(d.Blocks)*50+1e-6 {
			t.Errorf("%s: %v new coins in %d blocks", d.Date, d.IssuanceBTC, d.Blocks)
		}
	}
	if n := len(c.Days); n != 6414 || c.Days[0].Date.String() != "2009-01-03" {
		t.Errorf("%d days from %s, want 6414 from 2009-01-03", n, c.Days[0].Date)
	}
	// Blocks of whole years counted by others: 53,999 in 2023 and 53,473 in 2024.
	blocks := map[int]int{}
	for _, d := range c.Days {
		blocks[d.Date.Year] += max(d.Blocks, 0)
	}
	if blocks[2023] != 53999 || blocks[2024] != 53473 {
		t.Errorf("blocks: %d in 2023, %d in 2024, want 53999 and 53473", blocks[2023], blocks[2024])
	}
}

func TestHistoriesEndWithTheirLastFullDay(t *testing.T) {
	// Price runs to 2026-07-26; fees per block to the last day that has both fees and blocks.
	t.Parallel()
	c := catalogue(t)
	price, fees := c.CoinPrice(), c.FeesPerBlock()
	if last := price.First.AddDays(len(price.Values) - 1).String(); price.First.String() != "2010-07-18" || last != "2026-07-26" {
		t.Errorf("prices run from %s to %s", price.First, last)
	}
	if last := fees.First.AddDays(len(fees.Values) - 1).String(); fees.First.String() != "2009-01-03" || last != "2026-03-22" {
		t.Errorf("fees run from %s to %s", fees.First, last)
	}
	for i, v := range price.Values {
		if !(v > 0) {
			t.Fatalf("price of day %d is %v", i, v)
		}
	}
	for i, v := range fees.Values {
		if !(v >= 0 && v < 20) { // the highest daily mean was 7.3 BTC, on 2024-04-20
			t.Fatalf("fees per block of day %d are %v", i, v)
		}
	}
}

func TestDifficultyOfDaysAgreesWithTheEpochs(t *testing.T) {
	// The difficulty at the end of a day is that of the last epoch that began on it or before, printed as a whole
	// number of at most 14 digits.
	t.Parallel()
	c := catalogue(t)
	e := 0
	for _, d := range c.Days {
		end := d.Date.AddDays(1).In(time.UTC).Unix()
		for e+1 < len(c.Retargets) && c.Retargets[e+1].FirstUnix < end {
			e++
		}
		if want := c.Retargets[e].Difficulty; d.Difficulty > 0 && math.Abs(d.Difficulty-want) > max(0.5, 1e-13*want) {
			t.Errorf("%s: difficulty %v, the epoch has %v", d.Date, d.Difficulty, want)
		}
	}
}

func TestDifficultyHasEveryDay(t *testing.T) {
	// From the first block on every day has a difficulty, to the last one that is recorded: the values follow each
	// other by day.
	t.Parallel()
	c := catalogue(t)
	d := c.Difficulty()
	last := c.Days[d.First.AddDays(len(d.Values)-1).Days()-c.Days[0].Date.Days()]
	if d.First != c.Days[0].Date || d.Values[0] != 1 || last.Difficulty != d.Values[len(d.Values)-1] {
		t.Errorf("from %s with %v to %s with %v, want the difficulty of that day, %v", d.First, d.Values[0], last.Date, d.Values[len(d.Values)-1], last.Difficulty)
	}
}

func TestFitsAreFoundByName(t *testing.T) {
	// A fitted parameter is found by series, process and key; of several samples the first is meant.
	t.Parallel()
	c := catalogue(t)
	if f, ok := c.Fit("fees", "ar1", "level"); !ok || f.Unit != "BTC/block" || f.From.Year != 2019 || f.StandardError <= 0 {
		t.Errorf("the level of fees is %+v, %v", f, ok)
	}
	if _, ok := c.Fit("fees", "ar1", "charm"); ok {
		t.Error("fees have charm")
	}
}
