package cli

import (
	"github.com/spf13/cobra"

	"hashwatt/scenarios"
)

func (e *Env) schemaVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "print the JSON Schema of the scenario language",
		Long: "Prints the JSON Schema of the scenario language. An editor that knows YAML schemas completes and checks a file\n" +
			"as you type, where its first line is \"# yaml-language-server: $schema=scenario.schema.json\".",
		Example: "  hashwatt schema",
		Args:    takes(0, 0, "no arguments"),
		RunE: func(*cobra.Command, []string) error {
			_, err := e.Out.Write(scenarios.Schema)
			return err
		},
	}
}
