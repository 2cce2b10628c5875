// Package reports turns the result of a run into a page, and a page into things people can read.
//
// A [Page] is plain data: a question, an answer, six figures for each audience, notices, sections of charts, tables, prose
// and formulas, the sources and assumptions, how it was computed, the checks that ran. The packages below this one print
// it: html a page that opens without a network, text a summary for the terminal, svg one picture, table files of columns.
//
// Words. A Chart is a title, a caption and one plot (Lines, Areas, Bars, Fan, Heat, Map); Stops are the places along its
// horizontal axis; a Mark is a level, date, stretch or point drawn across it. A Chip says where a number comes from. A Gap
// is a value that is not there.
//
// What always holds. Renderers do no arithmetic beyond formatting and placing: a number that a reader sees stands in the
// page, in the unit in which it is shown. NaN and infinities are errors that name the chart and the series; a gap is drawn
// as a gap. Texts are texts: a scenario may be named like a script and is shown by that name. The same page gives the same
// bytes, and a page written as JSON and read again renders to the same bytes too.
//
// Why. The table behind a chart is made from the chart's own numbers, so that they cannot disagree. Colours are names of
// meanings, resolved by the theme, so that energy is blue on every chart and both themes have contrast. Columns, not
// cells, carry units and decimals, so that a column can be compared down. Numbers have an explicit gap rather than NaN,
// because a NaN is how mistakes look and charts show a NaN as nothing at all.
//
// It does not open files, compute metrics or know what a site is.
package reports
