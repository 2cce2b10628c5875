package limit

import (
	"fmt"

	"hashwatt/sim/unit"
)

// Scant says of a limit under which not one machine could run for an hour how little it allows: "1 Wh per month is
// allowed, less than one machine of 3.5 kW draws in an hour". It is "" for all others. The machine is in MW.
func Scant(k Kind, machine float64) string {
	power, energy := "", ""
	switch k := k.(type) {
	case *Power:
		if mw := k.lowest(); mw < machine {
			power = unit.Power(mw).String()
		}
	case *Energy:
		energy = k.scant(machine)
	case *Penalty:
		if k.Power == nil {
			energy = k.energy().scant(machine)
		} else if float64(*k.Power) < machine {
			power = k.Power.String()
		}
	}
	one := unit.Power(tidy(machine))
	switch {
	case power != "":
		return fmt.Sprintf("%s is allowed, less than one machine of %s draws", power, one)
	case energy != "":
		return fmt.Sprintf("%s is allowed, less than one machine of %s draws in an hour", energy, one)
	}
	return ""
}

// scant is the budget in words where a machine uses it up in less than an hour, else "".
func (e *Energy) scant(machine float64) string {
	if float64(e.Limit) >= machine {
		return ""
	}
	return fmt.Sprintf("%s %s", e.Limit, perText(e.Per))
}
