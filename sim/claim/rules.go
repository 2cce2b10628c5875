package claim

import (
	"fmt"

	"hashwatt/seeds"
)

// Rules say how far apart two quantities may be and still belong together. They are judgements, which the seeds
// hold with their sources; only Poisson's bound is mathematics.
type Rules struct {
	Tolerance    float64 // of everything, beyond the bands below: 0.1 is 10 %
	LeastLoad    float64 // of machines and connections: below it, they mostly stood still
	MostPUE      float64 // power at the meter over that of machines
	GasLow       float64 // kWh of electricity made of a m³ of associated gas, at least
	GasHigh      float64 // and at most
	MachineYears float64 // how long machines are on sale and in use before they no longer set the worst efficiency of their time
}

// NewRules returns the rules of the seeds.
func NewRules(cat *seeds.Catalog) (Rules, error) {
	var rules Rules
	for _, d := range []struct {
		name string
		into *float64
	}{
		{"claim_tolerance", &rules.Tolerance},
		{"claim_least_load", &rules.LeastLoad},
		{"claim_machine_years", &rules.MachineYears},
	} {
		row, ok := cat.Default(d.name)
		if !ok {
			return Rules{}, fmt.Errorf("seeds/defaults.csv has no row %s", d.name)
		}
		*d.into = row.Value
	}
	pue, okPUE := cat.Claim("pue_high")
	gas, okGas := cat.Claim("gas_kwh_m3")
	if !okPUE || !okGas || !gas.HasHigh {
		return Rules{}, fmt.Errorf("seeds/claims.csv has no row pue_high, or none of gas_kwh_m3 with both ends")
	}
	rules.MostPUE, rules.GasLow, rules.GasHigh = pue.Value, gas.Value, gas.ValueHigh
	return rules, nil
}
