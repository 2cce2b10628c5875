package site

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"hashwatt/sim/conf"
	"hashwatt/sim/kernel"
	"hashwatt/sim/tariff"
)

// Signal is what dispatch sees of the components of a tariff that are in one currency.
type Signal struct {
	Currency string
	*tariff.Shape
}

// Priced is a tariff over the hours, and how to bill it.
type Priced struct {
	Parts    [][]tariff.Item // the components by currency
	In       tariff.Input    // what they are priced with
	Invoiced bool            // the bill is more than the price of each hour times the load
	Drawn    bool            // a draw has other prices than the central case

	tariff  Tariff             // as it was priced
	bills   []*tariff.Prepared // of Parts, where the tariff is invoiced
	signals []Signal
	charged *charged
	usd     []float64 // per MWh, by hour, at the exchange rates of the memory
	charges *kernel.Charges
}

// price works out what a tariff costs, in its own currencies.
func price(t *Tariff, in tariff.Input, w *World) (Priced, error) {
	out := Priced{In: in, tariff: *t}
	region := &w.Regions[t.Region]
	var err error
	if out.signals, out.Parts, err = shapes(t, in, region); err != nil {
		return out, err
	}
	if out.charged, err = newCharged(out.signals, region, w); err != nil {
		return out, mistake(t.Components[0], "%s", err)
	}
	for _, s := range out.signals {
		out.Invoiced = out.Invoiced || !s.Exact || len(s.Windows)+len(s.Counts) > 0
	}
	for k := 0; out.Invoiced && k < len(out.Parts); k++ {
		bill, err := tariff.Prepare(out.Parts[k], in)
		if err != nil {
			return out, fmt.Errorf("%s: tariff of region %s: %w", out.Parts[k][0].At, region.ID, err)
		}
		out.bills, out.In = append(out.bills, bill), bill.Input()
	}
	for _, item := range t.Components {
		out.Drawn = out.Drawn || tariff.IsDrawn(item.Component)
	}
	return out, nil
}

// Bill is what a load is billed, by local month.
type Bill struct {
	Currency string
	Months   []float64
}

// Bills returns the bills of a load, MWh by hour of the axis, on an invoiced tariff, one for each currency. An
// error is a load that the tariff cannot bill.
func (t *Priced) Bills(mwh []float64) (list []Bill, err error) {
	for k, prepared := range t.bills {
		months, currency, err := prepared.Sums(mwh)
		if err != nil {
			return nil, t.cannot(k, err)
		}
		list = append(list, Bill{currency, months})
	}
	return list, nil
}

// Lines returns the lines of the bills of a load, of all currencies. An error is a load that the tariff cannot bill.
func (t *Priced) Lines(mwh []float64) (list []tariff.Line, err error) {
	for k, items := range t.Parts {
		lines, _, err := tariff.Invoice(items, tariff.Use{MWh: mwh}, t.In)
		if err != nil {
			return nil, t.cannot(k, err)
		}
		list = append(list, lines...)
	}
	return list, nil
}

// Around returns the windows of highest loads that hold an hour, the smallest first, and the count of energy that
// does; nil where there is none. Prices are those of the tariff, in its own currency.
func (t *Priced) Around(hour int) (windows []tariff.Window, count *tariff.Count) {
	if t.charged == nil {
		return nil, nil
	}
	frame := &t.charged.frame
	if frame.Leaf != nil {
		for w := frame.Leaf[hour]; w >= 0; w = frame.Windows[w].Parent {
			windows = append(windows, t.charged.windows[w])
		}
	}
	if frame.Of != nil && frame.Of[hour] >= 0 {
		count = &t.charged.counts[frame.Of[hour]]
	}
	return windows, count
}

// cannot places an error of a bill at the components.
func (t *Priced) cannot(part int, err error) error {
	at := t.Parts[part][0].At
	return conf.Problems{{Pos: at, Path: "tariff", Message: "cannot be billed: " + err.Error(), Excerpt: at.Excerpt()}}
}

