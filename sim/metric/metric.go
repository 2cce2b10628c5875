package metric

import (
	"math"

	"hashwatt/sim/finance"
	"hashwatt/sim/kernel"
	"hashwatt/sim/ledger"
	"hashwatt/sim/sample"
	"hashwatt/sim/site"
)

// Direction says which way a metric is better.
type Direction int

// The directions.
const (
	Neither Direction = iota
	More
	Less
)

// Metric is one figure of a run.
type Metric struct {
	ID       string
	Unit     string
	Sentence string // what it says, for people
	Better   Direction
	Total    bool // defined for all sites together only
	Of       func(*Input) Value
}

// Value is a figure that may be missing.
type Value struct {
	V   float64
	Why string // why it is missing; empty where V holds
}

// OK says whether the value is there.
func (v Value) OK() bool { return v.Why == "" }

// Input is what a metric may look at: one run and the account of one site, of a region or of all of them.
type Input struct {
	World   *site.World
	Trace   *kernel.Trace
	Ledger  *ledger.Ledger
	Account *ledger.Account
	PowerMW float64 // of the connections behind the account
	// Dilution compares the run with the same one without the sites; nil where there is none.
	Dilution *Dilution
	line     ledger.Line
	network  float64 // PH/s x h of the whole network
	idle     []float64
}

// NewInput prepares the sums that several metrics share.
func NewInput(w *site.World, tr *kernel.Trace, l *ledger.Ledger, a *ledger.Account, powerMW float64) *Input {
	in := &Input{World: w, Trace: tr, Ledger: l, Account: a, PowerMW: powerMW}
	in.line = Sum(a)
	var network sample.Sum
	for e := range tr.Epochs {
		network.Add((tr.Epochs[e].RowPHs + tr.Epochs[e].OwnPHs) * tr.Epochs[e].Hours)
	}
	in.network = network.Value()
	in.idle = make([]float64, tr.Reasons)
	for r := range a.IdleMWh {
		var sum sample.Sum
		for _, mwh := range a.IdleMWh[r] {
			sum.Add(mwh)
		}
		in.idle[r] = sum.Value()
	}
	return in
}

// Sum adds up the lines of an account.
func Sum(a *ledger.Account) ledger.Line {
	sum := func(of func(*ledger.Line) float64) float64 {
		var s sample.Sum
		for m := range a.Lines {
			s.Add(of(&a.Lines[m]))
		}
		return s.Value()
	}
	return ledger.Line{
		Hours:       sum(func(l *ledger.Line) float64 { return l.Hours }),
		CapacityMWh: sum(func(l *ledger.Line) float64 { return l.CapacityMWh }),
		EnergyMWh:   sum(func(l *ledger.Line) float64 { return l.EnergyMWh }),
		ITEnergyMWh: sum(func(l *ledger.Line) float64 { return l.ITEnergyMWh }),
		HashPHh:     sum(func(l *ledger.Line) float64 { return l.HashPHh }),
		BTC:         sum(func(l *ledger.Line) float64 { return l.BTC }),
		RevenueUSD:  sum(func(l *ledger.Line) float64 { return l.RevenueUSD }),
		PowerUSD:    sum(func(l *ledger.Line) float64 { return l.PowerUSD }),
		OpexUSD:     sum(func(l *ledger.Line) float64 { return l.OpexUSD }),
		RulesUSD:    sum(func(l *ledger.Line) float64 { return l.RulesUSD }),
		TaxUSD:      sum(func(l *ledger.Line) float64 { return l.TaxUSD }),
		NetUSD:      sum(func(l *ledger.Line) float64 { return l.NetUSD }),
		EmissionsT:  sum(func(l *ledger.Line) float64 { return l.EmissionsT }),
		DepreciationUSD: sum(func(l *ledger.Line) float64 {
			return l.DepreciationUSD
		}),
	}
}

