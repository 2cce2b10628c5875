// Package sim simulates mining sites hour by hour: what electricity they use, what hashrate and share of the Bitcoin
// network they reach, what they cost and earn, and what rules bind them. It is the page to read first.
//
// # The flow
//
// Run carries a scenario through six arrows between seven nouns; the seventh arrow, the report, is drawn by its
// caller:
//
//	bytes -> Scenario -> Site -> Problem -> Trace -> Ledger -> Summary -> Page
//	         words      facts   arrays     hours    money     metrics    HTML, text, CSV
//
//	parse      scenario  strict keys, units, positions, all problems at once
//	resolve    scenario  names become facts; every default is written in and knows where it came from
//	compile    site      facts become arrays over hours
//	simulate   kernel    a pure loop over hours, once for each draw
//	account    ledger    hours become months and money
//	summarise  metric    money becomes figures with their spread
//
// # What always holds
//
//   - Same file, same seed, same bits, for any number of workers: a draw depends on (scenario, seed, draw) alone,
//     results land in the slot of their draw and are reduced in that order.
//   - Draw 0 is the central case: every process on its mean path, blocks as expected, uncertain inputs at mid.
//   - The sites' own hashrate moves difficulty, and difficulty moves everyone's hashprice. Beside every run is the same
//     run without its sites, by which the difference is measured: same prices, same luck, same noise.
//   - Every number can be walked back: Explain plays up to an hour and shows one site's decision in it.
//
// # Why
//
// A scenario that looks for something (solve) is played as often as it takes to find it, and then runs as if the
// values that were found had been written. The record hardly says how the rest of the world answers to what
// mining earns, so the central case is played under other answers too.
//
// Draws with uncertain inputs are resolved and compiled anew from the words. That costs a little time for each draw
// and buys one mechanism for every input that a user can write, instead of a list of inputs that may vary.
package sim
