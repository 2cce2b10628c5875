// Package calendar maps one axis of UTC hours onto the civil time of every IANA zone.
//
// # Words
//
//   - A Date is a civil day, without a zone; a Season is a span of days that returns every year.
//   - An Axis is the run's hours: hour t is the interval [Start + t h, Start + (t+1) h).
//   - A Civil is what the clocks of one zone say at every hour of an axis: day, hour of day, month.
//   - Workdays are the working days of a country: weekdays, but for holidays by rule and for days that were decreed.
//   - A Period is one day, week, month, quarter or year of a zone, cut to a season and to dates, as spans of hours; or one
//     occurrence of the season, which New Year does not cut; or all days of the season from one date to another.
//   - Days, Hours and Months are sets of days of the week, of hours of the day and of months of the year, as rules and
//     tariffs name them: mon-fri, 07-23, nov-mar.
//
// # What always holds
//
//   - An hour belongs to the local hour in which it starts. In zones with half hours (Asia/Kolkata, +5:30) the hour that
//     starts at 00:30 local time is the first one of its day, and it stands for local hour 0. An axis from one date to
//     another has exactly the hours that start at or after the first local midnight and before the last.
//   - Every hour of an axis is in exactly one day, week, month, quarter and year of a zone; the periods of a kind cut
//     the axis without gap or overlap. Occurrences of a season cut the days of the season so.
//   - A local day has as many hours as its clocks gave it: 23 or 25 where they were changed, none where a zone left a
//     day out (Pacific/Apia, 30 December 2011).
//   - The first hour of a date is the first instant at which clocks show that date, also where midnight was skipped.
//   - Weeks are those of ISO 8601: from Monday, and week 1 is the one with the year's first Thursday.
//
// # Why
//
//   - The tz database is embedded as a file and read from there alone. time.LoadLocation asks the machine's own copy
//     first, so two machines could bill two different hours for one scenario, and the version in the manifest would be a
//     guess. The archive is the one of the Go distribution, byte for byte (the data are in the public domain).
//   - Civil time is computed from the few instants at which a zone changes its offset, not by asking for the local time
//     of each hour: ten years take about a millisecond.
//   - Whole hours, not instants, are what is counted. The local year 2016 of America/Caracas lasted 8,783.5 h; 8,783 hours
//     start in it.
//
// # What it does not do
//
// It knows no country's holidays: those are dated facts and arrive as data. It does not read the machine's clock or its
// zone.
package calendar
