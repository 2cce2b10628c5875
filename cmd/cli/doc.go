// Package cli is the command line of hashwatt: the verbs, one file each, and everything that touches arguments, files,
// the clock, signals and the terminal. Nothing below it does.
//
// # Words
//
// An Env is the world as one command sees it: arguments, a folder in which relative paths begin, streams, a clock,
// a context that an interrupt cancels. A source is a scenario that the user named, a file of theirs or one of the
// library. A stage is the folder in which the files of a run are written before they appear together.
//
// # What always holds
//
//   - Results go to Out, everything else to Err, and the exit code is one of five: see Done and its neighbours.
//   - All the mistakes of all the scenarios of a command are reported before anything is simulated.
//   - A run appears whole or not at all: an error, a full disk or an interrupt leaves no file and no folder behind.
//   - A scenario cannot name a file outside its own folder.
//   - Every verb says in --help how it is used, and a test runs those examples.
//
// # Why
//
// Errors are printed here and not by the library that parses flags, which prints the first one only, in its own words.
// The world is handed in as a struct, so that tests run commands in their own process and at the same time.
//
// It does not compute: what it prints beyond its own messages comes from below.
package cli
