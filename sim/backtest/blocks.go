package backtest

import (
	"context"
	"fmt"
	"math"

	"hashwatt/sim"
	"hashwatt/sim/network"
)

// annualBlocks is B3: how many blocks the network finds in a year when it has the hashrate that it had.
func annualBlocks(ctx context.Context, r *record, t *Test) error {
	run, err := r.replayed(ctx)
	if err != nil {
		return err
	}
	counted := map[int]int{}
	for _, d := range r.cat.Days {
		counted[d.Date.Year] += max(d.Blocks, 0)
	}
	const from, to = 2019, 2024
	worst := 0.0
	var simulated, observed Curve
	for year := from; year <= to; year++ {
		begin, end := date(year, 1, 1), date(year+1, 1, 1)
		found := heightAt(run, unix(end)) - heightAt(run, unix(begin))
		want := float64(counted[year])
		t.add(near(fmt.Sprintf("blocks of %d", year), "blocks", found, want, 0.005))
		worst = math.Max(worst, math.Abs(found/want-1))
		simulated.point(begin, found)
		observed.point(begin, want)
	}
	t.Windows = []Window{{What: "nothing is fitted; the hashrate is what difficulty says it was", TestedFrom: date(from, 1, 1), TestedTo: date(to, 12, 31)}}
	t.Notes = append(t.Notes,
		"The hashrate comes from the ratio of one difficulty to the next, the counts of blocks from the chain day by day: neither is made from the other.",
		fmt.Sprintf("At 144 blocks a day a year has %d; a growing network finds more, because difficulty comes after it.", 365*network.BlocksPerDay))
	t.Verdict = fmt.Sprintf("Fed with the hashrate that was, the network finds the blocks of each year from %d to %d to within %.2f %%.", from, to, 100*worst)
	t.chart(Chart{Title: "Blocks by year", Unit: "blocks", Curves: []Curve{observed.as("counted", Observed), simulated.as("simulated", Simulated)}})
	return nil
}

// heightAt returns the height of a run at a moment inside it (s since 1970), with its fraction: blocks of an epoch
// are spaced evenly.
func heightAt(run *sim.Result, at float64) float64 {
	hour := (at - float64(run.Facts.Axis.Start.Unix())) / 3600
	epochs := run.Trace.Epochs
	for i := len(epochs) - 2; i > 0; i-- {
		if e := &epochs[i]; e.Start <= hour {
			return float64(e.Height) + network.BlocksPerRetarget*(hour-e.Start)/e.Hours
		}
	}
	panic("backtest: a height before the run")
}
