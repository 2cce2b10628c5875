package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// BenchmarkKomiRun measures the Komi scenario from the command line to the written report: the central case, and with a
// hundred draws.
func BenchmarkKomiRun(b *testing.B) {
	for _, c := range []struct{ name, draws string }{{"central", "0"}, {"draws=100", "100"}} {
		b.Run(c.name, func(b *testing.B) {
			dir := b.TempDir()
			for b.Loop() {
				var out, err bytes.Buffer
				args := []string{"run", "komi", "--draws", c.draws, "-o", filepath.Join(dir, "out")}
				if code := Main(Env{Args: args, Dir: dir, Out: &out, Err: &err, Now: time.Now}); code != Done {
					b.Fatalf("exit code %d: %s", code, err.String())
				}
			}
		})
	}
}

func BenchmarkBillOfAYear(b *testing.B) {
	// A year of hours on ten components, files and seeds included: what "hashwatt bill" does once the program has begun.
	dir := b.TempDir()
	text := `zone: America/Chicago
country: US
tariff:
  - {type: flat, name: network, price: 0.01 USD/kWh, escalation: 3 %/year}
  - {type: time_of_use, name: energy, zones: [{price: 0.05 USD/kWh}, {days: mon-fri, hours: 07-23, price: 0.08 USD/kWh}, {days: holidays, hours: 00-24, price: 0.04 USD/kWh}]}
  - {type: tiered, name: blocks, periods: [{tiers: [{up_to: 74400 kWh, price: 0.02 USD/kWh}, {price: 0.01 USD/kWh}]}]}
  - {type: levy, price: 0.002 USD/kWh, multipliers: [{months: jun-sep, factor: 2}]}
  - {type: demand, periods: [{price: 10 USD/kW}], ratchets: [{share: 80 %}]}
  - {type: demand, name: peak demand, periods: [{days: mon-fri, hours: 15-20, price: 8 USD/kW}]}
  - {type: coincident, groups: [{hours: [2024-06-25T16, 2024-07-01T16, 2024-08-20T17, 2024-09-03T16], measure: mean, price: 60 USD/kW}]}
  - {type: fixed, amount: 21 USD}
  - {type: surcharge, share: 5 %, of: [energy]}
  - {type: tax, rate: 6 %}
`
	var load strings.Builder
	load.WriteString("time,kw\n")
	for h := range 8784 {
		fmt.Fprintf(&load, "%s,%d\n", time.Date(2024, 1, 1, 6+h, 0, 0, 0, time.UTC).Format("2006-01-02T15:04Z"), 500+h%24)
	}
	for name, content := range map[string]string{"t.yaml": text, "l.csv": load.String()} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if got := commandIn(b.Context(), dir, "bill", "--tariff", "t.yaml", "--load", "l.csv", "--json"); got.code != Done {
			b.Fatal(got.err)
		}
	}
}
