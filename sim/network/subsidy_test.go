package network_test

import (
	"testing"

	"hashwatt/sim/network"

	"pgregory.net/rapid"
)

// What has been issued by a height, and the total, are the chain's published figures.
func TestIssuedByHeight(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		height int64
		sat    int64
	}{
		{-1, 0},
		{0, 50_00000000},
		{209_999, 10_500_000_00000000},
		{210_000, 10_500_025_00000000},
		{419_999, 15_750_000_00000000},
		{629_999, 18_375_000_00000000},
		{839_999, 19_687_500_00000000},
		{840_000, 19_687_503_12500000},
		{6_929_999, 2_099_999_997_690_000}, // the last block that creates anything: 33 eras of 210,000
		{6_930_000, 2_099_999_997_690_000},
		{1 << 60, 2_099_999_997_690_000},
	} {
		if got := network.IssuedSat(c.height); got != c.sat {
			t.Errorf("IssuedSat(%d) = %d, want %d", c.height, got, c.sat)
		}
	}
}

// The subsidy halves every 210,000 blocks and is nothing from the 34th era on.
func TestSubsidyHalves(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		height int64
		btc    float64
	}{
		{-1, 0},
		{0, 50},
		{209_999, 50},
		{210_000, 25},
		{629_999, 12.5},
		{630_000, 6.25},
		{839_999, 6.25},
		{840_000, 3.125},
		{1_050_000, 1.5625},
		{32*210_000 + 5, 0.00000001},
		{33 * 210_000, 0},
		{64 * 210_000, 0},
		{1 << 62, 0},
	} {
		if got := network.SubsidyBTC(c.height); got != c.btc {
			t.Errorf("SubsidyBTC(%d) = %v, want %v", c.height, got, c.btc)
		}
	}
}

// What is issued between two heights is the sum of the subsidies of the blocks between.
func TestIssuedIsTheSumOfSubsidies(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.Int64Range(-2, 34*network.SubsidyInterval).Draw(t, "from")
		var sum int64
		for h := from + 1; h <= from+50; h++ {
			sum += network.SubsidySat(h)
		}
		if got := network.IssuedSat(from+50) - network.IssuedSat(from); got != sum {
			t.Fatalf("issued in (%d, %d] = %d, want %d", from, from+50, got, sum)
		}
	})
}

// A halving inside an epoch is found at the block that first earns half.
func TestHalvingInsideAnEpoch(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		firstHeight int64
		index       int
	}{
		{0, 2016},
		{207_648, 2016},
		{209_664, 336},  // the halving of 2012: 210,000 − 209,664
		{628_992, 1008}, // the halving of 2020: 630,000 − 628,992
		{838_656, 1344}, // the halving of 2024: 840,000 − 838,656
		{1_050_000 - 1_050_000%2016, 1680},
		{15_120_000, 2016}, // 7500·2016 = 72·210,000: the halving is the epoch's first block
	} {
		got := network.HalvingIndex(c.firstHeight)
		if got != c.index {
			t.Errorf("HalvingIndex(%d) = %d, want %d", c.firstHeight, got, c.index)
		}
		if got == network.BlocksPerRetarget {
			continue
		}
		before, after := network.SubsidySat(c.firstHeight+int64(got)-1), network.SubsidySat(c.firstHeight+int64(got))
		if after != before/2 {
			t.Errorf("epoch at %d: subsidy %d before index %d and %d at it, want half", c.firstHeight, before, got, after)
		}
	}
}
