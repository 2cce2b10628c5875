package seeds

import (
	"hashwatt/sim/calendar"
)

// Holiday is a day of a country that differs from its weekday: a holiday, a day off that was moved there, or a working
// Saturday. A year with such days has all of them.
type Holiday struct {
	Country string // two letters
	Date    calendar.Date
	Kind    string // holiday, off, work
	Name    string
	Note    string
	Cited
}

// HolidayRule is a holiday that returns every year. It stands for the years of which no day is in holidays.csv.
type HolidayRule struct {
	Country string // two letters
	Name    string
	Rule    calendar.HolidayRule
	Note    string
	Cited
}

// holidayLayout describes holidays.csv.
func holidayLayout() layout {
	return layout{
		name: "holidays", file: "holidays.csv",
		columns: []Column{
			{"country", "", "two letters (ISO 3166)"},
			{"date", "", "the day"},
			{"kind", "", "holiday; off: a day off that was moved there; work: a day of the weekend that is a working day"},
			{"name", "", "of the holiday"},
			{"source_id", "", "sources, the principal one first"},
			{"confidence", "", "how far to trust the row"},
			{"note", "", "what else to know"},
		},
		read: readHoliday,
	}
}

// readHoliday adds one row of holidays.csv.
func readHoliday(c *Catalog, r *row) {
	h := Holiday{
		Country: r.country("country"), Date: r.date("date"), Kind: r.word("kind", "holiday", "off", "work"),
		Name: r.need("name"), Note: r.text("note"), Cited: r.cited(),
	}
	r.need("country")
	r.need("date")
	r.claim("date", h.Country+" "+h.Date.String())
	c.Holidays = append(c.Holidays, h)
}

// holidayRuleLayout describes holiday_rules.csv.
func holidayRuleLayout() layout {
	return layout{
		name: "holiday_rules", file: "holiday_rules.csv",
		columns: []Column{
			{"country", "", "two letters (ISO 3166)"},
			{"name", "", "of the holiday"},
			{"rule", "", "11-04 for a fixed date; 3rd mon jan; last mon may; every fri: a day of the weekend, instead of Saturday and Sunday"},
			{"shift", "", "where it falls on a weekend: nearest, also the Friday before or the Monday after; next, also the next working day; empty, nothing more"},
			{"from_year", "", "first year; empty: always"},
			{"to_year", "", "last year; empty: for good"},
			{"source_id", "", "sources, the principal one first"},
			{"confidence", "", "how far to trust the row"},
			{"note", "", "what else to know"},
		},
		read: readHolidayRule,
	}
}

// readHolidayRule adds one row of holiday_rules.csv.
func readHolidayRule(c *Catalog, r *row) {
	h := HolidayRule{Country: r.country("country"), Name: r.need("name"), Note: r.text("note"), Cited: r.cited()}
	r.need("country")
	rule, err := calendar.ParseHolidayRule(r.need("rule"))
	if err != nil {
		r.problem("rule", "%v", err)
	}
	rule.Shift = calendar.Shift(r.word("shift", "", string(calendar.Nearest), string(calendar.Next)))
	rule.From, rule.To = int(r.integer("from_year", 0)), int(r.integer("to_year", 0))
	if rule.To != 0 && rule.To < rule.From {
		r.problem("to_year", "%d is before %d; a rule ends on or after its first year", rule.To, rule.From)
	}
	if rule.Week == calendar.EveryWeek && (rule.Shift != calendar.Stays || rule.From != 0 || rule.To != 0) {
		r.problem("rule", "a day of the weekend is one in all years and shifts nothing; leave shift, from_year and to_year empty")
	}
	h.Rule = rule
	c.HolidayRules = append(c.HolidayRules, h)
}

// Workdays returns the working days of a country, two letters. Known tells whether the catalogue has its holidays;
// where it has none, the days of the week work, which are Monday to Friday where no rule says otherwise.
func (c *Catalog) Workdays(country string) (days *calendar.Workdays, known bool) {
	var special []calendar.SpecialDay
	for _, h := range c.Holidays {
		if h.Country == country {
			special = append(special, calendar.SpecialDay{Date: h.Date, Work: h.Kind == "work"})
		}
	}
	known = len(special) > 0
	var rules []calendar.HolidayRule
	for _, h := range c.HolidayRules {
		if h.Country == country {
			rules = append(rules, h.Rule)
			known = known || h.Rule.Week != calendar.EveryWeek
		}
	}
	return calendar.NewWorkdays(special, rules), known
}