// Table returns every metric in the order in which files list them.
func Table() []Metric {
	return []Metric{
		{ID: "energy_mwh", Unit: "MWh", Sentence: "electricity drawn at the meter", Of: line(func(l *ledger.Line) float64 { return l.EnergyMWh })},
		{ID: "it_energy_mwh", Unit: "MWh", Sentence: "electricity that reached the machines", Of: line(func(l *ledger.Line) float64 { return l.ITEnergyMWh })},
		{ID: "btc_mined", Unit: "BTC", Sentence: "coins earned after fees, rejected shares and orphans", Better: More, Of: line(func(l *ledger.Line) float64 { return l.BTC })},
		{ID: "revenue_usd", Unit: "USD", Sentence: "what the coins were worth when they were earned", Better: More, Of: line(func(l *ledger.Line) float64 { return l.RevenueUSD })},
		{ID: "power_cost_usd", Unit: "USD", Sentence: "what the electricity cost", Better: Less, Of: line(func(l *ledger.Line) float64 { return l.PowerUSD })},
		{ID: "opex_usd", Unit: "USD", Sentence: "what running cost besides electricity", Better: Less, Of: line(func(l *ledger.Line) float64 { return l.OpexUSD })},
		{ID: "rules_usd", Unit: "USD", Sentence: "what auctions, penalties, fines and starts cost, less what is paid for giving way", Better: Less, Of: line(func(l *ledger.Line) float64 { return l.RulesUSD })},
		{ID: "tax_usd", Unit: "USD", Sentence: "tax on profit", Of: line(func(l *ledger.Line) float64 { return l.TaxUSD })},
		{ID: "net_cash_usd", Unit: "USD", Sentence: "revenue less power, opex, rules and tax, before capex", Better: More, Of: line(func(l *ledger.Line) float64 { return l.NetUSD })},
		{ID: "capex_usd", Unit: "USD", Sentence: "price of plant that comes online within the horizon", Better: Less, Of: func(in *Input) Value { return Value{V: in.Account.CapexUSD} }},
		{ID: "npv_usd", Unit: "USD", Sentence: "net present value at the discount rate, without a value at the end", Better: More, Of: npv},
		{ID: "irr_pct", Unit: "%", Sentence: "internal rate of return after tax", Better: More, Of: irr},
		{ID: "payback_years", Unit: "years", Sentence: "years from the start until the cash after tax has paid back the capex", Better: Less, Of: payback(true)},
		{ID: "payback_pretax_years", Unit: "years", Sentence: "the same before tax", Better: Less, Of: payback(false)},
		{ID: "cost_per_btc_usd", Unit: "USD/BTC", Sentence: "power and opex for each coin", Better: Less, Of: perCoin(func(l *ledger.Line) float64 { return l.PowerUSD + l.OpexUSD })},
		{ID: "power_cost_per_btc_usd", Unit: "USD/BTC", Sentence: "power for each coin", Better: Less, Of: perCoin(func(l *ledger.Line) float64 { return l.PowerUSD })},
		{ID: "all_in_cost_per_btc_usd", Unit: "USD/BTC", Sentence: "power, opex, rules and depreciation for each coin", Better: Less, Of: perCoin(func(l *ledger.Line) float64 { return l.PowerUSD + l.OpexUSD + l.RulesUSD + l.DepreciationUSD })},
		{ID: "power_price_usd_per_mwh", Unit: "USD/MWh", Sentence: "mean price of the electricity drawn", Better: Less, Of: powerPrice},
		{ID: "average_hashrate_eh_s", Unit: "EH/s", Sentence: "mean hashrate over the horizon", Better: More, Of: func(in *Input) Value { return Value{V: in.line.HashPHh / float64(in.World.Axis.Hours) / 1000} }},
		{ID: "network_share_pct", Unit: "%", Sentence: "mean share of the network's hashrate over the horizon", Of: share},
		{ID: "load_factor_pct", Unit: "%", Sentence: "energy drawn over what the plant that stood could have drawn", Better: More, Of: loadFactor},
		{ID: "curtailed_mwh", Unit: "MWh", Sentence: "energy that would have been used at a profit had limits and bans allowed it", Better: Less, Of: curtailed},
		{ID: "idle_hours", Unit: "h", Sentence: "hours for which the connections stood idle after they came online, for any reason", Better: Less, Of: idleHours},
		{ID: "emissions_t", Unit: "t", Sentence: "CO2 of the electricity at the grid's mean factor", Better: Less, Of: line(func(l *ledger.Line) float64 { return l.EmissionsT })},
		{ID: "peak_mw", Unit: "MW", Sentence: "highest load of all sites together in an hour", Total: true, Of: func(in *Input) Value { return Value{V: in.Trace.PeakMW} }},
		{ID: "dilution_pct", Unit: "%", Sentence: "by how much the sites' own hashrate lowers what everybody's hashrate earns, mean over the horizon", Better: Less, Total: true, Of: dilution(func(d *Dilution) float64 { return 100 * d.Fraction() })},
		{ID: "dilution_usd", Unit: "USD", Sentence: "what all hashrate of the network, the sites' own included, loses by it before fees", Better: Less, Total: true, Of: dilution(func(d *Dilution) float64 { return d.LossUSD })},
		{ID: "own_dilution_usd", Unit: "USD", Sentence: "the part of it that the sites lose themselves", Better: Less, Total: true, Of: dilution(func(d *Dilution) float64 { return d.OwnLossUSD })},
	}
}

