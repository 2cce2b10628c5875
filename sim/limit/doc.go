// Package limit holds the rules on how much electricity may be drawn, by whom and from when on.
//
// Words: a limit is a named rule with a place where it applies (the sites) and a time when it applies (its window).
// A window is made of civil days: those from one date to another, in a season that returns every year, or both. A
// power limit holds a power in every hour; an energy limit holds the energy of each period, and one such period
// with its amount is a budget; a ban allows nothing. A call takes a part of the connection away for some hours:
// curtailment is called by a series or by the clock, an interruption for so many hours of each period, demand
// response when power is dear, and is paid. Households outside the register have a limit each, which they exceed
// where a MWh more earns more than the fines that they expect. A penalty is what follows where a site uses more
// than a limit, which it then may. A carbon cap is a budget of the CO2 of electricity. Registration and the queue
// for licences are what a new site waits for. Cycling and hysteresis are what it takes to switch machines: facts of
// a plant and of its controller, which hold at all times.
//
// A kind works itself out into a Rule: a cap is what each site may draw by itself, whatever it earns; a pool is
// energy that sites share over periods, or power that they share by what it is worth, which is a pool of energy for
// each hour. What a site could draw is its connection and its machines, less what comes before: bans, permits and
// calls come before what is shared.
//
// What always holds: dates and seasons include both ends; days are those of the clocks of the zone that is asked for,
// so an hour is inside a window when the local day in which it starts is; each hour is in at most one budget of an
// energy limit; a budget is finite and not negative; a limit that passed its check applies on at least one day of the
// calendar.
//
// Why: law is dated configuration, never code, so a rule is an object in a file with its dates and its source. A ban is
// a word of its own rather than a limit of zero, because people search for it and because it has no shadow price to
// trade off. An energy limit applies in full to what is left of a period inside its season, as such rules are written;
// "prorate: true" asks for the share of the hours instead. A winter over New Year is two periods by year and one by
// season, for rules are written either way; dates are one period, outside of which nothing lies. What the horizon of a
// run cuts is always prorated, or the first and last period of a run would be looser than all the others.
//
// Ways to share that do not know the price leave power unused that others would pay for; that is their cost, and
// the reason to have them beside those that do. A path of amounts limits nothing before its first day, because what
// held before is another rule with its own source.
//
// Calls go by the price of power in the central case or by a series, not by what chance makes of the price in a
// draw: who calls does not ask what mining earns, and rules are worked out once for all paths of prices. The hours
// that a site may choose itself are a budget of energy, because that is what can be chosen exactly: so many hours
// of what its connection and its working machines could draw in the mean. Where it could draw the same in every
// hour, that is those hours; where cooling makes it more in some, giving up those counts for a little more than an
// hour.
//
// It does not dispatch: which machine yields to a limit, and what the limit costs, is decided where prices are known.
package limit
