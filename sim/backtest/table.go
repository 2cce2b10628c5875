package backtest

import (
	"context"
	"fmt"
	"slices"

	"hashwatt/seeds"
	"hashwatt/sim/conf"
)

// Settings say which tests run; the zero value runs all of them.
type Settings struct {
	Only  []string                               // ids, in any order and case as in the table
	Begun func(number, of int, id, title string) // is told before each test; nil for nobody
}

// Run plays the tests that were asked for, in the order of the table. An id that is not in it, and seeds that are out of order, give an
// error; so does a context that ends.
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
		if set.Begun != nil {
			set.Begun(k+1, len(table), e.id, e.title)
		}
		t := Test{ID: e.id, Title: e.title, Question: e.question, Gate: e.gate}
		if err := e.run(ctx, r, &t); err != nil {
			return nil, fmt.Errorf("%s, %s: %w", e.id, e.title, err)
		}
		t.Passed = !t.broken()
		result.Tests = append(result.Tests, t)
	}
	return result, nil
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
		if near := conf.Suggest(id, IDs()); near != "" {
			return nil, fmt.Errorf("there is no test %q; did you mean %s?", id, near)
		}
		return nil, fmt.Errorf("there is no test %q; there are %v", id, IDs())
	}
	return slices.DeleteFunc(all, func(e entry) bool { return !slices.Contains(ids, e.id) }), nil
}

// entry is one line of the table of tests.
type entry struct {
	id, title, question string
	gate                bool
	run                 func(context.Context, *record, *Test) error
}

// table lists the tests.
func table() []entry {
	return []entry{
		{"B1", "Difficulty replay", "Does the retarget rule give every difficulty that the chain has had?", true, difficultyReplay},
		{"B2", "Months of public miners", "Does the hashrate that companies report find the coins that they report?", true, publicMiners},
		{"B3", "Blocks by year", "Does the network find the blocks that were found when it has the hashrate that it had?", true, annualBlocks},
		{"B6", "Ban in China", "With the ban imposed, does difficulty fall and come back as it did, and without it not?", true, chinaBan},
		{"B10", "Coverage of price processes", "Does a process that was fitted to earlier prices give later ones the probabilities that they had?", false, priceCoverage},
		{"R1", "Responses out of sample", "Does the rest of the world forecast difficulty better than the guess that nothing changes, in years it was not fitted to?", false, outOfSample},
		{"R2", "Scatter of difficulty", "Do drawn futures of the network scatter from epoch to epoch as history did?", false, difficultySteps},
	}
}
