package tariff

import (
	"fmt"

	"hashwatt/sim/sample"
)

// Prepared is a tariff that bills many loads on one axis: what does not depend on the load is worked out once. It
// is not changed by billing, and may be shared.
type Prepared struct {
	items    []Item
	in       Input
	spans    []span
	currency []string    // by component
	prices   [][]float64 // by component and hour, of those whose bill is a price times the load; nil for the others, empty where another one's has it
	parts    []*Prepared // by component, of price categories; nil for the others
}

// Prepare works out what bills of a tariff have in common. An error names the component.
func Prepare(items []Item, in Input) (*Prepared, error) {
	in = in.knowing(items)
	p := &Prepared{
		items: items, in: in, spans: spansOf(items, in), currency: make([]string, len(items)),
		prices: make([][]float64, len(items)), parts: make([]*Prepared, len(items)),
	}
	for k, item := range items {
		var err error
		if p.currency[k], err = item.CurrencyIn(in); err != nil {
			return nil, fmt.Errorf("%s: %w", item.Name, err)
		}
		component := item.Component
		if c, ok := component.(*ForecastCapacity); ok { // its bill is that of hours that are known
			component = Linear{c.PeakCapacity}
		}
		switch c := component.(type) {
		case Linear:
			own := newShape(in)
			if err = c.Shape(own, p.spans[k].in(in)); err == nil {
				p.spans[k].cut(own, in)
				p.prices[k] = own.PerMWh
			}
		case *PriceCategory:
			p.parts[k], err = Prepare(c.Parts, p.spans[k].in(in))
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", item.Name, err)
		}
	}
	p.fold()
	return p, nil
}

// fold makes one array of all prices by hour, where no adder asks for them one by one.
func (p *Prepared) fold() {
	first := -1
	for k, item := range p.items {
		if _, adder := item.Component.(interface{ adds() []string }); adder {
			return
		}
		switch {
		case p.prices[k] == nil:
		case first < 0:
			first = k
		case p.currency[k] != p.currency[first]:
			return
		}
	}
	for k := first + 1; k < len(p.items) && first >= 0; k++ {
		for t, price := range p.prices[k] {
			p.prices[first][t] += price
		}
		if p.prices[k] != nil {
			p.prices[k] = []float64{}
		}
	}
}

// Input returns the input of the tariff with what was worked out of it.
func (p *Prepared) Input() Input { return p.in }

// Sums bills the energy of every hour of the axis, MWh, and returns what each local month comes to: the sum of the
// lines of [Invoice], and their currency, "" where there is none. An error names the component.
func (p *Prepared) Sums(mwh []float64) (months []float64, currency string, err error) {
	use := Use{MWh: mwh}
	if err := use.check(p.in); err != nil {
		return nil, "", err
	}
	sums := make([]sample.Sum, len(p.in.Civil.Months))
	for k := range p.items {
		charges, err := p.charges(k, use, currency)
		if err == nil {
			err = finite(charges, p.in)
		}
		if err != nil {
			return nil, "", fmt.Errorf("%s: %w", p.items[k].Name, err)
		}
		for _, c := range charges {
			sums[c.Month].Add(c.Amount)
			currency = c.Currency
			c.Name = p.items[k].Name
			use.Above = append(use.Above, c)
		}
	}
	months = make([]float64, len(sums))
	for m := range sums {
		if months[m] = sums[m].Value(); !number(months[m]) {
			return nil, "", fmt.Errorf("the bill of %s is too large to be a number; check the prices and the load", monthText(p.in, m))
		}
	}
	return months, currency, nil
}

// charges bills component k, with one charge for a month where its lines are not needed. The currency is that of
// the lines above.
func (p *Prepared) charges(k int, use Use, currency string) ([]Charge, error) {
	if p.currency[k] != "" {
		currency = p.currency[k]
	}
	var months []float64
	switch {
	case p.prices[k] != nil && len(p.prices[k]) == 0:
		return nil, nil
	case p.prices[k] != nil:
		months = make([]float64, len(p.in.Civil.Months))
		for m, month := range p.in.Civil.Months {
			var sum sample.Sum
			for t := month.From; t < month.To; t++ {
				sum.Add(p.prices[k][t] * use.MWh[t])
			}
			months[m] = sum.Value()
		}
	case p.parts[k] != nil:
		var err error
		if months, currency, err = p.parts[k].Sums(use.MWh); err != nil {
			return nil, err
		}
	default:
		return p.spans[k].invoice(p.items[k], use, p.in)
	}
	charges := make([]Charge, 0, len(months))
	for m, amount := range months {
		if amount != 0 {
			charges = append(charges, Charge{Month: m, Amount: amount, Currency: currency})
		}
	}
	return charges, nil
}

// knowing returns the input with what its components ask more than once: its working days.
func (in Input) knowing(items []Item) Input {
	if in.Workdays == nil || in.known != nil {
		return in
	}
	for _, item := range items {
		if !AsksForWorkdays(item.Component) {
			continue
		}
		if days, inMonth, err := workdays(in); err == nil {
			in.known = &knownDays{days, inMonth}
		}
		return in
	}
	return in
}

// knownDays are the working days of an input, as workdays returns them.
type knownDays struct {
	days    []workday
	inMonth []int
}
