package files

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"hashwatt/sim"
)

func TestSummaryTellsKindsOfProofApart(t *testing.T) {
	// Budgets alone are exact, myopic operators plan none, and a controller beside a limit that may be broken is proven in
	// part. A plan with a gap is proven within it, one without a bound is not. Each says so in one word.
	t.Parallel()
	penalty := strings.Replace(shared, "price: 20 USD/MWh", "fine: 5000 USD", 1)
	for words, want := range map[string]sim.Proof{
		shared:                         sim.ProofExact,
		shared + "foresight: myopic\n": sim.ProofUnplanned,
		penalty + "  - {type: hysteresis, name: crew, stop: 105 %, resume: 95 %}\n": sim.ProofInPart,
	} {
		r := result(t, words, sim.Settings{})
		var b bytes.Buffer
		if err := Summary(&b, r); err != nil {
			t.Fatal(err)
		}
		var got struct {
			Proven struct {
				Kind         sim.Proof
				Plans, Exact int64
			}
		}
		if err := json.Unmarshal(b.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if p := got.Proven; p.Kind != want || p.Plans != r.Trace.Proven.Plans {
			t.Errorf("%s\n%+v of %+v, want %s", words, p, r.Trace.Proven, want)
		}
	}
	r := result(t, shared, sim.Settings{})
	for gap, want := range map[float64]sim.Proof{0.2: sim.ProofWithin, 1: sim.ProofNone} {
		r.Trace.Proven.Plans, r.Trace.Proven.Gap = 1, gap
		if got := r.Proof(); got != want {
			t.Errorf("a plan with a gap of %g is %q, want %q", gap, got, want)
		}
	}
}
