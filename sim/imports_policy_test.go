package sim_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// module is the path of the module; names in the tables are paths inside it.
const module = "hashwatt"

// A code is what the tables judge of one package: its path, what it imports and which imported names it uses, test
// files left out. Paths of the module's own packages have lost the module's name.
type code struct {
	path    string
	imports []string
	uses    []string // "time.Now": import path and name
}

// A policy is the two tables, read.
type policy struct {
	step map[string]int    // package -> line of order
	why  map[string]string // package -> what its line stands for
	bans []ban
}

// A ban is one line of bans.
type ban struct {
	holds func(pkg string) bool
	what  []string
	why   string
}

// readPolicy reads the tables and returns what is wrong with them.
func readPolicy(order, bans string) (policy, []string) {
	p := policy{step: map[string]int{}, why: map[string]string{}}
	var wrong []string
	for n, row := range rows(order) {
		if len(row) != 2 || row[1] == "" {
			wrong = append(wrong, fmt.Sprintf("order, line %d: want packages | reason", n+1))
			continue
		}
		for _, pkg := range strings.Fields(row[0]) {
			if _, twice := p.step[pkg]; twice {
				wrong = append(wrong, fmt.Sprintf("order, line %d: %s is there already", n+1, pkg))
			}
			p.step[pkg], p.why[pkg] = n, row[1]
		}
	}
	for n, row := range rows(bans) {
		if len(row) != 3 || row[1] == "" || row[2] == "" {
			wrong = append(wrong, fmt.Sprintf("bans, line %d: want where | what | reason", n+1))
			continue
		}
		holds, named := p.where(row[0])
		for _, pkg := range named {
			if _, known := p.step[pkg]; !known {
				wrong = append(wrong, fmt.Sprintf("bans, line %d: the order has no package %s", n+1, pkg))
			}
		}
		p.bans = append(p.bans, ban{holds: holds, what: strings.Fields(row[1]), why: row[2]})
	}
	return p, wrong
}

// rows cuts a table into the cells of its lines; empty lines are skipped.
func rows(table string) [][]string {
	var out [][]string
	for line := range strings.Lines(table) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		var cells []string
		for cell := range strings.SplitSeq(line, "|") {
			cells = append(cells, strings.TrimSpace(cell))
		}
		out = append(out, cells)
	}
	return out
}

// where reads the first cell of a ban and returns the test for a package, and the packages that the cell names.
func (p policy) where(cell string) (holds func(string) bool, named []string) {
	switch words := strings.Fields(cell); {
	case cell == "all":
		return func(string) bool { return true }, nil
	case len(words) == 2 && words[0] == "below":
		return func(pkg string) bool { return p.step[pkg] < p.step[words[1]] }, words[1:]
	case len(words) > 2 && words[0] == "all" && words[1] == "but":
		return func(pkg string) bool { return !slices.Contains(words[2:], pkg) }, words[2:]
	default:
		return func(pkg string) bool { return slices.Contains(words, pkg) }, words
	}
}

// judge returns every breach of the tables, one sentence each.
func (p policy) judge(all []code) []string {
	var out []string
	for _, c := range all {
		if _, known := p.step[c.path]; !known {
			out = append(out, fmt.Sprintf("%s has no place in the order of sim/imports_test.go: give it a line, with its reason", c.path))
			continue
		}
		for _, imp := range c.imports {
			if s, ours := p.step[imp]; ours && s >= p.step[c.path] {
				out = append(out, fmt.Sprintf("%s imports %s, which does not stand on an earlier step\n\t%s: %s\n\t%s: %s",
					c.path, imp, c.path, p.why[c.path], imp, p.why[imp]))
			}
		}
		if forTests(c.path) {
			continue
		}
		for _, imp := range c.imports {
			if _, ours := p.step[imp]; ours && forTests(imp) {
				out = append(out, fmt.Sprintf("%s imports %s: only tests do, for what a result is compared with must not be what runs", c.path, imp))
			}
		}
		for _, b := range p.bans {
			if !b.holds(c.path) {
				continue
			}
			for _, imp := range c.imports {
				if b.bars(imp) {
					out = append(out, fmt.Sprintf("%s imports %s: %s", c.path, imp, b.why))
				}
			}
			for _, name := range c.uses {
				if b.bars(name) {
					out = append(out, fmt.Sprintf("%s uses %s: %s", c.path, name, b.why))
				}
			}
		}
	}
	return out
}

