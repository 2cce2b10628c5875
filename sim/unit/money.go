package unit

import (
	"fmt"
	"strings"
)

// Currency is the three capital letters of a currency: "USD", "RUB".
type Currency string

// Money is an amount of a currency: "15 kUSD", "0.4 MUSD", "2.5 bn RUB". It may be negative.
type Money struct {
	Amount   float64
	Currency string
}

// EnergyPrice is a price of electricity, Amount in Currency per MWh: "2.54 RUB/kWh", "45 USD/MWh". It may be negative.
type EnergyPrice struct {
	Amount   float64
	Currency string
}

// MoneyPerPower is a cost of building, Amount in Currency per MW, zero or more: "0.40 MUSD/MW", "400 USD/kW".
type MoneyPerPower struct {
	Amount   float64
	Currency string
}

// MoneyPerHashrate is a price of machines, Amount in Currency per TH/s, zero or more: "15 USD/TH".
type MoneyPerHashrate struct {
	Amount   float64
	Currency string
}

var (
	money = dimension{
		noun: "an amount of money", example: "15 kUSD", money: true, units: []scale{{"", 0}},
		print: []scale{{"¤", 0}, {"k¤", 3}, {"M¤", 6}, {"bn ¤", 9}},
		bares: []bare{{1000, []string{"USD", "kUSD", "MUSD"}, false}, {always, []string{"USD"}, false}},
	}
	energyPrice = dimension{
		noun: "an energy price", example: "45 USD/MWh", money: true,
		units: []scale{{"/MWh", 0}, {"/kWh", 3}, {"/GWh", -3}},
		print: []scale{{"¤/MWh", 0}, {"¤/kWh", 3}},
		bares: []bare{{10, []string{"USD/kWh", "USD/MWh"}, true}, {always, []string{"USD/MWh", "USD/kWh"}, true}},
	}
	moneyPerPower = dimension{
		noun: "a cost per power", example: "400 USD/kW", money: true, sign: notNegative,
		units: []scale{{"/MW", 0}, {"/kW", 3}, {"/W", 6}, {"/GW", -3}},
		print: []scale{{"¤/MW", 0}, {"¤/kW", 3}, {"M¤/MW", 6}},
		bares: []bare{
			{1, []string{"MUSD/MW", "USD/kW"}, false}, {5000, []string{"USD/kW", "USD/MW"}, true}, {always, []string{"USD/MW", "USD/kW"}, true},
		},
	}
	moneyPerHashrate = dimension{
		noun: "a cost per hashrate", example: "15 USD/TH", money: true, sign: notNegative,
		units: []scale{{"/TH", 0}, {"/TH/s", 0}, {"/PH", -3}, {"/PH/s", -3}},
		print: []scale{{"¤/TH", 0}},
	}
)

// ParseCurrency reads a currency code. Whether an exchange rate is known for it is not checked here.
func ParseCurrency(text string) (Currency, error) {
	if len(text) > longest {
		return "", fmt.Errorf("a currency is three capital letters, like %q", "USD")
	}
	if up := strings.ToUpper(text); up != text && isCurrency(up) {
		return "", fmt.Errorf("%q is not a currency; did you mean %q?", text, up)
	}
	if !isCurrency(text) {
		return "", fmt.Errorf("%q is not a currency; a currency is three capital letters, like %q", text, "USD")
	}
	return Currency(text), nil
}

// String prints the code.
func (c Currency) String() string { return string(c) }

// UnmarshalText reads a currency as ParseCurrency does.
func (c *Currency) UnmarshalText(text []byte) (err error) {
	*c, err = ParseCurrency(string(text))
	return err
}

// ParseMoney reads an amount of money.
func ParseMoney(text string) (Money, error) {
	q, err := money.parse(text)
	return Money{q.value, q.currency}, err
}

// String prints the amount as ParseMoney reads it.
func (m Money) String() string { return money.format(quantity{m.Amount, m.Currency}) }

// UnmarshalText reads an amount as ParseMoney does.
func (m *Money) UnmarshalText(text []byte) (err error) {
	*m, err = ParseMoney(string(text))
	return err
}

// ParseEnergyPrice reads a price of electricity.
func ParseEnergyPrice(text string) (EnergyPrice, error) {
	q, err := energyPrice.parse(text)
	return EnergyPrice{q.value, q.currency}, err
}

// String prints the price as ParseEnergyPrice reads it.
func (p EnergyPrice) String() string { return energyPrice.format(quantity{p.Amount, p.Currency}) }

// UnmarshalText reads a price as ParseEnergyPrice does.
func (p *EnergyPrice) UnmarshalText(text []byte) (err error) {
	*p, err = ParseEnergyPrice(string(text))
	return err
}

// ParseMoneyPerPower reads a cost per power.
func ParseMoneyPerPower(text string) (MoneyPerPower, error) {
	q, err := moneyPerPower.parse(text)
	return MoneyPerPower{q.value, q.currency}, err
}

// String prints the cost as ParseMoneyPerPower reads it.
func (m MoneyPerPower) String() string { return moneyPerPower.format(quantity{m.Amount, m.Currency}) }

// UnmarshalText reads a cost as ParseMoneyPerPower does.
func (m *MoneyPerPower) UnmarshalText(text []byte) (err error) {
	*m, err = ParseMoneyPerPower(string(text))
	return err
}

// ParseMoneyPerHashrate reads a cost per hashrate; "USD/TH/s" means the same as "USD/TH".
func ParseMoneyPerHashrate(text string) (MoneyPerHashrate, error) {
	q, err := moneyPerHashrate.parse(text)
	return MoneyPerHashrate{q.value, q.currency}, err
}

// String prints the cost as ParseMoneyPerHashrate reads it.
func (m MoneyPerHashrate) String() string {
	return moneyPerHashrate.format(quantity{m.Amount, m.Currency})
}

// UnmarshalText reads a cost as ParseMoneyPerHashrate does.
func (m *MoneyPerHashrate) UnmarshalText(text []byte) (err error) {
	*m, err = ParseMoneyPerHashrate(string(text))
	return err
}
