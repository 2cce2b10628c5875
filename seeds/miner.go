package seeds

import "time"

// MinerMonth is what a listed mining company reported for a month. Numbers that it did not report are 0.
type MinerMonth struct {
	Company         string
	Year            int
	Month           time.Month
	BTC             float64
	AverageEHs      float64 // mean of the month
	DeployedEHs     float64 // at the end of the month
	PowerCostUSCKWh float64 // US cents per kWh, all-in
	CreditsMUSD     float64 // for power sold back and demand response, million USD
	ElectricityMUSD float64 // million USD
	AverageMW       float64
	JPerTH          float64
	URL             string
	OwnPool         bool // it keeps what its own pool finds, so its coins scatter; else a pool pays for every share (FPPS)
	Note            string
	Cited
}

// minerMonthLayout describes public_miners.csv.
func minerMonthLayout() layout {
	return layout{
		name: "public_miners", file: "public_miners.csv",
		columns: []Column{
			{"company", "", "name of the company"},
			{"month", "", "year and month"},
			{"btc_produced", "BTC", "coins mined"},
			{"average_operating_eh_s", "EH/s", "mean hashrate of the month"},
			{"month_end_deployed_eh_s", "EH/s", "hashrate installed at its end"},
			{"all_in_power_cost_usc_kwh", "US cents/kWh", "cost of power after credits"},
			{"power_and_demand_response_credits_million_usd", "million USD", "earned by not mining"},
			{"electricity_cost_million_usd", "million USD", "cost of electricity"},
			{"average_power_mw", "MW", "mean power"},
			{"fleet_efficiency_j_th", "J/TH", "of the fleet"},
			{"source_url", "", "address of the report"},
			{"pool", "", "fpps: paid for every share; own: what its own pool finds, with its luck"},
			{"source_id", "", "who reported it"},
			{"confidence", "", "how far to trust the row"},
			{"note", "", "what else to know"},
		},
		read: func(c *Catalog, r *row) {
			m := MinerMonth{
				Company: r.need("company"), BTC: r.within("btc_produced", 0.01, 10000),
				AverageEHs: r.within("average_operating_eh_s", 0.01, 500), DeployedEHs: r.atLeast("month_end_deployed_eh_s", 0, 0),
				PowerCostUSCKWh: r.atLeast("all_in_power_cost_usc_kwh", 0, 0),
				CreditsMUSD:     r.atLeast("power_and_demand_response_credits_million_usd", 0, 0),
				ElectricityMUSD: r.atLeast("electricity_cost_million_usd", 0, 0), AverageMW: r.atLeast("average_power_mw", 0, 0),
				JPerTH: r.atLeast("fleet_efficiency_j_th", 0, 0), URL: r.need("source_url"),
				OwnPool: r.word("pool", "fpps", "own") == "own", Note: r.text("note"), Cited: r.cited(),
			}
			m.Year, m.Month = r.month("month")
			c.MinerMonths = append(c.MinerMonths, m)
		},
	}
}
