package conf

import "testing"

// placed is a tariff that knows where "from" belongs.
type placed struct{ tariff }

func (*placed) Misplaced(key string) string {
	if key == "from" {
		return "from belongs elsewhere"
	}
	return ""
}

func TestAKeyOfElsewhereIsToldWhereItStands(t *testing.T) {
	// It takes the place of "type is missing", even where it has no value; beside a type it is an unknown key like any
	// other, and other keys without a type are told as ever.
	t.Parallel()
	for text, want := range map[string]string{
		"{from: x}":         "test.yaml:1:2: from: from belongs elsewhere",
		"{name: a, from: }": "test.yaml:1:11: from: from belongs elsewhere",
		"{type: flat, price: 1 USD/MWh, from: x}": `test.yaml:1:32: unknown key "from"`,
		"{name: a}": `test.yaml:1:1: "type" is missing; write one of flat, hourly`,
		"{typ: flat, price: 1 USD/MWh, name: cheap}": `test.yaml:1:2: unknown key "typ"; did you mean "type"?`,
	} {
		problems := problemsOf(Load("test.yaml", []byte(text), DefaultLimits, new(placed)))
		if len(problems) != 1 || len(problems[0].String()) < len(want) || problems[0].String()[:len(want)] != want {
			t.Errorf("%s: %v, want %s", text, problems, want)
		}
	}
}
