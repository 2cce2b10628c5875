package backtest

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"hashwatt/seeds"
	"hashwatt/sim/conf"
)

// Settings say which tests run; the zero value runs all of them.
type Settings struct {
	Only  []string                      // ids of the table, in any order
	Begun func(number, of int, t *Test) // is told before each test, which has no figures yet; nil for nobody
}

// Run plays the tests that were asked for, in the order of the table. An id that is not in it gives conf.Problems,
// seeds that are out of order an error that names the row, and a context that ends its error.
func Run(ctx context.Context, cat *seeds.Catalog, set Settings) (*Result, error) {
	table, err := chosen(set.Only)
	if err != nil {
		return nil, err
	}
	r, err := newRecord(cat)
	if err != nil {
		return nil, err
	}
	result := &Result{}
	for k, e := range table {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		t := e.test()
		if set.Begun != nil {
			set.Begun(k+1, len(table), &t)
		}
		if err := e.run(ctx, r, &t); err != nil {
			return nil, fmt.Errorf("%s, %s: %w", e.id, e.title, err)
		}
		t.Passed = !t.broken()
		result.Tests = append(result.Tests, t)
	}
	return result, nil
}

// List returns all tests in the order of the table, with nothing but id, title, question and whether they are gates.
func List() []Test {
	var list []Test
	for _, e := range table() {
		list = append(list, e.test())
	}
	return list
}

// IDs returns the ids of all tests, in the order of the table.
func IDs() []string {
	var ids []string
	for _, e := range table() {
		ids = append(ids, e.id)
	}
	return ids
}

// chosen returns the tests of some ids, all for none.
func chosen(ids []string) ([]entry, error) {
	all := table()
	if len(ids) == 0 {
		return all, nil
	}
	for _, id := range ids {
		if slices.Contains(IDs(), id) {
			continue
		}
		text := fmt.Sprintf("there is no test %q; there are %s", id, strings.Join(IDs(), ", "))
		if near := conf.Suggest(id, IDs()); near != "" && !idForm.MatchString(id) {
			text += "; did you mean " + near + "?"
		}
		return nil, conf.Problems{{Pos: conf.Pos{File: "backtest"}, Message: text}}
	}
	return slices.DeleteFunc(all, func(e entry) bool { return !slices.Contains(ids, e.id) }), nil
}

// idForm is what an id looks like. Who writes another number of this form means another test: no slip of the pen is
// guessed at.
var idForm = regexp.MustCompile(`^[A-Z][0-9]+$`)

// entry is one line of the table of tests.
type entry struct {
	id, title, question string
	gate                bool
	run                 func(context.Context, *record, *Test) error
}

// test is the test before it is played.
func (e *entry) test() Test {
	return Test{ID: e.id, Title: e.title, Question: e.question, Gate: e.gate}
}

// table lists the tests.
func table() []entry {
	return []entry{
		{"B1", "Difficulty replay", "Does the retarget rule give every difficulty that the chain has had?", true, difficultyReplay},
		{"B2", "Months of public miners", "Does the hashrate that companies report find the coins that they report?", true, publicMiners},
		{"B3", "Blocks by year", "Does the network find the blocks that were found when it has the hashrate that it had?", true, annualBlocks},
		{"B4", "Power of the network", "Does a fleet that is bought as hashrate grows draw the power that Cambridge estimates?", false, networkPower},
		{"B5", "Mining in Russia", "Do shares of the world's hashrate lead to the power that is published?", false, russia},
		{"B6", "Ban in China", "With the ban imposed, does difficulty fall and come back as it did, and without it not?", true, chinaBan},
		{"B7", "Halvings of 2020 and 2024", "Does the hashprice fall by what the rule says at the block, and difficulty by what it did after it?", true, halvings},
		{"B8", "Published claims", "Are published numbers that contradict each other found, and those that do not left alone?", true, publishedClaims},
		{"B10", "Coverage of price processes", "Does a process that was fitted to earlier prices give later ones the probabilities that they had?", false, priceCoverage},
		{"R1", "Responses out of sample", "Does the rest of the world forecast difficulty better than the guess that nothing changes, in years it was not fitted to?", false, outOfSample},
		{"R2", "Scatter of difficulty", "Do drawn futures of the network scatter from epoch to epoch as history did?", false, difficultySteps},
	}
}
