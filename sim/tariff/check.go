package tariff

import (
	"fmt"
	"strings"

	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// mostEscalation is beyond any price index that was meant: at ten times a year a century stays a finite number.
const mostEscalation = 9.0

// checkPrice refuses a price below zero: what a supplier pays out is a series or a component of its own.
func checkPrice(at *conf.Node, price unit.EnergyPrice) []conf.Problem {
	if price.Amount < 0 {
		return []conf.Problem{conf.Problemf(at,
			"%s is below zero; a fixed price is zero or more, and only an hourly series may fall below it", price)}
	}
	return nil
}

// checkEscalation keeps prices positive and finite over any horizon.
func checkEscalation(at *conf.Node, rate unit.AnnualRate) []conf.Problem {
	if rate <= -1 {
		return []conf.Problem{conf.Problemf(at, "%s leaves nothing after a year; an escalation is above -100 %%/year", rate)}
	}
	if rate > mostEscalation {
		return []conf.Problem{conf.Problemf(at, "%s is more than a tenfold price every year; check the number", rate)}
	}
	return nil
}

// escalationText ends a sentence: ", rising 4 %/year".
func escalationText(rate unit.AnnualRate) string {
	switch {
	case rate > 0:
		return fmt.Sprintf(", rising %s", rate)
	case rate < 0:
		return fmt.Sprintf(", falling %s", -rate)
	}
	return ""
}

// listText joins words for a sentence: "2017, 2018 and 2019".
func listText(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// checkBounds returns what is wrong with the least and the most that is paid: a currency other than the
// component's, "" where nothing before says it, and a cap below the floor. Either may be nil.
func checkBounds(at *conf.Node, currency string, floor, most *unit.EnergyPrice) []conf.Problem {
	var problems []conf.Problem
	for _, p := range []struct {
		key   string
		price *unit.EnergyPrice
	}{{"floor", floor}, {"cap", most}} {
		switch {
		case p.price == nil:
		case currency == "":
			currency = p.price.Currency
		case p.price.Currency != currency:
			problems = append(problems, conf.Problemf(at.Get(p.key), "in %s, but another key is in %s; one component has one currency", p.price.Currency, currency))
		}
	}
	if floor != nil && most != nil && most.Amount < floor.Amount {
		problems = append(problems, conf.Problemf(at.Get("cap"), "%s is below the floor of %s", most, floor))
	}
	return problems
}
