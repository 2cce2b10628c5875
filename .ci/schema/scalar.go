package main

import (
	"encoding"
	"fmt"
	"go/ast"
	"go/token"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"hashwatt/sim/calendar"
	"hashwatt/sim/unit"
)

const (
	digits = `([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?`
	gap    = "[ \u00a0\u2009\u202f]*" // between a number and its unit, as package unit reads it
)

// forms are the patterns of values that are no quantities. A value of a kind that is missing here passes as any text.
var forms = map[reflect.Type]string{
	reflect.TypeFor[calendar.Date]():   `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`,
	reflect.TypeFor[calendar.Season](): `^[0-9]{2}-[0-9]{2} *\.\. *[0-9]{2}-[0-9]{2}$`,
	reflect.TypeFor[unit.Currency]():   `^[A-Z]{3}$`,
}

// text describes a quantity, a date or another value that is read from one text: what its error for no text at all
// says to write is its description, and what that quotes are its examples.
func (g *generator) text(t reflect.Type, title string) *schema {
	if t == reflect.TypeFor[calendar.Per]() {
		var words []string
		for _, per := range calendar.Pers() {
			words = append(words, string(per))
		}
		return enum(title, g.comments.ofType(t), words)
	}
	err := read(t, "")
	if err == nil {
		g.fail(fmt.Errorf("%s takes an empty text, so it does not say what else it takes", t))
		return new(schema)
	}
	_, cure, _ := strings.Cut(err.Error(), "; ")
	s := &schema{Title: title, Description: capital(cure), Type: types{aString, null}, Pattern: forms[t]}
	if t.PkgPath() == reflect.TypeFor[unit.Power]().PkgPath() && s.Pattern == "" {
		s.Pattern = g.quantity(t)
	}
	if s.Pattern != "" {
		s.PatternError = cure
	}
	for _, quoted := range regexp.MustCompile(`"[^"]+"`).FindAllString(cure, -1) {
		if example := strings.Trim(quoted, `"`); read(t, example) == nil {
			s.Examples = append(s.Examples, plain(example))
		}
	}
	if read(t, "1") == nil {
		s.Type = types{aNumber, aString, null}
	}
	return s
}

// read tries a text and returns what is wrong with it.
func read(t reflect.Type, text string) error {
	return reflect.New(t).Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(text))
}

// quantity returns the pattern of a number with a unit, "" where the type takes no such thing. Its units are found
// by trying: every word of package unit is put behind a number.
func (g *generator) quantity(t reflect.Type) string {
	accepts := func(format string, words ...any) bool { return read(t, fmt.Sprintf(format, words...)) == nil }
	var units, prefixes []string
	currency := "[A-Z]{3}"
	amounts := accepts("1 XTS") // the code of ISO 4217 for tests: a plain amount of any currency
	if amounts {
		units = []string{""}
	}
	for _, word := range g.units() {
		switch {
		case amounts:
			if accepts("1 %sXTS", word) {
				prefixes = append(prefixes, regexp.QuoteMeta(word))
			}
		case accepts("1 %s", word):
			units = append(units, regexp.QuoteMeta(word))
		case strings.HasPrefix(word, "/") && accepts("1 USD%s", word):
			units = append(units, regexp.QuoteMeta(word))
			if !accepts("1 RUB%s", word) {
				currency = "USD"
			}
			prefixes = prefixes[:0]
			for _, prefix := range g.units() {
				if accepts("1 %sUSD%s", prefix, word) {
					prefixes = append(prefixes, regexp.QuoteMeta(prefix))
				}
			}
		}
	}
	bare := accepts("1")
	if units == nil && !bare {
		return ""
	}
	sign := `\+?`
	if bare && accepts("-1") || !bare && (accepts("-1 %s", units[0]) || accepts("-1 USD%s", units[0])) {
		sign = `[+-]?`
	}
	amount := ""
	if prefixes != nil {
		amount = "((" + strings.Join(prefixes, "|") + ") *)?" + currency
	}
	names := gap + amount + "(" + strings.Join(units, "|") + ")"
	switch {
	case units == nil:
		names = ""
	case bare:
		names = "(" + names + ")?"
	}
	one := sign + digits + names
	if t == reflect.TypeFor[unit.Duration]() { // 1 year 6 months
		return "^" + one + "( +" + one + ")*$"
	}
	return "^" + one + "$"
}

// units lists the words that stand in the source of package unit, among which are all units and prefixes.
func (g *generator) units() []string {
	if g.unitWords != nil {
		return g.unitWords
	}
	seen := map[string]bool{"": true}
	for _, f := range g.comments.files("sim/unit") {
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				word, err := strconv.Unquote(lit.Value)
				if err == nil && !seen[word] && !strings.ContainsAny(word, " \u00a0\u2009\u202f") {
					seen[word] = true
					g.unitWords = append(g.unitWords, word)
				}
			}
			return true
		})
	}
	return g.unitWords
}

// enum describes one of a few words.
func enum(title, description string, words []string) *schema {
	s := &schema{Title: title, Description: description, Type: types{aString, null}}
	for _, word := range words {
		s.Enum = append(s.Enum, word)
	}
	s.Enum = append(s.Enum, nil)
	return s
}

// scalar describes the kinds that have no form of their own. A text may look like a number or a truth value: name:
// 2025.
func scalar(kind reflect.Kind) *schema {
	switch kind {
	case reflect.String:
		return &schema{Type: types{aString, aNumber, aBoolean, null}}
	case reflect.Bool:
		return &schema{Type: types{aBoolean, aString, null}, Pattern: "^(true|false)$", PatternError: "write true or false"}
	case reflect.Int:
		return &schema{Type: types{anInteger, aString, null}, Pattern: "^-?[0-9]+$", PatternError: "write a whole number"}
	default:
		panic("schema: a " + kind.String() + " is not described yet")
	}
}
