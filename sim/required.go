package sim

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"hashwatt/sim/conf"
	"hashwatt/sim/metric"
	"hashwatt/sim/sample"
	"hashwatt/sim/scenario"
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

// Requirements reads the requirements of a scenario without running it: every metric must be known, every bound in
// its unit, and a percentile needs draws, which AnyDraws are. The error is conf.Problems.
func Requirements(f *scenario.File, draws int) error {
	var problems conf.Problems
	for _, id := range f.Words.Require.Keys {
		word := f.Words.Require.By[id]
		at := f.Tree.Get("require").Get(id)
		add := func(key, format string, args ...any) {
			p := conf.Problemf(at.Get(key), format, args...)
			p.Path = "require." + id + "." + key
			if at.Get(key) == nil {
				p = conf.Problemf(at, format, args...)
				p.Path = "require." + id
			}
			problems = append(problems, p)
		}
		k := slices.Index(metric.IDs(), id)
		if k < 0 {
			add("", "is not a metric%s", conf.Hint(id, metric.IDs()))
			continue
		}
		if word.Min == "" && word.Max == "" {
			add("", "has neither min nor max; add one of them, such as max: 20 TWh")
		}
		for key, text := range map[string]string{"min": word.Min, "max": word.Max} {
			if text == "" {
				continue
			}
			if _, err := inUnit(text, metric.Table()[k].Unit); err != nil {
				add(key, "%s", err)
			}
		}
		switch {
		case word.P == nil:
		case *word.P < 0 || *word.P > 100:
			add("p", "%s is no percentile; it is from 0 to 100", word.P)
		case draws == 0:
			add("p", "a percentile needs draws; run with --draws 200, or leave p out")
		}
	}
	return problems.Err()
}

// required tests every requirement of a scenario; they have been read before.
func required(r *Result) []Required {
	var list []Required
	words := r.Facts.Words.Require
	for _, id := range words.Keys {
		word := words.By[id]
		estimate := r.Summary.Find(id)
		value, which := estimate.Value, ""
		if word.P != nil {
			p := float64(*word.P)
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
				panic("sim: a requirement that was read has a bound that cannot be: " + err.Error())
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
	return list
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
