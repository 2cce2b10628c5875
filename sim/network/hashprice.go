package network

// Hashprice returns what one PH/s is expected to earn in a day, in USD:
//
//	HP = 86,400 · 1e15 · (S + F) · P / (D · 2^32)
//
// with the subsidy and fees S + F in BTC/block, the coin price P in USD/BTC and the difficulty D. It follows from
// difficulty, not from the network's hashrate: within an epoch hashrate may halve and what a machine earns does not
// change until the next retarget.
func Hashprice(difficulty, coinsPerBlock, usdPerBTC float64) float64 {
	return 24 * BlocksPerPHh(difficulty) * coinsPerBlock * usdPerBTC
}

// BlocksPerPHh returns the expected number of blocks that 1 PH/s finds in one hour: 3,600 · 1e15 / (D · 2^32).
func BlocksPerPHh(difficulty float64) float64 {
	return 3600 * HashesPerPH / (difficulty * HashesPerDifficulty)
}

// ImpliedHashrate returns the mean hashrate, in PH/s, that finds the 2015 intervals of an epoch in spanS seconds:
//
//	H = 2015 · D · 2^32 / (span · 1e15)
//
// It is the hashrate that the retarget saw. spanS must be positive.
func ImpliedHashrate(difficulty, spanS float64) float64 {
	return IntervalsPerSpan * difficulty * HashesPerDifficulty / (spanS * HashesPerPH)
}
