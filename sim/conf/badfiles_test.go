package conf

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Every file in testdata holds a mistake, and says in its first lines what must be reported: "# want: 3:7: path:
// message".
func TestBadFilesAreExplained(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.bad.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	line := regexp.MustCompile(`(?m)^# want: (.*?)\r?$`)
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var want, got []string
		for _, m := range line.FindAllStringSubmatch(string(src), -1) {
			want = append(want, m[1])
		}
		start := time.Now()
		var f farm
		for _, p := range problemsOf(Load("", src, DefaultLimits, &f)) {
			got = append(got, strings.TrimPrefix(p.String(), ":"))
			if p.Excerpt == "" && p.Message != emptyFile(&Source{}).Message {
				t.Errorf("%s: no excerpt with %s", file, p)
			}
		}
		if took := time.Since(start); took > patience {
			t.Errorf("%s took %v, want at most %v", file, took, patience)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}

// The whole message shows every problem with its line and a caret.
func TestErrorShowsAllProblems(t *testing.T) {
	t.Parallel()
	var f farm
	err := Load("farm.yaml", []byte("name: x\nsites:\n  - {id: mikun, power: 3.5}\n  - {id: ukhta, powr: 3 MW}\n"), DefaultLimits, &f)
	want := `farm.yaml:3:24: sites.mikun.power: 3.5 has no unit; write "3.5 MW" or "3.5 kW", whichever is meant
   3 |   - {id: mikun, power: 3.5}
     |                        ^
farm.yaml:4:17: sites.ukhta: unknown key "powr"; did you mean "power"?
   4 |   - {id: ukhta, powr: 3 MW}
     |                 ^`
	if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
