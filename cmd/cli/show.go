package cli

import (
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"hashwatt/scenarios"
)

func (e *Env) showVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "show NAME",
		Short: "print a scenario that comes with the program",
		Long: "Prints a scenario of the library as it stands in its file, to read or to change:\n" +
			"\"hashwatt show komi > mine.yaml\" makes it a file of yours.",
		Example:           "  hashwatt show komi",
		Args:              takes(1, 1, "the name of one scenario of the library"),
		ValidArgsFunction: completeLibrary,
		RunE: func(_ *cobra.Command, args []string) error {
			info, ok := scenarios.Find(args[0])
			if !ok {
				return missing(args[0], !strings.Contains(args[0], "."))
			}
			src, err := fs.ReadFile(scenarios.FS, info.File)
			if err != nil {
				return err
			}
			_, err = e.Out.Write(src)
			return err
		},
	}
}

// completeLibrary offers the names of the library to the shell.
func completeLibrary(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var names []cobra.Completion
	for _, info := range scenarios.List() {
		names = append(names, info.Name)
	}
	return names, cobra.ShellCompDirectiveDefault
}
