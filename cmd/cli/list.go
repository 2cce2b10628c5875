package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"hashwatt/scenarios"
	"hashwatt/sim/scenario"
)

// listed is one scenario of the library.
type listed struct {
	Name     string   `json:"name"`
	Title    string   `json:"title"`
	Question string   `json:"question"`
	Variants []string `json:"variants"`
}

func (e *Env) listVerb() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:     "list",
		Short:   "list the scenarios that come with the program",
		Long:    "Lists the scenarios that come with the program: what each asks, and its variants. All of them can be run by name.",
		Example: "  hashwatt list\n  hashwatt list --json",
		Args:    takes(0, 0, "no arguments"),
		RunE: func(*cobra.Command, []string) error {
			list, err := library()
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(e.Out, list)
			}
			var rows [][]string
			for _, one := range list {
				rows = append(rows, []string{one.Name, one.Question, strings.Join(one.Variants, ", ")})
			}
			printTable(e.Out, []string{"name", "question", "variants"}, rows)
			return nil
		},
	}
	jsonFlag(c.Flags(), &asJSON)
	return c
}

// library reads the scenarios that come with the program.
func library() ([]listed, error) {
	var list []listed
	for _, info := range scenarios.List() {
		f, err := scenario.Load(scenarios.FS, info.File, scenario.Options{})
		if err != nil {
			return nil, err
		}
		list = append(list, listed{info.Name, f.Words.Name, f.Words.Question, append([]string{}, f.VariantNames()...)})
	}
	return list, nil
}
