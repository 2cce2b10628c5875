package files

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"hashwatt/sim"
	"hashwatt/sim/metric"
	"hashwatt/sim/scenario"
)

// SummarySchema is the name and version of the form of summary.json.
const SummarySchema = "hashwatt.summary/1"

// summary is the form of summary.json.
type summary struct {
	Schema   string          `json:"schema"`
	Scenario aboutScenario   `json:"scenario"`
	Draws    int             `json:"draws"`
	Seed     uint64          `json:"seed"`
	Totals   ordered         `json:"totals"`
	Sites    []group         `json:"sites"`
	Regions  []group         `json:"regions"`
	Limits   []aboutLimit    `json:"limits"`
	Shares   *aboutShares    `json:"shares,omitempty"`
	Solved   *aboutSolved    `json:"solved,omitempty"`
	Bill     []aboutBill     `json:"bill"`
	Regret   *aboutRegret    `json:"regret,omitempty"`
	Proven   aboutProven     `json:"proven"`
	Looks    []aboutLook     `json:"foresight,omitempty"`
	Leaks    []aboutLeak     `json:"leakage,omitempty"`
	Curves   []aboutCurve    `json:"curves,omitempty"`
	Compared []aboutCompared `json:"compared,omitempty"`
	Checks   []aboutCheck    `json:"checks"`
	Require  []aboutRequire  `json:"require"`
	Warnings []string        `json:"warnings"`
}

type aboutScenario struct {
	File      string    `json:"file"`
	Variant   string    `json:"variant,omitempty"`
	Name      string    `json:"name"`
	Question  string    `json:"question,omitempty"`
	Start     time.Time `json:"start"`
	End       time.Time `json:"end"`
	Zone      string    `json:"zone"`
	Foresight string    `json:"foresight"`
}

// total is a metric of the central case and, with draws, its spread.
type total struct {
	Unit  string   `json:"unit"`
	Value *float64 `json:"value"`
	Why   string   `json:"why,omitempty"`
	N     int      `json:"n,omitempty"` // draws that have a value
	Mean  *float64 `json:"mean,omitempty"`
	SE    *float64 `json:"se,omitempty"`
	P5    *float64 `json:"p5,omitempty"`
	P50   *float64 `json:"p50,omitempty"`
	P95   *float64 `json:"p95,omitempty"`
}

type group struct {
	ID      string  `json:"id"`
	Region  string  `json:"region,omitempty"`
	Metrics ordered `json:"metrics"`
}

type aboutLimit struct {
	Name         string   `json:"name"`
	Kind         string   `json:"kind"`
	Scope        string   `json:"scope"`
	HoursInForce float64  `json:"hours_in_force"`
	BindingHours float64  `json:"binding_hours"`
	CurtailedMWh float64  `json:"curtailed_mwh"`
	ForgoneUSD   float64  `json:"forgone_usd"`
	ForgoneBTC   float64  `json:"forgone_btc"`
	PaidUSD      float64  `json:"paid_usd"`
	ShadowPrice  *float64 `json:"shadow_price"` // null where there is none
	Unit         string   `json:"unit"`
}

type aboutCheck struct {
	Name     string  `json:"name"`
	Sentence string  `json:"sentence"`
	Error    float64 `json:"error"`
	Bound    float64 `json:"bound"`
	Passed   bool    `json:"passed"`
}

type aboutRequire struct {
	Metric string   `json:"metric"`
	Bound  string   `json:"bound"`
	Value  *float64 `json:"value"`
	Why    string   `json:"why,omitempty"`
	Unit   string   `json:"unit"`
	Passed bool     `json:"passed"`
}

// Summary writes what a run came to, as JSON of the schema SummarySchema. A metric without a value is null and says
// why.
func Summary(w io.Writer, r *sim.Result) error {
	words := r.Facts.Words
	s := summary{
		Schema: SummarySchema,
		Scenario: aboutScenario{
			File: r.File.Name, Variant: r.File.Variant, Name: words.Name, Question: words.Question,
			Start: r.Facts.Axis.At(0), End: r.Facts.Axis.At(r.Facts.Axis.Hours), Zone: r.Facts.Axis.Zone.String(), Foresight: string(words.Foresight),
		},
		Draws: r.Settings.Draws, Seed: r.Settings.Seed, Totals: totals(r.Summary.Totals),
		Sites: groups(r.Summary.Sites, true), Regions: groups(r.Summary.Regions, false),
		Shares: summariseShares(r.Shares), Solved: summariseSolved(r.Solved, r.Answers), Bill: summariseBill(r), Regret: summariseRegret(r.Regret),
		Proven: summariseProven(r), Looks: summariseLooks(r.Looks), Leaks: summariseLeaks(r), Curves: summariseCurves(r), Compared: summariseCompared(r),
		Limits: summariseLimits(r.Summary.Limits), Checks: []aboutCheck{}, Require: []aboutRequire{}, Warnings: scenario.Texts(r.Warnings),
	}
	for k := range r.Checks {
		c := &r.Checks[k]
		s.Checks = append(s.Checks, aboutCheck{c.Name, c.Sentence, c.Error, c.Bound, c.Passed()})
	}
	for _, q := range r.Required {
		s.Require = append(s.Require, aboutRequire{q.Metric, q.Bound, there(q.Value), q.Value.Why, q.Unit, q.Passed})
	}
	return writeJSON(w, "summary.json", s)
}

func totals(list []metric.Estimate) ordered {
	var out ordered
	for k := range list {
		e := &list[k]
		t := total{Unit: e.Metric.Unit, Value: there(e.Value), Why: e.Value.Why, N: e.N}
		if e.N > 0 {
			t.Mean, t.SE, t.P5, t.P50, t.P95 = &e.Mean, &e.SE, &e.P5, &e.P50, &e.P95
		}
		out = append(out, field{e.Metric.ID, t})
	}
	return out
}

func groups(list []metric.Group, region bool) []group {
	out := []group{}
	table := metric.Table()
	for _, g := range list {
		one := group{ID: g.ID}
		if region {
			one.Region = g.Region
		}
		for k, v := range g.Values {
			if !table[k].Total {
				one.Metrics = append(one.Metrics, field{table[k].ID, total{Unit: table[k].Unit, Value: there(v), Why: v.Why}})
			}
		}
		out = append(out, one)
	}
	return out
}

func there(v metric.Value) *float64 {
	if !v.OK() {
		return nil
	}
	return &v.V
}

// field is a key with its value; ordered is an object whose keys keep their order.
type field struct {
	key   string
	value any
}

type ordered []field

// MarshalJSON writes the fields in their order.
func (o ordered) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for k, f := range o {
		if k > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(f.key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(f.value)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.key, err)
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// writeJSON writes a value, indented.
func writeJSON(w io.Writer, name string, v any) error {
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	_, err = w.Write(append(b, '\n'))
	return err
}
