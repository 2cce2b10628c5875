// Package tariff knows what electricity costs: by hour, as whoever decides to run sees it, and by month, as the
// supplier invoices it.
//
// Words: a component is one part of a price (energy, network, a levy); a tariff is the sum of its components. The
// signal is the cost of one more MWh at the meter in an hour. The bill is what is invoiced for the load of a local
// month, line by line; a line is a charge. A zone or a period is a row of a timetable. A tier is a block of energy
// or demand; it ends where up_to says, counted from zero. Demand is the highest load of a month in kW; a ratchet
// keeps a share of an old peak on the bill. Escalation is an effective annual rate by which a price moves from the
// first hour of the axis on, or from the day on which its component begins: price·(1+rate)^(t/8766), t in hours; a
// step changes it for good from a local day on.
//
// A component has two faces. Its Invoice is the bill, which may depend on the highest load of a month, on months
// before, and on the lines before it. Its Shape is what whoever decides what runs sees: a price by hour, windows
// (hours whose highest load is priced), and counts (hours whose energy is priced by how much there is already). A
// component whose bill is its price by hour times the load, and nothing else, is separable and stands in a list as
// Linear. An adder is a percentage on other lines (surcharge, tax); it scales their shapes.
//
// A component begins and ends on local days. Another of its name may follow on the day after; where none does, its
// last price is held, which is told (Ended). Outside its days it costs nothing and its load is not counted, but
// that ratchets look at the peaks of those of its name before it, and a plan may be the load of a day before. A
// system peak is an hour that is known afterwards, one of a month or of a working day; a forecast gives alert
// hours, among which it is with a probability, the hit rate. Where no peak is listed nothing is due, which is told
// (PeakGaps).
//
// What always holds:
//   - signal and bill agree: the charges of a separable component in a month are the sum of its signal times the load;
//   - two bills differ by what the shape says of the two loads: price by hour, highest loads of windows with floor and
//     ratchets, and counts, of what is billed by them. Exceptions are what the operator does not plan for, below;
//   - a shape is Exact only where price by hour times load is the bill of any load;
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
// Conventions that others set differently: a charge by the day is times the days of the month (actual) or 365/12
// (even); a month that the load covers in part is billed in full, as a supplier does, unless Input.Prorate is set;
// demand and tiers have the price of the first hour of their month where prices move; tiers count the energy of
// their own period; a ratchet looks at the peaks of all hours that its component prices; before the load there are
// no peaks, unless history says that later months repeat. A bound in kWh/day is times the days of the month. With
// Input.Prorate a cut month has its share of hours of fixed amounts, minimums, prices of demand, and the ends of
// tiers by the month; what is due by the day needs no share.
//
// The operator does not plan for: a minimum (he does not run at a loss because what he saves would be billed
// anyway); fixed amounts (nothing he does changes them); deviations from a plan (an hour that he changes deviates
// twice, on that day and on the one that takes it for its plan); ratchets that move the ends of tiers per kW (he
// sees the month's peak and the minimum); what a peak costs in later months by a ratchet (Held says it, but a
// window without Hours, which has a ratchet or a floor alone, is nobody's to decide); adders that hold in some
// months, on the highest of named hours in several months, which is scaled as in the month of the last of them. All
// of these are billed. What a forecast of a system peak misses is billed as well: its signal is an expectation, the
// bill has the true hours, and only with Input.Foreseen do they agree.
//
// Why: signal and bill are two methods although they agree for each separable kind, because they do not for a
// demand charge, and a model that reads its bill off the signal finds that out too late. A component gets the axis
// as an argument and has no clock. A fixed price below zero is refused, since a slip of the sign is likelier than a
// supplier who pays; an hourly series may fall below zero, because markets do, and what is paid back is a subsidy.
// Percentages apply to the lines before them, so that the order of the list is the order of the arithmetic and no
// line can depend on itself. Tiers have the price of the last one in the price by hour, and in the count what the
// others differ from it, so that a reader of prices by hour sees what one more MWh costs a large load. What bills
// by the month begins and ends with one, because half a month's peak has no agreed price.
//
// It does not convert currencies, does not know sites, and does not decide who runs.
package tariff
