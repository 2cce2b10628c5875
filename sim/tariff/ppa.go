package tariff

import (
	"fmt"
	"math"

	"hashwatt/sim/conf"
	"hashwatt/sim/sample"
	"hashwatt/sim/unit"
)

// PPA is a contract with a producer: a price that is fixed or follows an index, for what is taken or, with a
// minimum, for no less than that. Where the energy of the contract can be sold on, one more MWh of load is one MWh
// less to sell, so the spot price decides and the price of the contract does not.
type PPA struct {
	Price     *unit.EnergyPrice `yaml:"price,omitempty"`       // or Index
	Index     *Indexed          `yaml:"index,omitempty"`       // a formula on an hourly series
	TakeOrPay *unit.Energy      `yaml:"take_or_pay,omitempty"` // the least that is paid for in each month
	Capacity  *unit.Power       `yaml:"capacity,omitempty"`    // delivered in every hour, where it can be sold on
	Resale    *Indexed          `yaml:"resale,omitempty"`      // the price at which surplus is sold and shortage is bought
	Rise      Rise              `yaml:",inline"`               // of the contract's price
}

// Check returns what is wrong with the contract.
func (p *PPA) Check(at *conf.Node) []conf.Problem {
	problems := p.Rise.problems(at)
	switch {
	case p.Price == nil && p.Index == nil:
		problems = append(problems, conf.Problemf(at, "there is no price; write one, or an index"))
	case p.Price != nil && p.Index != nil:
		problems = append(problems, conf.Problemf(at.Get("index"), "the price is fixed already; keep one of them"))
	case p.Price != nil:
		problems = append(problems, checkPrice(at.Get("price"), *p.Price)...)
	}
	switch {
	case p.Resale != nil && p.Capacity == nil:
		problems = append(problems, conf.Problemf(at.Get("resale"), "how much can be sold on? add capacity, the power that the contract delivers in every hour"))
	case p.Resale == nil && p.Capacity != nil:
		problems = append(problems, conf.Problemf(at.Get("capacity"), "without resale the contract delivers what is taken; leave capacity out, or add resale"))
	case p.Resale != nil && p.TakeOrPay != nil:
		problems = append(problems, conf.Problemf(at.Get("take_or_pay"), "with resale the whole capacity is paid for; leave take_or_pay out"))
	}
	return problems
}

// Describe says what was understood: "42 USD/MWh for what is taken, at least 5 GWh a month".
func (p *PPA) Describe() string {
	text := p.priceText() + p.Rise.text()
	switch {
	case p.Resale != nil:
		return fmt.Sprintf("%s for %s in every hour, the difference to the load at %s", text, p.Capacity, p.Resale.Describe())
	case p.TakeOrPay != nil:
		return fmt.Sprintf("%s for what is taken, at least %s a month", text, p.TakeOrPay)
	}
	return text + " for what is taken"
}

func (p *PPA) priceText() string {
	if p.Price != nil {
		return p.Price.String()
	}
	return p.Index.Describe()
}

// Currency returns the currency of the price; "" where only a series knows it.
func (p *PPA) Currency() string {
	if p.Price != nil {
		return p.Price.Currency
	}
	return p.Index.Currency()
}

// currencyIn returns the currency, asking the series, and tells where the resale is in another one.
func (p *PPA) currencyIn(in Input) (currency string, err error) {
	currency = p.Currency()
	if p.Index != nil {
		if currency, err = p.Index.currencyIn(in); err != nil {
			return "", err
		}
	}
	if p.Resale == nil {
		return currency, nil
	}
	other, err := p.Resale.currencyIn(in)
	if err == nil && other != currency {
		err = fmt.Errorf("the contract is in %s, but its resale in %s; give both in one currency", currency, other)
	}
	return currency, err
}

// prices returns the contract's price of every hour.
func (p *PPA) prices(in Input) (price []float64, currency string, err error) {
	price = make([]float64, in.Axis.Hours)
	if p.Price != nil {
		return price, p.Price.Currency, (&Flat{Price: *p.Price, Rise: p.Rise}).Signal(price, in)
	}
	if err := p.Index.Signal(price, in); err != nil {
		return nil, "", err
	}
	rise := p.Rise.over(in)
	for t := range price {
		price[t] *= rise.at(t)
	}
	currency, err = p.Index.currencyIn(in)
	return price, currency, err
}

// Signal adds what one more MWh costs: the spot price where the contract's energy can be sold on, the contract's price
// otherwise. Below a minimum that is paid for anyway one more MWh costs nothing; that part of the bill is no signal.
func (p *PPA) Signal(dst []float64, in Input) error {
	in.mustFit(len(dst))
	if p.Resale != nil {
		return p.Resale.Signal(dst, in)
	}
	price, _, err := p.prices(in)
	if err != nil {
		return err
	}
	for t := range dst {
		if err := addHour(dst, t, price[t], in); err != nil {
			return err
		}
	}
	return nil
}

