// Package kernel runs the hours: it takes one immutable Problem and one Draw, both plain arrays, and fills a
// Trace. It is the specification of what a site does in an hour and of how the network answers.
//
// # Words
//
// A tranche is one machine class of one site; the tranches of a site stand in merit order, most efficient
// first. A part is a piece of an hour: a retarget or a halving inside an hour splits it, and each piece is
// dispatched and paid with its own difficulty and subsidy. A step changes what the rules allow a site to draw.
// A group is one period of one energy budget; a root is a group that no other contains. A reason says why
// capacity stood idle: not built, outage, price, or the limit by its number.
//
// # The hour
//
//	initialise  set the chain to the state at the start
//	advance     load the prices, the temperature, the rules and the coin of hour t
//	solve       dispatch: run a tranche if price x PUE x (0.024 e / share) < hashprice and every cap allows it
//	record      add energy, hash and money; let the work move the chain; retarget when 2016 blocks are found
//
// # What always holds
//
//   - 0 <= energy <= capacity, and no cap or budget is exceeded.
//   - Run, idle by reason and capacity add up: capacity = energy + sum of idle, in every site and month.
//   - Own hashrate acts on the next difficulty only, so one pass in time order is exact.
//   - The same Problem and Draw give the same bits, whatever ran before in the same State.
//   - The loop allocates nothing per hour, holds no map, calls no interface (the rest of the world answers
//     once per epoch) and cannot fail except by leaving the range of numbers, which it reports.
//
// # Why
//
// A plain loop over hours rather than events: the step is fixed, and the reader can check it by hand. Prices
// and noise arrive as arrays so that this package needs neither clocks nor random numbers. The decision
// compares a break-even hashprice with the hashprice, not a margin with zero, because the same comparison can
// later be answered from sorted tables with the same bits.
//
// It does not know money beyond a revenue and a power cost, nor regions and tariffs; the names of machines and limits
// are carried for the trace and decide nothing.
package kernel
