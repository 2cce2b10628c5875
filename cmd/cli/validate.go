package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"hashwatt/seeds"
	"hashwatt/sim"
	"hashwatt/sim/conf"
	"hashwatt/sim/scenario"
)

// checked is what validate found out about one scenario and variant.
type checked struct {
	File     string        `json:"file"`
	Variant  string        `json:"variant,omitempty"`
	OK       bool          `json:"ok"`
	Sites    int           `json:"sites,omitempty"`
	Hours    int           `json:"hours,omitempty"`
	Problems conf.Problems `json:"problems,omitempty"`
	Warnings []string      `json:"warnings,omitempty"`
}

func (e *Env) validateVerb() *cobra.Command {
	var asJSON bool
	var change changes
	c := &cobra.Command{
		Use:   "validate FILE|NAME...",
		Short: "find all the mistakes of a scenario without running it",
		Long: "Finds all the mistakes of scenario files, and of each of their variants, without running them. A mistake\n" +
			"is printed with its line and its cure, and the exit code is then 2.",
		Example: "  hashwatt validate scenarios/komi.yaml\n  hashwatt validate komi --variant winter_ban --set 'sites.mikun.power=20 MW'",
		Args:    takes(1, -1, "scenario files, or names of the library"),
		RunE: func(_ *cobra.Command, args []string) error {
			var all []checked
			for _, arg := range args {
				found, err := e.validate(arg, change)
				if err != nil {
					return err
				}
				all = append(all, found...)
			}
			return e.printChecked(all, asJSON)
		},
	}
	change.flags(c.Flags(), "; without it all of them are checked")
	jsonFlag(c.Flags(), &asJSON)
	return c
}

// validate checks a scenario and its variants. The error is not about what the scenario says.
func (e *Env) validate(arg string, change changes) ([]checked, error) {
	cat, err := seeds.Load()
	if err != nil {
		return nil, err
	}
	s, err := e.openSource(arg)
	if err != nil {
		return nil, err
	}
	defer s.close()
	if change.variant == everyVariant {
		change.variant = ""
	}
	first, f, err := s.check(cat, change.variant, change.sets)
	if err != nil || f == nil {
		return []checked{first}, err
	}
	all := []checked{first}
	if change.variant != "" {
		return all, nil
	}
	for _, variant := range f.VariantNames() {
		one, _, err := s.check(cat, variant, change.sets)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// check loads and resolves one variant; the file is nil where the words alone are wrong.
func (s *source) check(cat *seeds.Catalog, variant string, sets []string) (checked, *scenario.File, error) {
	one := checked{File: s.arg, Variant: variant}
	f, err := s.load(variant, sets)
	if err == nil {
		var facts *scenario.Facts
		var warnings []scenario.Warning
		facts, warnings, err = sim.Validate(f, cat, sim.AnyDraws)
		if err == nil {
			one.Warnings = scenario.Texts(warnings)
			one.OK, one.Sites, one.Hours = true, len(facts.Sites), facts.Axis.Hours
			return one, f, nil
		}
	}
	if !errors.As(s.placed(err), &one.Problems) {
		return one, nil, err
	}
	return one, f, nil
}

// printChecked prints what was found: mistakes to Err, the rest to Out.
func (e *Env) printChecked(all []checked, asJSON bool) error {
	var problems conf.Problems
	for _, one := range all {
		problems = append(problems, one.Problems...)
	}
	if asJSON {
		if err := printJSON(e.Out, all); err != nil || len(problems) == 0 {
			return err
		}
		return problems.Err()
	}
	told := map[string]bool{}
	for k, one := range all {
		name := one.File
		if one.Variant != "" {
			name += ", variant " + one.Variant
		}
		variants, wrong := variantsOf(all, one.File)
		if wrong != nil && (k == 0 || all[k-1].File != one.File) { // one verdict for the file
			fmt.Fprintf(e.Out, "%s: mistakes in %d of %s: %s\n", one.File, len(wrong), plural(variants, "variant"), strings.Join(wrong, ", "))
		}
		if !one.OK {
			continue
		}
		if wrong == nil {
			fmt.Fprintf(e.Out, "%s: no mistakes; %s, %s\n", name, plural(one.Sites, "site"), plural(one.Hours, "hour"))
		}
		for _, text := range one.Warnings {
			if line := one.File + text; !told[line] { // once for a file and all its variants
				told[line] = true
				fmt.Fprintf(e.Err, "%s: warning: %s\n", name, plainText(text))
			}
		}
	}
	return problems.Err()
}

// variantsOf counts the variants of a file that were looked at, and names those with mistakes.
func variantsOf(all []checked, file string) (n int, wrong []string) {
	for _, one := range all {
		if one.File != file || one.Variant == "" {
			continue
		}
		n++
		if !one.OK {
			wrong = append(wrong, one.Variant)
		}
	}
	return n, wrong
}

// plural is a number of things in words.
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	if strings.HasSuffix(thing, "y") {
		return fmt.Sprintf("%d %sies", n, strings.TrimSuffix(thing, "y"))
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
