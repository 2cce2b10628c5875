// Package claim holds what others say about mining against the record of the chain: what a hashrate was expected to
// find, and whether machines, energy, coins and money that are named together can belong together.
//
// # Words
//
//   - The record is the chain's history of difficulty with the fees and the price of each UTC day.
//   - An expectation is what a hashrate was expected to find in a period: blocks, coins from subsidy and fees, its part of the network.
//   - A claim is what somebody says of a period: two or more quantities of it.
//   - A pair is two of them that imply one number together (coins over those expected, J/TH, hours of running); the band is where
//     that number belongs; the verdict is whether it lies there. Impossible is what no machine or hour of that time allows.
//   - A pool that pays for every share (FPPS) pays what was expected; in a pool of one's own luck comes with it, and Z counts it in
//     standard deviations. Luck comes on top of the tolerance, by Poisson's exact law; no luck finds a part of a block.
//
// # What to call
//
//	record, err := claim.NewRecord(catalog)
//	e, err := record.Expect(from, to, hashratePHs)            // Expectation
//	months, err := record.Months(catalog.MinerMonths)         // []Month: reported coins of miners, each with Deviation or Z, Held
//	years := claim.Years(months)                              // []Total of companies and years with twelve months
//	all := claim.Together(months)                             // Total of all months paid for every share
//	published, err := record.Published(catalog)               // []Published: claims of the seeds with the verdict they must get, Held
//	checked, err := record.Check(c, rules, catalog.Rigs)      // *Checked: a claim with a Finding for each pair
//
// # What always holds
//
//   - Expectations add up: two periods that follow each other find together what the whole finds, to rounding.
//   - They are proportional to the hashrate.
//   - Every block of the record counts once, with the subsidy of its height.
//   - A finding is consistent only if the number lies within the tolerance of its band, and its factor is then that of the band.
//   - Functions are pure: the same record and claim give the same findings.
//
// # Why
//
//   - Days are added one by one at the difficulty of the hour, because a retarget or a halving inside a month is worth several percent
//     of its coins, and fees differ tenfold from one day to the next.
//   - Difficulty and not the network's hashrate says what is found: the hashrate of a day is itself an estimate from its blocks.
//   - A band and a tolerance, and not a probability: who makes a claim rounds, and says neither pool fee nor running hours.
//   - Machines and connections bound from above only: they may have stood still for some of the time, to a least load.
//   - The energy of a hash is compared with machines on sale at the time, because that is what a claim of too much hashrate for its
//     power, or too many coins for its energy, comes down to.
//
// It does not read files, know scenarios, or say which of two numbers is the wrong one.
package claim
