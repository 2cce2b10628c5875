package network_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"hashwatt/sim/conf"
	"hashwatt/sim/network"
)

// evenWorld is a binding in the middle of 2024 in which all electricity costs 45 USD/MWh, at a PUE of 1.1 and
// without a fee.
func evenWorld() network.Binding {
	b := binding()
	b.HandOver = time.Date(2024, 7, 1, 15, 0, 0, 0, time.UTC)
	b.World.PowerScatter, b.World.PoolFee = 0, 0
	return b
}

func bindTo(t *testing.T, b network.Binding, text string) network.Course {
	t.Helper()
	var words network.AnyResponse
	mustLoad(t, text, &words)
	response, problems := words.Bind(b)
	if problems != nil {
		t.Fatalf("%s: %v", text, conf.Problems(problems))
	}
	return response.Start()
}

// The world's fleet has the mean efficiency of the survey at its date, and 24 % less a year later: where machines
// of all ages are alike, all of it breaks even at 0.024·28.2·1.1·45 = 33.5016 USD/PH/day.
func TestWorldsFleetHasTheEfficiencyOfTheSurvey(t *testing.T) {
	t.Parallel()
	for years, breakEven := range map[int]float64{0: 33.5016, 1: 33.5016 * 0.76} {
		b := evenWorld()
		b.World.EfficiencyGain = 0
		b.HandOver = b.HandOver.AddDate(years, 0, 0)
		for _, c := range []struct{ factor, want float64 }{{1.001, 3e5}, {0.999, 0.05 * 3e5}} {
			course := bindTo(t, b, "response: shutdown\n"+atOnce)
			s := at(breakEven * c.factor)
			s.MeanLogHashprice = math.Log(100)
			if got := course.Next(s); math.Abs(got/c.want-1) > 1e-9 {
				t.Errorf("%d years on, at %v of the break-even: %v PH/s, want %v", years, c.factor, got, c.want)
			}
		}
	}
	// With machines of five ages, a year apart and 1/0.84 apart in thirst, the youngest third is the first to run.
	const older = 1 / 0.84
	mean := (1 + 0.8*older + 0.6*older*older + 0.4*older*older*older + 0.2*older*older*older*older) / 3
	youngest := 33.5016 / mean
	for _, c := range []struct{ hashprice, want float64 }{{youngest * 1.001, 1e5}, {youngest / 0.84 * 1.001, 1.8e5}, {youngest * older * older * older * older * 0.999, 2.8e5}} {
		s := at(c.hashprice)
		s.MeanLogHashprice = math.Log(100)
		if got := bindTo(t, evenWorld(), "response: shutdown\n"+atOnce).Next(s); math.Abs(got/c.want-1) > 1e-9 {
			t.Errorf("at %v USD/PH/day: %v PH/s, want %v", c.hashprice, got, c.want)
		}
	}
}

// vintageWords switch at once and expect nothing to fall: machines of 13.5 J/TH at 11 USD/TH have a running cost of
// 16.038 USD/PH/day.
const vintageWords = "response: vintage\nspeed: 100 %/epoch\nnoise: 0 %/epoch\ndecline: 0 %/year\nimprovement: 0 %/year\ndiscount: 0 %/year\nlife: 2 years\nlag: 28 days\nmost: 100 %/epoch\n"

// Machines past their age are scrapped: of those of five ages, the fifteenth that is four to five years old goes in
// the first year, evenly. Those that lose money stand at once and are gone after the patience; those that earn
// again before it start again.
func TestVintageScrapsByHand(t *testing.T) {
	t.Parallel()
	// With no discount and no decline the barrier of a life of two years is 16.038 + 11000/730.5 = 31.1 USD/PH/day.
	// All are alike and break even at 33.5 in 2024, so below the barrier all stand; take a fleet twice as good.
	b := evenWorld()
	b.World.EfficiencyJTH /= 2 // breaks even at 16.75
	next := func(course network.Course, years, hashprice float64) float64 {
		return course.Next(network.State{
			Years: years, HashratePHs: 3e5, NetworkPHs: 3e5, StartPHs: 3e5, EpochHours: 336, MeanLogHashprice: math.Log(30), Hashprice: hashprice,
			RevenueUSDPerDay: hashprice * 3e5,
		})
	}
	course := bindTo(t, b, vintageWords+"patience: 42 days")
	for _, c := range []struct{ years, hashprice, want float64 }{
		{0.0, 30, 3e5},
		{0.4, 30, 2.92e5}, // 0.4 of a fifteenth of 3e5
		{0.6, 30, 2.88e5},
		{1.6, 30, 2.56e5}, // a fifteenth and 0.6 of two
		{1.64, 16, 0.05 * 2.544e5},
		{1.68, 16, 0.05 * 2.528e5},
		{1.72, 30, 2.512e5}, // two epochs of standing
		{1.76, 16, 0.05 * 2.496e5},
		{1.80, 16, 0.05 * 2.48e5},
		{1.84, 16, 0.05 * 2.464e5},
		{1.88, 30, 2.448e5}, // three
		{1.92, 16, 0.05 * 2.432e5},
		{1.96, 16, 0.05 * 2.416e5},
		{2.00, 16, 0.05 * 2.4e5},
		{2.04, 16, 0.05 * 3e5}, // four, and the table is empty: a twentieth of the start is left
		{2.08, 30, 0.05 * 3e5},
	} {
		if got := next(course, c.years, c.hashprice); math.Abs(got/c.want-1) > 1e-9 {
			t.Errorf("after %v years at %v USD/PH/day: %v PH/s, want %v", c.years, c.hashprice, got, c.want)
		}
	}
}

