// Package ledger turns the hours of a run into money: month by month, site by site, line by line.
//
// # Words
//
// A line is one month of one site: what it drew, hashed, earned and paid. A valuation year runs from one
// anniversary of the start to the next; tax and valuation go by it. Sunk plant stood before the start: its price
// is no longer a choice, so it counts neither as capex nor as depreciation.
//
// # What always holds
//
//   - Money is in USD at the exchange rate of the hour's month.
//   - revenue = power + opex + tax + net cash, in every line.
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
package ledger
