package sim_test

import (
	"io/fs"
	"strings"
	"testing"
	"time"

	"hashwatt/scenarios"
	"hashwatt/sim"
)

// BenchmarkReference measures scenarios/reference.yaml, forty-six sites over ten years, from words to figures, as
// nanoseconds for each site and hour of the central case, and of each draw with eight of them on one worker.
func BenchmarkReference(b *testing.B) {
	for _, c := range []struct {
		name  string
		draws int
	}{{"central", 0}, {"draws=8", 8}} {
		b.Run(c.name, func(b *testing.B) {
			var siteHours float64
			for b.Loop() {
				r := shipped(b, "reference.yaml", "", sim.Settings{Draws: c.draws, Seed: 1, Workers: 1})
				siteHours = float64(len(r.Facts.Sites)*r.Facts.Axis.Hours) * float64(c.draws+1)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/siteHours, "ns/site-hour")
		})
	}
}

// BenchmarkCharged measures the reference case on Russia's price category 4, whose network is billed on the highest loads of
// planned peak hours, against the same prices without them, and reports how much longer the central case and a draw take.
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
	took := func(tariff string, draws int) time.Duration {
		words := strings.Replace(string(text), "power: 20 MW", "power: 20 MW, tariff: &tariff ["+tariff+"]", 1)
		words = strings.ReplaceAll(words, "fleet: *fleet", "fleet: *fleet, tariff: *tariff")
		began := time.Now()
		r := written(b, words, sim.Settings{Draws: draws, Seed: 1, Workers: 1})
		if len(r.Facts.Sites) != 46 || len(r.Problem.Sites[45].Tranches) != 3 {
			b.Fatal("not the reference case")
		}
		return time.Since(began)
	}
	const draws = 4
	var central, drawn [2]time.Duration
	for b.Loop() {
		for k, tariff := range []string{linear, charged} {
			alone := took(tariff, 0)
			central[k] += alone
			drawn[k] += took(tariff, draws) - alone
		}
	}
	b.ReportMetric(central[1].Seconds()/float64(b.N), "s/central")
	b.ReportMetric(drawn[1].Seconds()/float64(b.N)/draws, "s/draw")
	b.ReportMetric(central[1].Seconds()/central[0].Seconds(), "charged/linear-central")
	b.ReportMetric(drawn[1].Seconds()/drawn[0].Seconds(), "charged/linear-draw")
}
