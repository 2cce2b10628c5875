package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"hashwatt/sim/conf"
)

// Main runs one command and returns its exit code.
func Main(env Env) int {
	if env.Context == nil {
		env.Context = context.Background()
	}
	out := &sink{w: env.Out}
	env.Out = out
	err := env.execute()
	if err == nil && out.err != nil {
		err = fmt.Errorf("write the results to standard output: %w", out.err)
	}
	env.report(err)
	return code(err)
}

// verbs makes the commands, in the order in which help shows them.
func (e *Env) verbs() []*cobra.Command {
	return []*cobra.Command{
		e.runVerb(), e.validateVerb(), e.explainVerb(), e.fitVerb(),
		e.listVerb(), e.showVerb(), e.newVerb(), e.checkClaimVerb(),
		e.backtestVerb(), e.billVerb(), e.tariffVerb(), e.mpsVerb(),
		e.seedsVerb(), e.schemaVerb(), e.completionVerb(), e.versionVerb(),
	}
}

// root makes the command that holds the verbs.
func (e *Env) root() *cobra.Command {
	cobra.EnableCommandSorting = false
	root := &cobra.Command{
		Use:   "hashwatt",
		Short: "simulate mining sites hour by hour: electricity, hashrate, money, rules",
		Long: "hashwatt simulates mining sites hour by hour: what electricity they use, what hashrate and share of the\n" +
			"Bitcoin network they reach, what they cost and earn, and what rules bind them.\n" +
			"One scenario file in, one report out that opens without a network.",
		Example:       "  hashwatt list\n  hashwatt run 01-one-site",
		SilenceErrors: true, SilenceUsage: true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		Args:              cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return c.Help()
			}
			return unknownVerb(c, args[0])
		},
	}
	root.AddCommand(e.verbs()...)
	root.SetHelpCommand(helpVerb())
	root.SetArgs(append([]string{}, e.Args...)) // never nil: that would mean the arguments of the process
	root.SetIn(strings.NewReader(""))
	root.SetOut(e.Out)
	root.SetErr(e.Err)
	root.SetContext(e.Context)
	root.SetFlagErrorFunc(flagError)
	mark(root)
	return root
}

// helpVerb prints what "VERB --help" does.
func helpVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "help [VERB]",
		Short: "show how a verb is used",
		RunE: func(c *cobra.Command, args []string) error {
			at, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return unknownVerb(c.Root(), args[0])
			}
			at.InitDefaultHelpFlag()
			return at.Help()
		},
	}
}

// execute parses the arguments and runs a verb. What the parser refuses is a mistake of the user's.
func (e *Env) execute() error {
	at, err := e.root().ExecuteC()
	var own *ranError
	var mistake *wrongError
	switch {
	case err == nil || errors.As(err, &mistake):
		return err
	case errors.As(err, &own):
		return own.error
	}
	text, verb := err.Error(), strings.TrimPrefix(strings.TrimPrefix(at.CommandPath(), at.Root().Name()), " ")
	if verb != "" {
		text = verb + ": " + text
	}
	return wrong("%s (\"%s --help\" shows how it is used)", text, at.CommandPath())
}

// ranError carries the error of a verb past the parser.
type ranError struct{ error }

// mark wraps the bodies of a command and its verbs so that their errors can be told from the parser's.
func mark(c *cobra.Command) {
	if body := c.RunE; body != nil {
		c.RunE = func(c *cobra.Command, args []string) error {
			if err := body(c, args); err != nil {
				return &ranError{err}
			}
			return nil
		}
	}
	for _, verb := range c.Commands() {
		mark(verb)
	}
}

// unknownVerb says which verb was probably meant.
func unknownVerb(root *cobra.Command, word string) error {
	var names []string
	for _, c := range root.Commands() {
		names = append(names, c.Name())
	}
	if near := conf.Suggest(word, names); near != "" {
		return wrong("there is no verb %q; did you mean %s?", word, near)
	}
	return wrong("there is no verb %q; there are %s", word, strings.Join(names, ", "))
}

// flagError says what is wrong with a flag, and which one was probably meant.
func flagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var value *pflag.InvalidValueError
	var none *pflag.ValueRequiredError
	switch {
	case errors.As(err, &value):
		want := value.GetFlag().Value.Type()
		if words, ok := flagWords[want]; ok {
			want = words
		}
		return fmt.Errorf("--%s takes %s, not %q", value.GetFlag().Name, want, value.GetValue())
	case errors.As(err, &none):
		return fmt.Errorf("--%s needs a value", none.GetFlag().Name)
	case !errors.As(err, &unknown):
		return err
	case unknown.GetSpecifiedShortnames() != "":
		return fmt.Errorf("there is no flag -%s", unknown.GetSpecifiedName())
	}
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near := conf.Suggest(unknown.GetSpecifiedName(), names); near != "" {
		return fmt.Errorf("there is no flag --%s; did you mean --%s?", unknown.GetSpecifiedName(), near)
	}
	return fmt.Errorf("there is no flag --%s", unknown.GetSpecifiedName())
}

// flagWords says in plain words what the flags of a type take.
var flagWords = map[string]string{
	"int": "a whole number", "uint64": "a whole number of zero or more", "bool": "true or false",
}

// takes checks the number of arguments and says what they are.
func takes(least, most int, what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return fmt.Errorf("it takes %s", what)
		case most >= 0 && len(args) > most:
			return fmt.Errorf("%q is one argument too many; it takes %s", args[most], what)
		}
		return nil
	}
}
