// Package tariff knows what electricity costs: by hour, as whoever decides to run sees it, and by month, as the
// supplier invoices it.
//
// Words: a component is one part of a price (energy, network, a levy); a tariff is the sum of its components. The signal
// is the cost of one more MWh at the meter in an hour. The bill is what is invoiced for the load of a local month, line by
// line; a line is a charge. A zone is a row of a time-of-use table. Escalation is an effective annual rate by which a
// price moves from the first hour of the axis on: price·(1+rate)^(t/8766), t in hours.
//
// What always holds:
//   - signal and bill agree: the charges of a component in a month are the sum of its signal times the load;
//   - zero load costs nothing, twice the load costs twice as much, and every hour is billed once, so that a day of 23
//     hours has 23 and a day of 25 has 25;
//   - every hour has exactly one price in every component: a table with a gap or an unclear overlap is refused when it is
//     read, never resolved by the order of its rows;
//   - prices, days and months are those of the clocks of the region, and a component never mixes currencies;
//   - no result is NaN or infinite: what would be one is an error that names the hour.
//
// Why: signal and bill are two methods although they agree for each kind that is here, because they do not for a demand
// charge, and a model that reads its bill off the signal finds that out too late. A component gets the axis as an
// argument and has no clock. A fixed price below zero is refused, since a slip of the sign is likelier than a supplier who
// pays; an hourly series may fall below zero, because markets do.
//
// It does not convert currencies, does not know sites, and bills no demand charges, tiers or minimums.
package tariff
