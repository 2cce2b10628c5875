package limit

import (
	"fmt"
	"math"
	"strings"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// tried are words that people write for what has another name here. Kind "" is any of them, and word "" any text of
// a key that the kind does not have; {} in a cure stands for the value.
var tried = []struct {
	kind, key string
	words     []string
	cure      string
}{
	{
		"", "type",
		[]string{"quota", "budget", "allocation", "cap", "limit"},
		`write "type: energy" for so many MWh in each period, or "type: power" for so many MW in each hour`,
	},
	{"", "type", []string{"fine", "tax", "price", "fee"}, `what is paid for more than a limit is "type: penalty"`},
	{"", "type", []string{"moratorium", "prohibition", "shutdown", "winter_ban", "season"}, `write "type: ban", with "season: 11-15..03-15" where it returns every year`},
	{"", "type", []string{"min_up", "min_down", "minimum_time", "startup", "startup_cost", "ramp"}, `what it takes to switch machines is "type: cycling"`},
	{"", "type", []string{"co2", "emissions"}, `tonnes of CO2 are limited by "type: carbon"`},
	{"", "shared", nil, `several sites share a limit where nothing is said, and "each: true" lets every site have it by itself; leave shared out`},
	{"energy", "fine", nil, energyWithPenalty},
	{"energy", "price", nil, energyWithPenalty},
	{"energy", "shutdown", nil, energyWithPenalty},
	{"power", "fine", nil, powerWithPenalty},
	{"power", "price", nil, powerWithPenalty},
	{"power", "shutdown", nil, `a shutdown follows a period in which more energy was used; write "type: penalty" with "limit: 5 GWh", "per: month" and the shutdown`},
	{"power", "per", nil, `a power is held in every hour; write "type: energy" with a limit such as 5 GWh for so much in each period`},
	{"power", "share", []string{"equal", "equally", "even", "evenly", "fair"}, shareEqually},
	{"", "scope", nil, `whom a limit holds is said in applies_to, as "applies_to: {region: {}}"`},
	{"energy", "max", nil, `the most of a period is "limit: {}"`},
	{"energy", "min", nil, `a limit is the most that may be used, and nobody has to use any; leave min out`},
	{"power", "max", nil, `the most of an hour is "limit: {}"`},
	{"power", "min", nil, `a limit is the most that may be drawn, and nobody has to draw any; leave min out`},
	{"penalty", "each", nil, `each site has the limit of a penalty by itself; leave each out`},
	{"", "per", []string{"daily", "hourly"}, `write "per: day", or "type: power" for what holds in every hour`},
	{"", "per", []string{"weekly"}, `write "per: week"`},
	{"", "per", []string{"monthly"}, `write "per: month"`},
	{"", "per", []string{"quarterly"}, `write "per: quarter"`},
	{"", "per", []string{"yearly", "annual", "annually"}, `write "per: year"`},
	{"cycling", "min_up", nil, `write "up: {}"`},
	{"cycling", "minimum_up", nil, `write "up: {}"`},
	{"cycling", "up_time", nil, `write "up: {}"`},
	{"cycling", "min_down", nil, `write "down: {}"`},
	{"cycling", "minimum_down", nil, `write "down: {}"`},
	{"cycling", "down_time", nil, `write "down: {}"`},
	{"cycling", "startup_cost", nil, `write "start: {}"`},
	{"cycling", "start_cost", nil, `write "start: {}"`},
	{"cycling", "startup_time", nil, `write "cold_start: {}"`},
}

const (
	energyWithPenalty = `write "type: penalty" where more than the limit may be used and something follows`
	powerWithPenalty  = `write "type: penalty" with "power: 30 MW" in place of the limit where more may be drawn at a price`
	shareEqually      = `write "max_min" for as much to everyone as all can have, or "pro_rata" for parts by what each could draw`
)

// Instead says what to write for a word that people try.
func (*Entry) Instead(kind string, n *conf.Node, key string) string {
	if _, err := unit.ParseMoney(key); kind == "penalty" && err == nil {
		return riseOfFines(n, key)
	}
	value := n.Get(key)
	if value == nil {
		return ""
	}
	if value.Kind == conf.Map && key == "limit" {
		return mostOfMap(value)
	}
	for i := range tried {
		row := &tried[i]
		if row.kind != "" && row.kind != kind || row.key != key {
			continue
		}
		for _, word := range row.words {
			if strings.EqualFold(word, value.Text) {
				return fmt.Sprintf("%q is not known here; %s", value.Text, row.cure)
			}
		}
		if row.words == nil {
			return strings.ReplaceAll(row.cure, "{}", value.Text)
		}
	}
	switch {
	case value.Kind != conf.Scalar:
		return ""
	case key == "from" || key == "to":
		return dayOfYear(n, key)
	}
	return insteadOf(kind, key, value.Text)
}

// insteadOf says what to write for the text of a key.
func insteadOf(kind, key, text string) string {
	switch key {
	case "limit":
		return periodInLimit(kind, text)
	case "per":
		return wordOfPeriod(text)
	case "season":
		return dayBeforeMonth(text)
	case "hours":
		return countOfHours(kind, text)
	case "cold_start":
		return inMinutes(text)
	case "each", "prorate":
		return trueOrFalse(key, text)
	case "start":
		return costOfStart(kind, text)
	case "shutdown":
		return bareShutdown(kind, text)
	case "up", "down", "stop_after", "resume_after", "notice", "longest":
		return notHours(text)
	}
	return ""
}

// mostOfMap finds the one value of a limit that was written as a map: {min: 6 GWh, max: 5 GWh}.
func mostOfMap(value *conf.Node) string {
	most := value.Get("max")
	if most == nil || most.Kind != conf.Scalar {
		return ""
	}
	return fmt.Sprintf(`a limit is one value, the most that may be used; write "limit: %s"`, most.Text)
}

// periodInLimit finds a period behind an energy: "9 GWh/month".
func periodInLimit(kind, text string) string {
	amount, per, found := strings.Cut(text, "/")
	if !found {
		amount, per, found = strings.Cut(text, " per ")
	}
	amount, per = strings.TrimSpace(amount), strings.TrimSpace(per)
	if _, err := unit.ParseEnergy(amount); !found || err != nil {
		return ""
	}
	switch per {
	case "day", "week", "month", "quarter", "year", "season":
	default:
		return ""
	}
	of := ""
	if kind == "power" {
		of = `"type: energy", `
	}
	return fmt.Sprintf(`%q is an energy and its period; write %s"limit: %s" and "per: %s"`, text, of, amount, per)
}

// wordOfPeriod says how a part of the year is a period, or which period was meant.
func wordOfPeriod(text string) string {
	if season := seasonAsPeriod(text); season != "" {
		return season
	}
	words := make([]string, len(calendar.Pers()))
	for i, per := range calendar.Pers() {
		words[i] = string(per)
	}
	near := conf.Suggest(text, words)
	if near == "" {
		near = conf.Suggest(strings.TrimSuffix(strings.ToLower(text), "ly"), words)
	}
	if near == "" {
		return ""
	}
	return fmt.Sprintf("%q is not a period; did you mean %q?", text, near)
}

// dayBeforeMonth turns the days of a season around that were written before their months: "15-11..15-03".
func dayBeforeMonth(text string) string {
	from, to, found := strings.Cut(strings.TrimSpace(text), "..")
	if !found {
		return ""
	}
	turn := func(day string) string {
		first, last, _ := strings.Cut(strings.TrimSpace(day), "-")
		return last + "-" + first
	}
	season, err := calendar.ParseSeason(turn(from) + ".." + turn(to))
	if err != nil {
		return ""
	}
	if _, err := calendar.ParseSeason(text); err == nil { // what is wrong with it is something else
		return ""
	}
	return fmt.Sprintf("%q has the days before the months; write \"season: %s\"", text, season)
}

// countOfHours says how a number of hours is written where the key has no unit.
func countOfHours(kind, text string) string {
	if kind != "interruption" {
		return ""
	}
	d, err := unit.ParseDuration(text)
	if hours := d.InHours(); err == nil && hours >= 1 && hours == math.Trunc(hours) {
		return fmt.Sprintf(`%q has a unit, and here hours are counted; write "hours: %.0f"`, text, hours)
	}
	return ""
}

// riseOfFines says that fines that rise are a list, where what follows the first was read as a key.
func riseOfFines(n *conf.Node, next string) string {
	first := "10 MRUB"
	if fine := n.Get("fine"); fine != nil && fine.Kind == conf.Scalar {
		first = fine.Text
	}
	return fmt.Sprintf(`fines for the first time, the second and so on are a list; write "fine: [%s, %s]"`, first, next)
}

// trueOrFalse says what a key does that is true or false, for a word that is not known to mean either.
func trueOrFalse(key, text string) string {
	switch strings.ToLower(text) {
	case "true", "false", "yes", "no", "on", "off", "y", "n", "1", "0":
		return "" // which it is can be said
	}
	does := `"each: true" lets every site have the limit by itself; write that, or leave each out where the sites share it`
	if key == "prorate" {
		does = `"prorate: true" gives a period that lies partly outside the season or dates its part of the limit; ` +
			`write that, or leave prorate out for all of it`
	}
	return fmt.Sprintf("%q is neither true nor false; %s", text, does)
}

// inMinutes says how a time of hours is written in minutes.
func inMinutes(text string) string {
	d, err := unit.ParseDuration(text)
	if hours := d.InHours(); err == nil && hours > 0 {
		return fmt.Sprintf(`%q is in hours or more, and this is told in minutes; write "%.6g min"`, text, 60*hours)
	}
	return ""
}

// seasonAsPeriod says how a part of the year is a period.
func seasonAsPeriod(text string) string {
	season := map[string]string{
		"winter": "11-15..03-15", "heating season": "10-01..04-30", "spring": "03-01..05-31", "summer": "06-01..08-31", "autumn": "09-01..11-30",
	}[strings.ReplaceAll(strings.ToLower(text), "_", " ")]
	if season == "" {
		return ""
	}
	return fmt.Sprintf(`%q is a season; write "per: season" and say which days, as "season: %s"`, text, season)
}

// dayOfYear says that a day without a year belongs to a season.
func dayOfYear(n *conf.Node, key string) string {
	if !returns(n.Get(key)) {
		return ""
	}
	season := "11-15..03-15"
	if from, to := n.Get("from"), n.Get("to"); returns(from) && returns(to) {
		season = strings.TrimSpace(from.Text) + ".." + strings.TrimSpace(to.Text)
	}
	return fmt.Sprintf(`%q is a day of every year, and %s is one date like "2025-01-31"; write "season: %s" in place of from and to for what returns every year`,
		n.Get(key).Text, key, season)
}

// costOfStart says how what a start costs is written.
func costOfStart(kind, text string) string {
	if kind != "cycling" {
		return ""
	}
	if number, err := unit.ParseNumber(text); err == nil && number >= 0 {
		return fmt.Sprintf(`%s has no unit; write "%s USD/MW", of each MW that is switched on`, text, text)
	}
	if money, err := unit.ParseMoney(text); err == nil && money.Amount >= 0 {
		return fmt.Sprintf(`%q is an amount of money; what a start costs is by the power that is switched on, so write it like "%s/MW"`, text, strings.TrimSpace(text))
	}
	if _, err := unit.ParseMoneyPerPower(text); err != nil { // its example is what building costs
		return strings.Replace(err.Error(), `"400 USD/kW"`, `"5 USD/MW"`, 1)
	}
	return ""
}

// bareShutdown says how long a shutdown without a unit, or below zero, may be meant to be.
func bareShutdown(kind, text string) string {
	if rest, negative := strings.CutPrefix(strings.TrimSpace(text), "-"); kind == "penalty" && negative {
		if _, err := unit.ParseDuration(rest); err == nil {
			return fmt.Sprintf(`%q is negative, and a shutdown follows the period; write "shutdown: %s"`, text, rest)
		}
	}
	if number, err := unit.ParseNumber(text); kind != "penalty" || err != nil || number < 0 {
		return ""
	}
	return fmt.Sprintf(`%s has no unit; write "%s days", or with h, months or years if that is meant`, text, text)
}

// notHours says how a time in whole hours is written.
func notHours(text string) string {
	if number, err := unit.ParseNumber(text); err == nil && number >= 0 {
		return fmt.Sprintf(`%s has no unit; write "%s h"`, text, text)
	}
	if minutes, err := unit.ParseMinutes(text); err == nil {
		return fmt.Sprintf(`%q is in minutes, and only whole hours count here; write "%g h"`, text, max(1, math.Ceil(float64(minutes)/60)))
	}
	if _, err := unit.ParseDuration(text); err != nil {
		return strings.Replace(err.Error(), `"3 years"`, `"4 h"`, 1)
	}
	return ""
}
