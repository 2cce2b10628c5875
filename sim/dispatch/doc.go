// Package dispatch decides which energy runs when budgets are short or its price depends on how much runs, exactly,
// and prices every budget.
//
// Words. An item is a block of energy that may run or stand idle: one machine class of one site in one hour, with a
// margin (USD/MWh at the meter, revenue less every cost that depends on running) and an energy (MWh available). A
// group is a set of items that share a budget, the residual (MWh that may still be used). Groups are laminar when
// any two are nested or disjoint, for example hour within month within year; they then form a [Tree]. The leaf of
// an item is the smallest group that contains it. A multiplier is what one more MWh of a budget is worth (USD/MWh).
// The threshold of a leaf is the sum of the multipliers of the groups around it: items above it run in full, items
// below it stand idle, items that equal it run in part, all in the same share. A rung is one step of the ladder of
// methods, each exact where the one below it is not: [Threshold], [OneBudget], [Nested], [Crossing], [General],
// [Switched]. Two groups cross when each has items that the other lacks and both have some in common, for example a
// regional cap of one hour and the budget of a site for a month; two trees over the same items are two families
// ([CrossItems]). A window is a set of hours whose highest load has a price (USD/MW); windows are laminar and form
// the trees of [Peaks]. A level is a power counted from zero; the items of an hour lie on top of one another, each
// between two levels. A tier is a stretch of the price of energy that is counted together, a count ([Tiers]). A
// unit is one class of machines of one site that costs something to start, or must stay on or off for some hours
// once it was switched, its minimum up time and minimum down time; it is switched in blocks, and the blocks by
// which it may rise or fall from one hour to the next are its ramp ([Cycle]). An hour of a unit is shared where any
// part of the blocks that are on may run, from nothing to all. A label is the beginning of a schedule, up to some
// hour ([SwitchSpace]).
//
// What always holds. The [Plan] is an optimum of the linear programme max Σ margin·x with 0 <= x <= energy and, for
// each group, Σ x <= residual; [Certify] and [CertifyCross] prove it from the multipliers by duality. A group uses
// at most its residual times 1 + 1e-12. Items with a margin of zero or less never run. Order of items, order of
// groups and splitting an item in two change nothing but the rounding of sums; of a [CrossPlan] that is true of
// value and multipliers, while of several optimal plans one is found. Nothing is allocated once a [Workspace] and a
// Plan have grown. The [PeakPlan] and the [TierPlan] are optima too, for prices that rise, fall or do both: the
// best is looked for at every level and every total where it can lie, so nothing depends on convexity. Of plans of
// equal value they are the smallest; a dearer price never makes them larger. The [CyclePlan] is the best of all
// schedules, and of those the one that runs least; a dearer start never makes more of them. A [SwitchedPlan] keeps
// all budgets and all rules of its units, and no plan is worth more than its Bound; where Exact it is the best
// there is. [CertifySwitched] shows the first from the schedules and proves a bound from the multipliers. Every
// plan but these two is a rule for items, and carrying it out earns its Value.
//
// Why. Margins are per MWh at the meter, so every budget has unit coefficients, the budgets form a polymatroid and
// the greedy rule is exact (J. Edmonds, "Submodular functions, matroids and certain polyhedra", 1970). The greedy
// rule is carried out from the leaves to the roots by weighted selection instead of from the largest margin down by
// a sort: the same thresholds in linear time. Large problems are first cut down by a histogram of margins, which
// settles nearly all items in one pass and leaves the exact method a few per cent. A general linear solver is three
// orders of magnitude slower on the same problem; it is the oracle of the tests. Equal margins are common (a flat
// tariff makes hundreds of equal hours), and filling them in file order would make results depend on it; hence the
// common share. Where the value of a budget has a kink, the multiplier is the value of the next MWh, not of the last
// one: a budget that fits exactly has multiplier zero. Windows are solved by level and not by hour, because at one
// level the margins of the hours and the prices of the windows are sums, and no linear programme is needed even
// where prices fall. Windows, counts and budgets are separate solvers: a plan has one kind of coupling, and callers
// with several choose which one to plan.
//
// Why crossing is apart. Where two families cross, greedy loses (11 USD where 18 are to be had, in the smallest
// example), and no threshold with a common share need exist. Two trees still make a network matrix, so whole
// numbers stay whole and the network simplex method is exact. It is a flow on few nodes and many arcs, and nearly
// all arcs are settled by prices of both families at which their budgets are nearly kept. Families that only answer
// each other do not come to these where both are short and sites are alike; hence items run in part around their
// threshold while the prices are looked for, and one family counts with the answers of the other (Newton's method,
// between bounds, as items of one margin make steps of which slopes say nothing). Items far from their threshold
// are settled before the prices are good, and looked at again when the flow has its own: an optimum of the rest at
// which none of them would change is an optimum of all. What is left for the flow are some tree changes per group.
// Shortest augmenting paths were not taken: each needs a search over all arcs, a tree change only the arcs at nodes
// whose price has changed. With three families the matrix is no network any more, wholes may have to be halved, and
// a general linear programme is what is left ([Program], [CertifyProgram]). Its simplex method has rows for budgets
// alone, few, and none for items, many; a problem beyond its size is written as MPS text for another solver.
//
// Soft budgets. A budget of b MWh that may be exceeded at p USD for each MWh is a hard one of b+Z with one more
// item, of the margin p and the energy Z, that lies in this budget and in no other; Z is any energy that the excess
// cannot pass, such as that of all items inside. What the added item does not run is the excess, and the value is
// p·Z less. The multiplier of the budget never passes p. A soft budget that no other is around keeps its place in a
// tree. Inside another it is a family of its own, for its item is not in the budget around it: that makes two
// families, and a programme where there are two already.
//
// Why units are apart. With start costs and blocks no threshold is right, and no multipliers need give a plan that
// keeps the budgets: at one price a unit runs a stretch of hours that is too long, at the next it does not run it
// at all. What is left between the best plan and the bound of the multipliers, the duality gap, has to be searched.
// The search goes by time, since what the past has to say to the future is little: the states of units and what is
// used of the budgets that are still open. A month of equal hours has few such uses, so that even a year of hours
// is searched to the end; hours that all differ have many, and then the plan is near the best and says how near.
// Branching on single hours was not taken: a bound for each branch costs a recursion over all hours, as much as
// hundreds of labels, and hours next to one another are nearly alternatives, so that many branches say the same.
//
// Shared hours. Where the power of every hour is short and blocks run whole, each hour is a knapsack, and the gaps
// of thousands of them add up to some percent. In a shared hour being on is what is switched, and how much runs is
// an item as large as what is on (a gate): a unit at a share of nothing draws nothing, and has not stopped. At
// given prices such an hour is worth what it earns beyond them, or nothing; beside a schedule it is solved by the
// ladder. What is left of the gap comes from starts and whole hours. A label then beats another for certain only if
// it has opened all gates as wide; in large problems one that seems better is kept in any case, and the bound of
// the other counts as dropped.
//
// What it does not do. A [CyclePlan] is that of a unit by itself; units that share budgets with others, or with
// items, are a [SwitchedPlan]. Windows and counts share no budget with units. The package knows no calendar and no
// money: callers turn rules into residuals and prices into margins.
package dispatch
