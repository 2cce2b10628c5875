package files

import (
	"fmt"
	"io"
	"strings"

	"hashwatt/reports/table"
	"hashwatt/sim"
	"hashwatt/sim/kernel"
)

// Monthly writes a row for each site and month of the clock's zone: energy, hash, coins and money, and for each reason
// the hours for which the connection would have stood idle at full load.
func Monthly(w io.Writer, r *sim.Result) error {
	columns := []string{
		"month", "site_id", "region_id", "hours", "energy_mwh", "it_energy_mwh", "hash_ph_h", "btc", "revenue_usd",
		"power_cost_usd", "opex_usd", "rules_usd", "tax_usd", "net_cash_usd", "emissions_t",
	}
	reasons := ReasonColumns(r.Problem.Problem)
	out := table.NewWriter(w, append(columns, reasons...)...)
	world := r.Facts.World
	for i := range world.Sites {
		site, account := &world.Sites[i], &r.Ledger.Sites[i]
		for m := range r.Ledger.Months {
			l := &account.Lines[m]
			out.Text(r.Ledger.Months[m].Label)
			out.Text(site.ID)
			out.Text(world.Regions[site.Region].ID)
			for _, v := range []float64{
				l.Hours, l.EnergyMWh, l.ITEnergyMWh, l.HashPHh, l.BTC, l.RevenueUSD,
				l.PowerUSD, l.OpexUSD, l.RulesUSD, l.TaxUSD, l.NetUSD, l.EmissionsT,
			} {
				number(out, v)
			}
			for reason := range reasons {
				number(out, account.IdleMWh[reason][m]/site.PowerMW)
			}
			out.End()
		}
	}
	return named("monthly.csv", out.Close())
}

// ReasonColumns returns the columns of idle hours by reason: idle_h_price, idle_h_winter_ban. Reasons whose names come
// out alike are told apart by a number.
func ReasonColumns(p *kernel.Problem) []string {
	taken := map[string]bool{}
	var columns []string
	for reason := range kernel.ReasonLimit + len(p.Limits) {
		name := "idle_h_" + snake(sim.ReasonName(p, reason))
		for n, base := 2, name; taken[name]; n++ {
			name = fmt.Sprintf("%s_%d", base, n)
		}
		taken[name] = true
		columns = append(columns, name)
	}
	return columns
}

// snake makes the name of a column of any text: lower-case letters, digits and single underscores.
func snake(text string) string {
	var b strings.Builder
	for _, c := range strings.ToLower(text) {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			b.WriteRune(c)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
	}
	name := strings.TrimRight(b.String(), "_")
	if name == "" {
		return "limit"
	}
	return name[:min(len(name), 60)]
}
