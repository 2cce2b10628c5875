package scenario

import "fmt"

// Warning is something that is true of a scenario or of its run and should make its reader careful. Text says it to a
// person; the other fields say the same to a page that joins warnings of one kind.
type Warning struct {
	Kind     WarningKind
	Subjects []string // what it is about, by the kind: ids of sites or regions, names of limits, currencies
	Detail   string   // what is said of the subject, by the kind: a price, a month, a year
	Value    float64  // a number of the subject, by the kind
	Text     string   // the whole of it, lower case, without a full stop
}

// WarningKind is what a warning is about.
type WarningKind string

// The kinds that carry more than their text.
const (
	OtherWarning  WarningKind = ""
	NoWeather     WarningKind = "no weather"      // sites
	NoTariff      WarningKind = "no tariff"       // a region; detail is " of 2020, 3.4 RUB/kWh"
	NoEmissions   WarningKind = "no emissions"    // a region
	RateEnds      WarningKind = "rate ends"       // a currency; detail is the last month that is known, 2026-09
	NotFull       WarningKind = "not full"        // a site; value is the share of the connection that its fleet fills, percent
	NeverOnline   WarningKind = "never online"    // a site
	NeverBinds    WarningKind = "never binds"     // a limit; detail is why, where that is known
	NeverInForce  WarningKind = "never in force"  // a limit without a day on the clock of the scenario
	HoldsNoSite   WarningKind = "holds no site"   // a limit
	NoSiteBelow   WarningKind = "no site below"   // a region that has limits
	HardlyRuns    WarningKind = "hardly runs"     // sites; detail is the first year of the first one, value its load there, percent
	LargeShare    WarningKind = "large share"     // value is the sites' share of the network, percent
	LargerThanAll WarningKind = "larger than all" // value is the height of the epoch
	Swings        WarningKind = "swings"          // value is the mean swing up and down, percent
	TakesLong     WarningKind = "takes long"      // of the work that a run is, not of its results; value is its seconds on one processor

	// Of tariffs.
	KeptOff      WarningKind = "kept off"      // sites that never run because the highest load has a price
	MinimumBinds WarningKind = "minimum binds" // sites; detail is the component, value its part of what they pay for power, percent
	NotPlanned   WarningKind = "not planned"   // a component that the operator does not plan for; value is what it costs, USD
	TariffEnds   WarningKind = "tariff ends"   // a region, or a site with a tariff of its own; detail is the component and its last day, "energy on 2026-12-31"
	NoPeak       WarningKind = "no peak"       // a region, or such a site; detail says of which component peaks of the system are missing, and when

	// Of a solve; subjects are the solved sites.
	SolvedSeveral     WarningKind = "solved several"      // larger factors may reach the target too; value is the factor
	SolvedFlickers    WarningKind = "solved flickers"     // value is how much of what they could the sites draw, percent; detail is the range of the months' shares, 4.66 to 34 %
	SolvedBeyondScale WarningKind = "solved beyond scale" // value is the power that was found, MW
)

// warning makes a warning of a kind.
func warning(kind WarningKind, subjects []string, format string, args ...any) Warning {
	return Warning{Kind: kind, Subjects: subjects, Text: fmt.Sprintf(format, args...)}
}

// Texts returns what warnings say.
func Texts(list []Warning) []string {
	out := make([]string, len(list))
	for k := range list {
		out[k] = list[k].Text
	}
	return out
}
