// Package network holds the rules of the Bitcoin chain and the models of everyone else who mines.
//
// Words:
//   - epoch: 2016 blocks that share one difficulty, so about two weeks; an epoch is numbered by its first block's height / 2016.
//   - span: the time from an epoch's first block to its last, 2015 intervals. It is all that a retarget looks at.
//   - retarget: the rule that sets the next epoch's difficulty from this epoch's and its span. Exact works on the compact 32-bit
//     form (nBits) as the chain does; smooth is the same rule in real numbers.
//   - hashprice: what one PH/s is expected to earn in a day, USD/PH/day. It follows from difficulty.
//   - work: hashes done, counted in expected blocks. Marks say after how much work an epoch's blocks are found.
//   - rest of the world: all hashrate outside the simulated sites. In history it is replayed; after the hand-over a response says
//     what it does from one epoch to the next.
//   - course: a response under way in one run, with its memory of machines, orders and shocks.
//   - break-even: the hashprice at which a machine earns its electricity and no more. Installed hashrate in the order of its
//     break-evens is the merit order, or supply; where it meets revenue is the equilibrium.
//   - barrier: the hashprice at which a new machine is worth its price.
//   - fleet: a table of machines by when they were bought and by what their electricity costs.
//   - shock: a dated event that multiplies what a response would bring. Its return, where one is stated, is the whole recovery.
//
// What always holds: functions are pure and allocate nothing in the rules' part; hashrates are PH/s, times are
// seconds of Unix time or hours, rates per year are effective annual rates of years of 8,766 h; a response returns
// a finite hashrate that is not negative when its state is finite; without noise it is its central case.
//
// Why: constants are constants and not a struct of parameters, because one coin is simulated and a constant needs
// no checking. The target is four machine words and not a big.Int, because a retarget happens in every epoch of
// every draw. A response answers once per epoch and sees the epoch that ended, because difficulty is the only
// channel through which hashrate meets hashprice. A response is decoded (words), then bound to what only the run
// knows (files, dates, the hashprice of recent history): words stay as the user wrote them, and the bound response
// is immutable and safe for concurrent use; what it remembers is in its course, of which every run has its own. The
// equilibrium of supply is exact, but no response jumps to it: within an epoch nobody's hashprice reacts to
// hashrate, and a network that overshoots is a finding. A shock is a wrapper and no key of each response, so that
// it means the same for all of them; with a return it is a wrapper around what the response sees too, because a
// response that answers to the loss and a return of what was lost would count the recovery twice. Machines of one
// age are scrapped over a year and not in a day, because a table by year of age would take a fifth of the network
// in one epoch. Luck is measured in work, so that it depends neither on hashrate nor on sites and two variants
// share it.
//
// It does not advance time, know any site, or read files.
package network
