package scenario

import (
	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/limit"
	"hashwatt/sim/market"
	"hashwatt/sim/network"
	"hashwatt/sim/rig"
	"hashwatt/sim/unit"
)

// Version is the version of the language that this program reads.
const Version = 1

// Scenario is a scenario file as it is written.
type Scenario struct {
	// Version of the language; always 1.
	Version int `yaml:"hashwatt"`
	// Name of the scenario, as the report's title shows it.
	Name string `yaml:"name"`
	// Question that the scenario answers, in a sentence.
	Question string `yaml:"question,omitempty"`
	// Extends names files that this one builds on, relative to it and inside its own folder.
	Extends Files `yaml:"extends,omitempty"`
	// Clock is the horizon.
	Clock Clock `yaml:"clock"`
	// Money sets the currency of the report and exchange rates.
	Money Money `yaml:"money,omitempty"`
	// Finance sets how cash flows are valued and taxed.
	Finance Finance `yaml:"finance,omitempty"`
	// Bitcoin sets the coin, its fees and the network around the sites.
	Bitcoin Bitcoin `yaml:"bitcoin,omitempty"`
	// Rigs declares machines that the seeds do not know, by id.
	Rigs conf.Ordered[rig.Declared] `yaml:"rigs,omitempty"`
	// Regions overrides or adds to the rows of seeds/regions.csv, by id.
	Regions conf.Ordered[Region] `yaml:"regions,omitempty"`
	// Sites are the mining sites.
	Sites []Site `yaml:"sites"`
	// Limits hold the sites that applies_to names, or all of them.
	Limits []limit.Entry `yaml:"limits,omitempty"`
	// Foresight is what an operator knows when an energy budget must be spread over time.
	Foresight Foresight `yaml:"foresight,omitempty"`
	// Shares says how the rest of the world's hashrate is spread over countries.
	Shares Shares `yaml:"shares,omitempty"`
	// Correlations bind the shocks of prices, fees, exchange rates and the rest of the world to each other; none by
	// default.
	Correlations []Correlation `yaml:"correlations,omitempty"`
	// Uncertain lists what the draws vary besides the processes.
	Uncertain []Uncertain `yaml:"uncertain,omitempty"`
	// Variants are named changes to the scenario.
	Variants conf.Ordered[Variant] `yaml:"variants,omitempty"`
	// Solve looks for the factor on some quantities at which a result is what is wanted; the run is then that of the
	// factor.
	Solve *Solve `yaml:"solve,omitempty"`
	// Report asks for comparisons that the page shows beside the run.
	Report Report `yaml:"report,omitempty"`
	// Require lists what must hold of the results, by metric; exit code 3 where it does not.
	Require conf.Ordered[Requirement] `yaml:"require,omitempty"`
	// Source is the id of the source of what the file assumes.
	Source string `yaml:"source,omitempty"`
	// Confidence is how far the source is trusted.
	Confidence Confidence `yaml:"confidence,omitempty"`
}

// Clock is the horizon: from start 00:00 to end 00:00 in a zone.
type Clock struct {
	// Start is the first day.
	Start calendar.Date `yaml:"start"`
	// End is the day after the last one.
	End calendar.Date `yaml:"end"`
	// Zone is the IANA time zone of the accounts; UTC by default.
	Zone string `yaml:"zone,omitempty"`
}

// Check finds an end that is not after the start.
func (c Clock) Check(at *conf.Node) (problems []conf.Problem) {
	if !c.Start.Before(c.End) {
		problems = append(problems, conf.Problemf(at.Get("end"), "end %s is not after start %s; a run has at least one day", c.End, c.Start))
	}
	return problems
}

// Money sets currencies.
type Money struct {
	// Report is the currency of the report's page; files are always in USD.
	Report unit.Currency `yaml:"report,omitempty"`
	// Rates gives exchange rates in units per USD, by currency.
	Rates conf.Ordered[market.Series] `yaml:"rates,omitempty"`
}

// Finance sets how cash flows are valued and taxed.
type Finance struct {
	// Discount is the rate at which the net present value is taken.
	Discount unit.AnnualRate `yaml:"discount,omitempty"`
	// Tax is the tax on profit.
	Tax unit.Fraction `yaml:"tax,omitempty"`
	// Depreciation sets the lives over which plant is written off in a straight line.
	Depreciation Depreciation `yaml:"depreciation,omitempty"`
}

