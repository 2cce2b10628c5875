package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// everyCommand lists the root and all its verbs.
func everyCommand() (list []*cobra.Command) {
	e := &Env{Args: []string{"seeds"}, Out: &bytes.Buffer{}, Err: &bytes.Buffer{}, Now: time.Now}
	var add func(*cobra.Command)
	add = func(c *cobra.Command) {
		list = append(list, c)
		for _, verb := range c.Commands() {
			add(verb)
		}
	}
	add(e.root())
	return list
}

// words cuts a line of an example as a shell does: at spaces, single quotes keep them.
func shellWords(line string) (words []string) {
	for k, part := range strings.Split(line, "'") {
		if k%2 == 0 {
			words = append(words, strings.Fields(part)...)
			continue
		}
		if len(words) > 0 && k > 0 && strings.HasSuffix(words[len(words)-1], "=") {
			words[len(words)-1] += part
			continue
		}
		words = append(words, part)
	}
	return words
}

func TestExamplesOfHelpRun(t *testing.T) {
	// Every verb has an example in its help, and it works as it stands.
	t.Parallel()
	dir := libraryDir(t)
	done := map[string]bool{}
	for _, c := range everyCommand() {
		if c.Example == "" {
			t.Errorf("%s --help has no example", c.CommandPath())
		}
		for line := range strings.Lines(c.Example) {
			words := shellWords(line)
			if done[line] {
				continue
			}
			done[line] = true
			if len(words) < 2 || words[0] != "hashwatt" {
				t.Errorf("%s --help: example %q is no command", c.CommandPath(), line)
				continue
			}
			got := command(t, dir, words[1:]...)
			if got.code != Done || got.out == "" {
				t.Errorf("%sexit code %d, %d bytes printed: %s; want %d and something", line, got.code, len(got.out), got.err, Done)
			}
		}
	}
}

func TestCommandsOfTheManualsRun(t *testing.T) {
	// Every line of a README that is a hashwatt command works as it stands. Draws are cut to two in the fast tests.
	t.Parallel()
	dir := libraryDir(t)
	done := map[string]bool{}
	for _, file := range []string{"README.md", "cmd/README.md", "scenarios/README.md", "seeds/README.md"} {
		src, err := os.ReadFile(filepath.Join("..", "..", file))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(src)) {
			line, _, _ = strings.Cut(line, " #")
			if line = strings.TrimSpace(line); done[line] || !strings.HasPrefix(line, "hashwatt ") {
				continue
			}
			done[line] = true
			words := shellWords(line)
			for k, word := range words {
				if word == "200" && testing.Short() {
					words[k] = "2"
				}
			}
			if got := command(t, dir, words[1:]...); got.code != Done || got.out == "" {
				t.Errorf("%s: %s: exit code %d, %d bytes printed: %s", file, line, got.code, len(got.out), got.err)
			}
		}
	}
	if len(done) < 8 {
		t.Errorf("%d commands in the manuals, want a good handful", len(done))
	}
}

func TestHelpIsPlain(t *testing.T) {
	// Each verb and flag says in a phrase what it does: lower case, no full stop.
	t.Parallel()
	for _, c := range everyCommand() {
		if s := c.Short; s == "" || strings.HasSuffix(s, ".") || s[:1] != strings.ToLower(s[:1]) {
			t.Errorf("%s: short help %q; want a phrase in lower case without a full stop", c.CommandPath(), s)
		}
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Usage == "" || strings.HasSuffix(f.Usage, ".") {
				t.Errorf("%s --%s: help %q; want a phrase without a full stop", c.CommandPath(), f.Name, f.Usage)
			}
		})
		if c.Runnable() && c.HasParent() && c.Long == "" && c.Name() != "help" {
			t.Errorf("%s --help has no text", c.CommandPath())
		}
	}
}

func TestEveryWordOfHelpNamesAVerb(t *testing.T) {
	// hashwatt help VERB prints what hashwatt VERB --help does.
	t.Parallel()
	for _, c := range everyCommand() {
		if c.Parent() == nil || c.Parent().HasParent() || c.Name() == "help" {
			continue
		}
		a, b := command(t, ".", "help", c.Name()), command(t, ".", c.Name(), "--help")
		if a.code != Done || b.code != Done || a.out != b.out || !strings.Contains(a.out, "Examples:") {
			t.Errorf("help %s: exit codes %d and %d, the same text: %v", c.Name(), a.code, b.code, a.out == b.out)
		}
	}
}

