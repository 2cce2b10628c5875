package backtest

import (
	"context"
	"embed"
	"fmt"
	"math"

	"hashwatt/sim"
	"hashwatt/sim/network"
	"hashwatt/sim/scenario"
)

//go:embed replay.yaml
var scenarios embed.FS

// replayed runs the whole simulator over ten years of the record, once for all tests that ask.
func (r *record) replayed(ctx context.Context) (*sim.Result, error) {
	if r.replay == nil {
		f, err := scenario.Load(scenarios, "replay.yaml", scenario.Options{})
		if err != nil {
			return nil, err
		}
		if r.replay, err = sim.Run(ctx, f, r.cat, sim.Settings{}); err != nil {
			return nil, err
		}
	}
	return r.replay, nil
}

// difficultyReplay is B1: the retarget rule on the record itself, and the simulator's own path over it.
func difficultyReplay(ctx context.Context, r *record, t *Test) error {
	retargetBits(r, t)
	if err := difficultyPath(ctx, r, t); err != nil {
		return err
	}
	exact, off := t.Figures[0].Value, t.Figure("difficulties met by the simulator, largest error")
	t.Verdict = fmt.Sprintf("All %.0f retargets that tell their span follow bit for bit, and the simulator meets every recorded difficulty of ten years to %.0e.", exact, off.Value)
	if t.broken() {
		t.Verdict = fmt.Sprintf("The record and the rule do not agree: %s.", t.firstBroken())
	}
	return nil
}

// Header times may run back by two hours; three hours without a block happen once in e^18.
const leastInterval, mostInterval = -7200, 10_800

// retargetBits asks of every retarget for the whole seconds of an epoch's span that give the next target bit for
// bit. They are an interval; what is left of the time to the next epoch's first block must be one block interval.
// The spans are not in the record, so nothing is fed back.
func retargetBits(r *record, t *Test) {
	rows := r.cat.Retargets
	told, without, implausible, sum, least, most := 0, 0, 0, 0.0, math.Inf(1), math.Inf(-1)
	for k := 0; k+1 < len(rows); k++ {
		shortest, longest, ok := network.Spans(rows[k].NBits, rows[k+1].NBits)
		if !ok {
			without++
			continue
		}
		clamped := shortest == network.MinTimespanS || longest == network.MaxTimespanS
		if clamped || !rows[k].Exact || !rows[k+1].Exact {
			continue
		}
		between := rows[k+1].FirstUnix - rows[k].FirstUnix
		if between-longest > mostInterval || between-shortest < leastInterval {
			implausible++
		}
		middle := float64(between) - float64(shortest+longest)/2
		told, sum, least, most = told+1, sum+middle, math.Min(least, middle), math.Max(most, middle)
	}
	t.add(atLeast("retargets that tell their span, of exact headers", "epochs", float64(told), 400))
	t.add(atMost("retargets that no whole number of seconds explains", "epochs", float64(without), 0, "none"))
	t.add(atMost("spans that leave no room for one block", "epochs", float64(implausible), 0, "none: an interval from -2 h to 3 h"))
	t.add(within("mean interval that is left", "s", sum/math.Max(float64(told), 1), 510, 690, "600 s, give or take 90"))
	if told > 0 {
		t.add(read("shortest interval that is left", "s", least))
		t.add(read("longest interval that is left", "s", most))
	}
}

// known are difficulties that block explorers print, in units of 1e12, by day.
var known = []struct {
	day  string
	unix float64 // noon UTC
	d    float64
}{
	{"2019-01-01", 1546344000, 5.618595848853},
	{"2021-01-01", 1609502400, 18.599593048299},
	{"2021-07-03", 1625313600, 14.363025673660}, // after a fall by 27.94 %
	{"2022-01-01", 1641038400, 24.272331996980},
	{"2023-01-01", 1672574400, 35.364065900457},
	{"2024-01-01", 1704110400, 72.006146478567},
	{"2025-01-01", 1735732800, 109.782075598905},
}

// replayTolerance is how far, relatively, a simulated difficulty may be from the recorded one: sums of floats, and
// digits of print.
const replayTolerance = 1e-9

// difficultyPath compares the simulator's epochs with the record's.
func difficultyPath(ctx context.Context, r *record, t *Test) error {
	run, err := r.replayed(ctx)
	if err != nil {
		return err
	}
	begin := float64(run.Facts.Axis.Start.Unix())
	var worst, late float64
	var simulated, observed Curve
	epochs := run.Trace.Epochs
	for _, e := range epochs[1:] {
		at := begin + 3600*e.Start
		row := &r.epochs[r.holding(e.Height)]
		worst = math.Max(worst, math.Abs(e.Difficulty/row.Difficulty-1))
		late = math.Max(late, math.Abs(at-row.FirstUnix)/86400)
		simulated.point(day(at), e.Difficulty/1e12)
		observed.point(day(row.FirstUnix), row.Difficulty/1e12)
	}
	t.add(atMost("difficulties met by the simulator, largest error", "", worst, replayTolerance, fmt.Sprintf("at most %g", replayTolerance)))
	t.add(atMost("retargets met by the simulator, largest error", "days", late, 0.5, "at most half a day"))
	var off float64
	for _, k := range known {
		for i := len(epochs) - 1; i >= 0; i-- {
			if begin+3600*epochs[i].Start <= k.unix {
				off = math.Max(off, math.Abs(epochs[i].Difficulty/1e12/k.d-1))
				break
			}
		}
	}
	t.add(atMost(fmt.Sprintf("difficulties of %d known days, largest error", len(known)), "", off, replayTolerance, fmt.Sprintf("at most %g", replayTolerance)))
	t.Windows = append(t.Windows, Window{What: "nothing is fitted", TestedFrom: day(begin), TestedTo: day(begin + 3600*float64(run.Problem.Hours))})
	t.Notes = append(t.Notes, "The first half takes header times and compact targets alone; where the limit to a factor of four, or the chain's easiest target, hides the span, only that a span exists is asked.")
	t.chart(Chart{Title: "Difficulty over ten years", Unit: "T", Log: true, Curves: []Curve{
		observed.as("recorded", Observed), simulated.as("simulated", Simulated),
	}})
	return nil
}
