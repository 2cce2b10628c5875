package network

// Constants of the chain, with the names that Bitcoin's own sources use for them.
const (
	// BlocksPerRetarget is the number of blocks that share one difficulty.
	BlocksPerRetarget = 2016
	// IntervalsPerSpan is how many block intervals lie between the first and the last block of an epoch: one less than the
	// blocks, the well-known off-by-one of the retarget rule.
	IntervalsPerSpan = BlocksPerRetarget - 1
	// TargetSpacingS is the wished-for time between blocks, in seconds.
	TargetSpacingS = 600
	// TargetTimespanS is the wished-for span of an epoch, in seconds: 14 days.
	TargetTimespanS = BlocksPerRetarget * TargetSpacingS
	// MinTimespanS is the shortest span that a retarget believes, in seconds: 3.5 days, which makes difficulty four
	// times larger.
	MinTimespanS = TargetTimespanS / 4
	// MaxTimespanS is the longest span that a retarget believes, in seconds: 56 days, which makes difficulty four
	// times smaller.
	MaxTimespanS = TargetTimespanS * 4
	// BlocksPerDay is the number of blocks in a day at the wished-for spacing.
	BlocksPerDay = 86400 / TargetSpacingS
	// SubsidyInterval is the number of blocks between two halvings of the subsidy, about four years.
	SubsidyInterval = 210000
	// SatPerBTC is the number of satoshi in a bitcoin.
	SatPerBTC = 100_000_000
	// LimitNBits is the easiest target that the chain allows, in compact form: difficulty 1.
	LimitNBits = 0x1d00ffff
	// HashesPerDifficulty is the expected number of hashes behind one block at difficulty 1. The convention is 2^32;
	// the exact figure, 2^48/0xffff, is 15 millionths larger and nobody uses it.
	HashesPerDifficulty = 1 << 32
	// HashesPerPH is the number of hashes in one petahash.
	HashesPerPH = 1e15
)
