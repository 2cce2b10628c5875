package network_test

import (
	"math"
	"testing"

	"hashwatt/sim/network"
	"hashwatt/sim/unit"
)

// Growth multiplies by 1 + rate in a year of epochs of any length, and its noise is a step of the logarithm.
func TestGrowthByHand(t *testing.T) {
	t.Parallel()
	response := bind(t, "response: growth\nrate: 30 %/year\nnoise: 5 %/epoch")
	h, hours := 1e6, 0.0
	for hours < 2*unit.HoursPerYear {
		step := min(341.7, 2*unit.HoursPerYear-hours)
		h = response.Start().Next(network.State{HashratePHs: h, EpochHours: step})
		hours += step
	}
	if math.Abs(h/1.69e6-1) > 1e-12 {
		t.Errorf("after two years at 30 %%: %v PH/s, want 1.69e6", h)
	}
	got := response.Start().Next(network.State{HashratePHs: 1e6, Noise: -2})
	if want := 1e6 * math.Exp(-0.1); math.Abs(got/want-1) > 1e-15 {
		t.Errorf("two standard deviations down: %v PH/s, want %v", got, want)
	}
	response = bind(t, "response: growth\nrate: 30 %/year")
	got = response.Start().Next(network.State{HashratePHs: 1e6, Noise: 1})
	if want := 1e6 * math.Exp(network.StructuralNoise); math.Abs(got/want-1) > 1e-15 {
		t.Errorf("default noise: %v PH/s, want %v", got, want)
	}
}

// Adjustment turns a gap of 10 % in hashprice, at 5 %/epoch, into 0.05·ln 1.1 of hashrate; its target has fallen by
// the middle of the epoch that ended.
func TestAdjustmentByHand(t *testing.T) {
	t.Parallel()
	response := bind(t, "response: adjustment\nspeed: 5 %/epoch\ndecline: 18 %/year\ntarget: 50 USD/PH/day")
	for _, c := range []struct {
		name  string
		state network.State
		want  float64
	}{
		{"at the target", network.State{HashratePHs: 1e6, MeanLogHashprice: math.Log(50)}, 1e6},
		{"10 % above", network.State{HashratePHs: 1e6, MeanLogHashprice: math.Log(55)}, 1e6 * math.Pow(1.1, 0.05)},
		// The middle of the epoch lies one year after the hand-over: the target is 50·0.82 = 41.
		{"a year later", network.State{HashratePHs: 1e6, MeanLogHashprice: math.Log(50), Years: 1 + 168.0/8766, EpochHours: 336}, 1e6 * math.Pow(50/41.0, 0.05)},
		{"with noise", network.State{HashratePHs: 1e6, MeanLogHashprice: math.Log(50), Noise: 1}, 1e6 * math.Exp(0.041)},
	} {
		if got := response.Start().Next(c.state); math.Abs(got/c.want-1) > 1e-14 {
			t.Errorf("%s: Next = %v PH/s, want %v", c.name, got, c.want)
		}
	}
}

// Without a target of its own, adjustment aims at the hashprice of recent epochs; where that is unknown too, it
// says what to write.
func TestAdjustmentTakesItsTargetFromHistory(t *testing.T) {
	t.Parallel()
	response := bind(t, "response: adjustment\nspeed: 5 %/epoch\ndecline: 18 %/year")
	s := network.State{HashratePHs: 1e6, MeanLogHashprice: math.Log(45)}
	if got := response.Start().Next(s); math.Abs(got-1e6) > 1e-6 {
		t.Errorf("at the recent hashprice: Next = %v PH/s, want 1e6", got)
	}
	var words network.AnyResponse
	mustLoad(t, "response: adjustment\nspeed: 5 %/epoch\ndecline: 18 %/year", &words)
	b := binding()
	b.Target = 0
	_, problems := words.Bind(b)
	wantProblem(t, problems, "write the target")
}

// A hashprice that has settled stays: the loop of difficulty and adjustment comes to rest on the target, from above
// and from below.
func TestAdjustmentSettlesOnItsTarget(t *testing.T) {
	t.Parallel()
	response := bind(t, "response: adjustment\nspeed: 50 %/epoch\ndecline: 0 %/year\ntarget: 50 USD/PH/day")
	for _, h := range []float64{2e5, 5e6} {
		d := h * 1e15 * 600 / network.HashesPerDifficulty
		for range 200 {
			price := network.Hashprice(d, 3.125, 1e5)
			epochS := network.BlocksPerRetarget * d * network.HashesPerDifficulty / (h * 1e15)
			d = network.RetargetSmooth(d, epochS*network.IntervalsPerSpan/network.BlocksPerRetarget)
			h = response.Start().Next(network.State{HashratePHs: h, MeanLogHashprice: math.Log(price), EpochHours: epochS / 3600})
		}
		if price := network.Hashprice(d, 3.125, 1e5); math.Abs(price-50) > 1e-6 {
			t.Errorf("hashprice settles at %v, want 50 USD/PH/day", price)
		}
	}
}

// An epoch takes the mean of the fortnight that begins with its first block, in PH/s, and at the end what is left
// of it.
func TestSeriesTakesAFortnight(t *testing.T) {
	t.Parallel()
	response := bind(t, "response: series\nfile: hashrate.csv")
	// The hand-over is day 164 of the file, whose values are 900 EH/s and one more every day.
	for _, c := range []struct{ years, want float64 }{
		{0, 1000 * (900 + 164 + 6.5)},
		{30.0 / 365.25, 1000 * (900 + 194 + 6.5)},
		{-10, 1000 * (900 + 6.5)},
		{10, 1000 * (900 + 2189)},
	} {
		if got := response.Start().Next(network.State{Years: c.years}); math.Abs(got-c.want) > 1e-6 {
			t.Errorf("after %v years: Next = %v PH/s, want %v", c.years, got, c.want)
		}
	}
}

// The rest of the world is history and then a response, history alone, or a response alone.
func TestRestOfWorldForms(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, replay, describe string }{
		{"{replay: history, then: {response: growth, rate: 30 %/year}}", "history", "history, then growth by 30 %/year"},
		{"{replay: history}", "history", "history"},
		{"{response: growth, rate: 30 %/year}", "", "growth by 30 %/year"},
	} {
		var words network.RestOfWorld
		mustLoad(t, c.text, &words)
		if words.Replay != c.replay || words.Describe() != c.describe {
			t.Errorf("%s: replay %q, %q; want %q, %q", c.text, words.Replay, words.Describe(), c.replay, c.describe)
		}
	}
}

// History alone is enough for a run that it covers, and only for that.
func TestHistoryAlone(t *testing.T) {
	t.Parallel()
	var words network.RestOfWorld
	mustLoad(t, "{replay: history}", &words)
	_, problems := words.Bind(binding())
	wantProblem(t, problems, "history ends 2026-06-14, before the end of the run; add what follows")
	b := binding()
	b.End = b.HandOver
	if response, problems := words.Bind(b); response != nil || problems != nil {
		t.Errorf("Bind = %v, %v; want neither a response nor a problem", response, problems)
	}
	mustLoad(t, "{replay: history, then: {response: growth, rate: 1 %/year}}", &words)
	if response, problems := words.Bind(binding()); response == nil || problems != nil {
		t.Errorf("Bind = %v, %v; want a response", response, problems)
	}
}
