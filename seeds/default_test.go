package seeds

import (
	"encoding"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/unit"
)

func TestDefaultsSayTheSameTwice(t *testing.T) {
	// The text that a scenario would write and the value in base units are one number.
	t.Parallel()
	prefixes := map[string]float64{"MUSD/MW": 1e6}
	for _, d := range catalogue(t).Defaults {
		number, unit, _ := strings.Cut(d.Text, " ")
		v, err := strconv.ParseFloat(number, 64)
		if err != nil {
			t.Errorf("%s: the text %q does not begin with a number", d.Name, d.Text)
			continue
		}
		if strings.HasPrefix(unit, "%") {
			v /= 100
		}
		if factor := prefixes[unit]; factor != 0 {
			v *= factor
		}
		if math.Abs(v-d.Value) > 1e-12*math.Abs(v) {
			t.Errorf("%s: value %v %s, but text %q", d.Name, d.Value, d.Unit, d.Text)
		}
	}
}

func TestDefaultsAreComplete(t *testing.T) {
	// Every default that the model needs is there, within the bounds that make it usable, and marked honestly.
	t.Parallel()
	c := catalogue(t)
	bounds := map[string][2]float64{
		"discount_rate_per_year": {0, 0.5}, "profit_tax_rate": {0, 0.6}, "loss_offset_limit": {0, 1},
		"rig_depreciation_years": {1, 10}, "infrastructure_depreciation_years": {3, 40},
		"infrastructure_usd_per_mw": {250e3, 500e3}, "rig_price_usd_per_th": {1, 20}, "opex_per_year_of_rig_capex": {0, 0.2},
		"pool_fee": {0, 0.04}, "orphan_rate": {0, 0.01}, "rejected_rate": {0, 0.02}, "availability": {0.9, 1},
		"pue_air_base": {1.03, 1.03}, "pue_air_slope_per_c": {0.0015, 0.0015}, "pue_air_from_c": {15, 15}, "pue_air_max": {1.1, 1.1},
		"pue_air_without_climate": {1.03, 1.10}, "pue_immersion": {1.02, 1.05}, "pue_hydro": {1.03, 1.06},
		"temperature_daily_amplitude_c": {1, 10}, "temperature_peak_hour_local": {12, 18},
		"temperature_noise_ar1_per_hour": {0, 0.999}, "temperature_noise_sd_c": {1, 10}, "nearest_station_limit_km": {100, 1000},
		"fees_after_data_btc_per_block": {0.01, 0.3}, "coin_price_drift_per_year": {-0.5, 0.5}, "coin_price_volatility_per_year": {0.4, 0.65},
		"response_speed_per_epoch": {0, 0.05}, "response_decline_per_year": {0, 0.3}, "response_target_epochs": {1, 26},
		"world_power_usd_per_mwh": {30, 60}, "world_power_scatter": {0.1, 1}, "world_pue": {1.01, 1.2}, "world_efficiency_j_per_th": {28.2, 28.2},
		"world_efficiency_year": {2024, 2025}, "world_efficiency_decline_per_year": {0, 0.3}, "newest_rig_j_per_th": {9.5, 18},
		"newest_rig_usd_per_th": {5, 20}, "newest_rig_price_decline_per_year": {0, 0.4}, "newest_rig_efficiency_gain_per_year": {0.1, 0.3},
		"entry_life_years": {2, 7}, "entry_lag_months": {0, 12}, "entry_most_per_epoch": {0.1, 0.3}, "rig_life_years": {3, 8}, "rig_patience_months": {3, 24},
		"response_noise_per_epoch": {0.02, 0.0622}, "household_limit_kwh_per_month": {6000, 6000},
		"claim_tolerance": {0.02, 0.2}, "claim_least_load": {0.2, 0.9}, "claim_machine_years": {3, 8},
	}
	for name, b := range bounds {
		d, ok := c.Default(name)
		if !ok {
			t.Errorf("there is no default %s", name)
			continue
		}
		if d.Value < b[0] || d.Value > b[1] {
			t.Errorf("%s is %v, want %v to %v", name, d.Value, b[0], b[1])
		}
		if d.Source == "project_assumption" && d.Confidence != "assumed" {
			t.Errorf("%s is an assumption of the project, but its confidence is %s", name, d.Confidence)
		}
	}
	for _, d := range c.Defaults {
		if _, ok := bounds[d.Name]; !ok {
			t.Errorf("%s has no bounds here; add them", d.Name)
		}
	}
	if _, ok := c.Default("happiness"); ok {
		t.Error("there is a default happiness")
	}
}

