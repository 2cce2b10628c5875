// Package tariff knows what electricity costs: by hour, as whoever decides to run sees it, and by month, as the
// supplier invoices it.
//
// Words: a component is one part of a price (energy, network, a levy); a tariff is the sum of its components. The signal
// is the cost of one more MWh at the meter in an hour. The bill is what is invoiced for the load of a local month, line by
// line; a line is a charge. A zone or a period is a row of a timetable. A tier is a block of energy or demand; it ends
// where up_to says, counted from zero. Demand is the highest load of a month in kW; a ratchet keeps a share of an old peak
// on the bill. Escalation is an effective annual rate by which a price moves from the first hour of the axis on:
// price·(1+rate)^(t/8766), t in hours; a step changes it for good from a local day on.
//
// A component has two faces. Its Invoice is the bill, which may depend on the highest load of a month, on months before, and
// on the lines before it. Its Shape is what whoever decides what runs sees: a price by hour, windows (hours whose highest
// load is priced), and counts (hours whose energy is priced by how much there is already). A component whose bill is its
// price by hour times the load, and nothing else, is separable and stands in a list as Linear.
//
// What always holds:
//   - signal and bill agree: the charges of a component in a month are the sum of its signal times the load;
//   - zero load costs nothing but what is due in any case (fixed, minimum, take-or-pay, capital), and every hour is billed
//     once, so that a day of 23 hours has 23 and a day of 25 has 25;
//   - every hour has exactly one price in every component: a table with a gap or an unclear overlap is refused when it is
//     read, never resolved by the order of its rows;
//   - an amount that is exactly the end of a tier is in that tier, the last tier has no end, and tiers are filled in their
//     order whether prices rise or fall;
//   - prices, days and months are those of the clocks of the region, and a bill never mixes currencies;
//   - every line says how it came about: which hour set the peak, which month the ratchet came from;
//   - in a draw (Input.Chance) signal and bill see the same prices, and components that follow one series the same market;
//     without one every price is that of the central case;
//   - no result is NaN or infinite: what would be one is an error that names the hour.
//
// Conventions that others set differently: a charge by the day is times the days of the month (actual) or 365/12 (even);
// a month that the load covers in part is billed in full, as a supplier does, unless Input.Prorate is set; demand and
// tiers have the price of the first hour of their month where prices move; tiers count the energy of their own period; a
// ratchet looks at the peaks of all hours that its component prices; before the load there are no peaks, unless history
// says that later months repeat. A bound in kWh/day is times the days of the month.
//
// Why: signal and bill are two methods although they agree for each separable kind, because they do not for a demand
// charge, and a model that reads its bill off the signal finds that out too late. A component gets the axis as an
// argument and has no clock. A fixed price below zero is refused, since a slip of the sign is likelier than a supplier who
// pays; an hourly series may fall below zero, because markets do, and what is paid back is a subsidy. Percentages apply to
// the lines before them, so that the order of the list is the order of the arithmetic and no line can depend on itself.
//
// It does not convert currencies, does not know sites, and does not decide who runs.
package tariff
