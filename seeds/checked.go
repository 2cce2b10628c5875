package seeds

import "hashwatt/sim/calendar"

// CheckedClaim is a published claim whose numbers can be compared, and what a comparison of two of them must come
// to. Numbers that the claim does not state are 0.
type CheckedClaim struct {
	ID          string
	Statement   string
	From, To    calendar.Date // UTC days that it holds for, both inclusive
	Rig         string        // id of rigs.csv; empty where no machines are stated
	Machines    float64
	HashratePHs float64
	JPerTH      float64
	PowerMW     float64
	EnergyMWh   float64
	GasM3       float64
	BTC         float64
	Blocks      float64
	RevenueUSD  float64 // of the period
	OwnPool     bool

	Pair      string  // what is compared: "machines-coins"
	Verdict   string  // what must come out: consistent, off or impossible
	Value     float64 // and the number that the two must imply together
	Tolerance float64 // of Value, relative
	Note      string
	Cited
}

// checkedClaimLayout describes checked_claims.csv.
func checkedClaimLayout() layout {
	return layout{
		name: "checked_claims", file: "checked_claims.csv", key: "check_id",
		columns: []Column{
			{"check_id", "", "name of the check"},
			{"statement", "", "what is said"},
			{"from", "", "first UTC day that it holds for"},
			{"to", "", "last day, inclusive"},
			{"rig_id", "", "row of rigs.csv"},
			{"machines", "", "number of them"},
			{"hashrate_ph_s", "PH/s", "mean hashrate"},
			{"efficiency_j_th", "J/TH", "of the machines"},
			{"power_mw", "MW", "power at the meter"},
			{"energy_mwh", "MWh", "electricity of the period"},
			{"gas_m3", "m³", "gas burnt in the period"},
			{"coins_btc", "BTC", "coins of the period"},
			{"blocks", "blocks", "blocks found in the period"},
			{"revenue_usd", "USD", "income of the period"},
			{"pool", "", "fpps: paid for every share; own: what its own pool finds"},
			{"pair", "", "the two quantities that are compared"},
			{"verdict", "", "what must come out: consistent, off, impossible"},
			{"value", "", "the number that the two must imply together"},
			{"tolerance", "fraction", "of that number"},
			{"source_id", "", "sources, the principal one first"},
			{"confidence", "", "how far to trust the row"},
			{"note", "", "what else to know: what is arithmetic, what is assumed"},
		},
		read: func(c *Catalog, r *row) {
			s := CheckedClaim{
				ID: r.id("check_id"), Statement: r.need("statement"), Rig: r.reference("rig_id", "rigs"),
				Machines: r.atLeast("machines", 1, 0), HashratePHs: r.atLeast("hashrate_ph_s", 0, 0), JPerTH: r.atLeast("efficiency_j_th", 0, 0),
				PowerMW: r.atLeast("power_mw", 0, 0), EnergyMWh: r.atLeast("energy_mwh", 0, 0), GasM3: r.atLeast("gas_m3", 0, 0),
				BTC: r.atLeast("coins_btc", 0, 0), Blocks: r.atLeast("blocks", 0, 0), RevenueUSD: r.atLeast("revenue_usd", 0, 0),
				OwnPool: r.word("pool", "fpps", "own") == "own",
				Pair:    r.need("pair"), Verdict: r.word("verdict", "consistent", "off", "impossible"), Value: r.number("value"),
				Tolerance: r.within("tolerance", 1e-6, 0.5), Note: r.text("note"), Cited: r.cited(),
			}
			r.need("from")
			r.need("to")
			s.From, s.To = r.date("from"), r.date("to")
			if s.To.Before(s.From) {
				r.problem("to", "%s is before %s; put the earlier day first", s.To, s.From)
			}
			if (s.Rig != "") != (s.Machines != 0) {
				r.problem("machines", "machines and their number go together; fill in both or neither")
			}
			c.CheckedClaims = append(c.CheckedClaims, s)
		},
	}
}