// forTests tells whether a package is made for tests, by its name. A backtest tests the model, not the program, and
// is part of it.
func forTests(pkg string) bool { return strings.HasSuffix(pkg, "test") && pkg != "sim/backtest" }

// bars tells whether the ban names this import path or this path.Name.
func (b ban) bars(name string) bool {
	return slices.ContainsFunc(b.what, func(pattern string) bool { return matches(pattern, name) })
}

// matches tells whether name is pattern, or below it when it ends in /..., or begins like it when it ends in *.
func matches(pattern, name string) bool {
	if root, tree := strings.CutSuffix(pattern, "/..."); tree {
		return name == root || strings.HasPrefix(name, root+"/") && !isName(name)
	}
	if start, open := strings.CutSuffix(pattern, "*"); open {
		return strings.HasPrefix(name, start)
	}
	return name == pattern
}

// isName tells a name ("time.Now") from an import path ("gopkg.in/yaml.v3") by the capital letter after its last dot.
func isName(s string) bool {
	dot := strings.LastIndexByte(s, '.')
	return dot > strings.LastIndexByte(s, '/') && dot+1 < len(s) && s[dot+1] >= 'A' && s[dot+1] <= 'Z'
}

// The checker is itself checked, on packages made up for it: each breaks one rule, or none.
func TestTablesFindWhatTheyForbid(t *testing.T) {
	t.Parallel()
	const steps = "low | numbers\nlowtest | for tests\nleft right | two sides\nhigh | all\n"
	const forbidden = "all but high | os/... fmt.Print* | reason one\nbelow high | charts/... | reason two\nleft | time | reason three\n"
	p, wrong := readPolicy(steps, forbidden)
	if len(wrong) > 0 {
		t.Fatalf("readPolicy = %v, want no complaint", wrong)
	}
	for _, c := range []struct {
		name string
		code code
		want string // a part of the only breach; empty: there is none
	}{
		{"a lower step is fine", code{path: "high", imports: []string{"low", "left", "os", "charts/line", "time"}}, ""},
		{"a higher step", code{path: "low", imports: []string{"high"}}, "low imports high"},
		{"the reason is told", code{path: "low", imports: []string{"high"}}, "numbers"},
		{"the same step", code{path: "left", imports: []string{"right"}}, "left imports right"},
		{"a package of no step", code{path: "new", imports: []string{"low"}}, "new has no place"},
		{"a banned import", code{path: "right", imports: []string{"os"}}, "right imports os: reason one"},
		{"a banned tree", code{path: "right", imports: []string{"os/exec"}}, "right imports os/exec: reason one"},
		{"a like name is not it", code{path: "right", imports: []string{"oslo", "chartsmith"}}, ""},
		{"a banned name", code{path: "right", uses: []string{"fmt.Println"}}, "right uses fmt.Println: reason one"},
		{"a name beside it", code{path: "right", uses: []string{"fmt.Sprint", "fmt.Errorf"}}, ""},
		{"below", code{path: "low", imports: []string{"charts"}}, "low imports charts: reason two"},
		{"a ban for one", code{path: "left", imports: []string{"time"}}, "left imports time: reason three"},
		{"not for another", code{path: "right", imports: []string{"time"}}, ""},
		{"test code outside a test", code{path: "left", imports: []string{"lowtest"}}, "left imports lowtest: only tests"},
		{"a ban inside test code", code{path: "lowtest", imports: []string{"os"}}, ""},
		{"a step inside test code", code{path: "lowtest", imports: []string{"high"}}, "lowtest imports high"},
		{"a path is not a tree", code{path: "left", imports: []string{"time/tzdata"}}, ""},
	} {
		got := p.judge([]code{c.code})
		if c.want == "" && len(got) > 0 {
			t.Errorf("%s: judge = %q, want nothing", c.name, got)
		}
		if c.want != "" && (len(got) != 1 || !strings.Contains(got[0], c.want)) {
			t.Errorf("%s: judge = %q, want one breach with %q", c.name, got, c.want)
		}
	}
	if _, wrong := readPolicy("low | a\nlow | b\nhalf\n", "low nobody | os | why\nlow | os\n"); len(wrong) != 4 {
		t.Errorf("readPolicy of four mistakes = %q, want four complaints", wrong)
	}
}
