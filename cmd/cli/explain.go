package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hashwatt/seeds"
	"hashwatt/sim"
	"hashwatt/sim/conf"
	"hashwatt/sim/limit"
	"hashwatt/sim/market"
	"hashwatt/sim/network"
	"hashwatt/sim/scenario"
	"hashwatt/sim/tariff"
)

func (e *Env) explainVerb() *cobra.Command {
	var asJSON bool
	var change changes
	c := &cobra.Command{
		Use:   "explain FILE|NAME [SITE HOUR] | CONCEPT [KIND]",
		Short: "print a scenario with every default and its origin, an hour step by step, or a kind of block",
		Long: "Prints the scenario that a file stands for: every default written in, each value with the file and line, the\n" +
			"row of the seeds or the default that it comes from. With a site and an hour, plays the central case up to\n" +
			"that hour and prints one site's decision in it: price, hashprice, margin, limits, and why. The hour is UTC\n" +
			"unless it says otherwise: 2027-01-15T18, 2027-01-15T18+03:00.\n" +
			"With a concept (" + strings.Join(conceptNames(), ", ") + ") prints its kinds; with a kind too, its documented example.",
		Example: "  hashwatt explain scenarios/komi.yaml\n" +
			"  hashwatt explain scenarios/komi.yaml mikun 2027-01-15T18\n" +
			"  hashwatt explain tariff time_of_use",
		Args: takes(1, 3, "a scenario; a scenario, a site and an hour; or a concept and a kind"),
		RunE: func(_ *cobra.Command, args []string) error {
			for _, concept := range concepts() {
				if concept.name == args[0] && len(args) < 3 {
					return e.explainKind(concept, args[1:], asJSON)
				}
			}
			switch len(args) {
			case 1:
				return e.explainScenario(args[0], change, asJSON)
			case 3:
				return e.explainHour(args[0], args[1], args[2], change, asJSON)
			}
			if near := conf.Suggest(args[0], conceptNames()); near != "" {
				return wrong("there is no concept %q; did you mean %s?", args[0], near)
			}
			return wrong("an hour is missing: hashwatt explain %s %s 2027-01-15T18", args[0], args[1])
		},
	}
	change.flags(c.Flags(), "")
	jsonFlag(c.Flags(), &asJSON)
	return c
}

// concept is a family of blocks of the scenario language.
type concept struct {
	name  string
	shown string // the words after hashwatt that list its kinds; with a kind they print its example
	key   string // what tells its kinds apart in a file
	kinds []conf.Variety
}

func concepts() []concept {
	return []concept{
		{"tariff", "explain tariff", "type", tariff.Varieties()},
		{"limit", "explain limit", "type", limit.Varieties()},
		{"process", "explain process", "process", market.Varieties()},
		{"response", "explain response", "response", network.Varieties()},
	}
}

func conceptNames() []string {
	var names []string
	for _, c := range concepts() {
		names = append(names, c.name)
	}
	return names
}

// explainKind prints the kinds of a concept, or the documented example of one.
func (e *Env) explainKind(c concept, kind []string, asJSON bool) error {
	type documented struct {
		Name    string `json:"name"`
		Doc     string `json:"doc"`
		Example string `json:"example"`
	}
	var all []documented
	var names []string
	var rows [][]string
	for _, v := range c.kinds {
		all = append(all, documented{v.Name, v.Doc, v.Example})
		names = append(names, v.Name)
		rows = append(rows, []string{v.Name, v.Doc})
		if len(kind) == 0 || kind[0] != v.Name {
			continue
		}
		if asJSON {
			return printJSON(e.Out, all[len(all)-1])
		}
		fmt.Fprintf(e.Out, "# %s %s: %s\n%s", c.name, v.Name, v.Doc, v.Example)
		return nil
	}
	if len(kind) > 0 {
		if near := conf.Suggest(kind[0], names); near != "" {
			return wrong("there is no %s %q; did you mean %s?", c.name, kind[0], near)
		}
		return wrong("there is no %s %q; there are %s", c.name, kind[0], strings.Join(names, ", "))
	}
	if asJSON {
		return printJSON(e.Out, all)
	}
	printTable(e.Out, []string{c.key, "what it is"}, rows)
	fmt.Fprintf(e.Out, "\n\"hashwatt %s %s\" prints an example with every key\n", c.shown, names[0])
	return nil
}

// origin is one value of the effective scenario and where it comes from.
type origin struct {
	Path   string `json:"path"`
	Value  string `json:"value"`
	Origin string `json:"origin"`
}

// explainScenario prints the effective scenario with the origin of every value.
func (e *Env) explainScenario(arg string, change changes, asJSON bool) error {
	s, f, cat, err := e.loadOne(arg, change)
	if err != nil {
		return err
	}
	defer s.close()
	facts, warnings, err := sim.Validate(f, cat, sim.AnyDraws)
	if err != nil {
		return s.placed(err)
	}
	if !asJSON {
		fmt.Fprint(e.Out, conf.Write(facts.Effective, func(n *conf.Node) string {
			if n.Kind == conf.Map || n.Kind == conf.List {
				return ""
			}
			return n.Origin
		}))
		for _, w := range warnings {
			fmt.Fprintf(e.Err, "warning: %s\n", plainText(w.Text))
		}
		return nil
	}
	var list []origin
	facts.Effective.Walk(func(path string, n *conf.Node) bool {
		if n.Kind == conf.Scalar {
			list = append(list, origin{path, n.Text, n.Origin})
		}
		return true
	})
	return printJSON(e.Out, list)
}

// loadOne opens and reads one scenario. The caller closes the source.
func (e *Env) loadOne(arg string, change changes) (*source, *scenario.File, *seeds.Catalog, error) {
	if change.variant == everyVariant {
		return nil, nil, nil, wrong("one variant is explained at a time; name it")
	}
	cat, err := seeds.Load()
	if err != nil {
		return nil, nil, nil, err
	}
	s, err := e.openSource(arg)
	if err != nil {
		return nil, nil, nil, err
	}
	f, err := s.load(change.variant, change.sets)
	if err != nil {
		s.close()
		return nil, nil, nil, err
	}
	return s, f, cat, nil
}

// explainHour prints one site's hour through all the steps.
func (e *Env) explainHour(arg, site, hour string, change changes, asJSON bool) error {
	at, err := parseHour(hour)
	if err != nil {
		return err
	}
	s, f, cat, err := e.loadOne(arg, change)
	if err != nil {
		return err
	}
	defer s.close()
	ex, err := sim.Explain(f, cat, site, at)
	switch {
	case err != nil:
		return s.placed(err)
	case asJSON:
		return printJSON(e.Out, ex)
	}
	e.printHour(ex)
	return nil
}

// parseHour reads a moment; without a zone it is UTC.
func parseHour(text string) (time.Time, error) {
	for _, layout := range []string{
		"2006-01-02T15", "2006-01-02T15:04", "2006-01-02T15Z07:00", "2006-01-02T15:04Z07:00", time.RFC3339,
		"2006-01-02 15:04", "2006-01-02",
	} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, nil
		}
	}
	return time.Time{}, wrong("%q is not an hour; write it like 2027-01-15T18 (UTC) or 2027-01-15T18+03:00", text)
}
