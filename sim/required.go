package sim

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"hashwatt/sim/conf"
	"hashwatt/sim/metric"
	"hashwatt/sim/sample"
	"hashwatt/sim/unit"
)

// Required is a requirement of the scenario and what became of it.
type Required struct {
	Metric string
	Bound  string // "at most 20 TWh", as the scenario has it
	Value  metric.Value
	Unit   string
	Passed bool
}

// required tests every requirement of a scenario.
func required(r *Result) ([]Required, error) {
	var list []Required
	words := r.Facts.Words.Require
	for _, id := range words.Keys {
		estimate := r.Summary.Find(id)
		if estimate == nil {
			return nil, conf.Problems{{Pos: words.By[id].At, Path: "require." + id, Message: "is not a metric"}}
		}
		word := words.By[id]
		value, which := estimate.Value, ""
		if word.P != nil {
			p := float64(*word.P)
			if r.Settings.Draws == 0 {
				return nil, conf.Problems{{Pos: word.At, Path: "require." + id,
					Message: "asks for a percentile, and there are no draws; run with --draws, or leave p out"}}
			}
			value, which = percentile(r, id, p), fmt.Sprintf(" at P%g", p)
		}
		one := Required{Metric: id, Value: value, Unit: estimate.Metric.Unit, Passed: value.OK()}
		for _, bound := range []struct {
			text, word string
			sign       float64
		}{{word.Min, "at least", 1}, {word.Max, "at most", -1}} {
			if bound.text == "" {
				continue
			}
			limit, err := inUnit(bound.text, estimate.Metric.Unit)
			if err != nil {
				return nil, conf.Problems{{Pos: word.At, Path: "require." + id, Message: err.Error(), Excerpt: word.At.Excerpt()}}
			}
			if one.Bound != "" {
				one.Bound += " and "
			}
			one.Bound += bound.word + " " + bound.text
			one.Passed = one.Passed && bound.sign*(value.V-limit) >= 0
		}
		one.Bound += which
		list = append(list, one)
	}
	return list, nil
}

// percentile is a percentile of a metric over the draws.
func percentile(r *Result, id string, p float64) metric.Value {
	k := slices.Index(metric.IDs(), id)
	var values []float64
	for _, draw := range r.Columns[1:] {
		if draw[k].OK() {
			values = append(values, draw[k].V)
		}
	}
	if len(values) == 0 {
		return metric.Value{Why: "no draw has a value"}
	}
	slices.Sort(values)
	return metric.Value{V: sample.Quantile(values, math.Min(math.Max(p/100, 0), 1))}
}

// inUnit reads a bound in the unit of a metric: an energy in MWh, a power in MW, money in USD, a percentage, or a
// number with the metric's own unit.
func inUnit(text, of string) (float64, error) {
	text = strings.TrimSpace(text)
	switch of {
	case "MWh":
		v, err := unit.ParseEnergy(text)
		return float64(v), err
	case "MW":
		v, err := unit.ParsePower(text)
		return float64(v), err
	case "USD":
		v, err := unit.ParseMoney(text)
		if err == nil && v.Currency != "USD" {
			err = fmt.Errorf("%q is not in USD; metrics of money are in USD", text)
		}
		return v.Amount, err
	case "%":
		v, err := unit.ParseFraction(text)
		return 100 * float64(v), err
	case "EH/s":
		v, err := unit.ParseHashrate(text)
		return float64(v) / 1000, err
	}
	number, found := strings.CutSuffix(text, of)
	if !found {
		return 0, fmt.Errorf("%q is not in %s; write it like %q", text, of, "12 "+of)
	}
	v, err := unit.ParseNumber(strings.TrimSpace(number))
	return float64(v), err
}
