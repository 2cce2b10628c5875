package scenario

import (
	"fmt"
	"slices"
	"strings"

	"hashwatt/sim/calendar"
	"hashwatt/sim/conf"
	"hashwatt/sim/unit"
)

// Solve asks for the factor on some quantities at which a result of the central case is what is wanted.
type Solve struct {
	At conf.Pos `yaml:"-"`
	// For is the path of the quantities that the factor multiplies, such as sites.*.power.
	For string `yaml:"for"`
	// SoThat is what shall come out: share(RU) = 11.23 %, or a metric with its value, such as energy_mwh = 20 TWh.
	SoThat string `yaml:"so_that"`
	// Over is the first and the last day of the whole months over which a share is meant; the last twelve by default.
	Over string `yaml:"over,omitempty"`
}

// Goal is what shall come out: a country's share of the network, or a metric.
type Goal struct {
	Country string // of the share; empty for a metric
	Metric  string
	Value   string // with its unit
}

// Goal reads SoThat.
func (s *Solve) Goal() (Goal, error) {
	what, value, ok := strings.Cut(s.SoThat, "=")
	what, value = strings.TrimSpace(what), strings.TrimSpace(value)
	if !ok || what == "" || value == "" {
		return Goal{}, fmt.Errorf(`%q says nothing that could come out; write it like "share(RU) = 11.23 %%" or "energy_mwh = 20 TWh"`, s.SoThat)
	}
	inner, isShare := strings.CutPrefix(what, "share(")
	if !isShare {
		return Goal{Metric: what, Value: value}, nil
	}
	country, closed := strings.CutSuffix(inner, ")")
	if country = strings.TrimSpace(country); !closed || country == "" {
		return Goal{}, fmt.Errorf(`%q is no share of a country; write it like "share(RU) = 11.23 %%"`, what)
	}
	if v, err := unit.ParseFraction(value); err != nil {
		return Goal{}, err
	} else if v <= 0 || v >= 1 {
		return Goal{}, fmt.Errorf("a share of %s cannot be asked for; it is above 0 %% and below 100 %%", value)
	}
	return Goal{Country: country, Value: value}, nil
}

// Days reads Over: the first and the last day; zero where it is not given.
func (s *Solve) Days() (from, to calendar.Date, err error) {
	if s.Over == "" {
		return from, to, nil
	}
	first, last, ok := strings.Cut(s.Over, "..")
	if !ok {
		return from, to, fmt.Errorf("%q is no span of days; write it like 2030-01-01..2030-12-31", s.Over)
	}
	if from, err = calendar.ParseDate(first); err != nil {
		return from, to, err
	}
	if to, err = calendar.ParseDate(last); err != nil {
		return from, to, err
	}
	switch {
	case to.Before(from):
		err = fmt.Errorf("%s is before %s; write the first day first", to, from)
	case from.Day != 1 || to.AddDays(1).Day != 1:
		err = fmt.Errorf("%q cuts a month; shares are by whole months, from the first day of one to the last day of another", s.Over)
	}
	return from, to, err
}

// Check finds words that cannot be read.
func (s Solve) Check(at *conf.Node) (problems []conf.Problem) {
	if _, err := conf.ParsePath(s.For); err != nil {
		problems = append(problems, conf.Problemf(at.Get("for"), "%s", err))
	}
	goal, err := s.Goal()
	if err != nil {
		problems = append(problems, conf.Problemf(at.Get("so_that"), "%s", err))
	}
	if _, _, err := s.Days(); err != nil {
		problems = append(problems, conf.Problemf(at.Get("over"), "%s", err))
	} else if s.Over != "" && goal.Metric != "" {
		problems = append(problems, conf.Problemf(at.Get("over"), "goes with a share; a metric is over the whole horizon"))
	}
	return problems
}

// ScaledValue is a quantity before and after the factor.
type ScaledValue struct {
	Path     string
	From, To string // with their unit; the middle one where there are low, mid and high
}

// Scaled returns the effective tree in which every quantity at a path is multiplied by a factor; low, mid and high all
// three. The error says what stands there that is no quantity.
func Scaled(tree *conf.Node, path string, factor float64) (*conf.Node, []ScaledValue, error) {
	p, err := conf.ParsePath(path)
	if err != nil {
		return nil, nil, err
	}
	s := &scaler{factor: factor}
	out := s.at(tree, p, "")
	switch {
	case s.err != nil:
		return nil, nil, s.err
	case len(s.values) == 0:
		return nil, nil, fmt.Errorf("%q is no value of the scenario; \"hashwatt explain\" lists them", path)
	}
	return out, s.values, nil
}

// scaler multiplies what is at a path, by copying.
type scaler struct {
	factor float64
	values []ScaledValue
	err    error
}

func (s *scaler) at(n *conf.Node, p conf.Path, where string) *conf.Node {
	if n == nil || s.err != nil {
		return n
	}
	if len(p) == 0 {
		return s.quantity(n, where)
	}
	out := *n
	out.Fields, out.Items = slices.Clone(n.Fields), slices.Clone(n.Items)
	for k, f := range n.Fields {
		if p[0] == conf.Every || p[0] == f.Key {
			out.Fields[k].Value = s.at(f.Value, p[1:], dotted(where, f.Key))
		}
	}
	for k, item := range n.Items {
		name := item.Name()
		if p[0] == conf.Every || p[0] == name {
			if name == "" {
				name = fmt.Sprint(k + 1)
			}
			out.Items[k] = s.at(item, p[1:], dotted(where, name))
		}
	}
	return &out
}

func dotted(where, more string) string {
	if where == "" {
		return more
	}
	return where + "." + more
}

// quantity multiplies a value with its unit, or the three of a range.
func (s *scaler) quantity(n *conf.Node, where string) *conf.Node {
	if n.Kind == conf.Map && n.Get("low") != nil && n.Get("mid") != nil && n.Get("high") != nil {
		out := n
		for _, key := range []string{"low", "mid", "high"} {
			out = out.With(key, s.number(n.Get(key), where+"."+key))
		}
		if s.err == nil {
			s.values = append(s.values, ScaledValue{where, n.Get("mid").Text, out.Get("mid").Text})
		}
		return out
	}
	out := s.number(n, where)
	if s.err == nil {
		s.values = append(s.values, ScaledValue{where, n.Text, out.Text})
	}
	return out
}

func (s *scaler) number(n *conf.Node, where string) *conf.Node {
	if n.Kind != conf.Scalar {
		s.err = fmt.Errorf("%s is no quantity; name a value with a unit, such as sites.*.power", where)
		return n
	}
	v, unit, err := split(n.Text)
	if err != nil {
		s.err = fmt.Errorf("%s is %q, which is no quantity; name a value with a unit, such as sites.*.power", where, n.Text)
		return n
	}
	out := conf.NewScalar(Quantity(v*s.factor, unit), "solve")
	out.Pos = n.Pos
	return out
}