// Depreciation holds the lives of plant.
type Depreciation struct {
	// Rigs is the life of the machines.
	Rigs unit.Duration `yaml:"rigs,omitempty"`
	// Infrastructure is the life of buildings, transformers and cooling.
	Infrastructure unit.Duration `yaml:"infrastructure,omitempty"`
}

// Bitcoin sets the coin and the network.
type Bitcoin struct {
	// Price of the coin, USD/BTC.
	Price market.Series `yaml:"price,omitempty"`
	// Fees per block, BTC/block.
	Fees market.Series `yaml:"fees,omitempty"`
	// RestOfWorld is the hashrate outside the sites.
	RestOfWorld network.RestOfWorld `yaml:"rest_of_world,omitempty"`
	// MarketStep is the time within which the hashprice is constant: day or epoch.
	MarketStep MarketStep `yaml:"market_step,omitempty"`
	// EpochCalendar says when difficulty is retargeted: path (when 2016 blocks are found) or fixed (every 336 h).
	EpochCalendar EpochCalendar `yaml:"epoch_calendar,omitempty"`
	// Blocks arrive at random (poisson) in the draws, or as expected; the central case always expects.
	Blocks Blocks `yaml:"blocks,omitempty"`
	// Retarget is smooth, or exact on compact targets as the chain stores them.
	Retarget Retarget `yaml:"retarget,omitempty"`
	// Hashprice, USD/PH/day, takes the place of price, fees and network: nothing feeds back then.
	Hashprice *market.Series `yaml:"hashprice,omitempty"`
	// Difficulty goes with a given hashprice and tells how many coins it is.
	Difficulty *market.Series `yaml:"difficulty,omitempty"`
}

// Region overrides a row of seeds/regions.csv or declares a new region.
type Region struct {
	At conf.Pos `yaml:"-"`
	// Name of the region.
	Name string `yaml:"name,omitempty"`
	// Country as two letters (ISO 3166).
	Country string `yaml:"country,omitempty"`
	// Zone is the IANA time zone of tariffs and rules.
	Zone string `yaml:"zone,omitempty"`
	// Currency of the region.
	Currency unit.Currency `yaml:"currency,omitempty"`
	// Station is the weather station of sites that name none.
	Station string `yaml:"station,omitempty"`
	// Emissions of the grid's electricity, g/kWh.
	Emissions unit.Number `yaml:"emissions_g_per_kwh,omitempty"`
	// Tariff is what electricity costs: the components add up.
	Tariff Components `yaml:"tariff,omitempty"`
	// Limits hold the sites of the region together.
	Limits []limit.Entry `yaml:"limits,omitempty"`
	// Source is the id of the source of these values.
	Source string `yaml:"source,omitempty"`
	// Confidence is how far the source is trusted.
	Confidence Confidence `yaml:"confidence,omitempty"`
}

