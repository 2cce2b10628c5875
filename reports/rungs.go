package reports

// rung is how often one method decided what runs.
type rung struct {
	n      int64
	fact   string // its name among the facts of the run; empty where it is not told there
	shared string // and where it is told how what is scarce was shared out; empty for what is no such plan
}

// rungs are the methods that the run may have used, the simplest first.
func (b *builder) rungs() []rung {
	n, proven := b.tr.Rungs, b.tr.Proven
	return []rung{
		{n.Threshold, "site-hours by price alone", ""},
		{n.Capped, "site-hours under a cap or ban", ""},
		{n.Slack, "budget periods without shortage", "without shortage"},
		{n.OneBudget, "budgets one at a time", "of one budget by running the best hours first"},
		{n.Nested, "nested budgets", "of budgets inside others, from the inside out"},
		{n.Crossing, "crossing budgets", "of budgets that cross, as flows through a network"},
		{n.General, "general programmes", "of budgets that cross in three ways or more, as general linear programmes"},
		{
			n.Switched, "budgets with the machines that are switched under them",
			"of budgets together with the schedules of the machines that are switched under them, " +
				"as mixed-integer programmes",
		},
		{
			proven.Accords, "",
			"of budgets together with charges on the highest load and tiers, " +
				"by the shadow prices at which each site answers by itself",
		},
		{
			b.settling(), "",
			"of what is done wholly or not at all besides, as breaking a limit for a fine, " +
				"by a search that bounds what all else earns",
		},
		{n.Windows, "windows of demand charges", ""},
		{n.Counts, "tiers of energy", ""},
	}
}
