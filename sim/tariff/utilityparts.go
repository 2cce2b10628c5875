package tariff

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
)

// kWPerHP is the mechanical horsepower: 550 ft·lbf/s.
const kWPerHP = 0.7456998715822702

// field is a key and a text.
func field(key, text string) conf.Field { return conf.NewField(key, conf.NewScalar(text, "")) }

// amount prints a number without the dust of a sum.
func amount(x float64) string { return strconv.FormatFloat(math.Round(x*1e10)/1e10, 'f', -1, 64) }

// energy reads the prices of energy.
func (u *urdb) energy() []*conf.Node {
	var periods [][]urdbTier
	if !u.read("energyratestructure", &periods, "a list of periods, each a list of tiers") {
		return nil
	}
	week, ok1 := u.schedule("energyweekdayschedule", len(periods))
	end, ok2 := u.schedule("energyweekendschedule", len(periods))
	if !ok1 || !ok2 {
		return nil
	}
	tiered := false
	sold := false
	for p, tiers := range periods {
		path := fmt.Sprintf("energyratestructure[%d]", p)
		if len(tiers) == 0 {
			u.problem(path, "has no tiers; a period has at least one")
			return nil
		}
		for i, t := range tiers {
			sold = sold || t.Sell != 0
			last := i == len(tiers)-1
			if ended := t.Max != nil && *t.Max < endless; last && ended {
				u.problem(path, "the last tier ends at %v %s, and what is beyond has no price; give it no max", *t.Max, t.Unit)
			} else if !last && !ended {
				u.problem(path, "tier %d has no max, but tiers follow it; only the last one has no end", i+1)
			}
			if _, known := energyUnits[unitOf(t.Unit)]; !known {
				u.problem(path, "the unit %q is not known; tiers end in kWh, kWh daily, kWh/kW or kWh/kW daily", t.Unit)
			}
			if t.Rate+t.Adj < 0 {
				u.problem(path, "tier %d costs %v; a price of energy is zero or more here", i+1, t.Rate+t.Adj)
			}
		}
		tiered = tiered || len(tiers) > 1
		for _, t := range tiers[1:] {
			if unitOf(t.Unit) != unitOf(tiers[0].Unit) {
				u.note("%s has tiers in %s and in %s: each ends where its own max says, in their order", path, tiers[0].Unit, t.Unit)
				break
			}
		}
	}
	if len(u.problems) > 0 {
		return nil
	}
	if sold {
		u.unhonoured = append(u.unhonoured, Field{"energyratestructure.sell", "a load feeds nothing into the grid"})
	}
	rows := rowsOf(week, end)
	if !tiered {
		return []*conf.Node{timeOfUseNode(rows, func(p int) string { return amount(periods[p][0].Rate+periods[p][0].Adj) + " USD/kWh" })}
	}
	var list []*conf.Node
	for _, p := range periodsIn(rows) {
		var tiers []*conf.Node
		for _, t := range periods[p] {
			var fields []conf.Field
			if t.Max != nil && *t.Max < endless {
				fields = append(fields, field("up_to", strings.Replace(energyUnits[unitOf(t.Unit)], "x", amount(*t.Max), 1)))
			}
			tiers = append(tiers, conf.NewMap("", append(fields, field("price", amount(t.Rate+t.Adj)+" USD/kWh"))...))
		}
		list = append(list, periodNode(rows, p, conf.NewField("tiers", conf.NewList("", tiers...))))
	}
	u.note("tiers count the energy of their own period")
	return []*conf.Node{conf.NewMap("", field("type", "tiered"), field("name", "energy"), conf.NewField("periods", conf.NewList("", list...)))}
}

// energyUnits are the units of a tier's end, and how its end is written here.
var energyUnits = map[string]string{"kwh": "x kWh", "kwh daily": "x kWh/day", "kwh/kw": "x kWh/kW", "kwh/kw daily": "x kWh/kW/day"}

func unitOf(text string) string {
	if text == "" {
		return "kwh"
	}
	return strings.ToLower(strings.TrimSpace(text))
}

// timeOfUseNode makes the component of prices without tiers.
func timeOfUseNode(rows []urdbRow, price func(p int) string) *conf.Node {
	if len(rows) == 1 {
		return conf.NewMap("", field("type", "flat"), field("name", "energy"), field("price", price(rows[0].period)))
	}
	var zones []*conf.Node
	for _, r := range rows {
		fields := []conf.Field{field("name", fmt.Sprintf("period %d", r.period))}
		fields = append(fields, r.when...)
		zones = append(zones, conf.NewMap("", append(fields, field("price", price(r.period)))...))
	}
	return conf.NewMap("", field("type", "time_of_use"), field("name", "energy"), conf.NewField("zones", conf.NewList("", zones...)))
}

