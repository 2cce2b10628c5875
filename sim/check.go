package sim

import (
	"fmt"
	"math"
	"slices"

	"hashwatt/sim/kernel"
	"hashwatt/sim/network"
	"hashwatt/sim/sample"
	"hashwatt/sim/scenario"
)

// Check is a law that the numbers of a run must keep, and how well they keep it.
type Check struct {
	Name     string
	Sentence string
	Error    float64 // relative unless the sentence says otherwise
	Bound    float64
}

// Passed says whether the law is kept.
func (c *Check) Passed() bool { return c.Error <= c.Bound }

// checks tests the central case.
func checks(r *Result) []Check {
	list := []Check{
		{"energy", "capacity = energy drawn + energy idle by reason, in every site and month", energyError(r), 1e-9},
		{"money", "revenue less power, opex, rules and tax by month is the net cash of the valuation years, at every site", moneyError(r), 1e-9},
		{"bill", "the lines of the invoices add up to what the sites paid for power, in every tariff and month", billError(r), 1e-9},
		{"cooling", "meter energy is at least machine energy, in every site and month", coolingError(r), 1e-9},
		{"caps", "no site drew more in any hour than its connection and its limits on power allow", capError(r), 1e-9},
		{"budgets", "no energy budget was exceeded", budgetError(r), 1e-9},
		{"shares", "the sites' share of the network is between 0 and 1 in every epoch", shareError(r), 0},
		{"hash", "the hash of the sites is the hash that the network saw from them", hashError(r), 1e-9},
	}
	if !r.Problem.Chain.Open {
		list = append(list, Check{"difficulty", "each difficulty follows from the one before by at most a factor of 4", retargetError(r), 1e-9})
	}
	return append(list, auditChecks(r)...)
}

func energyError(r *Result) (worst float64) {
	tr := r.Trace
	for i := range tr.Flows {
		for m := range tr.Flows[i] {
			f := &tr.Flows[i][m]
			sum := f.EnergyMWh
			for _, mwh := range tr.Idle[i][m*tr.Reasons : (m+1)*tr.Reasons] {
				sum += mwh
			}
			if f.CapacityMWh > 0 {
				worst = math.Max(worst, math.Abs(sum-f.CapacityMWh)/f.CapacityMWh)
			}
		}
	}
	return worst
}

func moneyError(r *Result) (worst float64) {
	for i := range r.Ledger.Sites {
		a := &r.Ledger.Sites[i]
		var months, years, scale float64
		for m := range a.Lines {
			f := &r.Trace.Flows[i][m]
			power := f.PowerUSD
			if r.Problem.Sites[i].Invoiced {
				power = a.Lines[m].PowerUSD
			}
			months += f.RevenueUSD - power - a.Lines[m].OpexUSD - a.Lines[m].RulesUSD - a.Lines[m].TaxUSD
			scale += math.Abs(f.RevenueUSD) + math.Abs(power) + a.Lines[m].OpexUSD
		}
		for y := range a.Years {
			years += a.Years[y].NetUSD
		}
		worst = math.Max(worst, math.Abs(months-years)/math.Max(scale, 1))
	}
	return worst
}

// billError compares the invoices with the accounts, tariff by tariff and month by month.
func billError(r *Result) (worst float64) {
	months := len(r.Ledger.Months)
	for t := range r.Facts.Tariffs {
		left := make([]sample.Sum, months) // paid less billed
		var scale sample.Sum
		for _, line := range r.Bill {
			if line.Tariff == t {
				left[line.Month].Add(-line.USD)
			}
		}
		for i := range r.Ledger.Sites {
			if r.Facts.Sites[i].Tariff != t {
				continue
			}
			for m := range months {
				paid := r.Ledger.Sites[i].Lines[m].PowerUSD
				left[m].Add(paid)
				scale.Add(math.Abs(paid))
			}
		}
		for m := range left {
			worst = math.Max(worst, math.Abs(left[m].Value())/math.Max(scale.Value(), 1))
		}
	}
	return worst
}

func coolingError(r *Result) (worst float64) {
	for i := range r.Trace.Flows {
		for m := range r.Trace.Flows[i] {
			if f := &r.Trace.Flows[i][m]; f.EnergyMWh > 0 {
				worst = math.Max(worst, (f.ITMWh-f.EnergyMWh)/f.EnergyMWh)
			}
		}
	}
	return worst
}

func capError(r *Result) float64 { return math.Max(r.Trace.Excess, 0) }

// budgetError is how far a budget was exceeded without the price or the fine that its terms ask for.
func budgetError(r *Result) (worst float64) {
	for g, use := range r.Trace.Budgets {
		group := &r.Problem.Budgets.Groups[g]
		over := (use.UsedMWh - group.BudgetMWh) / math.Max(group.BudgetMWh, 1)
		if over > worst && !paidFor(r, int32(g)) {
			worst = over
		}
	}
	return worst
}

// paidFor tells whether more than budget g may have been used: something was paid under its limit in the months of
// the period, or nothing had to be. Of a budget that a site may break and that the horizon ends, nobody asks any
// more.
func paidFor(r *Result, g int32) bool {
	group := &r.Problem.Budgets.Groups[g]
	if !group.Terms.Soft && !group.Terms.Breach {
		return false
	}
	sites := group.Sites
	if sites == nil {
		sites = r.Problem.Limits[group.Limit].Sites
	}
	free := group.Terms.Soft && group.Terms.Price <= 0 || group.Terms.Breach && group.To >= r.Problem.Hours
	for _, i := range sites {
		for k := range r.Problem.Sites[i].Breaches {
			b := &r.Problem.Sites[i].Breaches[k]
			free = free || b.ShutdownHours > 0 && b.Limit == group.Limit && slices.Contains(b.Groups, g) // it pays by standing still
		}
		for m := r.Problem.Month[group.From]; m <= r.Problem.Month[group.To-1]; m++ {
			free = free || r.Trace.Use(int(group.Limit), int(i), int(m)).PaidUSD > 0
		}
	}
	return free
}

