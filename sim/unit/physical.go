package unit

import "fmt"

// Power is an electric power in MW, zero or more: "21 MW", "3.5 kW".
type Power float64

// Energy is an amount of electricity in MWh, zero or more: "100 GWh".
type Energy float64

// Mass is a mass of CO2 in tonnes, zero or more: "100 kt".
type Mass float64

// Hashrate is a rate of hashing in PH/s, zero or more: "500 PH/s", "1.3 EH/s".
type Hashrate float64

// Efficiency is the energy a machine uses per hash in J/TH, which equals W per TH/s and kW per PH/s; more than
// zero: "17.5 J/TH".
type Efficiency float64

// Celsius is a temperature in °C, not below absolute zero: "-12 C", "-12 °C".
type Celsius float64

var (
	power = dimension{
		noun: "a power", example: "21 MW", sign: notNegative,
		units: []scale{{"W", -6}, {"kW", -3}, {"MW", 0}, {"GW", 3}},
		bares: []bare{{1000, []string{"MW", "kW"}, false}, {always, []string{"kW", "W", "MW"}, false}}, // a site or a machine
	}
	energy = dimension{
		noun: "an energy", example: "100 GWh", sign: notNegative,
		units: []scale{{"Wh", -6}, {"kWh", -3}, {"MWh", 0}, {"GWh", 3}, {"TWh", 6}},
		bares: []bare{{1000, []string{"MWh", "kWh", "GWh"}, false}, {always, []string{"kWh", "MWh"}, false}},
	}
	mass = dimension{
		noun: "a mass of CO2", example: "100 kt", sign: notNegative,
		units: []scale{{"kg", -3}, {"t", 0}, {"kt", 3}, {"Mt", 6}},
		bares: []bare{{1000, []string{"kt", "t"}, false}, {always, []string{"t", "kt"}, false}},
	}
	hashrate = dimension{
		noun: "a hashrate", example: "500 PH/s", sign: notNegative,
		units: []scale{{"GH/s", -6}, {"TH/s", -3}, {"PH/s", 0}, {"EH/s", 3}, {"ZH/s", 6}},
		bares: []bare{{10, []string{"EH/s", "PH/s"}, false}, {always, []string{"TH/s", "PH/s"}, false}}, // a site or a machine
	}
	efficiency = dimension{
		noun: "an efficiency", example: "17.5 J/TH", sign: positive,
		units: []scale{{"J/TH", 0}, {"W/TH", 0}}, print: []scale{{"J/TH", 0}},
	}
	celsius = dimension{
		noun: "a temperature", example: "-12 °C",
		units: []scale{{"°C", 0}, {"C", 0}}, print: []scale{{"°C", 0}},
	}
)

// ParsePower reads a power.
func ParsePower(text string) (Power, error) {
	q, err := power.parse(text)
	return Power(q.value), err
}

// String prints the power as ParsePower reads it.
func (p Power) String() string { return power.format(quantity{value: float64(p)}) }

// UnmarshalText reads a power as ParsePower does.
func (p *Power) UnmarshalText(text []byte) (err error) {
	*p, err = ParsePower(string(text))
	return err
}

// ParseEnergy reads an energy.
func ParseEnergy(text string) (Energy, error) {
	q, err := energy.parse(text)
	return Energy(q.value), err
}

// String prints the energy as ParseEnergy reads it.
func (e Energy) String() string { return energy.format(quantity{value: float64(e)}) }

// UnmarshalText reads an energy as ParseEnergy does.
func (e *Energy) UnmarshalText(text []byte) (err error) {
	*e, err = ParseEnergy(string(text))
	return err
}

// ParseMass reads a mass of CO2.
func ParseMass(text string) (Mass, error) {
	q, err := mass.parse(text)
	return Mass(q.value), err
}

// String prints the mass as ParseMass reads it.
func (m Mass) String() string { return mass.format(quantity{value: float64(m)}) }

// UnmarshalText reads a mass as ParseMass does.
func (m *Mass) UnmarshalText(text []byte) (err error) {
	*m, err = ParseMass(string(text))
	return err
}

// ParseHashrate reads a hashrate.
func ParseHashrate(text string) (Hashrate, error) {
	q, err := hashrate.parse(text)
	return Hashrate(q.value), err
}

// String prints the hashrate as ParseHashrate reads it.
func (h Hashrate) String() string { return hashrate.format(quantity{value: float64(h)}) }

// UnmarshalText reads a hashrate as ParseHashrate does.
func (h *Hashrate) UnmarshalText(text []byte) (err error) {
	*h, err = ParseHashrate(string(text))
	return err
}

// ParseEfficiency reads an efficiency; "W/TH" is understood as W per TH/s, which is the same.
func ParseEfficiency(text string) (Efficiency, error) {
	q, err := efficiency.parse(text)
	return Efficiency(q.value), err
}

// String prints the efficiency as ParseEfficiency reads it.
func (e Efficiency) String() string { return efficiency.format(quantity{value: float64(e)}) }

// UnmarshalText reads an efficiency as ParseEfficiency does.
func (e *Efficiency) UnmarshalText(text []byte) (err error) {
	*e, err = ParseEfficiency(string(text))
	return err
}

// ParseCelsius reads a temperature.
func ParseCelsius(text string) (Celsius, error) {
	q, err := celsius.parse(text)
	if err == nil && q.value < -273.15 { // absolute zero, by the definition of the kelvin
		return 0, fmt.Errorf("%q is below absolute zero; a temperature is written like %q", text, celsius.example)
	}
	return Celsius(q.value), err
}

// String prints the temperature as ParseCelsius reads it.
func (c Celsius) String() string { return celsius.format(quantity{value: float64(c)}) }

// UnmarshalText reads a temperature as ParseCelsius does.
func (c *Celsius) UnmarshalText(text []byte) (err error) {
	*c, err = ParseCelsius(string(text))
	return err
}
