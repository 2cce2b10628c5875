package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"hashwatt/seeds"
	"hashwatt/sim/conf"
)

func (e *Env) seedsVerb() *cobra.Command {
	var asJSON bool
	var search string
	c := &cobra.Command{
		Use:   "seeds [TABLE]",
		Short: "list and search the tables of facts, with their sources",
		Long: "Lists the tables of facts that scenarios start from, prints one of them, filtered by any of its columns, or\n" +
			"finds the rows in which words occur. \"hashwatt seeds show ID\" prints a row in full, with its sources.",
		Example: "  hashwatt seeds\n  hashwatt seeds facilities --program komi_15\n  hashwatt seeds show mikun\n  hashwatt seeds --search 'buryatia ban'",
		Args:    cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			cat, err := seeds.Load()
			switch {
			case err != nil:
				return err
			case c.Flags().Changed("search"):
				return e.searchSeeds(cat, strings.Fields(search+" "+strings.Join(args, " ")), asJSON)
			case len(args) > 0:
				return unknownTable(cat, args[0])
			}
			return e.listSeeds(cat, asJSON)
		},
	}
	c.Flags().StringVar(&search, "search", "", "find the rows in which all these `WORDS` occur")
	jsonFlag(c.Flags(), &asJSON)
	if slices.Contains(e.Args, "seeds") { // reading the tables takes longer than the other verbs need to begin
		c.AddCommand(e.showSeedVerb())
		if cat, err := seeds.Load(); err == nil {
			for _, t := range cat.Tables() {
				c.AddCommand(e.tableVerb(t))
			}
		}
	}
	return c
}

// listSeeds prints the tables.
func (e *Env) listSeeds(cat *seeds.Catalog, asJSON bool) error {
	type listedTable struct {
		Name string `json:"name"`
		File string `json:"file"`
		Rows int    `json:"rows"`
		Doc  string `json:"row"`
	}
	var list []listedTable
	var rows [][]string
	for _, t := range cat.Tables() {
		n := 0
		if f, ok := cat.File(t.File); ok {
			n = f.Rows
		}
		list = append(list, listedTable{t.Name, t.File, n, t.Doc})
		rows = append(rows, []string{t.Name, fmt.Sprint(n), t.Doc})
	}
	if asJSON {
		return printJSON(e.Out, list)
	}
	printTable(e.Out, []string{"table", "rows", "what a row is"}, rows)
	return nil
}

// tableVerb prints one table; each of its columns is a flag.
func (e *Env) tableVerb(t seeds.Table) *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:     t.Name,
		Short:   t.Doc,
		Long:    "Prints the table seeds/" + t.File + ": " + t.Doc + ".\nA flag with a value keeps the rows that have it in that column.",
		Example: "  hashwatt seeds " + t.Name + " --json",
		Args:    takes(0, 0, "flags, one for each column to filter by"),
		RunE: func(c *cobra.Command, _ []string) error {
			rows := t.Rows()
			var wrongValue error
			c.Flags().Visit(func(f *pflag.Flag) {
				if wrongValue == nil && slices.ContainsFunc(t.Columns, func(col seeds.Column) bool { return col.Name == f.Name }) {
					rows, wrongValue = keep(t, rows, f.Name, f.Value.String())
				}
			})
			if wrongValue != nil {
				return wrongValue
			}
			if asJSON {
				return printJSON(e.Out, records(t, rows))
			}
			e.printRows(t, rows)
			return nil
		},
	}
	for _, col := range t.Columns {
		usage := col.Doc
		if col.Unit != "" {
			usage += ", " + col.Unit
		}
		c.Flags().String(col.Name, "", "`VALUE` of "+col.Name+": "+usage)
	}
	jsonFlag(c.Flags(), &asJSON)
	c.Flags().SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		return pflag.NormalizedName(columnName(t, name))
	})
	return c
}

// columnName is the column that a flag means: region means region_id, power-mid means power_mid_mw.
func columnName(t seeds.Table, flag string) string {
	name := strings.ReplaceAll(flag, "-", "_")
	for _, fits := range []func(string) bool{
		func(col string) bool { return col == name },
		func(col string) bool { return col == name+"_id" },
		func(col string) bool { return strings.HasPrefix(col, name+"_") },
	} {
		for _, col := range t.Columns {
			if fits(col.Name) {
				return col.Name
			}
		}
	}
	return flag
}

// keep returns the rows that have a value in a column. A value that no row of the table has is a mistake.
func keep(t seeds.Table, rows [][]string, column, value string) ([][]string, error) {
	found, err := t.Where(column, value)
	if err != nil {
		return nil, wrong("%s", err)
	}
	if len(found) == 0 {
		var known []string
		for _, row := range t.Rows() {
			known = append(known, t.Cell(row, column))
		}
		slices.Sort(known)
		known = slices.Compact(known)
		if near := conf.Suggest(value, known); near != "" {
			return nil, wrong("no row of %s has the %s %q; did you mean %q?", t.Name, column, value, near)
		}
		return nil, wrong("no row of %s has the %s %q", t.Name, column, value)
	}
	return slices.DeleteFunc(rows, func(row []string) bool {
		return !slices.ContainsFunc(found, func(other []string) bool { return slices.Equal(row, other) })
	}), nil
}

// unknownTable says which table was probably meant.
func unknownTable(cat *seeds.Catalog, word string) error {
	names := []string{"show"}
	for _, t := range cat.Tables() {
		names = append(names, t.Name)
	}
	if near := conf.Suggest(word, names); near != "" {
		return wrong("the seeds have no table %q; did you mean %s?", word, near)
	}
	return wrong("the seeds have no table %q; \"hashwatt seeds\" lists them, \"hashwatt seeds show %s\" looks for a row", word, word)
}