func shareError(r *Result) (worst float64) {
	for e := range r.Trace.Epochs {
		epoch := &r.Trace.Epochs[e]
		if total := epoch.RowPHs + epoch.OwnPHs; total > 0 {
			share := epoch.OwnPHs / total
			worst = math.Max(worst, math.Max(-share, share-1))
		}
	}
	return worst
}

// hashError compares the sites' own sums with those of the epochs.
func hashError(r *Result) float64 {
	var own, hash float64
	for e := range r.Trace.Epochs {
		own += r.Trace.Epochs[e].OwnPHs * r.Trace.Epochs[e].Hours
	}
	for i := range r.Trace.Flows {
		for m := range r.Trace.Flows[i] {
			hash += r.Trace.Flows[i][m].HashPHh
		}
	}
	if hash == 0 {
		return math.Abs(own)
	}
	return math.Abs(own-hash) / hash
}

func retargetError(r *Result) (worst float64) {
	epochs := r.Trace.Epochs
	for e := 1; e < len(epochs); e++ {
		ratio := epochs[e].Difficulty / epochs[e-1].Difficulty
		bound := float64(network.MaxTimespanS) / network.TargetTimespanS * (1 + 1e-4)
		worst = math.Max(worst, math.Max(ratio/bound, 1/(ratio*bound))-1)
	}
	return math.Max(worst, 0)
}

// worries are what is true of a run and should make its reader careful.
func worries(r *Result) (list []scenario.Warning) {
	add := func(kind scenario.WarningKind, value float64, subjects []string, format string, args ...any) {
		list = append(list, scenario.Warning{Kind: kind, Subjects: subjects, Value: value, Text: fmt.Sprintf(format, args...)})
	}
	tr, w := r.Trace, r.Facts.World
	var quiet []string
	for i := range w.Sites {
		if year, share := quietYear(r, i); share < 0.10 {
			if len(quiet) == 0 {
				add(scenario.HardlyRuns, 100*share, nil, "the fleet of %s runs %.0f %% of the year from %s", w.Sites[i].ID, 100*share, year)
				list[0].Detail = year
			}
			quiet = append(quiet, w.Sites[i].ID)
		}
	}
	if len(quiet) > 0 {
		list[0].Subjects = quiet
	}
	if len(quiet) > 1 {
		list[0].Text += fmt.Sprintf(", and %d more sites run less than 10 %% of a year", len(quiet)-1)
	}
	for l := range r.Problem.Limits {
		name := r.Problem.Limits[l].Name
		told := slices.ContainsFunc(r.Facts.Warnings, func(w scenario.Warning) bool {
			return (w.Kind == scenario.NeverInForce || w.Kind == scenario.NeverBinds) && w.Subjects[0] == name
		})
		if len(r.Problem.Limits[l].Sites) > 0 && !told && idle(r, l) {
			add(scenario.NeverBinds, 0, []string{name}, "limit %q never binds", name)
			if text := masked(r.Problem.Problem, int32(l)); text != "" {
				w := &list[len(list)-1]
				w.Detail, w.Text = text, w.Text+": "+text
			}
		}
	}
	if share := r.Summary.Find("network_share_pct"); share.Value.OK() && share.Value.V > 10 {
		add(scenario.LargeShare, share.Value.V, nil, "the sites hold %.0f %% of the network on average; a rest of the world would react to a rival of that size", share.Value.V)
	}
	for e := range tr.Epochs {
		if tr.Epochs[e].InHistory && tr.Epochs[e].RowPHs <= 0 {
			add(scenario.LargerThanAll, float64(tr.Epochs[e].Height), nil, "the sites that already hash are larger than the recorded network in the epoch at height %d", tr.Epochs[e].Height)
			break
		}
	}
	if percent, text := swings(r); percent > 0 {
		add(scenario.Swings, percent, nil, "%s", text)
	}
	return append(list, chargeWorries(r)...)
}

// idle tells whether limit l did nothing: it held nobody back, nothing was paid under it, no more of it would have
// been worth anything, and it did not decide when machines are switched.
func idle(r *Result, l int) bool {
	sum := &r.Summary.Limits[l]
	if sum.BindingHours > 0 || math.Abs(sum.PaidUSD) >= cent || sum.ShadowPrice > 1e-9 {
		return false
	}
	for _, i := range r.Problem.Limits[l].Sites {
		s := &r.Problem.Sites[i]
		if s.Cycle != nil && int(s.Cycle.Limit) == l || s.Band != nil && int(s.Band.Limit) == l {
			return false
		}
	}
	return true
}

// quietYear finds the first whole valuation year in which a site runs under a tenth of its capacity.
func quietYear(r *Result, i int) (label string, share float64) {
	for _, year := range r.Ledger.Years {
		if year.Hours[0] < r.Facts.Sites[i].OnlineHour || year.To-year.From < 1 {
			continue
		}
		var energy, capacity, held float64
		for m, month := range r.Ledger.Months {
			if month.From >= year.Hours[0] && month.To <= year.Hours[1] {
				f := &r.Trace.Flows[i][m]
				energy += f.EnergyMWh
				capacity += f.CapacityMWh
				for _, mwh := range r.Trace.Idle[i][m*r.Trace.Reasons+kernel.ReasonLimit : (m+1)*r.Trace.Reasons] {
					held += mwh
				}
			}
		}
		if capacity > 0 && (energy+held)/capacity < 0.10 {
			return year.Label, energy / capacity
		}
	}
	return "", 1
}