// fuel reads the monthly adjustments of the price of energy.
func (u *urdb) fuel() []*conf.Node {
	var months []float64
	if !u.read("fueladjustmentsmonthly", &months, "a list of twelve numbers") {
		return nil
	}
	if len(months) != 12 {
		u.problem("fueladjustmentsmonthly", "has %d numbers; there are twelve months", len(months))
		return nil
	}
	var zones, list []*conf.Node
	paid := false
	for m, v := range months {
		zones = append(zones, conf.NewMap("", field("months", monthName(m)), field("price", amount(math.Max(v, 0))+" USD/kWh")))
		paid = paid || v > 0
		if v < 0 {
			list = append(list, conf.NewMap("", field("type", "subsidy"), field("name", "fuel credit "+monthName(m)), field("months", monthName(m)), field("price", amount(-v)+" USD/kWh")))
		}
	}
	if paid {
		list = append(list, conf.NewMap("", field("type", "time_of_use"), field("name", "fuel adjustment"), conf.NewField("zones", conf.NewList("", zones...))))
	}
	return list
}

// flatDemand reads the prices of the month's highest load.
func (u *urdb) flatDemand() []*conf.Node {
	var periods [][]urdbTier
	if !u.read("flatdemandstructure", &periods, "a list of periods, each a list of tiers") {
		return nil
	}
	var months []int
	if !u.read("flatdemandmonths", &months, "a list of twelve periods") || len(months) != 12 {
		u.problem("flatdemandmonths", "has %d months; it has a period of flatdemandstructure for each of twelve", len(months))
		return nil
	}
	var grid [12][24]int
	for m, p := range months {
		if p < 0 || p >= len(periods) {
			u.problem("flatdemandmonths", "%s is in period %d, which has no price", monthName(m), p)
			return nil
		}
		for h := range grid[m] {
			grid[m][h] = p
		}
	}
	return u.demandNode("demand", "flatdemandstructure", u.text("flatdemandunit"), periods, rowsOf(grid, grid))
}

// touDemand reads the prices of the highest load in periods of the week.
func (u *urdb) touDemand() []*conf.Node {
	var periods [][]urdbTier
	if !u.read("demandratestructure", &periods, "a list of periods, each a list of tiers") {
		return nil
	}
	week, ok1 := u.schedule("demandweekdayschedule", len(periods))
	end, ok2 := u.schedule("demandweekendschedule", len(periods))
	if !ok1 || !ok2 {
		return nil
	}
	return u.demandNode("demand by time of use", "demandratestructure", u.text("demandrateunit"), periods, rowsOf(week, end))
}

// demandNode makes a demand component.
func (u *urdb) demandNode(name, from, unit string, periods [][]urdbTier, rows []urdbRow) []*conf.Node {
	word, daily := strings.CutSuffix(unitOf(unit), " daily")
	scale := 1.0 // kW of one unit
	switch word {
	case "kwh", "kw": // unitOf gives kwh where none is stated
	case "hp":
		scale = kWPerHP
	case "kva":
		u.note("%s is in kVA: one kVA is taken for one kW", from)
	default:
		u.problem(from, "the unit %q is not known; demand is in kW, hp or kVA, by month or daily", unit)
		return nil
	}
	var list []*conf.Node
	priced := false
	for _, p := range periodsIn(rows) {
		path := fmt.Sprintf("%s[%d]", from, p)
		var tiers []*conf.Node
		for i, t := range periods[p] {
			rate, last := t.Rate+t.Adj, i == len(periods[p])-1
			ended := t.Max != nil && *t.Max < endless
			switch {
			case rate < 0:
				u.problem(path, "tier %d costs %v; a price of demand is zero or more", i+1, rate)
			case last && ended:
				u.problem(path, "the last tier ends at %v, and what is beyond has no price; give it no max", *t.Max)
			case !last && !ended:
				u.problem(path, "tier %d has no max, but tiers follow it; only the last one has no end", i+1)
			}
			priced = priced || rate > 0
			var fields []conf.Field
			if ended {
				fields = append(fields, field("up_to", amount(*t.Max*scale)+" kW"))
			}
			tiers = append(tiers, conf.NewMap("", append(fields, field("price", amount(rate/scale)+" USD/kW"))...))
		}
		if len(tiers) == 0 {
			u.problem(path, "has no tiers; a period has at least one")
			return nil
		}
		list = append(list, periodNode(rows, p, conf.NewField("tiers", conf.NewList("", tiers...))))
	}
	ratchets := u.ratchets()
	if !priced {
		return nil
	}
	fields := []conf.Field{field("type", "demand"), field("name", name), conf.NewField("periods", conf.NewList("", list...))}
	if daily {
		fields = append(fields, field("per", "day"))
		if len(ratchets) > 0 {
			u.note("%s is billed by the day, and its ratchets are left out", from)
			ratchets = nil
		}
	}
	if window, ok := u.number("demandwindow"); ok && window > 0 && window <= 60 && 60/window == math.Trunc(60/window) {
		fields = append(fields, field("window", amount(window)+" min"))
	} else if ok {
		u.leave("demandwindow", "a window is a part of an hour here")
	}
	if len(ratchets) > 0 {
		note := "ratchets: the months before the load are taken to be like the same months in it (history: repeat)"
		if !slices.Contains(u.notes, note) {
			u.notes = append(u.notes, note)
		}
		fields = append(fields, conf.NewField("ratchets", conf.NewList("", ratchets...)), field("history", "repeat"))
	}
	return []*conf.Node{conf.NewMap("", fields...)}
}

