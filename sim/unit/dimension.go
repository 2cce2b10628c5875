package unit

import (
	"fmt"
	"math"
	"strings"
)

// A scale is one spelling of a unit: one of it is 10^exp base units.
type scale struct {
	name string
	exp  int
}

// A sign says which numbers a dimension allows.
type sign int

const (
	anySign sign = iota
	notNegative
	positive
)

// A dimension is what can be measured in a set of units. In a money dimension each unit follows an amount of a
// currency: "/kWh" stands for "USD/kWh", "kUSD/kWh", "RUB/kWh" and so on.
type dimension struct {
	noun     string  // with its article: "a power"
	example  string  // "21 MW"
	units    []scale // what is read
	print    []scale // what String chooses from, small to large, "¤" standing for the currency; nil means units
	sign     sign
	money    bool
	currency string // the only currency allowed; "" means any
	multiple bool   // of a percentage: more than 100 % is usual, so that 1.05 is meant as 105 %
	bares    []bare // what a number without a unit may mean, by its size; none: the unit of the example
}

// quantity is a number in base units and, for money, its currency.
type quantity struct {
	value    float64
	currency string
}

// longest is the length in bytes above which a text is not looked at: no float64 needs more digits (the longest
// exact decimal of one has 1,075), and messages quote what they refuse.
const longest = 1200

// prefixes of a currency code: 15 kUSD, 0.4 MUSD, 2.5 bn RUB.
var prefixes = []scale{{"", 0}, {"k", 3}, {"M", 6}, {"bn", 9}}

// parse reads a number and a unit of the dimension.
func (d *dimension) parse(text string) (quantity, error) {
	number, name, err := d.split(text)
	if err != nil {
		return quantity{}, err
	}
	exp, currency, ok := d.find(name)
	if !ok {
		return quantity{}, d.misfit(text, number, name)
	}
	v, err := parseShifted(number, exp)
	if err != nil {
		return quantity{}, fmt.Errorf("%q is %w; %s is written like %q", text, err, d.noun, d.example)
	}
	if d.sign != anySign && v < 0 {
		return quantity{}, fmt.Errorf("%q is negative; %s is written like %q", text, d.noun, d.example)
	}
	if d.sign == positive && v == 0 {
		return quantity{}, fmt.Errorf("%q is zero; %s is more than zero, like %q", text, d.noun, d.example)
	}
	return quantity{v, currency}, nil
}

// split separates the number from the unit and refuses numbers that two readers could read in two ways.
func (d *dimension) split(text string) (number, name string, err error) {
	if len(text) > longest {
		return "", "", fmt.Errorf("a text of %d bytes is not %s; write it like %q", len(text), d.noun, d.example)
	}
	trimmed := strings.Trim(text, " ")
	if trimmed == "" {
		return "", "", fmt.Errorf("empty; write %s like %q", d.noun, d.example)
	}
	if rest, ok := strings.CutPrefix(trimmed, "−"); ok {
		return "", "", fmt.Errorf("%q starts with a typographic minus; write %q", text, "-"+rest)
	}
	number = scanNumber(trimmed)
	if number == "" {
		return "", "", d.notOne(text)
	}
	rest := trimmed[len(number):]
	if err := d.separator(text, number, rest); err != nil {
		return "", "", err
	}
	name = strings.TrimLeft(rest, " \u00a0\u2009\u202f")
	if strings.HasPrefix(name, ".") {
		return "", "", d.notOne(text)
	}
	return number, name, nil
}

// separator refuses what people put between the digits of one number: "_", ",", "'" and all kinds of space.
func (d *dimension) separator(text, number, rest string) error {
	for _, mark := range []string{" ", "_", ",", "'", "\u00a0", "\u2009", "\u202f"} {
		after, ok := strings.CutPrefix(rest, mark)
		if !ok || digits(after) == 0 {
			continue
		}
		joined := joinDigits(number+rest, mark)
		if mark == "," && strings.Count(rest, ",") == 1 && !strings.Contains(rest, ".") {
			return fmt.Errorf("%q has a comma; write %q if it marks decimals, %q if it groups thousands",
				text, number+"."+after, joined)
		}
		return fmt.Errorf("%q has %s between its digits; write %q", text, separatorName(mark), joined)
	}
	return nil
}

// joinDigits removes mark where a digit follows it.
func joinDigits(text, mark string) string {
	parts := strings.Split(text, mark)
	var joined strings.Builder
	joined.WriteString(parts[0])
	for _, part := range parts[1:] {
		if digits(part) == 0 {
			joined.WriteString(mark)
		}
		joined.WriteString(part)
	}
	return joined.String()
}

func separatorName(mark string) string {
	switch mark {
	case " ":
		return "a space"
	case "\u00a0", "\u2009", "\u202f":
		return "a thin space"
	case ",":
		return "a comma"
	}
	return `"` + mark + `"`
}

// find returns the power of ten of a unit, and the currency of a money unit.
func (d *dimension) find(name string) (exp int, currency string, ok bool) {
	if !d.money {
		for _, u := range d.units {
			if u.name == name {
				return u.exp, "", true
			}
		}
		return 0, "", false
	}
	amount, per := name, ""
	if i := strings.IndexByte(name, '/'); i >= 0 {
		amount, per = name[:i], name[i:]
	}
	exp, currency, ok = splitAmount(amount)
	if !ok || d.currency != "" && currency != d.currency {
		return 0, "", false
	}
	for _, u := range d.units {
		if u.name == per {
			return exp + u.exp, currency, true
		}
	}
	return 0, "", false
}

// splitAmount takes "MUSD" or "bn RUB" apart.
func splitAmount(amount string) (exp int, currency string, ok bool) {
	for _, p := range prefixes {
		code, found := strings.CutPrefix(amount, p.name)
		if p.name != "" {
			code = strings.TrimLeft(code, " ")
		}
		if found && isCurrency(code) {
			return p.exp, code, true
		}
	}
	return 0, "", false
}

// isCurrency reports whether code has the form of an ISO 4217 code: three capital letters. Spellings of energy are
// kept out ("5 MWH" is a slip of the shift key, not a currency).
func isCurrency(code string) bool {
	if len(code) != 3 || strings.HasSuffix(code, "WH") {
		return false
	}
	for i := range len(code) {
		if code[i] < 'A' || code[i] > 'Z' {
			return false
		}
	}
	return true
}

// format prints a quantity in the largest unit that leaves a number of at least 1, or in the smallest one.
func (d *dimension) format(q quantity) string {
	choice := d.print
	if choice == nil {
		choice = d.units
	}
	best := choice[0]
	for _, u := range choice {
		if q.value == 0 && u.exp == 0 || q.value != 0 && math.Abs(q.value) >= math.Pow10(u.exp) {
			best = u
		}
	}
	number := formatShifted(q.value, best.exp)
	if best.name == "" {
		return number
	}
	return number + " " + strings.Replace(best.name, "¤", q.currency, 1)
}
