package sim

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"sync"

	"hashwatt/sim/conf"
	"hashwatt/sim/kernel"
	"hashwatt/sim/ledger"
	"hashwatt/sim/metric"
	"hashwatt/sim/network"
)

// SpeedCase is the central case with another speed of the rest of the world's adjustment.
type SpeedCase struct {
	Speed   float64 // per epoch, 0.05 for 5 %/epoch
	Own     bool    // the scenario's own speed: Trace and Without are those of the result
	Trace   *kernel.Trace
	Without *kernel.Trace
	Values  []metric.Value // as metric.Table
}

// knownSpeeds are the speeds at which a result with adjustment is shown, per epoch: none; what the epochs of 2020 to
// 2025 fit, with an R² of 0.014; and the default of the seeds. The record hardly tells them apart.
func knownSpeeds() []float64 { return []float64{0, 0.013, 0.05} }

// speeds plays the central case at each of the known speeds and the scenario's own, in their order; none where the rest of
// the world does not answer by adjustment within the horizon.
func (r *runner) speeds(ctx context.Context, out *Result) ([]SpeedCase, error) {
	words := &r.facts.Words.Bitcoin.RestOfWorld
	if r.facts.Bitcoin.Response == nil || words.Then == nil {
		return nil, nil
	}
	adjustment, ok := words.Then.Kind.(*network.Adjustment)
	if !ok || !r.facts.Bitcoin.HandOver.Before(r.facts.Axis.At(r.facts.Axis.Hours)) {
		return nil, nil
	}
	own := float64(adjustment.Speed)
	cases := []SpeedCase{{Speed: own, Own: true, Trace: out.Trace, Without: out.Without, Values: metric.Evaluate(r.facts.World, out.Trace, out.Without, out.Ledger)}}
	for _, speed := range knownSpeeds() {
		if speed != own {
			cases = append(cases, SpeedCase{Speed: speed})
		}
	}
	path := conf.Path{"bitcoin", "rest_of_world", "speed"}
	if words.Replay != "" {
		path = conf.Path{"bitcoin", "rest_of_world", "then", "speed"}
	}
	errs := make([]error, len(cases))
	var wg sync.WaitGroup
	for k := range cases[1:] {
		play := func() { errs[k+1] = r.atSpeed(ctx, &cases[k+1], path) }
		if r.set.Workers == 1 {
			play()
			continue
		}
		wg.Go(play)
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for k := len(cases) - 1; k > 0; k-- {
		if errs[k] != nil { // at that speed the numbers leave their range; the scenario's own speed keeps them
			cases = slices.Delete(cases, k, k+1)
		}
	}
	slices.SortFunc(cases, func(a, b SpeedCase) int { return cmp.Compare(a.Speed, b.Speed) })
	return cases, nil
}

// atSpeed plays one case. It is the scenario with that speed in its file.
func (r *runner) atSpeed(ctx context.Context, c *SpeedCase, path conf.Path) error {
	text := strconv.FormatFloat(100*c.Speed, 'g', 6, 64) + " %/epoch"
	tree, err := conf.Set(r.tree, path, conf.NewScalar(text, "speed"))
	if err != nil {
		return err
	}
	one := *r
	if one.facts, one.problem, err = r.remade(tree); err != nil {
		return err
	}
	one.set.Hourly = nil
	central, err := one.central(ctx)
	if err != nil {
		return err
	}
	c.Trace, c.Without = central.trace, central.without
	c.Values = metric.Evaluate(one.facts.World, c.Trace, c.Without, ledger.New(one.facts.World, c.Trace))
	return nil
}
