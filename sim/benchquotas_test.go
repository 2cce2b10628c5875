package sim

import (
	"context"
	"io/fs"
	"testing"

	"hashwatt/scenarios"
)

// BenchmarkQuotas measures the central case of scenarios/reference.yaml, forty-six sites of three classes in four
// time zones over ten years, with budgets of every site for its months and years, without and with a power for all
// of them in every hour, shared by merit, that crosses the budgets. Perfect foresight plays the hours of the
// rolling operator as well, for the path of the network.
func BenchmarkQuotas(b *testing.B) {
	text, err := fs.ReadFile(scenarios.FS, "reference.yaml")
	if err != nil {
		b.Fatal(err)
	}
	const (
		budgets = "\nlimits:\n  - {type: energy, name: month, limit: 11 GWh, per: month, each: true}\n  - {type: energy, name: year, limit: 120 GWh, per: year, each: true}\n"
		most    = "  - {type: power, name: grid, limit: 850 MW, share: merit}\n"
	)
	for _, c := range []struct{ name, words string }{
		{"rolling/budgets", budgets},
		{"rolling/crossed", budgets + most},
		{"perfect/crossed", budgets + most + "foresight: perfect\n"},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				r := ready(b, string(text)+c.words)
				played, err := r.central(context.Background())
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(played.trace.Rungs.Crossing), "crossing")
				b.ReportMetric(float64(played.trace.Rungs.Nested), "nested")
			}
		})
	}
}
