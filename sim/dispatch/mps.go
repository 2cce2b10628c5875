package dispatch

import (
	"bufio"
	"io"
	"math"
	"strconv"
	"strings"
)

// WriteMPS writes the programme in free MPS format, which linear solvers read: row LOSS is minimised and is minus
// the value in USD, column X7 is the MWh that item 7 runs, row B3 keeps budget 3. Budgets without limit are left
// out. Numbers are written so that reading them gives the same bits. White space in the name becomes underscores.
func (p *Program) WriteMPS(w io.Writer, name string) error {
	p.check()
	out := bufio.NewWriter(w)
	name = strings.Join(strings.Fields(name), "_")
	if name == "" {
		name = "dispatch"
	}
	line := func(words ...string) {
		out.WriteString(strings.Join(words, " "))
		out.WriteByte('\n')
	}
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	line("* max sum of margin times energy run, USD, as min of LOSS; MWh by item X, budgets B")
	line("NAME", name)
	line("ROWS")
	line(" N LOSS")
	budgets := make([][]string, len(p.Margin)) // by item: the rows it is in
	for g, b := range p.Budgets {
		if math.IsInf(b.Residual, 1) {
			continue
		}
		row := "B" + strconv.Itoa(g)
		line(" L", row)
		for _, j := range b.Items {
			budgets[j] = append(budgets[j], row)
		}
	}
	line("COLUMNS")
	for j, m := range p.Margin {
		column := " X" + strconv.Itoa(j)
		line(column, "LOSS", number(0-m))
		for _, row := range budgets[j] {
			line(column, row, "1")
		}
	}
	line("RHS")
	for g, b := range p.Budgets {
		if !math.IsInf(b.Residual, 1) {
			line(" RHS", "B"+strconv.Itoa(g), number(max(b.Residual, 0)))
		}
	}
	line("BOUNDS")
	for j, e := range p.Energy {
		line(" UP BND", "X"+strconv.Itoa(j), number(e))
	}
	line("ENDATA")
	return out.Flush()
}
