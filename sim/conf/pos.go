package conf

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Source is a text that was parsed, kept so that a problem can show the line it is about.
type Source struct {
	Name  string
	Lines []string
}

// A Pos is a place in a source. Line and Col count from 1, Col in characters; a zero Line means that the place is
// not known.
type Pos struct {
	File   string  `json:"file"`
	Line   int     `json:"line"`
	Col    int     `json:"col"`
	Source *Source `json:"-"` // nil where the text is not at hand
}

// String prints "komi.yaml:14:10", or the file alone where the line is not known.
func (p Pos) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// A place is a position without its text, to compare by.
type place struct {
	file      string
	line, col int
}

func (p Pos) place() place { return place{p.File, p.Line, p.Col} }

// excerptWidth is the number of characters of a source line that an excerpt shows at most.
const excerptWidth = 100

// Excerpt shows the source line with a caret under the column, as two lines without a final line break. It is empty
// where the text is not at hand.
func (p Pos) Excerpt() string {
	if p.Source == nil || p.Line < 1 || p.Line > len(p.Source.Lines) {
		return ""
	}
	line, caret := window(p.Source.Lines[p.Line-1], max(p.Col, 1)-1)
	number := strconv.Itoa(p.Line)
	margin := strings.Repeat(" ", max(4, len(number)))
	return margin[len(number):] + number + " | " + line + "\n" + margin + " | " + strings.Repeat(" ", caret) + "^"
}

// window cuts the part of a line around a column, and replaces what a terminal would not print as one character.
func window(line string, col int) (part string, caret int) {
	from := 0 // byte offset at which the window starts
	cut := false
	if start := col - excerptWidth/2; start > 0 && col > excerptWidth*3/4 {
		for range start {
			_, size := utf8.DecodeRuneInString(line[from:])
			from += size
		}
		col, cut = col-start, true
	}
	var b strings.Builder
	if cut {
		b.WriteString("…")
		col++
	}
	count := 0
	for _, r := range line[from:] {
		if count == excerptWidth {
			b.WriteString("…")
			break
		}
		if r == '\t' {
			r = ' '
		} else if !unicode.IsPrint(r) {
			r = '·'
		}
		b.WriteRune(r)
		count++
	}
	return strings.TrimRight(b.String(), " "), min(col, count+1)
}
