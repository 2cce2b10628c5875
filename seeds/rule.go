package seeds

import "hashwatt/sim/calendar"

// Rule is a dated rule of a government or a supplier about mining. In ban areas own generation that is isolated from
// the grid is exempt.
type Rule struct {
	ID       string
	Region   string           // id of regions.csv
	Kind     string           // full_ban, seasonal_ban, household_limit, quota, registration, tax, fee, interruption, fine
	From, To calendar.Date    // both inclusive; zero: open, or not found
	Season   *calendar.Season // the part of the year in which it holds; nil: all of it
	Value    float64          // in Unit; where HasValue
	HasValue bool
	Unit     string
	Applies  string // to whom
	Status   string // in_force, draft, expired, proposed
	Note     string
	Cited
}

// ruleLayout describes rules.csv.
func ruleLayout() layout {
	return layout{
		name: "rules", file: "rules.csv", key: "rule_id",
		columns: []Column{
			{"rule_id", "", "name of the rule; a range is given as two rows"},
			{"region_id", "", "row of regions.csv"},
			{"kind", "", "full_ban, seasonal_ban, household_limit, quota, registration, tax, fee, interruption, fine"},
			{"from", "", "first day; empty: open or not found"},
			{"to", "", "last day, inclusive; empty: open or not found"},
			{"season_from_mmdd", "", "first day of the season"},
			{"season_to_mmdd", "", "last day of the season, inclusive; it may run over the New Year"},
			{"value", "see unit", "its figure"},
			{"unit", "", "of the figure"},
			{"applies_to", "", "to whom"},
			{"status", "", "in_force, draft, expired, proposed"},
			{"source_id", "", "sources, the principal one first"},
			{"confidence", "", "how far to trust the row"},
			{"note", "", "what else to know"},
		},
		read: readRule,
	}
}

// readRule adds one row of rules.csv.
func readRule(c *Catalog, r *row) {
	u := Rule{
		ID: r.id("rule_id"), Region: r.reference("region_id", "regions"),
		Kind: r.word("kind", "full_ban", "seasonal_ban", "household_limit", "quota", "registration", "tax", "fee", "interruption", "fine"),
		From: r.date("from"), To: r.date("to"), Unit: r.text("unit"), Applies: r.need("applies_to"),
		Status: r.word("status", "in_force", "draft", "expired", "proposed"), Cited: r.cited(), Note: r.text("note"),
	}
	r.need("region_id")
	u.Value, u.HasValue = r.maybe("value")
	if u.HasValue != (u.Unit != "") {
		r.problem("unit", "a value and its unit go together; fill in both or neither")
	}
	if !u.From.IsZero() && !u.To.IsZero() && u.To.Before(u.From) {
		r.problem("to", "%s is before %s; a rule ends on or after its first day", u.To, u.From)
	}
	if from, to := r.text("season_from_mmdd"), r.text("season_to_mmdd"); from != "" || to != "" {
		season, err := calendar.ParseSeason(from + ".." + to)
		if err != nil {
			r.problem("season_from_mmdd", "%v", err)
		}
		u.Season = &season
	}
	c.Rules = append(c.Rules, u)
}

// Rule returns the rule of an id.
func (c *Catalog) Rule(id string) (Rule, bool) {
	return lookup(c.Rules, func(u *Rule) string { return u.ID }, id)
}
