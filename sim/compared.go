package sim

import (
	"context"
	"fmt"

	"hashwatt/sim/conf"
	"hashwatt/sim/ledger"
	"hashwatt/sim/metric"
	"hashwatt/sim/site"
)

// Compared is the central case of another variant of the file, beside that of the run: the same futures under other
// rules.
type Compared struct {
	Variant  string
	Values   []metric.Value // as metric.Table
	Limits   []metric.Limit
	StateUSD float64 // what the sites pay in tax, auctions, penalties and fines, see StateUSD
	Solved   *Solved // what the variant's solve found; nil where it has none
}

// comparable refuses variants over other years than the run's: sums would be of different lengths.
func (r *runner) comparable() error {
	own := r.file.Words.Clock
	var problems conf.Problems
	for k, name := range r.file.Words.Report.Compare {
		file, err := r.file.As(name, r.cat)
		if err != nil {
			return err
		}
		if c := file.Words.Clock; c != own {
			problems = append(problems, conf.Problemf(r.file.Tree.Get("report").Get("compare").Items[k],
				"variant %q runs from %s to %s%s and this run from %s to %s%s; compare variants of one clock, or leave it out",
				name, c.Start, c.End, inZone(c.Zone), own.Start, own.End, inZone(own.Zone)))
		}
	}
	if problems != nil {
		return problems
	}
	return nil
}

// inZone tells the zone of a clock, where it is written.
func inZone(zone string) string {
	if zone == "" {
		return ""
	}
	return " in " + zone
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
		other := &runner{
			file: file, cat: r.cat, set: Settings{Seed: r.set.Seed, Workers: r.set.Workers, Playing: r.set.Playing},
			memory: &site.Memory{}, playing: "variant " + name,
		}
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
	out.StateUSD = StateUSD(r.problem.Problem, central.trace, book)
	return out, nil
}