// ratchets reads what old peaks do to the bill.
func (u *urdb) ratchets() []*conf.Node {
	var list []*conf.Node
	percent, stated := u.number("lookbackpercent")
	if percent > 1 {
		percent /= 100
	}
	peaks := u.monthsWhere("lookbackmonths")
	back, ranged := u.number("lookbackrange")
	if stated && percent > 0 {
		fields := []conf.Field{field("share", amount(100*percent)+" %")}
		if ranged && back >= 1 && peaks == 0 {
			fields = append(fields, field("look_back", amount(back)))
		}
		if peaks != 0 && peaks != 1<<12-1 {
			fields = append(fields, field("peaks", peaks.String()))
		}
		list = append(list, conf.NewMap("", fields...))
	}
	var shares []float64
	const want = "a list of twelve percentages, January first, such as 0 or 50"
	switch {
	case !u.read("demandratchetpercentage", &shares, want):
	case len(shares) != 12:
		u.problem("demandratchetpercentage", "has %s; it is %s", monthCount(len(shares)), want)
	default:
		billed := map[float64]calendar.Months{}
		var order []float64
		for m, share := range shares {
			if share > 1 {
				share /= 100
			}
			if share > 0 {
				if billed[share] == 0 {
					order = append(order, share)
				}
				billed[share] |= 1 << m
			}
		}
		for _, share := range order {
			fields := []conf.Field{field("share", amount(100*share)+" %")}
			if billed[share] != 1<<12-1 {
				fields = append(fields, field("billed", billed[share].String()))
			}
			list = append(list, conf.NewMap("", fields...))
		}
	}
	return list
}

// fixed reads the charges that are due whatever the load.
func (u *urdb) fixed() []*conf.Node {
	var list []*conf.Node
	for _, c := range []struct{ field, unit string }{{"fixedchargefirstmeter", "fixedchargeunits"}, {"fixedmonthlycharge", ""}} {
		unit := "$/month"
		if c.unit != "" && u.has(c.unit) {
			unit = u.text(c.unit)
		}
		v, ok := u.number(c.field)
		if !ok || v == 0 {
			continue
		}
		if len(list) > 0 {
			u.leave(c.field, "fixedchargefirstmeter says it already")
			continue
		}
		fields := []conf.Field{field("type", "fixed"), field("name", "fixed"), field("amount", amount(v)+" USD")}
		switch strings.TrimSpace(strings.ToLower(unit)) {
		case "$/month":
		case "$/day":
			fields = append(fields, field("per", "day"), field("days", "even"))
			u.note("%s is by the day: 365/12 days in every month", c.field)
		case "$/year":
			fields = append(fields, field("per", "year"))
		default:
			u.problem(c.unit, "the unit %q is not known; it is $/day, $/month or $/year", unit)
			continue
		}
		if v < 0 {
			u.problem(c.field, "%v is below zero; a fixed amount is zero or more", v)
			continue
		}
		list = append(list, conf.NewMap("", fields...))
	}
	return list
}

// minimum reads what the bill does not fall below.
func (u *urdb) minimum() []*conf.Node {
	var list []*conf.Node
	add := func(name, per string, v float64) {
		if v > 0 {
			list = append(list, conf.NewMap("", field("type", "minimum"), field("name", name), field("amount", amount(v)+" USD"), field("per", per)))
		}
	}
	unit := "$/month"
	if u.has("minchargeunits") {
		unit = u.text("minchargeunits")
	}
	if v, ok := u.number("mincharge"); ok {
		switch strings.TrimSpace(strings.ToLower(unit)) {
		case "$/month":
			add("minimum", "month", v)
		case "$/day":
			add("minimum", "month", v*evenDays)
			u.note("mincharge is by the day: a minimum of 365/12 days in every month")
		case "$/year":
			add("minimum", "year", v)
		default:
			u.problem("minchargeunits", "the unit %q is not known; it is $/day, $/month or $/year", unit)
		}
	}
	if v, ok := u.number("minmonthlycharge"); ok && len(list) > 0 {
		u.leave("minmonthlycharge", "mincharge says it already")
	} else if ok {
		add("minimum of the month", "month", v)
	}
	if v, ok := u.number("annualmincharge"); ok {
		add("minimum of the year", "year", v)
	}
	return list
}
