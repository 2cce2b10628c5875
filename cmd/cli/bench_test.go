package cli

import (
	"bytes"
	"path/filepath"
	"testing"
	"time"
)

// BenchmarkKomiRun measures the Komi scenario from the command line to the written report: the central case, and with a
// hundred draws.
func BenchmarkKomiRun(b *testing.B) {
	for _, c := range []struct{ name, draws string }{{"central", "0"}, {"draws=100", "100"}} {
		b.Run(c.name, func(b *testing.B) {
			dir := b.TempDir()
			for b.Loop() {
				var out, err bytes.Buffer
				args := []string{"run", "komi", "--draws", c.draws, "-o", filepath.Join(dir, "out")}
				if code := Main(Env{Args: args, Dir: dir, Out: &out, Err: &err, Now: time.Now}); code != Done {
					b.Fatalf("exit code %d: %s", code, err.String())
				}
			}
		})
	}
}
