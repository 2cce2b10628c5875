package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"hashwatt/seeds"
	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/tariff"
)

func (e *Env) tariffVerb() *cobra.Command {
	c := &cobra.Command{
		Use:   "tariff",
		Short: "the tariffs of the seeds, the components of a bill, and utility rates as tariffs",
		Long: "\"hashwatt tariff list\" lists the tariffs of the seeds, and \"hashwatt tariff show\" prints one; \"hashwatt tariff\n" +
			"kinds\" lists the components that \"hashwatt bill\" knows, and prints the documented example of one; \"hashwatt\n" +
			"tariff import\" turns a rate of the U.S. Utility Rate Database into a tariff.",
		Example: "  hashwatt tariff list\n  hashwatt tariff show komi_2025\n  hashwatt tariff kinds\n  hashwatt tariff import utility.json",
		Args:    takes(0, 0, "a verb of its own: list, show, kinds or import"),
		RunE:    func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(e.tariffListVerb(), e.tariffShowVerb(), e.tariffKindsVerb(), e.tariffImportVerb())
	return c
}

func (e *Env) tariffKindsVerb() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:     "kinds [KIND]",
		Short:   "list the components of a tariff, or print the documented example of one",
		Long:    "Lists the components that \"hashwatt bill\" knows. With a kind it prints an example with every key.",
		Example: "  hashwatt tariff kinds\n  hashwatt tariff kinds demand",
		Args:    takes(0, 1, "the name of one kind"),
		RunE: func(_ *cobra.Command, args []string) error {
			return e.explainKind(concept{"component", "tariff kinds", "type", tariff.Varieties()}, args, asJSON)
		},
	}
	jsonFlag(c.Flags(), &asJSON)
	return c
}

func (e *Env) tariffImportVerb() *cobra.Command {
	var out, zone string
	c := &cobra.Command{
		Use:   "import FILE",
		Short: "turn a utility rate (OpenEI, JSON) into a tariff, and list what was not honoured",
		Long: "Reads a rate of the U.S. Utility Rate Database, versions 7 and 8 of its JSON, and prints it as a tariff that\n" +
			"\"hashwatt bill\" reads. Every field that prices something and was not honoured is listed, on standard error and\n" +
			"at the top of the tariff, with the reason.",
		Example: "  hashwatt tariff import utility.json\n  hashwatt tariff import utility.json --zone America/Chicago",
		Args:    takes(1, 1, "one file"),
		RunE:    func(_ *cobra.Command, args []string) error { return e.importTariff(args[0], out, zone) },
	}
	c.Flags().StringVarP(&out, "out", "o", "", "`FILE` to write instead of printing; it must not be there yet")
	c.Flags().StringVar(&zone, "zone", "", "IANA `ZONE` of the utility's clocks, which no rate says")
	return c
}

// importTariff prints or writes a rate as a tariff.
func (e *Env) importTariff(arg, out, zone string) error {
	src, err := os.ReadFile(e.path(arg))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return wrong("%s: there is no such file", arg)
	case err != nil:
		return unreadable(arg, "a utility rate", err)
	}
	u, err := tariff.ReadUtility(arg, src)
	if err != nil {
		return err
	}
	tree := u.Tree
	if zone != "" {
		if _, err := calendar.LoadZone(zone); err != nil {
			return wrong("--zone: %s", err)
		}
		tree.Fields = append([]conf.Field{conf.NewField("zone", conf.NewScalar(zone, "--zone"))}, tree.Fields...)
	}
	var text strings.Builder
	fmt.Fprintf(&text, "# From %s, a rate of the U.S. Utility Rate Database.\n", filepath.Base(arg))
	for _, line := range told(u) {
		fmt.Fprintf(&text, "# %s\n", plainText(line))
		fmt.Fprintln(e.Err, plainText(line))
	}
	text.WriteString(conf.Write(tree, nil))
	if out == "" {
		_, err := e.Out.Write([]byte(text.String()))
		return err
	}
	f, err := os.OpenFile(e.path(out), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return wrong("%s is there already; name another file", out)
	}
	if err != nil {
		return unwritable(out, err)
	}
	_, err = f.WriteString(text.String())
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		os.Remove(e.path(out))
		return fmt.Errorf("write %s: %w", out, reason(err))
	}
	fmt.Fprintln(e.Out, out)
	return nil
}

// told lists what was not honoured in a rate, and how the rest was taken.
func told(u *tariff.Utility) []string {
	var lines []string
	for _, f := range u.Unhonoured {
		lines = append(lines, fmt.Sprintf("not honoured: %s: %s", f.Name, f.Why))
	}
	return append(lines, u.Notes...)
}

// readUtility takes a utility rate for a tariff.
func (t *openedTariff) readUtility(src []byte, cat *seeds.Catalog) error {
	u, err := tariff.ReadUtility(t.source.file, src)
	if err != nil {
		return err
	}
	t.items, t.series = u.File.Tariff, t.ownSeries(cat)
	for _, line := range told(u) {
		t.warn("%s", line)
	}
	return nil
}
