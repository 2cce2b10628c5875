package sim

import (
	"context"
	"fmt"

	"hashwatt/sim/ledger"
	"hashwatt/sim/metric"
	"hashwatt/sim/site"
)

// Compared is the central case of another variant of the file, beside that of the run: the same futures under other rules.
type Compared struct {
	Variant  string
	Values   []metric.Value // as metric.Table
	Limits   []metric.Limit
	StateUSD float64 // what the sites pay under rules and in tax
	Solved   *Solved // what the variant's solve found; nil where it has none
}

// compared plays the variants that the report asks for.
func (r *runner) compared(ctx context.Context) ([]Compared, error) {
	var list []Compared
	for _, name := range r.file.Words.Report.Compare {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		file, err := r.file.As(name, r.cat)
		if err != nil {
			return nil, err
		}
		other := &runner{file: file, cat: r.cat, set: Settings{Seed: r.set.Seed, Workers: r.set.Workers}, memory: &site.Memory{}}
		one, err := other.compare(ctx)
		if err != nil {
			return nil, fmt.Errorf("variant %s: %w", name, err)
		}
		one.Variant = name
		list = append(list, *one)
	}
	return list, nil
}

// compare plays the central case of a variant, with what it solves for.
func (r *runner) compare(ctx context.Context) (*Compared, error) {
	if err := r.resolve(); err != nil {
		return nil, err
	}
	if err := r.compile(); err != nil {
		return nil, err
	}
	solved, _, err := r.solve(ctx)
	if err != nil {
		return nil, err
	}
	central, err := r.central(ctx)
	if err != nil {
		return nil, err
	}
	book, err := ledger.New(r.facts.World, r.problem, central.trace)
	if err != nil {
		return nil, err
	}
	summary := metric.Central(r.facts.World, r.problem.Problem, central.trace, central.without, book)
	out := &Compared{Limits: summary.Limits, Solved: solved}
	for _, total := range summary.Totals {
		out.Values = append(out.Values, total.Value)
	}
	for m := range book.Total.Lines {
		out.StateUSD += book.Total.Lines[m].RulesUSD + book.Total.Lines[m].TaxUSD
	}
	return out, nil
}