// Above the barrier of the newest machine as much is ordered as brings hashprice back to it; it arrives after the lag.
func TestVintageBuysByHand(t *testing.T) {
	t.Parallel()
	b := evenWorld()
	b.World.EfficiencyJTH /= 2
	course := bindTo(t, b, vintageWords+"age: 10 years")
	barrier := 16.038 + 11000/730.5
	revenue, h := 2*barrier*3.1e5, 3e5 // with 1e4 PH/s of somebody's own: 6.2e5 − 1e4 − 3e5 = 3.1e5 are missing
	for epoch, want := range []float64{3e5, 3e5, 6e5 + 1e4, 6e5 + 1e4} {
		price := revenue / (h + 1e4)
		h = course.Next(network.State{
			Years: float64(epoch) * 14 / 365.25, HashratePHs: h, NetworkPHs: h + 1e4, StartPHs: 3e5, EpochHours: 336,
			MeanLogHashprice: math.Log(price), Hashprice: price, RevenueUSDPerDay: revenue,
		})
		if epoch == 2 {
			want = 3e5 + 3e5 // the cap of 100 %/epoch lets 3e5 of 3.1e5 in
		}
		if math.Abs(h/want-1) > 1e-9 {
			t.Errorf("epoch %d: %v PH/s, want %v", epoch, h, want)
		}
	}
	if price := revenue / (h + 1e4); math.Abs(price/barrier-1) > 1e-9 {
		t.Errorf("hashprice comes to %v, want the barrier %v", price, barrier)
	}
}

// Machines of a year of age go a few at a time: where nothing new is bought, no epoch loses more than a fortnight's
// part of the youngest, which are a third of what is installed and a little more of what runs.
func TestVintageAgesEvenly(t *testing.T) {
	t.Parallel()
	course, h := bindTo(t, binding(), "response: vintage\nnoise: 0 %/epoch\nrig_price: 1000 USD/TH"), 9e5
	for epoch := range 26 * 5 {
		next := course.Next(network.State{
			Years: float64(epoch) / 26, HashratePHs: h, NetworkPHs: h, StartPHs: 9e5, EpochHours: 336, MeanLogHashprice: math.Log(45), Hashprice: 45, RevenueUSDPerDay: 45 * h,
		})
		if h-next > 0.35/26*9e5 {
			t.Errorf("epoch %d: hashrate goes from %v to %v PH/s", epoch, h, next)
		}
		h = next
	}
}

// In the loop with difficulty the default world neither dies nor explodes: after a boom, a halving and a crash
// hashprice lies between the running cost of the best machines and a few times the barrier, and hashrate has grown
// where revenue has.
func TestVintageLivesThroughABoomAndACrash(t *testing.T) {
	t.Parallel()
	course, h := bindTo(t, binding(), "response: vintage\nnoise: 0 %/epoch"), 9e5
	price, revenue := 40.0, 40*9e5
	for epoch := range 260 {
		switch epoch {
		case 26:
			revenue *= 2.5
		case 52, 104:
			revenue /= 2
		}
		price = revenue / h
		next := course.Next(network.State{
			Years: float64(epoch) / 26, HashratePHs: h, NetworkPHs: h, StartPHs: 9e5, EpochHours: 336, MeanLogHashprice: math.Log(price), Hashprice: price, RevenueUSDPerDay: revenue,
		})
		if next > 1.5*h || next < 0.5*h {
			t.Errorf("epoch %d at %v USD/PH/day: hashrate goes from %v to %v PH/s", epoch, price, h, next)
		}
		h = next
	}
	if !(price > 3 && price < 20) || !(h > 9e5) {
		t.Errorf("after ten years: %v PH/s at %v USD/PH/day", h, price)
	}
}

// Machines that could not have been running at the hand-over are refused, and what was understood is told.
func TestVintageWords(t *testing.T) {
	t.Parallel()
	var words network.AnyResponse
	mustLoad(t, "response: vintage\npower: 300 USD/MWh", &words)
	_, problems := words.Bind(binding())
	wantProblem(t, problems, "so they cannot be who hashes")
	if got := words.Describe(); !strings.HasPrefix(got, "entry of new machines that pay 300 USD/MWh, shutdown") {
		t.Errorf("Describe() = %q", got)
	}
	mustLoad(t, "response: entry\nrig_price: 15 USD/TH\nefficiency: 17.5 J/TH", &words)
	if got, want := words.Describe(), "entry of new machines of 17.5 J/TH at 15 USD/TH"; got != want {
		t.Errorf("Describe() = %q, want %q", got, want)
	}
}
