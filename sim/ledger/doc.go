// Package ledger turns the hours of a run into money: month by month, site by site, line by line.
//
// # Words
//
// A line is one month of one site: what it drew, hashed, earned and paid. A valuation year runs from one
// anniversary of the start to the next; tax and valuation go by it. Sunk plant stood before the start: its price is
// no longer a choice, so it counts neither as capex nor as depreciation. A bill is what a supplier invoices for the
// load of a local month; it has lines of its own.
//
// # What always holds
//
//   - Money is in USD at the exchange rate of the hour's month. A bill that is more than a price times a load is booked whole in the
//     account month that holds the middle of its local month, at the rate of that month. One that is a price times a load is
//     booked hour by hour: what a local month has in another month of the accounts is a line of its own there.
//   - The lines of all bills add up to what the sites paid for power in every month: by site where the bill is more than a price
//     times the load, else for all the sites of a tariff together, whose bills add up.
//   - A site is billed from the local month in which it comes online, for fixed charges in full.
//   - revenue = power + opex + what rules cost + tax + net cash, in every line.
//   - Tax is never negative. A loss is carried forward and takes off at most half of a later base; what is left
//     at the end is lost.
//   - Flows of a valuation year are paid at its end, the capex of a site at the start of the year in which it
//     comes online.
//   - A month that an anniversary cuts is divided between the two years by its hours.
//
// # Why
//
// Depreciation is by month from the month of coming online, because sites come online in the middle of years and
// a tax shield that begins a year early would flatter them. Opex is a share of the price of the machines by hour
// since they stand, so a site of three months pays three months of it.
//
// What rules cost (auctions, penalties, fines, starts) lowers the profit that is taxed, as power does, and what
// they pay raises it. Where the law does not let fines be deducted, the tax is so much too low.
package ledger
