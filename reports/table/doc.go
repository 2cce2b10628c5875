// Package table writes columns and rows as CSV, for spreadsheets and for programs.
//
// What always holds. Numbers have all their digits: what is read back is the same number. A gap is an empty cell.
// Text is text in every reader: a cell that a spreadsheet would run as a formula is disarmed. NaN and infinities
// never reach a file: they are an error that names the row and the column.
//
// Why not encoding/csv: it quotes what CSV needs and knows nothing of spreadsheets, and it wants every number as a
// string first, which costs an allocation a cell in files of a million hours.
//
// It does not choose columns or units, and does not open files.
package table
