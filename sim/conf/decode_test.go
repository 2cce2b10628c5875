package conf

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"hashwatt/sim/unit"
)

const goodFarm = `
name: 010
sites:
  - id: mikun
    power: 21 MW
    range: {low: 4 MW, high: 85 MW}
    mode: rolling
    machines: -3
    small: 255
    pue: 1.05
    open: true
    regions: komi
    source: tass
    confidence: reported
    tariff:
      - {type: flat, name: network, price: 0.86 RUB/kWh}
      - {type: hourly, series: northwest, years: [2017, 2018]}
  - {id: "no", power: "4 MW", range: 9 MW, regions: [komi, center], mode: ~}
regions:
  north: {zone: UTC}
  komi: &komi {zone: Europe/Moscow}
  gone: ~
  center: *komi
rates: {tax: 25 %, vat: ~}
market: {replay: history, then: {process: growth, rate: 2 %/year}}
raw: {anything: [goes]}
clock: {zone: UTC}
`

// A file that is right fills everything: quantities, words, ordered maps, choices, places.
func TestDecode(t *testing.T) {
	t.Parallel()
	var got farm
	if err := Load("farm.yaml", []byte(goodFarm), DefaultLimits, &got); err != nil {
		t.Fatal(err)
	}
	if got.Raw == nil || show(got.Raw) != `{anything:["goes"]}` {
		t.Errorf("raw = %v", got.Raw)
	}
	want := farm{
		Name: "010",
		Sites: []barn{{
			ID: "mikun", Power: 21, Range: &span{4, 85}, Mode: "rolling", Machines: -3, Small: 255, PUE: 1.05, Open: true,
			Regions: OneOrMore[string]{"komi"}, Cited: Cited{"tass", "reported"},
			Tariff: []tariff{
				{Name: "network", component: &flat{unit.EnergyPrice{Amount: 860, Currency: "RUB"}}, At: Pos{File: "farm.yaml", Line: 16, Col: 9}},
				{component: &hourly{"northwest", []int{2017, 2018}}, At: Pos{File: "farm.yaml", Line: 17, Col: 9}},
			},
			At: Pos{File: "farm.yaml", Line: 4, Col: 5},
		}, {
			ID: "no", Power: 4, Range: &span{9, 9}, Regions: OneOrMore[string]{"komi", "center"}, At: Pos{File: "farm.yaml", Line: 18, Col: 5},
		}},
		Regions: Ordered[region]{
			Keys: []string{"north", "komi", "center"},
			By:   map[string]region{"north": {"UTC"}, "komi": {"Europe/Moscow"}, "center": {"Europe/Moscow"}},
		},
		Rates:  map[string]unit.Fraction{"tax": 0.25},
		Market: market{Replay: "history", Then: &Process{"growth", unit.AnnualRate(0.02)}},
		Clock:  &clock{Zone: "UTC"},
	}
	got.Raw = nil
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Pos{}, "Source"), cmp.AllowUnexported(tariff{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// An inline choice may stand alone, beside the keys of its struct, or be absent.
func TestInlineChoice(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		want market
	}{
		{"{process: growth, rate: 2 %/year}", market{Process: Process{"growth", unit.AnnualRate(0.02)}}},
		{"{replay: history}", market{Replay: "history"}},
		{"{replay: history, process: growth, rate: 2 %/year}", market{Replay: "history", Process: Process{"growth", unit.AnnualRate(0.02)}}},
		{"{}", market{}},
	} {
		var got market
		if err := Decode(parse(t, test.text), &got); err != nil {
			t.Errorf("%s: %v", test.text, err)
		} else if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.text, diff)
		}
	}
}

