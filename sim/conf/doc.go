// Package conf reads strict YAML. It is the only package that knows YAML: others declare structs with tags, and
// conf fills them.
//
// Words: a node is a value as it was written, with its place; a tree is a node and what is inside. A problem is one
// thing that is wrong, with its place, its path in the user's words, and the cure. A patch is a tree that changes
// another one. A variety is one of several structs that a map may be read into, chosen by one of its keys.
//
// What is read: one document in UTF-8, with or without a byte order mark, lines ending in LF or CRLF. Anchors,
// aliases and merge keys work. Scalars stay text as they were written: a date, a percentage, 010, 1e3 and yes mean
// what the type of their key makes of them. "null", "~" and an empty value mean the default, as if the key were not
// there. Tags (!!int), further documents, duplicate keys, keys that are not words, control characters and tabs as
// indentation are problems.
//
// What always holds:
//   - all problems of a text come back at once, sorted by place, each with the source line and a caret;
//   - whatever the text, Parse ends quickly: its size, its depth, and its length after aliases are expanded are bounded;
//   - a value keeps the place and the origin it was written at, through merging, patching and setting, so that a problem in a tree
//     made of five files still points into the right one;
//   - no function changes a tree it was given;
//   - what Write prints, Parse reads back to an equal tree.
//
// Why a tree of our own and a decoder of our own: the decoder of a YAML library decides what a scalar is before the
// type of its key is known (010 is 8, a bare date is a time), loses strictness inside blocks whose type depends on
// a key, names Go types in its messages, and cannot decode a tree merged from several files with their places. The
// library does what is hard and standard, scanning and composing.
//
// It does not open files, does not expand variables, runs nothing, and knows nothing of mining: bounds and meanings
// belong to the types, through UnmarshalText and Check.
package conf