// Shape adds the signal, and with a minimum a count for each month: up to the minimum one more MWh costs its price
// less the mean price at which it is paid for anyway. What is due for the contract itself is no matter of one more
// MWh.
func (p *PPA) Shape(s *Shape, in Input) error {
	s.Exact = p.Resale == nil && p.TakeOrPay == nil
	if p.TakeOrPay == nil {
		return p.Signal(s.PerMWh, in)
	}
	price, _, err := p.prices(in)
	if err != nil {
		return err
	}
	for m, month := range in.Civil.Months {
		c := Count{Month: m}
		var sum sample.Sum
		for t := month.From; t < month.To; t++ {
			if int(in.Civil.Month[t]) == m {
				c.Hours = append(c.Hours, int32(t))
				sum.Add(price[t])
			}
		}
		if len(c.Hours) == 0 {
			continue
		}
		share, _ := in.share(m)
		c.Steps = []Stretch{{float64(*p.TakeOrPay) * share, -sum.Value() / float64(len(c.Hours))}, {math.Inf(1), 0}}
		s.Counts = append(s.Counts, c)
	}
	return p.Signal(s.PerMWh, in)
}

// Invoice bills the contract by month, and beside it what was sold or bought on the spot market, or what was paid
// for and not taken.
func (p *PPA) Invoice(use Use, in Input) ([]Charge, error) {
	if err := use.check(in); err != nil {
		return nil, err
	}
	price, currency, err := p.prices(in)
	if err != nil {
		return nil, err
	}
	spot := make([]float64, len(price))
	if p.Resale != nil {
		if _, err := p.currencyIn(in); err != nil {
			return nil, err
		}
		if err := p.Resale.Signal(spot, in); err != nil {
			return nil, err
		}
	}
	months := make([]ppaMonth, len(in.Civil.Months))
	for t, mwh := range use.MWh {
		m := &months[in.Civil.Month[t]]
		taken := mwh
		if p.Resale != nil {
			taken = float64(*p.Capacity)
			m.spot.Add((mwh - taken) * spot[t])
			if mwh < taken {
				m.sold.Add(taken - mwh)
			} else {
				m.bought.Add(mwh - taken)
			}
		}
		m.taken.Add(taken)
		m.contract.Add(taken * price[t])
		m.price.Add(price[t])
		m.hours++
	}
	var charges []Charge
	for m := range months {
		charges = append(charges, p.month(&months[m], m, currency, in)...)
	}
	return charges, nil
}

// A ppaMonth adds up one month of a contract.
type ppaMonth struct {
	taken, contract sample.Sum // MWh and money
	price           sample.Sum // of all hours, for their mean
	hours           float64
	sold, bought    sample.Sum // MWh
	spot            sample.Sum // money, negative where more was sold
}

// month makes the lines of one month.
func (p *PPA) month(m *ppaMonth, month int, currency string, in Input) []Charge {
	var charges []Charge
	taken := m.taken.Value()
	if taken > 0 {
		charges = append(charges, Charge{
			Month: month, Name: "contract", Amount: m.contract.Value(), Currency: currency, Why: averageText(taken, m.contract.Value(), currency),
		})
	}
	if p.TakeOrPay != nil {
		share, cut := in.share(month)
		if short := float64(*p.TakeOrPay)*share - taken; short > 0 {
			charges = append(charges, Charge{
				Month: month, Name: "not taken", Amount: short * m.price.Value() / m.hours, Currency: currency,
				Why: fmt.Sprintf("%s short of %s%s, at the month's mean price of %.4g %s/MWh", energyText(short), p.TakeOrPay, cut, m.price.Value()/m.hours, currency),
			})
		}
	}
	if p.Resale != nil {
		charges = append(charges, Charge{
			Month: month, Name: "spot", Amount: m.spot.Value(), Currency: currency,
			Why: fmt.Sprintf("%s sold and %s bought at the prices of their hours", energyText(m.sold.Value()), energyText(m.bought.Value())),
		})
	}
	return charges
}

const ppaDoc = "a contract with a producer: fixed or indexed, take-or-pay, with or without resale"

const ppaExample = `# A contract with a producer. With resale the contract delivers its capacity in every hour, and the difference to the load is
# sold or bought at the spot price, which is then what one more MWh of load costs.
type: ppa
name: contract               # what the lines are called on the bill; default: the type
price: 42 USD/MWh            # or index
# index: {series: ercot_real_time, factor: 0.9, adder: 5 USD/MWh}   # instead of price; keys as of the type indexed
capacity: 50 MW              # needed with resale; delivered in every hour
resale: {series: ercot_real_time}   # default: none; keys as of the type indexed
# take_or_pay: 20 GWh        # instead of resale; the least that is paid for in each month
escalation: 2 %/year         # default 0 %/year; effective annual rate, of the contract's price
steps:                       # default: none; changes for good, each from 00:00 of a local day
  - {from: 2026-07-01, change: 9.1 %}
source: samara_31523         # default: assumed by the file; a row of the seeds' sources
confidence: assumed          # default: none stated
` + validKeys
