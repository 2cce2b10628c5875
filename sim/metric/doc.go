// Package metric owns the list of figures by which runs are judged and compared.
//
// # Words
//
// A metric has an id that files and requirements use, a unit, a sentence for people, and a direction that says
// which way is better, where one is. A value may be missing, with the reason in words: a project without a
// sign change has no internal rate of return. A profile is a figure by month. Dilution is what the sites' own
// hashrate takes from everybody's revenue, theirs included. Shares are the countries' parts of the network.
//
// # What always holds
//
//   - A metric is a pure function of one run and the same run without its sites; it neither knows draws nor other runs.
//   - Shares of a month add up to the whole, and the sites in them are those of network_share_pct.
//   - The value of the central case is that of draw 0; mean, standard error and quantiles are over draws 1..N.
//   - A missing value is left out of the statistics, and the count of those that are left travels along.
//   - No value is NaN or infinite.
//
// # Why
//
// One table instead of a function for each place of use: the summary, the CSV of draws, the requirements of a
// scenario and the page all speak of the same ids and cannot drift apart.
package metric
