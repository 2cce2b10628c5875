package sim

import (
	"math"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/kernel"
	"hashwatt/sim/network"
	"hashwatt/sim/scenario"
	"hashwatt/sim/unit"
)

// startChain finds the state of the network at the start of the clock: read from history, or played on from its end
// without any site and without noise where the clock starts after the record.
func startChain(f *scenario.Facts) (kernel.Chain, error) {
	n := &f.Bitcoin
	start := float64(f.Axis.Start.Unix())
	rules := kernel.Chain{Exact: n.Exact, EpochStep: n.EpochStep, FixedHours: n.FixedHours}
	if n.Response != nil {
		rules.Row = n.Response.Start()
	}
	if n.Hashprice != nil {
		return openChain(n.History, rules, start), nil
	}
	i, known := n.History.At(start)
	if known {
		return inHistory(f, rules, i, start), nil
	}
	last := n.History.LastFinished()
	begin := math.Floor(n.History.Epochs[last].FirstUnix/3600) * 3600
	return playOn(f, rules, inHistory(f, rules, last, begin), begin, start)
}

// openChain is the chain of a scenario that gives its hashprice: the height follows the record and then 144 blocks
// a day, in epochs of 2016.
func openChain(h *network.History, rules kernel.Chain, start float64) kernel.Chain {
	i, known := h.At(start)
	e := h.Epochs[i]
	height := float64(e.FirstHeight)
	if known {
		height += e.Progress(start)
	} else {
		height += (start - e.FirstUnix) / network.TargetSpacingS
	}
	rules.Open, rules.Row = true, nil
	rules.Height = int64(height) / network.BlocksPerRetarget * network.BlocksPerRetarget
	rules.Blocks = height - float64(rules.Height)
	rules.FirstHour = -rules.Blocks / 6
	rules.Difficulty, rules.NBits = e.Difficulty, e.NBits
	rules.FixedHours = 0
	for ; known && i <= h.LastFinished(); i++ {
		hours := (h.Epochs[i+1].FirstUnix - h.Epochs[i].FirstUnix) / 3600
		rules.BlocksPerHour = append(rules.BlocksPerHour, network.BlocksPerRetarget/hours)
	}
	return rules
}

// inHistory is the chain at a moment of epoch i of the record.
func inHistory(f *scenario.Facts, rules kernel.Chain, i int, start float64) kernel.Chain {
	n := &f.Bitcoin
	e := n.History.Epochs[i]
	rules.Height, rules.Difficulty, rules.NBits = e.FirstHeight, e.Difficulty, e.NBits
	rules.Blocks = min(max(e.Progress(start), 0), network.BlocksPerRetarget)
	rules.FirstHour = (e.FirstUnix - start) / 3600
	rules.RowPHs = e.HashratePHs
	if n.Replay {
		for k := i; k <= n.History.LastFinished(); k++ {
			rules.History = append(rules.History, n.History.Epochs[k].HashratePHs)
			rules.HistoryEnd = append(rules.HistoryEnd, (n.History.Epochs[k+1].FirstUnix-start)/3600)
		}
	}
	rules.HandOverYear = (start - float64(n.HandOver.Unix())) / 3600 / unit.HoursPerYear
	if !n.Replay {
		rules.StartPHs = e.HashratePHs
	}
	rules.LogSum, rules.LogHours = logHashprice(f, &e, start)
	return rules
}

// logHashprice integrates ln hashprice over the hours of an epoch before a moment.
func logHashprice(f *scenario.Facts, e *network.Epoch, until float64) (sum, hours float64) {
	first := calendar.DateOf(time.Unix(int64(e.FirstUnix), 0).UTC())
	days := calendar.DateOf(time.Unix(int64(until), 0).UTC()).Days() - first.Days() + 1
	central := f.Days(first, days)
	subsidy := network.SubsidyBTC(e.FirstHeight)
	for d := range days {
		midnight := float64(first.AddDays(d).In(time.UTC).Unix())
		h := (math.Min(midnight+86400, until) - math.Max(midnight, e.FirstUnix)) / 3600
		if hp := network.Hashprice(e.Difficulty, subsidy+central.Fee(d, subsidy), central.CoinUSD[d]); h > 0 && hp > 0 {
			sum += math.Log(hp) * h
			hours += h
		}
	}
	return sum, hours
}

// playOn runs the network alone from one whole hour to another (Unix seconds) on the central paths.
func playOn(f *scenario.Facts, rules, from kernel.Chain, begin, start float64) (kernel.Chain, error) {
	hours := int(math.Round((start - begin) / 3600))
	first := calendar.DateOf(time.Unix(int64(begin), 0).UTC())
	p := &kernel.Problem{Hours: hours, Months: 1, Month: make([]int32, hours), Day: make([]int32, hours), Chain: from}
	midnight := float64(first.In(time.UTC).Unix())
	for t := range p.Day {
		p.Day[t] = int32((begin + 3600*float64(t) - midnight) / 86400)
	}
	p.Days = int(p.Day[hours-1]) + 1
	var state kernel.State
	if err := kernel.Run(p, f.Days(first, p.Days), &state, kernel.NewTrace(p, false)); err != nil {
		return kernel.Chain{}, err
	}
	end := state.Chain()
	end.Exact, end.EpochStep, end.FixedHours = rules.Exact, rules.EpochStep, rules.FixedHours
	end.HandOverYear = (start - float64(f.Bitcoin.HandOver.Unix())) / 3600 / unit.HoursPerYear
	return end, nil
}
