package sim

import (
	"context"
	"io/fs"
	"strings"
	"testing"
	"time"

	"hashwatt/scenarios"
	"hashwatt/sim/ledger"
)

// BenchmarkCharged measures the reference case, forty-six sites over ten years, on Russia's price category 4, whose
// network is billed on the highest loads of planned peak hours, against the same prices without the network: the
// central case with its itemised bill, and a draw on one worker, in seconds and as a multiple of the linear case.
func BenchmarkCharged(b *testing.B) {
	text, err := fs.ReadFile(scenarios.FS, "reference.yaml")
	if err != nil {
		b.Fatal(err)
	}
	const (
		linear = `{type: hourly, name: energy, series: northwest, mean: 1.60 RUB/kWh}, ` +
			`{type: peak_capacity, name: capacity, price: 900 RUB/kW, rule: [{hour: 10}]}, {type: flat, name: losses, price: 0.22 RUB/kWh}`
		charged = linear + `, {type: peak_network, name: network, price: 465 RUB/kW, hours: [{hours: "08-11, 16-21"}]}`
	)
	var workers [2]*worker
	for k, tariff := range []string{linear, charged} {
		words := strings.Replace(string(text), "power: 20 MW", "power: 20 MW, tariff: &tariff ["+tariff+"]", 1)
		words = strings.ReplaceAll(words, "fleet: *fleet", "fleet: *fleet, tariff: *tariff")
		workers[k] = &worker{runner: ready(b, words)}
		if n := len(workers[k].facts.Sites); n != 46 || workers[k].problem.Sites[n-1].Invoiced != (k == 1) {
			b.Fatalf("%d sites, not those of the reference case", n)
		}
	}
	var central, drawn [2]time.Duration
	d := 0
	for b.Loop() {
		d++
		for k, w := range workers {
			began := time.Now()
			played, err := w.central(context.Background())
			if err != nil {
				b.Fatal(err)
			}
			if _, err := ledger.New(w.facts.World, w.problem, played.trace); err != nil {
				b.Fatal(err)
			}
			if _, err := ledger.Bill(w.facts.World, w.problem, played.trace); err != nil {
				b.Fatal(err)
			}
			central[k] += time.Since(began)
			began = time.Now()
			if out := w.draw(d); out.err != nil {
				b.Fatal(out.err)
			}
			drawn[k] += time.Since(began)
		}
	}
	b.ReportMetric(central[1].Seconds()/float64(b.N), "s/central")
	b.ReportMetric(drawn[1].Seconds()/float64(b.N), "s/draw")
	b.ReportMetric(central[1].Seconds()/central[0].Seconds(), "charged/linear-central")
	b.ReportMetric(drawn[1].Seconds()/drawn[0].Seconds(), "charged/linear-draw")
}
