// Package files writes the data files of a run: the same numbers as the report, for programs and spreadsheets.
//
// # Words
//
// A file is a name and a function that writes its contents to a writer it is handed. Hourly rows arrive one at a time
// while the central case runs, and leave at once.
//
// # What always holds
//
//   - The same result gives the same bytes. Nothing here says when, where or how fast a run was; that is for Manifest,
//     which is told.
//   - Numbers are written in the shortest form that reads back to the same value, in the unit that the column or field
//     is named after. A value that is not there is an empty cell, a null with its reason, or a parquet null.
//   - NaN and infinities are errors that name the place.
//   - Times are UTC in ISO 8601; months are those of the scenario's clock.
//   - A cell of text that a spreadsheet would take for a formula is written so that it stays text.
//
// # Why
//
// CSV for people and spreadsheets, JSON for scripts, Parquet where there are many rows. Every file is a function of the
// result alone, so that a test can ask for its bytes without a disk.
//
// It opens nothing, chooses no folder and does not know the page.
package files
