package seeds

import (
	"slices"
	"time"

	"hashwatt/sim/calendar"
)

// Share is a country's share of the world's hashrate. Shares of different methods do not join into one line.
type Share struct {
	Date        calendar.Date // first day of the period
	Precision   string        // day, month, quarter, year
	Country     string
	CountryCode string  // ISO 3166 alpha-2; empty for "Other"
	Percent     float64 // 0..100
	HashrateEHs float64 // where HasHashrate; 0 can be a value
	HasHashrate bool
	Method      string // cbeci, hashrate_index, survey
	Cited
}

// PowerMonth is the Cambridge estimate of the power of the whole network in a month.
type PowerMonth struct {
	Year                 int
	Month                time.Month
	MinGW, BestGW, MaxGW float64
	JPerTH               float64 // fleet efficiency, at an electricity price of 0.05 USD/kWh
	Days                 int     // that the mean is over
	Cited
}

// ShareTable returns the shares that one source gives for the period that begins at a date, by one method: the
// source with the most countries, in the order of the file; nil where there is none.
func (c *Catalog) ShareTable(date calendar.Date, method string) []Share {
	var best []Share
	rows := map[string][]Share{}
	for _, s := range c.Shares {
		if s.Date != date || s.Method != method {
			continue
		}
		rows[s.Source] = append(rows[s.Source], s)
		if len(rows[s.Source]) > len(best) {
			best = rows[s.Source]
		}
	}
	return best
}

// ShareDates returns the dates for which a method has a table of more than one country, oldest first.
func (c *Catalog) ShareDates(method string) []calendar.Date {
	var dates []calendar.Date
	for _, s := range c.Shares {
		if s.Method == method && !slices.Contains(dates, s.Date) && len(c.ShareTable(s.Date, method)) > 1 {
			dates = append(dates, s.Date)
		}
	}
	slices.SortFunc(dates, func(a, b calendar.Date) int { return a.Days() - b.Days() })
	return dates
}

// CountryName returns what the tables of shares call a country, else its code.
func (c *Catalog) CountryName(code string) string {
	for _, s := range c.Shares {
		if s.CountryCode == code {
			return s.Country
		}
	}
	return code
}

// shareLayout describes hashrate_shares.csv.
func shareLayout() layout {
	return layout{
		name: "hashrate_shares", file: "hashrate_shares.csv",
		columns: []Column{
			{"date", "", "first day of the period"},
			{"date_precision", "", "day, month, quarter, year"},
			{"country", "", "name of the country"},
			{"country_code", "", "ISO 3166 alpha-2"},
			{"share_pct", "%", "share of the world's hashrate"},
			{"hashrate_eh_s", "EH/s", "hashrate"},
			{"method", "", "cbeci, hashrate_index, survey: not to be joined into one line"},
			{"source_id", "", "sources, the principal one first"},
			{"confidence", "", "how far to trust the row"},
		},
		read: func(c *Catalog, r *row) {
			s := Share{
				Date: r.date("date"), Precision: r.word("date_precision", "day", "month", "quarter", "year"),
				Country: r.need("country"), CountryCode: r.country("country_code"), Percent: r.within("share_pct", 0, 100),
				Method: r.word("method", "cbeci", "hashrate_index", "survey"), Cited: r.cited(),
			}
			r.need("date")
			s.HashrateEHs, s.HasHashrate = r.maybe("hashrate_eh_s")
			c.Shares = append(c.Shares, s)
		},
	}
}

// networkPowerLayout describes cambridge/network_power.csv.
func networkPowerLayout() layout {
	return layout{
		name: "network_power", file: "cambridge/network_power.csv", key: "month",
		columns: []Column{
			{"month", "", "year and month"},
			{"power_min_gw", "GW", "lower bound of the network's power"},
			{"power_best_guess_gw", "GW", "best guess of the network's power"},
			{"power_max_gw", "GW", "upper bound of the network's power"},
			{"fleet_efficiency_j_th", "J/TH", "of the machines that pay at 0.05 USD/kWh"},
			{"days", "days", "that the mean is over"},
		},
		read: func(c *Catalog, r *row) {
			p := PowerMonth{JPerTH: r.within("fleet_efficiency_j_th", 1, 1e6), Days: int(r.integer("days", 0)), Cited: c.fileCited(r)}
			r.id("month")
			p.Year, p.Month = r.month("month")
			p.MinGW, p.BestGW, p.MaxGW = r.triple("power_min_gw", "power_best_guess_gw", "power_max_gw")
			c.NetworkPower = append(c.NetworkPower, p)
		},
	}
}
