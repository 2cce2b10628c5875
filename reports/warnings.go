package reports

import (
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim/scenario"
)

// phrase is how the page says warnings of one kind, several of them in one sentence. Those whose why is "sources"
// speak of inputs that are not known and had to be replaced; the page puts them into one notice.
type phrase struct {
	kind scenario.WarningKind
	why  string // the section that explains it
	say  func(t told) string
}

// told is what the warnings of one kind say together: the names of all their subjects, and the warnings, one or more.
type told struct {
	names []string
	list  []scenario.Warning
}

// each pairs every name with what is said of it alone.
func (t told) each(of func(w *scenario.Warning) string) []string {
	out := make([]string, len(t.list))
	for k := range t.list {
		out[k] = t.names[k] + " " + of(&t.list[k])
	}
	return out
}

func phrases() []phrase {
	return []phrase{
		{scenario.NoWeather, "sources", func(t told) string {
			return fmt.Sprintf("No weather station stands for %s; the PUE there is constant.", listed(runsOf(t.names), 3))
		}},
		{scenario.NoTariff, "sources", func(t told) string {
			if len(t.list) == 1 {
				return fmt.Sprintf("%s has no tariff of its own; its industrial price%s, is used in nominal money.", sentence(t.names[0]), t.list[0].Detail)
			}
			return fmt.Sprintf("%s regions have no tariff of their own; the industrial price of each is used in nominal money: %s.",
				sentence(spelled(len(t.list))), listed(t.each(func(w *scenario.Warning) string {
					return "(" + strings.TrimPrefix(strings.ReplaceAll(strings.TrimPrefix(w.Detail, " of "), ", ", ": "), ": ") + ")"
				}), 4))
		}},
		{scenario.NoEmissions, "sources", func(t told) string {
			return fmt.Sprintf("No emission factor is known for %s; %s.", listed(t.names, 8), plural(len(t.names), "its emissions count as zero", "their emissions count as zero"))
		}},
		{scenario.RateEnds, "sources", func(t told) string {
			if len(t.list) == 1 {
				return fmt.Sprintf("The exchange rate of %s is known to %s and held after that.", t.names[0], monthText(t.list[0].Detail))
			}
			return fmt.Sprintf("Exchange rates are held after the last month that is known: %s.",
				listed(t.each(func(w *scenario.Warning) string { return "to " + monthText(w.Detail) }), 8))
		}},
		{scenario.NotFull, "energy", func(t told) string {
			return fmt.Sprintf("%s not full: %s of its power %s machines.", plural(len(t.list), "A connection is", "Connections are"),
				listed(t.each(func(w *scenario.Warning) string { return fmt.Sprintf("%.6g %%", w.Value) }), 8), plural(len(t.list), "feeds", "feed"))
		}},
		{scenario.NeverOnline, "where", func(t told) string {
			return fmt.Sprintf("%s online after the end of the horizon: %s.", sentence(counted(len(t.names), "site comes", "sites come")), listed(runsOf(t.names), 8))
		}},
		{scenario.NeverBinds, "limited", func(t told) string {
			parts := slices.Clone(t.names)
			for k := range t.list {
				if why := t.list[k].Detail; why != "" {
					parts[k] += " (" + why + ")"
				}
			}
			return fmt.Sprintf("%s: %s.", plural(len(parts), "A limit never binds", "Limits never bind"), listed(parts, 8))
		}},
		{scenario.NeverInForce, "limited", func(t told) string {
			return fmt.Sprintf("%s in force within the horizon: %s.", plural(len(t.names), "A limit is never", "Limits are never"), listed(t.names, 8))
		}},
		{scenario.HoldsNoSite, "limited", func(t told) string {
			return fmt.Sprintf("%s: %s.", plural(len(t.names), "A limit holds no site", "Limits hold no site"), listed(t.names, 8))
		}},
		{scenario.NoSiteBelow, "limited", func(t told) string {
			return fmt.Sprintf("%s limits but no site: %s.", plural(len(t.names), "A region has", "Regions have"), listed(t.names, 8))
		}},
		{scenario.HardlyRuns, "energy", func(t told) string {
			w := &t.list[0]
			text := fmt.Sprintf("The fleet of %s runs %s of the year from %s", t.names[0], WithUnit(Format(w.Value, 0), "%"), w.Detail)
			if n := len(t.names) - 1; n > 0 {
				text += fmt.Sprintf(", and %d more %s less than %s of a year", n, plural(n, "site runs", "sites run"), WithUnit("10", "%"))
			}
			return text + "."
		}},
		{scenario.KeptOff, "energy", func(t told) string {
			return fmt.Sprintf("%s never %s, for no load is worth what its highest hour would cost.", sentence(listed(t.names, 8)), plural(len(t.names), "runs", "run"))
		}},
		{scenario.MinimumBinds, "bill", minimumText},
		{scenario.NotPlanned, "bill", func(t told) string {
			usd := 0.0
			for k := range t.list {
				usd += t.list[k].Value
			}
			return fmt.Sprintf("Nobody plans for %s, and the sites pay %s for %s over the horizon.", listed(t.names, 4), amount(usd, "USD"), plural(len(t.names), "it", "them"))
		}},
		{scenario.TariffEnds, "sources", func(t told) string {
			return fmt.Sprintf("The last price is held where a tariff ends before the horizon does: %s.",
				listed(t.each(func(w *scenario.Warning) string { return "(" + w.Detail + ")" }), 8))
		}},
		{scenario.NoPeak, "sources", func(t told) string {
			if len(t.list) == 1 {
				return fmt.Sprintf("Peaks of the system in %s: %s.", t.names[0], t.list[0].Detail)
			}
			return fmt.Sprintf("Some peaks of the system are not billed: %s.", strings.Join(t.each(func(w *scenario.Warning) string { return "(" + w.Detail + ")" }), ", "))
		}},
		{scenario.LargeShare, "hashrate", nil},
		{scenario.LargerThanAll, "hashrate", nil},
	}
}

