package tariff

import (
	"fmt"
	"math"
	"slices"

	"hashwatt/sim/sample"
)

// Charge is one line of an invoice.
type Charge struct {
	Month    int     // index into Civil.Months
	Name     string  // of the component, and of the part of it: "energy: night"
	Amount   float64 // of the currency
	Currency string
	Why      string // the sentence that explains it: "744.000 MWh at 45 USD/MWh"
	Set      []Peak // the hours that set it, where single hours do
}

// Peak is an hour whose load set a charge.
type Peak struct {
	Hour int     // of the axis
	KW   float64 // the load
}

// Line is a charge of a whole tariff: it knows its component, and its name is that of its part, "" where it has one
// alone.
type Line struct {
	Component string
	Charge
}

// Invoice bills a load on all components, in the order of the list: a component that adds to others sees those before
// it. The lines come by month, in the order of the components, and all are in one currency, which is returned too: ""
// where there is no line. An error names the component, and the month where an amount is too large to be a number.
func Invoice(items []Item, use Use, in Input) (lines []Line, currency string, err error) {
	if err := use.check(in); err != nil {
		return nil, "", err
	}
	var first string
	spans := spansOf(items, in)
	for k, item := range items {
		charges, err := spans[k].invoice(item, use, in)
		if err == nil {
			err = finite(charges, in)
		}
		if err != nil {
			return nil, "", fmt.Errorf("%s: %w", item.Name, err)
		}
		for _, c := range charges {
			if currency == "" {
				currency, first = c.Currency, item.Name
			}
			if c.Currency != currency {
				return nil, "", fmt.Errorf("%s is billed in %s, but %s in %s; a bill has one currency", item.Name, c.Currency, first, currency)
			}
			lines = append(lines, Line{item.Name, c})
		}
		for _, c := range charges {
			c.Name = item.Name
			use.Above = append(use.Above[:len(use.Above):len(use.Above)], c)
		}
	}
	slices.SortStableFunc(lines, func(a, b Line) int { return a.Month - b.Month })
	var sum sample.Sum
	for _, l := range lines {
		if sum.Add(l.Amount); !number(sum.Value()) {
			return nil, "", fmt.Errorf("%s: the bill up to %s is too large to be a number; check the prices and the load", l.Component, monthText(in, l.Month))
		}
	}
	return lines, currency, nil
}

// finite refuses a charge that is no amount of money, and names its line and month.
func finite(charges []Charge, in Input) error {
	for _, c := range charges {
		if number(c.Amount) {
			continue
		}
		line := ""
		if c.Name != "" {
			line = "the line " + c.Name + " of "
		}
		return fmt.Errorf("%sthe bill of %s is too large to be a number; check the prices and the load", line, monthText(in, c.Month))
	}
	return nil
}

// number tells whether a value is neither infinite nor the difference of what is.
func number(x float64) bool { return !math.IsInf(x, 0) && !math.IsNaN(x) }
