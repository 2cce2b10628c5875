package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/pflag"
)

// jsonFlag adds --json.
func jsonFlag(f *pflag.FlagSet, into *bool) {
	f.BoolVar(into, "json", false, "print JSON instead of text")
}

// printJSON prints a value, indented, as it would stand in a file: < and > are not escaped.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// printTable prints rows under a head, columns aligned, without lines around them.
func printTable(w io.Writer, head []string, rows [][]string) {
	t := table.NewWriter()
	style := table.StyleLight
	style.Options = table.OptionsNoBordersAndSeparators
	style.Format.Header = text.FormatDefault
	style.Box.PaddingLeft, style.Box.PaddingRight = "", "  "
	t.SetStyle(style)
	t.AppendHeader(tableRow(head))
	for _, row := range rows {
		t.AppendRow(tableRow(row))
	}
	for line := range strings.Lines(t.Render()) {
		fmt.Fprintln(w, strings.TrimRight(line, " \n"))
	}
}

func tableRow(cells []string) table.Row {
	row := make(table.Row, len(cells))
	for k, cell := range cells {
		row[k] = plainText(cell)
	}
	return row
}

// plainText keeps what a terminal would take for a command out of a text of one line.
func plainText(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}

// plainLines does the same for a text of several lines.
func plainLines(text string) string {
	lines := strings.Split(text, "\n")
	for k := range lines {
		lines[k] = plainText(lines[k])
	}
	return strings.Join(lines, "\n")
}
