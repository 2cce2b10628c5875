package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"hashwatt/seeds"
	"hashwatt/sim/conf"
)

// record is a row with the names of its columns, in their order. Empty cells, which are unknown, are left out.
type record struct {
	table seeds.Table
	row   []string
}

// MarshalJSON writes an object; the texts stand as they do in the file.
func (r record) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for k, col := range r.table.Columns {
		if r.row[k] == "" {
			continue
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(col.Name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(r.row[k])
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%s:%s", name, value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func records(t seeds.Table, rows [][]string) []record {
	list := make([]record, len(rows))
	for k, row := range rows {
		list[k] = record{t, row}
	}
	return list
}

// cellWidth is how much of a cell a table shows; a row in full is shown by its name.
const cellWidth = 36

// printRows prints rows without the columns that are empty in all of them.
func (e *Env) printRows(t seeds.Table, rows [][]string) {
	var columns []int
	var head []string
	for k, col := range t.Columns {
		for _, row := range rows {
			if row[k] != "" {
				columns, head = append(columns, k), append(head, col.Name)
				break
			}
		}
	}
	var cells [][]string
	for _, row := range rows {
		var line []string
		for _, k := range columns {
			line = append(line, cut(row[k], cellWidth))
		}
		cells = append(cells, line)
	}
	printTable(e.Out, head, cells)
}

// cut shortens a text to a number of characters.
func cut(text string, width int) string {
	runes := []rune(text)
	if len(runes) <= width {
		return text
	}
	return string(runes[:width-1]) + "…"
}

func (e *Env) showSeedVerb() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:     "show ID",
		Short:   "print the rows of a name in full, with their sources",
		Long:    "Prints every row that has this name in any table (a site, a region, a machine, a claim, a day) in full, with\nthe sources it rests on.",
		Example: "  hashwatt seeds show mikun\n  hashwatt seeds show antminer-s21-200 --json",
		Args:    takes(1, 1, "the name of one row"),
		RunE: func(_ *cobra.Command, args []string) error {
			cat, err := seeds.Load()
			if err != nil {
				return err
			}
			found := cat.Show(args[0])
			if len(found) == 0 {
				if near := conf.Suggest(args[0], cat.IDs()); near != "" {
					return wrong("no row of the seeds is called %q; did you mean %s?", args[0], near)
				}
				return wrong("no row of the seeds is called %q; \"hashwatt seeds --search %s\" looks into the rows", args[0], args[0])
			}
			if asJSON {
				return printJSON(e.Out, entries(found))
			}
			for k, entry := range found {
				if k > 0 {
					fmt.Fprintln(e.Out)
				}
				e.printEntry(&entry)
			}
			return nil
		},
	}
	jsonFlag(c.Flags(), &asJSON)
	return c
}

// shownEntry is a row with its sources, as JSON.
type shownEntry struct {
	Table   string         `json:"table"`
	Row     record         `json:"row"`
	Sources []seeds.Source `json:"sources"`
}

func entries(found []seeds.Entry) []shownEntry {
	list := []shownEntry{}
	for _, f := range found {
		list = append(list, shownEntry{f.Table.Name, record{f.Table, f.Row}, f.Sources})
	}
	return list
}

// printEntry prints a row, a line for each column, and its sources.
func (e *Env) printEntry(entry *seeds.Entry) {
	t := &entry.Table
	fmt.Fprintf(e.Out, "%s  (seeds/%s: %s)\n", t.Cell(entry.Row, t.Key), t.File, t.Doc)
	width := 0
	for _, col := range t.Columns {
		width = max(width, len(col.Name))
	}
	for k, col := range t.Columns {
		if entry.Row[k] != "" && col.Name != t.Key {
			fmt.Fprintf(e.Out, "  %-*s  %s\n", width, col.Name, plainText(entry.Row[k]))
		}
	}
	for _, s := range entry.Sources {
		line := s.Publisher + ": " + s.Title
		if s.Date != "" {
			line += ", " + s.Date
		}
		if s.URL != "" {
			line += ", " + s.URL
		}
		fmt.Fprintf(e.Out, "  %-*s  %s\n", width, "source", plainText(line))
	}
}

// searchSeeds prints the rows in which all words occur, one line each.
func (e *Env) searchSeeds(cat *seeds.Catalog, words []string, asJSON bool) error {
	if len(words) == 0 {
		return wrong("--search needs one word or more")
	}
	found := cat.Find(words...)
	if asJSON {
		return printJSON(e.Out, entries(found))
	}
	if len(found) == 0 {
		fmt.Fprintf(e.Err, "no row has all of these words: %s\n", strings.Join(words, ", "))
		return nil
	}
	var rows [][]string
	for _, f := range found {
		var rest []string
		for k, col := range f.Table.Columns {
			if col.Name != f.Table.Key && f.Row[k] != "" {
				rest = append(rest, f.Row[k])
			}
		}
		rows = append(rows, []string{f.Table.Name, f.Table.Cell(f.Row, f.Table.Key), cut(strings.Join(rest, " · "), 100)})
	}
	printTable(e.Out, []string{"table", "row", "what it says"}, rows)
	return nil
}
