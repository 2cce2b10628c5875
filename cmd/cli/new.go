package cli

import (
	_ "embed" // the scenario to begin with
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
)

//go:embed starter.yaml
var starter []byte

func (e *Env) newVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "new FILE",
		Short: "write a commented scenario to begin with",
		Long: "Writes a scenario file to begin with: one site, every part explained. A file that is there already is\n" +
			"never overwritten.",
		Example: "  hashwatt new mine.yaml",
		Args:    takes(1, 1, "the name of the file to write"),
		RunE: func(_ *cobra.Command, args []string) error {
			name := args[0]
			switch strings.ToLower(filepath.Ext(name)) {
			case ".yaml", ".yml":
			case "":
				name += ".yaml"
			default:
				return wrong("%s: a scenario file ends in .yaml", name)
			}
			if err := createWhole(e.path(name), starter); errors.Is(err, fs.ErrExist) {
				return wrong("%s is there already, and is not overwritten; choose another name", name)
			} else if err != nil {
				return unwritable(name, err)
			}
			fmt.Fprintf(e.Out, "%s is written; change it, then \"hashwatt run %s\"\n", name, name)
			return nil
		},
	}
}

// createWhole writes a file that must not be there yet, whole or not at all.
func createWhole(name string, content []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		os.Remove(name)
	}
	return err
}
