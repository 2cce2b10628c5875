// Package kernel runs the hours: it takes one immutable Problem and one Draw, both plain arrays, and fills a
// Trace. It is the specification of what a site does in an hour and of how the network answers.
//
// # Words
//
// A tranche is one machine class of one site; the tranches of a site stand in merit order, most efficient first. A
// part is a piece of an hour: a retarget or a halving inside an hour splits it, and each piece is dispatched and
// paid with its own difficulty and subsidy. A step changes what the rules allow a site to draw. A group is one
// period of one energy budget; a root is what is planned as one, a group that no other contains with all inside it,
// or several such that cross, or that hold the same machines in one period after the other where it costs something
// to switch these. A root is joint where such machines are planned with its budgets. Groups that cross are told
// apart as families. A group is hourly where it is one hour of a limit on the power of several sites; soft where
// more may be used at a price; auctioned where each MWh pays the group's multiplier. A MWh counts as 1 under its
// budgets, or with the weight of its site, as t CO2. A reason says why capacity stood idle: not built, outage,
// price, the price of the highest load, or the limit by its number. A charge is what a tariff prices beyond the MWh
// of an hour. A window is a set of hours whose highest load is priced once; windows that lie in one another are a
// tree. A count is a set of hours whose energy is priced in tiers. The worth of an hour is the highest load that
// its windows are worth in the plan. An accord is roots with the windows and counts that share hours with them at
// some site: they are planned as one. A site is invoiced where its bill is more than a price times a load; the
// trace then keeps its load. A unit is a tranche that is switched by more than its margin: by the band of a fleet
// controller, or because a cycle of minimum times, starts, blocks and ramps makes it dear to switch; a cycle that
// costs nothing is none. A breach is a period in which a site uses more than a budget of its own, for a fine and a
// shutdown after it.
//
// # The hour
//
//	initialise  set the chain to the state at the start
//	advance     load the prices, the temperature, the rules and the coin of hour t
//	solve       dispatch: run a tranche if price x PUE x (0.024 e / share) < hashprice and every cap allows it
//	record      add energy, hash and money; let the work move the chain; retarget when 2016 blocks are found
//	closeHour   book the load of the hour, whatever cut it, with the windows and counts that hold it
//
// A site that no limit and no charge holds runs its tranches in merit order. Of another one each tranche, in that
// order, is offered what the connection and the rules leave; it is weighed, for what its tier lets run and the
// highest load that is worth its price; the plan of its budgets lets all of it run, a part or nothing; as much of
// that runs as is switched on; and what does not run is blamed on the limit, the switch or the price that keeps it
// back.
//
// Before the first part of an hour the operator plans what is due: windows and counts that begin, all that are open
// after a retarget, and then budgets; of an accord all when anything of it begins. He plans for the rest of the
// window or count with today's hashprice held (rolling), with the path known (perfect), or not at all (myopic: he
// runs whatever pays for the tier in which he stands). A plan is carried out until the next one, except that an
// hour which does not pay for itself stays idle. A root of one hour is planned once, at its start, at the hashprice
// of then, also where a retarget cuts it, and under the highest loads that are planned.
//
// An accord is planned by the prices of its budgets: at given ones each site answers by itself, exactly, and all
// answers together with what is left of the budgets at these prices are a bound that no plan passes. The prices are
// found group by group, from the inside out. Highest loads between the answers on both sides of a price, or those of
// sites that know of no budget where they earn more, are the plan; the budgets are then solved exactly under them.
// Where a window has its hours in several budgets, as in the power of each hour, and prices of windows do not fall,
// what an accord earns is a concave function of its highest loads, whose top is looked for by tangents; a mixture of
// the prices that budgets have under these loads proves it. The rolling operator bounds that search, as it is bounded
// in accords of many windows; what is left is the gap. Perfect foresight plans so once, and again where a window
// begins that counts what one before has reached. The rolling operator does so when he looks farther than before and
// every 90 days, and in between, at retargets and where a window or count of a week or more begins, plans anew what
// has begun or begins within two weeks, beside what he means to do later.
//
// A budget that leaves room for all that its sites can draw has no price, and an accord is planned as if it did not
// stand; nor can a site break it.
//
// Where prices of an accord fall with the load or the energy, each site does one thing or another, and no price of a
// budget lets it do half of both, while the bound lets it. So the best plan is looked for over the choice of a stretch
// of tiers in which prices do not fall, for each window and count, by a search over parts of all choices that the
// bounds of the prices cut off, until the best of these is within 1e-7 of the plan or the search has taken long
// (mostNodes).
//
// The multiplier of a budget in an accord is its price there, also where under the loads and tiers of the plan all
// that runs just fits. Between plans of all of an accord, budgets that hold windows or counts which begin later keep
// the price of the latest. The price of the power of an hour moves with the margin of the worst that runs in it, so
// that this goes on to earn for its highest load what it did in the plan; but it stays between that margin and the
// margin of the best that is stopped under the loads of the plan, and is zero where there is room. A load that is not
// worth its price stands idle for the charge, and a MWh that is not worth its tier for the price; but what would be
// worth that if budgets asked nothing, by the latest plan of all of the accord, stands idle for the budget that stops
// the rest, or else asks most. What that forgoes is its margin before highest loads are paid, at the price of the
// tier.
//
// What is used beyond a soft budget is paid when it is drawn, by all who draw in that part of the hour in the same
// share, at the price of the month in which the period begins. What is used of an auctioned budget pays the
// multiplier of the plan in force; beyond a soft one the price takes its place. Who is myopic has no multiplier but
// that of the hour at hand: of an hourly group it is the price at which the hour clears; a longer budget costs him
// nothing until the hour in which it runs out.
//
// Breaches are decided first. Where a site has no budgets but those that it may break, that is by recursion over
// the periods ahead, when one begins: each is kept with the best that its budget can buy or broken with all that
// pays, in the hours that shutdowns leave. Else the sites and roots that are linked so are one problem (cluster):
// which periods are broken, with the best use of all budgets in the hours that the shutdowns to come leave. At
// given prices of the budgets the recursions of the sites are a bound that nobody passes; the plan of the budgets
// for the periods that these break is a value, with new prices. A search over parts of all choices, cut off by
// their bounds, goes on until both meet, or have come within 1e-4 where that takes long, or a bound on the work
// ends it; Trace.Proven says how far apart they are then. Perfect foresight plans so once. The rolling operator
// looks at twelve periods, or as many as a shutdown lasts, and thinks again when one begins and after a retarget;
// where there is much to plan (manyItems) not after retargets, once a day at most, and as seldom as it takes for
// all plans of a run to stay within a bound (runItems, and runWork for the search); who is myopic weighs one period
// against its fine and shutdown, within what other budgets leave that nobody can exceed.
//
// Where sites of a cluster pay for highest loads or tiers all their roots, windows and counts are one accord. A choice
// of periods to break is worth what that accord earns in which the budgets that are broken do not stand and the hours of
// shutdowns are closed, less the fines. At given prices of the budgets that nobody may break each site answers by a
// recursion over its periods, kept or broken with the best loads and tiers there; these answers are a bound, and a
// choice. Of one site with no other budgets that is exact where each window and count has its hours in one period. Else
// a window costs a share of its price in each of its periods for the bound, and a count its least price; the choices of
// some prices and shares, the one that is made without charges and the one that obeys are tried, and the best of them is changed
// period by period while that brings more (chargedWork). The rolling operator thinks so when a period begins.
//
// Where it costs something to switch machines of a cluster their schedules are part of that problem. The first choice
// is what is decided as if it cost nothing, whose bound holds here too. Who rolls looks at 45 days or three periods,
// and all plans of a run stay within some seconds (unitsRun): where one is long he thinks again less often. At given
// prices a unit is one recursion over the hours, which knows what the periods before have left to its site and keeps
// or breaks each as it begins; prices of their own make the units of one site agree. The only unit of a site counts
// what it has used of a period, if its blocks use whole numbers of something and that is not too much (for days it is
// not): no price is asked then, and where no other budgets hold the site the plan is the best there is. What a choice
// of periods is worth is what a joint plan of units and budgets makes of it, and where nothing is left to choose that
// plan has the bound. It is carried out: the plan of the budgets begins with its schedules. Who thinks again keeps to
// a breach on which units count that are on and may not stop yet. A year of weekly limits of one site is planned to
// within some 1e-4 in seconds.
//
// Units are switched last, once for the whole hour. A band needs no plan: it counts hours of dear and of cheap
// power, and runs at a loss until it stops. All plans know when it will have machines off, by what they know of the
// hashprice. Where the budgets of a site may run short nothing runs that their plan has off: neither at a loss, nor
// where the hashprice has moved and a band is on in an hour for which it was to be off. Cycles that no budget of
// more than an hour holds back are planned by their exact recursion (sim/dispatch), rolling for 14 days every UTC
// midnight and after each retarget, perfectly to the end of the path. Otherwise they and the budgets are one
// problem, of whole numbers: the schedules of the units, and what runs of the other sites, that together earn the
// most. It is solved when budgets are, with the hours that these cover and 14 days after them; the root goes from
// the first hour to the last, of which the rolling operator sees the periods that begin in the next 14 days, so
// that he starts nothing for which they have no room. A block runs whole, but in hours in which the power that
// sites share is less than all that could run: of what is on of a unit then runs the part that the plan gives it,
// from nothing to all. To be on is what costs a start and has minimum times: a unit without a part draws nothing,
// at no loss, and has not stopped; it is idle for the limit that asks most, or for its price. So where such power
// is short all the time, hardly anything is ever stopped. Under budgets that can be broken all runs that is on, or
// of power that is less than the block what there is. Schedules keep the budgets by themselves, and are carried out
// until the next plan, whatever the hashprice does: the units of a schedule run in hours that do not pay too. What
// a plan cannot change, hours for which a unit must still stay on, comes first, in order of time; the first of them
// for which a budget has no room is forced off. Windows that begin are a reason for a new plan if schedules draw more
// than they are worth. What searches take in a run stays within a minute or so (searchRun): in between, plans are made
// without one, from the schedules that units follow. Trace.Proven says how near the best these plans are known to be.
//
// What cycles and charges have to do with each other is planned as one. Units run under highest loads and tiers as
// they run under caps, so several of these are tried: each time the schedules are planned, with the budgets, and the
// loads that they reach are paid. The first are those of the accord as if switching cost nothing, then those that
// know neither of switches nor of budgets, none, the levels at which the next machines begin, and such as are near
// the best so far; of each move those windows and counts keep it that are better off. Who knows all plans so once, to
// the end; who rolls takes those of the accord, or without budgets looks to the end of what begins. The bound is that
// of the accord, or less: at given prices of the budgets, of the load in every hour of a window and of the MWh of a
// count each unit is one recursion, and what all earn with what windows and counts earn that sell at these prices is
// passed by no plan.
//
// A cap, a ban, a shutdown or, for who is myopic, power that is shared by the hour and by nothing longer, stops
// a unit at once to which it leaves nothing, and the next start is paid for. Who is myopic starts and stops as each
// hour pays and the minimum times allow, and pays for his starts. His units go before what else his budgets hold,
// and none is started or kept on for longer than it must unless the budgets have room for all the hours that follow
// from it, which he then keeps for it.
//
// Sites that are paid for giving way draw what they would draw without the payment: it is for what the call takes,
// and for what else they do not draw while it lasts.
//
// # What always holds
//
//   - 0 <= energy <= capacity, and no cap or budget is exceeded, but soft ones, which are paid for.
//   - Run, idle by reason and capacity add up: capacity = energy + sum of idle, in every site and month.
//   - Own hashrate acts on the next difficulty only, so one pass in time order is exact.
//   - The same Problem and Draw give the same bits, whatever ran before in the same State.
//   - The loop allocates nothing per hour, holds no map, calls no interface (the rest of the world answers once per
//     epoch) and cannot fail except by leaving the range of numbers, which it reports. Budgets that cross in more
//     than two ways are the exception to both: their linear programme takes memory, and may be too large. Joint
//     plans take some memory each.
//   - At a constant hashprice, windows alone and counts alone earn the most that their hours can, bill paid. With a
//     path that moves nobody earns more from either alone than perfect foresight does, nor from budgets and limits
//     on power, whether they are soft, hourly or cross, what is paid for soft ones taken off.
//   - With perfect foresight an accord earns no less than its windows, counts and budgets do in turn, and nobody earns
//     more than by the gap that Trace.Proven states. Where each window lies in one of the smallest budgets and holds
//     hours of one count at most, that is the gap of the rounding of numbers, and 1e-6 where prices of windows or
//     tiers fall and the search for tiers comes to its end.
//   - With perfect foresight breaches alone, and cycles alone, earn the most that they can on the path; breaches do
//     so too for a rolling operator who sees all periods at a constant hashprice. The same is true of breaches
//     beside budgets, cycles or charges, and of cycles beside budgets, up to the gap that Trace.Proven states, which is
//     that of the rounding of numbers where the problem is small: nobody earns more on one path than perfect foresight
//     by more than that.
//     So it is of charges beside cycles, with budgets that hold all hours or without any, where that gap is some 0.5 %.
//   - No energy is paid for twice by limits that pay for giving way, nor where a ban or a shutdown has taken it.
//   - Minimum times hold, but where a cap, a ban, a shutdown, the power of an hour outside joint plans, a charge on
//     the highest load or a budget that has no room for what was begun before its period stops a unit. Pauses are
//     never too short.
//   - Every plan of budgets is an optimum of what its operator knows, or states by how much it may be less, and
//     proves it where State.Certify asks for that.
//   - Limits that can never be short, as the problem says by Budgets.Loose, only count what is drawn: nobody plans by
//     them, and without them everything else is the same to the bit.
//   - Budgets weigh a MWh by the same number, to the bit, when they are planned and when its hour comes.
//   - A load that is billed in any case (a minimum, a share of an old peak, a peak reached before) is free to use,
//     at any hashprice.
//   - Part of an hour or whole, the supplier sees one load for each hour: its mean.
//
// # What is not the best of all
//
// Where windows hold hours of several counts, or tiers end by the highest load, the plan of an accord may stay some
// percent below its bound. So it may where prices fall and the search for tiers ends early: it does in large accords
// whose counts lie in several budgets each or beside windows, or whose budgets cross, and the rolling operator
// searches less. So it may where counts have their hours in several budgets that bind, as in the power of each hour,
// or where very many windows do. The rolling operator proves the plans that he makes of all of an accord, and not
// those in between. Power that a retarget could move within an hour, to the better part of it, is moved only up to
// the highest loads of the plan. Windows and counts beside three families are in no accord, nor beside machines that
// a controller switches, or that it costs something to switch where budgets may be broken or do not last from the
// first hour of their sites to the end: there windows are planned with counts, in turn and the better of the plans,
// and then budgets, which count what these let run, and are planned anew whenever those of their sites are. Windows
// that pay only while a budget lasts may then be opened too often, and perfect foresight may earn a few percent less
// than a rolling operator. Where such budgets may be broken, what is planned in turn is held against breaking
// nothing, which is planned as one, and with perfect foresight against what who is myopic does: the best of these is
// carried out from the first hour to the last. What Trace.Proven says is then true of the plans that were compared,
// and not of all breaches; and the rolling operator chooses once, at the hashprice of the start, and obeys or not
// whatever it does later. Counts beside windows without budgets or switches are planned in turn too. Windows inside
// a count that are in no accord are planned when they begin, later than the count. What a ratchet makes later months
// cost is nobody's plan, nor is the highest load to which a tier's end by the MW is tied: it is taken as it will be.
// An hour that a retarget cuts is planned as if each of its parts could reach the highest load.
//
// A joint plan of many units, of many short budgets, or of power by the hour beside budgets that can be broken, may
// stay some percent below its bound, and the rolling operator, who plans often, searches less for each plan
// (rollingEffort). The multipliers of a joint plan prove that bound: they are what a MWh more would be worth if
// blocks could be divided, and near them an item may run below its multiplier, or stand idle above it. Hours of
// shared power beside no longer budget are planned with the units as well: every seven days and after each retarget,
// two weeks ahead or three, or perfectly to the end. For who is myopic, and beside budgets that can be broken, such
// power is a cap that may stop units. The plans of charges on the highest load stop units at once. The bound of
// units under charges is loose where few hours are priced together, or where windows lie in one another. Breaches
// beside charges that are in no accord are planned with the tiers that are planned so far; then nothing is proven.
// In an accord their bound is loose where windows or counts have hours in several periods that bind, and some
// periods of a choice may be wrong where other budgets stand beside them or there is too much of it. Where two
// choices are too much for one plan they are made without charges, and nothing is proven. A period that is broken
// with no more than its budget brings no shutdown: of such a choice nothing is carried out, but where units could
// gain by being stopped its bound stays, and with it a gap. They are planned for twelve periods even where all is
// known if there is too much of it for one plan (mostItems): Trace.Proven then has a gap of 1. A band does not look
// at tiers, and no plan knows what it loses in hours that do not pay: beside it nothing is proven of breaches.
//
// A period of a budget that the horizon cuts cannot be broken where others can; a shutdown past the end costs
// nothing.
//
// # Why
//
// A plain loop over hours rather than events: the step is fixed, and the reader can check it by hand. Prices
// and noise arrive as arrays so that this package needs neither clocks nor random numbers. The decision
// compares a break-even hashprice with the hashprice, not a margin with zero, because the same comparison can
// later be answered from sorted tables with the same bits.
//
// It does not know money beyond a revenue and a power cost, nor regions and tariffs; the names of machines and limits
// are carried for the trace and decide nothing.
package kernel
