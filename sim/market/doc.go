// Package market holds the uncertain daily series of a run: the coin's price, fees, exchange rates, a given hashprice.
//
// Words:
//   - series: what a scenario says about one such quantity: history and then a process, or a process alone.
//   - process: how a quantity goes on where nothing is recorded, one file each. Flat, growth, series (a file) and share (of fees in what
//     miners earn) know no chance; gbm, merton and garch wander; ou, ar1 and power_law return to a level or a trend; bootstrap repeats days
//     of the past.
//   - hand-over: the first day that history does not know; there the process begins.
//   - central path: the mean of a process. It is what draw 0 sees, and what fills the days between a history that ended and a run
//     that begins later.
//   - unit: how the values of one quantity are written ("100000 USD/BTC") and counted (USD/BTC). Processes know none: the owner of a
//     quantity hands the unit in.
//
// What always holds: steps are UTC days; a year is 365.25 of them and rates per year are effective annual rates; a
// path is finite; the same stream of random numbers gives the same path, and a longer path begins with the shorter
// one; a process whose volatility is zero is its central path to the last bit (bootstrap, whose mean is a sum over
// its sample: but for rounding); the mean of the draws is the central path; nothing random happens on days of
// history or on central days. A bound path is immutable and safe for concurrent use.
//
// Why: words and paths are two types, because a scenario is decoded before anyone knows the dates, the files and
// the history that a path needs. A value stays text until its unit is known; Series.CheckUnit reads it with the
// unit in the same pass in which the file is decoded, so that a wrong unit is reported with all other mistakes. The
// mean path is central, not the median, so that a central case is worth what the draws are worth on average. A
// process takes its normals as numbers, one a day, so that whoever runs the draws can correlate quantities; jumps
// come from a stream of the quantity's own. The days that bootstrap repeats come from a stream that all quantities
// of a draw read from its beginning, two numbers a day from the run's first day on: so price and fees repeat the
// same days although one hands over later than the other.
//
// A price stands still within a day, as it does for the hashprice that machines are switched by. A path by the hour
// would show moves to which nothing in a run reacts, and in the central case it would be a drawn line, so there is
// none.
//
// It does not read files, know seeds, or correlate one quantity with another.
package market
