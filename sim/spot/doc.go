// Package spot makes hourly prices of a power market that might have been: a law with a daily, weekly and yearly shape,
// chance that remembers, spikes and prices below zero, fitted to an hourly series.
//
// Words: an hour is ordinary, or in a spike (dearer than an edge), or in a dip (cheaper than another). The shape is
// what ordinary hours cost on average: by month and hour of the local day, and what the weekday adds to that. Noise is
// how far they lie about it. The tail is the law of the prices beyond an edge.
//
// # The law
//
//	ordinary  p = shape(month, hour, weekday) + scatter(month, hour)·z, cut to the range of ordinary prices of the sample
//	z         (exp(b·y - b²/2) - 1)/√(exp(b²) - 1) with y standard normal; y itself where b is 0
//	spike     p = edge + x, P(x > v) = (1 + v/scale)^-alpha up to a width (Pareto's law of the second kind, cut)
//	dip       p = edge - x, likewise
//	when      while a normal of the regime is above the edge that belongs to the month and the hour; how far above tells x
//	memory    every normal is the sum of two autoregressions of the first order: one of hours, one of days
//
// Where scatter is the shape times √(exp(b²) - 1), ordinary prices are exp(shape + b·y), the usual exponential law with
// a deterministic part and an autoregression (Lucia and Schwartz, Review of Derivatives Research 5, 2002); a scatter of
// its own lets the same law hold about means that are near zero or below. Spikes and dips as regimes with laws of their
// own that do not build on ordinary prices are those of Janczura and Weron (Energy Economics 32, 2010), the shape by
// hour and weekday is that of Weron's review (International Journal of Forecasting 30, 2014), and jumps that come
// oftener in some seasons those of Geman and Roncoroni (Journal of Business 79, 2006). Times above a high edge come
// nearly as a Poisson process of clusters (Leadbetter, Lindgren and Rootzén 1983).
//
// # How it is fitted
//
// By moments, in a fixed order, without a search over all parameters at once. Spikes are the values beyond three
// interquartile ranges above the upper quartile (Tukey 1977), at least 0.2 % and at most 5 % of the hours, and none
// where more hours than that cost as much as the dearest; dips those as far below, and those not above zero where three
// quarters are. Spikes keep mean, mean square and the 99.9th percentile; ordinary hours take up what is left of the
// mean and the variance of the sample. Memory comes from autocorrelations at an hour and at whole days; that of regimes
// from how often two hours are both in them.
//
// What always holds: mean, standard deviation and 99.9th percentile of the law over the hours of the sample are the
// sample's, the mean to 1 %, or Misfit says which is not: the square and the percentile of a single outlier, or of
// prices that are one of two, may have no such law; the mean of the law itself is known all the same (Average), and
// prices are scaled by it; the mean of the draws is the central path, hour by hour; the same stream gives the same
// path, and a longer path begins with the shorter one; the central path and every draw are finite; a model is
// immutable.
//
// Why: a law whose distribution in every hour is known in closed form has a central path without simulation, and a cap
// or a floor can be put on it without a bias. One normal tells both when a spike comes and how high it is, because the
// highest prices of markets lie inside their longest spikes; a spike that is drawn apart from its length is too short
// where it matters.
//
// The central path is a mean, which has no spikes: what an operator saves by standing still in dear hours shows in the
// draws alone.
//
// What it does not do: it knows no years that are dear as a whole, no trend and no holidays, and prices of two markets
// that it draws do not move together. Whoever doubts the level makes the mean an uncertain input, or repeats whole
// years of the past.
package spot
