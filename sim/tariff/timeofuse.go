package tariff

import (
	"strings"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// TimeOfUse is a table of zones by day of the week, hour of the day and part of the year, in the local time of the
// region. An hour takes the price of the most specific zone that covers it: the one that states the most of days,
// hours, and months or season. Two equally specific zones over one hour are a mistake, and so is an hour without a
// zone.
type TimeOfUse struct {
	Zones []Zone `yaml:"zones"`
	Rise  Rise   `yaml:",inline"`
}

// Zone is one row of the table. What is not stated does not restrict; a zone with a price alone is the catch-all.
type Zone struct {
	Name  string `yaml:"name,omitempty"` // of the line on the bill
	When  `yaml:",inline"`
	Price unit.EnergyPrice `yaml:"price"` // per MWh in base units, zero or more
	At    conf.Pos         `yaml:"-"`
}

// Check returns what is wrong with one zone by itself.
func (z *Zone) Check(at *conf.Node) []conf.Problem {
	return checkPrice(at.Get("price"), z.Price)
}

// Check returns what is wrong with the table as a whole: overlaps, hours without a price, a mixture of currencies.
func (u *TimeOfUse) Check(at *conf.Node) []conf.Problem {
	problems := u.Rise.problems(at)
	zones := at.Get("zones")
	if len(u.Zones) == 0 {
		return append(problems, conf.Problemf(zones, "no zones; write at least one with a price"))
	}
	currency := u.Currency()
	for i, z := range u.Zones {
		if c := z.Price.Currency; c != currency {
			problems = append(problems, conf.Problemf(zones.Items[i].Get("price"),
				"in %s, but the zone at line %d is in %s; one component has one currency", c, u.Zones[0].At.Line, currency))
		}
	}
	return append(problems, u.table().check(zones, "zone", true)...)
}

// Describe says what was understood: "5 RUB/kWh mon-fri 07-23, 3 RUB/kWh otherwise".
func (u *TimeOfUse) Describe() string {
	rest := ""
	var kept []string
	for _, z := range u.Zones {
		if z.level() == 0 {
			rest = z.Price.String()
			continue
		}
		kept = append(kept, z.Price.String()+" "+z.when())
	}
	switch {
	case rest != "" && len(kept) == 0:
		kept = append(kept, rest+" in every hour")
	case rest != "":
		kept = append(kept, rest+" otherwise")
	}
	return strings.Join(kept, ", ") + u.Rise.text()
}

// Currency returns the currency that all zones share.
func (u *TimeOfUse) Currency() string {
	if len(u.Zones) == 0 {
		return ""
	}
	return u.Zones[0].Price.Currency
}

// Signal adds the price of the zone of every hour to dst.
func (u *TimeOfUse) Signal(dst []float64, in Input) error {
	in.mustFit(len(dst))
	of, err := u.table().rows(in)
	if err != nil {
		return err
	}
	rise := u.Rise.over(in)
	for t, z := range of {
		if err := addHour(dst, t, u.Zones[z].Price.Amount*rise.at(t), in); err != nil {
			return err
		}
	}
	return nil
}

// Bill invoices the energy of each local month, one line per zone.
func (u *TimeOfUse) Bill(loadMWh []float64, in Input) ([]Charge, error) {
	price := make([]float64, len(loadMWh))
	if err := u.Signal(price, in); err != nil {
		return nil, err
	}
	lines := make([]line, len(u.Zones))
	for i, z := range u.Zones {
		lines[i].name = z.Name
		if z.Name == "" {
			lines[i].name = z.when()
		}
		lines[i].why = func(m int, mwh, amount float64) string {
			if moved := u.Rise.textIn(in, m); moved != "" {
				return averageText(mwh, amount, z.Price.Currency) + " " + z.when() + moved
			}
			return energyText(mwh) + " at " + z.Price.String() + " " + z.when()
		}
	}
	of, err := u.table().rows(in)
	if err != nil {
		return nil, err
	}
	return invoice(loadMWh, price, in, u.Currency(), lines, of)
}

// table is when the zones hold.
func (u *TimeOfUse) table() timetable {
	table := make(timetable, len(u.Zones))
	for i, z := range u.Zones {
		table[i] = z.When
	}
	return table
}

const timeOfUseDoc = "prices by day of the week, hour of the day and part of the year"

const timeOfUseExample = `# Prices by day, hour and part of the year in the region's own time. The most specific zone wins: the one that
# states the most of days, hours, and months or season.
type: time_of_use
name: energy                 # what the line is called on the bill; default: the type
zones:                       # required; every hour of the year needs exactly one most specific zone
  - price: 2.10 RUB/kWh      # required; a zone with a price alone catches every hour that no other zone names
    name: night and weekend  # default: its days, hours and months; the line on the bill
  - days: mon-fri            # default: every day; mon tue wed thu fri sat sun holidays, ranges and lists
    hours: 07-23             # default: all hours; from 07:00 until 23:00; also 23-07 and 07-11, 17-21
    price: 3.40 RUB/kWh
  - days: mon-fri
    hours: 17-21
    season: 11-15..03-15     # default: the whole year; both ends inclusive
    price: 5.20 RUB/kWh
  - days: mon-fri
    hours: 10-12
    months: jun-aug          # default: every month; jan feb ... dec, ranges and lists; instead of a season
    price: 4.10 RUB/kWh
escalation: 4 %/year         # default 0 %/year; effective annual rate, from the start of the clock or from begins
steps:                       # default: none; changes for good, each from 00:00 of a local day
  - {from: 2026-07-01, change: 9.1 %}
source: samara_31523         # default: assumed by the scenario; a row of the seeds' sources
confidence: assumed          # default: none stated
` + validKeys
