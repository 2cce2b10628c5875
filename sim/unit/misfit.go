package unit

import (
	"fmt"
	"strings"
)

// notOne says that text is not a quantity at all.
func (d *dimension) notOne(text string) error {
	if strings.ContainsAny(text, currencySigns) {
		return d.currencySign(text)
	}
	if d.units[0].name == "" {
		return fmt.Errorf("%q is not %s; write it like %q", text, d.noun, d.example)
	}
	return fmt.Errorf("%q is not %s; write a number and a unit, like %q", text, d.noun, d.example)
}

// misfit says why a unit does not belong to the dimension, and what to write.
func (d *dimension) misfit(text, number, name string) error {
	if name == "" {
		return d.noUnit(number)
	}
	if strings.ContainsAny(name, currencySigns) {
		return d.currencySign(text)
	}
	if near := d.nearName(name); near != "" {
		return fmt.Errorf("%q has an unknown unit; did you mean %q?", text, number+" "+near)
	}
	for _, other := range dimensions() {
		if _, _, ok := other.find(name); ok && other != d {
			return fmt.Errorf("%q is %s; %s is written like %q", text, other.noun, d.noun, d.example)
		}
	}
	return fmt.Errorf("%q has an unknown unit %q; %s is written like %q%s", text, name, d.noun, d.example, d.names())
}

const currencySigns = "$€£₽₸¥"

func (d *dimension) currencySign(text string) error {
	return fmt.Errorf("%q has a currency sign; write the three letters of its code, like %q", text, d.example)
}

// nearName returns the unit of the dimension that name is, but for capitals and spaces; "" if there is none.
func (d *dimension) nearName(name string) string {
	squeezed := strings.ReplaceAll(name, " ", "")
	if !d.money {
		for _, u := range d.units {
			if u.name != "" && strings.EqualFold(u.name, squeezed) {
				return u.name
			}
		}
		return ""
	}
	amount, per := squeezed, ""
	if i := strings.IndexByte(squeezed, '/'); i >= 0 {
		amount, per = squeezed[:i], squeezed[i:]
	}
	amount = capitals(amount)
	if _, currency, ok := splitAmount(amount); !ok || d.currency != "" && currency != d.currency {
		return ""
	}
	for _, u := range d.units {
		if strings.EqualFold(u.name, per) {
			return amount + u.name
		}
	}
	return ""
}

// capitals writes the currency code at the end of an amount in capital letters: "kusd" becomes "kUSD".
func capitals(amount string) string {
	if len(amount) < 3 {
		return amount
	}
	cut := len(amount) - 3
	prefix := amount[:cut]
	for _, p := range prefixes {
		if strings.EqualFold(p.name, prefix) {
			prefix = p.name
		}
	}
	return prefix + strings.ToUpper(amount[cut:])
}

// names lists the usual units of the dimension in brackets: " (W, kW, MW or GW)"; it is empty where a number stands
// bare.
func (d *dimension) names() string {
	usual := d.print
	if usual == nil {
		usual = d.units
	}
	currency := ""
	if d.money {
		_, name, _ := d.split(d.example)
		_, currency, _ = d.find(name)
	}
	var list []string
	for _, u := range usual {
		if u.name != "" {
			list = append(list, strings.Replace(u.name, "¤", currency, 1))
		}
	}
	switch n := len(list); n {
	case 0:
		return ""
	case 1:
		return " (" + list[0] + ")"
	default:
		return " (" + strings.Join(list[:n-1], ", ") + " or " + list[n-1] + ")"
	}
}

// dimensions lists what a unit can be recognised as when it stands in the wrong place.
func dimensions() []*dimension {
	return []*dimension{
		&power, &energy, &mass, &hashrate, &efficiency, &celsius, &fraction, &annualRate, &monthlyRate, &epochRate, &coinsPerBlock, &count,
		&coinPrice, &hashprice, &exchangeRate, &energyPrice, &moneyPerPower, &moneyPerHashrate, &money, &duration, &minutesOf,
	}
}
