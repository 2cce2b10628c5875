package cli

import "github.com/spf13/cobra"

func (e *Env) completionVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "completion bash|zsh|fish|powershell",
		Short: "print a script that completes commands in a shell",
		Long: "Prints a script that completes verbs, flags and names in a shell. For bash, in this session:\n" +
			"\"source <(hashwatt completion bash)\"; for good, put its output where the shell looks for such scripts.",
		Example:   "  hashwatt completion bash",
		Args:      takes(1, 1, "the name of one shell"),
		ValidArgs: []cobra.Completion{"bash", "zsh", "fish", "powershell"},
		RunE: func(c *cobra.Command, args []string) error {
			switch args[0] {
			case "bash":
				return c.Root().GenBashCompletionV2(e.Out, true)
			case "zsh":
				return c.Root().GenZshCompletion(e.Out)
			case "fish":
				return c.Root().GenFishCompletion(e.Out, true)
			case "powershell":
				return c.Root().GenPowerShellCompletionWithDesc(e.Out)
			}
			return wrong("there is no script for %q; there are bash, zsh, fish and powershell", args[0])
		},
	}
}
