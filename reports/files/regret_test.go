package files

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"hashwatt/sim"
)

// TestSummaryTellsTheRegret writes what a forecast of system peaks cost where there is one, and nothing where there
// is none.
func TestSummaryTellsTheRegret(t *testing.T) {
	t.Parallel()
	var got struct {
		Regret *struct {
			USD        float64 `json:"usd"`
			Sites      []any   `json:"sites"`
			Components []struct {
				Component string
				USD       float64
			}
		}
	}
	forecast := strings.Replace(words, "[{type: flat, price: 45 USD/MWh}]", `[{type: flat, price: 30 USD/MWh}, {type: coincident, name: peaks, `+
		`groups: [{hours: [2025-02-10T12], measure: mean, price: 60 USD/kW, forecast: {hit_rate: 0 %}}]}]`, 1)
	for _, text := range []string{words, forecast} {
		var b bytes.Buffer
		if err := Summary(&b, result(t, text, sim.Settings{})); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if text == words {
			if got.Regret != nil || strings.Contains(b.String(), "regret") {
				t.Errorf("regret %+v where nothing is forecast", got.Regret)
			}
			continue
		}
		if got.Regret == nil || got.Regret.USD <= 0 || len(got.Regret.Sites) == 0 || len(got.Regret.Components) != 1 || got.Regret.Components[0].Component != "peaks" || got.Regret.Components[0].USD <= 0 {
			t.Errorf("regret %+v", got.Regret)
		}
	}
}
