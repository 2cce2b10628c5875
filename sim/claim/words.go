package claim

import (
	"fmt"
	"strings"
	"time"

	"hashwatt/seeds"
	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// hoursPerYear is the mean length of a year, h: 365.25 days.
const hoursPerYear = 8766

// ParseMachines reads a number of machines: "antminer-s9-13.5 x150". The name may be cut short where one machine
// begins with it.
func ParseMachines(text string, cat *seeds.Catalog) (Machines, error) {
	name, number, ok := strings.Cut(strings.TrimSpace(text), " ")
	number = strings.TrimSpace(number)
	if !ok || !strings.HasPrefix(number, "x") {
		return Machines{}, fmt.Errorf("%q is not machines and their number; write them like \"antminer-s9-13.5 x150\"", text)
	}
	count, err := unit.ParseCount(strings.TrimSpace(number[1:]))
	switch {
	case err != nil:
		return Machines{}, fmt.Errorf("the number of machines is wrong: %w", err)
	case count <= 0:
		return Machines{}, fmt.Errorf("%q is no machine at all; write a number of more than zero after x", text)
	}
	found := cat.FindRig(name)
	var ids []string
	for k := range found {
		ids = append(ids, found[k].ID)
	}
	switch len(found) {
	case 1:
		return Machines{found[0], float64(count)}, nil
	case 0:
		for k := range cat.Rigs {
			ids = append(ids, cat.Rigs[k].ID)
		}
		return Machines{}, fmt.Errorf("%q is no machine of seeds/rigs.csv (\"hashwatt seeds rigs\" lists them)%s", name, conf.Hint(name, ids))
	}
	return Machines{}, fmt.Errorf("%q could be %s; write one of them", name, strings.Join(ids, ", "))
}

// ParsePeriod reads a month, "2024-07", or a year, "2024", and returns its first and its last day.
func ParsePeriod(text string) (from, to calendar.Date, err error) {
	switch len(text) {
	case len("2024"):
		if from, err = calendar.ParseDate(text + "-01-01"); err == nil {
			return from, calendar.Date{Year: from.Year, Month: time.December, Day: 31}, nil
		}
	case len("2024-07"):
		if from, err = calendar.ParseDate(text + "-01"); err == nil {
			from, to = MonthDays(from.Year, from.Month)
			return from, to, nil
		}
	}
	return calendar.Date{}, calendar.Date{}, fmt.Errorf("%q is neither a month nor a year; write it like \"2024-07\" or \"2024\"", text)
}

// ParseRate takes "/day", "/month" or "/year" off an amount: "79 MUSD/year" is "79 MUSD" in 8,766 h. Without one of
// them hours is 0: the amount is that of the period.
func ParseRate(text string) (amount string, hours float64) {
	for _, per := range []struct {
		suffix string
		hours  float64
	}{{"/day", 24}, {"/month", hoursPerYear / 12.0}, {"/year", hoursPerYear}} {
		if rest, ok := strings.CutSuffix(strings.TrimSpace(text), per.suffix); ok {
			return rest, per.hours
		}
	}
	return text, 0
}

// ParseGas reads an amount of gas: "49500 m3", "10 bn m3". It returns m³.
func ParseGas(text string) (float64, error) {
	amount := strings.TrimSpace(text)
	for _, name := range []string{"m3", "m³"} {
		number, ok := strings.CutSuffix(amount, name)
		if !ok {
			continue
		}
		factor := 1.0
		if rest, many := strings.CutSuffix(strings.TrimSpace(number), "bn"); many {
			number, factor = rest, 1e9
		}
		v, err := unit.ParseNumber(strings.TrimSpace(number))
		return factor * float64(v), err
	}
	return 0, fmt.Errorf("%q is not an amount of gas; write it like \"49500 m3\"", text)
}

// ParseCoins reads an amount of bitcoin: "1.8 BTC", or the number alone.
func ParseCoins(text string) (float64, error) {
	v, err := unit.ParseNumber(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "BTC")))
	return float64(v), err
}

// ParseUSD reads an amount of money in USD: "79 MUSD".
func ParseUSD(text string) (float64, error) {
	m, err := unit.ParseMoney(text)
	if err == nil && m.Currency != "USD" {
		return 0, fmt.Errorf("%q is not in USD, as the price of a coin is; convert it at the rate of its day", text)
	}
	return m.Amount, err
}

// Hours returns the length of the UTC days from one to another, both inclusive, h.
func Hours(from, to calendar.Date) float64 { return 24 * float64(to.Days()-from.Days()+1) }
