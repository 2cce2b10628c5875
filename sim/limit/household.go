package limit

import (
	"fmt"
	"math"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// HouseholdMWh is what a miner outside the register may use in a month in Russia: 6,000 kWh, a person, by law
// 221-FZ of 8 August 2024, in force from 1 November 2024 (Interfax,
// https://interfax.com/newsroom/top-stories/107315; ru_household_limit of the seeds' rules, source
// interfax_107315).
const HouseholdMWh unit.Energy = 6

// Household holds sites that stand for households which mine without being registered, each with a limit of its
// own. Where the other words are given, a household may register more than one meter, each with the limit of one,
// and risks to be found out.
type Household struct {
	Households unit.Count        `yaml:"households"`          // at each site
	Limit      *unit.Energy      `yaml:"limit,omitempty"`     // MWh per month and meter; nil: HouseholdMWh
	Demand     *unit.Energy      `yaml:"demand,omitempty"`    // MWh per month that a household would use; nil: all that its meters allow
	Meters     int               `yaml:"meters,omitempty"`    // over which a household can split its use; 0 and 1: it has one
	Detection  *unit.MonthlyRate `yaml:"detection,omitempty"` // hazard of a household that splits
	Fine       *unit.Money       `yaml:"fine,omitempty"`      // when it is found out
	Forfeit    *unit.Money       `yaml:"forfeit,omitempty"`   // worth of the machines that it then loses
	Window     `yaml:",inline"`
}

// mostPeople is above the number of people on Earth (8.2 billion in 2025, United Nations, World Population
// Prospects 2024).
const mostPeople = 1e10

// Check returns what is wrong with the words.
func (h *Household) Check(at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	add := func(key, format string, args ...any) {
		problems = append(problems, conf.Problemf(at.Get(key), format, args...))
	}
	if h.Households == 0 {
		add("households", "stands for nobody; write how many households each site stands for, or leave the limit out")
	}
	if h.Households > mostPeople {
		add("households", "%s is more than there are people; write how many households each site stands for", h.Households)
	}
	if h.Limit != nil {
		problems = append(problems, checkAmount(at, float64(*h.Limit), h.Limit.String())...)
	}
	if h.Demand != nil && *h.Demand == 0 {
		add("demand", "households that want nothing do not mine; write what one would use in a month, as 8000 kWh, or leave demand out")
	}
	if at.Get("meters") != nil && h.Meters < 1 {
		add("meters", "%d is no number of meters; write 1, or more where households split their use over several", h.Meters)
	}
	problems = append(problems, h.checkGaming(at)...)
	return append(problems, h.check(at)...)
}

// checkGaming returns what is wrong with the words on splitting.
func (h *Household) checkGaming(at *conf.Node) []conf.Problem {
	var problems []conf.Problem
	add := func(key, format string, args ...any) {
		problems = append(problems, conf.Problemf(at.Get(key), format, args...))
	}
	if at.Get("meters") == nil {
		for _, key := range []string{"detection", "fine", "forfeit"} {
			if at.Get(key) != nil {
				add(key, `nobody splits over meters here; add for example "meters: 3", or leave %s out`, key)
			}
		}
		return problems
	}
	for _, m := range []struct {
		key    string
		amount *unit.Money
	}{{"fine", h.Fine}, {"forfeit", h.Forfeit}} {
		if m.amount != nil && m.amount.Amount < 0 {
			add(m.key, "%s is negative; write what is lost as a positive amount", m.amount)
		}
	}
	if h.Fine != nil && h.Forfeit != nil && h.Fine.Currency != h.Forfeit.Currency {
		add("forfeit", "in %s, but fine is in %s; one limit has one currency", h.Forfeit.Currency, h.Fine.Currency)
	}
	if h.Meters < 2 {
		return problems
	}
	if h.Detection == nil {
		add("", `households that split over meters may be found out; add for example "detection: 5 %%/month"`)
	}
	if h.Fine == nil && h.Forfeit == nil {
		add("", `households that are found out lose something; add for example "fine: 100 kRUB", or forfeit for their machines`)
	}
	if h.Detection != nil && math.IsInf(h.price(), 0) {
		add("detection", "the fines that a household expects are beyond any number; write less")
	}
	if h.Demand != nil && *h.Demand > 0 && *h.Demand <= h.each() {
		add("demand", "%s a month is within the limit of %s, so nobody splits; write more, or leave meters out", h.Demand, h.each())
	}
	return problems
}

// Describe says what was understood: "20000 households of at most 6 MWh a month each, at all times".
func (h *Household) Describe() string {
	text := fmt.Sprintf("%s households of at most %s a month each", h.Households, h.each())
	switch {
	case h.excess() > 0:
		price := unit.EnergyPrice{Amount: roughly(h.price()), Currency: string(h.Currency())}
		text += fmt.Sprintf(", or up to %s over %d meters where a MWh earns more than the %s of fines that it is expected to cost", unit.Energy(h.most()), h.Meters, price)
	case h.Demand != nil:
		text += ", of which they would use " + h.Demand.String()
	}
	return text + ", " + h.describe()
}

// Unfit says that a connection could not feed half of what the households may use, and how to cure it; "" where it
// could.
func (h *Household) Unfit(s *Held, _ int) string {
	const slack = 2 // what a connection is short of beyond that is a slip, not a round number
	mw := float64(h.Households) * h.most() / hoursOfMonth
	if mw <= slack*s.PowerMW {
		return ""
	}
	return fmt.Sprintf("%s households of %s a month draw %s, and the connection of site %s has %s; write fewer households, or more power",
		h.Households, unit.Energy(h.most()), unit.Power(roughly(mw)), s.ID, unit.Power(s.PowerMW))
}

// Currency returns that of fine and forfeit.
func (h *Household) Currency() unit.Currency {
	switch {
	case h.Fine != nil:
		return unit.Currency(h.Fine.Currency)
	case h.Forfeit != nil:
		return unit.Currency(h.Forfeit.Currency)
	}
	return ""
}

// Rule lets each site draw what its households use at most, evenly over each month: machines in flats run day and
// night on a tariff that does not change by the hour. Where they can split over meters, they share a soft budget of
// what the law allows them.
//
// Its price makes households split exactly when that pays. A household that splits uses e = min(demand,
// meters·limit) - limit more a month, and is found out with hazard λ, whatever it uses; so it expects to gain e
// times the margin of a MWh, and to lose λ·(fine + forfeit). It splits where the margin is over λ·(fine +
// forfeit)/e, and the use of n such households, n·e, costs that much per MWh. The hazard at which splitting just
// does not pay any more, e·margin/(fine + forfeit), is G. S. Becker's condition (Crime and punishment, Journal of
// Political Economy 76, 1968) for people who do not mind risk.
func (h *Household) Rule(in *Input) (Rule, error) {
	hours, moments := in.windows(h.Window)
	month := float64(h.Households) * h.most() // MWh
	rule := Rule{Cap: &Cap{Moments: append(moments, in.months()...), Before: true, Allow: func(t int, _, mw []float64) {
		for i := range mw {
			mw[i] = Unlimited
			if c := in.Sites[i].Civil; hours[i][t] {
				mw[i] = month / float64(c.Months[c.Month[t]].Hours)
			}
		}
	}}}
	if h.excess() > 0 {
		lawful := Energy{Limit: unit.Energy(float64(h.Households) * float64(h.each())), Per: calendar.Monthly, Prorate: true, Window: h.Window}
		rule.Pool = &Pool{
			Periods: func(s *Held) ([]int32, []Budget) { return lawful.Budgets(s.Civil) }, Each: true, Soft: true, Price: h.price(),
		}
	}
	return rule, nil
}

// each is the limit of a household with one meter, MWh a month.
func (h *Household) each() unit.Energy {
	if h.Limit == nil {
		return HouseholdMWh
	}
	return *h.Limit
}

// most is what a household uses at most, MWh a month.
func (h *Household) most() float64 {
	most := float64(max(h.Meters, 1)) * float64(h.each())
	if h.Demand != nil {
		most = min(most, float64(*h.Demand))
	}
	return most
}

// excess is what it then uses above the limit of one meter, MWh a month, 0 where it does not split.
func (h *Household) excess() float64 {
	if h.Meters < 2 {
		return 0
	}
	return max(0, h.most()-float64(h.each()))
}

// price is what a household that splits expects to lose, per MWh above the limit.
func (h *Household) price() float64 {
	var loss float64
	for _, m := range []*unit.Money{h.Fine, h.Forfeit} {
		if m != nil {
			loss += m.Amount
		}
	}
	if h.Detection == nil || h.excess() == 0 {
		return 0
	}
	return float64(*h.Detection) * loss / h.excess()
}

// roughly rounds to four digits, for people to read.
func roughly(v float64) float64 {
	if v == 0 {
		return 0
	}
	scale := math.Pow10(3 - int(math.Floor(math.Log10(math.Abs(v)))))
	return math.Round(v*scale) / scale
}

const householdDoc = "households that mine unregistered, each up to a limit, and perhaps over several meters"

const householdExample = `# Each site stands for this many households, none of which is registered.
type: household
name: households             # how the report calls it; default: the type
households: 20000            # required; at each site that the limit holds
limit: 6000 kWh              # default 6000 kWh, the limit of Russian law; a month for each meter
demand: 8000 kWh             # default: all that the meters allow; what a household would use in a month
meters: 3                    # default 1: nobody splits; meters over which a household can split its use, each with the limit
detection: 5 %/month         # required with 2 meters or more; hazard of a household that splits
fine: 100 kRUB               # fine or forfeit is required with 2 meters or more; of a household that is found out
forfeit: 150 kRUB            # default: nothing; worth of the machines that it loses besides
season: 11-15..03-15         # default: the whole year; both ends inclusive, 02-29 is the last day of February
from: 2024-11-01             # default: since ever; first day
to: 2031-03-15               # default: for ever; last day
applies_to:                  # default: where the limit stands; a site fits that fits every line
  region: [irkutsk_south]    # one id or a list of ids in each line
  operator: households
  country: RU
  program: households
  sites: [irkutsk_homes]
source: interfax_107315      # default: assumed by the scenario; a row of the seeds' sources
confidence: reported         # default: none stated
`
