package scenario

import (
	"time"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Power is the power of a connection: one value, or a range with its central value.
type Power struct {
	Low, Mid, High unit.Power // MW; equal where one value was given
	Range          bool
}

// DecodeNode reads either form.
func (p *Power) DecodeNode(n *conf.Node) error {
	if n.Kind != conf.Map {
		if err := conf.Decode(n, &p.Mid); err != nil {
			return err
		}
		p.Low, p.High = p.Mid, p.Mid
		return p.check(n)
	}
	var form struct {
		Low  unit.Power `yaml:"low"`
		Mid  unit.Power `yaml:"mid"`
		High unit.Power `yaml:"high"`
	}
	if err := conf.Decode(n, &form); err != nil {
		return err
	}
	*p = Power{form.Low, form.Mid, form.High, true}
	return p.check(n)
}

func (p *Power) check(n *conf.Node) error {
	switch {
	case p.Low <= 0:
		return conf.Problems{conf.Problemf(n, "%s is no connection; a power is more than zero", p.Low)}
	case p.Mid < p.Low || p.High < p.Mid:
		return conf.Problems{conf.Problemf(n, "low %s, mid %s and high %s are not in order", p.Low, p.Mid, p.High)}
	}
	return nil
}

// Online is the day on which plant stands, or how the sites of a program follow one another.
type Online struct {
	First calendar.Date
	Count int           // sites at a time; 0 for a single date
	Every unit.Duration // between them
}

// DecodeNode reads either form.
func (o *Online) DecodeNode(n *conf.Node) error {
	if n.Kind != conf.Map {
		return conf.Decode(n, &o.First)
	}
	var form struct {
		First calendar.Date `yaml:"first"`
		Count int           `yaml:"count"`
		Every unit.Duration `yaml:"every"`
	}
	if err := conf.Decode(n, &form); err != nil {
		return err
	}
	if form.Count < 1 {
		return conf.Problems{conf.Problemf(n.Get("count"), "%d sites at a time is no stagger; write 1 or more", form.Count)}
	}
	*o = Online{form.First, form.Count, form.Every}
	return nil
}

// Of is the day of the k-th site of a program, counted from 0.
func (o Online) Of(k int) calendar.Date {
	if o.Count == 0 {
		return o.First
	}
	steps := k / o.Count
	months := int(o.Every.Years*12+o.Every.Months) * steps
	days := int(o.Every.Days+o.Every.Hours/24) * steps
	month := time.Date(o.First.Year, o.First.Month+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := month.AddDate(0, 1, -1).Day()
	return calendar.DateOf(month).AddDays(min(o.First.Day, last) - 1 + days)
}
