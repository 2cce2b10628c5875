package reports

import (
	"fmt"
	"math"
	"slices"

	"hashwatt/sim/unit"
)

// Total is a headline figure in its base unit, so that several pages can be compared.
type Total struct {
	Name  string `json:"name"` // "energy a year"
	Unit  string `json:"unit"` // MWh, %, t or a currency
	Value Number `json:"value"`
}

// totals are what an index of several runs compares: as the page's head says them, with draws their medians.
func (b *builder) totals() []Total {
	of := func(name, unit string, m measure) Total {
		t := Total{Name: name, Unit: unit, Value: Gap}
		if m.ok() {
			t.Value = Num(m.value)
		}
		return t
	}
	a := 1 / b.years
	var found []Total
	if s := b.r.Solved; s != nil {
		if s.TotalMW > 0 {
			found = append(found, of("power that it takes", "MW", fixed(s.TotalMW)))
		}
		if g := b.goal(); g != nil {
			found = append(found, of("share of "+theCountry(g.country.Name)+" asked for", "%", fixed(s.Reached)))
		}
	}
	emissions := of("CO₂ a year", "t", b.total("emissions_t").times(a))
	if f := b.emissionFigure(); f.Value.None {
		emissions.Value = Gap
	}
	return append(found,
		of("energy a year", "MWh", b.total("energy_mwh").times(a)),
		of("share of the network", "%", b.total("network_share_pct")),
		of("of what plant could draw", "%", b.total("load_factor_pct")),
		of("power all in", b.cash.code+"/MWh", b.total("power_price_usd_per_mwh").times(b.ownFactor("power_cost_usd"))),
		of(keptBack, "MWh", b.total("curtailed_mwh").times(a)),
		of("net present value", b.cash.code, b.own("npv_usd")),
		emissions,
	)
}

// keptBack is the name of what limits keep back. It is nothing where there are no limits, and its column stands
// where some page has any.
const keptBack = "kept back by limits a year"

// Comparison is a table of the headline figures of several pages: a row for each page.
type Comparison struct {
	Heads []string // of the columns after the name: "energy a year, TWh"
	Rows  []Compared
}

// Compared is a page in a comparison.
type Compared struct {
	Title, Variant string
	Cells          []Difference
}

// Difference is a figure of a page, and by how much it differs from that of the first page of the same scenario.
type Difference struct {
	Text string // empty where there is none
	By   string // "+0.12"; empty in the first page of a scenario and where nothing differs
}

// Compare sets pages side by side. A column has one scale; amounts in different currencies have a column each.
func Compare(pages []*Page) Comparison {
	type key struct{ name, unit string }
	var keys []key
	columns := map[key][]Number{}
	for k, p := range pages {
		for _, t := range p.Totals {
			at := key{t.Name, t.Unit}
			if columns[at] == nil {
				keys = append(keys, at)
				columns[at] = Each(len(pages), func(int) float64 { return 0 })
				for n := range columns[at] {
					columns[at][n] = Gap
				}
			}
			columns[at][k] = t.Value
		}
	}
	keys = slices.DeleteFunc(keys, func(at key) bool {
		return at.name == keptBack && !slices.ContainsFunc(columns[at], func(n Number) bool { return !n.None && n.Value != 0 })
	})
	var out Comparison
	first := map[string]int{} // page of a scenario
	for k, p := range pages {
		scenario := p.Run.File
		if scenario == "" {
			scenario = p.Title
		}
		if _, known := first[scenario]; !known {
			first[scenario] = k
		}
		row := Compared{Title: p.Title, Variant: p.Run.Variant}
		for _, at := range keys {
			factor, _, digits := columnScale(columns[at], at.unit)
			row.Cells = append(row.Cells, difference(columns[at][k], columns[at][first[scenario]], factor, digits))
		}
		out.Rows = append(out.Rows, row)
	}
	for _, at := range keys {
		_, name, _ := columnScale(columns[at], at.unit)
		out.Heads = append(out.Heads, at.name+", "+name)
	}
	return out
}

// columnScale is the factor, the unit and the decimals of a column.
func columnScale(values Numbers, of string) (factor float64, name string, digits int) {
	largest := 0.0
	for _, v := range values {
		if !v.None {
			largest = math.Max(largest, math.Abs(v.Value))
		}
	}
	factor, name = unit.Scale(largest, of)
	return factor, name, Digits(Num(largest * factor))
}

func difference(v, first Number, factor float64, digits int) Difference {
	if v.None {
		return Difference{}
	}
	d := Difference{Text: Format(v.Value*factor, digits)}
	if first.None || v == first {
		return d
	}
	by := (v.Value - first.Value) * factor
	switch text := Format(by, digits); {
	case text == Format(0, digits):
		d.By = "~"
	case by > 0:
		d.By = fmt.Sprintf("+%s", text)
	default:
		d.By = text
	}
	return d
}
