package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestALongRunIsToldBeforeItBegins holds that what takes minutes is said before the first hour is played, once for
// all variants that it is true of, and that nothing else is warned of there.
func TestALongRunIsToldBeforeItBegins(t *testing.T) {
	t.Parallel()
	dir := libraryDir(t)
	const words = `hashwatt: 1
name: Three ways
extends: scenarios/komi.yaml
clock: {start: 2027-01-01, end: 2027-05-01}
limits:
  - {type: energy, name: years, limit: 100 GWh, per: year, each: true}
  - {type: energy, name: weeks, limit: 20 GWh, per: week}
  - {type: energy, name: months, limit: 82 GWh, per: month}
variants: {allocation: null, winter_quota: null, winter_ban: null, named: {name: Another}}
`
	if err := os.WriteFile(filepath.Join(dir, "three.yaml"), []byte(words), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var out, told bytes.Buffer
	watch := writerFunc(func(p []byte) (int, error) {
		if strings.Contains(string(p), "draw 0 of 900") {
			cancel()
		}
		return told.Write(p)
	})
	code := Main(Env{Args: []string{"run", "three.yaml", "--variant", "all", "--draws", "900"}, Dir: dir, Out: &out, Err: watch, Now: time.Now, Context: ctx})
	lines := strings.Split(told.String(), "\n")
	if code != Interrupted || !strings.HasPrefix(lines[0], `three: warning: the budgets of "years", "weeks", "months" cross in more than two ways`) ||
		!strings.HasSuffix(lines[0], "on one processor; variants, and comparisons and checks that are asked for, come on top") ||
		!strings.HasPrefix(lines[1], "[1/") {
		t.Errorf("exit code %d, %s", code, told.String())
	}
	if n := strings.Count(told.String(), "warning:"); n != 1 {
		t.Errorf("%d warnings, want one:\n%s", n, told.String())
	}
}
