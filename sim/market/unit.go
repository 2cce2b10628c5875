package market

import (
	"fmt"
	"strconv"

	"hashwatt/sim/conf"
	"hashwatt/sim/series"
	"hashwatt/sim/unit"
)

// Unit says how the values of one quantity are written and counted.
type Unit struct {
	Name    string // "USD/BTC": what a number of a file means
	Example string // "100000 USD/BTC"
	Parse   func(text string) (float64, error)
}

// CoinPrice is the unit of the coin's price, USD/BTC.
func CoinPrice() Unit {
	return Unit{"USD/BTC", "100000 USD/BTC", func(text string) (float64, error) {
		v, err := unit.ParseCoinPrice(text)
		return v.Amount, err
	}}
}

// Fees is the unit of fees, BTC/block.
func Fees() Unit {
	return Unit{"BTC/block", "0.05 BTC/block", func(text string) (float64, error) {
		v, err := unit.ParseCoinsPerBlock(text)
		return float64(v), err
	}}
}

// Hashprice is the unit of a given hashprice, USD/PH/day.
func Hashprice() Unit {
	return Unit{"USD/PH/day", "50 USD/PH/day", func(text string) (float64, error) {
		v, err := unit.ParseHashprice(text)
		return float64(v), err
	}}
}

// Difficulty is the unit of a given difficulty, a bare number.
func Difficulty() Unit {
	return Unit{"", "1e14", func(text string) (float64, error) {
		v, err := unit.ParseNumber(text)
		if err == nil && v < 1 {
			return 0, fmt.Errorf("%q is no difficulty; it is 1 or more", text)
		}
		return float64(v), err
	}}
}

// ExchangeRate is the unit of the rate of one currency, units per USD: "470 KZT/USD".
func ExchangeRate(currency string) Unit {
	example := fmt.Sprintf("470 %s/USD", currency)
	return Unit{currency + "/USD", example, func(text string) (float64, error) {
		v, err := unit.ParseExchangeRate(text)
		if err == nil && v.Currency != currency {
			return 0, fmt.Errorf("%q is a rate of %s, but this is the rate of %s; write it like %q", text, v.Currency, currency, example)
		}
		return v.Amount, err
	}}
}

// checkFile returns what is wrong with a series of the user's as a series of this unit: another unit in its header,
// or a value that could not be written in a scenario either, such as a price below zero.
func (u Unit) checkFile(d *series.Daily, file string, at conf.Pos) []conf.Problem {
	if d.Unit != "" && d.Unit != u.Name {
		return []conf.Problem{problem(at, "%s is in %s, but a series in %q is needed here; convert the values", file, d.Unit, u.Name)}
	}
	for i, v := range d.Values {
		if _, err := u.Parse(strconv.FormatFloat(v, 'g', -1, 64) + " " + u.Name); err != nil {
			return []conf.Problem{problem(at, "%s, %s: %s", file, d.First.AddDays(i), err)}
		}
	}
	return nil
}