func TestColoursOnATerminalOnly(t *testing.T) {
	// Mistakes are highlighted where Env asks for it, and plain elsewhere.
	t.Parallel()
	for _, color := range []bool{false, true} {
		var out, err bytes.Buffer
		Main(Env{Args: []string{"validate", "bare_number.yaml"}, Dir: "testdata/bad", Out: &out, Err: &err, Now: time.Now, Color: color})
		if got := strings.Contains(err.String(), "\x1b["); got != color {
			t.Errorf("escapes printed: %v, want %v", got, color)
		}
	}
}

func TestNoNameSteersATerminal(t *testing.T) {
	// Control characters of a scenario's texts never reach the terminal.
	t.Parallel()
	if got := plainText("a\x1b[31mb\x07\nc\x7f\u009b31m"); strings.ContainsAny(got, "\x1b\x07\n\x7f\u009b") {
		t.Errorf("plainText = %q, want no control characters", got)
	}
}

func TestATerminalGetsABar(t *testing.T) {
	// On a terminal the draws are a bar, elsewhere lines; the results are the same.
	t.Parallel()
	var outs []string
	for _, terminal := range []bool{false, true} {
		var out, err bytes.Buffer
		dir := libraryDir(t)
		code := Main(Env{Args: []string{"run", "golden-site", "--draws", "5"}, Dir: dir, Out: &out, Err: &err, Now: time.Now, Terminal: terminal})
		if code != Done {
			t.Fatalf("exit code %d: %s", code, err.String())
		}
		if lines, bar := strings.Contains(err.String(), "golden-site: draw 5 of 5\n"), strings.Contains(err.String(), "5 / 5 draws"); lines == terminal || bar != terminal {
			t.Errorf("terminal %v: lines %v, bar %v in %q", terminal, lines, bar, err.String())
		}
		outs = append(outs, out.String())
	}
	if outs[0] != outs[1] {
		t.Errorf("printed\n%s\nand on a terminal\n%s\nwant the same", outs[0], outs[1])
	}
}

// TestALongCentralCaseTellsHowFarItIs holds that what is played beside draws is told once it takes a while, at
// every other second: as lines, or as a bar that is gone when the run is over; that perfect operators play the
// hours twice; and that results do not hang on it.
func TestALongCentralCaseTellsHowFarItIs(t *testing.T) {
	t.Parallel()
	dir := libraryDir(t)
	words := "hashwatt: 1\nname: Long\nextends: scenarios/komi.yaml\nclock: {start: 2027-01-01, end: 2027-05-01}\nforesight: perfect\nreport: {leakage: true}\n" +
		"limits: [{type: energy, name: \"a\\u001bb\", limit: 40 GWh, per: month}]\n"
	if err := os.WriteFile(filepath.Join(dir, "long.yaml"), []byte(words), 0o600); err != nil {
		t.Fatal(err)
	}
	told := func(step time.Duration, terminal bool, args ...string) (out, err string) {
		var o, e bytes.Buffer
		now := time.Unix(0, 0)
		clock := func() time.Time { now = now.Add(step); return now }
		watch := e.Write
		code := Main(Env{Args: append([]string{"run", "long.yaml", "--json"}, args...), Dir: dir, Out: &o, Err: writerFunc(watch), Now: clock, Terminal: terminal})
		if code != Done {
			t.Fatalf("exit code %d: %s", code, e.String())
		}
		return o.String(), e.String()
	}
	slow, lines := told(between, false)
	for _, want := range []string{"long: central case\nlong: central case, 12 %\n", "long: central case, 87 %\n", "long: without limit \"a\\x1bb\", 25 %\n", "long: other answers of the rest of the world, 100 %\n"} {
		if !strings.Contains(lines, want) {
			t.Errorf("%q lacks %q", lines, want)
		}
	}
	fast, none := told(0, false)
	if none != "long: central case\n" {
		t.Errorf("a fast run tells %q", none)
	}
	bar, drawn := told(between, true)
	if !strings.Contains(drawn, "long: other answers of the rest of the world [===") || strings.Contains(drawn, "12 %\n") || strings.HasSuffix(drawn, "%\n") {
		t.Errorf("the terminal shows %q", drawn)
	}
	if slow != fast || slow != bar {
		t.Error("results hang on what is told")
	}
	if _, drawn := told(between, false, "--draws", "2"); !strings.Contains(drawn, "long: draw 0 of 2\nlong: central case, 12 %\n") || !strings.HasSuffix(drawn, "long: draw 2 of 2\n") {
		t.Errorf("with draws: %q", drawn)
	}
}
