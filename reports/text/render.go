package text

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"hashwatt/reports"
)

// Options say how a page is printed.
type Options struct {
	Width    int      // columns of the terminal; 0: 80
	Audience string   // id; empty: the page's first
	Files    []string // what was written, in the order in which it is to be listed
}

// Render prints the page's answer, figures, the leads of sections that belong to the gist, notices and files. A
// page that cannot be shown is refused.
func Render(w io.Writer, p *reports.Page, o Options) error {
	clean, err := p.Clean()
	if err != nil {
		return err
	}
	a := clean.Audience(o.Audience)
	width := max(o.Width, 40)
	if o.Width == 0 {
		width = 80
	}
	var b strings.Builder
	title := clean.Title
	if clean.Run.Variant != "" {
		title += " · " + clean.Run.Variant
	}
	paragraph(&b, title, "", width)
	paragraph(&b, clean.Question, "", width)
	b.WriteByte('\n')
	paragraph(&b, a.Answer, "", width)
	b.WriteByte('\n')
	figures(&b, a.Figures)
	for _, s := range clean.Order(a) {
		if s.Gist && s.Lead != "" {
			b.WriteByte('\n')
			paragraph(&b, s.Lead, "", width)
		}
	}
	for _, n := range clean.Notices {
		b.WriteByte('\n')
		paragraph(&b, "! "+n.Text, "  ", width)
	}
	failed := 0
	for _, c := range clean.Checks {
		if !c.Passed {
			failed++
			b.WriteByte('\n')
			paragraph(&b, "! check failed: "+c.Name+" ("+c.Detail+")", "  ", width)
		}
	}
	if n := len(clean.Checks); n > 0 && failed == 0 {
		fmt.Fprintf(&b, "\n%d checks passed\n", n)
	}
	if len(o.Files) > 0 {
		b.WriteByte('\n')
		for _, f := range o.Files {
			b.WriteString(plain(f) + "\n")
		}
	}
	_, err = io.WriteString(w, b.String())
	return err
}

// figures prints one figure a line: its value flush right, then what it is, its range and where it comes from.
func figures(b *strings.Builder, all []reports.Figure) {
	values := make([]string, len(all))
	widest := 0
	for i, f := range all {
		digits := reports.Digits(f.Value, f.Low, f.High)
		values[i] = plain(reports.WithUnit(f.Value.Format(digits), f.Unit))
		if f.Value.None {
			values[i] = plain(f.Text)
		}
		widest = max(widest, utf8.RuneCountInString(values[i]))
	}
	for i, f := range all {
		fmt.Fprintf(b, "%s%s  %s", strings.Repeat(" ", widest-utf8.RuneCountInString(values[i])), values[i], plain(f.Label))
		digits := reports.Digits(f.Value, f.Low, f.High)
		if !f.Low.None {
			fmt.Fprintf(b, ", %s to %s", f.Low.Format(digits), f.High.Format(digits))
		}
		if f.Note != "" {
			b.WriteString(", " + plain(f.Note))
		}
		fmt.Fprintf(b, " (%s)\n", f.Chip)
	}
}

// paragraph prints text in lines of at most width columns; lines after the first begin with indent.
func paragraph(b *strings.Builder, text, indent string, width int) {
	text = plain(text)
	if text == "" {
		return
	}
	used := 0
	for i, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case used+1+n > width:
			b.WriteString("\n" + indent)
			used = utf8.RuneCountInString(indent)
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += n
	}
	b.WriteByte('\n')
}

// plain turns everything that could steer a terminal into spaces: controls, and marks that turn the direction of
// writing.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return ' '
		}
		return r
	}, text)
}
