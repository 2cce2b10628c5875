package conf

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Problem is one thing that is wrong with what a user wrote: where, what, and how to cure it.
type Problem struct {
	Pos     Pos    `json:"pos"`
	Path    string `json:"path"`    // in the user's words: sites.mikun.power
	Message string `json:"message"` // lower case, no full stop
	Excerpt string `json:"excerpt"` // the source line and a caret
}

// Problemf returns a problem at a node. A nil node leaves the position open: Decode then puts it at the map that
// was checked.
func Problemf(at *Node, format string, args ...any) Problem {
	var pos Pos
	if at != nil {
		pos = at.Pos
	}
	return problemAt(pos, "", format, args...)
}

func problemAt(pos Pos, path, format string, args ...any) Problem {
	return Problem{Pos: pos, Path: path, Message: fmt.Sprintf(format, args...), Excerpt: pos.Excerpt()}
}

// String prints the problem without its excerpt: "komi.yaml:14:10: sites.mikun.power: 3.5 has no unit; write …".
func (p Problem) String() string {
	var b strings.Builder
	for _, part := range []string{p.Pos.String(), p.Path} {
		if part != "" {
			b.WriteString(part)
			b.WriteString(": ")
		}
	}
	b.WriteString(p.Message)
	return b.String()
}

// Problems is everything that is wrong, in the order of the files. It is the error that Parse, Decode, Set and
// ApplyPatch return.
type Problems []Problem

// Error prints all problems, each with its excerpt.
func (p Problems) Error() string {
	var b strings.Builder
	for i, problem := range p {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(problem.String())
		if problem.Excerpt != "" {
			b.WriteByte('\n')
			b.WriteString(problem.Excerpt)
		}
	}
	return b.String()
}

// Err returns the problems sorted by file, line and column, each place and message once, as an error; nil if there
// are none.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	sorted := slices.Clone(p)
	slices.SortStableFunc(sorted, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col))
	})
	type key struct {
		place
		message string
	}
	seen := map[key]bool{}
	var kept Problems
	for _, problem := range sorted {
		k := key{problem.Pos.place(), problem.Message}
		if problem.Pos.Line == 0 {
			k.message = problem.Path + ": " + problem.Message // without a place the path tells problems apart
		}
		if !seen[k] {
			seen[k] = true
			kept = append(kept, problem)
		}
	}
	return kept
}