// Site is one item of sites: a program of the seeds, a row of the seeds by its id, or a new site.
type Site struct {
	At conf.Pos `yaml:"-"`
	// From names a program of seeds/facilities.csv; every row of it becomes a site.
	From string `yaml:"from,omitempty"`
	// ID of a row of seeds/facilities.csv, or of a new site.
	ID string `yaml:"id,omitempty"`
	// Name as the report shows it.
	Name string `yaml:"name,omitempty"`
	// Operator of the site.
	Operator string `yaml:"operator,omitempty"`
	// Program that the site belongs to.
	Program string `yaml:"program,omitempty"`
	// Region is the id of a region.
	Region string `yaml:"region,omitempty"`
	// Country as two letters; the region's by default.
	Country string `yaml:"country,omitempty"`
	// Lat is the latitude in degrees north.
	Lat *unit.Number `yaml:"lat,omitempty"`
	// Lon is the longitude in degrees east.
	Lon *unit.Number `yaml:"lon,omitempty"`
	// Place says how the place is known: reported, common_knowledge or assumed.
	Place string `yaml:"place,omitempty"`
	// Status is operating, under_construction, announced or never_energised.
	Status Status `yaml:"status,omitempty"`
	// Energy says what feeds the site, as grid, hydro_grid or own_gas.
	Energy string `yaml:"energy,omitempty"`
	// Isolated says that the site is fed by generation of its own that no grid reaches; bans may spare such sites.
	Isolated bool `yaml:"isolated,omitempty"`
	// Station is the weather station; the region's or the nearest one by default.
	Station string `yaml:"station,omitempty"`
	// Power of the grid connection at the meter: one value, or low, mid and high.
	Power *Power `yaml:"power,omitempty"`
	// PowerBasis is reported, inferred or assumed.
	PowerBasis string `yaml:"power_basis,omitempty"`
	// Online is the day the plant stands, or a stagger for the sites of a program.
	Online *Online `yaml:"online,omitempty"`
	// Fleet lists the machines.
	Fleet []Machines `yaml:"fleet,omitempty"`
	// Cooling is air, hydro or immersion; it sets the PUE unless pue is given.
	Cooling rig.Cooling `yaml:"cooling,omitempty"`
	// PUE is meter power over machine power as a constant.
	PUE *unit.Number `yaml:"pue,omitempty"`
	// Availability is the mean share of the machines that work.
	Availability *unit.Fraction `yaml:"availability,omitempty"`
	// PoolFee is what the pool keeps.
	PoolFee *unit.Fraction `yaml:"pool_fee,omitempty"`
	// Rejected is the share of the work that the pool refuses.
	Rejected *unit.Fraction `yaml:"rejected,omitempty"`
	// Orphans is the share of blocks that the chain drops.
	Orphans *unit.Fraction `yaml:"orphans,omitempty"`
	// InHistory says whether the recorded network holds the site's hash already; operating sites by default.
	InHistory *bool `yaml:"in_history,omitempty"`
	// Costs sets what the plant costs.
	Costs Costs `yaml:"costs,omitempty"`
	// Tariff takes the place of the region's.
	Tariff Components `yaml:"tariff,omitempty"`
	// Limits hold this site alone.
	Limits []limit.Entry `yaml:"limits,omitempty"`
	// Source is the id of the source of these values.
	Source string `yaml:"source,omitempty"`
	// Confidence is how far the source is trusted.
	Confidence Confidence `yaml:"confidence,omitempty"`
}

// Machines is one class of a fleet. With neither share nor count a single class fills the connection.
type Machines struct {
	// Rig is an id of seeds/rigs.csv, a short form of one, or an id declared under rigs.
	Rig string `yaml:"rig"`
	// Share of the machine power.
	Share *unit.Fraction `yaml:"share,omitempty"`
	// Count of machines, in place of a share.
	Count *unit.Count `yaml:"count,omitempty"`
}

// Costs sets what the plant costs.
type Costs struct {
	// Infrastructure is the price of land, building, transformers and cooling per MW at the meter.
	Infrastructure unit.MoneyPerPower `yaml:"infrastructure,omitempty"`
	// Rigs is the price of machines per TH/s.
	Rigs unit.MoneyPerHashrate `yaml:"rigs,omitempty"`
	// Opex is what running costs besides power, a share of the price of the machines.
	Opex unit.AnnualRate `yaml:"opex,omitempty"`
}

// Uncertain is an input that draws vary.
type Uncertain struct {
	At conf.Pos `yaml:"-"`
	// Path of the value, as sites.*.power.
	Path string `yaml:"path"`
	// From seeds takes the low, mid and high of each row.
	From string `yaml:"from,omitempty"`
	// Low end, with its unit; where only whole numbers may stand, as hours or calls, the draws are rounded.
	Low string `yaml:"low,omitempty"`
	// Mid value: the central case.
	Mid string `yaml:"mid,omitempty"`
	// High end, with its unit.
	High string `yaml:"high,omitempty"`
	// Distribution by name; two-piece log-uniform by default.
	Distribution string `yaml:"distribution,omitempty"`
	// File of values, in the unit of mid, for the distribution csv; low and high are left out then.
	File string `yaml:"file,omitempty"`
	// Joint says whether a path with * draws one common quantile; true by default.
	Joint *bool `yaml:"joint,omitempty"`
}

// Requirement bounds a metric of the central case, or of a percentile of the draws.
type Requirement struct {
	At conf.Pos `yaml:"-"`
	// Min is the least that is allowed, in the metric's unit or another of its kind.
	Min string `yaml:"min,omitempty"`
	// Max is the most that is allowed.
	Max string `yaml:"max,omitempty"`
	// P is the percentile of the draws, 0 to 100; without it the central case is meant.
	P *unit.Number `yaml:"p,omitempty"`
}
