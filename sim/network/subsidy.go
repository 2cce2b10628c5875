package network

// initialSubsidySat is what the first 210,000 blocks created each: 50 BTC.
const initialSubsidySat = 50 * SatPerBTC

// subsidyEras is the number of eras in which a block creates anything: 50e8 >> 33 is 0.
const subsidyEras = 33

// SubsidySat returns what the block at this height creates, in satoshi: 50e8 >> ⌊height / 210,000⌋. Below height 0
// it is 0.
func SubsidySat(height int64) int64 {
	if height < 0 || height/SubsidyInterval >= subsidyEras {
		return 0
	}
	return initialSubsidySat >> (height / SubsidyInterval)
}

// SubsidyBTC returns what the block at this height creates, in BTC.
func SubsidyBTC(height int64) float64 {
	return float64(SubsidySat(height)) / SatPerBTC
}

// IssuedSat returns what all blocks up to and including this height created, in satoshi. It is a closed form of at
// most 33 terms:
//
//	C(h) = Σ over eras k of (blocks of era k up to h) · (50e8 >> k)
//
// The figure is nominal: the coin of the first block cannot be spent, and some miners claimed a little less than
// was theirs. Below height 0 it is 0.
func IssuedSat(height int64) int64 {
	var issued int64
	left := height + 1 // blocks still to be counted; the first block has height 0
	for era := 0; era < subsidyEras && left > 0; era++ {
		blocks := min(left, SubsidyInterval)
		issued += blocks * (initialSubsidySat >> era)
		left -= blocks
	}
	return issued
}

// HalvingIndex returns how many blocks of the epoch that begins at firstHeight still earn the subsidy that its
// first block earns. It is BlocksPerRetarget when no halving falls inside the epoch. When one does, the block with
// this index is the first that earns half: an epoch whose blocks found so far reach the index pays the new subsidy
// from then on.
func HalvingIndex(firstHeight int64) int {
	untilHalving := SubsidyInterval - firstHeight%SubsidyInterval
	return int(min(untilHalving, BlocksPerRetarget))
}
