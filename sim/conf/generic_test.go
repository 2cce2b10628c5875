package conf

import (
	"strings"
	"testing"
)

// Where the name above some keys is forgotten, that is told at the first of them, and not what follows from it; a
// name that is also a key is a name where a map follows.
func TestAForgottenNameIsTold(t *testing.T) {
	t.Parallel()
	type place struct {
		Zone   string   `yaml:"zone,omitempty"`
		Tariff []string `yaml:"tariff,omitempty"`
	}
	type words struct {
		Regions Ordered[place] `yaml:"regions"`
	}
	for text, want := range map[string]string{
		"regions: {tariff: [a, b]}":                `regions: "tariff" belongs under a name, which is missing; write the name in a line above it`,
		"regions: {zone: UTC, tariff: [a, b]}":     `regions: "zone" belongs under a name`,
		"regions: {tariff: {zone: UTC}}":           "",
		"regions: {texas: {tariff: [a, b]}}":       "",
		"regions: {texas: [a], tariff: [a, b]}":    "expected a map",
		"regions: {texas: {tarif: [a, b]}}":        `did you mean "tariff"?`,
		"regions: {texas: {zone: UTC}, zone: UTC}": "expected a map",
	} {
		var w words
		err := Load("test.yaml", []byte(text), DefaultLimits, &w)
		if (err == nil) != (want == "") || err != nil && (!strings.Contains(err.Error(), want) || strings.Count(err.Error(), "belongs under") > 1) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
