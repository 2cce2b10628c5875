package conf

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// commentColumn is the column beyond which a long line does not push the comments of the others.
const commentColumn = 64

// Write prints a tree as YAML that Parse reads back to an equal tree. What comment returns for a value stands
// behind it as a comment, aligned; comment may be nil, and "" means none. Long lines keep their comment two spaces
// behind them.
func Write(n *Node, comment func(*Node) string) string {
	w := writer{comment: comment}
	w.value(n, 0)
	column := 0
	for _, l := range w.lines {
		if width := utf8.RuneCountInString(l.text); l.comment != "" && width <= commentColumn {
			column = max(column, width)
		}
	}
	var b strings.Builder
	for _, l := range w.lines {
		b.WriteString(l.text)
		if l.comment != "" {
			pad := max(0, column-utf8.RuneCountInString(l.text))
			b.WriteString(strings.Repeat(" ", pad) + "  # " + l.comment)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

type line struct{ text, comment string }

type writer struct {
	comment func(*Node) string
	lines   []line
	lead    string // what the next line starts with instead of its indentation: "  - "
}

// line adds a line that belongs to a value.
func (w *writer) line(n *Node, indent int, text string) {
	lead := w.lead
	if lead == "" {
		lead = strings.Repeat(" ", indent)
	}
	w.lead = ""
	comment := ""
	if w.comment != nil {
		comment = printable(w.comment(n))
	}
	w.lines = append(w.lines, line{lead + text, comment})
}

// value writes a value that starts on a line of its own, or behind the dash in w.lead.
func (w *writer) value(n *Node, indent int) {
	if short, ok := inline(n); ok {
		w.line(n, indent, short)
		return
	}
	for _, f := range n.Fields {
		key := word(f.Key, false) + ":"
		if short, ok := inline(f.Value); ok {
			w.line(f.Value, indent, key+" "+short)
			continue
		}
		w.line(f.Value, indent, key)
		w.value(f.Value, indent+2)
	}
	for _, item := range n.Items {
		if w.lead == "" {
			w.lead = strings.Repeat(" ", indent)
		}
		w.lead += "- "
		w.value(item, indent+2)
	}
}

// inline returns a value that fits on the line of its key.
func inline(n *Node) (string, bool) {
	switch {
	case n == nil || n.Kind == Null:
		return "null", true
	case n.Kind == Scalar:
		return word(n.Text, n.Quoted), true
	case n.Kind == List && len(n.Items) == 0:
		return "[]", true
	case n.Kind == Map && len(n.Fields) == 0:
		return "{}", true
	}
	return "", false
}

// word prints a text, in quotes where it had them or needs them.
func word(text string, quoted bool) string {
	if !quoted && isPlain(text) {
		return text
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text { // a byte that is not UTF-8 becomes U+FFFD
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r <= 0xff:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// isPlain reports whether a text reads back as itself without quotes, as a value or as a key.
func isPlain(text string) bool {
	if isNull(text) || text == "<<" || !utf8.ValidString(text) || strings.Trim(text, " ") != text {
		return false
	}
	if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return false
	}
	if strings.Contains(text, ": ") || strings.Contains(text, " #") || strings.HasSuffix(text, ":") {
		return false
	}
	if text[0] == '-' { // -12 °C is plain; "- x", "-" and "---" are not
		return len(text) > 1 && text[1] != ' ' && text[1] != '-'
	}
	return !strings.ContainsRune("?:,[]{}#&*!|>'\"%@`", rune(text[0])) && !strings.HasPrefix(text, "...")
}

// printable makes a comment one line.
func printable(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, text))
}
