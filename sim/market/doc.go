// Package market holds the uncertain daily series of a run: the coin's price, fees, exchange rates, a given hashprice.
//
// Words:
//   - series: what a scenario says about one such quantity: history and then a process, or a process alone.
//   - process: how a quantity goes on where nothing is recorded: flat, growth, series (a file), gbm. One file each.
//   - hand-over: the first day that history does not know; there the process begins.
//   - central path: the mean of a process. It is what draw 0 sees, and what fills the days between a history that ended and a run
//     that begins later.
//   - unit: how the values of one quantity are written ("100000 USD/BTC") and counted (USD/BTC). Processes know none: the owner of a
//     quantity hands the unit in.
//
// What always holds: steps are UTC days; a year is 365.25 of them and rates per year are effective annual rates; a path is finite; the
// same stream of random numbers gives the same path, and a longer path begins with the shorter one; a process whose volatility is zero
// is its central path to the last bit; nothing random is drawn for days of history or for central days. A bound path is immutable and
// safe for concurrent use.
//
// Why: words and paths are two types, because a scenario is decoded before anyone knows the dates, the files and the history that a
// path needs. A value stays text until its unit is known; Series.CheckUnit reads it with the unit in the same pass in which the file is
// decoded, so that a wrong unit is reported with all other mistakes. The mean path is central, not the median, so that a central case
// is worth what the draws are worth on average.
//
// It does not read files, know seeds, or correlate one quantity with another.
package market
