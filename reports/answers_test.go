package reports

import (
	"math"
	"strings"
	"testing"

	"hashwatt/sim"
	"hashwatt/sim/kernel"
	"hashwatt/sim/network"
	"hashwatt/sim/scenario"
)

func TestWhatIsFoundIsSaidByAnswer(t *testing.T) {
	// The least and the greatest power that answers find are in the sentence, and answers under which none is found
	// are counted; a cell without power is empty.
	t.Parallel()
	low, high := 852.0, 2563.0
	b := &builder{r: &sim.Result{
		Solved:  &sim.Solved{Factor: 1.3, TotalMW: 1335, Path: "sites.*.power", Goal: "energy_mwh = 1 TWh"},
		Answers: []sim.AnswerCase{{Label: "no answer", Found: &low}, {Label: "adjustment", Own: true}, {Label: "shutdown", Found: &high}},
	}}
	if got, want := b.foundRange(), "0.85 to 2.56\u202fGW"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := b.solvedAnswer(), " By how the rest of the world answers it takes 0.85 to 2.56\u202fGW. "; !strings.HasSuffix(got, want) {
		t.Errorf("%q does not end with %q", got, want)
	}
	b.r.Answers[0].Found, b.r.Answers[0].Why = nil, "out of reach"
	if got, want := b.foundRange(), "1.33 to 2.56\u202fGW, where any power does: under one of three answers none is found"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if c := b.foundColumn(b.r.Answers); !c.Numbers[0].None || c.Numbers[1].Value != 1.335 || c.Unit != "GW" {
		t.Errorf("%+v", c)
	}
	b.r.Answers = b.r.Answers[1:2]
	if got := b.foundRange(); got != "" {
		t.Errorf("one answer has the range %q", got)
	}
}

func TestEveryAnswerHasItsRule(t *testing.T) {
	// Growth has its formula; stopping, buying and ageing are told in words that name what each is about.
	t.Parallel()
	epochs := []kernel.Epoch{{RowPHs: 1000e3, Hours: 336}, {RowPHs: 1000e3 * math.Pow(1.3, 336.0/8766), Hours: 336}}
	for name, c := range map[string]struct {
		kind         network.Kind
		want, worked string
	}{
		"growth":   {&network.Growth{Rate: 0.3}, "H′ = H · (1 + g)", "g = 30\u202f%/year, T = 336.0\u202fh: H′ = 1\u202f000.0\u202fEH/s · 1.3^(336.0 / 8 766) = 1\u202f010.1\u202fEH/s"},
		"shutdown": {&network.Shutdown{}, "pays its power", ""},
		"entry":    {&network.Entry{}, "above the barrier", ""},
		"vintage":  {&network.Vintage{}, "scrap what is too old", ""},
	} {
		var words scenario.Scenario
		words.Bitcoin.RestOfWorld.Then = &network.AnyResponse{Name: name, Kind: c.kind}
		b := &builder{r: &sim.Result{Facts: &scenario.Facts{Words: &words}}, tr: &kernel.Trace{Epochs: epochs}}
		f := b.responseFormula(0)
		if f == nil || !strings.Contains(f.Symbols, c.want) || f.Worked != c.worked || f.Caption == "" || len(f.Where) < 2 {
			t.Errorf("%s: %+v", name, f)
		}
	}
}
