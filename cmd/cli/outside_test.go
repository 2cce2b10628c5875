package cli

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// outside judges a run with perfect foresight by its hourly.csv and limits.csv alone, as somebody would who has
// only these.
type outside struct {
	hours  map[string][]outsideHour // by site, in order
	limits []outsideLimit
	price  map[string]float64 // USD/MWh beyond limits that may be exceeded, by name; from the scenario
	tonnes map[string]float64 // t CO2 per MWh by site, where a limit counts them; from the scenario
	wrong  []string
}

// outsideHour is a row of hourly.csv.
type outsideHour struct {
	from, to                             time.Time // of the part of the hour
	tranche, reason                      string
	capacity, energy, margin, multiplier float64
}

// outsideLimit is a row of limits.csv.
type outsideLimit struct {
	name, kind              string
	sites                   []string
	from, to                time.Time
	limit, used, multiplier float64
	unit                    string
}

// closely is the accuracy that is asked for, relative to the larger of two numbers.
const closely = 1e-9

func (o *outside) say(format string, args ...any) {
	o.wrong = append(o.wrong, fmt.Sprintf(format, args...))
}

// judgeOutside returns all that is wrong with a run.
func judgeOutside(hourly, limits io.Reader, price, tonnes map[string]float64) ([]string, error) {
	o := &outside{hours: map[string][]outsideHour{}, price: price, tonnes: tonnes}
	if err := o.readHours(hourly); err != nil {
		return nil, err
	}
	if err := o.readLimits(limits); err != nil {
		return nil, err
	}
	o.judgeHours()
	for k := range o.limits {
		o.judgeLimit(&o.limits[k])
	}
	o.judgeMultipliers()
	return o.wrong, nil
}

// sheet reads a CSV file by the names of its columns.
func sheet(r io.Reader, columns string, row func(cell map[string]string) error) error {
	in := csv.NewReader(r)
	head, err := in.Read()
	if err != nil {
		return err
	}
	if got := strings.Join(head, ","); got != columns {
		return fmt.Errorf("columns %s, want %s", got, columns)
	}
	cell := map[string]string{}
	for {
		cells, err := in.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		for k, name := range head {
			cell[name] = cells[k]
		}
		if err := row(cell); err != nil {
			line, _ := in.FieldPos(0)
			return fmt.Errorf("line %d: %w", line, err)
		}
	}
}

// numbers reads cells.
func numbers(cell map[string]string, to map[string]*float64) error {
	for name, v := range to {
		var err error
		if *v, err = strconv.ParseFloat(cell[name], 64); err != nil || math.IsNaN(*v) || math.IsInf(*v, 0) {
			return fmt.Errorf("%s: %q is no number", name, cell[name])
		}
	}
	return nil
}

func (o *outside) readHours(r io.Reader) error {
	return sheet(r, "time_utc,hours,site_id,tranche,capacity_mwh,energy_mwh,price_usd_mwh,margin_usd_mwh,multiplier_usd_mwh,reason", func(cell map[string]string) error {
		var h outsideHour
		var length float64
		if err := numbers(cell, map[string]*float64{
			"hours": &length, "capacity_mwh": &h.capacity, "energy_mwh": &h.energy, "margin_usd_mwh": &h.margin, "multiplier_usd_mwh": &h.multiplier,
		}); err != nil {
			return err
		}
		var err error
		if h.from, err = time.Parse(time.RFC3339, cell["time_utc"]); err != nil {
			return err
		}
		h.tranche, h.reason = cell["tranche"], cell["reason"]
		list := o.hours[cell["site_id"]]
		for k := len(list) - 1; k >= 0; k-- { // a part begins where the one before ends
			if list[k].tranche == h.tranche {
				if list[k].from.Truncate(time.Hour).Equal(h.from) {
					h.from = list[k].to
				}
				break
			}
		}
		h.to = h.from.Add(time.Duration(length * float64(time.Hour)))
		o.hours[cell["site_id"]] = append(list, h)
		return nil
	})
}

func (o *outside) readLimits(r io.Reader) error {
	return sheet(r, "name,kind,sites,from,to,limit,used,unit,multiplier_usd_mwh,shadow_price,price_unit,weight", func(cell map[string]string) error {
		l := outsideLimit{name: cell["name"], kind: cell["kind"], sites: strings.Split(cell["sites"], ";"), unit: cell["unit"]}
		if err := numbers(cell, map[string]*float64{"limit": &l.limit, "used": &l.used, "multiplier_usd_mwh": &l.multiplier}); err != nil {
			return err
		}
		for name, at := range map[string]*time.Time{"from": &l.from, "to": &l.to} {
			var err error
			if *at, err = time.Parse(time.RFC3339, cell[name]); err != nil {
				return err
			}
		}
		o.limits = append(o.limits, l)
		return nil
	})
}

