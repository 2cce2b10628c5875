// Package sample makes random numbers that can be named, turns them into uncertain inputs, and sums up what comes out.
//
// # Words
//
//   - A stream is a sequence of random numbers with a name: that of a process or input, for one draw and one entity.
//   - A draw is one future. Draw 0 is the central case and takes no random numbers.
//   - A distribution gives the value below which a share u of the futures lies: its quantile.
//   - Low, mid and high describe an uncertain input; mid is its value in the central case.
//
// # What low, mid and high mean
//
//	none, two_piece  smallest, median and largest value. Half the mass lies on each side of mid, evenly in the logarithm
//	                 (evenly in the value where low is not above 0)
//	uniform          smallest and largest value; mid is used in the central case alone
//	triangular       smallest, most likely and largest value
//	beta             the same, as PERT: a beta distribution with 1 + 4 (mid - low)/(high - low) and
//	                 1 + 4 (high - mid)/(high - low) (Malcolm and others, Operations Research 7(5), 1959)
//	normal           5th percentile, mean, 95th percentile; mid lies in the middle
//	lognormal        the same of the logarithm: 5th percentile, median, 95th percentile; mid is the root of low times high
//	discrete         three values, drawn with the chances 30 %, 40 %, 30 % (Swanson's rule: Hurst, Brown and Swanson,
//	                 AAPG Bulletin 84(12), 2000)
//	csv              a sample from a file (ReadEmpirical): its own quantiles
//
// # What always holds
//
//   - A stream depends on seed, draw, name and entity and on nothing else: not on other streams, workers or order.
//   - A quantile is finite and never falls as u rises, but for the last bits.
//   - Sums are compensated, so that their order changes them by no more than a rounding of the result.
//
// # Why
//
//   - Random numbers belong to names, not to a common generator: a further input, site or worker disturbs no number
//     that was there before, and variants see the same futures.
//   - A two-piece distribution is the default because what is known of a megawatt figure is mostly "about 11, hardly
//     below 4 or above 85". It keeps these three numbers exactly, however skewed they are, and needs no fit.
//   - A normal distribution with a mid far from the middle is refused: it would miss low and high silently.
//   - The generator is PCG (O'Neill 2014) of math/rand/v2, whose numbers the Go 1 promise fixes.
//
// # What it does not do
//
// It does not know which inputs are uncertain, nor how they depend on each other beyond sharing a stream.
package sample
