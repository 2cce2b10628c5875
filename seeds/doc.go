// Package seeds holds the sourced facts that a simulation starts from, as data files and as a typed catalogue.
//
// # Words
//
// A table is one data file. A row's id is unique in its table. A source is a row of sources.csv. Confidence says
// how far to trust a row: reported, secondary, inferred, background or assumed (see Confidences). A default is a
// value that a scenario gets where it says nothing.
//
// # Format
//
// The files are UTF-8 without a byte-order mark, comma separated, with one header row whose names are known and in
// order. Units are in the column names. The decimal sign is a point; digits are not grouped; an empty cell means
// unknown, never zero. Dates are ISO 8601, a month is "2025-01", several sources are separated by ";", the
// principal one first. Spaces around a value, quotes in the middle of a cell, NaN and infinities are refused.
//
// # What always holds
//
// After Load: ids are unique, every reference (source, region, station, rig) exists, words come from their list,
// low <= mid <= high where all are known, days and epochs follow each other without a gap, difficulty agrees with
// nBits, no number is NaN or infinite, and every row has a source and a confidence. The catalogue is shared and
// never changes: callers must not write to it.
//
// # Why
//
//   - Facts live in CSV files, not in Go: a fact is added by adding a row, and a spreadsheet can show it.
//   - The reader knows every column and stops at surprises, and it reports all of them at once: a typo in a fact is
//     otherwise found years later in a chart.
//   - Files without columns for source and confidence (histories, ratings, temperatures) get both from files.csv.
//   - Difficulty is computed from nBits, the consensus value, because the printed column has fewer digits.
//   - Hourly files are read when they are first asked for: they are most of the bytes, and most runs need one of them.
//   - An unknown number is 0 where 0 cannot occur, else a field beside it (HasEmission) says whether it is known: NaN
//     would travel.
//
// # What it does not do
//
// It does not decide what a scenario means by a name, it does not convert currencies, and it knows nothing of files of
// the user's own.
package seeds