// A problem in a merged tree points into the file that the value came from.
func TestProblemsOfMergedFilesKeepTheirFile(t *testing.T) {
	t.Parallel()
	base, err := Parse("base.yaml", []byte("name: x\nclock: {zone: UTC}\n"), DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	over, err := Parse("over.yaml", []byte("clock: {zone: [UTC]}\nrates: {tax: 3}\n"), DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := Set(Merge(base, over), Path{"rates", "vat"}, NewScalar("4", "--set"))
	if err != nil {
		t.Fatal(err)
	}
	var f farm
	var got []string
	for _, p := range problemsOf(Decode(tree, &f)) {
		got = append(got, p.String())
	}
	want := []string{
		`--set: rates.vat: 4 has no unit; write "4 %"`,
		`over.yaml:1:15: clock.zone: expected one value, got a list`,
		`over.yaml:2:14: rates.tax: 3 has no unit; write "3 %"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Problems of one anchor that is used many times are reported once.
func TestProblemsOfAnAnchorAreReportedOnce(t *testing.T) {
	t.Parallel()
	var f farm
	err := Load("f", []byte("name: x\nregions:\n  a: &a {zonne: UTC}\n  b: *a\n  c: *a\n"), DefaultLimits, &f)
	if got := problemsOf(err); len(got) != 1 || got[0].Path != "regions.a" {
		t.Errorf("problems = %v, want one in regions.a", err)
	}
}

// Thousands of mistakes are reported without a hang.
func TestManyProblemsAreFast(t *testing.T) { // not parallel: it takes times
	for name, text := range map[string]string{
		"unknown keys": "name: x\n" + manyLines("k%d: 1\n"),
		"bad items":    "name: x\nsites:\n" + strings.Repeat("  - {id: a, power: 1 MW, confidence: x}\n", 12_000),
	} {
		took := time.Hour
		var err error
		for try := 0; try < 2 && took > patience; try++ {
			start := time.Now()
			var f farm
			err = Load("f", []byte(text), DefaultLimits, &f)
			took = min(took, time.Since(start))
		}
		if n := len(problemsOf(err)); n < 10_000 {
			t.Errorf("%s: %d problems, want thousands", name, n)
		}
		if took > patience {
			t.Errorf("%s took %v, want at most %v", name, took, patience)
		}
	}
}

// The keys of a type are listed in order, inline ones included, with those that must be there.
func TestFields(t *testing.T) {
	t.Parallel()
	var got []string
	for _, k := range Fields(reflect.TypeFor[*barn]()) {
		got = append(got, fmt.Sprint(k.Name, " ", k.Required, " ", k.Type))
	}
	want := []string{
		"id true string", "power true unit.Power", "range false *conf.span", "mode false conf.mode", "machines false int",
		"small false uint8", "pue false float64", "open false bool", "tariff false []conf.tariff",
		"regions false conf.OneOrMore[string]", "source false string", "confidence false string",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A struct type tells which further keys depend on a choice.
func TestChoiceOf(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		of       reflect.Type
		key      string
		optional bool
	}{
		{reflect.TypeFor[tariff](), "type", false},
		{reflect.TypeFor[*market](), "process", true},
		{reflect.TypeFor[barn](), "", false},
	} {
		c, optional := ChoiceOf(test.of)
		key := ""
		if c != nil {
			key, _ = c.Varieties()
		}
		if key != test.key || optional != test.optional {
			t.Errorf("ChoiceOf(%v) = %q, %v, want %q, %v", test.of, key, optional, test.key, test.optional)
		}
	}
}

// Declaring a type that cannot be decoded is a mistake in the program, and says so.
func TestMistakesInTheProgramPanic(t *testing.T) {
	t.Parallel()
	type twice struct {
		A string `yaml:"a"`
		B string `yaml:"a"`
	}
	type nameless struct {
		A string `yaml:",omitempty"`
	}
	type hidden struct {
		a string `yaml:"a"`
	}
	type channel struct {
		A chan int `yaml:"a"`
	}
	for _, into := range []any{&twice{}, &nameless{}, &hidden{a: ""}, &channel{}, farm{}, &map[int]string{}} {
		func() {
			defer func() {
				if r := recover(); r == nil || !strings.HasPrefix(fmt.Sprint(r), "conf: ") {
					t.Errorf("%T: recovered %v, want a panic of conf", into, r)
				}
			}()
			err := Decode(parse(t, "a: x"), into)
			t.Errorf("%T is decoded: %v", into, err)
		}()
	}
}

// A tree that is not there lacks every required key.
func TestDecodeNothing(t *testing.T) {
	t.Parallel()
	for _, n := range []*Node{nil, {}} {
		var f farm
		if got := problemsOf(Decode(n, &f)); len(got) != 1 || got[0].String() != `"name" is missing` {
			t.Errorf("problems = %v, want that name is missing", got)
		}
	}
}

// A holder whose optional choice is absent is checked without calling what it lacks.
func TestAbsentChoiceIsNotChecked(t *testing.T) {
	t.Parallel()
	var h lender
	if err := Decode(parse(t, "note: x"), &h); err != nil || h.Note != "x" {
		t.Errorf("decoded %v, %v", h, err)
	}
	if err := Decode(parse(t, "{note: x, type: strict}"), &h); err == nil {
		t.Error("the check of the chosen value was not called")
	}
}

type lender struct {
	Note string `yaml:"note,omitempty"`
	Loan `yaml:",inline,omitempty"`
}

type Loan struct{ Checker }

func (l *Loan) Varieties() (string, []Variety) {
	return "type", []Variety{{Name: "strict", New: func() any { return new(strict) }}}
}

func (l *Loan) Choose(_ string, v any) { l.Checker = v.(Checker) }

type strict struct{}

func (*strict) Check(at *Node) []Problem { return []Problem{Problemf(nil, "never right")} }
