package reports

import (
	"strings"
	"testing"

	"hashwatt/sim/kernel"
)

// The page says of plans of whole numbers how many are proven the best, what the others may leave out, and where nothing is known.
func TestPageSaysWhatIsProven(t *testing.T) {
	t.Parallel()
	for want, p := range map[string]kernel.Proven{
		"":                            {},
		"1 plan also settled":         {Plans: 1, Exact: 1},
		"each is proven":              {Plans: 7, Exact: 7},
		"4 of them are proven":        {Plans: 7, Exact: 4, Gap: 2e-5},
		"at most 2.000 · 10⁻⁵ of":     {Plans: 7, Exact: 4, Gap: 2e-5},
		"some were too large for a p": {Plans: 7, Exact: 4, Gap: 1},
	} {
		b := &builder{tr: &kernel.Trace{Proven: p}}
		if got := b.provenText(); !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%+v: %q, want %q in it", p, got, want)
		}
	}
}
