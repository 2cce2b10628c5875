package cli

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"hashwatt/seeds"
	"hashwatt/sim/tariff"
)

// billedComponent is what one component comes to in the whole bill.
type billedComponent struct {
	Component string   `json:"component"`
	Amount    float64  `json:"amount"`
	PerMWh    *float64 `json:"per_mwh"` // nil without energy
}

// sum adds up the bill by component, in the order of the tariff. Components of one name are one.
func (b *billed) sum(lines []tariff.Line, items []tariff.Item) {
	place := map[string]int{}
	for _, item := range items {
		if _, seen := place[item.Name]; !seen {
			place[item.Name] = len(b.Components)
			b.Components = append(b.Components, billedComponent{Component: item.Name})
		}
	}
	for _, l := range lines {
		b.Components[place[l.Component]].Amount += l.Amount
	}
	if b.EnergyMWh <= 0 {
		return
	}
	perMWh := func(amount float64) *float64 {
		if price := amount / b.EnergyMWh; !math.IsInf(price, 0) {
			return &price
		}
		return nil
	}
	for k := range b.Components {
		b.Components[k].PerMWh = perMWh(b.Components[k].Amount)
	}
	b.PerMWh = perMWh(b.Total)
}

// printSum prints what each component comes to.
func (e *Env) printSum(b *billed) {
	price := func(v *float64) string {
		if v == nil {
			return ""
		}
		return fmt.Sprintf("%.2f", *v)
	}
	var rows [][]string
	for _, c := range b.Components {
		share := ""
		if b.Total > 0 {
			share = fmt.Sprintf("%.1f %%", 100*c.Amount/b.Total)
		}
		rows = append(rows, []string{c.Component, fmt.Sprintf("%.2f", c.Amount), price(c.PerMWh), share})
	}
	rows = append(rows, []string{"all", fmt.Sprintf("%.2f", b.Total), price(b.PerMWh), ""})
	fmt.Fprintln(e.Out)
	printTable(e.Out, []string{"component", b.Currency, b.Currency + "/MWh", "share"}, rows)
	if b.Confidence != "" {
		fmt.Fprintf(e.Out, "\n%s\n", plainText(b.Confidence))
	}
}

// confidenceWords lists the words for what a figure is worth, the best first.
func confidenceWords() (words []string) {
	for _, c := range seeds.Confidences() {
		words = append(words, c.Word)
	}
	return words
}

// trust says in a line what the weakest component of the tariff is worth, and what its file says of itself; "" where no
// component says.
func (t *openedTariff) trust(words []string) string {
	weakest := -1
	var which []string
	for _, item := range t.items {
		switch k := slices.Index(words, item.Confidence); {
		case k < 0 || k < weakest:
		case k > weakest:
			weakest, which = k, []string{item.Name}
		case !slices.Contains(which, item.Name):
			which = append(which, item.Name)
		}
	}
	if weakest < 0 {
		return ""
	}
	text := fmt.Sprintf("confidence: the weakest is %s (%s)", words[weakest], strings.Join(which, ", "))
	if t.note != "" {
		text += "; " + t.note
	}
	return text
}

// noteOf is the comment that a file begins with, as one line. Lines for editors (# yaml-language-server: ...) are
// left out.
func noteOf(src []byte) string {
	var lines []string
	for line := range strings.Lines(string(src)) {
		text, ok := strings.CutPrefix(strings.TrimSpace(line), "#")
		if !ok {
			break
		}
		if text = strings.TrimSpace(text); text != "" && !strings.HasPrefix(text, "yaml-language-server:") {
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, " ")
}
