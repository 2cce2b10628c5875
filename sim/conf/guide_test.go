package conf

import (
	"testing"
)

// told is a tariff that knows what some words mean.
type told struct{ tariff }

func (*told) Instead(variety string, n *Node, key string) string {
	switch {
	case variety == "" && key == "type" && n.Get(key).Text == "fixed":
		return `"fixed" is called flat`
	case variety == "flat" && key == "cost":
		return "write price: " + n.Get(key).Text
	case variety == "flat" && key == "price" && n.Get(key).Text == "free":
		return "power is never free"
	}
	return ""
}

func TestAGuideMendsWhatIsSaid(t *testing.T) {
	// It does so for an unknown variety, a key that a variety does not have and a value that cannot be read; of what
	// it does not know the message stays, and what is right is not looked at.
	t.Parallel()
	for text, want := range map[string]string{
		"{type: fixed}":                             `test.yaml:1:8: type: "fixed" is called flat`,
		"{type: flta}":                              `test.yaml:1:8: type: unknown type "flta"; did you mean "flat"?`,
		"{type: flat, price: free}":                 "test.yaml:1:21: price: power is never free",
		"{type: flat, price: 3 MW}":                 `test.yaml:1:21: price: "3 MW" is a power; an energy price is written like "45 USD/MWh"`,
		"{type: flat, price: 3 USD/MWh, cost: 5 $}": `test.yaml:1:32: unknown key "cost"; write price: 5 $`,
	} {
		problems := problemsOf(Load("test.yaml", []byte(text), DefaultLimits, new(told)))
		if len(problems) != 1 || problems[0].String() != want {
			t.Errorf("%s: %v, want %s", text, problems, want)
		}
	}
	if problems := problemsOf(Load("test.yaml", []byte("{type: flat, price: 3 USD/MWh}"), DefaultLimits, new(told))); problems != nil {
		t.Errorf("a tariff that is right: %v", problems)
	}
}
