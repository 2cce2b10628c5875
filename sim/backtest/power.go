package backtest

import (
	"context"
	"fmt"
	"math"
	"strings"

	"hashwatt/seeds"
	"hashwatt/sim/calendar"
)

// powerTolerance is how far the network's power may be from Cambridge's.
const powerTolerance = 0.12

// networkPower is B4: does a fleet that is bought as hashrate grows draw the power that Cambridge estimates?
func networkPower(_ context.Context, r *record, t *Test) error {
	months, err := r.fleet()
	if err != nil {
		return err
	}
	twh, theirs := map[int]float64{}, map[int]float64{}
	var simulated, best, least, most Curve
	within12, compared := 0, 0
	for _, m := range months {
		twh[m.first.Year] += m.power.PowerGW * m.hours / 1000
		c, ok := r.cambridge(m.first)
		if !ok || m.first.Year < 2019 {
			continue
		}
		theirs[m.first.Year] += c.BestGW * m.hours / 1000
		compared++
		if math.Abs(m.power.PowerGW/c.BestGW-1) <= powerTolerance {
			within12++
		}
		simulated.point(m.first, m.power.PowerGW)
		best.point(m.first, c.BestGW)
		least.point(m.first, c.MinGW)
		most.point(m.first, c.MaxGW)
	}
	var years []string
	for year := 2019; year <= 2021; year++ {
		f := near(fmt.Sprintf("energy of %d", year), "TWh", twh[year], theirs[year], powerTolerance)
		t.add(f)
		years = append(years, fmt.Sprintf("%+.0f %% in %d (%s)", 100*(twh[year]/theirs[year]-1), year, f.Outcome()))
	}
	t.add(read(fmt.Sprintf("months within %.0f %%, of %d", 100*powerTolerance, compared), "months", float64(within12)))
	survey, err := r.surveyOf2024(t, months, twh[2024])
	if err != nil {
		return err
	}
	t.Sources = []string{"gtio_ccaf_2025"}
	t.Windows = []Window{{What: "nothing is fitted", TestedFrom: date(2019, 1, 1), TestedTo: date(2024, 12, 31)}}
	t.Notes = []string{
		fmt.Sprintf("The fleet begins in %s with the machines of that time. Each month, hashrate that is missing is bought in the machines that came out in the year before, at lognormal prices of power; what runs is what earns its electricity, cheapest first.", fleetFrom),
		"Cambridge weighs every machine that would pay at 0.05 USD/kWh alike, however few of it were sold, so in a boom its network is made of old machines; a fleet that remembers what was bought has fewer of them.",
	}
	t.Verdict = fmt.Sprintf("The replayed fleet's energy is off Cambridge's best guess by %s; %d of %d months are within %.0f %%. Against its survey of 2024 %s.",
		strings.Join(years, ", "), within12, compared, 100*powerTolerance, survey)
	t.chart(Chart{Title: "Power of the network by month", Unit: "GW", Curves: []Curve{
		best.as("Cambridge, best guess", Observed), simulated.as("replayed fleet", Simulated), least.as("Cambridge, least", Other), most.as("Cambridge, most", Other),
	}})
	return nil
}

// cambridge returns the estimate of a month.
func (r *record) cambridge(first calendar.Date) (seeds.PowerMonth, bool) {
	for _, p := range r.cat.NetworkPower {
		if p.Year == first.Year && p.Month == first.Month {
			return p, true
		}
	}
	return seeds.PowerMonth{}, false
}

// surveyOf2024 holds the survey of 2024 against the chain and against the replayed fleet, and says by how much each
// is off.
func (r *record) surveyOf2024(t *Test, months []month, twh float64) (string, error) {
	energy, known := r.cat.Claim("world_twh")
	efficiency, too := r.cat.Claim("world_j_th")
	if !known || !too {
		return "", fmt.Errorf("seeds/claims.csv has no row world_twh or none of world_j_th; add them")
	}
	var hours, hash, drawn float64
	for _, m := range months {
		if m.first.Year == 2024 {
			hours += m.hours
			hash += m.network.HashratePHs * m.hours
			drawn += m.power.PowerGW * m.hours
		}
	}
	hash /= hours
	implied := energy.Value * 1e6 / hours / efficiency.Value // TWh to GW is 1e3 / h; GW over J/TH is EH/s times 1e3
	pue := 1.0
	if w, err := r.world(); err == nil {
		pue = w.PUE
	}
	perTH := drawn / hours * 1e6 / hash / pue
	var parts []string
	for _, c := range []struct {
		short, name, unit string
		value, want       float64
	}{
		{"the hashrate that it implies is", "2024: hashrate that the survey's energy runs at its efficiency, at the plug", "EH/s", implied, hash / 1000},
		{"energy is", "energy of 2024, against the survey", "TWh", twh, energy.Value},
		{"efficiency is", "efficiency of 2024, against the survey", "J/TH", perTH, efficiency.Value},
	} {
		f := near(c.name, c.unit, c.value, c.want, powerTolerance)
		t.add(f)
		parts = append(parts, fmt.Sprintf("%s %+.2f %% off (%s)", c.short, 100*(c.value/c.want-1), f.Outcome()))
	}
	return strings.Join(parts, ", "), nil
}
