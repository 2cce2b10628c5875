package network_test

import (
	"math"
	"testing"

	"hashwatt/sim/network"
)

// twoSegments break even at 0.024·20·1·50 = 24 and 0.024·40·1·50 = 48 USD/PH/day.
const twoSegments = `response: shutdown
pool_fee: 0 %
segments:
  - {share: 75 %, efficiency: 20 J/TH, power: 50 USD/MWh, pue: 1}
  - {share: 25 %, efficiency: 40 J/TH, power: 50 USD/MWh, pue: 1}
`

// atOnce lets everybody decide in every epoch.
const atOnce = "speed: 100 %/epoch"

// at is a retarget at which the record had 3e5 PH/s at a hashprice of 40 USD/PH/day.
func at(hashprice float64) network.State {
	return network.State{HashratePHs: 3e5, StartPHs: 3e5, MeanLogHashprice: math.Log(40), Hashprice: hashprice, EpochHours: 8766}
}

// The record runs the first of two segments at 40 USD/PH/day, so 3e5 PH/s are 75 % of what is installed: at 50 all
// 4e5 run, at 20 the twentieth that always does; half the way is the mean of the logarithms, and growth and noise
// move what is installed.
func TestShutdownByHand(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, more string
		state      network.State
		want       float64
	}{
		{"as before", "", at(40), 3e5},
		{"all", atOnce, at(50), 4e5},
		{"hardly anybody", atOnce, at(20), 2e4},
		{"half the way", "speed: 50 %/epoch", at(50), math.Sqrt(3e5 * 4e5)},
		{"three tenths of the way", "", at(50), 3e5 * math.Pow(4.0/3, 0.3)},
		{"growth", "growth: 10 %/year\n" + atOnce, at(50), 4.4e5},
		{"growth at half speed", "growth: 10 %/year\nspeed: 50 %/epoch", at(50), 1.1 * math.Sqrt(3e5*4e5)},
	} {
		course := bind(t, twoSegments+c.more).Start()
		if got := course.Next(c.state); math.Abs(got/c.want-1) > 1e-12 {
			t.Errorf("%s: Next = %v PH/s, want %v", c.name, got, c.want)
		}
	}
	course := bind(t, twoSegments+"noise: 10 %/epoch\n"+atOnce).Start()
	s := at(40)
	s.Noise = 1
	course.Next(s)
	s.Noise = 0.5
	if got, want := course.Next(s), 3e5*math.Exp(0.15); math.Abs(got/want-1) > 1e-12 {
		t.Errorf("after noise of 1 and 0.5: %v PH/s, want %v: what is installed wanders", got, want)
	}
}

// The loop of difficulty and shutdown comes to rest at the equilibrium of the merit order, sites of one's own included.
func TestShutdownSettlesAtTheEquilibrium(t *testing.T) {
	t.Parallel()
	response := bind(t, "response: shutdown\nspeed: 30 %/epoch\nnoise: 0 %/epoch")
	const own = 2e4
	course, h := response.Start(), 3e5
	revenue := 40 * 3e5 // of the hand-over
	for k := range 300 {
		if k == 1 {
			revenue *= 0.45
		}
		s := at(revenue / (h + own))
		s.HashratePHs, s.EpochHours = h, 336
		h = course.Next(s)
	}
	price := revenue / (h + own)
	again := at(price)
	again.HashratePHs, again.EpochHours = h, 336
	if next := course.Next(again); math.Abs(next/h-1) > 0.02 {
		t.Errorf("at %v USD/PH/day hashrate still moves from %v to %v PH/s", price, h, next)
	}
	if !(h > 0.45*3e5 && h < 0.95*3e5) || !(price > 0.45*40 && price < 0.95*40) {
		t.Errorf("after revenue fell to 45 %%: %v PH/s at %v USD/PH/day, want both to give way", h, price)
	}
}

// Machines that could not have been running at the hand-over are refused.
func TestShutdownRefusesMachinesThatCannotBeTheNetwork(t *testing.T) {
	t.Parallel()
	var words network.AnyResponse
	mustLoad(t, "response: shutdown\nsegments: [{share: 100 %, efficiency: 60 J/TH, power: 80 USD/MWh}]", &words)
	_, problems := words.Bind(binding())
	wantProblem(t, problems, "at the hashprice of recent epochs, 45 USD/PH/day, 0 % of these machines earn their electricity")
}

// What was understood is told.
func TestShutdownIsDescribed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"response: shutdown": "shutdown of the world's fleet by 30 %/epoch, what is installed growing by 0 %/year",
		twoSegments:          "shutdown of 2 segments by 30 %/epoch, what is installed growing by 0 %/year",
		"response: shutdown\nspeed: 20 %/epoch\ngrowth: 5 %/year\nsegments: [{share: 100 %, efficiency: 20 J/TH, power: 40 USD/MWh}]": "shutdown of 1 segment by 20 %/epoch, what is installed growing by 5 %/year",
	} {
		var words network.AnyResponse
		mustLoad(t, text, &words)
		if got := words.Describe(); got != want {
			t.Errorf("Describe() = %q, want %q", got, want)
		}
	}
}
