// Package finance is the mathematics of money over time, without currencies and without sites.
//
// # Words and conventions
//
//   - A flow is an amount at a time, in years from the start of the valuation: times may have fractions and need no order.
//     What is received is positive, what is paid is negative. Flows at one time are one flow, their sum.
//   - A rate is effective per year, a fraction: 0.15 is 15 %. It is nominal where the flows are nominal and real where
//     they are real; the caller says which.
//   - A flow at time 0 is not discounted. NPV here is the one of economics: spreadsheets' NPV discounts the first flow too.
//   - XNPV and XIRRs count days over 365 from the earliest date, as spreadsheets do.
//   - An internal rate of return is any rate at which the present value is 0. IRRs returns all of them.
//   - Payback is the time from which the flows that came, without a later relapse, cover those that were paid.
//   - Loans and annuities (PMT, IPMT, PPMT, FV, CRF) take and return positive amounts, paid at the end of each period.
//
// # What always holds
//
//   - NPV at rate 0 is the sum of the flows; NPV at each internal rate of return is 0 within rounding.
//   - No root, and several roots, are results with a reason, never an error and never a number picked in silence.
//   - Depreciation over the whole life is the cost. Tax is never negative.
//
// # Why
//
//   - Flows of mining change sign more than once (machines are replaced, sites are cleared), and then a solver that starts
//     from a guess returns whichever rate is near. All roots are found by looking at the present value over the whole
//     range of rates, evenly in the logarithm of 1 + rate, and at its turning points for roots that touch without crossing.
//   - Bisection ends each search: some fifty steps, always.
//   - Payback counts from the last time the balance was negative, because plant is built in stages: the first stage may be
//     paid back before the second is bought.
//
// # What it does not do
//
// It knows no debt, no inflation and no options, and converts no currencies.
package finance
