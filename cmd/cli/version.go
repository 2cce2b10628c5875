package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"hashwatt/sim/calendar"
)

// Version of the program. Results are the same bytes for the same scenario, seed and version.
const Version = "0.1.0"

// build is what the program knows of its making.
type build struct {
	Version string `json:"version"`
	Commit  string `json:"commit,omitempty"`
	Changed bool   `json:"changed,omitempty"` // files differed from the commit
	Go      string `json:"go"`
	System  string `json:"system"`
	TZData  string `json:"tzdata"`
}

// thisBuild reads what the compiler noted. A build outside a checkout has no commit.
func thisBuild() build {
	b := build{Version: Version, Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH, TZData: calendar.TZData}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.modified":
			b.Changed = s.Value == "true"
		}
	}
	return b
}

func (e *Env) versionVerb() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:     "version",
		Short:   "print the version, the commit, and the time zone data in use",
		Long:    "Prints what a bug report should say: the version, the commit it was built from, the Go it was built with, and\nthe version of the time zone data inside.",
		Example: "  hashwatt version\n  hashwatt version --json",
		Args:    takes(0, 0, "no arguments"),
		RunE: func(*cobra.Command, []string) error {
			b := thisBuild()
			if asJSON {
				return printJSON(e.Out, b)
			}
			commit := b.Commit
			switch {
			case commit == "":
				commit = "unknown"
			case b.Changed:
				commit += ", with changes"
			}
			fmt.Fprintf(e.Out, "hashwatt %s\ncommit   %s\ngo       %s %s\ntzdata   %s\n", b.Version, commit, b.Go, b.System, b.TZData)
			return nil
		},
	}
	jsonFlag(c.Flags(), &asJSON)
	return c
}
