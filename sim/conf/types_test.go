package conf

import (
	"errors"
	"fmt"

	"hashwatt/sim/unit"
)

// The types below use everything that Decode can do. The files in testdata are read into a farm.

type farm struct {
	Name    string                   `yaml:"name"`
	Sites   []barn                   `yaml:"sites,omitempty"`
	Regions Ordered[region]          `yaml:"regions,omitempty"`
	Rates   map[string]unit.Fraction `yaml:"rates,omitempty"`
	Market  market                   `yaml:"market,omitempty"`
	Raw     *Node                    `yaml:"raw,omitempty"`
	Clock   *clock                   `yaml:"clock,omitempty"`
}

type barn struct {
	ID       string            `yaml:"id"`
	Power    unit.Power        `yaml:"power"`
	Range    *span             `yaml:"range,omitempty"`
	Mode     mode              `yaml:"mode,omitempty"`
	Machines int               `yaml:"machines,omitempty"`
	Small    uint8             `yaml:"small,omitempty"`
	PUE      float64           `yaml:"pue,omitempty"`
	Open     bool              `yaml:"open,omitempty"`
	Tariff   []tariff          `yaml:"tariff,omitempty"`
	Regions  OneOrMore[string] `yaml:"regions,omitempty"`
	Cited    `yaml:",inline"`
	At       Pos `yaml:"-"`
}

type Cited struct {
	Source     string `yaml:"source,omitempty"`
	Confidence string `yaml:"confidence,omitempty"`
}

func (c Cited) Check(at *Node) []Problem {
	if c.Confidence != "" && c.Source == "" {
		return []Problem{Problemf(at.Get("confidence"), "confidence without a source; add source")}
	}
	return nil
}

type mode string

func (mode) Words() []string { return []string{"perfect", "rolling", "myopic"} }

type region struct {
	Zone string `yaml:"zone,omitempty"`
}

type clock struct {
	Zone string `yaml:"zone"`
	Days int    // not read: it has no tag
}

// A span is written as one power or as a range of powers.
type span struct {
	Low  unit.Power `yaml:"low"`
	High unit.Power `yaml:"high"`
}

func (s *span) DecodeNode(n *Node) error {
	if n.Kind == Scalar {
		err := Decode(n, &s.Low)
		s.High = s.Low
		return err
	}
	type plain span
	if err := Decode(n, (*plain)(s)); err != nil {
		return err
	}
	if s.Low > s.High {
		return Problems{Problemf(n.Get("low"), "low is %v, above high at %v", s.Low, s.High)}
	}
	return nil
}

// A tariff holds one of two components beside its own name.
type tariff struct {
	Name      string `yaml:"name,omitempty"`
	component `yaml:"-"`
	At        Pos
}

type component interface{ Describe() string }

func (t *tariff) Varieties() (string, []Variety) {
	return "type", []Variety{
		{Name: "flat", New: func() any { return new(flat) }},
		{Name: "hourly", New: func() any { return new(hourly) }},
	}
}

func (t *tariff) Choose(_ string, v any) { t.component = v.(component) }

type flat struct {
	Price unit.EnergyPrice `yaml:"price"`
}

func (f *flat) Describe() string { return f.Price.String() }

func (f *flat) Check(at *Node) []Problem {
	if f.Price.Amount < 0 {
		return []Problem{Problemf(at.Get("price"), "a flat price of %v is below zero", f.Price)}
	}
	return nil
}

type hourly struct {
	Series string `yaml:"series"`
	Years  []int  `yaml:"years,omitempty"`
}

func (h *hourly) Describe() string { return h.Series }

// A market is a process, or a replay with a process after it.
type market struct {
	Replay  string   `yaml:"replay,omitempty"`
	Then    *Process `yaml:"then,omitempty"`
	Process `yaml:",inline,omitempty"`
}

type Process struct {
	Kind string
	Path fmt.Stringer
}

func (p *Process) Varieties() (string, []Variety) {
	return "process", []Variety{{Name: "growth", New: func() any { return new(growth) }}}
}

func (p *Process) Choose(name string, v any) { p.Kind, p.Path = name, v.(*growth).Rate }

type growth struct {
	Rate unit.AnnualRate `yaml:"rate"`
}

func problemsOf(err error) Problems {
	var p Problems
	if err != nil && !errors.As(err, &p) {
		panic(err)
	}
	return p
}
