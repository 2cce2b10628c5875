package conf

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// syntaxProblem turns an error of the YAML library into a problem at the place where the user can cure it.
func syntaxProblem(source *Source, err error, lim Limits) Problem {
	var e *yaml.LoadError
	if !errors.As(err, &e) {
		return problemAt(Pos{File: source.Name}, "", "not YAML: %s", err)
	}
	pos := Pos{File: source.Name, Line: max(1, e.Mark.Line), Col: max(1, e.Mark.Column), Source: source}
	start := pos
	if e.ContextMark.Line > 0 {
		start.Line, start.Col = e.ContextMark.Line, max(1, e.ContextMark.Column)
	}
	at, message := explain(e, pos, start, lim)
	return problemAt(at, "", "%s", message)
}

// explain says in the user's words what the library found at pos in something that began at start.
func explain(e *yaml.LoadError, pos, start Pos, lim Limits) (Pos, string) {
	char := charAt(pos)
	switch msg := e.Message; {
	case strings.Contains(msg, "max depth"):
		return pos, fmt.Sprintf("more than %d maps and lists inside one another", lim.Depth)
	case strings.Contains(msg, "expected ',' or ']'"):
		return start, fmt.Sprintf(`this "[" is not closed, or a comma is missing before line %d, column %d`, pos.Line, pos.Col)
	case strings.Contains(msg, "expected ',' or '}'"):
		return start, fmt.Sprintf(`this "{" is not closed, or a comma is missing before line %d, column %d`, pos.Line, pos.Col)
	case strings.Contains(msg, "expected node content") && char == "":
		return lastBracket(pos), `the file ends inside brackets; close them with "]" or "}"`
	case strings.Contains(msg, "expected node content"):
		return pos, fmt.Sprintf("unexpected %q; a value is missing before it, or it closes nothing", char)
	case strings.Contains(msg, "cannot start any token") && char == "\t":
		return pos, "a tab stands in the indentation; use spaces"
	case strings.Contains(msg, "cannot start any token"):
		return pos, fmt.Sprintf("a value cannot start with %q; put it in quotes", char)
	case strings.Contains(msg, "mapping values are not allowed"):
		return pos, `unexpected ":"; put a value that holds ": " in quotes, or check the indentation`
	case strings.Contains(msg, "block sequence entries are not allowed"):
		return pos, `unexpected "-"; start each item of a list on its own line, under its key`
	case strings.Contains(msg, "unexpected end of stream"), strings.Contains(msg, "unexpected document indicator"):
		return start, "this quote is not closed"
	case strings.Contains(msg, "could not find expected ':'"):
		return start, `expected "key: value"; the colon is missing`
	case strings.Contains(msg, "expected '-' indicator"):
		return pos, fmt.Sprintf(`expected an item ("- …") of the list that starts on line %d, or less indentation`, start.Line)
	case strings.Contains(msg, "did not find expected key"):
		return pos, fmt.Sprintf("expected a key in the column of the map that starts on line %d; check the indentation", start.Line)
	case strings.Contains(msg, "unknown anchor"):
		_, name, _ := strings.Cut(msg, "'")
		name = shorten(strings.TrimSuffix(name, "' referenced"))
		return pos, fmt.Sprintf("*%s stands for a value marked &%s, and none is marked so above", name, name)
	case strings.Contains(msg, "unknown escape"):
		return pos, `unknown escape in double quotes; write "\\" for a backslash, or use single quotes`
	case strings.Contains(msg, "incompatible YAML document"):
		return pos, `remove this line; a file needs no "%YAML" line`
	case strings.Contains(msg, "tab character"):
		return pos, "a tab stands in the indentation; use spaces"
	}
	return pos, "not YAML: " + shorten(e.Message)
}

// charAt returns the character at a position, "" at the end of the file.
func charAt(pos Pos) string {
	lines := pos.Source.Lines
	if pos.Line > len(lines) {
		return ""
	}
	line := lines[pos.Line-1]
	for range pos.Col - 1 {
		_, size := utf8.DecodeRuneInString(line)
		line = line[size:]
	}
	if line == "" {
		if strings.TrimSpace(strings.Join(lines[pos.Line-1:], "")) == "" {
			return ""
		}
		return "\n"
	}
	_, size := utf8.DecodeRuneInString(line)
	return line[:size]
}

// lastBracket returns the place of the last opening bracket before the end of the file, or pos if there is none.
func lastBracket(pos Pos) Pos {
	for i := min(pos.Line, len(pos.Source.Lines)) - 1; i >= 0; i-- {
		line := pos.Source.Lines[i]
		if j := strings.LastIndexAny(line, "[{"); j >= 0 {
			pos.Line, pos.Col = i+1, utf8.RuneCountInString(line[:j])+1
			return pos
		}
	}
	return pos
}