// mostMW is the highest load that a site on tariff n can have: the largest of their connections.
func (w *World) mostMW(n int) (most float64) {
	for i := range w.Sites {
		if w.Sites[i].Tariff == n {
			most = max(most, w.Sites[i].PowerMW)
		}
	}
	return most
}

// order are the prices of the hours in the currency of the tariff, in USD where it has several.
func (t *Priced) order() []float64 {
	if len(t.signals) == 1 {
		return t.signals[0].PerMWh
	}
	return t.usd
}

// convert sets the prices in USD at some exchange rates.
func (t *Priced) convert(money Money, p *kernel.Problem) {
	t.usd = inUSD(t.signals, money, p)
	t.charges = t.charged.usd(money)
}

// Again prices the tariffs for a draw: at its exchange rates and, where prices themselves are drawn, with its
// chance, which gives the random stream of a series by its name. The problem stays as it is: what replaces its
// prices is returned beside it.
func (c *Compiled) Again(w *World, money Money, chance func(name string) *rand.Rand) (again *Compiled, prices [][]float64, charges []*kernel.Charges, err error) {
	again = &Compiled{Problem: c.Problem, Tariffs: slices.Clone(c.Tariffs)}
	prices = make([][]float64, len(c.Tariffs))
	for k := range again.Tariffs {
		t := &again.Tariffs[k]
		if t.Drawn {
			in := t.In
			in.Chance = chance
			if *t, err = price(&t.tariff, in, w); err != nil {
				return nil, nil, nil, err
			}
		}
		t.convert(money, c.Problem)
		prices[k] = t.usd
		if t.charges != nil {
			charges = resized(charges, len(c.Tariffs))
			charges[k] = t.charges
		}
	}
	return again, prices, charges, nil
}

// resized is a list of charges of some length.
func resized(list []*kernel.Charges, n int) []*kernel.Charges {
	if list == nil {
		return make([]*kernel.Charges, n)
	}
	return list
}

// shapes adds up the components of a tariff by currency.
func shapes(t *Tariff, in tariff.Input, region *Region) (signals []Signal, groups [][]tariff.Item, err error) {
	var currencies []string
	parts := map[string][]tariff.Item{}
	for _, item := range t.Components {
		currency, err := item.CurrencyIn(in)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: tariff %q of region %s: %w", item.At, item.Name, region.ID, err)
		}
		if currency == "" && len(currencies) > 0 { // it adds to the lines above
			currency = currencies[len(currencies)-1]
		}
		if !slices.Contains(currencies, currency) {
			currencies = append(currencies, currency)
		}
		parts[currency] = append(parts[currency], item)
	}
	for _, currency := range currencies {
		items := parts[currency]
		shape, err := tariff.ShapeOf(items, in)
		if err != nil {
			var own conf.Problems
			if errors.As(err, &own) { // of a file of the user's, with its lines
				return nil, nil, own
			}
			return nil, nil, mistake(items[0], "the tariff of region %s: %s", region.ID, err)
		}
		if !shape.Exact && len(currencies) > 1 {
			return nil, nil, mistake(items[0], "the tariff of region %s is in %s; a bill has one currency", region.ID, strings.Join(currencies, " and "))
		}
		signals, groups = append(signals, Signal{currency, shape}), append(groups, items)
	}
	return signals, groups, nil
}

// mistake is what is wrong with a tariff, at one of its components.
func mistake(at tariff.Item, format string, args ...any) error {
	return conf.Problems{{Pos: at.At, Path: "tariff", Message: fmt.Sprintf(format, args...), Excerpt: at.At.Excerpt()}}
}

// inUSD converts signals to USD per MWh at the rates of each hour's month; what is in USD already stays as it is.
func inUSD(signals []Signal, money Money, p *kernel.Problem) []float64 {
	if len(signals) == 1 && signals[0].Currency == "USD" {
		return signals[0].PerMWh
	}
	price := make([]float64, p.Hours)
	for _, s := range signals {
		rate, month := 1.0, int32(-1)
		for t, v := range s.PerMWh {
			if p.Month[t] != month {
				month = p.Month[t]
				rate = money.PerUSD(s.Currency, int(month))
			}
			price[t] += v / rate
		}
	}
	return price
}
