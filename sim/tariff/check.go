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