// IDs returns the ids of the table.
func IDs() []string {
	var ids []string
	for _, m := range Table() {
		ids = append(ids, m.ID)
	}
	return ids
}

func line(of func(*ledger.Line) float64) func(*Input) Value {
	return func(in *Input) Value { return Value{V: of(&in.line)} }
}

func perCoin(of func(*ledger.Line) float64) func(*Input) Value {
	return func(in *Input) Value {
		if in.line.BTC <= 0 {
			return Value{Why: "no coin was mined"}
		}
		return Value{V: of(&in.line) / in.line.BTC}
	}
}

func npv(in *Input) Value {
	times, flows := in.Ledger.Flows(in.Account, true)
	return Value{V: finance.NPV(in.World.Finance.Discount, times, flows)}
}

func irr(in *Input) Value {
	if in.Account.CapexUSD == 0 {
		return Value{Why: "nothing was invested within the horizon"}
	}
	times, flows := in.Ledger.Flows(in.Account, true)
	roots := finance.IRRs(times, flows)
	if len(roots.Values) != 1 {
		return Value{Why: roots.Status.String()}
	}
	return Value{V: 100 * roots.Values[0]}
}

func payback(tax bool) func(*Input) Value {
	return func(in *Input) Value {
		if in.Account.CapexUSD == 0 {
			return Value{Why: "nothing was invested within the horizon"}
		}
		times, flows := in.Ledger.Flows(in.Account, tax)
		years, ok := finance.Payback(times, flows)
		if !ok {
			return Value{Why: "not within the horizon"}
		}
		return Value{V: years}
	}
}

func powerPrice(in *Input) Value {
	if in.line.EnergyMWh <= 0 {
		return Value{Why: "no electricity was drawn"}
	}
	return Value{V: in.line.PowerUSD / in.line.EnergyMWh}
}

func share(in *Input) Value {
	if !(in.network > 0) || math.IsInf(in.network, 0) {
		return Value{Why: "the network's hashrate is not known"}
	}
	return Value{V: 100 * in.line.HashPHh / in.network}
}

func loadFactor(in *Input) Value {
	if in.line.CapacityMWh <= 0 {
		return Value{Why: "no plant stood within the horizon"}
	}
	return Value{V: 100 * in.line.EnergyMWh / in.line.CapacityMWh}
}

func curtailed(in *Input) Value {
	var sum float64
	for _, mwh := range in.idle[kernel.ReasonLimit:] {
		sum += mwh
	}
	return Value{V: sum}
}

func idleHours(in *Input) Value {
	var sum float64
	for _, mwh := range in.idle[kernel.ReasonOutage:] {
		sum += mwh
	}
	if in.PowerMW <= 0 {
		return Value{Why: "the sites have no connection"}
	}
	return Value{V: sum / in.PowerMW}
}
