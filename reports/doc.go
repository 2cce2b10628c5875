// Package reports turns the result of a run into a page, and a page into things people can read.
//
// A [Page] is plain data: a question, an answer, six figures for each audience, notices, sections of charts,
// tables, prose and formulas, the sources and assumptions, how it was computed, the checks that ran. [New] makes it
// from the result of a run: one file for each section, each sentence written from the numbers that it speaks of.
// The packages below this one print it: html a page that opens without a network, text a summary for the terminal,
// svg one picture, table files of columns.
//
// Words. A Chart is a title, a caption and one plot (Lines, Areas, Bars, Fan, Heat, Map); Stops are the places
// along its horizontal axis; a Mark is a level, date, stretch or point drawn across it. A Chip says where a number
// comes from. A Gap is a value that is not there. A measure is a metric with its range over the draws. A class is a
// kind of machine with all the power it has; a supply is a price of power with all the power that pays it; a span
// is a stretch of the horizon. A bill is what all sites pay for power; a plan is all tariffs that are made of the
// same components.
//
// What always holds. Renderers do no arithmetic beyond formatting and placing: a number that a reader sees stands
// in the page, in the unit in which it is shown. NaN and infinities are errors that name the chart and the series;
// a gap is drawn as a gap. Texts are texts: a scenario may be named like a script and is shown by that name. The
// same page gives the same bytes, and a page written as JSON and read again renders to the same bytes too. A
// sentence whose number does not support it is not written; a chart that would be empty is a sentence. Charts and
// tables show the central case, figures at the top the median of the draws with its range.
//
// Why. The table behind a chart is made from the chart's own numbers, so that they cannot disagree. Colours are
// names of meanings, resolved by the theme, so that energy is blue on every chart and both themes have contrast.
// Columns, not cells, carry units and decimals, so that a column can be compared down. Numbers have an explicit gap
// rather than NaN, because a NaN is how mistakes look and charts show a NaN as nothing at all.
//
// It does not open files and does not simulate: it sums, sorts and converts what the result of a run holds.
package reports
