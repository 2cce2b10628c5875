package metric

import (
	"slices"

	"hashwatt/sim/kernel"
	"hashwatt/sim/ledger"
	"hashwatt/sim/sample"
)

// Profile is a figure by month of all sites together.
type Profile struct {
	ID, Unit, Sentence string
	Of                 func(l *ledger.Ledger, n *NetworkMonth, m int) float64
}

// NetworkMonth is the network's mean by month.
type NetworkMonth struct {
	NetworkPHs, Hashprice, CoinUSD, Difficulty []float64
	RowPHs                                     []float64 // of the rest of the world alone
}

// Profiles returns the figures by month that fans are drawn of.
func Profiles() []Profile {
	return []Profile{
		{"energy_mwh", "MWh", "electricity drawn in the month", func(l *ledger.Ledger, _ *NetworkMonth, m int) float64 { return l.Total.Lines[m].EnergyMWh }},
		{"net_cash_usd", "USD", "net cash of the month before capex", func(l *ledger.Ledger, _ *NetworkMonth, m int) float64 { return l.Total.Lines[m].NetUSD }},
		{"cumulative_cash_usd", "USD", "cash since the start after capex", cumulative},
		{"hashprice_usd_ph_day", "USD/PH/day", "mean hashprice of the month", func(_ *ledger.Ledger, n *NetworkMonth, m int) float64 { return n.Hashprice[m] }},
		{"network_eh_s", "EH/s", "mean hashrate of the network", func(_ *ledger.Ledger, n *NetworkMonth, m int) float64 { return n.NetworkPHs[m] / 1000 }},
		{"price_usd", "USD/BTC", "mean coin price of the month", func(_ *ledger.Ledger, n *NetworkMonth, m int) float64 { return n.CoinUSD[m] }},
		{"own_share_pct", "%", "share of the sites in the network's hashrate", ownShare},
	}
}

func cumulative(l *ledger.Ledger, _ *NetworkMonth, m int) float64 {
	var sum float64
	for k := 0; k <= m; k++ {
		sum += l.Total.Lines[k].NetUSD
	}
	for y := range l.Years {
		if l.Years[y].Hours[0] < l.Months[m].To {
			sum -= l.Total.Years[y].CapexUSD
		}
	}
	return sum
}

func ownShare(l *ledger.Ledger, n *NetworkMonth, m int) float64 {
	hours := float64(l.Months[m].To - l.Months[m].From)
	if n.NetworkPHs[m] <= 0 {
		return 0
	}
	return 100 * l.Total.Lines[m].HashPHh / hours / n.NetworkPHs[m]
}

// Network averages the epochs of a run over the months.
func Network(l *ledger.Ledger, tr *kernel.Trace) *NetworkMonth {
	k := len(l.Months)
	n := &NetworkMonth{make([]float64, k), make([]float64, k), make([]float64, k), make([]float64, k), make([]float64, k)}
	hours := make([]float64, k)
	for e := range tr.Epochs {
		epoch := &tr.Epochs[e]
		for m := range l.Months {
			h := min(epoch.Start+epoch.Hours, float64(l.Months[m].To)) - max(epoch.Start, float64(l.Months[m].From))
			if h <= 0 {
				continue
			}
			hours[m] += h
			n.NetworkPHs[m] += (epoch.RowPHs + epoch.OwnPHs) * h
			n.RowPHs[m] += epoch.RowPHs * h
			n.Hashprice[m] += epoch.Hashprice * h
			n.CoinUSD[m] += epoch.CoinUSD * h
			n.Difficulty[m] += epoch.Difficulty * h
		}
	}
	for m, h := range hours {
		if h > 0 {
			n.NetworkPHs[m] /= h
			n.RowPHs[m] /= h
			n.Hashprice[m] /= h
			n.CoinUSD[m] /= h
			n.Difficulty[m] /= h
		}
	}
	return n
}

// EvaluateProfiles returns the profiles of one run: [profile][month].
func EvaluateProfiles(l *ledger.Ledger, tr *kernel.Trace) [][]float64 {
	n := Network(l, tr)
	var out [][]float64
	for _, p := range Profiles() {
		values := make([]float64, len(l.Months))
		for m := range values {
			values[m] = p.Of(l, n, m)
		}
		out = append(out, values)
	}
	return out
}

// Fan is the spread of a profile over draws 1..N.
type Fan struct {
	Profile                         Profile
	Central, P5, P25, P50, P75, P95 []float64
	Paths                           [][]float64 // the first draws, as examples
}

// paths is how many single draws a fan shows.
const paths = 3

// Fans reduces profiles [draw][profile][month] to their spread; draw 0 is the central case.
func Fans(draws [][][]float64) []Fan {
	if len(draws) < 2 {
		return nil
	}
	var fans []Fan
	for k, p := range Profiles() {
		fan := Fan{Profile: p, Central: draws[0][k]}
		months := len(fan.Central)
		column := make([]float64, len(draws)-1)
		for m := range months {
			for d := range column {
				column[d] = draws[d+1][k][m]
			}
			slices.Sort(column)
			fan.P5 = append(fan.P5, sample.Quantile(column, 0.05))
			fan.P25 = append(fan.P25, sample.Quantile(column, 0.25))
			fan.P50 = append(fan.P50, sample.Quantile(column, 0.50))
			fan.P75 = append(fan.P75, sample.Quantile(column, 0.75))
			fan.P95 = append(fan.P95, sample.Quantile(column, 0.95))
		}
		for d := 1; d <= min(paths, len(draws)-1); d++ {
			fan.Paths = append(fan.Paths, draws[d][k])
		}
		fans = append(fans, fan)
	}
	return fans
}
