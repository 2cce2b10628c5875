package claim_test

import (
	"strings"
	"testing"

	"hashwatt/sim/claim"
)

func TestMachinesAreReadWithTheirNumber(t *testing.T) {
	// A name of the list, whole or cut short where it is clear, and a number after x; what is wrong is said with its cure.
	t.Parallel()
	_, cat := shipped(t)
	for _, text := range []string{"antminer-s9-13.5 x150", " antminer-s9-13.5  x 150 ", "antminer-s9-13.5 x150 machines"} {
		if m, err := claim.ParseMachines(text, cat); err != nil || m.Rig.ID != "antminer-s9-13.5" || m.Count != 150 {
			t.Errorf("%q: %v of %s, %v", text, m.Count, m.Rig.ID, err)
		}
	}
	for text, want := range map[string]string{
		"antminer-s9-13.5":      `write them like "antminer-s9-13.5 x150"`,
		"antminer-s9-13.5 150":  "write them like",
		"antminer-s9 x150":      `"antminer-s9" could be antminer-s9-11.5, antminer-s9-12.5`,
		"antminer-s9-13.6 x150": `did you mean "antminer-s9-13.5"`,
		"antminer-s9-13.5 x0":   "more than zero",
		"antminer-s9-13.5 x1,5": "comma",
		"":                      "write them like",
	} {
		if _, err := claim.ParseMachines(text, cat); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestPeriodsRatesAndAmounts(t *testing.T) {
	// Months, years, rates, gas, coins and dollars are read as they are written in claims.
	t.Parallel()
	for text, want := range map[string]string{"2024-02": "2024-02-01 2024-02-29", "2023": "2023-01-01 2023-12-31", "2024-12": "2024-12-01 2024-12-31"} {
		if from, to, err := claim.ParsePeriod(text); err != nil || from.String()+" "+to.String() != want {
			t.Errorf("%q: %s to %s, %v; want %s", text, from, to, err, want)
		}
	}
	for _, text := range []string{"", "24", "2024-13", "2024-7", "20x4", "2024-07-01"} {
		if _, _, err := claim.ParsePeriod(text); err == nil {
			t.Errorf("%q is read as a period", text)
		}
	}
	for text, want := range map[string]float64{"79 MUSD/year": 8766, "1.8/month": 730.5, "3 MWh/day": 24, "3 MWh": 0} {
		if amount, hours := claim.ParseRate(text); hours != want || strings.Contains(amount, "/") {
			t.Errorf("%q: %q in %v h, want %v", text, amount, hours, want)
		}
	}
	for text, want := range map[string]float64{"49500 m3": 49500, "49500m³": 49500, "10 bn m3": 1e10} {
		if got, err := claim.ParseGas(text); err != nil || got != want {
			t.Errorf("%q: %v, %v; want %v", text, got, err, want)
		}
	}
	for text, want := range map[string]float64{"1.8": 1.8, "1.8 BTC": 1.8} {
		if got, err := claim.ParseCoins(text); err != nil || got != want {
			t.Errorf("%q: %v, %v; want %v", text, got, err, want)
		}
	}
	if got, err := claim.ParseUSD("79 MUSD"); err != nil || got != 79e6 {
		t.Errorf("79 MUSD: %v, %v", got, err)
	}
	for _, bad := range []func() (float64, error){
		func() (float64, error) { return claim.ParseGas("49500") },
		func() (float64, error) { return claim.ParseGas("x m3") },
		func() (float64, error) { return claim.ParseCoins("1,8") },
		func() (float64, error) { return claim.ParseUSD("79 MRUB") },
		func() (float64, error) { return claim.ParseUSD("79") },
	} {
		if got, err := bad(); err == nil {
			t.Errorf("%v is read from what is no amount", got)
		}
	}
}
