package scenarios_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"hashwatt/scenarios"
	"hashwatt/sim/conf"
	"hashwatt/sim/limit"
	"hashwatt/sim/market"
	"hashwatt/sim/network"
	"hashwatt/sim/rig"
	"hashwatt/sim/scenario"
	"hashwatt/sim/tariff"
	"hashwatt/sim/unit"
)

func TestSchemaIsCurrent(t *testing.T) {
	// The committed schema is what its generator would write from the types as they are now.
	t.Parallel()
	c := exec.Command("go", "run", "-buildvcs=false", "./.ci/schema", "-check")
	c.Dir = ".."
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("go run ./.ci/schema -check: %v\n%s", err, out)
	}
}

func TestShippedFilesPass(t *testing.T) {
	// Every file of the library is a scenario to an editor too, which finds the schema by the first line.
	t.Parallel()
	s := compiled(t, "")
	for name, src := range library(t) {
		const first = "# yaml-language-server: $schema=scenario.schema.json\n"
		if !strings.HasPrefix(string(src), first) {
			t.Errorf("%s does not begin with %q, by which an editor finds the schema", name, first)
		}
		if err := s.Validate(instance(t, name, src)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDocumentedExamplesPass(t *testing.T) {
	// The commented example of every kind is right where it is meant to stand; and so are the changes that variants and
	// files with extends may write.
	t.Parallel()
	s := compiled(t, "")
	for name, src := range examples(t) {
		if _, err := scenario.Load(overlay(library(t), name, src), name, scenario.Options{}); err != nil {
			t.Errorf("%s: the Go check says: %v", name, err)
		}
		if err := s.Validate(instance(t, name, src)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPatternsTakeWhatTheProgramPrints(t *testing.T) {
	// A quantity that was printed can be written into a scenario without a complaint of the editor, also with the narrow
	// space of reports.
	t.Parallel()
	for name, quantity := range map[string]func(v float64) fmt.Stringer{
		"annual_rate":        func(v float64) fmt.Stringer { return unit.AnnualRate(-v) },
		"coin_price":         func(v float64) fmt.Stringer { return unit.CoinPrice{Amount: v, Currency: "USD"} },
		"coins_per_block":    func(v float64) fmt.Stringer { return unit.CoinsPerBlock(v) },
		"count":              func(v float64) fmt.Stringer { return unit.Count(v) },
		"duration":           func(v float64) fmt.Stringer { return unit.Duration{Years: v, Months: 1, Days: v, Hours: 2} },
		"efficiency":         func(v float64) fmt.Stringer { return unit.Efficiency(v + 1) },
		"energy":             func(v float64) fmt.Stringer { return unit.Energy(v) },
		"energy_price":       func(v float64) fmt.Stringer { return unit.EnergyPrice{Amount: -v, Currency: "RUB"} },
		"epoch_rate":         func(v float64) fmt.Stringer { return unit.EpochRate(v) },
		"exchange_rate":      func(v float64) fmt.Stringer { return unit.ExchangeRate{Amount: v + 1, Currency: "KZT"} },
		"fraction":           func(v float64) fmt.Stringer { return unit.Fraction(v) },
		"hashprice":          func(v float64) fmt.Stringer { return unit.Hashprice(v) },
		"hashrate":           func(v float64) fmt.Stringer { return unit.Hashrate(v) },
		"money_per_hashrate": func(v float64) fmt.Stringer { return unit.MoneyPerHashrate{Amount: v, Currency: "USD"} },
		"money_per_power":    func(v float64) fmt.Stringer { return unit.MoneyPerPower{Amount: v, Currency: "RUB"} },
		"number":             func(v float64) fmt.Stringer { return unit.Number(-v) },
		"power":              func(v float64) fmt.Stringer { return unit.Power(v) },
	} {
		def := "unit_" + name
		if !strings.Contains(string(scenarios.Schema), `"`+def+`": {`) {
			def += "_or_null"
		}
		s := compiled(t, "#/$defs/"+def)
		for _, v := range []float64{0, 1e-9, 0.25, 1, 21, 1234.5, 1e7, 1e30} {
			text := quantity(v).String()
			texts := []string{text, strings.ReplaceAll(text, " ", "\u202f"), strings.ReplaceAll(text, " ", "")}
			if name == "duration" {
				texts = texts[:1] // the words of its parts stand apart
			}
			for _, text := range texts {
				if err := s.Validate(text); err != nil {
					t.Errorf("%s: %q is refused: %v", name, text, err)
				}
			}
		}
	}
}

// compiled returns the schema, or the part of it at a pointer, ready to be asked.
func compiled(t *testing.T, pointer string) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(scenarios.Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("scenario.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("scenario.schema.json" + pointer)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// library returns the shipped files.
func library(t *testing.T) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for _, info := range scenarios.List() {
		src, err := fs.ReadFile(scenarios.FS, info.File)
		if err != nil {
			t.Fatal(err)
		}
		files[info.File] = src
	}
	if len(files) == 0 {
		t.Fatal("the library is empty")
	}
	return files
}

// examples returns the files of testdata that are right, and a scenario for the example of every kind.
func examples(t *testing.T) map[string][]byte {
	t.Helper()
	base, err := os.ReadFile("testdata/base.yaml")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{"base.yaml": base}
	for _, name := range []string{"child.yaml", "variants.yaml"} {
		if files[name], err = os.ReadFile("testdata/" + name); err != nil {
			t.Fatal(err)
		}
	}
	add := func(name, place, example string, inList bool) {
		root, err := conf.Parse(name, base, conf.DefaultLimits)
		if err != nil {
			t.Fatal(err)
		}
		value, err := conf.Parse(name, []byte(example), conf.DefaultLimits)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if inList {
			var items []*conf.Node
			if of := value.Get("of"); of != nil { // the components that it names stand before it
				for _, named := range of.Items {
					items = append(items, conf.NewMap("", conf.NewField("type", conf.NewScalar("flat", "")), conf.NewField("name", named),
						conf.NewField("price", conf.NewScalar("1 USD/MWh", ""))))
				}
			}
			value = conf.NewList("", append(items, value)...)
		}
		path, err := conf.ParsePath(place)
		if err != nil {
			t.Fatal(err)
		}
		root, err = conf.Set(root, path, value)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		files[name] = []byte(conf.Write(root, nil))
	}
	for _, v := range tariff.Varieties() {
		add("tariff-"+v.Name+".yaml", "regions.here.tariff", v.Example, true)
	}
	for _, v := range limit.Varieties() {
		add("limit-"+v.Name+".yaml", "limits", v.Example, true)
	}
	for _, v := range market.Varieties() {
		place := "bitcoin.price"
		if v.Name == "share" || strings.Contains(v.Example, "BTC/block") {
			place = "bitcoin.fees"
		}
		add("process-"+v.Name+".yaml", place, v.Example, false)
		add("replay-process-"+v.Name+".yaml", place+".then", v.Example, false)
	}
	for _, v := range network.Varieties() {
		add("response-"+v.Name+".yaml", "bitcoin.rest_of_world", v.Example, false)
		add("replay-response-"+v.Name+".yaml", "bitcoin.rest_of_world.then", v.Example, false)
	}
	add("rig.yaml", "rigs.own", rig.Example, false)
	return files
}

// instance returns a file as an editor sees it: what stands without quotes is what the core schema of YAML 1.2
// makes of it.
func instance(t *testing.T, name string, src []byte) any {
	t.Helper()
	n, err := conf.Parse(name, src, conf.DefaultLimits)
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	return resolved(n)
}

// The numbers of the core schema, YAML 1.2.2, 10.3.2; hexadecimal and octal ones and infinities are not needed here.
var number = regexp.MustCompile(`^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`)

func resolved(n *conf.Node) any {
	switch n.Kind {
	case conf.Map:
		m := map[string]any{}
		for _, f := range n.Fields {
			m[f.Key] = resolved(f.Value)
		}
		return m
	case conf.List:
		list := []any{}
		for _, item := range n.Items {
			list = append(list, resolved(item))
		}
		return list
	case conf.Scalar:
		return scalar(n)
	case conf.Null:
	}
	return nil
}

func scalar(n *conf.Node) any {
	switch {
	case n.Quoted:
	case n.Text == "true" || n.Text == "True" || n.Text == "TRUE":
		return true
	case n.Text == "false" || n.Text == "False" || n.Text == "FALSE":
		return false
	case number.MatchString(n.Text):
		v, err := strconv.ParseFloat(n.Text, 64)
		if err == nil {
			return v
		}
	}
	return n.Text
}
