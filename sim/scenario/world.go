package scenario

import "hashwatt/sim/network"

// world is what seeds/defaults.csv assumes of everyone else's machines.
func (r *resolver) world() network.World {
	const monthsPerYear, hoursPerMonth = 12, 730.5
	return network.World{
		PowerUSDPerMWh: r.number("world_power_usd_per_mwh"), PowerScatter: r.number("world_power_scatter"),
		PUE: r.number("world_pue"), PoolFee: r.number("pool_fee"),
		EfficiencyJTH: r.number("world_efficiency_j_per_th"), EfficiencyYear: r.number("world_efficiency_year"),
		EfficiencyFall: r.number("world_efficiency_decline_per_year"),
		NewestJTH:      r.number("newest_rig_j_per_th"), NewestUSDPerTH: r.number("newest_rig_usd_per_th"),
		PriceFall: r.number("newest_rig_price_decline_per_year"), EfficiencyGain: r.number("newest_rig_efficiency_gain_per_year"),
		Discount: r.number("discount_rate_per_year"), LifeYears: r.number("entry_life_years"),
		LagYears: r.number("entry_lag_months") / monthsPerYear, MostPerEpoch: r.number("entry_most_per_epoch"),
		RigLifeYears: r.number("rig_life_years"), PatienceInHours: r.number("rig_patience_months") * hoursPerMonth,
	}
}
