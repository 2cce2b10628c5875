package backtest

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/claim"
	"hashwatt/sim/network"
)

// world is what the seeds assume of everyone else's machines.
func (r *record) world() (network.World, error) {
	var w network.World
	for _, d := range []struct {
		name string
		into *float64
		over float64
	}{
		{"world_power_usd_per_mwh", &w.PowerUSDPerMWh, 1},
		{"world_power_scatter", &w.PowerScatter, 1},
		{"world_pue", &w.PUE, 1},
		{"pool_fee", &w.PoolFee, 1},
		{"world_efficiency_j_per_th", &w.EfficiencyJTH, 1},
		{"world_efficiency_year", &w.EfficiencyYear, 1},
		{"world_efficiency_decline_per_year", &w.EfficiencyFall, 1},
		{"newest_rig_efficiency_gain_per_year", &w.EfficiencyGain, 1},
		{"newest_rig_usd_per_th", &w.NewestUSDPerTH, 1},
		{"newest_rig_price_decline_per_year", &w.PriceFall, 1},
		{"discount_rate_per_year", &w.Discount, 1},
		{"entry_life_years", &w.LifeYears, 1},
		{"entry_lag_months", &w.LagYears, 12},
		{"entry_most_per_epoch", &w.MostPerEpoch, 1},
		{"rig_life_years", &w.RigLifeYears, 1},
		{"rig_patience_months", &w.PatienceInHours, 12 * 3600 / secondsPerYear},
	} {
		row, ok := r.cat.Default(d.name)
		if !ok {
			return w, fmt.Errorf("seeds/defaults.csv has no row %s; add it", d.name)
		}
		*d.into = row.Value / d.over
	}
	return w, nil
}

// priceOfNewest is the row of rig_prices.csv that the price of new machines in the seeds' world is from.
const priceOfNewest = "s21-xp-new"

// worldAt is that world at the first block of an epoch: with the efficiency that the replayed fleet had in the
// month before, with the machines that were new then, and with today's price of new machines carried back at its
// assumed fall. Before the fleet begins it is the world of the seeds.
func (r *record) worldAt(k int) (network.World, error) {
	w, err := r.world()
	if err != nil {
		return w, err
	}
	months, err := r.fleet()
	if err != nil {
		return w, err
	}
	at := r.epochs[k].FirstUnix
	year := 1970 + at/secondsPerYear
	w.NewestJTH = r.newest(year)
	for _, p := range r.cat.RigPrices {
		if p.ID == priceOfNewest {
			w.NewestUSDPerTH *= math.Pow(1-w.PriceFall, year-released(p.AsOf))
		}
	}
	for i := 1; i < len(months); i++ {
		if unix(months[i].first) <= at && at < unix(months[i].first)+3600*months[i].hours {
			w.EfficiencyJTH, w.EfficiencyYear = months[i-1].power.EfficiencyJTH, year
		}
	}
	return w, nil
}

// month is a calendar month of the network.
type month struct {
	first   calendar.Date
	hours   float64
	network network.FleetMonth // years are those of the calendar
	power   network.FleetPower // of the replayed fleet
}

// priceBands is in how many prices of electricity the world's machines are cut.
const priceBands = 25

// fleetFrom is the first month of the replayed fleet: the makers' list begins half a year before it.
var fleetFrom = date(2017, 1, 1)

// fleetTo is the last year of it.
const fleetTo = 2025

// fleet answers which machines were behind the record, month by month, once for all tests that ask: missing
// hashrate is bought in the machines of its time, and what runs is what earns its electricity.
func (r *record) fleet() ([]month, error) {
	if r.months != nil {
		return r.months, nil
	}
	w, err := r.world()
	if err != nil {
		return nil, err
	}
	var list []month
	var given []network.FleetMonth
	for d := fleetFrom; d.Year <= fleetTo; {
		_, last := claim.MonthDays(d.Year, d.Month)
		m := r.month(d, last)
		list, given = append(list, m), append(given, m.network)
		d = last.AddDays(1)
	}
	powers := network.ReplayFleet(given, network.FleetRules{
		Bands: network.LognormalBands(w.PowerUSDPerMWh, w.PowerScatter, priceBands), PUE: w.PUE, PoolFee: w.PoolFee,
		LifeYears: w.RigLifeYears, PatienceMonths: w.PatienceInHours / (secondsPerYear / 3600 / 12),
	}, r.newest)
	for m := range list {
		list[m].power = powers[m]
	}
	r.months = list
	return list, nil
}

// month takes the mean hashrate and hashprice of the days from one to another.
func (r *record) month(from, to calendar.Date) month {
	begin, end := unix(from), unix(to.AddDays(1))
	m := month{first: from, hours: (end - begin) / 3600}
	m.network.Year = float64(from.Year) + (float64(from.Month)-0.5)/12
	for k := r.at(begin); k < len(r.epochs)-1 && r.epochs[k].FirstUnix < end; k++ {
		e := &r.epochs[k]
		hours(math.Max(e.FirstUnix, begin), math.Min(r.epochs[k+1].FirstUnix, end), func(d calendar.Date, h float64) {
			part := h / m.hours
			subsidy := network.SubsidyBTC(e.FirstHeight + int64(e.Progress(unix(d)+43200)))
			m.network.HashratePHs += part * e.HashratePHs
			m.network.Hashprice += part * network.Hashprice(e.Difficulty, subsidy+r.feeOn(d), r.priceOn(d))
		})
	}
	return m
}

// at returns the position of the epoch that holds a moment.
func (r *record) at(unix float64) int {
	k := len(r.epochs) - 1
	for k > 0 && r.epochs[k].FirstUnix > unix {
		k--
	}
	return k
}

// newest is the efficiency of machines that are bought in a year with its fraction, J/TH: the mean of those that
// came out in the twelve months before, or of the last ones that did.
func (r *record) newest(year float64) float64 {
	latest := math.Inf(-1)
	for _, g := range r.cat.Rigs {
		if out := released(g.Released); out <= year {
			latest = math.Max(latest, out)
		}
	}
	from := math.Min(year-1, latest)
	sum, n := 0.0, 0
	for _, g := range r.cat.Rigs {
		if out := released(g.Released); out >= from && out <= year {
			sum, n = sum+g.JPerTH, n+1
		}
	}
	return sum / float64(n)
}

// released is the date of a release, "2024-02" or "2026", as a year with its fraction.
func released(text string) float64 {
	year, rest, precise := strings.Cut(text, "-")
	y, _ := strconv.Atoi(year)
	m := int(time.July)
	if precise {
		m, _ = strconv.Atoi(rest)
	}
	return float64(y) + float64(m-1)/12
}
