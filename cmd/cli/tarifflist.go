package cli

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"hashwatt/scenarios"
	"hashwatt/seeds"
	"hashwatt/sim/conf"
	"hashwatt/sim/tariff"
)

// listedTariff is one tariff of the seeds.
type listedTariff struct {
	Name       string   `json:"name"`
	Title      string   `json:"title"`
	Zone       string   `json:"zone"`
	Country    string   `json:"country"`
	Currency   string   `json:"currency"`
	Components []string `json:"components"`
	Confidence string   `json:"confidence"` // of its weakest component
}

func (e *Env) tariffListVerb() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "list",
		Short: "list the tariffs of the seeds",
		Long: "Lists the tariffs that come with the program: whose they are, their components, and the confidence of the weakest\n" +
			"of them. \"hashwatt bill --tariff NAME\" bills one, and a scenario takes one with {from: NAME} in a tariff.",
		Example: "  hashwatt tariff list\n  hashwatt tariff list --json",
		Args:    takes(0, 0, "no arguments"),
		RunE: func(*cobra.Command, []string) error {
			list, err := seedTariffs()
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(e.Out, list)
			}
			var rows [][]string
			for _, one := range list {
				rows = append(rows, []string{one.Name, one.Title, one.Currency, one.Confidence, strings.Join(one.Components, ", ")})
			}
			printTable(e.Out, []string{"name", "what it is", "currency", "weakest part", "components"}, rows)
			return nil
		},
	}
	jsonFlag(c.Flags(), &asJSON)
	return c
}

func (e *Env) tariffShowVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "show NAME",
		Short: "print a tariff of the seeds",
		Long: "Prints a tariff of the seeds as it stands in its file, with where each number comes from:\n" +
			"\"hashwatt tariff show komi_2025 > mine.yaml\" makes it a file of yours.",
		Example:           "  hashwatt tariff show komi_2025",
		Args:              takes(1, 1, "the name of one tariff of the seeds"),
		ValidArgsFunction: completeTariffs,
		RunE: func(_ *cobra.Command, args []string) error {
			cat, err := seeds.Load()
			if err != nil {
				return err
			}
			text, ok := cat.Tariff(args[0])
			if !ok {
				return wrong("the seeds have no tariff %q%s", args[0], near(args[0], cat.TariffNames(), `"hashwatt tariff list" shows them`))
			}
			_, err = e.Out.Write(text)
			return err
		},
	}
}

// seedTariffs reads the tariffs of the seeds.
func seedTariffs() ([]listedTariff, error) {
	cat, err := seeds.Load()
	if err != nil {
		return nil, err
	}
	var list []listedTariff
	for _, name := range cat.TariffNames() {
		text, _ := cat.Tariff(name)
		row, _ := cat.File(seeds.TariffFile(name))
		var f tariff.File
		if err := conf.Load("seeds/"+row.Name, text, conf.DefaultLimits, &f); err != nil {
			return nil, err
		}
		one := listedTariff{Name: name, Title: f.Name, Zone: f.Zone.String(), Country: f.Country, Confidence: row.Confidence}
		for _, item := range f.Tariff {
			if !slices.Contains(one.Components, item.Name) { // one may follow another of its name
				one.Components = append(one.Components, item.Name)
			}
			if one.Currency, err = item.CurrencyIn(tariff.Input{Series: cat.Hourly}); err != nil {
				return nil, err
			}
		}
		list = append(list, one)
	}
	return list, nil
}

// completeTariffs offers the names of the tariffs of the seeds to the shell.
func completeTariffs(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	cat, err := seeds.Load()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return cat.TariffNames(), cobra.ShellCompDirectiveDefault
}

// tariffSource finds what --tariff names, and reads it: a file, a tariff of the seeds unless a region is asked for,
// or a scenario of the library. The caller closes the source.
func (e *Env) tariffSource(words *billWords, cat *seeds.Catalog) (*source, []byte, error) {
	arg := words.tariff
	info, err := os.Stat(e.path(arg))
	if err != nil || info.IsDir() {
		if text, ok := cat.Tariff(arg); ok && words.region == "" {
			return &source{arg: arg, name: arg, fsys: embed.FS{}, file: "seeds/" + seeds.TariffFile(arg)}, text, nil
		}
		if _, known := scenarios.Find(arg); !known && errors.Is(err, fs.ErrNotExist) && !strings.ContainsAny(arg, `/\.`) {
			return nil, nil, missingTariff(arg, cat)
		}
	}
	s, err := e.openSource(arg)
	if err != nil {
		return nil, nil, err
	}
	src, err := fs.ReadFile(s.fsys, s.file)
	if err != nil {
		s.close()
		return nil, nil, fmt.Errorf("read %s: %w", arg, reason(err))
	}
	return s, src, nil
}

// missingTariff says that what --tariff names is not there, and what is.
func missingTariff(arg string, cat *seeds.Catalog) error {
	names := slices.Clone(cat.TariffNames())
	for _, info := range scenarios.List() {
		names = append(names, info.Name)
	}
	return wrong("%q is neither a file, nor a tariff of the seeds, nor a scenario of the library%s",
		arg, near(arg, names, `"hashwatt tariff list" and "hashwatt list" show those`))
}

// near ends a message with the name that was probably meant, or with where the names are shown.
func near(word string, among []string, shown string) string {
	if one := conf.Suggest(word, among); one != "" {
		return fmt.Sprintf("; did you mean %q?", one)
	}
	return "; " + shown
}
