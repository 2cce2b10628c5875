package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// wants reads the messages that a bad file asks for in its comments.
func wants(t *testing.T, file string) (list []string) {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(src)) {
		if text, ok := strings.CutPrefix(strings.TrimSpace(line), "# want: "); ok {
			list = append(list, text)
		}
	}
	if len(list) == 0 {
		t.Fatalf("%s has no line \"# want: LINE:COL: message\"", file)
	}
	return list
}

func TestBadFilesAreExplained(t *testing.T) {
	// Every file below testdata/bad has the mistakes that its comments tell of, no others, and exit code 2; run finds them
	// as well as validate does, and writes nothing.
	t.Parallel()
	dir, err := filepath.Abs("testdata/bad")
	if err != nil {
		t.Fatal(err)
	}
	list, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil || len(list) < 40 {
		t.Fatalf("%d bad files, %v; want the whole collection", len(list), err)
	}
	for _, path := range list {
		name := filepath.Base(path)
		t.Run(strings.TrimSuffix(name, ".yaml"), func(t *testing.T) {
			t.Parallel()
			out := filepath.Join(t.TempDir(), "out")
			for _, args := range [][]string{{"validate", name}, {"run", name, "-o", out}, {"explain", name}} {
				got := command(t, dir, args...)
				if got.code != Wrong {
					t.Errorf("%v: exit code %d, want %d; it printed %s%s", args, got.code, Wrong, got.out, got.err)
				}
				for _, want := range wants(t, path) {
					if want[0] >= '0' && want[0] <= '9' {
						want = name + ":" + want
					}
					if !strings.Contains(got.err, want) {
						t.Errorf("%v printed\n%s\nwant %s", args, got.err, want)
					}
				}
			}
			if _, err := os.Lstat(out); err == nil {
				t.Errorf("run left %s behind: %v", out, tree(t, out))
			}
			if got, want := countProblems(t, dir, name), len(wants(t, path)); got != want {
				t.Errorf("%d problems, want the %d that the file tells of", got, want)
			}
		})
	}
}

func countProblems(t *testing.T, dir, name string) int {
	t.Helper()
	got := command(t, dir, "validate", "--json", name)
	var all []struct{ Problems []any }
	if err := json.Unmarshal([]byte(got.out), &all); err != nil || len(all) != 1 {
		t.Fatalf("validate --json printed %q: %v", got.out, err)
	}
	return len(all[0].Problems)
}

func TestLargeInputIsRefusedQuickly(t *testing.T) {
	// 50 MB, 100,000 brackets inside one another and a bomb of aliases are refused with a sentence, at once.
	t.Parallel()
	dir := t.TempDir()
	for _, c := range []struct {
		name, want string
		write      func(*os.File) error
	}{
		{"big.yaml", "52428800 bytes", func(f *os.File) error {
			if _, err := f.WriteString("hashwatt: 1\nname: "); err != nil {
				return err
			}
			return f.Truncate(50 << 20)
		}},
		{"brackets.yaml", "inside one another", func(f *os.File) error {
			_, err := f.WriteString("hashwatt: 1\nsites: " + strings.Repeat("[", 100_000))
			return err
		}},
		{"closed.yaml", "inside one another", func(f *os.File) error {
			_, err := f.WriteString("hashwatt: 1\nsites: " + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000))
			return err
		}},
		{"zero.yaml", "empty", func(*os.File) error { return nil }},
	} {
		f, err := os.Create(filepath.Join(dir, c.name))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.write(f); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		got := command(t, dir, "run", c.name)
		if got.code != Wrong || !strings.HasPrefix(got.err, c.name+":") || !strings.Contains(got.err, c.want) {
			t.Errorf("run %s: exit code %d, %q; want %d and %q", c.name, got.code, got.err, Wrong, c.want)
		}
		if took := time.Since(start); took > 2*time.Minute {
			t.Errorf("run %s took %v, want it to be refused without a hang", c.name, took)
		}
	}
	if names := tree(t, dir); len(names) != 4 {
		t.Errorf("the folder holds %v, want the four files alone", names)
	}
}

func TestFilesOfWindowsWork(t *testing.T) {
	// Line ends of Windows and a byte-order mark, in a scenario and in series of hours and of days, change no result.
	t.Parallel()
	hours, days := strings.Builder{}, strings.Builder{}
	hours.WriteString("time,value (USD/MWh)\n")
	days.WriteString("time,value (USD/BTC)\n")
	at := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	for h := range 8760 {
		fmt.Fprintf(&hours, "%s,%d\n", at.Add(time.Duration(h)*time.Hour).Format("2006-01-02T15:04Z"), 20+h%24)
	}
	for d := range 40 { // from before the start: the epoch that holds it began then
		fmt.Fprintf(&days, "%s,%d\n", at.AddDate(1, 0, d-31).Format("2006-01-02"), 90_000+1000*d)
	}
	files := map[string]string{"hours.csv": hours.String(), "days.csv": days.String(), "mine.yaml": `hashwatt: 1
name: Mine
clock: {start: 2026-01-01, end: 2026-01-08}
bitcoin:
  price: {process: series, file: days.csv}
regions:
  here: {zone: UTC, country: US, currency: USD, tariff: [{type: hourly, series: hours.csv}]}
sites:
  - {id: one, region: here, power: 10 MW, online: 2026-01-01, fleet: [{rig: antminer-s21-200}]}
`}
	results := map[string]map[string]string{}
	for _, system := range []string{"unix", "windows"} {
		dir := t.TempDir()
		for name, text := range files {
			if system == "windows" {
				text = "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n")
			}
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if got := command(t, dir, "run", "mine.yaml", "-o", "out"); got.code != Done {
			t.Fatalf("%s: exit code %d: %s", system, got.code, got.err)
		}
		all := content(t, filepath.Join(dir, "out"))
		for _, name := range []string{"hours.csv", "days.csv", "mine.yaml"} {
			if !strings.Contains(all["manifest.json"], `"name": "`+name+`"`) {
				t.Errorf("%s: the manifest does not name %s", system, name)
			}
		}
		for _, name := range []string{"manifest.json", "page.json", "report.html"} { // they have the checksums of the inputs
			delete(all, name)
		}
		results[system] = all
	}
	if d := cmp.Diff(results["unix"], results["windows"]); d != "" {
		t.Errorf("results differ (-unix +windows):\n%s", cut(d, 2000))
	}
}
