// Package backtest plays the model against the world's own record and says by how much it is off.
//
// # Words
//
// A test asks one question of the record and answers it with figures. A figure has a value, most have a target and
// bounds, and a figure holds when its value lies within them. A test holds when all its figures do. A gate must
// hold, or the model is not to be trusted; a report is there to be read, and nothing depends on it. What holds
// "holds" and what does not "misses", in every output. A basis says on what a test runs where that is not what
// scenarios run on. A window says on which days parameters were fitted and on which other days they were tested. A
// free run begins at a recorded state and is then left to itself: only what is named as given (mostly the price of
// the coin and the fees) comes from the record.
//
// # What always holds
//
//   - Every input is a row of the seeds: the same seeds give the same result, to the last bit, for any number of workers.
//   - No figure is NaN or infinite; JSON takes every result.
//   - What was fitted to a window is tested outside it, and the result says which window is which.
//   - A verdict is made from the figures, never written beside them.
//
// # Why
//
// Tests are functions from the seeds to a result, so that a test can be shown to fail: give it a record that is wrong.
//
// # What it does not do
//
// It draws and prints nothing, and it tunes nothing: a response that does no better than "no change" is reported as
// such.
package backtest
