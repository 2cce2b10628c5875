package tariff

import (
	"fmt"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
)

// File is a tariff as a file of its own: where its clocks are, whose working days it keeps, and its components.
//
//	zone: Europe/Moscow
//	country: RU
//	tariff:
//	  - {type: flat, name: energy, price: 2.54 RUB/kWh}
type File struct {
	Name    string `yaml:"name,omitempty"`    // as a supplier calls it
	Zone    Zoned  `yaml:"zone,omitempty"`    // IANA name of the region's time zone
	Country string `yaml:"country,omitempty"` // two letters, for working days and holidays
	Tariff  []Item `yaml:"tariff"`
}

// Zoned is a time zone by its name.
type Zoned struct{ *time.Location }

// UnmarshalText reads an IANA name.
func (z *Zoned) UnmarshalText(text []byte) (err error) {
	z.Location, err = calendar.LoadZone(string(text))
	return err
}

// MarshalText prints the name; nothing for no zone.
func (z Zoned) MarshalText() ([]byte, error) {
	if z.Location == nil {
		return nil, nil
	}
	return []byte(z.String()), nil
}

// Check returns what is wrong with the components as a whole.
func (f *File) Check(at *conf.Node) []conf.Problem {
	problems := CheckItems(f.Tariff, at.Get("tariff"))
	if f.Country != "" {
		if err := CheckCountry(f.Country); err != nil {
			problems = append(problems, conf.Problemf(at.Get("country"), "%s", err))
		}
	}
	return problems
}

// CheckCountry returns what is wrong with the code of a country: it has two capital letters.
func CheckCountry(code string) error {
	if len(code) != 2 || code[0] < 'A' || code[0] > 'Z' || code[1] < 'A' || code[1] > 'Z' {
		return fmt.Errorf("%q is not a country; write its two capital letters (ISO 3166), such as RU", code)
	}
	return nil
}