// minimumText says of which minimum bills it makes no difference what runs, and what they are of the bill.
func minimumText(t told) string {
	var parts []string
	at := 0
	for k := range t.list {
		w := &t.list[k]
		names := t.names[at : at+len(w.Subjects)]
		at += len(w.Subjects)
		parts = append(parts, fmt.Sprintf("%s at %s (%s of what %s for power)", w.Detail, listed(names, 3), shareText(w.Value/100), plural(len(names), "it pays", "they pay")))
	}
	return fmt.Sprintf("%s due in every period, and nobody runs more for %s: %s.", plural(len(parts), "A minimum bill is", "Minimum bills are"), plural(len(parts), "it", "them"), listed(parts, 4))
}

// nameOf gives the names of sites and regions; anything else is called by what it is.
func (b *builder) nameOf() func(id string) string {
	names := map[string]string{}
	for r := range b.w.Regions {
		names[b.w.Regions[r].ID] = b.shortRegion(b.w.Regions[r].ID)
	}
	for i := range b.w.Sites {
		names[b.w.Sites[i].ID] = b.w.Sites[i].Name
	}
	return func(id string) string {
		if name := names[id]; name != "" {
			return name
		}
		return id
	}
}

// mergeWarnings makes one notice of all the warnings of a kind, where the first of them stands. Warnings of no
// kind, and those that are said once at most, keep their own text. What is true of the work alone is no notice.
func mergeWarnings(list []scenario.Warning, name func(id string) string) []Notice {
	table := phrases()
	var out []Notice
	done := map[scenario.WarningKind]bool{}
	for k := range list {
		w := &list[k]
		if w.Kind == scenario.TakesLong { // it is over
			continue
		}
		at := slices.IndexFunc(table, func(p phrase) bool { return p.kind == w.Kind })
		if at < 0 || table[at].say == nil {
			n := Notice{Text: strings.TrimSuffix(sentence(w.Text), ".") + "."}
			if at >= 0 {
				n.Why = table[at].why
			}
			out = append(out, n)
			continue
		}
		if done[w.Kind] {
			continue
		}
		done[w.Kind] = true
		var t told
		for _, other := range list {
			if other.Kind == w.Kind {
				t.list = append(t.list, other)
				for _, id := range other.Subjects {
					t.names = append(t.names, name(id))
				}
			}
		}
		out = append(out, Notice{Text: table[at].say(t), Why: table[at].why})
	}
	return out
}