func TestGainOfNewMachinesIsThatOfTheirMakers(t *testing.T) {
	// The working stands in README.md: the S19 Pro of May 2020 and the S23 of January 2026, per year.
	t.Parallel()
	c := catalogue(t)
	old, young := c.FindRig("antminer-s19-pro-110")[0], c.FindRig("antminer-s23-318")[0]
	d, _ := c.Default("newest_rig_efficiency_gain_per_year")
	if gain := 1 - math.Pow(young.JPerTH/old.JPerTH, 12/68.0); math.Abs(gain-d.Value) > 0.005 {
		t.Errorf("new machines gained %.3f a year, the default is %v; move it or its note", gain, d.Value)
	}
}

func TestFeesAfterDataAreTheMeanOfTheLastYear(t *testing.T) {
	// The working stands in README.md: mean of the last 365 days that have fees and blocks.
	t.Parallel()
	c := catalogue(t)
	fees := c.FeesPerBlock().Values
	sum := 0.0
	for _, v := range fees[len(fees)-365:] {
		sum += v
	}
	d, _ := c.Default("fees_after_data_btc_per_block")
	if mean := sum / 365; math.Abs(mean-d.Value) > 0.0005 {
		t.Errorf("fees of the last year were %.4f BTC/block, the default is %v; move it or its note", mean, d.Value)
	}
}

func TestResponseNoiseIsWhatLuckLeavesOver(t *testing.T) {
	// The working stands in README.md: sqrt(variance of steps of ln D - 2/2016) without the epochs of the ban in China.
	t.Parallel()
	c := catalogue(t)
	at := func(s string) int64 {
		d, err := calendar.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d.In(time.UTC).Unix()
	}
	var n, sum, squares float64
	for i, r := range c.Retargets[:len(c.Retargets)-1] {
		next := c.Retargets[i+1]
		ban := r.FirstUnix >= at("2021-05-10") && r.FirstUnix < at("2021-10-02")
		if r.FirstUnix < at("2020-04-01") || next.FirstUnix >= at("2025-04-01") || ban {
			continue
		}
		step := math.Log(next.Difficulty / r.Difficulty)
		n, sum, squares = n+1, sum+step, squares+step*step
	}
	noise := math.Sqrt((squares-sum*sum/n)/(n-1) - 2.0/2016)
	d, _ := c.Default("response_noise_per_epoch")
	if math.Abs(noise-d.Value) > 0.0005 {
		t.Errorf("%v epochs have a structural noise of %.4f, the default is %v", n, noise, d.Value)
	}
}

func TestDefaultsReadAsScenarioWords(t *testing.T) {
	// The text of a default is put into scenarios that leave the key out, so the unit parser must take it.
	t.Parallel()
	c := catalogue(t)
	for name, into := range map[string]encoding.TextUnmarshaler{
		"discount_rate_per_year": new(unit.AnnualRate), "profit_tax_rate": new(unit.Fraction), "loss_offset_limit": new(unit.Fraction),
		"rig_depreciation_years": new(unit.Duration), "infrastructure_depreciation_years": new(unit.Duration),
		"infrastructure_usd_per_mw": new(unit.MoneyPerPower), "rig_price_usd_per_th": new(unit.MoneyPerHashrate),
		"opex_per_year_of_rig_capex": new(unit.AnnualRate), "pool_fee": new(unit.Fraction), "orphan_rate": new(unit.Fraction),
		"rejected_rate": new(unit.Fraction), "availability": new(unit.Fraction), "pue_air_without_climate": new(unit.Number),
		"pue_immersion": new(unit.Number), "pue_hydro": new(unit.Number), "pue_air_from_c": new(unit.Celsius),
		"fees_after_data_btc_per_block": new(unit.CoinsPerBlock), "coin_price_drift_per_year": new(unit.AnnualRate),
		"coin_price_volatility_per_year": new(unit.AnnualRate), "response_speed_per_epoch": new(unit.EpochRate),
		"response_decline_per_year": new(unit.AnnualRate), "response_noise_per_epoch": new(unit.EpochRate),
	} {
		d, _ := c.Default(name)
		if err := into.UnmarshalText([]byte(d.Text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
