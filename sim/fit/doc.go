// Package fit says what a series tells about the processes that might have made it: parameters by maximum
// likelihood, how exactly the sample knows them, which process describes it best, and how well a process foretold
// days that it had not seen.
//
// Words:
//   - sample: the days of a series that a fit looks at. Every process is fitted to its steps, the daily differences of the logarithm, given
//     its first value, so that log-likelihoods of different processes on one sample can be compared.
//   - law: the density of a step given all days before it, in coordinates without bounds.
//   - score: what a step would have been if steps were standard normal: the normal quantile of its probability given the days before it
//     (Dunn and Smyth, Journal of Computational and Graphical Statistics 5, 1996). Where the law is right, scores are independent standard
//     normals.
//   - rest of the world: what the network's hashrate did when mining earned more or less, by least squares over difficulty epochs.
//   - coverage: the same probabilities on days after those that the law was fitted to.
//
// What always holds: the same series gives the same bytes; parameters are in the units and under the words of the
// scenario language; standard errors come from the observed information, the inverse of the negative Hessian of the
// log-likelihood at its maximum, and where that is no covariance the fit says so and gives none; nothing is NaN or
// infinite.
//
// Why: the steps of the optimiser run in coordinates without bounds (a logarithm, a logit), because a bounded
// search needs rules of its own for every corner; the delta method brings the errors back. The mixture of Merton's
// process has several maxima, so the search starts from several places and tells of the others that it found. AIC,
// 2k - 2 ln L, ranks because laws here have two to five parameters and samples thousands of steps: the ranking
// would be the same with most other penalties.
//
// It does not say what will happen. A standard error is right if the law is; where the diagnostics say that it is
// not, errors are too small. It reads no files and draws nothing at random.
package fit
