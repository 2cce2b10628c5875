// Package text renders the gist of a page for a terminal: the question, the answer, the six figures, the sentence
// of each section that belongs to the gist, the notices and where the files are. It is plain text without colours
// or escapes; control characters of a scenario's names are shown as spaces, so that no name can steer a terminal.
//
// It knows no terminal: the width is told.
package text