// judgeHours holds each machine and hour to its margin and multiplier.
func (o *outside) judgeHours() {
	for site, hours := range o.hours {
		for _, h := range hours {
			if h.reason == "not_built" {
				continue
			}
			slack := closely * max(math.Abs(h.margin), math.Abs(h.multiplier))
			where := fmt.Sprintf("%s %s %s: %g of %g MWh at a margin of %g and a multiplier of %g",
				site, h.from.Format(time.RFC3339), h.tranche, h.energy, h.capacity, h.margin, h.multiplier)
			switch {
			case h.multiplier < 0:
				o.say("%s: a multiplier is below zero", where)
			case h.energy < 0 || h.energy > h.capacity*(1+closely):
				o.say("%s: more or less than there is", where)
			case h.margin > h.multiplier+slack && h.energy < h.capacity*(1-closely):
				o.say("%s: earns more and does not run in full", where)
			case h.margin < h.multiplier-slack && h.energy > 0:
				o.say("%s: earns less and is not idle", where)
			}
		}
	}
}

// judgeLimit holds the sites of a limit to it, and its multiplier to what is left of it.
func (o *outside) judgeLimit(l *outsideLimit) {
	var used float64
	for _, site := range l.sites {
		hours := o.hours[site]
		first, _ := slices.BinarySearchFunc(hours, l.from.Add(-time.Hour), func(h outsideHour, at time.Time) int { return h.from.Compare(at) })
		for _, h := range hours[first:] {
			if !h.from.Before(l.to) {
				break
			}
			if l.holds(&h) {
				used += h.energy * o.weight(l, site)
			}
		}
	}
	where := fmt.Sprintf("%s (%s) of %s from %s to %s: %g of %g %s at %g", l.name, l.kind, strings.Join(l.sites, ";"),
		l.from.Format(time.RFC3339), l.to.Format(time.RFC3339), used, l.limit, l.unit, l.multiplier)
	length := l.to.Sub(l.from)
	if l.unit == "MW" {
		if length < 10*time.Second {
			return // times are written to the second
		}
		if length == time.Hour {
			used /= length.Hours()
		} else {
			used = l.used // of a part of an hour, whose ends are rounded to the second
		}
	}
	price, soft := o.price[l.name]
	switch {
	case !soft && used > l.limit*(1+closely)+1e-12:
		o.say("%s: exceeded", where)
	case math.Abs(used-l.used) > closely*max(used, l.used, 1e-6*l.limit):
		o.say("%s: %g is written as used", where, l.used)
	case l.multiplier < 0:
		o.say("%s: a multiplier is below zero", where)
	case used < l.limit*(1-closely) && l.multiplier != 0:
		o.say("%s: has slack and a multiplier", where)
	case soft && l.multiplier > price*(1+closely):
		o.say("%s: the multiplier is above the price of %g", where, price)
	case soft && used > l.limit*(1+closely) && math.Abs(l.multiplier-price) > closely*price:
		o.say("%s: exceeded, and the multiplier is not the price of %g", where, price)
	}
}

// weight is what a MWh of a site counts under a limit.
func (o *outside) weight(l *outsideLimit, site string) float64 {
	if l.unit == "t" {
		return o.tonnes[site]
	}
	return 1
}

// holds says whether a part of an hour lies in the period.
func (l *outsideLimit) holds(h *outsideHour) bool {
	middle := h.from.Add(h.to.Sub(h.from) / 2)
	return !middle.Before(l.from) && middle.Before(l.to)
}

// judgeMultipliers compares the multiplier of each hour with those of the limits that hold the site in it.
func (o *outside) judgeMultipliers() {
	type at struct {
		site string
		hour int64
	}
	short, long := map[at][]*outsideLimit{}, map[string][]*outsideLimit{}
	for k := range o.limits {
		l := &o.limits[k]
		for _, site := range l.sites {
			if l.to.Sub(l.from) > time.Hour {
				long[site] = append(long[site], l)
			} else {
				key := at{site, l.from.Unix() / 3600}
				short[key] = append(short[key], l)
			}
		}
	}
	for site, hours := range o.hours {
		for k := range hours {
			h := &hours[k]
			if h.reason == "not_built" || h.to.Sub(h.from) < 10*time.Second {
				continue
			}
			var sum float64
			for _, list := range [2][]*outsideLimit{long[site], short[at{site, h.from.Unix() / 3600}]} {
				for _, l := range list {
					if l.holds(h) {
						sum += l.multiplier * o.weight(l, site)
					}
				}
			}
			if math.Abs(sum-h.multiplier) > closely*max(sum, h.multiplier) {
				o.say("%s %s %s: a multiplier of %g, but the limits that hold it have %g", site, h.from.Format(time.RFC3339), h.tranche, h.multiplier, sum)
			}
		}
	}
}
