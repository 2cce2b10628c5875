package tariff

import (
	"errors"
	"strings"
	"testing"

	"hashwatt/sim/conf"
)

// checkOneProblem reads a line of YAML into a value and holds that it has one problem, which says what is wanted
// and stands at the mark §.
func checkOneProblem(t *testing.T, marked, want string, into any) {
	t.Helper()
	before, after, _ := strings.Cut(marked, "§")
	err := conf.Load("test.yaml", []byte(before+after), conf.DefaultLimits, into)
	var problems conf.Problems
	if !errors.As(err, &problems) || len(problems) != 1 || !strings.Contains(problems[0].Message, want) {
		t.Errorf("%s: got %v, want one problem with %q", marked, err, want)
		return
	}
	if at := problems[0].Pos; at.Line != 1 || at.Col != len(before)+1 {
		t.Errorf("%s: reported at %d:%d, want 1:%d", marked, at.Line, at.Col, len(before)+1)
	}
}
