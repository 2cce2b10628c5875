package conf

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Path names values in a tree: keys of maps, ids or names of list items, and Every.
type Path []string

// Every is the segment that stands for every item of a list and every value of a map.
const Every = "*"

// ParsePath reads a path: segments with dots between them. A segment that holds a dot, a space, a quote, a bracket
// or a star is written in double quotes, inside which a backslash escapes as in Go: sites."bratsk 1".power. A star
// alone is Every; it cannot come first.
func ParsePath(text string) (Path, error) {
	var p Path
	rest := text
	for {
		var seg string
		var err error
		seg, rest, err = cutSegment(rest)
		if err != nil {
			return nil, fmt.Errorf("path %q: %w", shorten(text), err)
		}
		p = append(p, seg)
		if rest == "" {
			break
		}
		if rest[0] != '.' {
			return nil, fmt.Errorf("path %q: expected a dot after %s", shorten(text), shorten(segment(seg)))
		}
		rest = rest[1:]
	}
	if p[0] == Every {
		return nil, fmt.Errorf(`path %q starts with "*"; start with a word, like "sites.*.power"`, shorten(text))
	}
	return p, nil
}

// cutSegment takes the first segment off a path.
func cutSegment(text string) (seg, rest string, err error) {
	if !strings.HasPrefix(text, `"`) {
		end := strings.IndexAny(text, `."`)
		if end < 0 {
			end = len(text)
		}
		seg = text[:end]
		if seg == "" {
			return "", "", fmt.Errorf("empty segment; write words with one dot between them, like %q", "sites.mikun.power")
		}
		if seg != Every && segment(seg) != seg {
			return "", "", fmt.Errorf("put %s in double quotes", shorten(seg))
		}
		return seg, text[end:], nil
	}
	quoted, err := strconv.QuotedPrefix(text)
	if err != nil {
		return "", "", errors.New("the quote is not closed")
	}
	seg, err = strconv.Unquote(quoted)
	if err != nil || seg == "" || seg == Every {
		return "", "", fmt.Errorf("%s names nothing", shorten(quoted))
	}
	return seg, text[len(quoted):], nil
}

// String prints the path as ParsePath reads it.
func (p Path) String() string {
	path := ""
	for _, seg := range p {
		if seg == Every {
			path = join(path, seg)
		} else {
			path = join(path, segment(seg))
		}
	}
	return path
}

// segment prints one segment, in quotes where it needs them.
func segment(seg string) string {
	special := func(r rune) bool { return strings.ContainsRune(" .\"\\[]*", r) || !unicode.IsPrint(r) }
	if seg != "" && !strings.ContainsFunc(seg, special) && utf8.ValidString(seg) {
		return seg
	}
	return strconv.Quote(seg)
}

// itemSegment is how a path shows an item of a list: by id or name, else by its place from 0.
func itemSegment(i int, item *Node) string {
	if name := item.Name(); name != "" {
		return segment(name)
	}
	return "[" + strconv.Itoa(i) + "]"
}

// join appends a printed segment or path to a path.
func join(path, more string) string {
	if path == "" || more == "" || more[0] == '[' {
		return path + more
	}
	return path + "." + more
}

// shorten cuts a text that a message quotes.
func shorten(text string) string {
	const longest = 60
	count := 0
	for i := range text {
		if count == longest {
			return text[:i] + "…"
		}
		count++
	}
	return text
}
