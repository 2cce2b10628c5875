package sim

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"hashwatt/sim/kernel"
	"hashwatt/sim/scenario"
	"hashwatt/sim/tariff"
)

// chargeWorries are what is true of the tariffs of a run and should make its reader careful.
func chargeWorries(r *Result) (list []scenario.Warning) {
	if sites := keptOff(r); len(sites) > 0 {
		list = append(list, scenario.Warning{
			Kind: scenario.KeptOff, Subjects: sites,
			Text: fmt.Sprintf("no load is worth what its peak costs at %s, which %s",
				listOf(sites), verb(len(sites), "never runs", "never run")),
		})
	}
	list = append(list, minimums(r)...)
	list = append(list, notPlanned(r)...)
	return append(list, misfits(r)...)
}

// misfits tells of models of markets that are not like their series. Each is told once, however many tariffs have it.
func misfits(r *Result) (list []scenario.Warning) {
	for t := range r.Facts.Tariffs {
		for _, m := range tariff.Misfits(r.Facts.Tariffs[t].Components, r.Problem.Tariffs[t].In) {
			text := fmt.Sprintf("%s: the model of %s has not what the series has: %s, in its unit",
				m.Name, m.Series, m.Off)
			if !slices.ContainsFunc(list, func(w scenario.Warning) bool { return w.Text == text }) {
				list = append(list, scenario.Warning{Subjects: []string{m.Name}, Text: text})
			}
		}
	}
	return list
}

// keptOff lists the sites that never run and would mostly run but for the price of the highest load.
func keptOff(r *Result) (sites []string) {
	tr := r.Trace
	for i := range tr.Flows {
		var energy, demand, price float64
		for m := range tr.Flows[i] {
			energy += tr.Flows[i][m].EnergyMWh
			demand += tr.Idle[i][m*tr.Reasons+kernel.ReasonDemand]
			price += tr.Idle[i][m*tr.Reasons+kernel.ReasonPrice]
		}
		if energy == 0 && demand > price {
			sites = append(sites, r.Facts.Sites[i].ID)
		}
	}
	return sites
}

// minimums tells of minimum bills that are due whenever they are counted: what the sites run costs nothing more.
func minimums(r *Result) (list []scenario.Warning) {
	for t := range r.Facts.Tariffs {
		for _, item := range r.Facts.Tariffs[t].Components {
			c, ok := item.Component.(*tariff.Minimum)
			if !ok {
				continue
			}
			warning := scenario.Warning{Kind: scenario.MinimumBinds, Detail: item.Name}
			var due, paid float64
			for i := range r.Facts.Sites {
				if r.Facts.Sites[i].Tariff != t || r.Facts.Sites[i].OnlineHour >= r.Problem.Hours {
					continue
				}
				short, periods, usd := shortfalls(r, i, item.Name, c)
				if short == periods { // the site stands in one at least
					warning.Subjects = append(warning.Subjects, r.Facts.Sites[i].ID)
					due += usd
					for m := range r.Ledger.Sites[i].Lines {
						paid += r.Ledger.Sites[i].Lines[m].PowerUSD
					}
				}
			}
			if len(warning.Subjects) > 0 {
				warning.Value = 100 * due / math.Max(paid, 1e-9)
				warning.Text = fmt.Sprintf("%s is due in every period at %s, %.3g %% of what %s for power; nobody runs more for it",
					item.Name, listOf(warning.Subjects), warning.Value, verb(len(warning.Subjects), "it pays", "they pay"))
				list = append(list, warning)
			}
		}
	}
	return list
}

// shortfalls counts in how many of its periods a minimum is due to a site, and what that comes to, USD.
func shortfalls(r *Result, i int, name string, c *tariff.Minimum) (short, periods int, usd float64) {
	for _, line := range r.Bill {
		if line.Site == i && line.Component == name && line.USD > 0 {
			short++
			usd += line.USD
		}
	}
	in := r.Problem.Tariffs[r.Facts.Sites[i].Tariff].In
	years := map[int]bool{}
	for _, month := range in.Civil.Months {
		if month.To > r.Facts.Sites[i].OnlineHour {
			periods++
			years[month.Year] = true
		}
	}
	if c.Per == "year" {
		periods = len(years)
	}
	return short, periods, usd
}

// notPlanned tells what components cost that no operator plans for, those of price categories too.
func notPlanned(r *Result) (list []scenario.Warning) {
	var names []string
	for t := range r.Facts.Tariffs {
		for _, item := range r.Facts.Tariffs[t].Components {
			switch c := item.Component.(type) {
			case *tariff.Deviation:
				names = append(names, item.Name)
			case *tariff.PriceCategory:
				for _, part := range c.Parts {
					if _, ok := part.Component.(*tariff.Deviation); ok {
						names = append(names, tariff.LineName(item.Name, part.Name))
					}
				}
			}
		}
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		usd := 0.0
		for _, line := range r.Bill {
			own := tariff.LineName(line.Component, line.Name)
			if own == name || strings.HasPrefix(own, name+": ") {
				usd += line.USD
			}
		}
		if usd > 0 {
			list = append(list, scenario.Warning{
				Kind: scenario.NotPlanned, Subjects: []string{name}, Value: usd,
				Text: fmt.Sprintf("%s costs %.0f USD over the horizon; sites do not plan for it", name, usd),
			})
		}
	}
	return list
}

// listOf names the first of some sites and counts the others.
func listOf(ids []string) string {
	if len(ids) <= 3 {
		return strings.Join(ids, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(ids[:3], ", "), len(ids)-3)
}

// verb is the word for one or for several.
func verb(n int, one, several string) string {
	if n == 1 {
		return one
	}
	return several
}
