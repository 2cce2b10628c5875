package seeds

import "strings"

// Claim is a published statement with its number, for checking and for citing.
type Claim struct {
	ID        string
	Statement string
	Value     float64 // where HasValue
	HasValue  bool
	ValueHigh float64 // upper end of a range, where HasHigh
	HasHigh   bool
	Unit      string // "percent", "rub_per_kwh"; empty where there is no value
	AsOf      string // day, month, year or "start/end"; empty if not known
	Note      string
	Cited
}

// claimLayout describes claims.csv.
func claimLayout() layout {
	return layout{
		name: "claims", file: "claims.csv", key: "claim_id",
		columns: []Column{
			{"claim_id", "", "name of the claim"},
			{"statement", "", "what is said"},
			{"value", "see unit", "its number, or the lower end of its range"},
			{"value_high", "see unit", "upper end of its range"},
			{"unit", "", "of the number"},
			{"as_of", "", "day, month, year or start/end that it holds for"},
			{"source_id", "", "sources, the principal one first"},
			{"confidence", "", "how far to trust the row"},
			{"note", "", "what else to know"},
		},
		read: func(c *Catalog, r *row) {
			s := Claim{
				ID: r.id("claim_id"), Statement: r.need("statement"), Unit: r.text("unit"), AsOf: r.text("as_of"),
				Cited: r.cited(), Note: r.text("note"),
			}
			s.Value, s.HasValue = r.maybe("value")
			s.ValueHigh, s.HasHigh = r.maybe("value_high")
			if s.HasValue != (s.Unit != "") {
				r.problem("unit", "a value and its unit go together; fill in both or neither")
			}
			if s.HasHigh && (!s.HasValue || s.ValueHigh < s.Value) {
				r.problem("value_high", "%v is not above value, %v; give the lower end first", s.ValueHigh, s.Value)
			}
			if start, end, ranged := strings.Cut(s.AsOf, "/"); ranged && (start == "" || end == "") {
				r.problem("as_of", "%q is half a period; write start/end", s.AsOf)
			}
			c.Claims = append(c.Claims, s)
		},
	}
}

// Claim returns the claim of an id.
func (c *Catalog) Claim(id string) (Claim, bool) {
	return lookup(c.Claims, func(s *Claim) string { return s.ID }, id)
}
