package backtest

import (
	"fmt"
	"strings"
)

// What a forecast knows of prices, as it continues the name of a response.
const (
	asTheyCame = ", prices as they came"
	priceHeld  = ", price held"
)

// matrix collects the errors of forecasts by horizon, beside those of "no change".
type matrix struct {
	still  []float64
	names  []string
	errors [][]float64
}

// newMatrix begins one with the errors of "no change" at the horizons.
func newMatrix(still []float64) *matrix { return &matrix{still: still} }

// add appends the errors of a forecast.
func (m *matrix) add(name string, errors []float64) {
	m.names, m.errors = append(m.names, name), append(m.errors, errors)
}

// better counts the horizons at which a forecast beats "no change".
func (m *matrix) better(row int) (n int) {
	for i, e := range m.errors[row] {
		if m.beats(i, e) {
			n++
		}
	}
	return n
}

// beats reports whether an error is enough below that of "no change" at a horizon.
func (m *matrix) beats(horizon int, e float64) bool { return e <= worthwhile*m.still[horizon] }

// table shows every forecast at every horizon.
func (m *matrix) table() *Table {
	t := &Table{
		Title:  "Error of forecasts (RMSE of ln D) and, in brackets, over that of \"no change\", which less than 0.99 beats",
		Header: []string{"response"},
	}
	first := []string{"no change"}
	for i, h := range ahead {
		t.Header, first = append(t.Header, epochs(h)+" ahead"), append(first, fmt.Sprintf("%.3f", m.still[i]))
	}
	t.Header, first = append(t.Header, "beats no change"), append(first, "")
	t.Rows = append(t.Rows, first)
	for row, name := range m.names {
		cells := []string{name}
		for i, e := range m.errors[row] {
			how := Misses
			if m.beats(i, e) {
				how = "beats"
			}
			cells = append(cells, fmt.Sprintf("%.3f (%.3f) %s", e, e/m.still[i], how))
		}
		t.Rows = append(t.Rows, append(cells, fmt.Sprintf("%d of %d", m.better(row), len(ahead))))
	}
	return t
}

// verdict counts the forecasts that beat "no change" at all horizons, at some and at none, and names them.
func (m *matrix) verdict() string {
	groups := make([][]string, 3)
	for row, name := range m.names {
		switch m.better(row) {
		case len(ahead):
			groups[0] = append(groups[0], name)
		case 0:
			groups[1] = append(groups[1], name)
		default:
			groups[2] = append(groups[2], name)
		}
	}
	parts := []string{fmt.Sprintf("%d of %d forecasts beat \"no change\" at all %d horizons", len(groups[0]), len(m.names), len(ahead))}
	if groups[0] != nil {
		parts = append(parts, " ("+strings.Join(together(groups[0]), "; ")+")")
	}
	for i, where := range []string{"at none", "at some"} {
		group := groups[1+i]
		if n := len(group); n > 0 {
			parts = append(parts, fmt.Sprintf(", %d %s (%s)", n, where, strings.Join(together(group), "; ")))
		}
	}
	return strings.Join(parts, "") + "."
}

// together names a response once that is there with both kinds of prices.
func together(names []string) []string {
	var out []string
	for _, name := range names {
		short, held := strings.CutSuffix(name, priceHeld)
		if n := len(out); held && n > 0 && out[n-1] == short+asTheyCame {
			out[n-1] = short
			continue
		}
		out = append(out, name)
	}
	return out
}

// epochs counts them.
func epochs(n int) string {
	if n == 1 {
		return "1 epoch"
	}
	return fmt.Sprintf("%d epochs", n)
}
