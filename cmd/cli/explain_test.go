package cli

import (
	"regexp"
	"strings"
	"testing"
)

func TestTheLastSentenceOfAListIsACommandThatRuns(t *testing.T) {
	// Every list of kinds ends with a command that prints an example; it runs, and what it prints is the example of
	// that kind.
	t.Parallel()
	lists := [][]string{{"tariff", "kinds"}}
	for _, c := range concepts() {
		lists = append(lists, []string{"explain", c.name})
	}
	sentence := regexp.MustCompile(`"hashwatt ([a-z ]+) ([a-z_]+)" prints an example with every key\n$`)
	for _, words := range lists {
		list := command(t, t.TempDir(), words...)
		found := sentence.FindStringSubmatch(list.out)
		if found == nil {
			t.Errorf("%v ends with no command: %s", words, list.out)
			continue
		}
		if got := command(t, t.TempDir(), append(strings.Fields(found[1]), found[2])...); got.code != 0 || !strings.Contains(got.out, ": "+found[2]+"\n") {
			t.Errorf("hashwatt %s %s: exit %d\n%s%s", found[1], found[2], got.code, got.out, got.err)
		}
	}
}
