package site

import (
	"slices"
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/kernel"
	"hashwatt/sim/limit"
	"hashwatt/sim/rig"
	"hashwatt/sim/series"
	"hashwatt/sim/tariff"
	"hashwatt/sim/unit"
)

// Site is one mining site as a fact.
type Site struct {
	ID, Name          string
	Operator, Program string
	Region            int    // index into World.Regions
	Country           string // ISO 3166 alpha-2
	Lat, Lon          float64
	Placed            bool   // the coordinates are known or assumed
	PlaceBasis        string // reported, common_knowledge or assumed
	Status            string // operating, under_construction, announced, never_energised
	EnergySource      string
	Isolated          bool // fed by generation of its own that no grid reaches

	PowerMW         float64 // of the connection, at the meter
	PowerLow        float64 // MW, the range behind PowerMW; 0 where there is none
	PowerHigh       float64
	PowerBasis      string // reported, inferred, assumed
	Online          calendar.Date
	OnlineHour      int // on the axis; 0 or less before the start, the axis' hours or more after its end
	Fleet           []Class
	Climate, Tariff int // indexes into World

	Availability float64 // 0..1, mean share of the machines that work
	PoolFee      float64 // 0..1
	Rejected     float64 // 0..1, rejected shares
	Orphans      float64 // 0..1
	InHistory    bool    // its hash is part of the recorded network

	Infrastructure unit.MoneyPerPower    // per MW at the meter
	RigPrice       unit.MoneyPerHashrate // per TH/s
	Opex           float64               // per year, of the cost of the rigs

	Source, Confidence string
	At                 conf.Pos
}

// Class is one kind of machine at a site.
type Class struct {
	Rig   rig.Rig
	Share float64 // 0..1 of the machine power that the connection feeds; 0 where a count is given
	MW    float64 // machine power of all of them, at their rating
	Count float64 // machines; fractions are allowed
}

// PayShare is the part of the gross reward that the site is paid.
func (s *Site) PayShare() float64 { return (1 - s.PoolFee) * (1 - s.Rejected) * (1 - s.Orphans) }

// HashratePHs is the hashrate of the whole fleet at its rating, PH/s.
func (s *Site) HashratePHs() float64 {
	var sum float64
	for _, c := range s.Fleet {
		sum += c.MW * c.Rig.HashPerMW()
	}
	return sum
}

// Region is a place with one civil time and one electricity supply.
type Region struct {
	ID, Name, Country string
	Zone              *time.Location
	Civil             *calendar.Civil
	Workdays          *calendar.Workdays // of the country
	Currency          string
	EmissionGPerKWh   float64 // 0 where HasEmission is false
	HasEmission       bool
	Source            string
	Confidence        string
}

// TariffInput is what the components of a tariff of this region are priced with.
func (w *World) TariffInput(region int, source func(string) (*series.Hourly, error)) tariff.Input {
	r := &w.Regions[region]
	return tariff.Input{
		Axis: w.Axis, Civil: r.Civil, Workdays: r.Workdays, Series: source, Prorate: true, Foreseen: w.Foresight == kernel.Perfect,
	}
}

// Booked is the account month of an invoice for the hours from, half open, to: the one that holds the middle of
// them. Where clocks differ by a few hours, that is the month of the same name.
func (w *World) Booked(from, to int) int { return int(w.Civil.Month[(from+to-1)/2]) }

// Tariff is a list of components in the civil time of a region.
type Tariff struct {
	Region     int
	Components []tariff.Item
}

// Climate is a weather station with a way of cooling.
type Climate struct {
	Station string // empty: the PUE is constant
	MeanC   [12]float64
	Lon     float64
	Swing   Swing
	Curve   Curve
}

// Scoped is a limit with the sites that it holds.
type Scoped struct {
	limit.Entry
	Scope string    // in words: "region komi", "program komi_15", "site mikun"
	Under conf.Path // where its list stands: regions.komi, sites.mikun; nil for the whole scenario
	Sites []int
	Alone bool // it stands at one site and is not shared
}

// Path is where the limit stands in a scenario: limits."winter ban", regions.komi.limits.power.
func (s *Scoped) Path() conf.Path { return append(slices.Clone(s.Under), "limits", s.Name) }

// World is everything a run needs to know, short of randomness.
type World struct {
	Axis      *calendar.Axis
	Civil     *calendar.Civil // of the clock's zone
	Sites     []Site
	Regions   []Region
	Tariffs   []Tariff
	Climates  []Climate
	Limits    []Scoped
	Foresight kernel.Foresight
	Money     Money
	Finance   Finance
	Baseline  Baseline
}

// Finance is how cash flows are valued and taxed.
type Finance struct {
	Discount        float64 // effective annual rate
	Tax             float64 // 0..1 of profit
	RigMonths       float64 // life of the machines
	BuildingsMonths float64 // life of the infrastructure
}

// Money holds the exchange rates of the central case.
type Money struct {
	Report string
	Rates  map[string][]float64 // units per USD by month of the axis in the clock's zone
}

// PerUSD is how many units of a currency one dollar bought in month m.
func (m Money) PerUSD(currency string, month int) float64 {
	if currency == "USD" {
		return 1
	}
	return m.Rates[currency][month]
}
