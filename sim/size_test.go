package sim

import (
	"strings"
	"testing"
)

// TestTooManySiteHours refuses hours of sites that are billed one by one beyond a bound, as often as they are kept,
// and counts no others.
func TestTooManySiteHours(t *testing.T) {
	t.Parallel()
	text := func(tariff string) string {
		return "hashwatt: 1\nname: test\nclock: {start: 2026-01-01, end: 2026-02-01, zone: UTC}\n" +
			"regions:\n  workshop: {zone: UTC, country: US, currency: USD, emissions_g_per_kwh: 300, tariff: [" + tariff + "]}\n" +
			"sites:\n  - {id: a, region: workshop, power: 10 MW, online: 2025-01-01, fleet: [{rig: antminer-s21-200}]}\n" +
			"  - {id: b, region: workshop, power: 10 MW, online: 2025-01-01, fleet: [{rig: antminer-s21-200}]}\n"
	}
	r := ready(t, text("{type: flat, price: 45 USD/MWh}, {type: demand, periods: [{price: 4 USD/kW}]}"))
	if err := fits(r.facts, r.problem.Problem, 3, 5*2*744); err != nil {
		t.Errorf("what just fits is refused: %v", err)
	}
	if err := fits(r.facts, r.problem.Problem, 4, 5*2*744); err == nil || !strings.Contains(err.Error(), "kept 6 times with 4 workers") || !strings.Contains(err.Error(), "take at most 3 workers, shorten the clock") {
		t.Errorf("too many workers give %v", err)
	}
	err := fits(r.facts, r.problem.Problem, 1, 3*2*744-1)
	if err != nil && strings.Contains(err.Error(), "take at most") {
		t.Errorf("where one worker is too many, fewer are proposed: %v", err)
	}
	if err == nil || !strings.Contains(err.Error(), "the load of 2 sites is billed hour by hour") || !strings.Contains(err.Error(), "shorten the clock") {
		t.Errorf("too many hours give %v", err)
	}
	r = ready(t, text("{type: flat, price: 45 USD/MWh}"))
	if err := fits(r.facts, r.problem.Problem, 1, 0); err != nil {
		t.Errorf("sites that pay a price of each hour are refused: %v", err)
	}
}
