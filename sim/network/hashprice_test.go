package network_test

import (
	"math"
	"testing"

	"hashwatt/sim/network"
)

// Hashprice follows from difficulty, coins per block and the coin's price.
func TestHashpriceFromDifficulty(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name                    string
		d, coins, usd, usdPHDay float64
		tol                     float64 // USD/PH/day, half of the last digit given
	}{
		// 86,400·1e15·3.125·1e5 / (1e14·2^32), by hand.
		{"round numbers", 1e14, 3.125, 1e5, 62.8642737865, 5e-11},
		// Difficulty from the chain, closing prices of the day.
		{"2025-01-01", 109_782_075_598_905.16, 3.125, 94_388, 54.0492, 5e-5},
		{"2025-01-01 with fees", 109_782_075_598_905.16, 3.185, 94_388, 55.0869, 5e-5},
		{"2023-01-01", 35_364_065_900_457.12, 6.25, 16_615, 59.0707, 5e-5},
		{"2022-01-01", 24_272_331_996_979.97, 6.25, 47_777, 247.4807, 5e-5},
	} {
		if got := network.Hashprice(c.d, c.coins, c.usd); math.Abs(got-c.usdPHDay) > c.tol {
			t.Errorf("%s: Hashprice(%v, %v, %v) = %v, want %v USD/PH/day", c.name, c.d, c.coins, c.usd, got, c.usdPHDay)
		}
	}
}

// The network's hashrate in the year 2024 as printed by an analyst (Galaxy, mid-year report): difficulty over 600
// s, which is 2016/2015 of what the 2015 intervals of 14 days imply.
func TestImpliedHashrateOfKnownDifficulties(t *testing.T) {
	t.Parallel()
	for d, wantEHs := range map[float64]float64{88.1e12: 630.6, 79.5e12: 569.1} {
		got := network.ImpliedHashrate(d, network.IntervalsPerSpan*network.TargetSpacingS) / 1000
		if math.Abs(got/wantEHs-1) > 1e-3 {
			t.Errorf("ImpliedHashrate(%v) = %v EH/s, want %v", d, got, wantEHs)
		}
	}
}

// A network with the implied hashrate finds 2015 blocks in the span that implied it.
func TestImpliedHashrateFindsTheBlocks(t *testing.T) {
	t.Parallel()
	const d, span = 1e14, 1_234_567.0
	blocks := network.BlocksPerPHh(d) * network.ImpliedHashrate(d, span) * span / 3600
	if math.Abs(blocks-network.IntervalsPerSpan) > 1e-9 {
		t.Errorf("blocks in the span = %v, want %d", blocks, network.IntervalsPerSpan)
	}
}

// At a steady hashrate difficulty settles where a block takes 600·2016/2015 s: the retarget measures 2015 intervals
// and takes them for 2016.
func TestSteadyHashrateSettlesAboveTenMinutes(t *testing.T) {
	t.Parallel()
	const hashratePHs = 8e8
	d := 3e13
	interval := 0.0
	for range 60 {
		interval = 3600 / (hashratePHs * network.BlocksPerPHh(d)) // s
		d = network.RetargetSmooth(d, network.IntervalsPerSpan*interval)
	}
	if want := 600.0 * 2016 / 2015; math.Abs(interval-want) > 1e-9 { // 600.2977668 s
		t.Errorf("steady interval = %.9f s, want %.9f", interval, want)
	}
}

// When hashrate grows, blocks come faster than every ten minutes. An epoch whose difficulty is right for its first
// block, and whose hashrate grows evenly to e^g of that by its last, takes 600·(1 − e^−g)/g s per block: 595.31 s
// at g = 1.57 %, the mean of 2020 to 2025. A retarget does not know the hashrate of the next first block, though,
// only the mean of the epoch that ended; a chain left to itself is an epoch behind, and its blocks take
// 600·e^−g·2016/2015 s.
func TestGrowingHashrateRunsAheadOfTheClock(t *testing.T) {
	t.Parallel()
	const g = 0.0157 // growth of ln H per 2016 blocks
	const parts = 2016 * 4
	right := network.ImpliedHashrate(1e14, network.IntervalsPerSpan*network.TargetSpacingS)

	// epoch returns the seconds of a whole epoch and of its span when hashrate grows from h to h·e^g block by block.
	epoch := func(d, h float64) (whole, span float64) {
		const work = network.BlocksPerRetarget / float64(parts)
		for i := range parts {
			now := h * math.Exp(g*(float64(i)+0.5)/parts)
			after, ok := network.Crossing(0, now*network.BlocksPerPHh(d), work, 1000)
			if !ok {
				t.Fatalf("part %d takes over 1,000 h", i)
			}
			whole += after * 3600
			if i >= parts/network.BlocksPerRetarget {
				span += after * 3600
			}
		}
		return whole, span
	}

	whole, _ := epoch(1e14, right)
	if got := whole / 2016; math.Abs(got-595.31) > 5e-3 {
		t.Errorf("mean interval of an epoch that starts right = %v s, want 595.31", got)
	}
	d, h := 1e14, right
	for range 100 {
		var span float64
		whole, span = epoch(d, h)
		d = network.RetargetSmooth(d, span)
		h *= math.Exp(g)
	}
	// The first block of an epoch is left out of its span, which the growth makes longer than the others by g/2.
	if got, want := whole/2016, 600*math.Exp(-g)*2016/2015; math.Abs(got/want-1) > g/2015 {
		t.Errorf("mean interval of a chain left to itself = %v s, want %v", got, want)
	}
}
