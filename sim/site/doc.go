// Package site holds what is known of the sites and of the world around them, and compiles it into the arrays
// that the kernel reads.
//
// # Words
//
// A site is one place with one grid connection, counted at the meter. Its fleet is a list of machine classes. A
// climate is a weather station with a way of cooling: it gives the power usage effectiveness (PUE, meter power over
// machine power) of every hour. A tariff is a list of priced components in the civil time of a region. A scoped
// limit is a rule and the sites that it holds. The signal of a tariff is what dispatch sees of it: a price for each
// MWh, windows and counts (see kernel). A tariff is invoiced where its bill is more than that price times the load.
//
// # What always holds
//
//   - Everything is a fact: quantities in base units, names resolved, defaults filled in. Nothing here reads text.
//   - Power, caps and energy are counted at the meter; machines and hash behind the PUE.
//   - The temperature noise of a station is one fixed realisation, the same in every draw, variant and seed.
//   - Compile checks lengths once; after it the problem is immutable.
//   - A limit that leaves room for all that its sites can draw, in each of its periods, is in no plan and changes nothing
//     to the bit. One on CO2, or of which only some periods do, is planned by with the others.
//   - Windows of a tariff lie in one another or apart, and an hour is in one count: tariffs of which this is not true are
//     refused, with the names of both components. Windows of the same hours become one, as do counts.
//   - Charges are in USD at the rate of the account month in which the invoice for their local month is booked; prices of
//     hours are at the rate of the hour's account month.
//
// # Why
//
// What rules allow a site changes at a few moments only (a ban begins, a neighbour comes online and a shared cap is
// split anew), so rules are compiled into steps rather than into an array for every site and hour. What bills have
// in common is worked out once for a tariff (Priced), since every site and draw is billed.
package site
