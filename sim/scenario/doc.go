// Package scenario is the language of hashwatt: it reads a scenario file, merges what it extends, a variant and
// the settings of the command line, and resolves the words into facts.
//
// # Words
//
// The words are what the user typed: a tree of keys and texts in which every value knows its file and line. The
// effective tree is the same tree after resolving: programs are expanded into their sites, seeds rows and
// defaults are written in, and every value still knows where it came from. Facts are the site.World made of it.
//
// # What always holds
//
//   - Keys are strict and quantities carry units; all the mistakes of a file are reported at once.
//   - The order is: extends (left to right), the file, the variant, --set. Later ones win.
//   - An item {from: komi_2025} of a tariff is that tariff's components from the start, each with the line of its file in
//     seeds/tariffs, so a variant, --set or an uncertain input can change one of them.
//   - The effective tree is itself a valid scenario: it can be written out, read back and run to the same result.
//   - A draw of an uncertain input is one more setting on the effective tree, so whatever a user can write can
//     be made uncertain.
//
// # Why
//
// Resolving happens on the tree rather than on structs with optional fields, because then the origin of a value
// needs no bookkeeping of its own: it is carried by the node, from the seeds row to the report's table.
package scenario
